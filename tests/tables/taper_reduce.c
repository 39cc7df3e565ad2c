/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is judged of a reduction before any day is written, on both sides of each bound. */
#include <string.h>
#include "taper_kit.h"
#include "../../src/taper/walk.h"

static Band one_band[] = {{.above = MG(5), .amount = MG(1)}}, two_bands[] = {{.above = MG(5), .amount = MG(1)}, {.above = {0}, .amount = MG(0.5)}},
            first_again[] = {{.above = MG(5), .amount = MG(1)}, {.above = {0}, .amount = MG(0.5)}, {.above = MG(5), .amount = MG(2)}},
            both_same[] = {{.above = MG(5), .amount = MG(1)}, {.above = MG(5), .amount = MG(2)}},
            second_again[] = {{.above = MG(5), .amount = MG(1)}, {.above = {0}, .amount = MG(0.5)}, {.above = {0}, .amount = MG(1)}};
#define CYCLE(x, n) .by = BY_SHARE_OF_CYCLE, .share = PERCENT(x), .hold_after = (n), .hold_days = 7
#define BANDS(x) .by = BY_BANDS, .bands = (x), .band_count = sizeof(x) / sizeof *(x)
#define MODEL .by = BY_OCCUPANCY, .k_source = "test"
#define WEEKLY .per = 7, .every = 7
#define FORTNIGHTLY_BY_WEEKS .per = 14, .every = 7

/* What is said; nothing where the reduction can be followed. */
static const struct { const char *name, *text; Step step; } rows[] = {
    {"one cut a day", "", REDUCE(AMOUNT(1), .per = 1, .every = 1, .cuts = 1)},
    {"no rate period", "a cut every 7 days does not divide the rate period of 0 days", REDUCE(AMOUNT(1), .per = 0, .every = 7, .cuts = 1)},
    {"no days of a cut", "a cut every 0 days does not divide the rate period of 7 days", REDUCE(AMOUNT(1), .per = 7, .every = 0, .cuts = 1)},
    {"a rate period below nothing", "a cut every 7 days does not divide the rate period of -7 days", REDUCE(AMOUNT(1), .per = -7, .every = 7, .cuts = 1)},
    {"all of the original dose", "", REDUCE(ORIGINAL(100), WEEKLY, .cuts = 1)},
    {"a hundred-millionth more", "a cut of 100.000001 % is more than the whole dose", REDUCE(.by = BY_SHARE_OF_ORIGINAL, .share = {SHARE_ONE + 1}, WEEKLY, .cuts = 1)},
    {"more than all of the current dose", "a cut of 100.000001 % is more than the whole dose",
     REDUCE(.by = BY_SHARE_OF_CURRENT, .share = {SHARE_ONE + 1}, WEEKLY, .cuts = 1)},
    {"more than all of the cycle's dose", "a cut of 101 % is more than the whole dose", REDUCE(CYCLE(101, 1), WEEKLY, .cuts = 1)},
    {"an amount is no share", "", REDUCE(.by = BY_AMOUNT, .amount = MG(1), .share = {SHARE_ONE + 1}, WEEKLY, .cuts = 1)},
    {"exponential, of the current dose", "", REDUCE(CURRENT(5), .inside = INSIDE_EXPONENTIAL, FORTNIGHTLY_BY_WEEKS, .cuts = 1)},
    {"exponential, of the original dose", "inside=\"exponential\" has a meaning for a percentage of the current dose only",
     REDUCE(ORIGINAL(5), .inside = INSIDE_EXPONENTIAL, FORTNIGHTLY_BY_WEEKS, .cuts = 1)},
    {"no end", "the reduction states neither a dose to reach nor a number of cuts", REDUCE(AMOUNT(1), WEEKLY)},
    {"all of the current dose, to nothing", "", REDUCE(CURRENT(100), WEEKLY, UNTIL(0))},
    {"nearly all of it, to nothing", "cuts of 99.999999 % of the current dose never reach 0 mg",
     REDUCE(.by = BY_SHARE_OF_CURRENT, .share = {SHARE_ONE - 1}, WEEKLY, UNTIL(0))},
    {"of the original dose, to nothing", "", REDUCE(ORIGINAL(10), WEEKLY, UNTIL(0))},
    {"of the current dose, to a nanogram", "", REDUCE(CURRENT(10), WEEKLY, .has_until = true, .until = {1})},
    {"of the current dose, so many cuts, to nothing", "", REDUCE(CURRENT(10), WEEKLY, UNTIL(0), .cuts = 1)},
    {"a cycle's halves, two of them", "", REDUCE(CYCLE(50, 2), WEEKLY, UNTIL(0))},
    {"nearly a cycle's halves", "cuts of 49.999999 % of the cycle's first dose never reach 0 mg",
     REDUCE(.by = BY_SHARE_OF_CYCLE, .share = {SHARE_ONE / 2 - 1}, .hold_after = 2, .hold_days = 7, WEEKLY, UNTIL(0))},
    {"held for a day after each cut", "", REDUCE(AMOUNT(1), WEEKLY, .cuts = 1, .hold_after = 1, .hold_days = 1)},
    {"held after no cut", "a hold by rule needs its days and the number of cuts before it", REDUCE(AMOUNT(1), WEEKLY, .cuts = 1, .hold_days = 1)},
    {"held for no day", "a hold by rule needs its days and the number of cuts before it", REDUCE(AMOUNT(1), WEEKLY, .cuts = 1, .hold_after = 1)},
    {"a cycle without its hold", "of=\"cycle\" needs the hold that ends each cycle", REDUCE(.by = BY_SHARE_OF_CYCLE, .share = PERCENT(5), WEEKLY, .cuts = 1)},
    {"a cycle of a whole rate period", "", REDUCE(CYCLE(5, 2), FORTNIGHTLY_BY_WEEKS, .cuts = 1)},
    {"a cycle of two", "", REDUCE(CYCLE(5, 4), FORTNIGHTLY_BY_WEEKS, .cuts = 1)},
    {"a cycle of half a rate period", "a cycle must hold whole rate periods", REDUCE(CYCLE(5, 1), FORTNIGHTLY_BY_WEEKS, .cuts = 1)},
    {"a cycle of one and a half", "a cycle must hold whole rate periods", REDUCE(CYCLE(5, 3), FORTNIGHTLY_BY_WEEKS, .cuts = 1)},
    {"a hold that is no cycle, of half a rate period", "", REDUCE(CURRENT(5), FORTNIGHTLY_BY_WEEKS, .cuts = 1, .hold_after = 1, .hold_days = 7)},
    {"no band", "no band is stated", REDUCE(.by = BY_BANDS, WEEKLY, .cuts = 1)},
    {"one band", "", REDUCE(BANDS(one_band), WEEKLY, .cuts = 1)},
    {"two bands", "", REDUCE(BANDS(two_bands), WEEKLY, .cuts = 1)},
    {"both bands of one dose", "two bands begin above the same dose", REDUCE(BANDS(both_same), WEEKLY, .cuts = 1)},
    {"the first band's dose again", "two bands begin above the same dose", REDUCE(BANDS(first_again), WEEKLY, .cuts = 1)},
    {"the second band's dose again", "two bands begin above the same dose", REDUCE(BANDS(second_again), WEEKLY, .cuts = 1)},
    {"a band within a rate period", "each band states one cut and its days: leave `per` out", REDUCE(BANDS(one_band), FORTNIGHTLY_BY_WEEKS, .cuts = 1)},
    {"a K of a nanogram", "", REDUCE(MODEL, .k = {1}, .share = {1}, WEEKLY, .cuts = 1)},
    {"no K", "of=\"occupancy\" needs K and its source: no benzodiazepine has an agreed value", REDUCE(MODEL, .share = PERCENT(5), WEEKLY, .cuts = 1)},
    {"a K from nowhere", "of=\"occupancy\" needs K and its source: no benzodiazepine has an agreed value",
     REDUCE(.by = BY_OCCUPANCY, .k = MG(8), .share = PERCENT(5), WEEKLY, .cuts = 1)},
    {"a model within a rate period", "each cut is one step of occupancy: leave `per` out", REDUCE(MODEL, .k = MG(8), .share = PERCENT(5), FORTNIGHTLY_BY_WEEKS, .cuts = 1)},
    {"equal steps to a dose", "", REDUCE(MODEL, .k = MG(8), WEEKLY, UNTIL(2), .cuts = 1)},
    {"equal steps to nowhere", "equal steps of occupancy need `until` and `cuts`, or state the points a cut takes", REDUCE(MODEL, .k = MG(8), WEEKLY, .cuts = 1)},
    {"no number of equal steps", "equal steps of occupancy need `until` and `cuts`, or state the points a cut takes", REDUCE(MODEL, .k = MG(8), WEEKLY, UNTIL(2))},
    {"points to nothing", "", REDUCE(MODEL, .k = MG(8), .share = PERCENT(5), WEEKLY, UNTIL(0))},
};

static void test_checked(void)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        Arena *arena = arena_new();
        Findings findings = findings_new(arena);
        Walk walk = {.arena = arena, .findings = &findings};
        bool good = reduce_check(&walk, &rows[i].step);
        const char *text = findings.count ? findings.items[0].text : "";
        kit_check(strcmp(text, rows[i].text) == 0, rows[i].name, text, (int64_t)findings.count, 1);
        kit_check(good == !*rows[i].text, rows[i].name, "can be followed", good, !*rows[i].text);
        arena_free(arena);
    }
}

void suite_taper_reduce(void)
{
    CU_pSuite suite = CU_add_suite("taper: reductions", NULL, NULL);
    CU_add_test(suite, "what goes together", test_checked);
}
