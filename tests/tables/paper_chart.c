/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The dosing chart and the forecast: every kind of chart is laid out and proved; what must hold of their pages. */
#include "paper_kit.h"

#include <string.h>

#include "../../src/paper/syringe.h"
#include "microtaper/text.h"

void suite_paper_chart(void);

/* ------------------------------------------------------------------------------------------ syringes ---- */

/* Numbers as on barrels of these sizes (BD, NeoMed oral syringes): 0.1 mL apart on 1 mL, 1 mL apart on 5 and 10 mL. */
static const struct { const char *name; int64_t capacity, graduation; int32_t step; } steps[] = {
    {"0.5 mL by 0.01", 500000, 10000, 5}, {"1 mL by 0.01", 1000000, 10000, 10}, {"1 mL by 0.02", 1000000, 20000, 5},
    {"3 mL by 0.1", 3000000, 100000, 5},  {"5 mL by 0.2", 5000000, 200000, 5},  {"10 mL by 0.2", 10000000, 200000, 5},
    {"10 mL by 0.5", 10000000, 500000, 2}, {"20 mL by 1", 20000000, 1000000, 2},
};

static void test_steps(void)
{
    for (size_t i = 0; i < ROWS(steps); i++) {
        Syringe syringe = {.capacity = {steps[i].capacity}, .graduation = {steps[i].graduation}};
        base_check_number(syringe_number_step(&syringe), steps[i].step, steps[i].name);
    }
}

/* --------------------------------------------------------------------------------- kinds of charts ---- */

#define LARGE {"print=\"standard\"", "print=\"large\""}
#define PERIOD {"print=\"standard\"", "print=\"standard\" rows=\"period\""}
#define LARGE_PERIOD {"print=\"standard\"", "print=\"large\" rows=\"period\""}
#define SECOND {"printer-dpi=", "second-language=\"yes\" printer-dpi="}
#define A4 {"paper=\"letter\"", "paper=\"a4\""}

#define MODELLED {"<reduce by=\"5 %\" of=\"current\" per=\"14 days\" until=\"0.09 mg\"/>", \
                  "<reduce of=\"occupancy\" k=\"0.6 mg\" k-source=\"assumed\" every=\"14 days\" until=\"0.09 mg\" cuts=\"47\"/>"}

typedef struct { const char *name; PaperCase given; } Kind;

#define TALL "large, period"    /* here a day with its notices is higher than a page: they part */

/* Led by symptoms, without the syringes of days that then have no dates. */
#define SYMPTOMS_FROM \
    "  <liquid drug=\"clonazepam\" strength=\"0.1 mg per mL\" syringe=\"3 mL\" graduation=\"0.1 mL\" from=\"2027-08-10\"/>\n" \
    "  <liquid drug=\"clonazepam\" strength=\"0.1 mg per mL\" syringe=\"1 mL\" graduation=\"0.01 mL\" from=\"2028-03-21\"/>\n" \
    "  <taper starts=\"2026-12-01\" led-by=\"calendar\">\n" \
    "    <hold for=\"14 days\"/>\n" \
    "    <reduce by=\"5 %\" of=\"current\" per=\"14 days\" until=\"0.09 mg\"/>"
#define SYMPTOMS_TO \
    "  <taper starts=\"2026-12-01\" led-by=\"symptoms\" review=\"2026-12-10\" longest=\"21 days\" steady=\"sleeping\" back=\"no\">" \
    "<hold for=\"14 days\"/><reduce by=\"5 %\" of=\"current\" per=\"14 days\" until=\"1.2 mg\"/>"

static const Kind kinds[] = {
    {"English", {.fill = 1, .language = "en"}},
    {"Spanish", {.fill = 1, .language = "es"}},
    {"Spanish, A4", {.shop = A4, .fill = 2, .language = "es"}},
    {"large", {.rx = LARGE, .fill = 1, .language = "en"}},
    {"large, A4", {.rx = LARGE, .shop = A4, .fill = 2, .language = "en"}},
    {"large, Spanish", {.rx = LARGE, .fill = 2, .language = "es"}},
    {"period", {.rx = PERIOD, .fill = 1, .language = "en"}},
    {"period, Spanish, A4", {.rx = PERIOD, .shop = A4, .fill = 2, .language = "es"}},
    {TALL, {.rx = LARGE_PERIOD, .fill = 1, .language = "en"}},
    {"second language", {.shop = SECOND, .fill = 1, .language = "es"}},
    {"led by symptoms", {.rx = {SYMPTOMS_FROM, SYMPTOMS_TO}, .fill = 1, .language = "en"}},
    {"five times a day",
     {.rx = {"<dose at=\"noon\">0.5 mg</dose>", "<dose at=\"noon\">0.5 mg</dose><dose at=\"evening\">0.5 mg</dose>"},
      .fill = 1,
      .language = "en"}},
};

/* A day's items never stand on two pages. */
static bool days_whole(const Document *document)
{
    for (size_t p = 0; p < document->count; p++)
        for (size_t i = 0; i < document->pages[p].count; i++)
            for (size_t q = p + 1; q < document->count; q++)
                for (size_t k = 0; k < document->pages[q].count; k++) {
                    const Item *a = &document->pages[p].items[i], *b = &document->pages[q].items[k];
                    if (a->row == b->row && text_equal(a->role, "row.volume") && text_equal(b->role, "row.volume"))
                        return false;
                }
    return true;
}

/* What a day begins with stands on the page of its doses. */
static bool notices_with_rows(const Document *document)
{
    for (size_t p = 0; p < document->count; p++) {
        const Page *page = &document->pages[p];
        for (size_t i = 0; i < page->count; i++) {
            bool below = !text_equal(page->items[i].role, "notice.course");
            for (size_t k = 0; k < page->count; k++)
                below = below || (text_equal(page->items[k].role, "row.volume") && page->items[k].y.um > page->items[i].y.um);
            if (!below) return false;
        }
    }
    return true;
}

static void judge_kind(PaperKit *kit, const void *row)
{
    const Kind *kind = row;
    Findings findings = findings_new(kit->arena);
    kit->house.sample = true;
    Document *chart = chart_layout(&kit->job, kit->arena, &findings),
             *forecast = forecast_layout(&kit->job, kit->arena, &findings);
    base_check(chart && chart_proof(&kit->job, chart, kit->arena, &findings), kind->name, "the chart is refused");
    base_check(chart && days_whole(chart), kind->name, "a day is split over pages");
    base_check(chart && (text_equal(kind->name, TALL) || notices_with_rows(chart)), kind->name, "a notice ends a page");
    base_check(forecast && forecast_proof(&kit->job, forecast, kit->arena, &findings), kind->name,
               "the forecast is refused");
    if (findings_errors(&findings)) findings_print(&findings, FINDINGS_TEXT, NULL, stdout);
}

static void test_kinds(void)
{
    for (size_t i = 0; i < ROWS(kinds); i++)
        base_check(paper_job(&kinds[i].given, judge_kind, &kinds[i]), kinds[i].name, "no job");
}

/* ------------------------------------------------------------------------- faults in kinds of charts ---- */

typedef struct {
    const char *name;
    PaperCase given;
    bool forecast;
    const char *role; size_t nth;
    const char *text;        /* said instead; NULL: the item is gone */
    int64_t size;            /* of its type instead, um; 0: as it is */
    Code code;
} KindFault;

static const KindFault kind_faults[] = {
    {"a period ends earlier",
     {.rx = PERIOD, .fill = 1, .language = "en"},
     false,
     "row.until",
     0,
     "to Sun 13 Dec",
     0,
     MT751},
    {"a period begins later",
     {.rx = PERIOD, .fill = 1, .language = "en"},
     false,
     "row.from",
     1,
     "Wed 16 Dec",
     0,
     MT750},
    {"a period goes on past the fill",
     {.rx = PERIOD, .fill = 1, .language = "en"},
     false,
     "row.until",
     1,
     "to Sun 31 Jan",
     0,
     MT750},
    {"a day of a period has no box", {.rx = PERIOD, .fill = 1, .language = "en"}, false, "row.tick", 5, NULL, 0, MT751},
    {"a volume of a period", {.rx = PERIOD, .fill = 1, .language = "en"}, false, "row.volume", 3, "4.8 mL", 0, MT750},
    {"a period's syringe is missing", {.rx = PERIOD, .fill = 1, .language = "en"}, false, "strip.plunger", 0, NULL, 0, MT751},
    {"another volume at a syringe in large print", {.rx = LARGE, .fill = 1, .language = "en"}, false, "strip.label", 0, "4.8 mL", 0, MT750},
    {"a step's syringe is missing", {.rx = {SYMPTOMS_FROM, SYMPTOMS_TO}, .fill = 1, .language = "en"}, false, "strip.barrel", 0, NULL, 0, MT751},
    {"another volume at a step's syringe", {.rx = {SYMPTOMS_FROM, SYMPTOMS_TO}, .fill = 1, .language = "en"}, false, "strip.label", 1, "4.2 mL", 0, MT750},
    {"large print that is not",
     {.rx = LARGE, .fill = 1, .language = "en"},
     false,
     "row.time",
     3,
     "Morning",
     4000,
     MT753},
    {"a short weekday", {.rx = LARGE, .fill = 1, .language = "en"}, false, "row.weekday", 3, "Sun", 0, MT750},
    {"another revision in the second language",
     {.shop = SECOND, .fill = 1, .language = "es"},
     false,
     "page.second",
     0,
     "In English: Dosing chart RX-1042 revision 2. Throw away older charts.",
     0,
     MT750},
    {"no second language", {.shop = SECOND, .fill = 1, .language = "es"}, false, "page.second", 0, NULL, 0, MT751},
    {"what to do in an emergency", {.fill = 1, .language = "en"}, false, "page.care", 0, NULL, 0, MT750},
    {"another number to call",
     {.fill = 1, .language = "en"},
     false,
     "page.care-lead",
     3,
     "Call an ambulance (912) for",
     0,
     MT750},
    {"a forecast that can be dosed from", {.fill = 1, .language = "en"}, true, "forecast.not", 0, NULL, 0, MT751},
    {"a volume on a forecast", {.fill = 1, .language = "en"}, true, "forecast.last", 2, "5 mL", 0, MT750},
    {"a fill is missing from the forecast", {.fill = 1, .language = "en"}, true, "forecast.days", 4, NULL, 0, MT750},
    {"K is not said", {.rx = MODELLED, .fill = 1, .language = "en"}, true, "forecast.modelled", 0, NULL, 0, MT750},
    {"another K", {.rx = MODELLED, .fill = 1, .language = "en"}, true, "forecast.modelled", 0,
     "Size of the steps: modelled, K = 6 mg a day (assumed).", 0, MT750},
    {"another total on the forecast",
     {.fill = 1, .language = "en"},
     true,
     "forecast.first",
     1,
     "1.5 mg clonazePAM",
     0,
     MT750},
};

static Item *find_item(Document *document, const char *role, size_t nth)
{
    for (size_t p = 0; p < document->count; p++)
        for (size_t i = 0; i < document->pages[p].count; i++)
            if (text_equal(document->pages[p].items[i].role, role) && nth-- == 0) return &document->pages[p].items[i];
    return NULL;
}

static void judge_kind_fault(PaperKit *kit, const void *row)
{
    const KindFault *fault = row;
    const PaperJob *job = &kit->job;
    Findings findings = findings_new(kit->arena);
    Document *document =
        fault->forecast ? forecast_layout(job, kit->arena, &findings) : chart_layout(job, kit->arena, &findings);
    Item *item = document ? find_item(document, fault->role, fault->nth) : NULL;
    base_check(item != NULL, fault->name, "no such item");
    if (!item) return;
    if (fault->text) item->text = fault->text;
    else item->role = "gone", item->kind = ITEM_BOX;
    if (fault->size) item->size.um = fault->size;
    bool whole = fault->forecast ? forecast_proof(job, document, kit->arena, &findings)
                                 : chart_proof(job, document, kit->arena, &findings);
    base_check(!whole, fault->name, "was not caught");
    base_check(base_found(&findings, fault->code, NULL, ""), fault->name, "was caught under another code");
}

static void test_kind_faults(void)
{
    for (size_t i = 0; i < ROWS(kind_faults); i++)
        base_check(paper_job(&kind_faults[i].given, judge_kind_fault, &kind_faults[i]), kind_faults[i].name, "no job");
}

/* ------------------------------------------------------------------------------------ what cannot be ---- */

static void judge_small_paper(PaperKit *kit, const void *row)
{
    (void)row;
    Findings findings = findings_new(kit->arena);
    const char *stock =
        paper_changed("templates/stock/letter.xml", (Swap){"height=\"11 in\"", "height=\"6 in\""}, kit->arena);
    kit->house.templates = paper_templates("stock/letter.xml", stock);
    CU_ASSERT_PTR_NULL(chart_layout(&kit->job, kit->arena, &findings));
    CU_ASSERT_TRUE(base_found(&findings, MT740, NULL, "higher than a page"));
    paper_templates_end();
}

static void test_small_paper(void)
{
    PaperCase given = {.rx = LARGE, .fill = 1, .language = "en"};
    CU_ASSERT_TRUE(paper_job(&given, judge_small_paper, NULL));
}

/* -------------------------------------------------------------------------------------- without pages ---- */

typedef struct { const char *name; PaperCase given; const char *text, *html; } PlainRow;

static const PlainRow plain_rows[] = {
    {"a dose",
     {.fill = 1, .language = "en"},
     "Tuesday 1 December 2026\n  [ ] Morning: 5 mL (0.5 mg), Bottle A\n",
     "<td>Morning</td><td class=\"volume\">5\xC2\xA0mL</td><td>0.5\xC2\xA0mg</td><td>A</td>"},
    {"its day",
     {.fill = 1, .language = "en"},
     "Monday 28 December 2026\n",
     "<th scope=\"rowgroup\" rowspan=\"3\"><time datetime=\"2026-12-28\">"},
    {"a new bottle",
     {.fill = 1, .language = "en"},
     "*** NEW BOTTLE A from today\n",
     "<tr class=\"new\"><td colspan=\"5\">NEW BOTTLE A from today</td></tr>"},
    {"covered",
     {.fill = 1, .language = "en"},
     "*** These doses are covered to Monday 28 December 2026.",
     "<p class=\"strong\">These doses are covered to"},
    {"Spanish",
     {.fill = 1, .language = "es"},
     "martes 1 de diciembre de 2026\n  [ ] Ma\xC3\xB1"
     "ana: 5 mL (0.5 mg), Frasco A\n",
     "<h1>Tabla de dosis RX-1042"},
    {"a name with signs",
     {.rx = {"Jordan Avery", "Jordan &amp; &lt;Avery&gt;"}, .fill = 1, .language = "en"},
     "Jordan & <Avery>\n",
     "<p>Jordan &amp; &lt;Avery&gt;</p>"},
};

static void judge_plain(PaperKit *kit, const void *row)
{
    const PlainRow *plain = row;
    const char *text = chart_text(&kit->job, kit->arena, &kit->findings),
               *html = chart_html(&kit->job, kit->arena, &kit->findings);
    base_check(text && strstr(text, plain->text), plain->name, "not so in the text");
    base_check(html && strstr(html, plain->html), plain->name, "not so in the HTML");
}

static void test_plain(void)
{
    for (size_t i = 0; i < ROWS(plain_rows); i++)
        CU_ASSERT_TRUE(paper_job(&plain_rows[i].given, judge_plain, &plain_rows[i]));
}

/* ------------------------------------------------------------------- faults in the chart without pages ---- */

typedef struct {
    const char *name;
    PaperCase given;
    bool html;
    Swap fault;              /* in the text, or in the HTML; once */
    Code code;
} PlainFault;

static const PlainFault plain_faults[] = {
    {"a digit of a volume", {.fill = 1, .language = "en"}, false, {"Morning: 5 mL", "Morning: 4 mL"}, MT750},
    {"a decimal point moved", {.fill = 1, .language = "en"}, true, {"volume\">5\xC2\xA0mL", "volume\">0.5\xC2\xA0mL"}, MT750},
    {"a digit of a mass", {.fill = 1, .language = "es"}, false, {"(0.5 mg)", "(0.6 mg)"}, MT750},
    {"a mass of another unit", {.fill = 1, .language = "en"}, true, {"<td>0.5\xC2\xA0mg</td>", "<td>0.5\xC2\xA0mcg</td>"}, MT750},
    {"another time of day", {.fill = 1, .language = "en"}, false, {"[ ] Noon", "[ ] Evening"}, MT750},
    {"another bottle", {.fill = 1, .language = "en"}, true, {"</td><td>A</td></tr>", "</td><td>B</td></tr>"}, MT750},
    {"a row dropped", {.fill = 1, .language = "en"}, false, {"  [ ] Noon: 5 mL (0.5 mg), Bottle A\n", ""}, MT750},
    {"a row twice", {.fill = 1, .language = "en"}, false,
     {"  [ ] Bedtime: 5 mL (0.5 mg), Bottle A\n", "  [ ] Bedtime: 5 mL (0.5 mg), Bottle A\n  [ ] Bedtime: 5 mL (0.5 mg), Bottle A\n"}, MT750},
    {"another date", {.fill = 1, .language = "en"}, true, {"datetime=\"2026-12-03\"", "datetime=\"2026-12-04\""}, MT751},
    {"another date in words", {.fill = 1, .language = "en"}, false, {"Thursday 3 December 2026\n", "Friday 3 December 2026\n"}, MT751},
    {"a new bottle not told", {.fill = 1, .language = "en"}, false, {"NEW BOTTLE A from today", ""}, MT751},
    {"covered to another day", {.fill = 1, .language = "en"}, true, {"covered to Monday 28", "covered to Monday 21"}, MT751},
    {"another patient", {.fill = 1, .language = "en"}, false, {"Jordan Avery", "Jordan Every"}, MT751},
    {"an older revision", {.fill = 1, .language = "en"}, false, {"RX-1042 revision 1", "RX-1042 revision 0"}, MT751},
    {"an ambulance not called", {.fill = 1, .language = "es"}, true, {"Llame a una ambulancia (911)", "Llame a una ambulancia (112)"}, MT751},
    {"a dose of a step", {.rx = {SYMPTOMS_FROM, SYMPTOMS_TO}, .fill = 1, .language = "en"}, true, {"<li>Morning: 5\xC2\xA0mL", "<li>Morning: 6\xC2\xA0mL"}, MT751},
};

/* `text` with the fault; NULL when `from` is not in it. */
static const char *with_fault(Arena *arena, const char *text, Swap fault)
{
    const char *at = strstr(text, fault.from);
    return at ? arena_format(arena, "%.*s%s%s", (int)(at - text), text, fault.to, at + strlen(fault.from)) : NULL;
}

static void judge_plain_fault(PaperKit *kit, const void *row)
{
    const PlainFault *fault = row;
    const char *text = chart_text(&kit->job, kit->arena, &kit->findings), *html = chart_html(&kit->job, kit->arena, &kit->findings);
    Findings findings = findings_new(kit->arena);
    base_check(text && html && chart_plain_proof(&kit->job, text, html, kit->arena, &findings), fault->name, "refused without the fault");
    const char **changed = fault->html ? &html : &text;
    *changed = *changed ? with_fault(kit->arena, *changed, fault->fault) : NULL;
    base_check(*changed != NULL, fault->name, "nothing to change");
    if (!*changed) return;
    base_check(!chart_plain_proof(&kit->job, text, html, kit->arena, &findings), fault->name, "not caught");
    base_check(findings.count > 0 && findings.items[0].code == fault->code, fault->name, "caught by another check");
}

static void test_plain_faults(void)
{
    for (size_t i = 0; i < ROWS(plain_faults); i++)
        base_check(paper_job(&plain_faults[i].given, judge_plain_fault, &plain_faults[i]), plain_faults[i].name, "no job");
}

void suite_paper_chart(void)
{
    CU_pSuite suite = CU_add_suite("paper: chart", NULL, NULL);
    CU_add_test(suite, "numbers on syringes", test_steps);
    CU_add_test(suite, "every kind of chart and forecast is proved", test_kinds);
    CU_add_test(suite, "faults in kinds of charts", test_kind_faults);
    CU_add_test(suite, "a page too small", test_small_paper);
    CU_add_test(suite, "text and HTML", test_plain);
    CU_add_test(suite, "faults in text and HTML", test_plain_faults);
}
