/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fills: make-on dates first, then the days each covers (ARITHMETIC.md 4.1 - 4.3). */
#include "bottles.h"
#include "formula.h"
#include "marks.h"
#include "orders.h"
#include "replace.h"

typedef struct {
    const Prescription *rx;
    const Shop *shop;
    const Schedule *schedule;
    Arena *arena;
    Findings *findings;
    Fill *items;
    size_t count, capacity;
} Filling;

static Date open_day(const Filling *job, Date date)
{
    /* A shop closed every day of a year would be a mistake in its file; the search ends there. */
    for (int back = 0; back < 366 && shop_closed(job->shop, date); back++) date = date_add(date, -1);
    return date;
}

static Date make_on(const Filling *job, int32_t first)
{
    return open_day(job, date_add(job->schedule->plan->first, first - job->shop->ahead_days));
}

/* Whether the rung is dosed on a day first..last. */
static bool rung_dosed(const Filling *job, const Rung *rung, int32_t first, int32_t last)
{
    const Plan *plan = job->schedule->plan;
    if (first < rung->first) first = rung->first;
    if (last > rung->last) last = rung->last;
    for (int32_t day = first; day <= last; day++)
        for (size_t time = 0; time < plan->times; time++)
            if (schedule_marks(job->schedule, rung->drug, day, time) > 0) return true;
    return false;
}

/* The earliest discard date of the formulas dosed on days first..last; of one drug, or of all (drug < 0).  Where none
 * is dosed nothing is made that could be kept too long: the longest plan. */
static Date discard_of(const Filling *job, Date made_on, int32_t first, int32_t last, int drug)
{
    Date earliest = date_add(made_on, PLAN_DAYS_MAX);
    const Ladder *ladder = job->schedule->ladder;
    for (size_t i = 0; i < ladder->count; i++) {
        const Rung *rung = &ladder->items[i];
        if ((drug >= 0 && rung->drug != (size_t)drug) || !rung_dosed(job, rung, first, last)) continue;
        const char *rule;
        earliest = date_min(earliest, bud_date(rung->formula, job->shop, made_on, &rule, job->arena));
    }
    return earliest;
}

/* 4.2: what counts is dosed on some day of the supply, whether or not the fill reaches it. */
static Date discard_of_fill(const Filling *job, const Fill *fill)
{
    return discard_of(job, fill->made_on, fill->first, fill->first + job->shop->supply_days - 1, -1);
}

/* Without a date nobody knows the day of a new strength or syringe: it begins with a fill of its own. */
static int32_t before_new_rung(const Filling *job, int32_t first, int32_t last)
{
    const Plan *plan = job->schedule->plan;
    for (int32_t day = first + 1 > plan->dated ? first + 1 : plan->dated; day <= last; day++)
        for (size_t drug = 0; drug < plan->drug_count; drug++) {
            const Rung *rung = ladder_rung(job->schedule->ladder, drug, day);
            if (rung && rung->first == day) return day - 1;
        }
    return last;
}

/* 4.3: the last day and the reserve.  False when not even the first day is covered. */
static bool fill_length(const Filling *job, Fill *fill)
{
    const Plan *plan = job->schedule->plan;
    int32_t supplied = fill->first + job->shop->supply_days - 1, end = plan->days - 1;
    int32_t keeps = date_between(plan->first, discard_of_fill(job, fill));
    fill->reserve_days = plan->ends_by_stop && end <= supplied && end <= keeps ? 0 : job->shop->reserve_days;
    fill->last = keeps - fill->reserve_days;
    if (fill->last > supplied) fill->last = supplied;
    if (fill->last > end) fill->last = end;
    fill->last = before_new_rung(job, fill->first, fill->last);
    return fill->last >= fill->first;
}

static void fill_dates(const Filling *job, Fill *fill)
{
    size_t drugs = job->schedule->plan->drug_count;
    fill->discard_after = discard_of_fill(job, fill);
    fill->discard_by_drug = ARENA_ARRAY(job->arena, drugs, Date);
    for (size_t drug = 0; drug < drugs; drug++)
        fill->discard_by_drug[drug] = discard_of(job, fill->made_on, fill->first, fill->last, (int)drug);
}

static bool fill_refuse(const Filling *job, const Fill *fill)
{
    Arena *arena = job->arena;
    finding_add(job->findings, MT511, job->rx->place,
                "fill %d, made on %s for %s on: discard after %s leaves no day with %d days in reserve", fill->number,
                date_text(arena, fill->made_on), day_text(arena, job->schedule->plan, fill->first),
                date_text(arena, discard_of_fill(job, fill)), job->shop->reserve_days);
    return false;
}

/* "Call the pharmacy by": while the reserve still lasts, before the next fill is made, on a day somebody
 * answers. */
static Date call_by(const Filling *job, const Fill *fill, const Fill *next)
{
    Date date = date_add(job->schedule->plan->first, fill->last - fill->reserve_days);
    if (next) date = date_min(date, next->made_on);
    date = open_day(job, date);
    Date first = date_add(job->schedule->plan->first, fill->first);
    return date_before(date, first) ? first : date;
}

static void calls_set(Filling *job)
{
    for (size_t i = 0; i < job->count; i++) {
        Fill *fill = &job->items[i];
        fill->last_fill = i + 1 == job->count;
        fill->call_by = call_by(job, fill, fill->last_fill ? NULL : &job->items[i + 1]);
    }
}

static void replacements_set(Filling *job, const Fills *fills)
{
    bottles_replace(fills, job->rx, job->shop, job->schedule, job->arena, job->findings);
    for (size_t i = 0; i < fills->count; i++)
        for (size_t a = 0; a < fills->items[i].again_count; a++) fill_dates(job, &fills->items[i].again[a]);
}

static bool fill_next(Filling *job, int32_t first)
{
    Fill fill = {.number = (int)job->count + 1, .first = first, .made_on = make_on(job, first)};
    if (!fill_length(job, &fill)) return fill_refuse(job, &fill);
    fill_dates(job, &fill);
    bool fine = bottles_make(&fill, job->rx, job->shop, job->schedule, job->arena, job->findings);
    *ARENA_PUSH(job->arena, job->items, job->count, job->capacity, Fill) = fill;
    return fine;
}

Fills *fills_forecast(const Prescription *rx, const Shop *shop, const Tables *tables, const Schedule *schedule,
                      Arena *arena, Findings *findings)
{
    (void)tables;
    Filling job = {.rx = rx, .shop = shop, .schedule = schedule, .arena = arena, .findings = findings};
    for (int32_t day = 0; day < schedule->plan->days; day = job.items[job.count - 1].last + 1)
        if (!fill_next(&job, day)) return NULL;
    calls_set(&job);
    Fills *fills = ARENA_NEW(arena, Fills);
    *fills = (Fills){job.items, job.count};
    replacements_set(&job, fills);
    orders_forecast(fills, rx, schedule, arena, findings);
    tablets_judge(rx, schedule->plan, arena, findings);
    return fills;
}

/* ---------------------------------------------------------------- a fill as made ---- */

static void made_judge(const Filling *job, const Fill *fill)
{
    Arena *arena = job->arena;
    const Plan *plan = job->schedule->plan;
    Date first = date_add(plan->first, fill->first), last = date_add(plan->first, fill->last);
    const char *made = date_text(arena, fill->made_on), *discard = date_text(arena, fill->discard_after);
    Place place = job->rx->place;
    if (date_before(fill->discard_after, last))
        finding_add(job->findings, MT513, place,
                    "fill %d, made on %s, is discarded after %s, but is for days to %s", fill->number, made,
                    discard, date_text(arena, last));
    else if (date_before(fill->discard_after, date_add(last, fill->reserve_days)))
        finding_add(
            job->findings, MT514, place,
            "fill %d, made on %s, is discarded after %s: of %d reserve days after %s only %d are left",
            fill->number, made, discard, fill->reserve_days, date_text(arena, last),
            date_between(last, fill->discard_after));
    if (date_before(first, fill->made_on))
        finding_add(job->findings, MT515, place, "fill %d is made on %s, %d days after its first day, %s",
                    fill->number, made, date_between(first, fill->made_on), date_text(arena, first));
    if (shop_closed(job->shop, fill->made_on))
        finding_add(job->findings, MT516, place, "fill %d is made on %s, when the shop is closed", fill->number, made);
}

/* Past the review only the prescriber knows at which dose the patient stands. */
static void review_judge(const Filling *job, const Fill *fill)
{
    const Plan *plan = job->schedule->plan;
    if (!plan->fastest || fill->first < plan->dated) return;
    finding_add(job->findings, MT519, job->rx->place,
                "fill %d begins on %s, the review is on %s: revision %d does not say what was decided there", fill->number,
                day_text(job->arena, plan, fill->first), date_text(job->arena, job->rx->review), (int)job->rx->revision);
}

/* A later fill made more than the reserve days before its forecast: what is at home should still last.  A replacement is of
 * the day on which the loss was reported, or later. */
static void early_judge(const Filling *job, const Fill *forecast, Date made_on)
{
    Arena *arena = job->arena;
    int32_t early = date_between(made_on, forecast->made_on);
    const Replaced *lost = fill_replaces(forecast);
    if (lost && early > 0)
        finding_add(job->findings, MT537, lost->place, "bottle %s is made on %s; that bottle %s was lost was reported on %s",
                    forecast->bottles[0].letter, date_text(arena, made_on), lost->bottle, date_text(arena, lost->on));
    if (lost) return;
    if (forecast->number == 1 || early <= job->shop->reserve_days) return;
    finding_add(job->findings, MT518, job->rx->place,
                "fill %d is made on %s, %d days before the %s forecast; fill %d lasts to %s",
                forecast->number, date_text(arena, made_on), early, date_text(arena, forecast->made_on),
                forecast->number - 1, day_text(arena, job->schedule->plan, forecast->first - 1));
}

/* Every formula of the fill must have its approval in force. */
static void approvals_judge(const Filling *job, const Fill *fill)
{
    for (size_t i = 0; i < fill->bottle_count; i++) {
        const Rung *rung = fill->bottles[i].rung;
        if (i > 0 && fill->bottles[i - 1].rung->formula == rung->formula) continue;
        approval_judge(rung->formula, job->shop, rung->place, job->arena, job->findings);
    }
}

Fill *fill_made(const Fills *fills, int number, Date made_on, const Prescription *rx, const Shop *shop,
                const Tables *tables, const Schedule *schedule, Arena *arena, Findings *findings)
{
    if (number < 1 || (size_t)number > fills->count) {
        finding_add(findings, MT517, rx->place, "fill %d is asked for, the plan has %zu", number, fills->count);
        return NULL;
    }
    Filling job = {.rx = rx, .shop = shop, .schedule = schedule, .arena = arena, .findings = findings};
    const Fill *forecast = &fills->items[number - 1];
    if (forecast->again_count) forecast = &forecast->again[forecast->again_count - 1];
    Fill *fill = ARENA_NEW(arena, Fill);
    *fill = *forecast;
    fill->made_on = made_on;
    fill_dates(&job, fill);
    if (!plan_only_diazepam(schedule->plan))
        fill->in_diazepam = plan_in_diazepam(schedule->plan, tables, fill->first, fill->last, arena);
    made_judge(&job, fill);
    early_judge(&job, forecast, made_on);
    review_judge(&job, fill);
    orders_made(fills, fill, rx, schedule, arena, findings);
    approvals_judge(&job, fill);
    return fill;
}
