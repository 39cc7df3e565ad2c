/* SPDX-License-Identifier: GPL-3.0-or-later */
/* page_cost TEMPLATES SHOP KEY DATE FILE TIMES: what a page of each kind costs, in CPU: layout, proof and writing of the PDF, the
 * proof's share of all three, and the size of the PDF with its embedded fonts.  The mean of TIMES repetitions in one process, for
 * each prescription of FILE.  The chart's row has its text and HTML in layout and proof. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include "microtaper/run.h"

typedef struct { House *house; const Key *key; Date date; long times; bool whole; } Bench;
typedef enum { LABEL, CHART, FORECAST, WORKSHEET, KINDS } Kind;
typedef struct { double layout, proof, write; size_t bytes; } Cost;
static const char *const names[KINDS] = {"labels", "chart", "forecast", "worksheet"};

static double now(void)
{
    struct timespec at;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &at);
    return (double)at.tv_sec * 1e3 + (double)at.tv_nsec / 1e6;
}

static Document *lay_out(const PaperJob *job, Kind kind, const char *plain[2], Arena *arena, Findings *findings)
{
    switch (kind) {
    case LABEL: return labels_layout(job, arena, findings);
    case FORECAST: return forecast_layout(job, arena, findings);
    case WORKSHEET: return worksheet_layout(job->house, job->batches[0], arena, findings);
    case CHART:
    case KINDS: break;
    }
    plain[0] = chart_text(job, arena, findings);
    plain[1] = chart_html(job, arena, findings);
    return chart_layout(job, arena, findings);
}

static bool prove(const PaperJob *job, Kind kind, const Document *document, const char *plain[2], Arena *arena, Findings *findings)
{
    switch (kind) {
    case LABEL: return labels_proof(job, document, arena, findings);
    case FORECAST: return forecast_proof(job, document, arena, findings);
    case WORKSHEET: return worksheet_proof(job->house, job->batches[0], document, arena, findings);
    case CHART:
    case KINDS: break;
    }
    return chart_proof(job, document, arena, findings) && chart_plain_proof(job, plain[0], plain[1], arena, findings);
}

static bool once(const Bench *bench, const PaperJob *job, Kind kind, Cost *cost)
{
    Arena *arena = arena_new();
    Findings findings = findings_new(arena);
    const char *plain[2] = {NULL, NULL};
    Bytes pdf = {0};
    double begun = now();
    Document *document = lay_out(job, kind, plain, arena, &findings);
    double laid = now();
    bool whole = document && prove(job, kind, document, plain, arena, &findings);
    double proved = now();
    whole = whole && pdf_write(document, bench->house->fonts, arena, &pdf, &findings);
    cost->write += now() - proved;
    cost->layout += laid - begun;
    cost->proof += proved - laid;
    cost->bytes = pdf.size;
    arena_free(arena);
    return whole;
}

static bool tell_costs(const Bench *bench, const PaperJob *job)
{
    for (Kind kind = LABEL; kind < KINDS; kind++) {
        Cost cost = {0};
        for (long i = 0; i < bench->times; i++)
            if (!once(bench, job, kind, &cost)) return false;
        double all = cost.layout + cost.proof + cost.write, times = (double)bench->times;
        printf("%s %s: layout %.3f ms, proof %.3f ms (%.0f %%), writing %.3f ms; %zu bytes\n", job->rx->number, names[kind],
               cost.layout / times, cost.proof / times, 100 * cost.proof / all, cost.write / times, cost.bytes);
    }
    return true;
}

static bool take(void *context, Prescription *rx, const char *number, Findings *findings, Arena *arena)
{
    Bench *bench = context;
    const House *house = bench->house;
    Course course = {0};
    bench->whole = false;
    if (rx) course_make(&course, rx, house, arena, findings);
    const Fill *fill = course.fills ? fill_made(course.fills, 1, bench->date, rx, house->shop, house->tables, course.schedule, arena, findings) : NULL;
    if (fill) {
        PaperShop paper = {.shop = house->shop, .tables = house->tables, .formulas = house->formulas,
                           .language = house_language(house, rx->patient.language),
                           .pharmacist = house_language(house, house->shop->language), .fonts = house->fonts, .key = bench->key,
                           .templates = house->templates, .book = house->book, .sample = true};
        PaperJob job = {.house = &paper, .rx = rx, .plan = course.schedule->plan, .schedule = course.schedule, .fills = course.fills, .fill = fill};
        job.batches = fill_batches(rx, house->shop, house->tables, fill, &job.batch_count, arena, findings);
        bench->whole = job.batches && tell_costs(bench, &job);
    }
    if (!bench->whole) findings_print(findings, FINDINGS_TEXT, number, stderr);
    return bench->whole;
}

int main(int count, char **arguments)
{
    if (count != 7) return 2;
    House house;
    Key key;
    Bench bench = {.house = &house, .key = &key, .times = strtol(arguments[6], NULL, 10)};
    if (!house_open(&house, arguments[1], arguments[2]) || !house_paper(&house)) return 1;
    if (key_load(arguments[3], &key, house.arena) != 0 || !date_parse(arguments[4], &bench.date)) return 1;
    bool read = prescriptions_read(arguments[5], house.tables, house.shop, take, &bench, &house.findings);
    key_wipe(&key);
    house_close(&house);
    return read && bench.whole ? 0 : 1;
}
