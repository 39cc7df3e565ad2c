/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Why a quantity was refused, in words that say what to write instead.  A number is suggested only where the text
 * can mean one thing; "1,5 mg" is 1.5 to one writer and 15 to another, so there nothing is suggested. */
#include "microtaper/quantity.h"
#include "microtaper/text.h"

#include <string.h>

/* A refused text cut into its parts. */
typedef struct {
    Arena *arena;
    const char *text, *unit;    /* as given to quantity_fault */
    const char *number;         /* what stands before the first letter, "%" or space */
    const char *behind;         /* the rest, leading spaces off */
    size_t spaces;              /* between the two */
} Refused;

static bool is_number_byte(char c)
{
    return (c >= '0' && c <= '9') || c == '.';
}

static Refused cut(Arena *arena, const char *text, const char *unit)
{
    size_t length = 0, spaces = 0;
    while (is_number_byte(text[length]))
        length++;
    while (text[length + spaces] == ' ')
        spaces++;
    return (Refused){.arena = arena, .text = text, .unit = unit, .number = arena_copy(arena, text, length),
                     .behind = text + length + spaces, .spaces = spaces};
}

/* "mg" for "mg"; "mL" for "mL"; "" for a plain number. */
static const char *written(const Refused *refused, const char *number)
{
    if (text_empty(refused->behind))
        return text_empty(refused->unit) ? number : arena_format(refused->arena, "%s %s", number, refused->unit);
    return arena_format(refused->arena, "%s %s", number, refused->behind);
}

/* --- the faults of the number: each a row, the first that fits is said --- */

static const char *empty(const Refused *refused)
{
    if (*refused->text)
        return NULL;
    return text_empty(refused->unit) ? "write a number" : "write a number, a space and the unit";
}

static const char *outer_space(const Refused *refused)
{
    size_t length = strlen(refused->text);
    bool found = strchr(" \t\r\n", refused->text[0]) || strchr(" \t\r\n", refused->text[length - 1]);
    return found ? "take away the white space before or after it" : NULL;
}

static const char *sign(const Refused *refused)
{
    return refused->text[0] == '+' || refused->text[0] == '-' ? "write it without a sign" : NULL;
}

static const char *comma(const Refused *refused)
{
    if (!strchr(refused->text, ','))
        return NULL;
    return "write it without a comma: decimals behind a point, thousands with nothing between them";
}

static const char *exponent(const Refused *refused)
{
    size_t length = strlen(refused->number);
    const char *behind = refused->text + length;
    bool found = length && (*behind == 'e' || *behind == 'E') && behind[1] && strchr("+-0123456789", behind[1]);
    return found ? "write all its digits, without an exponent" : NULL;
}

static const char *foreign(const Refused *refused)
{
    for (const char *at = refused->text; *at; at++)
        if ((unsigned char)*at >= 0x80)
            return "write it with the digits 0 to 9, plain spaces and unit letters (micrograms are mcg)";
    return NULL;
}

static const char *no_number(const Refused *refused)
{
    return *refused->number ? NULL : "begin with a number";
}

static const char *points(const Refused *refused)
{
    const char *point = strchr(refused->number, '.');
    return point && strchr(point + 1, '.') ? "write one point at most" : NULL;
}

static const char *naked_point(const Refused *refused)
{
    if (refused->number[0] != '.' || !refused->number[1])
        return NULL;
    const char *whole = arena_format(refused->arena, "0%s", refused->number);
    return arena_format(refused->arena, "write %s, with a zero before the point", written(refused, whole));
}

static const char *bare_end(const Refused *refused)
{
    size_t length = strlen(refused->number);
    if (refused->number[length - 1] != '.')
        return NULL;
    if (length == 1)
        return "begin with a number";
    const char *whole = arena_copy(refused->arena, refused->number, length - 1);
    return arena_format(refused->arena, "write %s, without the point", written(refused, whole));
}

static const char *leading_zero(const Refused *refused)
{
    bool found = refused->number[0] == '0' && refused->number[1] && refused->number[1] != '.';
    return found ? "write no zero before the first digit; was a point lost?" : NULL;
}

static const char *trailing_zero(const Refused *refused)
{
    size_t length = strlen(refused->number);
    if (!strchr(refused->number, '.') || refused->number[length - 1] != '0')
        return NULL;
    while (refused->number[length - 1] == '0')
        length--;
    if (refused->number[length - 1] == '.')
        length--;
    const char *shorter = arena_copy(refused->arena, refused->number, length);
    return arena_format(refused->arena, "write %s, without zeros at the end", written(refused, shorter));
}

/* --- the faults of the unit --- */

static const char *not_plain(const Refused *refused)
{
    return text_empty(refused->unit) && refused->text[strlen(refused->number)] ? "write the number alone" : NULL;
}

static const char *unit_missing(const Refused *refused)
{
    if (*refused->behind || text_empty(refused->unit))
        return NULL;
    return arena_format(refused->arena, "write its unit behind it, such as %s", written(refused, refused->number));
}

static const char *spacing(const Refused *refused)
{
    if (refused->spaces == 1 || text_empty(refused->unit))
        return NULL;
    return arena_format(refused->arena, "write %s, with one space before the unit", written(refused, refused->number));
}

/* The units each kind is read in, by the unit that stands for the kind. */
static const struct {
    const char *unit, *read;
} kinds[] = {
    {"mg", "mg, mcg or g"},
    {"mL", "mL or L"},
    {"mm", "mm, in or pt"},
    {"%", "%"},
    {"days", "days, such as 1 day or 14 days"},
    {"mg per mL", "mg per mL, such as 0.1 mg per mL or 10 mg per 100 mL, both above zero"},
    {"mg = mg", "mg = mg, such as 0.5 mg = 10 mg, both above zero"},
};

static const char *unit_wrong(const Refused *refused)
{
    static const char *const known[] = {"mg", "mcg", "g", "mL", "L", "mm", "in", "pt", "%", "day", "days"};
    const char *read = refused->unit;
    if (text_empty(read))
        return NULL;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (text_equal(kinds[i].unit, refused->unit))
            read = kinds[i].read;
    bool fits = false;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        fits = fits || (text_equal(known[i], refused->behind) && strstr(read, known[i]));
    return fits ? NULL : arena_format(refused->arena, "the unit here is %s", read);
}

/* What is left when the form is right: too much, too fine, or zero where none is allowed (bounds: quantity.c). */
static const char *held(const char *unit)
{
    static const struct {
        const char *unit, *bounds;
    } rows[] = {
        {"mg", "0 to 10 kg in whole ng"},
        {"mL", "0 to 1,000 L in whole nL"},
        {"mm", "0 to 10 m in whole um"},
        {"%", "0 to 1,000 % with at most six decimals"},
        {"days", "1 day, or 2 to 3,660 days, whole days only"},
        {"mg per mL", "above zero, to 10 kg in whole ng and 1,000 L in whole nL"},
        {"mg = mg", "above zero, to 10 kg in whole ng"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (text_equal(rows[i].unit, unit))
            return rows[i].bounds;
    return "whole numbers from 0 to 1,000,000";
}

typedef const char *(*Fault)(const Refused *refused);

static const Fault faults[] = {
    empty, outer_space, sign, comma, exponent, foreign, no_number, points, naked_point, bare_end, leading_zero,
    trailing_zero, not_plain, unit_missing, spacing, unit_wrong,
};

const char *quantity_fault(Arena *arena, const char *text, const char *unit)
{
    Refused refused = cut(arena, text, unit);
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        const char *clause = faults[i](&refused);
        if (clause)
            return clause;
    }
    return arena_format(arena, "outside what is held: %s", held(unit));
}
