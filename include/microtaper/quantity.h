/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Quantities: integers of the smallest unit, one struct a unit, so that a mix-up does not compile.
 *
 * Numbers enter by the parsers here and nowhere else.  A number is digits, or digits, one point and digits: "0.25".
 * Refused: a naked point (".5", "5."), leading zeros ("05"), trailing zeros after the point ("1.0": ISMP's list of
 * error-prone notations, 2021), signs, commas, exponents, anything finer than the smallest unit, and anything
 * without its unit.  Between number and unit stands exactly one space; "%" too ("5 %").
 * They leave by the printers here and nowhere else: a zero before the point, none after the last digit, a space
 * before the unit, commas from 1,000 on paper (ISMP 2021). */
#ifndef MICROTAPER_QUANTITY_H
#define MICROTAPER_QUANTITY_H

#include <stdbool.h>
#include <stdint.h>
#include "microtaper/arena.h"

typedef struct { int64_t ng; } Mass;     /* nanograms, exact; 0 .. 10 kg */
typedef struct { int64_t nl; } Volume;   /* nanolitres, exact; 0 .. 1,000 L */
typedef struct { int64_t um; } Length;   /* micrometres, exact; 0 .. 10 m */
typedef struct { int64_t e8; } Share;    /* hundred-millionths: 5 % is 5,000,000; 0 .. 1,000 % */
typedef struct { Mass mass; Volume volume; } Strength;  /* as stated; never divided out; both > 0 */
typedef struct { Mass from, to; } Exchange;             /* "0.5 mg = 10 mg": both > 0 */

#define SHARE_ONE 100000000
#define NG_PER_MG 1000000
#define NL_PER_ML 1000000

/* Each reads the whole text into *out and returns true, or returns false and leaves *out alone. */
bool mass_parse(const char *text, Mass *out);          /* "0.25 mg", "250 mcg", "1 g" */
bool volume_parse(const char *text, Volume *out);      /* "0.01 mL", "1 L" */
bool length_parse(const char *text, Length *out);      /* "101.6 mm", "4 in", "12 pt" (1/72 in): in and pt to the nearest um */
bool share_parse(const char *text, Share *out);        /* "5 %": at most six decimals */
bool strength_parse(const char *text, Strength *out);  /* "0.1 mg per mL", "10 mg per 100 mL" */
bool exchange_parse(const char *text, Exchange *out);  /* "0.5 mg = 10 mg" */
bool days_parse(const char *text, int32_t *out);       /* "1 day", "14 days": 1 .. 3,660 */
bool count_parse(const char *text, int64_t least, int64_t most, int64_t *out); /* plain whole number */
/* A plain decimal ("0.8", "12") as an integer of 10^-scale. */
bool decimal_parse(const char *text, unsigned scale, int64_t *out);
/* Why a text was refused, for the finding: a short clause such as "write 0.5 mg, with a zero before the point". */
const char *quantity_fault(Arena *arena, const char *text, const char *unit);

/* value / 10^scale as a plain decimal: "0.25", "-0.1", "1200".  For machines. */
const char *decimal_text(Arena *arena, int64_t value, unsigned scale);
const char *mass_mg(Arena *arena, Mass mass);          /* "0.25": plain decimal of mg */
const char *volume_ml(Arena *arena, Volume volume);    /* "0.01": plain decimal of mL */
/* For people, with unit and commas: */
const char *mass_text(Arena *arena, Mass mass);        /* always mg: "0.25 mg", "1,200 mg" */
const char *volume_text(Arena *arena, Volume volume);  /* always mL: "4.2 mL" */
const char *strength_text(Arena *arena, Strength strength); /* "1 mg per mL", "5 mg per 2 mL" */
const char *share_text(Arena *arena, Share share);     /* "5 %" */

/* a b / c through 128 bits; c > 0, the result must fit (else the process is aborted: a bug, inputs are bounded). */
int64_t muldiv_half_even(int64_t a, int64_t b, int64_t c);
int64_t muldiv_floor(int64_t a, int64_t b, int64_t c);   /* towards minus infinity */
int64_t muldiv_ceil(int64_t a, int64_t b, int64_t c);    /* towards plus infinity */

static inline Mass mass_add(Mass a, Mass b) { return (Mass){a.ng + b.ng}; }
static inline Volume volume_add(Volume a, Volume b) { return (Volume){a.nl + b.nl}; }
/* Below 0: a is the weaker; 0: equal. */
int strength_compare(Strength a, Strength b);
bool strength_equal(Strength a, Strength b);  /* as concentrations: 10 mg per 100 mL equals 0.1 mg per mL */

#endif
