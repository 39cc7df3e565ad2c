/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A batch while it is worked out: what its lines and its weighing share. */
#ifndef COMPOUND_MIXING_H
#define COMPOUND_MIXING_H

#include "microtaper/compound.h"

typedef struct {
    const Shop *shop;
    const Tables *tables;
    Batch *batch;
    Arena *arena;
    Findings *findings;
    size_t step_capacity, line_capacity;
} Mixing;

/* Adds a step of the arithmetic as printed, and gives it back. */
const char *step_add(Mixing *job, const char *step);
/* Adds a line; the pointer is good until the next is added. */
BatchLine *line_add(Mixing *job, const Ingredient *part, LineKind kind);
/* What a line may miss its target by, either way: its own, or the limits'. */
int64_t tolerance_of(const Mixing *job, const Ingredient *part);
/* The volume of a LINE_VOLUME, with what may be measured by its ingredient's tolerance. */
void volume_set(const Mixing *job, BatchLine *line, Volume volume);
/* Weighs a powder that must hold `mass` of the drug as ordered: certificate, salt, least weighable, triturate
 * (weigh.c). */
bool powder_weigh(Mixing *job, const Ingredient *active, Mass mass);

#endif
