/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers as text.
 *
 * Laws: what a parser accepts lies within the bounds of its unit, and what the printer makes of it is read as the same
 * value; a plain number has one way to be written, so what was accepted in the printer's unit is the printer's text; what
 * is refused leaves the value alone and is told why.  Dates likewise.  Names made safe can be made back, and hold nothing
 * that a path would mean something by.  128-bit products agree with the compiler's. */
#include <stdio.h>
#include <string.h>
#include "kit.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

__extension__ typedef __int128 Wide;

static bool ends_with(const char *text, const char *end)
{
    size_t length = strlen(text), tail = strlen(end);
    return length >= tail && strcmp(text + length - tail, end) == 0;
}

static void refused(Arena *arena, const char *text, const char *unit)
{
    LAW_OF(!text_empty(quantity_fault(arena, text, unit)), text);
}

static void law_mass(Arena *arena, const char *text)
{
    Mass mass = {-7}, again = {-9};
    if (!mass_parse(text, &mass)) {
        LAW_OF(mass.ng == -7, text);
        refused(arena, text, "mg");
        return;
    }
    LAW_OF(mass.ng >= 0 && mass.ng <= INT64_C(10000000000000), text);
    const char *plain = arena_format(arena, "%s mg", mass_mg(arena, mass));
    LAW_OF(mass_parse(plain, &again) && again.ng == mass.ng, text);
    LAW_OF(!ends_with(text, " mg") || strcmp(text, plain) == 0, text);
    LAW_OF(ends_with(mass_text(arena, mass), " mg"), text);
}

static void law_volume(Arena *arena, const char *text)
{
    Volume volume = {-7}, again = {-9};
    if (!volume_parse(text, &volume)) {
        LAW_OF(volume.nl == -7, text);
        refused(arena, text, "mL");
        return;
    }
    LAW_OF(volume.nl >= 0 && volume.nl <= INT64_C(1000000000000), text);
    const char *plain = arena_format(arena, "%s mL", volume_ml(arena, volume));
    LAW_OF(volume_parse(plain, &again) && again.nl == volume.nl, text);
    LAW_OF(!ends_with(text, " mL") || strcmp(text, plain) == 0, text);
}

static void law_length(Arena *arena, const char *text)
{
    Length length = {-7}, again = {-9};
    if (!length_parse(text, &length)) {
        LAW_OF(length.um == -7, text);
        refused(arena, text, "mm");
        return;
    }
    LAW_OF(length.um >= 0 && length.um <= 10000000, text);
    const char *plain = arena_format(arena, "%s mm", decimal_text(arena, length.um, 3));
    LAW_OF(length_parse(plain, &again) && again.um == length.um, text);
    LAW_OF(!ends_with(text, " mm") || strcmp(text, plain) == 0, text);
}

static void law_share(Arena *arena, const char *text)
{
    Share share = {-7}, again = {-9};
    if (!share_parse(text, &share)) {
        LAW_OF(share.e8 == -7, text);
        refused(arena, text, "%");
        return;
    }
    LAW_OF(share.e8 >= 0 && share.e8 <= INT64_C(10) * SHARE_ONE, text);
    const char *plain = arena_format(arena, "%s %%", decimal_text(arena, share.e8, 6));
    LAW_OF(strcmp(text, plain) == 0, text);
    LAW_OF(share_parse(plain, &again) && again.e8 == share.e8, text);
}

static void law_strength(Arena *arena, const char *text)
{
    Strength strength = {{-7}, {-7}}, again;
    if (!strength_parse(text, &strength)) {
        LAW_OF(strength.mass.ng == -7 && strength.volume.nl == -7, text);
        refused(arena, text, "mg per mL");
        return;
    }
    LAW_OF(strength.mass.ng > 0 && strength.volume.nl > 0, text);
    const char *printed = strength_text(arena, strength);
    if (strchr(printed, ',')) return;   /* commas are for paper */
    LAW_OF(strength_parse(printed, &again) && strength_equal(again, strength), text);
    LAW_OF(again.mass.ng == strength.mass.ng && again.volume.nl == strength.volume.nl, text);
}

static void law_exchange(Arena *arena, const char *text)
{
    Exchange exchange = {{-7}, {-7}}, again;
    if (!exchange_parse(text, &exchange)) {
        LAW_OF(exchange.from.ng == -7 && exchange.to.ng == -7, text);
        refused(arena, text, "mg = mg");
        return;
    }
    LAW_OF(exchange.from.ng > 0 && exchange.to.ng > 0, text);
    const char *printed = arena_format(arena, "%s mg = %s mg", mass_mg(arena, exchange.from), mass_mg(arena, exchange.to));
    LAW_OF(exchange_parse(printed, &again) && again.from.ng == exchange.from.ng && again.to.ng == exchange.to.ng, text);
}

static void law_counts(Arena *arena, const char *text)
{
    int32_t days = -7;
    int64_t count = -7, scaled = -7;
    if (days_parse(text, &days)) {
        LAW_OF(days >= 1 && days <= 3660, text);
        LAW_OF(strcmp(text, arena_format(arena, "%d day%s", days, days == 1 ? "" : "s")) == 0, text);
    } else {
        LAW_OF(days == -7, text);
        refused(arena, text, "days");
    }
    if (count_parse(text, 2, 1000000, &count)) {
        LAW_OF(count >= 2 && count <= 1000000, text);
        LAW_OF(strcmp(text, decimal_text(arena, count, 0)) == 0, text);
    } else {
        LAW_OF(count == -7, text);
        refused(arena, text, "");
    }
    for (unsigned scale = 0; scale <= 8; scale++) {
        if (!decimal_parse(text, scale, &scaled)) continue;
        LAW_OF(strcmp(text, decimal_text(arena, scaled, scale)) == 0, text);
    }
}

static void law_date(Arena *arena, const char *text)
{
    Date date = {-70000000};
    if (!date_parse(text, &date)) {
        LAW_OF(date.day == -70000000, text);
        return;
    }
    Civil civil = date_civil(date);
    LAW_OF(strcmp(text, date_text(arena, date)) == 0, text);
    LAW_OF(date_of(civil.year, civil.month, civil.day).day == date.day, text);
    LAW_OF(date_weekday(date) == ((date.day + 2) % 7 + 7) % 7, text);   /* 2020-01-01 was a Wednesday */
}

/* ---------------------------------------------------------------- texts ---- */
static int hex_value(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c - 'A' + 10;
}

static void law_name(Arena *arena, const char *text)
{
    const char *safe = text_safe_name(arena, text);
    if (!safe) {
        LAW_OF(strlen(text) * 3 > 255, text);
        return;
    }
    LAW_OF(*safe && strlen(safe) <= 255 && *safe != '.' && !strchr(safe, '/') && !strchr(safe, '\n'), text);
    char *back = arena_alloc(arena, strlen(safe) + 1), *at = back;
    for (const char *from = safe; *from && strcmp(safe, "%") != 0; from++) {
        if (*from != '%') *at++ = *from;
        else {
            *at++ = (char)(hex_value(from[1]) * 16 + hex_value(from[2]));
            from += 2;
        }
    }
    LAW_OF(strcmp(back, text) == 0, text);
}

static void law_escapes(Arena *arena, const char *text)
{
    const char *json = text_json(arena, text), *xml = text_xml(arena, text), *squeezed = text_squeeze(arena, text);
    for (const char *at = json; *at; at++) {
        LAW_OF((unsigned char)*at >= 0x20 && *at != '"', text);
        if (*at == '\\') LAW_OF(*++at != '\0', text);
    }
    LAW_OF(utf8_valid(json) || !utf8_valid(text), text);
    LAW_OF(!strpbrk(xml, "<>\"'"), text);
    LAW_OF(strcmp(text_squeeze(arena, squeezed), squeezed) == 0, text);
    LAW_OF(!strstr(squeezed, "  ") && *squeezed != ' ' && !ends_with(squeezed, " "), text);
    const char *csv = text_csv(arena, text);
    LAW_OF(*csv == '"' || strcmp(csv, text) == 0, text);
    size_t words;
    text_words(arena, text, &words);
    LAW_OF((words == 0) == (*squeezed == '\0'), text);
}

/* ---------------------------------------------------------------- products ---- */
static void law_products(const uint8_t *data, size_t size)
{
    Draw draw = {data, size};
    int64_t a = draw_whole(&draw), b = draw_whole(&draw), c = draw_whole(&draw);
    unsigned shift = draw_below(&draw, 63);
    b = b >> shift;
    c = c == INT64_MIN || c == 0 ? 1 : c < 0 ? -c : c;
    if (a == INT64_MIN) a = 1;
    Wide product = (Wide)a * b, whole = product / c, rest = product % c;
    if (whole > INT64_MAX - 2 || whole < INT64_MIN + 2) return;
    Wide floor = whole - (rest < 0), ceil = whole + (rest > 0);
    Wide twice = 2 * (product - floor * c);
    Wide nearest = twice < c ? floor : twice > c ? floor + 1 : floor + (floor & 1);
    LAW(muldiv_floor(a, b, c) == (int64_t)floor);
    LAW(muldiv_ceil(a, b, c) == (int64_t)ceil);
    LAW(muldiv_half_even(a, b, c) == (int64_t)nearest);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > 600) return -1;
    Arena *arena = arena_new();
    const char *text = input_text(arena, data, size);
    law_mass(arena, text);
    law_volume(arena, text);
    law_length(arena, text);
    law_share(arena, text);
    law_strength(arena, text);
    law_exchange(arena, text);
    law_counts(arena, text);
    law_date(arena, text);
    law_name(arena, text);
    law_escapes(arena, text);
    law_products(data, size);
    arena_free(arena);
    return 0;
}
