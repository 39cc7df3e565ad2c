/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sets of strengths that serve every day are tried from the smallest on; within a set the days are worked
 * forward, keeping for each pair the cheapest way to have come to it. */
#include "solve.h"

#include <string.h>

typedef uint32_t Set;   /* of strengths */

static int compare(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

int ladder_cost_compare(const LadderCost *a, const LadderCost *b)
{
    int order = compare(a->strengths, b->strengths);
    if (!order) order = compare(a->tens, b->tens);
    if (!order) order = compare(a->strength_changes, b->strength_changes);
    if (!order) order = compare(a->syringe_changes, b->syringe_changes);
    if (!order) order = compare(a->resolution, b->resolution);
    return order;
}

static int set_size(Set set)
{
    int size = 0;
    for (; set; set &= set - 1) size++;
    return size;
}

static bool in_set(Set set, size_t strength)
{
    return set >> strength & 1;
}

static int set_tens(const LadderProblem *problem, Set set)
{
    int tens = 0;
    for (size_t a = 0; a < problem->strengths; a++)
        for (size_t b = a + 1; b < problem->strengths; b++)
            tens += in_set(set, a) && in_set(set, b) && problem->ten[a * problem->strengths + b];
    return tens;
}

/* The strengths that serve each day, equal ones listed once: a set must meet every one of them. */
typedef struct { Set *masks; size_t count; } Needs;

static Set day_mask(const LadderProblem *problem, int32_t day)
{
    Set mask = 0;
    for (size_t pair = 0; pair < problem->pairs; pair++)
        if (problem->serves[(size_t)day * problem->pairs + pair]) mask |= (Set)1 << problem->strength[pair];
    return mask;
}

static Needs needs_make(const LadderProblem *problem, Arena *arena)
{
    Needs needs = {.masks = ARENA_ARRAY(arena, (size_t)problem->days, Set)};
    for (int32_t day = 0; day < problem->days; day++) {
        Set mask = day_mask(problem, day);
        bool known = false;
        for (size_t i = 0; i < needs.count; i++) known |= needs.masks[i] == mask;
        if (!known) needs.masks[needs.count++] = mask;
    }
    return needs;
}

static bool set_serves(const Needs *needs, Set set)
{
    for (size_t i = 0; i < needs->count; i++)
        if (!(needs->masks[i] & set)) return false;
    return true;
}

/* ---------------------------------------------------------------- one set, day by day ---- */

typedef struct {
    const LadderProblem *problem;
    Set set;
    LadderCost *today, *yesterday;   /* [pair]; strengths is -1 where the pair cannot be */
    uint16_t *from;                  /* [day * pairs + pair]: the pair of the day before */
    size_t *way;                     /* [day]: the pair of the set's best way */
} Walk;

static LadderCost step_cost(const LadderProblem *problem, const LadderCost *before, size_t from, size_t to)
{
    LadderCost cost = *before;
    cost.strength_changes += problem->strength[from] != problem->strength[to];
    cost.syringe_changes += problem->syringe[from] != problem->syringe[to];
    cost.resolution += problem->mark[to];
    return cost;
}

static bool may_be(const Walk *walk, int32_t day, size_t pair)
{
    return walk->problem->serves[(size_t)day * walk->problem->pairs + pair] &&
           in_set(walk->set, walk->problem->strength[pair]);
}

static void walk_pair(Walk *walk, int32_t day, size_t pair)
{
    const LadderProblem *problem = walk->problem;
    LadderCost *best = &walk->today[pair];
    best->strengths = -1;
    if (!may_be(walk, day, pair)) return;
    for (size_t from = 0; from < problem->pairs; from++) {
        if (walk->yesterday[from].strengths < 0) continue;
        LadderCost cost = step_cost(problem, &walk->yesterday[from], from, pair);
        if (best->strengths >= 0 && ladder_cost_compare(&cost, best) >= 0) continue;
        *best = cost;
        walk->from[(size_t)day * problem->pairs + pair] = (uint16_t)from;
    }
}

static void walk_start(Walk *walk, int tens)
{
    for (size_t pair = 0; pair < walk->problem->pairs; pair++) {
        walk->today[pair] = (LadderCost){
            .strengths = set_size(walk->set), .tens = tens, .resolution = walk->problem->mark[pair]};
        if (!may_be(walk, 0, pair)) walk->today[pair].strengths = -1;
    }
}

/* The cheapest last pair; a set that serves every day leads to one. */
static size_t walk_end(const Walk *walk)
{
    size_t best = walk->problem->pairs;
    for (size_t pair = 0; pair < walk->problem->pairs; pair++) {
        if (walk->today[pair].strengths < 0) continue;
        if (best == walk->problem->pairs || ladder_cost_compare(&walk->today[pair], &walk->today[best]) < 0)
            best = pair;
    }
    return best;
}

static void walk_back(const Walk *walk, size_t pair)
{
    for (int32_t day = walk->problem->days - 1; day >= 0; day--) {
        walk->way[day] = pair;
        pair = walk->from[(size_t)day * walk->problem->pairs + pair];
    }
}

/* Of two ways that cost the same: whose pairs come first, from the last day backwards. */
static bool way_before(const size_t *a, const size_t *b, int32_t days)
{
    int32_t day = days - 1;
    while (day > 0 && a[day] == b[day]) day--;
    return a[day] < b[day];
}

/* Takes the set's best way when it is better than *cost (strengths 0: none yet). */
static void set_walk(Walk *walk, int tens, size_t *chosen, LadderCost *cost)
{
    int32_t days = walk->problem->days;
    walk_start(walk, tens);
    for (int32_t day = 1; day < days; day++) {
        LadderCost *swap = walk->yesterday;
        walk->yesterday = walk->today;
        walk->today = swap;
        for (size_t pair = 0; pair < walk->problem->pairs; pair++) walk_pair(walk, day, pair);
    }
    size_t last = walk_end(walk);
    walk_back(walk, last);
    int order = cost->strengths > 0 ? ladder_cost_compare(&walk->today[last], cost) : -1;
    if (order > 0 || (order == 0 && !way_before(walk->way, chosen, days))) return;
    *cost = walk->today[last];
    memcpy(chosen, walk->way, (size_t)days * sizeof *chosen);
}

/* Fewest tens among the sets of this size that serve every day; -1 when none does. */
static int least_tens(const LadderProblem *problem, const Needs *needs, int size)
{
    int least = -1;
    for (Set set = 1; set < (Set)1 << problem->strengths; set++) {
        if (set_size(set) != size || !set_serves(needs, set)) continue;
        int tens = set_tens(problem, set);
        if (least < 0 || tens < least) least = tens;
    }
    return least;
}

static bool sets_walk(Walk *walk, const Needs *needs, int size, size_t *chosen, LadderCost *cost)
{
    int tens = least_tens(walk->problem, needs, size);
    if (tens < 0) return false;
    for (Set set = 1; set < (Set)1 << walk->problem->strengths; set++) {
        if (set_size(set) != size || !set_serves(needs, set) || set_tens(walk->problem, set) != tens) continue;
        walk->set = set;
        set_walk(walk, tens, chosen, cost);
    }
    return true;
}

bool ladder_solve(const LadderProblem *problem, size_t *chosen, LadderCost *cost, Arena *arena)
{
    Walk walk = {.problem = problem};
    walk.today = ARENA_ARRAY(arena, problem->pairs, LadderCost);
    walk.yesterday = ARENA_ARRAY(arena, problem->pairs, LadderCost);
    walk.from = ARENA_ARRAY(arena, (size_t)problem->days * problem->pairs, uint16_t);
    walk.way = ARENA_ARRAY(arena, (size_t)problem->days, size_t);
    Needs needs = needs_make(problem, arena);
    *cost = (LadderCost){0};
    for (int size = 1; size <= (int)problem->strengths; size++)
        if (sets_walk(&walk, &needs, size, chosen, cost)) return true;
    return false;
}
