/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Prescriptions built in C for the tables of the taper: a shop with four times of day, drugs, tables, and the plan. */
#ifndef TAPER_KIT_H
#define TAPER_KIT_H

#include <CUnit/CUnit.h>
#include "microtaper/taper.h"

#define MG(x) {(int64_t)((x) * 1000000 + 0.5)}          /* an initializer of Mass */
#define PERCENT(x) {(int64_t)((x) * 1000000 + 0.5)}     /* of Share */
#define KIT_STEPS 8

#define REDUCE(...) {.kind = STEP_REDUCE, __VA_ARGS__}
#define HOLD(n) {.kind = STEP_HOLD, .days = (n)}
#define STOP {.kind = STEP_STOP}
#define MAINTAIN {.kind = STEP_MAINTAIN}
#define UNTIL(x) .has_until = true, .until = MG(x)
#define CURRENT(x) .by = BY_SHARE_OF_CURRENT, .share = PERCENT(x)
#define ORIGINAL(x) .by = BY_SHARE_OF_ORIGINAL, .share = PERCENT(x)
#define AMOUNT(x) .by = BY_AMOUNT, .amount = MG(x)
#define LIST(r) {.kind = STEP_LIST, .rows = (r), .row_count = sizeof(r) / sizeof *(r)}
#define CROSS(table_name, parts, days, ...) \
    {.kind = STEP_CROSS, .to = &kit_diazepam, .ratio = {MG(0.5), MG(10)}, .table = (table_name), .portions = (parts), \
     .cross_every = (days), __VA_ARGS__}

#define EVENT(what, day, ...) {.kind = EVENT_##what, .by = "Dana Whitfield, MD", .role = "prescriber", .on = {day}, __VA_ARGS__}

enum { MORNING, NOON, EVENING, BEDTIME };
extern Drug kit_drugs[4];
#define kit_diazepam kit_drugs[0]
#define kit_clonazepam kit_drugs[1]
#define kit_lorazepam kit_drugs[2]
#define kit_alprazolam kit_drugs[3]
extern const Shop kit_shop;
const Tables *kit_tables(void);

typedef struct {
    Arena *arena;
    Findings findings;
    Prescription *rx;
    Plan *plan;
} Kit;

/* One drug, doses at the four times, and steps; the plan starts on 2026-12-01. */
typedef struct {
    const Drug *drug;
    Mass dose[4];
    Step steps[KIT_STEPS];
} KitRx;

typedef struct { int32_t day; int64_t ng; } KitTotal;
/* A course: the plan's days and cuts, and the daily total of its first drug on some days (from 1; ended by day 0). */
typedef struct {
    const char *name;
    KitRx rx;
    int32_t days, cuts;
    KitTotal at[24];
} KitCourse;
void kit_courses(const KitCourse *rows, size_t count);
void kit_course(const char *name, const Kit *kit, int32_t days, int32_t cuts, const KitTotal *at);
/* Doses of one drug of the plan on a day (from 1) at the four times. */
typedef struct { size_t drug; int32_t day; int64_t ng[4]; } KitDay;
void kit_days(const char *row, const Plan *plan, const KitDay *days, size_t count);

size_t kit_step_count(const Step *steps);
/* The plan of a prescription; freed by kit_end.  `second` (may be NULL) is another drug taken at the start. */
Kit kit_plan(const KitRx *rx, const KitRx *second);
/* The same with events, whose `on` is the day of the plan from 1; the last has day 0. */
Kit kit_plan_events(const KitRx *rx, const Event *events, int32_t revision);
void kit_end(Kit *kit);
bool kit_found(const Kit *kit, Code code, const char *path);
/* Asserts, printing the row's name when it fails. */
void kit_check(bool good, const char *row, const char *what, int64_t got, int64_t expected);

void suite_taper(void);
void suite_taper_steps(void);
void suite_taper_power(void);
void suite_taper_findings(void);
void suite_taper_cross(void);
void suite_taper_families(void);
void suite_taper_events(void);
void suite_taper_read(void);
void suite_taper_edges(void);
void suite_taper_ratio(void);
void suite_taper_reduce(void);
void suite_taper_diazepam(void);

#endif
