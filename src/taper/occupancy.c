/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Equal steps of modelled receptor occupancy O = D / (D + K), exactly (ARITHMETIC.md 1.3). */
#include <gmp.h>
#include "walk.h"

/* O of a daily total. */
static void occupancy_of(mpq_t out, Mass total, Mass k)
{
    mpq_set_si(out, (long)total.ng, (unsigned long)(total.ng + k.ng));
    mpq_canonicalize(out);
}

/* O after n cuts: O(start) less n times the points, or n of `cuts` equal parts of the way to O(until). */
static void occupancy_after(mpq_t out, const Step *step, Mass start, int32_t n)
{
    mpq_t way, part;
    mpq_inits(way, part, NULL);
    occupancy_of(out, start, step->k);
    if (step->share.e8) {
        mpq_set_si(way, (long)step->share.e8, SHARE_ONE);
        mpq_set_si(part, n, 1);
    } else {
        occupancy_of(way, step->until, step->k);
        mpq_sub(way, out, way);
        mpq_set_si(part, n, (unsigned long)step->cuts);
    }
    mpq_canonicalize(way);
    mpq_canonicalize(part);
    mpq_mul(way, way, part);
    mpq_sub(out, out, way);
    mpq_clears(way, part, NULL);
}

/* rhe of a positive fraction that fits 63 bits. */
static int64_t fraction_half_even(const mpq_t value)
{
    mpz_t floor, rest;
    mpz_inits(floor, rest, NULL);
    mpz_fdiv_qr(floor, rest, mpq_numref(value), mpq_denref(value));
    mpz_mul_2exp(rest, rest, 1);
    int side = mpz_cmp(rest, mpq_denref(value));
    int64_t whole = mpz_get_si(floor);
    mpz_clears(floor, rest, NULL);
    return whole + (side > 0 || (side == 0 && whole % 2 != 0));
}

int64_t occupancy_half_even(const Step *step, Mass start, int32_t n)
{
    mpq_t o, dose, one;
    mpq_inits(o, dose, one, NULL);
    occupancy_after(o, step, start, n);
    int64_t rounded = mpq_sgn(o);   /* nothing left: 0, or below */
    if (rounded > 0) {
        mpq_set_si(one, 1, 1);
        mpq_sub(one, one, o);
        mpq_div(dose, o, one);
        mpq_set_si(o, (long)step->k.ng, 1);
        mpq_mul(dose, dose, o);
        rounded = fraction_half_even(dose);
    }
    mpq_clears(o, dose, one, NULL);
    return rounded;
}
