/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bottles that were lost or spoilt, and those that take their place (ARITHMETIC.md 4.9). */
#include "compound_bench.h"
#include <stdio.h>
#include <string.h>

#define DAY(n) date_add(date_of(2026, 12, 1), n)    /* of the plan, from 0 */
#define LOST_MOST 3

/* What was reported: from which day on another is taken, on which day it was reported, and why. */
typedef struct { const char *bottle; int32_t from, on; ReplaceReason reason; } Lost;

/* 5 mL at bedtime for sixty days: fill 1 is bottle A of the days 0 to 11, B of 12 to 23, C of 24 to 27 with three days in reserve;
 * fill 2 begins with day 28. */
static void lost_open(Bench *bench, Replaced *rows, const Lost *lost, size_t count)
{
    bench_open(bench);
    bench_hold(bench, 0.5, 60);
    bench->shop.bottle_count = 1;
    bench->shop.loss_per_draw = (Volume){0};
    bench->shop.closed_weekday[6] = false;
    for (size_t i = 0; i < count; i++)
        rows[i] = (Replaced){.drug = &bench->drugs[0], .bottle = lost[i].bottle, .from = DAY(lost[i].from), .on = DAY(lost[i].on),
                             .reason = lost[i].reason, .by = "Imani Okafor", .role = "patient", .place = {"rx.xml", 30, "replaced[1]"}};
    bench->rx.replaced = rows;
    bench->rx.replaced_count = count;
    bench->rx.revision = 2;
}

/* ---- the bottles of a replacement ---- */

/* Letter, first and last day, doses and reserve in mL, i of n. */
typedef struct { const char *letter; int32_t first, last; double doses, reserve; int i, n; } Given;
typedef struct {
    const char *name;
    Lost lost[LOST_MOST];
    size_t count, fills;                     /* losses; replacements that they are */
    int32_t first, made, reserve, call_by;   /* of the last of them */
    const char *uses;                        /* letters of the bottles that its days are taken from */
    Given given[2];                          /* the bottles that it gives out */
} AgainRow;

static const AgainRow again_rows[] = {
    {"the first, spilled on its fifth day", {{"A", 5, 4, REPLACED_SPILLED}}, 1, 1, 5, 4, 0, 24, "BCD", {{"D", 5, 11, 35, 0, 1, 1}}},
    {"on the day that it was to be begun", {{"A", 0, 0, REPLACED_SPILLED}}, 1, 1, 0, 0, 0, 24, "BCD", {{"D", 0, 11, 60, 0, 1, 1}}},
    {"on its last day", {{"A", 11, 11, REPLACED_SPILLED}}, 1, 1, 11, 11, 0, 24, "BCD", {{"D", 11, 11, 5, 0, 1, 1}}},
    {"one that is not begun yet", {{"B", 12, 3, REPLACED_SPILLED}}, 1, 1, 12, 3, 0, 24, "CD", {{"D", 12, 23, 60, 0, 1, 1}}},
    {"the one with the reserve", {{"C", 24, 20, REPLACED_SPILLED}}, 1, 1, 24, 20, 3, 24, "D", {{"D", 24, 27, 20, 15, 1, 1}}},
    {"the last day and the reserve", {{"C", 27, 26, REPLACED_SPILLED}}, 1, 1, 27, 26, 3, 27, "D", {{"D", 27, 27, 5, 15, 1, 1}}},
    {"two of one day, the later stated first", {{"B", 14, 8, REPLACED_BROKEN}, {"A", 9, 8, REPLACED_BROKEN}}, 2, 1, 9, 8, 0, 24, "BCDE",
     {{"D", 9, 11, 15, 0, 1, 2}, {"E", 14, 23, 50, 0, 2, 2}}},
    {"two of one day, the earlier stated first", {{"A", 9, 8, REPLACED_BROKEN}, {"B", 14, 8, REPLACED_BROKEN}}, 2, 1, 9, 8, 0, 24, "BCDE",
     {{"D", 9, 11, 15, 0, 1, 2}, {"E", 14, 23, 50, 0, 2, 2}}},
    {"one behind the other, the later reported first", {{"C", 24, 20, REPLACED_SPILLED}, {"A", 5, 4, REPLACED_SPILLED}}, 2, 2, 24, 20, 3, 24, "E",
     {{"E", 24, 27, 20, 15, 1, 1}}},
    {"the replacement itself", {{"A", 5, 4, REPLACED_SPILLED}, {"D", 8, 7, REPLACED_BROKEN}}, 2, 2, 8, 7, 0, 24, "BCE", {{"E", 8, 11, 20, 0, 1, 1}}},
    {"a later day reported first", {{"B", 14, 3, REPLACED_SPILLED}, {"A", 5, 4, REPLACED_SPILLED}}, 2, 2, 5, 4, 0, 24, "BCDE", {{"E", 5, 11, 35, 0, 1, 1}}},
    {"two of one day, the second not begun yet", {{"A", 9, 8, REPLACED_BROKEN}, {"B", 12, 8, REPLACED_BROKEN}}, 2, 1, 9, 8, 0, 24, "CDE",
     {{"D", 9, 11, 15, 0, 1, 2}, {"E", 12, 23, 60, 0, 2, 2}}},
    {"its replacement too, on the same day", {{"A", 5, 4, REPLACED_SPILLED}, {"D", 5, 4, REPLACED_BROKEN}}, 2, 1, 5, 4, 0, 24, "BCDE",
     {{"D", 5, 4, 35, 0, 1, 2}, {"E", 5, 11, 35, 0, 2, 2}}},
    {"three", {{"C", 26, 25, REPLACED_SPILLED}, {"A", 5, 4, REPLACED_SPILLED}, {"B", 12, 12, REPLACED_SPILLED}}, 3, 3, 26, 25, 3, 26, "F",
     {{"F", 26, 27, 10, 15, 1, 1}}},
};

static const char *uses_text(const Bench *bench, const Fill *fill)
{
    const char *words = "";
    for (size_t i = 0; i < fill->use_count; i++) words = arena_format(bench->arena, "%s%s", words, fill->uses[i].letter);
    return words;
}

static void again_check(const AgainRow *row, const Bench *bench, const Fill *again)
{
    check_row(strcmp(uses_text(bench, again), row->uses) == 0, row->name, uses_text(bench, again));
    check_row(again->first == row->first && again->last == 27 && again->number == 1, row->name, "days");
    check_row(again->made_on.day == DAY(row->made).day, row->name, date_text(bench->arena, again->made_on));
    check_row(again->reserve_days == row->reserve, row->name, "reserve");
    check_row(again->call_by.day == DAY(row->call_by).day, row->name, date_text(bench->arena, again->call_by));
    check_row(again->discard_after.day == DAY(row->made + 34).day, row->name, date_text(bench->arena, again->discard_after));
    check_row(again->bottle_count == 1u + (row->given[1].letter != NULL), row->name, "bottles given out");
    int32_t days = 0;
    for (size_t i = 0; i < again->bottle_count; i++) {
        const Bottle *bottle = &again->bottles[i];
        const Given *given = &row->given[i];
        check_row(strcmp(bottle->letter, given->letter) == 0, row->name, bottle->letter);
        check_row(bottle->first == given->first && bottle->last == given->last, row->name, "the bottle's days");
        check_row(bottle->doses.nl == ML(given->doses).nl && bottle->reserve.nl == ML(given->reserve).nl, row->name, "its doses and reserve");
        check_row(bottle->contents.nl == ML(given->doses + given->reserve).nl, row->name, "its contents");
        check_row(bottle->i == given->i && bottle->n == given->n, row->name, "its place among them");
        days += given->last - given->first + 1;
    }
    check_row(again->supplies[0].days == days, row->name, "days' supply");
    check_row(fill_replaces(again) == again->bottles[0].replaces && again->bottles[0].replaces, row->name, "what it replaces");
}

static void test_again(void)
{
    for (size_t i = 0; i < sizeof again_rows / sizeof *again_rows; i++) {
        const AgainRow *row = &again_rows[i];
        Bench bench;
        Replaced rows[LOST_MOST];
        lost_open(&bench, rows, row->lost, row->count);
        bench_run(&bench);
        CU_ASSERT_PTR_NOT_NULL_FATAL(bench.fills);
        const Fill *fill = &bench.fills->items[0];
        check_row(fill->again_count == row->fills, row->name, "replacements");
        check_row(bench_count(&bench, MT530) == 0, row->name, bench_text(&bench, MT530));
        if (fill->again_count == row->fills) again_check(row, &bench, &fill->again[fill->again_count - 1]);
        check_row(fill->bottle_count == 3 && fill->bottles[0].last == 11 && fill->bottles[1].last == 23, row->name, "the fill as it was");
        check_row(bench.fills->items[1].again_count == 0, row->name, "the fill behind it");
        bench_close(&bench);
    }
}

/* Each day is taken from the old bottle to the day before, then from the new one; the others stay. */
static const struct { Lost lost[2]; const char *letters; } taken[] = {
    {{{"A", 5, 4, REPLACED_SPILLED}, {"D", 8, 7, REPLACED_BROKEN}}, "AAAAADDDEEEEBBBBBBBBBBBBCCCC"},
    {{{"A", 9, 8, REPLACED_BROKEN}, {"B", 14, 8, REPLACED_BROKEN}}, "AAAAAAAAADDDBBEEEEEEEEEECCCC"},
};

static void test_taken_from(void)
{
    for (size_t i = 0; i < sizeof taken / sizeof *taken; i++) {
        Bench bench;
        Replaced rows[2];
        lost_open(&bench, rows, taken[i].lost, 2);
        bench_run(&bench);
        for (int32_t day = 0; day < 28; day++) {
            const Bottle *bottle = fill_bottle(&bench.fills->items[0], 0, day);
            CU_ASSERT(bottle && bottle->letter[0] == taken[i].letters[day]);
        }
        CU_ASSERT_PTR_NULL(fill_bottle(&bench.fills->items[0], 0, 28));
        bench_close(&bench);
    }
}

/* Bottles of 50 mL: the last is of one day, with the reserve, and stays in use.  A reserve of a day is one. */
static void test_one_day(void)
{
    Bench bench;
    Replaced rows[1];
    lost_open(&bench, rows, &(Lost){"A", 5, 4, REPLACED_SPILLED}, 1);
    bench.bottles[0].capacity = ML(50);
    bench_run(&bench);
    CU_ASSERT_PTR_NOT_NULL_FATAL(bench.fills);
    CU_ASSERT_EQUAL(bench.fills->items[0].bottles[3].first, 27);
    CU_ASSERT_STRING_EQUAL(uses_text(&bench, &bench.fills->items[0].again[0]), "BCDE");
    bench_close(&bench);
    lost_open(&bench, rows, &(Lost){"C", 24, 20, REPLACED_SPILLED}, 1);
    bench.shop.reserve_days = 1;
    bench_run(&bench);
    CU_ASSERT_EQUAL(bench.fills->items[0].again[0].reserve_days, 1);
    CU_ASSERT_EQUAL(bench.fills->items[0].again[0].bottles[0].reserve.nl, ML(5).nl);
    bench_close(&bench);
}

/* Beside it 5 mL of diazepam a day, in bottles D, E and F of the same days. */
static const struct { const char *name; Lost lost[2]; bool diazepam[2]; size_t count; const char *uses; Given given[2]; } two[] = {
    {"of the second drug, on the last day of the first one's bottle", {{"D", 11, 10, REPLACED_SPILLED}}, {true}, 1, "ABCEFG", {{"G", 11, 11, 5, 0, 1, 1}}},
    {"of both from one day: as they are stated", {{"A", 9, 8, REPLACED_SPILLED}, {"D", 9, 8, REPLACED_SPILLED}}, {false, true}, 2, "BCEFGH",
     {{"G", 9, 11, 15, 0, 1, 1}, {"H", 9, 11, 15, 0, 1, 1}}},
};

static void test_beside_another(void)
{
    for (size_t i = 0; i < sizeof two / sizeof *two; i++) {
        Bench bench;
        Replaced rows[2];
        lost_open(&bench, rows, two[i].lost, two[i].count);
        for (size_t k = 0; k < two[i].count; k++) rows[k].drug = &bench.drugs[two[i].diazepam[k]];
        bench_formula(&bench, "diazepam-1", (double[]){1, 0})->drug = &bench.drugs[1];
        TimedDose dose = {.time = 3, .mass = MG(5)};
        Taking takings[] = {bench.taking, {.drug = &bench.drugs[1], .doses = &dose, .count = 1, .place = bench.taking.place}};
        bench.rx.takings = takings;
        bench.rx.taking_count = 2;
        bench.liquids[1] = (Liquid){.drug = &bench.drugs[1], .strength = PER_ML(1), .syringe = ML(5), .graduation = ML(0.2)};
        bench.rx.liquid_count = 2;
        bench.steps[0] = (Step){.kind = STEP_MAINTAIN, .days = 60, .place = {"rx.xml", 17, "maintain"}};
        bench.rx.step_count = 1;
        bench_run(&bench);
        CU_ASSERT_PTR_NOT_NULL_FATAL(bench.fills);
        const Fill *again = &bench.fills->items[0].again[0];
        CU_ASSERT_EQUAL_FATAL(again->bottle_count, two[i].count);
        check_row(strcmp(uses_text(&bench, again), two[i].uses) == 0, two[i].name, uses_text(&bench, again));
        for (size_t k = 0; k < two[i].count; k++) {
            const Bottle *bottle = &again->bottles[k];
            check_row(strcmp(bottle->letter, two[i].given[k].letter) == 0 && bottle->replaces == &rows[k], two[i].name, bottle->letter);
            check_row(bottle->doses.nl == ML(two[i].given[k].doses).nl && bottle->i == 1 && bottle->n == 1, two[i].name, "the bottle");
        }
        bench_close(&bench);
    }
}

/* ---- what is refused ---- */

static const struct { const char *name; Lost lost; int32_t dated; const char *text; } refused[] = {
    {"another bottle", {"B", 11, 4, REPLACED_SPILLED}, 60, "bottle B of clonazepam, from 2026-12-12: on that day fill 1 takes it from bottle A"},
    {"a bottle of the next fill", {"A", 12, 4, REPLACED_SPILLED}, 60, "bottle A of clonazepam, from 2026-12-13: on that day fill 1 takes it from bottle B"},
    {"before the plan", {"A", -1, -1, REPLACED_SPILLED}, 60, "bottle A of clonazepam, from 2026-11-30: no fill has that day"},
    {"on the last day with a date", {"A", 4, 4, REPLACED_SPILLED}, 5, ""},
    {"on the first without one", {"A", 5, 4, REPLACED_SPILLED}, 5, "bottle A of clonazepam, from 2026-12-06: the steps have no dates any more on that day"},
};

static void test_refused(void)
{
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        Bench bench;
        Replaced rows[1];
        lost_open(&bench, rows, &refused[i].lost, 1);
        bench_run(&bench);
        bench.findings.count = 0;
        bench.plan->dated = refused[i].dated;
        bench.fills = fills_forecast(&bench.rx, &bench.shop, &bench.tables, bench.schedule, bench.arena, &bench.findings);
        check_row(strcmp(bench_text(&bench, MT530), refused[i].text) == 0, refused[i].name, bench_text(&bench, MT530));
        check_row(bench.fills->items[0].again_count == (*refused[i].text == '\0'), refused[i].name, "replacements");
        bench_close(&bench);
    }
}

/* The last day of the plan has a bottle, the day behind it no fill: of three fills, and of eight. */
static void last_day_row(int32_t days, size_t fills, bool behind)
{
    Bench bench;
    Replaced rows[1];
    lost_open(&bench, rows, &(Lost){"A", 5, 4, REPLACED_SPILLED}, 1);
    bench.steps[0].days = days;
    rows[0].from = DAY(days - !behind);
    rows[0].bottle = days == 60 ? "A" : "C";
    bench_run(&bench);
    CU_ASSERT_PTR_NOT_NULL_FATAL(bench.fills);
    CU_ASSERT_EQUAL_FATAL(bench.fills->count, fills);
    CU_ASSERT_EQUAL(bench.fills->items[fills - 1].again_count, !behind);
    CU_ASSERT_EQUAL(strstr(bench_text(&bench, MT530), "no fill has that day") != NULL, behind);
    bench_close(&bench);
}

static void test_last_day(void)
{
    for (int behind = 0; behind < 2; behind++) {
        last_day_row(60, 3, behind);
        last_day_row(8 * 28, 8, behind);
    }
}

/* A day on which the drug is not taken has no bottle; a drug that the plan does not give has none. */
static void test_none_of_it(void)
{
    Bench bench;
    Replaced rows[1];
    lost_open(&bench, rows, &(Lost){"A", 5, 4, REPLACED_SPILLED}, 1);
    rows[0].drug = &bench.drugs[1];
    bench_run(&bench);
    CU_ASSERT_STRING_EQUAL(bench_text(&bench, MT530), "bottle A of diazepam, from 2026-12-06: on that day fill 1 takes none of it");
    bench_close(&bench);
}

/* ---- what is said of a loss ---- */

static const struct { const char *name; Lost lost[LOST_MOST]; size_t count; Code code; int said; const char *text; } losses[] = {
    {"spilled", {{"A", 5, 4, REPLACED_SPILLED}}, 1, MT534, 0, ""},
    {"lost", {{"A", 5, 4, REPLACED_LOST}}, 1, MT534, 1, "bottle A of clonazepam was reported lost on 2026-12-05 by Imani Okafor"},
    {"stolen", {{"A", 5, 4, REPLACED_STOLEN}}, 1, MT534, 1, "bottle A of clonazepam was reported stolen on 2026-12-05 by Imani Okafor"},
    {"once", {{"A", 5, 4, REPLACED_LOST}}, 1, MT535, 0, ""},
    {"together", {{"A", 5, 4, REPLACED_LOST}, {"B", 12, 4, REPLACED_LOST}}, 2, MT535, 0, ""},
    {"twice", {{"A", 5, 4, REPLACED_LOST}, {"D", 6, 5, REPLACED_LOST}}, 2, MT535, 1,
     "bottle D, reported on 2026-12-06, is loss 2 of clonazepam; bottle A was reported on 2026-12-05"},
    {"two together, then one", {{"A", 5, 4, REPLACED_LOST}, {"B", 12, 4, REPLACED_LOST}, {"D", 6, 5, REPLACED_LOST}}, 3, MT535, 1,
     "bottle D, reported on 2026-12-06, is loss 2 of clonazepam; bottle B was reported on 2026-12-05"},
    {"one, then two together", {{"A", 5, 4, REPLACED_LOST}, {"D", 6, 5, REPLACED_LOST}, {"B", 12, 5, REPLACED_LOST}}, 3, MT535, 2,
     "bottle D, reported on 2026-12-06, is loss 2 of clonazepam; bottle A was reported on 2026-12-05"},
    {"three times", {{"A", 3, 2, REPLACED_LOST}, {"D", 5, 4, REPLACED_LOST}, {"E", 7, 6, REPLACED_LOST}}, 3, MT535, 2,
     "bottle D, reported on 2026-12-05, is loss 2 of clonazepam; bottle A was reported on 2026-12-03"},
};

static void test_losses(void)
{
    for (size_t i = 0; i < sizeof losses / sizeof *losses; i++) {
        Bench bench;
        Replaced rows[LOST_MOST];
        lost_open(&bench, rows, losses[i].lost, losses[i].count);
        bench_run(&bench);
        check_row(bench_count(&bench, losses[i].code) == losses[i].said, losses[i].name, "how often it is said");
        check_row(strcmp(bench_text(&bench, losses[i].code), losses[i].text) == 0, losses[i].name, bench_text(&bench, losses[i].code));
        bench_close(&bench);
    }
}

/* Loss 3 is said of the third; the same on another drug is none. */
static void test_loss_of_drug(void)
{
    static const Lost lost[] = {{"A", 3, 2, REPLACED_LOST}, {"D", 5, 4, REPLACED_LOST}, {"E", 7, 6, REPLACED_LOST}};
    Bench bench;
    Replaced rows[LOST_MOST];
    lost_open(&bench, rows, lost, 3);
    bench_run(&bench);
    bool third = false;
    for (size_t i = 0; i < bench.findings.count; i++)
        third |= strstr(bench.findings.items[i].text, "bottle E, reported on 2026-12-07, is loss 3 of clonazepam; bottle D") != NULL;
    CU_ASSERT_TRUE(third);
    bench_close(&bench);
    lost_open(&bench, rows, lost, 2);
    rows[0].drug = &bench.drugs[1];
    rows[1].bottle = "A";
    bench_run(&bench);
    CU_ASSERT_EQUAL(bench_count(&bench, MT535), 0);
    bench_close(&bench);
}

/* Bottle A with 60 mL, from day 5 on another.  Reported on day 4: 40 mL were in it in the morning, the 35 of the days behind it are
 * the least; bottle B before it is begun has its own doses or all that was put in; on its last day nothing needs to be left. */
static const struct { const char *name, *bottle; int32_t from, on; int64_t least, most; } lefts[] = {
    {"in use", "A", 5, 4, 35000000, 40000000},        {"on its first day", "A", 1, 0, 55000000, 60000000},
    {"on its last day", "A", 11, 11, 0, 5000000},     {"not begun", "B", 12, 4, 60000000, 60000000},
    {"on the day that it begins", "B", 13, 12, 55000000, 60000000},
    {"not begun, with a reserve", "C", 24, 23, 20000000, 35000000},
};

static void left_row(size_t at, int time, int64_t left, bool said)
{
    Bench bench;
    Replaced rows[1];
    lost_open(&bench, rows, &(Lost){lefts[at].bottle, lefts[at].from, lefts[at].on, REPLACED_SPILLED}, 1);
    rows[0].has_left = true;
    rows[0].left.nl = left;
    bench.doses[0].time = time;
    bench_run(&bench);
    check_row(bench_count(&bench, MT536) == said, lefts[at].name, bench_text(&bench, MT536));
    bench_close(&bench);
}

/* Taken in the morning, the first time of the day, or at bedtime, the last. */
static void test_left(void)
{
    for (size_t i = 0; i < sizeof lefts / sizeof *lefts; i++)
        for (int time = 0; time < 4; time += 3) {
            left_row(i, time, lefts[i].least, false);
            left_row(i, time, lefts[i].most, false);
            left_row(i, time, lefts[i].most + 1, true);
            left_row(i, time, lefts[i].least - 1, true);
        }
}

/* ---- the order that it names ---- */

static const struct { const char *name; bool named; Date order; bool other_drug; int said; } named[] = {
    {"none named", false, {0}, false, 0},
    {"the first", true, {2515}, false, 0},
    {"the second", true, {2526}, false, 0},
    {"none of that day", true, {2516}, false, 1},
    {"that day's is of another drug", true, {2526}, true, 1},
};

static void test_named_order(void)
{
    for (size_t i = 0; i < sizeof named / sizeof *named; i++) {
        Bench bench;
        Replaced rows[1];
        lost_open(&bench, rows, &(Lost){"A", 5, 4, REPLACED_SPILLED}, 1);
        bench.orders[1] = bench.orders[0];
        bench.orders[1].written.day = 2526;
        bench.orders[2] = bench.orders[0];    /* behind the last */
        bench.orders[2].written.day = 2516;
        if (named[i].other_drug) bench.orders[1].drug = &bench.drugs[1];
        bench.rx.order_count = 2;
        rows[0].has_order = named[i].named;
        rows[0].order = named[i].order;
        bench_run(&bench);
        check_row(bench_count(&bench, MT538) == named[i].said, named[i].name, bench_text(&bench, MT538));
        bench_close(&bench);
    }
}

/* A prescription with a replaced bottle is a revision of an older one. */
static void test_revision(void)
{
    for (int revision = 1; revision <= 2; revision++) {
        Bench bench;
        Replaced rows[1];
        lost_open(&bench, rows, &(Lost){"A", 5, 4, REPLACED_SPILLED}, 1);
        bench.rx.revision = revision;
        bench_run(&bench);
        CU_ASSERT_EQUAL(bench_count(&bench, MT335), revision == 1);
        bench_close(&bench);
    }
}

/* Made before the loss was reported, or on the day: the first of two bottles is named. */
static void test_made_early(void)
{
    for (int32_t early = 0; early <= 1; early++) {
        Bench bench;
        Replaced rows[2];
        lost_open(&bench, rows, (Lost[]){{"A", 5, 4, REPLACED_SPILLED}, {"B", 14, 4, REPLACED_SPILLED}}, 2);
        bench_run(&bench);
        bench_make(&bench, 1, DAY(4 - early));
        CU_ASSERT_PTR_NOT_NULL_FATAL(bench.made);
        CU_ASSERT_STRING_EQUAL(bench.made->bottles[0].letter, "D");
        CU_ASSERT_STRING_EQUAL(bench_text(&bench, MT537), early ? "bottle D is made on 2026-12-04; that bottle A was lost was reported on 2026-12-05" : "");
        bench_close(&bench);
    }
}

/* ---- two drugs, and none ---- */

/* A drug that begins in the second fill is not taken from any bottle of the first. */
static void test_not_yet_taken(void)
{
    Bench bench;
    bench_open(&bench);
    bench_formula(&bench, "diazepam-1", (const double[]){1, 0})->drug = &bench.drugs[1];
    bench_hold(&bench, 0.5, 30);
    bench.liquids[1] = (Liquid){.drug = &bench.drugs[1], .strength = PER_ML(1), .syringe = ML(10), .graduation = ML(0.2)};
    bench.rx.liquid_count = 2;
    bench.steps[1] = (Step){.kind = STEP_CROSS, .to = &bench.drugs[1], .ratio = {MG(0.5), MG(10)}, .table = "x", .portions = 2,
                            .cross_every = 14, .place = {"rx.xml", 17, "cross[1]"}};
    bench.steps[2] = (Step){.kind = STEP_MAINTAIN, .place = {"rx.xml", 19, "maintain"}};
    bench.rx.step_count = 3;
    bench_lose(&bench, 1, "B", 3, 2);
    bench_lose(&bench, 1, "B", 31, 30);
    bench_run(&bench);
    CU_ASSERT_PTR_NOT_NULL_FATAL(bench.fills);
    CU_ASSERT_EQUAL(bench_count(&bench, MT530), 1);
    CU_ASSERT_PTR_NOT_NULL(strstr(bench_text(&bench, MT530), "bottle B of diazepam, from 2026-12-04: on that day fill 1 takes none of it"));
    CU_ASSERT_EQUAL(bench.fills->items[0].again_count, 0);
    CU_ASSERT_EQUAL_FATAL(bench.fills->items[1].again_count, 1);   /* where it is taken it is given again, under its next letter */
    CU_ASSERT_STRING_EQUAL(bench.fills->items[1].again[0].bottles[0].letter, "C");
    bench_close(&bench);
}

/* Both drugs' bottles go with one bag: one replacement, each counted within its own drug; a later loss of one leaves the other's new
 * bottle in use. */
static void test_two_drugs(void)
{
    Bench bench;
    bench_open(&bench);
    bench_second(&bench);
    bench_lose(&bench, 1, "D", 13, 12);
    bench_lose(&bench, 0, "A", 10, 9);
    bench_lose(&bench, 1, "B", 10, 9);
    bench_run(&bench);
    CU_ASSERT_PTR_NOT_NULL_FATAL(bench.fills);
    const Fill *fill = &bench.fills->items[0];
    CU_ASSERT_EQUAL_FATAL(fill->again_count, 2);
    const Fill *both = &fill->again[0], *later = &fill->again[1];
    CU_ASSERT_EQUAL_FATAL(both->bottle_count, 2);
    for (size_t i = 0; i < 2; i++) {
        CU_ASSERT(both->bottles[i].i == 1 && both->bottles[i].n == 1);
        CU_ASSERT(both->bottles[i].letter[0] == "CD"[i] && both->bottles[i].rung->drug == i);
        CU_ASSERT(both->bottles[i].first == 10 && both->bottles[i].last == fill->last);
    }
    CU_ASSERT_EQUAL_FATAL(later->bottle_count, 1);
    CU_ASSERT_STRING_EQUAL(later->bottles[0].letter, "E");
    CU_ASSERT_STRING_EQUAL(fill_bottle(fill, 0, 13)->letter, "C");
    CU_ASSERT_STRING_EQUAL(fill_bottle(fill, 1, 12)->letter, "D");
    CU_ASSERT_STRING_EQUAL(fill_bottle(fill, 1, 13)->letter, "E");
    CU_ASSERT_EQUAL(bench_count(&bench, MT535), 1);   /* the second loss of diazepam, the first of clonazepam */
    CU_ASSERT_PTR_NOT_NULL(strstr(bench_text(&bench, MT535), "bottle D, reported on 2026-12-13, is loss 2 of diazepam; bottle B"));
    CU_ASSERT_EQUAL(later->supplies[0].quantity.nl, 0);
    CU_ASSERT_PTR_NULL(later->supplies[0].order);     /* no clonazepam is given again, and no fill of its order is used */
    CU_ASSERT_EQUAL(both->supplies[0].nth, 2);
    CU_ASSERT_EQUAL(later->supplies[1].nth, 3);
    CU_ASSERT_EQUAL(bench.fills->items[1].supplies[0].nth, 3);
    CU_ASSERT_EQUAL(bench.fills->items[1].supplies[1].nth, 4);
    bench_close(&bench);
}

/* Days that are missed have no bottle: nothing of such a fill can be lost, and none replaces. */
static void test_no_bottle(void)
{
    Bench bench;
    bench_open(&bench);
    Event missed = {.kind = EVENT_MISSED, .on = date_add(bench.rx.starts, 28), .by = "Dr. A", .role = "prescriber", .days = 28};
    bench.steps[0].days = 60;
    bench.rx.events = &missed;
    bench.rx.event_count = 1;
    bench_lose(&bench, 0, "A", 30, 29);
    bench_run(&bench);
    CU_ASSERT_PTR_NOT_NULL_FATAL(bench.fills);
    CU_ASSERT_EQUAL_FATAL(bench.fills->items[1].bottle_count, 0);
    CU_ASSERT_PTR_NOT_NULL(strstr(bench_text(&bench, MT530), "on that day fill 2 takes none of it"));
    bench_make(&bench, 2, bench.fills->items[1].made_on);
    CU_ASSERT_PTR_NULL(fill_replaces(bench.made));
    CU_ASSERT_EQUAL(bench_count(&bench, MT537), 0);
    bench_close(&bench);
}

void suite_compound_replace(void)
{
    CU_pSuite suite = CU_add_suite("compound: bottles replaced", NULL, NULL);
    CU_add_test(suite, "the bottles of a replacement", test_again);
    CU_add_test(suite, "which bottle each day is taken from", test_taken_from);
    CU_add_test(suite, "a bottle of one day, a reserve of one", test_one_day);
    CU_add_test(suite, "beside another drug", test_beside_another);
    CU_add_test(suite, "what is refused", test_refused);
    CU_add_test(suite, "the plan's last day", test_last_day);
    CU_add_test(suite, "a drug that is not taken", test_none_of_it);
    CU_add_test(suite, "what is said of a loss", test_losses);
    CU_add_test(suite, "losses of a drug", test_loss_of_drug);
    CU_add_test(suite, "what was left in it", test_left);
    CU_add_test(suite, "the order that it names", test_named_order);
    CU_add_test(suite, "a revision of its own", test_revision);
    CU_add_test(suite, "made before the loss", test_made_early);
    CU_add_test(suite, "a drug that is not taken yet", test_not_yet_taken);
    CU_add_test(suite, "bottles of two drugs", test_two_drugs);
    CU_add_test(suite, "a fill without a bottle", test_no_bottle);
}
