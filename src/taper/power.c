/* SPDX-License-Identifier: GPL-3.0-or-later */
/* s k^(j/m), rounded to the nearest whole number, a half to the even one - and rightly so in every case.
 *
 * MPFR gives the power to 192 bits; s has at most 63, so at least 120 bits stand behind the point.  Only where the
 * value is within 2^-60 of a half could its last bits decide; there whole numbers decide, exactly, by GMP. */
#include <gmp.h>
#include <mpfr.h>
#include "walk.h"

#define POWER_BITS 192
#define NEAR_HALF (-59)

/* The sign of s (k / 10^8)^(j/m) - (2 n + 1) / 2, by (2 s)^m k^j against (2 n + 1)^m 10^(8 j). */
static int power_against_half(int64_t s, int64_t keep_e8, int32_t j, int32_t m, int64_t n)
{
    mpz_t power, half, factor;
    mpz_inits(power, half, factor, NULL);
    mpz_set_si(power, s);
    mpz_mul_2exp(power, power, 1);
    mpz_pow_ui(power, power, (unsigned long)m);
    mpz_ui_pow_ui(factor, (unsigned long)keep_e8, (unsigned long)j);
    mpz_mul(power, power, factor);
    mpz_set_si(half, n);
    mpz_mul_2exp(half, half, 1);
    mpz_add_ui(half, half, 1);
    mpz_pow_ui(half, half, (unsigned long)m);
    mpz_ui_pow_ui(factor, (unsigned long)SHARE_ONE, (unsigned long)j);
    mpz_mul(half, half, factor);
    int sign = mpz_cmp(power, half);
    mpz_clears(power, half, factor, NULL);
    return sign;
}

static void power_value(mpfr_t out, int64_t s, int64_t keep_e8, int32_t j, int32_t m)
{
    mpfr_t exponent;
    mpfr_init2(exponent, POWER_BITS);
    mpfr_set_si(out, (long)keep_e8, MPFR_RNDN);
    mpfr_div_ui(out, out, (unsigned long)SHARE_ONE, MPFR_RNDN);
    mpfr_set_si(exponent, j, MPFR_RNDN);
    mpfr_div_si(exponent, exponent, m, MPFR_RNDN);
    mpfr_pow(out, out, exponent, MPFR_RNDN);
    mpfr_mul_si(out, out, (long)s, MPFR_RNDN);
    mpfr_clear(exponent);
}

/* Whether 2 value - (2 n + 1) is below 2^-59 in size. */
static bool near_half(const mpfr_t value, int64_t n)
{
    mpfr_t gap;
    mpfr_init2(gap, POWER_BITS);
    mpfr_mul_2ui(gap, value, 1, MPFR_RNDN);
    mpfr_sub_si(gap, gap, 2 * (long)n + 1, MPFR_RNDN);
    bool near = mpfr_zero_p(gap) || mpfr_get_exp(gap) <= NEAR_HALF;
    mpfr_clear(gap);
    return near;
}

void power_done(void)
{
    mpfr_free_cache();
}

int64_t power_half_even(int64_t s, int64_t keep_e8, int32_t j, int32_t m)
{
    mpfr_t value;
    mpfr_init2(value, POWER_BITS);
    power_value(value, s, keep_e8, j, m);
    int64_t n = mpfr_get_si(value, MPFR_RNDD);
    int64_t rounded = mpfr_get_si(value, MPFR_RNDN);
    if (near_half(value, n)) {
        int sign = power_against_half(s, keep_e8, j, m, n);
        rounded = n + (sign > 0 || (sign == 0 && n % 2 != 0));
    }
    mpfr_clear(value);
    return rounded;
}
