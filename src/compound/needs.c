/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The batches of a run together: in which order, and what they take from stock (ARITHMETIC.md 5.8). */
#include "microtaper/compound.h"
#include "microtaper/text.h"
#include "wide.h"

/* ---------------------------------------------------------------- order ---- */

/* Formulas of a run stand in one array, in the order of their files. */
static bool before(const Batch *a, const Batch *b)
{
    if (a->formula != b->formula) return a->formula < b->formula;
    return (Wide)a->strength.mass.ng * b->strength.volume.nl < (Wide)b->strength.mass.ng * a->strength.volume.nl;
}

static void merge(Batch **from, Batch **to, size_t first, size_t middle, size_t end)
{
    size_t a = first, b = middle;
    for (size_t i = first; i < end; i++) {
        bool right = a == middle || (b < end && before(from[b], from[a]));
        to[i] = right ? from[b++] : from[a++];
    }
}

/* Batches that are equal keep their order: that of their first bottle. */
static void sort(Batch **batches, Batch **room, size_t first, size_t end)
{
    if (end - first < 2) return;
    size_t middle = first + (end - first) / 2;
    sort(batches, room, first, middle);
    sort(batches, room, middle, end);
    merge(batches, room, first, middle, end);
    for (size_t i = first; i < end; i++) batches[i] = room[i];
}

void batches_order(Batch **batches, size_t count)
{
    Arena *arena = arena_new();
    sort(batches, ARENA_ARRAY(arena, count, Batch *), 0, count);
    arena_free(arena);
}

/* ---------------------------------------------------------------- stock ---- */

static StockNeed need_of(const BatchLine *line)
{
    StockNeed need = {.component = line->ingredient->name, .lot = line->lot};
    switch (line->kind) {
    case LINE_COUNT:
        need.amount = line->count;
        break;
    case LINE_WEIGH:
        need.unit = STOCK_MASS;
        need.amount = line->target.ng;
        break;
    case LINE_VOLUME:
    case LINE_QS:
        need.unit = STOCK_VOLUME;
        need.amount = line->volume.nl;
        break;
    }
    return need;
}

static bool same_stock(const StockNeed *a, const StockNeed *b)
{
    if (a->lot || b->lot) return a->lot == b->lot;
    return a->unit == b->unit && text_equal(a->component, b->component);
}

typedef struct { StockNeed *items; size_t count, capacity; Arena *arena; } Needs;

static void needs_add(Needs *needs, StockNeed one)
{
    size_t at = 0;
    while (at < needs->count && !same_stock(&needs->items[at], &one)) at++;
    if (at < needs->count) needs->items[at].amount += one.amount;
    else *ARENA_PUSH(needs->arena, needs->items, needs->count, needs->capacity, StockNeed) = one;
}

StockNeed *stock_needs(Batch *const *batches, size_t count, size_t *need_count, Arena *arena)
{
    Needs needs = {.arena = arena};
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < batches[i]->line_count; k++)
            if (!batches[i]->lines[k].mixture) needs_add(&needs, need_of(&batches[i]->lines[k]));
    for (size_t i = 0; i < needs.count; i++) {
        StockNeed *need = &needs.items[i];
        if (need->lot && need->amount > need->lot->on_hand) need->shortage = need->amount - need->lot->on_hand;
    }
    *need_count = needs.count;
    return needs.items;
}
