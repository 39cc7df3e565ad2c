/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lot numbers of a run whose lots are not shared.  Four letters tell the lots of one day and formula apart: of a thousand, two
 * meet with a chance of two in five.  The later in the input then takes another, like a shared lot does. */
#ifndef MICROTAPER_RUN_NUMBERS_H
#define MICROTAPER_RUN_NUMBERS_H

#include "member.h"

typedef struct { char number[9]; int64_t index; const char *folder; } NumberOwner;
typedef struct { void *tree; Arena *arena; } Numbers;

/* "rx/NUMBER/rREV-fN" */
const char *member_folder(const Member *member, Arena *arena);
/* Notes the numbers of the member's lots; or, when another prescription has one of them, notes none and says whose. */
const NumberOwner *numbers_take(Numbers *numbers, const Member *member);
/* Gives each batch a number that no other prescription has. */
void numbers_give(const Numbers *numbers, Batch **batches, size_t count, Arena *arena);
/* The tree itself; who is in it lies in the arena. */
void numbers_end(Numbers *numbers);

#endif
