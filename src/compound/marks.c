/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "marks.h"
#include "wide.h"

bool mark_mass(Strength strength, Volume graduation, Mass *mark)
{
    Wide product = (Wide)strength.mass.ng * graduation.nl;
    if (strength.volume.nl <= 0 || product % strength.volume.nl != 0) return false;
    Wide ng = product / strength.volume.nl;
    if (ng <= 0 || ng > INT64_MAX) return false;
    mark->ng = (int64_t)ng;
    return true;
}

int32_t marks_nearest(Mass target, Mass mark, int n, int k)
{
    Wide twice_n = 2 * (Wide)n;
    Wide marks = (twice_n * target.ng + (2 * (Wide)k + 1) * mark.ng) / (twice_n * mark.ng);
    return marks > INT32_MAX ? INT32_MAX : (int32_t)marks;
}

/* How many of the drug's times have a target that day, and how many of those fall before `time` does. */
static int place_in_order(const Plan *plan, size_t drug, int32_t day, size_t time, int *n)
{
    const int *order = plan->drugs[drug].order;
    int before = 0;
    *n = 0;
    for (size_t other = 0; other < plan->times; other++) {
        if (plan_target(plan, drug, day, other).ng <= 0) continue;
        ++*n;
        if (order[other] < order[time]) before++;
    }
    return before;
}

void marks_of_day(const Plan *plan, size_t drug, int32_t day, Mass mark, int32_t *out)
{
    for (size_t time = 0; time < plan->times; time++) {
        Mass target = plan_target(plan, drug, day, time);
        int n;
        int k = place_in_order(plan, drug, day, time, &n);
        out[time] = target.ng > 0 ? marks_nearest(target, mark, n, k) : 0;
    }
}

bool drug_days(const Plan *plan, size_t drug, int32_t *first, int32_t *last)
{
    *first = -1;
    for (int32_t day = 0; day < plan->days; day++) {
        if (plan_total(plan, drug, day).ng <= 0) continue;
        if (*first < 0) *first = day;
        *last = day;
    }
    return *first >= 0;
}

const Taking *drug_taking(const Prescription *rx, const Drug *drug)
{
    for (size_t i = 0; i < rx->taking_count; i++)
        if (rx->takings[i].drug == drug) return &rx->takings[i];
    return NULL;
}

const char *pair_text(Arena *arena, Strength strength, const Syringe *syringe)
{
    return arena_format(arena, "%s in the %s syringe (%s marks)", strength_text(arena, strength),
                        volume_text(arena, syringe->capacity), volume_text(arena, syringe->graduation));
}

const char *day_text(Arena *arena, const Plan *plan, int32_t day)
{
    return date_text(arena, date_add(plan->first, day));
}
