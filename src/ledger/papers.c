/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Papers: prepared, released or abandoned.  Every judgement is made inside the transaction that writes. */
#include <inttypes.h>
#include <string.h>
#include "microtaper/text.h"
#include "store.h"

#define SETTLED "EXISTS (SELECT 1 FROM journal r WHERE r.papers = j.seq AND r.kind IN ('release', 'abandon'))"
#define ABANDONED "EXISTS (SELECT 1 FROM journal r WHERE r.papers = j.seq AND r.kind = 'abandon')"
#define RELEASED "EXISTS (SELECT 1 FROM journal r WHERE r.papers = j.seq AND r.kind = 'release')"
#define VOID_AS_A_WHOLE "EXISTS (SELECT 1 FROM journal v WHERE v.papers = j.seq AND v.kind = 'void' AND v.word = '')"
#define REPRINTED "EXISTS (SELECT 1 FROM journal p WHERE p.papers = j.seq AND p.kind = 'reprint')"

static Place place_of(const Ledger *ledger, const LedgerRow *row)
{
    const char *path = text_empty(row->rx) ? NULL : arena_format(ledger->arena, "rx[%s]", row->rx);
    return (Place){.file = ledger->file, .path = path};
}

/* ---------------------------------------------------------------- preparing ---- */
/* One number, one revision, one content; and none below what is released. */
static bool revision_free(Ledger *ledger, const LedgerRow *prepare, Arena *arena, Findings *findings)
{
    LedgerRow *rows;
    size_t count;
    if (text_empty(prepare->rx))
        return true;   /* the worksheet of a shared lot */
    if (!rows_ask(ledger, "WHERE j.rx = ?1 AND j.kind = 'prepare' AND NOT " ABANDONED " ORDER BY j.seq",
                  prepare->rx, &rows, &count, arena, findings))
        return false;
    for (size_t i = 0; i < count; i++)
        if (rows[i].revision == prepare->revision && !text_equal(rows[i].digest, prepare->digest)) {
            finding_add(findings, MT904, place_of(ledger, prepare),
                        "revision %" PRId64 " was prepared on %s with other content", prepare->revision,
                        rows[i].at);
            return false;
        }
    if (!rows_ask(ledger, "WHERE j.rx = ?1 AND j.kind = 'prepare' AND " RELEASED " ORDER BY j.revision DESC LIMIT 1",
                  prepare->rx, &rows, &count, arena, findings))
        return false;
    if (count == 0 || rows[0].revision <= prepare->revision)
        return true;
    finding_add(findings, MT906, place_of(ledger, prepare),
                "revision %" PRId64 ", but %" PRId64 " was released on %s", prepare->revision, rows[0].revision,
                rows[0].at);
    return false;
}

bool ledger_allows(Ledger *ledger, const LedgerRow *prepare, Findings *findings)
{
    Arena *arena = arena_new();
    bool good = revision_free(ledger, prepare, arena, findings);
    arena_free(arena);
    return good;
}

static bool same_fill(const LedgerRow *a, const LedgerRow *b)
{
    return a->revision == b->revision && a->fill == b->fill;
}

/* The newest set of the fill that counts. */
static bool print_find(Ledger *ledger, LedgerPrint *out, const LedgerRow *prepare, Arena *arena, Findings *findings)
{
    LedgerRow *rows;
    size_t count;
    if (!rows_ask(ledger, "WHERE j.rx = ?1 AND j.kind = 'prepare' AND " RELEASED " AND NOT " VOID_AS_A_WHOLE
                          " AND NOT " REPRINTED " ORDER BY j.seq",
                  prepare->rx, &rows, &count, arena, findings))
        return false;
    for (size_t i = 0; i < count; i++)
        if (same_fill(&rows[i], prepare)) {
            out->released = true;
            out->prepare = rows[i];
        }
    return true;
}

bool ledger_print(Ledger *ledger, const LedgerRow *prepare, LedgerPrint *out, Arena *arena, Findings *findings)
{
    LedgerRow *rows;
    size_t count;
    *out = (LedgerPrint){0};
    if (!print_find(ledger, out, prepare, arena, findings))
        return false;
    if (!out->released)
        return true;
    if (!rows_ask(ledger, "WHERE j.rx = ?1 AND j.kind = 'reprint' AND NOT EXISTS (SELECT 1 FROM journal r WHERE "
                          "r.papers = j.papers AND r.kind = 'abandon') ORDER BY j.seq",
                  prepare->rx, &rows, &count, arena, findings))
        return false;
    for (size_t i = 0; i < count; i++)
        out->reprints += same_fill(&rows[i], prepare) && rows[i].set > out->prepare.seq;
    return true;
}

bool ledger_set(Ledger *ledger, int64_t set, LedgerRow **rows, size_t *count, Arena *arena, Findings *findings)
{
    return rows_of_set(ledger, "WHERE j.papers = ?1 ORDER BY j.seq", set, rows, count, arena, findings);
}

static const LedgerRow *reprint_row(const LedgerRow *rows, size_t count)
{
    for (size_t i = 1; i < count; i++)
        if (rows[i].kind == ROW_REPRINT)
            return &rows[i];
    return NULL;
}

/* A fill is printed once; each later print says so, by the next number. */
static bool print_free(Ledger *ledger, const LedgerRow *rows, size_t count, Arena *arena, Findings *findings)
{
    LedgerPrint print;
    const LedgerRow *reprint = reprint_row(rows, count);
    if (text_empty(rows[0].rx))
        return true;   /* the worksheet of a shared lot is written again when its bottles change */
    if (!ledger_print(ledger, &rows[0], &print, arena, findings))
        return false;
    if (!reprint && !print.released)
        return true;
    if (!reprint) {
        finding_add(findings, MT910, place_of(ledger, &rows[0]), "revision %" PRId64 " fill %" PRId64
                    " was released on %s as set %" PRId64, rows[0].revision, rows[0].fill, print.prepare.at,
                    print.prepare.seq);
        return false;
    }
    const char *next = arena_format(arena, "%" PRId64, print.reprints + 1);
    if (print.released && text_equal(reprint->item, next))
        return true;
    finding_add(findings, MT911, place_of(ledger, &rows[0]), "revision %" PRId64 " fill %" PRId64 ": %s",
                rows[0].revision, rows[0].fill,
                print.released ? arena_format(ledger->arena, "the next reprint is number %s", next)
                               : "was never released");
    return false;
}

bool ledger_lot_taken(Ledger *ledger, const LedgerRow *own, bool *taken, Arena *arena, Findings *findings)
{
    LedgerRow *rows;
    size_t count;
    if (!rows_ask(ledger, "WHERE j.lot = ?1 AND j.kind = 'bottle'", own->lot, &rows, &count, arena, findings))
        return false;
    *taken = false;
    for (size_t i = 0; i < count && !*taken; i++)
        *taken = !text_equal(rows[i].rx, own->rx) || rows[i].revision != own->revision || rows[i].fill != own->fill;
    return true;
}

/* A lot of one fill alone: no other's bottles are under its number. */
static bool lot_own(Ledger *ledger, const LedgerRow *prepare, const char *lot, Arena *arena, Findings *findings)
{
    LedgerRow own = *prepare;
    bool taken = false;
    own.lot = lot;
    if (text_empty(own.rx))
        return true;
    if (!ledger_lot_taken(ledger, &own, &taken, arena, findings))
        return false;
    if (taken)
        finding_add(findings, MT905, place_of(ledger, prepare), "lot %s is that of another fill's bottles", lot);
    return !taken;
}

/* *known: it is there already, the same. */
static bool lot_free(Ledger *ledger, const LedgerRow *prepare, const LedgerRow *lot, bool *known, Arena *arena,
                     Findings *findings)
{
    LedgerRow *rows;
    size_t count;
    if (!rows_ask(ledger, "WHERE j.lot = ?1 AND j.kind = 'lot'", lot->lot, &rows, &count, arena, findings))
        return false;
    *known = count > 0;
    if (!count
        || (rows[0].mass.ng == lot->mass.ng && rows[0].volume.nl == lot->volume.nl
            && text_equal(rows[0].item, lot->item ? lot->item : "")
            && text_equal(rows[0].day, lot->day ? lot->day : "")))
        return lot_own(ledger, prepare, lot->lot, arena, findings);
    finding_add(findings, MT905, place_of(ledger, lot),
                "lot %s was written on %s with %" PRId64 " ng in %" PRId64 " nL, not %" PRId64 " ng in %" PRId64
                " nL",
                lot->lot, rows[0].at, rows[0].mass.ng, rows[0].volume.nl, lot->mass.ng, lot->volume.nl);
    return false;
}

/* A row of the set, with what all of them share. */
static bool member_add(Ledger *ledger, const LedgerRow *prepare, const LedgerRow *given, Arena *arena,
                       Findings *findings)
{
    LedgerRow row = *given;
    bool known = false;
    if (row.kind == ROW_LOT && !lot_free(ledger, prepare, &row, &known, arena, findings))
        return false;
    if (known)
        return true;
    row.at = prepare->at;
    row.version = prepare->version;
    row.who = prepare->who;
    if (row.kind != ROW_LOT)
        row.set = prepare->seq;
    if (row.kind != ROW_LOT && row.kind != ROW_LIMIT) {   /* a lot is of no one prescription */
        row.rx = prepare->rx;
        row.revision = prepare->revision;
        row.fill = prepare->fill;
    }
    return row_add(ledger, &row, arena, findings);
}

int64_t ledger_prepare(Ledger *ledger, const LedgerRow *rows, size_t count, Findings *findings)
{
    LedgerRow prepare = rows[0];
    Arena *arena = arena_new();
    bool begun = store_begin(ledger, findings);
    bool good = begun && revision_free(ledger, &prepare, arena, findings)
                && print_free(ledger, rows, count, arena, findings) && row_add(ledger, &prepare, arena, findings);
    for (size_t i = 1; good && i < count; i++)
        good = member_add(ledger, &prepare, &rows[i], arena, findings);
    if (begun)
        good = store_end(ledger, good, findings);
    arena_free(arena);
    return good ? prepare.seq : 0;
}

/* ---------------------------------------------------------------- settling ---- */
/* Inside a transaction: the set must still be open. */
static bool set_end(Ledger *ledger, int64_t set, RowKind kind, const char *at, const char *why, Arena *arena,
                    Findings *findings)
{
    LedgerRow *rows;
    size_t count;
    if (!rows_of_set(ledger, "WHERE j.seq = ?1 AND j.kind = 'prepare' AND NOT " SETTLED, set, &rows, &count, arena,
                     findings))
        return false;
    if (!count) {
        finding_add(findings, MT907, (Place){.file = ledger->file}, "set %" PRId64 " is not open", set);
        return false;
    }
    LedgerRow row = {.at = at,
                     .kind = kind,
                     .who = rows[0].who,
                     .set = set,
                     .rx = rows[0].rx,
                     .revision = rows[0].revision,
                     .fill = rows[0].fill,
                     .version = rows[0].version,
                     .note = why};
    return row_add(ledger, &row, arena, findings);
}

static bool set_settle(Ledger *ledger, int64_t set, RowKind kind, const char *at, const char *why, Findings *findings)
{
    Arena *arena = arena_new();
    bool begun = store_begin(ledger, findings);
    bool good = begun && set_end(ledger, set, kind, at, why, arena, findings);
    if (begun)
        good = store_end(ledger, good, findings);
    arena_free(arena);
    return good;
}

bool ledger_release(Ledger *ledger, int64_t set, const char *at, Findings *findings)
{
    return set_settle(ledger, set, ROW_RELEASE, at, "", findings);
}

bool ledger_abandon(Ledger *ledger, int64_t set, const char *at, const char *why, Findings *findings)
{
    return set_settle(ledger, set, ROW_ABANDON, at, why, findings);
}

static bool open_settle(Ledger *ledger, const LedgerRow *prepare, LedgerLook look, void *context, const char *at,
                        Arena *arena, Findings *findings)
{
    LedgerRow *papers;
    size_t count;
    if (!rows_of_set(ledger, "WHERE j.papers = ?1 AND j.kind = 'paper' ORDER BY j.seq", prepare->seq, &papers,
                     &count, arena, findings))
        return false;
    LedgerFiles files = look(context, prepare, papers, count);
    if (files == FILES_BUSY)
        return true;
    bool whole = files == FILES_WHOLE;
    const char *why = whole ? "settled: the files are whole" : "settled: the files are not there";
    if (!set_end(ledger, prepare->seq, whole ? ROW_RELEASE : ROW_ABANDON, at, why, arena, findings))
        return false;
    finding_add(findings, MT908, place_of(ledger, prepare), "revision %" PRId64 " fill %" PRId64 " of %s: %s",
                prepare->revision, prepare->fill, prepare->at,
                whole ? "released, its files are whole" : "abandoned, its files are not there");
    return true;
}

/* One transaction over all: two commands that start together settle once. */
bool ledger_settle(Ledger *ledger, LedgerLook look, void *context, const char *at, Findings *findings)
{
    Arena *arena = arena_new();
    LedgerRow *rows;
    size_t count = 0;
    bool begun = store_begin(ledger, findings);
    bool good = begun
                && rows_ask(ledger, "WHERE j.kind = 'prepare' AND NOT " SETTLED " ORDER BY j.seq", NULL, &rows,
                            &count, arena, findings);
    for (size_t i = 0; good && i < count; i++)
        good = open_settle(ledger, &rows[i], look, context, at, arena, findings);
    if (begun)
        good = store_end(ledger, good, findings);
    arena_free(arena);
    return good;
}

/* ---------------------------------------------------------------- void as a whole ---- */
static const char *why_not_void(Ledger *ledger, int64_t set, LedgerRow *prepare, Arena *arena, Findings *findings)
{
    static const struct { const char *where, *why; } looks[] = {
        {"WHERE j.seq = ?1 AND j.kind = 'prepare'", "there is no such set"},
        {"WHERE j.seq = ?1 AND " RELEASED, "it was never released"},
        {"WHERE j.seq = ?1 AND NOT " REPRINTED, "it is a reprint: make its first print void"},
        {"WHERE j.seq = ?1 AND NOT " VOID_AS_A_WHOLE, "it is void already"},
    };
    for (size_t i = 0; i < sizeof looks / sizeof *looks; i++) {
        LedgerRow *rows;
        size_t count;
        if (!rows_of_set(ledger, looks[i].where, set, &rows, &count, arena, findings))
            return "the ledger could not be asked";
        if (count == 0)
            return looks[i].why;
        *prepare = rows[0];
    }
    return NULL;
}

bool ledger_void(Ledger *ledger, int64_t set, const LedgerRow *row, LedgerRow *prepare, Arena *arena,
                 Findings *findings)
{
    bool begun = store_begin(ledger, findings), good = false;
    const char *why = begun ? why_not_void(ledger, set, prepare, arena, findings) : NULL;
    if (why)
        finding_add(findings, MT924, (Place){.file = ledger->file}, "set %" PRId64 ": %s", set, why);
    if (begun && !why) {
        LedgerRow added = *row;
        added.kind = ROW_VOID;
        added.set = set;
        added.rx = prepare->rx;
        added.revision = prepare->revision;
        added.fill = prepare->fill;
        good = row_add(ledger, &added, arena, findings);
    }
    return begun && store_end(ledger, good, findings);
}
