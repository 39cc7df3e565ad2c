/* SPDX-License-Identifier: GPL-3.0-or-later */
/* plan_make: the steps worked off in order, each by its own function (ARITHMETIC.md 1). */
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
    return good && walk->lane_count > 0;
}

/* ---- the steps ---- */

/* A hold with no drug named holds every drug. */
static bool hold_days(Walk *walk, const Step *step)
{
    Lane *lane = step->drug || !walk_alive(walk) ? lane_of_step(walk, step) : NULL;
    if (!lane && (step->drug || !walk_alive(walk))) return false;
    for (size_t i = 0; !lane; i++)
        if (!walk->lanes[i].ended) lane = &walk->lanes[i];
    int32_t first = lane->days;
    if (!lane_write(walk, step, lane, lane->total, step->days)) return false;
    stretch_note(walk, step, first, 0, lane->total, lane->total);
    return true;
}

static bool step_hold(Walk *walk, const Step *step)
{
    return hold_days(walk, step);
}

static bool step_maintain(Walk *walk, const Step *step)
{
    if (!hold_days(walk, step)) return false;
    walk->maintains = true;
    return true;
}

static void judge_stop_dose(Walk *walk, const Step *step, const Lane *lane)
{
    Mass usual = lane->drug->stop_dose;
    if (usual.ng == 0 || lane->total.ng <= usual.ng) return;
    finding_add(walk->findings, MT311, step->place, "%s stops from %s a day; usual last dose at most %s (%s)", lane->drug->name,
                mass_text(walk->arena, lane->total), mass_text(walk->arena, usual),
                lane->drug->stop_source ? lane->drug->stop_source : "no source stated");
}

/* A stop behind the cut that reached zero says the same once more. */
static bool stop_again(const Walk *walk, const Step *step)
{
    const Lane *lane = step->drug ? lane_find(walk, step->drug) : &walk->lanes[0];
    bool single = step->drug || walk->lane_count == 1;
    return single && lane && lane->ended && step > walk->rx->steps && step[-1].kind == STEP_REDUCE &&
           (step[-1].drug == step->drug || walk->lane_count == 1);
}

static bool step_stop(Walk *walk, const Step *step)
{
    if (stop_again(walk, step)) return true;
    Lane *lane = lane_of_step(walk, step);
    if (!lane) return false;
    judge_stop_dose(walk, step, lane);
    lane_end(lane);
    return true;
}

/* ---- list ---- */

static Mass row_total(const ListRow *row)
{
    if (!row->by_time) return row->total;
    Mass total = {0};
    for (size_t i = 0; i < row->count; i++) total = mass_add(total, row->doses[i].mass);
    return total;
}

/* Adds what is to be said of a row; false when it cannot be followed. */
static bool row_judge(Walk *walk, const ListRow *row, const Lane *lane, Mass total)
{
    if (total.ng == 0) {
        finding_add(walk->findings, MT318, row->place, "a row of 0 mg: end the list and write a stop");
        return false;
    }
    if (total.ng > lane->total.ng)
        finding_add(walk->findings, MT309, row->place, "%s rises from %s to %s a day", lane->drug->name,
                    mass_text(walk->arena, lane->total), mass_text(walk->arena, total));
    return true;
}

static bool row_write(Walk *walk, const Step *step, const ListRow *row, Lane *lane, Mass total)
{
    if (!row->by_time) return lane_write(walk, step, lane, total, row->days);
    Mass doses[TIMES_MAX] = {{0}};
    for (size_t i = 0; i < row->count; i++)
        doses[row->doses[i].time] = mass_add(doses[row->doses[i].time], row->doses[i].mass);
    return lane_write_doses(walk, step, lane, doses, row->days);
}

static bool step_list(Walk *walk, const Step *step)
{
    Lane *lane = lane_of_step(walk, step);
    if (!lane || !lane_order(walk, step, lane)) return false;
    Mass from = lane->total;
    int32_t first = lane->days, cuts = 0;
    for (size_t i = 0; i < step->row_count; i++) {
        Mass total = row_total(&step->rows[i]);
        if (!row_judge(walk, &step->rows[i], lane, total)) return false;
        if (total.ng < lane->total.ng) {
            lane->cut.ng = lane->total.ng - total.ng;
            cuts += 1;
        }
        if (!row_write(walk, step, &step->rows[i], lane, total)) return false;
    }
    stretch_note(walk, step, first, cuts, from, lane->total);
    return true;
}

typedef bool (*StepWork)(Walk *walk, const Step *step);
static const StepWork step_works[] = {
    [STEP_HOLD] = step_hold, [STEP_REDUCE] = step_reduce, [STEP_LIST] = step_list,
    [STEP_CROSS] = step_cross, [STEP_STOP] = step_stop, [STEP_MAINTAIN] = step_maintain,
};

static bool walk_check(Walk *walk)
{
    bool good = true;
    for (size_t i = 0; i < walk->rx->step_count; i++) {
        const Step *step = &walk->rx->steps[i];
        if (step->kind == STEP_REDUCE) good = reduce_check(walk, step) && good;
        if (step->kind == STEP_CROSS) good = cross_check(walk, step) && good;
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
        if (!step_works[step->kind](walk, step) || !lanes_level(walk, step)) return false;
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

static Plan *walk_plan(const Walk *walk)
{
    Plan *plan = ARENA_NEW(walk->arena, Plan);
    *plan = (Plan){.first = walk->rx->starts, .days = walk->day, .times = walk->times, .drug_count = walk->lane_count,
                   .stretches = walk->stretches, .stretch_count = walk->stretch_count,
                   .ends_by_stop = !walk_alive(walk), .maintains = walk->maintains};
    plan->drugs = ARENA_ARRAY(walk->arena, walk->lane_count, DrugDays);
    for (size_t i = 0; i < walk->lane_count; i++) plan->drugs[i] = lane_days(walk, &walk->lanes[i]);
    while (plan->days > 0 && !day_has_dose(plan, plan->days - 1)) plan->days -= 1;
    for (size_t i = 0; i < plan->stretch_count; i++) plan->cuts += plan->stretches[i].cuts;
    return plan;
}

static void judge_end(const Walk *walk, const Plan *plan)
{
    if (plan->ends_by_stop || plan->maintains || plan->drug_count == 0) return;
    for (size_t i = 0; i < walk->lane_count; i++) {
        const Lane *lane = &walk->lanes[i];
        if (!lane->ended)
            finding_add(walk->findings, MT310, walk->rx->place, "the plan ends at %s of %s a day on %s: neither stop nor maintain",
                        mass_text(walk->arena, lane->total), lane->drug->name,
                        date_text(walk->arena, date_add(plan->first, plan->days - 1)));
    }
}

Plan *plan_make(const Prescription *rx, const Shop *shop, const Tables *tables, Arena *arena, Findings *findings)
{
    Walk walk = {.rx = rx, .shop = shop, .tables = tables, .arena = arena, .findings = findings};
    bool started = walk_start(&walk), checked = walk_check(&walk);
    if (!started || !checked || !walk_steps(&walk)) return NULL;
    Plan *plan = walk_plan(&walk);
    if (plan->days == 0) {
        finding_add(findings, MT308, rx->place, "the taper has no day with a dose");
        return NULL;
    }
    plan_link(plan, walk.crossings, walk.crossing_count);
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
