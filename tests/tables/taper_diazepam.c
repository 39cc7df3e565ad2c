/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a day's drugs come to in diazepam, by tables of which one gives a range and one lacks a drug (ARITHMETIC.md 1.13). */
#include "taper_kit.h"

#define DAYS 5

/* 10 mg of diazepam are 0.5 to 1 mg of clonazepam by the first table; the second knows of lorazepam, 0.5 mg, instead. */
static Tables range_tables(Arena *arena)
{
    static const Drug *const drugs[2][2] = {{&kit_diazepam, &kit_clonazepam}, {&kit_diazepam, &kit_lorazepam}};
    static const int64_t low[2][2] = {{10000000, 500000}, {10000000, 500000}}, high[2][2] = {{10000000, 1000000}, {10000000, 500000}};
    Tables tables = {.equivalence_count = 2, .equivalences = ARENA_ARRAY(arena, 2, Equivalence)};
    for (int t = 0; t < 2; t++) {
        Equivalence *table = &tables.equivalences[t];
        table->rows = arena_array(arena, 2, sizeof *table->rows);
        for (table->count = 0; table->count < 2; table->count++) {
            table->rows[table->count].drug = drugs[t][table->count];
            table->rows[table->count].low.ng = low[t][table->count];
            table->rows[table->count].high.ng = high[t][table->count];
        }
    }
    return tables;
}

/* Totals of diazepam, clonazepam and lorazepam on a day, and what they come to by both tables. */
typedef struct { const Drug *missing; int64_t low, high; } Sum;
static const struct { const char *name; int64_t ng[3]; Sum by[2]; } days[] = {
    {"nothing", {0, 0, 0}, {{NULL, 0, 0}, {NULL, 0, 0}}},
    {"itself", {7250000, 0, 0}, {{NULL, 7250000, 7250000}, {NULL, 7250000, 7250000}}},
    {"by a range: least by the table's high", {0, 250000, 0}, {{NULL, 2500000, 5000000}, {&kit_clonazepam, 0, 0}}},
    {"added up", {1000000, 0, 500000}, {{&kit_lorazepam, 0, 0}, {NULL, 11000000, 11000000}}},
    {"a nanogram of a drug that it lacks", {5000000, 1, 0}, {{NULL, 5000000, 5000000}, {&kit_clonazepam, 0, 0}}},
    {"the first that it lacks of two", {0, 1, 1}, {{&kit_lorazepam, 0, 0}, {&kit_clonazepam, 0, 0}}},
    {"half of 0.01 mg to the even one below", {5000, 0, 0}, {{NULL, 0, 0}, {NULL, 0, 0}}},
    {"half of 0.01 mg to the even one above", {15000, 0, 0}, {{NULL, 20000, 20000}, {NULL, 20000, 20000}}},
    {"a nanogram over the half", {5001, 0, 0}, {{NULL, 10000, 10000}, {NULL, 10000, 10000}}},
    {"added before it is rounded", {5000, 0, 250}, {{&kit_lorazepam, 0, 0}, {NULL, 10000, 10000}}},
};

/* A plan of so many days with one time, diazepam, clonazepam and lorazepam at these totals. */
static Plan plan_of(const int64_t (*totals)[3], int32_t count, Arena *arena)
{
    Plan plan = {.first = date_of(2026, 12, 1), .days = count, .dated = count, .times = 1, .drug_count = 3};
    plan.drugs = ARENA_ARRAY(arena, 3, DrugDays);
    for (size_t drug = 0; drug < 3; drug++) {
        plan.drugs[drug] = (DrugDays){.drug = &kit_drugs[drug], .target = ARENA_ARRAY(arena, (size_t)count, Mass)};
        for (int32_t day = 0; day < count; day++) plan.drugs[drug].target[day].ng = totals[day][drug];
    }
    return plan;
}

static void test_sums(void)
{
    Arena *arena = arena_new();
    Tables tables = range_tables(arena);
    for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
        Plan plan = plan_of(&days[i].ng, 1, arena);
        for (size_t t = 0; t < 2; t++) {
            const Sum *expected = &days[i].by[t];
            InDiazepam got = plan_day_in_diazepam(&plan, &tables.equivalences[t], 0);
            kit_check(got.missing == expected->missing, days[i].name, "the drug that is missing; table", (int64_t)t, (int64_t)t);
            kit_check(got.low.ng == expected->low, days[i].name, "low", got.low.ng, expected->low);
            kit_check(got.high.ng == expected->high, days[i].name, "high", got.high.ng, expected->high);
        }
    }
    arena_free(arena);
}

/* Runs of days that come to the same by every table, from day `first` to day `last`; the last days may have no date. */
static const struct { const char *name; int32_t dated, first, last; size_t count; struct { int32_t first, last; } runs[DAYS]; int64_t totals[DAYS][3]; } courses[] = {
    {"all the same", 5, 0, 4, 1, {{0, 4}}, {{1000000, 0, 0}, {1000000, 0, 0}, {1000000, 0, 0}, {1000000, 0, 0}, {1000000, 0, 0}}},
    {"two days of five", 5, 1, 2, 1, {{1, 2}}, {{9000000, 0, 0}, {1000000, 0, 0}, {1000000, 0, 0}, {8000000, 0, 0}, {7000000, 0, 0}}},
    {"a day that is another, and the first again", 5, 0, 4, 3, {{0, 1}, {2, 2}, {3, 4}},
     {{1000000, 0, 0}, {1000000, 0, 0}, {2000000, 0, 0}, {1000000, 0, 0}, {1000000, 0, 0}}},
    {"another at the least alone", 5, 0, 1, 2, {{0, 0}, {1, 1}}, {{0, 250000, 0}, {2500000, 125000, 0}, {0}, {0}, {0}}},
    {"another at the most alone", 5, 0, 1, 2, {{0, 0}, {1, 1}}, {{0, 250000, 0}, {1250000, 125000, 0}, {0}, {0}, {0}}},
    {"another by the drug that is missing alone", 5, 0, 1, 2, {{0, 0}, {1, 1}}, {{1, 0, 0}, {0, 1, 0}, {0}, {0}, {0}}},
    {"other masses that come to the same", 5, 0, 1, 1, {{0, 1}}, {{1000000, 0, 0}, {1000001, 0, 0}, {0}, {0}, {0}}},
    {"the same without a date", 2, 0, 4, 2, {{0, 1}, {-1, -1}}, {{1000000, 0, 0}, {1000000, 0, 0}, {1000000, 0, 0}, {1000000, 0, 0}, {1000000, 0, 0}}},
};

static void test_runs(void)
{
    Arena *arena = arena_new();
    Tables tables = range_tables(arena);
    for (size_t i = 0; i < sizeof courses / sizeof *courses; i++) {
        Plan plan = plan_of(courses[i].totals, DAYS, arena);
        plan.dated = courses[i].dated;
        DiazepamRuns runs = plan_in_diazepam(&plan, &tables, courses[i].first, courses[i].last, arena);
        kit_check(runs.count == courses[i].count, courses[i].name, "runs", (int64_t)runs.count, (int64_t)courses[i].count);
        for (size_t r = 0; r < runs.count && r < courses[i].count; r++) {
            int32_t first = courses[i].runs[r].first, last = courses[i].runs[r].last;
            kit_check(runs.items[r].dated == (first >= 0), courses[i].name, "has dates", runs.items[r].dated, first >= 0);
            if (first < 0) continue;
            kit_check(date_between(plan.first, runs.items[r].first) == first, courses[i].name, "first", runs.items[r].first.day, first);
            kit_check(date_between(plan.first, runs.items[r].last) == last, courses[i].name, "last", runs.items[r].last.day, last);
        }
    }
    arena_free(arena);
}

/* Nothing is converted where there is nothing else. */
static void test_only(void)
{
    static const struct { size_t first, count; bool only; } rows[] = {{0, 1, true}, {0, 2, false}, {1, 1, false}, {1, 2, false}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        DrugDays drugs[3] = {{.drug = &kit_diazepam}, {.drug = &kit_clonazepam}, {.drug = &kit_diazepam}};
        Plan plan = {.drugs = &drugs[rows[i].first], .drug_count = rows[i].count};
        kit_check(plan_only_diazepam(&plan) == rows[i].only, "diazepam alone", "row", (int64_t)i, rows[i].only);
    }
}

void suite_taper_diazepam(void)
{
    CU_pSuite suite = CU_add_suite("taper: in diazepam", NULL, NULL);
    CU_add_test(suite, "a day by two tables", test_sums);
    CU_add_test(suite, "runs of days", test_runs);
    CU_add_test(suite, "diazepam alone", test_only);
}
