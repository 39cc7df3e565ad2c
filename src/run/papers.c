/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The papers of one prescription: worked out, laid out, proved, and only then published as a whole folder. */
#include "again.h"

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

/* ---------------------------------------------------------------- lots ---- */

/* The lot of a bottle: as frozen, or the stand-in while there is none. */
static const char *lot_of(const Work *work, size_t bottle)
{
    if (work->member) return work->member->bottles[bottle].number;
    return lot_stand_in(work->job.fill->bottles[bottle].rung->formula, work->job.fill->made_on, work->arena);
}

/* Whether two bottles of the fill come out of one vessel. */
static bool same_lot(const Work *work, size_t a, size_t b)
{
    const Rung *x = work->job.fill->bottles[a].rung, *y = work->job.fill->bottles[b].rung;
    return x->formula == y->formula && strength_equal(x->strength, y->strength) && text_equal(lot_of(work, a), lot_of(work, b));
}

/* The fill's bottles of the lot of bottle `at`; none when an earlier bottle has them. */
static size_t lot_bottles(const Work *work, size_t at, BatchBottle *members)
{
    const Fill *fill = work->job.fill;
    size_t count = 0;
    for (size_t i = 0; i < fill->bottle_count; i++) {
        if (!same_lot(work, i, at)) continue;
        if (i < at) return 0;
        members[count++] = (BatchBottle){.rx = work->rx, .fill = fill, .bottle = &fill->bottles[i]};
    }
    return count;
}

/* What labels need of the shared lots. */
static void lots_under(Work *work)
{
    PaperJob *job = &work->job;
    size_t most = job->fill->bottle_count + 1;
    BatchBottle *members = ARENA_ARRAY(work->arena, most, BatchBottle);
    job->batches = ARENA_ARRAY(work->arena, most, Batch *);
    for (size_t i = 0; i < job->fill->bottle_count; i++) {
        size_t count = lot_bottles(work, i, members);
        if (count == 0) continue;
        job->batches[job->batch_count++] =
            batch_under(work->house->shop, members, count, job->fill->made_on, lot_of(work, i), work->arena);
    }
}

/* The bottles are those that were frozen: nobody changed the file between the phases. */
static bool as_frozen(const Work *work)
{
    const Fill *fill = work->job.fill;
    if (!work->member) return true;
    if (work->member->bottle_count != fill->bottle_count) return false;
    for (size_t i = 0; i < fill->bottle_count; i++)
        if (work->member->bottles[i].contents.nl != fill->bottles[i].contents.nl ||
            !text_equal(work->member->bottles[i].letter, fill->bottles[i].letter))
            return false;
    return true;
}

/* A remake of a lot that was given up is another lot: it takes another number.  So does one whose number is by chance that
 * of another fill's lot. */
static bool number_free(Work *work, Batch *batch)
{
    LedgerRow *rows, own = {.rx = work->rx->number, .revision = work->rx->revision, .fill = work->job.fill->number};
    size_t given_up = 0;
    bool taken = work->ledger != NULL;
    for (int again = 1; taken; again++) {
        own.lot = batch->lot;
        if (!ledger_ask(work->ledger, ASK_GIVEN_UP, batch->lot, &rows, &given_up, work->arena, work->findings) ||
            !ledger_lot_taken(work->ledger, &own, &taken, work->arena, work->findings))
            return false;
        taken |= given_up > 0;
        if (taken) lot_again(batch, again, work->arena);
    }
    return true;
}

/* No two lots of the fill have one number, nor, once the others' are known, two of the run. */
static bool numbers_own(Work *work)
{
    Numbers alone = {.arena = work->arena}, *numbers = work->taken ? work->taken : &alone;
    bool given = numbers_give(numbers, work->index, work->job.batches, work->job.batch_count, work->arena);
    numbers_end(&alone);
    if (!given) finding_add(work->findings, MT804, work->rx->place, "%s: no lot number is left for it", work->rx->number);
    return given;
}

static bool numbers_free(Work *work)
{
    bool good = true;
    for (size_t i = 0; good && i < work->job.batch_count; i++) good = number_free(work, work->job.batches[i]);
    return good;
}

/* Batches of the prescription's own, or what its labels need of the shared lots. */
static bool batches_ready(Work *work)
{
    const House *house = work->house;
    if (work->pooled) {
        lots_under(work);
        if (as_frozen(work)) return true;
        finding_add(work->findings, MT808, work->rx->place, "%s was changed while the run went on: its bottles are not those of its lots",
                    work->rx->number);
        return false;
    }
    work->job.batches = fill_batches(work->rx, house->shop, house->tables, work->job.fill, &work->job.batch_count,
                                     work->arena, work->findings);
    return work->job.batches && work->job.batch_count <= SHEETS_MAX && numbers_own(work) && numbers_free(work);
}

/* A shared lot judges the batch's findings, and their accepts, once for all (lots.c). */
static void accepts_leave(const Work *work)
{
    for (size_t i = 0; i < work->rx->accept_count; i++) {
        Code code;
        const char *name = work->rx->accepts[i].code;
        if (name && finding_code(name, &code) && batch_judges(code)) work->rx->accepts[i].used = true;
    }
}

/* ---------------------------------------------------------------- the papers ---- */

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
    given_judge(work);
    if (!batches_ready(work)) return false;
    bool languages = languages_ready(work);
    note_demo(work);
    return languages;
}

static Document *sheet_proved(Work *work, const Batch *batch)
{
    Document *sheet = worksheet_layout(&work->paper, batch, work->arena, work->findings);
    bool whole = sheet && worksheet_proof(&work->paper, batch, sheet, work->arena, work->findings);
    return whole ? sheet : NULL;
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
    bool plain = work->texts[3] && work->texts[4];
    whole = plain && chart_plain_proof(job, work->texts[3], work->texts[4], work->arena, work->findings) && whole;
    work->count = FIRST_SHEET;
    if (work->pooled) return whole;
    for (size_t i = 0; i < job->batch_count; i++) {
        Document *sheet = work->documents[work->count++] = sheet_proved(work, job->batches[i]);
        whole = sheet && whole;
    }
    return whole;
}

/* A worksheet as this prescription alone would have it: what it brings to a shared one (its rationale, its name) fits. */
static bool try_sheets(Work *work)
{
    size_t count = 0;
    bool whole = true;
    Findings unused = findings_new(work->arena);   /* amounts are judged of the shared lot */
    Batch **own = fill_batches(work->rx, work->house->shop, work->house->tables, work->job.fill, &count, work->arena, &unused);
    for (size_t i = 0; own && i < count; i++) whole = sheet_proved(work, own[i]) && whole;
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
    return (Papers){REFUSED, line, manifest_refused(number, work->rx, work->findings, work->arena), ""};
}

static Papers kept(Work *work, const Kept *before)
{
    const char *line = arena_format(work->arena, "%s revision %d fill %d: kept, whole and unchanged, in %s/%s",
                                    work->rx->number, (int)work->rx->revision, work->order->fill, work->order->out,
                                    work->folder);
    return (Papers){KEPT, line, before->manifest, before->member};
}

static const char *counted(Arena *arena, size_t count, const char *what)
{
    return arena_format(arena, "%zu %s%s", count, what, count == 1 ? "" : "s");
}

static Papers made(Work *work)
{
    Arena *arena = work->arena;
    size_t lots = work->job.batch_count;
    const char *sheets = counted(arena, lots, work->pooled ? "shared lot" : "worksheet");
    const char *again = work->again ? arena_format(arena, " REPRINT %lld", (long long)work->again) : "";
    const char *line = arena_format(arena, "%s revision %d fill %d%s: %s, chart of %s, %s in %s/%s", work->rx->number,
                                    (int)work->rx->revision, work->job.fill->number, again,
                                    counted(arena, work->documents[0]->count, "label"),
                                    counted(arena, work->documents[1]->count, "page"), sheets, work->order->out,
                                    work->folder);
    return (Papers){MADE, line, work_manifest(work), member_text(work->house, &work->job, arena)};
}

PaperShop paper_shop(const House *house, const Key *key)
{
    return (PaperShop){.shop = house->shop, .tables = house->tables, .formulas = house->formulas, .fonts = house->fonts,
                       .key = key, .templates = house->templates, .book = house->book};
}

/* " LOT LOT", of each bottle in turn. */
static const char *lots_text(const Work *work)
{
    Buffer text = buffer_new(work->arena);
    for (size_t i = 0; work->member && i < work->member->bottle_count; i++)
        buffer_addf(&text, " %s", work->member->bottles[i].number);
    return buffer_text(&text);
}

Papers papers_prove(Work *work)
{
    Papers papers = {REFUSED, "", "", ""};
    work->pooled = true;
    if (!work->rx) return papers;
    name_folder(work);
    work->paper = paper_shop(work->house, work->key);
    work->paper.label_start = work->order->first_label;
    bool ready = compute(work);
    accepts_leave(work);
    accepts_apply(work->rx, work->findings);
    if (!ready || !findings_clear(work->findings) || !lay_out(work) || !try_sheets(work) || !book_free(work)) return papers;
    const char *member = member_text(work->house, &work->job, work->arena), *settled = again_lots(work);
    if (*settled) member = arena_format(work->arena, "%ssettled\t%s\n", member, settled);
    return (Papers){MADE, "", "", member};
}

/* Joins the frozen lots.  Without a member: it was refused in the first phase, and will be again, or its worker died. */
static void join(Work *work, const Lots *lots)
{
    work->pooled = true;
    work->member = lots_member(lots, work->index);
    if (work->member) lots_tell(lots, work->member, work->findings);
    else accepts_leave(work);
}

static Papers fault_of(Work *work, const char *number)
{
    const char *line = arena_format(work->arena, "%s: not finished", number);
    return (Papers){SYSTEM_FAULT, line, manifest_unfinished(number, work->findings, work->arena), ""};
}

/* Clear now, and yet no member: a shared worksheet or the ledger refused it, or the worker that proved it died. */
static Papers no_member(Work *work, const char *number)
{
    if (!try_sheets(work) || !book_free(work)) return refused(work, number);
    finding_add(work->findings, MT804, work->rx->place, "%s joined no lot: its worker died in the first phase", number);
    return fault_of(work, number);
}

/* Papers that are there already: released ones of the ledger, or, without one, what the same inputs made.  False when
 * they may not be made again. */
static bool ready_before(Work *work, const Lots *lots, Kept *before)
{
    *before = (Kept){0};
    if (!findings_clear(work->findings)) return true;   /* refused later, with all that can be found */
    if (work->ledger) return again_allowed(work, before);
    if (lots && !work->member) return true;
    if (!keep_find(work->order->out, work->folder, work->inputs, before, work->arena)) *before = (Kept){0};
    return true;
}

Papers papers_make(Work *work, const char *number, const Lots *lots)
{
    Findings *findings = work->findings;
    if (!work->rx) return refused(work, number);
    name_folder(work);
    if (lots) join(work, lots);
    work->inputs = keep_inputs(work->house, work->key, work->order, work->rx, lots_text(work), work->arena);
    Kept before;
    if (!ready_before(work, lots, &before)) return refused(work, number);
    if (before.manifest) return kept(work, &before);
    if (work->again && work->pooled) accepts_leave(work);   /* judged when the shared lots were made */
    work->paper = paper_shop(work->house, work->key);
    work->paper.label_start = work->order->first_label;
    work->paper.reprint = work->again;
    work->paper.reprint_reason = work->order->reprint;
    bool ready = compute(work);
    accepts_apply(work->rx, findings);
    if (!ready || !findings_clear(findings) || !lay_out(work)) return refused(work, number);
    if (lots && !work->member) return no_member(work, number);
    if (!work_render(work) || !again_same(work) || !findings_clear(findings)) return refused(work, number);
    return work_publish(work) ? made(work) : fault_of(work, number);
}
