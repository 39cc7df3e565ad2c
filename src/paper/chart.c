/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chart.h"

#include <string.h>

#include "microtaper/text.h"
#include "words.h"

#define CODE_ROOM_FIRST MM(39)   /* a guess to begin with: room grows to the largest code of the chart */
#define CHART_DPI 150
#define MARGIN MM(11)
#define TRIES_MOST 8             /* of paginating: room for codes only grows, so it settles */

/* What follows each other down the pages; a block is never split. */
typedef struct {
    Um (*put)(const Chart *chart, Sheet *sheet, Um y);   /* NULL: a day */
    const ChartDay *day;
    const ChartStep *step;
    bool split, notices;     /* of a day too high for a page: its notices but of bottles are a block of their own */
    Um height;
    bool with_next;          /* stays on the page of the block behind it */
    int page;
} Block;

typedef enum { COVERED, CHANGE, REPLACED, TABLETS, HOW, PICTURES, CURVE, STEPS, DECIDE, CLOSE, CARE, CARE_MORE, SECTIONS } Section;

/* What may part where a page is too small for what should stay together: the words behind the last day from that day; the
 * care section in its middle; last, its notices from the rows of a day that is higher than a page: they may end one. */
typedef struct { bool close, care, notices; } Loose;

/* The first with which all fits is taken. */
static const Loose loosenings[] = {
    {false, false, false}, {true, false, false}, {false, true, false}, {true, true, false},
    {false, false, true},  {true, false, true},  {false, true, true},  {true, true, true},
};

typedef Um (*SectionPut)(const Chart *chart, Sheet *sheet, Um y);
static const SectionPut section_put[SECTIONS] = {
    [COVERED] = chart_covered_put, [CHANGE] = chart_change_put, [REPLACED] = chart_replaced_put, [TABLETS] = chart_tablets_put, [HOW] = chart_how_put, [PICTURES] = chart_first_pictures_put,
    [CURVE] = chart_curve_put, [STEPS] = chart_steps_put, [DECIDE] = chart_decide_put, [CLOSE] = chart_close_put, [CARE] = chart_care_put,
    [CARE_MORE] = chart_care_more_put,
};

/* A day's heights: whole; its notices but of bottles; what then is left. */
typedef struct { Um whole, notices, rest; } DayHeights;

typedef struct {
    Chart chart;
    Sheet *sheet, *scratch;  /* heights are measured by drawing on a sheet that is thrown away */
    Um section[SECTIONS];
    DayHeights *day;
    Block *blocks; size_t block_count;
    ChartPage *pages; size_t page_count;
    Modules *codes;
    Um code_room;
    Um head, rows_need;      /* of a page without rows; what its first row needs besides its own height */
} Paging;

/* --------------------------------------------------------------------------------------- measuring ---- */

static void measure_blocks(Paging *paging)
{
    const Chart *chart = &paging->chart;
    for (int s = 0; s < SECTIONS; s++) paging->section[s] = section_put[s](chart, paging->scratch, 0);
    for (size_t d = 0; d < chart->count; d++) {
        const ChartDay *day = &chart->days[d];
        DayHeights *heights = &paging->day[d];
        heights->whole = table_day_put(chart, paging->scratch, day, 0, false, NOTICES_ALL);
        heights->rest = day->notice_count ? table_day_put(chart, paging->scratch, day, 0, false, NOTICES_BOTTLE) : heights->whole;
        heights->notices = table_notices_put(chart, paging->scratch, day, 0, NOTICES_NO_BOTTLE);
    }
}

/* The day whose words are widest: a head with it twice is as high as any. */
static int32_t widest_day(const Paging *paging)
{
    const Chart *chart = &paging->chart;
    int32_t widest = chart->job->fill->first;
    Um most = 0;
    for (int32_t day = chart->job->fill->first; day <= chart->job->fill->last; day++) {
        Um width = text_width(paging->scratch, &chart->style->plain, chart_day_words(chart, day, paging->scratch->arena));
        if (width > most) most = width, widest = day;
    }
    return widest;
}

static void measure_heads(Paging *paging, int32_t widest)
{
    const Chart *chart = &paging->chart;
    ChartPage probe = {.number = 1, .of = 1, .first = 0, .last = -1, .code_room = paging->code_room};
    paging->head = chart_head_put(chart, paging->scratch, &probe);
    probe.first = probe.last = widest;
    probe.widest = true;
    paging->rows_need = chart_head_put(chart, paging->scratch, &probe) - paging->head + table_head_put(chart, paging->scratch, 0);
}

/* ----------------------------------------------------------------------------------------- blocks ---- */

static void add_section(Paging *paging, Section section)
{
    paging->blocks[paging->block_count++] = (Block){.put = section_put[section], .height = paging->section[section]};
}

static void add_care(Paging *paging, Loose loose)
{
    add_section(paging, CARE);
    paging->blocks[paging->block_count - 1].with_next = !loose.care;
    add_section(paging, CARE_MORE);
}

static Um page_foot(const Chart *chart)
{
    return chart->page_height - chart->margin - chart_foot_height(chart);
}

/* Higher than a page that holds nothing else. */
static bool too_high(const Paging *paging, const DayHeights *heights)
{
    return paging->chart.margin + paging->head + paging->rows_need + heights->whole > page_foot(&paging->chart);
}

static void add_days(Paging *paging, Loose loose)
{
    const Chart *chart = &paging->chart;
    for (size_t d = 0; d < chart->count; d++) {
        const DayHeights *heights = &paging->day[d];
        Block block = {.day = &chart->days[d], .split = loose.notices && heights->notices > 0 && too_high(paging, heights),
                       .with_next = d + 1 == chart->count && !loose.close};
        block.height = block.split ? heights->rest : heights->whole;
        if (block.split) paging->blocks[paging->block_count++] = (Block){.day = block.day, .notices = true, .height = heights->notices};
        paging->blocks[paging->block_count++] = block;
    }
}

/* What has no dates: led by symptoms only.  The heading stays with the first step. */
static void add_steps(Paging *paging)
{
    const Chart *chart = &paging->chart;
    if (!chart_undated(chart->job)) return;
    add_section(paging, STEPS);
    paging->blocks[paging->block_count - 1].with_next = true;
    for (size_t s = 0; s < chart->step_count; s++) {
        const ChartStep *step = &chart->steps[s];
        paging->blocks[paging->block_count++] = (Block){.step = step, .height = chart_step_put(chart, paging->scratch, step, 0)};
    }
    add_section(paging, DECIDE);
}

/* What to do when something is not right stands in front of the rows or behind them. */
static void make_blocks(Paging *paging, bool care_first, Loose loose)
{
    paging->block_count = 0;
    add_section(paging, CHANGE);
    add_section(paging, REPLACED);
    add_section(paging, TABLETS);
    add_section(paging, COVERED);
    add_section(paging, HOW);
    add_section(paging, PICTURES);
    if (care_first) add_care(paging, loose);
    add_section(paging, CURVE);
    add_days(paging, loose);
    add_steps(paging);
    add_section(paging, CLOSE);
    if (!care_first) add_care(paging, loose);
}

/* ------------------------------------------------------------------------------------- pagination ---- */

/* The next page; returns where its first block can stand.  With its first row it gets a code at its head, and column heads. */
static Um begin_page(Paging *paging)
{
    ChartPage *page = &paging->pages[paging->page_count++];
    *page = (ChartPage){.number = (int)paging->page_count, .first = 0, .last = -1, .code_room = paging->code_room};
    return paging->chart.margin + paging->head;
}

/* What the block needs on a page that has rows already or not. */
static Um block_needs(const Paging *paging, const Block *block, bool rows)
{
    Um need = block->height;
    if (block->day && !block->notices && !rows) need += paging->rows_need;
    return need;
}

static Um company_needs(const Block *block)
{
    return block->with_next ? block[1].height : 0;
}

static void on_page(Paging *paging, Block *block, bool rows)
{
    ChartPage *page = &paging->pages[paging->page_count - 1];
    block->page = page->number;
    if (!block->day || block->notices) return;
    if (!rows) page->first = block->day->day;
    page->last = block->day->last;
}

/* Blocks fall on pages in order.  False when one is taller than an empty page. */
static bool fill_pages(Paging *paging)
{
    Um foot = page_foot(&paging->chart), y = foot;
    bool rows = false;
    paging->page_count = 0;
    for (size_t b = 0; b < paging->block_count; b++) {
        Block *block = &paging->blocks[b];
        if (b == 0 || y + block_needs(paging, block, rows) + company_needs(block) > foot) {
            y = begin_page(paging);
            rows = false;
        }
        y += block_needs(paging, block, rows);
        if (y + company_needs(block) > foot) return false;
        on_page(paging, block, rows);
        rows = rows || (block->day && !block->notices);
    }
    for (size_t p = 0; p < paging->page_count; p++) paging->pages[p].of = (int)paging->page_count;
    return true;
}

/* ------------------------------------------------------------------------------------------ codes ---- */

static ChartRow code_row(const Chart *chart, const ChartDose *dose, int32_t day)
{
    const Strength *strength = &dose->rung->strength;
    ChartRow row = {.date = chart_date(chart, day), .drug = chart->job->plan->drugs[dose->drug].drug->code, .time = (uint8_t)dose->time,
                    .strength = (uint32_t)muldiv_floor(strength->mass.ng, NL_PER_ML, strength->volume.nl), .volume = dose->volume};
    memcpy(row.letter, dose->bottle->letter, sizeof row.letter);
    return row;
}

/* The rows of a page as its code carries them. */
static ChartRow *code_rows(const Chart *chart, const ChartPage *page, size_t *count, Arena *arena)
{
    ChartRow *rows = ARENA_ARRAY(arena, (size_t)(page->last - page->first + 1) * chart->job->plan->times *
                                 chart->job->plan->drug_count + 1, ChartRow);
    *count = 0;
    for (size_t d = 0; d < chart->count; d++) {
        const ChartDay *day = &chart->days[d];
        for (int32_t each = day->day; each <= day->last && each <= page->last; each++)
            for (size_t k = 0; each >= page->first && k < day->dose_count; k++)
                rows[(*count)++] = code_row(chart, &day->doses[k], each);
    }
    return rows;
}

static bool page_record(const Paging *paging, const ChartPage *page, Record *record)
{
    const PaperJob *job = paging->chart.job;
    Sheet *sheet = paging->sheet;
    size_t count;
    ChartRow *rows = code_rows(&paging->chart, page, &count, sheet->arena);
    return record_of_chart(job->house->key, job->rx, job->fill, page->number, page->of, paging->chart.last_covered, rows, count,
                           record, sheet->arena, sheet->findings);
}

static bool page_code(Paging *paging, ChartPage *page, const Record *record)
{
    const Key *key = paging->chart.job->house->key;
    Arena *arena = paging->sheet->arena;
    char word[WORD_ROOM];
    record_word(record, key, word);
    Modules *code = &paging->codes[page->number - 1];
    page->code = code;
    page->word = arena_string(arena, word);
    if (modules_of(payload_sign(record, key, arena), 0, code, arena)) return true;
    finding_add(paging->sheet->findings, MT711, paging->sheet->place, "page %d of the chart: %zu bytes of rows do not fit a code",
                page->number, record->rows_size);
    return false;
}

/* Every page's record is as cheap as a row; signing and drawing a code is not.  The page with the most rows has the largest
 * code, so that one tells whether the room kept for codes will do: *fits, else the room is made larger. */
static bool codes_fit(Paging *paging, bool *fits)
{
    Record *records = ARENA_ARRAY(paging->sheet->arena, paging->page_count, Record);
    size_t most = 0;
    for (size_t p = 0; p < paging->page_count; p++) {
        if (!page_record(paging, &paging->pages[p], &records[p])) return false;
        if (records[p].rows_size > records[most].rows_size) most = p;
    }
    if (!page_code(paging, &paging->pages[most], &records[most])) return false;
    Um side = code_side(paging->pages[most].code, CHART_DPI) + MM(0.4);   /* put_code moves to a whole dot */
    *fits = side <= paging->code_room;
    if (!*fits) paging->code_room = side;
    for (size_t p = 0; *fits && p < paging->page_count; p++)
        if (p != most && !page_code(paging, &paging->pages[p], &records[p])) return false;
    return true;
}

/* In the order that takes fewer pages; in front where both take the same. */
static bool settle_order(Paging *paging, Loose loose)
{
    make_blocks(paging, false, loose);
    size_t behind = fill_pages(paging) ? paging->page_count : SIZE_MAX;
    make_blocks(paging, true, loose);
    if (fill_pages(paging) && paging->page_count <= behind) return true;
    make_blocks(paging, false, loose);
    return fill_pages(paging);
}

static bool settle_pages(Paging *paging)
{
    for (size_t c = 0; c < sizeof loosenings / sizeof *loosenings; c++)
        if (settle_order(paging, loosenings[c])) return true;
    return false;
}

static bool make_pages(Paging *paging)
{
    int32_t widest = widest_day(paging);
    measure_blocks(paging);
    for (int tries = 0; tries < TRIES_MOST; tries++) {
        measure_heads(paging, widest);
        if (!settle_pages(paging)) {
            finding_add(paging->sheet->findings, MT740, paging->sheet->place, "a day or a section of the chart is higher than a page");
            return false;
        }
        bool fits;
        if (!codes_fit(paging, &fits)) return false;
        if (fits) return true;
    }
    finding_add(paging->sheet->findings, MT711, paging->sheet->place, "no room on the chart's pages for codes of %lld mm",
                (long long)(paging->code_room / 1000));
    return false;
}

/* ---------------------------------------------------------------------------------------- drawing ---- */

static Um put_block_at(const Chart *chart, Sheet *sheet, const Block *block, Um y, bool shaded)
{
    if (block->put) return block->put(chart, sheet, y);
    if (block->step) return chart_step_put(chart, sheet, block->step, y);
    if (block->notices) return table_notices_put(chart, sheet, block->day, y, NOTICES_NO_BOTTLE);
    return table_day_put(chart, sheet, block->day, y, shaded, block->split ? NOTICES_BOTTLE : NOTICES_ALL);
}

static void put_page(const Paging *paging, const ChartPage *page)
{
    const Chart *chart = &paging->chart;
    Sheet *sheet = paging->sheet;
    bool rows = false, shaded = false;
    sheet_page(sheet, chart->page_width, chart->page_height);
    Um y = chart->margin + chart_head_put(chart, sheet, page);
    for (size_t b = 0; b < paging->block_count; b++) {
        const Block *block = &paging->blocks[b];
        if (block->page != page->number) continue;
        bool row = block->day && !block->notices;
        if (row && !rows) y += table_head_put(chart, sheet, y);
        y += put_block_at(chart, sheet, block, y, shaded);
        rows = rows || row;
        shaded = row ? !shaded : shaded;
    }
    chart_foot_put(chart, sheet, page);
}

static bool chart_paper(Chart *chart, Arena *arena, Findings *findings)
{
    const Stock *stock = stock_load(chart->job->house->templates, chart->job->house->shop->paper, arena, findings);
    if (!stock) return false;
    chart->page_width = stock->width.um;
    chart->page_height = stock->height.um;
    chart->margin = MARGIN;
    return true;
}

/* The shop names its times of day; the language must have words for each. */
bool chart_times_known(const Chart *chart, Findings *findings, Arena *arena)
{
    const Shop *shop = chart->job->house->shop;
    bool known = true;
    for (size_t t = 0; t < shop->time_count; t++)
        if (!words_named(chart->language, "time", shop->times[t].name, shop->place, arena, findings)) known = false;
    return known;
}

Document *chart_layout(const PaperJob *job, Arena *arena, Findings *findings)
{
    const PaperShop *house = job->house;
    const char *title = arena_format(arena, "Dosing chart %s revision %d", job->rx->number, (int)job->rx->revision);
    Findings unused = findings_new(arena);
    bool large = text_equal(job->rx->patient.print, "large");
    Sheet sheet = sheet_new(house->fonts, title, job->rx->patient.language, job->rx->place, arena, findings);
    Sheet scratch = sheet_new(house->fonts, title, job->rx->patient.language, job->rx->place, arena, &unused);
    Paging paging = {.chart = {.job = job, .language = house->language, .style = large ? &chart_large : &chart_standard,
                               .by_period = text_equal(job->rx->patient.rows, "period")}, .sheet = &sheet, .scratch = &scratch,
                     .code_room = CODE_ROOM_FIRST};
    if (!chart_paper(&paging.chart, arena, findings)) return NULL;
    if (!chart_times_known(&paging.chart, findings, arena)) return NULL;
    chart_gather(&paging.chart, arena);
    paging.pages = ARENA_ARRAY(arena, 2 * paging.chart.count + paging.chart.step_count + SECTIONS, ChartPage);
    paging.codes = ARENA_ARRAY(arena, 2 * paging.chart.count + paging.chart.step_count + SECTIONS, Modules);
    sheet_page(&scratch, paging.chart.page_width, paging.chart.page_height);
    chart_columns(&paging.chart, &scratch);
    paging.day = ARENA_ARRAY(arena, paging.chart.count, DayHeights);
    paging.blocks = ARENA_ARRAY(arena, 2 * paging.chart.count + paging.chart.step_count + SECTIONS, Block);
    if (!make_pages(&paging)) return NULL;
    for (size_t p = 0; p < paging.page_count; p++) put_page(&paging, &paging.pages[p]);
    return sheet_document(&sheet);
}
