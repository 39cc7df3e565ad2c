/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The page of a run, read back: lots, labels and stock are those of the batches, and the printed numbers add up. */
#include <string.h>

#include "microtaper/text.h"
#include "proof.h"
#include "words.h"

typedef struct {
    Proof proof;
    const RunJob *job;
} RunProof;

static const LeastSize least_sizes[] = {
    {"lot.*", POINTS(10)}, {"label.*", POINTS(10)}, {"stock.*", POINTS(10)}, {"page.lot", POINTS(12)}, {NULL, 0},
};

/* ---------------------------------------------------------------- texts ---- */

static void prove_role(RunProof *own, const char *role, const Buffer *expected)
{
    own->proof.number = 0;
    proof_equal(&own->proof, role, buffer_text(expected), proof_all(&own->proof, role));
}

static void add(Buffer *buffer, const char *text)
{
    buffer_addf(buffer, "%s%s", buffer->length ? " " : "", text);
}

static void prove_lots(RunProof *own)
{
    Arena *arena = own->proof.arena;
    Buffer lots = buffer_new(arena), what = buffer_new(arena), discard = buffer_new(arena), bottles = buffer_new(arena);
    for (size_t i = 0; i < own->job->batch_count; i++) {
        const Batch *batch = own->job->batches[i];
        add(&lots, batch->lot);
        add(&what, batch->formula->title);
        bool before = false;
        for (size_t k = 0; k < batch->line_count; k++) before |= batch->lines[k].mixture;
        if (before) add(&what, words_say(own->proof.language, arena, "run.first", "lot", batch->lot, NULL));
        add(&discard, date_text(arena, batch->discard_after));
        add(&bottles, arena_format(arena, "%zu", batch->bottle_count));
    }
    prove_role(own, "lot.lot", &lots);
    prove_role(own, "lot.what", &what);
    prove_role(own, "lot.discard", &discard);
    prove_role(own, "lot.bottles", &bottles);
}

/* Each label with its lot and its patient: the list is what the bench fills by. */
static void prove_labels(RunProof *own)
{
    Arena *arena = own->proof.arena;
    const Language *words = own->proof.language;
    Buffer lots = buffer_new(arena), patients = buffer_new(arena), letters = buffer_new(arena);
    for (size_t i = 0; i < own->job->batch_count; i++)
        for (size_t b = 0; b < own->job->batches[i]->bottle_count; b++) {
            const BatchBottle *one = &own->job->batches[i]->bottles[b];
            add(&lots, own->job->batches[i]->lot);
            add(&patients, one->rx->patient.name);
            add(&patients, words_say(words, arena, "sheet.prescription-fill", "number", one->rx->number, "revision",
                                     arena_format(arena, "%d", (int)one->rx->revision), "fill",
                                     arena_format(arena, "%d", one->fill->number), NULL));
            add(&patients, one->bottle->size->name);
            if (one->unmade) add(&patients, words_say(words, arena, "sheet.no-papers", NULL));
            add(&letters, words_say(words, arena, "sheet.bottle-of", "letter", one->bottle->letter, "i",
                                    arena_format(arena, "%d", one->bottle->i), "n", arena_format(arena, "%d", one->bottle->n), NULL));
        }
    prove_role(own, "label.lot", &lots);
    prove_role(own, "label.patient", &patients);
    prove_role(own, "label.letter", &letters);
}

/* ---------------------------------------------------------------- numbers ---- */

/* The k-th text of a role over all pages, or NULL. */
static const char *text_at(const RunProof *own, const char *role, size_t k)
{
    for (size_t p = 0; p < own->proof.document->count; p++) {
        const Page *page = &own->proof.document->pages[p];
        for (size_t i = 0; i < page->count; i++)
            if (page->items[i].kind == ITEM_TEXT && text_equal(page->items[i].role, role) && k-- == 0) return page->items[i].text;
    }
    return NULL;
}

static int64_t volume_at(const RunProof *own, const char *role, size_t k)
{
    const char *text = text_at(own, role, k);
    return text ? printed_quantity(own->proof.language, text, "mL", own->proof.arena) : -1;
}

/* Each lot's printed volume is the batch's, and what its printed labels put in is its contents. */
static void prove_volumes(RunProof *own)
{
    size_t label = 0;
    for (size_t i = 0; i < own->job->batch_count; i++) {
        const Batch *batch = own->job->batches[i];
        int64_t sum = 0;
        for (size_t b = 0; b < batch->bottle_count; b++) sum += volume_at(own, "label.contents", label++);
        proof_number(&own->proof, "lot.volume in nL", batch->volume.nl, volume_at(own, "lot.volume", i));
        proof_number(&own->proof, "label.contents in nL", batch->contents.nl, sum);
    }
    if (text_at(own, "label.contents", label)) proof_fault(&own->proof, MT750, "label.contents", "more labels than bottles");
}

/* A line's requirement in the unit of its print: tablets, ng or nL. */
static int64_t line_amount(const BatchLine *line)
{
    if (line->kind == LINE_COUNT) return line->count;
    return line->kind == LINE_WEIGH ? line->target.ng : line->volume.nl;
}

/* "412 tablets" */
static int64_t printed_tablets(const RunProof *own, const char *text)
{
    const char *sample = words_say(own->proof.language, own->proof.arena, "sheet.tablets", "count", "0", NULL);
    size_t before = strcspn(sample, "0");
    int64_t count = 0;
    if (strlen(text) <= before) return -1;
    for (text += before; *text >= '0' && *text <= '9'; text++) count = count * 10 + (*text - '0');
    return count;
}

static int64_t printed_amount(const RunProof *own, const char *text, LineKind kind)
{
    if (kind == LINE_COUNT) return printed_tablets(own, text);
    return printed_quantity(own->proof.language, text, kind == LINE_WEIGH ? "mg" : "mL", own->proof.arena);
}

/* All that the lines of one kind require is what the stock table says to fetch: summed over everything, both ways. */
static void prove_stock(RunProof *own, LineKind kind, const char *what)
{
    int64_t required = 0, printed = 0;
    for (size_t i = 0; i < own->job->batch_count; i++)
        for (size_t k = 0; k < own->job->batches[i]->line_count; k++) {
            const BatchLine *line = &own->job->batches[i]->lines[k];
            bool same = line->kind == kind || (kind == LINE_VOLUME && line->kind == LINE_QS);
            if (same && !line->mixture) required += line_amount(line);
        }
    const char *text;
    for (size_t k = 0; (text = text_at(own, "stock.amount", k)); k++) {
        int64_t amount = printed_amount(own, text, kind);
        bool mine = kind != LINE_COUNT || (printed_amount(own, text, LINE_WEIGH) < 0 && printed_amount(own, text, LINE_VOLUME) < 0);
        if (amount > 0 && mine) printed += amount;
    }
    proof_number(&own->proof, what, required, printed);
}

/* ---------------------------------------------------------------- pages ---- */

static void prove_page(RunProof *own)
{
    Proof *proof = &own->proof;
    Arena *arena = proof->arena;
    proof_geometry(proof, least_sizes);
    proof_equal(proof, "page.formula",
                words_say(proof->language, arena, "run.title", "date", words_date(proof->language, arena, own->job->made_on), NULL),
                proof_text(proof, "page.formula"));
    proof_equal(proof, "page.number",
                words_say(proof->language, arena, "page.number", "page", arena_format(arena, "%d", proof->number), "pages",
                          arena_format(arena, "%zu", proof->document->count), NULL),
                proof_text(proof, "page.number"));
    if (proof->house->sample)
        proof_equal(proof, "page.sample", words_say(proof->language, arena, "sample", NULL), proof_text(proof, "page.sample"));
}

bool runsheet_proof(const RunJob *job, const Document *document, Arena *arena, Findings *findings)
{
    RunProof own = {.proof = {.house = job->house, .language = job->house->pharmacist, .document = document, .paper = "run",
                              .place = job->house->shop->place, .arena = arena, .findings = findings, .whole = true},
                    .job = job};
    for (size_t p = 0; p < document->count; p++) {
        own.proof.page = &document->pages[p];
        own.proof.number = (int)p + 1;
        prove_page(&own);
    }
    prove_lots(&own);
    prove_labels(&own);
    prove_volumes(&own);
    prove_stock(&own, LINE_COUNT, "stock.amount, tablets");
    prove_stock(&own, LINE_WEIGH, "stock.amount, ng");
    prove_stock(&own, LINE_VOLUME, "stock.amount, nL");
    return own.proof.whole;
}
