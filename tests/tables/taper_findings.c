/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each finding of the taper, provoked. */
#include "taper_kit.h"

static ListRow rising[] = {{.days = 7, .total = MG(3)}, {.days = 7, .total = MG(4)}};
static ListRow nothing[] = {{.days = 7, .total = MG(3)}, {.days = 7, .total = {0}}};
static int morning_first[] = {MORNING, NOON}, noon_first[] = {NOON, MORNING};

static int bedtime_thrice[] = {BEDTIME, BEDTIME, BEDTIME};
static int32_t no_weight[] = {0, 1};
static TimedDose none_by_time[] = {{.time = MORNING, .mass = {0}}}, half_by_time[] = {{.time = MORNING, .mass = MG(0.5)}},
                 quarter_by_time[] = {{.time = MORNING, .mass = MG(0.25)}};
static ListRow by_time_nothing[] = {{.days = 7, .by_time = true, .doses = none_by_time, .count = 1}};
static ListRow by_time_long[] = {{.days = 4000, .by_time = true, .doses = half_by_time, .count = 1}};
static ListRow by_time_only[] = {{.days = 7, .by_time = true, .doses = quarter_by_time, .count = 1}};
static ListRow by_total[] = {{.days = 7, .total = MG(0.25)}};
#define TO_DIAZEPAM(...) {.kind = STEP_CROSS, .to = &kit_diazepam, .table = "Ashton 2002", __VA_ARGS__}
#define LIST_TO_DIAZEPAM(r) {.kind = STEP_LIST, .rows = (r), .row_count = sizeof(r) / sizeof *(r), .to = &kit_diazepam, \
                             .ratio = {MG(0.5), MG(10)}, .table = "Ashton 2002"}
#define DIVIDE(...) {.kind = STEP_DIVIDE, .order = morning_first, .order_count = 2, __VA_ARGS__}
static const Drug bare = {.name = "bare", .code = 9, .stop_dose = {1}};   /* no source of its stop dose */

static Band high_band[] = {{.above = MG(5), .amount = MG(1)}};

static Band same_bands[] = {{.above = MG(5), .amount = MG(1)}, {.above = {0}, .amount = MG(0.5)}, {.above = MG(5), .amount = MG(2)}};

static const struct { const char *name; Code code; const char *path; bool plan; KitRx rx; const KitRx *second; } faults[] = {
    {"more than a quarter in a fortnight", MT301, "reduce[2]", true, {&kit_diazepam, {MG(10)}, {HOLD(14), REDUCE(AMOUNT(3), .per = 14, .cuts = 1), STOP}}, NULL},
    {"each step's fall is named", MT301, "reduce[3]", true, {&kit_diazepam, {MG(20)}, {REDUCE(AMOUNT(6), .per = 14, .cuts = 1), HOLD(14), REDUCE(AMOUNT(4), .per = 28, .cuts = 1), STOP}}, NULL},
    {"more than a tenth in a fortnight", MT302, "reduce[1]", true, {&kit_diazepam, {MG(10)}, {REDUCE(AMOUNT(1.1), .per = 14, .cuts = 1), STOP}}, NULL},
    {"more than a tenth on the step's last day", MT302, "reduce[1]", true, {&kit_diazepam, {MG(10)}, {REDUCE(AMOUNT(0.1), .per = 1, .cuts = 11), HOLD(14), STOP}}, NULL},
    {"no fall", MT303, "reduce[1]", false, {&kit_diazepam, {{5}}, {REDUCE(CURRENT(5), .per = 14, .cuts = 3), STOP}}, NULL},
    {"until above", MT304, "reduce[1]", false, {&kit_diazepam, {MG(5)}, {REDUCE(CURRENT(5), .per = 14, UNTIL(5)), STOP}}, NULL},
    {"too long", MT305, "reduce[1]", false, {&kit_diazepam, {MG(20)}, {REDUCE(CURRENT(1), .per = 28, UNTIL(1)), STOP}}, NULL},
    {"step after stop", MT306, "hold[3]", false, {&kit_diazepam, {MG(20)}, {HOLD(7), STOP, HOLD(7)}}, NULL},
    {"step after maintain", MT306, "stop[3]", false, {&kit_diazepam, {MG(20)}, {HOLD(7), MAINTAIN, STOP}}, NULL},
    {"hold after the cut to nothing", MT306, "hold[2]", false, {&kit_diazepam, {MG(35.2)}, {REDUCE(AMOUNT(3.2), .per = 7, .cuts = 11), HOLD(7)}}, NULL},
    {"maintain after the cut to nothing", MT306, "maintain[2]", false, {&kit_diazepam, {MG(35.2)}, {REDUCE(AMOUNT(3.2), .per = 7, .cuts = 11), MAINTAIN}}, NULL},
    {"a second stop after the cut to nothing", MT306, "stop[3]", false, {&kit_diazepam, {MG(35.2)}, {REDUCE(AMOUNT(3.2), .per = 7, .cuts = 11), STOP, STOP}}, NULL},
    {"cuts stated beyond nothing", MT316, "reduce[1]", false, {&kit_diazepam, {MG(35.2)}, {REDUCE(AMOUNT(3.2), .per = 7, .cuts = 17), STOP}}, NULL},
    {"never nothing", MT307, "reduce[1]", false, {&kit_diazepam, {MG(20)}, {REDUCE(CURRENT(10), .per = 14, UNTIL(0)), STOP}}, NULL},
    {"no days", MT308, NULL, false, {&kit_diazepam, {MG(0.5)}, {STOP}}, NULL},
    {"a rise", MT309, "list[1]/row[2]", true, {&kit_diazepam, {MG(3)}, {LIST(rising), STOP}}, NULL},
    {"no end", MT310, "taper", true, {&kit_diazepam, {MG(3)}, {HOLD(7)}}, NULL},
    {"stop from high", MT311, "stop[2]", true, {&kit_diazepam, {MG(3)}, {HOLD(7), STOP}}, NULL},
    {"which drug", MT312, "stop[2]", false, {&kit_diazepam, {MG(3)}, {HOLD(7), STOP}}, &(const KitRx){.drug = &kit_clonazepam, .dose = {MG(1)}}},
    {"not taken", MT312, "stop[2]", false, {&kit_diazepam, {MG(3)}, {HOLD(7), {.kind = STEP_STOP, .drug = &kit_lorazepam}}}, NULL},
    {"endless", MT313, "reduce[1]", false, {&kit_diazepam, {MG(3)}, {REDUCE(AMOUNT(1), .per = 7), STOP}}, NULL},
    {"not dividing", MT314, "reduce[1]", false, {&kit_diazepam, {MG(3)}, {REDUCE(AMOUNT(1), .per = 28, .every = 5, .cuts = 1), STOP}}, NULL},
    {"exponential amount", MT315, "reduce[1]", false, {&kit_diazepam, {MG(3)}, {REDUCE(AMOUNT(1), .per = 28, .every = 7, .cuts = 1, .inside = INSIDE_EXPONENTIAL), STOP}}, NULL},
    {"more than there is", MT316, "reduce[1]", false, {&kit_diazepam, {MG(3)}, {REDUCE(AMOUNT(2), .per = 7, .cuts = 2), STOP}}, NULL},
    {"more than all", MT316, "reduce[1]", false, {&kit_diazepam, {MG(3)}, {REDUCE(CURRENT(101), .per = 7, .cuts = 2), STOP}}, NULL},
    {"no doses", MT317, "taking", false, {&kit_diazepam, {{0}}, {HOLD(7), STOP}}, NULL},
    {"listed twice", MT317, "taking", false, {&kit_diazepam, {MG(1)}, {HOLD(7), STOP}}, &(const KitRx){.drug = &kit_diazepam, .dose = {MG(1)}}},
    {"listed nothing", MT318, "list[1]/row[2]", false, {&kit_diazepam, {MG(3)}, {LIST(nothing), STOP}}, NULL},
    {"two orders", MT319, "reduce[2]", false,
     {&kit_diazepam, {MG(5), MG(5)}, {REDUCE(AMOUNT(1), .per = 7, .cuts = 1, .order = morning_first, .order_count = 2),
                                      REDUCE(AMOUNT(1), .per = 7, .cuts = 1, .order = noon_first, .order_count = 2), STOP}}, NULL},
    {"off the table", MT320, "cross[1]", true, {&kit_clonazepam, {MG(0.5)}, {CROSS("VA/DoD 2021", 1, 7, .drug = NULL), HOLD(7)}}, NULL},
    {"unknown table", MT321, "cross[1]", true, {&kit_clonazepam, {MG(0.5)}, {CROSS("Somebody", 1, 7, .drug = NULL), HOLD(7)}}, NULL},
    {"drug not in the table", MT321, "cross[1]", true, {&kit_alprazolam, {MG(0.5)}, {CROSS("Ashton 2002", 1, 7, .drug = NULL), HOLD(7)}}, NULL},
    {"tables two-fold apart", MT322, "cross[1]", true, {&kit_clonazepam, {MG(0.5)}, {CROSS("Ashton 2002", 1, 7, .drug = NULL), HOLD(7)}}, NULL},
    {"time without a dose", MT323, "cross[1]", false, {&kit_clonazepam, {MG(0.5)}, {CROSS("Ashton 2002", 1, 7, .order = noon_first, .order_count = 1)}}, NULL},
    {"for itself", MT323, "cross[1]", false, {&kit_diazepam, {MG(0.5)}, {CROSS("Ashton 2002", 1, 7, .drug = NULL)}}, NULL},
    {"nothing stated", MT323, "cross[1]", false, {&kit_clonazepam, {MG(0.5)}, {{.kind = STEP_CROSS}}}, NULL},
    {"a part left", MT324, "cross[1]", true, {&kit_clonazepam, {MG(0.5), MG(0.5)}, {CROSS("Ashton 2002", 1, 7, .order = noon_first, .order_count = 1), HOLD(7)}}, NULL},
    {"past any drugs' ratio", MT323, "cross[1]", false, {&kit_clonazepam, {MG(0.5)}, {{.kind = STEP_CROSS, .to = &kit_diazepam, .ratio = {MG(0.5), {1}}, .table = "Ashton 2002", .portions = 1, .cross_every = 7}}}, NULL},
    {"one nanogram past a thousandfold", MT323, "cross[1]", false, {&kit_clonazepam, {MG(0.5)}, {{.kind = STEP_CROSS, .to = &kit_diazepam, .ratio = {{500001}, {500}}, .table = "Ashton 2002", .portions = 1, .cross_every = 7}}}, NULL},
    {"more than all is moved", MT323, "cross[1]", false, {&kit_clonazepam, {MG(0.5)}, {CROSS("Ashton 2002", 1, 7, .moves = PERCENT(101))}}, NULL},
    {"tons of it", MT323, "cross[1]", false, {&kit_clonazepam, {{9000000000000}}, {CROSS("Ashton 2002", 1, 7, .drug = NULL)}}, NULL},
    {"the last dose in diazepam", MT325, "stop[2]", true, {&kit_clonazepam, {MG(0.1)}, {HOLD(7), STOP}}, NULL},
    {"another last dose", MT326, "stop[2]", false, {&kit_clonazepam, {MG(0.1)}, {HOLD(7), {.kind = STEP_STOP, .has_from = true, .from = MG(0.2)}}}, NULL},
    {"K without source", MT327, "reduce[1]", false, {&kit_diazepam, {MG(8)}, {REDUCE(.by = BY_OCCUPANCY, .share = PERCENT(5), .k = MG(8), .per = 7, .cuts = 2), STOP}}, NULL},
    {"cycle without hold", MT327, "reduce[1]", false, {&kit_diazepam, {MG(8)}, {REDUCE(.by = BY_SHARE_OF_CYCLE, .share = PERCENT(5), .per = 7, .cuts = 2), STOP}}, NULL},
    {"hold of no days", MT327, "reduce[1]", false, {&kit_diazepam, {MG(8)}, {REDUCE(CURRENT(5), .per = 7, .cuts = 2, .hold_after = 2), STOP}}, NULL},
    {"no bands", MT327, "reduce[1]", false, {&kit_diazepam, {MG(8)}, {REDUCE(.by = BY_BANDS, .per = 7, .cuts = 2), STOP}}, NULL},
    {"modelled", MT328, "reduce[1]", true, {&kit_diazepam, {MG(8)}, {REDUCE(.by = BY_OCCUPANCY, .share = PERCENT(5), .k = MG(8), .k_source = "test", .per = 7, .cuts = 2), STOP}}, NULL},
    {"below all bands", MT329, "reduce[1]", false, {&kit_diazepam, {MG(8)}, {REDUCE(.by = BY_BANDS, .bands = high_band, .band_count = 1, .per = 7, UNTIL(0)), STOP}}, NULL},
    {"a dose that rises", MT330, "divide[1]", true, {&kit_diazepam, {MG(4), MG(4)}, {{.kind = STEP_DIVIDE, .order = morning_first, .order_count = 1}, HOLD(7), MAINTAIN}}, NULL},
    {"fourteen days of daily cuts", MT338, "reduce[1]", true, {&kit_diazepam, {MG(20)}, {REDUCE(AMOUNT(0.1), .per = 1, .cuts = 14)}}, NULL},
    {"exchanged for longer than a plan", MT305, "cross[1]", false, {&kit_clonazepam, {MG(0.5)}, {CROSS("Ashton 2002", 2, 2000, .drug = NULL)}}, NULL},
    {"named more often than there are portions", MT323, "cross[1]", false, {&kit_clonazepam, {{0}, {0}, {0}, MG(0.5)}, {CROSS("Ashton 2002", 2, 7, .order = bedtime_thrice, .order_count = 3)}}, NULL},
    {"exchanged after the stop", MT306, "cross[3]", false, {&kit_clonazepam, {MG(0.5)}, {HOLD(7), STOP, CROSS("Ashton 2002", 1, 7, .drug = NULL)}}, NULL},
    {"nothing for something", MT323, "cross[1]", false, {&kit_clonazepam, {MG(0.5)}, {TO_DIAZEPAM(.ratio = {MG(0.5), {0}}, .portions = 1, .cross_every = 7)}}, NULL},
    {"something for nothing", MT323, "cross[1]", false, {&kit_clonazepam, {MG(0.5)}, {TO_DIAZEPAM(.ratio = {{0}, MG(10)}, .portions = 1, .cross_every = 7)}}, NULL},
    {"no portions", MT323, "cross[1]", false, {&kit_clonazepam, {MG(0.5)}, {TO_DIAZEPAM(.ratio = {MG(0.5), MG(10)}, .cross_every = 7)}}, NULL},
    {"no days of an exchange", MT323, "cross[1]", false, {&kit_clonazepam, {MG(0.5)}, {TO_DIAZEPAM(.ratio = {MG(0.5), MG(10)}, .portions = 1)}}, NULL},
    {"more than all is given", MT323, "cross[1]", false, {&kit_clonazepam, {MG(0.5)}, {CROSS("Ashton 2002", 1, 7, .gives = PERCENT(101))}}, NULL},
    {"no table named", MT321, "cross[1]", true, {&kit_clonazepam, {MG(0.5)}, {CROSS(NULL, 1, 7, .drug = NULL), HOLD(7)}}, NULL},
    {"the other drug not in the table", MT321, "cross[1]", true, {&kit_diazepam, {MG(10)}, {{.kind = STEP_CROSS, .to = &kit_alprazolam, .ratio = {MG(10), MG(0.5)}, .table = "Ashton 2002", .portions = 1, .cross_every = 7}, HOLD(7)}}, NULL},
    {"a time without a weight", MT331, "divide[1]", false, {&kit_diazepam, {MG(4), MG(4)}, {DIVIDE(.weights = no_weight), HOLD(7), MAINTAIN}}, NULL},
    {"divided after the stop", MT306, "divide[3]", false, {&kit_diazepam, {MG(4), MG(4)}, {HOLD(7), STOP, DIVIDE(.days = 7)}}, NULL},
    {"divided for longer than a plan", MT305, "divide[1]", false, {&kit_diazepam, {MG(4), MG(4)}, {DIVIDE(.days = 4000), MAINTAIN}}, NULL},
    {"held for longer than a plan", MT305, "hold[1]", false, {&kit_diazepam, {MG(4)}, {HOLD(4000), STOP}}, NULL},
    {"stopped before, another going on", MT306, "stop[3]", false, {&kit_diazepam, {MG(0.5)}, {HOLD(7), {.kind = STEP_STOP, .drug = &kit_diazepam}, {.kind = STEP_STOP, .drug = &kit_diazepam}}},
     &(const KitRx){.drug = &kit_clonazepam, .dose = {MG(1)}}},
    {"listed nothing by time", MT318, "list[1]/row[1]", false, {&kit_diazepam, {MG(3)}, {LIST(by_time_nothing), STOP}}, NULL},
    {"listed for longer than a plan", MT305, "list[1]", false, {&kit_diazepam, {MG(3)}, {LIST(by_time_long), STOP}}, NULL},
    {"totals of two drugs", MT312, "list[1]/row[1]", false, {&kit_clonazepam, {MG(0.5)}, {LIST_TO_DIAZEPAM(by_total), STOP}}, NULL},
    {"two drugs, and none of the other", MT320, "list[1]", true, {&kit_clonazepam, {MG(0.5)}, {{.kind = STEP_LIST, .rows = by_time_only, .row_count = 1, .to = &kit_diazepam,
      .ratio = {MG(0.5), MG(5)}, .table = "Ashton 2002"}, MAINTAIN}}, NULL},
    {"listed after the stop", MT306, "list[3]", false, {&kit_diazepam, {MG(3)}, {HOLD(7), STOP, LIST(nothing)}}, NULL},
    {"listed in another order", MT319, "list[2]", false, {&kit_diazepam, {MG(5), MG(5)}, {REDUCE(AMOUNT(1), .per = 7, .cuts = 1, .order = morning_first, .order_count = 2),
      {.kind = STEP_LIST, .rows = rising, .row_count = 2, .order = noon_first, .order_count = 2}, STOP}}, NULL},
    {"reduced after the stop", MT306, "reduce[3]", false, {&kit_diazepam, {MG(3)}, {HOLD(7), STOP, REDUCE(AMOUNT(1), .per = 7, .cuts = 1)}}, NULL},
    {"no doses of the first of two", MT317, "taking", false, {&kit_diazepam, {{0}}, {HOLD(7), STOP}}, &(const KitRx){.drug = &kit_clonazepam, .dose = {MG(1)}}},
    {"no doses of the first of two, both going on", MT317, "taking", false, {&kit_diazepam, {{0}}, {HOLD(7), MAINTAIN}}, &(const KitRx){.drug = &kit_clonazepam, .dose = {MG(1)}}},
    {"the first of two steps", MT313, "reduce[1]", false, {&kit_diazepam, {MG(3)}, {REDUCE(AMOUNT(1), .per = 7), REDUCE(AMOUNT(1), .per = 7, .cuts = 1), STOP}}, NULL},
    {"no rate period", MT314, "reduce[1]", false, {&kit_diazepam, {MG(3)}, {REDUCE(AMOUNT(1), .cuts = 1), STOP}}, NULL},
    {"cuts before the day", MT314, "reduce[1]", false, {&kit_diazepam, {MG(3)}, {REDUCE(AMOUNT(1), .per = 7, .every = -7, .cuts = 1), STOP}}, NULL},
    {"a cycle that never ends", MT307, "reduce[1]", false, {&kit_diazepam, {MG(8)}, {REDUCE(.by = BY_SHARE_OF_CYCLE, .share = PERCENT(10), .per = 7, .hold_after = 4, .hold_days = 7, UNTIL(0)), STOP}}, NULL},
    {"a cycle of one and a half periods", MT327, "reduce[1]", false, {&kit_diazepam, {MG(8)}, {REDUCE(.by = BY_SHARE_OF_CYCLE, .share = PERCENT(5), .per = 14, .every = 7, .hold_after = 3, .hold_days = 7, .cuts = 3), STOP}}, NULL},
    {"two bands above the same dose", MT327, "reduce[1]", false, {&kit_diazepam, {MG(8)}, {REDUCE(.by = BY_BANDS, .bands = same_bands, .band_count = 3, .per = 7, .cuts = 2), STOP}}, NULL},
    {"bands within a rate period", MT327, "reduce[1]", false, {&kit_diazepam, {MG(8)}, {REDUCE(.by = BY_BANDS, .bands = high_band, .band_count = 1, .per = 14, .every = 7, .cuts = 2), STOP}}, NULL},
    {"occupancy within a rate period", MT327, "reduce[1]", false, {&kit_diazepam, {MG(8)}, {REDUCE(.by = BY_OCCUPANCY, .share = PERCENT(5), .k = MG(8), .k_source = "test", .per = 14, .every = 7, .cuts = 2), STOP}}, NULL},
    {"occupancy to nowhere", MT327, "reduce[1]", false, {&kit_diazepam, {MG(8)}, {REDUCE(.by = BY_OCCUPANCY, .k = MG(8), .k_source = "test", .per = 14, .cuts = 2), STOP}}, NULL},
    {"occupancy in no steps", MT327, "reduce[1]", false, {&kit_diazepam, {MG(8)}, {REDUCE(.by = BY_OCCUPANCY, .k = MG(8), .k_source = "test", .per = 14, UNTIL(2)), STOP}}, NULL},
    {"the last dose of a drug of no table", MT325, "stop[2]", true, {&kit_alprazolam, {MG(0.1)}, {HOLD(7), STOP}}, NULL},
    {"a stop dose without a source", MT311, "stop[2]", true, {&bare, {MG(3)}, {HOLD(7), STOP}}, NULL},
    {"no times", MT331, "divide[1]", false, {&kit_diazepam, {MG(4), MG(4)}, {{.kind = STEP_DIVIDE}, HOLD(7), MAINTAIN}}, NULL},
};

static void test_faults(void)
{
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        Kit kit = kit_plan(&faults[i].rx, faults[i].second);
        bool found = kit_found(&kit, faults[i].code, faults[i].path);
        kit_check(found, faults[i].name, finding_kind(faults[i].code)->name, found, 1);
        kit_check((kit.plan != NULL) == faults[i].plan, faults[i].name, "a plan", kit.plan != NULL, faults[i].plan);
        kit_check((findings_errors(&kit.findings) > 0) != faults[i].plan, faults[i].name, "errors",
                  (int64_t)findings_errors(&kit.findings), !faults[i].plan);
        if (!found) findings_print(&kit.findings, FINDINGS_TEXT, NULL, stderr);
        kit_end(&kit);
    }
}

/* A hold after the run, or by rule within it, and cuts no faster than the lag, leave nothing to say. */
static const KitRx observed[] = {
    {&kit_diazepam, {MG(20)}, {REDUCE(AMOUNT(0.1), .per = 1, .cuts = 13), STOP}},
    {&kit_diazepam, {MG(20)}, {REDUCE(AMOUNT(0.1), .per = 1, .cuts = 14), HOLD(14), STOP}},
    {&kit_diazepam, {MG(20)}, {REDUCE(AMOUNT(0.1), .per = 1, .cuts = 28, .hold_after = 7, .hold_days = 7), STOP}},
    {&kit_diazepam, {MG(20)}, {REDUCE(AMOUNT(1), .per = 13, .cuts = 4), STOP}},
    {&kit_clonazepam, {MG(2)}, {REDUCE(AMOUNT(0.1), .per = 1, .cuts = 14), STOP}},
};

static void test_observed(void)
{
    for (size_t i = 0; i < sizeof observed / sizeof *observed; i++) {
        Kit kit = kit_plan(&observed[i], NULL);
        kit_check(kit.plan && !kit_found(&kit, MT338, NULL), "observed", "MT338 in row", (int64_t)i, -1);
        kit_end(&kit);
    }
}

/* Exactly a tenth, and exactly a quarter, are not more than it. */
static const struct { const char *name; int64_t cut; bool usual, most; int64_t fall_e8; } bounds[] = {
    {"exactly 10 %", 1000000, false, false, 10000000},
    {"one nanogram over 10 %", 1000001, true, false, 10000000},
    {"exactly 25 %", 2500000, true, false, 25000000},
    {"one nanogram over 25 %", 2500001, false, true, 25000000},
};

static void test_bounds(void)
{
    for (size_t i = 0; i < sizeof bounds / sizeof *bounds; i++) {
        KitRx rx = {&kit_diazepam, {MG(10)}, {REDUCE(.by = BY_AMOUNT, .amount = {bounds[i].cut}, .per = 14, .cuts = 1), STOP}};
        Kit kit = kit_plan(&rx, NULL);
        kit_check(kit_found(&kit, MT302, NULL) == bounds[i].usual, bounds[i].name, "MT302", !bounds[i].usual, bounds[i].usual);
        kit_check(kit_found(&kit, MT301, NULL) == bounds[i].most, bounds[i].name, "MT301", !bounds[i].most, bounds[i].most);
        kit_check(kit.plan->steepest.e8 == bounds[i].fall_e8, bounds[i].name, "steepest", kit.plan->steepest.e8, bounds[i].fall_e8);
        kit_check(kit.plan->steepest_day == -14, bounds[i].name, "day", kit.plan->steepest_day, -14);
        kit_end(&kit);
    }
}

void suite_taper_findings(void)
{
    CU_pSuite suite = CU_add_suite("taper: findings", NULL, NULL);
    CU_add_test(suite, "each code", test_faults);
    CU_add_test(suite, "observation holds", test_observed);
    CU_add_test(suite, "bounds of the pace", test_bounds);
}
