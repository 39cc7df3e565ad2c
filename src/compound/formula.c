/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formula.h"
#include "allergy.h"
#include "microtaper/text.h"

bool formula_makes(const Formula *formula, Strength strength)
{
    for (size_t i = 0; i < formula->strength_count; i++)
        if (strength_equal(formula->strengths[i], strength)) return true;
    return false;
}

static const Approval *approval_of(const Shop *shop, const Formula *formula, Arena *arena)
{
    return approval_find(shop, arena_format(arena, "formula %s", formula->id), &formula->digest);
}

/* An approval of the formula by name, of whatever digest: an older state of the file. */
static const Approval *approval_older(const Shop *shop, const Formula *formula, Arena *arena)
{
    const char *what = arena_format(arena, "formula %s", formula->id);
    for (size_t i = shop->approval_count; i-- > 0;)
        if (text_equal(shop->approvals[i].what, what)) return &shop->approvals[i];
    return NULL;
}

bool formula_approved(const Shop *shop, const Formula *formula)
{
    Arena *arena = arena_new();
    bool approved = approval_of(shop, formula, arena) != NULL;
    arena_free(arena);
    return approved;
}

static const Formula *formula_named(const Liquid *liquid, const Formulas *formulas, Arena *arena, Findings *findings)
{
    for (size_t i = 0; i < formulas->count; i++) {
        const Formula *formula = &formulas->items[i];
        if (!text_equal(formula->id, liquid->formula)) continue;
        if (formula->drug == liquid->drug && formula_makes(formula, liquid->strength)) return formula;
        finding_add(findings, MT404, liquid->place, "formula %s does not make %s %s", formula->id, liquid->drug->name,
                    strength_text(arena, liquid->strength));
        return NULL;
    }
    finding_add(findings, MT404, liquid->place, "there is no formula \"%s\"", liquid->formula);
    return NULL;
}

/* The strengths that the drug's formulas do make, for the remedy. */
static const char *strengths_made(const Drug *drug, const Formulas *formulas, Arena *arena)
{
    Buffer words = buffer_new(arena);
    for (size_t i = 0; i < formulas->count; i++) {
        const Formula *formula = &formulas->items[i];
        if (formula->drug != drug) continue;
        for (size_t k = 0; k < formula->strength_count; k++)
            buffer_addf(&words, "%s%s (%s)", words.length ? ", " : "",
                        strength_text(arena, formula->strengths[k]), formula->id);
    }
    return words.length ? buffer_text(&words) : "none";
}

const Formula *formula_of_liquid(const Liquid *liquid, const Shop *shop, const Formulas *formulas, Arena *arena,
                                 Findings *findings)
{
    if (liquid->formula) return formula_named(liquid, formulas, arena, findings);
    const Formula *found = NULL, *found_approved = NULL;
    size_t made = 0, approved = 0;
    for (size_t i = 0; i < formulas->count; i++) {
        const Formula *formula = &formulas->items[i];
        if (formula->drug != liquid->drug || !formula_makes(formula, liquid->strength)) continue;
        made++;
        found = formula;
        if (!formula_approved(shop, formula)) continue;
        approved++;
        found_approved = formula;
    }
    if (approved == 1) return found_approved;
    if (made == 1) return found;
    if (made == 0)
        finding_add(findings, MT404, liquid->place, "no formula makes %s %s; made are: %s", liquid->drug->name,
                    strength_text(arena, liquid->strength), strengths_made(liquid->drug, formulas, arena));
    else
        finding_add(findings, MT406, liquid->place, "%zu formulas make %s %s: name one with formula=", made,
                    liquid->drug->name, strength_text(arena, liquid->strength));
    return NULL;
}

void approval_judge(const Formula *formula, const Shop *shop, Place place, Arena *arena, Findings *findings)
{
    if (approval_of(shop, formula, arena)) return;
    const char *letters = digest_letters(arena, &formula->digest, 16);
    const Approval *older = approval_older(shop, formula, arena);
    if (older)
        finding_add(findings, MT502, place,
                    "formula %s was approved by %s on %s as %s and has been edited since: it is now %s",
                    formula->id, older->by, date_text(arena, older->on), older->digest, letters);
    else
        finding_add(findings, MT501, place, "formula %s, version %d (%s), has been approved by nobody", formula->id,
                    formula->version, letters);
}

bool drug_approved(const Formulas *formulas, const Drug *drug, const Shop *shop)
{
    for (size_t i = 0; i < formulas->count; i++)
        if (formulas->items[i].drug == drug && formula_approved(shop, &formulas->items[i])) return true;
    return false;
}

static void ingredient_say(Code code, const char *what, const Formula *formula, const Ingredient *part, Place place, Findings *findings)
{
    finding_add(findings, code, place, "%s: formula %s holds %s%s%s%s", what, formula->id, part->name, part->contains ? " (" : "",
                part->contains ? part->contains : "", part->contains ? ")" : "");
}

static bool ingredients_judge(const Formula *formula, const Prescription *rx, Arena *arena, Findings *findings)
{
    bool fine = true;
    const Patient *patient = &rx->patient;
    for (size_t i = 0; i < formula->ingredient_count; i++) {
        const Ingredient *part = &formula->ingredients[i];
        const char *allergy = allergy_match(patient->allergies, part, arena), *need = need_match(patient->needs, part, arena);
        if (allergy)
            ingredient_say(MT505, arena_format(arena, "stated allergy \"%s\"", allergy), formula, part, patient->place, findings);
        if (need) ingredient_say(MT507, arena_format(arena, "stated need \"%s-free\"", need), formula, part, patient->place, findings);
        fine &= !allergy && !need;
    }
    return fine;
}

/* A commercial liquid of this strength, by the formula's own word or by the table of drugs. */
static bool commercial(const Formula *formula, Strength strength)
{
    if (formula->commercial_copy) return true;
    for (size_t i = 0; i < formula->drug->commercial_count; i++)
        if (strength_equal(formula->drug->commercial[i], strength)) return true;
    return false;
}

bool formula_judge(const Formula *formula, Strength strength, const Prescription *rx, const Shop *shop, Place place, Arena *arena,
                   Findings *findings)
{
    bool fine = true;
    if (!formula_approved(shop, formula))
        finding_add(findings, MT506, place, "formula %s: no paper is made before a pharmacist approves it", formula->id);
    if (formula->bud_days <= 0 && !bud_class_find(shop->profile, formula->bud_class)) {
        finding_add(findings, MT504, place, "formula %s: profile %s has no class \"%s\"", formula->id,
                    shop->profile->name, formula->bud_class ? formula->bud_class : "");
        fine = false;
    }
    if (commercial(formula, strength) && text_empty(rx->rationale)) {
        finding_add(
            findings, MT503, place,
            "a commercial liquid like %s %s exists; the prescription states no rationale for compounding it",
            formula->drug->name, strength_text(arena, strength));
        fine = false;
    }
    fine &= ingredients_judge(formula, rx, arena, findings);
    return fine;
}
