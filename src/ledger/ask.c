/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Questions to the ledger. */
#include <string.h>
#include "microtaper/text.h"
#include "store.h"

#define RELEASED "EXISTS (SELECT 1 FROM journal r WHERE r.papers = j.papers AND r.kind = 'release')"
#define VOIDED                                                                                                     \
    "EXISTS (SELECT 1 FROM journal v WHERE v.papers = j.papers AND v.kind = 'void' AND v.word IN ('', j.word))"
#define RETURNED "EXISTS (SELECT 1 FROM journal b WHERE b.word = j.word AND b.kind = 'return' AND " COUNTS("b") ")"
#define REPLACED                                                                                                   \
    "EXISTS (SELECT 1 FROM journal b WHERE b.word = j.word AND b.kind = 'replace' AND EXISTS (SELECT 1 FROM journal r " \
    "WHERE r.papers = b.papers AND r.kind = 'release') AND NOT EXISTS (SELECT 1 FROM journal v WHERE v.papers = b.papers " \
    "AND v.kind = 'void' AND v.word = ''))"
#define SETTLED "EXISTS (SELECT 1 FROM journal r WHERE r.papers = j.seq AND r.kind IN ('release', 'abandon'))"
#define NEWER                                                                                                      \
    "EXISTS (SELECT 1 FROM journal n WHERE n.rx = j.rx AND n.kind = 'release' AND n.revision > j.revision)"

static const char *const questions[] = {
    [ASK_ALL] = "ORDER BY j.seq",
    [ASK_RX] = "WHERE j.rx = ?1 ORDER BY j.seq",
    [ASK_LOT] = "WHERE j.lot = ?1 AND j.kind = 'bottle' AND " RELEASED " ORDER BY j.seq",
    [ASK_BENCH] = "WHERE j.lot = ?1 AND j.kind <> 'bottle' ORDER BY j.seq",
    [ASK_GIVEN_UP] = "WHERE j.kind = 'record' AND j.item = 'void' AND (?1 IS NULL OR j.lot = ?1) ORDER BY j.seq",
    [ASK_GIVEN] = "WHERE j.rx = ?1 AND j.kind = 'bottle' AND " RELEASED " AND NOT " VOIDED " ORDER BY j.seq",
    [ASK_OUT] = "WHERE j.kind = 'bottle' AND " RELEASED " AND NOT " VOIDED " AND NOT " RETURNED " AND NOT " REPLACED
                " ORDER BY j.seq",
    [ASK_SUPERSEDED] = "WHERE j.kind IN ('bottle', 'chart') AND " RELEASED " AND NOT " VOIDED " AND NOT " RETURNED
                       " AND NOT " REPLACED " AND " NEWER " ORDER BY j.seq",
    [ASK_VERSION] =
        "WHERE j.version = ?1 AND j.kind IN ('bottle', 'chart', 'sheet', 'paper') AND " RELEASED " ORDER BY j.seq",
    [ASK_RECALLS] = "WHERE j.lot = ?1 AND j.kind = 'recall' ORDER BY j.seq",
    [ASK_WORD] = "WHERE j.word = ?1 AND j.kind IN ('bottle', 'chart', 'sheet') ORDER BY j.seq",
    [ASK_OPEN] = "WHERE j.kind = 'prepare' AND NOT " SETTLED " ORDER BY j.seq",
};

bool ledger_ask(Ledger *ledger, Question question, const char *about, LedgerRow **rows, size_t *count, Arena *arena,
                Findings *findings)
{
    return rows_ask(ledger, questions[question], about, rows, count, arena, findings);
}

/* ---------------------------------------------------------------- one paper ---- */
/* The first number of a statement with ?1 the word. */
static bool number_ask(Ledger *ledger, const char *sql, const char *word, int64_t *out, Findings *findings)
{
    sqlite3_stmt *statement = NULL;
    bool good = sqlite3_prepare_v2(ledger->db, sql, -1, &statement, NULL) == SQLITE_OK;
    if (good)
        sqlite3_bind_text(statement, 1, word, -1, SQLITE_TRANSIENT);
    good = good && sqlite3_step(statement) == SQLITE_ROW;
    *out = good ? sqlite3_column_int64(statement, 0) : 0;
    sqlite3_finalize(statement);
    return good || store_fault(ledger, findings);
}

/* A released row of the word counts before one that never left. */
static bool paper_find(Ledger *ledger, const char *word, LedgerState *out, Arena *arena, Findings *findings)
{
    LedgerRow *rows;
    size_t count;
    if (!rows_ask(ledger,
                  "WHERE j.word = ?1 AND j.kind IN ('bottle', 'chart', 'sheet') AND " RELEASED
                  " ORDER BY j.seq DESC LIMIT 1",
                  word, &rows, &count, arena, findings))
        return false;
    out->released = count > 0;
    if (!count
        && !rows_ask(ledger,
                     "WHERE j.word = ?1 AND j.kind IN ('bottle', 'chart', 'sheet') ORDER BY j.seq DESC LIMIT 1",
                     word, &rows, &count, arena, findings))
        return false;
    out->known = count > 0;
    if (count)
        out->row = rows[0];
    return true;
}

/* Reasons: the last void of the paper or its set, or the last recall of its lot. */
static bool withdrawn_find(Ledger *ledger, LedgerState *out, Arena *arena, Findings *findings)
{
    LedgerRow *rows;
    size_t count;
    if (!rows_of_set(ledger, "WHERE j.papers = ?1 AND j.kind = 'void' ORDER BY j.seq", out->row.set, &rows, &count,
                     arena, findings))
        return false;
    for (size_t i = 0; i < count; i++)
        if (text_empty(rows[i].word) || text_equal(rows[i].word, out->row.word)) {
            out->voided = true;
            out->why = rows[i].note;
        }
    if (text_empty(out->row.lot))
        return true;
    if (!ledger_ask(ledger, ASK_RECALLS, out->row.lot, &rows, &count, arena, findings))
        return false;
    out->recalled = count > 0;
    if (count)
        out->why = rows[count - 1].note;
    return true;
}

/* The papers that took its place, while they count. */
static bool replaced_find(Ledger *ledger, LedgerState *out, Arena *arena, Findings *findings)
{
    LedgerRow *rows;
    size_t count;
    if (!rows_ask(ledger, "WHERE j.word = ?1 AND j.kind = 'replace' AND " RELEASED " AND NOT EXISTS (SELECT 1 FROM journal v "
                          "WHERE v.papers = j.papers AND v.kind = 'void' AND v.word = '') ORDER BY j.seq DESC LIMIT 1",
                  out->row.word, &rows, &count, arena, findings))
        return false;
    if (!count) return true;
    out->replaced = true;
    out->replaced_from = rows[0].day;
    out->replaced_why = arena_format(arena, "%s: %s", rows[0].item, rows[0].note);
    return true;
}

bool ledger_state(Ledger *ledger, const char *word, LedgerState *out, Arena *arena, Findings *findings)
{
    *out = (LedgerState){.why = "", .replaced_from = "", .replaced_why = ""};
    if (!paper_find(ledger, word, out, arena, findings))
        return false;
    if (!out->known)
        return true;
    bool good =
        withdrawn_find(ledger, out, arena, findings)
        && replaced_find(ledger, out, arena, findings)
        && number_ask(ledger, "SELECT coalesce(max(revision), 0) FROM journal WHERE rx = ?1 AND kind = 'release'",
                      out->row.rx, &out->revision, findings)
        && number_ask(ledger, "SELECT count(*) FROM journal WHERE word = ?1 AND kind = 'scan'", word, &out->scans,
                      findings);
    out->superseded = out->revision > out->row.revision;
    return good;
}

/* ---------------------------------------------------------------- where each milligram went ---- */
/* A bottle whose paper is void no longer counts as one: what was in it is open until it is wasted or returned. */
#define BOTTLED                                                                                                    \
    "coalesce((SELECT sum(j.mass) FROM journal j WHERE j.kind = 'bottle' AND %s AND " RELEASED                     \
    " AND NOT " VOIDED " AND NOT " RETURNED "), 0)"
#define SUM(kind)                                                                                                  \
    "coalesce((SELECT sum(j.mass) FROM journal j WHERE j.kind = '" kind "' AND %s AND " COUNTS("j") "), 0)"
/* A lot takes from stock what its record says, else what its worksheet plans, once its papers were released. */
#define RECORDED "EXISTS (SELECT 1 FROM journal c WHERE c.kind = 'record' AND c.lot = l.lot)"
#define MADE                                                                                                       \
    "EXISTS (SELECT 1 FROM journal j WHERE j.lot = l.lot AND j.kind IN ('bottle', 'sheet') AND " RELEASED ")"
#define TAKEN                                                                                                      \
    "CASE WHEN " RECORDED " THEN coalesce((SELECT sum(j.mass) FROM journal j WHERE j.kind = 'take' AND j.lot = l.lot " \
    "AND " COUNTS("j") "), 0) WHEN " MADE " THEN l.mass ELSE 0 END"

static const char *sum(Arena *arena, const char *format, const char *where)
{
    const char *gap = strstr(format, "%s");
    return arena_format(arena, "%.*s%s%s", (int)(gap - format), format, where, gap + 2);
}

/* drug, lot, outcome, received, taken, bottles, wasted, returned, wasted from stock */
static const char *balance_drugs(Arena *arena)
{
    const char *of = "j.drug = d.drug", *stock = "j.drug = d.drug AND j.lot = ''";
    return arena_format(
        arena,
        "SELECT d.drug, '', '', %s, "
        "coalesce((SELECT sum(" TAKEN ") FROM journal l WHERE l.kind = 'lot' AND l.drug = d.drug), 0), "
        "%s, %s, %s, %s FROM (SELECT DISTINCT drug FROM journal WHERE kind IN "
        "('receive', 'lot', 'bottle', 'waste', 'return') AND drug <> '') d ORDER BY d.drug",
        sum(arena, SUM("receive"), of), sum(arena, BOTTLED, of), sum(arena, SUM("waste"), of),
        sum(arena, SUM("return"), of), sum(arena, SUM("waste"), stock));
}

static const char *balance_lots(Arena *arena)
{
    const char *of = "j.lot = l.lot";
    return arena_format(
        arena,
        "SELECT l.drug, l.lot, coalesce((SELECT c.item FROM journal c WHERE c.kind = 'record' AND c.lot = l.lot "
        "ORDER BY c.seq DESC LIMIT 1), ''), 0, " TAKEN ", %s, %s, %s, 0 FROM journal l WHERE l.kind = 'lot' "
        "ORDER BY l.seq",
        sum(arena, BOTTLED, of), sum(arena, SUM("waste"), of), sum(arena, SUM("return"), of));
}

static void balance_read(sqlite3_stmt *statement, Balance *out, Arena *arena)
{
    int64_t stock_waste = sqlite3_column_int64(statement, 8);
    *out = (Balance){.drug = arena_string(arena, (const char *)sqlite3_column_text(statement, 0)),
                     .lot = arena_string(arena, (const char *)sqlite3_column_text(statement, 1)),
                     .outcome = arena_string(arena, (const char *)sqlite3_column_text(statement, 2)),
                     .received = {sqlite3_column_int64(statement, 3)},
                     .taken = {sqlite3_column_int64(statement, 4)},
                     .bottles = {sqlite3_column_int64(statement, 5)},
                     .wasted = {sqlite3_column_int64(statement, 6)},
                     .returned = {sqlite3_column_int64(statement, 7)}};
    out->difference = out->taken.ng - out->bottles.ng - (out->wasted.ng - stock_waste) - out->returned.ng;
    if (text_empty(out->lot)) out->on_hand = out->received.ng - out->taken.ng - stock_waste;
}

static bool balance_ask(Ledger *ledger, const char *sql, Balance **rows, size_t *count, size_t *capacity,
                        Arena *arena, Findings *findings)
{
    sqlite3_stmt *statement = NULL;
    int state = sqlite3_prepare_v2(ledger->db, sql, -1, &statement, NULL);
    while (state == SQLITE_OK || state == SQLITE_ROW) {
        state = sqlite3_step(statement);
        if (state == SQLITE_ROW)
            balance_read(statement, ARENA_PUSH(arena, *rows, *count, *capacity, Balance), arena);
    }
    sqlite3_finalize(statement);
    return state == SQLITE_DONE || store_fault(ledger, findings);
}

bool ledger_balance(Ledger *ledger, Balance **rows, size_t *count, Arena *arena, Findings *findings)
{
    size_t capacity = 0;
    *rows = NULL;
    *count = 0;
    return balance_ask(ledger, balance_drugs(arena), rows, count, &capacity, arena, findings)
        && balance_ask(ledger, balance_lots(arena), rows, count, &capacity, arena, findings);
}
