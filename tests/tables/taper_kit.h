/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Prescriptions built in C for the tables of the taper: a shop with four times of day, drugs, tables, and the plan. */
#ifndef TAPER_KIT_H
#define TAPER_KIT_H

#include <CUnit/CUnit.h>
#include "microtaper/taper.h"

#define MG(x) {(int64_t)((x) * 1000000 + 0.5)}          /* an initializer of Mass */
#define PERCENT(x) {(int64_t)((x) * 1000000 + 0.5)}     /* of Share */
#define KIT_STEPS 8

enum { MORNING, NOON, EVENING, BEDTIME };
extern const Drug kit_diazepam, kit_clonazepam, kit_lorazepam, kit_alprazolam;
extern const Shop kit_shop;
const Tables *kit_tables(void);

typedef struct {
    Arena *arena;
    Findings findings;
    Plan *plan;
} Kit;

/* One drug, doses at the four times, and steps; the plan starts on 2026-12-01. */
typedef struct {
    const Drug *drug;
    Mass dose[4];
    Step steps[KIT_STEPS];
} KitRx;

size_t kit_step_count(const Step *steps);
/* The plan of a prescription; freed by kit_end.  `second` (may be NULL) is another drug taken at the start. */
Kit kit_plan(const KitRx *rx, const KitRx *second);
void kit_end(Kit *kit);
bool kit_found(const Kit *kit, Code code, const char *path);
/* Asserts, printing the row's name when it fails. */
void kit_check(bool good, const char *row, const char *what, int64_t got, int64_t expected);

void suite_taper(void);
void suite_taper_steps(void);
void suite_taper_power(void);
void suite_taper_findings(void);
void suite_taper_cross(void);

#endif
