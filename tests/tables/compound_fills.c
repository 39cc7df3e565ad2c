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
    const char *rule;
    Formula formula = bench.formulas[0];
    formula.bud_class = "test-long";
    bench.profile.longest = 0;   /* the profile states no longest */
    CU_ASSERT_EQUAL(bud_date(&formula, &bench.shop, date_of(2026, 11, 21), &rule, bench.arena).day, 2516 + 200);
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

/* The renewal stated first is still the later one. */
static void test_order_of_orders(void)
{
    Bench bench;
    bench_open(&bench);
    bench.orders[1] = bench.orders[0];
    bench.orders[0].written = date_of(2027, 5, 10);
    bench.rx.order_count = 2;
    bench_run(&bench);
    CU_ASSERT_PTR_EQUAL(bench.fills->items[0].supplies[0].order, &bench.orders[1]);
    CU_ASSERT_EQUAL(bench_count(&bench, MT526), 0);
    bench_close(&bench);
}

/* Two drugs, exchanged for each other after thirty days: the first fill holds one of them; each is held to its own
 * order; and a drug that no ratio links is judged by itself. */
static void test_two_drugs(void)
{
    static const double strengths[] = {1, 0};
    Bench bench;
    bench_open(&bench);
    bench_formula(&bench, "diazepam-1", strengths)->drug = &bench.drugs[1];
    bench_hold(&bench, 0.5, 30);
    bench.liquids[1] = (Liquid){.drug = &bench.drugs[1], .strength = PER_ML(1), .syringe = ML(10), .graduation = ML(0.2)};
    bench.rx.liquid_count = 2;
    bench.orders[0].has_strength = true;
    bench.orders[0].strength = bench.orders[0].strength_to = PER_ML(0.2);
    bench.orders[1] = bench.orders[0];
    bench.orders[1].drug = &bench.drugs[1];
    bench.rx.order_count = 2;
    bench.steps[1] = (Step){.kind = STEP_CROSS, .to = &bench.drugs[1], .ratio = {MG(0.5), MG(10)}, .table = "x", .portions = 2,
                            .cross_every = 14, .place = {"rx.xml", 17, "cross[1]"}};
    bench.steps[2] = (Step){.kind = STEP_HOLD, .days = 28, .place = {"rx.xml", 18, "hold[3]"}};
    bench.steps[3] = (Step){.kind = STEP_MAINTAIN, .place = {"rx.xml", 19, "maintain"}};
    bench.rx.step_count = 4;
    Plan *plan = plan_make(&bench.rx, &bench.shop, &bench.tables, bench.arena, &bench.findings);
    CU_ASSERT_PTR_NOT_NULL_FATAL(plan);
    plan->drugs[1].as_first.to.ng = 0;   /* as a chain of ratios past any drugs' leaves it */
    bench_after(&bench, plan);
    CU_ASSERT_PTR_NOT_NULL_FATAL(bench.fills);
    CU_ASSERT_EQUAL(schedule_volume(bench.schedule, 1, 0, 3).nl, 0);
    CU_ASSERT_EQUAL(schedule_volume(bench.schedule, 1, 60, 3).nl, ML(10).nl);
    bench_make(&bench, 1, bench.fills->items[0].made_on);
    CU_ASSERT_EQUAL(bench.made->supplies[1].quantity.nl, 0);
    CU_ASSERT_PTR_NULL(bench.made->supplies[1].order);
    bench_make(&bench, 2, bench.fills->items[1].made_on);
    CU_ASSERT_PTR_EQUAL(bench.made->supplies[1].order, &bench.orders[1]);
    const Periods *periods = periods_make(bench.schedule, bench.fills, bench.arena);
    CU_ASSERT(periods->items[0].count == 1 && periods->items[0].rows[0].drug == 0);
    CU_ASSERT_EQUAL(periods->items[0].last, bench.fills->items[0].last);
    CU_ASSERT(bench_count(&bench, MT528) >= 3);
    CU_ASSERT_EQUAL(bench_count(&bench, MT526), 0);    /* a fill that holds none of a drug needs no order of it */
    bench_close(&bench);
}

/* Led by symptoms nobody knows the day of a new strength: a fill ends before it. */
static void test_symptoms(void)
{
    static const double strengths[] = {0.5, 0.1, 0};
    Bench bench;
    bench_open(&bench);
    bench.set.count = 0;
    bench.shop.approval_count = 0;
    bench_formula(&bench, "several", strengths);
    bench_hold(&bench, 1, 14);
    bench.steps[1] = (Step){.kind = STEP_REDUCE, .by = BY_AMOUNT, .amount = MG(0.1), .per = 14, .every = 14, .has_until = true,
                            .until = MG(0.1), .place = {"rx.xml", 17, "reduce[1]"}};
    bench.steps[2] = (Step){.kind = STEP_STOP, .place = {"rx.xml", 18, "stop"}};
    bench.rx.step_count = 3;
    bench.rx.liquid_count = 0;
    bench.rx.led_by = LED_BY_SYMPTOMS;
    bench.rx.steady = "sleeping";
    bench.rx.longest = 28;
    bench.rx.review = date_add(bench.rx.starts, 20);
    Plan *plan = plan_make(&bench.rx, &bench.shop, &bench.tables, bench.arena, &bench.findings);
    CU_ASSERT_PTR_NOT_NULL_FATAL(plan);
    bench_after(&bench, (Plan *)(uintptr_t)plan->slowest);
    CU_ASSERT_FATAL(bench.fills && bench.ladder->count > 1);
    for (size_t i = 1; i < bench.ladder->count; i++) {
        bool begins = false;
        for (size_t k = 0; k < bench.fills->count; k++) begins |= bench.fills->items[k].first == bench.ladder->items[i].first;
        check_row(begins, "led by symptoms", "a fill begins with the new strength or syringe");
    }
    const Periods *periods = periods_make(bench.schedule, bench.fills, bench.arena);
    bool dated = false;
    for (size_t i = 0; i < periods->count; i++) dated |= periods->items[i].first == bench.plan->dated;
    CU_ASSERT_TRUE(dated);   /* the days without a date begin a period */
    bench_close(&bench);
}

/* A liquid from a day before the review has a date. */
static void test_symptoms_stated(void)
{
    Bench bench;
    bench_open(&bench);
    bench.rx.led_by = LED_BY_SYMPTOMS;
    bench.rx.steady = "sleeping";
    bench.rx.longest = 28;
    bench.rx.review = date_add(bench.rx.starts, 20);
    bench.strengths[0][1] = PER_ML(0.05);
    bench.formulas[0].strength_count = 2;
    bench.liquids[1] = bench.liquids[0];
    bench.liquids[1].strength = PER_ML(0.05);
    bench.liquids[1].syringe = ML(10);
    bench.liquids[1].has_from = true;
    bench.liquids[1].from = date_add(bench.rx.starts, 19);
    bench.rx.liquid_count = 2;
    Plan *plan = plan_make(&bench.rx, &bench.shop, &bench.tables, bench.arena, &bench.findings);
    CU_ASSERT_PTR_NOT_NULL_FATAL(plan);
    bench_after(&bench, (Plan *)(uintptr_t)plan->slowest);
    CU_ASSERT_EQUAL(bench_count(&bench, MT407), 0);
    bench.liquids[1].from = date_add(bench.rx.starts, 20);
    bench_after(&bench, (Plan *)(uintptr_t)plan->slowest);
    CU_ASSERT_EQUAL(bench_count(&bench, MT407), 1);
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

typedef struct { const char *allergies, *name, *contains; bool match; const char *diluent, *solvent; } AllergyRow;
static const AllergyRow allergy_rows[] = {
    {"parabens", "Ora-Plus", "methylparaben; potassium sorbate", true, NULL, NULL},
    {"Methylparaben", "Ora-Plus", "methylparaben", true, NULL, NULL},
    {"alcohol", "Vehicle", "ethanol 5 % by volume", true, NULL, NULL},
    {"sugar", "Simple syrup", "sucrose", true, NULL, NULL},
    {"benzodiazepines", "Diazepam 10 mg tablets", NULL, true, NULL, NULL},
    {"penicillin, latex", "Ora-Sweet", "sucrose", false, NULL, NULL},
    {"none known", "Ora-Plus", "methylparaben", false, NULL, NULL},
    {NULL, "Ora-Plus", "methylparaben", false, NULL, NULL},
    {"dye", "Dyed vehicle", "glycerin", false, NULL, NULL},
    {"propylene glycol", "Propylene glycol", NULL, true, NULL, NULL},
    {"penicillin;; latex", "Ora-Sweet", "sucrose", false, NULL, NULL},
    {"lactose monohydrate", "Filler", "lactose", true, NULL, NULL},
    {"milk sugar", "Clonazepam powder", NULL, true, "Lactose", NULL},
    {"alcohol", "Clonazepam powder", NULL, true, NULL, "Ethanol"},
    {"ALCOHOL", "Vehicle", "benzyl alcohol", true, NULL, NULL},
    {"zein", "Coating", "ZEIN", true, NULL, NULL},
    {"corn", "Filler", "cornstarch", true, NULL, NULL},
    {"soy", "Filler", "soybean oil", false, NULL, NULL},
    {"soy", "Filler", "soy", true, NULL, NULL},
    {"anis", "Flavour", "anise oil", true, NULL, NULL},       /* four letters keep their s */
    {"gelas", "Vehicle", "gela", true, NULL, NULL},           /* five do not */
    {"latex; sucrose", "Ora-Sweet", "glycerin; sucrose", true, NULL, NULL},
    {"sucrose; latex", "Ora-Sweet", "sucrose; glycerin", true, NULL, NULL},
    {"latex", "Ora-Sweet", NULL, false, NULL, NULL},
};

static void test_allergies(void)
{
    Arena *arena = arena_new();
    for (size_t i = 0; i < sizeof allergy_rows / sizeof *allergy_rows; i++) {
        Ingredient part = {.name = allergy_rows[i].name, .contains = allergy_rows[i].contains,
                           .diluent = allergy_rows[i].diluent, .solvent = allergy_rows[i].solvent};
        check_row((allergy_match(allergy_rows[i].allergies, &part, arena) != NULL) == allergy_rows[i].match,
                  allergy_rows[i].name, "allergy");
    }
    Ingredient vehicle = {.name = "Vehicle", .contains = "ethanol"};
    CU_ASSERT_PTR_NOT_NULL(need_match("free; alcohol-free", &vehicle, arena));
    CU_ASSERT_PTR_NULL(need_match("free", &vehicle, arena));
    CU_ASSERT_STRING_EQUAL(need_match("alcohol-free", &vehicle, arena), "alcohol");
    CU_ASSERT_STRING_EQUAL(need_match("Ethanol-free; alcohol-free", &vehicle, arena), "ethanol");
    CU_ASSERT_PTR_NULL(need_match("-free; gluten-free", &vehicle, arena));
    CU_ASSERT_STRING_EQUAL(allergy_match("latex, Alcohols ; ethanol", &vehicle, arena), "alcohol");
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
    CU_ASSERT_EQUAL(periods_make(bench.schedule, bench.fills, bench.arena)->items[0].last, lasts[0]);
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
    Fills none = {0}, later = {bench.fills->items + 1, bench.fills->count - 1};
    Periods *unfilled = periods_make(bench.schedule, &none, bench.arena);
    CU_ASSERT_PTR_NULL(unfilled->items[0].rows[0].bottle);
    CU_ASSERT(unfilled->count <= periods->count);   /* a fill ends no period where there is none */
    CU_ASSERT_PTR_NULL(periods_make(bench.schedule, &later, bench.arena)->items[0].rows[0].fill);
    bench.ladder->items[0].last = 9;   /* no liquid behind that day: no volume, and another period */
    CU_ASSERT_EQUAL(schedule_volume(bench.schedule, 0, 10, 0).nl, 0);
    CU_ASSERT_EQUAL(periods_make(bench.schedule, &none, bench.arena)->items[0].last, 9);
    bench_close(&bench);
}

/* One dose in the morning in bottles of twelve days: each bottle begins a period, and so does one that is taken by the mark. */
static void test_periods_of_bottles(void)
{
    for (int i = 0; i < 2; i++) {
        Bench bench;
        bench_open(&bench);
        bench_hold(&bench, i ? 0.02 : 0.5, 60);
        bench.doses[0].time = 0;
        bench.shop.bottle_count = 1;
        bench.bottles[0].capacity = ML(i ? 3 : 60);
        bench.shop.loss_per_draw = (Volume){0};
        bench_run(&bench);
        CU_ASSERT_PTR_NOT_NULL_FATAL(bench.fills);
        const Bottle *first = &bench.fills->items[0].bottles[0];
        const Periods *periods = periods_make(bench.schedule, bench.fills, bench.arena);
        CU_ASSERT(first->last < 27 && periods->items[0].last == first->last);
        CU_ASSERT_PTR_EQUAL(periods->items[1].rows[0].bottle, &bench.fills->items[0].bottles[1]);
        bench_close(&bench);
    }
}

/* Three days without a dose, from the third of which another strength would be taken: they are one period. */
static void test_periods_without_a_dose(void)
{
    Bench bench;
    bench_open(&bench);
    bench_hold(&bench, 0.5, 20);
    bench.doses[0].time = 0;
    bench.strengths[0][1] = PER_ML(0.05);
    bench.formulas[0].strength_count = 2;
    bench.liquids[1] = bench.liquids[0];
    bench.liquids[1].strength = PER_ML(0.05);
    bench.liquids[1].syringe = ML(10);
    bench.liquids[1].has_from = true;
    bench.liquids[1].from = date_add(bench.rx.starts, 7);
    bench.rx.liquid_count = 2;
    Event missed = {.kind = EVENT_MISSED, .on = date_add(bench.rx.starts, 5), .by = "D", .role = "patient", .days = 3, .place = bench.rx.place};
    bench.rx.events = &missed;
    bench.rx.event_count = 1;
    bench.rx.revision = 2;
    bench_run(&bench);
    CU_ASSERT_PTR_NOT_NULL_FATAL(bench.fills);
    const Periods *periods = periods_make(bench.schedule, bench.fills, bench.arena);
    CU_ASSERT(periods->items[1].first == 5 && periods->items[1].last == 7 && periods->items[1].count == 0);
    CU_ASSERT(periods->items[2].first == 8 && periods->items[2].rows[0].rung == &bench.ladder->items[1]);
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
    CU_add_test(suite, "the order of orders", test_order_of_orders);
    CU_add_test(suite, "two drugs", test_two_drugs);
    CU_add_test(suite, "led by symptoms", test_symptoms);
    CU_add_test(suite, "led by symptoms, liquids stated", test_symptoms_stated);
    CU_add_test(suite, "allergies", test_allergies);
    CU_add_test(suite, "the discard date limits a fill", test_bud_limits);
    CU_add_test(suite, "one bottle by hand", test_one_bottle);
    CU_add_test(suite, "greedy split", test_split);
    CU_add_test(suite, "periods", test_periods);
    CU_add_test(suite, "periods of bottles", test_periods_of_bottles);
    CU_add_test(suite, "periods without a dose", test_periods_without_a_dose);
}
