/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The ladder: proved against exhaustive search on small cases, and chosen for whole tapers. */
#include "compound_bench.h"
#include "../../src/compound/fit.h"
#include "../../src/compound/solve.h"
#include <stdio.h>
#include <string.h>

#define DAYS_MOST 5
#define PAIRS_MOST 5
#define STRENGTHS_MOST PAIRS_MOST

typedef struct {
    LadderProblem problem;
    bool serves[DAYS_MOST * PAIRS_MOST], ten[STRENGTHS_MOST * STRENGTHS_MOST];
    size_t strength[PAIRS_MOST], syringe[PAIRS_MOST];
    int64_t mark[PAIRS_MOST];
} Case;

/* A generator of our own, so that the cases are the same everywhere. */
static uint32_t random_next(uint32_t *state, uint32_t below)
{
    *state = *state * 1664525u + 1013904223u;
    return (*state >> 8) % below;
}

static void case_make(Case *one, uint32_t *state)
{
    memset(one, 0, sizeof *one);
    LadderProblem *problem = &one->problem;
    *problem = (LadderProblem){.days = (int32_t)random_next(state, DAYS_MOST) + 1,
                               .pairs = random_next(state, PAIRS_MOST) + 1,
                               .serves = one->serves,
                               .strength = one->strength,
                               .syringe = one->syringe,
                               .mark = one->mark,
                               .ten = one->ten};
    for (size_t i = 0; i < problem->pairs; i++) {
        size_t drawn = random_next(state, (uint32_t)problem->strengths + 1);    /* in the order of the pairs */
        one->strength[i] = drawn;
        if (drawn == problem->strengths) problem->strengths++;
        one->syringe[i] = random_next(state, 3);
        one->mark[i] = 1 + random_next(state, 4);
    }
    for (size_t a = 0; a < problem->strengths; a++)
        for (size_t b = a + 1; b < problem->strengths; b++)
            one->ten[a * problem->strengths + b] = one->ten[b * problem->strengths + a] = random_next(state, 3) == 0;
    uint32_t density = 2 + random_next(state, 4);
    for (size_t i = 0; i < (size_t)problem->days * problem->pairs; i++)
        one->serves[i] = random_next(state, density) > 0;
}

/* The cost of one way, straight from ARITHMETIC.md 2.7. */
static LadderCost way_cost(const Case *one, const size_t *way)
{
    bool used[STRENGTHS_MOST] = {false};
    LadderCost cost = {0};
    for (int32_t day = 0; day < one->problem.days; day++) {
        used[one->strength[way[day]]] = true;
        cost.resolution += one->mark[way[day]];
        if (day == 0) continue;
        cost.strength_changes += one->strength[way[day]] != one->strength[way[day - 1]];
        cost.syringe_changes += one->syringe[way[day]] != one->syringe[way[day - 1]];
    }
    for (size_t a = 0; a < one->problem.strengths; a++) {
        cost.strengths += used[a];
        for (size_t b = a + 1; b < one->problem.strengths; b++)
            cost.tens += used[a] && used[b] && one->ten[a * one->problem.strengths + b];
    }
    return cost;
}

static bool way_serves(const Case *one, const size_t *way)
{
    for (int32_t day = 0; day < one->problem.days; day++)
        if (!one->serves[(size_t)day * one->problem.pairs + way[day]]) return false;
    return true;
}

/* Every way there is, those whose pairs come first, from the last day backwards, before the others: of equal ones the first is the best. */
static bool exhaust(const Case *one, LadderCost *best, size_t *best_way)
{
    size_t way[DAYS_MOST] = {0};
    bool found = false;
    for (;;) {
        LadderCost cost = way_cost(one, way);
        if (way_serves(one, way) && (!found || ladder_cost_compare(&cost, best) < 0)) {
            *best = cost;
            memcpy(best_way, way, sizeof way);
            found = true;
        }
        int32_t day = 0;
        while (day < one->problem.days && ++way[day] == one->problem.pairs) way[day++] = 0;
        if (day == one->problem.days) return found;
    }
}

static void test_optimal(void)
{
    uint32_t state = 20261201;
    int solved = 0;
    for (int i = 0; i < 4000; i++) {
        Arena *arena = arena_new();
        Case one;
        size_t chosen[DAYS_MOST], best_way[DAYS_MOST];
        LadderCost cost, best;
        case_make(&one, &state);
        bool may = exhaust(&one, &best, best_way), does = ladder_solve(&one.problem, chosen, &cost, arena);
        CU_ASSERT_EQUAL(may, does);
        if (may && does) {
            CU_ASSERT_EQUAL(ladder_cost_compare(&best, &cost), 0);
            CU_ASSERT_EQUAL(memcmp(chosen, best_way, (size_t)one.problem.days * sizeof *chosen), 0);
            solved++;
        }
        arena_free(arena);
    }
    CU_ASSERT(solved > 1000);
}

/* Two sets that cost the same and part on the first day alone: the second pair comes before the third, though its strength was
 * numbered later. */
static void test_equal_sets(void)
{
    static const bool serves[] = {false, true, true, false, false, false, false, true}, ten[9] = {false};
    static const size_t strength[] = {0, 1, 0, 2}, syringe[] = {0, 1, 1, 1};
    static const int64_t mark[] = {1, 1, 1, 1};
    LadderProblem problem = {.days = 2, .pairs = 4, .strengths = 3, .serves = serves, .strength = strength, .syringe = syringe, .mark = mark, .ten = ten};
    Arena *arena = arena_new();
    size_t chosen[2];
    LadderCost cost;
    CU_ASSERT_TRUE(ladder_solve(&problem, chosen, &cost, arena));
    CU_ASSERT(chosen[0] == 1 && chosen[1] == 3);
    arena_free(arena);
}

/* ---------------------------------------------------------------- whole tapers ---- */

/* Once a day, 5 % of current every 14 days from `from` to `until`. */
static void taper_open(Bench *bench, const double *strengths, double from, double until)
{
    bench_open(bench);
    bench->set.count = 0;
    bench->shop.approval_count = 0;
    bench_formula(bench, "several", strengths);
    bench->rx.liquid_count = 0;
    bench->doses[0] = (TimedDose){.time = 3, .mass = MG(from)};
    bench->taking.count = 1;
    bench->steps[1].until = MG(until);
}

/* Every day served by what was chosen: no error, no doubt about a volume or a lag. */
static void ladder_sound(const Bench *bench, const char *name)
{
    static const Code doubts[] = {MT401, MT411, MT412, MT413, MT414, MT415, MT416};
    for (size_t i = 0; i < sizeof doubts / sizeof *doubts; i++)
        check_row(bench_count(bench, doubts[i]) == 0, name, bench_text(bench, doubts[i]));
}

typedef struct { const char *name; double strengths[5]; double from, until; size_t strengths_used; } TaperRow;
static const TaperRow taper_rows[] = {
    {"clonazepam 2 mg to 0.05 mg, three approved", {0.5, 0.1, 0.2, 0}, 2, 0.05, 2},
    {"diazepam 20 mg to 0.5 mg, two approved", {1, 5, 0}, 20, 0.5, 2},
    {"2 mg to 1 mg, one of two serves", {0.5, 0.2, 0}, 2, 1, 1},
};

static size_t strengths_used(const Ladder *ladder)
{
    size_t used = 0;
    for (size_t i = 0; i < ladder->count; i++) {
        bool known = false;
        for (size_t k = 0; k < i; k++) known |= strength_equal(ladder->items[k].strength, ladder->items[i].strength);
        used += !known;
    }
    return used;
}

static void test_tapers(void)
{
    for (size_t i = 0; i < sizeof taper_rows / sizeof *taper_rows; i++) {
        const TaperRow *row = &taper_rows[i];
        Bench bench;
        taper_open(&bench, row->strengths, row->from, row->until);
        bench_run(&bench);
        check_row(bench.ladder != NULL, row->name, bench_text(&bench, MT401));
        if (bench.ladder) {
            ladder_sound(&bench, row->name);
            check_row(strengths_used(bench.ladder) == row->strengths_used, row->name, "strengths used");
            for (size_t k = 0; k < bench.ladder->count; k++)
                check_row(strlen(bench.ladder->items[k].why) > 40, row->name, "why");
        }
        bench_close(&bench);
    }
}

/* One strength and one 1 mL syringe: 20 mg of 5 mg per mL is 4 mL. */
static void test_refused(void)
{
    static const double strengths[] = {5, 0};
    Bench bench;
    taper_open(&bench, strengths, 20, 0.5);
    bench.shop.syringe_count = 1;
    bench_run(&bench);
    CU_ASSERT_PTR_NULL(bench.ladder);
    CU_ASSERT_PTR_NOT_NULL(strstr(bench_text(&bench, MT401), "20 mg would be 4 mL, over its capacity"));
    CU_ASSERT_PTR_NOT_NULL(strstr(bench_text(&bench, MT401), "would serve"));
    bench_close(&bench);
}

/* 5 and 0.5 mg per mL would do, and 0.5 has the finer marks; where 1 mg per mL is approved too it is taken
 * instead. */
static void test_ten_avoided(void)
{
    static const double with[] = {5, 0.5, 0}, without[] = {5, 1, 0.5, 0};
    const double *strengths[] = {with, without};
    for (int i = 0; i < 2; i++) {
        Bench bench;
        taper_open(&bench, strengths[i], 25, 0.25);
        bench.steps[1].share = PERCENT(10);
        bench_run(&bench);
        CU_ASSERT_PTR_NOT_NULL_FATAL(bench.ladder);
        CU_ASSERT_EQUAL(bench_count(&bench, MT408) > 0, i == 0);
        CU_ASSERT_EQUAL(strengths_used(bench.ladder), 2);
        bench_close(&bench);
    }
}

/* Each reason in its words. */
static const struct { Fit fit; const char *words; } fits[] = {
    {FIT_GOOD, "it serves"}, {FIT_OVER, "0.5 mg would be 5 mL, over its capacity"},
    {FIT_BELOW, "0.5 mg would be 5 mL, below its reliable part from 0.1875 mL"}, {FIT_NONE, "0.5 mg is less than half a mark of 0.02 mg"},
    {FIT_LAG, "with marks of 0.02 mg the dose would stand 0.5 mg above its target, more than 50 % of the cut of 0.1 mg"},
    {FIT_START, "the 0.5 mg now taken is not on a mark of 0.02 mg"},
};

static void test_fits(void)
{
    Bench bench;
    bench_open(&bench);
    LadderJob job = {.tables = &bench.tables, .arena = bench.arena};
    Rung rung = {.mark = MG(0.02), .syringe = &bench.syringes[0]};
    for (size_t i = 0; i < sizeof fits / sizeof *fits; i++) {
        DayFit fit = {.fit = fits[i].fit, .volume = ML(5), .mass = MG(0.5), .cut = MG(0.1)};
        const char *words = fit_text(&job, &rung, &fit);
        check_row(strcmp(words, fits[i].words) == 0, fits[i].words, words);
    }
    bench_close(&bench);
}

/* Of two formulas the approved one is chosen, and no more strengths are compared than there is time for. */
static void test_candidates(void)
{
    static const double coarse[] = {0.2, 0}, fine[] = {0.1, 0};
    Bench bench;
    taper_open(&bench, coarse, 1, 0.4);
    bench_formula(&bench, "unapproved", fine);
    bench.shop.approval_count = 1;
    bench_run(&bench);
    CU_ASSERT_PTR_NOT_NULL_FATAL(bench.ladder);
    for (size_t i = 0; i < bench.ladder->count; i++) CU_ASSERT_PTR_EQUAL(bench.ladder->items[i].formula, &bench.formulas[0]);
    Strength many[SOLVE_STRENGTHS_MAX + 1];
    for (int i = 0; i <= SOLVE_STRENGTHS_MAX; i++) many[i] = PER_ML(0.1 + i * 0.1);
    bench.formulas[0].strengths = many;
    bench.formulas[0].strength_count = SOLVE_STRENGTHS_MAX + 1;
    bench_run(&bench);
    CU_ASSERT_PTR_NOT_NULL(strstr(bench_text(&bench, MT401), "21 strengths of clonazepam are approved, at most 20 are compared"));
    bench_close(&bench);
}

/* The mL that a list states are those of its own drug's liquid; a row is not judged on a day of other doses. */
static void test_stated(void)
{
    static TimedDose one[] = {{.time = 3, .mass = {500000}, .volume = {5000000}}};
    static TimedDose two[] = {{.time = 0, .mass = {200000}}, {.time = 3, .mass = {500000}, .volume = {4000000}}};
    static ListRow listed[] = {{.days = 7, .by_time = true, .doses = two, .count = 2, .place = {"rx.xml", 20, "list[1]/row[1]"}},
                               {.days = 7, .by_time = true, .doses = one, .count = 1, .place = {"rx.xml", 21, "list[1]/row[2]"}}};
    static const double strengths[] = {1, 0};
    Bench bench;
    bench_open(&bench);
    bench_formula(&bench, "diazepam-1", strengths)->drug = &bench.drugs[1];
    bench_hold(&bench, 0.7, 7);
    TimedDose dose = {.time = 3, .mass = MG(5)};
    Taking takings[] = {bench.taking, {.drug = &bench.drugs[1], .doses = &dose, .count = 1, .place = bench.taking.place}};
    bench.rx.takings = takings;
    bench.rx.taking_count = 2;
    bench.liquids[1] = (Liquid){.drug = &bench.drugs[1], .strength = PER_ML(1), .syringe = ML(10), .graduation = ML(0.2)};
    bench.rx.liquid_count = 2;
    bench.steps[0] = (Step){.kind = STEP_LIST, .drug = &bench.drugs[0], .rows = listed, .row_count = 2, .place = {"rx.xml", 16, "list[1]"}};
    bench.steps[1] = (Step){.kind = STEP_MAINTAIN, .place = {"rx.xml", 17, "maintain"}};
    bench_run(&bench);
    CU_ASSERT_PTR_NOT_NULL_FATAL(bench.ladder);
    CU_ASSERT_EQUAL(bench_count(&bench, MT418), 1);
    CU_ASSERT_PTR_NOT_NULL(strstr(bench_text(&bench, MT418), "0.5 mg and 4 mL are stated for 2026-12-01"));
    bench_close(&bench);
}

void suite_compound_ladder(void)
{
    CU_pSuite suite = CU_add_suite("compound: ladder", NULL, NULL);
    CU_add_test(suite, "optimal against exhaustive search", test_optimal);
    CU_add_test(suite, "sets that cost the same", test_equal_sets);
    CU_add_test(suite, "whole tapers", test_tapers);
    CU_add_test(suite, "refused with the arithmetic", test_refused);
    CU_add_test(suite, "the ratio of ten is avoided", test_ten_avoided);
    CU_add_test(suite, "reasons in words", test_fits);
    CU_add_test(suite, "what is compared", test_candidates);
    CU_add_test(suite, "volumes stated in a list", test_stated);
}
