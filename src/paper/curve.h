/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The daily total over the whole plan as one stepped line, with the days of this fill marked. */
#ifndef MICROTAPER_PAPER_CURVE_H
#define MICROTAPER_PAPER_CURVE_H

#include "layout.h"

/* Daily totals in ng, 0 .. days-1: as measured where the plan has one drug; with several the targets, counted as the
 * first drug by the prescription's ratio. */
int64_t *curve_totals(const PaperJob *job, Arena *arena);
typedef struct { Type title, text; } CurveTypes;
/* Draws the curve into the box.  Roles: curve.title; curve.axis (two: the scale, from the first day to the end of the
 * last, from zero to the largest total); curve.here (the days of the fill); curve.step (a level, its row the first day);
 * curve.fall; curve.most, curve.zero, curve.start, curve.end. */
void curve_put(Sheet *sheet, Box box, const PaperJob *job, const Language *language, const CurveTypes *types);

#endif
