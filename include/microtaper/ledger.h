/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The ledger: what was made, weighed, printed, handed out, scanned and withdrawn.  One SQLite file on a local
 * disk (WAL: not on a network share), 0600, any number of processes.
 *
 * One table, the journal; rows are only ever added (triggers refuse the rest).  Each row carries the hash of
 * itself and of the row before: BLAKE2b-256, as 64 hexadecimal digits, over the text
 *   HASH-BEFORE LF, then for each column in the order of ledger_columns: NAME TAB VALUE LF
 * HASH-BEFORE being 64 zeros before the first row; numbers in decimal, texts with control characters, quotes and
 * backslashes escaped as in JSON.  Cutting rows off the end leaves a whole chain: keep the head that
 * ledger_check gives.
 *
 * Papers go three steps.  *prepared*: one transaction writes the row `prepare` and one for each bottle, chart
 * page, worksheet and file.  *published*: the files stand under their final names.  *released*: the row
 * `release`.  Only released papers count.  What a run left prepared when it was interrupted is settled by the
 * next command: released when its files are whole, else abandoned.  A group of papers is named by the number of
 * its `prepare` row: its set.
 *
 * Nothing here reads the clock: `at` is UTC, "2026-11-22T13:05:00Z", and comes from the caller. */
#ifndef MICROTAPER_LEDGER_H
#define MICROTAPER_LEDGER_H

#include <stdio.h>
#include "microtaper/model.h"

typedef struct Ledger Ledger;

/* Every kind of row, its name in the file, and what its columns hold beside at, who, version and note. */
#define LEDGER_KINDS(X)                                                                                             \
    X(ROW_RUN, "run")            /* a command that writes; note: its words */                                       \
    X(ROW_APPROVE, "approve")    /* item: what; digest */                                                           \
    X(ROW_PREPARE, "prepare")    /* rx, revision, fill; item: patient; digest: of the prescription; day: made on; */ \
                                 /* path: the output folder, absolute */                                            \
                                 /* Of a shared lot's worksheet: no rx; item: "lot ..."; lot, day, path */          \
    X(ROW_LOT, "lot")            /* lot, drug, mass, volume; item: formula; day: made on */                         \
    X(ROW_BOTTLE, "bottle")      /* set, rx, revision, fill, lot, drug; item: "A 1 of 2"; mass, volume; */         \
                                 /* day: discard after; word, payload; note: patient */                            \
    X(ROW_REPLACE, "replace")      /* set, rx, revision, fill, lot, drug: of the bottle that was lost or spoilt; item: "A by C"; */ \
                                   /* volume: what was left in it; day: first of the new one; word: its own; note: the report */ \
    X(ROW_CHART, "chart")        /* set, rx, revision, fill; item: "1 of 4"; day: last covered; word, payload */   \
    X(ROW_SHEET, "sheet")        /* set, rx, revision, fill, lot; word, payload */                                  \
    X(ROW_PAPER, "paper")        /* set, rx, revision, fill; item: file, from the output folder; digest: its bytes' */ \
    X(ROW_RELEASE, "release")    /* set, rx, revision, fill */                                                      \
    X(ROW_ABANDON, "abandon")    /* set, rx, revision, fill; note: why */                                           \
    X(ROW_REPRINT, "reprint")    /* set, rx, revision, fill; item: its number, 1 ..; note: reason */                \
    X(ROW_SCAN, "scan")          /* word, rx, lot; item: stage; note: verdict */                                    \
    X(ROW_VOID, "void")          /* set; word: of one paper, "" for the whole set; note: reason */                  \
    X(ROW_RECALL, "recall")      /* lot; note: reason */                                                            \
    /* Into stock.  drug, and its mass; item: component; lot: its maker's; day: expiry; path: of whom, invoice; note: amount, */ \
    /* maker, by whom; digest: number of the row that it takes back, mass and volume then below zero. */            \
    X(ROW_RECEIVE, "receive")                                                                                       \
    /* At the bench; set: of the `record` that they belong to. */                                                   \
    X(ROW_RECORD, "record")      /* lot, drug; item: "released" or "void"; day: done on; digest; note: by whom */   \
    X(ROW_WEIGHT, "weight")      /* set, lot; item: component; mass or volume; day: expiry; note: amount, source */ \
    X(ROW_TAKE, "take")          /* set, lot, drug; mass: of the drug, from stock; item: component */               \
    X(ROW_YIELD, "yield")        /* set, lot, drug; volume, and the mass of the drug in it */                       \
    X(ROW_WASTE, "waste")        /* set, drug, mass, lot ("": from stock); note: witness and reason */              \
    X(ROW_RETURN, "return")      /* set, drug, lot, mass: unreleased, back to stock; word: of the bottle; note: why */ \
    X(ROW_REMARK, "remark")      /* set, lot; item: "check ..." or "deviation"; note: what was found */             \
    X(ROW_ACCEPT, "accept")      /* set, lot; item: code and place; word: check; day; note: reason */               \
    /* Of papers: what a line of the worksheet asks for.  item: component, or "yield"; word: kind of line; mass: of */ \
    /* the drug that leaves the stock with the target; note: "LOW to HIGH, target TARGET; lot LOT" (in stock) */    \
    X(ROW_LIMIT, "limit")        /* set, lot, drug */
#define LEDGER_KIND(name, text) name,
typedef enum { LEDGER_KINDS(LEDGER_KIND) ROW_KINDS } RowKind;
#undef LEDGER_KIND
const char *ledger_kind(RowKind kind);

/* A row.  Texts may be NULL when written (the same as ""), never when read. */
typedef struct {
    int64_t seq;               /* 1, 2, 3 ... */
    const char *at;
    RowKind kind;
    const char *who;
    int64_t set;               /* 0: none */
    const char *rx;
    int64_t revision, fill;
    const char *lot, *drug, *item;
    Mass mass;
    Volume volume;
    const char *day;           /* "2027-01-03" */
    const char *digest;        /* hexadecimal, or letters of digest_letters */
    const char *word, *payload, *path, *version, *note;
    const char *hash;
} LedgerRow;

/* Opens the ledger, making it (0600) or bringing an older one up to date where needed.  NULL with findings:
 * MT901 cannot be used, MT902 others can read it, MT903 written by a newer program. */
Ledger *ledger_open(const char *file, Arena *arena, Findings *findings);
/* The same of one that must be there (MT901 where it is not): made anew behind a mistyped name it would answer that nobody
 * holds a lot. */
Ledger *ledger_open_old(const char *file, Arena *arena, Findings *findings);
void ledger_close(Ledger *ledger);
const char *ledger_columns(Arena *arena);   /* "seq,at,kind,..." in the order of hash and export */

/* Adds rows in one transaction: all or none.  False with a finding MT901. */
bool ledger_add(Ledger *ledger, const LedgerRow *rows, size_t count, Findings *findings);

/* ---------------------------------------------------------------- papers ---- */
/* Prepares: rows[0] is the `prepare`, the others its lots, limits, bottles, pages, sheets and files; their set, rx,
 * revision and fill are filled in; a lot that is known already, with the same content, is left out.  Returns the
 * set, or 0 with findings: MT904 the same revision was prepared with other content, MT905 a lot of this number
 * with other content or, where it is of one fill alone, with another fill's bottles, MT906 a higher revision was
 * released already, MT910 the fill was printed before.
 * A second print is stated: a set with a row `reprint` holds, besides, only its files (the bottles are those of the
 * first print) and its number must be the next one: else MT911. */
int64_t ledger_prepare(Ledger *ledger, const LedgerRow *rows, size_t count, Findings *findings);
/* Whether bottles of another prescription, revision or fill than `own` (rx, revision, fill, lot) stand under the number
 * of its lot: eight letters may meet by chance.  False with MT901. */
bool ledger_lot_taken(Ledger *ledger, const LedgerRow *own, bool *taken, Arena *arena, Findings *findings);
/* MT904 and MT906 alone, before any work: false when `prepare` would be refused for them. */
bool ledger_allows(Ledger *ledger, const LedgerRow *prepare, Findings *findings);
/* The set's files stand.  False with MT907 when it is not prepared, or settled. */
bool ledger_release(Ledger *ledger, int64_t set, const char *at, Findings *findings);
bool ledger_abandon(Ledger *ledger, int64_t set, const char *at, const char *why, Findings *findings);
/* Makes a set void as a whole: none of its papers counts any more, and its fill may be made anew.  `row` gives at, who,
 * version and note (why); *prepare is what was made void.  False with MT924 when the set is not released, void already,
 * or a reprint (the papers are those of its first print). */
bool ledger_void(Ledger *ledger, int64_t set, const LedgerRow *row, LedgerRow *prepare, Arena *arena,
                 Findings *findings);
/* The files of a prepared set: not all there and whole; whole; still being written by a run that goes on. */
typedef enum { FILES_GONE, FILES_WHOLE, FILES_BUSY } LedgerFiles;
typedef LedgerFiles (*LedgerLook)(void *context, const LedgerRow *prepare, const LedgerRow *papers, size_t count);
/* Settles every set that is neither released nor abandoned nor busy, with a note MT908 for each, all in one
 * transaction.  Call it before any other write of a command.  False when the ledger could not be written. */
bool ledger_settle(Ledger *ledger, LedgerLook look, void *context, const char *at, Findings *findings);

/* What was printed of a fill: its set counts when it is released and not void as a whole. */
typedef struct {
    bool released;
    LedgerRow prepare;         /* of the set that counts, when released; reprints are not meant */
    int64_t reprints;          /* of it, released or prepared */
} LedgerPrint;
bool ledger_print(Ledger *ledger, const LedgerRow *prepare, LedgerPrint *out, Arena *arena, Findings *findings);
/* The rows of a set behind its `prepare`, in order. */
bool ledger_set(Ledger *ledger, int64_t set, LedgerRow **rows, size_t *count, Arena *arena, Findings *findings);

/* ---------------------------------------------------------------- questions ---- */
typedef enum {
    ASK_ALL,           /* everything */
    ASK_RX,            /* the history of a prescription number */
    ASK_LOT,           /* bottles of a lot that were released: who holds it */
    ASK_BENCH,         /* a lot as planned and as recorded, recalls too: all its rows but the bottles */
    ASK_GIVEN_UP,      /* records that made a lot void; of all lots when none is named */
    ASK_GIVEN,         /* bottles of a prescription that were released and are not void */
    ASK_OUT,           /* bottles that are out: released, not void, not returned, not replaced */
    ASK_SUPERSEDED,    /* bottles and chart pages out whose prescription has a higher revision released */
    ASK_VERSION,       /* papers made by a version of the program */
    ASK_RECALLS,       /* recalls of a lot */
    ASK_WORD,          /* the paper a check word names */
    ASK_OPEN           /* prepared, not settled */
} Question;
/* Rows in order; `about` is the number, lot, version or word, NULL where there is none.  False with MT901. */
bool ledger_ask(Ledger *ledger, Question question, const char *about, LedgerRow **rows, size_t *count, Arena *arena,
                Findings *findings);

/* What the ledger knows of the paper of a check word. */
typedef struct {
    bool known, released, voided, recalled, superseded;
    bool replaced;             /* another bottle takes its place */
    const char *replaced_from, *replaced_why;   /* since that day, "2026-12-01"; "A by C: spilled, ..." */
    int64_t revision;          /* the highest released of its prescription */
    const char *why;           /* reason of the void or recall, "" when none */
    int64_t scans;
    LedgerRow row;             /* when known */
} LedgerState;
bool ledger_state(Ledger *ledger, const char *word, LedgerState *out, Arena *arena, Findings *findings);

/* ---------------------------------------------------------------- the bench ---- */
/* What the worksheet asks of one of its lines; written with the papers, compared with what was done. */
typedef enum { LIMIT_COUNT, LIMIT_WEIGH, LIMIT_MIXTURE, LIMIT_VOLUME, LIMIT_QS, LIMIT_YIELD, LIMIT_KINDS } LimitKind;
typedef struct {
    LimitKind kind;
    const char *of;                 /* the component; "yield" */
    Amount low, target, high;       /* LIMIT_QS: all three are its estimate, which is not judged */
    Mass drug;                      /* that leaves the stock with the target; 0: none */
    const char *stock_lot;          /* NULL: the worksheet leaves it blank */
} Limit;
LedgerRow ledger_limit(const Limit *limit, Arena *arena);   /* the row, without lot and drug */

/* Judges what was done for a lot against its worksheet and writes it down, in one transaction: all or nothing.  `row`
 * gives at, who and version.  Returns the number of the `record` row, or 0 with findings: MT913 the lot is not known,
 * MT914 it was recorded before, MT915 not on the worksheet, MT916 no limits are known, MT917 a line is not recorded,
 * MT918 out of limits, MT919 a component had expired or does not last, MT920 yield out of limits, MT921 it does not
 * fill the bottles, MT922 another lot of a powder than the worksheet's, MT923 not a bottle of the lot.  A void lot need
 * not be whole, and all its papers become void. */
int64_t ledger_record(Ledger *ledger, const BenchRecord *record, const LedgerRow *row, Findings *findings);

/* Writes down what came into stock, in one transaction.  `row` gives at, who and version.  False with findings: MT927 written
 * down before (or, of a correction, never), MT928 expired, MT929 ten times the last receipt of the component or a tenth. */
bool ledger_receive(Ledger *ledger, const Receipt *receipt, const LedgerRow *row, Findings *findings);

/* Where each milligram went.  A row a drug (lot ""): received = bottles + wasted + returned + on hand + difference;
 * then a row a lot: taken = bottles + wasted + returned + difference.  Of a lot with a record the newest counts; one
 * without is taken as its worksheet plans it. */
typedef struct {
    const char *drug, *lot;
    const char *outcome;       /* of the lot's record: "released", "void"; "" when there is none */
    Mass received;             /* of a drug */
    Mass taken;                /* from stock into lots */
    Mass bottles, wasted;
    Mass returned;             /* unreleased bottles, kept in stock */
    int64_t on_hand;           /* of a drug, ng; below zero when more was used than received was written down */
    int64_t difference;        /* ng that nothing accounts for */
} Balance;
bool ledger_balance(Ledger *ledger, Balance **rows, size_t *count, Arena *arena, Findings *findings);

/* ---------------------------------------------------------------- care ---- */
typedef struct {
    bool whole;
    int64_t rows;
    int64_t broken;            /* number of the first row that is not as it was written; 0: none */
    const char *why, *head;    /* head: the last row's hash */
} LedgerCheck;
bool ledger_check(Ledger *ledger, LedgerCheck *out, Arena *arena, Findings *findings);
/* A copy of the ledger, also while others write; whole or not at all.  EEXIST is refused.  False with MT901. */
bool ledger_backup(Ledger *ledger, const char *file, Findings *findings);
/* Every row as CSV, with a header.  False with MT901. */
bool ledger_export(Ledger *ledger, FILE *out, Findings *findings);

#endif
