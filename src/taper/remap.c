/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The plan's days taken in another order: repeated, left out, gone back to.  Doses are never computed here. */
#include <string.h>
#include "walk.h"

/* ---- lanes ---- */

static void lane_day(const Walk *walk, const Lane *lane, int32_t from, Mass *shares)
{
    memset(shares, 0, walk->times * sizeof *shares);
    if (from == DAY_TAKING) memcpy(shares, lane->taken, walk->times * sizeof *shares);
    if (from >= 0) memcpy(shares, &lane->target[(size_t)from * walk->times], walk->times * sizeof *shares);
}

static Mass day_total(const Walk *walk, const Mass *shares)
{
    Mass total = {0};
    for (size_t i = 0; i < walk->times; i++) total = mass_add(total, shares[i]);
    return total;
}

static void lane_remap(const Walk *walk, Lane *lane, const int32_t *from, int32_t days)
{
    Lane old = *lane;
    lane->target = ARENA_ARRAY(walk->arena, (size_t)days * walk->times, Mass);
    lane->cuts = ARENA_ARRAY(walk->arena, (size_t)days, Mass);
    lane->days = lane->room = days;
    for (int32_t day = 0; day < days; day++) {
        lane_day(walk, &old, from[day], &lane->target[(size_t)day * walk->times]);
        if (from[day] >= 0) lane->cuts[day] = old.cuts[from[day]];
        else if (from[day] == DAY_MISSED && day > 0) lane->cuts[day] = lane->cuts[day - 1];
    }
}

/* ---- stretches ---- */

/* The stretch of a program day; days before the start belong to the first. */
static size_t stretch_of(const Walk *walk, int32_t from)
{
    size_t i = 0;
    while (from > walk->stretches[i].last) i++;   /* the last ends with the program */
    return i;
}

static Lane *stretch_lane(const Walk *walk, const Stretch *stretch)
{
    return stretch->drug ? lane_find(walk, stretch->drug) : &walk->lanes[0];
}

/* Daily total of a stretch's drug; before the first day, of `taking`. */
static Mass total_on(const Walk *walk, const Stretch *stretch, int32_t day)
{
    const Lane *lane = stretch_lane(walk, stretch);
    return day < 0 ? day_total(walk, lane->taken) : day_total(walk, &lane->target[(size_t)day * walk->times]);
}

/* Cuts and doses of a stretch counted again on its new days. */
static void stretch_count(const Walk *walk, Stretch *stretch)
{
    stretch->cuts = 0;
    stretch->from = total_on(walk, stretch, stretch->first - 1);
    stretch->to = total_on(walk, stretch, stretch->last);
    Mass before = stretch->from;
    for (int32_t day = stretch->first; day <= stretch->last; day++) {
        Mass total = total_on(walk, stretch, day);
        if (total.ng == 0) continue;   /* missed, or ended */
        stretch->cuts += total.ng < before.ng;
        before = total;
    }
}

static void stretch_begin(Walk *walk, const Stretch *like, int32_t first)
{
    Stretch *stretch = ARENA_PUSH(walk->arena, walk->stretches, walk->stretch_count, walk->stretch_room, Stretch);
    *stretch = *like;
    stretch->first = first;
}

/* The cut to nothing has no day of its own: it follows where the plan leaves a stretch on the last of its program days. */
static void stretch_zeroed(Stretch *stretch, const Stretch *old, int32_t from)
{
    if (old->to.ng > 0 || from != old->last || old->step->kind != STEP_REDUCE) return;
    stretch->to = (Mass){0};
    stretch->cuts += 1;
}

static void stretches_remap(Walk *walk, const int32_t *from, int32_t days)
{
    Walk old = *walk;
    size_t last = SIZE_MAX, index = 0;
    walk->stretches = NULL;
    walk->stretch_count = walk->stretch_room = 0;
    for (int32_t day = 0; day < days; day++) {
        if (from[day] != DAY_MISSED || last == SIZE_MAX) index = stretch_of(&old, from[day] < 0 ? 0 : from[day]);
        if (index != last) stretch_begin(walk, &old.stretches[index], day);
        walk->stretches[walk->stretch_count - 1].last = day;
        last = index;
    }
    for (size_t i = 0; i < walk->stretch_count; i++) {
        Stretch *stretch = &walk->stretches[i];
        int32_t end = from[stretch->last];
        bool goes_on = walk->maintains && stretch->last == days - 1;
        stretch_count(walk, stretch);
        if (end >= 0 && !goes_on) stretch_zeroed(stretch, &old.stretches[stretch_of(&old, end)], end);
    }
}

void walk_remap(Walk *walk, const int32_t *from, int32_t days)
{
    for (size_t i = 0; i < walk->lane_count; i++) {
        Lane *lane = &walk->lanes[i];
        lane_remap(walk, lane, from, days);
        lane->total = days ? day_total(walk, &lane->target[(size_t)(days - 1) * walk->times]) : (Mass){0};
    }
    stretches_remap(walk, from, days);
    walk->day = days;
}
