/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The bottle label: what it says (label.c), where that stands (label_page.c, read from templates/pages), and the one set
 * by the other (label_set.c). */
#ifndef MICROTAPER_PAPER_LABEL_H
#define MICROTAPER_PAPER_LABEL_H

#include "layout.h"

/* What a label may hold: LABEL(name, need).  CLUSTER items stand together, in this order, in one box of at least
 * half of the label, at 12 pt or more (California 16 CCR 1707.5); a BESIDE item may stand among them, in its
 * place, or elsewhere; MUST items stand once; MAY items at most once. */
#define LABEL_ITEMS \
    LABEL(patient, CLUSTER) LABEL(drug, CLUSTER) LABEL(directions, CLUSTER) LABEL(caution, BESIDE) \
    LABEL(purpose, CLUSTER) LABEL(letter, MUST) LABEL(count, MUST) LABEL(lot, MUST) LABEL(use, MUST) LABEL(discard, MUST) \
    LABEL(quantity, MUST) LABEL(compounded, MUST) LABEL(shake, MUST) LABEL(storage, MUST) LABEL(syringe, MUST) \
    LABEL(pharmacy, MUST) LABEL(address, MUST) LABEL(phone, MUST) LABEL(rx, MUST) LABEL(prescriber, MUST) \
    LABEL(filled, MUST) LABEL(law, MUST) LABEL(news, MUST) LABEL(word, MAY) LABEL(second, MAY) LABEL(reprint, MUST) LABEL(sample, MUST) \
    LABEL(route, MAY)

typedef enum { CLUSTER, BESIDE, MUST, MAY } LabelNeed;
typedef enum {
#define LABEL(name, need) LABEL_##name,
    LABEL_ITEMS
#undef LABEL
    LABEL_COUNT
} LabelItem;

extern const char *const label_names[LABEL_COUNT];   /* "patient" */
extern const char *const label_roles[LABEL_COUNT];   /* "label.patient" */

/* One paragraph of a box. */
typedef struct {
    LabelItem items[LABEL_COUNT];
    size_t count;
    const char *joint;   /* between them */
    bool black;          /* white on a black bar, when it says anything */
    Type type;
    Place place;
} LabelText;

typedef struct {
    const char *name;
    Box box;
    Um top;              /* the first line begins so far below its upper edge */
    Um inset;            /* its texts keep this far from its left and right edges */
    bool black;          /* white on black, when it holds anything */
    bool follows;        /* moves down by what the cluster is higher than its box */
    Um stroke;           /* of a rule along its top; 0: none */
    LabelText *texts;
    size_t count;
    Place place;
} LabelBox;

typedef struct { Box box; Um stroke; } LabelRule;

typedef struct {
    const Stock *stock;
    bool large;          /* large print */
    LabelBox *boxes; size_t box_count;
    LabelBox *cluster;   /* the one that holds what the patient must find; drawn first */
    LabelRule *rules; size_t rule_count;
    Box code;            /* a square */
    Place place;
} LabelPage;

/* The pages of a stock, templates/pages/NAME.xml, judged: boxes inside, none overlapping, every item placed, least sizes kept.  The first on
 * which all texts fit is used: later ones hold more. */
typedef struct { LabelPage *items; size_t count; } LabelPages;
LabelPages *label_pages_load(const char *templates, const Stock *stock, const char *name, Arena *arena,
                             Findings *findings);

/* The same, from the book when it was read before; `book` may be NULL, then all is read into `arena`.  What has faults
 * is not kept. */
LabelPages *label_book_pages(LabelBook *book, const char *templates, const Stock *stock, const char *name, Arena *arena,
                             Findings *findings);

/* What one label says, and its code. */
typedef struct {
    const char *said[LABEL_COUNT];   /* NULL: nothing */
    const Modules *modules;
    int dpi;
} LabelContent;

/* Sets a label on place `index` (from 0, by rows; beyond the sheet: on the next) of its sheet, beginning a page where
 * that is the first of a sheet or of the document. */
void label_set(Sheet *sheet, const LabelPage *page, size_t index, const LabelContent *content);

#endif
