/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The faces in memory, for font (loading, measuring) and font_file (subsets). */
#ifndef MICROTAPER_PAPER_FONT_FACES_H
#define MICROTAPER_PAPER_FONT_FACES_H

#include <hb.h>

#include "font.h"

#define FONT_FILES 24

/* One subset, kept for the next document that uses the same characters. */
typedef struct {
    Arena *arena;                    /* its own; NULL: a free place */
    Face face;
    Characters set;
    FontFile file;
} KeptFile;

struct Fonts {
    hb_face_t *face[FACE_COUNT];
    int16_t advance[FACE_COUNT][FONT_CHARACTERS];   /* thousandths of the em; -1: not in the face */
    int16_t above[FACE_COUNT][FONT_CHARACTERS];     /* ink, thousandths of the em */
    int16_t below[FACE_COUNT][FONT_CHARACTERS];
    KeptFile files[FONT_FILES];
    size_t next;
    Arena *arena;                    /* for `unicode` */
    Bytes unicode;
    Packer *page_packer, *kept_packer;
};

static inline bool characters_has(const Characters *set, uint32_t c)
{
    return set->bits[c / 64] >> (c % 64) & 1;
}

static inline void characters_put(Characters *set, uint32_t c)
{
    if (c < FONT_CHARACTERS) set->bits[c / 64] |= UINT64_C(1) << (c % 64);
}

/* Gives back what font_file and its like have kept. */
void font_files_free(Fonts *fonts);

#endif
