/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chart.h"


static bool taken_on(const Chart *chart, size_t drug, int32_t day)
{
    for (size_t time = 0; time < chart->job->plan->times; time++)
        if (schedule_marks(chart->job->schedule, drug, day, time) > 0) return true;
    return false;
}

/* The drug's last day with a dose before this one, or -1. */
static int32_t day_taken_before(const Chart *chart, size_t drug, int32_t day)
{
    for (int32_t before = day - 1; before >= 0; before--)
        if (taken_on(chart, drug, before)) return before;
    return -1;
}

static void gather_doses(const Chart *chart, ChartDay *day, Arena *arena)
{
    const PaperJob *job = chart->job;
    day->doses = ARENA_ARRAY(arena, job->plan->times * job->plan->drug_count, ChartDose);
    for (size_t time = 0; time < job->plan->times; time++)
        for (size_t drug = 0; drug < job->plan->drug_count; drug++) {
            if (schedule_marks(job->schedule, drug, day->day, time) <= 0) continue;
            day->doses[day->dose_count++] = (ChartDose){
                .drug = drug, .time = time, .volume = schedule_volume(job->schedule, drug, day->day, time),
                .dose = schedule_dose(job->schedule, drug, day->day, time),
                .rung = ladder_rung(job->schedule->ladder, drug, day->day), .bottle = fill_bottle(job->fill, drug, day->day)};
        }
}

static void add_notice(ChartDay *day, Notice notice)
{
    day->notices[day->notice_count++] = notice;
}

/* On days that an event keeps, the steps' own words would be untrue; missed days say "no dose" themselves. */
static void gather_kept(const Chart *chart, ChartDay *day, const PlanChange *kept)
{
    bool told = day->day == kept->first || day->day == chart->job->fill->first;
    if (told && kept->event->kind != EVENT_MISSED) add_notice(day, (Notice){.kind = NOTICE_KEPT, .change = kept});
}

/* A stretch is told on its own first day, and again on the first day of the fill and on the first day after an event. */
static void gather_course(const Chart *chart, ChartDay *day)
{
    const Plan *plan = chart->job->plan;
    const PlanChange *kept = plan_kept(plan, day->day);
    if (kept) {
        gather_kept(chart, day, kept);
        return;
    }
    bool again = day->day == chart->job->fill->first || plan_kept(plan, day->day - 1);
    for (size_t s = 0; s < plan->stretch_count; s++) {
        const Stretch *stretch = &plan->stretches[s];
        bool begins = stretch->first == day->day, goes_on = again && stretch->first < day->day && day->day <= stretch->last;
        if (begins || goes_on) add_notice(day, (Notice){.kind = NOTICE_COURSE, .stretch = stretch});
    }
}

static void gather_drug(const Chart *chart, ChartDay *day, size_t drug)
{
    int32_t before = day_taken_before(chart, drug, day->day);
    const Rung *now = ladder_rung(chart->job->schedule->ladder, drug, day->day);
    if (before < 0) {
        if (day->day > 0) add_notice(day, (Notice){.kind = NOTICE_DRUG, .drug = drug, .now = now});
        return;
    }
    const Rung *old = ladder_rung(chart->job->schedule->ladder, drug, before);
    bool strength = !strength_equal(old->strength, now->strength);
    bool syringe = old->syringe->capacity.nl != now->syringe->capacity.nl ||
                   old->syringe->graduation.nl != now->syringe->graduation.nl;
    if (!strength && !syringe) return;
    add_notice(day, (Notice){.kind = strength ? NOTICE_STRENGTH : NOTICE_SYRINGE,
                             .drug = drug,
                             .before = old,
                             .now = now,
                             .day_before = before});
}

static void gather_notices(const Chart *chart, ChartDay *day, Arena *arena)
{
    const Plan *plan = chart->job->plan;
    day->notices =
        ARENA_ARRAY(arena, 1 + plan->stretch_count + 3 * plan->drug_count + chart->job->fill->use_count, Notice);
    gather_course(chart, day);
    for (size_t drug = 0; drug < plan->drug_count; drug++)
        if (day->day > 0 && taken_on(chart, drug, day->day - 1) && !taken_on(chart, drug, day->day))
            add_notice(day, (Notice){.kind = NOTICE_LAST, .drug = drug});
    for (size_t drug = 0; drug < plan->drug_count; drug++)
        if (taken_on(chart, drug, day->day)) gather_drug(chart, day, drug);
    for (size_t b = 0; b < chart->job->fill->use_count; b++) {
        const Bottle *bottle = &chart->job->fill->uses[b];
        if (bottle->first == day->day)
            add_notice(day, (Notice){.kind = NOTICE_BOTTLE, .drug = bottle->rung->drug, .bottle = bottle});
    }
}

/* True when the fill's bottles hold more than one drug. */
static bool several_drugs(const Fill *fill)
{
    for (size_t b = 1; b < fill->use_count; b++)
        if (fill->uses[b].rung->drug != fill->uses[0].rung->drug) return true;
    return false;
}

static bool same_dose(const ChartDose *a, const ChartDose *b)
{
    return a->drug == b->drug && a->time == b->time && a->volume.nl == b->volume.nl && a->rung == b->rung &&
           a->bottle == b->bottle;
}

/* Nothing is told on the day, and its doses are those of the day before. */
static bool goes_on(const Chart *chart, const ChartDay *before, const ChartDay *day)
{
    if (day->notice_count || day->dose_count != before->dose_count ||
        day->last - before->day >= chart->style->period_most)
        return false;
    for (size_t d = 0; d < day->dose_count; d++)
        if (!same_dose(&before->doses[d], &day->doses[d])) return false;
    return true;
}

/* ------------------------------------------------------------------------------ what is drawn up anew ---- */

/* What was drawn up last at a time of day; none before the chart's first. */
typedef struct { const Syringe *syringe; Volume volume; } Drawn;

/* Keeps what is drawn up now; true when it is another volume than the last, or in another syringe. */
static bool draw_up(Drawn *last, const Syringe *syringe, Volume volume)
{
    bool same = last->syringe && last->volume.nl == volume.nl && last->syringe->capacity.nl == syringe->capacity.nl &&
                last->syringe->graduation.nl == syringe->graduation.nl;
    *last = (Drawn){syringe, volume};
    return !same;
}

/* A banner of the day has the drug's volumes in their syringes below it. */
static bool pictured_above(const ChartDay *day, size_t drug)
{
    for (size_t n = 0; n < day->notice_count; n++) {
        const Notice *notice = &day->notices[n];
        bool pictured = notice->kind == NOTICE_STRENGTH || notice->kind == NOTICE_SYRINGE || notice->kind == NOTICE_DRUG;
        if (pictured && notice->drug == drug) return true;
    }
    return false;
}

/* Volumes of the first day have their pictures in front of the rows. */
static void find_changes(Chart *chart, Arena *arena)
{
    size_t times = chart->job->plan->times;
    Drawn *last = ARENA_ARRAY(arena, times * chart->job->plan->drug_count, Drawn);
    for (size_t d = 0; d < chart->count; d++)
        for (size_t k = 0; k < chart->days[d].dose_count; k++) {
            ChartDose *dose = &chart->days[d].doses[k];
            bool changes = draw_up(&last[dose->drug * times + dose->time], dose->rung->syringe, dose->volume);
            dose->changed = changes && d > 0 && !pictured_above(&chart->days[d], dose->drug);
        }
    for (size_t s = 0; s < chart->step_count; s++)
        for (size_t k = 0; k < chart->steps[s].dose_count; k++) {
            StepDose *dose = &chart->steps[s].doses[k];
            dose->changed = draw_up(&last[dose->drug * times + dose->time], dose->rung->syringe, dose->volume);
        }
}

static void join_periods(Chart *chart)
{
    size_t kept = 0;
    for (size_t d = 0; d < chart->count; d++) {
        ChartDay *day = &chart->days[d], *before = kept ? &chart->days[kept - 1] : NULL;
        if (before && goes_on(chart, before, day)) before->last = day->last;
        else chart->days[kept++] = *day;
    }
    chart->count = kept;
}

void chart_gather(Chart *chart, Arena *arena)
{
    const Fill *fill = chart->job->fill;
    int32_t last = chart_undated(chart->job) ? chart->job->plan->dated - 1 : fill->last;
    chart->count = last < fill->first ? 0 : (size_t)(last - fill->first + 1);
    chart->days = ARENA_ARRAY(arena, chart->count, ChartDay);
    chart_steps_gather(chart, arena);
    chart->several = several_drugs(fill);
    chart->last_covered = date_add(chart->job->plan->first, fill->last);
    for (size_t d = 0; d < chart->count; d++) {
        ChartDay *day = &chart->days[d];
        day->day = day->last = fill->first + (int32_t)d;
        gather_doses(chart, day, arena);
        gather_notices(chart, day, arena);
    }
    find_changes(chart, arena);
    if (chart->by_period) join_periods(chart);
}
