/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "picture.h"

static Mass day_total(const Course *course, const Plan *plan, size_t drug, int32_t day)
{
    if (!course->schedule) return plan_total(plan, drug, day);
    Mass total = {0};
    for (size_t time = 0; time < plan->times; time++)
        total = mass_add(total, schedule_dose(course->schedule, drug, day, time));
    return total;
}

Curve curve_of(const Course *course, size_t drug, Arena *arena)
{
    const Plan *plan = PLAN_SLOWEST(course->plan);
    Curve curve = {.plan = plan, .drug = plan->drugs[drug].drug, .most = 1};
    curve.total = ARENA_ARRAY(arena, (size_t)plan->days + 1, int64_t);
    for (int32_t day = 0; day < plan->days; day++) {
        Mass total = day_total(course, plan, drug, day);
        curve.total[day] = total.ng;
        curve.sum = mass_add(curve.sum, total);
        curve.prescribed = mass_add(curve.prescribed, plan_total(plan, drug, day));
        if (total.ng == 0) continue;
        if (curve.first.ng == 0) curve.first = total;
        curve.last = total;
        if (total.ng > curve.most) curve.most = total.ng;
    }
    return curve;
}

static const char *day_text(const Plan *plan, int32_t day, Arena *arena)
{
    return date_text(arena, date_add(plan->first, day));
}

static const char *count_text(Arena *arena, int32_t count, const char *what)
{
    return arena_format(arena, "%d %s%s", (int)count, what, count == 1 ? "" : "s");
}

static const char *end_text(const Plan *plan)
{
    return plan->ends_by_stop ? ", then stop" : plan->maintains ? ", then maintained" : "";
}

static void print_course(const Plan *plan, FILE *out, Arena *arena)
{
    const char *cuts = count_text(arena, plan->cuts, "step"), *last = day_text(plan, plan->days - 1, arena);
    if (!plan->slowest) {
        fprintf(out, "  %s down; last day %s, day %d%s\n", cuts, last, (int)plan->days, end_text(plan));
        return;
    }
    fprintf(out, "  %s down; last day at the earliest %s (day %d), at the latest %s (day %d)%s\n", cuts, last, (int)plan->days,
            day_text(plan->slowest, plan->slowest->days - 1, arena), (int)plan->slowest->days, end_text(plan));
}

static const char *fall_text(const Plan *plan, Share fall, int32_t day, const char *what, Arena *arena)
{
    return arena_format(arena, "%s %s (%s to %s)", share_text(arena, fall), what, day_text(plan, day, arena),
                        day_text(plan, day + 14, arena));
}

static void print_steepest(const Course *course, FILE *out, Arena *arena)
{
    const Plan *plan = course->plan;
    const Schedule *schedule = course->schedule;
    if (plan->steepest.e8 == 0 && (!schedule || schedule->steepest.e8 == 0)) {
        fputs("  steepest fortnight: no fall\n", out);
        return;
    }
    fprintf(out, "  steepest fortnight: %s", fall_text(plan, plan->steepest, plan->steepest_day, "prescribed", arena));
    if (schedule) fprintf(out, ", %s", fall_text(plan, schedule->steepest, schedule->steepest_day, "measured", arena));
    fputc('\n', out);
}

static void print_drug(const Course *course, size_t drug, FILE *out, Arena *arena)
{
    Curve curve = curve_of(course, drug, arena);
    fprintf(out, "  %s: %s in all%s", curve.drug->tall_man, mass_text(arena, curve.sum),
            course->plan->slowest ? " at the slowest" : "");
    if (course->schedule) fprintf(out, " (%s prescribed)", mass_text(arena, curve.prescribed));
    fprintf(out, ", from %s a day to %s\n", mass_text(arena, curve.first), mass_text(arena, curve.last));
}

/* What going slower would cost in time: asked before anything is printed on paper. */
static void print_half(const Prescription *rx, const House *house, FILE *out, Arena *arena)
{
    HalfPace half = plan_half_pace(rx, house->shop, house->tables, arena);
    if (half.kind == HALF_NONE) return;
    const char *from = rx->event_count ? " from the last event on" : "";
    if (half.kind == HALF_TOO_LONG)
        fprintf(out, "  at half the pace%s: longer than %s\n", from, count_text(arena, PLAN_DAYS_MAX, "day"));
    else
        fprintf(out, "  at half the pace%s: last day %s, day %d\n", from, date_text(arena, half.last),
                (int)date_between(rx->starts, half.last) + 1);
}

void summary_print(const Prescription *rx, const House *house, const Course *course, FILE *out, Arena *arena)
{
    print_course(course->plan, out, arena);
    print_steepest(course, out, arena);
    for (size_t drug = 0; drug < course->plan->drug_count; drug++) print_drug(course, drug, out, arena);
    print_half(rx, house, out, arena);
}
