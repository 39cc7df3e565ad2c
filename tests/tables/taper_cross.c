/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Crossovers, stage by stage. */
#include "taper_kit.h"

static int bedtime_first[] = {EVENING, MORNING, NOON};

/* Clonazepam 0.5 mg three times daily to diazepam, two portions a time, 0.5 mg = 10 mg; every stage worked by hand. */
static const KitRx three_times = {
    &kit_clonazepam, {MG(0.5), MG(0.5), MG(0.5)},
    {{.kind = STEP_CROSS, .to = &kit_diazepam, .ratio = {MG(0.5), MG(10)}, .table = "Ashton 2002", .portions = 2, .cross_every = 7,
      .order = bedtime_first, .order_count = 3},
     {.kind = STEP_REDUCE, .by = BY_AMOUNT, .amount = MG(2), .per = 14, .every = 14, .cuts = 1}, {.kind = STEP_MAINTAIN}}};

static const struct { int32_t day; int64_t clonazepam[3], diazepam[3]; } stages[] = {
    {0, {500000, 500000, 250000}, {0, 0, 5000000}},
    {7, {500000, 500000, 0}, {0, 0, 10000000}},
    {14, {250000, 500000, 0}, {5000000, 0, 10000000}},
    {21, {0, 500000, 0}, {10000000, 0, 10000000}},
    {28, {0, 250000, 0}, {10000000, 5000000, 10000000}},
    {35, {0, 0, 0}, {10000000, 10000000, 10000000}},
    {41, {0, 0, 0}, {10000000, 10000000, 10000000}},
    {42, {0, 0, 0}, {9333334, 9333333, 9333333}},
};

static void test_three_times(void)
{
    Kit kit = kit_plan(&three_times, NULL);
    CU_ASSERT_PTR_NOT_NULL_FATAL(kit.plan);
    kit_check(kit.plan->days == 56, "three times", "days", kit.plan->days, 56);
    kit_check(kit.plan->drug_count == 2, "three times", "drugs", (int64_t)kit.plan->drug_count, 2);
    for (size_t i = 0; i < sizeof stages / sizeof *stages; i++)
        for (size_t t = 0; t < 3; t++) {
            int64_t from = plan_target(kit.plan, 0, stages[i].day, t).ng, to = plan_target(kit.plan, 1, stages[i].day, t).ng;
            kit_check(from == stages[i].clonazepam[t], "three times", "clonazepam", from, stages[i].clonazepam[t]);
            kit_check(to == stages[i].diazepam[t], "three times", "diazepam", to, stages[i].diazepam[t]);
        }
    kit_check(kit.plan->drugs[1].original.ng == 30000000, "three times", "D0 on arrival", kit.plan->drugs[1].original.ng, 30000000);
    kit_check(!kit_found(&kit, MT301, NULL), "three times", "steady in diazepam", 1, 0);
    kit_check(kit.plan->steepest.e8 == 6670000, "three times", "steepest", kit.plan->steepest.e8, 6670000);
    kit_end(&kit);
}

/* Thirds of a dose that three does not divide: cumulative, so that nothing is lost. */
static void test_cumulative(void)
{
    static const KitRx rx = {&kit_lorazepam, {{1000000}},
                             {{.kind = STEP_CROSS, .to = &kit_diazepam, .ratio = {MG(1), MG(10)}, .table = "Ashton 2002", .portions = 3,
                               .cross_every = 1}, {.kind = STEP_MAINTAIN}}};
    static const int64_t left[] = {666667, 333333, 0}, come[] = {3333330, 6666670, 10000000};
    Kit kit = kit_plan(&rx, NULL);
    for (int day = 0; day < 3; day++) {
        int64_t from = plan_total(kit.plan, 0, day).ng, to = plan_total(kit.plan, 1, day).ng;
        kit_check(from == left[day], "thirds", "lorazepam", from, left[day]);
        kit_check(to == come[day], "thirds", "diazepam", to, come[day]);
    }
    kit_end(&kit);
}

static int interleaved[] = {BEDTIME, MORNING, BEDTIME, MORNING};
static int bedtime_only[] = {BEDTIME};
#define LORAZEPAM_OF(...) {.kind = STEP_CROSS, .drug = &kit_lorazepam, .to = &kit_diazepam, .ratio = {MG(1), MG(10)}, \
                           .table = "Ashton 2002", .cross_every = 7, __VA_ARGS__}

static const struct { const char *name; KitRx rx; const KitRx *second; KitDay days[8]; size_t count; } rows[] = {
    {"portions in turn between the times",
     {&kit_clonazepam, {MG(0.5), {0}, {0}, MG(0.5)}, {CROSS("Ashton 2002", 2, 7, .order = interleaved, .order_count = 4), MAINTAIN}}, NULL,
     {{0, 1, {500000, 0, 0, 250000}}, {1, 1, {0, 0, 0, 5000000}}, {0, 8, {250000, 0, 0, 250000}}, {1, 8, {5000000, 0, 0, 5000000}},
      {0, 15, {250000, 0, 0, 0}}, {0, 22, {0, 0, 0, 0}}, {1, 22, {10000000, 0, 0, 10000000}}}, 7},
    {"60 % is moved, then the rest withdrawn",
     {&kit_clonazepam, {MG(1)}, {CROSS("Ashton 2002", 2, 7, .moves = PERCENT(60)),
                                 {.kind = STEP_REDUCE, .drug = &kit_clonazepam, .by = BY_AMOUNT, .amount = MG(0.1), .per = 14, UNTIL(0)}, MAINTAIN}}, NULL,
     {{0, 1, {700000}}, {1, 1, {6000000}}, {0, 8, {400000}}, {1, 8, {12000000}}, {0, 15, {300000}}, {1, 15, {12000000}},
      {0, 56, {100000}}, {1, 56, {12000000}}}, 8},
    {"less than the equivalent is given",
     {&kit_clonazepam, {MG(0.5)}, {CROSS("Ashton 2002", 1, 7, .gives = PERCENT(90)), MAINTAIN}}, NULL, {{0, 1, {0}}, {1, 1, {9000000}}}, 2},
    {"one time only", {&kit_clonazepam, {MG(0.5), {0}, {0}, MG(0.5)}, {CROSS("Ashton 2002", 1, 7, .order = bedtime_only, .order_count = 1), MAINTAIN}},
     NULL, {{0, 1, {500000, 0, 0, 0}}, {1, 1, {0, 0, 0, 10000000}}}, 2},
    {"a reduction between two exchanges",
     {&kit_clonazepam, {MG(0.5), {0}, {0}, MG(0.5)},
      {CROSS("Ashton 2002", 1, 7, .order = bedtime_only, .order_count = 1),
       {.kind = STEP_REDUCE, .drug = &kit_diazepam, .by = BY_AMOUNT, .amount = MG(1), .per = 7, .cuts = 1},
       CROSS("Ashton 2002", 1, 7, .drug = &kit_clonazepam), MAINTAIN}}, NULL,
     {{1, 8, {0, 0, 0, 9000000}}, {0, 8, {500000, 0, 0, 0}}, {1, 15, {10000000, 0, 0, 9000000}}, {0, 15, {0, 0, 0, 0}}}, 4},
    {"two drugs at the start, each crossed over in turn",
     {&kit_clonazepam, {MG(0.5)}, {CROSS("Ashton 2002", 1, 7, .drug = &kit_clonazepam), LORAZEPAM_OF(.portions = 2),
                                   {.kind = STEP_REDUCE, .by = BY_AMOUNT, .amount = MG(2), .per = 7, .cuts = 1}, MAINTAIN}},
     &(const KitRx){.drug = &kit_lorazepam, .dose = {{0}, {0}, {0}, MG(2)}},
     {{0, 1, {0}}, {2, 1, {10000000}}, {1, 1, {0, 0, 0, 2000000}}, {1, 8, {0, 0, 0, 1000000}}, {2, 8, {10000000, 0, 0, 10000000}},
      {1, 15, {0}}, {2, 15, {10000000, 0, 0, 20000000}}, {2, 22, {9333333, 0, 0, 18666667}}}, 8},
    {"exchanged, then reduced to nothing: no drug need be named",
     {&kit_clonazepam, {MG(0.5)}, {CROSS("Ashton 2002", 1, 7, .drug = NULL), REDUCE(AMOUNT(5), .per = 7, UNTIL(0)), STOP}}, NULL,
     {{0, 1, {0}}, {1, 1, {10000000}}, {1, 8, {5000000}}}, 3},
    {"exchanged, then reduced to nothing: the stop names it",
     {&kit_clonazepam, {MG(0.5)}, {CROSS("Ashton 2002", 1, 7, .drug = NULL), REDUCE(AMOUNT(5), .per = 7, UNTIL(0)),
                                   {.kind = STEP_STOP, .drug = &kit_diazepam}}}, NULL,
     {{0, 1, {0}}, {1, 8, {5000000}}}, 2},
};

static void test_rows(void)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        Kit kit = kit_plan(&rows[i].rx, rows[i].second);
        kit_days(rows[i].name, kit.plan, rows[i].days, rows[i].count);
        kit_end(&kit);
    }
}

/* Two drugs with no ratio between them: each is judged by itself, and the sum is that of the first alone. */
static void test_unlinked(void)
{
    static const KitRx first = {&kit_clonazepam, {MG(1)}, {{.kind = STEP_REDUCE, .drug = &kit_lorazepam, .by = BY_AMOUNT, .amount = MG(1),
                                                            .per = 14, .cuts = 1}, MAINTAIN}};
    static const KitRx second = {.drug = &kit_lorazepam, .dose = {MG(2)}};
    Kit kit = kit_plan(&first, &second);
    CU_ASSERT_PTR_NOT_NULL_FATAL(kit.plan);
    kit_check(kit_found(&kit, MT301, "reduce[1]"), "unlinked", "MT301", 0, 1);
    kit_check(plan_counts(kit.plan, 1, (Mass){5}) == 0, "unlinked", "counts", plan_counts(kit.plan, 1, (Mass){5}), 0);
    kit_check(kit.plan->steepest.e8 == 0, "unlinked", "steepest", kit.plan->steepest.e8, 0);
    kit_end(&kit);
}

/* A chain of ratios past any drugs', or past what 64 bits hold, is left unlinked: its last drug is judged by itself. */
static const struct { const char *name; Exchange first, second; bool linked; } chains[] = {
    {"ten thousand times, just", {{1000}, {100000}}, {{1000}, {100000}}, true},
    {"a million times", {{1000}, {1000000}}, {{1000}, {1000000}}, false},
    {"a millionth", {{1000000}, {1000}}, {{1000000}, {1000}}, false},
    {"too many digits of the first", {{9999999999999}, {9999999999998}}, {{9999999999999}, {9999999999998}}, false},
    {"too many digits of the last alone", {{4000000007}, {2000000011}}, {{4000000009}, {2000000033}}, false},
};

static void test_chains(void)
{
    for (size_t i = 0; i < sizeof chains / sizeof *chains; i++) {
        KitRx rx = {&kit_clonazepam, {{1000}}, {
            {.kind = STEP_CROSS, .to = &kit_diazepam, .ratio = chains[i].first, .table = "x", .portions = 1, .cross_every = 1},
            {.kind = STEP_CROSS, .to = &kit_lorazepam, .ratio = chains[i].second, .table = "x", .portions = 1, .cross_every = 1}, MAINTAIN}};
        Kit kit = kit_plan(&rx, NULL);
        kit_check(kit.plan != NULL, chains[i].name, "a plan", 0, 1);
        bool linked = kit.plan && kit.plan->drugs[2].as_first.to.ng > 0;
        kit_check(linked == chains[i].linked, chains[i].name, "linked", linked, chains[i].linked);
        kit_end(&kit);
    }
}

/* Tables without diazepam say nothing of a last dose in its terms; a range of theirs is said as one. */
static void test_other_tables(void)
{
    static const KitRx rx = {&kit_clonazepam, {MG(0.5)}, {HOLD(7), STOP}};
    Kit kit = kit_plan(&rx, NULL);
    Tables tables = *kit_tables();
    Equivalence range = {.name = "Range", .count = 2, .rows = arena_array(kit.arena, 2, sizeof *range.rows)};
    range.rows[0].drug = &kit_clonazepam;
    range.rows[0].low = range.rows[0].high = (Mass)MG(0.5);
    range.rows[1].drug = &kit_diazepam;
    range.rows[1].low = (Mass)MG(5);
    range.rows[1].high = (Mass)MG(10);
    tables.equivalences = &range;
    tables.equivalence_count = 1;
    Findings said = findings_new(kit.arena), unsaid = findings_new(kit.arena);
    CU_ASSERT_PTR_NOT_NULL(plan_make(kit.rx, &kit_shop, &tables, kit.arena, &said));
    tables.drug_count = 0;
    CU_ASSERT_PTR_NOT_NULL(plan_make(kit.rx, &kit_shop, &tables, kit.arena, &unsaid));
    CU_ASSERT_STRING_EQUAL(said.items[0].text, "clonazepam stops from 0.5 mg a day; about 5 mg to 10 mg diazepam (Range)");
    CU_ASSERT_STRING_EQUAL(unsaid.items[0].text, "clonazepam stops from 0.5 mg a day");
    kit_end(&kit);
}

/* Days are one run while each table says the same of them: here only the higher end of a range changes; there a drug that
 * no table lists is no longer taken. */
static void test_in_diazepam(void)
{
    static const KitRx falling = {&kit_clonazepam, {MG(1)}, {HOLD(7), REDUCE(AMOUNT(0.5), .per = 7, .cuts = 1), STOP}};
    static const KitRx leaving = {&kit_diazepam, {MG(5)}, {HOLD(7), {.kind = STEP_STOP, .drug = &kit_alprazolam}, HOLD(7), MAINTAIN}};
    static const KitRx second = {.drug = &kit_alprazolam, .dose = {MG(0.5)}};
    Kit one = kit_plan(&falling, NULL), two = kit_plan(&leaving, &second);
    Tables tables = *kit_tables();
    Equivalence range = {.name = "Range", .count = 2, .rows = arena_array(one.arena, 2, sizeof *range.rows)};
    range.rows[0].drug = &kit_clonazepam;
    range.rows[0].low = (Mass)MG(0.5);
    range.rows[0].high = (Mass)MG(1000000.0);   /* the lower end is shown as none */
    range.rows[1].drug = &kit_diazepam;
    range.rows[1].low = range.rows[1].high = (Mass)MG(10);
    tables.equivalences = &range;
    tables.equivalence_count = 1;
    DiazepamRuns fell = plan_in_diazepam(one.plan, &tables, 0, 13, one.arena);
    CU_ASSERT_EQUAL_FATAL(fell.count, 2);
    CU_ASSERT(fell.items[0].by[0].low.ng == fell.items[1].by[0].low.ng);
    CU_ASSERT(fell.items[0].by[0].high.ng == 20000000 && fell.items[1].by[0].high.ng == 10000000);
    DiazepamRuns left = plan_in_diazepam(two.plan, kit_tables(), 0, 13, two.arena);
    CU_ASSERT_EQUAL_FATAL(left.count, 2);
    CU_ASSERT(left.items[0].by[0].missing == &kit_alprazolam && !left.items[1].by[0].missing);
    kit_end(&one);
    kit_end(&two);
}

void suite_taper_cross(void)
{
    CU_pSuite suite = CU_add_suite("taper: crossover", NULL, NULL);
    CU_add_test(suite, "clonazepam three times daily", test_three_times);
    CU_add_test(suite, "cumulative portions", test_cumulative);
    CU_add_test(suite, "partial, interleaved, several drugs", test_rows);
    CU_add_test(suite, "drugs without a ratio", test_unlinked);
    CU_add_test(suite, "chains of ratios", test_chains);
    CU_add_test(suite, "other tables", test_other_tables);
    CU_add_test(suite, "days in diazepam", test_in_diazepam);
}
