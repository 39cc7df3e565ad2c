/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The forecast, read back: it cannot be dosed from, and its rows are the fills that are still to come. */
#include <string.h>

#include "microtaper/text.h"
#include "proof_chart.h"
#include "words.h"

static const LeastSize least_sizes[] = {{"curve.*", POINTS(9)}, {"*", POINTS(11)}, {NULL, 0}};
static const LeastSize large_sizes[] = {{"*", POINTS(18)}, {NULL, 0}};

typedef struct { const PaperJob *job; Proof *proof; bool large; Buffer days, first, last; } Expected;

/* Every drug's mass of a day, in the plan's order. */
static void expect_total(Expected *expected, Buffer *buffer, int32_t day)
{
    const PaperJob *job = expected->job;
    const Language *language = expected->proof->language;
    Arena *arena = expected->proof->arena;
    size_t said = 0;
    for (size_t drug = 0; drug < job->plan->drug_count; drug++) {
        const Rung *rung = ladder_rung(job->schedule->ladder, drug, day);
        int64_t ng = 0;
        for (size_t time = 0; rung && time < job->plan->times; time++)
            ng += schedule_marks(job->schedule, drug, day, time) * rung->mark.ng;
        if (ng == 0) continue;
        buffer_addf(buffer, "%s%s", said++ ? ", " : "",
                    words_say(language, arena, "forecast.total", "mass", words_mass(language, arena, (Mass){ng}),
                              "drug", job->plan->drugs[drug].drug->tall_man, NULL));
    }
    if (said == 0) buffer_add(buffer, words_say(language, arena, "chart.no-dose", NULL));
    buffer_add(buffer, " ");
}

/* Days without dates are told in words. */
static void expect_fill(Expected *expected, int32_t first, int32_t last)
{
    if (last >= expected->job->plan->dated) last = expected->job->plan->dated - 1;
    if (last < first) return;
    const Language *language = expected->proof->language;
    Arena *arena = expected->proof->arena;
    Date begins = date_add(expected->job->plan->first, first), ends = date_add(expected->job->plan->first, last);
    const char *from =
        expected->large ? words_date_short(language, arena, begins) : words_date(language, arena, begins);
    const char *until = expected->large ? words_date_short(language, arena, ends) : words_date(language, arena, ends);
    buffer_addf(&expected->days, "%s ",
                words_say(language, arena, "forecast.days", "first", from, "last", until, NULL));
    expect_total(expected, &expected->first, first);
    expect_total(expected, &expected->last, last);
}

static const char *all_of(const Proof *proof, const char *role)
{
    Buffer all = buffer_new(proof->arena);
    for (size_t p = 0; p < proof->document->count; p++)
        for (size_t i = 0; i < proof->document->pages[p].count; i++) {
            const Item *item = &proof->document->pages[p].items[i];
            if (item->kind == ITEM_TEXT && text_equal(item->role, role)) buffer_addf(&all, "%s ", item->text);
        }
    return buffer_text(&all);
}

/* Fills follow each other from this one to the plan's last day. */
static void prove_rows(Proof *proof, const PaperJob *job, bool large)
{
    Expected expected = {
        job, proof, large, buffer_new(proof->arena), buffer_new(proof->arena), buffer_new(proof->arena)};
    int32_t next = job->fill->last + 1;
    expect_fill(&expected, job->fill->first, job->fill->last);
    for (size_t f = 0; f < job->fills->count; f++) {
        const Fill *fill = &job->fills->items[f];
        if (fill->number <= job->fill->number) continue;
        proof_number(proof, "forecast.days", next, fill->first);
        expect_fill(&expected, fill->first, fill->last);
        next = fill->last + 1;
    }
    proof_equal(proof, "forecast.days", buffer_text(&expected.days), all_of(proof, "forecast.days"));
    proof_equal(proof, "forecast.first", buffer_text(&expected.first), all_of(proof, "forecast.first"));
    proof_equal(proof, "forecast.last", buffer_text(&expected.last), all_of(proof, "forecast.last"));
}

/* Each model of occupancy with its K, unit and source. */
static void prove_modelled(Proof *proof, const Prescription *rx)
{
    Buffer expected = buffer_new(proof->arena);
    for (const Step *step = rx->steps; step < rx->steps + rx->step_count; step++)
        if (step->by == BY_OCCUPANCY)
            buffer_addf(&expected, "%s%s", expected.length ? " " : "",
                        words_say(proof->language, proof->arena, "forecast.modelled", "mass", words_mass(proof->language, proof->arena, step->k),
                                  "source", step->k_source, NULL));
    proof_equal(proof, "forecast.modelled", buffer_text(&expected), all_of(proof, "forecast.modelled"));
}

/* No volume, no code. */
static void prove_not_for_dosing(Proof *proof)
{
    for (size_t i = 0; i < proof->page->count; i++) {
        const Item *item = &proof->page->items[i];
        if (item->kind == ITEM_MODULES) proof_fault(proof, MT750, item->role, "a code stands on a forecast");
        if (item->kind == ITEM_TEXT && strstr(item->text, " mL"))
            proof_fault(proof, MT750, item->role, "a volume stands on a forecast");
    }
    proof_equal(proof, "forecast.not", words_say(proof->language, proof->arena, "forecast.not", NULL),
                proof_text(proof, "forecast.not"));
}

static void prove_page(ChartProof *own)
{
    Proof *proof = &own->proof;
    Arena *arena = proof->arena;
    const Prescription *rx = own->job->rx;
    proof_geometry(proof, own->large ? large_sizes : least_sizes);
    prove_not_for_dosing(proof);
    proof_equal(proof, "page.patient", rx->patient.name, proof_text(proof, "page.patient"));
    proof_equal(proof, "page.title",
                words_say(proof->language, arena, "forecast.title", "number", rx->number, "revision",
                          arena_format(arena, "%d", (int)rx->revision), NULL),
                proof_text(proof, "page.title"));
    proof_equal(proof, "page.number",
                words_say(proof->language, arena, "page.number", "page", arena_format(arena, "%d", proof->number),
                          "pages", arena_format(arena, "%zu", proof->document->count), NULL),
                proof_text(proof, "page.number"));
    if (own->job->house->sample)
        proof_equal(proof, "page.sample", words_say(proof->language, arena, "sample", NULL),
                    proof_text(proof, "page.sample"));
    chart_prove_curve(own);
}

bool forecast_proof(const PaperJob *job, const Document *document, Arena *arena, Findings *findings)
{
    ChartProof own = {.proof = {.house = job->house,
                                .language = job->house->language,
                                .document = document,
                                .paper = "forecast",
                                .place = job->rx->place,
                                .arena = arena,
                                .findings = findings,
                                .whole = true},
                      .job = job,
                      .large = text_equal(job->rx->patient.print, "large")};
    for (size_t p = 0; p < document->count; p++) {
        own.proof.page = &document->pages[p];
        own.proof.number = (int)p + 1;
        prove_page(&own);
    }
    own.proof.number = 0;
    if (!own.curve_seen) proof_fault(&own.proof, MT751, "curve.step", "the curve is missing");
    prove_modelled(&own.proof, job->rx);
    prove_rows(&own.proof, job, own.large);
    return own.proof.whole;
}
