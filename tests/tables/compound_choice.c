/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The ladder, word for word: what is chosen for which days and why, what is said where nothing serves (ARITHMETIC.md 2.7), and the
 * liquids that a prescription states. */
#include "compound_bench.h"
#include <stdio.h>
#include <string.h>
#include "../../src/compound/solve.h"

#define DAYS_MOST 9

/* A plan of one dose a day, in ng, that names no liquid. */
typedef struct { Bench bench; Mass target[DAYS_MOST], cut[DAYS_MOST]; int order[1]; DrugDays drugs[2]; Plan plan; } Chosen;

static void chosen_open(Chosen *chosen, const double *strengths, const int64_t *targets, int32_t days)
{
    Bench *bench = &chosen->bench;
    bench_open(bench);
    bench->set.count = bench->shop.approval_count = 0;
    bench_formula(bench, "several", strengths);
    bench->rx.liquid_count = 0;
    bench->taking.count = 0;
    bench->shop.syringe_count = 2;
    for (int32_t day = 0; day < days; day++) chosen->target[day].ng = targets[day], chosen->cut[day].ng = 0;
    chosen->order[0] = 0;
    for (int i = 0; i < 2; i++)    /* the second is behind the plan's last */
        chosen->drugs[i] = (DrugDays){.drug = &bench->drugs[i], .target = chosen->target, .cut = chosen->cut, .order = chosen->order};
    chosen->plan = (Plan){.first = bench->rx.starts, .days = days, .times = 1, .drugs = chosen->drugs, .drug_count = 1, .dated = days};
}

static void chosen_run(Chosen *chosen)
{
    Bench *bench = &chosen->bench;
    bench->ladder = ladder_make(&bench->rx, &bench->shop, &bench->set, &bench->tables, &chosen->plan, bench->arena, &bench->findings);
}

/* "0-2 0.1 mg per mL in 3 mL, 3-5 ..." */
static const char *rungs_text(const Chosen *chosen)
{
    const Ladder *ladder = chosen->bench.ladder;
    const char *words = "";
    for (size_t i = 0; ladder && i < ladder->count; i++) {
        const Rung *rung = &ladder->items[i];
        words = arena_format(chosen->bench.arena, "%s%s%d-%d %s in %s", words, i ? ", " : "", (int)rung->first, (int)rung->last,
                             strength_text(chosen->bench.arena, rung->strength), volume_text(chosen->bench.arena, rung->syringe->capacity));
    }
    return words;
}

/* The 1 mL syringe is reliable from 0.1875 mL, the 3 mL syringe from 0.5625 mL. */
typedef struct { const char *name; double strengths[4]; int64_t targets[DAYS_MOST]; int32_t days; const char *rungs, *why[2]; } ChosenRow;
static const ChosenRow chosen_rows[] = {
    {"the smaller syringe from the day on which it is needed", {0.1}, {0, 300000, 300000, 200000, 20000, 20000}, 6,
     "1-3 0.1 mg per mL in 3 mL, 4-5 0.1 mg per mL in 1 mL",
     {"one strength serves every day (of 1 approved), with 1 change of syringe; its doses are 2 mL to 3 mL, its reliable part from 0.5625 mL; "
      "from 2026-12-05 on it would not do: 0.02 mg would be 0.2 mL, below its reliable part from 0.5625 mL",
      "one strength serves every day (of 1 approved), with 1 change of syringe; every dose is 0.2 mL, its reliable part from 0.1875 mL"}},
    {"the finer marks from the day on which they serve", {0.1}, {300000, 300000, 90000, 20000}, 4,
     "0-1 0.1 mg per mL in 3 mL, 2-3 0.1 mg per mL in 1 mL",
     {"one strength serves every day (of 1 approved), with 1 change of syringe; every dose is 3 mL, its reliable part from 0.5625 mL; "
      "from 2026-12-03 on the next one has finer marks",
      "one strength serves every day (of 1 approved), with 1 change of syringe; its doses are 0.2 mL to 0.9 mL, its reliable part from 0.1875 mL"}},
    {"a day without a dose is in no range", {0.1}, {70000, 0, 80000, 60000}, 4, "0-3 0.1 mg per mL in 1 mL",
     {"one strength serves every day (of 1 approved), with 0 changes of syringe; its doses are 0.6 mL to 0.8 mL, its reliable part from 0.1875 mL"}},
    {"nor between a smaller and a larger dose", {0.1}, {70000, 0, 80000}, 3, "0-2 0.1 mg per mL in 1 mL",
     {"one strength serves every day (of 1 approved), with 0 changes of syringe; its doses are 0.7 mL to 0.8 mL, its reliable part from 0.1875 mL"}},
    {"two strengths of three", {5, 1, 2}, {4500000, 200000}, 2, "0-0 5 mg per mL in 1 mL, 1-1 1 mg per mL in 1 mL",
     {"2 strengths are the fewest that serve every day (of 3 approved), with 0 changes of syringe; every dose is 0.9 mL, its reliable part from 0.1875 mL; "
      "from 2026-12-02 on it would not do: 0.2 mg would be 0.04 mL, below its reliable part from 0.1875 mL",
      "2 strengths are the fewest that serve every day (of 3 approved), with 0 changes of syringe; every dose is 0.2 mL, its reliable part from 0.1875 mL"}},
    {"two changes of syringe", {0.1}, {20000, 300000, 20000}, 3,
     "0-0 0.1 mg per mL in 1 mL, 1-1 0.1 mg per mL in 3 mL, 2-2 0.1 mg per mL in 1 mL",
     {"one strength serves every day (of 1 approved), with 2 changes of syringe; every dose is 0.2 mL, its reliable part from 0.1875 mL; "
      "from 2026-12-02 on it would not do: 0.3 mg would be 3 mL, over its capacity"}},
};

static void test_chosen(void)
{
    for (size_t i = 0; i < sizeof chosen_rows / sizeof *chosen_rows; i++) {
        const ChosenRow *row = &chosen_rows[i];
        Chosen chosen;
        chosen_open(&chosen, row->strengths, row->targets, row->days);
        chosen_run(&chosen);
        const char *rungs = rungs_text(&chosen);
        check_row(strcmp(rungs, row->rungs) == 0, row->name, rungs);
        for (size_t k = 0; k < 2 && row->why[k] && strcmp(rungs, row->rungs) == 0; k++)
            check_row(strcmp(chosen.bench.ladder->items[k].why, row->why[k]) == 0, row->name, chosen.bench.ladder->items[k].why);
        bench_close(&chosen.bench);
    }
}

/* What stands behind the last formula, the last syringe and the last strength is none of them. */
static void test_none_behind(void)
{
    static const double coarse[] = {0.2, 0}, fine[] = {0.1, 0};
    Chosen chosen;
    chosen_open(&chosen, coarse, (int64_t[]){100000}, 1);
    bench_formula(&chosen.bench, "finer", fine);
    chosen.bench.set.count = 1;
    chosen.bench.shop.syringe_count = 1;
    chosen.bench.syringes[1] = (Syringe){.capacity = ML(1), .graduation = ML(0.005)};
    chosen.bench.strengths[0][1] = PER_ML(0.15);
    chosen_run(&chosen);
    CU_ASSERT_STRING_EQUAL(rungs_text(&chosen), "0-0 0.2 mg per mL in 1 mL");
    bench_close(&chosen.bench);
}

/* Twenty strengths are compared, and only the last serves. */
static void test_most_strengths(void)
{
    Strength many[SOLVE_STRENGTHS_MAX];
    Chosen chosen;
    chosen_open(&chosen, (double[]){0.1, 0}, (int64_t[]){30000}, 1);
    for (int i = 0; i < SOLVE_STRENGTHS_MAX; i++) many[i] = PER_ML(2.1 - i * 0.1);
    chosen.bench.formulas[0].strengths = many;
    chosen.bench.formulas[0].strength_count = SOLVE_STRENGTHS_MAX;
    chosen.bench.shop.syringe_count = 1;
    many[SOLVE_STRENGTHS_MAX - 1] = PER_ML(0.1);
    chosen_run(&chosen);
    CU_ASSERT_STRING_EQUAL(rungs_text(&chosen), "0-0 0.1 mg per mL in 1 mL");
    bench_close(&chosen.bench);
}

/* 5 and 0.5 mg per mL would have the finer marks, but stand in the ratio of ten; one syringe, so that each strength is one pair. */
static void test_ten_of_pairs(void)
{
    Chosen chosen;
    chosen_open(&chosen, (double[]){5, 0.5, 1, 0}, (int64_t[]){4500000, 200000}, 2);
    chosen.bench.shop.syringe_count = 1;
    chosen_run(&chosen);
    CU_ASSERT_STRING_EQUAL(rungs_text(&chosen), "0-0 5 mg per mL in 1 mL, 1-1 1 mg per mL in 1 mL");
    bench_close(&chosen.bench);
}

/* ---- where nothing serves ---- */

/* Days 1 to 9: 3 mL, 4 mL, 0.2 mL and 5 mL of 0.1 mg per mL, which both syringes together hold but for the second and the last. */
static void test_gaps(void)
{
    Chosen chosen;
    chosen_open(&chosen, (double[]){0.1, 0}, (int64_t[]){300000, 300000, 400000, 400000, 400000, 400000, 20000, 20000, 500000}, 9);
    chosen_run(&chosen);
    CU_ASSERT_PTR_NULL(chosen.bench.ladder);
    CU_ASSERT_STRING_EQUAL(bench_text(&chosen.bench, MT401),
                           "no strength of clonazepam with a syringe in stock serves 5 days, first 2026-12-03 to 2026-12-06; on the first, "
                           "0.1 mg per mL in the 1 mL syringe (0.01 mL marks): 0.4 mg would be 4 mL, over its capacity; "
                           "0.1 mg per mL in the 3 mL syringe (0.1 mL marks): 0.4 mg would be 4 mL, over its capacity; "
                           "0.2 mg per mL in the 3 mL syringe (0.1 mL marks) would serve 4 of these days");
    bench_close(&chosen.bench);
}

/* The same from the second day on: the days before a drug is taken count as nothing. */
static void test_gap_later(void)
{
    Chosen chosen;
    chosen_open(&chosen, (double[]){0.1, 0}, (int64_t[]){0, 0, 300000, 400000, 20000}, 5);
    chosen_run(&chosen);
    CU_ASSERT_PTR_NOT_NULL(strstr(bench_text(&chosen.bench, MT401), " serves 1 days, first 2026-12-04 to 2026-12-04; on the first, "));
    bench_close(&chosen.bench);
}

/* A syringe of one mark, and a dose now taken of that many ng: of the round strengths only this one serves the first day.  A syringe
 * that is not in stock would serve the second too. */
static void test_round_strengths(void)
{
    static const int64_t round[] = {10000, 20000, 50000, 100000, 200000, 250000, 400000, 500000, 1000000, 2000000, 2500000, 4000000, 5000000, 10000000};
    for (size_t i = 0; i < sizeof round / sizeof *round; i++) {
        Chosen chosen;
        chosen_open(&chosen, (double[]){0.1, 0}, (int64_t[]){round[i], 2 * round[i]}, 2);
        Bench *bench = &chosen.bench;
        bench->set.count = 0;
        bench->shop.syringe_count = 1;
        bench->syringes[0] = (Syringe){.capacity = ML(1), .graduation = ML(1), .has_reliable = true, .reliable_from = ML(1)};
        bench->syringes[1] = (Syringe){.capacity = ML(2), .graduation = ML(1), .has_reliable = true, .reliable_from = ML(1)};
        bench->taking.count = 1;
        bench->doses[0].mass.ng = round[i];
        chosen.cut[0].ng = chosen.cut[1].ng = 1;
        chosen_run(&chosen);
        const char *text = arena_format(bench->arena, "no approved formula makes clonazepam on whole marks of a syringe in stock; "
                                        "%s in the 1 mL syringe (1 mL marks) would serve 1 of these days",
                                        strength_text(bench->arena, (Strength){{round[i]}, ML(1)}));
        CU_ASSERT_STRING_EQUAL(bench_text(bench, MT401), text);
        bench_close(bench);
    }
}

/* ---- the liquids that a prescription states ---- */

/* Strength, first day (0: not stated) and syringe of a liquid; whether it names the formula "other". */
typedef struct { double strength; int32_t from; double syringe; bool other; } Stated;
typedef struct { const char *name; Stated liquids[3]; size_t count; const char *rungs, *text; } StatedRow;

/* The drug is taken on the days 2 to 7 of ten. */
static const StatedRow stated_rows[] = {
    {"one", {{0.1, 0, 5, false}}, 1, "2-7 0.1 mg per mL in 5 mL", ""},
    {"one from the first day on", {{0.1, 2, 5, false}}, 1, "2-7 0.1 mg per mL in 5 mL", ""},
    {"one from the day before", {{0.1, 1, 5, false}}, 1, "2-7 0.1 mg per mL in 5 mL", ""},
    {"one from the second day on", {{0.1, 3, 5, false}}, 1, "", "the first liquid is from 2026-12-04, but the drug is taken from 2026-12-03 on"},
    {"three as they follow", {{0.1, 0, 5, false}, {0.05, 4, 5, false}, {0.07, 6, 5, false}}, 3,
     "2-3 0.1 mg per mL in 5 mL, 4-5 0.05 mg per mL in 5 mL, 6-7 0.07 mg per mL in 5 mL", ""},
    {"the last before the second", {{0.1, 0, 5, false}, {0.07, 6, 5, false}, {0.05, 4, 5, false}}, 3,
     "2-3 0.1 mg per mL in 5 mL, 4-5 0.05 mg per mL in 5 mL, 6-7 0.07 mg per mL in 5 mL", ""},
    {"the second before the first", {{0.05, 4, 5, false}, {0.1, 0, 5, false}, {0.07, 6, 5, false}}, 3,
     "2-3 0.1 mg per mL in 5 mL, 4-5 0.05 mg per mL in 5 mL, 6-7 0.07 mg per mL in 5 mL", ""},
    {"the first behind the others", {{0.05, 4, 5, false}, {0.07, 6, 5, false}, {0.1, 0, 5, false}}, 3,
     "2-3 0.1 mg per mL in 5 mL, 4-5 0.05 mg per mL in 5 mL, 6-7 0.07 mg per mL in 5 mL", ""},
    {"the last before the others", {{0.07, 6, 5, false}, {0.1, 0, 5, false}, {0.05, 4, 5, false}}, 3,
     "2-3 0.1 mg per mL in 5 mL, 4-5 0.05 mg per mL in 5 mL, 6-7 0.07 mg per mL in 5 mL", ""},
    {"from the last to the first", {{0.07, 6, 5, false}, {0.05, 4, 5, false}, {0.1, 2, 5, false}}, 3,
     "2-3 0.1 mg per mL in 5 mL, 4-5 0.05 mg per mL in 5 mL, 6-7 0.07 mg per mL in 5 mL", ""},
    {"one on the last day", {{0.1, 0, 5, false}, {0.05, 7, 5, false}}, 2, "2-6 0.1 mg per mL in 5 mL, 7-7 0.05 mg per mL in 5 mL", ""},
    {"one behind it", {{0.1, 0, 5, false}, {0.05, 8, 5, false}}, 2, "", "no day is left for this liquid: the drug is taken from 2026-12-03 to 2026-12-08"},
    {"one behind the plan", {{0.1, 0, 5, false}, {0.05, 9, 5, false}}, 2, "", "no day is left for this liquid: the drug is taken from 2026-12-03 to 2026-12-08"},
    {"one for the first day alone", {{0.1, 0, 5, false}, {0.05, 3, 5, false}}, 2, "2-2 0.1 mg per mL in 5 mL, 3-7 0.05 mg per mL in 5 mL", ""},
    {"none for the first", {{0.1, 0, 5, false}, {0.05, 2, 5, false}}, 2, "", "no day is left for this liquid: the drug is taken from 2026-12-03 to 2026-12-08"},
    {"two of one day", {{0.1, 0, 5, false}, {0.05, 4, 5, false}, {0.07, 4, 5, false}}, 3, "", "no day is left for this liquid: the drug is taken from 2026-12-03 to 2026-12-08"},
    {"the same again", {{0.1, 0, 5, false}, {0.1, 4, 5, false}}, 2, "2-7 0.1 mg per mL in 5 mL", ""},
    {"the same after another", {{0.1, 0, 5, false}, {0.05, 4, 5, false}, {0.1, 6, 5, false}}, 3,
     "2-3 0.1 mg per mL in 5 mL, 4-5 0.05 mg per mL in 5 mL, 6-7 0.1 mg per mL in 5 mL", ""},
    {"the same in another syringe", {{0.1, 0, 5, false}, {0.1, 4, 10, false}}, 2, "2-3 0.1 mg per mL in 5 mL, 4-7 0.1 mg per mL in 10 mL", ""},
    {"the same by another formula", {{0.1, 0, 5, false}, {0.1, 4, 5, true}}, 2, "2-3 0.1 mg per mL in 5 mL, 4-7 0.1 mg per mL in 5 mL", ""},
};

static void stated_open(Chosen *chosen, const Stated *liquids, size_t count)
{
    static const int64_t targets[] = {0, 0, 500000, 500000, 500000, 500000, 500000, 500000, 0};
    Bench *bench = &chosen->bench;
    chosen_open(chosen, (double[]){0.1, 0.05, 0.07, 0}, targets, 9);
    bench_formula(bench, "other", (double[]){0.1, 0});
    bench->shop.syringe_count = 4;
    for (size_t i = 0; i < count; i++)
        bench->liquids[i] = (Liquid){.drug = &bench->drugs[0], .strength = PER_ML(liquids[i].strength), .syringe = ML(liquids[i].syringe),
                                     .graduation = ML(0.2), .has_from = liquids[i].from > 0, .from = date_add(bench->rx.starts, liquids[i].from),
                                     .formula = liquids[i].other ? "other" : "several", .place = {"rx.xml", 14 + (long)i, "liquid"}};
    bench->rx.liquid_count = count;
}

static void test_stated(void)
{
    for (size_t i = 0; i < sizeof stated_rows / sizeof *stated_rows; i++) {
        const StatedRow *row = &stated_rows[i];
        Chosen chosen;
        stated_open(&chosen, row->liquids, row->count);
        chosen_run(&chosen);
        const char *rungs = rungs_text(&chosen), *text = bench_text(&chosen.bench, MT407);
        check_row(strcmp(rungs, row->rungs) == 0, row->name, rungs);
        check_row(strcmp(text, row->text) == 0, row->name, text);
        check_row((chosen.bench.ladder == NULL) == (*row->text != '\0'), row->name, "a ladder");
        bench_close(&chosen.bench);
    }
}

/* The rung of a drug and a day, to its first and last day; none behind the last of the ladder. */
static void test_rung_of_day(void)
{
    Rung rungs[] = {{.drug = 0, .first = 1, .last = 2}, {.drug = 1, .first = 2, .last = 3}, {.drug = 0, .first = 3, .last = 3}, {.drug = 0, .first = 4, .last = 4}};
    static const struct { size_t drug; int32_t day; int rung; } rows[] = {{0, 0, -1}, {0, 1, 0}, {0, 2, 0}, {0, 3, 2}, {0, 4, -1}, {1, 1, -1}, {1, 2, 1}, {1, 3, 1}, {1, 4, -1}};
    const Ladder ladder = {rungs, 3};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        CU_ASSERT_PTR_EQUAL(ladder_rung(&ladder, rows[i].drug, rows[i].day), rows[i].rung < 0 ? NULL : &rungs[rows[i].rung]);
}

/* Behind the last liquid stands none: not one of the drug, and not one of a drug that is never given. */
static void test_no_liquid_behind(void)
{
    for (int drug = 0; drug < 2; drug++) {
        Chosen chosen;
        stated_open(&chosen, (Stated[]){{0.1, 0, 5, false}, {0.05, 4, 5, false}}, 2);
        chosen.bench.liquids[1].drug = &chosen.bench.drugs[drug];
        chosen.bench.rx.liquid_count = 1;
        chosen_run(&chosen);
        CU_ASSERT_STRING_EQUAL(rungs_text(&chosen), "2-7 0.1 mg per mL in 5 mL");
        CU_ASSERT_EQUAL(bench_count(&chosen.bench, MT407), 0);
        bench_close(&chosen.bench);
    }
}

/* A liquid of a drug that the plan does not give, stated first or last. */
static void test_unused(void)
{
    for (size_t other = 0; other < 2; other++) {
        Chosen chosen;
        stated_open(&chosen, (Stated[]){{0.1, 0, 5, false}, {0.1, 0, 5, false}}, 2);
        chosen.bench.liquids[other].drug = &chosen.bench.drugs[1];
        chosen_run(&chosen);
        CU_ASSERT_EQUAL(bench_count(&chosen.bench, MT407), 1);
        CU_ASSERT_STRING_EQUAL(bench_text(&chosen.bench, MT407), "the plan gives no diazepam");
        CU_ASSERT_STRING_EQUAL(rungs_text(&chosen), "2-7 0.1 mg per mL in 5 mL");
        bench_close(&chosen.bench);
    }
}

/* The syringes in stock are named, and those alone; a graduation of a nanolitre is one. */
static void test_stated_syringe(void)
{
    Chosen chosen;
    stated_open(&chosen, (Stated[]){{0.1, 0, 5, false}}, 1);
    chosen.bench.shop.syringe_count = 2;
    chosen_run(&chosen);
    CU_ASSERT_STRING_EQUAL(bench_text(&chosen.bench, MT402), "no 5 mL syringe in marks of 0.2 mL is in stock; in stock are: 1 mL in 0.01 mL; 3 mL in 0.1 mL");
    bench_close(&chosen.bench);
    stated_open(&chosen, (Stated[]){{0.1, 0, 5, false}}, 1);
    chosen.bench.strengths[0][0] = chosen.bench.liquids[0].strength = PER_ML(1);
    chosen.bench.syringes[2].graduation.nl = chosen.bench.liquids[0].graduation.nl = 1;
    chosen_run(&chosen);
    CU_ASSERT_STRING_EQUAL(rungs_text(&chosen), "2-7 1 mg per mL in 5 mL");
    bench_close(&chosen.bench);
}

/* Each formula is judged once for each of its strengths. */
static void test_judged_once(void)
{
    Chosen chosen;
    stated_open(&chosen, (Stated[]){{0.1, 0, 5, false}, {0.05, 4, 5, false}, {0.1, 6, 5, false}}, 3);
    chosen.bench.shop.approval_count = 0;
    chosen_run(&chosen);
    CU_ASSERT_EQUAL(bench_count(&chosen.bench, MT506), 2);
    bench_close(&chosen.bench);
    stated_open(&chosen, (Stated[]){{0.05, 0, 5, false}, {0.1, 4, 5, false}, {0.1, 6, 5, true}}, 3);
    chosen.bench.shop.approval_count = 0;
    chosen_run(&chosen);
    CU_ASSERT_EQUAL(bench_count(&chosen.bench, MT506), 3);
    bench_close(&chosen.bench);
}

/* A ratio of ten is said of each liquid that stands in it to an earlier one of the same drug, once. */
static void test_tens_stated(void)
{
    static const struct { const char *name; double strengths[3]; int said; const char *text; } rows[] = {
        {"first and second", {0.1, 0.01, 0.05}, 1, "0.1 mg per mL and 0.01 mg per mL of clonazepam are in the ratio of ten"},
        {"second and third", {0.1, 0.05, 0.5}, 1, "0.05 mg per mL and 0.5 mg per mL of clonazepam are in the ratio of ten"},
        {"first and third", {0.1, 0.05, 0.01}, 1, "0.1 mg per mL and 0.01 mg per mL of clonazepam are in the ratio of ten"},
        {"the third with both", {0.1, 0.01, 0.1}, 2, "0.1 mg per mL and 0.01 mg per mL of clonazepam are in the ratio of ten"},
        {"none", {0.1, 0.05, 0.02}, 0, ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        Chosen chosen;
        const double *of = rows[i].strengths;
        stated_open(&chosen, (Stated[]){{of[0], 0, 5, false}, {of[1], 4, 5, false}, {of[2], 6, 5, false}}, 3);
        for (int k = 0; k < 3; k++) chosen.bench.strengths[0][k] = PER_ML(of[k]);
        chosen_run(&chosen);
        check_row(bench_count(&chosen.bench, MT408) == rows[i].said, rows[i].name, "how often it is said");
        check_row(strcmp(bench_text(&chosen.bench, MT408), rows[i].text) == 0, rows[i].name, bench_text(&chosen.bench, MT408));
        bench_close(&chosen.bench);
    }
}

/* Two drugs in the ratio of ten are no ratio of ten. */
static void test_tens_of_drugs(void)
{
    Chosen chosen;
    stated_open(&chosen, (Stated[]){{0.1, 0, 5, false}, {0.1, 0, 5, true}}, 2);
    chosen.plan.drug_count = 2;
    chosen.bench.liquids[1].drug = chosen.bench.formulas[1].drug = &chosen.bench.drugs[1];
    chosen.bench.liquids[1].strength = chosen.bench.strengths[1][0] = PER_ML(1);
    chosen_run(&chosen);
    CU_ASSERT_STRING_EQUAL(rungs_text(&chosen), "2-7 0.1 mg per mL in 5 mL, 2-7 1 mg per mL in 5 mL");
    CU_ASSERT_EQUAL(bench_count(&chosen.bench, MT408), 0);
    bench_close(&chosen.bench);
}

void suite_compound_choice(void)
{
    CU_pSuite suite = CU_add_suite("compound: the ladder", NULL, NULL);
    CU_add_test(suite, "what is chosen and why", test_chosen);
    CU_add_test(suite, "nothing behind the last", test_none_behind);
    CU_add_test(suite, "as many strengths as are compared", test_most_strengths);
    CU_add_test(suite, "the ratio of ten of pairs", test_ten_of_pairs);
    CU_add_test(suite, "the days that nothing serves", test_gaps);
    CU_add_test(suite, "of a drug that begins later", test_gap_later);
    CU_add_test(suite, "a round strength that would serve", test_round_strengths);
    CU_add_test(suite, "liquids as stated", test_stated);
    CU_add_test(suite, "the rung of a day", test_rung_of_day);
    CU_add_test(suite, "no liquid behind the last", test_no_liquid_behind);
    CU_add_test(suite, "a liquid of a drug not given", test_unused);
    CU_add_test(suite, "the syringe stated", test_stated_syringe);
    CU_add_test(suite, "a formula is judged once", test_judged_once);
    CU_add_test(suite, "the ratio of ten, stated", test_tens_stated);
    CU_add_test(suite, "the ratio of ten of two drugs", test_tens_of_drugs);
}
