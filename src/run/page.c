/* SPDX-License-Identifier: GPL-3.0-or-later */
/* OUT/run.pdf: what this run has to make, written last, when it is known what stands. */
#include <string.h>
#include "work.h"

#define PAGE_PATH "run.pdf"

/* Lots of which papers stand: a shared one with its worksheet, or one of a prescription that was made. */
static bool stands(const Lots *lots, const Lot *lot, bool shared)
{
    return shared ? lot->manifest != NULL : lots->members[lot->bottles[0].member].made;
}

/* Each batch is worked out anew from what was kept, and must come out under the number that its labels bear. */
static bool batches_make(Work *work, const Lots *lots, bool shared, RunJob *job)
{
    Findings judged = findings_new(work->arena);   /* with their prescriptions */
    job->batches = ARENA_ARRAY(work->arena, lots->lot_count + 1, Batch *);
    for (size_t i = 0; i < lots->lot_count; i++) {
        const Lot *lot = &lots->lots[i];
        if (!stands(lots, lot, shared)) continue;
        Batch *batch = lot_batch(lots, lot, true, work->arena, &judged);
        if (!batch || !text_equal(batch->lot, lot->number)) {
            finding_add(work->findings, MT750, (Place){0}, "run: lot %s cannot be worked out again as its labels have it", lot->number);
            return false;
        }
        job->batches[job->batch_count++] = batch;
        work->paper.sample |= lot_sample(lots, lot);
    }
    batches_order(job->batches, job->batch_count);
    return true;
}

static bool page_render(Work *work, const RunJob *job)
{
    Document *page = runsheet_layout(job, work->arena, work->findings);
    if (!page || !runsheet_proof(job, page, work->arena, work->findings)) return false;
    if (!pdf_write(page, work->house->fonts, work->arena, &work->bytes[0], work->findings)) return false;
    work->made[0] = (Made){.path = PAGE_PATH, .digest = digest_of(work->bytes[0].at, work->bytes[0].size)};
    return true;
}

static bool page_save(Work *work)
{
    const char *path = path_join(work->arena, work->order->out, PAGE_PATH);
    int error = file_publish(path, work->bytes[0]);
    if (error) finding_add(work->findings, MT803, (Place){0}, "%s: %s", path, strerror(error));
    return error == 0;
}

/* Two lots may each be in stock, and not both. */
static void tell_shortages(Work *work, const RunJob *job)
{
    size_t count;
    const StockNeed *needs = stock_needs(job->batches, job->batch_count, &count, work->arena);
    for (size_t i = 0; i < count; i++)
        if (needs[i].shortage > 0)
            finding_add(work->findings, MT810, needs[i].lot->place, "%s, lot %s: the %zu lots of this run together are short of it by %s",
                        needs[i].component, needs[i].lot->number, job->batch_count,
                        stock_amount_text(work->arena, needs[i].unit, needs[i].shortage));
}

Papers page_make(Work *work, const Lots *lots, bool shared)
{
    static const Papers fault = {SYSTEM_FAULT, "the page of the run could not be made", "", ""};
    RunJob job = {.house = &work->paper, .made_on = work->order->date};
    work->paper = paper_shop(work->house, work->key);
    work->paper.pharmacist = work->paper.language = house_language(work->house, work->house->shop->language);
    if (!batches_make(work, lots, shared, &job)) return fault;
    if (job.batch_count == 0) return (Papers){KEPT, "", "", ""};
    if (!page_render(work, &job) || !page_save(work)) return fault;
    tell_shortages(work, &job);
    return (Papers){MADE, arena_format(work->arena, "what to make: %s/" PAGE_PATH, work->order->out),
                    manifest_file(&work->made[0], work->arena), ""};
}
