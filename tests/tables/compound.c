/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Findings of the room: each code provoked by one twist of a sound prescription; and the suites of its other
 * files. */
#include "compound_bench.h"
#include <string.h>

typedef struct {
    const char *name;
    void (*twist)(Bench *bench);
    Code code;
    const char *words;     /* must stand in the text */
    int fill; Date made;   /* fill 0: none is made */
} Twist;

static void no_twist(Bench *bench) { (void)bench; }
static void not_in_stock(Bench *bench) { bench->liquids[0].graduation = ML(0.5); }
static void not_dividing(Bench *bench) { bench->liquids[0].graduation = bench->syringes[2].graduation = ML(0.3); }
static void not_made(Bench *bench) { bench->liquids[0].strength = PER_ML(0.2); }
static void not_whole(Bench *bench)
{
    bench->liquids[0].strength = bench->strengths[0][0] = (Strength){{100001}, ML(3)};
}
static void two_formulas(Bench *bench)
{
    static const double strengths[] = {0.1, 0};
    bench_formula(bench, "clonazepam-other", strengths);
}
static void liquid_late(Bench *bench)
{
    bench->liquids[0].has_from = true;
    bench->liquids[0].from = date_of(2026, 12, 2);
}
static void liquid_of_other(Bench *bench)
{
    bench->liquids[1] = bench->liquids[0];
    bench->liquids[1].drug = &bench->drugs[1];
    bench->rx.liquid_count = 2;
}
static void second_liquid(Bench *bench, double strength, double syringe, double graduation, Date from)
{
    bench->strengths[0][1] = PER_ML(strength);
    bench->formulas[0].strength_count = 2;
    bench->liquids[1] = bench->liquids[0];
    bench->liquids[1].strength = PER_ML(strength);
    bench->liquids[1].syringe = ML(syringe);
    bench->liquids[1].graduation = ML(graduation);
    bench->liquids[1].has_from = true;
    bench->liquids[1].from = from;
    bench->rx.liquid_count = 2;
}
static void middle_not_made(Bench *bench)
{
    second_liquid(bench, 0.05, 10, 0.2, date_of(2026, 12, 10));
    bench->liquids[1].strength = PER_ML(0.2);
    bench->liquids[2] = bench->liquids[0];
    bench->liquids[2].has_from = true;
    bench->liquids[2].from = date_of(2026, 12, 20);
    bench->rx.liquid_count = 3;
}
static void ratio_ten(Bench *bench) { second_liquid(bench, 1, 1, 0.01, date_of(2027, 2, 1)); }
static void over_capacity(Bench *bench) { bench->liquids[0].syringe = ML(3), bench->liquids[0].graduation = ML(0.1); }
static void below_reliable(Bench *bench) { bench->steps[1].until = MG(0.15); }
static void off_marks(Bench *bench) { bench->doses[0].mass = MG(0.33); }
static void lagging(Bench *bench) { bench->steps[1].share = PERCENT(0.5), bench->steps[1].until = MG(1.4); }
static void dose_none(Bench *bench) { bench->doses[0].mass = MG(0.004); }
static void day_none(Bench *bench) { bench_hold(bench, 0.002, 14); }
static void finer_than_mark(Bench *bench) { bench->steps[1].every = 1, bench->steps[1].per = 14; }
static void unapproved(Bench *bench) { bench->shop.approval_count = 0; }
static void edited(Bench *bench) { bench->formulas[0].digest = digest_of("x", 1); }
static void copy_undocumented(Bench *bench) { bench->formulas[0].commercial_copy = true, bench->rx.rationale = NULL; }
static void class_unknown(Bench *bench) { bench->formulas[0].bud_class = "preserved"; }
static void class_unsaid(Bench *bench) { bench->formulas[0].bud_class = NULL; }
static void none_of_the_drug(Bench *bench) { bench->formulas[0].drug = &bench->drugs[1]; }
static void formula_named(Bench *bench) { bench->liquids[0].formula = "clonazepam-7"; }
static void formula_not_making(Bench *bench) { bench->liquids[0].formula = "clonazepam-0.1", bench->liquids[0].strength = PER_ML(0.2); }
static void formula_of_other(Bench *bench) { bench->liquids[0].formula = "clonazepam-0.1", none_of_the_drug(bench); }
static void no_graduation(Bench *bench) { bench->liquids[0].graduation = ML(0); }
static void nothing_marked(Bench *bench)
{
    bench->rx.liquid_count = 0;
    bench->shop.syringe_count = 1;
    bench->syringes[0].graduation = ML(0);
}
static void edited_of_two(Bench *bench)
{
    static const double strengths[] = {0.2, 0};
    bench_formula(bench, "clonazepam-0.2", strengths);
    bench->formulas[0].digest = digest_of("x", 1);
}
/* Liquids of which the first stated begins later, or both at the start. */
static void two_from_the_start(Bench *bench) { bench->liquids[1] = bench->liquids[0], bench->rx.liquid_count = 2; }
static void no_bottles(Bench *bench) { bench->shop.bottle_count = 0; }
static void no_room_for_reserve(Bench *bench) { bench->bottles[0].capacity = ML(20), bench->shop.bottle_count = 1; }
static void never_open(Bench *bench)
{
    for (int day = 0; day < 7; day++) bench->shop.closed_weekday[day] = true;
}
static void far_ahead(Bench *bench) { bench->shop.ahead_days = 40; }
static void small_bottles(Bench *bench)
{
    bench->bottles[3] = bench->bottles[0], bench->bottles[0].capacity = ML(10), bench->shop.bottle_count = 1;
}
static void tablets_stated(Bench *bench, int64_t count)
{
    bench->taking.has_tablets = true;
    bench->taking.tablet = MG(0.5);
    bench->taking.on_hand = count;
    bench->taking.counted = date_of(2026, 11, 11);
}
/* 1.5 mg a day are three tablets: 40 last 13 days, and of 63 three are left after 20 days. */
static void few_tablets(Bench *bench) { tablets_stated(bench, 40); }
static void many_tablets(Bench *bench) { tablets_stated(bench, 63); }
static void small_order(Bench *bench) { bench->orders[0].quantity = ML(400); }
static void one_refill(Bench *bench) { bench->orders[0].refills = 1; }
static void in_parts(Bench *bench)
{
    bench->orders[0].quantity = ML(700);
    bench->orders[0].refills = 0;
    bench->orders[0].partial = true;
}
static void long_expired(Bench *bench) { bench->orders[0].written = date_of(2026, 1, 5); }
static void not_scheduled(Bench *bench)
{
    bench->drugs[0].schedule_iv = false;
    bench->orders[0].refills = 99;
    bench->orders[0].quantity = ML(400);
}
static void two_orders(Bench *bench)
{
    bench->orders[1] = bench->orders[0];   /* the later one is stated first */
    bench->orders[0].written = date_of(2026, 12, 20);
    bench->rx.order_count = 2;
}
static ListRow rising_rows[] = {{.days = 28, .total = {900000}}, {.days = 28, .total = {1500000}}};
static void rising_fills(Bench *bench)
{
    bench->orders[0].quantity = ML(100);
    bench->steps[0] = (Step){.kind = STEP_LIST, .rows = rising_rows, .row_count = 2, .place = {"rx.xml", 16, "list[1]"}};
    bench->steps[1] = (Step){.kind = STEP_MAINTAIN, .place = {"rx.xml", 17, "maintain"}};
    bench->rx.step_count = 2;
}
static void six_refills(Bench *bench) { bench->orders[0].refills = 6; }
static void odd_tablet(Bench *bench)
{
    bench->parts[0][0].each = MG(0.25);
    bench->strengths[0][0] = bench->liquids[0].strength = PER_ML(0.7);
}
static void parts_over(Bench *bench) { bench->parts[0][1].share = PERCENT(120); }
static void two_active(Bench *bench) { bench->parts[0][1].kind = PART_ACTIVE; }
static void no_active(Bench *bench) { bench->parts[0][0].kind = PART_SHARE; }
static void nothing_fits(Bench *bench)
{
    bench->rx.liquid_count = 0;
    bench->shop.syringe_count = 1;
}

static void powder(Bench *bench) { bench->parts[0][0].source = SOURCE_POWDER; }
static void far_factor(Bench *bench)
{
    powder(bench);
    bench->parts[0][0].diluent = "Lactose";
    bench->parts[0][0].molar_mass_e2 = 63140;
}
static void stocked(Bench *bench, Date expires, int64_t on_hand)
{
    static StockLot lot;
    lot = (StockLot){.component = bench->parts[0][0].name,
                     .number = "L1",
                     .expires = expires,
                     .on_hand = on_hand,
                     .place = {"inventory.xml", 3, "item[1]"}};
    bench->shop.has_inventory = true;
    bench->shop.lots = &lot;
    bench->shop.lot_count = 1;
}
static void stock_expired(Bench *bench) { stocked(bench, date_of(2026, 11, 1), 1000); }
static void stock_short_dated(Bench *bench) { stocked(bench, date_of(2026, 12, 15), 1000); }
static void stock_short(Bench *bench) { stocked(bench, date_of(2028, 1, 1), 50); }

static void allergic(Bench *bench)
{
    bench->rx.patient.allergies = "penicillin; Parabens";
    bench->parts[0][1].contains = "methylparaben; potassium sorbate";
}
static void allergic_to_name(Bench *bench) { bench->rx.patient.allergies = "Ora-Plus"; }
static void needing(Bench *bench)
{
    bench->rx.patient.needs = "alcohol-free; sugar-free";
    bench->parts[0][2].contains = "methylparaben; sucrose";
}
static void order_strength(Bench *bench)
{
    bench->orders[0].has_strength = true;
    bench->orders[0].strength = PER_ML(0.2);
    bench->orders[0].strength_to = PER_ML(0.5);
}

static void order_weaker(Bench *bench)
{
    order_strength(bench);
    bench->orders[0].strength = PER_ML(0.01);
    bench->orders[0].strength_to = PER_ML(0.05);
}
static void order_strength_bottles(Bench *bench) { order_strength(bench), bench->shop.bottle_count = 2; }
static void order_two_strengths(Bench *bench)
{
    second_liquid(bench, 0.05, 10, 0.2, date_of(2026, 12, 10));
    order_strength(bench);
}

static const Twist twists[] = {
    {"no syringe with marks", nothing_marked, MT401, "no approved formula makes clonazepam on whole marks of a syringe in stock; no round strength", 0, {0}},
    {"no graduation", no_graduation, MT403, "0 mL does not divide", 0, {0}},
    {"no formula of the drug", none_of_the_drug, MT404, "made are: none", 0, {0}},
    {"no formula of that name", formula_named, MT404, "no formula \"clonazepam-7\"", 0, {0}},
    {"the formula named makes another strength", formula_not_making, MT404, "clonazepam-0.1 does not make clonazepam 0.2 mg per mL", 0, {0}},
    {"the formula named is of another drug", formula_of_other, MT404, "clonazepam-0.1 does not make clonazepam 0.1 mg per mL", 0, {0}},
    {"the second of three liquids not made", middle_not_made, MT404, "no formula makes clonazepam 0.2 mg per mL", 0, {0}},
    {"two liquids from the start", two_from_the_start, MT407, "no day is left", 0, {0}},
    {"edited, the other not", edited_of_two, MT502, "formula clonazepam-0.1 was approved by J. Ruiz, RPh", 1, {2525}},
    {"no class said", class_unsaid, MT504, "no class \"\"", 0, {0}},
    {"allergy to a name", allergic_to_name, MT505, "formula clonazepam-0.1 holds Ora-Plus", 0, {0}},
    {"no bottles", no_bottles, MT512, "the largest bottle holds 0 mL", 0, {0}},
    {"no room for the reserve", no_room_for_reserve, MT512, "its doses and the reserve of clonazepam need 58 mL", 0, {0}},
    {"never open", never_open, MT511, "leaves no day", 0, {0}},
    {"no fill before the first", no_twist, MT517, "fill -1", -1, {2524}},
    {"not in schedule IV: no bound but its quantity", not_scheduled, MT522, "400 mL", 0, {0}},
    {"the largest fill speaks for all", rising_fills, MT522, "fill 2 holds", 0, {0}},
    {"before both orders", two_orders, MT525, "the order of clonazepam was written on 2026-11-20", 1, {2514}},
    {"no order for the first fill", long_expired, MT526, "no order of clonazepam covers fill 1, to be made on 2026-11-30", 0, {0}},
    {"stronger than the order", order_weaker, MT528, "0.01 mg per mL to 0.05 mg per mL", 0, {0}},
    {"two bottles not on the order", order_strength_bottles, MT528, "bottle A is 0.1 mg per mL", 1, {2525}},
    {"two strengths not on the order", order_two_strengths, MT528, "bottle A is 0.1 mg per mL", 1, {2525}},
    {"two actives", two_active, MT533, "exactly one", 1, {2525}},
    {"nothing fits", nothing_fits, MT401, "0.5 mg would be 5 mL, over its capacity", 0, {0}},
    {"syringe not in stock", not_in_stock, MT402, "5 mL in 0.2 mL", 0, {0}},
    {"graduation does not divide", not_dividing, MT403, "0.3 mL", 0, {0}},
    {"strength not made", not_made, MT404, "0.1 mg per mL (clonazepam-0.1)", 0, {0}},
    {"mark not whole", not_whole, MT405, "whole number", 0, {0}},
    {"two formulas", two_formulas, MT406, "2 formulas", 0, {0}},
    {"liquid begins late", liquid_late, MT407, "2026-12-02", 0, {0}},
    {"liquid of another drug", liquid_of_other, MT407, "no diazepam", 0, {0}},
    {"ratio of ten", ratio_ten, MT408, "1 mg per mL", 0, {0}},
    {"over capacity", over_capacity, MT411, "5 mL on 2026-12-01", 0, {0}},
    {"below the reliable part", below_reliable, MT412, "0.833334 mL", 0, {0}},
    {"start off the marks", off_marks, MT413, "0.32 mg and 0.34 mg", 0, {0}},
    {"lag", lagging, MT414, "50 %", 0, {0}},
    {"a dose measures as none", dose_none, MT415, "0.004 mg", 0, {0}},
    {"a day measures as none", day_none, MT416, "0.002 mg", 0, {0}},
    {"cut finer than a mark", finer_than_mark, MT417, "falls every 3-", 0, {0}},
    {"unapproved", unapproved, MT501, "nobody", 1, {2525}},
    {"unapproved, looked at", unapproved, MT506, "approves it", 0, {0}},
    {"edited", edited, MT502, "J. Ruiz, RPh", 1, {2525}},
    {"copy without reason", copy_undocumented, MT503, "rationale", 0, {0}},
    {"class unknown", class_unknown, MT504, "preserved", 0, {0}},
    {"allergy", allergic, MT505, "\"paraben\": formula clonazepam-0.1 holds Ora-Plus", 0, {0}},
    {"need", needing, MT507, "stated need \"sugar-free\": formula clonazepam-0.1 holds Ora-Sweet", 0, {0}},
    {"made too far ahead", far_ahead, MT511, "leaves no day", 0, {0}},
    {"bottle too small", small_bottles, MT512, "the largest bottle holds 10 mL", 0, {0}},
    {"made too early: discard", no_twist, MT513, "2026-12-24", 1, {2515}},
    {"made too early: reserve", no_twist, MT514, "only 1 are left", 1, {2520}},
    {"made late", no_twist, MT515, "1 days after", 1, {2527}},
    {"made on Sunday", no_twist, MT516, "closed", 1, {2524}},
    {"no such fill", no_twist, MT517, "fill 99", 99, {2524}},
    {"much too early", no_twist, MT518, "5 days before the 2026-12-28", 2, {2548}},
    {"strength not on the order", order_strength, MT528, "0.2 mg per mL to 0.5 mg per mL", 0, {0}},
    {"strength not on the order, made", order_strength, MT528, "bottle A is 0.1 mg per mL", 1, {2525}},
    {"tablets run out", few_tablets, MT520, "40 tablets of 0.5 mg counted on 2026-11-11 last to 2026-11-23; the liquid begins on 2026-12-01: 7 days", 0, {0}},
    {"tablets left over", many_tablets, MT521, "the last are taken on 2026-11-30, and 3 are left over", 0, {0}},
    {"order too small", small_order, MT522, "400 mL", 0, {0}},
    {"order too small, made", small_order, MT522, "400 mL", 1, {2525}},
    {"refills used up", one_refill, MT523, "2 fills are used up", 3, {2581}},
    {"six months past", no_twist, MT524, "2027-05-20", 1, {2698}},
    {"before the order", no_twist, MT525, "2026-11-20", 1, {2514}},
    {"covered to", one_refill, MT526, "reaches to 2027-01-25 (fill 2); fill 3, to be made on 2027-01-25, needs a new one: ask for it by 2027-01-22", 0, {0}},
    {"a part too many", in_parts, MT523, "700 mL in parts, 246 mL are left, and the fill holds 410 mL", 2, {2551}},
    {"six refills", six_refills, MT527, "6 refills", 0, {0}},
    {"odd tablets", odd_tablet, MT531, "0.25 mg", 1, {2525}},
    {"expired", stock_expired, MT541, "expired on 2026-11-01", 1, {2525}},
    {"expires before discard", stock_short_dated, MT542, "expires on 2026-12-15", 1, {2525}},
    {"short", stock_short, MT543, "tablets are short", 1, {2525}},
    {"not in the inventory", stock_short, MT544, "Ora-Plus", 1, {2525}},
    {"no certificate", far_factor, MT545, "100 %", 1, {2525}},
    {"factor far from one", far_factor, MT546, "2, outside 0.8 to 1.5", 1, {2525}},
    {"no diluent", powder, MT547, "6 mg / 1 %", 1, {2525}},
    {"before lots can be", no_twist, MT548, "2019-12-31", 1, {-1}},
    {"after lots can be", no_twist, MT548, "2109-09-19", 1, {32768}},
    {"parts over", parts_over, MT532, "final volume", 1, {2525}},
    {"no active", no_active, MT533, "exactly one", 1, {2525}},
};

static void test_twists(void)
{
    for (size_t i = 0; i < sizeof twists / sizeof *twists; i++) {
        const Twist *row = &twists[i];
        Bench bench;
        bench_open(&bench);
        row->twist(&bench);
        bench_run(&bench);
        if (row->fill) bench_make(&bench, row->fill, row->made);
        check_row(bench_count(&bench, row->code) >= 1, row->name, finding_kind(row->code)->name);
        check_row(strstr(bench_text(&bench, row->code), row->words) != NULL, row->name, bench_text(&bench, row->code));
        bench_close(&bench);
    }
}

/* The sample as it stands has nothing to be warned of but the measuring's own notes. */
static void test_sound(void)
{
    Bench bench;
    bench_open(&bench);
    bench_run(&bench);
    bench_make(&bench, 1, bench.fills->items[0].made_on);
    for (size_t i = 0; i < bench.findings.count; i++)
        check_row(bench.findings.items[i].tier != TIER_ERROR, "sound", bench.findings.items[i].text);
    CU_ASSERT_PTR_NOT_NULL(bench.batches);
    bench_close(&bench);
}

/* What is no finding: a formula's own days need no class; two liquids may be stated in any order. */
static void test_quiet(void)
{
    Bench bench;
    bench_open(&bench);
    bench.formulas[0].bud_days = 60;
    bench.formulas[0].bud_class = "unheard of";
    second_liquid(&bench, 0.05, 10, 0.2, date_of(2026, 12, 10));
    Liquid first = bench.liquids[0];
    bench.liquids[0] = bench.liquids[1];
    bench.liquids[1] = first;
    bench_run(&bench);
    CU_ASSERT_EQUAL(bench_count(&bench, MT504), 0);
    CU_ASSERT_PTR_NOT_NULL_FATAL(bench.ladder);
    CU_ASSERT_EQUAL_FATAL(bench.ladder->count, 2);
    CU_ASSERT_EQUAL(bench.ladder->items[1].first, 9);
    bench_make(&bench, 1, date_of(2026, 11, 30));
    CU_ASSERT_PTR_NOT_NULL(bench.batches);
    bench_close(&bench);
}

void suite_compound(void)
{
    CU_pSuite suite = CU_add_suite("compound: findings", NULL, NULL);
    CU_add_test(suite, "each code by its twist", test_twists);
    CU_add_test(suite, "a sound prescription", test_sound);
    CU_add_test(suite, "what is no finding", test_quiet);
    suite_compound_measure();
    suite_compound_ladder();
    suite_compound_fills();
    suite_compound_batch();
    suite_compound_inventory();
    suite_compound_needs();
    suite_compound_edges();
    suite_compound_replace();
    suite_compound_choice();
    suite_compound_formulas();
    suite_compound_volumes();
    suite_compound_orders();
}
