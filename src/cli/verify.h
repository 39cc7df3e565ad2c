/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What `verify` works with.  A scan goes this way: what was typed -> payload (scan_take) -> record -> verdict against the
 * prescription and the ledger (scan_judge) -> words (bench_say).  bench.c opens and asks the ledger, judge.c judges,
 * say.c prints, sitting.c is the session at the bench, lines.c reads what scanners type, verify.c is the command. */
#ifndef MICROTAPER_CLI_VERIFY_H
#define MICROTAPER_CLI_VERIFY_H

#include "microtaper/scan.h"
#include "options.h"

typedef struct {
    const Options *options;
    House *house;                  /* shop and tables NULL: not needed, or not there */
    Key own;                       /* our signing key, or only its public half */
    Key *keys;
    size_t key_count;
    Ledger *ledger;                /* NULL: none */
} Bench;

/* A prescription with its course computed anew. */
typedef struct {
    const Prescription *rx;
    const Course *course;
} Subject;

/* One scan and all that is known of it. */
typedef struct {
    const char *payload;           /* NULL: nothing that could be one; then `said` is the verdict already */
    const char *layout;            /* the keyboard whose swaps were undone, or NULL */
    bool by_word;                  /* its check word was typed */
    bool genuine;
    Record record;                 /* when genuine */
    const Key *key;                /* likewise */
    LedgerState state;             /* likewise, with a ledger */
    Comparison said;
} Scanned;

/* Keys (own and trusted) and ledger, which is settled first; EXIT_DONE or the exit status after a message. */
int bench_open(Bench *bench);
void bench_close(Bench *bench);
/* Adds to the verdict what the ledger knows of a genuine scan's paper. */
void bench_ask_ledger(Bench *bench, Scanned *scan);
/* The last of a scan: one row in the ledger when it is genuine, and its verdict said. */
void bench_answer(Bench *bench, const Scanned *scan, const char *left);

/* What was scanned or typed, as a payload that opens with a key known here if any reading of it does. */
void scan_take(Bench *bench, const char *typed, Scanned *scan);
/* The verdict; with the prescription of --rx when `subject` is NULL and there is one. */
void scan_judge(Bench *bench, Scanned *scan, const Subject *subject);

/* Calls `with` for the prescription of --rx that a genuine scan is of. */
typedef enum { SUBJECT_MET, SUBJECT_NONE, SUBJECT_FAULTY } Met;   /* faulty: the file has errors, which were printed */
typedef void (*SubjectUse)(Bench *bench, const Subject *subject, void *context);
Met subject_find(Bench *bench, const Scanned *scan, SubjectUse with, void *context);

/* A fixed verdict without a record. */
Comparison verdict_of(Verdict verdict, const char *words);
/* Another verdict holds too: the graver one leads, the other is named. */
void comparison_raise(Comparison *comparison, Verdict verdict, const char *words, Arena *arena);
void comparison_other(Comparison *comparison, const char *words, Arena *arena);

/* Prints one verdict; `left` is what a session has still to scan, NULL outside one. */
void bench_say(const Bench *bench, const Scanned *scan, const char *left);

/* One scan from standard input: ended by CR, LF, Tab or the end of the input; blank ones are passed over. */
#define LINE_MOST 16384
bool line_next(char line[LINE_MOST]);
/* On a terminal a Tab ends a line too, while `on`. */
void lines_by_tab(bool on);

/* The session at the bench: every scan of standard input.  Returns the exit status. */
Verdict bench_sit(Bench *bench);

#endif
