/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Plans led by symptoms: each dose for at least its days, and for longer while the patient is not steady
 * (ARITHMETIC.md 1.12).  Dates are given up to the next review only; supply must reach for the slowest course. */
#include <string.h>
#include "microtaper/text.h"
#include "walk.h"

/* The slowest course while it is written: which day of the plan each of its days is, run by run. */
typedef struct {
    Walk *walk;
    const Plan *plan;
    int32_t dated;
    int32_t *from; int32_t days;
    DoseRun *runs; size_t run_count, run_room;
} Slowing;

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

/* Days before the review stay as they are; the dose in force on the day before it, and each later one, may be kept for
 * the longest allowed. */
static int32_t run_length(const Slowing *slowing, int32_t first, int32_t end)
{
    int32_t longest = slowing->walk->rx->longest;
    bool stays = slowing->dated >= slowing->plan->days || end < slowing->dated;
    return stays || end - first > longest ? end - first : longest;
}

/* False when the course grows too long. */
static bool run_write(Slowing *slowing, int32_t first, int32_t end)
{
    int32_t length = run_length(slowing, first, end);
    if (length > PLAN_DAYS_MAX - slowing->days) return false;
    *ARENA_PUSH(slowing->walk->arena, slowing->runs, slowing->run_count, slowing->run_room, DoseRun) =
        (DoseRun){slowing->days, slowing->days + length - 1, first, end - first};
    for (int32_t i = 0; i < length; i++) slowing->from[slowing->days++] = first + i < end ? first + i : end - 1;
    return true;
}

static bool runs_write(Slowing *slowing)
{
    for (int32_t day = 0, end; day < slowing->plan->days; day = end) {
        end = run_end(slowing->walk, day, slowing->plan->days);
        if (!run_write(slowing, day, end)) return false;
    }
    return true;
}

/* The run of a day of the plan itself (fastest), or of the slowest course. */
static size_t run_at(const Slowing *slowing, int32_t day, bool fastest)
{
    size_t run = slowing->run_count - 1;
    while (run > 0 && day < (fastest ? slowing->runs[run].fastest_first : slowing->runs[run].first)) run -= 1;
    return run;
}

/* From the run reached at the slowest (the one before it where a step back is allowed) to the run reached at the fastest. */
static DaySpan reach_of(const Slowing *slowing, int32_t day)
{
    if (day < slowing->dated) return (DaySpan){day, day};
    size_t slow = run_at(slowing, day, false), fast = run_at(slowing, day, true);
    if (slowing->walk->rx->back && slow > 0) slow -= 1;
    return (DaySpan){slowing->runs[slow].first, slowing->runs[fast].last};
}

static Plan *plan_slowest(Walk *walk, const Plan *plan, int32_t dated)
{
    Slowing slowing = {.walk = walk, .plan = plan, .dated = dated};
    slowing.from = ARENA_ARRAY(walk->arena, PLAN_DAYS_MAX, int32_t);
    if (!runs_write(&slowing)) {
        finding_add(walk->findings, MT305, walk->rx->place, "with each dose kept %d days the plan passes %d days",
                    (int)walk->rx->longest, PLAN_DAYS_MAX);
        return NULL;
    }
    Walk slow = *walk;
    slow.lanes = ARENA_ARRAY(walk->arena, walk->lane_count, Lane);
    memcpy(slow.lanes, walk->lanes, walk->lane_count * sizeof *slow.lanes);
    walk_remap(&slow, slowing.from, slowing.days);
    Plan *slowest = walk_plan(&slow);
    slowest->fastest = plan;
    slowest->dated = dated;
    slowest->runs = slowing.runs;
    slowest->run_count = slowing.run_count;
    slowest->reach = ARENA_ARRAY(walk->arena, (size_t)slowest->days, DaySpan);
    for (int32_t day = 0; day < slowest->days; day++) slowest->reach[day] = reach_of(&slowing, day);
    return slowest;
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
    int32_t dated = dated_days(walk, plan);
    plan->slowest = plan_slowest(walk, plan, dated);
    if (!plan->slowest) return false;
    plan->dated = dated;
    finding_add(walk->findings, MT337, walk->rx->place,
                "dates up to the review on %s; the last dose at the earliest on %s, at the latest on %s",
                date_text(walk->arena, walk->rx->review), date_text(walk->arena, date_add(plan->first, plan->days - 1)),
                date_text(walk->arena, date_add(plan->first, plan->slowest->days - 1)));
    return true;
}
