/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What to count, weigh and mix for one lot, with every step of the arithmetic in words (ARITHMETIC.md 5). */
#include <stdio.h>
#include "lot.h"
#include "microtaper/text.h"
#include "mixing.h"
#include "stock.h"
#include "wide.h"

const char *step_add(Mixing *job, const char *step)
{
    *ARENA_PUSH(job->arena, job->batch->steps, job->batch->step_count, job->step_capacity, const char *) = step;
    return step;
}

BatchLine *line_add(Mixing *job, const Ingredient *part, LineKind kind)
{
    BatchLine *line = ARENA_PUSH(job->arena, job->batch->lines, job->batch->line_count, job->line_capacity, BatchLine);
    *line = (BatchLine){.ingredient = part, .kind = kind};
    return line;
}

/* a / b to three decimals, marked as rounded when it is. */
static const char *ratio_text(Arena *arena, int64_t a, int64_t b)
{
    bool exact = (Wide)a * 1000 % b == 0;
    return arena_format(arena, "%s%s", exact ? "" : "about ", decimal_text(arena, muldiv_half_even(a, 1000, b), 3));
}

/* ---------------------------------------------------------------- need ---- */

static void contents_sum(Mixing *job)
{
    Batch *batch = job->batch;
    Buffer words = buffer_new(job->arena);
    for (size_t i = 0; i < batch->bottle_count; i++) {
        const BatchBottle *one = &batch->bottles[i];
        batch->contents = volume_add(batch->contents, one->bottle->contents);
        buffer_addf(&words, "%s%s %s: %s", i ? " + " : "", one->rx->number, one->bottle->letter,
                    volume_text(job->arena, one->bottle->contents));
    }
    step_add(job, arena_format(job->arena, "Bottles: %s = %s", buffer_text(&words),
                               volume_text(job->arena, batch->contents)));
}

static void need_work(Mixing *job)
{
    Batch *batch = job->batch;
    Arena *arena = job->arena;
    batch->need.nl = muldiv_ceil(batch->contents.nl, SHARE_ONE + job->shop->overage.e8, SHARE_ONE);
    step_add(job, arena_format(arena, "With %s overage: %s x %s = %s needed",
                               share_text(arena, job->shop->overage), volume_text(arena, batch->contents),
                               decimal_text(arena, SHARE_ONE + job->shop->overage.e8, 8),
                               volume_text(arena, batch->need)));
}

/* Drug in the volume needed, rounded up to the ng. */
static Mass drug_needed(Mixing *job)
{
    Batch *batch = job->batch;
    Mass mass = {muldiv_ceil(batch->need.nl, batch->strength.mass.ng, batch->strength.volume.nl)};
    step_add(job, arena_format(job->arena, "%s: %s x %s = %s", batch->formula->drug->name,
                               volume_text(job->arena, batch->need),
                               strength_text(job->arena, batch->strength), mass_text(job->arena, mass)));
    return mass;
}

/* ---------------------------------------------------------------- the active ingredient ---- */

/* The count is rounded up and the final volume follows. */
static bool tablets_line(Mixing *job, const Ingredient *active, Mass mass)
{
    Batch *batch = job->batch;
    Arena *arena = job->arena;
    int64_t count = muldiv_ceil(mass.ng, 1, active->each.ng);
    batch->drug.ng = muldiv_floor(count, active->each.ng, 1);
    Wide volume = (Wide)batch->drug.ng * batch->strength.volume.nl;
    if (volume % batch->strength.mass.ng != 0) {
        finding_add(job->findings, MT531, active->place,
                    "%lld tablets of %s at %s do not make a whole number of nanolitres", (long long)count,
                    mass_text(arena, active->each), strength_text(arena, batch->strength));
        return false;
    }
    batch->volume.nl = (int64_t)(volume / batch->strength.mass.ng);
    BatchLine *line = line_add(job, active, LINE_COUNT);
    line->count = count;
    line->drug = batch->drug;
    line->lot = stock_take(job->shop, batch, active, STOCK_COUNT, count, arena, job->findings);
    line->step = step_add(job, arena_format(arena, "%s: %s / %s = %s, so %lld tablets", active->name,
                                            mass_text(arena, mass), mass_text(arena, active->each),
                                            ratio_text(arena, mass.ng, active->each.ng), (long long)count));
    step_add(job, arena_format(arena, "Final volume: %lld x %s = %s; at %s that is %s", (long long)count,
                               mass_text(arena, active->each), mass_text(arena, batch->drug),
                               strength_text(arena, batch->strength), volume_text(arena, batch->volume)));
    return true;
}

/* Of all that is crushed the part that is needed: the volume is the need, to the mL. */
static bool fraction_line(Mixing *job, const Ingredient *active, Mass mass)
{
    Batch *batch = job->batch;
    Arena *arena = job->arena;
    int64_t count = muldiv_ceil(mass.ng, 1, active->each.ng);
    Mass crushed = {muldiv_floor(count, active->each.ng, 1)}, rest = {crushed.ng - mass.ng};
    Share part = {muldiv_half_even(mass.ng, 10000, crushed.ng) * (SHARE_ONE / 10000)};
    batch->drug = mass;
    batch->volume = batch->need;
    const StockLot *lot = stock_take(job->shop, batch, active, STOCK_COUNT, count, arena, job->findings);
    BatchLine *line = line_add(job, active, LINE_COUNT);
    line->count = count;
    line->lot = lot;
    line->step = step_add(job, arena_format(arena, "%s: %s / %s = %s, so %lld tablets", active->name, mass_text(arena, mass),
                                            mass_text(arena, active->each), ratio_text(arena, mass.ng, active->each.ng), (long long)count));
    step_add(job, arena_format(arena, "Crush them and weigh all the powder: ________ mg. Take %s / %s = %s of it: ________ mg. The rest, %s of %s, "
                               "is wasted before a witness", mass_text(arena, mass), mass_text(arena, crushed), share_text(arena, part),
                               mass_text(arena, rest), batch->formula->drug->name));
    return true;
}

static bool powder_line(Mixing *job, const Ingredient *active, Mass mass)
{
    job->batch->drug = mass;
    job->batch->volume = job->batch->need;
    return powder_weigh(job, active, mass);
}

void volume_set(const Mixing *job, BatchLine *line, Volume volume)
{
    int64_t tolerance = tolerance_of(job, line->ingredient);
    line->volume = volume;
    line->tolerance.e8 = tolerance;
    line->least.nl = muldiv_ceil(volume.nl, SHARE_ONE - tolerance, SHARE_ONE);
    line->most.nl = muldiv_floor(volume.nl, SHARE_ONE + tolerance, SHARE_ONE);
}

static BatchLine *volume_line(Mixing *job, const Ingredient *part, LineKind kind, Volume volume, const char *step)
{
    const StockLot *lot = stock_take(job->shop, job->batch, part, STOCK_VOLUME, volume.nl, job->arena, job->findings);
    BatchLine *line = line_add(job, part, kind);
    line->volume = volume;
    if (kind == LINE_VOLUME) volume_set(job, line, volume);
    line->lot = lot;
    line->step = step_add(job, step);
    return line;
}

static bool liquid_line(Mixing *job, const Ingredient *active, Mass mass)
{
    Batch *batch = job->batch;
    Arena *arena = job->arena;
    batch->drug = mass;
    batch->volume = batch->need;
    Volume volume = {muldiv_half_even(mass.ng, active->liquid.volume.nl, active->liquid.mass.ng)};
    BatchLine *line = volume_line(job, active, LINE_VOLUME, volume,
                                  arena_format(arena, "%s: %s at %s = %s", active->name, mass_text(arena, mass),
                                               strength_text(arena, active->liquid), volume_text(arena, volume)));
    line->drug = mass;
    return true;
}

static bool active_line(Mixing *job, const Ingredient *active, Mass mass)
{
    switch (active->source) {
    case SOURCE_TABLETS: return active->fraction ? fraction_line(job, active, mass) : tablets_line(job, active, mass);
    case SOURCE_POWDER: return powder_line(job, active, mass);
    case SOURCE_LIQUID: return liquid_line(job, active, mass);
    }
    return false;
}

/* ---------------------------------------------------------------- the other parts ---- */

static bool share_line(Mixing *job, const Ingredient *part)
{
    Arena *arena = job->arena;
    Volume volume = {muldiv_half_even(job->batch->volume.nl, part->share.e8, SHARE_ONE)};
    volume_line(job, part, LINE_VOLUME, volume,
                arena_format(arena, "%s: %s of %s = %s", part->name, share_text(arena, part->share),
                             volume_text(arena, job->batch->volume), volume_text(arena, volume)));
    return true;
}

/* The volumes of all other parts: of shares, and of a liquid source. */
static int64_t other_volumes(const Mixing *job)
{
    const Formula *formula = job->batch->formula;
    int64_t sum = 0;
    for (size_t i = 0; i < formula->ingredient_count; i++)
        if (formula->ingredients[i].kind == PART_SHARE)
            sum += muldiv_half_even(job->batch->volume.nl, formula->ingredients[i].share.e8, SHARE_ONE);
    for (size_t i = 0; i < job->batch->line_count; i++)
        if (job->batch->lines[i].kind == LINE_VOLUME && job->batch->lines[i].ingredient->kind == PART_ACTIVE)
            sum += job->batch->lines[i].volume.nl;
    return sum;
}

/* What the final volume leaves for the vehicle that fills up to it. */
static bool qs_line(Mixing *job, const Ingredient *part)
{
    Arena *arena = job->arena;
    int64_t others = other_volumes(job);
    Volume volume = {job->batch->volume.nl - others};
    if (volume.nl < 0) {
        finding_add(job->findings, MT532, part->place, "the parts make %s, the final volume is %s",
                    volume_text(arena, (Volume){others}), volume_text(arena, job->batch->volume));
        return false;
    }
    volume_line(job, part, LINE_QS, volume,
                arena_format(arena, "%s: QS to %s (about %s)", part->name,
                             volume_text(arena, job->batch->volume), volume_text(arena, volume)));
    return true;
}

static const Ingredient *active_of(const Formula *formula)
{
    const Ingredient *active = NULL;
    for (size_t i = 0; i < formula->ingredient_count; i++) {
        if (formula->ingredients[i].kind != PART_ACTIVE) continue;
        if (active) return NULL;
        active = &formula->ingredients[i];
    }
    return active;
}

static bool part_line(Mixing *job, const Ingredient *part)
{
    if (part->kind == PART_SHARE) return share_line(job, part);
    if (part->kind == PART_QS) return qs_line(job, part);
    return true;
}

/* Lines are worked out active first, which settles the final volume, and printed in the order of the formula:
 * those of the parts that stand before the active one change places with its lines. */
static void lines_order(Batch *batch, const Ingredient *active, size_t active_lines, Arena *arena)
{
    size_t before = (size_t)(active - batch->formula->ingredients);
    BatchLine *ordered = ARENA_ARRAY(arena, batch->line_count, BatchLine);
    for (size_t i = 0; i < batch->line_count; i++) {
        size_t at = i < active_lines ? i + before : i < active_lines + before ? i - active_lines : i;
        ordered[at] = batch->lines[i];
    }
    batch->lines = ordered;
}

static bool lines_make(Mixing *job)
{
    const Formula *formula = job->batch->formula;
    const Ingredient *active = active_of(formula);
    if (!active) {
        finding_add(job->findings, MT533, formula->place, "formula %s has not exactly one active ingredient",
                    formula->id);
        return false;
    }
    if (!active_line(job, active, drug_needed(job))) return false;
    bool fine = true;
    size_t active_lines = job->batch->line_count;
    for (size_t i = 0; i < formula->ingredient_count; i++) fine &= part_line(job, &formula->ingredients[i]);
    if (fine) lines_order(job->batch, active, active_lines, job->arena);
    return fine;
}

/* ---------------------------------------------------------------- the batch ---- */

static Batch *batch_begin(const Shop *shop, const BatchBottle *bottles, size_t count, Date made_on, Arena *arena)
{
    Batch *batch = ARENA_NEW(arena, Batch);
    const Rung *rung = bottles[0].bottle->rung;
    batch->formula = rung->formula;
    batch->strength = rung->strength;
    batch->made_on = made_on;
    batch->discard_after = bud_date(batch->formula, shop, made_on, &batch->bud_rule, arena);
    batch->bottles = ARENA_ARRAY(arena, count, BatchBottle);
    batch->bottle_count = count;
    for (size_t i = 0; i < count; i++) batch->bottles[i] = bottles[i];
    return batch;
}

Batch *batch_under(const Shop *shop, const BatchBottle *bottles, size_t count, Date made_on, const char *lot, Arena *arena)
{
    Batch *batch = batch_begin(shop, bottles, count, made_on, arena);
    for (size_t i = 0; i < count; i++) batch->contents = volume_add(batch->contents, bottles[i].bottle->contents);
    snprintf(batch->lot, sizeof batch->lot, "%s", lot);
    return batch;
}

bool batch_judges(Code code)
{
    return code >= MT531 && code <= MT548;
}

Batch *batch_make(const Shop *shop, const Tables *tables, const BatchBottle *bottles, size_t count, Date made_on,
                  Arena *arena, Findings *findings)
{
    Batch *batch = batch_begin(shop, bottles, count, made_on, arena);
    Mixing job = {.shop = shop, .tables = tables, .batch = batch, .arena = arena, .findings = findings};
    contents_sum(&job);
    need_work(&job);
    if (!lot_fits(made_on))
        finding_add(findings, MT548, bottles[0].rx->place, "made on %s", date_text(arena, made_on));
    if (!lines_make(&job) || !lot_fits(made_on)) return NULL;
    lot_make(batch, arena);
    return batch;
}

static bool same_batch(const Bottle *a, const Bottle *b)
{
    return a->rung->formula == b->rung->formula && strength_equal(a->rung->strength, b->rung->strength);
}

/* The bottles of the fill that are mixed with bottle `at`; none when an earlier bottle has them. */
static size_t batch_members(const Prescription *rx, const Fill *fill, size_t at, BatchBottle *members)
{
    size_t count = 0;
    for (size_t i = 0; i < fill->bottle_count; i++) {
        if (!same_batch(&fill->bottles[i], &fill->bottles[at])) continue;
        if (i < at) return 0;
        members[count++] = (BatchBottle){.rx = rx, .fill = fill, .bottle = &fill->bottles[i]};
    }
    return count;
}

Batch **fill_batches(const Prescription *rx, const Shop *shop, const Tables *tables, const Fill *fill, size_t *count,
                     Arena *arena, Findings *findings)
{
    Batch **batches = ARENA_ARRAY(arena, fill->bottle_count, Batch *);
    BatchBottle *members = ARENA_ARRAY(arena, fill->bottle_count, BatchBottle);
    bool fine = true;
    *count = 0;
    for (size_t i = 0; i < fill->bottle_count; i++) {
        size_t size = batch_members(rx, fill, i, members);
        if (size == 0) continue;
        Batch *batch = batch_make(shop, tables, members, size, fill->made_on, arena, findings);
        if (batch) batches[(*count)++] = batch;
        fine &= batch != NULL;
    }
    return fine ? batches : NULL;
}
