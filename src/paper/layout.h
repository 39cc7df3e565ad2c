/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What every page is built with: lines and blocks of text that are measured before they are placed, rules, bars,
 * boxes and codes, all as items of a display list.
 *
 * Geometry inside this room is in whole micrometres from the top left corner of the page, y downwards.  Text is never
 * shrunk, clipped or condensed: what does not fit its box is a finding that names the box (the role) and the text, the
 * sheet is marked failed, and layout goes on so that all faults are told at once. */
#ifndef MICROTAPER_PAPER_LAYOUT_H
#define MICROTAPER_PAPER_LAYOUT_H

#include "microtaper/paper.h"

typedef int64_t Um;                             /* micrometres on paper */
#define MM(n) ((Um)((n) * 1000.0 + 0.5))        /* constants only: MM(4.5) */
#define PT(n) ((Um)((n) * 25400.0 / 72 + 0.5))  /* points, 1/72 in: PT(12) is 4,233 um */

typedef struct { Um x, y, width, height; } Box;

/* How a text is set.  leading is the distance of baselines (0: 1.25 of the size); grey 0 black .. 255 white. */
typedef struct { Face face; Um size; Um leading; Align align; uint8_t grey; } Type;

/* The document being laid out.  row is copied into every item placed (chart rows: day index, else -1). */
typedef struct {
    Document *document;
    const Fonts *fonts;
    Arena *arena;
    Findings *findings;
    Place place;      /* where findings point to: the prescription, the formula */
    int32_t row;
    bool failed;      /* something did not fit or could not be printed */
} Sheet;

/* An empty document; its title must name nobody. */
Sheet sheet_new(const Fonts *fonts, const char *title, const char *language, Place place, Arena *arena,
                Findings *findings);
/* Begins a page of this size; everything placed from now on goes on it. */
void sheet_page(Sheet *sheet, Um width, Um height);
/* The finished document, or NULL when anything failed. */
Document *sheet_document(const Sheet *sheet);

/* --- text --- */
Um type_leading(const Type *type);
Um text_width(const Sheet *sheet, const Type *type, const char *text);
/* Height of a text wrapped to a width, in whole lines; U+00A0 keeps words together and prints as a space, '\n' begins a
 * new line.  A word wider than the box counts as a line of its own: put_block then reports it. */
Um block_height(const Sheet *sheet, Um width, const Type *type, const char *text);
/* One line at the top of `box` (its height is not judged); the item's own box is the em box, centred in the leading. */
void put_line(Sheet *sheet, Box box, const Type *type, const char *role, const char *text);
/* Wrapped text; each line becomes an item of the same role.  Returns the height it took.  A height of 0 in `box` means
 * as much as is needed. */
Um put_block(Sheet *sheet, Box box, const Type *type, const char *role, const char *text);
/* Where the runs of one line stand: places `text` at x and returns the x behind it, for lines of several types.  All
 * runs with one y and one leading share a baseline only when their sizes are equal: use `baseline` to place by it. */
Um put_run(Sheet *sheet, Um x, Um baseline, const Type *type, const char *role, const char *text);

/* --- marks --- */
void put_rule(Sheet *sheet, Um x, Um y, Um dx, Um dy, Um stroke, uint8_t grey, const char *role);  /* a straight line */
void put_bar(Sheet *sheet, Box box, uint8_t grey, const char *role);                              /* filled */
void put_frame(Sheet *sheet, Box box, Um stroke, uint8_t grey, const char *role);                 /* outlined */

/* --- codes --- */
/* Printer dots of one module: the least whole number that makes it at least 0.33 mm, and 4. */
int module_dots(int dpi);
/* Side of a code with its quiet zone of 4 modules, and of its modules alone. */
Um code_side(const Modules *modules, int dpi);
/* Places the quiet zone's top left corner at (x, y), moved to the next whole dot right and down.  The item's box is
 * that of the modules without quiet zone. */
void put_code(Sheet *sheet, Um x, Um y, const Modules *modules, int dpi, const char *role);

#endif
