/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dates of fills, bottles and periods, by hand. */
#include "compound_bench.h"
#include "../../src/compound/allergy.h"
#include <string.h>

typedef struct {
    const char *name;
    const char *class;
    int32_t own;
    BudCounting counting;
    Date until;
    const char *rule;
} BudRow;

/* Made 2026-11-21: 35 days end on 2026-12-25 with the day made as day 1, on 2026-12-26 after it. */
static const BudRow bud_rows[] = {
    {"35 days, day 1", "preserved-aqueous", 0, COUNT_DAY_ONE, {2550}, "35 days"},
    {"35 days, days after", "preserved-aqueous", 0, COUNT_DAYS_AFTER, {2551}, "35 days"},
    {"14 days, day 1", "nonpreserved-aqueous", 0, COUNT_DAY_ONE, {2529}, "14 days"},
    {"own 60 days", "preserved-aqueous", 60, COUNT_DAYS_AFTER, {2576}, "60 days"},
    {"cut to 180", "test-long", 0, COUNT_DAYS_AFTER, {2696}, "cut to the profile's longest of 180"},
};

static void test_bud(void)
{
    Bench bench;
    bench_open(&bench);
    for (size_t i = 0; i < sizeof bud_rows / sizeof *bud_rows; i++) {
        Formula formula = bench.formulas[0];
        const char *rule;
        formula.bud_class = bud_rows[i].class;
        formula.bud_days = bud_rows[i].own;
        bench.shop.counting = bud_rows[i].counting;
        Date until = bud_date(&formula, &bench.shop, date_of(2026, 11, 21), &rule, bench.arena);
        check_row(until.day == bud_rows[i].until.day, bud_rows[i].name, date_text(bench.arena, until));
        check_row(strstr(rule, bud_rows[i].rule) != NULL, bud_rows[i].name, rule);
    }
    CU_ASSERT_EQUAL(date_of(2026, 12, 25).day, 2550);
    bench_close(&bench);
}

/* First day 2026-12-01, a Tuesday: made on Monday the 30th; made a day earlier still when that is closed, and
 * not on Sunday. */
static void test_made_on(void)
{
    Bench bench;
    Date holiday = date_of(2026, 11, 30);
    bench_open(&bench);
    bench_run(&bench);
    CU_ASSERT_EQUAL(bench.fills->items[0].made_on.day, date_of(2026, 11, 30).day);
    bench.shop.closed = &holiday;
    bench.shop.closed_count = 1;
    bench_run(&bench);
    CU_ASSERT_EQUAL(bench.fills->items[0].made_on.day, date_of(2026, 11, 28).day);
    bench_close(&bench);
}

/* Six refills' worth of fills under the order of 2026-11-20, a renewal from 2027-05-10 on: nothing is left
 * uncovered until it runs out too, and a fill is made under the later order once the first is used up. */
static void test_renewal(void)
{
    Bench bench;
    bench_open(&bench);
    bench.orders[1] = bench.orders[0];
    bench.orders[1].written = date_of(2027, 5, 10);
    bench.rx.order_count = 2;
    bench_run(&bench);
    CU_ASSERT_EQUAL(bench_count(&bench, MT526), 0);
    bench_make(&bench, 7, bench.fills->items[6].made_on);
    CU_ASSERT_EQUAL(bench_count(&bench, MT523) + bench_count(&bench, MT524) + bench_count(&bench, MT525), 0);
    bench_close(&bench);
}

/* 600 mL with five refills in parts are 3,600 mL: each fill takes what it holds, and a seventh still has room where seven
 * fills would have been one too many. */
static void test_parts(void)
{
    Bench bench;
    bench_open(&bench);
    bench.orders[0].partial = true;
    bench_run(&bench);
    Volume left = {INT64_C(3600) * NL_PER_ML};
    for (size_t i = 0; i < bench.fills->count; i++) {
        const Supply *supply = &bench.fills->items[i].supplies[0];
        left.nl -= supply->quantity.nl;
        if (i == 6) CU_ASSERT_PTR_NOT_NULL(supply->order);
        if (!supply->order) break;
        CU_ASSERT_EQUAL(supply->left.nl, left.nl);
        CU_ASSERT_EQUAL(supply->nth, (int32_t)i + 1);
        CU_ASSERT_EQUAL(supply->days, bench.fills->items[i].last - bench.fills->items[i].first + 1);
    }
    bench_close(&bench);
}

/* A file that holds only the renewal says nothing of the fills before it. */
static void test_renewed_file(void)
{
    Bench bench;
    bench_open(&bench);
    bench.orders[0].written = date_of(2027, 5, 10);
    bench_run(&bench);
    CU_ASSERT_EQUAL(bench_count(&bench, MT526), 0);
    bench_close(&bench);
}

typedef struct { const char *allergies, *name, *contains; bool match; } AllergyRow;
static const AllergyRow allergy_rows[] = {
    {"parabens", "Ora-Plus", "methylparaben; potassium sorbate", true},
    {"Methylparaben", "Ora-Plus", "methylparaben", true},
    {"alcohol", "Vehicle", "ethanol 5 % by volume", true},
    {"sugar", "Simple syrup", "sucrose", true},
    {"benzodiazepines", "Diazepam 10 mg tablets", NULL, true},
    {"penicillin, latex", "Ora-Sweet", "sucrose", false},
    {"none known", "Ora-Plus", "methylparaben", false},
    {NULL, "Ora-Plus", "methylparaben", false},
    {"dye", "Dyed vehicle", "glycerin", false},
    {"propylene glycol", "Propylene glycol", NULL, true},
};

static void test_allergies(void)
{
    Arena *arena = arena_new();
    for (size_t i = 0; i < sizeof allergy_rows / sizeof *allergy_rows; i++) {
        Ingredient part = {.name = allergy_rows[i].name, .contains = allergy_rows[i].contains};
        check_row((allergy_match(allergy_rows[i].allergies, &part, arena) != NULL) == allergy_rows[i].match,
                  allergy_rows[i].name, "allergy");
    }
    arena_free(arena);
}

/* Every day in exactly one fill; every fill within supply and discard date; the last, ended by stop, without
 * reserve. */
static void test_cover(void)
{
    Bench bench;
    bench_open(&bench);
    bench_run(&bench);
    int32_t next = 0;
    for (size_t i = 0; i < bench.fills->count; i++) {
        const Fill *fill = &bench.fills->items[i];
        CU_ASSERT_EQUAL(fill->first, next);
        CU_ASSERT(fill->last - fill->first + 1 <= 28);
        CU_ASSERT(!date_before(fill->discard_after, date_add(bench.plan->first, fill->last + fill->reserve_days)));
        CU_ASSERT_EQUAL(fill->last_fill, i + 1 == bench.fills->count);
        CU_ASSERT_EQUAL(fill->reserve_days, fill->last_fill ? 0 : 3);
        next = fill->last + 1;
    }
    CU_ASSERT_EQUAL(next, bench.plan->days);
    CU_ASSERT_EQUAL(bench.fills->items[0].call_by.day, date_add(bench.plan->first, bench.fills->items[0].last - 3).day);
    bench_close(&bench);
}

/* Fourteen days to the discard date: made 11-30, discard after 12-13, less 3 days in reserve: 10 days, to 12-10. */
static void test_bud_limits(void)
{
    Bench bench;
    bench_open(&bench);
    bench.formulas[0].bud_class = "nonpreserved-aqueous";
    bench_run(&bench);
    CU_ASSERT_EQUAL(bench.fills->items[0].last, 9);
    bench_close(&bench);
}

/* A hold of 5 mL three times: 28 days' doses 420 mL, reserve 45 mL, 93 draws lose 1.86 mL: 466.86, so 467 mL in
 * 500. */
static void test_one_bottle(void)
{
    Bench bench;
    bench_open(&bench);
    bench.steps[0].days = 60;
    bench_run(&bench);
    const Fill *fill = &bench.fills->items[0];
    CU_ASSERT_EQUAL(fill->bottle_count, 1);
    const Bottle *bottle = &fill->bottles[0];
    CU_ASSERT_EQUAL(bottle->doses.nl, ML(420).nl);
    CU_ASSERT_EQUAL(bottle->reserve.nl, ML(45).nl);
    CU_ASSERT_EQUAL(bottle->draws, 93);
    CU_ASSERT_EQUAL(bottle->loss.nl, ML(1.86).nl);
    CU_ASSERT_EQUAL(bottle->contents.nl, ML(467).nl);
    CU_ASSERT_EQUAL(bottle->size->capacity.nl, ML(500).nl);
    CU_ASSERT(bottle->constant);
    CU_ASSERT_EQUAL(bottle->largest.nl, ML(5).nl);
    bench_close(&bench);
}

/* The largest bottle 120 mL: a day asks 15.06 mL, 7 days 105.42 mL (106), 8 days 120.48 mL (121).  So 7 days a
 * bottle; the last 7 days with the reserve of 3 days need 150.6 mL: they are split again, 6 and 1 would hold,
 * the longest that fits being 6 days; the last bottle holds one day and the reserve, 60.24 mL (61), in 120 mL. */
static void test_split(void)
{
    static const int32_t lasts[] = {6, 13, 20, 26, 27};
    Bench bench;
    bench_open(&bench);
    bench.steps[0].days = 60;
    bench.shop.bottle_count = 2;
    bench_run(&bench);
    const Fill *fill = &bench.fills->items[0];
    CU_ASSERT_EQUAL_FATAL(fill->bottle_count, 5);
    for (size_t i = 0; i < 5; i++) {
        CU_ASSERT_EQUAL(fill->bottles[i].last, lasts[i]);
        CU_ASSERT_EQUAL(fill->bottles[i].i, (int)i + 1);
        CU_ASSERT_EQUAL(fill->bottles[i].n, 5);
        CU_ASSERT_EQUAL(fill->bottles[i].letter[0], (char)('A' + i));
    }
    CU_ASSERT_EQUAL(fill->bottles[0].contents.nl, ML(106).nl);
    CU_ASSERT_EQUAL(fill->bottles[4].contents.nl, ML(61).nl);
    CU_ASSERT_PTR_EQUAL(fill_bottle(fill, 0, 13), &fill->bottles[1]);
    bench_close(&bench);
}

/* The periods lie end to end, and each row says what the schedule says on each of its days. */
static void test_periods(void)
{
    Bench bench;
    bench_open(&bench);
    bench_run(&bench);
    Periods *periods = periods_make(bench.schedule, bench.fills, bench.arena);
    int32_t next = 0;
    for (size_t i = 0; i < periods->count; i++) {
        const Period *period = &periods->items[i];
        CU_ASSERT_EQUAL(period->first, next);
        CU_ASSERT_EQUAL(period->count, 3);
        for (size_t k = 0; k < period->count; k++)
            for (int32_t day = period->first; day <= period->last; day++)
                CU_ASSERT_EQUAL(schedule_volume(bench.schedule, 0, day, period->rows[k].time).nl,
                                period->rows[k].volume.nl);
        next = period->last + 1;
    }
    CU_ASSERT_EQUAL(next, bench.plan->days);
    bench_close(&bench);
}

void suite_compound_fills(void)
{
    CU_pSuite suite = CU_add_suite("compound: fills", NULL, NULL);
    CU_add_test(suite, "beyond-use dates", test_bud);
    CU_add_test(suite, "made on an open day", test_made_on);
    CU_add_test(suite, "fills cover every day", test_cover);
    CU_add_test(suite, "a renewed order", test_renewal);
    CU_add_test(suite, "an order filled in parts", test_parts);
    CU_add_test(suite, "only the renewal", test_renewed_file);
    CU_add_test(suite, "allergies", test_allergies);
    CU_add_test(suite, "the discard date limits a fill", test_bud_limits);
    CU_add_test(suite, "one bottle by hand", test_one_bottle);
    CU_add_test(suite, "greedy split", test_split);
    CU_add_test(suite, "periods", test_periods);
}
