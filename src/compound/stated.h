/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Doses that the prescription states in mg and in mL: with the strength in force the two must agree. */
#ifndef COMPOUND_STATED_H
#define COMPOUND_STATED_H

#include "microtaper/compound.h"

/* Judges the volumes of `taking` by the drug's first strength, those of a list's rows by the strength of each day on
 * which the row's doses are taken. */
void volumes_judge(const Prescription *rx, const Plan *plan, const Ladder *ladder, Arena *arena, Findings *findings);

#endif
