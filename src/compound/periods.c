/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Periods: runs of days on which nothing a patient reads changes. */
#include "microtaper/compound.h"

static const Fill *fill_of(const Fills *fills, int32_t day)
{
    for (size_t i = 0; i < fills->count; i++)
        if (fills->items[i].first <= day && day <= fills->items[i].last) return &fills->items[i];
    return NULL;
}

static bool same_volumes(const Schedule *schedule, size_t drug, int32_t day)
{
    for (size_t time = 0; time < schedule->plan->times; time++)
        if (schedule_marks(schedule, drug, day, time) != schedule_marks(schedule, drug, day - 1, time)) return false;
    return true;
}

static bool taken_on(const Schedule *schedule, size_t drug, int32_t day)
{
    for (size_t time = 0; time < schedule->plan->times; time++)
        if (schedule_marks(schedule, drug, day, time) > 0) return true;
    return false;
}

/* Volume, strength, syringe and bottle of every drug and time are those of the day before; of a drug that is not taken nothing
 * is read, whatever liquid would be in force. */
static bool same_as_before(const Schedule *schedule, const Fills *fills, int32_t day)
{
    const Fill *fill = fill_of(fills, day), *before = fill_of(fills, day - 1);
    if (fill != before || day == schedule->plan->dated) return false;
    for (size_t drug = 0; drug < schedule->plan->drug_count; drug++) {
        if (!same_volumes(schedule, drug, day)) return false;
        if (!taken_on(schedule, drug, day)) continue;
        if (fill && fill_bottle(fill, drug, day) != fill_bottle(fill, drug, day - 1)) return false;
        if (ladder_rung(schedule->ladder, drug, day) != ladder_rung(schedule->ladder, drug, day - 1)) return false;
    }
    return true;
}

static PeriodRow row_make(const Schedule *schedule, const Fills *fills, const Period *period, size_t drug, size_t time)
{
    const Fill *fill = fill_of(fills, period->first);
    return (PeriodRow){
        .drug = drug, .time = time,
        .target_first = plan_target(schedule->plan, drug, period->first, time),
        .target_last = plan_target(schedule->plan, drug, period->last, time),
        .dose = schedule_dose(schedule, drug, period->first, time),
        .volume = schedule_volume(schedule, drug, period->first, time),
        .rung = ladder_rung(schedule->ladder, drug, period->first),
        .bottle = fill ? fill_bottle(fill, drug, period->first) : NULL,
        .fill = fill,
    };
}

static Period period_make(const Schedule *schedule, const Fills *fills, int32_t first, int32_t last, Arena *arena)
{
    const Plan *plan = schedule->plan;
    Period period = {.first = first, .last = last};
    period.rows = ARENA_ARRAY(arena, plan->drug_count * plan->times, PeriodRow);
    for (size_t drug = 0; drug < plan->drug_count; drug++)
        for (size_t time = 0; time < plan->times; time++)
            if (schedule_marks(schedule, drug, first, time) > 0)
                period.rows[period.count++] = row_make(schedule, fills, &period, drug, time);
    return period;
}

Periods *periods_make(const Schedule *schedule, const Fills *fills, Arena *arena)
{
    Periods *periods = ARENA_NEW(arena, Periods);
    size_t capacity = 0;
    int32_t days = schedule->plan->days;
    for (int32_t first = 0; first < days;) {
        int32_t last = first;
        while (last + 1 < days && same_as_before(schedule, fills, last + 1)) last++;
        *ARENA_PUSH(arena, periods->items, periods->count, capacity, Period) =
            period_make(schedule, fills, first, last, arena);
        first = last + 1;
    }
    return periods;
}
