/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The proof of a page: what stands on it, found by role and place, against plan, fill, batch and code.
 *
 * Nothing of layout is used here: not its rows, not its pagination, not its numbers.  Printed quantities are read back
 * from their text; rows are put together from where things stand; codes are read from their modules.  Words are looked
 * up again in the language, since a sentence that was approved is what must be on the paper. */
#ifndef MICROTAPER_PAPER_PROOF_H
#define MICROTAPER_PAPER_PROOF_H

#include "microtaper/paper.h"

typedef struct {
    const PaperShop *house;
    const Language *language;
    const Document *document;
    const Page *page;         /* the page being proved */
    int number;               /* its number, 1 .. */
    const char *paper;        /* "labels", "chart", "worksheet": first word of the findings' paths */
    Place place;              /* the prescription or formula */
    Arena *arena;
    Findings *findings;
    bool whole;               /* nothing wrong so far */
} Proof;

/* --- what is wrong (each makes `whole` false) --- */
void proof_differs(Proof *proof, const char *role, const char *expected, const char *found);
void proof_fault(Proof *proof, Code code, const char *role, const char *text);
/* Equal texts, or MT750.  found NULL: nothing was found. */
void proof_equal(Proof *proof, const char *role, const char *expected, const char *found);

/* --- finding things on the page --- */
/* The items of a role on the page, in the order of the display list. */
const Item **proof_items(const Proof *proof, const char *role, size_t *count);
size_t proof_count(const Proof *proof, const char *role);
/* The text of a role that stands on the page in one piece, its lines joined by spaces: lines follow each other below
 * and share their left edge.  MT751 when there is none, or more than one piece; then NULL. */
const char *proof_text(Proof *proof, const char *role);
/* All texts of a role over all pages of the document, in order, joined by spaces. */
const char *proof_all(const Proof *proof, const char *role);
/* The one item of a role; MT751 and NULL when there is not exactly one. */
const Item *proof_item(Proof *proof, const char *role);
/* The item of a role whose middle is nearest to this height, within `reach`; NULL when none is. */
const Item *proof_beside(const Proof *proof, const char *role, int64_t middle, int64_t reach);
static inline int64_t item_middle(const Item *item) { return item->y.um + item->height.um / 2; }

/* --- reading what is printed --- */
/* A text as it is printed: spaces that keep words together are plain ones, none doubled. */
const char *proof_plain(Arena *arena, const char *text);
/* "4.8 mL", "4,8 mL", "1,200 mg" in the language's signs, as an integer of 10^-6 of the unit; -1 when it is not
 * that. */
int64_t printed_quantity(const Language *language, const char *text, const char *unit, Arena *arena);

/* --- geometry of the whole page: inside, not over each other, least sizes, quiet zones, characters --- */
typedef struct { const char *role; int64_t least; } LeastSize;   /* role may end in '*'; um of em size */
void proof_geometry(Proof *proof, const LeastSize *least);
#define POINTS(n) ((int64_t)((n) * 25400 / 72))

/* --- codes --- */
/* The record in the code item, opened with the house's key; false with MT754. */
bool proof_record(Proof *proof, const Item *code, RecordKind kind, Record *out);
/* The check word of a record that must stand at its code, under `role`, as "Code ...". */
void proof_word(Proof *proof, const char *role, const Record *record);
/* A second print says so, under `role`; a first one does not. */
void proof_reprint(Proof *proof, const char *role);
/* The token a record must carry: first bytes of BLAKE2b-256("microtaper token 1" 00 public key number). */
void proof_token(const Proof *proof, const char *number, uint8_t token[6]);
void proof_number(Proof *proof, const char *role, long long expected, long long found);
void proof_date(Proof *proof, const char *role, Date expected, Date found);

#endif
