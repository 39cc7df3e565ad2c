/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What paper/pdf needs of the faces: file names of small subsets. */
#ifndef MICROTAPER_PAPER_FONT_H
#define MICROTAPER_PAPER_FONT_H

#include "microtaper/paper.h"

#define FONT_CHARACTERS 0x2800   /* the repertoire lies below */

/* A set of characters. */
typedef struct { uint64_t bits[FONT_CHARACTERS / 64]; } Characters;
void characters_add(Characters *set, const char *text);

/* Name of a file that can be opened as long as `fonts` lives: the face with the characters of `used` and those every
 * document may use.  What it holds depends on nothing but `used`, so that bytes do not depend on what was written
 * before.  NULL with a finding. */
const char *font_subset(Fonts *fonts, Face face, const Characters *used, Findings *findings);

/* How far the ink of a text reaches above and below its baseline: accents on capitals go over the em box. */
typedef struct { Length above, below; } Reach;
Reach font_reach(const Fonts *fonts, Face face, Length size, const char *text);

/* Advance of one character in thousandths of the em, cut as the PDF states it; 0 when the face lacks it. */
int32_t font_advance(const Fonts *fonts, Face face, uint32_t character);

#endif
