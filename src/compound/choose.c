/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The choice of strength and syringe where the prescription states none (ARITHMETIC.md 2.7). */
#include "fit.h"
#include "formula.h"
#include "marks.h"
#include "microtaper/text.h"
#include "solve.h"

typedef struct {
    LadderJob *job;
    size_t drug;
    int32_t first, last;
    Rung *pairs; size_t count, capacity;   /* strength and syringe of each pair */
    size_t *strength, *syringe;            /* [pair] */
    int64_t *mark;
    size_t strengths;
    bool *serves;                          /* [(day - first) * count + pair] */
    Arena *scratch;
} Choice;

/* ---------------------------------------------------------------- the pairs ---- */

static Place choice_place(const Choice *choice)
{
    const Taking *taking = drug_taking(choice->job->rx, choice->job->plan->drugs[choice->drug].drug);
    return taking ? taking->place : choice->job->rx->place;
}

static void pairs_of_strength(Choice *choice, const Formula *formula, Strength strength)
{
    Rung rung = {.drug = choice->drug, .formula = formula, .strength = strength, .place = choice_place(choice)};
    const Shop *shop = choice->job->shop;
    for (size_t i = 0; i < shop->syringe_count; i++) {
        rung.syringe = &shop->syringes[i];
        if (!mark_mass(strength, rung.syringe->graduation, &rung.mark)) continue;
        *ARENA_PUSH(choice->scratch, choice->pairs, choice->count, choice->capacity, Rung) = rung;
    }
}

static void pairs_make(Choice *choice)
{
    const LadderJob *job = choice->job;
    const Drug *drug = job->plan->drugs[choice->drug].drug;
    /* Where none is approved yet the plan may be looked at all the same; papers are refused (MT501). */
    bool any = !drug_approved(job->formulas, drug, job->shop);
    for (size_t i = 0; i < job->formulas->count; i++) {
        const Formula *formula = &job->formulas->items[i];
        if (formula->drug != drug || (!any && !formula_approved(job->shop, formula))) continue;
        for (size_t k = 0; k < formula->strength_count; k++) pairs_of_strength(choice, formula, formula->strengths[k]);
    }
}

/* Another formula of the same strength is another liquid: source and vehicle differ. */
static bool same_liquid(const Rung *a, const Rung *b)
{
    return a->formula == b->formula && strength_equal(a->strength, b->strength);
}

static void pairs_number(Choice *choice)
{
    choice->strength = ARENA_ARRAY(choice->scratch, choice->count, size_t);
    choice->syringe = ARENA_ARRAY(choice->scratch, choice->count, size_t);
    choice->mark = ARENA_ARRAY(choice->scratch, choice->count, int64_t);
    for (size_t i = 0; i < choice->count; i++) {
        choice->syringe[i] = (size_t)(choice->pairs[i].syringe - choice->job->shop->syringes);
        choice->mark[i] = choice->pairs[i].mark.ng;
        size_t same = 0;
        while (!same_liquid(&choice->pairs[same], &choice->pairs[i])) same++;
        choice->strength[i] = same < i ? choice->strength[same] : choice->strengths++;
    }
}

static void serves_work(Choice *choice)
{
    choice->serves = ARENA_ARRAY(choice->scratch, (size_t)(choice->last - choice->first + 1) * choice->count, bool);
    int32_t *marks = ARENA_ARRAY(choice->scratch, choice->job->plan->times, int32_t);
    for (size_t pair = 0; pair < choice->count; pair++)
        for (int32_t day = choice->first; day <= choice->last; day++)
            choice->serves[(size_t)(day - choice->first) * choice->count + pair] =
                day_fit(choice->job, &choice->pairs[pair], day, marks).fit == FIT_GOOD;
}

/* ---------------------------------------------------------------- where nothing fits ---- */

static bool day_served(const Choice *choice, int32_t day)
{
    for (size_t pair = 0; pair < choice->count; pair++)
        if (choice->serves[(size_t)(day - choice->first) * choice->count + pair]) return true;
    return false;
}

/* The first run of days that no pair serves, and how many such days there are in all. */
typedef struct { int32_t first, last, count; } Gap;

static Gap gap_find(const Choice *choice)
{
    Gap gap = {0};
    for (int32_t day = choice->first; day <= choice->last; day++) {
        if (day_served(choice, day)) continue;
        if (gap.count++ == 0) gap.first = gap.last = day;
        else if (gap.last == day - 1) gap.last = day;
    }
    return gap;
}

/* Round strengths that a pharmacy would make, in ng per mL. */
static const int64_t round_strengths[] = {10000, 20000, 50000, 100000, 200000, 250000, 400000, 500000,
                                          1000000, 2000000, 2500000, 4000000, 5000000, 10000000};

static int32_t days_gained(const Choice *choice, const Rung *rung, Gap gap, int32_t *marks)
{
    int32_t gained = 0;
    for (int32_t day = gap.first; day <= gap.last; day++)
        gained += day_fit(choice->job, rung, day, marks).fit == FIT_GOOD;
    return gained;
}

/* What would serve most of the run that nothing serves, among round strengths and the syringes in stock. */
static const char *remedy_text(const Choice *choice, Gap gap)
{
    const Shop *shop = choice->job->shop;
    Rung rung = {.drug = choice->drug}, best = rung;
    int32_t *marks = ARENA_ARRAY(choice->scratch, choice->job->plan->times, int32_t), most = 0;
    for (size_t i = 0; i < sizeof round_strengths / sizeof *round_strengths; i++) {
        rung.strength = (Strength){{round_strengths[i]}, {NL_PER_ML}};
        for (size_t k = 0; k < shop->syringe_count; k++) {
            rung.syringe = &shop->syringes[k];
            if (!mark_mass(rung.strength, rung.syringe->graduation, &rung.mark)) continue;
            int32_t gained = days_gained(choice, &rung, gap, marks);
            if (gained <= most) continue;
            most = gained;
            best = rung;
        }
    }
    if (most == 0) return "no round strength with a syringe in stock would serve there";
    return arena_format(choice->job->arena, "%s would serve %d of these days",
                        pair_text(choice->job->arena, best.strength, best.syringe), most);
}

static const char *reasons_text(const Choice *choice, int32_t day)
{
    Buffer words = buffer_new(choice->job->arena);
    int32_t *marks = ARENA_ARRAY(choice->scratch, choice->job->plan->times, int32_t);
    for (size_t pair = 0; pair < choice->count; pair++) {
        const Rung *rung = &choice->pairs[pair];
        DayFit fit = day_fit(choice->job, rung, day, marks);
        buffer_addf(&words, "%s%s: %s", pair ? "; " : "", pair_text(choice->job->arena, rung->strength, rung->syringe),
                    fit_text(choice->job, rung, &fit));
    }
    return buffer_text(&words);
}

static bool choose_refuse(const Choice *choice)
{
    const LadderJob *job = choice->job;
    const char *name = job->plan->drugs[choice->drug].drug->name;
    Gap gap = gap_find(choice);
    if (choice->count == 0)
        finding_add(job->findings, MT401, choice_place(choice),
                    "no approved formula makes %s on whole marks of a syringe in stock; %s", name,
                    remedy_text(choice, gap));
    else
        finding_add(
            job->findings, MT401, choice_place(choice),
            "no strength of %s with a syringe in stock serves %d days, first %s to %s; on the first, %s; %s",
            name, gap.count, day_text(job->arena, job->plan, gap.first),
            day_text(job->arena, job->plan, gap.last), reasons_text(choice, gap.first),
            remedy_text(choice, gap));
    return false;
}

/* ---------------------------------------------------------------- the choice, explained ---- */

static const char *range_text(const Choice *choice, const Rung *rung)
{
    Arena *arena = choice->job->arena;
    int32_t *marks = ARENA_ARRAY(choice->scratch, choice->job->plan->times, int32_t);
    Volume least = {0}, most = {0};
    for (int32_t day = rung->first; day <= rung->last; day++) {
        DayFit fit = day_fit(choice->job, rung, day, marks);
        if (fit.most.nl == 0) continue;
        if (least.nl == 0 || fit.least.nl < least.nl) least = fit.least;
        if (fit.most.nl > most.nl) most = fit.most;
    }
    if (least.nl == most.nl) return arena_format(arena, "every dose is %s", volume_text(arena, most));
    return arena_format(arena, "its doses are %s to %s", volume_text(arena, least), volume_text(arena, most));
}

/* Why the rung ends where it does: it no longer serves, or a finer one does. */
static const char *end_text(const Choice *choice, const Rung *rung)
{
    const LadderJob *job = choice->job;
    if (rung->last == choice->last) return "";
    int32_t *marks = ARENA_ARRAY(choice->scratch, job->plan->times, int32_t);
    DayFit fit = day_fit(job, rung, rung->last + 1, marks);
    const char *next = day_text(job->arena, job->plan, rung->last + 1);
    if (fit.fit == FIT_GOOD) return arena_format(job->arena, "; from %s on the next one has finer marks", next);
    return arena_format(job->arena, "; from %s on it would not do: %s", next, fit_text(job, rung, &fit));
}

static const char *why_text(const Choice *choice, const Rung *rung, const LadderCost *cost)
{
    Arena *arena = choice->job->arena;
    const char *few =
        cost->strengths == 1
            ? arena_format(arena, "one strength serves every day (of %zu approved)", choice->strengths)
            : arena_format(arena, "%d strengths are the fewest that serve every day (of %zu approved)",
                           cost->strengths, choice->strengths);
    return arena_format(arena, "%s, with %d change%s of syringe; %s, its reliable part from %s%s", few,
                        cost->syringe_changes, cost->syringe_changes == 1 ? "" : "s",
                        range_text(choice, rung),
                        volume_text(arena, syringe_reliable(rung->syringe, &choice->job->tables->limits)),
                        end_text(choice, rung));
}

static void rungs_push(Choice *choice, const size_t *chosen, const LadderCost *cost)
{
    int32_t days = choice->last - choice->first + 1;
    for (int32_t day = 0; day < days;) {
        int32_t end = day;
        while (end + 1 < days && chosen[end + 1] == chosen[day]) end++;
        Rung rung = choice->pairs[chosen[day]];
        rung.first = choice->first + day;
        rung.last = choice->first + end;
        rung.why = why_text(choice, &rung, cost);
        ladder_push(choice->job, rung);
        day = end + 1;
    }
}

static const bool *tens_work(const Choice *choice)
{
    bool *ten = ARENA_ARRAY(choice->scratch, choice->strengths * choice->strengths, bool);
    for (size_t a = 0; a < choice->count; a++)
        for (size_t b = 0; b < choice->count; b++)
            ten[choice->strength[a] * choice->strengths + choice->strength[b]] =
                ratio_ten(choice->pairs[a].strength, choice->pairs[b].strength);
    return ten;
}

static bool choice_solve(Choice *choice)
{
    LadderProblem problem = {.days = choice->last - choice->first + 1,
                             .pairs = choice->count,
                             .strengths = choice->strengths,
                             .serves = choice->serves,
                             .strength = choice->strength,
                             .syringe = choice->syringe,
                             .mark = choice->mark,
                             .ten = tens_work(choice)};
    size_t *chosen = ARENA_ARRAY(choice->scratch, (size_t)problem.days, size_t);
    LadderCost cost;
    if (!ladder_solve(&problem, chosen, &cost, choice->scratch)) return choose_refuse(choice);
    rungs_push(choice, chosen, &cost);
    return true;
}

bool ladder_choose(LadderJob *job, size_t drug, int32_t first, int32_t last)
{
    Choice choice = {.job = job, .drug = drug, .first = first, .last = last, .scratch = arena_new()};
    pairs_make(&choice);
    pairs_number(&choice);
    bool fine = false;
    if (choice.strengths > SOLVE_STRENGTHS_MAX) {
        finding_add(job->findings, MT401, choice_place(&choice),
                    "%zu strengths of %s are approved, at most %d are compared: state the liquid",
                    choice.strengths, job->plan->drugs[drug].drug->name, SOLVE_STRENGTHS_MAX);
    } else {
        serves_work(&choice);
        fine = choice_solve(&choice);
    }
    arena_free(choice.scratch);
    return fine;
}
