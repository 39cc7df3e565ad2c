/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cross: one drug exchanged for another, portion by portion, time by time (ARITHMETIC.md 1.7).
 *
 * A ratio between two drugs is never looked up: the prescription states it and names its table, and what the tables
 * say is set beside it. */
#include "microtaper/text.h"
#include "walk.h"

/* ---- the stated ratio against the tables ---- */

/* What a table allows for one ng of `from`: low .. high of `to`, as a fraction each. */
typedef struct { int64_t low_to, low_from, high_to, high_from; } Allowed;

static bool table_allows(const Equivalence *table, const Drug *from, const Drug *to, Allowed *out)
{
    bool has_from = false, has_to = false;
    for (size_t i = 0; i < table->count; i++) {
        if (table->rows[i].drug == from) {
            out->low_from = table->rows[i].high.ng;
            out->high_from = table->rows[i].low.ng;
            has_from = true;
        }
        if (table->rows[i].drug == to) {
            out->low_to = table->rows[i].low.ng;
            out->high_to = table->rows[i].high.ng;
            has_to = true;
        }
    }
    return has_from && has_to;
}

/* a / b < c / d */
static bool less(int64_t a, int64_t b, int64_t c, int64_t d)
{
    return (Wide)a * d < (Wide)c * b;
}

static const char *range_text(Arena *arena, Mass from, const Allowed *allowed)
{
    const char *low = mass_text(arena, (Mass){muldiv_half_even(from.ng, allowed->low_to, allowed->low_from)});
    const char *high = mass_text(arena, (Mass){muldiv_half_even(from.ng, allowed->high_to, allowed->high_from)});
    return text_equal(low, high) ? low : arena_format(arena, "%s to %s", low, high);
}

static void judge_named_table(Walk *walk, const Step *step, const Drug *from)
{
    const Equivalence *table = step->table ? equivalence_find(walk->tables, step->table) : NULL;
    Allowed allowed;
    if (!table || !table_allows(table, from, step->to, &allowed)) {
        finding_add(walk->findings, MT321, step->place, "the ratio %s of %s to %s of %s cannot be compared: table \"%s\" %s",
                    mass_text(walk->arena, step->ratio.from), from->name, mass_text(walk->arena, step->ratio.to), step->to->name,
                    step->table ? step->table : "", table ? "does not list both drugs" : "is not known");
        return;
    }
    bool below = less(step->ratio.to.ng, step->ratio.from.ng, allowed.low_to, allowed.low_from);
    bool above = less(allowed.high_to, allowed.high_from, step->ratio.to.ng, step->ratio.from.ng);
    if (below || above)
        finding_add(walk->findings, MT320, step->place, "%s of %s is stated as %s of %s; %s says %s",
                    mass_text(walk->arena, step->ratio.from), from->name, mass_text(walk->arena, step->ratio.to), step->to->name,
                    table->name, range_text(walk->arena, step->ratio.from, &allowed));
}

/* The tables' lowest and highest, two-fold apart or more, are always shown. */
static void judge_tables(Walk *walk, const Step *step, const Drug *from)
{
    const Equivalence *low = NULL, *high = NULL;
    Allowed least = {0}, most = {0};
    for (size_t i = 0; i < walk->tables->equivalence_count; i++) {
        const Equivalence *table = &walk->tables->equivalences[i];
        Allowed allowed;
        if (!table_allows(table, from, step->to, &allowed)) continue;
        if (!low || less(allowed.low_to, allowed.low_from, least.low_to, least.low_from)) low = table, least = allowed;
        if (!high || less(most.high_to, most.high_from, allowed.high_to, allowed.high_from)) high = table, most = allowed;
    }
    if (!low || less(most.high_to, most.high_from, 2 * least.low_to, least.low_from)) return;
    Mass unit = step->ratio.from;
    finding_add(walk->findings, MT322, step->place, "for %s of %s the tables give from %s (%s) to %s (%s) of %s",
                mass_text(walk->arena, unit), from->name,
                mass_text(walk->arena, (Mass){muldiv_half_even(unit.ng, least.low_to, least.low_from)}), low->name,
                mass_text(walk->arena, (Mass){muldiv_half_even(unit.ng, most.high_to, most.high_from)}), high->name, step->to->name);
}

/* ---- the exchange ---- */

typedef struct {
    const Step *step;
    Lane *from, *to;
    Mass from_start[TIMES_MAX], to_start[TIMES_MAX];   /* doses where the step begins */
    int32_t moved[TIMES_MAX];                          /* portions exchanged so far */
    int32_t exchanges;
} Exchanging;

/* One time's doses after its k-th portion: X = rhe(w k / P) is exchanged, rhe(X to / from) comes for it. */
static void exchange_time(const Exchanging *now, size_t time, Mass *from, Mass *to)
{
    const Step *step = now->step;
    int64_t gone = wide_half_even((Wide)now->from_start[time].ng * now->moved[time], step->portions);
    from->ng = now->from_start[time].ng - gone;
    to->ng = now->to_start[time].ng + wide_half_even((Wide)gone * step->ratio.to.ng, step->ratio.from.ng);
}

static Mass sum_of(const Mass *doses, size_t times)
{
    Mass sum = {0};
    for (size_t i = 0; i < times; i++) sum = mass_add(sum, doses[i]);
    return sum;
}

static bool exchange_portion(Walk *walk, Exchanging *now, size_t time)
{
    Mass from[TIMES_MAX] = {{0}}, to[TIMES_MAX] = {{0}};
    now->moved[time] += 1;
    now->exchanges += 1;
    for (size_t i = 0; i < walk->times; i++) exchange_time(now, i, &from[i], &to[i]);
    Mass left = sum_of(from, walk->times);
    now->from->cut.ng = now->from->total.ng - left.ng;
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

bool step_cross(Walk *walk, const Step *step)
{
    Exchanging now = {.step = step, .from = lane_of_step(walk, step)};
    if (!now.from) return false;
    if (now.from->drug == step->to) {
        finding_add(walk->findings, MT323, step->place, "%s is exchanged for itself", step->to->name);
        return false;
    }
    judge_named_table(walk, step, now.from->drug);
    judge_tables(walk, step, now.from->drug);
    *ARENA_PUSH(walk->arena, walk->crossings, walk->crossing_count, walk->crossing_room, Crossing) =
        (Crossing){now.from->drug, step->to, step->ratio};
    now.to = lane_begin(walk, step, step->to);
    if (!now.to) return false;
    plan_split(now.from->total, now.from->weights, walk->times, now.from_start);
    plan_split(now.to->total, now.to->weights, walk->times, now.to_start);
    if (!order_fits(walk, &now)) return false;
    int32_t first = now.from->days;
    Mass before = now.from->total;
    if (!exchange_times(walk, &now)) return false;
    exchange_end(walk, &now);
    stretch_note(walk, step, first, now.exchanges, before, now.from->total);
    return true;
}

bool cross_check(Walk *walk, const Step *step)
{
    if (step->to && step->portions > 0 && step->cross_every > 0 && step->ratio.from.ng > 0 && step->ratio.to.ng > 0) return true;
    finding_add(walk->findings, MT323, step->place, "drug, ratio, portions and days of each exchange must all be stated");
    return false;
}
