/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bottle labels: pages as data, and what stands on a label. */
#include "paper_kit.h"

#include <string.h>

#include "../../src/paper/label.h"
#include "microtaper/text.h"

/* ---------------------------------------------------------------- pages ---- */

static const struct { const char *name; Swap swap; const char *says; } pages[] = {
    {"box over the edge", {"x=\"1.6 mm\" y=\"35.2 mm\"", "x=\"1.6 mm\" y=\"36.2 mm\""}, "reaches over the edge"},
    {"box over box", {"x=\"9.8 mm\"", "x=\"8.8 mm\""}, "overlaps box \"letter\""},
    {"box over the code", {"width=\"66.8 mm\"", "width=\"68 mm\""}, "overlaps the code"},
    {"code over the edge", {"<code x=\"77 mm\"", "<code x=\"77.1 mm\""}, "the code reaches"},
    {"no code", {"<code x=\"77 mm\" y=\"26.2 mm\" side=\"24.6 mm\"/>", ""}, "no place for the code"},
    {"directions under 12 pt", {"purpose\" size=\"12 pt\"", "purpose\" size=\"11.5 pt\""}, "directions: 4057 um"},
    {"lines too close", {"size=\"12 pt\" leading=\"15 pt\"", "size=\"12 pt\" leading=\"14 pt\""}, "too close"},
    {"detail under 6 pt", {"law\" size=\"6 pt\"", "law\" size=\"5.5 pt\""}, "law: 1940 um"},
    {"an item is left out", {"holds=\"use discard\"", "holds=\"use\""}, "\"discard\" stands 0 times"},
    {"an item twice", {"holds=\"use discard\"", "holds=\"use discard lot\""}, "\"lot\" stands 2 times"},
    {"an unknown item", {"holds=\"use discard\"", "holds=\"use discard price\""}, "\"price\" is not an item"},
    {"order of the four", {"holds=\"patient drug\"", "holds=\"drug patient\""}, "where \"patient\" should"},
    {"something among the four", {"holds=\"patient drug\"", "holds=\"patient drug route\""}, "route"},
    {"less than half", {"width=\"101.6 mm\" height=\"25.6 mm\"", "width=\"101.6 mm\" height=\"25.3 mm\""}, "less than half"},
    {"an unknown weight", {"weight=\"bold\"", "weight=\"heavy\""}, "\"heavy\" is not known"},
};

static void test_pages(void)
{
    Arena *arena = arena_new();
    Findings none = findings_new(arena);
    const Stock *stock = stock_load("templates", "label-4x2", arena, &none);
    CU_ASSERT_PTR_NOT_NULL_FATAL(stock);
    for (size_t i = 0; i < ROWS(pages); i++) {
        Findings findings = findings_new(arena);
        const char *xml = paper_changed("templates/pages/label-4x2.xml", pages[i].swap, arena);
        const char *folder = paper_templates("pages/label-4x2.xml", xml);
        base_check(label_pages_load(folder, stock, "label-4x2", arena, &findings) == NULL, pages[i].name, "was taken");
        base_check(base_found(&findings, MT713, NULL, pages[i].says), pages[i].name, "not told");
    }
    paper_templates_end();
    arena_free(arena);
}

/* ---------------------------------------------------------------- labels ---- */

#define LAW "Caution: Federal law prohibits the transfer of this drug to any person other than the patient for whom it was " \
            "prescribed."

typedef struct { const char *name; PaperCase given; const char *role, *text; } Said;

static const Said said[] = {
    {"patient", {.fill = 1, .language = "en"}, "label.patient", "Jordan Avery"},
    {"drug", {.fill = 1, .language = "en"}, "label.drug", "clonazePAM 0.1 mg per mL"},
    {"by the chart", {.fill = 1, .language = "en"}, "label.directions",
     "Take by mouth the mL shown for today on dosing chart RX-1042 revision 1. Never more than 5 mL at one time."},
    {"without a chart", {.fill = 1, .language = "en"}, "label.caution", "No chart? Call the pharmacy; do not stop."},
    {"purpose", {.fill = 1, .language = "en"}, "label.purpose", "For: Coming off clonazepam slowly"},
    {"letter", {.fill = 1, .language = "en"}, "label.letter", "A"},
    {"count", {.fill = 1, .language = "en"}, "label.count", "Bottle 1 of 1"},
    {"days of use", {.fill = 1, .language = "en"}, "label.use", "Use from 1 Dec to 28 Dec 2026"},
    {"over the year", {.fill = 2, .language = "en"}, "label.use", "Use from 29 Dec 2026 to 25 Jan 2027"},
    {"syringe", {.fill = 1, .language = "en"}, "label.syringe", "Use 5 mL oral syringe"},
    {"law", {.fill = 1, .language = "en"}, "label.law", LAW},
    {"pharmacy", {.fill = 1, .language = "en"}, "label.pharmacy", "Harbor Compounding Pharmacy"},
    {"in Spanish", {.fill = 1, .language = "es"}, "label.directions",
     "Tome por la boca los mL de hoy seg\xC3\xBAn la tabla de dosis RX-1042 revisi\xC3\xB3n 1. Nunca m\xC3\xA1s de 5 mL a la vez."},
    {"constant volumes", {.rx = {"<hold for=\"14 days\"/>", "<hold for=\"60 days\"/>"}, .fill = 1, .language = "en"},
     "label.directions", "Take 5 mL by mouth in the morning, 5 mL at noon and 5 mL at bedtime."},
    {"constant: do not stop", {.rx = {"<hold for=\"14 days\"/>", "<hold for=\"60 days\"/>"}, .fill = 1, .language = "en"},
     "label.caution", "Do not stop suddenly. Questions? Call the pharmacy."},
};

static void judge_said(PaperKit *kit, const void *row)
{
    const Said *said_row = row;
    Document *document = labels_layout(&kit->job, kit->arena, &kit->findings);
    base_check(document != NULL, said_row->name, "no labels");
    if (!document) findings_print(&kit->findings, FINDINGS_TEXT, NULL, stdout);
    if (document) base_check_text(paper_text(document, said_row->role, kit->arena), said_row->text, said_row->name);
}

static void test_said(void)
{
    for (size_t i = 0; i < ROWS(said); i++)
        base_check(paper_job(&said[i].given, judge_said, &said[i]), said[i].name, "no job");
}

/* The code is on whole dots, holds the bottle's payload, and stands once. */
static void judge_code(PaperKit *kit, const void *row)
{
    (void)row;
    Document *document = labels_layout(&kit->job, kit->arena, &kit->findings);
    CU_ASSERT_PTR_NOT_NULL_FATAL(document);
    const Item *code = paper_item(document, "label.code");
    CU_ASSERT_PTR_NOT_NULL_FATAL(code);
    CU_ASSERT_EQUAL(code->modules->side, 41);
    const char *payload = modules_read(code->modules, kit->arena);
    CU_ASSERT_PTR_NOT_NULL_FATAL(payload);
    CU_ASSERT_EQUAL(strlen(payload), BOTTLE_PAYLOAD);
    Record record;
    CU_ASSERT_EQUAL(payload_open(payload, &kit->key, 1, &record, kit->arena), SEAL_GENUINE);
    CU_ASSERT_STRING_EQUAL(record.lot, kit->job.batches[0]->lot);
    CU_ASSERT_PTR_NULL(paper_item(document, "label.sample"));
    kit->house.sample = true;
    document = labels_layout(&kit->job, kit->arena, &kit->findings);
    CU_ASSERT_PTR_NOT_NULL_FATAL(document);
    CU_ASSERT_STRING_EQUAL(paper_text(document, "label.sample", kit->arena), "SAMPLE - NOT FOR PATIENT USE");
}

static void test_code(void)
{
    CU_ASSERT_TRUE(paper_job(&(PaperCase){.fill = 1, .language = "en"}, judge_code, NULL));
}

/* ---------------------------------------------------------------- sheets, large print, news ---- */

/* A bottle on the last place of a part-used sheet of ten; there is no eleventh. */
static void judge_sheet(PaperKit *kit, const void *row)
{
    (void)row;
    Shop shop = *kit->house.shop;
    shop.label_stock = "letter-2x5";
    kit->house.shop = &shop;
    kit->house.label_start = 10;
    Document *one = labels_layout(&kit->job, kit->arena, &kit->findings);
    CU_ASSERT_PTR_NOT_NULL_FATAL(one);
    CU_ASSERT_EQUAL(one->count, 1);
    CU_ASSERT_EQUAL(one->pages[0].width.um, 215900);
    const Item *letter = paper_item(one, "label.patient");
    CU_ASSERT_TRUE(letter->x.um > 110000 && letter->y.um > 215900);   /* right column, fifth row */
    kit->house.label_start = 11;
    CU_ASSERT_PTR_NULL(labels_layout(&kit->job, kit->arena, &kit->findings));
    CU_ASSERT_TRUE(base_found(&kit->findings, MT716, NULL, "10 labels on a sheet"));
}

static void judge_large(PaperKit *kit, const void *row)
{
    (void)row;
    Document *document = labels_layout(&kit->job, kit->arena, &kit->findings);
    CU_ASSERT_PTR_NOT_NULL_FATAL(document);
    const Item *item = paper_item(document, "label.directions");
    CU_ASSERT_EQUAL(item->size.um, 6350);   /* 18 pt */
    CU_ASSERT_EQUAL(item->face, FACE_BOLD);
    CU_ASSERT_EQUAL(document->pages[0].height.um, 152400);
}

/* A bottle that begins another strength than the drug had on the day before. */
static void judge_news(PaperKit *kit, const void *row)
{
    (void)row;
    const Ladder *ladder = kit->job.schedule->ladder;
    Rung rungs[2] = {ladder->items[0], ladder->items[0]};
    Ladder two = {rungs, 2};
    Schedule schedule = *kit->job.schedule;
    Fill fill = *kit->job.fill;
    Bottle bottle = fill.bottles[0];
    rungs[0].last = 13;
    rungs[1].first = bottle.first = 14;
    rungs[0].strength.mass.ng = 500000;
    schedule.ladder = &two;
    bottle.rung = &rungs[1];
    fill.bottles = &bottle;
    kit->job.schedule = &schedule;
    kit->job.fill = &fill;
    kit->job.batches[0]->bottles[0].bottle = &bottle;
    Document *document = labels_layout(&kit->job, kit->arena, &kit->findings);
    CU_ASSERT_PTR_NOT_NULL_FATAL(document);
    CU_ASSERT_STRING_EQUAL(paper_text(document, "label.news", kit->arena),
                           "NEW STRENGTH: 4.6 mL now, before 5 mL of 0.5 mg per mL");
    CU_ASSERT_PTR_NOT_NULL(paper_item(document, "bar"));
    CU_ASSERT_FALSE(base_found(&kit->findings, MT750, NULL, "label.news"));
    labels_proof(&kit->job, document, kit->arena, &kit->findings);
    CU_ASSERT_FALSE(base_found(&kit->findings, MT750, NULL, "label.news"));
    rungs[0].strength.mass.ng = 100000;
    labels_proof(&kit->job, document, kit->arena, &kit->findings);
    CU_ASSERT_TRUE(base_found(&kit->findings, MT750, NULL, "label.news"));
}

/* Drug and directions once more in the pharmacist's language; another one, or none, is caught. */
static void judge_second(PaperKit *kit, const void *row)
{
    (void)row;
    Document *document = labels_layout(&kit->job, kit->arena, &kit->findings);
    CU_ASSERT_PTR_NOT_NULL_FATAL(document);
    CU_ASSERT_TRUE(labels_proof(&kit->job, document, kit->arena, &kit->findings));
    CU_ASSERT_STRING_EQUAL(paper_text(document, "label.second", kit->arena),
                           "In English: clonazePAM 0.1 mg per mL. Take by mouth the mL shown for today on dosing chart RX-1042 revision 1. "
                           "Never more than 5 mL at one time.");
    Item *item = (Item *)(uintptr_t)paper_item(document, "label.second");
    const char *before = item->text;
    item->text = "In English: clonazePAM 1 mg per mL. Take by mouth the mL shown";
    CU_ASSERT_FALSE(labels_proof(&kit->job, document, kit->arena, &kit->findings));
    CU_ASSERT_TRUE(base_found(&kit->findings, MT750, NULL, "label.second"));
    item->text = before;
    for (size_t i = 0; i < document->pages[0].count; i++)
        if (text_equal(document->pages[0].items[i].role, "label.second")) document->pages[0].items[i].role = "gone";
    CU_ASSERT_FALSE(labels_proof(&kit->job, document, kit->arena, &kit->findings));
    CU_ASSERT_TRUE(base_found(&kit->findings, MT751, NULL, "label.second"));
}

static void judge_no_second(PaperKit *kit, const void *row)
{
    (void)row;
    Document *document = labels_layout(&kit->job, kit->arena, &kit->findings);
    CU_ASSERT_PTR_NOT_NULL_FATAL(document);
    CU_ASSERT_PTR_NULL(paper_item(document, "label.second"));
}

#define SECOND {"printer-dpi=", "second-language=\"yes\" printer-dpi="}

static void test_second(void)
{
    CU_ASSERT_TRUE(paper_job(&(PaperCase){.shop = SECOND, .fill = 1, .language = "es"}, judge_second, NULL));
    CU_ASSERT_TRUE(paper_job(&(PaperCase){.shop = SECOND, .fill = 1, .language = "en"}, judge_no_second, NULL));
    CU_ASSERT_TRUE(paper_job(&(PaperCase){.fill = 1, .language = "es"}, judge_no_second, NULL));
}

static void test_kinds(void)
{
    CU_ASSERT_TRUE(paper_job(&(PaperCase){.fill = 1, .language = "en"}, judge_sheet, NULL));
    CU_ASSERT_TRUE(paper_job(&(PaperCase){.fill = 1, .language = "en"}, judge_news, NULL));
    PaperCase large = {.rx = {"print=\"standard\"", "print=\"large\""}, .fill = 1, .language = "en",
                       .shop = {"label-stock=", "label-stock-large=\"label-4x6\" label-stock="}};
    CU_ASSERT_TRUE(paper_job(&large, judge_large, NULL));
}

/* ---------------------------------------------------------------- stocks that ship ---- */

static void test_templates(void)
{
    Arena *arena = arena_new();
    Findings findings = findings_new(arena);
    Fonts *fonts = fonts_load("templates", arena, &findings);
    Language *languages[] = {language_load("templates", "en", arena, &findings), language_load("templates", "es", arena, &findings)};
    CU_ASSERT_FATAL(fonts && languages[0] && languages[1]);
    CU_ASSERT_TRUE(template_check("templates", NULL, fonts, languages, 2, arena, &findings));
    CU_ASSERT_TRUE(base_found(&findings, MT717, NULL, "in en"));
    Stock *stock = stock_load("templates", "letter-2x5", arena, &findings);
    Document *page = alignment_layout(stock, fonts, languages[0], arena, &findings);
    CU_ASSERT_PTR_NOT_NULL_FATAL(page);
    CU_ASSERT_STRING_EQUAL(paper_text(page, "align.number", arena), "1 2 3 4 5 6 7 8 9 10");
    fonts_free(fonts);
    arena_free(arena);
}

/* A stock with a page that holds too little for usual texts. */
static void test_too_small(void)
{
    Arena *arena = arena_new();
    Findings findings = findings_new(arena);
    Fonts *fonts = fonts_load("templates", arena, &findings);
    Language *languages[] = {language_load("templates", "en", arena, &findings)};
    static const char *const schemas[] = {"types", "stock", "label"};
    CU_ASSERT_FATAL(fonts && languages[0]);
    for (size_t i = 0; i < ROWS(schemas); i++) {
        const char *name = arena_format(arena, "schema/%s.xsd", schemas[i]);
        paper_templates(name, paper_changed(path_join(arena, "templates", name), (Swap){0}, arena));
    }
    paper_templates("stock/label-4x2.xml", paper_changed("templates/stock/label-4x2.xml", (Swap){0}, arena));
    const char *whole = paper_changed("templates/pages/label-4x2.xml", (Swap){0}, arena);
    const char *second = strstr(whole, "<label>");
    second = strstr(second, "</label>") + strlen("</label>");
    const char *first_only = arena_format(arena, "%.*s</labels>", (int)(second - whole), whole);
    const char *folder = paper_templates("pages/label-4x2.xml", first_only);
    CU_ASSERT_FALSE(template_check(folder, NULL, fonts, languages, 1, arena, &findings));
    CU_ASSERT_TRUE(base_found(&findings, MT718, NULL, "in en"));
    paper_templates_end();
    fonts_free(fonts);
    arena_free(arena);
}

/* ---------------------------------------------------------------- refusals ---- */


typedef struct { const char *name; PaperCase given; bool no_batch; Code code; const char *says; } Refusal;

#define LONG "Hubert Blaine Wolfeschlegelsteinhausenbergerdorff Senior-Montgomery"

static const Refusal refusals[] = {
    {"name too long", {.rx = {"Jordan Avery", LONG}, .fill = 1, .language = "en"}, false, MT701, "label."},
    {"name not printable", {.rx = {"Jordan Avery", "\xE6\xBC\xA2\xE5\xAD\x97"}, .fill = 1, .language = "en"}, false, MT703, "U+6F22"},
    {"printer too coarse", {.shop = {"printer-dpi=\"203\"", "printer-dpi=\"150\""}, .fill = 1, .language = "en"}, false, MT711, "150 dpi"},
    {"no batch", {.fill = 1, .language = "en"}, true, MT712, "bottle A"},
    {"no label", {.shop = {"label-stock=\"label-4x2\"", "label-stock=\"letter\""}, .fill = 1, .language = "en"}, false, MT715, "letter: no label"},
    {"no stock for large print", {.rx = {"print=\"standard\"", "print=\"large\""}, .fill = 1, .language = "en"}, false, MT715, "large print"},
    {"no such stock", {.shop = {"label-4x2", "label-9x9"}, .fill = 1, .language = "en"}, false, FINDING_CODES, NULL},
};

static void judge_refusal(PaperKit *kit, const void *row)
{
    const Refusal *refusal = row;
    if (refusal->no_batch) kit->job.batch_count = 0;
    base_check(labels_layout(&kit->job, kit->arena, &kit->findings) == NULL, refusal->name, "was laid out");
    if (refusal->code == FINDING_CODES) return;
    base_check(base_found(&kit->findings, refusal->code, NULL, refusal->says), refusal->name, "not told");
}

static void test_refusals(void)
{
    for (size_t i = 0; i < ROWS(refusals); i++)
        base_check(paper_job(&refusals[i].given, judge_refusal, &refusals[i]), refusals[i].name, "no job");
}

void suite_paper_label(void)
{
    CU_pSuite suite = CU_add_suite("paper: label", NULL, NULL);
    CU_add_test(suite, "faults of a page", test_pages);
    CU_add_test(suite, "what a label says", test_said);
    CU_add_test(suite, "its code", test_code);
    CU_add_test(suite, "labels that are refused", test_refusals);
    CU_add_test(suite, "sheets, large print, a new strength", test_kinds);
    CU_add_test(suite, "second language", test_second);
    CU_add_test(suite, "stocks and pages that ship", test_templates);
    CU_add_test(suite, "a page that holds too little", test_too_small);
}
