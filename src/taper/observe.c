/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Observation holds: while cuts come faster than the blood follows, what a cut does is felt late. */
#include "walk.h"

/* 1 / ln 2, in millionths: under a steady daily cut the plasma lags by the half-life over ln 2. */
#define LAG_E6 1442695
#define HOURS_A_DAY_E6 24000000

static int32_t lag_days(const Drug *drug)
{
    return (int32_t)muldiv_ceil(drug->half_life_hours, LAG_E6, HOURS_A_DAY_E6);
}

static bool hold_follows(const Walk *walk, const Step *step)
{
    const Step *next = step + 1;
    bool last = next == walk->rx->steps + walk->rx->step_count;
    return !last && (next->kind == STEP_HOLD || next->kind == STEP_MAINTAIN);
}

void observe_judge(Walk *walk, const Step *step, const Lane *lane, int32_t days)
{
    int32_t lag = lag_days(lane->drug);
    if (step->every >= lag || days <= lag || step->hold_after || hold_follows(walk, step)) return;
    finding_add(walk->findings, MT338, step->place,
                "cuts every %s for %d days with no hold; the blood lags about %d days behind "
                "(half-life %d hours / ln 2)",
                step->every == 1 ? "day" : arena_format(walk->arena, "%d days", (int)step->every), (int)days, (int)lag, (int)lane->drug->half_life_hours);
}
