/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A page's items as the operators of a PDF content stream; pure text, nothing of any library. */
#ifndef MICROTAPER_PAPER_PDF_CONTENT_H
#define MICROTAPER_PAPER_PDF_CONTENT_H

#include "font.h"

/* Names of the faces in a page's resources. */
extern const char *const content_font[FACE_COUNT];

/* Height in points: whole dots where the page bears a code, since PDF counts from the bottom. */
double content_height(const Page *page);
/* Room that one page after the other is written in. */
typedef struct { char *at; size_t size; } ContentRoom;
/* The operators; they stand in the room until the next page.  Texts are of 2 bytes a character, its Unicode number (font.h:
 * FontFile.glyphs). */
Bytes content_write(const Page *page, const Fonts *fonts, ContentRoom *room, Arena *arena);

#endif
