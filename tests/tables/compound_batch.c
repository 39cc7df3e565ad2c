/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Batches and lots, worked by hand (domain.md 3.3). */
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
    BatchBottle one = {&bench->rx, fill, bottle};
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

/* Overage 3 % of 100 mL: 103 mL; powder as the base 10.3 mg, as a salt of twice the molar mass 20.6 mg, 1 % either side. */
static void test_powder(void)
{
    Bench bench;
    bench_open(&bench);
    bench.parts[0][0].source = SOURCE_POWDER;
    Batch *base = batch_of(&bench, 100);
    CU_ASSERT_EQUAL(base->need.nl, ML(103).nl);
    CU_ASSERT_EQUAL(base->lines[0].target.ng, MG(10.3).ng);
    bench.parts[0][0].molar_mass_e2 = 63140;
    Batch *salt = batch_of(&bench, 100);
    CU_ASSERT_EQUAL(salt->lines[0].kind, LINE_WEIGH);
    CU_ASSERT_EQUAL(salt->lines[0].target.ng, MG(20.6).ng);
    CU_ASSERT_EQUAL(salt->lines[0].low.ng, MG(20.394).ng);
    CU_ASSERT_EQUAL(salt->lines[0].high.ng, MG(20.806).ng);
    CU_ASSERT_EQUAL(salt->volume.nl, ML(103).nl);
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

/* 2026-11-21 is day 2516 = 2 x 1024 + 14 x 32 + 20: "2EM"; then the formula's code; another content, another lot. */
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

void suite_compound_batch(void)
{
    CU_pSuite suite = CU_add_suite("compound: batch", NULL, NULL);
    CU_add_test(suite, "tablets", test_tablets);
    CU_add_test(suite, "powder", test_powder);
    CU_add_test(suite, "liquid", test_liquid);
    CU_add_test(suite, "lot", test_lot);
    CU_add_test(suite, "batches of a fill", test_batches_of_fill);
}
