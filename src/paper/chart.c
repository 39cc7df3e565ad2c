/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chart.h"

#include <string.h>

#include "words.h"

#define CODE_ROOM_FIRST MM(34)   /* a guess to begin with: room grows to the largest code of the chart */
#define CHART_DPI 150
#define MARGIN MM(11)
#define TRIES_MOST 8             /* of paginating: room for codes only grows, so it settles */

/* Heights are measured by drawing on a sheet that is thrown away. */
typedef struct {
    Chart chart;
    Sheet *sheet, *scratch;
    ChartPage *pages; size_t page_count;
    Modules *codes;
    Um code_room;
} Paging;

static Um page_foot(const Chart *chart)
{
    return chart->page_height - chart->margin - chart_foot_height();
}

/* Where the first day can stand on a page. */
static Um page_top(Paging *paging, const ChartPage *page)
{
    const Chart *chart = &paging->chart;
    Um y = chart->margin + chart_head_put(chart, paging->scratch, page);
    if (page->number == 1) y += chart_front_put(chart, paging->scratch, y);
    return y + table_head_put(chart, paging->scratch, y);
}

static void measure_days(Paging *paging)
{
    Chart *chart = &paging->chart;
    for (size_t d = 0; d < chart->count; d++)
        chart->days[d].height = table_day_put(chart, paging->scratch, &chart->days[d], 0, false);
}

static ChartPage *add_page(Paging *paging, int32_t first)
{
    ChartPage *page = &paging->pages[paging->page_count++];
    *page = (ChartPage){(int)paging->page_count, 0, first, first - 1, NULL, paging->code_room};
    return page;
}

/* Days fall on pages in order, whole; the last day keeps the closing words with it.  False when a page has no room for
 * even one. */
static bool fill_pages(Paging *paging, Um closing)
{
    Chart *chart = &paging->chart;
    paging->page_count = 0;
    ChartPage *page = add_page(paging, chart->job->fill->first);
    ChartPage probe = *page;
    probe.last = probe.first;
    Um y = page_top(paging, &probe), foot = page_foot(chart);
    for (size_t d = 0; d < chart->count; d++) {
        Um need = chart->days[d].height + (d + 1 == chart->count ? closing : 0);
        if (y + need > foot) {
            if (page->last < page->first) return false;
            page = add_page(paging, chart->days[d].day);
            probe = *page;
            probe.last = probe.first;
            y = page_top(paging, &probe);
        }
        if (y + need > foot) return false;
        page->last = chart->days[d].day;
        y += chart->days[d].height;
    }
    for (size_t p = 0; p < paging->page_count; p++) paging->pages[p].of = (int)paging->page_count;
    return true;
}

/* The rows of a page as its code carries them. */
static ChartRow *code_rows(const Chart *chart, const ChartPage *page, size_t *count, Arena *arena)
{
    ChartRow *rows = ARENA_ARRAY(arena, (size_t)(page->last - page->first + 1) * chart->job->plan->times *
                                 chart->job->plan->drug_count + 1, ChartRow);
    *count = 0;
    for (size_t d = 0; d < chart->count; d++) {
        const ChartDay *day = &chart->days[d];
        if (day->day < page->first || day->day > page->last) continue;
        for (size_t k = 0; k < day->dose_count; k++) {
            const ChartDose *dose = &day->doses[k];
            ChartRow *row = &rows[(*count)++];
            row->date = date_add(chart->job->plan->first, day->day);
            row->drug = chart->job->plan->drugs[dose->drug].drug->code;
            row->time = (uint8_t)dose->time;
            memcpy(row->letter, dose->bottle->letter, sizeof row->letter);
            row->strength = (uint32_t)muldiv_floor(dose->rung->strength.mass.ng, NL_PER_ML, dose->rung->strength.volume.nl);
            row->volume = dose->volume;
        }
    }
    return rows;
}

static bool page_code(Paging *paging, ChartPage *page)
{
    const PaperJob *job = paging->chart.job;
    Arena *arena = paging->sheet->arena;
    size_t count;
    ChartRow *rows = code_rows(&paging->chart, page, &count, arena);
    Record record;
    if (!record_of_chart(job->house->key, job->rx, job->fill, page->number, page->of, paging->chart.last_covered, rows, count,
                         &record, arena, paging->sheet->findings))
        return false;
    Modules *code = &paging->codes[page->number - 1];
    page->code = code;
    if (modules_of(payload_sign(&record, job->house->key, arena), 0, code, arena)) return true;
    finding_add(paging->sheet->findings, MT711, paging->sheet->place, "page %d of the chart: %zu rows do not fit a code",
                page->number, count);
    return false;
}

/* True when every code fits the room kept for it; else the room is made larger. */
static bool codes_fit(Paging *paging)
{
    Um largest = 0;
    for (size_t p = 0; p < paging->page_count; p++) {
        Um side = code_side(paging->pages[p].code, CHART_DPI) + MM(0.4);   /* put_code moves to a whole dot */
        if (side > largest) largest = side;
    }
    if (largest <= paging->code_room) return true;
    paging->code_room = largest;
    return false;
}

/* Every page carries rows and their code; where the first has no room for a day the curve moves to the last. */
static bool settle_pages(Paging *paging)
{
    Chart *chart = &paging->chart;
    chart->curve_last = false;
    if (fill_pages(paging, chart_close_put(chart, paging->scratch, 0))) return true;
    chart->curve_last = true;
    return fill_pages(paging, chart_close_put(chart, paging->scratch, 0));
}

static bool make_pages(Paging *paging)
{
    for (int tries = 0; tries < TRIES_MOST; tries++) {
        if (!settle_pages(paging)) {
            finding_add(paging->sheet->findings, MT740, paging->sheet->place, "a day of the chart does not fit on one page");
            return false;
        }
        for (size_t p = 0; p < paging->page_count; p++)
            if (!page_code(paging, &paging->pages[p])) return false;
        if (codes_fit(paging)) return true;
    }
    finding_add(paging->sheet->findings, MT711, paging->sheet->place, "no room on the chart's pages for codes of %lld mm",
                (long long)(paging->code_room / 1000));
    return false;
}

static void put_page(const Paging *paging, const ChartPage *page)
{
    const Chart *chart = &paging->chart;
    Sheet *sheet = paging->sheet;
    sheet_page(sheet, chart->page_width, chart->page_height);
    Um y = chart->margin + chart_head_put(chart, sheet, page);
    if (page->number == 1) y += chart_front_put(chart, sheet, y);
    y += table_head_put(chart, sheet, y);
    for (size_t d = 0; d < chart->count; d++) {
        const ChartDay *day = &chart->days[d];
        if (day->day < page->first || day->day > page->last) continue;
        y += table_day_put(chart, sheet, day, y, day->day % 2 != 0);
    }
    if (page->number == page->of) chart_close_put(chart, sheet, y);
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
static bool times_known(const Chart *chart, Findings *findings, Arena *arena)
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
    Sheet sheet = sheet_new(house->fonts, title, job->rx->patient.language, job->rx->place, arena, findings);
    Sheet scratch = sheet_new(house->fonts, title, job->rx->patient.language, job->rx->place, arena, &unused);
    Paging paging = {.chart = {.job = job, .language = house->language}, .sheet = &sheet, .scratch = &scratch,
                     .code_room = CODE_ROOM_FIRST};
    if (!chart_paper(&paging.chart, arena, findings)) return NULL;
    if (!times_known(&paging.chart, findings, arena)) return NULL;
    chart_gather(&paging.chart, arena);
    paging.pages = ARENA_ARRAY(arena, paging.chart.count + 1, ChartPage);
    paging.codes = ARENA_ARRAY(arena, paging.chart.count + 1, Modules);
    sheet_page(&scratch, paging.chart.page_width, paging.chart.page_height);
    measure_days(&paging);
    if (!make_pages(&paging)) return NULL;
    for (size_t p = 0; p < paging.page_count; p++) put_page(&paging, &paging.pages[p]);
    return sheet_document(&sheet);
}
