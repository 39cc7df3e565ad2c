/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The best ladder as a problem of its own: which pair (strength and syringe) on which day (ARITHMETIC.md 2.7).
 * Knows nothing of doses, so that it can be proved against exhaustive search on small cases. */
#ifndef COMPOUND_SOLVE_H
#define COMPOUND_SOLVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "microtaper/arena.h"

#define SOLVE_STRENGTHS_MAX 20

typedef struct {
    int32_t days;
    size_t pairs, strengths;   /* strengths <= SOLVE_STRENGTHS_MAX */
    const bool *serves;        /* [day * pairs + pair] */
    const size_t *strength;    /* [pair]: 0 .. strengths - 1 */
    const size_t *syringe;     /* [pair] */
    const int64_t *mark;       /* [pair]: ng in one mark */
    const bool *ten;           /* [a * strengths + b]: in the ratio of ten */
} LadderProblem;

/* Smaller is better, in this order. */
typedef struct {
    int strengths, tens, strength_changes, syringe_changes;
    int64_t resolution;        /* sum over the days of the mark's ng */
} LadderCost;

int ladder_cost_compare(const LadderCost *a, const LadderCost *b);
/* Writes the pair of each day into chosen[days].  False when some day is served by no pair. */
bool ladder_solve(const LadderProblem *problem, size_t *chosen, LadderCost *cost, Arena *arena);

#endif
