/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One prescription on its way to paper: what papers.c worked out and publish.c puts into the world. */
#ifndef MICROTAPER_RUN_WORK_H
#define MICROTAPER_RUN_WORK_H

#include "keep.h"
#include "lots.h"
#include "numbers.h"

#define SHEETS_MAX 16                 /* batches of one fill */
#define FIRST_SHEET 5                 /* in front of the worksheets: labels, chart, forecast, chart as text and as HTML */
#define FILES_MAX (FIRST_SHEET + SHEETS_MAX)

typedef struct {
    const House *house;
    const MakeOrder *order;
    MakeOrder own;                    /* the order of a reprint: the day is that of the first print */
    LedgerPrint print;                /* what the ledger knows of this fill */
    int64_t again;                    /* number of the reprint; 0: a first print */
    const Key *key;
    Ledger *ledger;                   /* NULL: none is kept */
    Prescription *rx;
    Findings *findings;
    Arena *arena;
    PaperShop paper;
    PaperJob job;
    Course course;
    const char *parent, *leaf, *folder;   /* OUT/rx/NUMBER, rREV-fN, rx/NUMBER/rREV-fN */
    const char *inputs;               /* digest of all that decides these papers */
    int64_t index;                    /* of the prescription in the input */
    Numbers *taken;                   /* lot numbers of other prescriptions; NULL: the lots take their own */
    bool pooled;                      /* worksheets and lots are the run's, not this prescription's */
    const Member *member;             /* pooled, second phase: its bottles and their lots, as frozen */
    Document *documents[FILES_MAX];   /* labels, chart, forecast, two NULLs, then a worksheet each batch */
    const char *texts[FIRST_SHEET];   /* of those that are no documents */
    Made made[FILES_MAX];             /* the same as files */
    Bytes bytes[FILES_MAX];
    size_t count;
    bool published;
} Work;

/* Writes PDF bytes of every document. */
bool work_render(Work *work);
/* Ledger row, files, ledger row: the papers are in the world when it returns true.  Adds findings when not. */
bool work_publish(Work *work);
/* The manifest's entry. */
const char *work_manifest(const Work *work);

/* One prescription from reading to published papers (papers.c).  With `lots` its bottles are made in the run's shared
 * lots, which are frozen. */
Papers papers_make(Work *work, const char *number, const Lots *lots);
/* The same up to the proof, with a stand-in lot: what the run keeps of it, or that it is refused.  Nothing is written. */
Papers papers_prove(Work *work);
/* The worksheet of a shared lot (sheets.c): published, or kept when the same bytes stand there.  `marking`: written again
 * because papers of some of its bottles failed. */
Papers sheet_make(Work *work, const Lots *lots, const Lot *lot, bool marking);
/* OUT/run.pdf, of all that stands (page.c); a run without any has none. */
Papers page_make(Work *work, const Lots *lots, bool shared);
/* The house as paper sees it. */
PaperShop paper_shop(const House *house, const Key *key);

/* The bottle that was given out and is replaced now (given.c), as the ledger has it; false when it knows none. */
bool given_find(Work *work, const Replaced *lost, LedgerRow *out);
/* Warns of each replaced bottle of the fill that the ledger does not know (MT925). */
void given_judge(Work *work);

/* What the ledger is told of these papers (book.c): 0 when it refuses them. */
int64_t book_prepare(Work *work);
/* Whether every file that the rows of a set name stands whole under `out`. */
bool book_files_stand(const char *out, const LedgerRow *papers, size_t count, Arena *arena);
/* Whether it would take them, as it stands; adds findings when not. */
bool book_free(Work *work);
/* The same of a shared lot and its worksheet, work->made[0]. */
int64_t book_prepare_lot(Work *work, const Batch *batch);

#endif
