/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Plans led by symptoms: each dose for at least its days, and for longer while the patient is not steady
 * (ARITHMETIC.md 1.12).  Dates are given up to the next review only; supply must reach for the slowest course. */
#include <string.h>
#include "microtaper/text.h"
#include "walk.h"

static bool fault(Walk *walk, const char *text)
{
    finding_add(walk->findings, MT336, walk->rx->place, "%s", text);
    return false;
}

static bool symptoms_stated(Walk *walk)
{
    const Prescription *rx = walk->rx;
    if (text_empty(rx->steady)) return fault(walk, "what counts as steady is not stated");
    if (rx->longest <= 0) return fault(walk, "for how long a dose is kept at most is not stated");
    if (rx->review.day <= rx->starts.day) return fault(walk, "the next review is not after the start");
    return true;
}

static bool same_doses(const Walk *walk, int32_t day, int32_t other)
{
    size_t size = walk->times * sizeof(Mass);
    for (size_t i = 0; i < walk->lane_count; i++) {
        const Mass *target = walk->lanes[i].target;
        if (memcmp(&target[(size_t)day * walk->times], &target[(size_t)other * walk->times], size) != 0) return false;
    }
    return true;
}

/* The first day after `day` with other doses. */
static int32_t run_end(const Walk *walk, int32_t day, int32_t days)
{
    int32_t end = day + 1;
    while (end < days && same_doses(walk, day, end)) end += 1;
    return end;
}

/* Each run of unchanged days, its last day repeated until the run is the longest allowed. */
static int32_t stretch_runs(Walk *walk, const Plan *plan, int32_t *from)
{
    int32_t count = 0;
    for (int32_t day = 0; day < plan->days;) {
        int32_t end = run_end(walk, day, plan->days), length = walk->rx->longest;
        if (end - day > length) length = end - day;
        if (length > PLAN_DAYS_MAX - count) return -1;
        for (int32_t i = 0; i < length; i++) from[count++] = day + i < end ? day + i : end - 1;
        day = end;
    }
    return count;
}

static Plan *plan_slowest(Walk *walk, const Plan *plan)
{
    int32_t *from = ARENA_ARRAY(walk->arena, PLAN_DAYS_MAX, int32_t);
    int32_t days = stretch_runs(walk, plan, from);
    if (days < 0) {
        finding_add(walk->findings, MT305, walk->rx->place, "with each dose kept %d days the plan passes %d days",
                    (int)walk->rx->longest, PLAN_DAYS_MAX);
        return NULL;
    }
    Walk slow = *walk;
    slow.lanes = ARENA_ARRAY(walk->arena, walk->lane_count, Lane);
    memcpy(slow.lanes, walk->lanes, walk->lane_count * sizeof *slow.lanes);
    walk_remap(&slow, from, days);
    return walk_plan(&slow);
}

static int32_t dated_days(const Walk *walk, const Plan *plan)
{
    int32_t days = date_between(plan->first, walk->rx->review);
    return days < plan->days ? days : plan->days;
}

bool symptoms_apply(Walk *walk, Plan *plan)
{
    if (walk->rx->led_by != LED_BY_SYMPTOMS) return true;
    if (!symptoms_stated(walk)) return false;
    plan->slowest = plan_slowest(walk, plan);
    if (!plan->slowest) return false;
    plan->dated = dated_days(walk, plan);
    finding_add(walk->findings, MT337, walk->rx->place,
                "dates up to the review on %s; the last dose at the earliest on %s, at the latest on %s",
                date_text(walk->arena, walk->rx->review), date_text(walk->arena, date_add(plan->first, plan->days - 1)),
                date_text(walk->arena, date_add(plan->first, plan->slowest->days - 1)));
    return true;
}
