/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The shared lots of a run, in two phases.  In the first every prescription is worked out, laid out and proved with a
 * stand-in lot; those that pass are the members.  Then the pools are formed in the order of the input, judged and frozen
 * (lots_freeze): from here on a lot's bottles, volume and number do not change.  In the second phase worksheets are
 * published, once a lot, and then the papers of the members with their real lots.
 *
 * A member whose papers fail in the second phase stays in the frozen lot: the lot keeps its number, and its worksheet is
 * written again with that bottle marked as not to be filled, so that its list stays true. */
#ifndef MICROTAPER_RUN_LOTS_H
#define MICROTAPER_RUN_LOTS_H

#include "member.h"

typedef struct { uint32_t member, bottle; } LotBottle;

typedef struct {
    char number[9];
    LotBottle *bottles; size_t count;    /* in the order of filling */
    const Findings *findings;            /* of its batch; NULL: none */
    bool refused;                        /* it cannot be made, or its worksheet cannot: nor can its members' papers */
    const char *manifest;                /* its entry there, once its worksheet stands */
} Lot;

typedef struct {
    const House *house;
    Arena *arena;
    Member *members; size_t member_count, member_capacity;
    Lot *lots; size_t lot_count, lot_capacity;
    const LedgerRow *given_up; size_t given_up_count;   /* records of void lots: a remake takes another number */
} Lots;

void lots_add(Lots *lots, const Member *member);
/* Forms the pools of at most `most` (0: each fill's own batches) and judges each batch.  A lot with an error, or with a
 * warning that no member accepts, is refused with all its members, and the others are pooled anew without them. */
void lots_freeze(Lots *lots, Volume most);
/* Lots as their members' papers say, one for each batch of each member: where none are shared. */
void lots_as_made(Lots *lots);
/* The member of an index of the input, or NULL. */
Member *lots_member(const Lots *lots, int64_t index);
/* What was found of the member's lots, added to its findings. */
void lots_tell(const Lots *lots, const Member *member, Findings *findings);
/* The batch of a lot as frozen, under its number; bottles whose members are not made are marked when `marking`. */
Batch *lot_batch(const Lots *lots, const Lot *lot, bool marking, Arena *arena, Findings *findings);
/* Whether a bottle of the lot belongs to a member whose papers do not stand. */
bool lot_lacks(const Lots *lots, const Lot *lot);
/* Whether a demonstration is in force for the lot or a member of it. */
bool lot_sample(const Lots *lots, const Lot *lot);

#endif
