/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers enter by one door and leave by one. */
#include "base_kit.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "microtaper/quantity.h"
#include "microtaper/text.h"

#define REFUSED INT64_MIN

static bool parse_mass(const char *text, int64_t *out) { return mass_parse(text, (Mass *)out); }
static bool parse_volume(const char *text, int64_t *out) { return volume_parse(text, (Volume *)out); }
static bool parse_length(const char *text, int64_t *out) { return length_parse(text, (Length *)out); }
static bool parse_share(const char *text, int64_t *out) { return share_parse(text, (Share *)out); }
static bool parse_count(const char *text, int64_t *out) { return count_parse(text, 2, 1000000, out); }
static bool parse_tenth(const char *text, int64_t *out) { return decimal_parse(text, 1, out); }

static bool parse_days(const char *text, int64_t *out)
{
    int32_t days;
    if (!days_parse(text, &days))
        return false;
    *out = days;
    return true;
}

typedef struct {
    bool (*parse)(const char *, int64_t *);
    const char *text;
    int64_t value;      /* REFUSED */
} Reading;

static const Reading readings[] = {
    {parse_mass, "0.25 mg", 250000},
    {parse_mass, "250 mcg", 250000},
    {parse_mass, "0.001 mcg", 1},
    {parse_mass, "0.000001 mg", 1},
    {parse_mass, "1 g", 1000000000},
    {parse_mass, "0.000000001 g", 1},
    {parse_mass, "0 mg", 0},
    {parse_mass, "10000 g", INT64_C(10000000000000)},
    {parse_mass, "10000000 mg", INT64_C(10000000000000)},
    {parse_mass, "100 mg", 100000000},
    {parse_mass, "10.01 mg", 10010000},
    {parse_mass, ".5 mg", REFUSED},
    {parse_mass, "5. mg", REFUSED},
    {parse_mass, "a5 mg", REFUSED},
    {parse_mass, "o.5 mg", REFUSED},
    {parse_mass, "5mg", REFUSED},
    {parse_mass, "5", REFUSED},
    {parse_mass, "5 ", REFUSED},
    {parse_mass, "", REFUSED},
    {parse_mass, " ", REFUSED},
    {parse_mass, ".", REFUSED},
    {parse_mass, ". mg", REFUSED},
    {parse_mass, "mg", REFUSED},
    {parse_mass, " mg", REFUSED},
    {parse_mass, "1,000 mg", REFUSED},
    {parse_mass, "1,5 mg", REFUSED},
    {parse_mass, "1 000 mg", REFUSED},
    {parse_mass, "1'000 mg", REFUSED},
    {parse_mass, "1_000 mg", REFUSED},
    {parse_mass, "1e3 mg", REFUSED},
    {parse_mass, "1E3 mg", REFUSED},
    {parse_mass, "1.5e-1 mg", REFUSED},
    {parse_mass, "0x10 mg", REFUSED},
    {parse_mass, "inf mg", REFUSED},
    {parse_mass, "nan mg", REFUSED},
    {parse_mass, "1.0 mg", REFUSED},
    {parse_mass, "0.0 mg", REFUSED},
    {parse_mass, "0.10 mg", REFUSED},
    {parse_mass, "05 mg", REFUSED},
    {parse_mass, "00 mg", REFUSED},
    {parse_mass, "00.5 mg", REFUSED},
    {parse_mass, "-1 mg", REFUSED},
    {parse_mass, "+1 mg", REFUSED},
    {parse_mass, "\xE2\x88\x92" "1 mg", REFUSED},      /* U+2212, a minus sign */
    {parse_mass, "1  mg", REFUSED},
    {parse_mass, "1\tmg", REFUSED},
    {parse_mass, "1\nmg", REFUSED},
    {parse_mass, "1\xC2\xA0mg", REFUSED},              /* a no-break space */
    {parse_mass, " 1 mg", REFUSED},
    {parse_mass, "1 mg ", REFUSED},
    {parse_mass, "1 mg\n", REFUSED},
    {parse_mass, "1 MG", REFUSED},
    {parse_mass, "1 Mg", REFUSED},
    {parse_mass, "1 ml", REFUSED},
    {parse_mass, "1 mL", REFUSED},
    {parse_mass, "1 ug", REFUSED},
    {parse_mass, "1 \xC2\xB5g", REFUSED},              /* a micro sign */
    {parse_mass, "1 kg", REFUSED},
    {parse_mass, "1 ng", REFUSED},
    {parse_mass, "1 mgs", REFUSED},
    {parse_mass, "1 mg.", REFUSED},
    {parse_mass, "1 m", REFUSED},
    {parse_mass, "1 mg 2 mg", REFUSED},
    {parse_mass, "1/2 mg", REFUSED},
    {parse_mass, "\xC2\xBD mg", REFUSED},              /* one half as one character */
    {parse_mass, "1.2.3 mg", REFUSED},
    {parse_mass, "1..2 mg", REFUSED},
    {parse_mass, "0.0000001 mg", REFUSED},
    {parse_mass, "0.0001 mcg", REFUSED},
    {parse_mass, "10000000.000001 mg", REFUSED},
    {parse_mass, "10001 g", REFUSED},
    {parse_mass, "9223372036854775807 mg", REFUSED},
    {parse_mass, "9223372036854775808 mg", REFUSED},
    {parse_mass, "18446744073709551617 mg", REFUSED},  /* 2^64 + 1: one, to who wraps around */
    {parse_mass, "99999999999999999999999999999999999999999999 mg", REFUSED},
    {parse_mass, "0.99999999999999999999999999999999999999999 mg", REFUSED},
    {parse_mass, "\xD9\xA1 mg", REFUSED},              /* an Arabic-Indic one */
    {parse_mass, "\xEF\xBC\x91 mg", REFUSED},          /* a full-width one */
    {parse_volume, "0.01 mL", 10000},
    {parse_volume, "1 L", 1000000000},
    {parse_volume, "0.000001 mL", 1},
    {parse_volume, "1000 L", INT64_C(1000000000000)},
    {parse_volume, "0 mL", 0},
    {parse_volume, "1001 L", REFUSED},
    {parse_volume, "1 ml", REFUSED},
    {parse_volume, "1 ML", REFUSED},
    {parse_volume, "1 l", REFUSED},
    {parse_volume, "1 cc", REFUSED},
    {parse_volume, "1 mg", REFUSED},
    {parse_volume, "0.0000001 mL", REFUSED},
    {parse_length, "101.6 mm", 101600},
    {parse_length, "4 in", 101600},
    {parse_length, "0.0625 in", 1588},                 /* 1,587.5: half to even */
    {parse_length, "72 pt", 25400},
    {parse_length, "12 pt", 4233},
    {parse_length, "1 pt", 353},
    {parse_length, "10000 mm", 10000000},
    {parse_length, "10001 mm", REFUSED},
    {parse_length, "394 in", REFUSED},
    {parse_length, "1 cm", REFUSED},
    {parse_length, "4\"", REFUSED},
    {parse_length, "0.0001 mm", REFUSED},
    {parse_share, "5 %", 5000000},
    {parse_share, "0.000001 %", 1},
    {parse_share, "12.5 %", 12500000},
    {parse_share, "100 %", SHARE_ONE},
    {parse_share, "1000 %", 10 * SHARE_ONE},
    {parse_share, "0 %", 0},
    {parse_share, "1000.1 %", REFUSED},
    {parse_share, "5%", REFUSED},
    {parse_share, "5", REFUSED},
    {parse_share, "0.05", REFUSED},
    {parse_share, "5 percent", REFUSED},
    {parse_share, "0.0000001 %", REFUSED},
    {parse_days, "1 day", 1},
    {parse_days, "14 days", 14},
    {parse_days, "3660 days", 3660},
    {parse_days, "3661 days", REFUSED},
    {parse_days, "0 days", REFUSED},
    {parse_days, "1 days", REFUSED},
    {parse_days, "2 day", REFUSED},
    {parse_days, "14", REFUSED},
    {parse_days, "2 weeks", REFUSED},
    {parse_days, "1.5 days", REFUSED},
    {parse_days, "-1 days", REFUSED},
    {parse_days, "014 days", REFUSED},
    {parse_days, "4294967297 days", REFUSED},
    {parse_count, "2", 2},
    {parse_count, "1000000", 1000000},
    {parse_count, "1", REFUSED},
    {parse_count, "1000001", REFUSED},
    {parse_count, "02", REFUSED},
    {parse_count, "2.5", REFUSED},
    {parse_count, "2 ", REFUSED},
    {parse_count, "+2", REFUSED},
    {parse_count, "", REFUSED},
    {parse_tenth, "0.8", 8},
    {parse_tenth, "12", 120},
    {parse_tenth, "0", 0},
    {parse_tenth, "0.85", REFUSED},
    {parse_tenth, "12.0", REFUSED},
    {parse_tenth, "922337203685477580.7", INT64_MAX},
    {parse_tenth, "922337203685477580.8", REFUSED},
};

static void test_reading(void)
{
    for (size_t i = 0; i < ROWS(readings); i++) {
        int64_t value = REFUSED;
        bool read = readings[i].parse(readings[i].text, &value);
        base_check_number(value, readings[i].value, readings[i].text);
        base_check(read == (readings[i].value != REFUSED), readings[i].text, "what it returns");
    }
}

typedef struct {
    const char *text;
    int64_t left, right;   /* ng and nL, or ng and ng; 0: refused */
} Pair;

static const Pair strengths[] = {
    {"0.1 mg per mL", 100000, 1000000},
    {"10 mg per 100 mL", 10000000, 100000000},
    {"250 mcg per 5 mL", 250000, 5000000},
    {"1 g per L", 0, 0},
    {"1 g per 1 L", 1000000000, 1000000000},
    {"1 mg per 1 mL", 1000000, 1000000},
    {"0 mg per mL", 0, 0},
    {"1 mg per 0 mL", 0, 0},
    {"1 mg/mL", 0, 0},
    {"1 mg per ml", 0, 0},
    {"1 mg per  mL", 0, 0},
    {"1 mg  per mL", 0, 0},
    {"1 mg per mL ", 0, 0},
    {"1 mg per", 0, 0},
    {"per mL", 0, 0},
    {"1 per mL", 0, 0},
    {".1 mg per mL", 0, 0},
    {"1.0 mg per mL", 0, 0},
    {"1 mg per mL per mL", 0, 0},
    {"1 mL per mg", 0, 0},
    {"1 mg per mg", 0, 0},
    {"", 0, 0},
    {"0.000000000000000000000000000000000000000000000000000000000000001 mg per mL", 0, 0},
};

static const Pair exchanges[] = {
    {"0.5 mg = 10 mg", 500000, 10000000},
    {"500 mcg = 10 mg", 500000, 10000000},
    {"0 mg = 10 mg", 0, 0},
    {"0.5 mg = 0 mg", 0, 0},
    {"0.5 mg=10 mg", 0, 0},
    {"0.5 = 10", 0, 0},
    {"0.5 mg = 10", 0, 0},
    {"0.5 mg = 10 mg = 20 mg", 0, 0},
    {"0.5 mg is 10 mg", 0, 0},
    {" = ", 0, 0},
    {"", 0, 0},
};

static void test_pairs(void)
{
    for (size_t i = 0; i < ROWS(strengths); i++) {
        Strength read = {{0}, {0}};
        base_check(strength_parse(strengths[i].text, &read) == (strengths[i].left > 0), strengths[i].text, "strength");
        base_check_number(read.mass.ng, strengths[i].left, strengths[i].text);
        base_check_number(read.volume.nl, strengths[i].right, strengths[i].text);
    }
    for (size_t i = 0; i < ROWS(exchanges); i++) {
        Exchange read = {{0}, {0}};
        base_check(exchange_parse(exchanges[i].text, &read) == (exchanges[i].left > 0), exchanges[i].text, "exchange");
        base_check_number(read.from.ng, exchanges[i].left, exchanges[i].text);
        base_check_number(read.to.ng, exchanges[i].right, exchanges[i].text);
    }
}

/* What is said of a refused text; a suggestion only where the text can mean one thing. */
static const struct {
    const char *unit, *text, *clause;
} faults[] = {
    {"mg", ".5 mg", "write 0.5 mg, with a zero before the point"},
    {"mg", ".5mg", "write 0.5 mg, with a zero before the point"},
    {"mg", "5. mg", "write 5 mg, without the point"},
    {"mg", "5mg", "write 5 mg, with one space before the unit"},
    {"mg", "5  mg", "write 5 mg, with one space before the unit"},
    {"mg", "5", "write its unit behind it, such as 5 mg"},
    {"mg", "5 ", "take away the white space before or after it"},
    {"mg", " 5 mg", "take away the white space before or after it"},
    {"mg", "1.50 mg", "write 1.5 mg, without zeros at the end"},
    {"mg", "1.0 mg", "write 1 mg, without zeros at the end"},
    {"mg", "0.0 mg", "write 0 mg, without zeros at the end"},
    {"mg", "1,5 mg", "write it without a comma: decimals behind a point, thousands with nothing between them"},
    {"mg", "1e3 mg", "write all its digits, without an exponent"},
    {"mg", "05 mg", "write no zero before the first digit; was a point lost?"},
    {"mg", "-1 mg", "write it without a sign"},
    {"mg", "+1 mg", "write it without a sign"},
    {"mg", "1 \xC2\xB5g", "write it with the digits 0 to 9, plain spaces and unit letters (micrograms are mcg)"},
    {"mg", "1 mL", "the unit here is mg, mcg or g"},
    {"mg", "1 MG", "the unit here is mg, mcg or g"},
    {"mg", "0.0000001 mg", "outside what is held: 0 to 10 kg in whole ng"},
    {"mg", "", "write a number, a space and the unit"},
    {"mg", "mg", "begin with a number"},
    {"mg", ".", "begin with a number"},
    {"mg", "1.2.3 mg", "write one point at most"},
    {"mL", "1 mg", "the unit here is mL or L"},
    {"mL", ".5 mL", "write 0.5 mL, with a zero before the point"},
    {"mm", "1 cm", "the unit here is mm, in or pt"},
    {"mm", "20000 mm", "outside what is held: 0 to 10 m in whole um"},
    {"%", "5%", "write 5 %, with one space before the unit"},
    {"%", "2000 %", "outside what is held: 0 to 1,000 % with at most six decimals"},
    {"days", "14", "write its unit behind it, such as 14 days"},
    {"days", "2 weeks", "the unit here is days, such as 1 day or 14 days"},
    {"days", "0 days", "outside what is held: 1 day, or 2 to 3,660 days, whole days only"},
    {"mg per mL", "1 mg/mL",
     "the unit here is mg per mL, such as 0.1 mg per mL or 10 mg per 100 mL, both above zero"},
    {"mg = mg", "1 mg=2 mg", "the unit here is mg = mg, such as 0.5 mg = 10 mg, both above zero"},
    {"", "", "write a number"},
    {"", "12a", "write the number alone"},
    {"", "12.", "write 12, without the point"},
    {"mg", "1e", "write 1 e, with one space before the unit"},
    {"mg", "1e mg", "write 1 e mg, with one space before the unit"},
    {"", "1000001", "outside what is held: whole numbers from 0 to 1,000,000"},
};

static void test_faults(void)
{
    Arena *arena = arena_new();
    for (size_t i = 0; i < ROWS(faults); i++)
        base_check_text(quantity_fault(arena, faults[i].text, faults[i].unit), faults[i].clause, faults[i].text);
    arena_free(arena);
}

/* A refused text always gets its clause, and a suggestion ("write X, ...") can be read or is at least nearer. */
static void test_fault_of_every_refusal(void)
{
    Arena *arena = arena_new();
    for (size_t i = 0; i < ROWS(readings); i++) {
        const char *clause = quantity_fault(arena, readings[i].text, "mg");
        base_check(clause && *clause && utf8_valid(clause), readings[i].text, "no clause");
    }
    arena_free(arena);
}

static const struct {
    int64_t value;
    unsigned scale;
    const char *text;
} decimals[] = {
    {0, 0, "0"}, {0, 6, "0"}, {250000, 6, "0.25"}, {-100000, 6, "-0.1"}, {1200, 0, "1200"}, {1, 6, "0.000001"},
    {1000000, 6, "1"}, {1000001, 6, "1.000001"}, {-1, 2, "-0.01"}, {-100, 2, "-1"}, {123456789, 2, "1234567.89"},
    {INT64_MAX, 0, "9223372036854775807"}, {INT64_MIN, 0, "-9223372036854775808"},
    {INT64_MAX, 18, "9.223372036854775807"}, {INT64_MIN, 18, "-9.223372036854775808"}, {1, 18, "0.000000000000000001"},
};

static void test_decimals(void)
{
    Arena *arena = arena_new();
    for (size_t i = 0; i < ROWS(decimals); i++)
        base_check_text(decimal_text(arena, decimals[i].value, decimals[i].scale), decimals[i].text, decimals[i].text);
    arena_free(arena);
}

static const struct {
    int64_t ng;
    const char *mg, *people;
} masses[] = {
    {0, "0", "0 mg"}, {250000, "0.25", "0.25 mg"}, {1, "0.000001", "0.000001 mg"}, {INT64_C(1200000000), "1200", "1,200 mg"},
    {INT64_C(999500000), "999.5", "999.5 mg"}, {INT64_C(1000500000), "1000.5", "1,000.5 mg"},
    {INT64_C(10000000000000), "10000000", "10,000,000 mg"}, {-100000, "-0.1", "-0.1 mg"},
    {INT64_C(-1200000000), "-1200", "-1,200 mg"}, {INT64_C(123456000000), "123456", "123,456 mg"},
};

static void test_printing(void)
{
    Arena *arena = arena_new();
    for (size_t i = 0; i < ROWS(masses); i++) {
        base_check_text(mass_mg(arena, (Mass){masses[i].ng}), masses[i].mg, masses[i].people);
        base_check_text(mass_text(arena, (Mass){masses[i].ng}), masses[i].people, masses[i].people);
        base_check_text(volume_ml(arena, (Volume){masses[i].ng}), masses[i].mg, masses[i].people);
    }
    CU_ASSERT_STRING_EQUAL(volume_text(arena, (Volume){4200000}), "4.2 mL");
    CU_ASSERT_STRING_EQUAL(volume_text(arena, (Volume){INT64_C(1200000000)}), "1,200 mL");
    CU_ASSERT_STRING_EQUAL(share_text(arena, (Share){5000000}), "5 %");
    CU_ASSERT_STRING_EQUAL(share_text(arena, (Share){12500000}), "12.5 %");
    CU_ASSERT_STRING_EQUAL(share_text(arena, (Share){INT64_C(1000000000)}), "1,000 %");
    CU_ASSERT_STRING_EQUAL(strength_text(arena, (Strength){{1000000}, {1000000}}), "1 mg per mL");
    CU_ASSERT_STRING_EQUAL(strength_text(arena, (Strength){{5000000}, {2000000}}), "5 mg per 2 mL");
    CU_ASSERT_STRING_EQUAL(strength_text(arena, (Strength){{100000}, {500000}}), "0.1 mg per 0.5 mL");
    arena_free(arena);
}

/* What is printed for machines with its unit is read again as the same. */
static void test_round_trip(void)
{
    Arena *arena = arena_new();
    int64_t value = 1;
    for (int i = 0; i < 4000; i++) {
        Mass mass = {-1};
        value = (int64_t)(((uint64_t)value * UINT64_C(6364136223846793005) + 1442695040888963407u) % 10000000000000u);
        const char *text = arena_format(arena, "%s mg", mass_mg(arena, (Mass){value}));
        base_check(mass_parse(text, &mass) && mass.ng == value, text, "not read as printed");
        arena_reset(arena);
    }
    arena_free(arena);
}

static const struct {
    int64_t a, b, c, even, floor, ceil;
} quotients[] = {
    {1, 1, 2, 0, 0, 1}, {3, 1, 2, 2, 1, 2}, {5, 1, 2, 2, 2, 3}, {-1, 1, 2, 0, -1, 0}, {-3, 1, 2, -2, -2, -1},
    {-5, 1, 2, -2, -3, -2}, {7, 3, 5, 4, 4, 5}, {-7, 3, 5, -4, -5, -4}, {6, 5, 3, 10, 10, 10}, {0, 9, 7, 0, 0, 0},
    {1, 2, 3, 1, 0, 1}, {1, 1, 3, 0, 0, 1}, {-1, 2, 3, -1, -1, 0}, {-1, 1, 3, 0, -1, 0},
    {INT64_MAX, INT64_MAX, INT64_MAX, INT64_MAX, INT64_MAX, INT64_MAX},
    {INT64_MIN, INT64_MAX, INT64_MAX, INT64_MIN, INT64_MIN, INT64_MIN},
    {INT64_MIN, 1, 1, INT64_MIN, INT64_MIN, INT64_MIN},
    {INT64_MAX, 1, 2, INT64_C(4611686018427387904), INT64_C(4611686018427387903), INT64_C(4611686018427387904)},
    {20000000, 95000000, SHARE_ONE, 19000000, 19000000, 19000000},
};

static void test_quotients(void)
{
    char row[64];
    for (size_t i = 0; i < ROWS(quotients); i++) {
        snprintf(row, sizeof row, "%" PRId64 " x %" PRId64 " / %" PRId64, quotients[i].a, quotients[i].b, quotients[i].c);
        base_check_number(muldiv_half_even(quotients[i].a, quotients[i].b, quotients[i].c), quotients[i].even, row);
        base_check_number(muldiv_floor(quotients[i].a, quotients[i].b, quotients[i].c), quotients[i].floor, row);
        base_check_number(muldiv_ceil(quotients[i].a, quotients[i].b, quotients[i].c), quotients[i].ceil, row);
    }
}

static int overflow(void *context)
{
    (void)context;
    return (int)muldiv_floor(INT64_MAX, 2, 1) & 1;
}

static int zero_divisor(void *context)
{
    (void)context;
    return (int)muldiv_floor(1, 1, 0);
}

static int underflow(void *context)
{
    (void)context;
    return (int)muldiv_floor(INT64_MIN, 2, 1) & 1;
}

static int too_many_places(void *context)
{
    return (int)strlen(decimal_text(context, 1, 19));   /* 20 places and more do not fit 64 bits */
}

static void test_quotient_bugs(void)
{
    Arena *arena = arena_new();
    CU_ASSERT_EQUAL(base_forked(too_many_places, arena), -1);
    arena_free(arena);
    CU_ASSERT_EQUAL(base_forked(overflow, NULL), -1);
    CU_ASSERT_EQUAL(base_forked(zero_divisor, NULL), -1);
    CU_ASSERT_EQUAL(base_forked(underflow, NULL), -1);
}

static void test_concentrations(void)
{
    const Strength a = {{10000000}, {100000000}}, b = {{100000}, {1000000}}, c = {{100001}, {1000000}};
    CU_ASSERT_EQUAL(strength_compare(a, b), 0);
    CU_ASSERT_EQUAL(strength_compare(a, c) < 0, strength_compare(c, a) > 0);
    CU_ASSERT_NOT_EQUAL(strength_compare(b, c), 0);
    CU_ASSERT_TRUE(strength_equal(a, b));
    CU_ASSERT_TRUE(strength_equal(b, a));
    CU_ASSERT_FALSE(strength_equal(b, c));
    CU_ASSERT_EQUAL(mass_add((Mass){1}, (Mass){2}).ng, 3);
    CU_ASSERT_EQUAL(volume_add((Volume){1}, (Volume){2}).nl, 3);
}

void suite_base_quantity(void)
{
    CU_pSuite suite = CU_add_suite("base: quantities", NULL, NULL);
    CU_add_test(suite, "each text is read as its value, or refused", test_reading);
    CU_add_test(suite, "strengths and exchanges", test_pairs);
    CU_add_test(suite, "what is said of a refused text", test_faults);
    CU_add_test(suite, "something is said of each refused text", test_fault_of_every_refusal);
    CU_add_test(suite, "plain decimals", test_decimals);
    CU_add_test(suite, "for machines and for people", test_printing);
    CU_add_test(suite, "printed is read again", test_round_trip);
    CU_add_test(suite, "products and quotients", test_quotients);
    CU_add_test(suite, "an overflow ends the process", test_quotient_bugs);
    CU_add_test(suite, "concentrations", test_concentrations);
}
