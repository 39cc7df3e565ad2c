/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The worksheet of a shared lot: made once, before any label of the lot. */
#include <string.h>
#include "work.h"

/* Under a demonstration of the pharmacist's words or of a member, the sheet says so. */
static bool paper_ready(Work *work, const Lots *lots, const Lot *lot)
{
    const Shop *shop = work->house->shop;
    work->paper = paper_shop(work->house, work->key);
    work->paper.pharmacist = work->paper.language = house_language(work->house, shop->language);
    work->paper.sample = lot_sample(lots, lot);
    return work->paper.pharmacist != NULL;   /* told already, of each member */
}

static Papers outcome_of(Work *work, const Lot *lot, Outcome outcome, const Batch *batch, const char *words)
{
    const char *manifest = batch ? manifest_lot(batch, &work->made[0], work->findings, work->arena) : "";
    return (Papers){outcome, arena_format(work->arena, "lot %s: %s", lot->number, words), manifest, ""};
}

static bool render(Work *work, const Batch *batch)
{
    Document *sheet = worksheet_layout(&work->paper, batch, work->arena, work->findings);
    if (!sheet || !worksheet_proof(&work->paper, batch, sheet, work->arena, work->findings)) return false;
    if (!pdf_write(sheet, work->house->fonts, work->arena, &work->bytes[0], work->findings)) return false;
    work->made[0] = (Made){.path = arena_format(work->arena, "batches/%s.pdf", batch->lot),
                           .digest = digest_of(work->bytes[0].at, work->bytes[0].size)};
    work->made[0].payloads = document_payloads(sheet, &work->made[0].payload_count, work->arena);
    work->count = 1;
    return true;
}

static bool stands(Work *work, const char *path)
{
    Bytes there;
    return file_read(path, KEEP_LIMIT, work->arena, &there) == 0 && there.size == work->bytes[0].size &&
           memcmp(there.at, work->bytes[0].at, there.size) == 0;
}

static bool save(Work *work, const char *path)
{
    int error = folder_make(path_join(work->arena, work->order->out, "batches"));
    if (!error) error = file_publish(path, work->bytes[0]);
    if (error) finding_add(work->findings, MT803, (Place){0}, "%s: %s", path, strerror(error));
    return error == 0;
}

static bool publish(Work *work, const Batch *batch, const char *path)
{
    if (!work->ledger) return save(work, path);
    int64_t set = book_prepare_lot(work, batch);
    if (set == 0) return false;
    if (save(work, path)) return ledger_release(work->ledger, set, work->order->at, work->findings);
    ledger_abandon(work->ledger, set, work->order->at, "the worksheet could not be written", work->findings);
    return false;
}

Papers sheet_make(Work *work, const Lots *lots, const Lot *lot, bool marking)
{
    Findings judged = findings_new(work->arena);   /* when the lot was frozen; its members tell them */
    Batch *batch = lot_batch(lots, lot, marking, work->arena, &judged);
    if (!batch || !paper_ready(work, lots, lot) || !render(work, batch)) {
        return outcome_of(work, lot, SYSTEM_FAULT, NULL, "its worksheet could not be made");
    }
    const char *path = path_join(work->arena, work->order->out, work->made[0].path);
    const char *words = arena_format(work->arena, "%s, %s for %zu bottle%s, worksheet in %s", batch->formula->title,
                                     volume_text(work->arena, batch->volume), batch->bottle_count,
                                     batch->bottle_count == 1 ? "" : "s", path);
    if (stands(work, path)) return outcome_of(work, lot, KEPT, batch, words);
    if (!publish(work, batch, path)) return outcome_of(work, lot, SYSTEM_FAULT, NULL, "its worksheet could not be made");
    if (marking) {
        finding_add(work->findings, MT809, (Place){0}, "lot %s: bottles whose papers failed are marked on %s", lot->number, path);
    }
    return outcome_of(work, lot, MADE, batch, words);
}
