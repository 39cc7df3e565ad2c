/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Doses stated in mg and in mL: judged against the strength in force on their days (ARITHMETIC.md 2.8). */
#include "compound_bench.h"
#include <string.h>
#include "../../src/compound/stated.h"

enum { DAYS = 6, TIMES = 2, ROWS_MOST = 3 };

/* ng and nL of each of two times of day; a mass of 0: none. */
typedef struct { int64_t ng[TIMES], nl[TIMES]; } Row;
/* A list over the days first..last, the targets of each day in marks of 0.1 mg, and the first day of 0.05 mg per mL. */
typedef struct { const char *name; Row rows[ROWS_MOST]; const char *morning, *evening; int32_t first, last, weaker; const char *said; } VolumeRow;

#define BOTH {{500000, 200000}, {5000000, 2000000}}
#define ONE {{400000}, {4000000}}
static const VolumeRow volume_rows[] = {
    {"all agree", {BOTH, ONE}, "555444", "222000", 0, 5, 6, ""},
    {"not stated", {{{500000, 200000}, {0, 0}}, ONE}, "555444", "222000", 0, 5, 6, ""},
    {"a nanolitre", {{{500000, 200000}, {1, 0}}, ONE}, "555444", "222000", 0, 5, 6,
     "0.5 mg and 0.000001 mL are stated for 2026-12-01: 0.000001 mL of 0.1 mg per mL hold 0 mg"},
    {"of both doses", {{{500000, 200000}, {4000000, 3000000}}, ONE}, "555444", "222000", 0, 5, 6,
     "0.5 mg and 4 mL are stated for 2026-12-01: 4 mL of 0.1 mg per mL hold 0.4 mg|0.2 mg and 3 mL are stated for 2026-12-01: 3 mL of 0.1 mg per mL hold 0.3 mg"},
    {"of the second dose", {{{500000, 200000}, {5000000, 3000000}}, ONE}, "555444", "222000", 0, 5, 6,
     "0.2 mg and 3 mL are stated for 2026-12-01: 3 mL of 0.1 mg per mL hold 0.3 mg"},
    {"of the second row", {BOTH, {{400000}, {5000000}}}, "555444", "222000", 0, 5, 6,
     "0.4 mg and 5 mL are stated for 2026-12-04: 5 mL of 0.1 mg per mL hold 0.5 mg"},
    {"of a row that is taken on no day", {BOTH, {{300000}, {5000000}}}, "555444", "222000", 0, 5, 6, ""},
    {"another dose is taken beside it", {{{500000}, {4000000}}, ONE}, "555444", "222000", 0, 5, 6, ""},
    {"at the other time", {{{0, 500000}, {0, 4000000}}, ONE}, "555444", "000000", 0, 5, 6, ""},
    {"weaker on the last day of the list", {BOTH, ONE}, "555444", "222000", 0, 5, 5,
     "0.4 mg and 4 mL are stated for 2026-12-06: 4 mL of 0.05 mg per mL hold 0.2 mg"},
    {"weaker behind it", {BOTH, ONE}, "555444", "222000", 0, 4, 5, ""},
    {"weaker from its first day on", {ONE, {{300000}, {3000000}}}, "443344", "000000", 2, 3, 3,
     "0.3 mg and 3 mL are stated for 2026-12-04: 3 mL of 0.05 mg per mL hold 0.15 mg"},
    {"each strength by a row of its own", {ONE, BOTH, {{400000}, {8000000}}}, "445544", "002200", 0, 5, 4, ""},
    {"the third strength by none", {ONE, {{400000}, {9000000}}}, "444444", "000000", 0, 5, 4,
     "0.4 mg and 4 mL are stated for 2026-12-05: 4 mL of 0.05 mg per mL hold 0.2 mg|0.4 mg and 9 mL are stated for 2026-12-05: 9 mL of 0.05 mg per mL hold 0.45 mg"},
    {"on a day that has no liquid", {ONE}, "444444", "000000", 0, 5, 0, ""},
    {"a day without a dose", {ONE, {{0}, {0}}}, "444000", "000000", 0, 5, 6, ""},
};

typedef struct {
    Bench bench;
    Mass targets[2][DAYS * TIMES], none[DAYS * TIMES];
    DrugDays drugs[2];
    TimedDose doses[ROWS_MOST][TIMES];
    ListRow rows[ROWS_MOST];
    Step step;
    Stretch stretch;
    Rung rungs[3];
    Ladder ladder;
    Plan plan;
} Volumes;

/* The list is that of the drug `of`: the first, or the other one of a list of two. */
static void volumes_open(Volumes *job, const VolumeRow *row, size_t of)
{
    *job = (Volumes){.bench = {0}};
    bench_open(&job->bench);
    for (int32_t day = 0; day < DAYS; day++) {
        job->targets[of][day * TIMES].ng = (row->morning[day] - '0') * 100000;
        job->targets[of][day * TIMES + 1].ng = (row->evening[day] - '0') * 100000;
    }
    for (size_t r = 0; r < ROWS_MOST; r++) {
        size_t count = 0;
        for (int time = 0; time < TIMES; time++)
            if (row->rows[r].ng[time]) job->doses[r][count++] = (TimedDose){.time = time, .mass = {row->rows[r].ng[time]}, .volume = {row->rows[r].nl[time]}};
        job->rows[r] = (ListRow){.days = 1, .by_time = true, .place = {"rx.xml", 20 + (long)r, "row"}};
        if (of == 0) job->rows[r].doses = job->doses[r], job->rows[r].count = count;
        else job->rows[r].others = job->doses[r], job->rows[r].other_count = count;
    }
    for (size_t i = 0; i < 2; i++) job->drugs[i] = (DrugDays){.drug = &job->bench.drugs[i], .target = job->targets[i]};
    job->step = (Step){.kind = STEP_LIST, .drug = &job->bench.drugs[0], .to = of ? &job->bench.drugs[1] : NULL, .rows = job->rows, .row_count = ROWS_MOST};
    job->stretch = (Stretch){.first = row->first, .last = row->last, .step = &job->step, .drug = &job->bench.drugs[0]};
    job->rungs[0] = (Rung){.drug = 1 - of, .first = 0, .last = DAYS - 1, .strength = PER_ML(1)};
    job->rungs[1] = (Rung){.drug = of, .first = 0, .last = row->weaker - 1, .strength = PER_ML(0.1)};
    job->rungs[2] = (Rung){.drug = of, .first = row->weaker ? row->weaker : DAYS, .last = DAYS, .strength = PER_ML(0.05)};
    job->ladder = (Ladder){job->rungs, 3};
    job->plan = (Plan){.first = job->bench.rx.starts, .days = DAYS, .times = TIMES, .drugs = job->drugs, .drug_count = 2,
                       .stretches = &job->stretch, .stretch_count = 1};
    job->bench.rx.taking_count = 0;
}

/* All that is said, in its order. */
static const char *said(Volumes *job)
{
    const char *words = "";
    volumes_judge(&job->bench.rx, &job->plan, &job->ladder, job->bench.arena, &job->bench.findings);
    for (size_t i = 0; i < job->bench.findings.count; i++)
        words = arena_format(job->bench.arena, "%s%s%s", words, i ? "|" : "", job->bench.findings.items[i].text);
    return words;
}

static void test_listed(void)
{
    for (size_t i = 0; i < sizeof volume_rows / sizeof *volume_rows; i++)
        for (size_t of = 0; of < 2; of++) {
            Volumes job;
            volumes_open(&job, &volume_rows[i], of);
            const char *words = said(&job);
            check_row(strcmp(words, volume_rows[i].said) == 0, volume_rows[i].name, words);
            bench_close(&job.bench);
        }
}

/* Only lists state volumes, and only the drugs of a list are judged by it. */
static void test_of_no_list(void)
{
    Volumes job;
    volumes_open(&job, &volume_rows[2], 0);
    job.step.kind = STEP_HOLD;
    CU_ASSERT_STRING_EQUAL(said(&job), "");
    job.step.kind = STEP_LIST;
    job.plan.stretch_count = 0;
    CU_ASSERT_STRING_EQUAL(said(&job), "");
    job.plan.stretch_count = 1;
    job.plan.drug_count = 0;
    CU_ASSERT_STRING_EQUAL(said(&job), "");
    job.plan.drug_count = 2;
    job.step.row_count = 0;
    CU_ASSERT_STRING_EQUAL(said(&job), "");
    job.step.row_count = 1;
    CU_ASSERT_STRING_EQUAL(said(&job), volume_rows[2].said);
    bench_close(&job.bench);
}

/* The doses now taken, by the drug's first strength, to the nanolitre; those of a drug that is not in the plan by none. */
static const struct { const char *name; int64_t nl[2]; size_t drug; const char *said; } taking_rows[] = {
    {"both agree", {5000000, 2000000}, 0, ""},
    {"not stated", {0, 0}, 0, ""},
    {"the first, by a nanolitre", {4999999, 2000000}, 0, "0.5 mg and 4.999999 mL are stated: 4.999999 mL of 0.1 mg per mL hold 0.5 mg"},
    {"the second", {5000000, 1000000}, 0, "0.2 mg and 1 mL are stated: 1 mL of 0.1 mg per mL hold 0.1 mg"},
    {"a nanolitre", {5000000, 1}, 0, "0.2 mg and 0.000001 mL are stated: 0.000001 mL of 0.1 mg per mL hold 0 mg"},
    {"by the other drug's strength", {500000, 200000}, 1, ""},
    {"and off it", {500000, 5000000}, 1, "0.2 mg and 5 mL are stated: 5 mL of 1 mg per mL hold 5 mg"},
};

static void taken_row(size_t at, size_t place)
{
    Volumes job;
    volumes_open(&job, &volume_rows[0], 0);
    TimedDose doses[] = {{0, MG(0.5), {taking_rows[at].nl[0]}}, {1, MG(0.2), {taking_rows[at].nl[1]}}, {0, MG(1), {1}}};
    Taking takings[] = {{.drug = &job.bench.drugs[0]}, {.drug = &job.bench.drugs[0]}, {.drug = &job.bench.drugs[0], .doses = &doses[2], .count = 1}};
    takings[place] = (Taking){.drug = &job.bench.drugs[taking_rows[at].drug], .doses = doses, .count = 2};
    job.bench.rx.takings = takings;
    job.bench.rx.taking_count = 2;
    const char *words = said(&job);
    check_row(strcmp(words, taking_rows[at].said) == 0, taking_rows[at].name, words);
    job.ladder.count = 0;    /* no day of the plan has a dose: no strength to judge by */
    job.bench.findings.count = 0;
    check_row(strcmp(said(&job), "") == 0, taking_rows[at].name, "no ladder");
    bench_close(&job.bench);
}

static void test_taken(void)
{
    for (size_t i = 0; i < sizeof taking_rows / sizeof *taking_rows; i++)
        for (size_t place = 0; place < 2; place++) taken_row(i, place);
}

void suite_compound_volumes(void)
{
    CU_pSuite suite = CU_add_suite("compound: volumes stated", NULL, NULL);
    CU_add_test(suite, "of a list", test_listed);
    CU_add_test(suite, "of no list", test_of_no_list);
    CU_add_test(suite, "of the doses now taken", test_taken);
}
