/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Courses of single steps and chains, day by day: published or worked by hand. */
#include "taper_kit.h"

static ListRow nice_rows[] = {
    {.days = 14, .total = MG(18)}, {.days = 14, .total = MG(16)}, {.days = 14, .total = MG(14)},
    {.days = 14, .total = MG(12)}, {.days = 14, .total = MG(10)}, {.days = 14, .total = MG(9)},
};
static TimedDose two_times[] = {{.time = MORNING, .mass = MG(2)}, {.time = BEDTIME, .mass = MG(4)}};
static ListRow timed_rows[] = {{.days = 7, .by_time = true, .doses = two_times, .count = 2}};

static const KitCourse courses[] = {
    {"5 % a month cut weekly, straight: 19.75, 19.5, 19.25, 19",
     {&kit_diazepam, {MG(20)}, {REDUCE(CURRENT(5), .per = 28, .every = 7, UNTIL(10)), STOP}}, 28 * 14 - 14 + 7, 4 * 13 + 3,
     {{1, 19750000}, {7, 19750000}, {8, 19500000}, {15, 19250000}, {22, 19000000}, {28, 19000000}, {29, 18762500}}},
    {"20 mg to 1 mg at 5 % per 28 days: 59 steps",
     {&kit_diazepam, {MG(20)}, {REDUCE(CURRENT(5), .per = 28, UNTIL(1)), STOP}}, 59 * 28, 59,
     {{1, 19000000}, {29, 18050000}, {57, 17147500}, {59 * 28, 1000000}}},
    {"20 mg to 1 mg at 10 % per 14 days: 29 steps",
     {&kit_diazepam, {MG(20)}, {REDUCE(CURRENT(10), .per = 14, UNTIL(1)), STOP}}, 29 * 14, 29,
     {{1, 18000000}, {15, 16200000}, {29 * 14, 1000000}}},
    {"percent of original", {&kit_diazepam, {MG(20)}, {REDUCE(ORIGINAL(10), .per = 14, UNTIL(0))}}, 9 * 14, 10,
     {{1, 18000000}, {15, 16000000}, {9 * 14, 2000000}}},
    {"percent of original stays that of the start after another step",
     {&kit_diazepam, {MG(20)}, {REDUCE(AMOUNT(4), .per = 7, UNTIL(16)), REDUCE(ORIGINAL(10), .per = 7, UNTIL(0))}}, 7 * 8, 9,
     {{7, 16000000}, {8, 14000000}, {56, 2000000}}},
    {"fixed amount, daily within the week", {&kit_diazepam, {MG(10)}, {REDUCE(AMOUNT(0.7), .per = 7, .every = 1, UNTIL(9)), STOP}},
     10, 10, {{1, 9900000}, {7, 9300000}, {10, 9000000}}},
    {"the cut that would pass lands and keeps its full interval",
     {&kit_diazepam, {MG(10)}, {REDUCE(AMOUNT(3), .per = 10, UNTIL(2)), STOP}}, 30, 3,
     {{1, 7000000}, {11, 4000000}, {21, 2000000}, {30, 2000000}}},
    {"to nothing: no day at zero", {&kit_diazepam, {MG(3)}, {REDUCE(AMOUNT(1), .per = 7, UNTIL(0)), STOP}}, 14, 3,
     {{1, 2000000}, {8, 1000000}, {14, 1000000}}},
    {"a number of cuts", {&kit_diazepam, {MG(10)}, {REDUCE(CURRENT(10), .per = 14, .cuts = 2), MAINTAIN, }}, 28, 2,
     {{1, 9000000}, {15, 8100000}}},
    {"daily, exponential: 20 mg at 5 % per 28 days",
     {&kit_diazepam, {MG(20)},
      {REDUCE(CURRENT(5), .per = 28, .every = 1, .inside = INSIDE_EXPONENTIAL, .cuts = 56), STOP}}, 56, 56,
     {{1, 19963395}, {14, 19493589}, {28, 19000000}, {56, 18050000}}},
    {"all of it, straight to nothing in ten days",
     {&kit_diazepam, {MG(10)}, {REDUCE(CURRENT(100), .per = 10, .every = 1, UNTIL(0))}}, 9, 10, {{1, 9000000}, {9, 1000000}}},
    {"a half nanogram to the even one", {&kit_diazepam, {{25}}, {REDUCE(CURRENT(10), .per = 1, .cuts = 2), STOP}}, 2, 2,
     {{1, 22}, {2, 20}}},
    {"hold, then list after NICE CKS", {&kit_diazepam, {MG(20)}, {HOLD(14), {.kind = STEP_LIST, .rows = nice_rows, .row_count = 6}, STOP}},
     14 * 7, 6, {{14, 20000000}, {15, 18000000}, {28, 18000000}, {29, 16000000}, {98, 9000000}}},
    {"a list by time of day sets the weights",
     {&kit_diazepam, {MG(9)}, {{.kind = STEP_LIST, .rows = timed_rows, .row_count = 1}, REDUCE(AMOUNT(3), .per = 7, .cuts = 1), STOP}},
     14, 2, {{1, 6000000}, {8, 3000000}}},
};

static void test_courses(void)
{
    kit_courses(courses, sizeof courses / sizeof *courses);
}

static void test_list_weights(void)
{
    Kit kit = kit_plan(&courses[sizeof courses / sizeof *courses - 1].rx, NULL);
    kit_check(plan_target(kit.plan, 0, 7, MORNING).ng == 1000000, "list weights", "morning", plan_target(kit.plan, 0, 7, MORNING).ng, 1000000);
    kit_check(plan_target(kit.plan, 0, 7, BEDTIME).ng == 2000000, "list weights", "bedtime", plan_target(kit.plan, 0, 7, BEDTIME).ng, 2000000);
    kit_end(&kit);
}

/* A row's cut is its fall from the total before it; a row that does not fall, or rises, leaves the last one in force. */
static void test_list_cuts(void)
{
    static ListRow rows[] = {{.days = 7, .total = MG(2)}, {.days = 7, .total = MG(2)}, {.days = 7, .total = MG(2.5)}, {.days = 7, .total = MG(2.2)}};
    static const KitRx rx = {&kit_diazepam, {MG(3)}, {LIST(rows), MAINTAIN}};
    static const int64_t cuts[] = {1000000, 1000000, 1000000, 300000};
    Kit kit = kit_plan(&rx, NULL);
    CU_ASSERT_PTR_NOT_NULL_FATAL(kit.plan);
    for (int32_t row = 0; row < 4; row++)
        kit_check(kit.plan->drugs[0].cut[7 * row].ng == cuts[row], "list cuts", "cut in force", kit.plan->drugs[0].cut[7 * row].ng, cuts[row]);
    kit_end(&kit);
}

/* 5 % of 20 mg is 1 mg a rate period; the hold after it keeps the cut for the rule of lag. */
static void test_stretches(void)
{
    static const KitRx rx = {&kit_diazepam, {MG(20)}, {HOLD(14), REDUCE(CURRENT(5), .per = 28, .every = 7, .cuts = 4), HOLD(7), MAINTAIN}};
    Kit kit = kit_plan(&rx, NULL);
    const Plan *plan = kit.plan;
    kit_check(plan->stretch_count == 3, "stretches", "count", (int64_t)plan->stretch_count, 3);
    const Stretch *second = &plan->stretches[1];
    kit_check(second->first == 14 && second->last == 41, "stretches", "first", second->first, 14);
    kit_check(plan->stretches[0].drug == &kit_diazepam, "stretches", "the one drug is held", 0, 0);
    kit_check(plan->drugs[0].cut[13].ng == 0, "stretches", "cut before", plan->drugs[0].cut[13].ng, 0);
    kit_check(plan->drugs[0].cut[14].ng == 1000000, "stretches", "cut", plan->drugs[0].cut[14].ng, 1000000);
    kit_check(plan->drugs[0].cut[48].ng == 1000000, "stretches", "cut in the hold", plan->drugs[0].cut[48].ng, 1000000);
    kit_check(plan->maintains && !plan->ends_by_stop, "stretches", "maintains", plan->maintains, 1);
    kit_end(&kit);
}

/* A hold without a name is of all drugs, with a name of its own. */
static void test_held(void)
{
    static const KitRx rx = {&kit_diazepam, {MG(20)}, {HOLD(1), {.kind = STEP_HOLD, .drug = &kit_clonazepam, .days = 7}, MAINTAIN}},
                       second = {.drug = &kit_clonazepam, .dose = {MG(1)}};
    Kit kit = kit_plan(&rx, &second);
    CU_ASSERT_PTR_NOT_NULL_FATAL(kit.plan);
    CU_ASSERT_EQUAL_FATAL(kit.plan->stretch_count, 2);
    CU_ASSERT_PTR_NULL(kit.plan->stretches[0].drug);
    CU_ASSERT_PTR_EQUAL(kit.plan->stretches[1].drug, &kit_clonazepam);
    kit_end(&kit);
}

/* 2028-02-29 stands between two days of the plan like any other day. */
static void test_leap_day(void)
{
    static const KitRx rx = {&kit_diazepam, {MG(20)}, {HOLD(456), REDUCE(AMOUNT(1), .per = 1, .cuts = 1), STOP}};
    Kit kit = kit_plan(&rx, NULL);
    Civil day = date_civil(date_add(kit.plan->first, 455)), next = date_civil(date_add(kit.plan->first, 456));
    kit_check(day.month == 2 && day.day == 29, "leap day", "day", day.day, 29);
    kit_check(next.month == 3 && next.day == 1, "leap day", "next", next.day, 1);
    kit_check(kit.plan->days == 457, "leap day", "days", kit.plan->days, 457);
    kit_end(&kit);
}

static TimedDose morning_comes[] = {{.time = MORNING, .mass = {1}}, {.time = BEDTIME, .mass = MG(3)}};
static ListRow morning_rows[] = {{.days = 7, .by_time = true, .doses = morning_comes, .count = 2}};
static int morning_and_bedtime[] = {MORNING, BEDTIME};
static const struct { const char *name; KitRx rx; int expected[4]; } orders[] = {
    {"stated", {&kit_diazepam, {MG(5), MG(5), {0}, MG(5)},
                {REDUCE(AMOUNT(1), .per = 7, .cuts = 1, .order = (int[]){BEDTIME, MORNING}, .order_count = 2), STOP}}, {1, 2, -1, 0}},
    {"none stated: that of the day, for a nanogram too", {&kit_diazepam, {MG(5), {1}, {0}, MG(5)}, {HOLD(1), STOP}}, {0, 1, -1, 2}},
    {"not taken in the morning: no place then", {&kit_diazepam, {{0}, MG(5), {0}, MG(5)}, {HOLD(1), STOP}}, {-1, 0, -1, 1}},
    {"the morning behind the one stated",
     {&kit_diazepam, {MG(5), {0}, {0}, MG(5)}, {REDUCE(AMOUNT(1), .per = 7, .cuts = 1, .order = (int[]){BEDTIME}, .order_count = 1), STOP}}, {1, -1, -1, 0}},
    {"a time that comes later, a nanogram of it",
     {&kit_diazepam, {{0}, {0}, {0}, MG(5)}, {REDUCE(AMOUNT(1), .per = 7, .cuts = 1, .order = (int[]){BEDTIME}, .order_count = 1), LIST(morning_rows), STOP}},
     {1, -1, -1, 0}},
    {"the first time was taken before and keeps a place behind the stated ones",
     {&kit_diazepam, {MG(5), MG(5), MG(5), MG(5)},
      {HOLD(7), {.kind = STEP_DIVIDE, .order = (int[]){NOON, BEDTIME}, .order_count = 2},
       REDUCE(AMOUNT(1), .per = 7, .cuts = 1, .order = (int[]){BEDTIME, NOON}, .order_count = 2), STOP}}, {2, 1, 3, 0}},
    {"a part of it again", {&kit_diazepam, {MG(5), MG(5), {0}, MG(5)},
                            {REDUCE(AMOUNT(1), .per = 7, .cuts = 1, .order = (int[]){MORNING, NOON, BEDTIME}, .order_count = 3),
                             REDUCE(AMOUNT(1), .per = 7, .cuts = 1, .order = morning_and_bedtime, .order_count = 2), STOP}}, {0, 1, -1, 2}},
    {"a time that was taken before keeps a place behind the stated ones",
     {&kit_diazepam, {MG(5), MG(5), MG(5), MG(5)},
      {HOLD(7), {.kind = STEP_DIVIDE, .order = morning_and_bedtime, .order_count = 2},
       REDUCE(AMOUNT(1), .per = 7, .cuts = 1, .order = (int[]){BEDTIME, MORNING}, .order_count = 2), STOP}}, {1, 2, 3, 0}},
    {"a new time goes behind the stated ones",
     {&kit_diazepam, {MG(5), {0}, {0}, MG(5)},
      {REDUCE(AMOUNT(1), .per = 7, .cuts = 1, .order = (int[]){BEDTIME, MORNING}, .order_count = 2),
       {.kind = STEP_DIVIDE, .order = (int[]){NOON, BEDTIME}, .order_count = 2}, HOLD(7), STOP}}, {1, 2, -1, 0}},
};

static void test_order(void)
{
    for (size_t row = 0; row < sizeof orders / sizeof *orders; row++) {
        Kit kit = kit_plan(&orders[row].rx, NULL);
        CU_ASSERT_PTR_NOT_NULL_FATAL(kit.plan);
        for (int i = 0; i < 4; i++)
            kit_check(kit.plan->drugs[0].order[i] == orders[row].expected[i], orders[row].name, "place", kit.plan->drugs[0].order[i],
                      orders[row].expected[i]);
        kit_end(&kit);
    }
}

void suite_taper_steps(void)
{
    CU_pSuite suite = CU_add_suite("taper: steps", NULL, NULL);
    CU_add_test(suite, "courses", test_courses);
    CU_add_test(suite, "list weights", test_list_weights);
    CU_add_test(suite, "list cuts", test_list_cuts);
    CU_add_test(suite, "stretches", test_stretches);
    CU_add_test(suite, "holds of two drugs", test_held);
    CU_add_test(suite, "29 February", test_leap_day);
    CU_add_test(suite, "order of reduction", test_order);
}
