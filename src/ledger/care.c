/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The chain proved, copies, export. */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <string.h>
#include <unistd.h>
#include "microtaper/text.h"
#include "store.h"

#define ZEROS "0000000000000000000000000000000000000000000000000000000000000000"
#define RESET_EVERY 256   /* rows: what one row needs is given back in batches */

/* Given each row in order; false stops. */
typedef bool (*RowSink)(void *context, const LedgerRow *row, Arena *arena);

/* All rows without holding them: a ledger of years is larger than an arena should be. */
static bool rows_stream(Ledger *ledger, RowSink sink, void *context, Findings *findings)
{
    Arena *arena = arena_new();
    sqlite3_stmt *statement = NULL;
    const char *sql = arena_format(arena, "SELECT %s FROM journal j ORDER BY j.seq", row_select(arena));
    int state = sqlite3_prepare_v2(ledger->db, sql, -1, &statement, NULL);
    for (size_t i = 1; state == SQLITE_OK || state == SQLITE_ROW; i++) {
        LedgerRow row;
        state = sqlite3_step(statement);
        if (state != SQLITE_ROW)
            break;
        row_read(statement, &row, arena);
        if (!sink(context, &row, arena))
            state = SQLITE_DONE;
        if (i % RESET_EVERY == 0)
            arena_reset(arena);
    }
    sqlite3_finalize(statement);
    arena_free(arena);
    return state == SQLITE_DONE || store_fault(ledger, findings);
}

/* ---------------------------------------------------------------- check ---- */
typedef struct { LedgerCheck *out; char head[65]; } Chain;

static bool broken(Chain *chain, int64_t seq, const char *why)
{
    chain->out->whole = false;
    chain->out->broken = seq;
    chain->out->why = why;
    return false;
}

static bool chain_row(void *context, const LedgerRow *row, Arena *arena)
{
    Chain *chain = context;
    if (row->seq != chain->out->rows + 1)
        return broken(chain, chain->out->rows + 1, "this row is missing");
    if (strlen(row->hash) != 64 || strcmp(row->hash, row_hash(row, chain->head, arena)) != 0)
        return broken(chain, row->seq, "this row, or the hash of the one before, is not as it was written");
    memcpy(chain->head, row->hash, sizeof chain->head);
    chain->out->rows++;
    return true;
}

/* SQLite's own judgement of the file; what it says, or NULL. */
static const char *file_fault(Ledger *ledger, Arena *arena)
{
    sqlite3_stmt *statement = NULL;
    const char *fault = "the file cannot be read";
    if (sqlite3_prepare_v2(ledger->db, "PRAGMA quick_check(1)", -1, &statement, NULL) == SQLITE_OK
        && sqlite3_step(statement) == SQLITE_ROW) {
        const char *said = (const char *)sqlite3_column_text(statement, 0);
        fault = said && strcmp(said, "ok") == 0 ? NULL : arena_string(arena, said ? said : fault);
    }
    sqlite3_finalize(statement);
    return fault;
}

bool ledger_check(Ledger *ledger, LedgerCheck *out, Arena *arena, Findings *findings)
{
    Chain chain = {.out = out, .head = ZEROS};
    *out = (LedgerCheck){.whole = true, .why = ""};
    const char *fault = file_fault(ledger, arena);
    if (fault) {
        out->whole = false;
        out->why = fault;
    } else if (!rows_stream(ledger, chain_row, &chain, findings)) {
        return false;
    }
    out->head = arena_string(arena, chain.head);
    if (!out->whole)
        finding_add(findings, MT909, (Place){.file = ledger->file}, "row %" PRId64 " of the journal: %s",
                    out->broken, out->why);
    return true;
}

/* ---------------------------------------------------------------- copies ---- */
static bool copy_run(Ledger *ledger, sqlite3 *copy)
{
    sqlite3_backup *backup = sqlite3_backup_init(copy, "main", ledger->db, "main");
    if (!backup)
        return false;
    int state = sqlite3_backup_step(backup, -1);
    sqlite3_backup_finish(backup);
    /* one plain file: a copy is carried away without its side files */
    return state == SQLITE_DONE && sqlite3_exec(copy, "PRAGMA journal_mode = DELETE", NULL, NULL, NULL) == SQLITE_OK;
}

static bool copy_made(Ledger *ledger, const char *file)
{
    sqlite3 *copy = NULL;
    bool good = sqlite3_open_v2(file, &copy, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) == SQLITE_OK
                && copy_run(ledger, copy);
    return sqlite3_close(copy) == SQLITE_OK && good;
}

bool ledger_backup(Ledger *ledger, const char *file, Findings *findings)
{
    Place place = {.file = arena_string(ledger->arena, file)};
    int fd = open(file, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0) {
        finding_add(findings, MT901, place, "%s", strerror(errno));
        return false;
    }
    bool good = copy_made(ledger, file) && fsync(fd) == 0;
    close(fd);
    if (good)
        return true;
    unlink(file);
    finding_add(findings, MT901, place, "the copy could not be made: %s", sqlite3_errmsg(ledger->db));
    return false;
}

/* ---------------------------------------------------------------- export ---- */
static bool row_csv(void *context, const LedgerRow *row, Arena *arena)
{
    Buffer line = buffer_new(arena);
    buffer_addf(&line, "%" PRId64, row->seq);
    for (int i = 0; i < COLUMN_COUNT; i++) {
        const Column *column = &ledger_column[i];
        if (column->type == COLUMN_NUMBER)
            buffer_addf(&line, ",%" PRId64, row_number(row, column));
        else
            buffer_addf(&line, ",%s", text_csv(arena, row_text(row, column)));
    }
    fprintf(context, "%s,%s\n", buffer_text(&line), row->hash);
    return true;
}

bool ledger_export(Ledger *ledger, FILE *out, Findings *findings)
{
    fprintf(out, "%s\n", ledger_columns(ledger->arena));
    if (!rows_stream(ledger, row_csv, out, findings))
        return false;
    if (fflush(out) == 0 && !ferror(out))
        return true;
    finding_add(findings, MT901, (Place){.file = ledger->file}, "the export could not be written");
    return false;
}
