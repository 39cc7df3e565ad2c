/* SPDX-License-Identifier: GPL-3.0-or-later */
/* divide: the same daily total at other times of the day: times merged, or more of them (ARITHMETIC.md 1.9). */
#include "walk.h"

bool divide_check(Walk *walk, const Step *step)
{
    bool weighed = true;
    for (size_t i = 0; i < step->order_count; i++)
        weighed = weighed && (!step->weights || step->weights[i] > 0);
    if (step->order_count && weighed) return true;
    finding_add(walk->findings, MT331, step->place, "the times to take it must be stated, each with a weight above 0");
    return false;
}

static void weights_of(const Walk *walk, const Step *step, Mass *weights)
{
    for (size_t i = 0; i < step->order_count; i++) {
        int time = step->order[i];
        weights[time].ng += step->weights ? step->weights[i] : walk->shop->times[time].weight;
    }
}

/* A single dose that rises is never silent, although the day's total stays. */
static void say_rises(Walk *walk, const Step *step, const Lane *lane, const Mass *before, const Mass *after)
{
    for (size_t i = 0; i < walk->times; i++)
        if (after[i].ng > before[i].ng)
            finding_add(walk->findings, MT330, step->place, "%s of %s: from %s to %s at the same daily total",
                        walk->shop->times[i].name, lane->drug->name, mass_text(walk->arena, before[i]),
                        mass_text(walk->arena, after[i]));
}

bool step_divide(Walk *walk, const Step *step)
{
    Lane *lane = lane_of_step(walk, step);
    if (!lane) return false;
    Mass weights[TIMES_MAX] = {{0}}, before[TIMES_MAX], after[TIMES_MAX];
    weights_of(walk, step, weights);
    plan_split(lane->total, lane->weights, walk->times, before);
    plan_split(lane->total, weights, walk->times, after);
    say_rises(walk, step, lane, before, after);
    for (size_t i = 0; i < walk->times; i++) lane->weights[i] = weights[i];
    lane_places(walk, lane);
    int32_t first = lane->days;
    if (!lane_write(walk, step, lane, lane->total, step->days)) return false;
    stretch_note(walk, (Stretch){.first = first, .step = step, .drug = lane->drug});
    return true;
}
