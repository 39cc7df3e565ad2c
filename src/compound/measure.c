/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Mass to volume on a mark: the one rounding of a dose, its error kept and judged (ARITHMETIC.md 2). */
#include "marks.h"
#include "wide.h"

typedef struct {
    const Prescription *rx;
    const Shop *shop;
    const Tables *tables;
    const Plan *plan;
    Schedule *schedule;
    Arena *arena;
    Findings *findings;
} Measure;

/* ---------------------------------------------------------------- marks ---- */

/* 2.2 and 2.3: while a target does not rise, its measured mass does not rise either. */
static void hold_down(const Measure *measure, const Rung *rung, const Rung *before, int32_t day, int32_t *today)
{
    const Plan *plan = measure->plan;
    const int32_t *yesterday = today - plan->times;
    for (size_t time = 0; time < plan->times; time++) {
        int64_t target = plan_target(plan, rung->drug, day, time).ng;
        if (target > plan_target(plan, rung->drug, day - 1, time).ng) continue;
        Wide most = (Wide)yesterday[time] * before->mark.ng;
        if ((Wide)today[time] * rung->mark.ng > most) today[time] = (int32_t)(most / rung->mark.ng);
    }
}

static void measure_rung(const Measure *measure, const Rung *rung)
{
    int32_t *marks = measure->schedule->marks[rung->drug];
    for (int32_t day = rung->first; day <= rung->last; day++) {
        int32_t *today = marks + (size_t)day * measure->plan->times;
        marks_of_day(measure->plan, rung->drug, day, rung->mark, today);
        const Rung *before = day > 0 ? ladder_rung(measure->schedule->ladder, rung->drug, day - 1) : NULL;
        if (before) hold_down(measure, rung, before, day, today);
    }
}

int32_t schedule_marks(const Schedule *schedule, size_t drug, int32_t day, size_t time)
{
    return schedule->marks[drug][(size_t)day * schedule->plan->times + time];
}

Volume schedule_volume(const Schedule *schedule, size_t drug, int32_t day, size_t time)
{
    const Rung *rung = ladder_rung(schedule->ladder, drug, day);
    if (!rung) return (Volume){0};
    return (Volume){schedule_marks(schedule, drug, day, time) * rung->syringe->graduation.nl};
}

Mass schedule_dose(const Schedule *schedule, size_t drug, int32_t day, size_t time)
{
    const Rung *rung = ladder_rung(schedule->ladder, drug, day);
    if (!rung) return (Mass){0};
    return (Mass){muldiv_floor(schedule_marks(schedule, drug, day, time), rung->mark.ng, 1)};
}

static Mass day_dose(const Schedule *schedule, size_t drug, int32_t day)
{
    Mass total = {0};
    for (size_t time = 0; time < schedule->plan->times; time++)
        total = mass_add(total, schedule_dose(schedule, drug, day, time));
    return total;
}

/* ---------------------------------------------------------------- judging one rung ---- */

/* The worst case of one kind in a rung: how many doses (or days), and which is worst. */
typedef struct { int32_t count, day; size_t time; int64_t value; } Worst;

static void worst_note(Worst *worst, bool worse, int32_t day, size_t time, int64_t value)
{
    if (worst->count++ && !worse) return;
    worst->day = day;
    worst->time = time;
    worst->value = value;
}

static const char *times_text(Arena *arena, int32_t count, const char *what)
{
    return arena_format(arena, "%d %s%s", count, what, count == 1 ? "" : "s");
}

static const char *when_text(const Measure *measure, const Worst *worst)
{
    return arena_format(measure->arena, "%s %s", day_text(measure->arena, measure->plan, worst->day),
                        measure->shop->times[worst->time].name);
}

typedef struct { Worst over, below, none, nothing, lag; } RungFaults;

static void dose_judge(const Measure *measure, const Rung *rung, Volume reliable, int32_t day, size_t time,
                       RungFaults *faults)
{
    int64_t nl = schedule_volume(measure->schedule, rung->drug, day, time).nl;
    int64_t target = plan_target(measure->plan, rung->drug, day, time).ng;
    if (nl > rung->syringe->capacity.nl) worst_note(&faults->over, nl > faults->over.value, day, time, nl);
    if (nl > 0 && nl < reliable.nl) worst_note(&faults->below, nl < faults->below.value, day, time, nl);
    if (nl == 0 && target > 0) worst_note(&faults->none, target > faults->none.value, day, time, target);
}

static void day_judge(const Measure *measure, const Rung *rung, int32_t day, RungFaults *faults)
{
    int64_t target = plan_total(measure->plan, rung->drug, day).ng;
    int64_t over = day_dose(measure->schedule, rung->drug, day).ng - target;
    int64_t cut = measure->plan->drugs[rung->drug].cut[day].ng;
    if (over == -target && target > 0) worst_note(&faults->nothing, target > faults->nothing.value, day, 0, target);
    if (cut > 0 && (Wide)over * SHARE_ONE > (Wide)cut * measure->tables->limits.lag.e8)
        worst_note(&faults->lag, over > faults->lag.value, day, 0, over);
}

static void volumes_say(const Measure *measure, const Rung *rung, Volume reliable, const RungFaults *faults)
{
    Arena *arena = measure->arena;
    const Syringe *syringe = rung->syringe;
    if (faults->over.count)
        finding_add(measure->findings, MT411, rung->place, "%s over the %s syringe's capacity; the largest is %s on %s",
                    times_text(arena, faults->over.count, "dose"), volume_text(arena, syringe->capacity),
                    volume_text(arena, (Volume){faults->over.value}), when_text(measure, &faults->over));
    if (faults->below.count)
        finding_add(
            measure->findings, MT412, rung->place,
            "%s below the reliable part of the %s syringe, which begins at %s; the smallest is %s on %s",
            times_text(arena, faults->below.count, "dose"), volume_text(arena, syringe->capacity),
            volume_text(arena, reliable), volume_text(arena, (Volume){faults->below.value}),
            when_text(measure, &faults->below));
}

static void doses_say(const Measure *measure, const Rung *rung, const RungFaults *faults)
{
    Arena *arena = measure->arena;
    const Limits *limits = &measure->tables->limits;
    if (faults->nothing.count)
        finding_add(
            measure->findings, MT416, rung->place,
            "on %s the day's whole dose measures as none (a mark holds %s); the largest target is %s on %s",
            times_text(arena, faults->nothing.count, "day"), mass_text(arena, rung->mark),
            mass_text(arena, (Mass){faults->nothing.value}),
            day_text(arena, measure->plan, faults->nothing.day));
    else if (faults->none.count)
        finding_add(measure->findings, MT415, rung->place,
                    "%s would measure as none (a mark holds %s); the largest target is %s on %s",
                    times_text(arena, faults->none.count, "dose"), mass_text(arena, rung->mark),
                    mass_text(arena, (Mass){faults->none.value}), when_text(measure, &faults->none));
    if (!faults->lag.count) return;
    Mass cut = measure->plan->drugs[rung->drug].cut[faults->lag.day];
    finding_add(
        measure->findings, MT414, rung->place,
        "on %s the measured dose stands more than %s of a rate period's cut above its target; "
        "most on %s, %s above, the cut being %s",
        times_text(arena, faults->lag.count, "day"), share_text(arena, limits->lag),
        day_text(arena, measure->plan, faults->lag.day), mass_text(arena, (Mass){faults->lag.value}),
        mass_text(arena, cut));
}

static void rung_judge(const Measure *measure, const Rung *rung)
{
    RungFaults faults = {0};
    Volume reliable = syringe_reliable(rung->syringe, &measure->tables->limits);
    for (int32_t day = rung->first; day <= rung->last; day++) {
        for (size_t time = 0; time < measure->plan->times; time++)
            dose_judge(measure, rung, reliable, day, time, &faults);
        day_judge(measure, rung, day, &faults);
    }
    volumes_say(measure, rung, reliable, &faults);
    doses_say(measure, rung, &faults);
}

/* ---------------------------------------------------------------- judging the whole ---- */

/* The dose now taken must be on a mark, or the change to the liquid is itself a change of dose. */
static void start_judge(const Measure *measure, size_t drug)
{
    const Taking *taking = drug_taking(measure->rx, measure->plan->drugs[drug].drug);
    const Rung *rung = ladder_rung(measure->schedule->ladder, drug, 0);
    if (!taking || !rung) return;
    for (size_t i = 0; i < taking->count; i++) {
        Mass dose = taking->doses[i].mass;
        if (dose.ng % rung->mark.ng == 0) continue;
        Mass below = {dose.ng - dose.ng % rung->mark.ng}, above = {below.ng + rung->mark.ng};
        Arena *arena = measure->arena;
        finding_add(measure->findings, MT413, taking->place,
                    "the %s now taken in the %s is between two marks: %s and %s (%s)", mass_text(arena, dose),
                    measure->shop->times[taking->doses[i].time].name, mass_text(arena, below),
                    mass_text(arena, above), pair_text(arena, rung->strength, rung->syringe));
    }
}

static void furthest_note(const Measure *measure, size_t drug, int32_t day)
{
    int64_t apart = day_dose(measure->schedule, drug, day).ng - plan_total(measure->plan, drug, day).ng;
    if (apart < 0) apart = -apart;
    if (apart <= measure->schedule->furthest.ng) return;
    measure->schedule->furthest.ng = apart;
    measure->schedule->furthest_day = day;
}

/* What a reduction does that is planned finer than one mark. */
typedef struct { int64_t least_cut, most_cut, mark, furthest; int32_t same_least, same_most; } Fine;

static void fine_day(const Measure *measure, size_t drug, int32_t day, Fine *fine)
{
    int64_t target = plan_total(measure->plan, drug, day).ng;
    int64_t cut = day > 0 ? plan_total(measure->plan, drug, day - 1).ng - target : 0;
    int64_t apart = day_dose(measure->schedule, drug, day).ng - target;
    const Rung *rung = ladder_rung(measure->schedule->ladder, drug, day);
    if (apart < 0) apart = -apart;
    if (apart > fine->furthest) fine->furthest = apart;
    if (!rung || cut <= 0 || cut >= rung->mark.ng) return;
    if (fine->least_cut == 0 || cut < fine->least_cut) fine->least_cut = cut;
    if (cut > fine->most_cut) fine->most_cut = cut;
    if (rung->mark.ng > fine->mark) fine->mark = rung->mark.ng;
}

static void run_note(Fine *fine, int32_t run)
{
    if (fine->same_least == 0 || run < fine->same_least) fine->same_least = run;
    if (run > fine->same_most) fine->same_most = run;
}

/* The runs of unchanged days between two falls, inside the stretch. */
static void fine_runs(const Measure *measure, size_t drug, const Stretch *stretch, Fine *fine)
{
    int32_t fell = -1;
    for (int32_t day = stretch->first; day <= stretch->last; day++) {
        if (day == 0 ||
            day_dose(measure->schedule, drug, day).ng >= day_dose(measure->schedule, drug, day - 1).ng)
            continue;
        if (fell >= 0) run_note(fine, day - fell);
        fell = day;
    }
}

static const char *pace_words(Arena *arena, const Fine *fine)
{
    if (fine->same_most == 0) return "the dose falls one mark at most once";
    if (fine->same_least == fine->same_most)
        return arena_format(arena, "the dose falls every %s", times_text(arena, fine->same_most, "day"));
    return arena_format(arena, "the dose falls every %d-%d days", fine->same_least, fine->same_most);
}

static void fine_say(const Measure *measure, const Stretch *stretch, const Fine *fine)
{
    Arena *arena = measure->arena;
    const char *least = mass_text(arena, (Mass){fine->least_cut}), *most = mass_text(arena, (Mass){fine->most_cut});
    const char *cuts = fine->least_cut == fine->most_cut ? most : arena_format(arena, "%s to %s", least, most);
    finding_add(measure->findings, MT417, stretch->step->place,
                "planned cuts of %s are smaller than one mark (%s): %s%s; furthest from target %s", cuts,
                mass_text(arena, (Mass){fine->mark}), pace_words(arena, fine), measure->plan->fastest ? " at the slowest" : "",
                mass_text(arena, (Mass){fine->furthest}));
}

static void schedule_run(Schedule *schedule, const Fine *fine)
{
    if (fine->same_most == 0) return;
    if (schedule->same_least == 0 || fine->same_least < schedule->same_least) schedule->same_least = fine->same_least;
    if (fine->same_most > schedule->same_most) schedule->same_most = fine->same_most;
}

static void stretch_judge(const Measure *measure, size_t drug, const Stretch *stretch)
{
    Fine fine = {0};
    for (int32_t day = stretch->first; day <= stretch->last; day++) fine_day(measure, drug, day, &fine);
    if (fine.most_cut == 0) return;
    fine_runs(measure, drug, stretch, &fine);
    fine_say(measure, stretch, &fine);
    schedule_run(measure->schedule, &fine);
}

static void stretches_judge(const Measure *measure)
{
    for (size_t i = 0; i < measure->plan->stretch_count; i++) {
        const Stretch *stretch = &measure->plan->stretches[i];
        if (stretch->step->kind != STEP_REDUCE) continue;
        for (size_t drug = 0; drug < measure->plan->drug_count; drug++)
            if (stretch->drug == measure->plan->drugs[drug].drug) stretch_judge(measure, drug, stretch);
    }
}

/* The day of the measured plan whose doses are taken on a day of the fastest course. */
static int32_t measured_day(const Plan *plan, int32_t day)
{
    if (!plan->fastest) return day;
    size_t run = plan->run_count - 1;
    while (run > 0 && plan->runs[run].fastest_first > day) run -= 1;
    return plan->runs[run].first + day - plan->runs[run].fastest_first;
}

/* The measured doses in the place of the targets, so that both are added up and judged by the same rule: on the days of
 * the fastest course, where the plan is led by symptoms. */
static Plan measured_plan(const Measure *measure)
{
    Plan copy = measure->plan->fastest ? *measure->plan->fastest : *measure->plan;
    copy.drugs = ARENA_ARRAY(measure->arena, copy.drug_count, DrugDays);
    for (size_t drug = 0; drug < copy.drug_count; drug++) {
        copy.drugs[drug] = measure->plan->drugs[drug];
        copy.drugs[drug].target = ARENA_ARRAY(measure->arena, (size_t)copy.days * copy.times, Mass);
        for (int32_t day = 0; day < copy.days; day++)
            for (size_t time = 0; time < copy.times; time++)
                copy.drugs[drug].target[(size_t)day * copy.times + time] =
                    schedule_dose(measure->schedule, drug, measured_day(measure->plan, day), time);
    }
    return copy;
}

/* A drug that no ratio links to the first is judged by itself. */
static void unlinked_pace(const Measure *measure, const Plan *measured, size_t drug)
{
    const Taking *taking = drug_taking(measure->rx, measured->drugs[drug].drug);
    int64_t *totals = ARENA_ARRAY(measure->arena, (size_t)measured->days, int64_t), before = 0;
    for (int32_t day = 0; day < measured->days; day++) totals[day] = plan_total(measured, drug, day).ng;
    for (size_t i = 0; taking && i < taking->count; i++) before += taking->doses[i].mass.ng;
    const char *what = arena_format(measure->arena, "measured %s daily total", measured->drugs[drug].drug->name);
    pace_judge(totals, measured->days, before, measured, &measure->tables->limits, what, measure->arena,
               measure->findings);
}

static void measured_pace(const Measure *measure)
{
    Plan measured = measured_plan(measure);
    int64_t before;
    int64_t *totals = plan_totals(&measured, measure->rx, measure->arena, &before);
    Fall fall = pace_judge(totals, measured.days, before, &measured, &measure->tables->limits,
                           plan_total_words(&measured, "measured", measure->arena), measure->arena, measure->findings);
    measure->schedule->steepest = fall.fall;
    measure->schedule->steepest_day = fall.day;
    for (size_t drug = 0; drug < measured.drug_count; drug++)
        if (measured.drugs[drug].as_first.to.ng == 0) unlinked_pace(measure, &measured, drug);
}

Schedule *schedule_measure(const Prescription *rx, const Shop *shop, const Tables *tables, const Plan *plan,
                           const Ladder *ladder, Arena *arena, Findings *findings)
{
    Schedule *schedule = ARENA_NEW(arena, Schedule);
    schedule->plan = plan;
    schedule->ladder = ladder;
    schedule->marks = ARENA_ARRAY(arena, plan->drug_count, int32_t *);
    for (size_t drug = 0; drug < plan->drug_count; drug++)
        schedule->marks[drug] = ARENA_ARRAY(arena, (size_t)plan->days * plan->times, int32_t);
    Measure measure = {rx, shop, tables, plan, schedule, arena, findings};
    for (size_t i = 0; i < ladder->count; i++) measure_rung(&measure, &ladder->items[i]);
    for (size_t i = 0; i < ladder->count; i++) rung_judge(&measure, &ladder->items[i]);
    for (size_t drug = 0; drug < plan->drug_count; drug++) {
        start_judge(&measure, drug);
        for (int32_t day = 0; day < plan->days; day++) furthest_note(&measure, drug, day);
    }
    stretches_judge(&measure);
    measured_pace(&measure);
    return schedule;
}
