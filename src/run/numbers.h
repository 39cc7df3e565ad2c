/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lot numbers of a run whose lots are not shared.  Four letters tell the lots of one day and formula apart: of a thousand, two
 * meet with a chance of two in five.  The later in the input then takes another, like a shared lot does. */
#ifndef MICROTAPER_RUN_NUMBERS_H
#define MICROTAPER_RUN_NUMBERS_H

#include "member.h"

/* A prescription whose papers stand, by its place in the input; its folder as under `out`. */
typedef struct { char number[9]; int64_t index; const char *folder; } NumberOwner;
/* One that came later and had a number of another: its own numbers are owned by nobody. */
typedef struct { int64_t index; const char *folder; char (*numbers)[9]; size_t count; } Clash;
/* Places in the input, ascending, each once. */
typedef struct { int64_t *at; size_t count, capacity; } Places;

typedef struct {
    void *tree;
    Clash *clashes; size_t clash_count, clash_capacity;
    bool as_owned;                  /* numbers_give: to owners, what they own */
    Arena *arena;
} Numbers;

/* Notes the numbers of the member's lots; or, when another prescription has one of them, that these clash: false. */
bool numbers_take(Numbers *numbers, const Member *member);
/* Takes the clashes out.  The worksheet under a number of theirs may be theirs or its owner's: both sets of papers are removed
 * from `out`, to be made again, `later` first.  Returns 0 or the first errno. */
int numbers_clear(Numbers *numbers, const char *out, Places *later, Places *owners);
/* Gives each batch of the prescription at `index` a number of its own that nobody owns, and notes it; or, `as_owned`, the one
 * that it owned before.  False when there is none. */
bool numbers_give(Numbers *numbers, int64_t index, Batch **batches, size_t count, Arena *arena);
/* The tree itself; who is in it lies in the arena. */
void numbers_end(Numbers *numbers);

#endif
