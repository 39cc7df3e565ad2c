/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the making of a ladder shares between judging stated liquids and choosing. */
#ifndef COMPOUND_LADDER_H
#define COMPOUND_LADDER_H

#include "microtaper/compound.h"

typedef struct {
    const Prescription *rx;
    const Shop *shop;
    const Formulas *formulas;
    const Tables *tables;
    const Plan *plan;
    Arena *arena;
    Findings *findings;
    Rung *items;
    size_t count, capacity;
} LadderJob;

void ladder_push(LadderJob *job, Rung rung);
/* Chooses for the drug's days first..last and pushes the rungs.  False with findings when nothing fits. */
bool ladder_choose(LadderJob *job, size_t drug, int32_t first, int32_t last);

#endif
