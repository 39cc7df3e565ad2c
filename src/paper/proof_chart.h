/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MICROTAPER_PAPER_PROOF_CHART_H
#define MICROTAPER_PAPER_PROOF_CHART_H

#include <stdlib.h>

#include "proof.h"

typedef struct { int32_t day; size_t drug, time; } ExpectedDose;

/* Where the proof of a chart stands: pages are read in order, and the fill's days and doses must come in order. */
typedef struct {
    Proof proof;
    const PaperJob *job;
    ExpectedDose *doses; size_t dose_count;   /* of the whole fill */
    int32_t next_day;                         /* that must come next */
    size_t next_dose;
    int32_t last_on_page;
    ChartRow *rows; size_t row_count;         /* of this page, as printed: a row of a period counts for each of its days */
    size_t strips;                            /* syringes below rows that the chart must have so far */
    size_t printed, ticks;                    /* rows and boxes to tick that this page must have */
    int ended_on;                             /* number of the page of the last row; 0: not yet */
    int32_t last_dated;                       /* of the fill's days; before its first: none has a date */
    bool several, curve_seen, closed;
    bool large, by_period;                    /* as the prescription asks */
} ChartProof;

/* What a proof of this fill's chart begins with; `paper` is the first word of its findings.  No document yet. */
ChartProof chart_proof_new(const PaperJob *job, const char *paper, Arena *arena, Findings *findings);
/* Found by looking at every bottle: exactly one may hold the drug on that day; else NULL. */
const Bottle *chart_bottle_on(const Fill *fill, size_t drug, int32_t day);
/* Sentences that must stand on the chart; "": none. */
const char *chart_expected_covered(const ChartProof *own);
const char *chart_expected_change(const ChartProof *own, size_t nth);   /* of the nth event told, from 0 */
const char *chart_expected_replaced(const ChartProof *own);
const char *chart_expected_tablets(const ChartProof *own);
const char *chart_expected_bottle(const ChartProof *own, const Bottle *bottle);
const char *chart_expected_liquid(const ChartProof *own, const Rung *rung);
/* Whether the drug has another strength on that day than on its last day before, which is then `before`. */
bool chart_strength_changes(const ChartProof *own, size_t drug, int32_t day, int32_t *before);

/* --- proof_steps.c --- */
/* The lines of the steps without dates as the chart in text writes them, titles and "Morning: 4.2 mL (0.42 mg), Bottle A",
 * in order; how many of them are doses. */
const char *const *chart_expected_steps(const ChartProof *own, size_t *count, size_t *doses);
/* Led by symptoms: the steps without dates, their boxes, and what is decided at a review. */
void chart_prove_steps(ChartProof *own);

/* --- proof_change.c --- */
/* What the events changed whose days are of this fill or the one before. */
void chart_prove_change(ChartProof *own);
/* The hold, reduction or crossover of the days, and what an event keeps. */
void chart_prove_course(ChartProof *own);
/* What a day begins with of these; "" says nothing.  `out` has room for the plan's stretches and one more. */
size_t chart_expected_course(const ChartProof *own, int32_t day, const char **out);
/* The bottles that were lost or spoilt, on the chart of those that take their place alone. */
void chart_prove_replaced(ChartProof *own);
/* The last tablets and how many are left over, on the first fill's chart alone. */
void chart_prove_tablets(ChartProof *own);

/* --- proof_picture.c --- */
/* New bottles and new strengths are told between the rows of the day before and those of their own, and nowhere else. */
void chart_prove_notices(ChartProof *own);
/* Every syringe: as many marks as the real one has, numbers at their marks, the plunger on the mark of its volume. */
void chart_prove_pictures(ChartProof *own);
/* Volumes of the fill's first day and of days with a new medicine, strength or syringe stand in their syringes on the chart. */
void chart_prove_whole_pictures(ChartProof *own);
/* What was drawn up for the drug at that time of day before; NULL: nothing on this chart. */
const Rung *chart_drawn_before(const ChartProof *own, const ExpectedDose *dose, Volume *volume);
/* Another volume than `before`, or another syringe; or nothing was drawn up before (`old` NULL). */
bool chart_draws_anew(const Rung *old, Volume before, const Rung *now, Volume volume);
/* Below this row stands the syringe with its volume, by the same rules as every syringe, and its volume beside it. */
void chart_prove_strip(ChartProof *own, const Item *row, const Rung *rung, Volume volume);
/* The same where the dose is another than the last at its time of day and is not pictured elsewhere. */
void chart_prove_row_strip(ChartProof *own, const Item *row, const ExpectedDose *dose);
/* As many syringes below rows as there must be: when all rows and steps have been proved. */
void chart_prove_strips(ChartProof *own);
/* The curve's levels are the plan's daily totals, day by day, and the marked days are the fill's. */
void chart_prove_curve(ChartProof *own);

#endif
