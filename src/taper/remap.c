/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The plan's days taken in another order: repeated, left out, gone back to.  Doses are never computed here. */
#include <string.h>
#include "walk.h"

/* ---- lanes ---- */

/* The doses of a day of the old lane, into room of nothing: it stays so where the day was missed. */
static void lane_day(const Walk *walk, const Lane *lane, int32_t from, Mass *shares)
{
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

static Mass lane_total(const Walk *walk, const Lane *lane, int32_t day)
{
    return day_total(walk, day < 0 ? lane->taken : &lane->target[(size_t)day * walk->times]);
}

static bool day_missed(const Walk *walk, int32_t day)
{
    for (size_t i = 0; i < walk->lane_count; i++)
        if (lane_total(walk, &walk->lanes[i], day).ng > 0) return false;
    return true;
}

/* The last day, up to this one, on which anything was taken; -1 before the first, when `taking` was. */
static int32_t day_taken(const Walk *walk, int32_t day)
{
    while (day >= 0 && day_missed(walk, day)) day -= 1;
    return day;
}

/* What the cuts of a stretch lower: its drug's daily total; in a list of two drugs both, counted as the first. */
static int64_t falling_total(const Walk *walk, const Stretch *stretch, int32_t day)
{
    const Step *step = stretch->step;
    Mass total = lane_total(walk, lane_find(walk, stretch->drug), day);
    if (step->kind != STEP_LIST || !step->to) return total.ng;
    Mass other = lane_total(walk, lane_find(walk, step->to), day);
    return total.ng + muldiv_half_even(other.ng, step->ratio.from.ng, step->ratio.to.ng);
}

/* Cuts of a stretch counted again on its new days; a missed day is none. */
static void stretch_count(const Walk *walk, Stretch *stretch)
{
    stretch->cuts = stretch->to_nothing;
    if (!stretch->drug) return;   /* held, with all others */
    int64_t before = falling_total(walk, stretch, day_taken(walk, stretch->first - 1));
    for (int32_t day = stretch->first; day <= stretch->last; day++) {
        if (day_missed(walk, day)) continue;
        int64_t total = falling_total(walk, stretch, day);
        stretch->cuts += total < before;
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
static bool leaves_nothing(const Walk *old, int32_t from)
{
    const Stretch *stretch = &old->stretches[stretch_of(old, from)];
    return stretch->to_nothing && from == stretch->last;
}

static void stretches_remap(Walk *walk, const int32_t *from, int32_t days)
{
    Walk old = *walk;
    size_t last = SIZE_MAX, index = 0;
    walk->stretches = NULL;
    walk->stretch_count = walk->stretch_room = 0;
    for (int32_t day = 0; day < days; day++) {
        if (from[day] != DAY_MISSED) index = stretch_of(&old, from[day]);
        if (index != last) stretch_begin(walk, &old.stretches[index], day);
        walk->stretches[walk->stretch_count - 1].last = day;
        last = index;
    }
    for (size_t i = 0; i < walk->stretch_count; i++) {
        Stretch *stretch = &walk->stretches[i];
        int32_t end = day_taken(walk, stretch->last);
        bool goes_on = walk->maintains && stretch->last == days - 1;
        stretch->to_nothing = end >= 0 && !goes_on && leaves_nothing(&old, from[end]);
        stretch_count(walk, stretch);
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
