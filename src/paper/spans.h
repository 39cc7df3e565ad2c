/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A paragraph of several parts, each with its own role: lines break at spaces, parts are joined by a sign that is left
 * out where a line breaks. */
#ifndef MICROTAPER_PAPER_SPANS_H
#define MICROTAPER_PAPER_SPANS_H

#include "layout.h"

typedef struct { const char *role, *text; } Span;   /* text may be NULL or "": then the part is left out */

/* Sets the parts in `box` from its top; `joint` (" · ") stands between them.  Returns the height; more than a stated
 * box height, or a word wider than the box, is a finding. */
Um put_spans(Sheet *sheet, Box box, const Type *type, const Span *spans, size_t count, const char *joint);

#endif
