/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Judges stocks and label pages before they are used: schema, measures, boxes, and whether texts fit: usual ones must,
 * with the longest it is told which stock is too small for them. */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "label.h"
#include "microtaper/text.h"
#include "words.h"

#define DPI 203             /* the coarsest label printers in use: the largest code */
#define CODE_VERSION 6

/* What stands on a label that nobody will ever get. */
typedef struct {
    const char *patient, *drug;
    Strength strength;
    const char *number, *revision;
    Volume volume;
    const char *purpose, *pharmacy, *address, *phone, *prescriber, *time, *storage;
    const char *i, *n, *lot;
    int year;               /* of the last day: another than that of the first makes the dates longer */
    bool news;
} Texts;

#define MG(n) {(int64_t)(n) * NG_PER_MG}
#define ML(n) {(int64_t)((n) * NL_PER_ML)}

static const Texts usual = {
    .patient = "Josephine Alvarado", .drug = "clonazePAM", .strength = {{100000}, ML(1)},
    .number = "RX-104200", .revision = "2", .volume = ML(10.2), .purpose = "Coming off clonazepam slowly",
    .pharmacy = "Harbor Compounding Pharmacy", .address = "12 Quay Street, Portland, ME 04101", .phone = "+1 555 0142",
    .prescriber = "Dana Whitfield, MD", .time = "morning", .storage = "room-or-refrigerator", .year = 2026,
    .i = "1", .n = "2", .lot = "2EXCY28P",
};

static const Texts longest = {
    .patient = "Mar\xC3\xAD" "a Fern\xC3\xA1ndez de C\xC3\xB3rdoba y Featherstonehaugh-Cholmondeley",
    .drug = "chlordiazePOXIDE", .strength = {MG(25), ML(10)}, .number = "RX-2026-1042-0077", .revision = "125",
    .volume = ML(10.25), .purpose = "Coming off chlordiazepoxide slowly, after spasms of the back",
    .pharmacy = "Saint Bartholomew Medical Center Pharmacy", .phone = "+1 207 555 0142 ext. 4410",
    .address = "Suite 400, 2200 Commercial Wharf Extension, South Portland, ME 04106",
    .prescriber = "Alexandrina Worthington-Smythe, DO, PhD", .time = "bedtime", .storage = "room-or-refrigerator",
    .year = 2027, .i = "10", .n = "12", .lot = "MMMMWWWW", .news = true,
};

typedef struct {
    const char *templates;
    const Stock *stock;
    const Fonts *fonts;
    const Language *words;
    const Modules *modules;
    Place place;
    Arena *arena;
    Findings *findings;
} Check;

/* ---------------------------------------------------------------- what it says ---- */

static void say_cluster(const Check *c, const Texts *t, const char **said)
{
    const char *volume = words_volume(c->words, c->arena, t->volume);
    said[LABEL_patient] = t->patient;
    said[LABEL_drug] = words_say(c->words, c->arena, "label.drug", "drug", t->drug, "strength",
                                 words_strength(c->words, c->arena, t->strength), NULL);
    said[LABEL_directions] = words_say(c->words, c->arena, "label.follow", "number", t->number, "revision", t->revision,
                                       "volume", volume, NULL);
    said[LABEL_caution] = words_say(c->words, c->arena, "label.follow.else", NULL);
    said[LABEL_purpose] = words_say(c->words, c->arena, "label.purpose", "purpose", t->purpose, NULL);
    if (t->news)
        said[LABEL_news] = words_say(c->words, c->arena, "label.news", "before",
                                     words_strength(c->words, c->arena, t->strength), "old", volume, "new", volume, NULL);
}

static void say_bottle(const Check *c, const Texts *t, const char **said)
{
    const char *last = words_date_short(c->words, c->arena, date_of(t->year, 12, 28));
    const char *first = t->year == 2026 ? words_day_month(c->words, c->arena, date_of(2026, 12, 1))
                                        : words_date_short(c->words, c->arena, date_of(2026, 12, 31));
    said[LABEL_letter] = "M";
    said[LABEL_count] = words_say(c->words, c->arena, "label.count", "i", t->i, "n", t->n, NULL);
    said[LABEL_lot] = words_say(c->words, c->arena, "label.lot", "lot", t->lot, NULL);
    said[LABEL_use] = words_say(c->words, c->arena, "label.use", "first", first, "last", last, NULL);
    said[LABEL_discard] = words_say(c->words, c->arena, "label.discard", "date", last, NULL);
    said[LABEL_quantity] = words_say(c->words, c->arena, "label.quantity", "volume",
                                     words_volume(c->words, c->arena, (Volume)ML(480)), NULL);
    said[LABEL_shake] = words_say(c->words, c->arena, "label.shake", NULL);
    said[LABEL_storage] = words_find(c->words, arena_format(c->arena, "storage.%s", t->storage));
    said[LABEL_syringe] = words_say(c->words, c->arena, "label.syringe", "volume",
                                    words_volume(c->words, c->arena, (Volume)ML(10)), NULL);
}

static void say_rest(const Check *c, const Texts *t, const char **said)
{
    said[LABEL_compounded] = words_say(c->words, c->arena, "label.compounded", NULL);
    said[LABEL_pharmacy] = t->pharmacy;
    said[LABEL_address] = t->address;
    said[LABEL_phone] = t->phone;
    said[LABEL_rx] = words_say(c->words, c->arena, "label.rx", "number", t->number, NULL);
    said[LABEL_prescriber] = words_say(c->words, c->arena, "label.prescriber", "name", t->prescriber, NULL);
    said[LABEL_filled] = words_say(c->words, c->arena, "label.filled", "date",
                                   words_date_short(c->words, c->arena, date_of(2026, 12, 30)), NULL);
    said[LABEL_word] = words_say(c->words, c->arena, "code.word", "word", "WWWW-WWWW-W", NULL);
    said[LABEL_law] = words_say(c->words, c->arena, "law.transfer", NULL);
    said[LABEL_route] = words_say(c->words, c->arena, "label.route", NULL);
}

/* ---------------------------------------------------------------- whether it fits ---- */

static bool set_texts(const Check *check, const LabelPage *page, const Texts *texts, Findings *findings)
{
    LabelContent content = {.modules = check->modules, .dpi = DPI};
    Sheet sheet = sheet_new(check->fonts, "check", language_code(check->words), check->place, check->arena, findings);
    say_cluster(check, texts, content.said);
    say_bottle(check, texts, content.said);
    say_rest(check, texts, content.said);
    label_set(&sheet, page, 0, &content);
    return sheet_document(&sheet) != NULL;
}

/* On any of the pages; else what was wrong with the last is in *wrong. */
static bool fits(const Check *check, const LabelPages *pages, const Texts *texts, Findings *wrong)
{
    for (size_t i = 0; i < pages->count; i++) {
        *wrong = findings_new(check->arena);
        if (set_texts(check, &pages->items[i], texts, wrong)) return true;
    }
    return false;
}

static void check_language(const Check *check, const LabelPages *pages)
{
    Findings wrong;
    const char *language = language_code(check->words);
    if (!fits(check, pages, &usual, &wrong))
        finding_add(check->findings, MT718, check->place, "in %s: %s", language, wrong.items[0].text);
    else if (!fits(check, pages, &longest, &wrong))
        finding_add(check->findings, MT717, check->place, "in %s: %s", language, wrong.items[0].text);
}

static bool check_schema(const Check *check, const char *folder, const char *name, const char *schema)
{
    const char *file = arena_format(check->arena, "%s/%s/%s.xml", check->templates, folder, name);
    return xml_validate(file, arena_format(check->arena, "%s/schema/%s.xsd", check->templates, schema), check->findings);
}

static void check_pages(Check *check, const char *name, Language *const *languages, size_t count)
{
    check->place.file = arena_format(check->arena, "%s/pages/%s.xml", check->templates, name);
    if (!check_schema(check, "pages", name, "label")) return;
    const LabelPages *pages = label_pages_load(check->templates, check->stock, name, check->arena, check->findings);
    for (size_t i = 0; pages && i < count; i++) {
        check->words = languages[i];
        check_language(check, pages);
    }
}

static void check_stock(Check *check, const char *id, Language *const *languages, size_t count)
{
    check->place = (Place){.file = arena_format(check->arena, "%s/stock/%s.xml", check->templates, id)};
    if (!check_schema(check, "stock", id, "stock")) return;
    check->stock = stock_load(check->templates, id, check->arena, check->findings);
    if (!check->stock || !check->stock->pages) return;
    check_pages(check, check->stock->pages, languages, count);
    const char *large = arena_format(check->arena, "%s-large", check->stock->pages);
    if (file_exists(arena_format(check->arena, "%s/pages/%s.xml", check->templates, large)))
        check_pages(check, large, languages, count);
}

/* What the program says of a language's keys and places is told when it is read; here its form. */
static void check_words(const Check *check, Language *const *languages, size_t count)
{
    for (size_t i = 0; i < count; i++) check_schema(check, "words", language_code(languages[i]), "words");
}

/* ---------------------------------------------------------------- all stocks ---- */

static int stock_file(const struct dirent *entry)
{
    size_t length = strlen(entry->d_name);
    return entry->d_name[0] != '.' && length > 4 && text_equal(entry->d_name + length - 4, ".xml");
}

static void check_all(Check *check, Language *const *languages, size_t count)
{
    struct dirent **entries = NULL;
    int found = scandir(path_join(check->arena, check->templates, "stock"), &entries, stock_file, alphasort);
    for (int i = 0; i < found; i++) {
        const char *id = arena_copy(check->arena, entries[i]->d_name, strlen(entries[i]->d_name) - 4);
        check_stock(check, id, languages, count);
        free(entries[i]);
    }
    free(entries);
    if (found < 1)
        finding_add(check->findings, MT709, (Place){.file = check->templates}, "no stock in its folder stock");
}

bool template_check(const char *templates, const char *stock, const Fonts *fonts, Language *const *languages, size_t count,
                    Arena *arena, Findings *findings)
{
    Modules modules;
    char payload[BOTTLE_PAYLOAD + 1];
    size_t before = findings_errors(findings);
    memset(payload, 'A', BOTTLE_PAYLOAD);
    payload[BOTTLE_PAYLOAD] = 0;
    if (!modules_of(payload, CODE_VERSION, &modules, arena)) abort();   /* 154 letters are a version 6 code */
    Check check = {.templates = templates, .fonts = fonts, .modules = &modules, .arena = arena, .findings = findings};
    check_words(&check, languages, count);
    if (stock) check_stock(&check, stock, languages, count);
    else check_all(&check, languages, count);
    return findings_errors(findings) == before;
}
