/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a prescription to its whole course, and from many prescriptions to published papers. */
#ifndef MICROTAPER_RUN_H
#define MICROTAPER_RUN_H

#include "microtaper/paper.h"

/* What one command works with; read once, used for every prescription. */
typedef struct {
    Arena *arena;
    const char *templates, *shop_file, *key_file;
    Tables *tables; Shop *shop; Formulas *formulas;
    Findings findings;               /* of the house itself */
} House;
/* Reads tables, shop and formulas.  False when they have errors (they are in house->findings). */
bool house_open(House *house, const char *templates, const char *shop_file);
void house_close(House *house);

/* The whole course of one prescription; a stage that failed leaves the later ones NULL. */
typedef struct {
    Plan *plan; Ladder *ladder; Schedule *schedule; Fills *fills; Periods *periods;
} Course;
/* Works out every stage, judges, then applies the prescription's accepts. */
void course_make(Course *course, Prescription *rx, const House *house, Arena *arena, Findings *findings);

typedef struct {
    const char **files; size_t file_count;
    const char *out;
    int fill;
    Date date;
    int jobs;
    FindingsForm form;
} MakeOrder;
/* Makes the papers; prints findings as it goes.  Exit status as in the design (0, 1, 3). */
int make_run(House *house, const Key *key, const MakeOrder *order);

#endif
