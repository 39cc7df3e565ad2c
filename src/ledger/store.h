/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of this room share: the open file, its columns, and statements that say what went wrong. */
#ifndef LEDGER_STORE_H
#define LEDGER_STORE_H

#include <sqlite3.h>
#include "microtaper/ledger.h"

struct Ledger {
    sqlite3 *db;
    sqlite3_stmt *insert;
    const char *file;
    Arena *arena;
};

/* A column between seq and hash. */
typedef enum { COLUMN_TEXT, COLUMN_NUMBER, COLUMN_KIND } ColumnType;
typedef struct { const char *name; ColumnType type; size_t offset; } Column;
#define COLUMN_COUNT 19
extern const Column ledger_column[COLUMN_COUNT];

const char *row_text(const LedgerRow *row, const Column *column);
int64_t row_number(const LedgerRow *row, const Column *column);

/* Adds MT901 with SQLite's own words; always false. */
bool store_fault(Ledger *ledger, Findings *findings);
bool store_run(Ledger *ledger, const char *sql, Findings *findings);
bool store_begin(Ledger *ledger, Findings *findings);
/* Commits when `good`, else rolls back; returns whether the rows stand. */
bool store_end(Ledger *ledger, bool good, Findings *findings);

/* Adds one row inside a transaction and sets its seq and hash. */
bool row_add(Ledger *ledger, LedgerRow *row, Arena *arena, Findings *findings);
/* The hash that a row must carry after the one before. */
const char *row_hash(const LedgerRow *row, const char *before, Arena *arena);
/* "seq, at, ..., hash": what row_read reads, from column 0 on. */
const char *row_select(Arena *arena);
void row_read(sqlite3_stmt *statement, LedgerRow *row, Arena *arena);
/* All rows of "SELECT <row_select> FROM journal j " + rest, with ?1 bound to `about` (may be NULL). */
bool rows_ask(Ledger *ledger, const char *rest, const char *about, LedgerRow **rows, size_t *count, Arena *arena,
              Findings *findings);
/* The same with ?1 bound to a number. */
bool rows_of_set(Ledger *ledger, const char *rest, int64_t set, LedgerRow **rows, size_t *count, Arena *arena,
                 Findings *findings);

/* A row j of a record of the bench that no later record of its lot takes the place of, or of none. */
#define COUNTS(j)                                                                                                   \
    "(" j ".papers = 0 OR " j ".papers = (SELECT max(c.seq) FROM journal c WHERE c.kind = 'record' AND c.lot = " j ".lot))"

#endif
