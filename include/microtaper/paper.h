/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From plans to pages: words and templates give a display list (plain data, micrometres), which is proved, and then
 * written as PDF.  Only paper/pdf knows libharu, only paper/font HarfBuzz, only paper/merge libqpdf. */
#ifndef MICROTAPER_PAPER_H
#define MICROTAPER_PAPER_H

#include "microtaper/compound.h"
#include "microtaper/file.h"
#include "microtaper/seal.h"

/* ---- fonts: the faces that ship (templates/fonts) ---- */
typedef enum { FACE_REGULAR, FACE_BOLD, FACE_COUNT } Face;
typedef struct Fonts Fonts;
Fonts *fonts_load(const char *templates, Arena *arena, Findings *findings);
void fonts_free(Fonts *fonts);
/* Width of a text at a size, from the face's own advances.  Glyphs a face lacks count 0: see fonts_missing. */
Length font_width(const Fonts *fonts, Face face, Length size, const char *text);
/* The first character no shipped face has, or 0. */
uint32_t fonts_missing(const Fonts *fonts, const char *text);

/* ---- words: one file a language (templates/words/en.xml) ---- */
typedef struct Words_ Language;
Language *language_load(const char *templates, const char *code, Arena *arena, Findings *findings);
const Digest *language_digest(const Language *language);
const char *language_code(const Language *language);                              /* "en" */
/* The words of a key with {name} places filled from name, value, ... NULL.  A missing key is a bug found by tests: every
 * key the pages use is listed in src/paper/words.def and each language file is held to it when it is loaded. */
const char *words_say(const Language *language, Arena *arena, const char *key, ... /* name, value, NULL */)
    __attribute__((sentinel));
const char *words_date(const Language *language, Arena *arena, Date date);        /* "1 December 2026" */
const char *words_weekday(const Language *language, Date date);                   /* "Tuesday" */
const char *words_volume(const Language *language, Arena *arena, Volume volume);  /* decimal sign of the language */
const char *words_mass(const Language *language, Arena *arena, Mass mass);

/* ---- display list ----
 * Roles of a label, one item for each line or part of a line (texts of one role joined by spaces are the whole text):
 *   label.patient .drug .directions .caution .purpose          the cluster; caution may stand elsewhere
 *   label.letter .count .quantity .lot .use .discard .shake .syringe .compounded .storage
 *   label.pharmacy .address .phone .rx .prescriber .filled .law .sample .route
 *   label.code (MODULES), joint (the sign between two texts), letter (the bar behind the bottle's letter), rule */
typedef enum { ITEM_TEXT, ITEM_LINE, ITEM_BAR, ITEM_BOX, ITEM_MODULES } ItemKind;
typedef enum { ALIGN_LEFT, ALIGN_CENTRE, ALIGN_RIGHT } Align;
typedef struct {
    ItemKind kind;
    Length x, y, width, height;     /* of the box; origin top left of the page, y downwards. TEXT: y is the top, baseline
                                       is y + 0.8 size; LINE: from (x, y) to (x + width, y + height) */
    const char *text;               /* one line */
    Face face;
    Length size;                    /* TEXT: em size; LINE, BOX: stroke */
    Align align;
    uint8_t grey;                   /* 0 black .. 255 white */
    const Modules *modules;
    int dpi;                        /* MODULES: the printer's dots they are aligned to */
    const char *role;               /* what the proof and the tests find it by: "label.directions", "row.volume" */
    int32_t row;                    /* chart rows: day index; else -1 */
} Item;

typedef struct { Length width, height; Item *items; size_t count, capacity; } Page;
typedef struct {
    const char *title;              /* PDF title: never a patient's name */
    const char *language;
    Page *pages; size_t count, capacity;
} Document;

/* ---- stock and pages as data ---- */
typedef struct {
    const char *id;                 /* "label-4x2" */
    const char *title;              /* "4 x 2 in label, roll" */
    bool sheet;                     /* several on a sheet; else a roll or a page: a sheet of one */
    Length width, height;           /* of one label or page */
    Length page_width, page_height; /* sheets: of the sheet; else the same */
    int32_t across, down; Length left, top, pitch_x, pitch_y;
    Length margin;
    const char *pages;              /* labels: name of their pages in templates/pages; NULL: a page, not a label */
} Stock;
Stock *stock_load(const char *templates, const char *id, Arena *arena, Findings *findings);

/* ---- templates a pharmacy may add ---- */
/* Judges the languages by their schema, and a stock with its label pages (NULL: all of templates/stock) by schema, measures, boxes, and with texts in each
 * language: usual ones must fit; MT717 notes where the longest do not.  False when there was an error. */
bool template_check(const char *templates, const char *stock, const Fonts *fonts, Language *const *languages, size_t count,
                    Arena *arena, Findings *findings);
/* Every label's outline with its number, and a rule to measure: to be held against a sheet of the stock. */
Document *alignment_layout(const Stock *stock, const Fonts *fonts, const Language *words, Arena *arena, Findings *findings);

/* Label pages read so far, kept for the next job of this process: reading them takes longer than setting a label. */
typedef struct LabelBook LabelBook;
LabelBook *label_book_new(Arena *arena);

/* ---- the papers of one fill ---- */
typedef struct {
    const Shop *shop; const Tables *tables; const Formulas *formulas;
    const Language *language;       /* of the patient */
    const Language *pharmacist;     /* of the shop */
    const Fonts *fonts;
    const Key *key;
    const char *templates;
    LabelBook *book;                /* NULL: label pages are read for every job */
    int32_t label_start;            /* sheets: place of the first label, from 1 by rows; 0: the first */
    int64_t reprint;                /* number of the second print, which each page says; 0: the first print */
    const char *reprint_reason;
    bool sample;                    /* an approval in force is a demonstration: "SAMPLE - NOT FOR PATIENT USE" */
} PaperShop;

typedef struct {
    const PaperShop *house;
    const Prescription *rx; const Plan *plan; const Schedule *schedule; const Fills *fills;
    const Fill *fill;               /* as made */
    Batch **batches; size_t batch_count;
} PaperJob;

/* Each returns NULL with findings when something does not fit or cannot be said. */
Document *labels_layout(const PaperJob *job, Arena *arena, Findings *findings);
Document *chart_layout(const PaperJob *job, Arena *arena, Findings *findings);
/* The chart as plain text, and as HTML for screen readers, in UTF-8; NULL with findings. */
const char *chart_text(const PaperJob *job, Arena *arena, Findings *findings);
const char *chart_html(const PaperJob *job, Arena *arena, Findings *findings);
/* How the plan is meant to go on from this fill, in mg: not for dosing, without volumes, bottles or codes. */
Document *forecast_layout(const PaperJob *job, Arena *arena, Findings *findings);
Document *worksheet_layout(const PaperShop *house, const Batch *batch, Arena *arena, Findings *findings);

/* The label stock of the job: the shop's, or the shop's for large print where the patient has asked for that. */
const char *job_label_stock(const PaperJob *job);
/* What is made in a run: its lots in the order of making, what they take from stock, their labels in the order of filling. */
typedef struct {
    const PaperShop *house;         /* language: the pharmacist's */
    Date made_on;
    Batch **batches; size_t batch_count;   /* in order (batches_order) */
} RunJob;
Document *runsheet_layout(const RunJob *job, Arena *arena, Findings *findings);

/* The batch in which a bottle of the job is made. */
const Batch *job_batch(const PaperJob *job, const Bottle *bottle);

/* ---- proof: what is on the pages against the plan, by code that shares nothing with layout ---- */
bool labels_proof(const PaperJob *job, const Document *document, Arena *arena, Findings *findings);
bool chart_proof(const PaperJob *job, const Document *document, Arena *arena, Findings *findings);
/* The same of the chart without pages: its doses, dates, notices, steps and sentences as text and as HTML. */
bool chart_plain_proof(const PaperJob *job, const char *text, const char *html, Arena *arena, Findings *findings);
bool forecast_proof(const PaperJob *job, const Document *document, Arena *arena, Findings *findings);
bool worksheet_proof(const PaperShop *house, const Batch *batch, const Document *document, Arena *arena, Findings *findings);
bool runsheet_proof(const RunJob *job, const Document *document, Arena *arena, Findings *findings);

/* ---- PDF ---- */
/* The document as PDF bytes in the arena: the same bytes for the same document and fonts.  False with findings. */
bool pdf_write(const Document *document, Fonts *fonts, Arena *arena, Bytes *out, Findings *findings);

/* PDFs that stand in files, joined page after page, each with a bookmark; printed in their true size like their papers.
 * Read back: each page is that of its paper, in this order.  `title` is plain ASCII.  False with a finding (MT729). */
typedef struct { const char *path, *title; } MergePart;
typedef struct { Bytes bytes; int pages; } Merged;
bool pdf_merge(const MergePart *parts, size_t count, const char *title, Arena *arena, Merged *out, Findings *findings);
/* The pages as plain text in reading order, for tests and the chart in text. */
const char *document_text(const Document *document, Arena *arena);

#endif
