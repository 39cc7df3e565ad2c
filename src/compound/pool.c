/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pooled batches: the bottles of one run that can come out of one vessel (ARITHMETIC.md 5.7). */
#include "microtaper/compound.h"

typedef struct { size_t number; size_t fill; int64_t contents; bool begun; } OpenPool;   /* the latest of a liquid */

typedef struct {
    const PoolItem *items;
    size_t count, at;          /* the item being put */
    int64_t most;
    OpenPool *open;            /* by liquid */
    size_t pools;
} Pooling;

/* What the fill of the item at hand still has to put into its liquid, from that item on. */
static int64_t fill_rest(const Pooling *job)
{
    const PoolItem *one = &job->items[job->at];
    int64_t rest = 0;
    for (size_t i = job->at; i < job->count && job->items[i].fill == one->fill; i++)
        if (job->items[i].liquid == one->liquid) rest += job->items[i].contents.nl;
    return rest;
}

/* A fill that no batch could hold whole, or that is already under way, goes in bottle by bottle. */
static bool pool_takes(const Pooling *job, const OpenPool *open)
{
    const PoolItem *one = &job->items[job->at];
    if (job->most <= 0) return true;
    int64_t room = job->most - open->contents, rest = fill_rest(job);
    bool singly = open->fill == one->fill || rest > job->most;
    return (singly ? one->contents.nl : rest) <= room;
}

static size_t pool_put(Pooling *job)
{
    const PoolItem *one = &job->items[job->at];
    OpenPool *open = &job->open[one->liquid];
    if (!open->begun || !pool_takes(job, open)) *open = (OpenPool){.number = job->pools++, .begun = true};
    open->fill = one->fill;
    open->contents += one->contents.nl;
    return open->number;
}

size_t pools_assign(const PoolItem *items, size_t count, Volume most, size_t *pool_of, Arena *arena)
{
    size_t liquids = 0;
    for (size_t i = 0; i < count; i++)
        if (items[i].liquid >= liquids) liquids = items[i].liquid + 1;
    Pooling job = {.items = items, .count = count, .most = most.nl, .open = ARENA_ARRAY(arena, liquids, OpenPool)};
    for (; job.at < count; job.at++) pool_of[job.at] = pool_put(&job);
    return job.pools;
}
