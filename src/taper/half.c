/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The same plan at half the pace (ARITHMETIC.md 3.1): what going slower would cost in days. */
#include <string.h>
#include "walk.h"

static int32_t twice(int32_t days)
{
    return 2 * days;
}

/* Cuts come half as often; what is held is held as before. */
static Step step_slower(const Step *step, Arena *arena)
{
    Step slow = *step;
    slow.per = twice(step->per);
    slow.every = twice(step->every);
    slow.cross_every = twice(step->cross_every);
    slow.bands = ARENA_ARRAY(arena, step->band_count + 1, Band);
    for (size_t i = 0; i < step->band_count; i++) {
        slow.bands[i] = step->bands[i];
        slow.bands[i].every = twice(step->bands[i].every);
    }
    slow.rows = ARENA_ARRAY(arena, step->row_count + 1, ListRow);
    for (size_t i = 0; i < step->row_count; i++) {
        slow.rows[i] = step->rows[i];
        slow.rows[i].days = twice(step->rows[i].days);
    }
    return slow;
}

static void steps_slower(Prescription *rx, Arena *arena)
{
    Step *steps = ARENA_ARRAY(arena, rx->step_count + 1, Step);
    for (size_t i = 0; i < rx->step_count; i++) steps[i] = step_slower(&rx->steps[i], arena);
    rx->steps = steps;
}

/* The pace that the events leave in force. */
static Share pace_in_force(const Prescription *rx)
{
    Share pace = {SHARE_ONE};
    for (size_t i = 0; i < rx->event_count; i++) {
        if (rx->events[i].kind == EVENT_SLOWED) pace = rx->events[i].pace;
        if (rx->events[i].kind == EVENT_RESUMED) pace = (Share){SHARE_ONE};
    }
    return pace;
}

/* What has been taken stays; slowed to half of its pace once the last event's days are over.  False when nothing
 * follows that could be slower. */
static bool events_slower(Prescription *rx, Arena *arena)
{
    const Event *last = &rx->events[rx->event_count - 1];
    if (last->kind == EVENT_STOPPED || last->kind == EVENT_MAINTAINED) return false;
    Event *events = ARENA_ARRAY(arena, rx->event_count + 1, Event);
    memcpy(events, rx->events, rx->event_count * sizeof *events);
    Share half = {(pace_in_force(rx).e8 + 1) / 2};
    events[rx->event_count] = (Event){.kind = EVENT_SLOWED, .on = date_add(last->on, last->days), .by = "", .role = "",
                                      .pace = half, .place = last->place};
    rx->events = events;
    rx->event_count += 1;
    return true;
}

HalfPace plan_half_pace(const Prescription *rx, const Shop *shop, const Tables *tables, Arena *arena)
{
    Prescription slow = *rx;
    Findings unsaid = findings_new(arena);   /* the plan itself has been judged */
    if (rx->led_by == LED_BY_SYMPTOMS) return (HalfPace){HALF_NONE, {0}};
    if (rx->event_count && !events_slower(&slow, arena)) return (HalfPace){HALF_NONE, {0}};
    if (!rx->event_count) steps_slower(&slow, arena);
    Plan *plan = plan_make(&slow, shop, tables, arena, &unsaid);
    if (plan) return (HalfPace){HALF_ENDS, date_add(plan->first, plan->days - 1)};
    for (size_t i = 0; i < unsaid.count; i++)
        if (unsaid.items[i].code == MT305) return (HalfPace){HALF_TOO_LONG, {0}};
    return (HalfPace){HALF_NONE, {0}};
}
