/* SPDX-License-Identifier: GPL-3.0-or-later */
/* plan_make: the steps worked off in order, each by its own function (ARITHMETIC.md 1). */
#include <string.h>
#include "walk.h"

/* ---- the start ---- */

static bool lane_start(Walk *walk, const Taking *taking, Lane *lane)
{
    *lane = (Lane){.drug = taking->drug};
    for (size_t i = 0; i < TIMES_MAX; i++) lane->order[i] = -1;
    for (size_t i = 0; i < taking->count; i++) {
        Mass *weight = &lane->weights[taking->doses[i].time];
        *weight = mass_add(*weight, taking->doses[i].mass);
        lane->total = mass_add(lane->total, taking->doses[i].mass);
    }
    lane->original = lane->total;
    memcpy(lane->taken, lane->weights, sizeof lane->taken);
    lane_places(walk, lane);
    if (lane->total.ng > 0) return true;
    finding_add(walk->findings, MT317, taking->place, "no dose of %s is being taken", taking->drug->name);
    return false;
}

static bool walk_start(Walk *walk)
{
    const Prescription *rx = walk->rx;
    bool good = true;
    walk->times = walk->shop->time_count;
    /* Every crossover can bring one more drug. */
    walk->lanes = ARENA_ARRAY(walk->arena, rx->taking_count + rx->step_count, Lane);
    for (size_t i = 0; i < rx->taking_count; i++) {
        const Taking *taking = &rx->takings[i];
        if (lane_find(walk, taking->drug)) {
            finding_add(walk->findings, MT317, taking->place, "%s is listed twice as taken", taking->drug->name);
            good = false;
        } else good = lane_start(walk, taking, &walk->lanes[walk->lane_count++]) && good;
    }
    return good;
}

/* ---- the steps ---- */

typedef bool (*StepWork)(Walk *walk, const Step *step);
static const StepWork step_works[] = {
    [STEP_HOLD] = step_hold, [STEP_REDUCE] = step_reduce, [STEP_LIST] = step_list,
    [STEP_CROSS] = step_cross, [STEP_STOP] = step_stop, [STEP_MAINTAIN] = step_maintain,
    [STEP_DIVIDE] = step_divide,
};

typedef bool (*StepCheck)(Walk *walk, const Step *step);
static const StepCheck step_checks[] = {
    [STEP_REDUCE] = reduce_check, [STEP_CROSS] = cross_check, [STEP_LIST] = cross_check,
    [STEP_DIVIDE] = divide_check,
};

static bool walk_check(Walk *walk)
{
    bool good = true;
    for (size_t i = 0; i < walk->rx->step_count; i++) {
        const Step *step = &walk->rx->steps[i];
        if (step_checks[step->kind]) good = step_checks[step->kind](walk, step) && good;
    }
    return good;
}

static bool walk_steps(Walk *walk)
{
    for (size_t i = 0; i < walk->rx->step_count; i++) {
        const Step *step = &walk->rx->steps[i];
        if (walk->maintains) {
            finding_add(walk->findings, MT306, step->place, "the %s comes after a maintain, which has no end",
                        step_word(step->kind));
            return false;
        }
        if (!step_works[step->kind](walk, step)) return false;
        lanes_level(walk, step);
        if (step->kind != STEP_REDUCE) walk->zeroed = NULL;
    }
    return true;
}

/* ---- the plan ---- */

static DrugDays lane_days(const Walk *walk, const Lane *lane)
{
    DrugDays days = {.drug = lane->drug, .target = lane->target, .cut = lane->cuts, .original = lane->original};
    days.order = ARENA_ARRAY(walk->arena, walk->times, int);
    for (size_t i = 0; i < walk->times; i++) days.order[i] = lane->order[i];
    return days;
}

static bool day_has_dose(const Plan *plan, int32_t day)
{
    for (size_t i = 0; i < plan->drug_count; i++)
        if (plan_total(plan, i, day).ng > 0) return true;
    return false;
}

Plan *walk_plan(const Walk *walk)
{
    Plan *plan = ARENA_NEW(walk->arena, Plan);
    *plan = (Plan){.first = walk->rx->starts, .days = walk->day, .times = walk->times, .drug_count = walk->lane_count,
                   .stretches = walk->stretches, .stretch_count = walk->stretch_count,
                   .ends_by_stop = !walk_alive(walk), .maintains = walk->maintains};
    plan->drugs = ARENA_ARRAY(walk->arena, walk->lane_count, DrugDays);
    for (size_t i = 0; i < walk->lane_count; i++) plan->drugs[i] = lane_days(walk, &walk->lanes[i]);
    plan_link(plan, walk->crossings, walk->crossing_count);
    while (plan->days > 0 && !day_has_dose(plan, plan->days - 1)) plan->days -= 1;
    changes_note(plan, walk->rx, walk->arena);
    plan->dated = plan->days;
    for (size_t i = 0; i < plan->stretch_count; i++) plan->cuts += plan->stretches[i].cuts;
    return plan;
}

static void judge_end(const Walk *walk, const Plan *plan)
{
    if (plan->maintains) return;
    for (size_t i = 0; i < walk->lane_count; i++) {
        const Lane *lane = &walk->lanes[i];
        if (!lane->ended)
            finding_add(walk->findings, MT310, walk->rx->place,
                        "the plan ends at %s of %s a day on %s: neither stop nor maintain",
                        mass_text(walk->arena, lane->total), lane->drug->name,
                        date_text(walk->arena, date_add(plan->first, plan->days - 1)));
    }
}

Plan *plan_make(const Prescription *rx, const Shop *shop, const Tables *tables, Arena *arena, Findings *findings)
{
    Walk walk = {.rx = rx, .shop = shop, .tables = tables, .arena = arena, .findings = findings};
    bool started = walk_start(&walk), checked = walk_check(&walk);
    if (!started || !checked || !walk_steps(&walk) || !events_apply(&walk)) return NULL;
    Plan *plan = walk_plan(&walk);
    if (plan->days == 0) {
        finding_add(findings, MT308, rx->place, "the taper has no day with a dose%s",
                    plan->maintains ? ": say for how many days the dose is to be made (hold, or maintain for)" : "");
        return NULL;
    }
    if (!symptoms_apply(&walk, plan)) return NULL;
    judge_end(&walk, plan);
    plan_pace(plan, rx, &tables->limits, arena, findings);
    return plan;
}

Mass plan_total(const Plan *plan, size_t drug, int32_t day)
{
    Mass total = {0};
    for (size_t i = 0; i < plan->times; i++) total = mass_add(total, plan_target(plan, drug, day, i));
    return total;
}
