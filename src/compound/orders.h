/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which order a fill is made under: refills, quantity and the six months of schedule IV (21 CFR 1306.22). */
#ifndef COMPOUND_ORDERS_H
#define COMPOUND_ORDERS_H

#include "microtaper/compound.h"

/* Sets the supplies of each fill.  A drug without any order is the reader's finding (MT234, MT236) until a fill holds it. Judges the orders against
 * all fills as forecast: errors for what can never be, a note for what is not covered. */
void orders_forecast(const Fills *fills, const Prescription *rx, const Schedule *schedule, Arena *arena,
                     Findings *findings);
/* Whether the tablets at home last to the first fill, and how many are left over then. */
void tablets_judge(const Prescription *rx, const Plan *plan, Arena *arena, Findings *findings);
/* Of the first fill: the last day of the drug's tablets and how many are left over, where they are stated. */
void tablets_before(const Prescription *rx, const Plan *plan, size_t drug, Supply *supply);
/* Judges one fill as made; the fills before it count as forecast. */
void orders_made(const Fills *fills, Fill *made, const Prescription *rx, const Schedule *schedule,
                 Arena *arena, Findings *findings);

#endif
