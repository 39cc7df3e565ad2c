/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lanes: the days of one drug, written one run at a time. */
#include <string.h>
#include "walk.h"

#define LANE_ROOM 128   /* days, doubled as needed */

const char *step_word(StepKind kind)
{
    static const char *const words[] = {
        [STEP_HOLD] = "hold", [STEP_REDUCE] = "reduce", [STEP_LIST] = "list",
        [STEP_CROSS] = "cross", [STEP_STOP] = "stop", [STEP_MAINTAIN] = "maintain",
        [STEP_DIVIDE] = "divide",
    };
    return words[kind];
}

Lane *lane_find(const Walk *walk, const Drug *drug)
{
    for (size_t i = 0; i < walk->lane_count; i++)
        if (walk->lanes[i].drug == drug) return &walk->lanes[i];
    return NULL;
}

bool walk_alive(const Walk *walk)
{
    for (size_t i = 0; i < walk->lane_count; i++)
        if (!walk->lanes[i].ended) return true;
    return false;
}

static Lane *only_alive(const Walk *walk)
{
    Lane *alive = NULL;
    for (size_t i = 0; i < walk->lane_count; i++) {
        if (walk->lanes[i].ended) continue;
        if (alive) return NULL;
        alive = &walk->lanes[i];
    }
    return alive;
}

Lane *lane_of_step(Walk *walk, const Step *step)
{
    Lane *lane = step->drug ? lane_find(walk, step->drug) : only_alive(walk);
    if (lane && !lane->ended) return lane;
    if (lane || !walk_alive(walk))
        finding_add(walk->findings, MT306, step->place, "the %s comes after the last dose of %s", step_word(step->kind),
                    lane ? lane->drug->name : "every drug");
    else if (step->drug)
        finding_add(walk->findings, MT312, step->place, "%s is not taken on day %d of the plan", step->drug->name,
                    (int)walk->day + 1);
    else
        finding_add(walk->findings, MT312, step->place,
                    "more than one drug is taken on day %d of the plan, and the %s does "
                    "not say which it works on", (int)walk->day + 1, step_word(step->kind));
    return NULL;
}

static void lane_room(const Walk *walk, Lane *lane, int32_t days)
{
    if (days <= lane->room) return;
    int32_t room = lane->room ? lane->room : LANE_ROOM;
    while (room < days) room *= 2;
    Mass *target = ARENA_ARRAY(walk->arena, (size_t)room * walk->times, Mass);
    Mass *cuts = ARENA_ARRAY(walk->arena, (size_t)room, Mass);
    if (lane->days) {
        memcpy(target, lane->target, (size_t)lane->days * walk->times * sizeof *target);
        memcpy(cuts, lane->cuts, (size_t)lane->days * sizeof *cuts);
    }
    lane->target = target;
    lane->cuts = cuts;
    lane->room = room;
}

static void lane_append(const Walk *walk, Lane *lane, const Mass *shares, int32_t days)
{
    lane_room(walk, lane, lane->days + days);
    for (int32_t i = 0; i < days; i++, lane->days++) {
        memcpy(&lane->target[(size_t)lane->days * walk->times], shares, walk->times * sizeof *shares);
        lane->cuts[lane->days] = lane->cut;
    }
}

static bool lane_fits(Walk *walk, const Step *step, const Lane *lane, int32_t days)
{
    if (days <= PLAN_DAYS_MAX - lane->days) return true;
    finding_add(walk->findings, MT305, step->place, "the plan passes %d days in this step, at %s of %s a day",
                PLAN_DAYS_MAX, mass_text(walk->arena, lane->total), lane->drug->name);
    return false;
}

bool lane_write(Walk *walk, const Step *step, Lane *lane, Mass total, int32_t days)
{
    if (!lane_fits(walk, step, lane, days)) return false;
    Mass shares[TIMES_MAX];
    plan_split(total, lane->weights, walk->times, shares);
    lane->total = total;
    lane_append(walk, lane, shares, days);
    return true;
}

bool lane_write_doses(Walk *walk, const Step *step, Lane *lane, const Mass *doses, int32_t days)
{
    if (!lane_fits(walk, step, lane, days)) return false;
    lane->total = (Mass){0};
    for (size_t i = 0; i < walk->times; i++) {
        lane->weights[i] = doses[i];
        lane->total = mass_add(lane->total, doses[i]);
    }
    lane_places(walk, lane);
    lane_append(walk, lane, doses, days);
    return true;
}

static int32_t walk_longest(const Walk *walk)
{
    int32_t longest = 0;
    for (size_t i = 0; i < walk->lane_count; i++)
        if (walk->lanes[i].days > longest) longest = walk->lanes[i].days;
    return longest;
}

void lanes_level(Walk *walk, const Step *step)
{
    walk->day = walk_longest(walk);
    for (size_t i = 0; i < walk->lane_count; i++) {
        Lane *lane = &walk->lanes[i];
        (void)lane_write(walk, step, lane, lane->total, walk->day - lane->days);   /* the longest has been judged */
    }
}

void lane_end(Lane *lane)
{
    lane->total = (Mass){0};
    lane->cut = (Mass){0};
    lane->ended = true;
}

static int next_place(const Walk *walk, const Lane *lane)
{
    int next = 0;
    for (size_t i = 0; i < walk->times; i++)
        if (lane->order[i] >= next) next = lane->order[i] + 1;
    return next;
}

static void places_of_day(const Walk *walk, Lane *lane)
{
    int next = 0;
    for (size_t i = 0; i < walk->times; i++)
        if (lane->weights[i].ng > 0 || lane->order[i] >= 0) lane->order[i] = next++;
}

void lane_places(const Walk *walk, Lane *lane)
{
    if (!lane->order_stated) {
        places_of_day(walk, lane);
        return;
    }
    for (size_t i = 0; i < walk->times; i++)
        if (lane->weights[i].ng > 0 && lane->order[i] < 0) lane->order[i] = next_place(walk, lane);
}

Lane *lane_begin(Walk *walk, const Step *step, const Drug *drug)
{
    Lane *lane = lane_find(walk, drug);
    if (lane) {
        lane->ended = false;
        return lane;
    }
    lane = &walk->lanes[walk->lane_count++];
    *lane = (Lane){.drug = drug};
    for (size_t i = 0; i < TIMES_MAX; i++) lane->order[i] = -1;
    (void)lane_write(walk, step, lane, (Mass){0}, walk->day);   /* as many days as the others have */
    return lane;
}

/* The stated times first; behind them, in the order of the day, every other time the drug is or was taken at: each has
 * its place already. */
static void order_state(const Walk *walk, const Step *step, Lane *lane)
{
    int known[TIMES_MAX];
    memcpy(known, lane->order, sizeof known);
    for (size_t i = 0; i < walk->times; i++) lane->order[i] = -1;
    for (size_t i = 0; i < step->order_count; i++) lane->order[step->order[i]] = (int)i;
    for (size_t i = 0; i < walk->times; i++)
        if (lane->order[i] < 0 && known[i] >= 0) lane->order[i] = next_place(walk, lane);
    lane->order_stated = true;
}

/* Whether a step's order, or the part of it that it names, is the one stated before. */
static bool order_agrees(const Step *step, const Lane *lane)
{
    for (size_t i = 1; i < step->order_count; i++)
        if (lane->order[step->order[i - 1]] > lane->order[step->order[i]]) return false;
    return true;
}

bool lane_order(Walk *walk, const Step *step, Lane *lane)
{
    if (step->order_count == 0) return true;
    if (!lane->order_stated) {
        order_state(walk, step, lane);
        return true;
    }
    if (order_agrees(step, lane)) return true;
    finding_add(walk->findings, MT319, step->place, "an earlier step states another order of the times of day for %s",
                lane->drug->name);
    return false;
}

void stretch_note(Walk *walk, Stretch stretch)
{
    stretch.last = walk_longest(walk) - 1;
    if (stretch.last < stretch.first) return;
    *ARENA_PUSH(walk->arena, walk->stretches, walk->stretch_count, walk->stretch_room, Stretch) = stretch;
}
