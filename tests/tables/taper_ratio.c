/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A stated ratio beside what tables say: on both sides of each bound. */
#include <string.h>
#include "microtaper/text.h"
#include "taper_kit.h"
#include "../../src/taper/walk.h"

/* One table: so much clonazepam, so much diazepam; nothing of the second drug where it has no mass. */
typedef struct { int64_t from_low, from_high, to_low, to_high; } Says;

static void table_set(Equivalence *table, const char *name, const Says *says, Arena *arena)
{
    *table = (Equivalence){.name = name, .rows = arena_array(arena, 2, sizeof *table->rows), .count = says->to_low ? 2 : 1};
    table->rows[0].drug = &kit_clonazepam;
    table->rows[0].low.ng = says->from_low;
    table->rows[0].high.ng = says->from_high;
    table->rows[1].drug = &kit_diazepam;
    table->rows[1].low.ng = says->to_low;
    table->rows[1].high.ng = says->to_high;
}

#define OF_ONE(to_ng) {{1000000}, {to_ng}}
#define TEN_TO_TWENTY {500000, 1000000, 10000000, 10000000}
#define BESIDE(rest) "for 1 mg of clonazepam the tables give from " rest " of diazepam"
/* What is said of 1 mg of clonazepam, in order and joined by "; ". */
static const struct { const char *name, *text; const char *table; Exchange ratio; Says says[3]; } rows[] = {
    {"the least of the range", BESIDE("10 mg (A) to 20 mg (A)"), "A", OF_ONE(10000000), {TEN_TO_TWENTY}},
    {"the most of the range", BESIDE("10 mg (A) to 20 mg (A)"), "A", OF_ONE(20000000), {TEN_TO_TWENTY}},
    {"a nanogram below", "1 mg of clonazepam is stated as 9.999999 mg of diazepam; A says 10 mg to 20 mg; " BESIDE("10 mg (A) to 20 mg (A)"), "A",
     OF_ONE(9999999), {TEN_TO_TWENTY}},
    {"a nanogram above", "1 mg of clonazepam is stated as 20.000001 mg of diazepam; A says 10 mg to 20 mg; " BESIDE("10 mg (A) to 20 mg (A)"), "A",
     OF_ONE(20000001), {TEN_TO_TWENTY}},
    {"a range of the other drug", BESIDE("10 mg (A) to 20 mg (A)"), "A", OF_ONE(15000000), {{1000000, 1000000, 10000000, 20000000}}},
    {"not quite two-fold", "", "A", OF_ONE(10000000), {{1000000, 1000000, 10000000, 19999999}}},
    {"one figure", "1 mg of clonazepam is stated as 5 mg of diazepam; A says 10 mg", "A", OF_ONE(5000000), {{1000000, 1000000, 10000000, 10000000}}},
    {"another table at the least", BESIDE("5 mg (B) to 10 mg (A)"), "A", OF_ONE(10000000), {{1000000, 1000000, 10000000, 10000000}, {1000000, 1000000, 5000000, 5000000}}},
    {"another table at the most", BESIDE("10 mg (A) to 30 mg (B)"), "A", OF_ONE(10000000), {{1000000, 1000000, 10000000, 10000000}, {1000000, 1000000, 30000000, 30000000}}},
    {"two that say the same: the first", BESIDE("10 mg (A) to 20 mg (A)"), "B", OF_ONE(10000000), {TEN_TO_TWENTY, TEN_TO_TWENTY}},
    {"the third of three", BESIDE("5 mg (C) to 10 mg (A)"), "C", OF_ONE(5000000),
     {{1000000, 1000000, 10000000, 10000000}, {1000000, 1000000, 9000000, 9000000}, {1000000, 1000000, 5000000, 5000000}}},
    {"a table that lacks a drug", "the ratio 1 mg of clonazepam to 10 mg of diazepam cannot be compared: table \"A\" does not list both drugs", "A", OF_ONE(10000000),
     {{1000000, 1000000, 0, 0}}},
    {"a table that lacks a drug says nothing beside the others", "", "B", OF_ONE(10000000), {{1000000, 1000000, 0, 0}, {1000000, 1000000, 10000000, 10000000}}},
    {"no such table", "the ratio 1 mg of clonazepam to 10 mg of diazepam cannot be compared: table \"D\" is not known", "D", OF_ONE(10000000),
     {{1000000, 1000000, 10000000, 10000000}}},
};

static void test_ratios(void)
{
    static const char *const names[] = {"A", "B", "C"};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        Arena *arena = arena_new();
        Findings findings = findings_new(arena);
        Tables tables = {.equivalences = ARENA_ARRAY(arena, 3, Equivalence)};
        for (size_t t = 0; t < 3 && rows[i].says[t].from_low; t++) table_set(&tables.equivalences[tables.equivalence_count++], names[t], &rows[i].says[t], arena);
        Walk walk = {.arena = arena, .findings = &findings, .tables = &tables};
        Step step = {.kind = STEP_CROSS, .to = &kit_diazepam, .ratio = rows[i].ratio, .table = rows[i].table};
        ratio_judge(&walk, &step, &kit_clonazepam);
        Buffer said = buffer_new(arena);
        for (size_t k = 0; k < findings.count; k++) buffer_addf(&said, "%s%s", k ? "; " : "", findings.items[k].text);
        kit_check(strcmp(buffer_text(&said), rows[i].text) == 0, rows[i].name, buffer_text(&said), (int64_t)findings.count, 0);
        arena_free(arena);
    }
}

void suite_taper_ratio(void)
{
    CU_pSuite suite = CU_add_suite("taper: ratios", NULL, NULL);
    CU_add_test(suite, "beside the tables", test_ratios);
}
