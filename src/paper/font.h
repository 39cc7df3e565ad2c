/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What paper/pdf needs of the faces: small subsets. */
#ifndef MICROTAPER_PAPER_FONT_H
#define MICROTAPER_PAPER_FONT_H

#include "microtaper/paper.h"
#include "pack.h"

#define FONT_CHARACTERS 0x2800   /* the repertoire lies below */

/* A set of characters. */
typedef struct { uint64_t bits[FONT_CHARACTERS / 64]; } Characters;
void characters_add(Characters *set, const char *text);

/* A face with some of its characters, ready for a PDF: streams are packed.  A character's code in texts is its Unicode
 * number in two bytes, so no name of a glyph stands between a text and its letters. */
typedef struct {
    char name[40];                   /* "ABCDEF+MicrotaperSans-Regular" */
    Bytes file;                      /* the font; file_size: unpacked */
    size_t file_size;
    Bytes glyphs;                    /* glyph of each code (CIDToGIDMap) */
    const char *widths;              /* advances of the codes, as the array W */
    int32_t box[4], ascent, descent, capital;   /* thousandths of the em */
} FontFile;

/* The face with the characters of `used` and those any document may use; lives as long as `fonts`, or until many others
 * were asked for.  What it holds depends on nothing but `used`, so that bytes do not depend on what was written before.
 * NULL with a finding. */
const FontFile *font_file(Fonts *fonts, Face face, const Characters *used, Findings *findings);
/* What the codes mean (ToUnicode), packed: the same for every face. */
Bytes font_unicode(Fonts *fonts);
/* For a document's own pages. */
Packer *fonts_packer(Fonts *fonts);

/* All that is to be known of a text before it is placed, in one reading: its width as font_width says it, how far its ink
 * reaches above and below its baseline (accents on capitals go over the em box), and the first character some face lacks,
 * or 0. */
typedef struct { Length width, above, below; uint32_t missing; } FontMeasure;
FontMeasure font_measure(const Fonts *fonts, Face face, Length size, const char *text);

/* Advance of one character in thousandths of the em, cut as the PDF states it; 0 when the face lacks it. */
int32_t font_advance(const Fonts *fonts, Face face, uint32_t character);
/* The length of a sum of advances, rounded up. */
static inline Length font_length(int64_t thousandths, Length size)
{
    return (Length){(thousandths * size.um + 999) / 1000};
}

#endif
