/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A course at a glance: what it comes to in numbers, and the curve of each drug in a terminal or as SVG. */
#ifndef MICROTAPER_CLI_PICTURE_H
#define MICROTAPER_CLI_PICTURE_H

#include "microtaper/run.h"
#include "microtaper/text.h"

/* The daily totals of one drug over the whole plan: as measured, or where nothing is measured the targets.  Led by
 * symptoms the days are those of the slowest course. */
typedef struct {
    const Plan *plan;
    const Drug *drug;
    int64_t *total;      /* [plan->days] ng */
    int64_t most;        /* the largest; at least 1 */
    Mass sum;            /* of all days */
    Mass prescribed;     /* sum of the targets */
    Mass first, last;    /* of the drug's first and last day with a dose */
} Curve;

Curve curve_of(const Course *course, size_t drug, Arena *arena);

/* Steps, end, steepest fortnight, what each drug comes to, and the same at half the pace. */
void summary_print(const Prescription *rx, const House *house, const Course *course, FILE *out, Arena *arena);
/* The curve of each drug in blocks of UTF-8, or in ASCII. */
void blocks_print(const Course *course, bool ascii, FILE *out, Arena *arena);

/* A picture of any number of courses, one panel a drug, each under the one before. */
typedef struct { Buffer panels; int32_t height; } Svg;
Svg svg_new(Arena *arena);
void svg_add(Svg *svg, const Prescription *rx, const Course *course, Arena *arena);
/* The whole file; names nobody but the prescription's number. */
const char *svg_text(const Svg *svg, Arena *arena);

#endif
