/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A paragraph of several parts, each with its own role: lines break at spaces, parts are joined by a sign that is left
 * out where a line breaks. */
#ifndef MICROTAPER_PAPER_SPANS_H
#define MICROTAPER_PAPER_SPANS_H

#include "layout.h"

typedef struct { const char *role, *text; } Span;   /* text may be NULL or "": then the part is left out */

/* Sets the parts in `box` from its top; `joint` (" · ") stands between them.  A line that would touch `notch` (a code
 * at the right; width 0: none) ends before it.  Returns the height; more than the box's (nothing is placed
 * from there on), or a word wider than a line, is a finding. */
typedef struct { const Span *parts; size_t count; const char *joint; Box notch; } Spans;
Um put_spans(Sheet *sheet, Box box, const Type *type, const Spans *spans);
/* The height it would take; nothing is placed or judged. */
Um spans_height(const Sheet *sheet, Box box, const Type *type, const Spans *spans);

#endif
