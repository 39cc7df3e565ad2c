/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pace: the fall of a daily total over 14 days (ARITHMETIC.md 3).
 *
 * The steepest fortnight of each step is judged, not only that of the plan: a named person who accepts one step's
 * pace has not accepted another's. */
#include "walk.h"

#define FORTNIGHT 14
#define SHARE_PRINTED 10000   /* 0.01 % */

typedef struct { const int64_t *total; int32_t days; int64_t before; } Series;

static int64_t series_at(const Series *series, int32_t day)
{
    return day < 0 ? series->before : series->total[day];
}

/* The fall from day to day + 14; nothing when either end is zero. */
static Fall fall_from(const Series *series, int32_t day)
{
    Fall fall = {.day = day, .from = {series_at(series, day)}, .to = {series_at(series, day + FORTNIGHT)}};
    if (fall.to.ng <= 0 || fall.to.ng >= fall.from.ng) return (Fall){.day = day};
    Wide part = (Wide)(fall.from.ng - fall.to.ng) * (SHARE_ONE / SHARE_PRINTED);
    fall.fall.e8 = wide_half_even(part, fall.from.ng) * SHARE_PRINTED;
    return fall;
}

/* Compared exactly: (from - to) / from. */
static bool steeper(const Fall *a, const Fall *b)
{
    if (b->from.ng == 0) return a->from.ng != 0;
    return (Wide)(a->from.ng - a->to.ng) * b->from.ng > (Wide)(b->from.ng - b->to.ng) * a->from.ng;
}

static bool steeper_than(const Fall *fall, Share limit)
{
    return (Wide)(fall->from.ng - fall->to.ng) * SHARE_ONE > (Wide)fall->from.ng * limit.e8;
}

/* The steepest fall that ends on a day first .. last of the series. */
static Fall steepest_ending(const Series *series, int32_t first, int32_t last)
{
    Fall best = {.day = first - FORTNIGHT};
    for (int32_t end = first; end <= last && end < series->days; end++) {
        Fall fall = fall_from(series, end - FORTNIGHT);
        if (steeper(&fall, &best)) best = fall;
    }
    return best;
}

static void fall_judge(const Fall *fall, const Stretch *stretch, const Plan *plan, const Limits *limits,
                       const char *what, Arena *arena, Findings *findings)
{
    bool most = steeper_than(fall, limits->fall_most);
    if (!most && !steeper_than(fall, limits->fall_usual)) return;
    Share limit = most ? limits->fall_most : limits->fall_usual;
    finding_add(findings, most ? MT301 : MT302, stretch->step->place,
                "the %s falls %s from %s to %s, %s to %s; %s at most %s in 14 days", what,
                share_text(arena, fall->fall), date_text(arena, date_add(plan->first, fall->day)),
                date_text(arena, date_add(plan->first, fall->day + FORTNIGHT)), mass_text(arena, fall->from),
                mass_text(arena, fall->to), most ? "typically" : "usually", share_text(arena, limit));
}

Fall pace_judge(const int64_t *total, int32_t days, int64_t before, const Plan *plan, const Limits *limits,
                const char *what, Arena *arena, Findings *findings)
{
    Series series = {total, days, before};
    for (size_t i = 0; i < plan->stretch_count; i++) {
        const Stretch *stretch = &plan->stretches[i];
        Fall fall = steepest_ending(&series, stretch->first, stretch->last);
        fall_judge(&fall, stretch, plan, limits, what, arena, findings);
    }
    return steepest_ending(&series, 0, days);
}
