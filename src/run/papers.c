/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The papers of one prescription: worked out, laid out, proved, and only then published as a whole folder. */
#include "work.h"

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
    work->job = (PaperJob){.house = &work->paper, .rx = work->rx, .plan = course->schedule->plan, .schedule = course->schedule,
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
    Document *labels = work->documents[0] = labels_layout(job, work->arena, work->findings);
    Document *chart = work->documents[1] = chart_layout(job, work->arena, work->findings);
    bool whole = labels && labels_proof(job, labels, work->arena, work->findings);
    Document *forecast = work->documents[2] = forecast_layout(job, work->arena, work->findings);
    whole = chart && chart_proof(job, chart, work->arena, work->findings) && whole;
    whole = forecast && forecast_proof(job, forecast, work->arena, work->findings) && whole;
    work->texts[3] = chart_text(job, work->arena, work->findings);
    work->texts[4] = chart_html(job, work->arena, work->findings);
    whole = work->texts[3] && work->texts[4] && whole;
    for (size_t i = 0; i < job->batch_count; i++) {
        const Batch *batch = job->batches[i];
        Document *sheet = work->documents[FIRST_SHEET + i] =
            worksheet_layout(&work->paper, batch, work->arena, work->findings);
        whole = sheet && worksheet_proof(&work->paper, batch, sheet, work->arena, work->findings) && whole;
    }
    work->count = FIRST_SHEET + job->batch_count;
    return whole;
}

/* Where the papers go.  A number has at most 64 bytes (MT230), so its safe name is never too long. */
static void name_folder(Work *work)
{
    const char *safe = text_safe_name(work->arena, work->rx->number);
    work->parent = arena_format(work->arena, "%s/rx/%s", work->order->out, safe);
    work->leaf = arena_format(work->arena, "r%d-f%d", (int)work->rx->revision, work->order->fill);
    work->folder = arena_format(work->arena, "rx/%s/%s", safe, work->leaf);
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
    size_t labels = work->documents[0]->count, pages = work->documents[1]->count, sheets = work->job.batch_count;
    const char *line = arena_format(work->arena, "%s revision %d fill %d: %zu label%s, chart of %zu page%s, %zu worksheet%s in %s/%s",
                                    work->rx->number, (int)work->rx->revision, work->job.fill->number, labels,
                                    labels == 1 ? "" : "s", pages, pages == 1 ? "" : "s", sheets,
                                    sheets == 1 ? "" : "s", work->order->out, work->folder);
    return (Papers){MADE, line, work_manifest(work)};
}

Papers papers_make(const House *house, const Key *key, Ledger *ledger, const MakeOrder *order, Prescription *rx,
                   const char *number, Findings *findings, Arena *arena)
{
    Work work = {.house = house, .order = order, .key = key, .ledger = ledger, .rx = rx, .findings = findings,
                 .arena = arena};
    if (!rx) return refused(&work, number);
    name_folder(&work);
    work.inputs = keep_inputs(house, key, order, rx, arena);
    const char *before = findings_clear(findings) ? keep_find(order->out, work.folder, work.inputs, arena) : NULL;
    if (before) return kept(&work, before);
    work.paper = (PaperShop){.shop = house->shop, .tables = house->tables, .formulas = house->formulas,
                             .fonts = house->fonts, .key = key, .templates = house->templates};
    bool ready = compute(&work);
    accepts_apply(rx, findings);
    if (!ready || !findings_clear(findings) || !lay_out(&work) || !work_render(&work) || !findings_clear(findings)) {
        return refused(&work, number);
    }
    if (work_publish(&work)) return made(&work);
    Papers papers = refused(&work, number);
    papers.outcome = SYSTEM_FAULT;
    return papers;
}
