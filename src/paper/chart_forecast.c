/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The forecast: how the plan is meant to go on after this fill, in mg only.  No volume stands on it, no bottle and no
 * code: it cannot be dosed from, and says so on every page. */
#include "chart.h"
#include "curve.h"
#include "microtaper/text.h"
#include "words.h"

#define MARGIN MM(14)
#define GAP MM(3)
#define ROW_PAD MM(1)

typedef struct {
    Chart chart;            /* for its style and its words */
    Sheet *sheet;
    Um y;
    int page, pages;
} Forecast;

static const char *say(const Forecast *forecast, const char *key)
{
    return words_say(forecast->chart.language, forecast->sheet->arena, key, NULL);
}

static void put_text(Forecast *forecast, const Type *type, const char *role, const char *words)
{
    Box box = {MARGIN, forecast->y, chart_width(&forecast->chart), 0};
    forecast->y += put_block(forecast->sheet, box, type, role, words);
}

/* White on black over the whole width. */
static void put_banner(Forecast *forecast, const char *role, const char *words)
{
    const Type *type = &forecast->chart.style->banner;
    Um width = chart_width(&forecast->chart) - 2 * GAP,
       height = block_height(forecast->sheet, width, type, words) + 2 * MM(1.5);
    put_bar(forecast->sheet, (Box){MARGIN, forecast->y, chart_width(&forecast->chart), height}, 0, "forecast.bar");
    put_block(forecast->sheet, (Box){MARGIN + GAP, forecast->y + MM(1.5), width, 0}, type, role, words);
    forecast->y += height + MM(2);
}

static void put_foot(Forecast *forecast)
{
    Arena *arena = forecast->sheet->arena;
    Type type = forecast->chart.style->strong;
    type.align = ALIGN_RIGHT;
    Box box = {MARGIN, forecast->chart.page_height - MARGIN - type_leading(&type), chart_width(&forecast->chart), 0};
    put_line(forecast->sheet, box, &type, "page.number",
             words_say(forecast->chart.language, arena, "page.number", "page",
                       arena_format(arena, "%d", forecast->page), "pages", arena_format(arena, "%d", forecast->pages),
                       NULL));
}

static void begin_page(Forecast *forecast)
{
    const Chart *chart = &forecast->chart;
    const Prescription *rx = chart->job->rx;
    Arena *arena = forecast->sheet->arena;
    sheet_page(forecast->sheet, chart->page_width, chart->page_height);
    forecast->page++;
    forecast->y = MARGIN;
    if (chart->job->house->sample) put_banner(forecast, "page.sample", say(forecast, "sample"));
    put_banner(forecast, "forecast.not", say(forecast, "forecast.not"));
    put_text(forecast, &chart->style->name, "page.patient", rx->patient.name);
    put_text(forecast, &chart->style->title, "page.title",
             words_say(chart->language, arena, "forecast.title", "number", rx->number, "revision",
                       arena_format(arena, "%d", (int)rx->revision), NULL));
    forecast->y += MM(2);
    put_foot(forecast);
}

/* --------------------------------------------------------------------------------------------- rows ---- */

/* "0.5 mg clonazePAM, 10 mg diazePAM": what is taken on a day. */
static const char *total_words(const Forecast *forecast, int32_t day)
{
    const PaperJob *job = forecast->chart.job;
    Arena *arena = forecast->sheet->arena;
    const char *list = "";
    for (size_t drug = 0; drug < job->plan->drug_count; drug++) {
        Mass total = {0};
        for (size_t time = 0; time < job->plan->times; time++)
            total = mass_add(total, schedule_dose(job->schedule, drug, day, time));
        if (total.ng == 0) continue;
        list = arena_format(arena, "%s%s%s", list, *list ? ", " : "",
                            words_say(forecast->chart.language, arena, "forecast.total", "mass",
                                      words_mass(forecast->chart.language, arena, total), "drug",
                                      chart_drug(&forecast->chart, drug), NULL));
    }
    return *list ? list : say(forecast, "chart.no-dose");
}

typedef struct { Um x[3], width[3]; } ForecastColumns;

static ForecastColumns columns(const Forecast *forecast)
{
    Um width = chart_width(&forecast->chart), first = width * 46 / 100, other = (width - first) / 2;
    return (ForecastColumns){{MARGIN, MARGIN + first, MARGIN + first + other}, {first - GAP, other - GAP, other - GAP}};
}

static Um put_cells(Forecast *forecast, const Type *type, const char *const *roles, const char *const *cells)
{
    ForecastColumns at = columns(forecast);
    Um most = 0;
    for (int c = 0; c < 3; c++) {
        Um height =
            put_block(forecast->sheet, (Box){at.x[c], forecast->y + ROW_PAD, at.width[c], 0}, type, roles[c], cells[c]);
        if (height > most) most = height;
    }
    return most + 2 * ROW_PAD;
}

static Um row_height(const Forecast *forecast, const Type *type, const char *const *cells)
{
    ForecastColumns at = columns(forecast);
    Um most = 0;
    for (int c = 0; c < 3; c++) {
        Um height = block_height(forecast->sheet, at.width[c], type, cells[c]);
        if (height > most) most = height;
    }
    return most + 2 * ROW_PAD;
}

static void put_heads(Forecast *forecast)
{
    static const char *const roles[] = {"table.head", "table.head", "table.head"};
    const char *cells[] = {say(forecast, "forecast.head-days"), say(forecast, "forecast.head-first"),
                           say(forecast, "forecast.head-last")};
    forecast->y += put_cells(forecast, &forecast->chart.style->strong, roles, cells);
    put_rule(forecast->sheet, MARGIN, forecast->y, chart_width(&forecast->chart), 0, MM(0.6), 0, "table.rule");
}

static const char *date_words(const Forecast *forecast, int32_t day)
{
    const Chart *chart = &forecast->chart;
    Arena *arena = forecast->sheet->arena;
    Date date = chart_date(chart, day);
    return chart->style->short_names ? words_date_short(chart->language, arena, date)
                                     : words_date(chart->language, arena, date);
}

/* The days of a fill that have dates, and what is taken on the first and on the last of them. */
static void put_row(Forecast *forecast, const Fill *fill)
{
    const Plan *plan = forecast->chart.job->plan;
    int32_t last = fill->last < plan->dated ? fill->last : plan->dated - 1;
    if (last < fill->first) return;
    static const char *const roles[] = {"forecast.days", "forecast.first", "forecast.last"};
    const Chart *chart = &forecast->chart;
    Arena *arena = forecast->sheet->arena;
    const Type *type = fill->number == chart->job->fill->number ? &chart->style->strong : &chart->style->plain;
    const char *cells[] = {words_say(chart->language, arena, "forecast.days", "first",
                                     date_words(forecast, fill->first), "last", date_words(forecast, last), NULL),
                           total_words(forecast, fill->first), total_words(forecast, last)};
    Um height = row_height(forecast, type, cells);
    if (forecast->y + height > chart->page_height - MARGIN - 2 * type_leading(&chart->style->strong)) {
        begin_page(forecast);
        put_heads(forecast);
    }
    forecast->sheet->row = fill->number;
    forecast->y += put_cells(forecast, type, roles, cells);
    forecast->sheet->row = -1;
    put_rule(forecast->sheet, MARGIN, forecast->y, chart_width(chart), 0, MM(0.15), 120, "row.rule");
}

static void put_end(Forecast *forecast)
{
    const Chart *chart = &forecast->chart;
    Arena *arena = forecast->sheet->arena;
    const Plan *plan = chart->job->plan;
    const char *key = plan->maintains ? "forecast.goes-on" : plan->ends_by_stop ? "forecast.ends" : "forecast.open";
    if (plan->dated < plan->days) key = "forecast.undated";
    int32_t day = plan->dated < plan->days ? plan->dated : plan->days - 1;
    const char *words =
        words_say(chart->language, arena, key, "date", words_date(chart->language, arena, chart_date(chart, day)),
                  "mass", total_words(forecast, plan->days - 1), NULL);
    forecast->y += GAP;
    if (forecast->y + block_height(forecast->sheet, chart_width(chart), &chart->style->strong, words) >
        chart->page_height - MARGIN - 2 * type_leading(&chart->style->strong)) begin_page(forecast);
    put_text(forecast, &chart->style->strong, "forecast.end", words);
}

/* Steps of equal occupancy hang on an assumed K: said where the plan is shown. */
static void put_modelled(Forecast *forecast)
{
    const Chart *chart = &forecast->chart;
    const Prescription *rx = chart->job->rx;
    for (size_t i = 0; i < rx->step_count; i++) {
        if (rx->steps[i].by != BY_OCCUPANCY) continue;
        const char *words = words_say(chart->language, forecast->sheet->arena, "forecast.modelled", "mass",
                                      words_mass(chart->language, forecast->sheet->arena, rx->steps[i].k), "source", rx->steps[i].k_source, NULL);
        put_text(forecast, &chart->style->plain, "forecast.modelled", words);
    }
}

static void put_forecast(Forecast *forecast)
{
    const Chart *chart = &forecast->chart;
    const Fills *fills = chart->job->fills;
    CurveTypes types = {chart->style->strong, chart->style->curve};
    Um height = MM(36) + 3 * type_leading(&types.title);
    begin_page(forecast);
    put_text(forecast, &chart->style->plain, "forecast.text", say(forecast, "forecast.text"));
    put_modelled(forecast);
    forecast->y += GAP;
    curve_put(forecast->sheet, (Box){MARGIN, forecast->y, chart_width(chart), height}, chart->job, chart->language,
              &types);
    forecast->y += height + GAP;
    put_heads(forecast);
    put_row(forecast, chart->job->fill);
    for (size_t f = 0; f < fills->count; f++)
        if (fills->items[f].number > chart->job->fill->number) put_row(forecast, &fills->items[f]);
    put_end(forecast);
}

static int count_pages(Forecast forecast, const char *title, Arena *arena)
{
    Findings unused = findings_new(arena);
    Sheet scratch = sheet_new(forecast.sheet->fonts, title, forecast.sheet->document->language, forecast.sheet->place,
                              arena, &unused);
    forecast.sheet = &scratch;
    put_forecast(&forecast);
    return forecast.page;
}

Document *forecast_layout(const PaperJob *job, Arena *arena, Findings *findings)
{
    const Stock *stock = stock_load(job->house->templates, job->house->shop->paper, arena, findings);
    if (!stock) return NULL;
    const char *title =
        arena_format(arena, "Forecast %s revision %d: not for dosing", job->rx->number, (int)job->rx->revision);
    Sheet sheet = sheet_new(job->house->fonts, title, job->rx->patient.language, job->rx->place, arena, findings);
    bool large = text_equal(job->rx->patient.print, "large");
    Forecast forecast = {.chart = {.job = job,
                                   .language = job->house->language,
                                   .style = large ? &chart_large : &chart_standard,
                                   .page_width = stock->width.um,
                                   .page_height = stock->height.um,
                                   .margin = MARGIN},
                         .sheet = &sheet};
    forecast.pages = count_pages(forecast, title, arena);
    put_forecast(&forecast);
    return sheet_document(&sheet);
}
