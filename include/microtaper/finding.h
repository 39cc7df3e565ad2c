/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Findings: what is wrong, doubtful or worth knowing, each with its file, line, place, code and remedy.
 *
 * One table (findings.def and its family files) holds every code with tier, meaning, remedy and source; messages, `explain`, the
 * manual and the proof that each code has a test all come from it.
 *   error    nothing is made
 *   warning  nothing is made until a named person accepts it by code, place and check word
 *   note     printed, never stops */
#ifndef MICROTAPER_FINDING_H
#define MICROTAPER_FINDING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include "microtaper/arena.h"

typedef enum { TIER_NOTE, TIER_WARNING, TIER_ERROR } Tier;

typedef enum {
#define FINDING(code, tier, meaning, remedy, source) code,
#include "microtaper/findings.def"
#undef FINDING
    FINDING_CODES
} Code;

typedef struct {
    const char *name;     /* "MT201" */
    Tier tier;
    const char *meaning, *remedy, *source;
} FindingKind;

const FindingKind *finding_kind(Code code);
/* By name ("MT201"); false when there is no such code. */
bool finding_code(const char *name, Code *out);

/* Where a finding is.  file may be NULL (then "microtaper" is printed), line 0 (not printed), path NULL. */
typedef struct {
    const char *file;
    int line;
    const char *path;     /* "reduce[3]/@by": relative to the prescription (or shop, formula ...) */
} Place;

typedef struct {
    Code code;
    Tier tier;
    Place place;
    const char *text;
    char check[5];        /* printed with warnings: dies when code, place or text changes */
    bool accepted;        /* a warning that a named person accepted */
    const char *accepted_by;
} Finding;

typedef struct {
    Arena *arena;
    Finding *items;
    size_t count, capacity;
} Findings;

Findings findings_new(Arena *arena);
/* Adds one; its tier is the table's.  The text should carry the numbers that were judged.  An exact repeat of one of
 * the last 1,024 is left out.  Of more than 10,000 the rest is not kept, which is an error (MT121).  file and path of the
 * place must live as long as the findings. */
void finding_add(Findings *findings, Code code, Place place, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
/* Adds copies of all of `from`, texts and places copied into the arena of `to`; exact repeats are left out. */
void findings_copy(Findings *to, const Findings *from);
size_t findings_errors(const Findings *findings);
size_t findings_open_warnings(const Findings *findings);   /* warnings nobody accepted */
/* No error and no open warning. */
bool findings_clear(const Findings *findings);

typedef enum { FINDINGS_TEXT, FINDINGS_JSON } FindingsForm;
/* One line a finding: `file:line: error CODE: place: text [CHECK]`, or one JSON object; `rx` goes into the JSON
 * (NULL for none).  Errors first is not done: the order is that of finding. */
void findings_print(const Findings *findings, FindingsForm form, const char *rx, FILE *out);
const char *tier_name(Tier tier);

#endif
