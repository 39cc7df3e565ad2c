/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The labels of one fill: what each bottle's label says, set by label_set. */
#include "label.h"

#include <inttypes.h>

#include "microtaper/text.h"
#include "words.h"

#define BOTTLE_CODE_VERSION 6

/* One bottle's label. */
typedef struct {
    const PaperJob *job;
    const Bottle *bottle;
    const Batch *batch;
    const Language *words;
    Record record;      /* what its code says */
    Place place;
    Arena *arena;
    Findings *findings;
} Label;

/* ---------------------------------------------------------------- what it says ---- */

static const char *say_patient(const Label *l)
{
    return l->job->rx->patient.name;
}

static const char *say_drug(const Label *l)
{
    const char *strength = words_strength(l->words, l->arena, l->bottle->rung->strength);
    return words_say(l->words, l->arena, "label.drug", "drug", l->bottle->rung->formula->drug->tall_man, "strength",
                     strength, NULL);
}

/* "2 mL by mouth in the morning": the route is said once, with the first. */
static const char *say_dose(const Label *l, size_t time, Volume volume, bool first)
{
    const char *at = words_named(l->words, "at", l->job->house->shop->times[time].name, l->place, l->arena, l->findings);
    return words_say(l->words, l->arena, first ? "label.take.first" : "label.take.next", "volume",
                     words_volume(l->words, l->arena, volume), "at", at ? at : "", NULL);
}

/* The same volumes on all its days: they are given. */
static const char *say_volumes(const Label *l)
{
    const Bottle *b = l->bottle;
    const char *doses[TIMES_MAX];
    size_t count = 0;
    for (size_t time = 0; time < l->job->plan->times; time++) {
        Volume volume = schedule_volume(l->job->schedule, b->rung->drug, b->first, time);
        if (volume.nl == 0) continue;
        doses[count] = say_dose(l, time, volume, count == 0);
        count++;
    }
    return words_say(l->words, l->arena, "label.take", "list", words_list(l->words, l->arena, doses, count), NULL);
}

static const char *say_directions(const Label *l)
{
    const Prescription *rx = l->job->rx;
    if (l->bottle->constant) return say_volumes(l);
    return words_say(l->words, l->arena, "label.follow", "number", rx->number, "revision",
                     arena_format(l->arena, "%" PRId32, rx->revision), "volume",
                     words_volume(l->words, l->arena, l->bottle->largest), NULL);
}

static const char *say_purpose(const Label *l)
{
    if (!l->job->rx->purpose) return NULL;
    return words_say(l->words, l->arena, "label.purpose", "purpose", l->job->rx->purpose, NULL);
}

static const char *say_caution(const Label *l)
{
    return words_say(l->words, l->arena, l->bottle->constant ? "label.take.else" : "label.follow.else", NULL);
}

static const char *say_letter(const Label *l)
{
    return l->bottle->letter;
}

static const char *say_count(const Label *l)
{
    return words_say(l->words, l->arena, "label.count", "i", arena_format(l->arena, "%d", l->bottle->i), "n",
                     arena_format(l->arena, "%d", l->bottle->n), NULL);
}

static const char *say_lot(const Label *l)
{
    return words_say(l->words, l->arena, "label.lot", "lot", l->batch->lot, NULL);
}

static const char *say_date_of(const Label *l, const char *key, Date date)
{
    return words_say(l->words, l->arena, key, "date", words_date_short(l->words, l->arena, date), NULL);
}

static const char *say_use(const Label *l)
{
    Date start = l->job->plan->first;
    Date first = date_add(start, l->bottle->first), last = date_add(start, l->bottle->last);
    if (l->bottle->first == l->bottle->last) return say_date_of(l, "label.use.day", first);
    bool one_year = date_civil(first).year == date_civil(last).year;
    return words_say(l->words, l->arena, "label.use", "first",
                     one_year ? words_day_month(l->words, l->arena, first) : words_date_short(l->words, l->arena, first),
                     "last", words_date_short(l->words, l->arena, last), NULL);
}

static const char *say_discard(const Label *l)
{
    return say_date_of(l, "label.discard", l->job->fill->discard_by_drug[l->bottle->rung->drug]);
}

static const char *say_quantity(const Label *l)
{
    return words_say(l->words, l->arena, "label.quantity", "volume",
                     words_volume(l->words, l->arena, l->bottle->contents), NULL);
}

static const char *say_compounded(const Label *l)
{
    return words_say(l->words, l->arena, "label.compounded", NULL);
}

static const char *say_shake(const Label *l)
{
    return l->bottle->rung->formula->shake ? words_say(l->words, l->arena, "label.shake", NULL) : NULL;
}

static const char *say_storage(const Label *l)
{
    return words_named(l->words, "storage", l->bottle->rung->formula->storage, l->place, l->arena, l->findings);
}

static const char *say_syringe(const Label *l)
{
    return words_say(l->words, l->arena, "label.syringe", "volume",
                     words_volume(l->words, l->arena, l->bottle->rung->syringe->capacity), NULL);
}

static const char *say_pharmacy(const Label *l)
{
    return l->job->house->shop->name;
}

static const char *say_address(const Label *l)
{
    return l->job->house->shop->address;
}

/* A telephone number stays on one line. */
static const char *say_phone(const Label *l)
{
    Buffer out = buffer_new(l->arena);
    for (const char *at = l->job->house->shop->phone; *at; at++) {
        if (*at == ' ') buffer_add(&out, "\xC2\xA0");
        else buffer_add_bytes(&out, at, 1);
    }
    return buffer_text(&out);
}

static const char *say_rx(const Label *l)
{
    return words_say(l->words, l->arena, "label.rx", "number", l->job->rx->number, NULL);
}

static const char *say_prescriber(const Label *l)
{
    return words_say(l->words, l->arena, "label.prescriber", "name", l->job->rx->prescriber.name, NULL);
}

static const char *say_filled(const Label *l)
{
    return say_date_of(l, "label.filled", l->job->fill->made_on);
}

static const char *say_law(const Label *l)
{
    bool scheduled = l->bottle->rung->formula->drug->schedule_iv;
    return scheduled ? words_say(l->words, l->arena, "law.transfer", NULL) : NULL;
}

/* The rung of the drug before this bottle's, when the bottle begins another strength; else NULL. */
static const Rung *rung_before(const Label *l)
{
    const Rung *now = l->bottle->rung;
    if (l->bottle->first != now->first || now->first == 0) return NULL;
    const Rung *before = ladder_rung(l->job->schedule->ladder, now->drug, now->first - 1);
    return before && !strength_equal(before->strength, now->strength) ? before : NULL;
}

/* The first time of day with a dose both on the day before and on the first day: its old and new volume. */
static bool volumes_beside(const Label *l, size_t *time, Volume *before, Volume *now)
{
    size_t drug = l->bottle->rung->drug;
    for (*time = 0; *time < l->job->plan->times; ++*time) {
        *before = schedule_volume(l->job->schedule, drug, l->bottle->first - 1, *time);
        *now = schedule_volume(l->job->schedule, drug, l->bottle->first, *time);
        if (before->nl > 0 && now->nl > 0) return true;
    }
    return false;
}

/* Two bottles of one drug at home would be taken from both. */
static const char *say_replaces(const Label *l)
{
    const Replaced *lost = l->bottle->replaces;
    return lost ? words_say(l->words, l->arena, "label.replaces", "letter", lost->bottle, NULL) : NULL;
}

/* A new strength: the same dose is another volume now (harm: clonazepam, baclofen, flecainide liquids).  Else the bottle
 * that this one takes the place of. */
static const char *say_news(const Label *l)
{
    const Rung *old = rung_before(l);
    size_t time;
    Volume before, now;
    if (!old) return say_replaces(l);
    const char *strength = words_strength(l->words, l->arena, old->strength);
    if (!volumes_beside(l, &time, &before, &now))
        return words_say(l->words, l->arena, "label.news.strength", "before", strength, NULL);
    return words_say(l->words, l->arena, "label.news", "before", strength, "old", words_volume(l->words, l->arena, before),
                     "new", words_volume(l->words, l->arena, now), NULL);
}

static const char *say_word(const Label *l)
{
    char word[WORD_ROOM];
    record_word(&l->record, l->job->house->key, word);
    return words_say(l->words, l->arena, "code.word", "word", word, NULL);
}

/* Drug and directions as whoever hands the bottle out reads them. */
static const char *say_second(const Label *l)
{
    const PaperShop *house = l->job->house;
    Label other = *l;
    other.words = house->pharmacist;
    if (!words_second_asked(house)) return NULL;
    return words_second(house, l->arena, arena_format(l->arena, "%s. %s", say_drug(&other), say_directions(&other)));
}

static const char *say_reprint(const Label *l)
{
    return words_reprint(l->words, l->arena, l->job->house);
}

static const char *say_sample(const Label *l)
{
    return l->job->house->sample ? words_say(l->words, l->arena, "sample", NULL) : NULL;
}

static const char *say_route(const Label *l)
{
    return words_say(l->words, l->arena, "label.route", NULL);
}

static const char *(*const saying[LABEL_COUNT])(const Label *label) = {
#define LABEL(name, need) say_##name,
    LABEL_ITEMS
#undef LABEL
};

const char *const label_roles[LABEL_COUNT] = {
#define LABEL(name, need) "label." #name,
    LABEL_ITEMS
#undef LABEL
};

/* What its code says; the check word is a digest of it. */
static bool make_record(Label *label)
{
    const PaperJob *job = label->job;
    return record_of_bottle(job->house->key, job->rx, job->house->shop, job->schedule, job->fill, label->bottle,
                            label->batch->lot, &label->record, label->arena, label->findings);
}

static bool make_code(const Label *label, Modules *modules)
{
    const char *payload = payload_sign(&label->record, label->job->house->key, label->arena);
    if (modules_of(payload, BOTTLE_CODE_VERSION, modules, label->arena)) return true;
    finding_add(label->findings, MT711, label->place, "bottle %s: its payload is no version %d code", label->bottle->letter,
                BOTTLE_CODE_VERSION);
    return false;
}

/* ---------------------------------------------------------------- the fill ---- */

static void set_bottle(const PaperJob *job, const Bottle *bottle, Sheet *sheet, const LabelPage *page, size_t index)
{
    Label label = {
        .job = job, .bottle = bottle, .batch = job_batch(job, bottle), .words = job->house->language,
        .place = job->rx->place, .arena = sheet->arena, .findings = sheet->findings,
    };
    Modules *modules = ARENA_NEW(sheet->arena, Modules);
    LabelContent content = {.modules = modules, .dpi = job->house->shop->printer_dpi};
    if (!label.batch) finding_add(sheet->findings, MT712, sheet->place, "bottle %s", bottle->letter);
    if (!label.batch || !make_record(&label) || !make_code(&label, modules)) {
        sheet->failed = true;
        return;
    }
    for (LabelItem item = 0; item < LABEL_COUNT; item++) content.said[item] = saying[item](&label);
    label_set(sheet, page, index, &content);
}

static Document *set_fill(const PaperJob *job, const LabelPage *page, Arena *arena, Findings *findings)
{
    const char *title = arena_format(arena, "Bottle labels %s revision %" PRId32 " fill %d", job->rx->number,
                                     job->rx->revision, job->fill->number);
    size_t before = findings_errors(findings);
    size_t start = job->house->label_start > 0 ? (size_t)job->house->label_start - 1 : 0;
    Sheet sheet = sheet_new(job->house->fonts, title, job->rx->patient.language, job->rx->place, arena, findings);
    for (size_t i = 0; i < job->fill->bottle_count; i++)
        set_bottle(job, &job->fill->bottles[i], &sheet, page, start + i);
    return findings_errors(findings) == before ? sheet_document(&sheet) : NULL;
}

static bool large_print(const PaperJob *job)
{
    return text_equal(job->rx->patient.print, "large");
}

const char *job_label_stock(const PaperJob *job)
{
    const Shop *shop = job->house->shop;
    return large_print(job) && shop->label_stock_large ? shop->label_stock_large : shop->label_stock;
}

/* The pages of the job's stock; in large print those named NAME-large. */
static LabelPages *job_pages(const PaperJob *job, Arena *arena, Findings *findings)
{
    const char *templates = job->house->templates;
    const Stock *stock = stock_load(templates, job_label_stock(job), arena, findings);
    if (!stock) return NULL;
    bool large = large_print(job);
    if (!stock->pages || (large && !job->house->shop->label_stock_large)) {
        finding_add(findings, MT715, job->rx->place, large ? "%s: the shop names no label stock for large print" : "%s: no label",
                    stock->id);
        return NULL;
    }
    if (job->house->label_start < 0 || job->house->label_start > stock->across * stock->down) {
        finding_add(findings, MT716, job->rx->place, "%s has %" PRId32 " labels on a sheet: none is number %" PRId32, stock->id,
                    stock->across * stock->down, job->house->label_start);
        return NULL;
    }
    const char *name = large ? arena_format(arena, "%s-large", stock->pages) : stock->pages;
    return label_book_pages(job->house->book, templates, stock, name, arena, findings);
}

static bool holds(const LabelPage *page, LabelItem item)
{
    for (size_t b = 0; b < page->box_count; b++)
        for (size_t t = 0; t < page->boxes[b].count; t++)
            for (size_t i = 0; i < page->boxes[b].texts[t].count; i++)
                if (page->boxes[b].texts[t].items[i] == item) return true;
    return false;
}

/* A label that has no room for the check word, or for the second language, says so. */
static Document *labels_on(const PaperJob *job, const LabelPage *page, Document *document, Findings *findings)
{
    if (document && !holds(page, LABEL_word)) finding_add(findings, MT719, job->rx->place, "%s", page->stock->id);
    if (document && words_second_asked(job->house) && !holds(page, LABEL_second))
        finding_add(findings, MT720, job->rx->place, "%s", page->stock->id);
    return document;
}

Document *labels_layout(const PaperJob *job, Arena *arena, Findings *findings)
{
    const LabelPages *pages = job_pages(job, arena, findings);
    if (!pages) return NULL;
    for (size_t i = 0; i + 1 < pages->count; i++) {
        Findings trial = findings_new(arena);
        Document *document = set_fill(job, &pages->items[i], arena, &trial);
        if (document) return labels_on(job, &pages->items[i], document, findings);
    }
    /* What does not fit the page that holds most is told. */
    const LabelPage *last = &pages->items[pages->count - 1];
    return labels_on(job, last, set_fill(job, last, arena, findings), findings);
}

const Batch *job_batch(const PaperJob *job, const Bottle *bottle)
{
    for (size_t i = 0; i < job->batch_count; i++)
        for (size_t b = 0; b < job->batches[i]->bottle_count; b++)
            if (job->batches[i]->bottles[b].bottle == bottle) return job->batches[i];
    return NULL;
}
