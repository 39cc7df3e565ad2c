/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parsers and printers; what is said about a refused text is in quantity_fault.c. */
#include "microtaper/quantity.h"
#include "microtaper/text.h"

#include <stdlib.h>
#include <string.h>

__extension__ typedef __int128 Wide;

#define MOST_MASS INT64_C(10000000000000)         /* 10 kg in ng */
#define MOST_VOLUME INT64_C(1000000000000)        /* 1,000 L in nL */
#define MOST_LENGTH INT64_C(10000000)             /* 10 m in um */
#define MOST_SHARE INT64_C(1000000000)            /* 1,000 % in e8 */
enum { MOST_DAYS = 3660, MOST_SCALE = 18, UM_PER_INCH = 25400, POINTS_PER_INCH = 72, TEXT_LIMIT = 64 };

/* A unit as written, and how many decimals reach from it to the smallest unit. */
typedef struct {
    const char *name;
    unsigned scale;
} Unit;

static const Unit mass_units[] = {{"mg", 6}, {"mcg", 3}, {"g", 9}, {NULL, 0}};
static const Unit volume_units[] = {{"mL", 6}, {"L", 9}, {NULL, 0}};
static const Unit millimetre[] = {{"mm", 3}, {NULL, 0}};
static const Unit inch[] = {{"in", 6}, {NULL, 0}};    /* read in millionths, then made um */
static const Unit point[] = {{"pt", 6}, {NULL, 0}};
static const Unit percent[] = {{"%", 6}, {NULL, 0}};

/* --- reading --- */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static size_t digit_run(const char *text)
{
    size_t count = 0;
    while (is_digit(text[count]))
        count++;
    return count;
}

/* value * 10 + digit, unless that passes 64 bits. */
static bool append_digit(int64_t *value, int digit)
{
    if (*value > (INT64_MAX - digit) / 10)
        return false;
    *value = *value * 10 + digit;
    return true;
}

/* Digits, one after another, onto *value. */
static bool append_digits(int64_t *value, const char *digits, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!append_digit(value, digits[i] - '0'))
            return false;
    return true;
}

/* The number that `text` begins with, as an integer of 10^-scale; its length in bytes, or 0 when it is refused. */
static size_t number_read(const char *text, unsigned scale, int64_t *out)
{
    int64_t value = 0;
    size_t whole = digit_run(text), decimals = 0;
    if (whole == 0 || (whole > 1 && text[0] == '0'))
        return 0;
    bool pointed = text[whole] == '.';
    if (pointed)
        decimals = digit_run(text + whole + 1);
    if (pointed && (decimals == 0 || decimals > scale || text[whole + decimals] == '0'))
        return 0;
    if (!append_digits(&value, text, whole) || !append_digits(&value, text + whole + 1, decimals))
        return 0;
    for (size_t i = decimals; i < scale; i++)
        if (!append_digit(&value, 0))
            return 0;
    *out = value;
    return whole + (pointed ? 1 + decimals : 0);
}

bool decimal_parse(const char *text, unsigned scale, int64_t *out)
{
    int64_t value;
    size_t length = number_read(text, scale, &value);
    if (length == 0 || text[length])
        return false;
    *out = value;
    return true;
}

/* "NUMBER UNIT" in any of `units`, 0 .. most. */
static bool united_parse(const char *text, const Unit *units, int64_t most, int64_t *out)
{
    for (; units->name; units++) {
        int64_t value;
        size_t length = number_read(text, units->scale, &value);
        if (length == 0 || text[length] != ' ' || !text_equal(text + length + 1, units->name))
            continue;
        if (value > most)
            return false;
        *out = value;
        return true;
    }
    return false;
}

bool mass_parse(const char *text, Mass *out)
{
    return united_parse(text, mass_units, MOST_MASS, &out->ng);
}

bool volume_parse(const char *text, Volume *out)
{
    return united_parse(text, volume_units, MOST_VOLUME, &out->nl);
}

/* Inches and points are not whole micrometres; a length on paper is rounded to the nearest. */
bool length_parse(const char *text, Length *out)
{
    const int64_t million = 1000000;
    int64_t value;
    if (united_parse(text, millimetre, MOST_LENGTH, &value))
        return out->um = value, true;
    if (united_parse(text, inch, MOST_LENGTH * million / UM_PER_INCH, &value))
        return out->um = muldiv_half_even(value, UM_PER_INCH, million), true;
    if (united_parse(text, point, MOST_LENGTH * POINTS_PER_INCH / UM_PER_INCH * million, &value))
        return out->um = muldiv_half_even(value, UM_PER_INCH, million * POINTS_PER_INCH), true;
    return false;
}

bool share_parse(const char *text, Share *out)
{
    return united_parse(text, percent, MOST_SHARE, &out->e8);
}

/* Cuts `text` at `between` into two parts held in `left` and `right` (TEXT_LIMIT bytes each). */
static bool split(const char *text, const char *between, char *left, char *right)
{
    const char *at = strstr(text, between);
    if (!at || strlen(text) >= TEXT_LIMIT)
        return false;
    memcpy(left, text, (size_t)(at - text));
    left[at - text] = '\0';
    strcpy(right, at + strlen(between));
    return true;
}

bool strength_parse(const char *text, Strength *out)
{
    char mass[TEXT_LIMIT], volume[TEXT_LIMIT];
    Strength read = {.volume = {NL_PER_ML}};
    if (!split(text, " per ", mass, volume) || !mass_parse(mass, &read.mass))
        return false;
    if (!text_equal(volume, "mL") && !volume_parse(volume, &read.volume))
        return false;
    if (read.mass.ng == 0 || read.volume.nl == 0)
        return false;
    *out = read;
    return true;
}

bool exchange_parse(const char *text, Exchange *out)
{
    char from[TEXT_LIMIT], to[TEXT_LIMIT];
    Exchange read;
    if (!split(text, " = ", from, to) || !mass_parse(from, &read.from) || !mass_parse(to, &read.to))
        return false;
    if (read.from.ng == 0 || read.to.ng == 0)
        return false;
    *out = read;
    return true;
}

bool days_parse(const char *text, int32_t *out)
{
    int64_t value;
    size_t length = number_read(text, 0, &value);
    if (length == 0 || value < 1 || value > MOST_DAYS)
        return false;
    if (!text_equal(text + length, value == 1 ? " day" : " days"))
        return false;
    *out = (int32_t)value;
    return true;
}

bool count_parse(const char *text, int64_t least, int64_t most, int64_t *out)
{
    int64_t value;
    if (!decimal_parse(text, 0, &value) || value < least || value > most)
        return false;
    *out = value;
    return true;
}

/* --- printing --- */

static uint64_t magnitude(int64_t value)
{
    return value < 0 ? ~(uint64_t)value + 1 : (uint64_t)value;
}

enum { DECIMAL_ROOM = 48 };   /* a sign, 20 digits, 6 commas, a point, 20 places */

/* Writes backwards from `end`: the whole part, with or without commas between thousands; returns its first letter. */
static char *put_whole(char *end, uint64_t whole, bool commas)
{
    size_t count = 0;
    do {
        if (commas && count && count % 3 == 0)
            *--end = ',';
        *--end = (char)('0' + whole % 10);
        count++;
    } while (whole /= 10);
    return end;
}

/* The same for the places behind the point, no zero last; nothing when there are none. */
static char *put_places(char *end, uint64_t rest, unsigned scale)
{
    if (rest == 0)
        return end;
    for (; rest % 10 == 0; rest /= 10)
        scale--;
    for (; scale; scale--, rest /= 10)
        *--end = (char)('0' + rest % 10);
    *--end = '.';
    return end;
}

static const char *decimal_print(Arena *arena, int64_t value, unsigned scale, bool commas)
{
    char text[DECIMAL_ROOM], *end = text + sizeof text;
    uint64_t unit = 1;
    if (scale > MOST_SCALE)
        abort();  /* a bug */
    for (unsigned i = 0; i < scale; i++)
        unit *= 10;
    char *first = put_places(end, magnitude(value) % unit, scale);
    first = put_whole(first, magnitude(value) / unit, commas);
    if (value < 0)
        *--first = '-';
    return arena_copy(arena, first, (size_t)(end - first));
}

const char *decimal_text(Arena *arena, int64_t value, unsigned scale)
{
    return decimal_print(arena, value, scale, false);
}

const char *mass_mg(Arena *arena, Mass mass)
{
    return decimal_print(arena, mass.ng, 6, false);
}

const char *volume_ml(Arena *arena, Volume volume)
{
    return decimal_print(arena, volume.nl, 6, false);
}

static const char *with_unit(Arena *arena, int64_t value, const char *unit)
{
    const char *number = decimal_print(arena, value, 6, true);
    size_t length = strlen(number), more = strlen(unit);
    char *text = arena_alloc(arena, length + more + 1);
    memcpy(text, number, length);
    memcpy(text + length, unit, more);
    return text;
}

const char *mass_text(Arena *arena, Mass mass)
{
    return with_unit(arena, mass.ng, " mg");
}

const char *volume_text(Arena *arena, Volume volume)
{
    return with_unit(arena, volume.nl, " mL");
}

const char *strength_text(Arena *arena, Strength strength)
{
    const char *mass = mass_text(arena, strength.mass);
    if (strength.volume.nl == NL_PER_ML)
        return arena_format(arena, "%s per mL", mass);
    return arena_format(arena, "%s per %s", mass, volume_text(arena, strength.volume));
}

const char *share_text(Arena *arena, Share share)
{
    return arena_format(arena, "%s %%", decimal_print(arena, share.e8, 6, true));
}

/* --- products and quotients --- */

static int64_t narrowed(Wide value)
{
    if (value < INT64_MIN || value > INT64_MAX)
        abort();  /* inputs are bounded: a bug */
    return (int64_t)value;
}

/* a b / c towards minus infinity, and what is left over (0 <= rest < c). */
static Wide divided(int64_t a, int64_t b, int64_t c, Wide *rest)
{
    if (c <= 0)
        abort();  /* a bug */
    int64_t narrow;
    if (!__builtin_mul_overflow(a, b, &narrow) && narrow >= 0) {
        *rest = narrow % c;
        return narrow / c;   /* nearly always: a division of 128 bits takes ten times as long */
    }
    Wide product = (Wide)a * b, quotient = product / c;
    *rest = product % c;
    if (*rest < 0) {
        *rest += c;
        quotient--;
    }
    return quotient;
}

int64_t muldiv_half_even(int64_t a, int64_t b, int64_t c)
{
    Wide rest, quotient = divided(a, b, c, &rest);
    Wide twice = 2 * rest;
    bool up = twice > c || (twice == c && quotient % 2 != 0);
    return narrowed(quotient + up);
}

int64_t muldiv_floor(int64_t a, int64_t b, int64_t c)
{
    Wide rest;
    return narrowed(divided(a, b, c, &rest));
}

int64_t muldiv_ceil(int64_t a, int64_t b, int64_t c)
{
    Wide rest, quotient = divided(a, b, c, &rest);
    return narrowed(quotient + (rest != 0));
}

int strength_compare(Strength a, Strength b)
{
    Wide left = (Wide)a.mass.ng * b.volume.nl, right = (Wide)b.mass.ng * a.volume.nl;
    return (left > right) - (left < right);
}

bool strength_equal(Strength a, Strength b)
{
    return strength_compare(a, b) == 0;
}
