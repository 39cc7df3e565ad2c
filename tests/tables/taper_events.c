/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Plans made anew by events: worked by hand; and what must hold for every event. */
#include <stdio.h>
#include "microtaper/text.h"
#include "taper_kit.h"

/* 20 mg, 1 mg less each week from the first day: 19, 18, 17, 16 mg; then maintained. */
static const KitRx weekly = {&kit_diazepam, {MG(20)}, {REDUCE(AMOUNT(1), .per = 7, .cuts = 4), MAINTAIN}};

static const struct { const char *name; Event events[4]; int32_t days, cuts; KitTotal at[24]; } courses[] = {
    {"held two weeks in the second step", {EVENT(HELD, 10, .days = 14)}, 42, 4,
     {{7, 19000000}, {8, 18000000}, {23, 18000000}, {28, 18000000}, {29, 17000000}, {36, 16000000}, {42, 16000000}}},
    {"held before the first day", {EVENT(HELD, 1, .days = 5)}, 33, 4,
     {{1, 20000000}, {5, 20000000}, {6, 19000000}, {33, 16000000}}},
    {"held on the second day: the first day's dose", {EVENT(HELD, 2, .days = 5)}, 33, 4,
     {{1, 19000000}, {2, 19000000}, {12, 19000000}, {13, 18000000}, {33, 16000000}}},
    {"held to the longest plan there is", {EVENT(HELD, 8, .days = 3660 - 28)}, 3660, 4, {{8, 19000000}, {3639, 19000000}, {3640, 18000000}, {3660, 16000000}}},
    {"slowed to its own pace", {EVENT(SLOWED, 8, .pace = PERCENT(100))}, 28, 4, {{7, 19000000}, {8, 18000000}, {28, 16000000}}},
    {"back for one day", {EVENT(REVERSED, 16, .days = 1, .to = MG(18))}, 30, 5, {{15, 17000000}, {16, 18000000}, {17, 17000000}, {30, 16000000}}},
    {"missed one day", {EVENT(MISSED, 10, .days = 1)}, 29, 4, {{9, 18000000}, {10, 0}, {11, 18000000}, {29, 16000000}}},
    {"held until it is resumed", {EVENT(HELD, 8, .days = 0), EVENT(RESUMED, 20, .days = 0)}, 40, 4,
     {{8, 19000000}, {19, 19000000}, {20, 18000000}, {27, 17000000}, {40, 16000000}}},
    {"half the pace", {EVENT(SLOWED, 8, .pace = PERCENT(50))}, 49, 4,
     {{7, 19000000}, {8, 18000000}, {21, 18000000}, {22, 17000000}, {36, 16000000}, {49, 16000000}}},
    {"slowed, then the pace of the plan again",
     {EVENT(SLOWED, 8, .pace = PERCENT(50)), EVENT(RESUMED, 22, .days = 0)}, 35, 4,
     {{21, 18000000}, {22, 17000000}, {28, 17000000}, {29, 16000000}, {35, 16000000}}},
    {"back one step for two weeks, then on", {EVENT(REVERSED, 16, .days = 14, .to = MG(18))}, 43, 5,
     {{15, 17000000}, {16, 18000000}, {29, 18000000}, {30, 17000000}, {36, 17000000}, {37, 16000000}}},
    {"back to what was taken before", {EVENT(REVERSED, 4, .days = 7, .to = MG(20))}, 38, 5,
     {{3, 19000000}, {4, 20000000}, {10, 20000000}, {11, 19000000}, {18, 18000000}}},
    {"missed three days", {EVENT(MISSED, 10, .days = 3)}, 31, 4,
     {{9, 18000000}, {10, 0}, {12, 0}, {13, 18000000}, {17, 18000000}, {18, 17000000}}},
    {"missed, then held at the dose before", {EVENT(MISSED, 10, .days = 3), EVENT(HELD, 13, .days = 7)}, 38, 4,
     {{9, 18000000}, {10, 0}, {13, 18000000}, {19, 18000000}, {24, 18000000}, {25, 17000000}}},
    {"missed from the first day on", {EVENT(MISSED, 1, .days = 2)}, 30, 4, {{1, 0}, {2, 0}, {3, 19000000}, {30, 16000000}}},
    {"missed at the very end: no day of the plan", {EVENT(MISSED, 29, .days = 3)}, 28, 4, {{28, 16000000}}},
    {"stopped early", {EVENT(STOPPED, 10, .days = 0)}, 9, 2, {{9, 18000000}}},
    {"stays on a dose for four weeks more", {EVENT(MAINTAINED, 10, .days = 28)}, 37, 2,
     {{9, 18000000}, {37, 18000000}}},
    {"source changed: no dose changes", {EVENT(SOURCE_CHANGED, 10, .days = 0)}, 28, 4, {{10, 18000000}, {28, 16000000}}},
    {"a hold, a reversal and a change of pace",
     {EVENT(HELD, 8, .days = 7), EVENT(REVERSED, 17, .days = 7, .to = MG(19)), EVENT(SLOWED, 24, .pace = PERCENT(50))},
     65, 5, {{7, 19000000}, {14, 19000000}, {15, 18000000}, {17, 19000000}, {23, 19000000}, {24, 18000000}, {37, 18000000}, {38, 17000000},
             {52, 16000000}, {65, 16000000}}},
};

static void test_courses(void)
{
    for (size_t i = 0; i < sizeof courses / sizeof *courses; i++) {
        Kit kit = kit_plan_events(&weekly, courses[i].events, 2);
        kit_course(courses[i].name, &kit, courses[i].days, courses[i].cuts, courses[i].at);
        kit_end(&kit);
    }
}

static const struct { const char *name; Code code; bool plan; int32_t revision; Event events[3]; } faults[] = {
    {"before the start", MT332, false, 2, {EVENT(HELD, -3, .days = 7)}},
    {"after the end", MT332, false, 2, {EVENT(HELD, 40, .days = 7)}},
    {"within an earlier event", MT332, false, 2, {EVENT(HELD, 8, .days = 7), EVENT(HELD, 10, .days = 7)}},
    {"held for ever", MT332, false, 2, {EVENT(HELD, 8, .days = 0)}},
    {"faster", MT332, false, 2, {EVENT(SLOWED, 8, .pace = PERCENT(150))}},
    {"back to a dose that never was", MT332, false, 2, {EVENT(REVERSED, 16, .days = 7, .to = MG(18.5))}},
    {"back to a lower dose", MT332, false, 2, {EVENT(REVERSED, 8, .days = 7, .to = MG(17))}},
    {"after the stop", MT332, false, 2, {EVENT(STOPPED, 8, .days = 0), EVENT(HELD, 9, .days = 7)}},
    {"days missed", MT333, true, 2, {EVENT(MISSED, 8, .days = 2)}},
    {"another source", MT334, true, 2, {EVENT(SOURCE_CHANGED, 8, .note = "tablets of another maker")}},
    {"stopped from high", MT311, true, 2, {EVENT(STOPPED, 8, .days = 0)}},
    {"no pace at all", MT332, false, 2, {EVENT(SLOWED, 8, .pace = {0})}},
    {"the slowest pace is too slow, but a pace", MT305, false, 2, {EVENT(SLOWED, 8, .pace = {1})}},
    {"back for no day", MT332, false, 2, {EVENT(REVERSED, 16, .days = 0, .to = MG(18))}},
    {"back to the present dose", MT332, false, 2, {EVENT(REVERSED, 8, .days = 7, .to = MG(19))}},
    {"missed on no day", MT332, false, 2, {EVENT(MISSED, 8, .days = 0)}},
    {"a day too long", MT305, false, 2, {EVENT(HELD, 8, .days = 3660 - 27)}},
    {"same revision", MT335, false, 1, {EVENT(HELD, 8, .days = 7)}},
    {"too long", MT305, false, 2, {EVENT(HELD, 8, .days = 3660)}},
};

static void test_faults(void)
{
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        Kit kit = kit_plan_events(&weekly, faults[i].events, faults[i].revision);
        bool found = kit_found(&kit, faults[i].code, NULL);
        kit_check(found, faults[i].name, finding_kind(faults[i].code)->name, found, 1);
        kit_check((kit.plan != NULL) == faults[i].plan, faults[i].name, "a plan", kit.plan != NULL, faults[i].plan);
        if (!found) findings_print(&kit.findings, FINDINGS_TEXT, NULL, stderr);
        kit_end(&kit);
    }
}

/* Of other prescriptions: exchanged for another drug; reduced to nothing; kept as it is, with no day of its own. */
static const KitRx exchanged = {&kit_clonazepam, {MG(0.5)}, {CROSS("Ashton 2002", 1, 7, .drug = NULL), HOLD(21), MAINTAIN}};
static const KitRx ended = {&kit_diazepam, {MG(3)}, {REDUCE(AMOUNT(1), .per = 7, UNTIL(0))}};
static const KitRx unending = {&kit_diazepam, {MG(3)}, {MAINTAIN}};
static const struct { const char *name; const KitRx *rx; Code code; bool plan; Event events[3]; } others[] = {
    {"which of two drugs goes back", &exchanged, MT332, false, {EVENT(REVERSED, 10, .days = 7, .to = MG(0.5))}},
    {"back for no days", &weekly, MT332, false, {EVENT(REVERSED, 16, .to = MG(18))}},
    {"missed for no days", &weekly, MT332, false, {EVENT(MISSED, 10, .note = NULL)}},
    {"at no pace", &weekly, MT332, false, {EVENT(SLOWED, 8, .note = NULL)}},
    {"so slow that the plan is too long", &weekly, MT305, false, {EVENT(SLOWED, 8, .pace = PERCENT(0.5))}},
    {"held until a day too far", &weekly, MT305, false, {EVENT(HELD, 8, .note = NULL), EVENT(RESUMED, 4000, .note = NULL)}},
    {"stopped before the first dose", &weekly, MT308, false, {EVENT(STOPPED, 1, .note = NULL)}},
    {"missed, and then stopped", &weekly, MT308, false, {EVENT(MISSED, 1, .days = 5), EVENT(STOPPED, 6, .note = NULL)}},
    {"stopped, one of two drugs being gone", &exchanged, MT325, true, {EVENT(STOPPED, 10, .note = NULL)}},
    {"stopped before the last cut", &ended, MT325, true, {EVENT(STOPPED, 5, .note = NULL)}},
    {"held where there is no day", &unending, MT308, false, {EVENT(HELD, 1, .days = 7)}},
};

static void test_others(void)
{
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        Kit kit = kit_plan_events(others[i].rx, others[i].events, 2);
        bool found = kit_found(&kit, others[i].code, NULL);
        kit_check(found, others[i].name, finding_kind(others[i].code)->name, found, 1);
        kit_check((kit.plan != NULL) == others[i].plan, others[i].name, "a plan", kit.plan != NULL, others[i].plan);
        if (!found) findings_print(&kit.findings, FINDINGS_TEXT, NULL, stderr);
        kit_end(&kit);
    }
}

/* A hold without an end goes on past days that were missed, which are told of by themselves. */
static void test_kept_days(void)
{
    static const Event events[] = {EVENT(HELD, 8, .note = NULL), EVENT(MISSED, 10, .days = 2), EVENT(RESUMED, 20, .note = NULL), {.note = NULL}};
    Kit kit = kit_plan_events(&weekly, events, 2);
    CU_ASSERT_PTR_NOT_NULL_FATAL(kit.plan);
    CU_ASSERT_EQUAL(kit.plan->changes[0].last, 18);
    CU_ASSERT_PTR_EQUAL(plan_kept(kit.plan, 7), &kit.plan->changes[0]);
    CU_ASSERT_PTR_EQUAL(plan_kept(kit.plan, 9), &kit.plan->changes[1]);
    CU_ASSERT_PTR_EQUAL(plan_kept(kit.plan, 11), &kit.plan->changes[0]);
    CU_ASSERT_PTR_NULL(plan_kept(kit.plan, 19));
    kit_end(&kit);
}

/* ---- led by symptoms ---- */

/* 20 mg, 1 mg less every 14 days; what a row leaves out is not stated. */
static const KitRx fortnightly = {&kit_diazepam, {MG(20)}, {REDUCE(AMOUNT(1), .per = 14, .cuts = 4), MAINTAIN}};
static const struct { const char *name; const char *steady; int32_t longest, review; Code code; int32_t days; } led[] = {
    {"what is steady is not stated", NULL, 28, 20, MT336, 0},
    {"nor for how long", "sleeping", 0, 20, MT336, 0},
    {"a review on the first day", "sleeping", 28, 0, MT336, 0},
    {"for so long that no plan holds it", "sleeping", 3000, 20, MT305, 0},
    {"reviewed within the first dose", "sleeping", 28, 8, MT337, 4 * 28},
    {"reviewed after the end", "sleeping", 28, 400, MT337, 4 * 14},
    {"for less than the days of a dose", "sleeping", 7, 8, MT337, 4 * 14},
};

static void test_led(void)
{
    static const Event noted[] = {EVENT(SOURCE_CHANGED, 1, .note = NULL), {.note = NULL}};   /* no day changes by it */
    for (size_t i = 0; i < sizeof led / sizeof *led; i++) {
        Kit kit = kit_plan_events(&fortnightly, noted, 2);
        kit.rx->led_by = LED_BY_SYMPTOMS;
        kit.rx->back = true;
        kit.rx->steady = led[i].steady;
        kit.rx->longest = led[i].longest;
        kit.rx->review = date_add(kit.rx->starts, led[i].review);
        const Plan *plan = plan_make(kit.rx, &kit_shop, kit_tables(), kit.arena, &kit.findings);
        kit_check(kit_found(&kit, led[i].code, NULL), led[i].name, finding_kind(led[i].code)->name, 0, 1);
        kit_check((plan != NULL) == (led[i].days > 0), led[i].name, "a plan", plan != NULL, led[i].days > 0);
        if (plan) kit_check(plan->slowest->days == led[i].days, led[i].name, "slowest", plan->slowest->days, led[i].days);
        if (plan && led[i].review == 8) /* within the first dose there is no step back from it */
            kit_check(plan->slowest->reach[10].first == 0, led[i].name, "within reach", plan->slowest->reach[10].first, 0);
        kit_end(&kit);
    }
}

/* ---- at half the pace ---- */

static const KitRx long_course = {&kit_diazepam, {MG(20)}, {REDUCE(AMOUNT(0.1), .per = 14, .cuts = 190), STOP}};
static const KitRx endless = {&kit_diazepam, {MG(20)}, {REDUCE(CURRENT(10), .per = 14, UNTIL(0)), STOP}};
#define ENDLESS REDUCE(AMOUNT(1), .per = 7)
static const KitRx eight_faults = {&kit_diazepam, {MG(20)}, {ENDLESS, ENDLESS, ENDLESS, ENDLESS, ENDLESS, ENDLESS, ENDLESS, ENDLESS}};
static const struct { const char *name; const KitRx *rx; int kind; } halves[] = {
    {"twice the days", &fortnightly, HALF_ENDS},
    {"past the longest plan", &long_course, HALF_TOO_LONG},
    {"of a plan that cannot be made at all", &endless, HALF_NONE},
    {"of a plan of as many faults as there is room for", &eight_faults, HALF_NONE},
};

static void test_halves(void)
{
    for (size_t i = 0; i < sizeof halves / sizeof *halves; i++) {
        Kit kit = kit_plan(halves[i].rx, NULL);
        HalfPace half = plan_half_pace(kit.rx, &kit_shop, kit_tables(), kit.arena);
        kit_check((int)half.kind == halves[i].kind, halves[i].name, "half pace", (int)half.kind, halves[i].kind);
        kit_end(&kit);
    }
}

/* ---- what holds for any plan and any event ---- */

static const KitRx plain = {&kit_diazepam, {MG(7), {0}, {0}, MG(13)}, {REDUCE(CURRENT(5), .per = 28, .every = 7, UNTIL(12)), HOLD(14), REDUCE(AMOUNT(0.5), .per = 7, UNTIL(0)), STOP}};

static bool same_day(const Plan *a, int32_t day, const Plan *b, int32_t other)
{
    for (size_t i = 0; i < a->drug_count; i++)
        for (size_t t = 0; t < a->times; t++)
            if (plan_target(a, i, day, t).ng != plan_target(b, i, other, t).ng) return false;
    return true;
}

/* An event never changes a day before its own; a hold moves dates only. */
static void test_past(void)
{
    Kit before = kit_plan(&plain, NULL);
    for (int32_t day = 1; day < before.plan->days; day += 3) {
        Event held[2] = {EVENT(HELD, day, .days = 1 + day % 20), {.note = NULL}};
        Kit after = kit_plan_events(&plain, held, 2);
        bool past = after.plan != NULL, later = past && after.plan->days == before.plan->days + held[0].days;
        for (int32_t d = 0; past && d < day - 1; d++) past = same_day(before.plan, d, after.plan, d);
        for (int32_t d = day - 1; later && d < before.plan->days; d++)
            later = same_day(before.plan, d, after.plan, d + held[0].days);
        kit_check(past, "any hold", "the past stays; day of the event", day, day);
        kit_check(later, "any hold", "dates move only; day of the event", day, day);
        kit_end(&after);
    }
    kit_end(&before);
}

/* 2 mg of clonazepam, exchanged in four rows: the same in all, twice less of the diazepam alone, then the clonazepam ends. */
static TimedDose one_mg[] = {{.time = MORNING, .mass = MG(1)}}, twenty_mg[] = {{.time = MORNING, .mass = MG(20)}},
                 ten_mg[] = {{.time = MORNING, .mass = MG(10)}}, four_mg[] = {{.time = MORNING, .mass = MG(4)}};
static ListRow over_rows[] = {{.days = 7, .by_time = true, .doses = one_mg, .count = 1, .others = twenty_mg, .other_count = 1},
                              {.days = 7, .by_time = true, .doses = one_mg, .count = 1, .others = ten_mg, .other_count = 1},
                              {.days = 7, .by_time = true, .doses = one_mg, .count = 1, .others = four_mg, .other_count = 1},
                              {.days = 7, .by_time = true, .others = four_mg, .other_count = 1}};
static const KitRx listed = {&kit_clonazepam, {MG(2)}, {{.kind = STEP_LIST, .to = &kit_diazepam, .ratio = {MG(0.5), MG(10)}, .table = "Ashton 2002",
                                                        .rows = over_rows, .row_count = 4}, MAINTAIN}};
static const KitRx daily = {&kit_diazepam, {MG(20)}, {REDUCE(AMOUNT(0.1), .per = 1, .cuts = 10), HOLD(7), MAINTAIN}};
static const KitRx to_a_nanogram = {&kit_diazepam, {{3}}, {REDUCE(AMOUNT(0.000001), .per = 7, .cuts = 2), MAINTAIN}};
/* 1 mg for a week, 2 mg for a day, 1.5 mg. */
static ListRow up_rows[] = {{.days = 7, .total = MG(1)}, {.days = 1, .total = MG(2)}};
static const KitRx up_and_down = {&kit_diazepam, {MG(1)}, {LIST(up_rows), REDUCE(AMOUNT(0.5), .per = 7, .cuts = 1), MAINTAIN}};
/* 3 mg for a week; 2 mg, 1 mg; 0.5 mg, then nothing. */
static const KitRx to_nothing = {&kit_diazepam, {MG(3)}, {HOLD(7), REDUCE(AMOUNT(1), .per = 7, .cuts = 2), REDUCE(AMOUNT(0.5), .per = 7, UNTIL(0))}};

static bool same_stretch(const Stretch *a, const Stretch *b)
{
    return a->first == b->first && a->last == b->last && a->cuts == b->cuts && a->to_nothing == b->to_nothing;
}

/* An event without an effect leaves the plan as it was, stretches and all. */
static void check_identity(const char *name, const KitRx *rx)
{
    static const Event noted[2] = {EVENT(SOURCE_CHANGED, 14, .days = 0), {.note = NULL}};
    Kit before = kit_plan(rx, NULL), after = kit_plan_events(rx, noted, 2);
    bool same = before.plan->days == after.plan->days && before.plan->stretch_count == after.plan->stretch_count &&
                before.plan->cuts == after.plan->cuts && before.plan->ends_by_stop == after.plan->ends_by_stop;
    for (int32_t d = 0; same && d < before.plan->days; d++)
        for (size_t i = 0; same && i < before.plan->drug_count; i++)
            same = same_day(before.plan, d, after.plan, d) && before.plan->drugs[i].cut[d].ng == after.plan->drugs[i].cut[d].ng;
    for (size_t i = 0; same && i < before.plan->stretch_count; i++) same = same_stretch(&before.plan->stretches[i], &after.plan->stretches[i]);
    kit_check(same, name, "same plan", same, 1);
    kit_check(after.plan->change_count == 1, name, "changes", (int)after.plan->change_count, 1);
    kit_check(after.plan->changes[0].first == 13, name, "day of the change", after.plan->changes[0].first, 13);
    kit_end(&before);
    kit_end(&after);
}

static void test_identity(void)
{
    check_identity("reduced and held", &plain);
    check_identity("reduced to nothing", &to_nothing);
    check_identity("exchanged", &exchanged);
    check_identity("two drugs in a list", &listed);
    check_identity("a cut a day, then a hold", &daily);
    check_identity("to a nanogram", &to_a_nanogram);
}

/* Where the steps stand on the days of the plan: first and last day from 0, cuts, whether the last of these leaves nothing. */
static const struct { const char *name; Event events[3]; size_t count; Stretch stretches[6]; } again[] = {
    {"held before the first dose", {EVENT(HELD, 1, .days = 5)}, 3,
     {{0, 11, NULL, NULL, 0, false}, {12, 25, NULL, NULL, 2, false}, {26, 32, NULL, NULL, 2, true}}},
    {"missed from the first day on", {EVENT(MISSED, 1, .days = 2)}, 3,
     {{0, 8, NULL, NULL, 0, false}, {9, 22, NULL, NULL, 2, false}, {23, 29, NULL, NULL, 2, true}}},
    {"missed within a step", {EVENT(MISSED, 10, .days = 2)}, 3,
     {{0, 6, NULL, NULL, 0, false}, {7, 22, NULL, NULL, 2, false}, {23, 29, NULL, NULL, 2, true}}},
    {"missed where a step begins: days of the step before", {EVENT(MISSED, 8, .days = 2)}, 3,
     {{0, 8, NULL, NULL, 0, false}, {9, 22, NULL, NULL, 2, false}, {23, 29, NULL, NULL, 2, true}}},
    {"missed before the last day", {EVENT(MISSED, 28, .days = 2)}, 3,
     {{0, 6, NULL, NULL, 0, false}, {7, 20, NULL, NULL, 2, false}, {21, 29, NULL, NULL, 2, true}}},
    {"missed behind the last day", {EVENT(MISSED, 29, .days = 1)}, 3,
     {{0, 6, NULL, NULL, 0, false}, {7, 20, NULL, NULL, 2, false}, {21, 28, NULL, NULL, 2, true}}},
    {"back to a dose of the step before", {EVENT(REVERSED, 23, .days = 7, .to = MG(2))}, 5,
     {{0, 6, NULL, NULL, 0, false}, {7, 20, NULL, NULL, 2, false}, {21, 21, NULL, NULL, 1, false},
      {22, 35, NULL, NULL, 1, false}, {36, 42, NULL, NULL, 2, true}}},
    {"kept on at the end: not reduced to nothing", {EVENT(MAINTAINED, 29, .days = 7)}, 3,
     {{0, 6, NULL, NULL, 0, false}, {7, 20, NULL, NULL, 2, false}, {21, 34, NULL, NULL, 1, false}}},
    {"held on the last day, and stopped: the cut to nothing is made", {EVENT(HELD, 29, .days = 2), EVENT(STOPPED, 31, .note = NULL)}, 3,
     {{0, 6, NULL, NULL, 0, false}, {7, 20, NULL, NULL, 2, false}, {21, 29, NULL, NULL, 2, true}}},
};

static void test_again(void)
{
    for (size_t i = 0; i < sizeof again / sizeof *again; i++) {
        Kit kit = kit_plan_events(&to_nothing, again[i].events, 2);
        CU_ASSERT_PTR_NOT_NULL_FATAL(kit.plan);
        kit_check(kit.plan->stretch_count == again[i].count, again[i].name, "stretches", (int64_t)kit.plan->stretch_count, (int64_t)again[i].count);
        for (size_t k = 0; k < kit.plan->stretch_count; k++) {
            const Stretch *got = &kit.plan->stretches[k], *expected = &again[i].stretches[k];
            if (k >= again[i].count || same_stretch(got, expected)) continue;
            fprintf(stderr, "taper: %s: stretch %d: days %d to %d, %d cuts%s\n", again[i].name, (int)k, (int)got->first, (int)got->last,
                    (int)got->cuts, got->to_nothing ? ", to nothing" : "");
            CU_FAIL("stretch");
        }
        kit_end(&kit);
    }
}

/* What is less than on the day before a missed one is a cut, whatever was taken earlier. */
static void test_cut_behind_missed(void)
{
    static const Event missed[] = {EVENT(MISSED, 9, .days = 1), {.note = NULL}};
    Kit kit = kit_plan_events(&up_and_down, missed, 2);
    CU_ASSERT_PTR_NOT_NULL_FATAL(kit.plan);
    kit_check(kit.plan->cuts == 1, "up, missed, down", "cuts", kit.plan->cuts, 1);
    kit_end(&kit);
}

/* One day of 1 mg of 2, then nothing: both cuts are counted with an event too. */
static void test_a_day(void)
{
    static const KitRx a_day = {&kit_diazepam, {MG(2)}, {REDUCE(AMOUNT(1), .per = 1, UNTIL(0))}};
    static const Event noted[] = {EVENT(SOURCE_CHANGED, 1, .note = NULL), {.note = NULL}};
    Kit kit = kit_plan_events(&a_day, noted, 2);
    CU_ASSERT_PTR_NOT_NULL_FATAL(kit.plan);
    kit_check(kit.plan->days == 1 && kit.plan->cuts == 2, "a day, then nothing", "cuts", kit.plan->cuts, 2);
    kit_end(&kit);
}

/* Where a plan with events has no end, its last dose is said. */
static void test_no_end(void)
{
    static const KitRx rx = {&kit_diazepam, {MG(20)}, {REDUCE(AMOUNT(1), .per = 7, .cuts = 4)}};
    static const Event held[] = {EVENT(HELD, 8, .days = 7), {.note = NULL}};
    Kit kit = kit_plan_events(&rx, held, 2);
    bool said = false;
    for (size_t i = 0; i < kit.findings.count; i++)
        said |= text_equal(kit.findings.items[i].text, "the plan ends at 16 mg of diazepam a day on 2027-01-04: neither stop nor maintain");
    kit_check(said, "no end", "said", said, 1);
    kit_end(&kit);
}

/* Days without a dose are said as many as they are. */
static void test_missed_said(void)
{
    static const char *const texts[] = {"nothing was taken on 1 day from 2026-12-08; then the same doses go on",
                                        "nothing was taken on 2 days from 2026-12-08; then the same doses go on"};
    for (int32_t days = 1; days <= 2; days++) {
        Event missed[] = {EVENT(MISSED, 8, .days = days), {.note = NULL}};
        Kit kit = kit_plan_events(&weekly, missed, 2);
        const char *text = kit.findings.items[0].text;
        kit_check(text_equal(text, texts[days - 1]), "missed", text, days, days);
        kit_end(&kit);
    }
}

/* The cut in force goes with its program day: none before the first day and on days missed, the same when gone back to. */
static void test_cuts_in_force(void)
{
    static const Event events[] = {EVENT(HELD, 1, .days = 2), EVENT(MISSED, 12, .days = 2), EVENT(REVERSED, 25, .days = 2, .to = MG(2)), {.note = NULL}};
    static const int64_t cuts[][2] = {{0, 0}, {2, 0}, {8, 0}, {9, 1000000}, {10, 1000000}, {11, 0}, {12, 0}, {13, 1000000}, {24, 1000000},
                                      {26, 1000000}, {33, 500000}};
    Kit kit = kit_plan_events(&to_nothing, events, 2);
    CU_ASSERT_PTR_NOT_NULL_FATAL(kit.plan);
    for (size_t i = 0; i < sizeof cuts / sizeof *cuts; i++)
        kit_check(kit.plan->drugs[0].cut[cuts[i][0]].ng == cuts[i][1], "cut in force", "day", cuts[i][0], kit.plan->drugs[0].cut[cuts[i][0]].ng);
    kit_end(&kit);
}

/* Only what is taken stops, one nanogram too; a dose that is kept on has not ended. */
static void test_last_doses(void)
{
    static const KitRx crossed = {&kit_clonazepam, {MG(0.5)}, {CROSS("Ashton 2002", 1, 7, .drug = NULL), MAINTAIN}};
    static const KitRx least = {&kit_diazepam, {{1}}, {HOLD(7), MAINTAIN}};
    static const Event stopped[2] = {EVENT(STOPPED, 5, .days = 0), {.note = NULL}}, kept[2] = {EVENT(MAINTAINED, 5, .days = 7), {.note = NULL}};
    Kit one = kit_plan_events(&crossed, stopped, 2), two = kit_plan_events(&least, stopped, 2), on = kit_plan_events(&least, kept, 2);
    int stops = 0;
    for (size_t i = 0; i < one.findings.count; i++) stops += one.findings.items[i].code == MT325;
    kit_check(stops == 1, "stopped after a crossover", "MT325", stops, 1);
    kit_check(kit_found(&two, MT325, "event[1]"), "stopped from a nanogram", "MT325", 0, 1);
    kit_check(on.plan && on.plan->maintains && !on.plan->ends_by_stop && on.plan->days == 11, "a nanogram kept on", "goes on", on.plan != NULL, 1);
    kit_end(&one);
    kit_end(&two);
    kit_end(&on);
}

/* The first event says that the revision is still 1. */
static void test_same_revision(void)
{
    static const Event held[2] = {EVENT(HELD, 8, .days = 7), {.note = NULL}};
    Kit kit = kit_plan_events(&weekly, held, 1);
    kit_check(kit_found(&kit, MT335, "event[1]"), "same revision", "its place", 0, 1);
    kit_end(&kit);
}

/* The days that events bear on: a hold without days ends where the next event ends it, not at a change of source. */
static void test_days(void)
{
    static const Event events[] = {EVENT(HELD, 8, .days = 0), EVENT(SOURCE_CHANGED, 10, .days = 0), EVENT(RESUMED, 20, .days = 0),
                                   EVENT(REVERSED, 24, .days = 7, .to = MG(20)), EVENT(MAINTAINED, 31, .days = 0), {.note = NULL}};
    static const int32_t days[][2] = {{7, 18}, {9, 9}, {19, 19}, {23, 29}, {30, 30}};
    Kit kit = kit_plan_events(&weekly, events, 2);
    CU_ASSERT_PTR_NOT_NULL_FATAL(kit.plan);
    for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
        kit_check(kit.plan->changes[i].first == days[i][0], "days of events", "first", kit.plan->changes[i].first, days[i][0]);
        if (i + 1 < sizeof days / sizeof *days)
            kit_check(kit.plan->changes[i].last == days[i][1], "days of events", "last", kit.plan->changes[i].last, days[i][1]);
    }
    kit_check(plan_kept(kit.plan, 9) == &kit.plan->changes[0], "days of events", "kept on its day", 9, 9);
    kit_check(!plan_kept(kit.plan, 6) && !plan_kept(kit.plan, 19), "days of events", "free before and after", 6, 19);
    kit_check(plan_kept(kit.plan, 29) == &kit.plan->changes[3], "days of events", "back", 29, 29);
    kit_end(&kit);
}

/* Kept on without an end, and missed on two days then: kept to the last day with a dose. */
static void test_kept_to_the_end(void)
{
    static const Event events[] = {EVENT(MAINTAINED, 10, .note = NULL), EVENT(MISSED, 20, .days = 2), {.note = NULL}};
    Kit kit = kit_plan_events(&weekly, events, 2);
    CU_ASSERT_PTR_NOT_NULL_FATAL(kit.plan);
    kit_check(kit.plan->days == 19, "kept to the end", "days", kit.plan->days, 19);
    kit_check(kit.plan->changes[0].first == 9 && kit.plan->changes[0].last == 18, "kept to the end", "last", kit.plan->changes[0].last, 18);
    kit_end(&kit);
}

/* A hold without an end lasts until the first event that ends it, not until a later one. */
static void test_held_until(void)
{
    static const Event events[] = {EVENT(HELD, 8, .note = NULL), EVENT(RESUMED, 20, .note = NULL), EVENT(SLOWED, 24, .pace = PERCENT(50)), {.note = NULL}};
    Kit kit = kit_plan_events(&weekly, events, 2);
    CU_ASSERT_PTR_NOT_NULL_FATAL(kit.plan);
    kit_check(kit.plan->changes[0].last == 18, "held until resumed", "last", kit.plan->changes[0].last, 18);
    kit_end(&kit);
}

void suite_taper_events(void)
{
    CU_pSuite suite = CU_add_suite("taper: events", NULL, NULL);
    CU_add_test(suite, "courses", test_courses);
    CU_add_test(suite, "each finding", test_faults);
    CU_add_test(suite, "last doses", test_last_doses);
    CU_add_test(suite, "where a revision is missing", test_same_revision);
    CU_add_test(suite, "other prescriptions", test_others);
    CU_add_test(suite, "days kept", test_kept_days);
    CU_add_test(suite, "led by symptoms", test_led);
    CU_add_test(suite, "half the pace", test_halves);
    CU_add_test(suite, "the past stays", test_past);
    CU_add_test(suite, "identity", test_identity);
    CU_add_test(suite, "the steps on their new days", test_again);
    CU_add_test(suite, "a cut behind a missed day", test_cut_behind_missed);
    CU_add_test(suite, "one day, then nothing", test_a_day);
    CU_add_test(suite, "no end", test_no_end);
    CU_add_test(suite, "days missed, in words", test_missed_said);
    CU_add_test(suite, "the cut in force", test_cuts_in_force);
    CU_add_test(suite, "days of events", test_days);
    CU_add_test(suite, "held until it is resumed", test_held_until);
    CU_add_test(suite, "kept to the end", test_kept_to_the_end);
}
