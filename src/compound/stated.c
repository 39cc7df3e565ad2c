/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stated.h"
#include "microtaper/text.h"
#include "wide.h"

/* Whether the volume at the strength is the mass, to the ng. */
static bool agrees(const TimedDose *dose, Strength strength)
{
    return dose->volume.nl == 0 || (Wide)dose->volume.nl * strength.mass.ng == (Wide)dose->mass.ng * strength.volume.nl;
}

static void disagree(Place place, const TimedDose *dose, const Rung *rung, const char *when, Arena *arena, Findings *findings)
{
    int64_t held = muldiv_half_even(dose->volume.nl, rung->strength.mass.ng, rung->strength.volume.nl);
    finding_add(findings, MT418, place, "%s and %s are stated%s: %s of %s hold %s", mass_text(arena, dose->mass),
                volume_text(arena, dose->volume), when, volume_text(arena, dose->volume),
                strength_text(arena, rung->strength), mass_text(arena, (Mass){held}));
}

/* The first rung of a drug, or NULL where none of its days has a dose. */
static const Rung *first_rung(const Plan *plan, const Ladder *ladder, const Drug *drug)
{
    for (size_t i = 0; i < ladder->count; i++)
        if (plan->drugs[ladder->items[i].drug].drug == drug) return &ladder->items[i];
    return NULL;
}

static void taking_judge(const Taking *taking, const Rung *rung, Arena *arena, Findings *findings)
{
    for (size_t i = 0; rung && i < taking->count; i++)
        if (!agrees(&taking->doses[i], rung->strength)) disagree(taking->place, &taking->doses[i], rung, "", arena, findings);
}

/* ---------------------------------------------------------------- rows of a list ---- */

typedef struct {
    const Plan *plan;
    const Ladder *ladder;
    const Step *step;
    size_t drug;
    bool other;                /* the list's second drug */
    Arena *arena;
    Findings *findings;
} ListJudge;

static const TimedDose *row_doses(const ListJudge *job, const ListRow *row, size_t *count)
{
    *count = job->other ? row->other_count : row->count;
    return job->other ? row->others : row->doses;
}

/* Whether the day has the row's doses, each at its time and no other: events move rows to other days. */
static bool row_taken(const ListJudge *job, const ListRow *row, int32_t day)
{
    size_t count;
    const TimedDose *doses = row_doses(job, row, &count);
    int64_t sum = 0;
    for (size_t i = 0; i < count; i++) {
        sum += doses[i].mass.ng;
        if (plan_target(job->plan, job->drug, day, (size_t)doses[i].time).ng != doses[i].mass.ng) return false;
    }
    return sum == plan_total(job->plan, job->drug, day).ng;
}

static bool row_agrees(const ListJudge *job, const ListRow *row, Strength strength)
{
    size_t count;
    const TimedDose *doses = row_doses(job, row, &count);
    for (size_t i = 0; i < count; i++)
        if (!agrees(&doses[i], strength)) return false;
    return true;
}

/* Another row may have the same doses, and state the mL of the strength of its own days. */
static bool same_agrees(const ListJudge *job, int32_t day, Strength strength)
{
    for (size_t i = 0; i < job->step->row_count; i++)
        if (row_taken(job, &job->step->rows[i], day) && row_agrees(job, &job->step->rows[i], strength)) return true;
    return false;
}

/* The first day on which the row's volumes are wrong speaks for it. */
static void row_judge(const ListJudge *job, const ListRow *row, const Stretch *stretch)
{
    size_t count;
    const TimedDose *doses = row_doses(job, row, &count);
    for (int32_t day = stretch->first; day <= stretch->last; day++) {
        const Rung *rung = ladder_rung(job->ladder, job->drug, day);
        if (!rung || !row_taken(job, row, day) || same_agrees(job, day, rung->strength)) continue;
        const char *when = arena_format(job->arena, " for %s", date_text(job->arena, date_add(job->plan->first, day)));
        for (size_t i = 0; i < count; i++)
            if (!agrees(&doses[i], rung->strength))
                disagree(row->place, &doses[i], rung, when, job->arena, job->findings);
        return;
    }
}

void volumes_judge(const Prescription *rx, const Plan *plan, const Ladder *ladder, Arena *arena, Findings *findings)
{
    for (size_t i = 0; i < rx->taking_count; i++)
        taking_judge(&rx->takings[i], first_rung(plan, ladder, rx->takings[i].drug), arena, findings);
    for (size_t s = 0; s < plan->stretch_count; s++) {
        const Stretch *stretch = &plan->stretches[s];
        if (stretch->step->kind != STEP_LIST) continue;
        for (size_t drug = 0; drug < plan->drug_count; drug++) {
            bool other = plan->drugs[drug].drug == stretch->step->to;
            if (!other && plan->drugs[drug].drug != stretch->drug) continue;
            ListJudge job = {plan, ladder, stretch->step, drug, other, arena, findings};
            for (size_t r = 0; r < stretch->step->row_count; r++) row_judge(&job, &stretch->step->rows[r], stretch);
        }
    }
}
