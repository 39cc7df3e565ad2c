/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether a strength with a syringe serves a day (ARITHMETIC.md 2.7). */
#ifndef COMPOUND_FIT_H
#define COMPOUND_FIT_H

#include "ladder.h"

typedef enum { FIT_GOOD, FIT_OVER, FIT_BELOW, FIT_NONE, FIT_LAG, FIT_START } Fit;

typedef struct {
    Fit fit;
    Volume volume, least, most;   /* the one that fails; the day's range so far */
    Mass mass; /* FIT_NONE: the target; FIT_LAG: how far above the target; FIT_START: the dose taken */
    Mass cut;                     /* FIT_LAG */
} DayFit;

/* A day without a target is served by any.  `marks` is room for plan->times. */
DayFit day_fit(const LadderJob *job, const Rung *rung, int32_t day, int32_t *marks);
/* Why it does not fit, as a clause. */
const char *fit_text(const LadderJob *job, const Rung *rung, const DayFit *fit);
bool ratio_ten(Strength a, Strength b);

#endif
