/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rounding a wide fraction, and sharing a total among the times of day (ARITHMETIC.md 1.6). */
#include "walk.h"

int64_t wide_half_even(Wide n, Wide d)
{
    Wide floor = n / d;
    Wide rest = n % d;
    if (rest < 0) {
        rest += d;
        floor -= 1;
    }
    Wide doubled = rest * 2;
    bool up = doubled > d || (doubled == d && floor % 2 != 0);
    return (int64_t)(floor + up);
}

/* The index of the largest remainder not yet served, the earliest of equals. */
static size_t largest(const int64_t *remainder, size_t count)
{
    size_t best = 0;
    for (size_t i = 1; i < count; i++)
        if (remainder[i] > remainder[best]) best = i;
    return best;
}

void plan_split(Mass total, const Mass *weights, size_t count, Mass *shares)
{
    int64_t remainder[TIMES_MAX], sum = 0;
    for (size_t i = 0; i < count; i++) {
        shares[i] = (Mass){0};
        sum += weights[i].ng;
    }
    if (sum == 0) return;
    int64_t left = total.ng;
    for (size_t i = 0; i < count; i++) {
        Wide product = (Wide)total.ng * weights[i].ng;
        shares[i].ng = (int64_t)(product / sum);
        remainder[i] = (int64_t)(product % sum);
        left -= shares[i].ng;
    }
    /* Fewer than `count` ng are left over, so no time is served twice. */
    for (; left > 0; left--) {
        size_t next = largest(remainder, count);
        shares[next].ng += 1;
        remainder[next] = -1;
    }
}
