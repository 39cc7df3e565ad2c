/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One prescription through every stage that computes. */
#include "microtaper/run.h"

void course_make(Course *course, const Prescription *rx, const House *house, Arena *arena, Findings *findings)
{
    *course = (Course){0};
    const Tables *tables = house->tables;
    course->plan = plan_make(rx, house->shop, tables, arena, findings);
    if (!course->plan) return;
    const Plan *supplied = PLAN_SLOWEST(course->plan);
    course->ladder = ladder_make(rx, house->shop, house->formulas, tables, supplied, arena, findings);
    if (!course->ladder) return;
    course->schedule =
        schedule_measure(rx, house->shop, tables, supplied, course->ladder, arena, findings);
    if (!course->schedule) return;
    course->fills = fills_forecast(rx, house->shop, tables, course->schedule, arena, findings);
    if (!course->fills) return;
    course->periods = periods_make(course->schedule, course->fills, arena);
}
