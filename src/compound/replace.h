/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bottles that take the place of lost or spoilt ones (ARITHMETIC.md 4.9). */
#ifndef COMPOUND_REPLACE_H
#define COMPOUND_REPLACE_H

#include "microtaper/compound.h"

/* Adds to each fill its replacements, without their discard dates and supplies, and judges what is stated of them. */
void bottles_replace(const Fills *fills, const Prescription *rx, const Shop *shop, const Schedule *schedule, Arena *arena,
                     Findings *findings);

#endif
