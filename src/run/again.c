/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "again.h"
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static LedgerRow row_of(const Work *work)
{
    return (LedgerRow){.kind = ROW_PREPARE, .rx = work->rx->number, .revision = work->rx->revision, .fill = work->order->fill,
                       .digest = digest_hex(work->arena, &work->rx->content)};
}

/* The files of the set that counts, here, as they were released. */
static bool kept_papers(Work *work, Kept *kept)
{
    LedgerRow *rows;
    size_t count;
    if (!ledger_set(work->ledger, work->print.prepare.seq, &rows, &count, work->arena, work->findings)) return false;
    return book_files_stand(work->order->out, rows, count, work->arena) &&
           keep_find(work->order->out, work->folder, NULL, kept, work->arena);
}

static bool refuse(Work *work, Code code, const char *why)
{
    finding_add(work->findings, code, work->rx->place, "revision %d fill %d %s", (int)work->rx->revision, work->order->fill, why);
    return false;
}

/* Bottles of shared lots keep them: a row a bottle, in the order of the fill. */
static void keep_lots(Work *work, const LedgerRow *rows, size_t count)
{
    Member *member = ARENA_NEW(work->arena, Member);
    member->bottles = ARENA_ARRAY(work->arena, count + 1, MemberBottle);
    for (size_t i = 0; i < count; i++) {
        if (rows[i].kind != ROW_BOTTLE) continue;
        MemberBottle *bottle = &member->bottles[member->bottle_count++];
        bottle->contents = rows[i].volume;
        snprintf(bottle->number, sizeof bottle->number, "%s", rows[i].lot);
        snprintf(bottle->letter, sizeof bottle->letter, "%.*s", (int)strcspn(rows[i].item, " "), rows[i].item);
    }
    work->pooled = true;
    work->member = member;
}

static bool has_sheet(const LedgerRow *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (rows[i].kind == ROW_SHEET) return true;
    }
    return false;
}

/* Nothing of a reprint may differ: it is made on the day the papers were made on, in the same lots. */
static bool again_begin(Work *work)
{
    LedgerRow *rows;
    size_t count;
    if (!work->print.released) return refuse(work, MT911, "was never released");
    if (!ledger_set(work->ledger, work->print.prepare.seq, &rows, &count, work->arena, work->findings)) return false;
    work->own = *work->order;
    if (!date_parse(work->print.prepare.day, &work->own.date)) return refuse(work, MT911, "has no day in the ledger");
    work->order = &work->own;
    if (!has_sheet(rows, count)) keep_lots(work, rows, count);
    work->again = work->print.reprints + 1;
    work->leaf = arena_format(work->arena, "%s-reprint%" PRId64, work->leaf, work->again);
    work->folder = arena_format(work->arena, "%s-reprint%" PRId64, work->folder, work->again);
    return true;
}

bool again_allowed(Work *work, Kept *kept)
{
    LedgerRow row = row_of(work);
    *kept = (Kept){0};
    if (!work->ledger) return true;
    if (!ledger_allows(work->ledger, &row, work->findings)) return false;
    if (!ledger_print(work->ledger, &row, &work->print, work->arena, work->findings)) return false;
    if (work->order->reprint) return again_begin(work);
    if (!work->print.released) return true;
    if (kept_papers(work, kept)) return true;
    *kept = (Kept){0};
    return refuse(work, MT910, arena_format(work->arena, "was released on %s; its papers are not whole in %s",
                                            work->print.prepare.at, work->order->out));
}

const char *again_lots(Work *work)
{
    LedgerRow row = row_of(work), *rows;
    LedgerPrint print;
    size_t count;
    Buffer lots = buffer_new(work->arena);
    if (!work->ledger || !ledger_print(work->ledger, &row, &print, work->arena, work->findings) || !print.released) return "";
    if (!ledger_set(work->ledger, print.prepare.seq, &rows, &count, work->arena, work->findings)) return "";
    for (size_t i = 0; i < count; i++)
        if (rows[i].kind == ROW_BOTTLE) buffer_addf(&lots, "%s%s", lots.length ? " " : "", rows[i].lot);
    return buffer_text(&lots);
}

/* Whether a payload stands on one of the papers just made. */
static bool carried(const Work *work, const char *payload)
{
    for (size_t i = 0; i < work->count; i++) {
        for (size_t k = 0; k < work->made[i].payload_count; k++) {
            if (text_equal(work->made[i].payloads[k], payload)) return true;
        }
    }
    return false;
}

bool again_same(Work *work)
{
    LedgerRow *rows;
    size_t count, codes = 0, made = 0;
    if (!work->again) return true;
    if (!ledger_set(work->ledger, work->print.prepare.seq, &rows, &count, work->arena, work->findings)) return false;
    for (size_t i = 0; i < count; i++) {
        if (text_empty(rows[i].payload)) continue;
        codes++;
        if (carried(work, rows[i].payload)) continue;
        return refuse(work, MT912, arena_format(work->arena, "was released with another code for %s %s",
                                                ledger_kind(rows[i].kind), rows[i].item));
    }
    for (size_t i = 0; i < work->count; i++) made += work->made[i].payload_count;
    if (codes == made) return true;
    return refuse(work, MT912, arena_format(work->arena, "was released with %zu codes, now it has %zu", codes, made));
}
