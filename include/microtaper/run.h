/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a prescription to its whole course, and from many prescriptions to published papers. */
#ifndef MICROTAPER_RUN_H
#define MICROTAPER_RUN_H

#include "microtaper/ledger.h"
#include "microtaper/paper.h"
#include "microtaper/text.h"

#define LANGUAGES_MAX 32

/* What one command works with: read once, used for every prescription, never changed by one. */
typedef struct {
    Arena *arena;
    const char *templates, *shop_file;
    Tables *tables;
    Shop *shop;
    Formulas *formulas;
    Digest digest;                   /* of shop, approvals and every template, by their bytes */
    Findings findings;               /* of the house itself */
    Fonts *fonts;                    /* NULL until house_paper */
    LabelBook *book;                 /* likewise */
    Language *languages[LANGUAGES_MAX];
    size_t language_count;
} House;

/* Reads tables, shop and formulas.  False when they have errors (house->findings says which). */
bool house_open(House *house, const char *templates, const char *shop_file);
/* Reads fonts and every language of templates/words, for commands that make paper.  False when one is unusable. */
bool house_paper(House *house);
/* The words of a language, or NULL when there are none. */
Language *house_language(const House *house, const char *code);
void house_close(House *house);

/* The whole course of one prescription; a stage that failed leaves the later ones NULL. */
typedef struct {
    Plan *plan;                      /* led by symptoms: all below is of its slowest course */
    Ladder *ladder;
    Schedule *schedule;
    Fills *fills;
    Periods *periods;
} Course;

/* Works out every stage and judges each. */
void course_make(Course *course, const Prescription *rx, const House *house, Arena *arena, Findings *findings);

/* Folders among the names stand for the *.xml files in them; the new list lives in the arena.  A folder that cannot be listed
 * or holds none stays in the list as it is. */
char **inputs_expand(char **names, size_t *count, Arena *arena);
/* Named pipes among the files are read to their end, and the names of copies take their places: every worker reads the files
 * from their beginning.  An errno value when one could not be copied. */
int inputs_spool(char **files, size_t count, Arena *arena);

/* USUAL: a line on a terminal, nothing otherwise. */
typedef enum { PROGRESS_USUAL, PROGRESS_NONE, PROGRESS_LINE, PROGRESS_JSON } ProgressForm;

/* What `make` was asked for. */
typedef struct {
    char **files;
    size_t file_count;
    const char *out;
    int fill;
    Date date;                       /* the day it is made on */
    int first_label;                 /* sheets of labels: place of the first, from 1; 0: the first */
    int jobs;                        /* worker processes, at least 1 */
    FindingsForm form;
    ProgressForm progress;
    const char *ledger;              /* its file; NULL: none is kept */
    bool merge;                      /* labels and charts in numbered volumes too */
    const char *reprint;             /* reason of a second print; NULL: none.  Needs the ledger */
    const char *at, *who;            /* for the ledger: UTC, "2026-11-22T13:05:00Z", and the person who runs it */
} MakeOrder;

/* Settles what interrupted runs left prepared: released when its files stand whole where they were to stand, else
 * abandoned; what a run that goes on is still writing is left to it.  `out`: the folder whose lock this command itself
 * holds, or NULL.  False with a finding when the ledger could not be written. */
bool run_settle(Ledger *ledger, const char *out, const char *at, Arena *arena, Findings *findings);

/* Makes the papers of one fill of each prescription under order->out, prints findings on standard error and a line a
 * prescription on standard output, writes the manifest last.  Returns the exit status: 0 all made, 1 one or more
 * refused, 3 a fault of the system. */
int make_run(House *house, const Key *key, const MakeOrder *order);

/* What became of one prescription, or of one lot's worksheet.  `manifest` gets its JSON object, also when refused. */
typedef enum { MADE, KEPT, REFUSED, SYSTEM_FAULT } Outcome;   /* KEPT: was there, whole and unchanged */
typedef struct {
    Outcome outcome;
    const char *line;                /* one line for the user */
    const char *manifest;
    const char *member;              /* what the run keeps of it (src/run/member.h), "" when it was refused */
} Papers;

#endif
