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

/* A worksheet stands among the batches, a second print of it in its own folder: the first one is never touched. */
static const char *file_name(const Work *work, size_t file)
{
    if (file < FIRST_SHEET) return arena_format(work->arena, "%s/%s", work->folder, leaves[file]);
    return arena_format(work->arena, "%s/%s.pdf", work->again ? work->folder : "batches",
                        work->job.batches[file - FIRST_SHEET]->lot);
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
    return manifest_made(&work->job, work->folder, work->made, work->count, work->again,
                         work->findings, work->arena);
}

/* Where a worksheet stands until it is whole: claim.c sweeps such names away. */
static const char *sheet_temporary(const Work *work, size_t file)
{
    return arena_format(work->arena, "%s/batches/.microtaper-%s-%ld", work->order->out, work->job.batches[file - FIRST_SHEET]->lot,
                        (long)getpid());
}

/* The worksheets among the batches; those of a second print stand in its own folder. */
static size_t sheets_end(const Work *work)
{
    return work->again ? FIRST_SHEET : work->count;
}

/* Every file of the prescription under a temporary name: worksheets beside their final place, the others and `made` in
 * their own folder, which has a temporary name itself. */
static bool write_files(Work *work, const char *folder)
{
    FileOut files[FILES_MAX + 1];
    size_t count = 0, failed = 0;
    for (size_t i = 0; i < work->count; i++) {
        const char *leaf = strrchr(work->made[i].path, '/') + 1;
        bool apart = i >= FIRST_SHEET && i < sheets_end(work);
        const char *path = apart ? sheet_temporary(work, i) : path_join(work->arena, folder, leaf);
        files[count++] = (FileOut){path, work->bytes[i]};
    }
    Kept kept = {work_manifest(work), member_text(work->house, &work->job, work->arena)};
    const char *text = keep_text(work->inputs, work->made, work->count, &kept, work->arena);
    files[count++] = (FileOut){path_join(work->arena, folder, "made"), {text, strlen(text)}};
    int error = files_write(files, count, &failed);
    return !fault(work, files[failed < count ? failed : 0].path, error);
}

static bool settle_sheets(Work *work)
{
    for (size_t i = FIRST_SHEET; i < sheets_end(work); i++) {
        const char *path = path_join(work->arena, work->order->out, work->made[i].path);
        if (fault(work, path, file_settle(sheet_temporary(work, i), path))) return false;
    }
    return true;
}

static void drop_sheets(const Work *work)
{
    for (size_t i = FIRST_SHEET; i < sheets_end(work); i++) unlink(sheet_temporary(work, i));
}

static bool save(Work *work)
{
    const char *out = work->order->out;
    char *final = path_join(work->arena, work->parent, work->leaf);
    const char *unfinished = arena_format(work->arena, "%.*s.%s.tmp%ld", (int)(strlen(work->folder) - strlen(work->leaf)),
                                          work->folder, work->leaf, (long)getpid());
    const char *temporary = path_join(work->arena, out, unfinished);
    if (file_exists(final)) finding_add(work->findings, MT806, work->rx->place, "%s", final);
    if (fault(work, path_join(work->arena, out, "batches"), folder_make_inside(out, "batches"))) return false;
    if (fault(work, temporary, folder_make_inside(out, unfinished))) return false;
    if (write_files(work, temporary) && settle_sheets(work) && !fault(work, final, folder_publish(temporary, final))) return true;
    drop_sheets(work);
    folder_remove(temporary);
    return false;
}

bool work_publish(Work *work)
{
    if (!work->ledger) return save(work);
    int64_t set = book_prepare(work);
    if (set == 0) return false;
    if (save(work)) {
        return ledger_release(work->ledger, set, work->order->at, work->findings);
    }
    ledger_abandon(work->ledger, set, work->order->at, "the papers could not be written", work->findings);
    return false;
}
