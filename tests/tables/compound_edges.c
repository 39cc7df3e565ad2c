/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Marks, bottles and batches at their edges: the nanogram and the nanolitre, the first day and the last, what just fits. */
#include "compound_bench.h"
#include <stdio.h>
#include <string.h>
#include "../../src/compound/fit.h"
#include "../../src/compound/formula.h"
#include "../../src/compound/marks.h"
#include "../../src/compound/orders.h"

/* ---- marks ---- */

static const struct { const char *name; int64_t ng, nl, graduation; bool whole; int64_t mark; } mark_masses[] = {
    {"a nanogram in a nanolitre, a mark of one", 1, 1, 1, true, 1},
    {"a nanogram in a nanolitre, a mark of ten", 1, 1, 10, true, 10},
    {"no volume", 1, 0, 10, false, 0},
    {"a volume below nothing", 1, -1, 10, false, 0},
    {"no mass", 0, 1, 10, false, 0},
    {"half a nanogram", 1, 2, 1, false, 0},
    {"the most that is held", INT64_MAX, 1, 1, true, INT64_MAX},
    {"more than is held", INT64_MAX, 1, 2, false, 0},
};

static void test_mark_masses(void)
{
    for (size_t i = 0; i < sizeof mark_masses / sizeof *mark_masses; i++) {
        Mass mark = {0};
        bool whole = mark_mass((Strength){{mark_masses[i].ng}, {mark_masses[i].nl}}, (Volume){mark_masses[i].graduation}, &mark);
        check_row(whole == mark_masses[i].whole && mark.ng == mark_masses[i].mark, mark_masses[i].name, "the mass of a mark");
    }
}

/* One nanogram is a dose: it counts among the times of the day, and its day among the drug's days. */
static void test_one_nanogram(void)
{
    static Mass targets[] = {{0}, {0}, {1}, {25}, {0}, {0}};    /* three days of two times, marks of 10 ng */
    static int order[] = {0, 1};
    DrugDays drug = {.target = targets, .order = order};
    Plan plan = {.days = 3, .times = 2, .drugs = &drug, .drug_count = 1};
    int32_t marks[2], first, last;
    marks_of_day(&plan, 0, 1, (Mass){10}, marks);
    CU_ASSERT_EQUAL(marks[0], 0);
    CU_ASSERT_EQUAL(marks[1], 3);                               /* 2.5 + 3/4: the second of two */
    CU_ASSERT(drug_days(&plan, 0, &first, &last) && first == 1 && last == 1);
    targets[3].ng = 0;
    marks_of_day(&plan, 0, 1, (Mass){1}, marks);
    CU_ASSERT_EQUAL(marks[0], 1);
    CU_ASSERT(drug_days(&plan, 0, &first, &last) && first == 1 && last == 1);
    targets[2].ng = 0;
    CU_ASSERT(!drug_days(&plan, 0, &first, &last));
    targets[2].ng = 1, targets[3].ng = 25;
}

static TimedDose both_doses[] = {{.time = 0, .mass = {512000}}, {.time = 1, .mass = {500000}}};
static TimedDose morning_dose[] = {{.time = 0, .mass = {512000}}};
static ListRow noon_ends[] = {{.days = 1, .by_time = true, .doses = both_doses, .count = 2}, {.days = 13, .by_time = true, .doses = morning_dose, .count = 1}};

/* 0.512 mg are 25.6 marks: the first of two times takes 25, the only time of the next day would take 26 without 2.2. */
static void test_second_day(void)
{
    Bench bench;
    bench_open(&bench);
    bench.doses[0] = both_doses[0];
    bench.doses[1] = both_doses[1];
    bench.taking.count = 2;
    bench.steps[0] = (Step){.kind = STEP_LIST, .rows = noon_ends, .row_count = 2, .place = {"rx.xml", 16, "list[1]"}};
    bench.steps[1] = bench.steps[2];
    bench.rx.step_count = 2;
    bench_run(&bench);
    CU_ASSERT_PTR_NOT_NULL_FATAL(bench.schedule);
    CU_ASSERT_EQUAL(schedule_marks(bench.schedule, 0, 0, 0), 25);
    CU_ASSERT_EQUAL(schedule_marks(bench.schedule, 0, 0, 1), 25);
    CU_ASSERT_EQUAL(schedule_marks(bench.schedule, 0, 1, 0), 25);
    CU_ASSERT_EQUAL(schedule_marks(bench.schedule, 0, 13, 0), 25);
    bench_close(&bench);
}

/* ---- what is said of the measured doses, word for word ---- */

static Step reduce_by(int64_t ng, int32_t every, int32_t cuts)
{
    return (Step){.kind = STEP_REDUCE, .by = BY_AMOUNT, .amount = {ng}, .per = every, .every = every, .cuts = cuts, .place = {"rx.xml", 17, "reduce[1]"}};
}

/* 0.4 mg at bedtime are 20 marks of 0.02 mg: held a day where `held`, then the steps, then stopped. */
static void run_steps(Bench *bench, bool held, const Step *steps, size_t count)
{
    Step stop = {.kind = STEP_STOP, .place = {"rx.xml", 18, "stop"}};
    size_t at = 0;
    bench_open(bench);
    bench_hold(bench, 0.4, 1);
    if (held) at++;
    for (size_t i = 0; i < count; i++) bench->steps[at++] = steps[i];
    bench->steps[at++] = stop;
    bench->rx.step_count = at;
    bench_run(bench);
}

static Step two_percent(int32_t cuts)
{
    return (Step){.kind = STEP_REDUCE, .by = BY_SHARE_OF_CURRENT, .share = PERCENT(2), .per = 1, .every = 1, .cuts = cuts, .place = {"rx.xml", 17, "reduce[1]"}};
}

/* 0.392, 0.384, 0.376 ... mg: 20, 19, 19, 18, 18, 18, 17 marks; they fall on the second, fourth and seventh day. */
static void test_fine_runs(void)
{
    Bench bench;
    Step steps[] = {reduce_by(8000, 1, 7)};
    run_steps(&bench, true, steps, 1);
    CU_ASSERT_STRING_EQUAL(bench_text(&bench, MT417), "planned cuts of 0.008 mg are smaller than one mark (0.02 mg): "
                           "the dose falls every 2-3 days; furthest from target 0.008 mg");
    CU_ASSERT(bench.schedule->same_least == 2 && bench.schedule->same_most == 3);
    CU_ASSERT(bench.schedule->furthest.ng == 8000 && bench.schedule->furthest_day == 1);
    bench_close(&bench);
}

/* From the first day: 0.392, 0.38416, 0.376477, 0.368947 mg: 20, 19, 19, 18 marks.  The first cut has no day before it. */
static void test_fine_first_day(void)
{
    Bench bench;
    Step steps[] = {two_percent(4)};
    run_steps(&bench, false, steps, 1);
    CU_ASSERT_STRING_EQUAL(bench_text(&bench, MT417), "planned cuts of 0.00753 mg to 0.00784 mg are smaller than one mark (0.02 mg): "
                           "the dose falls every 2 days; furthest from target 0.008947 mg");
    CU_ASSERT(bench.schedule->furthest.ng == 8947 && bench.schedule->furthest_day == 3);
    bench_close(&bench);
    run_steps(&bench, false, (Step[]){two_percent(2)}, 1);
    CU_ASSERT_STRING_EQUAL(bench_text(&bench, MT417), "planned cuts of 0.00784 mg are smaller than one mark (0.02 mg): "
                           "the dose falls one mark at most once; furthest from target 0.008 mg");
    CU_ASSERT(bench.schedule->furthest.ng == 8000 && bench.schedule->furthest_day == 0);
    bench_close(&bench);
}

/* Two reductions: a mark every day, then one that never falls twice; the schedule keeps the least and the most. */
static void test_fine_every_day(void)
{
    Bench bench;
    run_steps(&bench, true, (Step[]){reduce_by(19000, 1, 3)}, 1);
    CU_ASSERT_STRING_EQUAL(bench_text(&bench, MT417), "planned cuts of 0.019 mg are smaller than one mark (0.02 mg): "
                           "the dose falls every 1 day; furthest from target 0.003 mg");
    CU_ASSERT(bench.schedule->same_least == 1 && bench.schedule->same_most == 1);
    bench_close(&bench);
    run_steps(&bench, true, (Step[]){reduce_by(8000, 1, 7), reduce_by(19000, 1, 4)}, 2);
    CU_ASSERT(bench.schedule->same_least == 1 && bench.schedule->same_most == 3);
    bench_close(&bench);
}

/* Days without a cut are none of 0 mg; a cut of a nanogram is said, one of a whole mark is not. */
static void test_fine_sizes(void)
{
    Bench bench;
    run_steps(&bench, true, (Step[]){reduce_by(8000, 2, 2)}, 1);
    CU_ASSERT_STRING_EQUAL(bench_text(&bench, MT417), "planned cuts of 0.008 mg are smaller than one mark (0.02 mg): "
                           "the dose falls one mark at most once; furthest from target 0.008 mg");
    CU_ASSERT(bench.schedule->same_least == 0 && bench.schedule->same_most == 0);
    bench_close(&bench);
    run_steps(&bench, true, (Step[]){reduce_by(1, 1, 1)}, 1);
    CU_ASSERT_EQUAL(bench_count(&bench, MT417), 1);
    bench_close(&bench);
    run_steps(&bench, true, (Step[]){reduce_by(20000, 1, 1)}, 1);
    CU_ASSERT_EQUAL(bench_count(&bench, MT417), 0);
    bench_close(&bench);
}

/* One day of up to three doses. */
static void run_doses(Bench *bench, const int64_t *ng, int32_t count)
{
    bench_open(bench);
    bench_hold(bench, 0.4, 1);
    bench->taking.count = (size_t)count;
    for (int i = 0; i < count; i++) bench->doses[i] = (TimedDose){.time = i, .mass = {ng[i]}};
    bench_run(bench);
}

static const struct { const char *name; int64_t ng[3]; int32_t count; Code code; const char *text; } doses_said[] = {
    {"over", {520000, 540000, 540000}, 3, MT411, "3 doses over the 5 mL syringe's capacity; the largest is 5.4 mL on 2026-12-01 noon"},
    {"over, one", {500000, 520000}, 2, MT411, "1 dose over the 5 mL syringe's capacity; the largest is 5.2 mL on 2026-12-01 noon"},
    {"full", {500000}, 1, MT411, ""},
    {"below", {80000, 60000, 60000}, 3, MT412,
     "3 doses below the reliable part of the 5 mL syringe, which begins at 0.833334 mL; the smallest is 0.6 mL on 2026-12-01 noon"},
    {"reliable", {100000}, 1, MT412, ""},
    {"none", {500000, 3000, 3000}, 3, MT415, "2 doses would measure as none (a mark holds 0.02 mg); the largest target is 0.003 mg on 2026-12-01 noon"},
    {"none of a nanogram", {500000, 1}, 2, MT415, "1 dose would measure as none (a mark holds 0.02 mg); the largest target is 0.000001 mg on 2026-12-01 noon"},
    {"a whole day", {9000}, 1, MT416, "on 1 day the day's whole dose measures as none (a mark holds 0.02 mg); the largest target is 0.009 mg on 2026-12-01"},
    {"a whole day of a nanogram", {1}, 1, MT416,
     "on 1 day the day's whole dose measures as none (a mark holds 0.02 mg); the largest target is 0.000001 mg on 2026-12-01"},
    {"above its target with no cut in force", {511000}, 1, MT414, ""},
};

static void test_doses_said(void)
{
    for (size_t i = 0; i < sizeof doses_said / sizeof *doses_said; i++) {
        Bench bench;
        run_doses(&bench, doses_said[i].ng, doses_said[i].count);
        const char *text = bench_text(&bench, doses_said[i].code);
        check_row(strcmp(text, doses_said[i].text) == 0, doses_said[i].name, text);
        bench_close(&bench);
    }
}

/* Of days as bad as each other the first is named. */
static void test_first_day_said(void)
{
    Bench bench;
    bench_open(&bench);
    bench_hold(&bench, 0.009, 2);
    bench_run(&bench);
    CU_ASSERT_STRING_EQUAL(bench_text(&bench, MT416), "on 2 days the day's whole dose measures as none (a mark holds 0.02 mg); "
                           "the largest target is 0.009 mg on 2026-12-01");
    bench_close(&bench);
}

/* A volume exactly where the reliable part begins is reliable; the smallest of equal ones is the first. */
static void test_reliable_from(void)
{
    Bench bench;
    bench_open(&bench);
    bench_hold(&bench, 0.08, 1);
    bench.syringes[2].has_reliable = true;
    bench.syringes[2].reliable_from = ML(0.8);
    bench_run(&bench);
    CU_ASSERT_EQUAL(bench_count(&bench, MT412), 0);
    bench_close(&bench);
}

/* 0.51 mg to 0.49: 24.5 marks are 25, 0.01 mg above, which is half of the cut and no more; of a cut a nanogram smaller it is more.
 * With a cut of a nanogram any mark above is too much. */
static void test_lag_bounds(void)
{
    static const struct { int64_t start, cut; int said; } rows[] = {{510000, 20000, 0}, {509999, 20000, 0}, {509999, 19999, 1}, {511000, 1, 1}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        Bench bench;
        bench_open(&bench);
        bench_hold(&bench, 0.4, 1);
        bench.doses[0].mass.ng = rows[i].start;
        bench.steps[1] = reduce_by(rows[i].cut, 1, 1);
        bench.steps[2] = (Step){.kind = STEP_STOP, .place = {"rx.xml", 18, "stop"}};
        bench.rx.step_count = 3;
        bench_run(&bench);
        check_row(bench_count(&bench, MT414) == rows[i].said, "lag", bench_text(&bench, MT414));
        bench_close(&bench);
    }
}

/* Two days as far above: the first is named, with all that is said of it. */
static void test_lag_said(void)
{
    Bench bench;
    bench_open(&bench);
    bench_hold(&bench, 0.511, 1);
    bench.steps[1] = reduce_by(1, 2, 1);
    bench.steps[2] = (Step){.kind = STEP_STOP, .place = {"rx.xml", 18, "stop"}};
    bench.rx.step_count = 3;
    bench_run(&bench);
    CU_ASSERT_STRING_EQUAL(bench_text(&bench, MT414), "on 2 days the measured dose stands more than 50 % of a rate period's cut above its target; "
                           "most on 2026-12-02, 0.009001 mg above, the cut being 0.000001 mg");
    bench_close(&bench);
}

/* The dose now taken is judged by the strength of the first day, not of the second. */
static void test_start_rung(void)
{
    Bench bench;
    bench_open(&bench);
    bench_hold(&bench, 0.5, 20);
    bench.strengths[0][1] = PER_ML(0.07);
    bench.formulas[0].strength_count = 2;
    bench.liquids[1] = bench.liquids[0];
    bench.liquids[1].strength = PER_ML(0.07);
    bench.liquids[1].has_from = true;
    bench.liquids[1].from = date_of(2026, 12, 2);
    bench.rx.liquid_count = 2;
    bench_run(&bench);
    CU_ASSERT_PTR_NOT_NULL_FATAL(bench.schedule);
    CU_ASSERT_EQUAL(bench.ladder->count, 2);
    CU_ASSERT_EQUAL(bench_count(&bench, MT413), 0);
    bench_close(&bench);
}

/* ---- bottles and fills ---- */

/* Held at 0.5 mg at bedtime, 5 mL: so many days of supply in bottles of one size. */
static void run_hold(Bench *bench, int32_t days, double bottle_ml)
{
    bench_open(bench);
    bench_hold(bench, 0.5, days);
    bench->bottles[0].capacity = ML(bottle_ml);
    bench->shop.bottle_count = 1;
    bench->shop.loss_per_draw = (Volume){0};
    bench_run(bench);
}

/* Ten days of 5 mL, ended by a stop, are 50 mL: a bottle of 50 holds them, and one of 49 holds nine. */
static void test_just_fits(void)
{
    Bench bench;
    run_hold(&bench, 10, 50);
    CU_ASSERT_EQUAL(bench.fills->items[0].bottle_count, 1);
    CU_ASSERT_EQUAL(bench.fills->items[0].bottles[0].contents.nl, ML(50).nl);
    bench_close(&bench);
    run_hold(&bench, 10, 49);
    CU_ASSERT_EQUAL_FATAL(bench.fills->items[0].bottle_count, 2);
    CU_ASSERT_EQUAL(bench.fills->items[0].bottles[0].last, 8);
    CU_ASSERT_EQUAL(bench.fills->items[0].bottles[1].first, 9);
    CU_ASSERT_STRING_EQUAL(bench.fills->items[0].bottles[1].letter, "B");
    bench_close(&bench);
}

/* A day of 5 mL in bottles of 4: no day fits, and the day's need is said; 28 days of a longer plan end with three in reserve. */
static void test_no_day_fits(void)
{
    Bench bench;
    run_hold(&bench, 10, 4);
    CU_ASSERT_STRING_EQUAL(bench_text(&bench, MT512), "fill 1, 2026-12-01: its doses of clonazepam need 5 mL, the largest bottle holds 4 mL");
    bench_close(&bench);
    run_hold(&bench, 1, 4);
    CU_ASSERT_STRING_EQUAL(bench_text(&bench, MT512), "fill 1, 2026-12-01: its doses and the reserve of clonazepam need 5 mL, the largest bottle holds 4 mL");
    bench_close(&bench);
    run_hold(&bench, 40, 19);
    CU_ASSERT_STRING_EQUAL(bench_text(&bench, MT512), "fill 1, 2026-12-28: its doses and the reserve of clonazepam need 20 mL, the largest bottle holds 19 mL");
    bench_close(&bench);
}

static void test_no_bottle_in_stock(void)
{
    Bench bench;
    bench_open(&bench);
    bench_hold(&bench, 0.5, 10);
    bench.shop.bottle_count = 0;
    bench_run(&bench);
    CU_ASSERT_STRING_EQUAL(bench_text(&bench, MT512), "fill 1, 2026-12-01: its doses of clonazepam need 6 mL, the largest bottle holds 0 mL");
    bench_close(&bench);
}

/* A bottle a day for 28 days: A .. Z, AA, AB. */
static void test_letters(void)
{
    Bench bench;
    run_hold(&bench, 28, 5);
    const Fill *fill = &bench.fills->items[0];
    CU_ASSERT_EQUAL_FATAL(fill->bottle_count, 28);
    CU_ASSERT_STRING_EQUAL(fill->bottles[0].letter, "A");
    CU_ASSERT_STRING_EQUAL(fill->bottles[25].letter, "Z");
    CU_ASSERT_STRING_EQUAL(fill->bottles[26].letter, "AA");
    CU_ASSERT_STRING_EQUAL(fill->bottles[27].letter, "AB");
    CU_ASSERT(fill->bottles[27].i == 28 && fill->bottles[27].n == 28);
    CU_ASSERT_PTR_EQUAL(fill_bottle(fill, 0, 27), &fill->bottles[27]);
    CU_ASSERT_PTR_NULL(fill_bottle(fill, 0, 28));
    bench_close(&bench);
}

/* 0.5 mg, less on the last day or on the second only: neither bottle's volume is constant, and its runs say so. */
static void test_not_constant(void)
{
    static TimedDose doses[] = {{.time = 0, .mass = {500000}}, {.time = 0, .mass = {480000}}};
    static ListRow last_row[] = {{.days = 9, .by_time = true, .doses = &doses[0], .count = 1}, {.days = 1, .by_time = true, .doses = &doses[1], .count = 1}};
    static ListRow second_row[] = {{.days = 1, .by_time = true, .doses = &doses[0], .count = 1}, {.days = 1, .by_time = true, .doses = &doses[1], .count = 1}};
    for (int i = 0; i < 2; i++) {
        Bench bench;
        bench_open(&bench);
        bench_hold(&bench, 0.5, 1);
        bench.steps[0] = (Step){.kind = STEP_LIST, .rows = i ? second_row : last_row, .row_count = 2, .place = {"rx.xml", 16, "list[1]"}};
        bench_run(&bench);
        const Bottle *bottle = &bench.fills->items[0].bottles[0];
        CU_ASSERT(!bottle->constant && bottle->run_count == 2);
        CU_ASSERT_EQUAL(bottle->runs[0].days, i ? 1 : 9);
        CU_ASSERT(bottle->runs[0].count == 1 && bottle->runs[0].each[0].nl == ML(5).nl);
        CU_ASSERT(bottle->runs[1].count == 1 && bottle->runs[1].each[0].nl == ML(4.8).nl && bottle->runs[1].days == 1);
        bench_close(&bench);
    }
}

/* A volume that may change on a day without a date is not constant: the last of twenty days has one, or has none. */
static void test_constant_and_dated(void)
{
    for (int32_t dated = 19; dated <= 20; dated++) {
        Bench bench;
        run_hold(&bench, 20, 500);
        bench.plan->dated = dated;
        bench.fills = fills_forecast(&bench.rx, &bench.shop, &bench.tables, bench.schedule, bench.arena, &bench.findings);
        CU_ASSERT_EQUAL(bench.fills->items[0].bottles[0].constant, dated == 20);
        bench_close(&bench);
    }
}

/* A bottle is constant though the morning behind its last day is another. */
static void test_constant_to_the_last(void)
{
    static TimedDose doses[] = {{.time = 0, .mass = {500000}}, {.time = 0, .mass = {480000}}};
    static ListRow rows[] = {{.days = 28, .by_time = true, .doses = &doses[0], .count = 1}, {.days = 28, .by_time = true, .doses = &doses[1], .count = 1}};
    Bench bench;
    bench_open(&bench);
    bench_hold(&bench, 0.5, 1);
    bench.doses[0].time = 0;
    bench.steps[0] = (Step){.kind = STEP_LIST, .rows = rows, .row_count = 2, .place = {"rx.xml", 16, "list[1]"}};
    bench_run(&bench);
    CU_ASSERT_EQUAL(bench.fills->items[0].last, 27);
    CU_ASSERT(bench.fills->items[0].bottles[0].constant);
    bench_close(&bench);
}

/* Closed on every day there is: the search for an open one ends a leap year back. */
static void test_never_open(void)
{
    Bench bench;
    bench_open(&bench);
    bench_hold(&bench, 0.5, 10);
    for (int day = 0; day < 7; day++) bench.shop.closed_weekday[day] = true;
    bench.formulas[0].bud_days = 500;
    bench.formulas[0].bud_basis = "test";
    bench.profile.longest = 500;
    bench_run(&bench);
    CU_ASSERT_PTR_NOT_NULL_FATAL(bench.fills);
    CU_ASSERT_EQUAL(bench.fills->items[0].made_on.day, date_of(2026, 11, 30).day - 366);
    bench_close(&bench);
}

/* One day, and days up to the last that the discard date leaves with its reserve, are a fill; none is an error. */
static void test_fill_lengths(void)
{
    static const struct { int32_t bud, days, last; } rows[] = {{1, 10, -1}, {4, 10, -1}, {5, 10, 0}, {6, 10, 1}, {2, 1, 0}, {1, 1, -1}, {34, 30, 27}, {29, 28, 27}, {28, 28, 23}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        Bench bench;
        bench_open(&bench);
        bench_hold(&bench, 0.5, rows[i].days);
        bench.formulas[0].bud_days = rows[i].bud;
        bench.formulas[0].bud_basis = "test";
        bench.shop.closed_weekday[6] = false;
        bench_run(&bench);
        char name[64];
        snprintf(name, sizeof name, "%d days to discard, %d of the plan", (int)rows[i].bud, (int)rows[i].days);
        check_row((bench.fills != NULL) == (rows[i].last >= 0), name, "a fill");
        check_row((bench_count(&bench, MT511) > 0) == (rows[i].last < 0), name, "MT511");
        if (bench.fills) check_row(bench.fills->items[0].last == rows[i].last, name, "its last day");
        bench_close(&bench);
    }
}

/* Sixty days of 0.5 mg in the morning, none of it taken on `missed` days from the 29th on, the formula kept for twenty days. */
static void run_missed(Bench *bench, Event *event, int32_t missed)
{
    bench_open(bench);
    bench_hold(bench, 0.5, 60);
    bench->doses[0].time = 0;
    bench->formulas[0].bud_days = 20;
    bench->formulas[0].bud_basis = "test";
    bench->shop.supply_days = 14;
    *event = (Event){.kind = EVENT_MISSED, .on = date_of(2026, 12, 29), .days = missed, .by = "Dana Whitfield, MD", .role = "prescriber"};
    bench->rx.events = event;
    bench->rx.event_count = 1;
    bench->rx.revision = 2;
    bench_run(bench);
}

/* A fill on none of whose days a dose is taken has no bottle and no date; one dose on its last day, and both count. */
static void test_missed_fill(void)
{
    Bench bench;
    Event event;
    run_missed(&bench, &event, 14);
    CU_ASSERT_PTR_NOT_NULL_FATAL(bench.fills);
    CU_ASSERT(bench.fills->items[2].first == 28 && bench.fills->items[2].last == 41);
    CU_ASSERT_EQUAL(bench.fills->items[2].bottle_count, 0);
    CU_ASSERT_EQUAL(bench.fills->items[2].discard_after.day, bench.fills->items[2].made_on.day + PLAN_DAYS_MAX);
    bench_close(&bench);
    run_missed(&bench, &event, 13);
    CU_ASSERT_PTR_NOT_NULL_FATAL(bench.fills);
    CU_ASSERT_EQUAL(bench.fills->items[2].discard_after.day, bench.fills->items[2].made_on.day + 19);
    CU_ASSERT_EQUAL_FATAL(bench.fills->items[2].bottle_count, 1);
    CU_ASSERT(bench.fills->items[2].bottles[0].first == 41 && bench.fills->items[2].bottles[0].last == 41);
    bench_close(&bench);
}

static void test_one_mark(void)
{
    Bench bench;
    bench_open(&bench);
    bench_hold(&bench, 0.02, 10);
    bench_run(&bench);
    CU_ASSERT_EQUAL_FATAL(bench.fills->items[0].bottle_count, 1);
    CU_ASSERT(bench.fills->items[0].bottles[0].first == 0 && bench.fills->items[0].bottles[0].last == 9);
    CU_ASSERT_EQUAL(bench.fills->items[0].bottles[0].doses.nl, ML(2).nl);
    CU_ASSERT_EQUAL(bench.fills->items[0].discard_after.day, bench.fills->items[0].made_on.day + 34);
    bench_close(&bench);
}

/* A nanogram of 1 mg per mL is a nanolitre: with marks of one it is drawn, below the reliable part. */
static void test_one_nanolitre(void)
{
    Bench bench;
    bench_open(&bench);
    bench_hold(&bench, 0.000001, 10);
    bench.strengths[0][0] = bench.liquids[0].strength = PER_ML(1);
    bench.syringes[2].graduation.nl = bench.liquids[0].graduation.nl = 1;
    bench_run(&bench);
    CU_ASSERT_PTR_NOT_NULL_FATAL(bench.fills);
    CU_ASSERT_EQUAL_FATAL(bench.fills->items[0].bottle_count, 1);
    CU_ASSERT(bench.fills->items[0].bottles[0].doses.nl == 10 && bench.fills->items[0].bottles[0].largest.nl == 1);
    CU_ASSERT_STRING_EQUAL(bench_text(&bench, MT412), "10 doses below the reliable part of the 5 mL syringe, which begins at 0.833334 mL; "
                           "the smallest is 0.000001 mL on 2026-12-01 bedtime");
    bench_close(&bench);
}

/* Clonazepam kept for 40 days, diazepam, which falls, for 35. */
static void run_two_drugs(Bench *bench, Taking *takings, TimedDose *doses)
{
    bench_open(bench);
    bench_hold(bench, 0.4, 28);
    bench_formula(bench, "diazepam-1", (const double[]){1, 0})->drug = &bench->drugs[1];
    bench->formulas[0].bud_days = 40;
    bench->formulas[0].bud_basis = "test";
    takings[0] = bench->taking;
    takings[1] = (Taking){.drug = &bench->drugs[1], .doses = doses, .count = 2, .place = {"rx.xml", 10, "taking[2]"}};
    bench->rx.takings = takings;
    bench->rx.taking_count = 2;
    bench->liquids[1] = (Liquid){.drug = &bench->drugs[1], .strength = PER_ML(1), .syringe = ML(3), .graduation = ML(0.1), .place = {"rx.xml", 15, "liquid[2]"}};
    bench->rx.liquid_count = 2;
    bench->steps[0] = reduce_by(600000, 14, 1);
    bench->steps[0].drug = &bench->drugs[1];
    bench->steps[1] = (Step){.kind = STEP_MAINTAIN, .place = {"rx.xml", 18, "maintain"}};
    bench->rx.step_count = 2;
    bench_run(bench);
}

/* Diazepam, which nothing links to clonazepam, falls by 30 % on its first day: 2 mg of `taking` to 1.4 mg, both doses counted. */
static void test_unlinked_drug(void)
{
    Bench bench;
    Taking takings[2];
    TimedDose doses[] = {{.time = 0, .mass = MG(1)}, {.time = 3, .mass = MG(1)}};
    run_two_drugs(&bench, takings, doses);
    CU_ASSERT_PTR_NOT_NULL_FATAL(bench.schedule);
    bool said = false;
    for (size_t i = 0; i < bench.findings.count; i++)
        said |= strcmp(bench.findings.items[i].text, "the measured diazepam daily total falls 30 % from 2026-11-17 to 2026-12-01, 2 mg to 1.4 mg; "
                       "typically at most 25 % in 14 days") == 0;
    CU_ASSERT(said);
    bench_close(&bench);
}

static void test_two_dates(void)
{
    Bench bench;
    Taking takings[2];
    TimedDose doses[] = {{.time = 0, .mass = MG(1)}, {.time = 3, .mass = MG(1)}};
    run_two_drugs(&bench, takings, doses);
    CU_ASSERT_PTR_NOT_NULL_FATAL(bench.fills);
    const Fill *fill = &bench.fills->items[0];
    CU_ASSERT_EQUAL(fill->discard_by_drug[0].day, fill->made_on.day + 39);
    CU_ASSERT_EQUAL(fill->discard_by_drug[1].day, fill->made_on.day + 34);
    CU_ASSERT_EQUAL(fill->discard_after.day, fill->made_on.day + 34);
    CU_ASSERT_EQUAL_FATAL(fill->bottle_count, 2);
    bench.approvals[1].what = "formula another";
    bench_make(&bench, 1, fill->made_on);
    CU_ASSERT_EQUAL(bench_count(&bench, MT501), 1);
    bench_close(&bench);
}

/* Another strength from the day `change` on, of twenty; the days without a date begin with `dated`. */
static void run_change(Bench *bench, int32_t change, int32_t dated, int32_t supply)
{
    bench_open(bench);
    bench_hold(bench, 0.42, 20);
    bench->strengths[0][1] = PER_ML(0.07);
    bench->formulas[0].strength_count = 2;
    bench->liquids[1] = bench->liquids[0];
    bench->liquids[1].strength = PER_ML(0.07);
    bench->liquids[1].syringe = ML(10);
    bench->liquids[1].has_from = true;
    bench->liquids[1].from = date_of(2026, 12, 1 + change);
    bench->rx.liquid_count = 2;
    bench->shop.supply_days = supply;
    bench_run(bench);
    bench->plan->dated = dated;
    bench->fills = fills_forecast(&bench->rx, &bench->shop, &bench->tables, bench->schedule, bench->arena, &bench->findings);
}

static const struct { const char *name; int32_t change, dated, supply, first_last, fills; } changes[] = {
    {"without a date it begins a fill", 10, 5, 28, 9, 2},
    {"on the first day without a date", 10, 10, 28, 9, 2},
    {"on the last day with one it does not", 10, 11, 28, 19, 1},
    {"no day has a date", 10, 0, 28, 9, 2},
    {"on the second day", 1, 0, 28, 0, 2},
    {"on the last day of the supply", 10, 0, 11, 9, 2},
};

static void test_new_strength(void)
{
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        Bench bench;
        run_change(&bench, changes[i].change, changes[i].dated, changes[i].supply);
        CU_ASSERT_PTR_NOT_NULL_FATAL(bench.fills);
        check_row(bench.fills->items[0].last == changes[i].first_last, changes[i].name, "the first fill's last day");
        check_row((int32_t)bench.fills->count == changes[i].fills, changes[i].name, "fills");
        bench_close(&bench);
    }
}

static const struct { const char *name; int number; int32_t early, dated; bool made; int too_early, past_review; } made_rows[] = {
    {"the first, long before", 1, 20, 60, true, 0, 0},
    {"the second, as early as the reserve", 2, 3, 60, true, 0, 0},
    {"the second, a day earlier", 2, 4, 60, true, 1, 0},
    {"the last", 3, 0, 60, true, 0, 0},
    {"one too many", 4, 0, 60, false, 0, 0},
    {"none", 0, 0, 60, false, 0, 0},
    {"before the review", 1, 0, 28, true, 0, 0},
    {"from the day of the review on", 2, 0, 28, true, 0, 1},
};

/* Sixty days in fills of 28: made early or late, before the review and after it. */
static void test_made(void)
{
    for (size_t i = 0; i < sizeof made_rows / sizeof *made_rows; i++) {
        Bench bench;
        bench_open(&bench);
        bench_hold(&bench, 0.5, 60);
        bench.shop.closed_weekday[6] = false;
        bench_run(&bench);
        bench.plan->fastest = bench.plan;
        bench.plan->dated = made_rows[i].dated;
        int at = made_rows[i].number > 0 && made_rows[i].number < 4 ? made_rows[i].number - 1 : 0;
        bench_make(&bench, made_rows[i].number, date_add(bench.fills->items[at].made_on, -made_rows[i].early));
        check_row((bench.made != NULL) == made_rows[i].made, made_rows[i].name, "made");
        check_row(bench_count(&bench, MT517) == !made_rows[i].made, made_rows[i].name, "MT517");
        check_row(bench_count(&bench, MT518) == made_rows[i].too_early, made_rows[i].name, bench_text(&bench, MT518));
        check_row(bench_count(&bench, MT519) == made_rows[i].past_review, made_rows[i].name, "MT519");
        if (made_rows[i].too_early)
            CU_ASSERT_STRING_EQUAL(bench_text(&bench, MT518), "fill 2 is made on 2026-12-24, 4 days before the 2026-12-28 forecast; fill 1 lasts to 2026-12-28");
        bench_close(&bench);
    }
}

/* Two bottles of one formula that nobody approved: said once, also where each is of a liquid of its own. */
static void test_unapproved_once(void)
{
    Bench bench;
    run_hold(&bench, 10, 49);
    bench.approvals[0].what = "formula another";
    bench_make(&bench, 1, bench.fills->items[0].made_on);
    CU_ASSERT_EQUAL(bench_count(&bench, MT501), 1);
    bench_close(&bench);
    run_change(&bench, 10, 20, 28);
    CU_ASSERT_EQUAL_FATAL(bench.fills->items[0].bottle_count, 2);
    bench.ladder->items[1].place.line = 15;
    bench.approvals[0].what = "formula another";
    bench_make(&bench, 1, bench.fills->items[0].made_on);
    CU_ASSERT_EQUAL(bench_count(&bench, MT501), 1);
    bench_close(&bench);
}

/* ---- whether a strength and a syringe serve a day ---- */

/* 1 mg a day in the morning of two times, and a dose of the other; marks of 0.02 mg in the 5 mL syringe, reliable from
 * 0.833334 mL; the cut in force is 0.02 mg, of which half may be missing. */
static const struct { const char *name; int32_t day; int64_t dose, other, taken; Fit fit; int64_t volume, least, most, mass; } fits[] = {
    {"a full syringe", 1, 500000, 0, 500000, FIT_GOOD, 5000000, 5000000, 5000000, 500000},
    {"a mark more", 1, 520000, 0, 500000, FIT_OVER, 5200000, 0, 0, 520000},
    {"the range of a day", 1, 200000, 300000, 500000, FIT_GOOD, 3000000, 2000000, 3000000, 300000},
    {"the range of a day, the larger first", 1, 300000, 200000, 500000, FIT_GOOD, 2000000, 2000000, 3000000, 200000},
    {"below the reliable part", 1, 80000, 0, 500000, FIT_BELOW, 800000, 0, 0, 80000},
    {"in the reliable part", 1, 100000, 0, 500000, FIT_GOOD, 1000000, 1000000, 1000000, 100000},
    {"less than half a mark", 1, 200000, 1, 500000, FIT_NONE, 0, 2000000, 2000000, 1},
    {"half of the cut above", 1, 490000, 0, 500000, FIT_GOOD, 5000000, 5000000, 5000000, 490000},
    {"on no mark on the first day", 0, 500000, 0, 510000, FIT_START, 0, 0, 0, 510000},
    {"on no mark on the second day", 1, 500000, 0, 510000, FIT_GOOD, 5000000, 5000000, 5000000, 500000},
    {"on a mark on the first day", 0, 500000, 0, 480000, FIT_GOOD, 5000000, 5000000, 5000000, 500000},
};

static void test_fits(void)
{
    for (size_t i = 0; i < sizeof fits / sizeof *fits; i++) {
        Bench bench;
        bench_open(&bench);
        Mass target[] = {{fits[i].dose}, {fits[i].other}, {fits[i].dose}, {fits[i].other}}, cut[] = {MG(0.02), MG(0.02)};
        int order[] = {0, 1};
        int32_t marks[2];
        DrugDays drug = {.drug = &bench.drugs[0], .target = target, .cut = cut, .order = order};
        Plan plan = {.days = 2, .times = 2, .drugs = &drug, .drug_count = 1};
        bench.taking.count = 1;
        bench.doses[0].mass.ng = fits[i].taken;
        LadderJob job = {.rx = &bench.rx, .shop = &bench.shop, .tables = &bench.tables, .plan = &plan, .arena = bench.arena};
        Rung rung = {.strength = PER_ML(0.1), .syringe = &bench.syringes[2], .mark = MG(0.02)};
        DayFit fit = day_fit(&job, &rung, fits[i].day, marks);
        check_row(fit.fit == fits[i].fit, fits[i].name, fit_text(&job, &rung, &fit));
        check_row(fit.volume.nl == fits[i].volume, fits[i].name, "the volume");
        check_row(fit.least.nl == fits[i].least && fit.most.nl == fits[i].most, fits[i].name, "the range");
        check_row(fit.mass.ng == fits[i].mass, fits[i].name, "the mass");
        bench_close(&bench);
    }
}

/* A cut of a nanogram smaller, and the same dose stands more than half of it above its target. */
static void test_fit_of_lag(void)
{
    static const struct { int64_t cut; Fit fit; } rows[] = {{20000, FIT_GOOD}, {19999, FIT_LAG}, {1, FIT_LAG}, {0, FIT_GOOD}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        Bench bench;
        bench_open(&bench);
        Mass target[] = {{0}, {0}, MG(0.49), {0}}, cut[] = {{0}, {rows[i].cut}};
        int order[] = {0, 1};
        int32_t marks[2];
        DrugDays drug = {.drug = &bench.drugs[0], .target = target, .cut = cut, .order = order};
        Plan plan = {.days = 2, .times = 2, .drugs = &drug, .drug_count = 1};
        LadderJob job = {.rx = &bench.rx, .shop = &bench.shop, .tables = &bench.tables, .plan = &plan, .arena = bench.arena};
        Rung rung = {.strength = PER_ML(0.1), .syringe = &bench.syringes[2], .mark = MG(0.02)};
        DayFit fit = day_fit(&job, &rung, 1, marks);
        check_row(fit.fit == rows[i].fit, "lag", fit_text(&job, &rung, &fit));
        if (fit.fit == FIT_LAG) CU_ASSERT(fit.mass.ng == 10000 && fit.cut.ng == rows[i].cut);
        bench_close(&bench);
    }
}

/* The volume where the reliable part begins is in it. */
static void test_fit_of_reliable(void)
{
    for (int64_t from = 1000000; from <= 1000001; from++) {
        Bench bench;
        bench_open(&bench);
        Mass target[] = {{0}, {0}, MG(0.1), {0}}, cut[] = {{0}, {0}};
        int order[] = {0, 1};
        int32_t marks[2];
        DrugDays drug = {.drug = &bench.drugs[0], .target = target, .cut = cut, .order = order};
        Plan plan = {.days = 2, .times = 2, .drugs = &drug, .drug_count = 1};
        LadderJob job = {.rx = &bench.rx, .shop = &bench.shop, .tables = &bench.tables, .plan = &plan, .arena = bench.arena};
        bench.syringes[2].has_reliable = true;
        bench.syringes[2].reliable_from.nl = from;
        Rung rung = {.strength = PER_ML(0.1), .syringe = &bench.syringes[2], .mark = MG(0.02)};
        CU_ASSERT_EQUAL(day_fit(&job, &rung, 1, marks).fit, from == 1000000 ? FIT_GOOD : FIT_BELOW);
        bench_close(&bench);
    }
}

static void test_ratio_of_ten(void)
{
    CU_ASSERT(ratio_ten(PER_ML(0.1), PER_ML(1)) && ratio_ten(PER_ML(1), PER_ML(0.1)));
    CU_ASSERT(ratio_ten((Strength){MG(10), ML(100)}, PER_ML(1)));
    CU_ASSERT(!ratio_ten(PER_ML(0.1), PER_ML(0.1)) && !ratio_ten(PER_ML(0.1), PER_ML(1.1)));
    CU_ASSERT(!ratio_ten(PER_ML(0.1), PER_ML(0.9)) && !ratio_ten(PER_ML(1.1), PER_ML(0.1)));
}

/* ---- beyond-use dates and the last tablets ---- */

static const struct { const char *name, *class; int32_t own, longest; BudCounting counting; int32_t days; const char *rule; } buds[] = {
    {"just the longest", "test-long", 0, 200, COUNT_DAYS_AFTER, 200, "US-795-2023 test-long: 200 days, after the day made"},
    {"a day over the longest", "test-long", 0, 199, COUNT_DAYS_AFTER, 199, "US-795-2023 test-long: 199 days, cut to the profile's longest of 199, after the day made"},
    {"no longest", "test-long", 0, 0, COUNT_DAYS_AFTER, 200, "US-795-2023 test-long: 200 days, after the day made"},
    {"a longest of one", "test-long", 0, 1, COUNT_DAYS_AFTER, 1, "US-795-2023 test-long: 1 days, cut to the profile's longest of 1, after the day made"},
    {"one day of its own, the day made", "test-long", 1, 180, COUNT_DAY_ONE, 0, "US-795-2023 stability study: 1 days, the day made being day 1"},
    {"no class", "none such", 0, 180, COUNT_DAY_ONE, 0, "US-795-2023 none such: 0 days, the day made being day 1"},
};

static void test_beyond_use(void)
{
    for (size_t i = 0; i < sizeof buds / sizeof *buds; i++) {
        Bench bench;
        bench_open(&bench);
        const char *rule;
        Formula formula = bench.formulas[0];
        formula.bud_class = buds[i].class;
        formula.bud_days = buds[i].own;
        formula.bud_basis = "stability study";
        bench.profile.longest = buds[i].longest;
        bench.shop.counting = buds[i].counting;
        Date date = bud_date(&formula, &bench.shop, date_of(2026, 11, 21), &rule, bench.arena);
        check_row(date_between(date_of(2026, 11, 21), date) == buds[i].days, buds[i].name, date_text(bench.arena, date));
        check_row(strcmp(rule, buds[i].rule) == 0, buds[i].name, rule);
        bench_close(&bench);
    }
}

/* Three tablets of 0.5 mg a day for 14 days are 42: one less is a day without, two more are left over. */
static void test_last_tablets(void)
{
    static const struct { int32_t count, short_days; int64_t left; } rows[] = {{41, 1, 0}, {42, 0, 0}, {43, 0, 1}, {44, 0, 2}, {45, 0, 3}, {0, 14, 0}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        Bench bench;
        TabletsLeft found;
        bench_open(&bench);
        CU_ASSERT(!tablets_left(&bench.taking, date_of(2026, 12, 1), &found));
        bench.taking.has_tablets = true;
        bench.taking.tablet = MG(0.5);
        bench.taking.on_hand = rows[i].count;
        bench.taking.counted = date_of(2026, 11, 17);
        CU_ASSERT(tablets_left(&bench.taking, date_of(2026, 12, 1), &found));
        CU_ASSERT(found.short_days == rows[i].short_days && found.left == rows[i].left);
        CU_ASSERT_EQUAL(found.last.day, date_of(2026, 11, 30).day);
        bench_close(&bench);
    }
}

void suite_compound_edges(void)
{
    CU_pSuite suite = CU_add_suite("compound: edges", NULL, NULL);
    CU_add_test(suite, "the mass of a mark", test_mark_masses);
    CU_add_test(suite, "a nanogram is a dose", test_one_nanogram);
    CU_add_test(suite, "the second day is held down too", test_second_day);
    CU_add_test(suite, "cuts finer than a mark", test_fine_runs);
    CU_add_test(suite, "cuts finer than a mark from the first day", test_fine_first_day);
    CU_add_test(suite, "a mark every day", test_fine_every_day);
    CU_add_test(suite, "the least and the most that is finer", test_fine_sizes);
    CU_add_test(suite, "what is said of a dose", test_doses_said);
    CU_add_test(suite, "the first of days as bad", test_first_day_said);
    CU_add_test(suite, "where the reliable part begins", test_reliable_from);
    CU_add_test(suite, "the bounds of lag", test_lag_bounds);
    CU_add_test(suite, "what is said of lag", test_lag_said);
    CU_add_test(suite, "the dose now taken, by the first strength", test_start_rung);
    CU_add_test(suite, "a drug linked to no other", test_unlinked_drug);
    CU_add_test(suite, "a bottle that just holds it", test_just_fits);
    CU_add_test(suite, "a day that no bottle holds", test_no_day_fits);
    CU_add_test(suite, "no bottle in stock", test_no_bottle_in_stock);
    CU_add_test(suite, "letters past Z", test_letters);
    CU_add_test(suite, "a bottle with another volume in it", test_not_constant);
    CU_add_test(suite, "constant as far as there are dates", test_constant_and_dated);
    CU_add_test(suite, "constant to its last day", test_constant_to_the_last);
    CU_add_test(suite, "a shop that is never open", test_never_open);
    CU_add_test(suite, "the shortest fills", test_fill_lengths);
    CU_add_test(suite, "a fill without a dose", test_missed_fill);
    CU_add_test(suite, "one mark is a dose", test_one_mark);
    CU_add_test(suite, "a nanolitre is a dose", test_one_nanolitre);
    CU_add_test(suite, "two drugs, two dates", test_two_dates);
    CU_add_test(suite, "a new strength without a date", test_new_strength);
    CU_add_test(suite, "a fill as made", test_made);
    CU_add_test(suite, "what serves a day", test_fits);
    CU_add_test(suite, "what serves a day by its lag", test_fit_of_lag);
    CU_add_test(suite, "what serves a day by its syringe", test_fit_of_reliable);
    CU_add_test(suite, "a ratio of exactly ten", test_ratio_of_ten);
    CU_add_test(suite, "the longest that is kept", test_beyond_use);
    CU_add_test(suite, "the last tablets", test_last_tablets);
    CU_add_test(suite, "an approval that is missing is said once", test_unapproved_once);
}
