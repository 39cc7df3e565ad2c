/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The labels of a fill, read back: one for each bottle, in order; its volumes, dates, lot and code are the bottle's. */
#include <stdlib.h>
#include <string.h>

#include "microtaper/text.h"
#include "proof.h"
#include "words.h"

#define UNIT_10UL 10000
#define QUANTITIES_MAX 16

/* California 16 CCR 1707.5: the clustered four at 12 points or more. */
static const LeastSize least_sizes[] = {
    {"label.patient", POINTS(12)}, {"label.drug", POINTS(12)}, {"label.directions", POINTS(12)},
    {"label.purpose", POINTS(12)}, {"*", POINTS(6)},           {NULL, 0},
};
static const char *const cluster[] = {"label.patient", "label.drug", "label.directions", "label.purpose"};
#define CLUSTERED (sizeof cluster / sizeof *cluster)

typedef struct {
    Proof proof;               /* its page: one label cut out of the sheet */
    const PaperJob *job;
    const Stock *stock;
    const Bottle *bottle;
    size_t next;               /* bottle whose label comes next */
} LabelProof;

/* ------------------------------------------------------------------------------- one label's texts ---- */

/* All that a role says on the label. */
static const char *said(LabelProof *own, const char *role)
{
    size_t count;
    const Item **items = proof_items(&own->proof, role, &count);
    Buffer all = buffer_new(own->proof.arena);
    for (size_t i = 0; i < count; i++) buffer_addf(&all, "%s%s", i ? " " : "", items[i]->text ? items[i]->text : "");
    return buffer_text(&all);
}

/* NULL: the role must say nothing. */
static void prove(LabelProof *own, const char *role, const char *expected)
{
    const char *found = said(own, role);
    if (expected && text_empty(found)) proof_fault(&own->proof, MT751, role, "is missing");
    else proof_equal(&own->proof, role, expected ? expected : "", found);
}

static const char *say_date(const LabelProof *own, const char *key, Date date)
{
    const Language *language = own->proof.language;
    return words_say(language, own->proof.arena, key, "date", words_date_short(language, own->proof.arena, date), NULL);
}

static const char *say(const LabelProof *own, const char *key, const char *name, const char *value)
{
    return words_say(own->proof.language, own->proof.arena, key, name, value, NULL);
}

static Date day_date(const LabelProof *own, int32_t day)
{
    return date_add(own->job->plan->first, day);
}

static const char *use_words(const LabelProof *own)
{
    const Language *language = own->proof.language;
    Arena *arena = own->proof.arena;
    Date first = day_date(own, own->bottle->first), last = day_date(own, own->bottle->last);
    if (first.day == last.day) return say_date(own, "label.use.day", first);
    bool one_year = date_civil(first).year == date_civil(last).year;
    return words_say(language, arena, "label.use", "first",
                     one_year ? words_day_month(language, arena, first) : words_date_short(language, arena, first),
                     "last", words_date_short(language, arena, last), NULL);
}

static void prove_bottle(LabelProof *own, const Batch *batch)
{
    Arena *arena = own->proof.arena;
    const Language *language = own->proof.language;
    const Bottle *bottle = own->bottle;
    const Formula *formula = bottle->rung->formula;
    prove(own, "label.drug", words_say(language, arena, "label.drug", "drug", formula->drug->tall_man, "strength",
                                       words_strength(language, arena, bottle->rung->strength), NULL));
    prove(own, "label.letter", bottle->letter);
    prove(own, "label.count", words_say(language, arena, "label.count", "i", arena_format(arena, "%d", bottle->i), "n",
                                        arena_format(arena, "%d", bottle->n), NULL));
    prove(own, "label.lot", say(own, "label.lot", "lot", batch->lot));
    prove(own, "label.use", use_words(own));
    prove(own, "label.discard", say_date(own, "label.discard", own->job->fill->discard_by_drug[bottle->rung->drug]));
    prove(own, "label.filled", say_date(own, "label.filled", own->job->fill->made_on));
    prove(own, "label.shake", formula->shake ? words_find(language, "label.shake") : NULL);
    prove(own, "label.storage", words_find(language, arena_format(arena, "storage.%s", formula->storage)));
    prove(own, "label.law", formula->drug->schedule_iv ? words_find(language, "law.transfer") : NULL);
}

static void prove_person(LabelProof *own)
{
    const Prescription *rx = own->job->rx;
    const Shop *shop = own->job->house->shop;
    const Language *language = own->proof.language;
    prove(own, "label.patient", rx->patient.name);
    prove(own, "label.purpose", rx->purpose ? say(own, "label.purpose", "purpose", rx->purpose) : NULL);
    prove(own, "label.rx", say(own, "label.rx", "number", rx->number));
    prove(own, "label.prescriber", say(own, "label.prescriber", "name", rx->prescriber.name));
    prove(own, "label.pharmacy", shop->name);
    prove(own, "label.address", shop->address);
    prove(own, "label.phone", shop->phone);
    prove(own, "label.compounded", words_find(language, "label.compounded"));
    prove(own, "label.reprint", words_reprint(own->proof.language, own->proof.arena, own->job->house));
    prove(own, "label.sample", own->job->house->sample ? words_find(language, "sample") : NULL);
}

/* ---------------------------------------------------------------------------------------- directions ---- */

static Volume volume_on(const LabelProof *own, int32_t day, size_t time)
{
    return schedule_volume(own->job->schedule, own->bottle->rung->drug, day, time);
}

/* The same volumes on every day of the bottle, looked at day by day. */
static bool volumes_constant(const LabelProof *own)
{
    for (int32_t day = own->bottle->first + 1; day <= own->bottle->last; day++)
        for (size_t time = 0; time < own->job->plan->times; time++)
            if (volume_on(own, day, time).nl != volume_on(own, own->bottle->first, time).nl) return false;
    return true;
}

static Volume largest_volume(const LabelProof *own)
{
    Volume most = {0};
    for (int32_t day = own->bottle->first; day <= own->bottle->last; day++)
        for (size_t time = 0; time < own->job->plan->times; time++)
            if (volume_on(own, day, time).nl > most.nl) most = volume_on(own, day, time);
    return most;
}

/* Every "number mL" of a text, in nL. */
static size_t quantities_in(const LabelProof *own, const char *text, int64_t *nl)
{
    size_t words, count = 0;
    char **word = text_words(own->proof.arena, text, &words);
    for (size_t w = 0; w + 1 < words && count < QUANTITIES_MAX; w++) {
        if (strncmp(word[w + 1], "mL", 2) != 0) continue;
        int64_t value = printed_quantity(own->proof.language, arena_format(own->proof.arena, "%s mL", word[w]), "mL",
                                         own->proof.arena);
        if (value >= 0) nl[count++] = value;
    }
    return count;
}

static void prove_quantities(LabelProof *own, const char *role, const int64_t *expected, size_t count)
{
    int64_t found[QUANTITIES_MAX];
    const char *text = said(own, role);
    size_t seen = quantities_in(own, text, found), k = 0;
    while (k < count && k < seen && found[k] == expected[k]) k++;
    if (k == count && k == seen) return;
    Buffer list = buffer_new(own->proof.arena);
    for (size_t i = 0; i < count; i++)
        buffer_addf(&list, "%s%s", i ? ", " : "", volume_text(own->proof.arena, (Volume){expected[i]}));
    proof_differs(&own->proof, role, buffer_text(&list), text);
}

/* Each time of day must be named, in its order. */
static void prove_times(LabelProof *own)
{
    const char *text = said(own, "label.directions");
    for (size_t time = 0; time < own->job->plan->times; time++) {
        if (volume_on(own, own->bottle->first, time).nl == 0) continue;
        const char *name = own->job->house->shop->times[time].name;
        const char *at = words_find(own->proof.language, arena_format(own->proof.arena, "at.%s", name));
        const char *found = at ? strstr(text, at) : NULL;
        if (!found) proof_differs(&own->proof, "label.directions", at ? at : name, text);
        else text = found + strlen(at);
    }
}

static void prove_constant(LabelProof *own)
{
    int64_t volumes[TIMES_MAX];
    size_t count = 0;
    for (size_t time = 0; time < own->job->plan->times; time++)
        if (volume_on(own, own->bottle->first, time).nl > 0)
            volumes[count++] = volume_on(own, own->bottle->first, time).nl;
    prove_quantities(own, "label.directions", volumes, count);
    prove_times(own);
    prove(own, "label.caution", words_find(own->proof.language, "label.take.else"));
}

/* The chart to follow, by number and revision, and never more than the largest volume of the bottle. */
static void prove_follow(LabelProof *own)
{
    const Prescription *rx = own->job->rx;
    Volume most = largest_volume(own);
    prove_quantities(own, "label.directions", &most.nl, 1);
    prove(own, "label.directions",
          words_say(own->proof.language, own->proof.arena, "label.follow", "number", rx->number, "revision",
                    arena_format(own->proof.arena, "%d", (int)rx->revision), "volume",
                    words_volume(own->proof.language, own->proof.arena, most), NULL));
    prove(own, "label.caution", words_find(own->proof.language, "label.follow.else"));
}

/* The strength that the drug had on the day before this bottle, when it is another; each day is looked at anew. */
static const Strength *strength_before(const LabelProof *own)
{
    int32_t day = own->bottle->first - 1;
    const Rung *rung = day < 0 ? NULL : ladder_rung(own->job->schedule->ladder, own->bottle->rung->drug, day);
    return rung && !strength_equal(rung->strength, own->bottle->rung->strength) ? &rung->strength : NULL;
}

/* ------------------------------------------------------------------------- the pharmacist's language ---- */

static const char *second_volumes(const LabelProof *own, const Language *language)
{
    Arena *arena = own->proof.arena;
    const char *doses[TIMES_MAX];
    size_t count = 0;
    for (size_t time = 0; time < own->job->plan->times; time++) {
        Volume volume = volume_on(own, own->bottle->first, time);
        const char *at = words_find(language, arena_format(arena, "at.%s", own->job->house->shop->times[time].name));
        if (volume.nl == 0) continue;
        doses[count] = words_say(language, arena, count ? "label.take.next" : "label.take.first", "volume",
                                 words_volume(language, arena, volume), "at", at ? at : "", NULL);
        count++;
    }
    return words_say(language, arena, "label.take", "list", words_list(language, arena, doses, count), NULL);
}

static const char *second_follow(const LabelProof *own, const Language *language)
{
    Arena *arena = own->proof.arena;
    return words_say(language, arena, "label.follow", "number", own->job->rx->number, "revision",
                     arena_format(arena, "%d", (int)own->job->rx->revision), "volume",
                     words_volume(language, arena, largest_volume(own)), NULL);
}

/* A full label goes without the line only where that was told. */
static bool told_without(const LabelProof *own)
{
    for (size_t i = 0; i < own->proof.findings->count; i++)
        if (own->proof.findings->items[i].code == MT720) return true;
    return false;
}

/* Drug and directions once more, where the shop asks for them; nothing where it does not. */
static void prove_second(LabelProof *own)
{
    const PaperShop *house = own->job->house;
    const Language *language = house->pharmacist;
    Arena *arena = own->proof.arena;
    if (!words_second_asked(house) || (told_without(own) && text_empty(said(own, "label.second")))) {
        prove(own, "label.second", NULL);
        return;
    }
    const char *drug = words_say(language, arena, "label.drug", "drug", own->bottle->rung->formula->drug->tall_man, "strength",
                                 words_strength(language, arena, own->bottle->rung->strength), NULL);
    const char *directions = volumes_constant(own) ? second_volumes(own, language) : second_follow(own, language);
    prove(own, "label.second", words_say(language, arena, "second", "text", arena_format(arena, "%s. %s", drug, directions), NULL));
}

/* A new strength is told with old and new volume, else the bottle that is replaced; nothing is told where there is none. */
static void prove_news(LabelProof *own)
{
    const Language *language = own->proof.language;
    Arena *arena = own->proof.arena;
    const Strength *old = strength_before(own);
    const char *expected =
        old ? words_say(language, arena, "label.news.strength", "before", words_strength(language, arena, *old), NULL)
            : NULL;
    for (size_t time = own->job->plan->times; old && time-- > 0;) {
        Volume before = volume_on(own, own->bottle->first - 1, time), now = volume_on(own, own->bottle->first, time);
        if (before.nl == 0 || now.nl == 0) continue;
        expected = words_say(language, arena, "label.news", "before", words_strength(language, arena, *old), "old",
                             words_volume(language, arena, before), "new", words_volume(language, arena, now), NULL);
    }
    const Replaced *lost = own->bottle->replaces;
    if (!old && lost) expected = words_say(language, arena, "label.replaces", "letter", lost->bottle, NULL);
    prove(own, "label.news", expected);
}

static void prove_volumes(LabelProof *own)
{
    prove_quantities(own, "label.quantity", &own->bottle->contents.nl, 1);
    prove_quantities(own, "label.syringe", &own->bottle->rung->syringe->capacity.nl, 1);
    if (volumes_constant(own)) prove_constant(own);
    else prove_follow(own);
}

/* ------------------------------------------------------------------------------------------- cluster ---- */

static bool clustered(const char *role)
{
    for (size_t c = 0; c < CLUSTERED; c++)
        if (text_equal(role, cluster[c])) return true;
    return text_equal(role, "label.caution") || text_equal(role, "joint");
}

/* Patient, drug, directions, purpose follow each other from the top; nothing else stands in the upper half. */
static void prove_cluster(LabelProof *own)
{
    int64_t reached = 0;
    for (size_t c = 0; c < CLUSTERED; c++) {
        size_t count;
        const Item **items = proof_items(&own->proof, cluster[c], &count);
        for (size_t i = 0; i < count; i++) {
            if (items[i]->y.um < reached)
                proof_fault(&own->proof, MT750, cluster[c],
                            "stands out of the order patient, drug, directions, purpose");
            reached = items[i]->y.um;
        }
    }
    for (size_t i = 0; i < own->proof.page->count; i++) {
        const Item *item = &own->proof.page->items[i];
        if (item->kind == ITEM_TEXT && !clustered(item->role) && item->y.um * 2 < own->stock->height.um)
            proof_fault(&own->proof, MT750, item->role,
                        "stands in the half that belongs to patient, drug, directions and purpose");
    }
}

/* ---------------------------------------------------------------------------------------------- code ---- */

static void prove_digest(LabelProof *own, const Record *record)
{
    const char *canonical = bottle_canonical(own->job->schedule, own->job->house->shop, own->bottle, own->proof.arena);
    Digest digest = digest_of(canonical, strlen(canonical));
    if (memcmp(digest.bytes, record->digest, sizeof record->digest))
        proof_fault(&own->proof, MT754, "label.code", "carries the rows of another bottle");
}

static void prove_code(LabelProof *own, const Batch *batch)
{
    Proof *proof = &own->proof;
    const Bottle *bottle = own->bottle;
    const Strength *strength = &bottle->rung->strength;
    Record record;
    uint8_t token[6];
    if (!proof_record(proof, proof_item(proof, "label.code"), RECORD_BOTTLE, &record)) return;
    proof_token(proof, own->job->rx->number, token);
    if (memcmp(token, record.token, sizeof token))
        proof_fault(proof, MT754, "label.code", "belongs to another prescription");
    proof_number(proof, "label.code revision", own->job->rx->revision, record.revision);
    proof_number(proof, "label.code drug", bottle->rung->formula->drug->code, record.drug);
    proof_number(proof, "label.code fill", own->job->fill->number, record.fill);
    proof_equal(proof, "label.code lot", batch->lot, record.lot);
    proof_number(proof, "label.code i", bottle->i, record.i);
    proof_number(proof, "label.code n", bottle->n, record.n);
    proof_date(proof, "label.code first day", day_date(own, bottle->first), record.first);
    proof_number(proof, "label.code days", bottle->last - bottle->first + 1, record.days);
    proof_date(proof, "label.code discard after", own->job->fill->discard_by_drug[bottle->rung->drug],
               record.discard_after);
    proof_number(proof, "label.code strength", strength->mass.ng * NL_PER_ML / strength->volume.nl, record.strength);
    proof_number(proof, "label.code largest volume", largest_volume(own).nl / UNIT_10UL, record.largest);
    prove_digest(own, &record);
    if (!text_empty(said(own, "label.word")))
        proof_word(proof, "label.word", &record); /* the fullest label has no room */
}

/* -------------------------------------------------------------------------------------- sheets, cells ---- */

static const Batch *batch_of(const PaperJob *job, const Bottle *bottle)
{
    for (size_t i = 0; i < job->batch_count; i++)
        for (size_t b = 0; b < job->batches[i]->bottle_count; b++) {
            const BatchBottle *own = &job->batches[i]->bottles[b];
            bool same = own->bottle == bottle || (text_equal(own->rx->number, job->rx->number) &&
                                                  text_equal(own->bottle->letter, bottle->letter));
            if (same) return job->batches[i];
        }
    return NULL;
}

static void prove_label(LabelProof *own)
{
    if (own->next >= own->job->fill->bottle_count) {
        proof_fault(&own->proof, MT750, "label.letter", "more labels than bottles");
        return;
    }
    own->bottle = &own->job->fill->bottles[own->next++];
    const Batch *batch = batch_of(own->job, own->bottle);
    if (!batch) {
        proof_fault(&own->proof, MT751, "label.lot", "the bottle belongs to no batch");
        return;
    }
    proof_geometry(&own->proof, least_sizes);
    prove_person(own);
    prove_bottle(own, batch);
    prove_volumes(own);
    prove_news(own);
    prove_second(own);
    prove_cluster(own);
    prove_code(own, batch);
}

/* The items whose middle lies in one label of the sheet, moved to its own corner. */
static Page cut_label(const LabelProof *own, const Page *sheet, int64_t left, int64_t top)
{
    Page label = {.width = own->stock->width, .height = own->stock->height};
    label.items = ARENA_ARRAY(own->proof.arena, sheet->count + 1, Item);
    for (size_t i = 0; i < sheet->count; i++) {
        Item item = sheet->items[i];
        int64_t x = item.x.um + item.width.um / 2 - left, y = item.y.um + item.height.um / 2 - top;
        if (x < 0 || y < 0 || x >= label.width.um || y >= label.height.um) continue;
        item.x.um -= left;
        item.y.um -= top;
        label.items[label.count++] = item;
    }
    return label;
}

static void prove_sheet(LabelProof *own, const Page *sheet)
{
    const Stock *stock = own->stock;
    int32_t down = stock->down > 1 ? stock->down : 1, across = stock->across > 1 ? stock->across : 1;
    size_t placed = 0;
    for (int32_t r = 0; r < down; r++)
        for (int32_t c = 0; c < across; c++) {
            Page label =
                cut_label(own, sheet, stock->left.um + c * stock->pitch_x.um, stock->top.um + r * stock->pitch_y.um);
            placed += label.count;
            own->proof.page = &label;
            if (label.count > 0) prove_label(own);
        }
    if (placed == sheet->count) return;
    proof_fault(&own->proof, MT752, "label",
                arena_format(own->proof.arena, "%zu items stand on no label", sheet->count - placed));
}

bool labels_proof(const PaperJob *job, const Document *document, Arena *arena, Findings *findings)
{
    LabelProof own = {.proof = {.house = job->house,
                                .language = job->house->language,
                                .document = document,
                                .paper = "labels",
                                .place = job->rx->place,
                                .arena = arena,
                                .findings = findings,
                                .whole = true},
                      .job = job};
    own.stock = stock_load(job->house->templates, job_label_stock(job), arena, findings);
    if (!own.stock) return false;
    for (size_t p = 0; p < document->count; p++) {
        own.proof.number = (int)p + 1;
        prove_sheet(&own, &document->pages[p]);
    }
    if (own.next != job->fill->bottle_count)
        proof_fault(&own.proof, MT751, "label",
                    arena_format(arena, "%zu labels for %zu bottles", own.next, job->fill->bottle_count));
    return own.proof.whole;
}
