/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A course in words, rows and JSON. */
#ifndef MICROTAPER_CLI_REPORT_H
#define MICROTAPER_CLI_REPORT_H

#include "microtaper/run.h"

#define PLAN_SCHEMA "microtaper-plan-1"
#define FILLS_SCHEMA "microtaper-fills-1"
#define EQUIVALENTS_SCHEMA "microtaper-equivalents-1"
#define TARGETS_SCHEMA "microtaper-targets-1"

/* A day's date; "" past the review of a plan led by symptoms. */
const char *report_date(const Plan *plan, int32_t day, Arena *arena);
/* The step of a day of a slowest course: its number from 1, and the fewest days of it that have no date; 0: it has had its
 * days before the review and goes on only if held. */
typedef struct { int number; int32_t least; } StepAt;
StepAt report_step(const Plan *plan, int32_t day);
/* "0 errors, 1 warning open, 2 notes" */
const char *report_tally(const Findings *findings, Arena *arena);
/* "59 cuts, 2026-12-01 to 2031-06-13, steepest 14 days 5.13 % (targets) ..." */
const char *report_outline(const Course *course, Arena *arena);

void report_text(const Prescription *rx, const Shop *shop, const Course *course, FILE *out, Arena *arena);
/* The days' doses as diazepam by each table: runs of days with dates as text, a row a day and table as CSV. */
void report_equivalents(const Course *course, const Tables *tables, FILE *out, Arena *arena);
void report_equivalents_csv_head(FILE *out);
void report_equivalents_csv(const Prescription *rx, const Tables *tables, const Course *course, FILE *out, Arena *arena);
void report_targets_text(const Prescription *rx, const Shop *shop, const Course *course, FILE *out, Arena *arena);
void report_csv_head(FILE *out);
void report_csv(const Prescription *rx, const Shop *shop, const Course *course, FILE *out, Arena *arena);
void report_targets_csv_head(FILE *out);
void report_targets_csv(const Prescription *rx, const Shop *shop, const Course *course, FILE *out, Arena *arena);
/* What each fill gives of each drug: dates, days' supply, quantity and the order that covers it. */
void report_fills_csv_head(FILE *out);
void report_fills_csv(const Prescription *rx, const Shop *shop, const Course *course, FILE *out, Arena *arena);
void report_fills_text(const Prescription *rx, const Shop *shop, const Course *course, FILE *out, Arena *arena);
/* One JSON object; `batches` are computed for each fill as forecast. */
void report_json(const Prescription *rx, const House *house, const Course *course, FILE *out, Arena *arena);

#endif
