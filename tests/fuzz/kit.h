/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What every fuzz target shares: laws that abort when they are broken, draws from the input, the house of the samples.
 *
 * A target is one LLVMFuzzerTestOneInput; its laws stand in the comment at its head.  Run from the top of the tree. */
#ifndef FUZZ_KIT_H
#define FUZZ_KIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "microtaper/run.h"

#define LAW(what) ((what) ? (void)0 : law_broken(#what, "", __FILE__, __LINE__))
#define LAW_OF(what, subject) ((what) ? (void)0 : law_broken(#what, (subject), __FILE__, __LINE__))
_Noreturn void law_broken(const char *law, const char *subject, const char *file, int line);

/* Numbers drawn from the input; 0 when it is used up. */
typedef struct { const uint8_t *at; size_t left; } Draw;
uint32_t draw_byte(Draw *draw);
uint32_t draw_below(Draw *draw, uint32_t bound);   /* 0 .. bound - 1 */
int64_t draw_whole(Draw *draw);                    /* any 64 bits */
const char *draw_one(Draw *draw, const char *const *of, size_t count);

/* The input as text up to its first NUL. */
char *input_text(Arena *arena, const uint8_t *data, size_t size);
/* A payload with one character changed, taken out or put in, or its end cut off. */
char *payload_edit(const char *text, Draw *draw, Arena *arena);
#define PAYLOAD_LETTERS "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"

/* A folder of this process's own, in memory where that can be had; it goes when the process ends. */
const char *scratch_folder(void);
/* Writes a file there: "words/en.xml" makes the folder too. */
void scratch_put(const char *name, const void *bytes, size_t size);

/* The samples' shop, tables and formulas, read once; with fonts and words on the first call with `paper`. */
House *sample_house(bool paper);
Key *sample_key(void);

/* What any list of findings must fulfil, whatever was read. */
void findings_laws(const Findings *findings);
/* All findings as lines. */
char *findings_lines(const Findings *findings, Arena *arena);
bool findings_hold(const Findings *findings, Code code);

/* What a whole course must fulfil. */
void course_laws(const Course *course, const Prescription *rx, const House *house, Findings *findings, Arena *arena);

#endif
