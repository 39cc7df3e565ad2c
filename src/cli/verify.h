/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What `verify` works with: keys, ledger, house; shared by verify.c (judging) and bench.c (opening, ledger, showing). */
#ifndef MICROTAPER_CLI_VERIFY_H
#define MICROTAPER_CLI_VERIFY_H

#include "microtaper/ledger.h"
#include "microtaper/scan.h"
#include "options.h"

typedef struct {
    const Options *options;
    const House *house;
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

/* Keys (own and trusted) and ledger; EXIT_DONE or the exit status after a message. */
int bench_open(Bench *bench);
void bench_close(Bench *bench);
/* Adds what the ledger knows of a genuine record's paper, and records the scan. */
void bench_ask_ledger(Bench *bench, const Record *record, const Key *key, Comparison *said);
/* Prints the fields of a genuine record, and a chart page's rows: with public keys alone. */
void bench_show(const Bench *bench, const char *payload);
void bench_say(const Bench *bench, const Comparison *said);
/* One payload, with (subject) or without its prescription. */
Comparison bench_judge(Bench *bench, const char *payload, const Subject *subject, Record *record, bool *genuine);
/* Another verdict holds too: the graver one leads, the other is named. */
void comparison_raise(Comparison *comparison, Verdict verdict, const char *words, Arena *arena);
void comparison_other(Comparison *comparison, const char *words, Arena *arena);

#endif
