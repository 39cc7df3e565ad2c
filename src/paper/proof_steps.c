/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The steps of a chart led by symptoms, read back: every step within reach stands there once with its doses, in order, and
 * as many boxes as it may last; no date stands past the review. */
#include "microtaper/text.h"
#include "proof_chart.h"
#include "words.h"

/* A dose of a step, in the order of the chart. */
typedef struct { size_t drug, time; const Rung *rung; Volume volume; } StepDrawn;

typedef struct {
    StepDrawn *drawn; size_t drawn_room;
    Buffer title, time, volume, mass, drug, bottle;
    int64_t ticks;
    size_t begun, doses;
    const char **lines; size_t line_count, line_room;   /* of the chart without pages */
} Expected;

/* The texts of a role on all pages, in order. */
static const char *all_of(const ChartProof *own, const char *role)
{
    Buffer all = buffer_new(own->proof.arena);
    for (size_t p = 0; p < own->proof.document->count; p++) {
        const Page *page = &own->proof.document->pages[p];
        for (size_t i = 0; i < page->count; i++)
            if (page->items[i].kind == ITEM_TEXT && text_equal(page->items[i].role, role)) buffer_addf(&all, "%s ", page->items[i].text);
    }
    return buffer_text(&all);
}

static int64_t count_of(const ChartProof *own, const char *role)
{
    int64_t count = 0;
    for (size_t p = 0; p < own->proof.document->count; p++) {
        const Page *page = &own->proof.document->pages[p];
        for (size_t i = 0; i < page->count; i++) count += text_equal(page->items[i].role, role);
    }
    return count;
}

/* The bottle of the fill that is drawn from on a day without a date. */
static const Bottle *bottle_of(const ChartProof *own, const Rung *rung)
{
    const Fill *fill = own->job->fill;
    for (size_t b = 0; b < fill->use_count; b++)
        if (fill->uses[b].rung == rung && fill->uses[b].last > own->last_dated) return &fill->uses[b];
    return NULL;
}

static const char *letters_of(const ChartProof *own, const Rung *rung)
{
    const Fill *fill = own->job->fill;
    Buffer letters = buffer_new(own->proof.arena);
    for (size_t b = 0; b < fill->use_count; b++)
        if (fill->uses[b].rung == rung && fill->uses[b].last > own->last_dated)
            buffer_addf(&letters, "%s%s", letters.length ? ", " : "", fill->uses[b].letter);
    return buffer_text(&letters);
}

/* True when each of the run's doses has a bottle. */
static bool served(const ChartProof *own, const DoseRun *run)
{
    const Plan *plan = own->job->plan;
    for (size_t drug = 0; drug < plan->drug_count; drug++)
        for (size_t time = 0; time < plan->times; time++)
            if (schedule_marks(own->job->schedule, drug, run->first, time) > 0 &&
                !bottle_of(own, ladder_rung(own->job->schedule->ladder, drug, run->first)))
                return false;
    return true;
}

static void expect_line(const ChartProof *own, Expected *expected, const char *line)
{
    *ARENA_PUSH(own->proof.arena, expected->lines, expected->line_count, expected->line_room, const char *) = line;
}

static void expect_dose(const ChartProof *own, Expected *expected, const DoseRun *run, size_t drug, size_t time)
{
    const Language *language = own->proof.language;
    Arena *arena = own->proof.arena;
    const Schedule *schedule = own->job->schedule;
    const Rung *rung = ladder_rung(schedule->ladder, drug, run->first);
    int64_t marks = schedule_marks(schedule, drug, run->first, time);
    const char *word = words_find(language, arena_format(arena, "time.%s", own->job->house->shop->times[time].name));
    const char *volume = words_volume(language, arena, (Volume){marks * rung->syringe->graduation.nl});
    const char *mass = words_mass(language, arena, (Mass){marks * rung->mark.ng}), *name = own->job->plan->drugs[drug].drug->tall_man;
    const char *bottle = words_say(language, arena, "chart.step-bottle", "letter", letters_of(own, rung), NULL);
    buffer_addf(&expected->time, "%s ", word ? word : "");
    buffer_addf(&expected->volume, "%s ", volume);
    buffer_addf(&expected->mass, "%s ", mass);
    if (own->several) buffer_addf(&expected->drug, "%s ", name);
    buffer_addf(&expected->bottle, "%s ", bottle);
    expect_line(own, expected, arena_format(arena, "%s: %s (%s%s%s), %s", word ? word : "", volume, mass, own->several ? " " : "",
                                            own->several ? name : "", bottle));
    *ARENA_PUSH(arena, expected->drawn, expected->doses, expected->drawn_room, StepDrawn) =
        (StepDrawn){drug, time, rung, {marks * rung->syringe->graduation.nl}};
}

static void expect_step(const ChartProof *own, Expected *expected, size_t number)
{
    const Plan *plan = own->job->plan;
    const DoseRun *run = &plan->runs[number];
    Arena *arena = own->proof.arena;
    int32_t had = run->first < plan->dated ? plan->dated - run->first : 0;
    bool held = run->least <= had;
    const char *title = words_say(own->proof.language, arena, held ? "chart.step-held" : "chart.step", "number", arena_format(arena, "%zu", number + 1),
                                  "days", words_count(own->proof.language, arena, "days", held ? 0 : run->least - had), NULL);
    buffer_addf(&expected->title, "%s ", title);
    expect_line(own, expected, title);
    expected->begun += !held;
    expected->ticks += run->last + 1 - run->first - had;
    for (size_t time = 0; time < plan->times; time++)
        for (size_t drug = 0; drug < plan->drug_count; drug++)
            if (schedule_marks(own->job->schedule, drug, run->first, time) > 0) expect_dose(own, expected, run, drug, time);
}

/* Every run from the one of the first day without a date to the last within reach, as long as bottles serve them. */
static bool expect_steps(const ChartProof *own, Expected *expected)
{
    const Plan *plan = own->job->plan;
    for (size_t number = 0; number < plan->run_count; number++) {
        const DoseRun *run = &plan->runs[number];
        if (run->last <= own->last_dated || run->last < own->job->fill->first) continue;
        if (run->first > plan->reach[own->job->fill->last].last) return true;
        if (!served(own, run)) return false;
        expect_step(own, expected, number);
    }
    return true;
}

static Expected expected_new(Arena *arena)
{
    return (Expected){.title = buffer_new(arena), .time = buffer_new(arena), .volume = buffer_new(arena), .mass = buffer_new(arena),
                      .drug = buffer_new(arena), .bottle = buffer_new(arena)};
}

const char *const *chart_expected_steps(const ChartProof *own, size_t *count, size_t *doses)
{
    Expected expected = expected_new(own->proof.arena);
    if (own->last_dated < own->job->fill->last) expect_steps(own, &expected);
    *count = expected.line_count;
    *doses = expected.doses;
    return expected.lines;
}

/* What was drawn up before a dose of a step: in a step above it, or on the days with dates. */
static const Rung *drawn_before(const ChartProof *own, const Expected *expected, size_t at, Volume *volume)
{
    const StepDrawn *dose = &expected->drawn[at];
    while (at-- > 0)
        if (expected->drawn[at].drug == dose->drug && expected->drawn[at].time == dose->time) {
            *volume = expected->drawn[at].volume;
            return expected->drawn[at].rung;
        }
    return chart_drawn_before(own, &(ExpectedDose){own->last_dated + 1, dose->drug, dose->time}, volume);
}

/* The texts of the doses have been proved: they stand in the order of `drawn`. */
static void prove_strips(ChartProof *own, const Expected *expected)
{
    size_t at = 0;
    for (size_t p = 0; p < own->proof.document->count; p++) {
        size_t count;
        own->proof.page = &own->proof.document->pages[p];
        const Item **volumes = proof_items(&own->proof, "step.volume", &count);
        for (size_t i = 0; i < count && at < expected->doses; i++, at++) {
            const StepDrawn *dose = &expected->drawn[at];
            Volume before = {0};
            const Rung *old = drawn_before(own, expected, at, &before);
            if (chart_draws_anew(old, before, dose->rung, dose->volume)) chart_prove_strip(own, volumes[i], dose->rung, dose->volume);
        }
    }
}

/* A fill all of whose days have no date tells a new strength before its first step. */
static void prove_news(ChartProof *own)
{
    const Ladder *ladder = own->job->schedule->ladder;
    const Language *language = own->proof.language;
    Arena *arena = own->proof.arena;
    int32_t first = own->job->fill->first;
    Buffer news = buffer_new(arena);
    for (size_t drug = 0; own->last_dated < first && drug < own->job->plan->drug_count; drug++) {
        const Rung *now = ladder_rung(ladder, drug, first), *before = ladder_rung(ladder, drug, first - 1);
        if (!now || !before || strength_equal(now->strength, before->strength)) continue;
        buffer_addf(&news, "%s ", words_say(language, arena, "chart.new-strength", "drug", own->job->plan->drugs[drug].drug->tall_man,
                                            "strength", words_strength(language, arena, now->strength), NULL));
    }
    proof_equal(&own->proof, "step.strength", buffer_text(&news), all_of(own, "step.strength"));
}

static void prove_sentences(ChartProof *own, bool all_served)
{
    Proof *proof = &own->proof;
    const Prescription *rx = own->job->rx;
    Arena *arena = proof->arena;
    const char *phone = own->job->house->shop->phone, *days = words_count(proof->language, arena, "days", rx->longest);
    const char *const keys[] = {"decide.on", "decide.hold", rx->back ? "decide.back" : "decide.not-back", "decide.call"};
    Buffer decisions = buffer_new(arena);
    for (size_t k = 0; k < sizeof keys / sizeof *keys; k++)
        buffer_addf(&decisions, "%s ", words_say(proof->language, arena, keys[k], "phone", phone, "days", days, NULL));
    proof_equal(proof, "decide.text", buffer_text(&decisions), all_of(own, "decide.text"));
    proof_equal(proof, "steps.how", arena_format(arena, "%s ", words_say(proof->language, arena, "chart.steps-how", "steady", rx->steady, "days", days, NULL)),
                all_of(own, "steps.how"));
    proof_equal(proof, "steps.end", arena_format(arena, "%s ", words_say(proof->language, arena, all_served ? "chart.steps-later" : "chart.steps-bottles",
                                                                         "phone", phone, NULL)), all_of(own, "steps.end"));
}

void chart_prove_steps(ChartProof *own)
{
    if (own->last_dated == own->job->fill->last) return;
    Proof *proof = &own->proof;
    Expected expected = expected_new(proof->arena);
    proof->number = 0;
    bool all_served = expect_steps(own, &expected);
    proof_equal(proof, "step.title", buffer_text(&expected.title), all_of(own, "step.title"));
    proof_equal(proof, "step.time", buffer_text(&expected.time), all_of(own, "step.time"));
    proof_equal(proof, "step.volume", buffer_text(&expected.volume), all_of(own, "step.volume"));
    proof_equal(proof, "step.mass", buffer_text(&expected.mass), all_of(own, "step.mass"));
    proof_equal(proof, "step.drug", buffer_text(&expected.drug), all_of(own, "step.drug"));
    proof_equal(proof, "step.bottle", buffer_text(&expected.bottle), all_of(own, "step.bottle"));
    proof_number(proof, "step.tick", expected.ticks, count_of(own, "step.tick"));
    proof_number(proof, "step.box", expected.ticks, count_of(own, "step.box"));
    proof_number(proof, "step.begun", (long long)expected.begun, count_of(own, "step.begun"));
    prove_strips(own, &expected);
    prove_sentences(own, all_served);
    prove_news(own);
}
