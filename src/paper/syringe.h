/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A syringe drawn lying on its side, tip to the left, with every graduation it really has. */
#ifndef MICROTAPER_PAPER_SYRINGE_H
#define MICROTAPER_PAPER_SYRINGE_H

#include "layout.h"

/* What stands on the picture beside the marks: the volume in large type at the plunger. */
typedef struct {
    const Syringe *syringe;
    Volume at;             /* on a mark, 0 .. capacity */
    const char *label;     /* "4.8 mL" */
    Type number, volume;   /* the numbers at the marks; the label */
    int32_t day;           /* copied into the items' row: the day that is pictured */
    Um label_room;         /* of a strip: width kept for its label, so that barrels stand under each other */
} SyringePicture;

/* Height that a picture takes; it is as wide as its box. */
Um syringe_height(const SyringePicture *picture);
/* Draws it at the top of the box.  Roles: syringe.barrel (its left edge is 0),
 * syringe.tick (one each graduation above 0), syringe.number, syringe.plunger (left edge on the mark),
 * syringe.label. */
void syringe_put(Sheet *sheet, Box box, const SyringePicture *picture);
/* The same as a strip low enough to stand in a row of a table, the label at its left.  Roles: strip.barrel and so on. */
Um syringe_strip_height(const SyringePicture *picture);
void syringe_strip_put(Sheet *sheet, Box box, const SyringePicture *picture);
/* The step at which marks carry numbers, in graduations: the least 1-2-5 step that is a whole number of graduations
 * (two at least) and not under a tenth of the capacity, as real barrels are printed. */
int32_t syringe_number_step(const Syringe *syringe);

#endif
