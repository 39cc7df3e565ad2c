/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What must hold of any course that the program worked out, whoever wrote the prescription. */
#include <string.h>
#include "kit.h"

typedef struct {
    const Course *course;
    const Prescription *rx;
    const House *house;
    Findings *findings;
    Arena *arena;
} Check;

/* ---------------------------------------------------------------- plan ---- */
static void plan_laws(const Check *check)
{
    const Plan *plan = check->course->plan;
    LAW(plan->days >= 1 && plan->days <= PLAN_DAYS_MAX && plan->times == check->house->shop->time_count);
    int64_t last = 0;
    for (size_t drug = 0; drug < plan->drug_count; drug++) {
        for (int32_t day = 0; day < plan->days; day++) {
            Mass total = {0};
            for (size_t time = 0; time < plan->times; time++) {
                Mass target = plan_target(plan, drug, day, time);
                LAW(target.ng >= 0);
                total = mass_add(total, target);
            }
            LAW(total.ng == plan_total(plan, drug, day).ng);
        }
        last += plan_total(plan, drug, plan->days - 1).ng;
    }
    LAW(last > 0 || check->rx->event_count > 0);   /* the last day has a dose; days may be missed at the end */
    LAW(plan->steepest.e8 <= SHARE_ONE);
}

/* ---------------------------------------------------------------- marks ---- */
static void mark_laws(const Check *check, size_t drug, int32_t day, size_t time)
{
    const Schedule *schedule = check->course->schedule;
    const Rung *rung = ladder_rung(schedule->ladder, drug, day);
    int64_t marks = schedule_marks(schedule, drug, day, time), target = plan_target(schedule->plan, drug, day, time).ng;
    LAW(marks >= 0);
    if (!rung) {
        LAW(marks == 0 && target == 0);
        return;
    }
    int64_t dose = schedule_dose(schedule, drug, day, time).ng;
    LAW(schedule_volume(schedule, drug, day, time).nl == marks * rung->syringe->graduation.nl);
    LAW(dose == marks * rung->mark.ng);
    LAW(target > 0 || marks == 0);
    LAW(dose < target + rung->mark.ng);             /* never as much as one mark too much */
    LAW(marks > 0 || target == 0 || findings_hold(check->findings, MT415) || findings_hold(check->findings, MT416));
    if (day == 0 || !ladder_rung(schedule->ladder, drug, day - 1)) return;
    if (target <= plan_target(schedule->plan, drug, day - 1, time).ng)
        LAW(dose <= schedule_dose(schedule, drug, day - 1, time).ng);
}

static void schedule_laws(const Check *check)
{
    const Plan *plan = check->course->schedule->plan;
    for (size_t drug = 0; drug < plan->drug_count; drug++)
        for (int32_t day = 0; day < plan->days; day++)
            for (size_t time = 0; time < plan->times; time++) mark_laws(check, drug, day, time);
}

/* ---------------------------------------------------------------- bottles ---- */
/* Led by symptoms a bottle must hold the largest dose within the day's reach that is drawn of its liquid. */
static Volume volume_asked(const Schedule *schedule, const Rung *rung, int32_t day, size_t time)
{
    const Plan *plan = schedule->plan;
    int32_t first = plan->reach ? plan->reach[day].first : day, last = plan->reach ? plan->reach[day].last : day;
    Volume most = {0};
    LAW(first <= day && day <= last && last < plan->days);
    for (int32_t other = first; other <= last; other++) {
        Volume volume = schedule_volume(schedule, rung->drug, other, time);
        if (ladder_rung(schedule->ladder, rung->drug, other) == rung && volume.nl > most.nl) most = volume;
    }
    return most;
}

static void bottle_laws(const Check *check, const Fill *fill, size_t index)
{
    const Bottle *bottle = &fill->bottles[index];
    const Schedule *schedule = check->course->schedule;
    LAW(bottle->first >= fill->first && bottle->last <= fill->last && bottle->first <= bottle->last);
    LAW(bottle->i >= 1 && bottle->i <= bottle->n && !text_empty(bottle->letter));
    for (size_t i = 0; i < index; i++) LAW(!text_equal(fill->bottles[i].letter, bottle->letter));
    Volume doses = {0}, largest = {0};
    for (int32_t day = bottle->first; day <= bottle->last; day++)
        for (size_t time = 0; time < schedule->plan->times; time++) {
            Volume volume = volume_asked(schedule, bottle->rung, day, time);
            doses = volume_add(doses, volume);
            largest = volume.nl > largest.nl ? volume : largest;
        }
    LAW(doses.nl == bottle->doses.nl && largest.nl == bottle->largest.nl);
    LAW(bottle->need.nl == doses.nl + bottle->reserve.nl + bottle->loss.nl);
    LAW(bottle->contents.nl >= bottle->need.nl && bottle->contents.nl < bottle->need.nl + NL_PER_ML);
    LAW(bottle->size && bottle->contents.nl <= bottle->size->capacity.nl);
}

static void day_laws(const Check *check, const Fill *fill, int32_t day)
{
    const Schedule *schedule = check->course->schedule;
    for (size_t drug = 0; drug < schedule->plan->drug_count; drug++) {
        bool drawn = false;
        for (size_t time = 0; time < schedule->plan->times; time++)
            drawn = drawn || schedule_marks(schedule, drug, day, time) > 0;
        size_t holders = 0;
        for (size_t i = 0; i < fill->bottle_count; i++)
            holders += fill->bottles[i].rung->drug == drug && fill->bottles[i].first <= day && day <= fill->bottles[i].last;
        LAW(drawn ? holders == 1 : holders <= 1);
        const Bottle *bottle = fill_bottle(fill, drug, day);
        LAW(!drawn || (bottle && bottle->rung == ladder_rung(schedule->ladder, drug, day)));
    }
}

static void fill_laws(const Check *check)
{
    const Fills *fills = check->course->fills;
    int32_t next = 0;
    for (size_t f = 0; f < fills->count; f++) {
        const Fill *fill = &fills->items[f];
        LAW(fill->number == (int)f + 1 && fill->first == next && fill->last >= fill->first);
        Date last = date_add(check->course->schedule->plan->first, fill->last);
        LAW(!date_before(fill->discard_after, last));
        for (size_t i = 0; i < fill->bottle_count; i++) bottle_laws(check, fill, i);
        for (int32_t day = fill->first; day <= fill->last; day++) day_laws(check, fill, day);
        next = fill->last + 1;
    }
    LAW(next == check->course->schedule->plan->days);
}

static void period_laws(const Check *check)
{
    const Periods *periods = check->course->periods;
    const Schedule *schedule = check->course->schedule;
    int32_t next = 0;
    for (size_t i = 0; i < periods->count; i++) {
        const Period *period = &periods->items[i];
        LAW(period->first == next && period->last >= period->first);
        for (size_t r = 0; r < period->count; r++)
            for (int32_t day = period->first; day <= period->last; day++)
                LAW(schedule_volume(schedule, period->rows[r].drug, day, period->rows[r].time).nl == period->rows[r].volume.nl);
        next = period->last + 1;
    }
    LAW(next == check->course->schedule->plan->days);
}

/* ---------------------------------------------------------------- batch and codes ---- */
static void batch_laws(const Batch *batch)
{
    Volume contents = {0};
    for (size_t i = 0; i < batch->bottle_count; i++) contents = volume_add(contents, batch->bottles[i].bottle->contents);
    Date made_on;
    LAW(contents.nl == batch->contents.nl && batch->need.nl >= contents.nl && batch->volume.nl >= batch->need.nl);
    LAW(lot_date(batch->lot, &made_on) && made_on.day == batch->made_on.day);
    for (size_t i = 0; i < batch->line_count; i++) {
        const BatchLine *line = &batch->lines[i];
        LAW(line->kind != LINE_WEIGH || (line->low.ng <= line->target.ng && line->target.ng <= line->high.ng));
        LAW(line->kind != LINE_QS || line->volume.nl >= 0);
    }
}

static void code_laws(const Check *check, const Fill *fill, const Batch *batch)
{
    for (size_t i = 0; i < batch->bottle_count; i++) {
        const Bottle *bottle = batch->bottles[i].bottle;
        Record record, back;
        const House *house = check->house;
        if (!record_of_bottle(sample_key(), check->rx, house->shop, check->course->schedule, fill, bottle, batch->lot, &record,
                              check->arena, check->findings))
            continue;
        const char *payload = payload_sign(&record, sample_key(), check->arena);
        LAW(payload && payload_open(payload, sample_key(), 1, &back, check->arena) == SEAL_GENUINE);
        Comparison comparison = seal_compare(&back, sample_key(), check->rx, house->shop, house->tables, check->course->schedule,
                                             check->course->fills, fill->made_on, AT_FILL, check->arena);
        LAW_OF(comparison.verdict == VERDICT_MATCH, comparison.words);
        back.largest ^= 1;
        comparison = seal_compare(&back, sample_key(), check->rx, house->shop, house->tables, check->course->schedule,
                                  check->course->fills, fill->made_on, AT_FILL, check->arena);
        LAW_OF(comparison.verdict != VERDICT_MATCH, comparison.words);
    }
}

static void made_laws(const Check *check)
{
    const Course *course = check->course;
    const House *house = check->house;
    size_t count = 0;
    Fill *fill = fill_made(course->fills, 1, course->fills->items[0].made_on, check->rx, house->shop, house->tables,
                           course->schedule, check->arena, check->findings);
    LAW(fill || findings_errors(check->findings) > 0);
    if (!fill) return;
    Batch **batches = fill_batches(check->rx, house->shop, house->tables, fill, &count, check->arena, check->findings);
    LAW(batches || findings_errors(check->findings) > 0);
    for (size_t i = 0; batches && i < count; i++) {
        batch_laws(batches[i]);
        code_laws(check, fill, batches[i]);
    }
}

/* A stage that gave nothing has said why. */
void course_laws(const Course *course, const Prescription *rx, const House *house, Findings *findings, Arena *arena)
{
    Check check = {course, rx, house, findings, arena};
    LAW(course->periods || findings_errors(findings) > 0);
    if (course->plan) plan_laws(&check);
    if (course->schedule) schedule_laws(&check);
    if (course->fills) fill_laws(&check);
    if (course->periods) period_laws(&check);
    if (course->fills) made_laws(&check);
}
