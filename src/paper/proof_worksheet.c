/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The batch worksheet, read back: everything that a role says over all its pages, in order, is what the batch holds. */
#include <stdlib.h>
#include <string.h>

#include "microtaper/text.h"
#include "proof.h"
#include "words.h"

typedef struct {
    Proof proof;
    const Batch *batch;
    Buffer expected;     /* of the role that is being put together */
} SheetProof;

static const LeastSize least_sizes[] = {
    {"line.required", POINTS(10)}, {"bottle.*", POINTS(10)}, {"page.lot", POINTS(12)}, {"step", POINTS(10)},
    {"equivalent", POINTS(10)}, {"modelled", POINTS(10)}, {NULL, 0},
};

/* --------------------------------------------------------------------------- a role over all pages ---- */

static void add_words(Buffer *buffer, const char *text)
{
    if (text_empty(text)) return;
    if (buffer->length) buffer_add(buffer, " ");
    buffer_add(buffer, text);
}

static void expect(SheetProof *own, const char *text)
{
    add_words(&own->expected, text);
}

/* What was expected since the last call, against all that the role says. */
static void prove_role(SheetProof *own, const char *role)
{
    own->proof.number = 0;
    proof_equal(&own->proof, role, buffer_text(&own->expected), proof_all(&own->proof, role));
    own->expected = buffer_new(own->proof.arena);
}

static void prove_one(SheetProof *own, const char *role, const char *text)
{
    expect(own, text);
    prove_role(own, role);
}

static const char *count_text(const SheetProof *own, int64_t count)
{
    return arena_format(own->proof.arena, "%lld", (long long)count);
}

static const char *volume_words(const SheetProof *own, Volume volume)
{
    return words_volume(own->proof.language, own->proof.arena, volume);
}

static const char *mass_words(const SheetProof *own, Mass mass)
{
    return words_mass(own->proof.language, own->proof.arena, mass);
}

/* -------------------------------------------------------------------------------------- the batch ---- */

static void prove_identity(SheetProof *own)
{
    const Batch *batch = own->batch;
    Arena *arena = own->proof.arena;
    const Language *language = own->proof.language;
    prove_one(own, "sheet.drug", batch->formula->drug->tall_man);
    prove_one(own, "sheet.strength", words_strength(language, arena, batch->strength));
    prove_one(own, "sheet.volume", volume_words(own, batch->volume));
    prove_one(own, "sheet.made-on",
              words_say(language, arena, "sheet.made-begun", "date", words_date(language, arena, batch->made_on), NULL));
    prove_one(own, "sheet.discard", words_date(language, arena, batch->discard_after));
    prove_one(own, "sheet.rule", batch->bud_rule);
    prove_one(own, "sheet.citation", batch->formula->bud_citation);
    prove_one(own, "sheet.container", batch->formula->container);
    prove_one(own, "sheet.formula",
              words_say(language, arena, "sheet.formula-version", "id", batch->formula->id, "version",
                        count_text(own, batch->formula->version), "digest",
                        digest_letters(arena, &batch->formula->digest, 16), NULL));
}

static const char *required(const SheetProof *own, const BatchLine *line)
{
    const Language *language = own->proof.language;
    Arena *arena = own->proof.arena;
    switch (line->kind) {
    case LINE_COUNT:
        return words_say(language, arena, "sheet.tablets", "count", count_text(own, line->count), NULL);
    case LINE_WEIGH:
        return mass_words(own, line->target);
    case LINE_VOLUME:
        return volume_words(own, line->volume);
    case LINE_QS:
        return words_say(language, arena, "sheet.qs", "volume", volume_words(own, own->batch->volume), NULL);
    }
    return "";
}

static const char *range(const SheetProof *own, const BatchLine *line)
{
    const Language *language = own->proof.language;
    Arena *arena = own->proof.arena;
    switch (line->kind) {
    case LINE_COUNT:
        return words_say(language, arena, "sheet.exact-count", NULL);
    case LINE_WEIGH:
        return words_say(language, arena, "sheet.low-high", "low", mass_words(own, line->low), "high",
                         mass_words(own, line->high), "share", words_share(language, arena, line->tolerance), NULL);
    case LINE_QS:
        return words_say(language, arena, "sheet.about", "volume", volume_words(own, line->volume), NULL);
    case LINE_VOLUME:
        return words_say(language, arena, "sheet.low-high", "low", volume_words(own, line->least), "high",
                         volume_words(own, line->most), "share", words_share(language, arena, line->tolerance), NULL);
    }
    return "";
}

/* Its own strength: the drug as ordered that the powder of the mixture holds, in all that goes into the mixture. */
static const char *mixture_words(const SheetProof *own)
{
    const Batch *batch = own->batch;
    Arena *arena = own->proof.arena;
    Mass drug = {0}, mass = {0};
    Volume volume = {0};
    for (size_t l = 0; l < batch->line_count; l++) {
        if (!batch->lines[l].before) continue;
        drug = mass_add(drug, batch->lines[l].drug);
        mass = mass_add(mass, batch->lines[l].target);
        volume = volume_add(volume, batch->lines[l].volume);
    }
    return words_say(own->proof.language, arena, "premix.strength", "mass", mass_words(own, drug), "amount",
                     volume.nl ? volume_words(own, volume) : mass_words(own, mass), NULL);
}

static const char *component(const SheetProof *own, const BatchLine *line)
{
    const Ingredient *part = line->ingredient;
    const char *contains = line->mixture ? mixture_words(own) : part->contains;
    return contains ? words_say(own->proof.language, own->proof.arena, "sheet.contains", "name", part->name, "contains", contains, NULL)
                    : part->name;
}

/* One column of the ingredients: the batch's own, then those of what is made first. */
static void prove_column(SheetProof *own, const char *role, const char *(*cell)(const SheetProof *, const BatchLine *))
{
    const Batch *batch = own->batch;
    for (int before = 0; before < 2; before++)
        for (size_t l = 0; l < batch->line_count; l++)
            if (batch->lines[l].before == before) expect(own, cell(own, &batch->lines[l]));
    prove_role(own, role);
}

static void prove_lines(SheetProof *own)
{
    prove_column(own, "line.component", component);
    prove_column(own, "line.required", required);
    prove_column(own, "line.range", range);
    for (size_t s = 0; s < own->batch->step_count; s++) expect(own, own->batch->steps[s]);
    prove_role(own, "step");
}

static bool has_premix(const SheetProof *own)
{
    return own->batch->premix.drug.ng > 0;
}

static void prove_premix(SheetProof *own)
{
    const Language *language = own->proof.language;
    Arena *arena = own->proof.arena;
    const char *lot = own->batch->lot, *date = words_date(language, arena, own->batch->made_on);
    if (!has_premix(own)) return;
    prove_one(own, "premix.lot", arena_format(arena, "%s-T", lot));
    prove_one(own, "premix.strength", mixture_words(own));
    prove_one(own, "premix.discard", words_say(language, arena, "premix.discard", "date", date, NULL));
    prove_one(own, "premix.label",
              words_say(language, arena, "premix.label", "drug", own->batch->formula->drug->tall_man, "strength", mixture_words(own), "lot",
                        lot, "date", date, "pharmacy", own->proof.house->shop->name, NULL));
}

static void prove_method(SheetProof *own)
{
    const Formula *formula = own->batch->formula;
    for (size_t e = 0; e < formula->equipment_count; e++) expect(own, formula->equipment[e]);
    prove_role(own, "equipment");
    for (size_t m = 0; m < formula->method_count; m++) expect(own, formula->method[m]);
    prove_role(own, "method");
    if (has_premix(own)) expect(own, words_say(own->proof.language, own->proof.arena, "sheet.yield", NULL));
    for (size_t c = 0; c < formula->check_count; c++) expect(own, formula->checks[c].check);
    expect(own, words_say(own->proof.language, own->proof.arena, "sheet.yield", NULL));
    prove_role(own, "check.name");
}

static const Supply *supply_of(const BatchBottle *own)
{
    return &own->fill->supplies[own->bottle->rung->drug];
}

/* Each bottle of the lot once, with its patient: a bottle under the wrong name is the gravest fault of this page. */
static void prove_bottles(SheetProof *own)
{
    const Language *language = own->proof.language;
    Arena *arena = own->proof.arena;
    const Batch *batch = own->batch;
    for (size_t b = 0; b < batch->bottle_count; b++) {
        expect(own, batch->bottles[b].rx->patient.name);
        expect(own, words_say(language, arena, "sheet.prescription-supply", "number", batch->bottles[b].rx->number,
                              "revision", count_text(own, batch->bottles[b].rx->revision), "fill",
                              count_text(own, batch->bottles[b].fill->number), "days",
                              count_text(own, supply_of(&batch->bottles[b])->days), NULL));
        if (batch->bottles[b].unmade) expect(own, words_say(language, arena, "sheet.no-papers", NULL));
    }
    prove_role(own, "bottle.patient");
    for (size_t b = 0; b < batch->bottle_count; b++)
        expect(own, words_say(language, arena, "sheet.bottle-of", "letter", batch->bottles[b].bottle->letter, "i",
                              count_text(own, batch->bottles[b].bottle->i), "n",
                              count_text(own, batch->bottles[b].bottle->n), NULL));
    prove_role(own, "bottle.letter");
    for (size_t b = 0; b < batch->bottle_count; b++) expect(own, volume_words(own, batch->bottles[b].bottle->contents));
    prove_role(own, "bottle.contents");
    for (size_t b = 0; b < batch->bottle_count; b++) {
        const Supply *supply = supply_of(&batch->bottles[b]);
        if (supply->tablet.ng == 0) continue;
        expect(own, words_say(language, arena, "sheet.tablets-before", "mass", mass_words(own, supply->tablet), "date",
                              words_date(language, arena, supply->tablets_last), "count", count_text(own, supply->tablets_over), NULL));
    }
    prove_role(own, "bottle.tablets");
}

/* A number of mL without its unit, as printed at the start of a text; *end behind it. */
static int64_t bare_number(const SheetProof *own, const char *text, const char **end)
{
    *end = text + strspn(text, "0123456789.,");
    const char *number = arena_copy(own->proof.arena, text, (size_t)(*end - text));
    return printed_quantity(own->proof.language, arena_format(own->proof.arena, "%s mL", number), "mL", own->proof.arena);
}

/* The sum of one product, "14 x (4.6 + 4.8 + 4.8)" or "93 x 0.02", whose " x " is here; in nL. */
static int64_t product(const SheetProof *own, const char *sign)
{
    const char *first = sign, *at = sign + 3;
    while (first[-1] >= '0' && first[-1] <= '9') first--;
    int64_t times = strtol(first, NULL, 10), sum = 0;
    bool several = *at == '(';
    at += several;
    for (;; at += 3) {
        int64_t each = bare_number(own, at, &at);
        if (each < 0) return -1;
        sum += each;
        if (!several || strncmp(at, " + ", 3) != 0) return times * sum;
    }
}

/* One bottle's words, added up: every product in them, rounded up to the mL, is what is printed as put in.  Returns what
 * follows them; NULL where they are not of that form. */
static const char *prove_bottle_sum(SheetProof *own, const char *words, const Bottle *bottle)
{
    const char *equals = strstr(words, " = "), *end = words;
    int64_t sum = 0, days = 0;
    for (size_t r = 0; r < bottle->run_count; r++) days += bottle->runs[r].days;
    proof_number(&own->proof, "bottle.sum days", days, strtol(words, NULL, 10));
    if (!equals) return NULL;
    for (const char *sign = strstr(words, " x "); sign && sign < equals; sign = strstr(sign + 3, " x ")) sum += product(own, sign);
    proof_number(&own->proof, "bottle.sum in nL", sum, bare_number(own, equals + 3, &end));
    proof_number(&own->proof, "bottle.sum need in nL", bottle->need.nl, sum);
    const char *filled = strpbrk(end, "0123456789");
    if (!filled) return NULL;
    int64_t contents = bare_number(own, filled, &end);
    proof_number(&own->proof, "bottle.sum filled in nL", (sum + NL_PER_ML - 1) / NL_PER_ML * NL_PER_ML, contents);
    proof_number(&own->proof, "bottle.sum and contents", bottle->contents.nl, contents);
    const char *size = arena_format(own->proof.arena, " mL, %s ", proof_plain(own->proof.arena, bottle->size->name));
    return text_starts(end, size) ? end + strlen(size) : NULL;
}

static void prove_bottle_sums(SheetProof *own)
{
    const char *words = arena_format(own->proof.arena, "%s ", proof_plain(own->proof.arena, proof_all(&own->proof, "bottle.sum")));
    for (size_t b = 0; words && b < own->batch->bottle_count; b++) words = prove_bottle_sum(own, words, own->batch->bottles[b].bottle);
    if (!words || *words) proof_fault(&own->proof, MT750, "bottle.sum", "what is put into each bottle cannot be read back");
}

/* What a table says of the days of a run: "= 30 mg", or which drug it lacks; days that go on so are put together. */
static const char *equivalent_of(const SheetProof *own, const InDiazepam *by, const char *days)
{
    const Language *language = own->proof.language;
    Arena *arena = own->proof.arena;
    if (by->missing) return words_say(language, arena, "sheet.equivalent-none", "days", days, "drug", by->missing->tall_man, NULL);
    const char *mass = mass_words(own, by->high);
    if (by->low.ng != by->high.ng)
        mass = words_say(language, arena, "sheet.low-high", "low", mass_words(own, by->low), "high", mass, NULL);
    return words_say(language, arena, "sheet.equivalent-run", "days", days, "mass", mass, NULL);
}

/* From the last run back: the first day of what says the same. */
static const char *equivalents_of(const SheetProof *own, const DiazepamRuns *runs, size_t table)
{
    const Language *language = own->proof.language;
    Arena *arena = own->proof.arena;
    const char *all = "";
    for (size_t end = runs->count; end > 0;) {
        size_t begin = end - 1;
        const DiazepamRun *last = &runs->items[end - 1];
        const char *says = equivalent_of(own, &last->by[table], "");
        while (begin > 0 && runs->items[begin - 1].dated == last->dated &&
               text_equal(equivalent_of(own, &runs->items[begin - 1].by[table], ""), says))
            begin--;
        const char *first_day = words_day_month(language, arena, runs->items[begin].first);
        const char *last_day = words_day_month(language, arena, last->last);
        const char *days = !last->dated ? words_say(language, arena, "sheet.equivalent-undated", NULL)
                           : text_equal(first_day, last_day)
                               ? first_day
                               : words_say(language, arena, "sheet.equivalent-days", "first", first_day, "last", last_day, NULL);
        all = arena_format(arena, "%s%s%s", equivalent_of(own, &last->by[table], days), *all ? "; " : "", all);
        end = begin;
    }
    return all;
}

static void expect_equivalents(SheetProof *own, const BatchBottle *bottle)
{
    const Tables *tables = own->proof.house->tables;
    const DiazepamRuns *runs = &bottle->fill->in_diazepam;
    if (runs->count == 0)
        expect(own, words_say(own->proof.language, own->proof.arena, "sheet.equivalent-itself", "number", bottle->rx->number, NULL));
    for (size_t t = 0; runs->count && t < tables->equivalence_count; t++)
        expect(own, words_say(own->proof.language, own->proof.arena, "sheet.equivalent", "number", bottle->rx->number, "table",
                              tables->equivalences[t].name, "list", equivalents_of(own, runs, t), NULL));
}

static void expect_modelled(SheetProof *own, const Prescription *rx)
{
    for (const Step *step = rx->steps; step < rx->steps + rx->step_count; step++)
        if (step->by == BY_OCCUPANCY)
            expect(own, words_say(own->proof.language, own->proof.arena, "sheet.modelled", "number", rx->number, "mass",
                                  mass_words(own, step->k), "source", step->k_source, NULL));
}

/* Of each prescription of the lot once. */
static void prove_equivalents(SheetProof *own)
{
    const Batch *batch = own->batch;
    bool tables = false;
    for (size_t b = 0; b < batch->bottle_count; b++) tables |= batch->bottles[b].fill->in_diazepam.count > 0;
    if (tables) expect(own, words_say(own->proof.language, own->proof.arena, "sheet.equivalents-about", NULL));
    prove_role(own, "equivalents.about");
    for (size_t b = 0; b < batch->bottle_count; b++)
        if (b == 0 || batch->bottles[b].rx != batch->bottles[b - 1].rx) expect_equivalents(own, &batch->bottles[b]);
    prove_role(own, "equivalent");
    for (size_t b = 0; b < batch->bottle_count; b++)
        if (b == 0 || batch->bottles[b].rx != batch->bottles[b - 1].rx) expect_modelled(own, batch->bottles[b].rx);
    prove_role(own, "modelled");
}

/* Printed volumes read back and added up: what goes into the bottles is the batch's contents, and no more than is
 * made. */
static void prove_sum(SheetProof *own)
{
    int64_t sum = 0;
    for (size_t p = 0; p < own->proof.document->count; p++) {
        const Page *page = &own->proof.document->pages[p];
        for (size_t i = 0; i < page->count; i++)
            if (text_equal(page->items[i].role, "bottle.contents"))
                sum += printed_quantity(own->proof.language, page->items[i].text, "mL", own->proof.arena);
    }
    proof_number(&own->proof, "bottle.contents in nL", own->batch->contents.nl, sum);
    if (sum > own->batch->volume.nl)
        proof_fault(&own->proof, MT750, "bottle.contents", "more goes into the bottles than is made");
}

static void prove_code(SheetProof *own)
{
    Proof *proof = &own->proof;
    const Batch *batch = own->batch;
    Record record;
    if (!proof_record(proof, proof_item(proof, "page.code"), RECORD_BATCH, &record)) return;
    proof_equal(proof, "page.code lot", batch->lot, record.lot);
    proof_number(proof, "page.code drug", batch->formula->drug->code, record.drug);
    proof_number(proof, "page.code strength", batch->strength.mass.ng * NL_PER_ML / batch->strength.volume.nl,
                 record.strength);
    proof_date(proof, "page.code made on", batch->made_on, record.first);
    proof_date(proof, "page.code discard after", batch->discard_after, record.discard_after);
    proof_word(proof, "code.word", &record);
}

static void prove_page(SheetProof *own)
{
    Proof *proof = &own->proof;
    Arena *arena = proof->arena;
    proof_geometry(proof, least_sizes);
    proof_equal(proof, "page.lot", words_say(proof->language, arena, "sheet.lot", "lot", own->batch->lot, NULL),
                proof_text(proof, "page.lot"));
    proof_equal(proof, "page.formula", own->batch->formula->title, proof_text(proof, "page.formula"));
    proof_equal(proof, "page.number",
                words_say(proof->language, arena, "page.number", "page", count_text(own, proof->number), "pages",
                          count_text(own, (int64_t)proof->document->count), NULL),
                proof_text(proof, "page.number"));
    if (proof->house->sample)
        proof_equal(proof, "page.sample", words_say(proof->language, arena, "sample", NULL),
                    proof_text(proof, "page.sample"));
    proof_reprint(proof, "page.reprint");
    if (proof->number == 1) prove_code(own);
}

bool worksheet_proof(const PaperShop *house, const Batch *batch, const Document *document, Arena *arena,
                     Findings *findings)
{
    SheetProof own = {.proof = {.house = house,
                                .language = house->pharmacist,
                                .document = document,
                                .paper = "worksheet",
                                .place = batch->formula->place,
                                .arena = arena,
                                .findings = findings,
                                .whole = true},
                      .batch = batch,
                      .expected = buffer_new(arena)};
    for (size_t p = 0; p < document->count; p++) {
        own.proof.page = &document->pages[p];
        own.proof.number = (int)p + 1;
        prove_page(&own);
    }
    prove_identity(&own);
    prove_lines(&own);
    prove_premix(&own);
    prove_method(&own);
    prove_bottles(&own);
    prove_bottle_sums(&own);
    prove_equivalents(&own);
    prove_sum(&own);
    return own.proof.whole;
}
