/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fit.h"
#include "marks.h"
#include "wide.h"

bool ratio_ten(Strength a, Strength b)
{
    Wide left = (Wide)a.mass.ng * b.volume.nl, right = (Wide)b.mass.ng * a.volume.nl;
    return left == 10 * right || right == 10 * left;
}

/* On the plan's first day the doses now taken must be on marks, or the change to the liquid changes the dose. */
static bool start_fits(const LadderJob *job, const Rung *rung, DayFit *fit)
{
    const Taking *taking = drug_taking(job->rx, job->plan->drugs[rung->drug].drug);
    for (size_t i = 0; taking && i < taking->count; i++) {
        if (taking->doses[i].mass.ng % rung->mark.ng == 0) continue;
        fit->mass = taking->doses[i].mass;
        fit->fit = FIT_START;
        return false;
    }
    return true;
}

static bool volume_fits(const LadderJob *job, const Rung *rung, Volume volume, DayFit *fit)
{
    fit->volume = volume;
    if (volume.nl == 0) fit->fit = FIT_NONE;
    else if (volume.nl > rung->syringe->capacity.nl) fit->fit = FIT_OVER;
    else if (volume.nl < syringe_reliable(rung->syringe, &job->tables->limits).nl) fit->fit = FIT_BELOW;
    if (fit->fit != FIT_GOOD) return false;
    if (fit->least.nl == 0 || volume.nl < fit->least.nl) fit->least = volume;
    if (volume.nl > fit->most.nl) fit->most = volume;
    return true;
}

static void lag_fits(const LadderJob *job, const Rung *rung, int32_t day, const int32_t *marks, DayFit *fit)
{
    Wide over = -(Wide)plan_total(job->plan, rung->drug, day).ng;
    for (size_t time = 0; time < job->plan->times; time++) over += (Wide)marks[time] * rung->mark.ng;
    Mass cut = job->plan->drugs[rung->drug].cut[day];
    if (cut.ng <= 0 || over * SHARE_ONE <= (Wide)cut.ng * job->tables->limits.lag.e8) return;
    fit->fit = FIT_LAG;
    fit->mass.ng = (int64_t)over;
    fit->cut = cut;
}

DayFit day_fit(const LadderJob *job, const Rung *rung, int32_t day, int32_t *marks)
{
    DayFit fit = {0};
    if (day == 0 && !start_fits(job, rung, &fit)) return fit;
    marks_of_day(job->plan, rung->drug, day, rung->mark, marks);
    for (size_t time = 0; time < job->plan->times; time++) {
        Mass target = plan_target(job->plan, rung->drug, day, time);
        if (target.ng <= 0) continue;
        fit.mass = target;
        if (!volume_fits(job, rung, (Volume){marks[time] * rung->syringe->graduation.nl}, &fit)) return fit;
    }
    lag_fits(job, rung, day, marks, &fit);
    return fit;
}

const char *fit_text(const LadderJob *job, const Rung *rung, const DayFit *fit)
{
    Arena *arena = job->arena;
    const char *volume = volume_text(arena, fit->volume), *mass = mass_text(arena, fit->mass),
               *mark = mass_text(arena, rung->mark);
    switch (fit->fit) {
    case FIT_OVER: return arena_format(arena, "%s would be %s, over its capacity", mass, volume);
    case FIT_BELOW:
        return arena_format(arena, "%s would be %s, below its reliable part from %s", mass, volume,
                            volume_text(arena, syringe_reliable(rung->syringe, &job->tables->limits)));
    case FIT_NONE: return arena_format(arena, "%s is less than half a mark of %s", mass, mark);
    case FIT_LAG:
        return arena_format(
            arena, "with marks of %s the dose would stand %s above its target, more than %s of the cut of %s",
            mark, mass, share_text(arena, job->tables->limits.lag), mass_text(arena, fit->cut));
    case FIT_START: return arena_format(arena, "the %s now taken is not on a mark of %s", mass, mark);
    case FIT_GOOD: break;
    }
    return "it serves";
}
