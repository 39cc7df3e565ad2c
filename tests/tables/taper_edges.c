/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The laws of the taper at their edges: what is just allowed, what is just not, and a shop with every time of day there is. */
#include <stdio.h>
#include <string.h>
#include "microtaper/text.h"
#include "taper_kit.h"
#include "../../src/taper/walk.h"

static int morning_twice[] = {MORNING, MORNING}, bedtime_then_morning[] = {BEDTIME, MORNING};
static TimedDose half_mg[] = {{.time = MORNING, .mass = MG(0.5)}}, half_and_one[] = {{.time = MORNING, .mass = {500001}}};
static ListRow same_together[] = {{.days = 7, .by_time = true, .doses = half_mg, .count = 1, .others = half_mg, .other_count = 1}};
static ListRow one_more_together[] = {{.days = 7, .by_time = true, .doses = half_mg, .count = 1, .others = half_and_one, .other_count = 1}};
static ListRow as_before[] = {{.days = 7, .total = MG(3)}};
static ListRow other_ends[] = {{.days = 7, .by_time = true, .doses = half_mg, .count = 1, .others = half_mg, .other_count = 1},
                               {.days = 7, .by_time = true, .doses = half_mg, .count = 1}};
#define BOTH(rows_) {.kind = STEP_LIST, .to = &kit_alprazolam, ONE_TO_ONE, .table = "Ashton 2002", .rows = (rows_), .row_count = 1}
static int32_t one_and_none[] = {1, 0}, none_and_one[] = {0, 1};

#define ONE_TO_ONE .ratio = {MG(1), MG(1)}
#define EXCHANGE(...) {.kind = STEP_CROSS, .table = "Ashton 2002", __VA_ARGS__}
#define TO_ALPRAZOLAM .to = &kit_alprazolam

/* All that is said of each, in order; no code of an error where there is a plan; the last one's text where it matters. */
typedef struct { const char *name, *codes, *text; KitRx rx; } Said;
static const Said said[] = {
    {"a ratio of one nanogram", "MT321 MT310", NULL, {&kit_diazepam, {MG(1)}, {EXCHANGE(TO_ALPRAZOLAM, .ratio = {{1}, {1}}, .portions = 1, .cross_every = 7)}}},
    {"a ratio of exactly a thousand", "MT321 MT310", NULL, {&kit_diazepam, {MG(1)}, {EXCHANGE(TO_ALPRAZOLAM, .ratio = {MG(1), MG(1000)}, .portions = 1, .cross_every = 7)}}},
    {"a ratio of exactly a thousandth", "MT321 MT310", NULL, {&kit_diazepam, {MG(1)}, {EXCHANGE(TO_ALPRAZOLAM, .ratio = {MG(1000), MG(1)}, .portions = 1, .cross_every = 7)}}},
    {"a ratio from nothing", "MT323", "the ratio must be stated", {&kit_diazepam, {MG(1)}, {EXCHANGE(TO_ALPRAZOLAM, .ratio = {{0}, MG(1)}, .portions = 1, .cross_every = 7)}}},
    {"a ratio to nothing", "MT323", "the ratio must be stated", {&kit_diazepam, {MG(1)}, {EXCHANGE(TO_ALPRAZOLAM, .ratio = {MG(1), {0}}, .portions = 1, .cross_every = 7)}}},
    {"a ratio below nothing", "MT323", NULL, {&kit_diazepam, {MG(1)}, {EXCHANGE(TO_ALPRAZOLAM, .ratio = {{-5}, {-5}}, .portions = 1, .cross_every = 7)}}},
    {"no portions", "MT323", NULL, {&kit_diazepam, {MG(1)}, {EXCHANGE(TO_ALPRAZOLAM, ONE_TO_ONE, .cross_every = 7)}}},
    {"no days of an exchange", "MT323", NULL, {&kit_diazepam, {MG(1)}, {EXCHANGE(TO_ALPRAZOLAM, ONE_TO_ONE, .portions = 1)}}},
    {"no drug to exchange for", "MT323", NULL, {&kit_diazepam, {MG(1)}, {EXCHANGE(ONE_TO_ONE, .portions = 1, .cross_every = 7)}}},
    {"all is moved, all is given", "MT321 MT310", NULL,
     {&kit_diazepam, {MG(1)}, {EXCHANGE(TO_ALPRAZOLAM, ONE_TO_ONE, .portions = 1, .moves = {SHARE_ONE}, .gives = {SHARE_ONE}, .cross_every = 7)}}},
    {"more than all is given", "MT323", NULL, {&kit_diazepam, {MG(1)}, {EXCHANGE(TO_ALPRAZOLAM, ONE_TO_ONE, .portions = 1, .gives = {SHARE_ONE + 1}, .cross_every = 7)}}},
    {"named as often as there are portions", "MT321 MT310", NULL,
     {&kit_diazepam, {MG(1)}, {EXCHANGE(TO_ALPRAZOLAM, ONE_TO_ONE, .portions = 2, .order = morning_twice, .order_count = 2, .cross_every = 7)}}},
    {"named more often than there are portions", "MT321 MT323", NULL,
     {&kit_diazepam, {MG(1)}, {EXCHANGE(TO_ALPRAZOLAM, ONE_TO_ONE, .portions = 1, .order = morning_twice, .order_count = 2, .cross_every = 7)}}},
    {"one nanogram is exchanged", "MT321 MT310", NULL,
     {&kit_diazepam, {{1}}, {EXCHANGE(TO_ALPRAZOLAM, ONE_TO_ONE, .portions = 1, .order = morning_twice, .order_count = 1, .cross_every = 7)}}},
    {"exactly ten kilograms", "MT321 MT310", NULL, {&kit_diazepam, {{10000000000000}}, {EXCHANGE(TO_ALPRAZOLAM, ONE_TO_ONE, .portions = 1, .cross_every = 7)}}},
    {"a nanogram more than ten kilograms", "MT321 MT323", NULL, {&kit_diazepam, {{10000000000001}}, {EXCHANGE(TO_ALPRAZOLAM, ONE_TO_ONE, .portions = 1, .cross_every = 7)}}},
    {"a time without a weight", "MT331", NULL,
     {&kit_diazepam, {MG(1)}, {{.kind = STEP_DIVIDE, .order = bedtime_then_morning, .order_count = 2, .weights = one_and_none}, HOLD(1), STOP}}},
    {"a first time without a weight", "MT331", NULL,
     {&kit_diazepam, {MG(1)}, {{.kind = STEP_DIVIDE, .order = bedtime_then_morning, .order_count = 2, .weights = none_and_one}, HOLD(1), STOP}}},
    {"a drug that is not taken", "MT312", "lorazepam is not taken on day 8 of the plan",
     {&kit_diazepam, {MG(1)}, {HOLD(7), {.kind = STEP_STOP, .drug = &kit_lorazepam}}}},
    {"which of two drugs", "MT321 MT324 MT312", "more than one drug is taken on day 8 of the plan, and the stop does not say which it works on",
     {&kit_diazepam, {MG(1)}, {EXCHANGE(TO_ALPRAZOLAM, ONE_TO_ONE, .portions = 1, .cross_every = 7, .moves = PERCENT(50)), STOP}}},
    {"two drugs together as much as before", "MT321 MT310 MT310", NULL, {&kit_diazepam, {MG(1)}, {BOTH(same_together)}}},
    {"two drugs together a nanogram more", "MT321 MT309 MT310 MT310", NULL, {&kit_diazepam, {MG(1)}, {BOTH(one_more_together)}}},
    {"the other drug ends with the list: one is left to stop", "MT321 MT325 MT301", NULL,
     {&kit_diazepam, {MG(1)}, {{.kind = STEP_LIST, .to = &kit_alprazolam, ONE_TO_ONE, .table = "Ashton 2002", .rows = other_ends, .row_count = 2}, STOP}}},
    {"one time named twice is no other order", "MT325 MT311 MT302", NULL,
     {&kit_diazepam, {MG(10), MG(10)}, {REDUCE(AMOUNT(1), .per = 7, .cuts = 1, .order = bedtime_then_morning, .order_count = 2),
                                        REDUCE(AMOUNT(1.5), .per = 7, .cuts = 1, .order = morning_twice, .order_count = 2), STOP}}},
    {"cuts beyond nothing", "MT316", "cut 3 takes more than the 0 mg a day of diazepam that is left", {&kit_diazepam, {MG(2)}, {REDUCE(AMOUNT(1), .per = 7, .cuts = 3)}}},
    {"neither stopped nor kept on", "MT310", "the plan ends at 1 mg of diazepam a day on 2026-12-07: neither stop nor maintain", {&kit_diazepam, {MG(1)}, {HOLD(7)}}},
    {"listed as before", "", "", {&kit_diazepam, {MG(3)}, {LIST(as_before), MAINTAIN}}},
    {"kept on", "", "", {&kit_diazepam, {MG(1)}, {HOLD(7), MAINTAIN}}},
    {"cuts of every day, and no hold", "MT338", "cuts every day for 14 days with no hold; the blood lags about 13 days behind (half-life 200 hours / ln 2)",
     {&kit_diazepam, {MG(20)}, {REDUCE(AMOUNT(0.1), .per = 1, .cuts = 14), REDUCE(AMOUNT(0.1), .per = 14, .cuts = 1), MAINTAIN}}},
    {"cuts of every second day, and no hold", "MT338", "cuts every 2 days for 14 days with no hold; the blood lags about 13 days behind (half-life 200 hours / ln 2)",
     {&kit_diazepam, {MG(20)}, {REDUCE(AMOUNT(0.1), .per = 2, .cuts = 7), REDUCE(AMOUNT(0.1), .per = 14, .cuts = 1), MAINTAIN}}},
    {"cuts of every day, then kept on", "", "", {&kit_diazepam, {MG(20)}, {REDUCE(AMOUNT(0.1), .per = 1, .cuts = 14), MAINTAIN}}},
    {"stopped from the usual last dose itself", "MT325", "diazepam stops from 0.5 mg a day", {&kit_diazepam, {MG(0.5)}, {HOLD(1), STOP}}},
    {"stopped from a nanogram more", "MT325 MT311", "diazepam stops from 0.500001 mg a day; usual last dose at most 0.5 mg (test)",
     {&kit_diazepam, {{500001}}, {HOLD(1), STOP}}},
    {"stopped, and what that is in diazepam", "MT325", "clonazepam stops from 0.1 mg a day; about 2 mg diazepam (Ashton 2002), 1 mg diazepam (VA/DoD 2021)",
     {&kit_clonazepam, {MG(0.1)}, {HOLD(1), STOP}}},
    {"the longest plan", "MT325 MT311", NULL, {&kit_diazepam, {MG(1)}, {HOLD(3659), HOLD(1), STOP}}},
    {"a day longer", "MT305", "the plan passes 3660 days in this step, at 1 mg of diazepam a day", {&kit_diazepam, {MG(1)}, {HOLD(3660), HOLD(1), STOP}}},
    {"the same doses are no rise", "MT325 MT311", NULL,
     {&kit_diazepam, {MG(1)}, {{.kind = STEP_DIVIDE, .order = morning_twice, .order_count = 1}, HOLD(1), STOP}}},
};

/* The same of one who takes 1 mg of clonazepam besides. */
static const KitRx clonazepam_too = {.drug = &kit_clonazepam, .dose = {MG(1)}};
static ListRow a_day_more[] = {{.days = 1, .total = MG(2)}, {.days = 13, .total = MG(1.8)}, {.days = 7, .total = MG(1.7)}};
static const Said said_of_two[] = {
    {"held for too long: said of the first", "MT305", "the plan passes 3660 days in this step, at 2 mg of diazepam a day", {&kit_diazepam, {MG(2)}, {HOLD(3661)}}},
    {"a drug by itself, from the first day on", "MT309 MT302",
     "the target clonazepam daily total falls 15 % from 2026-12-01 to 2026-12-15, 2 mg to 1.7 mg; usually at most 10 % in 14 days",
     {&kit_diazepam, {MG(1)}, {{.kind = STEP_LIST, .drug = &kit_clonazepam, .rows = a_day_more, .row_count = 3}, MAINTAIN}}},
};

static const char *codes_of(const Kit *kit)
{
    Buffer codes = buffer_new(kit->arena);
    for (size_t i = 0; i < kit->findings.count; i++)
        buffer_addf(&codes, "%s%s", i ? " " : "", finding_kind(kit->findings.items[i].code)->name);
    return buffer_text(&codes);
}

static void check_said(const Said *row, const KitRx *second)
{
    Kit kit = kit_plan(&row->rx, second);
    bool same = strcmp(codes_of(&kit), row->codes) == 0;
    if (!same) fprintf(stderr, "taper: %s: said %s, expected %s\n", row->name, codes_of(&kit), row->codes);
    CU_ASSERT_TRUE(same);
    const char *text = kit.findings.count ? kit.findings.items[kit.findings.count - 1].text : "";
    kit_check(!row->text || strcmp(text, row->text) == 0, row->name, text, 0, 1);
    CU_ASSERT_EQUAL(kit.plan != NULL, findings_errors(&kit.findings) == 0);
    kit_end(&kit);
}

static void test_said(void)
{
    for (size_t i = 0; i < sizeof said / sizeof *said; i++) check_said(&said[i], NULL);
    for (size_t i = 0; i < sizeof said_of_two / sizeof *said_of_two; i++) check_said(&said_of_two[i], &clonazepam_too);
}

/* ---- crossovers ---- */

/* The other drug comes at bedtime only, and has a place then only. */
static void test_places_of_other(void)
{
    static const KitRx rx = {&kit_clonazepam, {MG(0.5), {0}, {0}, MG(0.5)},
                             {CROSS("Ashton 2002", 1, 7, .order = bedtime_then_morning, .order_count = 1), MAINTAIN}};
    static const int expected[] = {-1, -1, -1, 0};
    Kit kit = kit_plan(&rx, NULL);
    for (int i = 0; i < 4; i++)
        kit_check(kit.plan->drugs[1].order[i] == expected[i], "one time only", "place", kit.plan->drugs[1].order[i], expected[i]);
    kit_end(&kit);
}

/* Half of the dose is moved by two namings of one time, one portion each. */
static void test_portions(void)
{
    static const KitRx rx = {&kit_clonazepam, {MG(1), {0}, {0}, MG(1)},
                             {{.kind = STEP_CROSS, .to = &kit_diazepam, .ratio = {MG(0.5), MG(10)}, .table = "Ashton 2002", .portions = 4,
                               .cross_every = 7, .order = morning_twice, .order_count = 2}, MAINTAIN}};
    static const KitDay days[] = {{0, 1, {750000, 0, 0, 1000000}}, {1, 1, {5000000, 0, 0, 0}}, {0, 8, {500000, 0, 0, 1000000}},
                                  {1, 14, {10000000, 0, 0, 0}}};
    Kit kit = kit_plan(&rx, NULL);
    kit_days("two portions of one time", kit.plan, days, sizeof days / sizeof *days);
    kit_check(kit.plan->days == 14, "two portions of one time", "days", kit.plan->days, 14);
    kit_check(kit.plan->cuts == 2, "two portions of one time", "cuts", kit.plan->cuts, 2);
    for (int32_t day = 0; day < 14; day++) {
        kit_check(kit.plan->drugs[0].cut[day].ng == 250000, "two portions of one time", "cut", kit.plan->drugs[0].cut[day].ng, 250000);
        kit_check(kit.plan->drugs[1].cut[day].ng == 0, "two portions of one time", "cut of the other", kit.plan->drugs[1].cut[day].ng, 0);
    }
    kit_end(&kit);
}

/* ---- as many times of day as a shop can have ---- */

static const Shop full_shop = {.times = {{"a", 8}, {"b", 7}, {"c", 6}, {"d", 5}, {"e", 4}, {"f", 3}, {"g", 2}, {"h", 1}}, .time_count = TIMES_MAX};

static Plan *full_plan(Step *steps, size_t count, Arena *arena, Findings *findings)
{
    static TimedDose doses[TIMES_MAX];
    static Taking taking = {.drug = &kit_clonazepam, .doses = doses, .count = TIMES_MAX, .place = {.path = "taking"}};
    Prescription *rx = ARENA_NEW(arena, Prescription);
    for (int i = 0; i < TIMES_MAX; i++) doses[i] = (TimedDose){.time = i, .mass = {(i + 1) * 1000000}};
    *rx = (Prescription){.number = "RX-1", .revision = 1, .starts = date_of(2026, 12, 1), .takings = &taking, .taking_count = 1,
                         .steps = steps, .step_count = count, .place = {.path = "taper"}};
    return plan_make(rx, &full_shop, kit_tables(), arena, findings);
}

/* What each day has of the first drug and of the second at the eight times, in mg: 36 mg, halved, exchanged time by time at
 * 1 : 1, then 8 mg less in turn, divided by the shop's weights, and a list. */
static const int full_days[][2][TIMES_MAX] = {
    {{1, 2, 3, 4, 5, 6, 7, 8}, {0}},
    {{1, 2, 3, 4, 5, 6, 7, 8}, {0}},
    {{0, 2, 3, 4, 5, 6, 7, 8}, {1}},
    {{0, 0, 3, 4, 5, 6, 7, 8}, {1, 2}},
    {{0, 0, 0, 4, 5, 6, 7, 8}, {1, 2, 3}},
    {{0, 0, 0, 0, 5, 6, 7, 8}, {1, 2, 3, 4}},
    {{0, 0, 0, 0, 0, 6, 7, 8}, {1, 2, 3, 4, 5}},
    {{0, 0, 0, 0, 0, 0, 7, 8}, {1, 2, 3, 4, 5, 6}},
    {{0, 0, 0, 0, 0, 0, 0, 8}, {1, 2, 3, 4, 5, 6, 7}},
    {{0}, {1, 2, 3, 4, 5, 6, 7, 8}},
    {{0}, {0, 0, 1, 4, 5, 6, 7, 8}},
    {{0}, {0, 0, 0, 0, 5, 6, 7, 8}},
    {{0}, {0, 0, 0, 0, 5, 6, 7, 8}},
};

static void test_full_shop(void)
{
    Step steps[] = {HOLD(2), EXCHANGE(TO_ALPRAZOLAM, ONE_TO_ONE, .portions = 1, .cross_every = 1),
                    REDUCE(AMOUNT(5), .per = 1, .every = 1, .cuts = 2, .falls = FALL_IN_TURN, .order = (int[]){0}, .order_count = 1), HOLD(1),
                    {.kind = STEP_DIVIDE, .order = (int[]){0, 1, 2, 3, 4, 5, 6, 7}, .order_count = TIMES_MAX}, STOP};
    Arena *arena = arena_new();
    Findings findings = findings_new(arena);
    const Plan *plan = full_plan(steps, sizeof steps / sizeof *steps, arena, &findings);
    CU_ASSERT_PTR_NOT_NULL_FATAL(plan);
    kit_check(plan->days == 13 && plan->drug_count == 2, "eight times", "days", plan->days, 13);
    for (int32_t day = 0; day < 13; day++)
        for (size_t drug = 0; drug < 2; drug++)
            for (size_t time = 0; time < TIMES_MAX; time++) {
                int64_t got = plan_target(plan, drug, day, time).ng, expected = full_days[day][drug][time] * INT64_C(1000000);
                kit_check(got == expected, "eight times", "a dose", got, expected);
            }
    for (int32_t day = 0; day < 13; day++) {
        int64_t got = plan_total(plan, 0, day).ng + plan_total(plan, 1, day).ng, expected = day < 10 ? 36000000 : day == 10 ? 31000000 : 26000000;
        kit_check(got == expected, "eight times", "a day", got, expected);
    }
    kit_check(plan->drugs[0].cut[8].ng == 7000000 && plan->drugs[0].cut[9].ng == 8000000, "eight times", "cut", plan->drugs[0].cut[8].ng, 7000000);
    kit_check(plan->drugs[0].cut[10].ng == 0 && plan->drugs[1].cut[10].ng == 5000000, "eight times", "no cut behind the end", plan->drugs[0].cut[10].ng, 0);
    for (int time = 0; time < TIMES_MAX; time++)
        kit_check(plan->drugs[1].order[time] == time, "eight times", "place", plan->drugs[1].order[time], time);
    arena_free(arena);
}

/* ---- half the pace ---- */

/* 19, 18, 17, 16 mg for a week each. */
static HalfPace half_pace_of(const Event *events, size_t count, Arena *arena)
{
    static TimedDose dose = {.time = MORNING, .mass = MG(20)};
    static Taking taking = {.drug = &kit_diazepam, .doses = &dose, .count = 1, .place = {.path = "taking"}};
    Step *steps = ARENA_ARRAY(arena, 2, Step);
    steps[0] = (Step)REDUCE(AMOUNT(1), .per = 7, .every = 7, .cuts = 4);
    steps[1] = (Step)STOP;
    Event *copy = ARENA_ARRAY(arena, 3, Event);
    for (size_t i = 0; i < 3 && events; i++) copy[i] = events[i];
    Prescription rx = {.number = "RX-1", .revision = 2, .starts = date_of(2026, 12, 1), .takings = &taking, .taking_count = 1, .steps = steps,
                       .step_count = 2, .events = copy, .event_count = count, .place = {.path = "taper"}};
    for (size_t i = 0; i < 3; i++) copy[i].on = date_add(rx.starts, copy[i].on.day - 1);
    return plan_half_pace(&rx, &kit_shop, kit_tables(), arena);
}

/* 7 days, then 21 of the program at the pace in force; the event behind those that count is none. */
static const struct { const char *name; size_t count; int32_t days; HalfKind kind; Event events[3]; } halves[] = {
    {"no event", 0, 56, HALF_ENDS, {EVENT(SLOWED, 8, .pace = PERCENT(10))}},
    {"slowed to a half: to a quarter", 1, 7 + 84, HALF_ENDS, {EVENT(SLOWED, 8, .pace = PERCENT(50)), EVENT(SLOWED, 8, .pace = PERCENT(10))}},
    {"an even pace: half of it", 1, 7 + 64, HALF_ENDS, {EVENT(SLOWED, 8, .pace = {66666666})}},
    {"an odd pace: half of it is rounded up", 1, 7 + 63, HALF_ENDS, {EVENT(SLOWED, 8, .pace = {66666667})}},
    {"slowed, then resumed: to a half", 2, 14 + 42 - 7, HALF_ENDS,
     {EVENT(SLOWED, 8, .pace = PERCENT(50)), EVENT(RESUMED, 8, .days = 0), EVENT(SLOWED, 8, .pace = PERCENT(10))}},
    {"a week missed, to a half behind it", 1, 14 + 42, HALF_ENDS, {EVENT(MISSED, 8, .days = 7)}},
    {"half of the slowest pace is it again: past all days", 1, 0, HALF_TOO_LONG, {EVENT(SLOWED, 4, .pace = {1})}},
    {"stopped", 1, 0, HALF_NONE, {EVENT(STOPPED, 8, .days = 0)}},
    {"kept on", 1, 0, HALF_NONE, {EVENT(MAINTAINED, 8, .days = 7)}},
};

static void test_half_pace(void)
{
    for (size_t i = 0; i < sizeof halves / sizeof *halves; i++) {
        Arena *arena = arena_new();
        HalfPace half = half_pace_of(halves[i].events, halves[i].count, arena);
        int32_t days = half.kind == HALF_ENDS ? date_between(date_of(2026, 12, 1), half.last) + 1 : halves[i].days;
        kit_check(half.kind == halves[i].kind, halves[i].name, "kind", half.kind, halves[i].kind);
        kit_check(days == halves[i].days, halves[i].name, "days", days, halves[i].days);
        arena_free(arena);
    }
}

/* ---- rounding and sharing ---- */

static void test_half_even(void)
{
    static const int64_t rows[][3] = {{1, 2, 0}, {3, 2, 2}, {5, 2, 2}, {7, 2, 4}, {-1, 2, 0}, {-3, 2, -2}, {-5, 2, -2}, {-7, 2, -4},
                                      {-1, 3, 0}, {-2, 3, -1}, {-4, 3, -1}, {-5, 3, -2}, {-6, 3, -2}, {2, 3, 1}, {4, 3, 1}, {0, 7, 0}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        int64_t got = wide_half_even(rows[i][0], rows[i][1]);
        kit_check(got == rows[i][2], "a half to the even one", "row", got, rows[i][2]);
    }
}

/* What is left over goes to the largest remainders, of equal ones to the earliest; no weight, no share. */
static void test_shares(void)
{
    static const struct { int64_t total; Mass weights[4]; int64_t shares[4]; } rows[] = {
        {10, {{1}, {1}, {1}, {0}}, {4, 3, 3, 0}}, {11, {{1}, {1}, {1}, {0}}, {4, 4, 3, 0}}, {7, {{0}, {1}, {0}, {0}}, {0, 7, 0, 0}},
        {7, {{0}, {0}, {0}, {0}}, {0, 0, 0, 0}}, {10, {{1}, {2}, {4}, {0}}, {1, 3, 6, 0}}, {1, {{1}, {1}, {2}, {1}}, {0, 0, 1, 0}},
        {0, {{1}, {1}, {1}, {1}}, {0, 0, 0, 0}}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        Mass shares[4];
        plan_split((Mass){rows[i].total}, rows[i].weights, 4, shares);
        for (int k = 0; k < 4; k++) kit_check(shares[k].ng == rows[i].shares[k], "shares", "of row", shares[k].ng, rows[i].shares[k]);
    }
}

/* ---- pace ---- */

static ListRow doubled[] = {{.days = 20, .total = MG(2)}};

/* The steepest fortnight of a plan: the first of equal ones; where nothing falls it is the one before the first day. */
static const struct { const char *name; int64_t fall_e8; int32_t day; KitRx rx; Event events[2]; } steepest[] = {
    {"a dose that never falls", 0, -14, {&kit_diazepam, {MG(1)}, {HOLD(20), MAINTAIN}}, {{.note = NULL}}},
    {"a dose that rises and then stays", 0, -14, {&kit_diazepam, {MG(1)}, {LIST(doubled), MAINTAIN}}, {{.note = NULL}}},
    {"a day without any dose is the end of no fall, nor the start", 0, -14, {&kit_diazepam, {MG(1)}, {HOLD(40), MAINTAIN}},
     {EVENT(MISSED, 16, .days = 1)}},
    {"from two nanograms to one", 50000000, -11,
     {&kit_diazepam, {{2}}, {HOLD(3), REDUCE(AMOUNT(0.000001), .per = 20, .cuts = 1), STOP}}, {{.note = NULL}}},
    {"the first of two that are equal", 50000000, -14, {&kit_diazepam, {MG(8)}, {REDUCE(CURRENT(50), .per = 28, .cuts = 2), STOP}}, {{.note = NULL}}},
    {"a steeper one behind it", 50000000, 42, {&kit_diazepam, {MG(8)}, {REDUCE(AMOUNT(2), .per = 28, .cuts = 3), STOP}}, {{.note = NULL}}},
    {"the one that ends on the last day", 11000000, -4, {&kit_diazepam, {MG(10)}, {REDUCE(AMOUNT(0.1), .per = 1, .cuts = 11), STOP}}, {{.note = NULL}}},
};

static void test_steepest(void)
{
    for (size_t i = 0; i < sizeof steepest / sizeof *steepest; i++) {
        Kit kit = kit_plan_events(&steepest[i].rx, steepest[i].events, 2);
        CU_ASSERT_PTR_NOT_NULL_FATAL(kit.plan);
        kit_check(kit.plan->steepest.e8 == steepest[i].fall_e8, steepest[i].name, "fall", kit.plan->steepest.e8, steepest[i].fall_e8);
        kit_check(kit.plan->steepest_day == steepest[i].day, steepest[i].name, "day", kit.plan->steepest_day, steepest[i].day);
        kit_end(&kit);
    }
}

/* 0.5 mg of the first are 10 mg of the second: 20 count as one; 1 mg of the third are 10 of the second. */
static void test_links(void)
{
    static const KitRx chain = {&kit_clonazepam, {MG(0.5)},
                                {CROSS("Ashton 2002", 1, 7, .drug = NULL),
                                 {.kind = STEP_CROSS, .to = &kit_lorazepam, .ratio = {MG(10), MG(1)}, .table = "Ashton 2002", .portions = 1, .cross_every = 7},
                                 MAINTAIN}};
    Kit kit = kit_plan(&chain, NULL);
    CU_ASSERT_PTR_NOT_NULL_FATAL(kit.plan);
    static const int64_t from[] = {1, 20, 20}, to[] = {1, 1, 10};
    for (size_t i = 0; i < 3; i++)
        kit_check(kit.plan->drugs[i].as_first.from.ng == from[i] && kit.plan->drugs[i].as_first.to.ng == to[i], "links", "counts",
                  kit.plan->drugs[i].as_first.from.ng, from[i]);
    kit_check(plan_counts(kit.plan, 1, (Mass){10}) == 0 && plan_counts(kit.plan, 1, (Mass){30}) == 2, "links", "half to even", 0, 0);
    kit_check(kit.plan->steepest.e8 == 0, "links", "the same all along", kit.plan->steepest.e8, 0);
    kit_end(&kit);
}

/* Chains of ratios between diazepam, clonazepam, lorazepam and alprazolam, in the order of the steps; what the last of them counts:
 * `from` of it as `to` of the first, to nothing where it cannot be said. */
#define THROUGH(a, b, x, y) {&kit_drugs[a], &kit_drugs[b], {{x}, {y}}}
#define PAST INT64_C(1532540863)    /* times 6,018,353,089: the largest number of 63 bits */
#define PART INT64_C(6018353089)
static const struct { const char *name; size_t drugs, count; int64_t from, to; Crossing crossings[3]; } chains[] = {
    {"the one before the last back to the first's numbers", 4, 3, 10, 1, {THROUGH(0, 1, 2, 3), THROUGH(1, 2, 3, 2), THROUGH(2, 3, 1, 10)}},
    {"the last first", 4, 3, 30, 1, {THROUGH(2, 3, 1, 5), THROUGH(1, 2, 1, 3), THROUGH(0, 1, 1, 2)}},
    {"told from the other drug", 3, 2, 6, 1, {THROUGH(1, 0, 2, 1), THROUGH(2, 1, 3, 1)}},
    {"ten thousand to one", 3, 2, 10000, 1, {THROUGH(0, 1, 1, 1000), THROUGH(1, 2, 1, 10)}},
    {"more than ten thousand to one", 3, 2, 1, 0, {THROUGH(0, 1, 1, 1000), THROUGH(1, 2, 100, 1001)}},
    {"one to ten thousand", 3, 2, 1, 10000, {THROUGH(0, 1, 1000, 1), THROUGH(1, 2, 10, 1)}},
    {"one to more than ten thousand", 3, 2, 1, 0, {THROUGH(0, 1, 1000, 1), THROUGH(1, 2, 1001, 100)}},
    {"of the largest number there is", 3, 2, INT64_MAX, (PAST - 1) * (PART - 1), {THROUGH(0, 1, PAST - 1, PAST), THROUGH(1, 2, PART - 1, PART)}},
    {"to the largest number there is", 3, 2, (PAST - 1) * (PART - 1), INT64_MAX, {THROUGH(0, 1, PAST, PAST - 1), THROUGH(1, 2, PART, PART - 1)}},
    {"of a larger number", 3, 2, 1, 0, {THROUGH(0, 1, PAST - 1, PAST), THROUGH(1, 2, PART, PART + 1)}},
    {"to a larger number", 3, 2, 1, 0, {THROUGH(0, 1, PAST, PAST - 1), THROUGH(1, 2, PART + 1, PART)}},
};

static void test_chains(void)
{
    for (size_t i = 0; i < sizeof chains / sizeof *chains; i++) {
        DrugDays drugs[4] = {{.drug = &kit_drugs[0]}, {.drug = &kit_drugs[1]}, {.drug = &kit_drugs[2]}, {.drug = &kit_drugs[3]}};
        Plan plan = {.drugs = drugs, .drug_count = chains[i].drugs};
        plan_link(&plan, chains[i].crossings, chains[i].count);
        Exchange last = drugs[chains[i].drugs - 1].as_first;
        kit_check(last.from.ng == chains[i].from, chains[i].name, "from", last.from.ng, chains[i].from);
        kit_check(last.to.ng == chains[i].to, chains[i].name, "to", last.to.ng, chains[i].to);
    }
}

/* What falls is named by the first drug where a ratio ties another to it, and only then. */
static void test_total_words(void)
{
    DrugDays drugs[2] = {{.drug = &kit_drugs[0]}, {.drug = &kit_drugs[1]}};
    static const Crossing crossing = THROUGH(0, 1, 1, 3);
    Arena *arena = arena_new();
    for (size_t tied = 0; tied < 2; tied++) {
        Plan plan = {.drugs = drugs, .drug_count = 2};
        plan_link(&plan, &crossing, tied);
        const char *words = plan_total_words(&plan, "target", arena);
        kit_check(strcmp(words, tied ? "target daily total, counted as diazepam," : "target daily total") == 0, words, "what falls", 0, 1);
    }
    arena_free(arena);
}

/* ---- led by symptoms ---- */

/* 20 mg; 19, 18, 17 mg for a week each at the least, a fortnight at the most from the review on. */
static const struct { const char *name; int32_t review, longest; bool back; int32_t days, dated; int32_t first[3], least, reach_first[3], reach_last[3]; } led[] = {
    {"reviewed in the first week", 3, 14, false, 42, 3, {0, 14, 28}, 7, {0, 14, 28}, {27, 41, 41}},
    {"reviewed in the second week", 10, 14, false, 35, 10, {0, 7, 21}, 7, {0, 7, 21}, {0, 20, 34}},
    {"reviewed on the second week's first day: the first may be kept", 7, 14, false, 42, 7, {0, 14, 28}, 7, {0, 14, 28}, {0, 41, 41}},
    {"reviewed on its second day", 8, 14, false, 35, 8, {0, 7, 21}, 7, {0, 7, 21}, {0, 7, 34}},
    {"no longer than the least", 3, 7, false, 21, 3, {0, 7, 14}, 7, {0, 7, 14}, {0, 13, 20}},
    {"for a day at most: its own week", 3, 1, false, 21, 3, {0, 7, 14}, 7, {0, 7, 14}, {0, 13, 20}},
    {"reviewed behind the end", 30, 14, false, 21, 21, {0, 7, 14}, 7, {0, 7, 14}, {0, 7, 14}},
    {"a step back", 3, 14, true, 42, 3, {0, 14, 28}, 7, {0, 0, 14}, {27, 41, 41}},
};

static Plan *led_plan(int32_t review, int32_t longest, bool back, const char *steady, Arena *arena, Findings *findings)
{
    static TimedDose dose = {.time = MORNING, .mass = MG(20)};
    static Taking taking = {.drug = &kit_diazepam, .doses = &dose, .count = 1, .place = {.path = "taking"}};
    static Step steps[] = {REDUCE(AMOUNT(1), .per = 7, .every = 7, .cuts = 3), STOP};
    Prescription *rx = ARENA_NEW(arena, Prescription);
    *rx = (Prescription){.number = "RX-1", .revision = 1, .starts = date_of(2026, 12, 1), .takings = &taking, .taking_count = 1, .steps = steps,
                         .step_count = 2, .place = {.path = "taper"}, .led_by = LED_BY_SYMPTOMS, .steady = steady, .longest = longest,
                         .review = date_add(date_of(2026, 12, 1), review), .back = back};
    return plan_make(rx, &kit_shop, kit_tables(), arena, findings);
}

static void test_led(void)
{
    for (size_t i = 0; i < sizeof led / sizeof *led; i++) {
        Arena *arena = arena_new();
        Findings findings = findings_new(arena);
        const Plan *plan = led_plan(led[i].review, led[i].longest, led[i].back, "steady", arena, &findings);
        CU_ASSERT_PTR_NOT_NULL_FATAL(plan);
        const Plan *slowest = plan->slowest;
        kit_check(slowest->days == led[i].days, led[i].name, "days", slowest->days, led[i].days);
        kit_check(slowest->dated == led[i].dated && plan->dated == led[i].dated, led[i].name, "dated", slowest->dated, led[i].dated);
        kit_check(slowest->run_count == 3, led[i].name, "runs", (int64_t)slowest->run_count, 3);
        for (int k = 0; k < 3 && slowest->run_count == 3; k++) {
            const DoseRun *run = &slowest->runs[k];
            kit_check(run->first == led[i].first[k], led[i].name, "run", run->first, led[i].first[k]);
            kit_check(run->last == (k < 2 ? led[i].first[k + 1] : led[i].days) - 1, led[i].name, "its last day", run->last, k);
            kit_check(run->fastest_first == 7 * k && run->least == led[i].least, led[i].name, "its week", run->fastest_first, 7 * k);
            DaySpan reach = slowest->reach[run->first];
            kit_check(plan_total(slowest, 0, run->first).ng == (19 - k) * INT64_C(1000000), led[i].name, "its dose", k, k);
            kit_check(plan_total(slowest, 0, run->last).ng == (19 - k) * INT64_C(1000000), led[i].name, "its dose to the last", k, k);
            int32_t from = slowest->reach[run->last].first;
            if (run->last >= led[i].dated) kit_check(from == led[i].reach_first[k], led[i].name, "reach of its last day", from, led[i].reach_first[k]);
            if (run->first >= led[i].dated) {
                kit_check(reach.first == led[i].reach_first[k], led[i].name, "reach from", reach.first, led[i].reach_first[k]);
                kit_check(reach.last == led[i].reach_last[k], led[i].name, "reach to", reach.last, led[i].reach_last[k]);
            } else kit_check(reach.first == run->first && reach.last == run->first, led[i].name, "its own day", reach.last, run->first);
        }
        arena_free(arena);
    }
}

static void test_led_said(void)
{
    Arena *arena = arena_new();
    Findings findings = findings_new(arena);
    CU_ASSERT_PTR_NOT_NULL_FATAL(led_plan(3, 14, false, "steady", arena, &findings));
    const char *dates = "";
    for (size_t i = 0; i < findings.count; i++)
        if (findings.items[i].code == MT337) dates = findings.items[i].text;
    kit_check(strcmp(dates, "dates up to the review on 2026-12-04; the last dose at the earliest on 2026-12-21, at the latest on 2027-01-11") == 0,
              "led", dates, 0, 1);
    arena_free(arena);
}

static void test_led_stated(void)
{
    static const struct { int32_t review, longest; const char *steady, *text; } rows[] = {
        {0, 14, "steady", "the next review is not after the start"}, {-1, 14, "steady", "the next review is not after the start"},
        {3, 0, "steady", "for how long a dose is kept at most is not stated"}, {3, 14, "", "what counts as steady is not stated"},
        {3, 1221, "steady", "with each dose kept 1221 days the plan passes 3660 days"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        Arena *arena = arena_new();
        Findings findings = findings_new(arena);
        kit_check(led_plan(rows[i].review, rows[i].longest, false, rows[i].steady, arena, &findings) == NULL, rows[i].text, "refused", 0, 1);
        bool told = false;
        for (size_t k = 0; k < findings.count; k++) told |= strcmp(findings.items[k].text, rows[i].text) == 0;
        kit_check(told, rows[i].text, "said", 0, 1);
        arena_free(arena);
    }
    Arena *arena = arena_new();
    Findings findings = findings_new(arena);
    kit_check(led_plan(1, 1220, false, "steady", arena, &findings) != NULL, "the longest there is", "a plan", 0, 1);
    arena_free(arena);
}

void suite_taper_edges(void)
{
    CU_pSuite suite = CU_add_suite("taper: edges", NULL, NULL);
    CU_add_test(suite, "all that is said", test_said);
    CU_add_test(suite, "portions named one by one", test_portions);
    CU_add_test(suite, "places of the drug that comes", test_places_of_other);
    CU_add_test(suite, "at half the pace", test_half_pace);
    CU_add_test(suite, "a half to the even one, below nothing too", test_half_even);
    CU_add_test(suite, "shares of a total", test_shares);
    CU_add_test(suite, "the steepest fortnight", test_steepest);
    CU_add_test(suite, "a chain of ratios", test_links);
    CU_add_test(suite, "chains of ratios at their edges", test_chains);
    CU_add_test(suite, "what several drugs come to, in words", test_total_words);
    CU_add_test(suite, "led by symptoms", test_led);
    CU_add_test(suite, "the dates of a plan led by symptoms", test_led_said);
    CU_add_test(suite, "what must be stated where symptoms lead", test_led_stated);
    CU_add_test(suite, "every time of day that there can be", test_full_shop);
}
