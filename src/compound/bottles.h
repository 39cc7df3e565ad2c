/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The bottles of one fill (ARITHMETIC.md 4.4, 4.5). */
#ifndef COMPOUND_BOTTLES_H
#define COMPOUND_BOTTLES_H

#include "microtaper/compound.h"

/* Fills in the bottles of fill->first .. fill->last with fill->reserve_days.  False with findings when a day
 * does not fit the largest bottle. */
bool bottles_make(Fill *fill, const Prescription *rx, const Shop *shop, const Schedule *schedule, Arena *arena,
                  Findings *findings);
/* The bottle that takes the place of `old` from a day on: its strength, formula and doses, and its reserve where it had one. */
Bottle bottle_again(const Bottle *old, int32_t from, const Shop *shop, const Schedule *schedule, Arena *arena);
/* What is drawn from it by the plan on its days a..b. */
Volume bottle_doses(const Bottle *bottle, int32_t a, int32_t b, const Schedule *schedule);
/* "A" .. "Z", "AA" ... of the place 0, 1 ... in a fill. */
void bottle_letter(size_t place, char letter[4]);

#endif
