/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The papers of one prescription: worked out, laid out, proved, and only then published as a whole folder. */
#include <errno.h>
#include <string.h>
#include <unistd.h>
#include "keep.h"

#define SHEETS_MAX 16    /* batches of one fill */

typedef struct {
    const House *house;
    const MakeOrder *order;
    Prescription *rx;
    Findings *findings;
    Arena *arena;
    PaperShop paper;
    PaperJob job;
    Course course;
    const char *parent, *leaf, *folder;   /* OUT/rx/NUMBER, rREV-fN, rx/NUMBER/rREV-fN */
    const char *inputs;          /* digest of all that decides these papers */
    Document *labels, *chart, *sheets[SHEETS_MAX];
    Made made[2 + SHEETS_MAX];
    size_t made_count;
} Work;

static bool words_approved(Work *work, const Language *language)
{
    const char *code = language_code(language);
    const char *what = arena_format(work->arena, "words %s", code);
    const Approval *approval = approval_find(work->house->shop, what, language_digest(language));
    if (!approval) {
        finding_add(work->findings, MT801, work->rx->patient.place, "words/%s.xml (digest %s) is approved by nobody", code,
                    digest_letters(work->arena, language_digest(language), 16));
        return false;
    }
    if (approval->demo) work->paper.sample = true;
    return true;
}

static bool languages_ready(Work *work)
{
    const Shop *shop = work->house->shop;
    work->paper.language = house_language(work->house, work->rx->patient.language);
    work->paper.pharmacist = house_language(work->house, shop->language);
    if (!work->paper.language) {
        finding_add(work->findings, MT802, work->rx->patient.place, "no words for language \"%s\"",
                    work->rx->patient.language);
        return false;
    }
    if (!work->paper.pharmacist) {
        finding_add(work->findings, MT802, shop->place, "no words for the pharmacy's language \"%s\"", shop->language);
        return false;
    }
    return words_approved(work, work->paper.language) &&
           (work->paper.pharmacist == work->paper.language || words_approved(work, work->paper.pharmacist));
}

static void note_demo(Work *work)
{
    const Fill *fill = work->job.fill;
    for (size_t i = 0; i < fill->bottle_count; i++) {
        const Formula *formula = fill->bottles[i].rung->formula;
        const char *what = arena_format(work->arena, "formula %s", formula->id);
        const Approval *approval = approval_find(work->house->shop, what, &formula->digest);
        if (approval && approval->demo) work->paper.sample = true;
    }
    if (work->paper.sample) {
        finding_add(work->findings, MT807, work->rx->place, "papers say SAMPLE - NOT FOR PATIENT USE");
    }
}

static bool compute(Work *work)
{
    course_make(&work->course, work->rx, work->house, work->arena, work->findings);
    const Course *course = &work->course;
    if (!course->fills) return false;
    const Fill *fill = fill_made(course->fills, work->order->fill, work->order->date, work->rx, work->house->shop,
                                 work->house->tables, course->schedule, work->arena, work->findings);
    if (!fill) return false;
    work->job = (PaperJob){.house = &work->paper, .rx = work->rx, .plan = course->plan, .schedule = course->schedule,
                           .fills = course->fills, .fill = fill};
    work->job.batches = fill_batches(work->rx, work->house->shop, work->house->tables, fill, &work->job.batch_count,
                                     work->arena, work->findings);
    if (!work->job.batches || work->job.batch_count > SHEETS_MAX) return false;
    bool languages = languages_ready(work);
    note_demo(work);
    return languages;
}

static bool lay_out(Work *work)
{
    const PaperJob *job = &work->job;
    work->labels = labels_layout(job, work->arena, work->findings);
    work->chart = chart_layout(job, work->arena, work->findings);
    bool whole = work->labels && work->chart && labels_proof(job, work->labels, work->arena, work->findings) &&
                 chart_proof(job, work->chart, work->arena, work->findings);
    for (size_t i = 0; i < job->batch_count; i++) {
        const Batch *batch = job->batches[i];
        work->sheets[i] = worksheet_layout(&work->paper, batch, work->arena, work->findings);
        whole = work->sheets[i] &&
                worksheet_proof(&work->paper, batch, work->sheets[i], work->arena, work->findings) && whole;
    }
    return whole;
}

static bool fault(Work *work, const char *path, int error)
{
    if (error == 0) return false;
    finding_add(work->findings, MT803, work->rx->place, "%s: %s", path, strerror(error));
    return true;
}

/* Writes one document under `path`; what goes into the manifest is `name`, relative to the output folder. */
static bool save(Work *work, const Document *document, const char *path, const char *name,
                 int (*write)(const char *, Bytes))
{
    Bytes pdf;
    if (!pdf_write(document, work->house->fonts, work->arena, &pdf, work->findings)) return false;
    if (fault(work, path, write(path, pdf))) return false;
    Made *made = &work->made[work->made_count++];
    *made = (Made){.path = name, .digest = digest_of(pdf.at, pdf.size)};
    made->payloads = document_payloads(document, &made->payload_count, work->arena);
    return true;
}

static bool save_worksheets(Work *work)
{
    Arena *arena = work->arena;
    char *folder = path_join(arena, work->order->out, "batches");
    if (fault(work, folder, folder_make(folder))) return false;
    for (size_t i = 0; i < work->job.batch_count; i++) {
        const char *name = arena_format(arena, "batches/%s.pdf", work->job.batches[i]->lot);
        if (!save(work, work->sheets[i], path_join(arena, work->order->out, name), name, file_publish)) return false;
    }
    return true;
}

static bool save_made(Work *work, const char *temporary)
{
    const char *manifest = manifest_made(work->rx, work->job.fill, work->folder, work->made, work->made_count,
                                         work->findings, work->arena);
    const char *text = keep_text(work->inputs, work->made, work->made_count, manifest, work->arena);
    char *path = path_join(work->arena, temporary, "made");
    return !fault(work, path, file_write(path, (Bytes){text, strlen(text)}));
}

static bool save_folder(Work *work)
{
    Arena *arena = work->arena;
    char *final = path_join(arena, work->parent, work->leaf);
    const char *temporary = arena_format(arena, "%s/.%s.tmp%ld", work->parent, work->leaf, (long)getpid());
    if (file_exists(final)) finding_add(work->findings, MT806, work->rx->place, "%s", final);
    if (fault(work, temporary, folder_make(temporary))) return false;
    bool written = save(work, work->labels, path_join(arena, temporary, "labels.pdf"),
                        arena_format(arena, "%s/labels.pdf", work->folder), file_write) &&
                   save(work, work->chart, path_join(arena, temporary, "chart.pdf"),
                        arena_format(arena, "%s/chart.pdf", work->folder), file_write) &&
                   save_made(work, temporary);
    if (written && !fault(work, final, folder_publish(temporary, final))) return true;
    folder_remove(temporary);
    return false;
}

/* Where the papers go; false when the number cannot be a file name. */
static bool name_folder(Work *work)
{
    const char *safe = text_safe_name(work->arena, work->rx->number);
    if (!safe) {
        finding_add(work->findings, MT805, work->rx->place, "number of %zu bytes", strlen(work->rx->number));
        return false;
    }
    work->parent = arena_format(work->arena, "%s/rx/%s", work->order->out, safe);
    work->leaf = arena_format(work->arena, "r%d-f%d", (int)work->rx->revision, work->order->fill);
    work->folder = arena_format(work->arena, "rx/%s/%s", safe, work->leaf);
    return true;
}

static Papers refused(Work *work, const char *number)
{
    size_t errors = findings_errors(work->findings), open = findings_open_warnings(work->findings);
    const char *line = arena_format(work->arena, "%s: refused (%zu error%s, %zu open warning%s)",
                                    text_empty(number) ? "(no number)" : number, errors, errors == 1 ? "" : "s", open,
                                    open == 1 ? "" : "s");
    return (Papers){REFUSED, line, manifest_refused(number, work->rx, work->findings, work->arena)};
}

static Papers kept(Work *work, const char *manifest)
{
    const char *line = arena_format(work->arena, "%s revision %d fill %d: kept, whole and unchanged, in %s/%s",
                                    work->rx->number, (int)work->rx->revision, work->order->fill, work->order->out,
                                    work->folder);
    return (Papers){KEPT, line, manifest};
}

static Papers made(Work *work)
{
    const Fill *fill = work->job.fill;
    const char *line =
        arena_format(work->arena, "%s revision %d fill %d: %zu label%s, chart of %zu page%s, %zu worksheet%s in %s/%s",
                     work->rx->number, (int)work->rx->revision, fill->number, work->labels->count,
                     work->labels->count == 1 ? "" : "s", work->chart->count, work->chart->count == 1 ? "" : "s",
                     work->job.batch_count, work->job.batch_count == 1 ? "" : "s", work->order->out, work->folder);
    return (Papers){MADE, line,
                    manifest_made(work->rx, fill, work->folder, work->made, work->made_count, work->findings,
                                  work->arena)};
}

Papers papers_make(const House *house, const Key *key, const MakeOrder *order, Prescription *rx, const char *number,
                   Findings *findings, Arena *arena)
{
    Work work = {.house = house, .order = order, .rx = rx, .findings = findings, .arena = arena};
    if (!rx || !name_folder(&work)) return refused(&work, number);
    work.inputs = keep_inputs(house, key, order, rx, arena);
    const char *before = findings_clear(findings) ? keep_find(order->out, work.folder, work.inputs, arena) : NULL;
    if (before) return kept(&work, before);
    work.paper = (PaperShop){.shop = house->shop, .tables = house->tables, .formulas = house->formulas,
                             .fonts = house->fonts, .key = key, .templates = house->templates};
    bool ready = compute(&work);
    accepts_apply(rx, findings);
    if (!ready || !findings_clear(findings) || !lay_out(&work) || !findings_clear(findings)) {
        return refused(&work, number);
    }
    /* Worksheets first: a label never stands without the record of its lot. */
    if (save_worksheets(&work) && save_folder(&work)) return made(&work);
    Papers papers = refused(&work, number);
    papers.outcome = SYSTEM_FAULT;
    return papers;
}
