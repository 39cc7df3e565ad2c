/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The choice of strength and syringe where the prescription states none. */
#include "formula.h"
#include "ladder.h"
#include "marks.h"
#include "microtaper/text.h"
#include "wide.h"

typedef enum { FIT_GOOD, FIT_OVER, FIT_BELOW, FIT_NONE, FIT_LAG, FIT_START } Fit;

/* One strength with one syringe; where it first fails, for the explanation. */
typedef struct {
    Rung rung;
    Fit fit;
    int32_t day;
    Volume volume;   /* the one that fails */
    Volume least, most;
} Candidate;

static Fit volume_fit(const LadderJob *job, const Rung *rung, int32_t marks, Volume *volume)
{
    volume->nl = marks * rung->syringe->graduation.nl;
    if (marks == 0) return FIT_NONE;
    if (volume->nl > rung->syringe->capacity.nl) return FIT_OVER;
    if (volume->nl < syringe_reliable(rung->syringe, &job->tables->limits).nl) return FIT_BELOW;
    return FIT_GOOD;
}

static Fit lag_fit(const LadderJob *job, const Rung *rung, int32_t day, const int32_t *marks)
{
    Wide over = -(Wide)plan_total(job->plan, rung->drug, day).ng;
    for (size_t time = 0; time < job->plan->times; time++) over += (Wide)marks[time] * rung->mark.ng;
    int64_t cut = job->plan->drugs[rung->drug].cut[day].ng;
    return cut > 0 && over * SHARE_ONE > (Wide)cut * job->tables->limits.lag.e8 ? FIT_LAG : FIT_GOOD;
}

static Fit start_fit(const LadderJob *job, const Rung *rung)
{
    const Taking *taking = drug_taking(job->rx, job->plan->drugs[rung->drug].drug);
    for (size_t i = 0; taking && i < taking->count; i++)
        if (taking->doses[i].mass.ng % rung->mark.ng != 0) return FIT_START;
    return FIT_GOOD;
}

static Fit day_fit(const LadderJob *job, Candidate *candidate, int32_t day, int32_t *marks)
{
    const Rung *rung = &candidate->rung;
    if (day == 0 && start_fit(job, rung) != FIT_GOOD) return FIT_START;
    marks_of_day(job->plan, rung->drug, day, rung->mark, marks);
    for (size_t time = 0; time < job->plan->times; time++) {
        if (plan_target(job->plan, rung->drug, day, time).ng <= 0) continue;
        Volume volume;
        Fit fit = volume_fit(job, rung, marks[time], &volume);
        candidate->volume = volume;
        if (fit != FIT_GOOD) return fit;
        if (candidate->least.nl == 0 || volume.nl < candidate->least.nl) candidate->least = volume;
        if (volume.nl > candidate->most.nl) candidate->most = volume;
    }
    return lag_fit(job, rung, day, marks);
}

static void candidate_judge(const LadderJob *job, Candidate *candidate)
{
    int32_t *marks = ARENA_ARRAY(job->arena, job->plan->times + 1, int32_t);
    for (int32_t day = candidate->rung.first; day <= candidate->rung.last; day++) {
        candidate->fit = day_fit(job, candidate, day, marks);
        candidate->day = day;
        if (candidate->fit != FIT_GOOD) return;
    }
}

static const char *fault_text(const LadderJob *job, const Candidate *candidate)
{
    Arena *arena = job->arena;
    const Rung *rung = &candidate->rung;
    const char *day = day_text(arena, job->plan, candidate->day), *volume = volume_text(arena, candidate->volume);
    switch (candidate->fit) {
    case FIT_OVER: return arena_format(arena, "%s on %s is over its capacity", volume, day);
    case FIT_BELOW:
        return arena_format(arena, "%s on %s is below its reliable part, from %s", volume, day,
                            volume_text(arena, syringe_reliable(rung->syringe, &job->tables->limits)));
    case FIT_NONE: return arena_format(arena, "a dose of %s is less than half a mark (%s)", day, mass_text(arena, rung->mark));
    case FIT_LAG: return arena_format(arena, "on %s the dose lags its target too far, a mark being %s", day, mass_text(arena, rung->mark));
    case FIT_START: return arena_format(arena, "the dose now taken is not on a mark of %s", mass_text(arena, rung->mark));
    case FIT_GOOD: break;
    }
    return "";
}

typedef struct { Candidate *items; size_t count, capacity; } Candidates;

static void candidates_of_formula(const LadderJob *job, const Formula *formula, Rung rung, Candidates *out)
{
    rung.formula = formula;
    for (size_t i = 0; i < formula->strength_count; i++) {
        for (size_t k = 0; k < job->shop->syringe_count; k++) {
            rung.strength = formula->strengths[i];
            rung.syringe = &job->shop->syringes[k];
            if (!mark_mass(rung.strength, rung.syringe->graduation, &rung.mark)) continue;
            *ARENA_PUSH(job->arena, out->items, out->count, out->capacity, Candidate) = (Candidate){.rung = rung};
        }
    }
}

static Candidates candidates_make(const LadderJob *job, size_t drug, int32_t first, int32_t last)
{
    Candidates out = {0};
    const Drug *name = job->plan->drugs[drug].drug;
    const Taking *taking = drug_taking(job->rx, name);
    Rung rung = {.drug = drug, .first = first, .last = last, .place = taking ? taking->place : job->rx->place};
    for (size_t i = 0; i < job->formulas->count; i++) {
        const Formula *formula = &job->formulas->items[i];
        if (formula->drug == name && formula_approved(job->shop, formula)) candidates_of_formula(job, formula, rung, &out);
    }
    return out;
}

static const Candidate *candidate_best(const Candidates *candidates)
{
    const Candidate *best = NULL;
    for (size_t i = 0; i < candidates->count; i++) {
        const Candidate *candidate = &candidates->items[i];
        if (candidate->fit != FIT_GOOD) continue;
        if (!best || candidate->rung.syringe->capacity.nl < best->rung.syringe->capacity.nl ||
            (candidate->rung.syringe->capacity.nl == best->rung.syringe->capacity.nl && candidate->rung.mark.ng < best->rung.mark.ng))
            best = candidate;
    }
    return best;
}

static const char *why_text(const LadderJob *job, const Candidate *best)
{
    Arena *arena = job->arena;
    const Syringe *syringe = best->rung.syringe;
    return arena_format(arena, "%s: the smallest syringe that holds every dose, %s to %s, on its marks and in its reliable part (from %s)",
                        pair_text(arena, best->rung.strength, syringe), volume_text(arena, best->least), volume_text(arena, best->most),
                        volume_text(arena, syringe_reliable(syringe, &job->tables->limits)));
}

static void choose_fail(const LadderJob *job, size_t drug, const Candidates *candidates)
{
    const char *name = job->plan->drugs[drug].drug->name;
    const Taking *taking = drug_taking(job->rx, job->plan->drugs[drug].drug);
    Buffer words = buffer_new(job->arena);
    for (size_t i = 0; i < candidates->count; i++) {
        const Candidate *candidate = &candidates->items[i];
        buffer_addf(&words, "%s%s: %s", i ? "; " : "", pair_text(job->arena, candidate->rung.strength, candidate->rung.syringe),
                    fault_text(job, candidate));
    }
    finding_add(job->findings, MT401, taking ? taking->place : job->rx->place,
                "no strength of %s with a syringe in stock serves every day: %s", name,
                candidates->count ? buffer_text(&words) : "no approved formula makes it on whole marks");
}

bool ladder_choose(LadderJob *job, size_t drug, int32_t first, int32_t last)
{
    Candidates candidates = candidates_make(job, drug, first, last);
    for (size_t i = 0; i < candidates.count; i++) candidate_judge(job, &candidates.items[i]);
    const Candidate *best = candidate_best(&candidates);
    if (!best) {
        choose_fail(job, drug, &candidates);
        return false;
    }
    Rung rung = best->rung;
    rung.why = why_text(job, best);
    ladder_push(job, rung);
    return true;
}
