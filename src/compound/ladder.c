/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The ladder of a plan: what the prescription states, judged; what it leaves open, chosen (choose.c). */
#include "fit.h"
#include "formula.h"
#include "marks.h"
#include "stated.h"

void ladder_push(LadderJob *job, Rung rung)
{
    *ARENA_PUSH(job->arena, job->items, job->count, job->capacity, Rung) = rung;
}

/* base C + slope v <= bound v, solved for v and rounded up to the nL. */
Volume syringe_reliable(const Syringe *syringe, const Limits *limits)
{
    if (syringe->has_reliable) return syringe->reliable_from;
    for (size_t i = 0; i < limits->syringe_count; i++) {
        if (limits->syringe[i].below.nl != 0 && syringe->capacity.nl >= limits->syringe[i].below.nl) continue;
        int64_t room = limits->reliable_bound.e8 - limits->syringe[i].slope.e8;
        if (room <= 0) return syringe->capacity;
        return (Volume){muldiv_ceil(syringe->capacity.nl, limits->syringe[i].base.e8, room)};
    }
    return syringe->capacity;
}

/* ---------------------------------------------------------------- what the prescription states ---- */

static const Syringe *syringe_find(const Shop *shop, Volume capacity, Volume graduation)
{
    for (size_t i = 0; i < shop->syringe_count; i++) {
        const Syringe *syringe = &shop->syringes[i];
        if (syringe->capacity.nl == capacity.nl && syringe->graduation.nl == graduation.nl) return syringe;
    }
    return NULL;
}

static const char *syringes_text(const Shop *shop, Arena *arena)
{
    const char *words = "";
    for (size_t i = 0; i < shop->syringe_count; i++)
        words = arena_format(arena, "%s%s%s in %s", words, i ? "; " : "",
                             volume_text(arena, shop->syringes[i].capacity),
                             volume_text(arena, shop->syringes[i].graduation));
    return words;
}

static bool liquid_syringe(const LadderJob *job, const Liquid *liquid, Rung *rung)
{
    Arena *arena = job->arena;
    const char *graduation = volume_text(arena, liquid->graduation), *capacity = volume_text(arena, liquid->syringe);
    bool fine = true;
    if (liquid->graduation.nl <= 0 || liquid->syringe.nl % liquid->graduation.nl != 0) {
        finding_add(job->findings, MT403, liquid->place, "a graduation of %s does not divide a syringe of %s",
                    graduation, capacity);
        fine = false;
    }
    rung->syringe = syringe_find(job->shop, liquid->syringe, liquid->graduation);
    if (!rung->syringe) {
        finding_add(job->findings, MT402, liquid->place,
                    "no %s syringe in marks of %s is in stock; in stock are: %s", capacity, graduation,
                    syringes_text(job->shop, arena));
        return false;
    }
    if (fine && !mark_mass(liquid->strength, liquid->graduation, &rung->mark)) {
        finding_add(job->findings, MT405, liquid->place,
                    "%s of %s is not a whole number of nanograms: the dose of a mark cannot be said",
                    graduation, strength_text(arena, liquid->strength));
        return false;
    }
    return fine;
}

static bool liquid_rung(const LadderJob *job, const Liquid *liquid, Rung *rung)
{
    bool fine = liquid_syringe(job, liquid, rung);
    rung->formula = formula_of_liquid(liquid, job->shop, job->formulas, job->arena, job->findings);
    rung->strength = liquid->strength;
    rung->place = liquid->place;
    rung->why = "stated in the prescription";
    return rung->formula && fine;
}

/* The drug's liquids in order of `from`; one without it comes first. */
static const Liquid **liquids_of(const LadderJob *job, const Drug *drug, size_t *count)
{
    const Prescription *rx = job->rx;
    const Liquid **found = ARENA_ARRAY(job->arena, rx->liquid_count, const Liquid *);
    *count = 0;
    for (size_t i = 0; i < rx->liquid_count; i++) {
        const Liquid *liquid = &rx->liquids[i];
        if (liquid->drug != drug) continue;
        size_t at = (*count)++;
        for (; at > 0 && liquid->has_from && found[at - 1]->has_from &&
               date_before(liquid->from, found[at - 1]->from);
             at--)
            found[at] = found[at - 1];
        for (; at > 0 && !liquid->has_from && found[at - 1]->has_from; at--) found[at] = found[at - 1];
        found[at] = liquid;
    }
    return found;
}

static int32_t liquid_first(const LadderJob *job, const Liquid *liquid, int32_t first)
{
    return liquid->has_from ? date_between(job->plan->first, liquid->from) : first;
}

/* Led by symptoms, no day after the review is known as a date. */
static bool liquid_dated(const LadderJob *job, const Liquid *liquid)
{
    if (!job->plan->fastest || !liquid->has_from || date_before(liquid->from, date_add(job->plan->first, job->plan->dated)))
        return true;
    finding_add(job->findings, MT407, liquid->place, "from %s is not before the review on %s; later days have no dates",
                date_text(job->arena, liquid->from), date_text(job->arena, job->rx->review));
    return false;
}

/* The liquids must follow one another and cover the drug's days, each with at least one day of its own. */
static bool liquid_days(const LadderJob *job, const Liquid **liquids, size_t count, size_t at, Rung *rung,
                        int32_t first, int32_t last)
{
    const Liquid *liquid = liquids[at];
    if (!liquid_dated(job, liquid)) return false;
    rung->first = liquid_first(job, liquid, first);
    rung->last = at + 1 < count ? liquid_first(job, liquids[at + 1], first) - 1 : last;
    if (at == 0 && rung->first > first) {
        finding_add(job->findings, MT407, liquid->place,
                    "the first liquid is from %s, but the drug is taken from %s on",
                    date_text(job->arena, liquid->from), day_text(job->arena, job->plan, first));
        return false;
    }
    if (rung->first < first) rung->first = first;
    if (rung->last > last) rung->last = last;
    if (rung->first <= rung->last) return true;
    finding_add(job->findings, MT407, liquid->place, "no day is left for this liquid: the drug is taken from %s to %s",
                day_text(job->arena, job->plan, first), day_text(job->arena, job->plan, last));
    return false;
}

/* The same liquid stated again is no change.  Another drug's is by another formula; a drug's rungs follow one another. */
static void rung_push_stated(LadderJob *job, Rung rung)
{
    Rung *before = job->count ? &job->items[job->count - 1] : NULL;
    bool same = before && before->syringe == rung.syringe && before->formula == rung.formula &&
                strength_equal(before->strength, rung.strength);
    if (same) before->last = rung.last;
    else ladder_push(job, rung);
}

static bool ladder_stated(LadderJob *job, size_t drug, const Liquid **liquids, size_t count, int32_t first,
                          int32_t last)
{
    bool fine = true;
    for (size_t i = 0; i < count; i++) {
        Rung rung = {.drug = drug};
        bool usable = liquid_rung(job, liquids[i], &rung);
        bool timely = liquid_days(job, liquids, count, i, &rung, first, last);
        if (usable && timely) rung_push_stated(job, rung);
        else fine = false;
    }
    return fine;
}

/* ---------------------------------------------------------------- the whole ladder ---- */

static bool ladder_drug(LadderJob *job, size_t drug)
{
    int32_t first, last;
    if (!drug_days(job->plan, drug, &first, &last)) return true;
    size_t count;
    const Liquid **liquids = liquids_of(job, job->plan->drugs[drug].drug, &count);
    if (count) return ladder_stated(job, drug, liquids, count, first, last);
    return ladder_choose(job, drug, first, last);
}

/* A liquid of a drug the plan never gives would otherwise go unread. */
static void liquids_unused(const LadderJob *job)
{
    for (size_t i = 0; i < job->rx->liquid_count; i++) {
        const Liquid *liquid = &job->rx->liquids[i];
        bool used = false;
        for (size_t drug = 0; drug < job->plan->drug_count; drug++) used |= job->plan->drugs[drug].drug == liquid->drug;
        if (!used) finding_add(job->findings, MT407, liquid->place, "the plan gives no %s", liquid->drug->name);
    }
}

static void formulas_judge(const LadderJob *job)
{
    for (size_t i = 0; i < job->count; i++) {
        bool judged = false;
        for (size_t k = 0; k < i; k++) judged |= job->items[k].formula == job->items[i].formula && strength_equal(job->items[k].strength, job->items[i].strength);
        if (!judged)
            formula_judge(job->items[i].formula, job->items[i].strength, job->rx, job->shop, job->items[i].place, job->arena,
                          job->findings);
    }
}

/* Strengths of one drug in the ratio of ten are mistaken for one another by a point. */
static void ratios_judge(const LadderJob *job)
{
    for (size_t i = 1; i < job->count; i++) {
        const Rung *rung = &job->items[i];
        for (size_t k = 0; k < i; k++) {
            if (job->items[k].drug != rung->drug || !ratio_ten(job->items[k].strength, rung->strength)) continue;
            finding_add(job->findings, MT408, rung->place, "%s and %s of %s are in the ratio of ten",
                        strength_text(job->arena, job->items[k].strength), strength_text(job->arena, rung->strength),
                        job->plan->drugs[rung->drug].drug->name);
            break;
        }
    }
}

Ladder *ladder_make(const Prescription *rx, const Shop *shop, const Formulas *formulas, const Tables *tables,
                    const Plan *plan, Arena *arena, Findings *findings)
{
    LadderJob job = {.rx = rx,
                     .shop = shop,
                     .formulas = formulas,
                     .tables = tables,
                     .plan = plan,
                     .arena = arena,
                     .findings = findings};
    bool fine = true;
    for (size_t drug = 0; drug < plan->drug_count; drug++) fine &= ladder_drug(&job, drug);
    liquids_unused(&job);
    formulas_judge(&job);
    ratios_judge(&job);
    if (!fine) return NULL;
    Ladder *ladder = ARENA_NEW(arena, Ladder);
    *ladder = (Ladder){.items = job.items, .count = job.count};
    volumes_judge(rx, plan, ladder, arena, findings);
    return ladder;
}

const Rung *ladder_rung(const Ladder *ladder, size_t drug, int32_t day)
{
    for (size_t i = 0; i < ladder->count; i++) {
        const Rung *rung = &ladder->items[i];
        if (rung->drug == drug && rung->first <= day && day <= rung->last) return rung;
    }
    return NULL;
}
