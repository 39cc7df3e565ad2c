/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The batch worksheet flows down its pages: sections, tables whose heads are repeated on the next page, lines to write
 * on.  worksheet_flow knows paper, worksheet knows what a compounding record must say (domain: USP <795>). */
#ifndef MICROTAPER_PAPER_WORKSHEET_H
#define MICROTAPER_PAPER_WORKSHEET_H

#include "layout.h"

#define SHEET_COLUMNS_MAX 10

typedef struct {
    const char *key;      /* of its head's words; NULL: no head */
    Um width;             /* 0: shares what is left with the other zeros */
    Align align;
    bool bold;
    const char *role;     /* of its cells' text */
} SheetColumn;

typedef struct {
    const SheetColumn *columns;
    size_t count;
    Um least;             /* height of a row: room for a hand */
} SheetTable;

typedef struct {
    const PaperShop *house;
    const Batch *batch;   /* NULL on the page of a run */
    const char *title, *name, *lot;   /* of every page's head */
    Sheet *sheet;
    Um width, height, margin, y;
    int page, pages;      /* pages: 0 while they are being counted */
    const Modules *code;  /* NULL: none */
    const char *word;     /* the code's check word */
} Flow;

static inline Um flow_width(const Flow *flow) { return flow->width - 2 * flow->margin; }
const char *flow_say(const Flow *flow, const char *key);
/* Begins a page: head, foot with page number, on the first page the code too. */
void flow_page(Flow *flow);
/* Makes sure that `height` is left on this page, else begins the next. */
void flow_need(Flow *flow, Um height);
/* A section's title, kept together with the first `keep` of what follows. */
void flow_section(Flow *flow, const char *key, Um keep);
void flow_space(Flow *flow, Um height);
/* A paragraph over the whole width. */
void flow_text(Flow *flow, const Type *type, const char *role, const char *text);
/* Name and value on one line each: "Strength   0.1 mg per mL". */
void flow_pair(Flow *flow, const char *key, const char *role, const char *value, bool strong);
void flow_table_head(Flow *flow, const SheetTable *table);
/* A row of cells (NULL: blank, to be written in); the head is repeated when it begins a page. */
void flow_table_row(Flow *flow, const SheetTable *table, const char *const *cells);
/* The same, with notes over the whole width under it (up to the one without a role); a text may be NULL. */
typedef struct { const char *role, *text; } SheetNote;
void flow_table_row_noted(Flow *flow, const SheetTable *table, const char *const *cells, const SheetNote *notes);
/* Ruled lines to write on, with words before them. */
void flow_blank(Flow *flow, const char *key, const char *role);
/* Words in a frame that is cut out and stuck on; lines as the words break them. */
void flow_cutout(Flow *flow, const char *role, const char *text);
/* Boxes to tick with words, two to a line. */
void flow_list(Flow *flow, const char *role, const char *const *texts, size_t count);
/* A box to tick, then words, then room for initials at the right. */
void flow_tick(Flow *flow, const char *role, int number, const char *text);

/* What the fill's days come to in diazepam by each table, and what is modelled, of each prescription once. */
void flow_equivalents(Flow *flow);

#endif
