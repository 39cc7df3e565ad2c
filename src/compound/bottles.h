/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The bottles of one fill (ARITHMETIC.md 4.4, 4.5). */
#ifndef COMPOUND_BOTTLES_H
#define COMPOUND_BOTTLES_H

#include "microtaper/compound.h"

/* Fills in the bottles of fill->first .. fill->last with fill->reserve_days.  False with findings when a day
 * does not fit the largest bottle. */
bool bottles_make(Fill *fill, const Prescription *rx, const Shop *shop, const Schedule *schedule, Arena *arena,
                  Findings *findings);

#endif
