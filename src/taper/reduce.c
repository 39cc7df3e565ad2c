/* SPDX-License-Identifier: GPL-3.0-or-later */
/* reduce: cuts at a rate, by rate periods (ARITHMETIC.md 1.3). */
#include "walk.h"

/* Where a reduction stands. */
typedef struct {
    const Step *step;
    Mass original;       /* D0 */
    Mass start;          /* S(r): at the start of this rate period */
    int32_t m;           /* cuts a rate period */
    int32_t cuts;        /* so far */
} Course;

/* The rate period's cut q as a fraction of `below`. */
typedef struct { Wide above, below; } Fraction;

static Fraction course_cut(const Course *course)
{
    const Step *step = course->step;
    if (step->by == BY_AMOUNT) return (Fraction){step->amount.ng, 1};
    Mass base = step->by == BY_SHARE_OF_ORIGINAL ? course->original : course->start;
    return (Fraction){(Wide)base.ng * step->share.e8, SHARE_ONE};
}

/* rhe(S - q j / m). */
static int64_t straight(const Course *course, int32_t j)
{
    Fraction q = course_cut(course);
    Wide below = q.below * course->m;
    return wide_half_even((Wide)course->start.ng * below - q.above * j, below);
}

/* The dose after the j-th cut of the rate period; it may be below zero. */
static int64_t course_dose(const Course *course, int32_t j)
{
    const Step *step = course->step;
    if (step->inside == INSIDE_EXPONENTIAL && course->m > 1)
        return power_half_even(course->start.ng, SHARE_ONE - step->share.e8, j, course->m);
    return straight(course, j);
}

static bool no_fall(Walk *walk, const Step *step, const Lane *lane, int32_t cut)
{
    finding_add(walk->findings, MT303, step->place, "cut %d does not lower %s a day of %s by a nanogram", (int)cut,
                mass_text(walk->arena, lane->total), lane->drug->name);
    return false;
}

static bool too_deep(Walk *walk, const Step *step, const Lane *lane, int32_t cut)
{
    finding_add(walk->findings, MT316, step->place, "cut %d takes more than the %s a day of %s that is left", (int)cut,
                mass_text(walk->arena, lane->total), lane->drug->name);
    return false;
}

typedef enum { CUT_FAULT, CUT_ON, CUT_LAST } CutResult;

/* One cut: writes its days.  `dose` as computed, before `until`. */
static CutResult course_cut_once(Walk *walk, Course *course, Lane *lane, int64_t dose)
{
    const Step *step = course->step;
    course->cuts += 1;
    bool landed = step->has_until && dose <= step->until.ng;
    if (landed) dose = step->until.ng;
    if (dose < 0) return too_deep(walk, step, lane, course->cuts), CUT_FAULT;
    if (dose >= lane->total.ng) return no_fall(walk, step, lane, course->cuts), CUT_FAULT;
    if (dose == 0) return lane_end(lane), CUT_LAST;
    if (!lane_write(walk, step, lane, (Mass){dose}, step->every)) return CUT_FAULT;
    return landed || (step->cuts && course->cuts == step->cuts) ? CUT_LAST : CUT_ON;
}

/* One rate period. */
static CutResult course_period(Walk *walk, Course *course, Lane *lane)
{
    Fraction q = course_cut(course);
    lane->cut.ng = wide_half_even(q.above, q.below);
    for (int32_t j = 1; j <= course->m; j++) {
        CutResult result = course_cut_once(walk, course, lane, course_dose(course, j));
        if (result != CUT_ON) return result;
    }
    course->start.ng = straight(course, course->m);
    return CUT_ON;
}

static bool until_lower(Walk *walk, const Step *step, const Lane *lane)
{
    if (!step->has_until || step->until.ng < lane->total.ng) return true;
    finding_add(walk->findings, MT304, step->place, "until %s is not below the %s a day of %s where the step begins",
                mass_text(walk->arena, step->until), mass_text(walk->arena, lane->total), lane->drug->name);
    return false;
}

bool step_reduce(Walk *walk, const Step *step)
{
    Lane *lane = lane_of_step(walk, step);
    if (!lane || !until_lower(walk, step, lane) || !lane_order(walk, step, lane)) return false;
    Course course = {.step = step, .original = lane->original, .start = lane->total, .m = step->per / step->every};
    Mass from = lane->total;
    int32_t first = lane->days;
    CutResult result;
    do result = course_period(walk, &course, lane);
    while (result == CUT_ON);
    power_done();
    if (result == CUT_FAULT) return false;
    stretch_note(walk, step, first, course.cuts, from, lane->total);
    return true;
}

/* ---- what can be judged of a reduction before any day is written ---- */

static bool check_rate(Walk *walk, const Step *step)
{
    if (step->per > 0 && step->every > 0 && step->per % step->every == 0) return true;
    finding_add(walk->findings, MT314, step->place, "a cut every %d days does not divide the rate period of %d days",
                (int)step->every, (int)step->per);
    return false;
}

static bool check_inside(Walk *walk, const Step *step)
{
    if (step->inside != INSIDE_EXPONENTIAL || step->by == BY_SHARE_OF_CURRENT) return true;
    finding_add(walk->findings, MT315, step->place, "inside=\"exponential\" has a meaning for a percentage of the current dose only");
    return false;
}

static bool check_size(Walk *walk, const Step *step)
{
    if (step->by == BY_AMOUNT || step->share.e8 <= SHARE_ONE) return true;
    finding_add(walk->findings, MT316, step->place, "a cut of %s is more than the whole dose",
                share_text(walk->arena, step->share));
    return false;
}

static bool check_end(Walk *walk, const Step *step)
{
    bool endless = step->by == BY_SHARE_OF_CURRENT && step->share.e8 < SHARE_ONE;
    if (step->cuts > 0) return true;
    if (!step->has_until) {
        finding_add(walk->findings, MT313, step->place, "the reduction states neither a dose to reach nor a number of cuts");
        return false;
    }
    if (!endless || step->until.ng > 0) return true;
    finding_add(walk->findings, MT307, step->place, "cuts of %s of the current dose never reach 0 mg",
                share_text(walk->arena, step->share));
    return false;
}

bool reduce_check(Walk *walk, const Step *step)
{
    bool rate = check_rate(walk, step), inside = check_inside(walk, step);
    bool size = check_size(walk, step), end = check_end(walk, step);
    return rate && inside && size && end;
}
