/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Correctly rounded powers, judged by whole numbers alone; and the sharing of a total. */
#include <gmp.h>
#include "taper_kit.h"
#include "../../src/taper/walk.h"

static const struct { const char *name; int64_t s, keep_e8; int32_t j, m; int64_t expected; } power_rows[] = {
    {"whole period is the product", 20000000, 95000000, 28, 28, 19000000},
    {"half way of a square is exact", 100, 64000000, 1, 2, 80},
    {"exact half goes down to even", 1000, 250000, 1, 2, 50},
    {"exact half 2.5 goes to 2", 25, 1000000, 1, 2, 2},
    {"exact half 3.5 goes to 4", 35, 1000000, 1, 2, 4},
    {"exact half 0.5 goes to 0", 5, 1000000, 1, 2, 0},
    {"exact half 1.5 goes to 2", 15, 1000000, 1, 2, 2},
    /* the root of 0.00000169 is 0.0013, which 192 bits give a hair too low; that of 0.00001089, 0.0033, a hair too high */
    {"exact half 19.5, found too low by 192 bits", 15000, 169, 1, 2, 20},
    {"exact half 478.5, found too high by 192 bits", 145000, 1089, 1, 2, 478},
    {"nothing kept", 20000000, 0, 1, 28, 0},
    {"all kept", 20000000, 100000000, 5, 28, 20000000},
    {"nothing there", 0, 95000000, 1, 28, 0},
    /* s sqrt(1/2) = s sqrt(2) / 2, s a Pell number: p / 2 and, p^2 - 2 s^2 being 1 or -1, less than 2^-60 beside it */
    {"a hair below a half", 835002744095575440, 50000000, 1, 2, 590436102659356800},
    {"a hair above a half", 2015874949414289041, 50000000, 1, 2, 1425438846754932241},
    /* 20 mg at 5 % per 28 days, first day: 20 * 0.95^(1/28) = 19.963395... mg (bc -l, 40 digits) */
    {"first day of 5 % per 28 days", 20000000, 95000000, 1, 28, 19963395},
};

static void test_power_rows(void)
{
    for (size_t i = 0; i < sizeof power_rows / sizeof *power_rows; i++) {
        int64_t got = power_half_even(power_rows[i].s, power_rows[i].keep_e8, power_rows[i].j, power_rows[i].m);
        kit_check(got == power_rows[i].expected, power_rows[i].name, "power", got, power_rows[i].expected);
    }
}

/* The sign of s (k / 10^8)^(j/m) - (2 n + 1) / 2 for n >= 0. */
static int against_half(int64_t s, int64_t keep, int j, int m, int64_t n)
{
    mpz_t left, right, base;
    mpz_init_set_si(left, 2 * s);
    mpz_init_set_si(right, 2 * n + 1);
    mpz_init(base);
    mpz_pow_ui(left, left, (unsigned long)m);
    mpz_ui_pow_ui(base, (unsigned long)keep, (unsigned long)j);
    mpz_mul(left, left, base);
    mpz_pow_ui(right, right, (unsigned long)m);
    mpz_ui_pow_ui(base, SHARE_ONE, (unsigned long)j);
    mpz_mul(right, right, base);
    int sign = mpz_cmp(left, right);
    mpz_clears(left, right, base, NULL);
    return sign;
}

static bool right_rounding(int64_t s, int64_t keep, int j, int m, int64_t got)
{
    int above = against_half(s, keep, j, m, got);
    int below = got == 0 ? 1 : against_half(s, keep, j, m, got - 1);
    bool even = got % 2 == 0;
    return (above < 0 || (above == 0 && even)) && (below > 0 || (below == 0 && even));
}

static void test_power_exact(void)
{
    uint64_t seed = 20261201;
    for (int i = 0; i < 4000; i++) {
        seed = seed * 6364136223846793005u + 1442695040888963407u;
        int m = 1 + (int)(seed >> 33) % 60, j = 1 + (int)(seed >> 40) % m;
        int64_t s = (int64_t)(seed >> 20) % (i % 2 ? 1000 : 40000000000), keep = (int64_t)(seed >> 17) % SHARE_ONE + 1;
        int64_t got = power_half_even(s, keep, j, m);
        kit_check(right_rounding(s, keep, j, m, got), "seed 20261201", "row of the exact comparison", got, i);
    }
    power_done();
}

static const struct { const char *name; int64_t total, weights[4], expected[4]; } split_rows[] = {
    {"equal thirds of 10: tie to the earliest", 10, {1, 1, 1, 0}, {4, 3, 3, 0}},
    {"two left over", 11, {1, 1, 1, 0}, {4, 4, 3, 0}},
    {"largest remainder first", 10, {1, 0, 0, 2}, {3, 0, 0, 7}},
    {"tie between unlike weights", 2, {1, 1, 2, 0}, {1, 0, 1, 0}},
    {"nothing left over", 12, {1, 1, 1, 1}, {3, 3, 3, 3}},
    {"less than one each", 2, {5, 5, 5, 5}, {1, 1, 0, 0}},
    {"wide products", 9000000000000, {3000000000000, 3000000000000, 3000000000000, 0},
     {3000000000000, 3000000000000, 3000000000000, 0}},
};

static void test_split(void)
{
    for (size_t i = 0; i < sizeof split_rows / sizeof *split_rows; i++) {
        Mass weights[4], shares[4];
        for (int k = 0; k < 4; k++) weights[k].ng = split_rows[i].weights[k];
        plan_split((Mass){split_rows[i].total}, weights, 4, shares);
        for (int k = 0; k < 4; k++)
            kit_check(shares[k].ng == split_rows[i].expected[k], split_rows[i].name, "share", shares[k].ng,
                      split_rows[i].expected[k]);
    }
}

/* D = K: O is 1/2; 30 points less are 0.2, which is a dose of K / 4. */
static const struct { const char *name; int64_t k, share_e8, expected; } occupancy_rows[] = {
    {"a half of 2.5 to the even 2", 10, 30000000, 2},
    {"a half of 1.5 to the even 2", 6, 30000000, 2},
    {"below nothing", 10, 60000000, -1},
};

static void test_occupancy(void)
{
    for (size_t i = 0; i < sizeof occupancy_rows / sizeof *occupancy_rows; i++) {
        Step step = {.share = {occupancy_rows[i].share_e8}, .k = {occupancy_rows[i].k}};
        int64_t got = occupancy_half_even(&step, step.k, 1);
        kit_check(got == occupancy_rows[i].expected, occupancy_rows[i].name, "dose", got, occupancy_rows[i].expected);
    }
}

void suite_taper_power(void)
{
    CU_pSuite suite = CU_add_suite("taper: power and split", NULL, NULL);
    CU_add_test(suite, "powers", test_power_rows);
    CU_add_test(suite, "powers against whole numbers", test_power_exact);
    CU_add_test(suite, "largest remainder", test_split);
    CU_add_test(suite, "occupancy at a half", test_occupancy);
}
