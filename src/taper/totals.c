/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The daily totals of several drugs as one series, by the ratios that the prescription states. */
#include "walk.h"

#define LINK_MOST 10000   /* between the first drug and another, either way */

static int64_t common(int64_t a, int64_t b)
{
    while (b) {
        int64_t rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

/* `near_drug` counts `known`; near of it equals far of the other drug: what that one counts. */
static Exchange link_counts(Exchange known, int64_t near_mass, int64_t far_mass)
{
    /* far ng of the other = near ng here = near known.to / known.from ng of the first. */
    int64_t a = common(far_mass, near_mass), b = common(known.from.ng, known.to.ng);
    Wide from = (Wide)(far_mass / a) * (known.from.ng / b), to = (Wide)(near_mass / a) * (known.to.ng / b);
    /* Far past any drug: such a chain is left unlinked and its drugs are judged one by one. */
    if (from > to * LINK_MOST || to > from * LINK_MOST || from > INT64_MAX || to > INT64_MAX)
        return (Exchange){{1}, {0}};
    return (Exchange){{(int64_t)from}, {(int64_t)to}};
}

/* Both drugs of a crossover are drugs of the plan. */
static DrugDays *drug_of(const Plan *plan, const Drug *drug)
{
    DrugDays *days = plan->drugs;
    while (days->drug != drug) days++;
    return days;
}

/* Links the one drug of a crossover that is not yet linked through the other; false when there is none such. */
static bool link_once(Plan *plan, const Crossing *crossing)
{
    DrugDays *a = drug_of(plan, crossing->from), *b = drug_of(plan, crossing->to);
    if ((a->as_first.to.ng > 0) == (b->as_first.to.ng > 0)) return false;
    if (a->as_first.to.ng > 0) b->as_first = link_counts(a->as_first, crossing->ratio.from.ng, crossing->ratio.to.ng);
    else a->as_first = link_counts(b->as_first, crossing->ratio.to.ng, crossing->ratio.from.ng);
    return true;
}

void plan_link(Plan *plan, const Crossing *crossings, size_t count)
{
    for (size_t i = 0; i < plan->drug_count; i++) plan->drugs[i].as_first = (Exchange){{1}, {i == 0}};
    /* Each round links one more drug at least, where there is one to link. */
    for (size_t round = 1; round < plan->drug_count; round++)
        for (size_t i = 0; i < count; i++) (void)link_once(plan, &crossings[i]);
}

int64_t plan_counts(const Plan *plan, size_t drug, Mass total)
{
    Exchange as_first = plan->drugs[drug].as_first;
    if (as_first.to.ng == 0) return 0;
    return muldiv_half_even(total.ng, as_first.to.ng, as_first.from.ng);
}

static int64_t taken_before(const Prescription *rx, const Drug *drug)
{
    int64_t total = 0;
    for (size_t i = 0; i < rx->taking_count; i++)
        for (size_t j = 0; rx->takings[i].drug == drug && j < rx->takings[i].count; j++)
            total += rx->takings[i].doses[j].mass.ng;
    return total;
}

int64_t *plan_totals(const Plan *plan, const Prescription *rx, Arena *arena, int64_t *before)
{
    int64_t *total = ARENA_ARRAY(arena, (size_t)plan->days, int64_t);
    *before = 0;
    for (size_t i = 0; i < plan->drug_count; i++) {
        *before += plan_counts(plan, i, (Mass){taken_before(rx, plan->drugs[i].drug)});
        for (int32_t day = 0; day < plan->days; day++) total[day] += plan_counts(plan, i, plan_total(plan, i, day));
    }
    return total;
}

const char *plan_total_words(const Plan *plan, const char *kind, Arena *arena)
{
    for (size_t i = 1; i < plan->drug_count; i++)
        if (plan->drugs[i].as_first.to.ng > 0)
            return arena_format(arena, "%s daily total, counted as %s,", kind, plan->drugs[0].drug->name);
    return arena_format(arena, "%s daily total", kind);
}

static void pace_of_drug(const Plan *plan, const Prescription *rx, size_t drug, const Limits *limits, Arena *arena,
                         Findings *findings)
{
    int64_t *total = ARENA_ARRAY(arena, (size_t)plan->days, int64_t);
    for (int32_t day = 0; day < plan->days; day++) total[day] = plan_total(plan, drug, day).ng;
    const char *what = arena_format(arena, "target %s daily total", plan->drugs[drug].drug->name);
    pace_judge(total, plan->days, taken_before(rx, plan->drugs[drug].drug), plan, limits, what, arena, findings);
}

void plan_pace(Plan *plan, const Prescription *rx, const Limits *limits, Arena *arena, Findings *findings)
{
    int64_t before;
    int64_t *total = plan_totals(plan, rx, arena, &before);
    Fall fall = pace_judge(total, plan->days, before, plan, limits, plan_total_words(plan, "target", arena), arena, findings);
    plan->steepest = fall.fall;
    plan->steepest_day = fall.day;
    for (size_t i = 1; i < plan->drug_count; i++)   /* the first is counted as itself */
        if (plan->drugs[i].as_first.to.ng == 0) pace_of_drug(plan, rx, i, limits, arena, findings);
}
