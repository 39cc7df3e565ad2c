/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The batches of a run together: their order, and what they take from stock. */
#include "compound_bench.h"
#include <string.h>

/* Formula (place in the file order) and strength in mg per mL of each batch; the order in which they are to be made. */
typedef struct { const char *name; size_t count; size_t formula[5]; double strength[5]; size_t order[5]; } OrderRow;
static const OrderRow order_rows[] = {
    {"none", 0, {0}, {0}, {0}},
    {"by formula", 3, {2, 0, 1}, {1, 1, 1}, {1, 2, 0}},
    {"weaker first", 3, {0, 0, 0}, {1, 0.1, 0.5}, {1, 2, 0}},
    {"equal ones as they came", 5, {1, 0, 1, 0, 1}, {1, 1, 1, 1, 1}, {1, 3, 0, 2, 4}},
    {"formula before strength", 4, {1, 0, 1, 0}, {0.1, 1, 0.05, 2}, {1, 3, 2, 0}},
};

static void order_row(const OrderRow *row)
{
    Formula formulas[3] = {{.id = "a"}, {.id = "b"}, {.id = "c"}};
    Batch batches[5];
    Batch *order[5];
    for (size_t i = 0; i < row->count; i++) {
        batches[i] = (Batch){.formula = &formulas[row->formula[i]], .strength = PER_ML(row->strength[i])};
        order[i] = &batches[i];
    }
    batches_order(order, row->count);
    for (size_t i = 0; i < row->count; i++) check_row(order[i] == &batches[row->order[i]], row->name, "place");
}

static void test_order(void)
{
    for (size_t i = 0; i < sizeof order_rows / sizeof *order_rows; i++) order_row(&order_rows[i]);
}

/* Two batches: tablets of one stock lot together (104 + 52 of 150), a powder and its triturate, a vehicle of no inventory. */
static void test_needs(void)
{
    Arena *arena = arena_new();
    Ingredient tablet = {.name = "T"}, powder = {.name = "P"}, mixed = {.name = "Triturate"}, vehicle = {.name = "V"};
    StockLot tablets = {.component = "T", .unit = STOCK_COUNT, .on_hand = 150};
    StockLot powders = {.component = "P", .unit = STOCK_MASS, .on_hand = 500000000};
    BatchLine first[] = {
        {.ingredient = &tablet, .kind = LINE_COUNT, .lot = &tablets, .count = 104},
        {.ingredient = &vehicle, .kind = LINE_VOLUME, .volume = ML(200)},
        {.ingredient = &vehicle, .kind = LINE_QS, .volume = ML(300)},
    };
    BatchLine second[] = {
        {.ingredient = &powder, .kind = LINE_WEIGH, .lot = &powders, .target = MG(120)},
        {.ingredient = &mixed, .kind = LINE_WEIGH, .target = MG(120), .mixture = true},
        {.ingredient = &tablet, .kind = LINE_COUNT, .lot = &tablets, .count = 52},
        {.ingredient = &vehicle, .kind = LINE_QS, .volume = ML(0.5)},
    };
    Batch a = {.lines = first, .line_count = 3}, b = {.lines = second, .line_count = 4};
    Batch *batches[] = {&a, &b};
    size_t count;
    const StockNeed *needs = stock_needs(batches, 2, &count, arena);
    CU_ASSERT_EQUAL_FATAL(count, 3);
    CU_ASSERT_PTR_EQUAL(needs[0].lot, &tablets);
    CU_ASSERT_EQUAL(needs[0].amount, 156);
    CU_ASSERT_EQUAL(needs[0].shortage, 6);
    CU_ASSERT_STRING_EQUAL(needs[1].component, "V");
    CU_ASSERT_EQUAL(needs[1].amount, ML(500.5).nl);
    CU_ASSERT_EQUAL(needs[1].shortage, 0);
    CU_ASSERT_EQUAL(needs[2].amount, MG(120).ng);
    CU_ASSERT_EQUAL(needs[2].shortage, 0);
    CU_ASSERT_STRING_EQUAL(stock_amount_text(arena, STOCK_COUNT, 156), "156 tablets");
    CU_ASSERT_STRING_EQUAL(stock_amount_text(arena, STOCK_MASS, MG(120).ng), "120 mg");
    CU_ASSERT_STRING_EQUAL(stock_amount_text(arena, STOCK_VOLUME, ML(500.5).nl), "500.5 mL");
    arena_free(arena);
}

/* What comes from a lot and what the inventory does not give, two components, and a component by volume and by mass: each by itself. */
static void test_needs_apart(void)
{
    Arena *arena = arena_new();
    Ingredient tablet = {.name = "T"}, vehicle = {.name = "V"}, water = {.name = "W"};
    StockLot lot = {.component = "T", .unit = STOCK_COUNT, .on_hand = 10};
    BatchLine lines[] = {
        {.ingredient = &tablet, .kind = LINE_COUNT, .lot = &lot, .count = 10},     {.ingredient = &tablet, .kind = LINE_COUNT, .count = 5},
        {.ingredient = &vehicle, .kind = LINE_VOLUME, .volume = ML(1)}, {.ingredient = &water, .kind = LINE_VOLUME, .volume = ML(2)},
        {.ingredient = &vehicle, .kind = LINE_WEIGH, .target = MG(3)},  {.ingredient = &water, .kind = LINE_WEIGH, .target = MG(4)},
        {.ingredient = &vehicle, .kind = LINE_COUNT, .count = 6},       {.ingredient = &water, .kind = LINE_COUNT, .count = 7},
    };
    Batch batch = {.lines = lines, .line_count = sizeof lines / sizeof *lines}, *batches[] = {&batch};
    size_t count;
    const StockNeed *needs = stock_needs(batches, 1, &count, arena);
    CU_ASSERT_EQUAL_FATAL(count, batch.line_count);
    CU_ASSERT(needs[0].amount == 10 && needs[0].shortage == 0 && needs[1].amount == 5);
    CU_ASSERT(needs[2].amount == ML(1).nl && needs[3].amount == ML(2).nl && needs[4].amount == MG(3).ng);
    CU_ASSERT(needs[5].amount == MG(4).ng && needs[6].amount == 6 && needs[7].amount == 7);
    arena_free(arena);
}

void suite_compound_needs(void)
{
    CU_pSuite suite = CU_add_suite("compound: needs of a run", NULL, NULL);
    CU_add_test(suite, "order of making", test_order);
    CU_add_test(suite, "from stock", test_needs);
    CU_add_test(suite, "what is needed apart", test_needs_apart);
}
