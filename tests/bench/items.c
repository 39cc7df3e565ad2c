/* SPDX-License-Identifier: GPL-3.0-or-later */
/* items TEMPLATES SHOP KEY DATE FILE: the papers of each prescription as the program lays them out, as lines of text, for the
 * peers of the bench: they draw the same texts, lines and codes, and have to work out nothing.  Lengths in um from the top left.
 *   D label|chart|forecast|worksheet NAME        a document and its pages
 *   P width height
 *   T x baseline size bold grey TEXT             x of its left edge in our face
 *   L x y x2 y2 stroke grey     R x y width height grey     B x y width height stroke grey
 *   Q x y width side PAYLOAD                     a code of side x side modules, level M, without quiet zone */
#include <inttypes.h>
#include <stdio.h>
#include "microtaper/run.h"

typedef struct { House *house; const Key *key; Date date; bool whole; } Bench;

static int64_t left_edge(const Fonts *fonts, const Item *item)
{
    if (item->align == ALIGN_LEFT) return item->x.um;
    int64_t spare = item->width.um - font_width(fonts, item->face, item->size, item->text).um;
    return item->x.um + (item->align == ALIGN_CENTRE ? spare / 2 : spare);
}

static void tell_item(const Fonts *fonts, const Item *item, Arena *arena)
{
    int64_t x = item->x.um, y = item->y.um, width = item->width.um, height = item->height.um;
    switch (item->kind) {
    case ITEM_TEXT:
        printf("T %" PRId64 " %" PRId64 " %" PRId64 " %d %d %s\n", left_edge(fonts, item), y + item->size.um * 4 / 5,
               item->size.um, item->face == FACE_BOLD, item->grey, item->text);
        return;
    case ITEM_LINE:
        printf("L %" PRId64 " %" PRId64 " %" PRId64 " %" PRId64 " %" PRId64 " %d\n", x, y, x + width, y + height,
               item->size.um, item->grey);
        return;
    case ITEM_BAR:
        printf("R %" PRId64 " %" PRId64 " %" PRId64 " %" PRId64 " %d\n", x, y, width, height, item->grey);
        return;
    case ITEM_BOX:
        printf("B %" PRId64 " %" PRId64 " %" PRId64 " %" PRId64 " %" PRId64 " %d\n", x, y, width, height, item->size.um,
               item->grey);
        return;
    case ITEM_MODULES:
        printf("Q %" PRId64 " %" PRId64 " %" PRId64 " %d %s\n", x, y, width, item->modules->side,
               modules_read(item->modules, arena));
    }
}

static bool tell_document(const Bench *bench, const char *kind, const char *name, const Document *document, Arena *arena)
{
    if (!document) return false;
    printf("D %s %s\n", kind, name);
    for (size_t p = 0; p < document->count; p++) {
        const Page *page = &document->pages[p];
        printf("P %" PRId64 " %" PRId64 "\n", page->width.um, page->height.um);
        for (size_t i = 0; i < page->count; i++) tell_item(bench->house->fonts, &page->items[i], arena);
    }
    return true;
}

static bool tell_papers(const Bench *bench, const PaperJob *job, Arena *arena, Findings *findings)
{
    const char *name = job->rx->number;
    bool whole = tell_document(bench, "label", name, labels_layout(job, arena, findings), arena) &&
                 tell_document(bench, "chart", name, chart_layout(job, arena, findings), arena) &&
                 tell_document(bench, "forecast", name, forecast_layout(job, arena, findings), arena);
    for (size_t i = 0; whole && i < job->batch_count; i++)
        whole = tell_document(bench, "worksheet", job->batches[i]->lot,
                              worksheet_layout(job->house, job->batches[i], arena, findings), arena);
    return whole;
}

static bool tell_prescription(const Bench *bench, Prescription *rx, Arena *arena, Findings *findings)
{
    const House *house = bench->house;
    Course course;
    course_make(&course, rx, house, arena, findings);
    if (!course.fills) return false;
    const Fill *fill = fill_made(course.fills, 1, bench->date, rx, house->shop, house->tables, course.schedule, arena, findings);
    if (!fill) return false;
    PaperShop paper = {.shop = house->shop, .tables = house->tables, .formulas = house->formulas,
                       .language = house_language(house, rx->patient.language),
                       .pharmacist = house_language(house, house->shop->language), .fonts = house->fonts, .key = bench->key,
                       .templates = house->templates, .book = house->book, .sample = true};
    PaperJob job = {.house = &paper, .rx = rx, .plan = course.schedule->plan, .schedule = course.schedule,
                    .fills = course.fills, .fill = fill};
    job.batches = fill_batches(rx, house->shop, house->tables, fill, &job.batch_count, arena, findings);
    return job.batches && tell_papers(bench, &job, arena, findings);
}

static bool take(void *context, Prescription *rx, const char *number, Findings *findings, Arena *arena)
{
    Bench *bench = context;
    bench->whole = rx && tell_prescription(bench, rx, arena, findings);
    if (!bench->whole) findings_print(findings, FINDINGS_TEXT, number, stderr);
    return bench->whole;
}

int main(int count, char **arguments)
{
    if (count != 6) return 2;
    House house;
    Key key;
    Bench bench = {.house = &house, .key = &key};
    if (!house_open(&house, arguments[1], arguments[2]) || !house_paper(&house)) return 1;
    if (key_load(arguments[3], &key, house.arena) != 0 || !date_parse(arguments[4], &bench.date)) return 1;
    bool read = prescriptions_read(arguments[5], house.tables, house.shop, take, &bench, &house.findings);
    key_wipe(&key);
    house_close(&house);
    return read && bench.whole ? 0 : 1;
}
