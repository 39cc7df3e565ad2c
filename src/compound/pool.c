/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pooled batches: the bottles of one run that can come out of one vessel. */
#include "microtaper/compound.h"

typedef struct {
    BatchBottle *bottles;
    size_t count;
    Volume contents;
} Pool;

typedef struct {
    Volume most;
    Pool *items;
    size_t count, bottles;   /* of all pools: room for each */
    Arena *arena;
} Pooling;

static bool same_liquid(const BatchBottle *a, const BatchBottle *b)
{
    return a->bottle->rung->formula == b->bottle->rung->formula &&
           strength_equal(a->bottle->rung->strength, b->bottle->rung->strength) &&
           a->fill->made_on.day == b->fill->made_on.day;
}

static bool same_fill(const BatchBottle *a, const BatchBottle *b)
{
    return a->rx == b->rx && a->fill == b->fill;
}

/* What the fill of bottle `at` still has to put into the same liquid, from that bottle on. */
static Volume fill_rest(const BatchBottle *bottles, size_t count, size_t at)
{
    Volume rest = {0};
    for (size_t i = at; i < count; i++)
        if (same_fill(&bottles[i], &bottles[at]) && same_liquid(&bottles[i], &bottles[at]))
            rest = volume_add(rest, bottles[i].bottle->contents);
    return rest;
}

/* The latest pool of the bottle's liquid: those before it are closed. */
static Pool *pool_open(const Pooling *job, const BatchBottle *bottle)
{
    for (size_t i = job->count; i-- > 0;)
        if (same_liquid(&job->items[i].bottles[0], bottle)) return &job->items[i];
    return NULL;
}

static bool pool_takes(const Pooling *job, const Pool *pool, const BatchBottle *bottles, size_t count, size_t at)
{
    if (job->most.nl <= 0) return true;
    int64_t room = job->most.nl - pool->contents.nl;
    bool begun = same_fill(&pool->bottles[pool->count - 1], &bottles[at]);
    Volume rest = fill_rest(bottles, count, at);
    /* A fill that no batch could hold whole, or that is already under way, goes in bottle by bottle. */
    return begun || rest.nl > job->most.nl ? bottles[at].bottle->contents.nl <= room : rest.nl <= room;
}

static void pool_put(Pooling *job, const BatchBottle *bottles, size_t count, size_t at)
{
    Pool *pool = pool_open(job, &bottles[at]);
    if (!pool || !pool_takes(job, pool, bottles, count, at)) {
        pool = &job->items[job->count++];
        pool->bottles = ARENA_ARRAY(job->arena, job->bottles, BatchBottle);
    }
    pool->bottles[pool->count++] = bottles[at];
    pool->contents = volume_add(pool->contents, bottles[at].bottle->contents);
}

Batch **bottles_pool(const Shop *shop, const Tables *tables, const BatchBottle *bottles, size_t count, Volume most,
                     size_t *batch_count, Arena *arena, Findings *findings)
{
    Pooling job = {.most = most, .items = ARENA_ARRAY(arena, count + 1, Pool), .bottles = count, .arena = arena};
    for (size_t i = 0; i < count; i++) pool_put(&job, bottles, count, i);
    Batch **batches = ARENA_ARRAY(arena, job.count + 1, Batch *);
    bool fine = true;
    *batch_count = job.count;
    for (size_t i = 0; i < job.count; i++) {
        const Pool *pool = &job.items[i];
        batches[i] = batch_make(shop, tables, pool->bottles, pool->count, pool->bottles[0].fill->made_on,
                                arena, findings);
        fine &= batches[i] != NULL;
    }
    return fine ? batches : NULL;
}
