/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A lot's name: made of the day, the formula's code and the batch's content, so that a remake is a new number. */
#ifndef COMPOUND_LOT_H
#define COMPOUND_LOT_H

#include "microtaper/compound.h"

/* Whether the day fits the three letters of a lot: 2020-01-01 to 2109-09-18. */
bool lot_fits(Date made_on);
/* Writes batch->lot from everything else in the batch. */
void lot_make(Batch *batch, Arena *arena);

#endif
