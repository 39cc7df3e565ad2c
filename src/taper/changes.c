/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which days an event bears on itself (ARITHMETIC.md 1.11): what a chart tells of it. */
#include "walk.h"

/* A hold without days lasts until the day of one of these. */
static bool ends_hold(EventKind kind)
{
    return kind != EVENT_MISSED && kind != EVENT_SOURCE_CHANGED;
}

static int32_t open_until(const Plan *plan, const Prescription *rx, size_t at)
{
    for (size_t i = at + 1; i < rx->event_count; i++)
        if (ends_hold(rx->events[i].kind)) return date_between(plan->first, rx->events[i].on) - 1;
    return plan->days - 1;
}

static int32_t last_of(const Plan *plan, const Prescription *rx, size_t at, int32_t first)
{
    const Event *event = &rx->events[at];
    bool kept = event->kind == EVENT_HELD || event->kind == EVENT_MAINTAINED;
    int32_t last = event->days ? first + event->days - 1 : kept ? open_until(plan, rx, at) : first;
    return last < first ? first : last;   /* ended on its own day */
}

void changes_note(Plan *plan, const Prescription *rx, Arena *arena)
{
    plan->changes = ARENA_ARRAY(arena, rx->event_count, PlanChange);
    plan->change_count = rx->event_count;
    for (size_t i = 0; i < rx->event_count; i++) {
        int32_t first = date_between(plan->first, rx->events[i].on);
        plan->changes[i] = (PlanChange){&rx->events[i], first, last_of(plan, rx, i, first)};
    }
}

const PlanChange *plan_kept(const Plan *plan, int32_t day)
{
    for (size_t i = plan->change_count; i-- > 0;) {
        const PlanChange *change = &plan->changes[i];
        EventKind kind = change->event->kind;
        bool keeps = kind == EVENT_HELD || kind == EVENT_REVERSED || kind == EVENT_MAINTAINED || kind == EVENT_MISSED;
        if (keeps && change->first <= day && day <= change->last) return change;
    }
    return NULL;
}
