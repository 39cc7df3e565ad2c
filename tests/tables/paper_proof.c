/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Faults seeded behind the layout, one by one: the proof of a page must catch each. */
#include "paper_kit.h"

#include <string.h>

#include "microtaper/text.h"

void suite_paper_proof(void);

typedef enum { LABELS, CHART, SHEET, RUN } Paper;

/* What is done to the nth item of a role (counted over all pages). */
typedef enum {
    NOTHING,
    SAY,          /* another text */
    CHANGE,       /* the first character of `text` becomes the second, in the item's text */
    DROP,         /* the item is gone */
    DROP_DAY,     /* every item of the item's day on its page */
    DROP_PAGE,    /* the item's page is gone */
    DOUBLE,       /* the item stands there twice */
    MOVE,         /* by x, y in mm */
    SIZE,         /* x points */
    TRADE,        /* its text and that of the next item of the role change places */
    TRADE_PAGES,  /* its page and the next change places */
    COVER,        /* a black bar is laid over it */
    LIGHT,        /* printed in the colour of the paper */
    DAMAGE,       /* modules of a code turned over: x of them */
    NEXT_CODE,    /* the code of the next page */
    OTHER_CODE,   /* the code that the same page has in another paper: `text` says which */
} Act;

typedef struct {
    const char *name;
    Paper paper;
    const char *role; size_t nth;
    Act act;
    const char *text; double x, y;
    Code code;
} Fault;

static const Fault faults[] = {
    /* --- the chart's rows --- */
    {"a digit of a volume", CHART, "row.volume", 42, CHANGE, "68", 0, 0, MT750},
    {"a volume ten times as large", CHART, "row.volume", 3, SAY, "50 mL", 0, 0, MT750},
    {"a volume without its unit", CHART, "row.volume", 3, SAY, "5", 0, 0, MT750},
    {"a volume in another unit", CHART, "row.volume", 3, SAY, "5 mg", 0, 0, MT750},
    {"a naked point", CHART, "row.mass", 3, SAY, ".5 mg", 0, 0, MT750},
    {"a comma for a point", CHART, "row.mass", 3, SAY, "0,5 mg", 0, 0, MT750},
    {"a digit of the mg", CHART, "row.mass", 42, CHANGE, "68", 0, 0, MT750},
    {"volumes of two rows traded", CHART, "row.volume", 44, TRADE, NULL, 0, 0, MT750},
    {"a volume is missing", CHART, "row.volume", 7, DROP, NULL, 0, 0, MT751},
    {"the mg are missing", CHART, "row.mass", 7, DROP, NULL, 0, 0, MT751},
    {"a time of day is missing", CHART, "row.time", 7, DROP, NULL, 0, 0, MT751},
    {"two times of day traded", CHART, "row.time", 4, TRADE, NULL, 0, 0, MT750},
    {"a day is missing", CHART, "row.volume", 10, DROP_DAY, NULL, 0, 0, MT750},
    {"a dose stands there twice", CHART, "row.volume", 10, DOUBLE, NULL, 0, 0, MT750},
    {"a dose under the next day", CHART, "row.volume", 5, MOVE, NULL, 0, 8.4, MT750},
    {"days traded", CHART, "row.day", 5, TRADE, NULL, 0, 0, MT750},
    {"weekdays traded", CHART, "row.weekday", 5, TRADE, NULL, 0, 0, MT750},
    {"another month", CHART, "row.month", 5, SAY, "January", 0, 0, MT750},
    {"another bottle", CHART, "row.bottle", 9, SAY, "B", 0, 0, MT750},
    {"no box to tick", CHART, "row.tick", 9, DROP, NULL, 0, 0, MT751},
    {"a page is missing", CHART, "page.code", 1, DROP_PAGE, NULL, 0, 0, MT750},
    {"pages traded", CHART, "page.code", 1, TRADE_PAGES, NULL, 0, 0, MT750},
    /* --- the chart's head --- */
    {"another patient", CHART, "page.patient", 2, SAY, "Jordan Every", 0, 0, MT750},
    {"an older revision", CHART, "page.title", 1, SAY, "Dosing chart RX-1042 revision 0", 0, 0, MT750},
    {"another number", CHART, "page.title", 1, CHANGE, "24", 0, 0, MT750},
    {"ten times the strength", CHART, "page.drug", 1, SAY, "clonazePAM 1 mg per mL", 0, 0, MT750},
    {"another drug", CHART, "page.drug", 1, SAY, "clobazam 0.1 mg per mL", 0, 0, MT750},
    {"older charts are kept", CHART, "page.older", 3, DROP, NULL, 0, 0, MT751},
    {"another telephone", CHART, "page.pharmacy", 0, CHANGE, "23", 0, 0, MT750},
    {"page 2 says it is page 3", CHART, "page.number", 1, SAY, "Page 3 of 5", 0, 0, MT750},
    {"no end is said", CHART, "page.covered", 0, DROP, NULL, 0, 0, MT750},
    {"a later end", CHART, "page.covered", 0, CHANGE, "89", 0, 0, MT750},
    {"nothing behind the last row", CHART, "page.covered-last", 0, DROP, NULL, 0, 0, MT750},
    {"not marked as a sample", CHART, "page.sample", 1, DROP, NULL, 0, 0, MT751},
    /* --- what changes, how to measure, the curve --- */
    {"a new bottle is not told", CHART, "notice.bottle", 0, DROP, NULL, 0, 0, MT751},
    {"a hold is not told", CHART, "notice.course", 0, DROP, NULL, 0, 0, MT750},
    {"a hold is told as a reduction", CHART, "notice.course", 0, SAY, "The dose goes down in small steps, up to and including Monday 14 December 2026.", 0, 0, MT750},
    {"another letter on its banner", CHART, "notice.bottle", 0, SAY, "NEW BOTTLE B from today", 0, 0, MT751},
    {"the banner stands under its day", CHART, "notice.bottle", 0, MOVE, NULL, 0, 20, MT751},
    {"the plunger one mark off", CHART, "syringe.plunger", 0, MOVE, NULL, -4, 0, MT750},
    {"a mark is missing", CHART, "syringe.tick", 11, DROP, NULL, 0, 0, MT750},
    {"a mark is out of place", CHART, "syringe.tick", 11, MOVE, NULL, 1, 0, MT750},
    {"a number at the wrong mark", CHART, "syringe.number", 2, TRADE, NULL, 0, 0, MT750},
    {"another volume on the picture", CHART, "syringe.label", 0, SAY, "4 mL", 0, 0, MT750},
    {"the plunger between two marks", CHART, "syringe.plunger", 0, MOVE, NULL, 0.5, 0, MT750},
    {"a row's syringe is missing", CHART, "strip.label", 0, DROP, NULL, 0, 0, MT751},
    {"a row's plunger is missing", CHART, "strip.plunger", 1, DROP, NULL, 0, 0, MT751},
    {"a row's barrel is missing", CHART, "strip.barrel", 2, DROP, NULL, 0, 0, MT751},
    {"a row's plunger one mark on", CHART, "strip.plunger", 0, MOVE, NULL, 3.2, 0, MT750},
    {"a row's plunger one mark back", CHART, "strip.plunger", 0, MOVE, NULL, -3.2, 0, MT750},
    {"a row's plunger between two marks", CHART, "strip.plunger", 1, MOVE, NULL, 0.5, 0, MT750},
    {"two rows' syringes traded", CHART, "strip.label", 0, TRADE, NULL, 0, 0, MT750},
    {"a mark of a row's syringe is missing", CHART, "strip.tick", 30, DROP, NULL, 0, 0, MT750},
    {"a mark of a row's syringe is out of place", CHART, "strip.tick", 30, MOVE, NULL, 1, 0, MT750},
    {"a number at a row's wrong mark", CHART, "strip.number", 2, TRADE, NULL, 0, 0, MT750},
    {"a syringe where nothing changes", CHART, "strip.barrel", 0, DOUBLE, NULL, 0, 0, MT750},
    {"a row's syringe in small type", CHART, "strip.label", 0, SIZE, NULL, 9, 0, MT753},
    {"the curve is missing", CHART, "curve.step", 4, DROP, NULL, 0, 0, MT750},
    {"a level of the curve is too low", CHART, "curve.step", 4, MOVE, NULL, 0, 1, MT750},
    {"other days are marked", CHART, "curve.here", 0, MOVE, NULL, 30, 0, MT750},
    /* --- the chart's codes --- */
    {"no code", CHART, "page.code", 1, DROP, NULL, 0, 0, MT751},
    {"the code of the next page", CHART, "page.code", 1, NEXT_CODE, NULL, 0, 0, MT754},
    {"another prescription's code", CHART, "page.code", 1, OTHER_CODE, "number", 0, 0, MT754},
    {"an older revision's code", CHART, "page.code", 1, OTHER_CODE, "revision", 0, 0, MT750},
    {"another pharmacy's code", CHART, "page.code", 1, OTHER_CODE, "key", 0, 0, MT754},
    {"a bottle's code", CHART, "page.code", 0, OTHER_CODE, "kind", 0, 0, MT754},
    {"a damaged code", CHART, "page.code", 1, DAMAGE, NULL, 900, 0, MT754},
    {"the code over the edge", CHART, "page.code", 1, MOVE, NULL, 30, 0, MT752},
    {"a text in the quiet zone", CHART, "page.patient", 1, MOVE, NULL, 120, 10, MT755},
    /* --- geometry --- */
    {"a box moved off the page", CHART, "row.volume", 8, MOVE, NULL, 200, 0, MT752},
    {"a text over another", CHART, "row.time", 8, MOVE, NULL, 30, 0, MT755},
    {"a volume in small type", CHART, "row.volume", 8, SIZE, NULL, 11, 0, MT753},
    {"a name in small type", CHART, "page.patient", 1, SIZE, NULL, 9, 0, MT753},
    {"a bar over a volume", CHART, "row.volume", 8, COVER, NULL, 0, 0, MT755},
    {"white on white", CHART, "row.volume", 8, LIGHT, NULL, 0, 0, MT755},
    {"a letter no font has", CHART, "row.time", 8, SAY, "\xE6\xBC\xA2", 0, 0, MT750},
    /* --- labels --- */
    {"label: another patient", LABELS, "label.patient", 0, SAY, "Jordan Every", 0, 0, MT750},
    {"label: ten times the strength", LABELS, "label.drug", 0, SAY, "clonazePAM 1 mg per mL", 0, 0, MT750},
    {"label: largest volume", LABELS, "label.directions", 1, CHANGE, "56", 0, 0, MT750},
    {"label: another chart", LABELS, "label.directions", 1, CHANGE, "24", 0, 0, MT750},
    {"label: contents", LABELS, "label.quantity", 0, CHANGE, "45", 0, 0, MT750},
    {"label: another lot", LABELS, "label.lot", 0, SAY, "Lot 00000000", 0, 0, MT750},
    {"label: a later discard date", LABELS, "label.discard", 0, CHANGE, "34", 0, 0, MT750},
    {"label: another letter", LABELS, "label.letter", 0, SAY, "B", 0, 0, MT750},
    {"label: other days of use", LABELS, "label.use", 0, CHANGE, "19", 0, 0, MT750},
    {"label: the law's sentence is missing", LABELS, "label.law", 0, DROP, NULL, 0, 0, MT750},
    {"label: not shaken", LABELS, "label.shake", 0, DROP, NULL, 0, 0, MT751},
    {"label: no storage", LABELS, "label.storage", 0, DROP, NULL, 0, 0, MT750},
    {"label: another syringe", LABELS, "label.syringe", 0, CHANGE, "51", 0, 0, MT750},
    {"label: directions below 12 points", LABELS, "label.directions", 0, SIZE, NULL, 11.5, 0, MT753},
    {"label: drug above patient", LABELS, "label.patient", 0, MOVE, NULL, 0, 9, MT750},
    {"label: over the edge", LABELS, "label.patient", 0, MOVE, NULL, 80, 0, MT752},
    {"label: missing", LABELS, "label.code", 0, DROP_PAGE, NULL, 0, 0, MT751},
    {"label: no code", LABELS, "label.code", 0, DROP, NULL, 0, 0, MT751},
    {"label: another patient's code", LABELS, "label.code", 0, OTHER_CODE, "number", 0, 0, MT754},
    {"label: an older revision's code", LABELS, "label.code", 0, OTHER_CODE, "revision", 0, 0, MT750},
    {"label: another pharmacy's code", LABELS, "label.code", 0, OTHER_CODE, "key", 0, 0, MT754},
    {"label: a chart's code", LABELS, "label.code", 0, OTHER_CODE, "kind", 0, 0, MT754},
    {"label: a damaged code", LABELS, "label.code", 0, DAMAGE, NULL, 500, 0, MT754},
    /* --- worksheet --- */
    {"sheet: tablets", SHEET, "line.required", 0, CHANGE, "94", 0, 0, MT750},
    {"sheet: two amounts traded", SHEET, "line.required", 0, TRADE, NULL, 0, 0, MT750},
    {"sheet: a component is missing", SHEET, "line.component", 0, DROP, NULL, 0, 0, MT750},
    {"sheet: a step of arithmetic is missing", SHEET, "step", 2, DROP, NULL, 0, 0, MT750},
    {"sheet: another patient's bottle", SHEET, "bottle.patient", 0, SAY, "Jordan Every", 0, 0, MT750},
    {"sheet: what goes into a bottle", SHEET, "bottle.contents", 0, CHANGE, "45", 0, 0, MT750},
    {"sheet: another lot", SHEET, "page.lot", 1, SAY, "Lot 00000000", 0, 0, MT750},
    {"sheet: another strength", SHEET, "sheet.strength", 0, SAY, "1 mg per mL", 0, 0, MT750},
    {"sheet: a later discard date", SHEET, "sheet.discard", 0, CHANGE, "34", 0, 0, MT750},
    {"sheet: a step of the method is missing", SHEET, "method", 1, DROP, NULL, 0, 0, MT750},
    {"sheet: a dose under a bottle", SHEET, "bottle.sum", 0, CHANGE, "58", 0, 0, MT750},
    {"sheet: fewer days under a bottle", SHEET, "bottle.sum", 0, CHANGE, "21", 0, 0, MT750},
    {"sheet: what fills a bottle", SHEET, "bottle.sum", 1, CHANGE, "56", 0, 0, MT750},
    {"sheet: no sum under a bottle", SHEET, "bottle.sum", 0, DROP, NULL, 0, 0, MT750},
    {"sheet: another figure in diazepam", SHEET, "equivalent", 0, CHANGE, "01", 0, 0, MT750},
    {"sheet: the other table's figures", SHEET, "equivalent", 0, TRADE, NULL, 0, 0, MT750},
    {"sheet: a table is missing", SHEET, "equivalent", 1, DROP, NULL, 0, 0, MT750},
    {"sheet: not said that tables are approximate", SHEET, "equivalents.about", 0, DROP, NULL, 0, 0, MT750},
    {"sheet: a page is missing", SHEET, "page.number", 1, DROP_PAGE, NULL, 0, 0, MT750},
    {"sheet: no code", SHEET, "page.code", 0, DROP, NULL, 0, 0, MT751},
    {"sheet: another lot's code", SHEET, "page.code", 0, OTHER_CODE, "number", 0, 0, MT750},
    {"sheet: a bottle's code", SHEET, "page.code", 0, OTHER_CODE, "kind", 0, 0, MT754},
    /* --- the page of a run --- */
    {"run: another day", RUN, "page.formula", 0, SAY, "To make on 1 December 2026", 0, 0, MT750},
    {"run: another lot", RUN, "lot.lot", 0, SAY, "2EXCZZZZ", 0, 0, MT750},
    {"run: another volume", RUN, "lot.volume", 0, CHANGE, "43", 0, 0, MT750},
    {"run: ten times the volume", RUN, "lot.volume", 0, SAY, "4,700 mL", 0, 0, MT750},
    {"run: a label is missing", RUN, "label.patient", 0, DROP, NULL, 0, 0, MT750},
    {"run: another patient's label", RUN, "label.patient", 0, SAY, "Jordan Every", 0, 0, MT750},
    {"run: a label of another lot", RUN, "label.lot", 0, SAY, "2EXCZZZZ", 0, 0, MT750},
    {"run: another size of bottle", RUN, "label.patient", 2, CHANGE, "16", 0, 0, MT750},
    {"run: what goes into a bottle", RUN, "label.contents", 0, CHANGE, "45", 0, 0, MT750},
    {"run: a label stands there twice", RUN, "label.contents", 0, DOUBLE, NULL, 0, 0, MT750},
    {"run: tablets to fetch", RUN, "stock.amount", 0, CHANGE, "94", 0, 0, MT750},
    {"run: a component to fetch is missing", RUN, "stock.amount", 1, DROP, NULL, 0, 0, MT750},
    {"run: a later discard date", RUN, "lot.discard", 0, CHANGE, "34", 0, 0, MT750},
    {"run: page 1 says it is page 2", RUN, "page.number", 0, SAY, "Page 2 of 1", 0, 0, MT750},
};

/* ------------------------------------------------------------------------------------------- papers ---- */

static Document *lay_out(const PaperJob *job, Paper paper, Arena *arena, Findings *findings)
{
    if (paper == LABELS) return labels_layout(job, arena, findings);
    if (paper == CHART) return chart_layout(job, arena, findings);
    if (paper == RUN) return runsheet_layout(&(RunJob){job->house, job->fill->made_on, job->batches, job->batch_count}, arena, findings);
    return worksheet_layout(job->house, job->batches[0], arena, findings);
}

static bool prove(const PaperJob *job, Paper paper, const Document *document, Arena *arena, Findings *findings)
{
    if (paper == LABELS) return labels_proof(job, document, arena, findings);
    if (paper == CHART) return chart_proof(job, document, arena, findings);
    if (paper == RUN)
        return runsheet_proof(&(RunJob){job->house, job->fill->made_on, job->batches, job->batch_count}, document, arena, findings);
    return worksheet_proof(job->house, job->batches[0], document, arena, findings);
}

/* The modules of the same code where one thing of prescription or pharmacy is another. */
static const Modules *other_modules(PaperKit *kit, const Fault *fault)
{
    PaperJob job = kit->job;
    PaperShop house = *job.house;
    Prescription rx = *job.rx;
    Batch batch = *job.batches[0], *batches[] = {&batch};
    Paper paper = fault->paper;
    Key key;
    if (text_equal(fault->text, "number")) rx.number = "RX-1043", memcpy(batch.lot, "2EXCZZZZ", 9);
    if (text_equal(fault->text, "revision")) rx.revision += 1;
    if (text_equal(fault->text, "kind")) paper = paper == LABELS ? CHART : LABELS;
    if (text_equal(fault->text, "key")) {
        CU_ASSERT_EQUAL_FATAL(key_new(path_join(kit->arena, base_folder(), fault->name), "other", &key, kit->arena), 0);
        house.key = &key;
    }
    job.house = &house;
    job.rx = &rx;
    if (paper == SHEET) job.batches = batches;
    const Document *document = lay_out(&job, paper, kit->arena, &kit->findings);
    const Item *code = document ? paper_item(document, paper == LABELS ? "label.code" : "page.code") : NULL;
    return code ? code->modules : NULL;
}

/* -------------------------------------------------------------------------------------------- faults ---- */

typedef struct { Page *page; size_t page_at, at; Item *item; } Spot;

static Spot find(Document *document, const char *role, size_t nth)
{
    for (size_t p = 0; p < document->count; p++)
        for (size_t i = 0; i < document->pages[p].count; i++)
            if (text_equal(document->pages[p].items[i].role, role) && nth-- == 0)
                return (Spot){&document->pages[p], p, i, &document->pages[p].items[i]};
    return (Spot){0};
}

static void drop(Page *page, size_t at)
{
    memmove(&page->items[at], &page->items[at + 1], (page->count - at - 1) * sizeof *page->items);
    page->count--;
}

static void drop_day(Page *page, int32_t day)
{
    for (size_t i = page->count; i-- > 0;)
        if (page->items[i].row == day) drop(page, i);
}

static const char *with_change(const char *text, const char *change, Arena *arena)
{
    char *copy = arena_string(arena, text), *at = strchr(copy, change[0]);
    if (at) *at = change[1];
    return copy;
}

static const Modules *damaged(const Modules *modules, size_t count, Arena *arena)
{
    Modules *copy = ARENA_NEW(arena, Modules);
    size_t size = (size_t)modules->side * (size_t)modules->side;
    copy->side = modules->side;
    copy->dark = (uint8_t *)arena_copy(arena, modules->dark, size);
    for (size_t i = 0; i < count; i++) copy->dark[(i * 7 + size / 3) % size] ^= 1;
    return copy;
}

static void trade_text(Document *document, const Fault *fault, Item *item)
{
    size_t nth = fault->nth + 1;
    Spot next = find(document, fault->role, nth);
    while (next.item && text_equal(next.item->text, item->text)) next = find(document, fault->role, ++nth);
    if (!next.item) return;
    const char *text = item->text;
    item->text = next.item->text;
    next.item->text = text;
}

static void trade_pages(Document *document, size_t at)
{
    Page page = document->pages[at];
    document->pages[at] = document->pages[at + 1];
    document->pages[at + 1] = page;
}

static void add_item(Page *page, Item item, Arena *arena)
{
    *ARENA_PUSH(arena, page->items, page->count, page->capacity, Item) = item;
}

static Item bar_over(const Item *item)
{
    Item bar = *item;
    bar.kind = ITEM_BAR;
    bar.role = "bar";
    bar.grey = 0;
    return bar;
}

static void seed(PaperKit *kit, Document *document, const Fault *fault, const Spot *spot)
{
    Item *item = spot->item;
    switch (fault->act) {
    case NOTHING: break;
    case SAY: item->text = fault->text; break;
    case CHANGE: item->text = with_change(item->text, fault->text, kit->arena); break;
    case DROP: drop(spot->page, spot->at); break;
    case DROP_DAY: drop_day(spot->page, item->row); break;
    case DROP_PAGE:
        memmove(&document->pages[spot->page_at], &document->pages[spot->page_at + 1],
                (document->count - spot->page_at - 1) * sizeof *document->pages);
        document->count--;
        break;
    case DOUBLE: add_item(spot->page, *item, kit->arena); break;
    case MOVE:
        item->x.um += (int64_t)(fault->x * 1000);
        item->y.um += (int64_t)(fault->y * 1000);
        break;
    case SIZE: item->size.um = (int64_t)(fault->x * 25400 / 72); break;
    case TRADE: trade_text(document, fault, item); break;
    case TRADE_PAGES: trade_pages(document, spot->page_at); break;
    case COVER: add_item(spot->page, bar_over(item), kit->arena); break;
    case LIGHT: item->grey = 255; break;
    case DAMAGE: item->modules = damaged(item->modules, (size_t)fault->x, kit->arena); break;
    case NEXT_CODE: item->modules = find(document, fault->role, fault->nth + 1).item->modules; break;
    case OTHER_CODE: item->modules = other_modules(kit, fault); break;
    }
}

static void judge_fault(PaperKit *kit, const Fault *fault)
{
    Document *document = lay_out(&kit->job, fault->paper, kit->arena, &kit->findings);
    base_check(document != NULL, fault->name, "no paper");
    if (!document) return;
    Spot spot = find(document, fault->role, fault->nth);
    base_check(spot.item != NULL, fault->name, "no such item");
    if (!spot.item) return;
    Findings findings = findings_new(kit->arena);
    seed(kit, document, fault, &spot);
    base_check(!prove(&kit->job, fault->paper, document, kit->arena, &findings), fault->name, "was not caught");
    base_check(base_found(&findings, fault->code, NULL, ""), fault->name, "was caught under another code");
    base_check(findings_errors(&findings) == findings.count, fault->name, "is not an error");
}

static void judge_faults(PaperKit *kit, const void *row)
{
    (void)row;
    kit->house.sample = true;
    for (size_t i = 0; i < ROWS(faults); i++) judge_fault(kit, &faults[i]);
}

static void test_faults(void)
{
    PaperCase given = {.fill = 1, .language = "en"};
    CU_ASSERT_TRUE(paper_job(&given, judge_faults, NULL));
}

/* ----------------------------------------------------------------------------------------- untouched ---- */

static void judge_untouched(PaperKit *kit, const void *row)
{
    const PaperCase *given = row;
    Findings findings = findings_new(kit->arena);
    for (Paper paper = LABELS; paper <= SHEET; paper++) {
        Document *document = lay_out(&kit->job, paper, kit->arena, &findings);
        base_check(document != NULL, given->language, "no paper");
        if (document)
            base_check(prove(&kit->job, paper, document, kit->arena, &findings), given->language, "was refused");
    }
    if (findings_errors(&findings)) findings_print(&findings, FINDINGS_TEXT, NULL, stdout);
}

#define LIQUID "<liquid drug=\"clonazepam\" strength=\"0.1 mg per mL\" syringe=\"5 mL\" graduation=\"0.2 mL\"/>"

static const PaperCase untouched[] = {
    {.fill = 1, .language = "en"},
    {.fill = 2, .language = "en"},
    {.fill = 12, .language = "en"},
    {.shop = {"paper=\"letter\"", "paper=\"a4\""}, .fill = 1, .language = "en"},
    {.rx =
         {LIQUID, LIQUID
          "<liquid drug=\"clonazepam\" strength=\"0.1 mg per mL\" syringe=\"10 mL\" graduation=\"0.2 mL\" from=\"2026-12-09\"/>"},
     .fill = 1,
     .language = "en"},
    {.rx = {"Jordan Avery", "Mar\xC3\xAD"
                            "a-Jos\xC3\xA9 Fern\xC3\xA1ndez de la Vega-Qui\xC3\xB1ones y Garc\xC3\xAD"
                            "a-Villalobos"},
     .fill = 1,
     .language = "en"},
};

/* Half of the bedtime dose exchanged: on the first day 5 mL of each drug, in syringes with other marks. */
static const PaperCase crossing = {
    .rx = {"<hold for=\"14 days\"/>\n    <reduce by=\"5 %\" of=\"current\" per=\"14 days\" until=\"0.09 mg\"/>\n    <stop/>",
           "<cross to=\"diazepam\" ratio=\"0.5 mg = 10 mg\" table=\"Ashton 2002\" order=\"bedtime\" portions=\"2\" every=\"7 days\"/>"
           "<reduce drug=\"clonazepam\" by=\"5 %\" of=\"current\" per=\"14 days\" until=\"0.09 mg\"/><maintain/>"},
    .fill = 1,
    .language = "en"};

static const Fault crossed_faults[] = {
    {"a syringe under the other drug's name", CHART, "page.picture-drug", 0, SAY, "diazePAM", 0, 0, MT750},
    {"two syringes' drugs traded", CHART, "page.picture-drug", 1, TRADE, NULL, 0, 0, MT750},
    {"a syringe without its drug", CHART, "page.picture-drug", 0, DROP, NULL, 0, 0, MT750},
};

static void judge_crossed(PaperKit *kit, const void *row)
{
    judge_untouched(kit, row);
    for (size_t i = 0; i < ROWS(crossed_faults); i++) judge_fault(kit, &crossed_faults[i]);
}

static void test_crossed(void)
{
    CU_ASSERT_TRUE(paper_job(&crossing, judge_crossed, &crossing));
}

static void test_untouched(void)
{
    for (size_t i = 0; i < ROWS(untouched); i++)
        CU_ASSERT_TRUE(paper_job(&untouched[i], judge_untouched, &untouched[i]));
}

/* ----------------------------------------------------------------------------------------- any lot ---- */

/* A lot's letters are of its content: whichever they are, they fit. */
static void judge_widest_lot(PaperKit *kit, const void *row)
{
    (void)row;
    static const char *const lots[] = {"WWWWWWWW", "2EXCXWMN", "MMMMMMMM", "00000001"};
    for (size_t i = 0; i < ROWS(lots); i++) {
        Batch batch = *kit->job.batches[0], *batches[] = {&batch};
        PaperJob job = kit->job;
        Findings findings = findings_new(kit->arena);
        memcpy(batch.lot, lots[i], sizeof batch.lot);
        job.batches = batches;
        job.batch_count = 1;
        for (Paper paper = SHEET; paper <= RUN; paper++) {
            const Document *document = lay_out(&job, paper, kit->arena, &findings);
            base_check(document && prove(&job, paper, document, kit->arena, &findings), lots[i], "does not fit");
        }
        if (findings_errors(&findings)) findings_print(&findings, FINDINGS_TEXT, NULL, stdout);
    }
}

static void test_widest_lot(void)
{
    PaperCase given = {.fill = 1, .language = "en"};
    CU_ASSERT_TRUE(paper_job(&given, judge_widest_lot, NULL));
}

void suite_paper_proof(void)
{
    CU_pSuite suite = CU_add_suite("paper: proof", NULL, NULL);
    CU_add_test(suite, "papers as laid out are proved", test_untouched);
    CU_add_test(suite, "each seeded fault is caught", test_faults);
    CU_add_test(suite, "any lot fits", test_widest_lot);
    CU_add_test(suite, "two drugs of one volume", test_crossed);
}
