/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Batches and lots, worked by hand (USP <795>; ARITHMETIC.md 5). */
#include "compound_bench.h"
#include <string.h>

/* A batch for one bottle of the given contents, without overage. */
static Batch *batch_of(Bench *bench, double contents)
{
    Rung *rung = ARENA_NEW(bench->arena, Rung);
    Bottle *bottle = ARENA_NEW(bench->arena, Bottle);
    Fill *fill = ARENA_NEW(bench->arena, Fill);
    *rung = (Rung){.formula = &bench->formulas[0], .strength = bench->strengths[0][0]};
    *bottle = (Bottle){.letter = "A", .i = 1, .n = 1, .rung = rung, .contents = ML(contents)};
    fill->number = 1;
    BatchBottle one = {.rx = &bench->rx, .fill = fill, .bottle = bottle};
    return batch_make(&bench->shop, &bench->tables, &one, 1, date_of(2026, 11, 21), bench->arena, &bench->findings);
}

/* 0.1 mg/mL, 73.5 mL: 7.35 mg = 14.7 tablets of 0.5 mg, so 15 tablets to 75 mL. */
static void test_tablets(void)
{
    Bench bench;
    bench_open(&bench);
    bench.shop.overage = (Share){0};
    Batch *batch = batch_of(&bench, 73.5);
    CU_ASSERT_PTR_NOT_NULL_FATAL(batch);
    CU_ASSERT_EQUAL(batch->lines[0].kind, LINE_COUNT);
    CU_ASSERT_EQUAL(batch->lines[0].count, 15);
    CU_ASSERT_EQUAL(batch->volume.nl, ML(75).nl);
    CU_ASSERT_EQUAL(batch->drug.ng, MG(7.5).ng);
    CU_ASSERT_EQUAL(batch->lines[1].volume.nl, ML(37.5).nl);
    CU_ASSERT_EQUAL(batch->lines[2].kind, LINE_QS);
    CU_ASSERT_EQUAL(batch->lines[2].volume.nl, ML(37.5).nl);
    CU_ASSERT(strstr(batch->lines[0].step, "7.35 mg / 0.5 mg = 14.7, so 15 tablets") != NULL);
    CU_ASSERT_EQUAL(batch->discard_after.day, date_of(2026, 12, 25).day);
    bench_close(&bench);
}

/* Overage 3 % of 10 L: 10.3 L; powder as the base 1,030 mg, as a salt of 1.2 times the molar mass 1,236 mg, 1 %
 * either side. */
static void test_powder(void)
{
    Bench bench;
    bench_open(&bench);
    bench.parts[0][0].source = SOURCE_POWDER;
    Batch *base = batch_of(&bench, 10000);
    CU_ASSERT_EQUAL(base->need.nl, ML(10300).nl);
    CU_ASSERT_EQUAL(base->lines[0].target.ng, MG(1030).ng);
    bench.parts[0][0].molar_mass_e2 = 37884;
    Batch *salt = batch_of(&bench, 10000);
    CU_ASSERT_EQUAL(salt->lines[0].kind, LINE_WEIGH);
    CU_ASSERT_EQUAL(salt->lines[0].target.ng, MG(1236).ng);
    CU_ASSERT_EQUAL(salt->lines[0].low.ng, MG(1223.64).ng);
    CU_ASSERT_EQUAL(salt->lines[0].high.ng, MG(1248.36).ng);
    CU_ASSERT_EQUAL(salt->volume.nl, ML(10300).nl);
    CU_ASSERT(bench_count(&bench, MT545) >= 1);
    bench_close(&bench);
}

/* Half a factor: an odd number of ng is a half, and goes to the even one; 0.5 is outside what a powder is. */
static const struct { const char *name; double contents; int64_t weighed; } half_rows[] = {
    {"1,000,001 ng", 10.00001, 500000}, {"1,000,003 ng", 10.00003, 500002}};

static void test_half(void)
{
    for (size_t i = 0; i < sizeof half_rows / sizeof *half_rows; i++) {
        Bench bench;
        bench_open(&bench);
        bench.shop.overage = (Share){0};
        bench.shop.balance_sensitivity = (Mass){1};
        bench.parts[0][0].source = SOURCE_POWDER;
        bench.parts[0][0].as_weighed = "half of it";
        bench.parts[0][0].molar_mass_e2 = bench.drugs[0].molar_mass_e2 / 2;
        Batch *batch = batch_of(&bench, half_rows[i].contents);
        CU_ASSERT_PTR_NOT_NULL_FATAL(batch);
        check_row(batch->lines[0].target.ng == half_rows[i].weighed, half_rows[i].name, mass_text(bench.arena, batch->lines[0].target));
        CU_ASSERT_PTR_NOT_NULL(strstr(bench_text(&bench, MT546), "the weighing factor is 0.5, outside 0.8 to 1.5"));
        bool said = false;
        for (size_t k = 0; k < batch->step_count; k++) said |= strstr(batch->steps[k], "(molar masses, half of it)") != NULL;
        CU_ASSERT_TRUE(said);
        bench.parts[0][0].molar_mass_e2 = bench.drugs[0].molar_mass_e2;   /* the same, or none known: no factor */
        CU_ASSERT_EQUAL(batch_of(&bench, 10)->lines[0].target.ng, MG(1).ng);
        bench.drugs[0].molar_mass_e2 = 0;
        CU_ASSERT_EQUAL(batch_of(&bench, 10)->lines[0].target.ng, MG(1).ng);
        bench_close(&bench);
    }
}

/* 73.3 mL need 14.66 tablets; 73.33333 mL a number of them that three places round. */
static void test_ratio_words(void)
{
    Bench bench;
    bench_open(&bench);
    bench.shop.overage = (Share){0};
    CU_ASSERT_PTR_NOT_NULL(strstr(batch_of(&bench, 73.3)->lines[0].step, "= 14.66, so 15 tablets"));
    CU_ASSERT_PTR_NOT_NULL(strstr(batch_of(&bench, 73.33333)->lines[0].step, "= about 14.667, so 15 tablets"));
    bench_close(&bench);
}

/* A lot without an assay is weighed as pure, and named. */
static void test_no_assay(void)
{
    Bench bench;
    bench_open(&bench);
    StockLot lot = {.component = bench.parts[0][0].name, .number = "L1", .expires = date_of(2028, 1, 1), .unit = STOCK_MASS, .on_hand = MG(5000).ng};
    bench.shop.has_inventory = true;
    bench.shop.lots = &lot;
    bench.shop.lot_count = 1;
    bench.parts[0][0].source = SOURCE_POWDER;
    Batch *batch = batch_of(&bench, 10000);
    CU_ASSERT_PTR_NOT_NULL_FATAL(batch);
    CU_ASSERT_EQUAL(batch->lines[0].target.ng, MG(1030).ng);
    CU_ASSERT_PTR_NOT_NULL(strstr(bench_text(&bench, MT545), "no assay of lot L1 is known"));
    bench_close(&bench);
}

/* 100 mg at 99.2 % on the dried basis with 0.3 % lost on drying: 101.110 mg; at 98.7 % as is: 101.317 mg. */
typedef struct { const char *name; double assay, loss; int64_t weighed; } CertificateRow;
static const CertificateRow certificate_rows[] = {
    {"dried", 99.2, 0.3, 101110}, {"as is", 98.7, 0, 101317}, {"pure", 100, 0, 100000},
};

static void test_certificate(void)
{
    for (size_t i = 0; i < sizeof certificate_rows / sizeof *certificate_rows; i++) {
        const CertificateRow *row = &certificate_rows[i];
        Bench bench;
        bench_open(&bench);
        StockLot lot = {.component = "Clonazepam powder",
                        .number = "L1",
                        .expires = date_of(2028, 1, 1),
                        .unit = STOCK_MASS,
                        .on_hand = MG(5000).ng,
                        .has_assay = true,
                        .assay = PERCENT(row->assay),
                        .dried = row->loss > 0,
                        .drying_loss = PERCENT(row->loss)};
        bench.shop.has_inventory = true;
        bench.shop.lots = &lot;
        bench.shop.lot_count = 1;
        bench.shop.overage = (Share){0};
        bench.shop.balance_sensitivity = MG(1);
        bench.parts[0][0].source = SOURCE_POWDER;
        bench.parts[0][0].name = "Clonazepam powder";
        Batch *batch = batch_of(&bench, 1000);
        CU_ASSERT_PTR_NOT_NULL_FATAL(batch);
        check_row(muldiv_half_even(batch->lines[0].target.ng, 1, 1000) == row->weighed, row->name,
                  mass_text(bench.arena, batch->lines[0].target));
        check_row(batch->lines[0].lot == &lot, row->name, "lot");
        check_row(bench_count(&bench, MT545) == 0, row->name, "certificate");
        bench_close(&bench);
    }
}

/* class III, 6 mg at 5 %: least 120 mg; for 10 mg 120 mg + 1,320 mg = 1,440 mg, of which 120 mg are taken.  For
 * 100 mg the aliquot is 200 mg, so that the diluent too can be weighed: 120 + 120 = 240 mg. */
typedef struct { const char *name; double contents; int64_t powder, diluent, aliquot; } TriturateRow;
static const TriturateRow triturate_rows[] = {{"10 mg", 100, 120, 1320, 120}, {"100 mg", 1000, 120, 120, 200}, {"50 mg: twice it is less than can be weighed", 500, 120, 168, 120}};

static void test_triturate(void)
{
    for (size_t i = 0; i < sizeof triturate_rows / sizeof *triturate_rows; i++) {
        const TriturateRow *row = &triturate_rows[i];
        Bench bench;
        bench_open(&bench);
        bench.shop.overage = (Share){0};
        bench.parts[0][0].source = SOURCE_POWDER;
        bench.parts[0][0].tolerance = PERCENT(5);
        bench.parts[0][0].diluent = "Lactose monohydrate";
        Batch *batch = batch_of(&bench, row->contents);
        CU_ASSERT_PTR_NOT_NULL_FATAL(batch);
        CU_ASSERT_EQUAL_FATAL(batch->line_count, 5);
        check_row(batch->lines[0].target.ng == row->powder * NG_PER_MG, row->name,
                  mass_text(bench.arena, batch->lines[0].target));
        check_row(batch->lines[1].target.ng == row->diluent * NG_PER_MG, row->name,
                  mass_text(bench.arena, batch->lines[1].target));
        check_row(batch->lines[2].target.ng == row->aliquot * NG_PER_MG, row->name,
                  mass_text(bench.arena, batch->lines[2].target));
        CU_ASSERT_EQUAL(batch->lines[4].kind, LINE_QS);
        check_row(batch->lines[0].before && batch->lines[1].before && !batch->lines[2].before && !batch->lines[3].before, row->name, "before");
        check_row(batch->premix.mass.ng == (row->powder + row->diluent) * NG_PER_MG && batch->premix.volume.nl == 0, row->name, "its mass");
        check_row(batch->premix.drug.ng == row->powder * NG_PER_MG, row->name, "its drug");
        bench_close(&bench);
    }
}

/* The same 10 mg by solution: 120 mg made up to 12 mL, of which 1 mL is taken; the QS line leaves room for it. */
static void test_aliquot(void)
{
    Bench bench;
    bench_open(&bench);
    bench.shop.overage = (Share){0};
    bench.parts[0][0].source = SOURCE_POWDER;
    bench.parts[0][0].tolerance = PERCENT(5);
    bench.parts[0][0].solvent = "Ethanol";
    bench.parts[0][0].aliquot = ML(1);
    Batch *batch = batch_of(&bench, 100);
    CU_ASSERT_PTR_NOT_NULL_FATAL(batch);
    CU_ASSERT_EQUAL_FATAL(batch->line_count, 5);
    CU_ASSERT_EQUAL(batch->lines[0].target.ng, MG(120).ng);
    CU_ASSERT_EQUAL(batch->lines[1].volume.nl, ML(12).nl);
    CU_ASSERT_EQUAL(batch->lines[2].volume.nl, ML(1).nl);
    CU_ASSERT_EQUAL(batch->lines[2].least.nl, ML(0.99).nl);
    CU_ASSERT_TRUE(batch->lines[2].mixture);
    CU_ASSERT_TRUE(batch->lines[0].before && batch->lines[1].before && !batch->lines[2].before);
    CU_ASSERT_EQUAL(batch->premix.drug.ng, MG(120).ng);
    CU_ASSERT_EQUAL(batch->lines[0].drug.ng, MG(120).ng);
    CU_ASSERT_EQUAL(batch->premix.volume.nl, ML(12).nl);
    CU_ASSERT_EQUAL(batch->lines[4].volume.nl, ML(49).nl);
    bench_close(&bench);
}

/* 73.5 mL of 0.1 mg per mL are 14.7 tablets: 15 are crushed, 98 % of the powder is taken, 0.15 mg is wasted. */
static void test_fraction(void)
{
    Bench bench;
    bench_open(&bench);
    bench.shop.overage = (Share){0};
    bench.parts[0][0].fraction = true;
    Batch *batch = batch_of(&bench, 73.5);
    CU_ASSERT_PTR_NOT_NULL_FATAL(batch);
    CU_ASSERT_EQUAL(batch->lines[0].count, 15);
    CU_ASSERT_EQUAL(batch->volume.nl, ML(73.5).nl);
    CU_ASSERT_EQUAL(batch->drug.ng, MG(7.35).ng);
    bool said = false;
    for (size_t i = 0; i < batch->step_count; i++)
        said |= strstr(batch->steps[i], "Take 7.35 mg / 7.5 mg = 98 % of it") && strstr(batch->steps[i], "The rest, 0.15 mg of clonazepam");
    CU_ASSERT_TRUE(said);
    bench_close(&bench);
}

/* Stock: the lot that lasts before the one that is first to expire; enough before too little. */
typedef struct { const char *name; int32_t expires[2]; int64_t on_hand[2]; int taken; Code code; bool said; } StockRow;
static const StockRow stock_rows[] = {
    {"first to expire", {2600, 2700}, {500, 500}, 0, MT543, false},
    {"first expires too soon", {2540, 2700}, {500, 500}, 1, MT542, false},
    {"only too soon", {2540, 2510}, {500, 500}, 0, MT542, true},
    {"enough first", {2600, 2700}, {5, 500}, 1, MT543, false},
    {"none enough", {2600, 2700}, {5, 10}, 0, MT543, true},
    {"all expired", {2500, 2510}, {500, 500}, -1, MT541, true},
    {"lasts to the very day", {2550, 2700}, {500, 500}, 0, MT542, false},
    {"expires a day before", {2549, 2549}, {500, 500}, 0, MT542, true},
    {"just enough", {2600, 2700}, {21, 500}, 0, MT543, false},
    {"a tablet too few", {2600, 2700}, {20, 500}, 1, MT543, false},
    {"just enough, and later", {2600, 2700}, {500, 21}, 0, MT543, false},
    {"just enough against too little", {2600, 2700}, {5, 21}, 1, MT543, false},
    {"both of one day: the first", {2600, 2600}, {500, 500}, 0, MT543, false},
    {"expires on the day it is made", {2516, 2510}, {500, 500}, 0, MT542, true},
    {"expired the day before", {2515, 2510}, {500, 500}, -1, MT541, true},
};

static void test_stock(void)
{
    for (size_t i = 0; i < sizeof stock_rows / sizeof *stock_rows; i++) {
        const StockRow *row = &stock_rows[i];
        Bench bench;
        bench_open(&bench);
        StockLot lots[2] = {{.component = bench.parts[0][0].name,
                             .number = "L1",
                             .expires = {row->expires[0]},
                             .on_hand = row->on_hand[0]},
                            {.component = bench.parts[0][0].name,
                             .number = "L2",
                             .expires = {row->expires[1]},
                             .on_hand = row->on_hand[1]}};
        bench.shop.has_inventory = true;
        bench.shop.lots = lots;
        bench.shop.lot_count = 2;
        Batch *batch = batch_of(&bench, 100);
        check_row(batch->lines[0].lot == (row->taken < 0 ? NULL : &lots[row->taken]), row->name, "lot taken");
        check_row((bench_count(&bench, row->code) > 0) == row->said, row->name, finding_kind(row->code)->name);
        check_row(bench_count(&bench, MT544) == 2, row->name, "the two vehicles are not in the inventory");
        bench_close(&bench);
    }
}

/* What is said of the lots, word for word: 100 mL and 3 % are 10.3 mg, 21 tablets. */
static void test_stock_said(void)
{
    Bench bench;
    bench_open(&bench);
    StockLot lots[] = {{.component = "Ora-Plus", .number = "V1", .expires = {2700}, .unit = STOCK_VOLUME, .on_hand = ML(51.5).nl},
                       {.component = bench.parts[0][0].name, .number = "P1", .expires = {2700}, .unit = STOCK_MASS, .on_hand = 500},
                       {.component = bench.parts[0][0].name, .number = "L1", .expires = {2540}, .on_hand = 20},
                       {.component = "Ora-Sweet", .number = "V2", .expires = {2700}, .unit = STOCK_VOLUME, .on_hand = ML(500).nl}};
    bench.shop.has_inventory = true;
    bench.shop.lots = lots;
    bench.shop.lot_count = 3;
    Batch *batch = batch_of(&bench, 100);
    CU_ASSERT_PTR_EQUAL(batch->lines[0].lot, &lots[2]);
    CU_ASSERT_STRING_EQUAL(bench_text(&bench, MT542), "Clonazepam 0.5 mg tablets, lot L1, expires on 2026-12-15; the batch made on 2026-11-21 would be kept to 2026-12-25");
    CU_ASSERT_STRING_EQUAL(bench_text(&bench, MT543), "Clonazepam 0.5 mg tablets, lot L1: 21 tablets are needed, 20 tablets are in stock, 1 tablets are short");
    CU_ASSERT_EQUAL(bench_count(&bench, MT544), 1);
    CU_ASSERT_EQUAL(bench_count(&bench, MT543), 2);    /* 52.5 mL of Ora-Plus */
    CU_ASSERT_STRING_EQUAL(bench_text(&bench, MT544), "Ora-Sweet is not in the inventory; 52.5 mL are needed");
    bench_close(&bench);
}

/* The order of the lines is the formula's, also where the active ingredient does not stand first. */
static void test_order(void)
{
    Bench bench;
    bench_open(&bench);
    Ingredient vehicle = bench.parts[0][1];
    bench.parts[0][1] = bench.parts[0][0];
    bench.parts[0][0] = vehicle;
    Batch *batch = batch_of(&bench, 73);
    for (size_t i = 0; i < 3; i++) CU_ASSERT_PTR_EQUAL(batch->lines[i].ingredient, &bench.parts[0][i]);
    CU_ASSERT_EQUAL(batch->lines[1].kind, LINE_COUNT);
    bench_close(&bench);
}

/* 103 mL of 0.1 mg per mL from 2 mg per mL: 5.15 mL; with 51.5 mL of vehicle 46.35 mL are left for the QS line. */
static void test_liquid(void)
{
    Bench bench;
    bench_open(&bench);
    bench.parts[0][0].source = SOURCE_LIQUID;
    bench.parts[0][0].liquid = PER_ML(2);
    Batch *batch = batch_of(&bench, 100);
    CU_ASSERT_EQUAL(batch->lines[0].volume.nl, ML(5.15).nl);
    CU_ASSERT_EQUAL(batch->lines[2].volume.nl, ML(46.35).nl);
    bench_close(&bench);
}

/* 2026-11-21 is day 2516 = 2 x 1024 + 14 x 32 + 20: "2EM"; then the formula's code; another content, another
 * lot. */
static void test_lot(void)
{
    Bench bench;
    Date day;
    bench_open(&bench);
    Batch *one = batch_of(&bench, 100), *again = batch_of(&bench, 100), *other = batch_of(&bench, 101);
    CU_ASSERT_NSTRING_EQUAL(one->lot, "2EMC", 4);
    CU_ASSERT_EQUAL(strlen(one->lot), 8);
    CU_ASSERT_STRING_EQUAL(one->lot, again->lot);
    CU_ASSERT_STRING_NOT_EQUAL(one->lot, other->lot);
    CU_ASSERT(lot_date(one->lot, &day) && day.day == date_of(2026, 11, 21).day);
    CU_ASSERT_STRING_EQUAL(lot_stand_in(&bench.formulas[0], date_of(2026, 11, 21), bench.arena), "2EMCWWWW");
    CU_ASSERT_STRING_EQUAL(lot_stand_in(&bench.formulas[0], date_of(2019, 12, 31), bench.arena), "WWWWWWWW");
    CU_ASSERT_STRING_EQUAL(lot_stand_in(&bench.formulas[0], (Date){0}, bench.arena), "000CWWWW");
    CU_ASSERT_STRING_EQUAL(lot_stand_in(&bench.formulas[0], (Date){32767}, bench.arena), "ZZZCWWWW");
    CU_ASSERT_STRING_EQUAL(lot_stand_in(&bench.formulas[0], (Date){32768}, bench.arena), "WWWWWWWW");
    CU_ASSERT_FALSE(lot_date("2EMC", &day));
    CU_ASSERT_FALSE(lot_date("2EMCIIII", &day));
    bench_close(&bench);
}

/* Two strengths in a fill are two batches. */
static void test_batches_of_fill(void)
{
    Bench bench;
    bench_open(&bench);
    bench.strengths[0][1] = PER_ML(0.2);
    bench.formulas[0].strength_count = 2;
    bench.liquids[1] = bench.liquids[0];
    bench.liquids[1].strength = PER_ML(0.2);
    bench.liquids[1].has_from = true;
    bench.liquids[1].from = date_of(2026, 12, 10);
    bench.rx.liquid_count = 2;
    bench_run(&bench);
    bench_make(&bench, 1, bench.fills->items[0].made_on);
    CU_ASSERT_EQUAL_FATAL(bench.batch_count, 2);
    CU_ASSERT_EQUAL(bench.made->bottle_count, 2);
    CU_ASSERT_EQUAL(bench.made->bottles[0].last, 8);
    CU_ASSERT_EQUAL(bench.made->bottles[0].reserve.nl, 0);
    CU_ASSERT_STRING_NOT_EQUAL(bench.batches[0]->lot, bench.batches[1]->lot);
    bench_close(&bench);
}

/* Bottles of three fills, in the order of filling: fill and liquid of each, contents in mL, and the pool each must
 * come into. */
#define POOLED 6
typedef struct {
    const char *name;
    double most;
    size_t fill[POOLED];
    double contents[POOLED];
    size_t liquid[POOLED];
    size_t pool[POOLED];
} PoolRow;
static const PoolRow pool_rows[] = {
    {"no limit: one lot", 0, {0, 0, 1, 1, 2, 2}, {100, 100, 100, 100, 100, 100}, {0}, {0, 0, 0, 0, 0, 0}},
    {"two fills a lot", 450, {0, 0, 1, 1, 2, 2}, {100, 100, 100, 100, 100, 100}, {0}, {0, 0, 0, 0, 1, 1}},
    {"a fill is not torn apart", 350, {0, 0, 1, 1, 2, 2}, {100, 100, 100, 100, 100, 50}, {0}, {0, 0, 1, 1, 1, 1}},
    {"unless none could hold it", 350, {0, 1, 1, 1, 1, 2}, {100, 100, 100, 100, 100, 100}, {0}, {0, 0, 0, 1, 1, 1}},
    {"another liquid, another lot", 0, {0, 0, 1, 1, 2, 2}, {100, 100, 100, 100, 100, 100}, {0, 0, 1, 1, 0, 0},
     {0, 0, 1, 1, 0, 0}},
    {"two liquids of one fill, each with its lot", 250, {0, 0, 1, 1, 2, 2}, {100, 50, 100, 50, 100, 50},
     {0, 1, 0, 1, 0, 1}, {0, 1, 0, 1, 2, 1}},
    {"a lot may be just full", 300, {0, 1, 2, 3, 4, 5}, {100, 100, 100, 100, 100, 100}, {0}, {0, 0, 0, 1, 1, 1}},
    {"one bottle over the size is a lot of its own", 90, {0, 1, 2, 3, 4, 5}, {100, 50, 40, 100, 50, 50}, {0},
     {0, 1, 1, 2, 3, 4}},
    {"a fill of just the size is not torn apart", 200, {0, 1, 1, 2, 3, 3}, {50, 100, 100, 200, 100, 100}, {0}, {0, 1, 1, 2, 3, 3}},
    {"a size of a nanolitre is one", 0.000001, {0, 1, 2, 3, 4, 5}, {1, 1, 1, 1, 1, 1}, {0}, {0, 1, 2, 3, 4, 5}},
    {"the first bottle is of the last liquid", 0, {0, 1, 2, 3, 4, 5}, {1, 1, 1, 1, 1, 1}, {2, 1, 0, 0, 1, 1}, {0, 1, 2, 2, 1, 1}},
};

static void pool_row(const PoolRow *row)
{
    Arena *arena = arena_new();
    PoolItem items[POOLED];
    size_t pool_of[POOLED];
    for (size_t i = 0; i < POOLED; i++) items[i] = (PoolItem){row->liquid[i], row->fill[i], ML(row->contents[i])};
    size_t count = pools_assign(items, POOLED, ML(row->most), pool_of, arena);
    for (size_t i = 0; i < POOLED; i++) {
        check_row(pool_of[i] == row->pool[i], row->name, "pool of a bottle");
        check_row(pool_of[i] < count, row->name, "number of pools");
    }
    arena_free(arena);
}

static void test_pool(void)
{
    for (size_t i = 0; i < sizeof pool_rows / sizeof *pool_rows; i++) pool_row(&pool_rows[i]);
}

/* A lot under another number holds the same, under a name of the same day and formula. */
static void test_lot_again(void)
{
    Bench bench;
    bench_open(&bench);
    bench_run(&bench);
    bench_make(&bench, 1, bench.fills->items[0].made_on);
    Batch *batch = bench.batches[0];
    char first[9], second[9];
    memcpy(first, batch->lot, sizeof first);
    lot_again(batch, 1, bench.arena);
    memcpy(second, batch->lot, sizeof second);
    lot_again(batch, 2, bench.arena);
    CU_ASSERT_STRING_NOT_EQUAL(first, second);
    CU_ASSERT_STRING_NOT_EQUAL(second, batch->lot);
    CU_ASSERT_NSTRING_EQUAL(first, batch->lot, 4);
    Batch *under = batch_under(&bench.shop, batch->bottles, batch->bottle_count, batch->made_on, first, bench.arena);
    CU_ASSERT_STRING_EQUAL(under->lot, first);
    CU_ASSERT_EQUAL(under->contents.nl, batch->contents.nl);
    CU_ASSERT_EQUAL(under->discard_after.day, batch->discard_after.day);
    bench_close(&bench);
}

static void test_judges(void)
{
    CU_ASSERT_FALSE(batch_judges(MT528));
    CU_ASSERT_TRUE(batch_judges(MT531));
    CU_ASSERT_TRUE(batch_judges(MT543));
    CU_ASSERT_TRUE(batch_judges(MT547));
    CU_ASSERT_FALSE(batch_judges(MT601));
}

/* ---- at the edges ---- */

static void test_words_of_need(void)
{
    Bench bench;
    bench_open(&bench);
    bench.parts[0][0].source = SOURCE_POWDER;
    bench.parts[0][0].molar_mass_e2 = 31570;
    Batch *same = batch_of(&bench, 10000);
    CU_ASSERT_STRING_EQUAL(same->steps[1], "With 3 % overage: 10,000 mL x 1.03 = 10,300 mL needed");
    CU_ASSERT_STRING_EQUAL(same->steps[3], "Clonazepam 0.5 mg tablets: 1,030 mg = 1,030 mg");
    bench.parts[0][0].molar_mass_e2 = 37884;
    Batch *salt = batch_of(&bench, 10000);
    CU_ASSERT_STRING_EQUAL(salt->steps[3], "Clonazepam 0.5 mg tablets: 1,030 mg x 378.84 / 315.7 (molar masses, Clonazepam 0.5 mg tablets) = 1,236 mg");
    bench.drugs[0].molar_mass_e2 = 0;
    CU_ASSERT_EQUAL(batch_of(&bench, 10000)->lines[0].target.ng, MG(1030).ng);
    bench_close(&bench);
}

static void test_words_of_certificate(void)
{
    Bench bench;
    bench_open(&bench);
    StockLot lot = {.component = bench.parts[0][0].name, .number = "L1", .expires = date_of(2028, 1, 1), .unit = STOCK_MASS,
                    .on_hand = MG(5000).ng, .has_assay = true, .assay = PERCENT(99.2), .dried = true, .drying_loss = PERCENT(0.3)};
    bench.shop.has_inventory = true;
    bench.shop.lots = &lot;
    bench.shop.lot_count = 1;
    bench.shop.overage = (Share){0};
    bench.shop.balance_sensitivity = MG(1);
    bench.parts[0][0].source = SOURCE_POWDER;
    Batch *batch = batch_of(&bench, 1000);
    CU_ASSERT_STRING_EQUAL(batch->steps[3], "Clonazepam 0.5 mg tablets: 100 mg x 100 / 99.2 (assay, dried) x 100 / 99.7 (loss on drying 0.3 %) = 101.109781 mg");
    bench_close(&bench);
}

/* Half of an odd number of ng, by a salt of half the molar mass: to the even one. */
static void test_half_a_nanogram(void)
{
    static const struct { double contents; int64_t target; } rows[] = {{10.00001, 500000}, {10.00003, 500002}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        Bench bench;
        bench_open(&bench);
        bench.shop.overage = (Share){0};
        bench.shop.balance_sensitivity = (Mass){100};
        bench.parts[0][0].source = SOURCE_POWDER;
        bench.parts[0][0].molar_mass_e2 = 31570 / 2;
        Batch *batch = batch_of(&bench, rows[i].contents);
        CU_ASSERT_PTR_NOT_NULL_FATAL(batch);
        CU_ASSERT_EQUAL(batch->lines[0].target.ng, rows[i].target);
        bench_close(&bench);
    }
}

/* A salt of 0.8 or 1.5 times the molar mass is just within the bounds. */
static void test_factor_bounds(void)
{
    static const struct { int64_t molar_mass_e2; const char *text; } rows[] = {
        {31570, ""}, {25256, ""}, {47355, ""},
        {25255, "Clonazepam 0.5 mg tablets: the weighing factor is 0.799968, outside 0.8 to 1.5"},
        {47356, "Clonazepam 0.5 mg tablets: the weighing factor is 1.500032, outside 0.8 to 1.5"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        Bench bench;
        bench_open(&bench);
        bench.parts[0][0].source = SOURCE_POWDER;
        bench.parts[0][0].molar_mass_e2 = rows[i].molar_mass_e2;
        CU_ASSERT_PTR_NOT_NULL(batch_of(&bench, 10000));
        CU_ASSERT_STRING_EQUAL(bench_text(&bench, MT546), rows[i].text);
        bench_close(&bench);
    }
}

/* The least weighable itself is weighed; the smallest tolerance that can be stated is the ingredient's own. */
static void test_least_weighable(void)
{
    Bench bench;
    bench_open(&bench);
    bench.shop.overage = (Share){0};
    bench.parts[0][0].source = SOURCE_POWDER;
    bench.parts[0][0].tolerance = PERCENT(5);
    bench.parts[0][0].diluent = "Lactose monohydrate";
    Batch *batch = batch_of(&bench, 1200);
    CU_ASSERT(batch && batch->line_count == 3 && batch->lines[0].target.ng == MG(120).ng);
    bench.parts[0][0].solvent = "Ethanol";
    bench.parts[0][0].aliquot = ML(1);
    batch = batch_of(&bench, 1200);
    CU_ASSERT(batch && batch->line_count == 3 && batch->lines[0].target.ng == MG(120).ng);
    bench.parts[0][0].diluent = bench.parts[0][0].solvent = NULL;
    bench.parts[0][0].tolerance = (Share){1};
    CU_ASSERT_PTR_NULL(batch_of(&bench, 1200));
    CU_ASSERT_STRING_EQUAL(bench_text(&bench, MT547), "Clonazepam 0.5 mg tablets: 120 mg is less than the least weighable, "
                           "600,000,000 mg (6 mg / 0.000001 %)");
    bench_close(&bench);
}

/* The vehicle before the drug counts among the other volumes; what fills up has no tolerance, and may be nothing. */
static void test_vehicle_first(void)
{
    Bench bench;
    bench_open(&bench);
    bench.shop.overage = (Share){0};
    Ingredient active = bench.parts[0][0];
    bench.parts[0][0] = bench.parts[0][1];
    bench.parts[0][1] = active;
    Batch *batch = batch_of(&bench, 75);
    CU_ASSERT_PTR_NOT_NULL_FATAL(batch);
    CU_ASSERT_EQUAL(batch->lines[0].volume.nl, ML(37.5).nl);
    CU_ASSERT_EQUAL(batch->lines[0].least.nl, ML(37.125).nl);
    CU_ASSERT_EQUAL(batch->lines[0].most.nl, ML(37.875).nl);
    CU_ASSERT_EQUAL(batch->lines[1].count, 15);
    CU_ASSERT(batch->lines[2].kind == LINE_QS && batch->lines[2].volume.nl == ML(37.5).nl);
    CU_ASSERT(batch->lines[2].least.nl == 0 && batch->lines[2].most.nl == 0);
    bench.parts[0][0].share = PERCENT(100);
    batch = batch_of(&bench, 75);
    CU_ASSERT_PTR_NOT_NULL_FATAL(batch);
    CU_ASSERT_EQUAL(batch->lines[2].volume.nl, 0);
    bench.parts[0][0].share = (Share){SHARE_ONE + 1};
    CU_ASSERT_PTR_NULL(batch_of(&bench, 150));
    CU_ASSERT_EQUAL(bench_count(&bench, MT532), 1);
    bench_close(&bench);
}

/* No batch without an active ingredient, and none on a day that a lot number cannot hold. */
static void test_no_batch(void)
{
    Bench bench;
    bench_open(&bench);
    CU_ASSERT(batch_judges(MT531) && batch_judges(MT548));
    CU_ASSERT(!batch_judges(MT526) && !batch_judges(MT501));
    Rung rung = {.formula = &bench.formulas[0], .strength = bench.strengths[0][0]};
    Bottle bottle = {.letter = "A", .i = 1, .n = 1, .rung = &rung, .contents = ML(75)};
    Fill fill = {.number = 1};
    BatchBottle one = {.rx = &bench.rx, .fill = &fill, .bottle = &bottle};
    const Date held = {32767}, past = {32768};
    CU_ASSERT_PTR_NOT_NULL(batch_make(&bench.shop, &bench.tables, &one, 1, held, bench.arena, &bench.findings));
    CU_ASSERT_PTR_NULL(batch_make(&bench.shop, &bench.tables, &one, 1, past, bench.arena, &bench.findings));
    CU_ASSERT_EQUAL(bench_count(&bench, MT548), 1);
    bench.parts[0][0].kind = PART_SHARE;
    CU_ASSERT_PTR_NULL(batch_of(&bench, 75));
    CU_ASSERT_EQUAL(bench_count(&bench, MT533), 1);
    bench_close(&bench);
}

void suite_compound_batch(void)
{
    CU_pSuite suite = CU_add_suite("compound: batch", NULL, NULL);
    CU_add_test(suite, "tablets", test_tablets);
    CU_add_test(suite, "powder", test_powder);
    CU_add_test(suite, "certificate", test_certificate);
    CU_add_test(suite, "halves of a ng", test_half);
    CU_add_test(suite, "numbers of tablets in words", test_ratio_words);
    CU_add_test(suite, "no assay", test_no_assay);
    CU_add_test(suite, "triturate", test_triturate);
    CU_add_test(suite, "aliquot of a solution", test_aliquot);
    CU_add_test(suite, "fraction of the crushed tablets", test_fraction);
    CU_add_test(suite, "stock", test_stock);
    CU_add_test(suite, "what is said of the stock", test_stock_said);
    CU_add_test(suite, "order of the lines", test_order);
    CU_add_test(suite, "liquid", test_liquid);
    CU_add_test(suite, "lot", test_lot);
    CU_add_test(suite, "batches of a fill", test_batches_of_fill);
    CU_add_test(suite, "pooled batches", test_pool);
    CU_add_test(suite, "another number", test_lot_again);
    CU_add_test(suite, "findings of a batch", test_judges);
    CU_add_test(suite, "the words of what is needed", test_words_of_need);
    CU_add_test(suite, "the words of a certificate", test_words_of_certificate);
    CU_add_test(suite, "half a nanogram to the even one", test_half_a_nanogram);
    CU_add_test(suite, "the bounds of the weighing factor", test_factor_bounds);
    CU_add_test(suite, "the least weighable", test_least_weighable);
    CU_add_test(suite, "the vehicle before the drug", test_vehicle_first);
    CU_add_test(suite, "no batch", test_no_batch);
}
