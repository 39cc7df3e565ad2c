/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Papers go into the world in one order: prepared in the ledger, worksheets, the folder as a whole, released in the
 * ledger.  Worksheets first: a label never stands without the record of its lot. */
#include <string.h>
#include <unistd.h>
#include "work.h"

static bool fault(Work *work, const char *path, int error)
{
    if (error == 0) return false;
    finding_add(work->findings, MT803, work->rx->place, "%s: %s", path, strerror(error));
    return true;
}

/* The files of a prescription's own folder. */
static const char *const leaves[FIRST_SHEET] = {"labels.pdf", "chart.pdf", "forecast.pdf", "chart.txt", "chart.html"};

static const char *file_name(const Work *work, size_t file)
{
    if (file >= FIRST_SHEET) {
        return arena_format(work->arena, "batches/%s.pdf", work->job.batches[file - FIRST_SHEET]->lot);
    }
    return arena_format(work->arena, "%s/%s", work->folder, leaves[file]);
}

bool work_render(Work *work)
{
    for (size_t i = 0; i < work->count; i++) {
        const Document *document = work->documents[i];
        if (!document) work->bytes[i] = (Bytes){work->texts[i], strlen(work->texts[i])};
        else if (!pdf_write(document, work->house->fonts, work->arena, &work->bytes[i], work->findings)) return false;
        Made *made = &work->made[i];
        *made = (Made){.path = file_name(work, i), .digest = digest_of(work->bytes[i].at, work->bytes[i].size)};
        if (document) made->payloads = document_payloads(document, &made->payload_count, work->arena);
    }
    return true;
}

const char *work_manifest(const Work *work)
{
    return manifest_made(&work->job, work->folder, work->made, work->count, work->findings, work->arena);
}

static bool save_sheets(Work *work)
{
    char *folder = path_join(work->arena, work->order->out, "batches");
    if (fault(work, folder, folder_make_inside(work->order->out, "batches"))) return false;
    for (size_t i = FIRST_SHEET; i < work->count; i++) {
        const char *path = path_join(work->arena, work->order->out, work->made[i].path);
        if (fault(work, path, file_publish(path, work->bytes[i]))) return false;
    }
    return true;
}

static bool save_into(Work *work, const char *folder)
{
    for (size_t i = 0; i < FIRST_SHEET; i++) {
        const char *path = path_join(work->arena, folder, leaves[i]);
        if (fault(work, path, file_write(path, work->bytes[i]))) return false;
    }
    const char *text = keep_text(work->inputs, work->made, work->count, work_manifest(work), work->arena);
    char *path = path_join(work->arena, folder, "made");
    return !fault(work, path, file_write(path, (Bytes){text, strlen(text)}));
}

static bool save_folder(Work *work)
{
    const char *out = work->order->out;
    char *final = path_join(work->arena, work->parent, work->leaf);
    const char *unfinished = arena_format(work->arena, "%.*s.%s.tmp%ld", (int)(strlen(work->folder) - strlen(work->leaf)),
                                          work->folder, work->leaf, (long)getpid());
    const char *temporary = path_join(work->arena, out, unfinished);
    if (file_exists(final)) finding_add(work->findings, MT806, work->rx->place, "%s", final);
    if (fault(work, temporary, folder_make_inside(out, unfinished))) return false;
    if (save_into(work, temporary) && !fault(work, final, folder_publish(temporary, final))) return true;
    folder_remove(temporary);
    return false;
}

bool work_publish(Work *work)
{
    if (!work->ledger) return save_sheets(work) && save_folder(work);
    int64_t set = book_prepare(work);
    if (set == 0) return false;
    if (save_sheets(work) && save_folder(work)) {
        return ledger_release(work->ledger, set, work->order->at, work->findings);
    }
    ledger_abandon(work->ledger, set, work->order->at, "the papers could not be written", work->findings);
    return false;
}
