/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which formula makes a strength, and whether it may be used. */
#ifndef COMPOUND_FORMULA_H
#define COMPOUND_FORMULA_H

#include "microtaper/compound.h"

bool formula_makes(const Formula *formula, Strength strength);
bool formula_approved(const Shop *shop, const Formula *formula);
/* The formula of a stated liquid: the named one, or the one approved (else the one) that makes it.  NULL with a
 * finding. */
const Formula *formula_of_liquid(const Liquid *liquid, const Shop *shop, const Formulas *formulas, Arena *arena,
                                 Findings *findings);
/* Whether any formula of a drug is approved. */
bool drug_approved(const Formulas *formulas, const Drug *drug, const Shop *shop);
/* An error when the formula, as its file now is, has been approved by nobody: for papers. */
void approval_judge(const Formula *formula, const Shop *shop, Place place, Arena *arena, Findings *findings);
/* Beyond-use class, documented need and ingredients of a formula that is used at `strength` and `place`, and a note when it is yet to be
 * approved: a plan may be looked at before.  Says what is wrong; true when nothing is. */
bool formula_judge(const Formula *formula, Strength strength, const Prescription *rx, const Shop *shop, Place place, Arena *arena,
                   Findings *findings);
#endif
