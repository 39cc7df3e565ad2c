/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cross: one drug exchanged for another, portion by portion, time by time (ARITHMETIC.md 1.7). */
#include "walk.h"

#define RATIO_MOST 1000                  /* between drugs, either way; the widest of the tables is 120 */
#define TOTAL_MOST INT64_C(10000000000000)   /* ng: the most that a Mass can be */

typedef struct {
    const Step *step;
    Lane *from, *to;
    Mass from_start[TIMES_MAX], to_start[TIMES_MAX];   /* doses where the step begins */
    int32_t moved[TIMES_MAX];                          /* portions exchanged so far */
    int32_t exchanges;
} Exchanging;

/* One time's doses after its k-th portion: X = rhe(w q k / P) is exchanged, rhe(X g to / from) comes for it. */
static void exchange_time(const Exchanging *now, size_t time, Mass *from, Mass *to)
{
    const Step *step = now->step;
    int64_t moves = step->moves.e8 ? step->moves.e8 : SHARE_ONE, gives = step->gives.e8 ? step->gives.e8 : SHARE_ONE;
    int64_t gone = wide_half_even((Wide)now->from_start[time].ng * moves * now->moved[time],
                                  (Wide)SHARE_ONE * step->portions);
    from->ng = now->from_start[time].ng - gone;
    to->ng = now->to_start[time].ng +
             wide_half_even((Wide)gone * gives * step->ratio.to.ng, (Wide)SHARE_ONE * step->ratio.from.ng);
}

static Mass sum_of(const Mass *doses, size_t times)
{
    Mass sum = {0};
    for (size_t i = 0; i < times; i++) sum = mass_add(sum, doses[i]);
    return sum;
}

static bool exchange_portion(Walk *walk, Exchanging *now, size_t time)
{
    Mass from[TIMES_MAX], to[TIMES_MAX];
    now->moved[time] += 1;
    now->exchanges += 1;
    for (size_t i = 0; i < walk->times; i++) exchange_time(now, i, &from[i], &to[i]);
    Mass left = sum_of(from, walk->times);
    now->from->cut.ng = now->from->total.ng - left.ng;
    if (sum_of(to, walk->times).ng > TOTAL_MOST) {
        finding_add(walk->findings, MT323, now->step->place, "it would bring more than 10 kg of %s a day",
                    now->to->drug->name);
        return false;
    }
    return lane_write_doses(walk, now->step, now->from, from, now->step->cross_every) &&
           lane_write_doses(walk, now->step, now->to, to, now->step->cross_every);
}

/* A time named more than once in the order moves one portion for each naming; otherwise all its portions in a row. */
static bool order_by_portion(const Step *step)
{
    for (size_t i = 0; i < step->order_count; i++)
        for (size_t j = 0; j < i; j++)
            if (step->order[i] == step->order[j]) return true;
    return false;
}

static bool exchange_times(Walk *walk, Exchanging *now)
{
    const Step *step = now->step;
    int32_t each = order_by_portion(step) ? 1 : step->portions;
    size_t count = step->order_count ? step->order_count : walk->times;
    for (size_t i = 0; i < count; i++) {
        size_t time = step->order_count ? (size_t)step->order[i] : i;
        if (now->from_start[time].ng == 0) continue;
        for (int32_t k = 0; k < each; k++)
            if (!exchange_portion(walk, now, time)) return false;
    }
    return true;
}

/* Each time of the order must have a dose to exchange, and no more namings than portions. */
static bool order_fits(Walk *walk, const Exchanging *now)
{
    const Step *step = now->step;
    int32_t named[TIMES_MAX] = {0};
    for (size_t i = 0; i < step->order_count; i++) {
        size_t time = (size_t)step->order[i];
        named[time] += 1;
        if (now->from_start[time].ng > 0 && named[time] <= step->portions) continue;
        finding_add(walk->findings, MT323, step->place, "%s in the order: %s", walk->shop->times[time].name,
                    now->from_start[time].ng ? "named more often than there are portions" : "no dose is taken then");
        return false;
    }
    return true;
}

static void exchange_end(Walk *walk, const Exchanging *now)
{
    Lane *from = now->from, *to = now->to;
    to->original = to->total;
    if (from->total.ng == 0) lane_end(from);
    else
        finding_add(walk->findings, MT324, now->step->place, "%s a day of %s is left after the crossover",
                    mass_text(walk->arena, from->total), from->drug->name);
}

Lane *exchange_begin(Walk *walk, const Step *step, const Drug *from)
{
    if (from == step->to) {
        finding_add(walk->findings, MT323, step->place, "%s is exchanged for itself", step->to->name);
        return NULL;
    }
    ratio_judge(walk, step, from);
    *ARENA_PUSH(walk->arena, walk->crossings, walk->crossing_count, walk->crossing_room, Crossing) =
        (Crossing){from, step->to, step->ratio};
    return lane_begin(walk, step, step->to);
}

bool step_cross(Walk *walk, const Step *step)
{
    Exchanging now = {.step = step, .from = lane_of_step(walk, step)};
    if (!now.from) return false;
    now.to = exchange_begin(walk, step, now.from->drug);
    if (!now.to) return false;
    plan_split(now.from->total, now.from->weights, walk->times, now.from_start);
    plan_split(now.to->total, now.to->weights, walk->times, now.to_start);
    if (!order_fits(walk, &now)) return false;
    int32_t first = now.from->days;
    if (!exchange_times(walk, &now)) return false;
    exchange_end(walk, &now);
    stretch_note(walk, (Stretch){.first = first, .step = step, .drug = now.from->drug, .cuts = now.exchanges});
    return true;
}

static const char *ratio_fault(Exchange ratio)
{
    Wide from = ratio.from.ng, to = ratio.to.ng;
    if (from <= 0 || to <= 0) return "the ratio must be stated";
    return from > to * RATIO_MOST || to > from * RATIO_MOST ? "the ratio is past any two drugs'" : NULL;
}

/* Why a crossover cannot be followed; NULL when it can. */
static const char *cross_fault(const Step *step)
{
    if (step->kind == STEP_LIST) return step->to ? ratio_fault(step->ratio) : NULL;
    if (!step->to || step->portions <= 0 || step->cross_every <= 0)
        return "drug, ratio, portions and days of each exchange must all be stated";
    if (step->moves.e8 > SHARE_ONE || step->gives.e8 > SHARE_ONE)
        return "no more than 100 % of a dose can be moved or given";
    return ratio_fault(step->ratio);
}

bool cross_check(Walk *walk, const Step *step)
{
    const char *fault = cross_fault(step);
    if (fault) finding_add(walk->findings, MT323, step->place, "%s", fault);
    return !fault;
}
