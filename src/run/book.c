/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a run tells the ledger of its papers: the prescription, its lots, and one row for every bottle, chart page,
 * worksheet and file. */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>
#include "microtaper/version.h"
#include "work.h"

typedef struct {
    Work *work;
    LedgerRow *rows;
    size_t count, capacity;
} Book;

static LedgerRow *add_row(Book *book, RowKind kind)
{
    Work *work = book->work;
    LedgerRow *row = ARENA_PUSH(work->arena, book->rows, book->count, book->capacity, LedgerRow);
    *row = (LedgerRow){.kind = kind, .at = work->order->at, .who = work->order->who, .version = MICROTAPER_VERSION};
    return row;
}

static void add_limit(Book *book, const Batch *batch, const Limit *limit)
{
    LedgerRow *row = add_row(book, ROW_LIMIT), asked = ledger_limit(limit, book->work->arena);
    asked.at = row->at;
    asked.who = row->who;
    asked.version = row->version;
    asked.lot = batch->lot;
    asked.drug = batch->formula->drug->name;
    *row = asked;
}

static Limit limit_of(const BatchLine *line)
{
    Limit limit = {.of = line->ingredient->name, .drug = line->drug, .stock_lot = line->lot ? line->lot->number : NULL};
    switch (line->kind) {
    case LINE_COUNT:
        limit.kind = LIMIT_COUNT;
        limit.low = limit.target = limit.high = (Amount){STOCK_COUNT, line->count};
        break;
    case LINE_WEIGH:
        limit.kind = line->mixture ? LIMIT_MIXTURE : LIMIT_WEIGH;
        limit.low = (Amount){STOCK_MASS, line->low.ng};
        limit.target = (Amount){STOCK_MASS, line->target.ng};
        limit.high = (Amount){STOCK_MASS, line->high.ng};
        break;
    case LINE_VOLUME:
        limit.kind = LIMIT_VOLUME;
        limit.low = (Amount){STOCK_VOLUME, line->least.nl};
        limit.target = (Amount){STOCK_VOLUME, line->volume.nl};
        limit.high = (Amount){STOCK_VOLUME, line->most.nl};
        break;
    case LINE_QS:
        limit.kind = LIMIT_QS;
        limit.low = limit.target = limit.high = (Amount){STOCK_VOLUME, line->volume.nl};
        break;
    }
    return limit;
}

/* What the worksheet asks for, line by line, and of the yield. */
static void add_limits(Book *book, const Batch *batch)
{
    const Limits *limits = &book->work->house->tables->limits;
    for (size_t i = 0; i < batch->line_count; i++) {
        Limit limit = limit_of(&batch->lines[i]);
        add_limit(book, batch, &limit);
    }
    int64_t made = batch->volume.nl;
    Limit yield = {.kind = LIMIT_YIELD, .of = "yield",
                   .low = {STOCK_VOLUME, muldiv_ceil(made, limits->yield_low.e8, SHARE_ONE)},
                   .target = {STOCK_VOLUME, made},
                   .high = {STOCK_VOLUME, muldiv_floor(made, limits->yield_high.e8, SHARE_ONE)}};
    add_limit(book, batch, &yield);
}

static void add_lot(Book *book, const Batch *batch)
{
    LedgerRow *row = add_row(book, ROW_LOT);
    row->lot = batch->lot;
    row->drug = batch->formula->drug->name;
    row->item = batch->formula->id;
    row->mass = batch->drug;
    row->volume = batch->volume;
    row->day = date_text(book->work->arena, batch->made_on);
    add_limits(book, batch);
}

/* A shared lot has a set of its own, which stands before this one. */
static void add_lots(Book *book)
{
    const Work *work = book->work;
    for (size_t i = 0; !work->pooled && i < work->job.batch_count; i++) add_lot(book, work->job.batches[i]);
}

/* The check word and payload of a code that was printed. */
static void add_code(const Book *book, LedgerRow *row, const char *payload)
{
    Work *work = book->work;
    Record record;
    char word[WORD_ROOM] = "";
    if (payload_open(payload, work->key, 1, &record, work->arena) == SEAL_GENUINE) {
        record_word(&record, work->key, word);
    }
    row->word = arena_string(work->arena, word);
    row->payload = payload;
}

static const char *const reasons[] = {
    [REPLACED_SPILLED] = "spilled", [REPLACED_BROKEN] = "broken", [REPLACED_SPOILED] = "spoiled", [REPLACED_LOST] = "lost",
    [REPLACED_STOLEN] = "stolen",
};

/* The bottle that this one takes the place of, by the check word of its label. */
static void add_replaced(Book *book, const Bottle *bottle)
{
    Arena *arena = book->work->arena;
    const Replaced *lost = bottle->replaces;
    LedgerRow given;
    if (!lost || !given_find(book->work, lost, &given)) return;
    LedgerRow *row = add_row(book, ROW_REPLACE);
    row->lot = given.lot;
    row->drug = given.drug;
    row->item = arena_format(arena, "%s by %s", lost->bottle, bottle->letter);
    row->volume = lost->left;
    row->day = date_text(arena, lost->from);
    row->word = given.word;
    row->note = arena_format(arena, "%s; reported on %s by %s, %s%s%s%s", reasons[lost->reason], date_text(arena, lost->on), lost->by,
                             lost->role, lost->has_left ? "" : "; what was left is not known", lost->note ? "; " : "",
                             lost->note ? lost->note : "");
}

static void add_bottle(Book *book, const Bottle *bottle, const char *payload)
{
    Work *work = book->work;
    const Fill *fill = work->job.fill;
    const Batch *batch = job_batch(&work->job, bottle);
    LedgerRow *row = add_row(book, ROW_BOTTLE);
    row->lot = batch->lot;
    row->drug = batch->formula->drug->name;
    row->item = arena_format(work->arena, "%s %d of %d", bottle->letter, bottle->i, bottle->n);
    row->volume = bottle->contents;
    row->mass = (Mass){muldiv_half_even(bottle->contents.nl, bottle->rung->strength.mass.ng,
                                        bottle->rung->strength.volume.nl)};
    row->day = date_text(work->arena, fill->discard_by_drug[bottle->rung->drug]);
    row->note = work->rx->patient.name;
    add_code(book, row, payload);
    add_replaced(book, bottle);
}

static void add_codes(Book *book)
{
    Work *work = book->work;
    const Fill *fill = work->job.fill;
    for (size_t i = 0; i < fill->bottle_count && i < work->made[0].payload_count; i++) {
        add_bottle(book, &fill->bottles[i], work->made[0].payloads[i]);
    }
    for (size_t i = 0; i < work->made[1].payload_count; i++) {
        LedgerRow *row = add_row(book, ROW_CHART);
        row->item = arena_format(work->arena, "%zu of %zu", i + 1, work->made[1].payload_count);
        row->day = date_text(work->arena, date_add(work->job.plan->first, fill->last));
        add_code(book, row, work->made[1].payloads[i]);
    }
    for (size_t i = FIRST_SHEET; i < work->count; i++) {
        LedgerRow *row = add_row(book, ROW_SHEET);
        row->lot = work->job.batches[i - FIRST_SHEET]->lot;
        if (work->made[i].payload_count > 0) add_code(book, row, work->made[i].payloads[0]);
    }
}

/* The folder's name from the root: another command may be run from elsewhere. */
static const char *absolute(const char *folder, Arena *arena)
{
    char *found = realpath(folder, NULL);
    const char *path = arena_string(arena, found ? found : folder);
    free(found);
    return path;
}

static void add_prepare(Book *book)
{
    const Work *work = book->work;
    LedgerRow *row = add_row(book, ROW_PREPARE);
    row->rx = work->rx->number;
    row->revision = work->rx->revision;
    row->fill = work->job.fill->number;
    row->item = work->rx->patient.name;
    row->digest = digest_hex(work->arena, &work->rx->content);
    row->day = date_text(work->arena, work->job.fill->made_on);
    row->path = absolute(work->order->out, work->arena);
}

static void add_papers(Book *book)
{
    const Work *work = book->work;
    for (size_t i = 0; i < work->count; i++) {
        LedgerRow *row = add_row(book, ROW_PAPER);
        row->item = work->made[i].path;
        row->digest = digest_hex(work->arena, &work->made[i].digest);
    }
}

/* Bottles and pages are those of the first print: they are not written twice. */
static void add_reprint(Book *book)
{
    LedgerRow *row = add_row(book, ROW_REPRINT);
    row->item = arena_format(book->work->arena, "%lld", (long long)book->work->again);
    row->note = book->work->order->reprint;
}

int64_t book_prepare(Work *work)
{
    Book book = {.work = work};
    add_prepare(&book);
    if (work->again) {
        add_reprint(&book);
    } else {
        add_lots(&book);
        add_codes(&book);
    }
    add_papers(&book);
    return ledger_prepare(work->ledger, book.rows, book.count, work->findings);
}

bool book_free(Work *work)
{
    Book book = {.work = work};
    if (!work->ledger) return true;
    add_prepare(&book);
    return ledger_allows(work->ledger, book.rows, work->findings);
}

int64_t book_prepare_lot(Work *work, const Batch *batch)
{
    Book book = {.work = work};
    LedgerRow *row = add_row(&book, ROW_PREPARE);
    row->item = arena_format(work->arena, "lot %s", batch->lot);
    row->lot = batch->lot;
    row->day = date_text(work->arena, batch->made_on);
    row->path = absolute(work->order->out, work->arena);
    add_lot(&book, batch);
    row = add_row(&book, ROW_SHEET);
    row->lot = batch->lot;
    if (work->made[0].payload_count > 0) add_code(&book, row, work->made[0].payloads[0]);
    add_papers(&book);
    return ledger_prepare(work->ledger, book.rows, book.count, work->findings);
}

bool book_files_stand(const char *out, const LedgerRow *papers, size_t count, Arena *arena)
{
    size_t files = 0;
    for (size_t i = 0; i < count; i++) {
        Bytes bytes;
        if (papers[i].kind != ROW_PAPER) continue;
        files++;
        if (file_read(path_join(arena, out, papers[i].item), KEEP_LIMIT, arena, &bytes) != 0) return false;
        Digest digest = digest_of(bytes.at, bytes.size);
        if (!text_equal(digest_hex(arena, &digest), papers[i].digest)) return false;
    }
    return files > 0;
}

typedef struct { const char *own; Arena *arena; } Look;   /* own: the folder this command has locked, or "" */

/* Whether a run holds the lock of an output folder. */
static bool folder_busy(const char *folder)
{
    int lock = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (lock < 0) return false;
    bool busy = flock(lock, LOCK_SH | LOCK_NB) != 0;
    close(lock);
    return busy;
}

static LedgerFiles look_at(void *context, const LedgerRow *prepare, const LedgerRow *papers, size_t count)
{
    const Look *look = context;
    if (!text_equal(prepare->path, look->own) && folder_busy(prepare->path)) return FILES_BUSY;
    return book_files_stand(prepare->path, papers, count, look->arena) ? FILES_WHOLE : FILES_GONE;
}

bool run_settle(Ledger *ledger, const char *out, const char *at, Arena *arena, Findings *findings)
{
    Look look = {out ? absolute(out, arena) : "", arena};
    return ledger_settle(ledger, look_at, &look, at, findings);
}
