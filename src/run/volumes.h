/* SPDX-License-Identifier: GPL-3.0-or-later */
/* --merge: the labels and charts of a run in numbered volumes, OUT/merged/labels-001.pdf and charts-001.pdf, in the order of
 * filling: formulas and strengths as the page of the run has them, then lots, then the input.  A prescription's papers stay
 * together, where its first lot is.  They are made last, each by one worker, from the papers that stand.
 * Memory: the parent keeps some 80 bytes a prescription; a worker holds one volume at a time. */
#ifndef MICROTAPER_RUN_VOLUMES_H
#define MICROTAPER_RUN_VOLUMES_H

#include "work.h"

#define VOLUME_PAPERS 50        /* prescriptions in a volume */

typedef struct {
    int64_t index;              /* in the input */
    Strength strength;          /* of the bottle that is filled first, and its formula and shared lot */
    uint16_t formula;
    uint32_t lot;
    int32_t revision, fill;
    const char *number;
} Volumed;

typedef struct {
    Arena *arena;
    Volumed *items; size_t count, capacity;
} Volumes;

/* `shared`: the member as the run's lots have it, NULL where none are shared. */
void volumes_add(Volumes *volumes, const Member *member, const Member *shared);
/* Puts all into the order of filling. */
void volumes_order(Volumes *volumes);
/* How many there are, of labels and charts together. */
int64_t volumes_count(const Volumes *volumes);
/* The volume of that place: labels first, then charts. */
Papers volume_make(Work *work, const Volumes *volumes, int64_t place);
const char *volume_name(const Volumes *volumes, int64_t place, Arena *arena);
/* Removes the volumes of an earlier run: they would be taken for this one's. */
int volumes_clear(const char *out, Arena *arena);

#endif
