/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether an ingredient is what a patient's stated allergies name. */
#ifndef COMPOUND_ALLERGY_H
#define COMPOUND_ALLERGY_H

#include "microtaper/compound.h"

/* The first of the allergies (words parted by ; or ,) that the ingredient's name or contents hold, or NULL.
 * Letters are compared without case, a plural as the singular, either word within the other ("parabens" is in
 * "methylparaben"); alcohol is ethanol and sugar is sucrose.  A false alarm is accepted by name; a miss would
 * harm. */
/* The same of needs such as "alcohol-free": the substance that must not be in it. */
const char *need_match(const char *needs, const Ingredient *part, Arena *arena);
const char *allergy_match(const char *allergies, const Ingredient *part, Arena *arena);

#endif
