/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Orders: which one each fill comes under, what is left of it, and why none does (ARITHMETIC.md 4.6). */
#include "compound_bench.h"
#include <string.h>

#define DAY(n) date_add(date_of(2026, 12, 1), n)    /* of the plan, from 0 */
#define ROWS_MOST 3

/* The day written, of the plan from 0; the quantity in mL; the refills; filled whole or in parts, or of diazepam. */
typedef enum { WHOLE, PARTS, OTHER } OrderOf;
typedef struct { int32_t written, quantity, refills; OrderOf of; } Ordered;
/* A bottle that was replaced from the day after the report; the day written of the order that it names. */
typedef struct { const char *bottle; int32_t on; bool named; int32_t order; bool diazepam; } Lost;

/* Sixty days of 5 mL at bedtime: fills of 155, 155 and 20 mL, made on the days -1, 27 and 55.  With `two`, 5 mL of diazepam beside
 * it; the last fill then holds 35 mL. */
typedef struct { Bench bench; Replaced replaced[ROWS_MOST]; Taking takings[2]; TimedDose dose; } Book;

static void book_two(Book *book)
{
    Bench *bench = &book->bench;
    bench_formula(bench, "diazepam-1", (double[]){1, 0})->drug = &bench->drugs[1];
    book->dose = (TimedDose){.time = 3, .mass = MG(5)};
    book->takings[0] = bench->taking;
    book->takings[1] = (Taking){.drug = &bench->drugs[1], .doses = &book->dose, .count = 1, .place = bench->taking.place};
    bench->rx.takings = book->takings;
    bench->rx.taking_count = 2;
    bench->liquids[1] = (Liquid){.drug = &bench->drugs[1], .strength = PER_ML(1), .syringe = ML(5), .graduation = ML(0.2), .place = {"rx.xml", 15, "liquid[2]"}};
    bench->rx.liquid_count = 2;
    bench->steps[0] = (Step){.kind = STEP_MAINTAIN, .days = 60, .place = {"rx.xml", 17, "maintain"}};
    bench->rx.step_count = 1;
}

static void book_open(Book *book, const Ordered *orders, size_t count, const Lost *lost, size_t lost_count, bool two)
{
    Bench *bench = &book->bench;
    bench_open(bench);
    bench_hold(bench, 0.5, 60);
    bench->shop.loss_per_draw = (Volume){0};
    bench->shop.closed_weekday[6] = false;
    if (two) book_two(book);
    for (size_t i = 0; i < ROWS_MOST && (i < count || orders[i].quantity); i++)    /* those behind the last are none */
        bench->orders[i] = (Order){.drug = &bench->drugs[orders[i].of == OTHER], .quantity = ML(orders[i].quantity), .refills = orders[i].refills,
                                   .partial = orders[i].of == PARTS, .written = DAY(orders[i].written), .place = {"rx.xml", 5 + (long)i, "order"}};
    bench->rx.order_count = count;
    for (size_t i = 0; i < lost_count; i++)
        book->replaced[i] = (Replaced){.drug = &bench->drugs[lost[i].diazepam], .bottle = lost[i].bottle, .from = DAY(lost[i].on + 1), .on = DAY(lost[i].on),
                                       .by = "D", .role = "patient", .has_order = lost[i].named, .order = DAY(lost[i].order), .place = bench->rx.place};
    bench->rx.replaced = book->replaced;
    bench->rx.replaced_count = lost_count;
    bench->rx.revision = 2;
    bench_run(bench);
}

/* "A2:155": the second fill of the first order, of which 155 mL are left; "-": under none; "e": made before the first was written;
 * "0": none of it. */
static const char *supply_text(const Bench *bench, const Supply *supply)
{
    if (supply->quantity.nl == 0) return "0";
    const char *earlier = supply->earlier ? "e" : "";
    if (!supply->order) return arena_format(bench->arena, "%s-", earlier);
    return arena_format(bench->arena, "%s%c%d:%lld", earlier, (char)('A' + (supply->order - bench->orders)), (int)supply->nth,
                        (long long)(supply->left.nl / NL_PER_ML));
}

/* Of all fills, each with its replacements in brackets behind it. */
static const char *supplies_text(const Bench *bench, size_t drug)
{
    const char *words = "";
    for (size_t i = 0; i < bench->fills->count; i++) {
        const Fill *fill = &bench->fills->items[i];
        words = arena_format(bench->arena, "%s%s%s", words, i ? " " : "", supply_text(bench, &fill->supplies[drug]));
        for (size_t a = 0; a < fill->again_count; a++)
            words = arena_format(bench->arena, "%s (%s)", words, supply_text(bench, &fill->again[a].supplies[drug]));
    }
    return words;
}

/* ---- as forecast ---- */

typedef struct { const char *name; Ordered orders[ROWS_MOST]; size_t count; const char *supplies; Lost lost[ROWS_MOST]; size_t lost_count; } OrderRow;
static const OrderRow order_rows[] = {
    {"as many fills as there are", {{-1, 155, 2, WHOLE}}, 1, "A1:310 A2:155 A3:0", {{0}}, 0},
    {"one too many", {{-1, 155, 1, WHOLE}}, 1, "A1:155 A2:0 -", {{0}}, 0},
    {"written after the first was made", {{0, 155, 2, WHOLE}}, 1, "e- A1:310 A2:155", {{0}}, 0},
    {"in parts that just fill it", {{-1, 165, 1, PARTS}}, 1, "A1:175 A2:20 A3:0", {{0}}, 0},
    {"in parts, a millilitre too few", {{-1, 329, 0, PARTS}}, 1, "A1:174 A2:19 -", {{0}}, 0},
    {"in parts, and a smaller one fits again", {{-1, 100, 2, PARTS}}, 1, "A1:145 - A2:125", {{0}}, 0},
    {"three, as written", {{-20, 155, 0, WHOLE}, {10, 155, 0, WHOLE}, {30, 155, 0, WHOLE}}, 3, "A1:0 B1:0 C1:0", {{0}}, 0},
    {"three, the last before the second", {{-20, 155, 0, WHOLE}, {30, 155, 0, WHOLE}, {10, 155, 0, WHOLE}}, 3, "A1:0 C1:0 B1:0", {{0}}, 0},
    {"three, the second first", {{10, 155, 0, WHOLE}, {-20, 155, 0, WHOLE}, {30, 155, 0, WHOLE}}, 3, "B1:0 A1:0 C1:0", {{0}}, 0},
    {"three, the first last", {{10, 155, 0, WHOLE}, {30, 155, 0, WHOLE}, {-20, 155, 0, WHOLE}}, 3, "C1:0 A1:0 B1:0", {{0}}, 0},
    {"three, from the last to the first", {{30, 155, 0, WHOLE}, {10, 155, 0, WHOLE}, {-20, 155, 0, WHOLE}}, 3, "C1:0 B1:0 A1:0", {{0}}, 0},
    {"a third is not there", {{-20, 155, 0, WHOLE}, {10, 155, 1, WHOLE}, {-30, 155, 5, WHOLE}}, 2, "A1:0 B1:155 B2:0", {{0}}, 0},
    {"of another drug", {{-20, 155, 5, OTHER}, {-10, 155, 5, WHOLE}}, 2, "B1:775 B2:620 B3:465", {{0}}, 0},
    {"filled on the last day of its six months", {{-156, 155, 5, WHOLE}}, 1, "A1:775 A2:620 -", {{0}}, 0},
    {"and on the day after", {{-157, 155, 5, WHOLE}}, 1, "A1:775 - -", {{0}}, 0},
    {"a replacement counts", {{-1, 155, 2, WHOLE}}, 1, "A1:310 (A2:155) A3:0 -", {{"A", 9, false, 0, false}}, 1},
    {"a replacement under an order of its own", {{-20, 155, 2, WHOLE}, {9, 105, 0, WHOLE}}, 2, "A1:310 (B1:0) A2:155 A3:0", {{"A", 9, true, 9, false}}, 1},
    {"that serves nothing else", {{-20, 155, 1, WHOLE}, {9, 155, 5, WHOLE}}, 2, "A1:155 (B1:775) A2:0 -", {{"A", 9, true, 9, false}}, 1},
    {"whose day would be that of an order, but is not stated", {{-20, 155, 3, WHOLE}, {9, 155, 5, WHOLE}}, 2, "A1:465 (A2:310) A3:155 A4:0", {{"A", 9, false, -20, false}}, 1},
    {"of two replacements the second names one", {{-20, 155, 3, WHOLE}, {14, 155, 5, WHOLE}}, 2, "A1:465 (A2:310) (B1:775) A3:155 A4:0",
     {{"A", 9, false, 0, false}, {"B", 14, true, 14, false}}, 2},
    {"of two replacements the first names one", {{-20, 155, 3, WHOLE}, {9, 155, 5, WHOLE}}, 2, "A1:465 (B1:775) (A2:310) A3:155 A4:0",
     {{"A", 9, true, 9, false}, {"B", 14, false, 0, false}}, 2},
    {"both name the same", {{-20, 155, 3, WHOLE}, {9, 155, 5, WHOLE}}, 2, "A1:465 (B1:775) (B2:620) A2:310 A3:155", {{"A", 9, true, 9, false}, {"B", 14, true, 9, false}}, 2},
    {"another drug's replacement names the day", {{-20, 155, 3, WHOLE}}, 1, "A1:465 A2:310 A3:155", {{"A", 9, true, -20, true}}, 1},
    {"one that is not given", {{-20, 155, 5, WHOLE}}, 1, "A1:775 (-) A2:620 A3:465", {{"A", 9, true, 9, false}}, 1},
};

static void test_forecast(void)
{
    for (size_t i = 0; i < sizeof order_rows / sizeof *order_rows; i++) {
        const OrderRow *row = &order_rows[i];
        Book book;
        book_open(&book, row->orders, row->count, row->lost, row->lost_count, false);
        CU_ASSERT_PTR_NOT_NULL_FATAL(book.bench.fills);
        const char *text = supplies_text(&book.bench, 0);
        check_row(strcmp(text, row->supplies) == 0, row->name, text);
        bench_close(&book.bench);
    }
}

/* Of two bottles that are given out together the second alone names an order: the replacement names it. */
static void test_named_by_second(void)
{
    Book book;
    bench_open(&book.bench);
    bench_hold(&book.bench, 0.5, 60);
    book.bench.shop.bottle_count = 1;
    book.bench.orders[0].written = DAY(-20);
    book.bench.orders[1] = book.bench.orders[0];
    book.bench.orders[1].written = DAY(8);
    book.bench.rx.order_count = 2;
    for (int i = 0; i < 2; i++)
        book.replaced[i] = (Replaced){.drug = &book.bench.drugs[0], .bottle = i ? "B" : "A", .from = DAY(i ? 14 : 9), .on = DAY(8), .by = "D",
                                      .has_order = i, .order = DAY(8), .place = book.bench.rx.place};
    book.bench.rx.replaced = book.replaced;
    book.bench.rx.replaced_count = 2;
    book.bench.rx.revision = 2;
    bench_run(&book.bench);
    CU_ASSERT_EQUAL_FATAL(book.bench.fills->items[0].again_count, 1);
    CU_ASSERT_EQUAL(book.bench.fills->items[0].again[0].bottle_count, 2);
    CU_ASSERT_PTR_EQUAL(book.bench.fills->items[0].again[0].supplies[0].order, &book.bench.orders[1]);
    bench_close(&book.bench);
}

/* Two drugs, each under its own orders; a replacement of one gives out none of the other. */
static const struct { const char *name, *first, *second; Lost lost[2]; size_t count; } two_rows[] = {
    {"as they are", "A1:310 A2:155 A3:0", "B1:400 B2:200 B3:0", {{0}}, 0},
    {"one replaced", "A1:310 (A2:155) A3:0 -", "B1:400 (0) B2:200 B3:0", {{"A", 9, false, 0, false}}, 1},
    {"the other replaced", "A1:310 (0) A2:155 A3:0", "B1:400 (B2:200) B3:0 -", {{"B", 9, false, 0, true}}, 1},
    {"both, one by an order of its own", "A1:310 (A2:155) A3:0 -", "B1:400 (C1:0) B2:200 B3:0", {{"A", 9, false, 0, false}, {"B", 9, true, 9, true}}, 2},
};

static void test_two_drugs(void)
{
    static const Code unserved[] = {MT523, MT524, MT525, MT529};
    static const Ordered orders[] = {{-20, 155, 2, WHOLE}, {-20, 200, 2, OTHER}, {9, 200, 0, OTHER}};
    for (size_t i = 0; i < sizeof two_rows / sizeof *two_rows; i++) {
        Book book;
        bool own = two_rows[i].count == 2;
        book_open(&book, orders, own ? 3 : 2, two_rows[i].lost, two_rows[i].count, true);
        CU_ASSERT_PTR_NOT_NULL_FATAL(book.bench.fills);
        const char *first = supplies_text(&book.bench, 0), *second = supplies_text(&book.bench, 1);
        check_row(strcmp(first, two_rows[i].first) == 0, two_rows[i].name, first);
        check_row(strcmp(second, two_rows[i].second) == 0, two_rows[i].name, second);
        book.bench.findings.count = 0;
        bench_make(&book.bench, 1, DAY(two_rows[i].count ? 9 : -1));
        for (size_t k = 0; k < sizeof unserved / sizeof *unserved; k++)
            check_row(bench_count(&book.bench, unserved[k]) == 0, two_rows[i].name, bench_text(&book.bench, unserved[k]));
        bench_close(&book.bench);
    }
}

/* ---- what is said ---- */

typedef struct { const char *name; Ordered orders[ROWS_MOST]; size_t count; Code code; int said; const char *text; } SaidRow;
static const SaidRow said_rows[] = {
    {"covered", {{-1, 155, 2, WHOLE}}, 1, MT526, 0, ""},
    {"the last is not covered", {{-1, 155, 1, WHOLE}}, 1, MT526, 1,
     "the order of clonazepam reaches to 2027-01-25 (fill 2); fill 3, to be made on 2027-01-25, needs a new one: ask for it by 2027-01-22"},
    {"the first of two is named", {{-1, 155, 0, WHOLE}}, 1, MT526, 1,
     "the order of clonazepam reaches to 2026-12-28 (fill 1); fill 2, to be made on 2026-12-28, needs a new one: ask for it by 2026-12-25"},
    {"two orders", {{-20, 155, 0, WHOLE}, {-1, 155, 0, WHOLE}}, 2, MT526, 1,
     "the orders of clonazepam reach to 2027-01-25 (fill 2); fill 3, to be made on 2027-01-25, needs a new one: ask for it by 2027-01-22"},
    {"not even the first", {{-300, 155, 5, WHOLE}}, 1, MT526, 1, "no order of clonazepam covers fill 1, to be made on 2026-11-30"},
    {"before the orders nothing is asked for", {{0, 155, 2, WHOLE}}, 1, MT526, 0, ""},
    {"as much as is allowed", {{-1, 155, 2, WHOLE}}, 1, MT522, 0, ""},
    {"a millilitre over it", {{-1, 154, 2, WHOLE}}, 1, MT522, 1, "fill 1 holds 155 mL of clonazepam; the order of 2026-11-30 allows 154 mL a fill"},
    {"the largest is just what its order allows", {{-20, 155, 1, WHOLE}, {-1, 10, 0, WHOLE}}, 2, MT522, 1, "fill 3 holds 20 mL of clonazepam; the order of 2026-11-30 allows 10 mL a fill"},
    {"the smallest fits", {{-1, 20, 2, WHOLE}}, 1, MT522, 1, "fill 1 holds 155 mL of clonazepam; the order of 2026-11-30 allows 20 mL a fill"},
    {"five refills", {{-1, 155, 5, WHOLE}}, 1, MT527, 0, ""},
    {"six refills", {{-1, 155, 6, WHOLE}}, 1, MT527, 1, "the order of 2026-11-30 has 6 refills, at most 5 are allowed"},
    {"six refills of the second", {{-20, 155, 5, WHOLE}, {-1, 155, 6, WHOLE}}, 2, MT527, 1, "the order of 2026-11-30 has 6 refills, at most 5 are allowed"},
};

static void test_said(void)
{
    for (size_t i = 0; i < sizeof said_rows / sizeof *said_rows; i++) {
        const SaidRow *row = &said_rows[i];
        Book book;
        book_open(&book, row->orders, row->count, NULL, 0, false);
        check_row(bench_count(&book.bench, row->code) == row->said, row->name, "how often it is said");
        check_row(strcmp(bench_text(&book.bench, row->code), row->text) == 0, row->name, bench_text(&book.bench, row->code));
        bench_close(&book.bench);
    }
}

/* ---- as made ---- */

typedef struct { const char *name; Ordered orders[ROWS_MOST]; size_t count; int number; int32_t day; const char *supply; Code code; const char *text; Lost lost[2]; size_t lost_count; } MadeRow;
static const MadeRow made_rows[] = {
    {"on the day it was written", {{-1, 155, 2, WHOLE}}, 1, 1, -1, "A1:310", MT525, "", {{0}}, 0},
    {"the day before", {{0, 155, 2, WHOLE}}, 1, 1, -1, "e-", MT525, "fill 1 is made on 2026-11-30, the order of clonazepam was written on 2026-12-01", {{0}}, 0},
    {"before both", {{10, 155, 2, WHOLE}, {0, 155, 2, WHOLE}}, 2, 1, -1, "e-", MT525, "fill 1 is made on 2026-11-30, the order of clonazepam was written on 2026-12-01", {{0}}, 0},
    {"the last", {{-1, 155, 2, WHOLE}}, 1, 3, 55, "A3:0", MT523, "", {{0}}, 0},
    {"used up", {{-1, 155, 1, WHOLE}}, 1, 3, 55, "-", MT523, "fill 3: the order of 2026-11-30 has 1 refills, and its 2 fills are used up", {{0}}, 0},
    {"used up, and the next not written yet", {{-20, 155, 0, WHOLE}, {30, 155, 0, WHOLE}}, 2, 2, 27, "-", MT523,
     "fill 2: the order of 2026-11-11 has 0 refills, and its 1 fills are used up", {{0}}, 0},
    {"both used up, the third not written yet", {{-20, 155, 0, WHOLE}, {10, 155, 0, WHOLE}, {60, 155, 0, WHOLE}}, 3, 3, 55, "-", MT523,
     "fill 3: the order of 2026-12-11 has 0 refills, and its 1 fills are used up", {{0}}, 0},
    {"in its six months", {{-156, 155, 5, WHOLE}}, 1, 2, 27, "A2:620", MT524, "", {{0}}, 0},
    {"after its six months", {{-157, 155, 5, WHOLE}}, 1, 2, 27, "-", MT524, "fill 2 is made on 2026-12-28; the order of 2026-06-27 may be filled to 2026-12-27", {{0}}, 0},
    {"in parts, all of it", {{-1, 155, 1, PARTS}}, 1, 2, 27, "A2:0", MT523, "", {{0}}, 0},
    {"in parts, too much", {{-1, 200, 0, PARTS}}, 1, 2, 27, "-", MT523,
     "fill 2: of the order of 2026-11-30, 200 mL in parts, 45 mL are left, and the fill holds 155 mL", {{0}}, 0},
    {"as much as is allowed", {{-1, 155, 2, WHOLE}}, 1, 1, -1, "A1:310", MT522, "", {{0}}, 0},
    {"too much at once", {{-1, 154, 2, WHOLE}}, 1, 1, -1, "A1:308", MT522, "fill 1 holds 155 mL of clonazepam; the order of 2026-11-30 allows 154 mL a fill", {{0}}, 0},
    {"no order of the drug", {{-1, 155, 2, OTHER}}, 1, 1, -1, "-", MT529, "fill 1 holds 155 mL of clonazepam, and there is no order of it", {{0}}, 0},
    {"a replacement after its fill", {{-1, 155, 2, WHOLE}}, 1, 1, 9, "A2:155", MT523, "", {{"A", 9, false, 0, false}}, 1},
    {"the second replacement of a fill", {{-1, 155, 2, WHOLE}}, 1, 1, 14, "A3:0", MT523, "", {{"A", 9, false, 0, false}, {"B", 14, false, 0, false}}, 2},
    {"the fill behind two replacements", {{-1, 155, 3, WHOLE}}, 1, 2, 27, "A4:0", MT523, "", {{"A", 9, false, 0, false}, {"B", 14, false, 0, false}}, 2},
    {"a replacement of the last fill", {{-1, 155, 5, WHOLE}}, 1, 3, 56, "A4:310", MT523, "", {{"A", 56, false, 0, false}}, 1},
    {"a replacement under an order of its own", {{-20, 155, 0, WHOLE}, {9, 155, 0, WHOLE}}, 2, 1, 9, "B1:0", MT523, "", {{"A", 9, true, 9, false}}, 1},
    {"and the fill behind it under none of them", {{-20, 155, 0, WHOLE}, {9, 155, 5, WHOLE}}, 2, 2, 27, "-", MT523,
     "fill 2: the order of 2026-11-11 has 0 refills, and its 1 fills are used up", {{"A", 9, true, 9, false}}, 1},
    {"before its own order was written", {{-20, 155, 5, WHOLE}, {12, 155, 0, WHOLE}}, 2, 1, 9, "-", MT525,
     "fill 1 is made on 2026-12-10, the order of clonazepam was written on 2026-12-13", {{"A", 9, true, 12, false}}, 1},
    {"its own order is not given", {{-20, 155, 5, WHOLE}}, 1, 1, 9, "-", MT529, "fill 1 holds 105 mL of clonazepam, and there is no order of it", {{"A", 9, true, 9, false}}, 1},
    {"the only order is a replacement's own", {{-1, 155, 5, WHOLE}}, 1, 2, 27, "-", MT529, "fill 2 holds 155 mL of clonazepam, and there is no order of it",
     {{"A", 9, true, -1, false}}, 1},
};

static void test_made(void)
{
    for (size_t i = 0; i < sizeof made_rows / sizeof *made_rows; i++) {
        const MadeRow *row = &made_rows[i];
        Book book;
        book_open(&book, row->orders, row->count, row->lost, row->lost_count, false);
        CU_ASSERT_PTR_NOT_NULL_FATAL(book.bench.fills);
        book.bench.findings.count = 0;
        bench_make(&book.bench, row->number, DAY(row->day));
        CU_ASSERT_PTR_NOT_NULL_FATAL(book.bench.made);
        const char *text = supply_text(&book.bench, &book.bench.made->supplies[0]);
        check_row(strcmp(text, row->supply) == 0, row->name, text);
        check_row(strcmp(bench_text(&book.bench, row->code), row->text) == 0, row->name, bench_text(&book.bench, row->code));
        bench_close(&book.bench);
    }
}

/* The days' supply are those with a dose, be it of one mark; the tablets before the liquid belong to the first fill. */
static void test_days_and_tablets(void)
{
    Bench bench;
    bench_open(&bench);
    bench_hold(&bench, 0.02, 60);
    bench.taking.has_tablets = true;
    bench.taking.tablet = MG(0.02);
    bench.taking.on_hand = 42;
    bench.taking.counted = date_of(2026, 11, 1);
    bench_run(&bench);
    const Supply *first = &bench.fills->items[0].supplies[0], *second = &bench.fills->items[1].supplies[0];
    CU_ASSERT(first->days == 28 && second->days == 28);
    CU_ASSERT(first->tablet.ng == MG(0.02).ng && first->tablets_over == 12 && first->tablets_last.day == date_of(2026, 11, 30).day);
    CU_ASSERT_EQUAL(second->tablet.ng, 0);
    bench_close(&bench);
}

/* ---- the strengths of an order ---- */

/* An order for 0.1 to 0.2 mg per mL holds both; a nanogram off is said, once for all bottles of the liquid. */
static const struct { const char *name; int64_t least, most; size_t bottles; int said; const char *text; } strength_rows[] = {
    {"the least of it", 100000, 200000, 4, 0, ""},
    {"the most of it", 50000, 100000, 4, 0, ""},
    {"below it", 100001, 200000, 4, 1, "fill 1: bottle A is 0.1 mg per mL of clonazepam; the order of 2026-11-30 is for 0.100001 mg per mL to 0.2 mg per mL"},
    {"above it", 50000, 99999, 4, 1, "fill 1: bottle A is 0.1 mg per mL of clonazepam; the order of 2026-11-30 is for 0.05 mg per mL to 0.099999 mg per mL"},
    {"one strength", 200000, 200000, 4, 1, "fill 1: bottle A is 0.1 mg per mL of clonazepam; the order of 2026-11-30 is for 0.2 mg per mL"},
    {"three bottles", 200000, 200000, 1, 1, "fill 1: bottle A is 0.1 mg per mL of clonazepam; the order of 2026-11-30 is for 0.2 mg per mL"},
};

static void strength_row(size_t at, bool replaced)
{
    Bench bench;
    Replaced lost = {.bottle = "A", .from = DAY(5), .on = DAY(4), .by = "D", .place = {"rx.xml", 30, "replaced[1]"}};
    bench_open(&bench);
    bench_hold(&bench, 0.5, 60);
    bench.shop.bottle_count = strength_rows[at].bottles;
    bench.orders[0].written = DAY(-1);
    bench.orders[0].has_strength = true;
    bench.orders[0].strength = (Strength){{strength_rows[at].least}, {NL_PER_ML}};
    bench.orders[0].strength_to = (Strength){{strength_rows[at].most}, {NL_PER_ML}};
    lost.drug = &bench.drugs[0];
    bench.rx.replaced = &lost;
    bench.rx.replaced_count = replaced;
    bench.rx.revision = 2;
    bench_run(&bench);
    check_row(bench_count(&bench, MT528) == strength_rows[at].said, strength_rows[at].name, "as forecast");
    check_row(strcmp(bench_text(&bench, MT528), strength_rows[at].text) == 0, strength_rows[at].name, bench_text(&bench, MT528));
    bench.findings.count = 0;
    bench_make(&bench, 1, DAY(replaced ? 4 : -1));
    check_row(bench_count(&bench, MT528) == strength_rows[at].said, strength_rows[at].name, replaced ? "of a replacement" : "as made");
    bench_close(&bench);
}

static void test_strengths(void)
{
    for (size_t i = 0; i < sizeof strength_rows / sizeof *strength_rows; i++) {
        strength_row(i, false);
        strength_row(i, true);
    }
}

/* The order of one drug says nothing of the other's strength; two liquids that are not on it are said each. */
static void test_strengths_of_two(void)
{
    Book book;
    book_open(&book, (Ordered[ROWS_MOST]){{-20, 155, 5, WHOLE}, {-20, 200, 5, OTHER}}, 2, NULL, 0, true);
    Bench *bench = &book.bench;
    for (int i = 0; i < 2; i++) {
        bench->orders[i].has_strength = true;
        bench->orders[i].strength = bench->orders[i].strength_to = PER_ML(i ? 1 : 0.1);
    }
    bench_make(bench, 1, DAY(-1));
    CU_ASSERT_EQUAL(bench_count(bench, MT528), 0);
    bench->orders[1].strength = bench->orders[1].strength_to = PER_ML(2);
    bench_make(bench, 1, DAY(-1));
    CU_ASSERT_STRING_EQUAL(bench_text(bench, MT528), "fill 1: bottle B is 1 mg per mL of diazepam; the order of 2026-11-11 is for 2 mg per mL");
    bench_close(bench);
}

void suite_compound_orders(void)
{
    CU_pSuite suite = CU_add_suite("compound: orders", NULL, NULL);
    CU_add_test(suite, "which order each fill comes under", test_forecast);
    CU_add_test(suite, "an order named by one of two", test_named_by_second);
    CU_add_test(suite, "orders of two drugs", test_two_drugs);
    CU_add_test(suite, "what is said of the forecast", test_said);
    CU_add_test(suite, "the order of a fill as made", test_made);
    CU_add_test(suite, "days' supply and tablets", test_days_and_tablets);
    CU_add_test(suite, "the strengths of an order", test_strengths);
    CU_add_test(suite, "the strengths of two drugs", test_strengths_of_two);
}
