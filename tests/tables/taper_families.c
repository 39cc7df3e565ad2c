/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cycles, holds by rule, bands, occupancy, turns and divided days: published or worked by hand. */
#include "taper_kit.h"

/* NICE CKS after Ashton, the slower figure of each band: 2 mg to 10 mg, 1 mg to 5 mg, 0.5 mg to nothing; 4 mg above 20. */
static Band nice[] = {{.above = MG(20), .amount = MG(4)}, {.above = MG(10), .amount = MG(2)}, {.above = MG(5), .amount = MG(1)},
                      {.above = {0}, .amount = MG(0.5), .every = 7}};
static Band shares[] = {{.above = MG(10), .by_share = true, .share = PERCENT(10)}, {.above = {0}, .amount = MG(0.5)}};

static Band rising[] = {{.above = {0}, .amount = MG(0.5)}, {.above = MG(10), .amount = MG(2)}};

static const KitCourse courses[] = {
    {"bands from the lowest on", {&kit_diazepam, {MG(12)}, {REDUCE(.by = BY_BANDS, .bands = rising, .band_count = 2, .every = 7, .cuts = 3), STOP}},
     21, 3, {{1, 10000000}, {8, 9500000}, {15, 9000000}}},
    {"a rate period of one cut: inside it there is nothing", {&kit_diazepam, {MG(20)},
     {REDUCE(CURRENT(5), .per = 7, .inside = INSIDE_EXPONENTIAL, .cuts = 2), STOP}}, 14, 2, {{1, 19000000}, {8, 18050000}}},
    {"divided from the first day on: it has no day of its own",
     {&kit_diazepam, {MG(8)}, {{.kind = STEP_DIVIDE, .order = (int[]){MORNING, BEDTIME}, .order_count = 2}, HOLD(7), MAINTAIN}}, 7, 0, {{1, 8000000}}},
    {"one drug held, named", {&kit_diazepam, {MG(20)}, {{.kind = STEP_HOLD, .drug = &kit_diazepam, .days = 7}, STOP}}, 7, 0, {{7, 20000000}}},
    {"cuts then hold: 2.5 % of the cycle's first dose, four cuts, 14 days",
     {&kit_diazepam, {MG(20)}, {REDUCE(.by = BY_SHARE_OF_CYCLE, .share = PERCENT(2.5), .per = 7, .hold_after = 4, .hold_days = 14,
                                       .cuts = 8), STOP}}, 84, 8,
     {{1, 19500000}, {8, 19000000}, {15, 18500000}, {22, 18000000}, {42, 18000000}, {43, 17550000}, {50, 17100000}, {57, 16650000},
      {64, 16200000}, {84, 16200000}}},
    {"hold 14 days after every 2 cuts of 10 % of the current dose",
     {&kit_diazepam, {MG(20)}, {REDUCE(CURRENT(10), .per = 14, .hold_after = 2, .hold_days = 14, .cuts = 3), STOP}}, 56, 3,
     {{1, 18000000}, {15, 16200000}, {42, 16200000}, {43, 14580000}}},
    {"a cycle that takes all: 50 % of its first dose, two cuts", {&kit_diazepam, {MG(8)},
     {REDUCE(.by = BY_SHARE_OF_CYCLE, .share = PERCENT(50), .per = 7, .hold_after = 2, .hold_days = 7, UNTIL(0))}}, 7, 2, {{1, 4000000}}},
    {"NICE CKS bands from 24 mg", {&kit_diazepam, {MG(24)}, {REDUCE(.by = BY_BANDS, .bands = nice, .band_count = 4, .every = 14, UNTIL(0))}},
     11 * 14 + 9 * 7, 21,
     {{1, 20000000}, {15, 18000000}, {57, 12000000}, {71, 10000000}, {85, 9000000}, {141, 5000000}, {155, 4500000}, {162, 4000000}, {217, 500000}}},
    {"bands of shares and amounts", {&kit_diazepam, {MG(12)}, {REDUCE(.by = BY_BANDS, .bands = shares, .band_count = 2, .every = 7, .cuts = 3), STOP}},
     21, 3, {{1, 10800000}, {8, 9720000}, {15, 9220000}}},
    /* D = K: O = 1/2; then 4/10, 3/10, 2/10, 1/10: 16/3, 24/7, 2, 8/9 mg */
    {"occupancy by 10 points, K = 8 mg", {&kit_diazepam, {MG(8)},
     {REDUCE(.by = BY_OCCUPANCY, .share = PERCENT(10), .k = MG(8), .k_source = "test", .every = 14, UNTIL(0))}}, 56, 5,
     {{1, 5333333}, {15, 3428571}, {29, 2000000}, {43, 888889}}},
    {"occupancy in three equal steps to 2 mg", {&kit_diazepam, {MG(8)},
     {REDUCE(.by = BY_OCCUPANCY, .k = MG(8), .k_source = "test", .every = 14, UNTIL(2), .cuts = 3), STOP}}, 42, 3,
     {{1, 5333333}, {15, 3428571}, {29, 2000000}}},
};

static void test_courses(void)
{
    kit_courses(courses, sizeof courses / sizeof *courses);
}

static int noon_first[] = {NOON, BEDTIME, MORNING};

static const struct { const char *name; KitRx rx; KitDay days[8]; size_t count; } days[] = {
    {"one time until it is gone, then the next",
     {&kit_diazepam, {MG(2), MG(2), {0}, MG(2)}, {REDUCE(AMOUNT(1.5), .per = 7, UNTIL(0), .falls = FALL_IN_TURN, .order = noon_first, .order_count = 3)}},
     {{0, 1, {2000000, 500000, 0, 2000000}}, {0, 8, {2000000, 0, 0, 1000000}}, {0, 15, {1500000, 0, 0, 0}}}, 3},
    {"in turn, a nanogram of it",
     {&kit_diazepam, {MG(2), {1}, {0}, MG(2)}, {REDUCE(AMOUNT(0.000002), .per = 7, .cuts = 2, .falls = FALL_IN_TURN, .order = noon_first, .order_count = 3), STOP}},
     {{0, 1, {2000000, 0, 0, 1999999}}, {0, 8, {2000000, 0, 0, 1999997}}}, 2},
    {"in rotation",
     {&kit_diazepam, {MG(2), MG(2), {0}, MG(2)}, {REDUCE(AMOUNT(1.5), .per = 7, .cuts = 3, .falls = FALL_IN_ROTATION, .order = noon_first, .order_count = 3),
                                                  HOLD(7), REDUCE(AMOUNT(0.5), .per = 7, .cuts = 1), STOP}},
     {{0, 1, {2000000, 500000, 0, 2000000}}, {0, 8, {2000000, 500000, 0, 500000}}, {0, 15, {500000, 500000, 0, 500000}},
      {0, 29, {333334, 333333, 0, 333333}}}, 4},
    {"in rotation, past a time that is named and has no dose",
     {&kit_diazepam, {MG(2), {0}, {0}, MG(2)}, {REDUCE(AMOUNT(0.5), .per = 7, .cuts = 3, .falls = FALL_IN_ROTATION, .order = noon_first, .order_count = 3), STOP}},
     {{0, 1, {2000000, 0, 0, 1500000}}, {0, 8, {1500000, 0, 0, 1500000}}, {0, 15, {1500000, 0, 0, 1000000}}}, 3},
    {"rotation passes on what a time no longer has",
     {&kit_diazepam, {MG(1), MG(3)}, {REDUCE(AMOUNT(1.5), .per = 7, .cuts = 2, .falls = FALL_IN_ROTATION), STOP}},
     {{0, 1, {0, 2500000, 0, 0}}, {0, 8, {0, 1000000, 0, 0}}}, 2},
    {"four times merged to two by the shop's weights",
     {&kit_diazepam, {MG(2), MG(2), MG(2), MG(2)}, {HOLD(7), {.kind = STEP_DIVIDE, .order = (int[]){MORNING, BEDTIME}, .order_count = 2},
                                                    HOLD(7), MAINTAIN}},
     {{0, 7, {2000000, 2000000, 2000000, 2000000}}, {0, 8, {4000000, 0, 0, 4000000}}}, 2},
    {"one dose made three, by stated weights, for its own days",
     {&kit_diazepam, {MG(8)}, {{.kind = STEP_DIVIDE, .order = (int[]){MORNING, NOON, BEDTIME}, .order_count = 3, .weights = (int32_t[]){1, 1, 2},
                                .days = 7}, REDUCE(AMOUNT(4), .per = 7, .cuts = 1), MAINTAIN}},
     {{0, 1, {2000000, 2000000, 0, 4000000}}, {0, 8, {1000000, 1000000, 0, 2000000}}}, 2},
};

static void test_days(void)
{
    for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
        Kit kit = kit_plan(&days[i].rx, NULL);
        kit_days(days[i].name, kit.plan, days[i].days, days[i].count);
        kit_end(&kit);
    }
}

void suite_taper_families(void)
{
    CU_pSuite suite = CU_add_suite("taper: families", NULL, NULL);
    CU_add_test(suite, "courses", test_courses);
    CU_add_test(suite, "times of day", test_days);
}
