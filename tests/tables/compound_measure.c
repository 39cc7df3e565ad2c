/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Marks, reliable volumes and the rules across days and strengths, each row worked by hand. */
#include "compound_bench.h"
#include "../../src/compound/marks.h"

typedef struct { const char *name; int64_t target, mark; int n, k; int32_t marks; } MarkRow;

/* With equal shares the sum over k of floor(t + (2k + 1) / (2n)) is the total to the nearest mark. */
static const MarkRow mark_rows[] = {
    {"one time, on the mark", 500000, 20000, 1, 0, 25},
    {"one time, below half", 509999, 20000, 1, 0, 25},
    {"one time, half goes up", 510000, 20000, 1, 0, 26},
    {"two times, first falls first", 509999, 20000, 2, 0, 25},
    {"two times, 0.25 short", 514999, 20000, 2, 0, 25},
    {"two times, at 0.75", 515000, 20000, 2, 0, 26},
    {"two times, second at 0.25", 505000, 20000, 2, 1, 26},
    {"two times, second below 0.25", 504999, 20000, 2, 1, 25},
    {"three times, first at 5/6", 516667, 20000, 3, 0, 26},
    {"three times, second at half", 510000, 20000, 3, 1, 26},
    {"three times, third at 1/6", 503334, 20000, 3, 2, 26},
    {"three times, third below 1/6", 503333, 20000, 3, 2, 25},
    {"less than half a mark", 9999, 20000, 1, 0, 0},
};

static void test_marks(void)
{
    for (size_t i = 0; i < sizeof mark_rows / sizeof *mark_rows; i++) {
        const MarkRow *row = &mark_rows[i];
        int32_t marks = marks_nearest((Mass){row->target}, (Mass){row->mark}, row->n, row->k);
        check_row(marks == row->marks, row->name, "marks");
    }
}

/* Past what an int32_t counts, and strengths of which a mark says nothing. */
static void test_mark_bounds(void)
{
    Mass mark = {7};
    CU_ASSERT_EQUAL(marks_nearest((Mass){INT64_C(10000000000000)}, (Mass){1}, 1, 0), INT32_MAX);
    CU_ASSERT_FALSE(mark_mass((Strength){{1000}, {0}}, ML(1), &mark));
    CU_ASSERT_FALSE(mark_mass((Strength){{0}, ML(1)}, ML(1), &mark));
    CU_ASSERT_FALSE(mark_mass((Strength){{INT64_MAX}, {1}}, (Volume){2}, &mark));
    CU_ASSERT_EQUAL(mark.ng, 7);
    CU_ASSERT(mark_mass((Strength){{INT64_MAX}, {1}}, (Volume){1}, &mark) && mark.ng == INT64_MAX);
}

/* Equal shares: the day's total is the nearest to the target's total, for every remainder. */
static void test_sum_nearest(void)
{
    for (int n = 1; n <= 4; n++)
        for (int64_t total = 0; total < 200; total++) {
            int64_t sum = 0, share = total;   /* each time's target is total / n marks: in units of 1 / n mark */
            for (int k = 0; k < n; k++) sum += marks_nearest((Mass){share * 10}, (Mass){n * 70}, n, k);
            int64_t nearest = (2 * total * 10 + 70) / (2 * 70);
            check_row(sum == nearest, "sum of equal shares", "not the nearest");
        }
}

typedef struct { const char *name; double capacity; int64_t reliable; } ReliableRow;
static const ReliableRow reliable_rows[] = {
    {"1 mL: 0.1875", 1, 187500},
    {"3 mL: 0.5625", 3, 562500},
    {"5 mL: 0.8333", 5, 833334},
    {"10 mL: 1.6667", 10, 1666667},
};

static void test_reliable(void)
{
    Bench bench;
    bench_open(&bench);
    for (size_t i = 0; i < sizeof reliable_rows / sizeof *reliable_rows; i++) {
        Syringe syringe = {.capacity = ML(reliable_rows[i].capacity), .graduation = ML(0.01)};
        check_row(syringe_reliable(&syringe, &bench.tables.limits).nl == reliable_rows[i].reliable,
                  reliable_rows[i].name, "reliable");
    }
    Syringe stated = {.capacity = ML(1), .has_reliable = true, .reliable_from = ML(0.1)};
    CU_ASSERT_EQUAL(syringe_reliable(&stated, &bench.tables.limits).nl, 100000);
    /* Where no row of the limits holds, or its slope takes all of the bound, no part of the syringe is reliable. */
    Syringe large = {.capacity = ML(10), .graduation = ML(0.2)}, small = {.capacity = ML(1), .graduation = ML(0.01)};
    Limits limits = bench.tables.limits;
    limits.syringe_count = 1;
    CU_ASSERT_EQUAL(syringe_reliable(&large, &limits).nl, ML(10).nl);
    limits.syringe[0].slope = limits.reliable_bound;
    CU_ASSERT_EQUAL(syringe_reliable(&small, &limits).nl, ML(1).nl);
    limits.syringe[0].slope.e8 -= 1;
    CU_ASSERT_EQUAL(syringe_reliable(&small, &limits).nl, ML(1).nl * PERCENT(1.5).e8);
    bench_close(&bench);
}

/* The sample: 1.5 mg falls 5 % to 1.425 mg: 0.475 mg each is 23.75 marks; with k = 0, 1, 2 that is 23, 24, 24. */
static void test_sample_day(void)
{
    static const int32_t hold[] = {25, 25, 0, 25}, cut[] = {23, 24, 0, 24};
    Bench bench;
    bench_open(&bench);
    bench_run(&bench);
    for (size_t time = 0; time < 4; time++) {
        CU_ASSERT_EQUAL(schedule_marks(bench.schedule, 0, 0, time), hold[time]);
        CU_ASSERT_EQUAL(schedule_marks(bench.schedule, 0, 14, time), cut[time]);
    }
    CU_ASSERT_EQUAL(schedule_volume(bench.schedule, 0, 14, 0).nl, ML(4.6).nl);
    CU_ASSERT_EQUAL(schedule_dose(bench.schedule, 0, 14, 0).ng, MG(0.46).ng);
    bench_close(&bench);
}

/* No dose rises while its target does not, over every day of a daily taper and across a change of strength. */
static void rising_none(const Bench *bench)
{
    for (int32_t day = 1; day < bench->plan->days; day++)
        for (size_t time = 0; time < 4; time++)
            if (plan_target(bench->plan, 0, day, time).ng <= plan_target(bench->plan, 0, day - 1, time).ng)
                check_row(schedule_dose(bench->schedule, 0, day, time).ng <=
                              schedule_dose(bench->schedule, 0, day - 1, time).ng,
                          "a dose rose", date_text(bench->arena, date_add(bench->plan->first, day)));
}

static void test_never_rises(void)
{
    Bench bench;
    bench_open(&bench);
    bench.steps[1].every = 1;
    bench.strengths[0][1] = PER_ML(0.07);
    bench.formulas[0].strength_count = 2;
    bench.liquids[1] = bench.liquids[0];
    bench.liquids[1].strength = PER_ML(0.07);
    bench.liquids[1].has_from = true;
    bench.liquids[1].from = date_of(2027, 3, 14);
    bench.rx.liquid_count = 2;
    bench_run(&bench);
    CU_ASSERT_PTR_NOT_NULL_FATAL(bench.schedule);
    CU_ASSERT_EQUAL(bench.ladder->count, 2);
    rising_none(&bench);
    bench_close(&bench);
}

/* 2.3: 0.505 mg once a day, held, is 25 marks of 0.02 mg (0.5 mg); from the change on the nearest mark of 0.014
 * mg would be 36 (0.504 mg), more than the day before: 35 marks (0.49 mg) are taken. */
static void test_change_of_strength(void)
{
    Bench bench;
    bench_open(&bench);
    bench_hold(&bench, 0.505, 20);
    bench.strengths[0][1] = PER_ML(0.07);
    bench.formulas[0].strength_count = 2;
    bench.liquids[1] = bench.liquids[0];
    bench.liquids[1].strength = PER_ML(0.07);
    bench.liquids[1].has_from = true;
    bench.liquids[1].from = date_of(2026, 12, 11);
    bench.rx.liquid_count = 2;
    bench_run(&bench);
    CU_ASSERT_PTR_NOT_NULL_FATAL(bench.schedule);
    CU_ASSERT_EQUAL(schedule_marks(bench.schedule, 0, 9, 3), 25);
    CU_ASSERT_EQUAL(schedule_marks(bench.schedule, 0, 10, 3), 35);
    CU_ASSERT_EQUAL(schedule_marks(bench.schedule, 0, 19, 3), 35);
    bench_close(&bench);
}

/* Days missed at the plan's end have no liquid: what was not taken is no cut finer than a mark. */
static void test_missed_end(void)
{
    Bench bench;
    bench_open(&bench);
    bench.steps[1].has_until = false;
    bench.steps[1].cuts = 2;
    bench.steps[2] = (Step){.kind = STEP_MAINTAIN, .place = {"rx.xml", 18, "maintain"}};
    Event missed = {.kind = EVENT_MISSED, .on = date_add(bench.rx.starts, 42), .by = "D", .role = "patient", .days = 3, .place = bench.rx.place};
    bench.rx.events = &missed;
    bench.rx.event_count = 1;
    bench.rx.revision = 2;
    bench_run(&bench);
    CU_ASSERT_PTR_NOT_NULL_FATAL(bench.schedule);
    CU_ASSERT_EQUAL(bench.plan->days, 42);
    CU_ASSERT_EQUAL(bench_count(&bench, MT417), 0);
    bench_close(&bench);
}

/* Led by symptoms: two cuts of 0.1 mg thirteen days apart, the second without a date.  In the slowest course it comes on day 42, in the
 * fastest on day 27, with the dose measured for its own run: from 1 mg on day 13 to 0.8 mg on day 27 it falls by 20 %. */
static void test_pace_of_runs(void)
{
    Bench bench;
    bench_open(&bench);
    bench_hold(&bench, 1, 14);
    bench.liquids[0].syringe = ML(10);
    bench.liquids[0].graduation = ML(0.2);
    bench.steps[1] = (Step){.kind = STEP_REDUCE, .by = BY_AMOUNT, .amount = MG(0.1), .per = 13, .every = 13, .cuts = 2, .place = {"rx.xml", 17, "reduce[1]"}};
    bench.steps[2] = (Step){.kind = STEP_STOP, .place = {"rx.xml", 18, "stop"}};
    bench.rx.step_count = 3;
    bench.rx.led_by = LED_BY_SYMPTOMS;
    bench.rx.steady = "sleeping";
    bench.rx.longest = 28;
    bench.rx.review = date_add(bench.rx.starts, 20);
    Plan *plan = plan_make(&bench.rx, &bench.shop, &bench.tables, bench.arena, &bench.findings);
    CU_ASSERT_PTR_NOT_NULL_FATAL(plan);
    bench_after(&bench, (Plan *)(uintptr_t)plan->slowest);
    CU_ASSERT_PTR_NOT_NULL_FATAL(bench.schedule);
    CU_ASSERT_EQUAL(schedule_dose(bench.schedule, 0, 41, 3).ng, MG(0.9).ng);
    CU_ASSERT_EQUAL(schedule_dose(bench.schedule, 0, 42, 3).ng, MG(0.8).ng);
    CU_ASSERT_EQUAL(bench.schedule->steepest.e8, PERCENT(20).e8);
    CU_ASSERT_EQUAL(bench.schedule->steepest_day, 13);
    bench_close(&bench);
}

/* With nothing stated the smallest syringe that holds is chosen: 0.3 mg of 0.1 mg per mL is 3 mL, the 3 mL
 * syringe. */
static void test_choice(void)
{
    Bench bench;
    bench_open(&bench);
    bench_hold(&bench, 0.3, 20);
    bench.rx.liquid_count = 0;
    bench_run(&bench);
    CU_ASSERT_PTR_NOT_NULL_FATAL(bench.ladder);
    CU_ASSERT_EQUAL(bench.ladder->count, 1);
    CU_ASSERT_EQUAL(bench.ladder->items[0].syringe->capacity.nl, ML(3).nl);
    bench_close(&bench);
}

void suite_compound_measure(void)
{
    CU_pSuite suite = CU_add_suite("compound: measuring", NULL, NULL);
    CU_add_test(suite, "marks by hand", test_marks);
    CU_add_test(suite, "marks at their bounds", test_mark_bounds);
    CU_add_test(suite, "cuts on days without a liquid", test_missed_end);
    CU_add_test(suite, "equal shares sum to the nearest", test_sum_nearest);
    CU_add_test(suite, "reliable part", test_reliable);
    CU_add_test(suite, "the sample's first cut", test_sample_day);
    CU_add_test(suite, "no dose rises", test_never_rises);
    CU_add_test(suite, "change of strength", test_change_of_strength);
    CU_add_test(suite, "the pace of a plan led by symptoms", test_pace_of_runs);
    CU_add_test(suite, "choice of one pair", test_choice);
}
