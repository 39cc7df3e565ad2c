/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Falls that are not shared: one time of day until it is gone and then the next, or each cut from the next time in
 * rotation (ARITHMETIC.md 1.3). */
#include "walk.h"

void turns_start(const Walk *walk, const Lane *lane, Turns *turns)
{
    Mass doses[TIMES_MAX];
    *turns = (Turns){0};
    plan_split(lane->total, lane->weights, walk->times, doses);
    for (int place = 0; place < TIMES_MAX; place++)
        for (size_t i = 0; i < walk->times; i++)
            if (lane->order[i] == place && doses[i].ng > 0) turns->times[turns->count++] = i;
}

bool turns_write(Walk *walk, const Step *step, Lane *lane, Turns *turns, Mass total, int32_t days)
{
    Mass doses[TIMES_MAX];
    plan_split(lane->total, lane->weights, walk->times, doses);
    int64_t fall = lane->total.ng - total.ng;
    size_t begin = step->falls == FALL_IN_ROTATION ? turns->next++ : 0;
    for (size_t i = 0; i < turns->count; i++) {
        Mass *dose = &doses[turns->times[(begin + i) % turns->count]];
        int64_t taken = fall < dose->ng ? fall : dose->ng;
        dose->ng -= taken;
        fall -= taken;
    }
    return lane_write_doses(walk, step, lane, doses, days);
}
