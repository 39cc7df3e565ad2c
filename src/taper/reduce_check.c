/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can be judged of a reduction before any day is written. */
#include "walk.h"

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
    finding_add(walk->findings, MT315, step->place,
                "inside=\"exponential\" has a meaning for a percentage of the current dose only");
    return false;
}

static bool by_share(const Step *step)
{
    return step->by == BY_SHARE_OF_CURRENT || step->by == BY_SHARE_OF_ORIGINAL || step->by == BY_SHARE_OF_CYCLE;
}

static bool check_size(Walk *walk, const Step *step)
{
    if (!by_share(step) || step->share.e8 <= SHARE_ONE) return true;
    finding_add(walk->findings, MT316, step->place, "a cut of %s is more than the whole dose",
                share_text(walk->arena, step->share));
    return false;
}

/* Cuts that always leave something. */
static bool leaves_something(const Step *step)
{
    if (step->by == BY_SHARE_OF_CURRENT) return step->share.e8 < SHARE_ONE;
    if (step->by == BY_SHARE_OF_CYCLE) return (Wide)step->share.e8 * step->hold_after < SHARE_ONE;
    return false;
}

static bool check_end(Walk *walk, const Step *step)
{
    if (step->cuts > 0) return true;
    if (!step->has_until) {
        finding_add(walk->findings, MT313, step->place,
                    "the reduction states neither a dose to reach nor a number of cuts");
        return false;
    }
    if (step->until.ng > 0 || !leaves_something(step)) return true;
    finding_add(walk->findings, MT307, step->place, "cuts of %s of the %s dose never reach 0 mg",
                share_text(walk->arena, step->share), step->by == BY_SHARE_OF_CYCLE ? "cycle's first" : "current");
    return false;
}

static bool bands_repeat(const Step *step)
{
    for (size_t i = 1; i < step->band_count; i++)
        for (size_t j = 0; j < i; j++)
            if (step->bands[i].above.ng == step->bands[j].above.ng) return true;
    return false;
}

/* Why the parts of a reduction do not go together; NULL when they do. */
static const char *parts_fault(const Step *step)
{
    bool single = step->per == step->every;
    if ((step->hold_after > 0) != (step->hold_days > 0))
        return "a hold by rule needs its days and the number of cuts before it";
    if (step->by == BY_SHARE_OF_CYCLE && !step->hold_after) return "of=\"cycle\" needs the hold that ends each cycle";
    if (step->by == BY_SHARE_OF_CYCLE && step->hold_after % (step->per / step->every))
        return "a cycle must hold whole rate periods";
    if (step->by == BY_BANDS && !step->band_count) return "no band is stated";
    if (bands_repeat(step)) return "two bands begin above the same dose";
    if (step->by == BY_BANDS && !single) return "each band states one cut and its days: leave `per` out";
    if (step->by != BY_OCCUPANCY) return NULL;
    if (step->k.ng <= 0 || !step->k_source)
        return "of=\"occupancy\" needs K and its source: no benzodiazepine has an agreed value";
    if (!single) return "each cut is one step of occupancy: leave `per` out";
    if (step->share.e8 == 0 && (!step->has_until || step->cuts == 0))
        return "equal steps of occupancy need `until` and `cuts`, or state the points a cut takes";
    return NULL;
}

static bool check_parts(Walk *walk, const Step *step)
{
    const char *fault = parts_fault(step);
    if (fault) finding_add(walk->findings, MT327, step->place, "%s", fault);
    return !fault;
}

bool reduce_check(Walk *walk, const Step *step)
{
    if (!check_rate(walk, step)) return false;
    bool inside = check_inside(walk, step), size = check_size(walk, step);
    bool end = check_end(walk, step), parts = check_parts(walk, step);
    return inside && size && end && parts;
}
