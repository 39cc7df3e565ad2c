/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Weighing a powder: factors of the certificate and the salt, the least weighable, the triturate (ARITHMETIC.md
 * 5.2, 5.5). */
#include "mixing.h"
#include "microtaper/text.h"
#include "stock.h"
#include "wide.h"

/* The weighing factor as one exact fraction, and its words. */
typedef struct { Wide top, bottom; const char *words; } Factor;

static void factor_salt(const Mixing *job, const Ingredient *active, Factor *factor)
{
    int64_t ordered = job->batch->formula->drug->molar_mass_e2, weighed = active->molar_mass_e2;
    if (weighed <= 0 || ordered <= 0 || weighed == ordered) return;
    factor->top *= weighed;
    factor->bottom *= ordered;
    factor->words = arena_format(job->arena, "%s x %s / %s (molar masses, %s)", factor->words,
                                 decimal_text(job->arena, weighed, 2), decimal_text(job->arena, ordered, 2),
                                 active->as_weighed ? active->as_weighed : active->name);
}

/* A share as a bare number of percent: "99.2". */
static const char *percent_text(Arena *arena, int64_t e8)
{
    return decimal_text(arena, e8, 6);
}

static void factor_certificate(const Mixing *job, const StockLot *lot, Factor *factor)
{
    if (!lot || !lot->has_assay) return;
    factor->top *= SHARE_ONE;
    factor->bottom *= lot->assay.e8;
    factor->words = arena_format(job->arena, "%s x 100 / %s (assay, %s)", factor->words,
                                 percent_text(job->arena, lot->assay.e8), lot->dried ? "dried" : "as is");
    if (!lot->dried) return;
    factor->top *= SHARE_ONE;
    factor->bottom *= SHARE_ONE - lot->drying_loss.e8;
    factor->words = arena_format(job->arena, "%s x 100 / %s (loss on drying %s)", factor->words,
                                 percent_text(job->arena, SHARE_ONE - lot->drying_loss.e8),
                                 share_text(job->arena, lot->drying_loss));
}

static int64_t half_even(Wide top, Wide bottom)
{
    Wide whole = top / bottom, rest = 2 * (top % bottom);
    if (rest > bottom || (rest == bottom && whole % 2 != 0)) whole++;
    return (int64_t)whole;
}

/* Outside its bounds a factor is more likely a slip than a powder. */
static void factor_judge(const Mixing *job, const Ingredient *active, const Factor *factor)
{
    const Limits *limits = &job->tables->limits;
    if (factor->top * SHARE_ONE >= factor->bottom * limits->factor_low.e8 &&
        factor->top * SHARE_ONE <= factor->bottom * limits->factor_high.e8)
        return;
    finding_add(job->findings, MT546, active->place, "%s: the weighing factor is %s, outside %s to %s",
                active->name, decimal_text(job->arena, half_even(factor->top * 1000000, factor->bottom), 6),
                decimal_text(job->arena, limits->factor_low.e8, 8),
                decimal_text(job->arena, limits->factor_high.e8, 8));
}

static void certificate_judge(const Mixing *job, const Ingredient *active, const StockLot *lot)
{
    if (lot && lot->has_assay) return;
    finding_add(job->findings, MT545, active->place, "%s: no assay of %s is known; it is weighed as 100 %%",
                active->name, lot ? arena_format(job->arena, "lot %s", lot->number) : "the lot to be used");
}

/* ---------------------------------------------------------------- lines ---- */

int64_t tolerance_of(const Mixing *job, const Ingredient *part)
{
    return part->tolerance.e8 > 0 ? part->tolerance.e8 : job->tables->limits.weigh_tolerance.e8;
}

static BatchLine *weigh_line(Mixing *job, const Ingredient *part, Mass target, int64_t tolerance)
{
    BatchLine *line = line_add(job, part, LINE_WEIGH);
    line->target = target;
    line->tolerance.e8 = tolerance;
    line->low.ng = muldiv_ceil(target.ng, SHARE_ONE - tolerance, SHARE_ONE);
    line->high.ng = muldiv_floor(target.ng, SHARE_ONE + tolerance, SHARE_ONE);
    line->step =
        step_add(job, arena_format(job->arena, "Weigh %s: %s to %s, target %s", part->name,
                                   mass_text(job->arena, line->low), mass_text(job->arena, line->high),
                                   mass_text(job->arena, target)));
    return line;
}

static const Ingredient *part_named(Mixing *job, const Ingredient *active, const char *name)
{
    Ingredient *part = ARENA_NEW(job->arena, Ingredient);
    *part = (Ingredient){.name = name,
                         .kind = PART_ACTIVE,
                         .source = SOURCE_POWDER,
                         .tolerance = active->tolerance,
                         .place = active->place};
    return part;
}

/* 5.5: `least` of the powder is diluted so that an aliquot of at least `least` holds the mass wanted. */
static bool triturate(Mixing *job, const Ingredient *active, const StockLot *lot, Mass drug, Mass wanted, Mass least)
{
    int64_t tolerance = tolerance_of(job, active);
    Arena *arena = job->arena;
    if (!active->diluent) {
        finding_add(job->findings, MT547, active->place,
                    "%s: %s is less than the least weighable, %s (%s / %s)", active->name,
                    mass_text(arena, wanted), mass_text(arena, least),
                    mass_text(arena, job->shop->balance_sensitivity), share_text(arena, (Share){tolerance}));
        return false;
    }
    Mass aliquot = {2 * wanted.ng > least.ng ? 2 * wanted.ng : least.ng};
    Mass total = {muldiv_half_even(least.ng, aliquot.ng, wanted.ng)}, diluent = {total.ng - least.ng};
    step_add(
        job,
        arena_format(
            arena,
            "%s is less than the least weighable, %s / %s = %s: "
            "weigh %s of %s and %s of %s, mix to %s, take %s x %s / %s = %s",
            mass_text(arena, wanted), mass_text(arena, job->shop->balance_sensitivity),
            share_text(arena, (Share){tolerance}), mass_text(arena, least), mass_text(arena, least),
            active->name, mass_text(arena, diluent), active->diluent, mass_text(arena, total),
            mass_text(arena, total), mass_text(arena, wanted), mass_text(arena, least),
            mass_text(arena, aliquot)));
    BatchLine *line = weigh_line(job, active, least, tolerance);
    line->lot = lot;
    line->before = true;
    line->drug.ng = muldiv_half_even(drug.ng, least.ng, wanted.ng);
    job->batch->premix = (Premix){.drug = line->drug, .mass = total};
    const Ingredient *filler = part_named(job, active, active->diluent);
    const StockLot *filler_lot =
        stock_take(job->shop, job->batch, filler, STOCK_MASS, diluent.ng, arena, job->findings);
    line = weigh_line(job, filler, diluent, tolerance);
    line->lot = filler_lot;
    line->before = true;
    weigh_line(job,
               part_named(job, active, arena_format(arena, "Triturate of both, mixed by geometric dilution")),
               aliquot, tolerance)->mixture = true;
    return true;
}

/* 5.5: a whole number of mL of solution, of so much powder that the stated volume of it holds the mass wanted. */
static bool dissolve(Mixing *job, const Ingredient *active, const StockLot *lot, Mass drug, Mass wanted, Mass least)
{
    Arena *arena = job->arena;
    int64_t tolerance = tolerance_of(job, active);
    Volume solution = {muldiv_ceil(muldiv_ceil(least.ng, active->aliquot.nl, wanted.ng), 1, NL_PER_ML) * NL_PER_ML};
    Mass weighed = {muldiv_half_even(wanted.ng, solution.nl, active->aliquot.nl)};
    step_add(job, arena_format(arena, "%s is less than the least weighable, %s / %s = %s: weigh %s of %s, dissolve in %s and make up to %s, "
                               "take %s x %s / %s = %s", mass_text(arena, wanted), mass_text(arena, job->shop->balance_sensitivity),
                               share_text(arena, (Share){tolerance}), mass_text(arena, least), mass_text(arena, weighed), active->name,
                               active->solvent, volume_text(arena, solution), volume_text(arena, solution), mass_text(arena, wanted),
                               mass_text(arena, weighed), volume_text(arena, active->aliquot)));
    BatchLine *line = weigh_line(job, active, weighed, tolerance);
    line->lot = lot;
    line->before = true;
    line->drug.ng = muldiv_half_even(drug.ng, weighed.ng, wanted.ng);
    job->batch->premix = (Premix){.drug = line->drug, .volume = solution};
    Ingredient *solvent = ARENA_NEW(arena, Ingredient), *taken = ARENA_NEW(arena, Ingredient);
    *solvent = (Ingredient){.name = active->solvent, .kind = PART_FIXED, .place = active->place};
    *taken = (Ingredient){.name = "Solution of both, clear", .kind = PART_ACTIVE, .source = SOURCE_LIQUID, .place = active->place};
    const StockLot *solvent_lot = stock_take(job->shop, job->batch, solvent, STOCK_VOLUME, solution.nl, arena, job->findings);
    line = line_add(job, solvent, LINE_VOLUME);
    volume_set(job, line, solution);
    line->lot = solvent_lot;
    line->before = true;
    line->step = step_add(job, arena_format(arena, "%s: make up to %s", solvent->name, volume_text(arena, solution)));
    line = line_add(job, taken, LINE_VOLUME);
    volume_set(job, line, active->aliquot);
    line->mixture = true;
    line->step = step_add(job, arena_format(arena, "%s: take %s", taken->name, volume_text(arena, active->aliquot)));
    return true;
}

bool powder_weigh(Mixing *job, const Ingredient *active, Mass mass)
{
    Arena *arena = job->arena;
    const StockLot *lot = stock_take(job->shop, job->batch, active, STOCK_MASS, mass.ng, arena, job->findings);
    Factor factor = {1, 1, mass_text(arena, mass)};
    factor_salt(job, active, &factor);
    factor_certificate(job, lot, &factor);
    Mass wanted = {half_even(mass.ng * factor.top, factor.bottom)};
    certificate_judge(job, active, lot);
    factor_judge(job, active, &factor);
    step_add(job, arena_format(arena, "%s: %s = %s", active->name, factor.words, mass_text(arena, wanted)));
    int64_t tolerance = tolerance_of(job, active);
    Mass least = {muldiv_ceil(job->shop->balance_sensitivity.ng, SHARE_ONE, tolerance)};
    if (wanted.ng < least.ng && active->solvent) return dissolve(job, active, lot, mass, wanted, least);
    if (wanted.ng < least.ng) return triturate(job, active, lot, mass, wanted, least);
    BatchLine *line = weigh_line(job, active, wanted, tolerance);
    line->lot = lot;
    line->drug = mass;
    return true;
}
