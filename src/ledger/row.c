/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows: written through one table of columns, hashed and read by the same. */
#include <inttypes.h>
#include <stddef.h>
#include <string.h>
#include "microtaper/text.h"
#include "store.h"

#define ZEROS "0000000000000000000000000000000000000000000000000000000000000000"

#define TEXT(name) {#name, COLUMN_TEXT, offsetof(LedgerRow, name)}
#define NUMBER(name) {#name, COLUMN_NUMBER, offsetof(LedgerRow, name)}
const Column ledger_column[COLUMN_COUNT] = {
    TEXT(at),     {"kind", COLUMN_KIND, offsetof(LedgerRow, kind)},
    TEXT(who),    {"papers", COLUMN_NUMBER, offsetof(LedgerRow, set)}, /* SET is a word of SQL */
    TEXT(rx),     NUMBER(revision),
    NUMBER(fill), TEXT(lot),
    TEXT(drug),   TEXT(item),
    NUMBER(mass), NUMBER(volume),
    TEXT(day),    TEXT(digest),
    TEXT(word),   TEXT(payload),
    TEXT(path),   TEXT(version),
    TEXT(note),
};

static const char *const kind_names[ROW_KINDS] = {
#define KIND_NAME(kind, text) [kind] = text,
    LEDGER_KINDS(KIND_NAME)
#undef KIND_NAME
};

const char *ledger_kind(RowKind kind)
{
    return kind < ROW_KINDS ? kind_names[kind] : "?";
}

static RowKind kind_of(const char *name)
{
    for (int kind = 0; kind < ROW_KINDS; kind++)
        if (strcmp(kind_names[kind], name) == 0)
            return (RowKind)kind;
    return ROW_KINDS;
}

/* ---------------------------------------------------------------- fields by column ---- */
const char *row_text(const LedgerRow *row, const Column *column)
{
    if (column->type == COLUMN_KIND)
        return ledger_kind(row->kind);
    const char *text;
    memcpy(&text, (const char *)row + column->offset, sizeof text);
    return text ? text : "";
}

int64_t row_number(const LedgerRow *row, const Column *column)
{
    int64_t number;
    memcpy(&number, (const char *)row + column->offset, sizeof number);
    return number;
}

/* A text with a NUL inside was not written here: it is read as what no row can hold, and breaks the chain. */
static const char *column_text(sqlite3_stmt *statement, int at, Arena *arena)
{
    const char *found = (const char *)sqlite3_column_text(statement, at);
    if (!found || strlen(found) != (size_t)sqlite3_column_bytes(statement, at))
        return "\xFF";
    return arena_string(arena, found);
}

static void field_set(LedgerRow *row, const Column *column, sqlite3_stmt *statement, int at, Arena *arena)
{
    if (column->type == COLUMN_NUMBER) {
        int64_t number = sqlite3_column_int64(statement, at);
        memcpy((char *)row + column->offset, &number, sizeof number);
        return;
    }
    const char *text = column_text(statement, at, arena);
    if (column->type == COLUMN_KIND)
        row->kind = kind_of(text);
    else
        memcpy((char *)row + column->offset, &text, sizeof text);
}

/* ---------------------------------------------------------------- the chain ---- */
const char *row_hash(const LedgerRow *row, const char *before, Arena *arena)
{
    Buffer text = buffer_new(arena);
    buffer_addf(&text, "%s\nseq\t%" PRId64 "\n", before, row->seq);
    for (int i = 0; i < COLUMN_COUNT; i++) {
        const Column *column = &ledger_column[i];
        if (column->type == COLUMN_NUMBER)
            buffer_addf(&text, "%s\t%" PRId64 "\n", column->name, row_number(row, column));
        else
            buffer_addf(&text, "%s\t%s\n", column->name, text_json(arena, row_text(row, column)));
    }
    Digest digest = digest_of(buffer_text(&text), text.length);
    return digest_hex(arena, &digest);
}

/* The last row's number and hash; 0 and zeros before the first. */
static bool head_read(Ledger *ledger, int64_t *seq, const char **hash, Arena *arena, Findings *findings)
{
    sqlite3_stmt *statement = NULL;
    *seq = 0;
    *hash = ZEROS;
    int state = sqlite3_prepare_v2(ledger->db, "SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1", -1,
                                   &statement, NULL);
    if (state == SQLITE_OK)
        state = sqlite3_step(statement);
    if (state == SQLITE_ROW) {
        *seq = sqlite3_column_int64(statement, 0);
        *hash = arena_string(arena, (const char *)sqlite3_column_text(statement, 1));
    }
    sqlite3_finalize(statement);
    return state == SQLITE_ROW || state == SQLITE_DONE || store_fault(ledger, findings);
}

/* ---------------------------------------------------------------- writing ---- */
static const char *insert_text(Arena *arena)
{
    Buffer text = buffer_new(arena);
    buffer_add(&text, "INSERT INTO journal (seq");
    for (int i = 0; i < COLUMN_COUNT; i++)
        buffer_addf(&text, ", %s", ledger_column[i].name);
    buffer_add(&text, ", hash) VALUES (?1");
    for (int i = 0; i <= COLUMN_COUNT; i++)
        buffer_addf(&text, ", ?%d", i + 2);
    buffer_add(&text, ")");
    return buffer_text(&text);
}

static void insert_bind(sqlite3_stmt *insert, const LedgerRow *row)
{
    sqlite3_bind_int64(insert, 1, row->seq);
    for (int i = 0; i < COLUMN_COUNT; i++) {
        const Column *column = &ledger_column[i];
        if (column->type == COLUMN_NUMBER)
            sqlite3_bind_int64(insert, i + 2, row_number(row, column));
        else
            sqlite3_bind_text(insert, i + 2, row_text(row, column), -1, SQLITE_TRANSIENT);
    }
    sqlite3_bind_text(insert, COLUMN_COUNT + 2, row->hash, -1, SQLITE_TRANSIENT);
}

bool row_add(Ledger *ledger, LedgerRow *row, Arena *arena, Findings *findings)
{
    const char *before;
    if (!head_read(ledger, &row->seq, &before, arena, findings))
        return false;
    row->seq++;
    row->hash = row_hash(row, before, arena);
    if (!ledger->insert
        && sqlite3_prepare_v2(ledger->db, insert_text(arena), -1, &ledger->insert, NULL) != SQLITE_OK)
        return store_fault(ledger, findings);
    insert_bind(ledger->insert, row);
    bool good = sqlite3_step(ledger->insert) == SQLITE_DONE || store_fault(ledger, findings);
    sqlite3_reset(ledger->insert);
    return good;
}

bool ledger_add(Ledger *ledger, const LedgerRow *rows, size_t count, Findings *findings)
{
    Arena *arena = arena_new();
    bool good = store_begin(ledger, findings);
    bool begun = good;
    for (size_t i = 0; good && i < count; i++) {
        LedgerRow row = rows[i];
        good = row_add(ledger, &row, arena, findings);
    }
    if (begun)
        good = store_end(ledger, good, findings);
    arena_free(arena);
    return good;
}

/* ---------------------------------------------------------------- reading ---- */
static const char *column_list(const char *table, const char *between, Arena *arena)
{
    Buffer text = buffer_new(arena);
    buffer_addf(&text, "%sseq", table);
    for (int i = 0; i < COLUMN_COUNT; i++)
        buffer_addf(&text, "%s%s%s", between, table, ledger_column[i].name);
    buffer_addf(&text, "%s%shash", between, table);
    return buffer_text(&text);
}

const char *ledger_columns(Arena *arena)
{
    return column_list("", ",", arena);
}

const char *row_select(Arena *arena)
{
    return column_list("j.", ", ", arena);
}

void row_read(sqlite3_stmt *statement, LedgerRow *row, Arena *arena)
{
    *row = (LedgerRow){.seq = sqlite3_column_int64(statement, 0)};
    for (int i = 0; i < COLUMN_COUNT; i++)
        field_set(row, &ledger_column[i], statement, i + 1, arena);
    row->hash = column_text(statement, COLUMN_COUNT + 1, arena);
}

/* Steps through a statement to its end. */
static bool rows_take(Ledger *ledger, sqlite3_stmt *statement, LedgerRow **rows, size_t *count, Arena *arena,
                      Findings *findings)
{
    size_t capacity = 0;
    int state;
    *rows = NULL;
    *count = 0;
    while ((state = sqlite3_step(statement)) == SQLITE_ROW)
        row_read(statement, ARENA_PUSH(arena, *rows, *count, capacity, LedgerRow), arena);
    return state == SQLITE_DONE || store_fault(ledger, findings);
}

static sqlite3_stmt *rows_prepare(Ledger *ledger, const char *rest, Arena *arena, Findings *findings)
{
    sqlite3_stmt *statement = NULL;
    const char *sql = arena_format(arena, "SELECT %s FROM journal j %s", row_select(arena), rest);
    if (sqlite3_prepare_v2(ledger->db, sql, -1, &statement, NULL) != SQLITE_OK)
        store_fault(ledger, findings);
    return statement;
}

bool rows_ask(Ledger *ledger, const char *rest, const char *about, LedgerRow **rows, size_t *count, Arena *arena,
              Findings *findings)
{
    sqlite3_stmt *statement = rows_prepare(ledger, rest, arena, findings);
    if (!statement)
        return false;
    if (about)
        sqlite3_bind_text(statement, 1, about, -1, SQLITE_TRANSIENT);
    bool good = rows_take(ledger, statement, rows, count, arena, findings);
    sqlite3_finalize(statement);
    return good;
}

bool rows_of_set(Ledger *ledger, const char *rest, int64_t set, LedgerRow **rows, size_t *count, Arena *arena,
                 Findings *findings)
{
    sqlite3_stmt *statement = rows_prepare(ledger, rest, arena, findings);
    if (!statement)
        return false;
    sqlite3_bind_int64(statement, 1, set);
    bool good = rows_take(ledger, statement, rows, count, arena, findings);
    sqlite3_finalize(statement);
    return good;
}
