/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Marks of one day by the nearest rule alone (ARITHMETIC.md 2.1), shared by the choice of a strength and the
 * measuring. */
#ifndef COMPOUND_MARKS_H
#define COMPOUND_MARKS_H

#include "microtaper/compound.h"

/* The mass in one graduation; false when it is not a whole number of ng. */
bool mark_mass(Strength strength, Volume graduation, Mass *mark);
/* floor(target / mark + (2k + 1) / (2n)); n > 0, 0 <= k < n, mark > 0.  Never above INT32_MAX: such a volume is
 * over the capacity of any syringe, and is refused as that. */
int32_t marks_nearest(Mass target, Mass mark, int n, int k);
/* The marks of each time of one day, into out[plan->times]. */
void marks_of_day(const Plan *plan, size_t drug, int32_t day, Mass mark, int32_t *out);
/* First and last day with a target; false when there is none. */
bool drug_days(const Plan *plan, size_t drug, int32_t *first, int32_t *last);
/* The taking of the drug, or NULL (a drug reached by crossover). */
const Taking *drug_taking(const Prescription *rx, const Drug *drug);
/* "0.1 mg per mL in the 5 mL syringe (0.2 mL marks)" */
const char *pair_text(Arena *arena, Strength strength, const Syringe *syringe);
const char *day_text(Arena *arena, const Plan *plan, int32_t day);

#endif
