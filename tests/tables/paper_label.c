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
    {"syringe", {.fill = 1, .language = "en"}, "label.syringe", "Use the 5 mL oral syringe"},
    {"law", {.fill = 1, .language = "en"}, "label.law", LAW},
    {"pharmacy", {.fill = 1, .language = "en"}, "label.pharmacy", "Harbor Compounding Pharmacy"},
    {"in Spanish", {.fill = 1, .language = "es"}, "label.directions",
     "Tome por la boca los mL que indica para hoy la tabla de dosis RX-1042 revisi\xC3\xB3n 1. Nunca m\xC3\xA1s de 5 mL a la vez."},
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

/* ---------------------------------------------------------------- refusals ---- */

typedef struct { const char *name; PaperCase given; bool no_batch; Code code; const char *says; } Refusal;

#define LONG "Hubert Blaine Wolfeschlegelsteinhausenbergerdorff Senior-Montgomery"

static const Refusal refusals[] = {
    {"name too long", {.rx = {"Jordan Avery", LONG}, .fill = 1, .language = "en"}, false, MT701, "label."},
    {"name not printable", {.rx = {"Jordan Avery", "\xE6\xBC\xA2\xE5\xAD\x97"}, .fill = 1, .language = "en"}, false, MT703, "U+6F22"},
    {"printer too coarse", {.shop = {"printer-dpi=\"203\"", "printer-dpi=\"150\""}, .fill = 1, .language = "en"}, false, MT711, "150 dpi"},
    {"no batch", {.fill = 1, .language = "en"}, true, MT712, "bottle A"},
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
}
