/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Receipts as rows.  Nothing is changed: a correction takes back the earlier rows by rows of the opposite sign. */
#include <inttypes.h>
#include "microtaper/text.h"
#include "store.h"

#define LIVE                                                                                                        \
    "j.kind = 'receive' AND j.digest = '' AND NOT EXISTS (SELECT 1 FROM journal b WHERE b.kind = 'receive' AND "      \
    "b.digest = CAST(j.seq AS TEXT))"

typedef struct {
    Ledger *ledger;
    const Receipt *receipt;
    const LedgerRow *by;   /* at, who, version */
    Findings *findings;
    Arena *arena;
    LedgerRow *before;     /* rows of the receipt that is corrected */
    size_t before_count;
} Receiving;

static const char *name_of(const Receiving *job)
{
    return arena_format(job->arena, "%s, invoice %s", job->receipt->from, job->receipt->invoice);
}

/* ---------------------------------------------------------------- judged ---- */
/* A receipt is written down once; a correction is of one that was. */
static bool receipt_open(Receiving *job)
{
    const Receipt *receipt = job->receipt;
    if (!rows_ask(job->ledger, "WHERE j.path = ?1 AND " LIVE " ORDER BY j.seq", name_of(job), &job->before, &job->before_count,
                  job->arena, job->findings))
        return false;
    bool known = job->before_count > 0;
    if (known == (receipt->correction != NULL)) return true;
    finding_add(job->findings, MT927, receipt->place, "%s %s", name_of(job),
                known ? arena_format(job->arena, "was written down on %s", job->before[0].at) : "was never written down: there is nothing to correct");
    return false;
}

/* What a row holds in the unit of its component. */
static int64_t size_of(const LedgerRow *row)
{
    return row->mass.ng ? row->mass.ng : row->volume.nl;
}

static LedgerRow row_of(const Receiving *job, const ReceivedItem *item)
{
    const Receipt *receipt = job->receipt;
    Arena *arena = job->arena;
    LedgerRow row = {.kind = ROW_RECEIVE, .at = job->by->at, .who = job->by->who, .version = job->by->version, .path = name_of(job),
                     .drug = item->drug ? item->drug->name : NULL, .mass = item->mass, .item = item->of, .lot = item->lot,
                     .day = date_text(arena, item->expires)};
    if (item->amount.unit == STOCK_VOLUME) row.volume.nl = item->amount.size;
    if (item->amount.unit == STOCK_MASS && !item->drug) row.mass.ng = item->amount.size;
    row.note = arena_format(arena, "%s; %s%s%s; received on %s by %s from %s%s%s%s%s", amount_text(arena, item->amount), item->maker,
                            item->ndc ? ", NDC " : "", item->ndc ? item->ndc : "", date_text(arena, receipt->on), receipt->by, name_of(job),
                            receipt->supplier_dea ? ", DEA " : "", receipt->supplier_dea ? receipt->supplier_dea : "",
                            receipt->correction ? "; correction: " : "", receipt->correction ? receipt->correction : "");
    return row;
}

static bool is_corrected(const Receiving *job, const LedgerRow *row)
{
    for (size_t i = 0; i < job->before_count; i++)
        if (job->before[i].seq == row->seq) return true;
    return false;
}

/* Against the last receipt of the component: a nought too many or too few. */
static bool size_judge(const Receiving *job, const ReceivedItem *item)
{
    LedgerRow *rows, own = row_of(job, item);
    size_t count;
    if (!rows_ask(job->ledger, "WHERE j.item = ?1 AND " LIVE " ORDER BY j.seq", item->of, &rows, &count, job->arena, job->findings)) return false;
    while (count > 0 && is_corrected(job, &rows[count - 1])) count--;
    if (count == 0) return true;
    int64_t last = size_of(&rows[count - 1]), now = size_of(&own);
    if (now / 10 < last && last / 10 < now) return true;
    finding_add(job->findings, MT929, item->place, "%s of %s; the last receipt was %s", amount_text(job->arena, item->amount), item->of,
                rows[count - 1].note);
    return true;
}

static bool item_judge(const Receiving *job, const ReceivedItem *item)
{
    if (date_before(item->expires, job->receipt->on))
        finding_add(job->findings, MT928, item->place, "%s, lot %s, expired on %s; it was received on %s", item->of, item->lot,
                    date_text(job->arena, item->expires), date_text(job->arena, job->receipt->on));
    return size_judge(job, item);
}

static bool receipt_judge(Receiving *job)
{
    const Receipt *receipt = job->receipt;
    bool good = receipt_open(job);
    for (size_t i = 0; good && i < receipt->item_count; i++) good = item_judge(job, &receipt->items[i]);
    accepts_match(receipt->accepts, receipt->accept_count, job->findings);
    return good && findings_clear(job->findings);
}

/* ---------------------------------------------------------------- written ---- */
static bool take_back(const Receiving *job, const LedgerRow *before)
{
    LedgerRow row = *before;
    row.at = job->by->at;
    row.who = job->by->who;
    row.version = job->by->version;
    row.mass.ng = -before->mass.ng;
    row.volume.nl = -before->volume.nl;
    row.digest = arena_format(job->arena, "%" PRId64, before->seq);
    row.note = arena_format(job->arena, "takes back row %" PRId64 ": %s", before->seq, job->receipt->correction);
    return row_add(job->ledger, &row, job->arena, job->findings);
}

static bool add_accept(const Receiving *job, const Accept *accept)
{
    LedgerRow row = {.kind = ROW_ACCEPT, .at = job->by->at, .who = accept->by, .version = job->by->version, .path = name_of(job),
                     .word = accept->check, .note = accept->reason, .day = date_text(job->arena, accept->on),
                     .item = arena_format(job->arena, "%s %s", accept->code, accept->place)};
    return row_add(job->ledger, &row, job->arena, job->findings);
}

static bool receipt_write(const Receiving *job)
{
    const Receipt *receipt = job->receipt;
    bool good = true;
    for (size_t i = 0; good && i < job->before_count; i++) good = take_back(job, &job->before[i]);
    for (size_t i = 0; good && i < receipt->item_count; i++) {
        LedgerRow row = row_of(job, &receipt->items[i]);
        good = row_add(job->ledger, &row, job->arena, job->findings);
    }
    for (size_t i = 0; good && i < receipt->accept_count; i++) good = add_accept(job, &receipt->accepts[i]);
    return good;
}

bool ledger_receive(Ledger *ledger, const Receipt *receipt, const LedgerRow *row, Findings *findings)
{
    Receiving job = {.ledger = ledger, .receipt = receipt, .by = row, .findings = findings, .arena = arena_new()};
    bool begun = store_begin(ledger, findings);
    bool good = begun && receipt_judge(&job) && receipt_write(&job);
    if (begun) good = store_end(ledger, good, findings);
    arena_free(job.arena);
    return good;
}
