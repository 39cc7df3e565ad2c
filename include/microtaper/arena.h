/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An arena: memory for one job, given back all at once.
 *
 * Every request is answered with zeroed memory, aligned for any type; there is no NULL to test.  When memory runs
 * out (or a test has asked the n-th request to fail) one line goes to standard error and the process leaves with
 * status 3: papers are published whole or not at all, so nothing half made can stay behind. */
#ifndef MICROTAPER_ARENA_H
#define MICROTAPER_ARENA_H

#include <stddef.h>

typedef struct Arena Arena;

/* A new, empty arena; the caller owns it and gives it back with arena_free. */
Arena *arena_new(void);
/* Gives back everything taken from the arena, and the arena.  NULL is allowed. */
void arena_free(Arena *arena);
/* Forgets everything taken from the arena but keeps a block for the next job. */
void arena_reset(Arena *arena);
/* `size` zeroed bytes; size 0 is allowed.  Never NULL. */
void *arena_alloc(Arena *arena, size_t size);
/* `count` zeroed items of `size` bytes; leaves the process when the product overflows. */
void *arena_array(Arena *arena, size_t count, size_t size);
/* A copy of `size` bytes, and one zero byte behind them. */
char *arena_copy(Arena *arena, const void *bytes, size_t size);
/* A copy of a string. */
char *arena_string(Arena *arena, const char *text);
/* A formatted string. */
char *arena_format(Arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3), nonnull(2)));

/* Leaves the process as a request that fails does: where a library says that it has no memory, or may only have left
 * something out for want of it. */
_Noreturn void memory_out(const char *where);

/* For tests: the n-th request from now (0 is the next) in this process fails.  A negative n switches it off. */
void arena_fail_at(long n);

#define ARENA_NEW(arena, type) ((type *)arena_alloc((arena), sizeof(type)))
#define ARENA_ARRAY(arena, count, type) ((type *)arena_array((arena), (count), sizeof(type)))

/* Room for one more item in a growing array kept as items, count, capacity.  The old array stays in the arena. */
void *arena_grow(Arena *arena, void *items, size_t count, size_t *capacity, size_t size);
#define ARENA_PUSH(arena, items, count, capacity, type) \
    ((items) = arena_grow((arena), (items), (count), &(capacity), sizeof(type)), &(items)[(count)++])

#endif
