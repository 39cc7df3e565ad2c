/* SPDX-License-Identifier: GPL-3.0-or-later */
/* reduce: cuts at a rate, by rate periods (ARITHMETIC.md 1.3). */
#include "walk.h"

/* Where a reduction stands. */
typedef struct {
    const Step *step;
    Mass original;       /* D0 */
    Mass origin;         /* T where the step began */
    Mass start;          /* S(r): at the start of this rate period */
    Mass cycle;          /* at the start of this cycle: after the last hold by rule */
    int32_t m;           /* cuts a rate period */
    int32_t cuts;        /* so far */
    Turns turns;
} Course;

/* The rate period's cut q as a fraction of `below`. */
typedef struct { Wide above, below; } Fraction;

/* The band of a daily total: the highest that it is above; NULL when there is none. */
static const Band *band_of(const Step *step, Mass total)
{
    const Band *best = NULL;
    for (size_t i = 0; i < step->band_count; i++) {
        const Band *band = &step->bands[i];
        if (total.ng > band->above.ng && (!best || band->above.ng > best->above.ng)) best = band;
    }
    return best;
}

static Fraction part_of(Mass base, Share share)
{
    return (Fraction){(Wide)base.ng * share.e8, SHARE_ONE};
}

static Fraction band_cut(const Course *course)
{
    const Band *band = band_of(course->step, course->start);
    return band->by_share ? part_of(course->start, band->share) : (Fraction){band->amount.ng, 1};
}

static int64_t occupancy(const Course *course)
{
    return occupancy_half_even(course->step, course->origin, course->cuts + 1);
}

static Fraction course_cut(const Course *course)
{
    const Step *step = course->step;
    switch (step->by) {
    case BY_SHARE_OF_CURRENT: return part_of(course->start, step->share);
    case BY_SHARE_OF_ORIGINAL: return part_of(course->original, step->share);
    case BY_SHARE_OF_CYCLE: return part_of(course->cycle, step->share);
    case BY_BANDS: return band_cut(course);
    case BY_OCCUPANCY: return (Fraction){course->start.ng - occupancy(course), 1};
    case BY_AMOUNT: break;
    }
    return (Fraction){step->amount.ng, 1};
}

/* The dose after the j-th cut of the rate period; it may be below zero. */
static int64_t course_dose(const Course *course, int32_t j)
{
    const Step *step = course->step;
    if (step->inside == INSIDE_EXPONENTIAL)
        return power_half_even(course->start.ng, SHARE_ONE - step->share.e8, j, course->m);
    Fraction q = course_cut(course);
    Wide below = q.below * course->m;
    return wide_half_even((Wide)course->start.ng * below - q.above * j, below);
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

/* The end of the drug; cuts stated beyond it would take what is not there. */
static CutResult course_reached_zero(Walk *walk, const Course *course, Lane *lane)
{
    const Step *step = course->step;
    lane_end(lane);
    if (step->has_until || course->cuts == step->cuts) return CUT_LAST;
    return too_deep(walk, step, lane, course->cuts + 1), CUT_FAULT;
}

/* Days of the cut just made: its interval, and the hold that falls due after it. */
static int32_t cut_days(const Course *course)
{
    const Step *step = course->step;
    const Band *band = step->by == BY_BANDS ? band_of(step, course->start) : NULL;
    int32_t days = band && band->every ? band->every : step->every;
    bool hold = step->hold_after && course->cuts % step->hold_after == 0;
    return hold ? days + step->hold_days : days;
}

static bool cut_write(Walk *walk, Course *course, Lane *lane, Mass dose)
{
    int32_t days = cut_days(course);
    if (course->step->falls == FALL_TOGETHER) return lane_write(walk, course->step, lane, dose, days);
    return turns_write(walk, course->step, lane, &course->turns, dose, days);
}

/* One cut: writes its days.  `dose` as computed, before `until`. */
static CutResult course_cut_once(Walk *walk, Course *course, Lane *lane, int64_t dose)
{
    const Step *step = course->step;
    course->cuts += 1;
    bool landed = step->has_until && dose <= step->until.ng;
    if (landed) dose = step->until.ng;
    if (dose < 0) return too_deep(walk, step, lane, course->cuts), CUT_FAULT;
    if (dose >= lane->total.ng) return no_fall(walk, step, lane, course->cuts), CUT_FAULT;
    if (dose == 0) return course_reached_zero(walk, course, lane);
    if (!cut_write(walk, course, lane, (Mass){dose})) return CUT_FAULT;
    if (step->hold_after && course->cuts % step->hold_after == 0) course->cycle = lane->total;
    return landed || (step->cuts && course->cuts == step->cuts) ? CUT_LAST : CUT_ON;
}

static bool band_known(Walk *walk, const Course *course, const Lane *lane)
{
    if (course->step->by != BY_BANDS || band_of(course->step, course->start)) return true;
    finding_add(walk->findings, MT329, course->step->place, "no band says what to cut from %s a day of %s",
                mass_text(walk->arena, course->start), lane->drug->name);
    return false;
}

/* One rate period. */
static CutResult course_period(Walk *walk, Course *course, Lane *lane)
{
    if (!band_known(walk, course, lane)) return CUT_FAULT;
    Fraction q = course_cut(course);
    lane->cut.ng = wide_half_even(q.above, q.below);
    for (int32_t j = 1; j <= course->m; j++) {
        CutResult result = course_cut_once(walk, course, lane, course_dose(course, j));
        if (result != CUT_ON) return result;
    }
    course->start = lane->total;
    return CUT_ON;
}

static bool until_lower(Walk *walk, const Step *step, const Lane *lane)
{
    if (!step->has_until || step->until.ng < lane->total.ng) return true;
    finding_add(walk->findings, MT304, step->place, "until %s is not below the %s a day of %s where the step begins",
                mass_text(walk->arena, step->until), mass_text(walk->arena, lane->total), lane->drug->name);
    return false;
}

static void say_modelled(Walk *walk, const Step *step)
{
    if (step->by != BY_OCCUPANCY) return;
    finding_add(walk->findings, MT328, step->place, "modelled, K = %s a day (%s)",
                mass_text(walk->arena, step->k), step->k_source);
}

bool step_reduce(Walk *walk, const Step *step)
{
    Lane *lane = lane_of_step(walk, step);
    if (!lane || !until_lower(walk, step, lane) || !lane_order(walk, step, lane)) return false;
    Course course = {.step = step, .original = lane->original, .origin = lane->total, .start = lane->total,
                     .cycle = lane->total, .m = step->per / step->every};
    int32_t first = lane->days;
    say_modelled(walk, step);
    turns_start(walk, lane, &course.turns);
    CutResult result;
    do result = course_period(walk, &course, lane);
    while (result == CUT_ON);
    power_done();
    if (result == CUT_FAULT) return false;
    walk->zeroed = lane->ended ? lane->drug : NULL;
    observe_judge(walk, step, lane, lane->days - first);
    stretch_note(walk, (Stretch){.first = first, .step = step, .drug = lane->drug, .cuts = course.cuts,
                                 .to_nothing = lane->ended});
    return true;
}
