/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The page of a run: what to make, in which order, from which stock. */
#include "microtaper/text.h"
#include "words.h"
#include "worksheet.h"

#define MARGIN MM(12)
#define LOT_WIDTH MM(34)      /* any eight letters of a lot, the widest too, in bold */
#define COUNT(array) (sizeof(array) / sizeof *(array))

typedef struct {
    Flow flow;
    const RunJob *job;
} RunPage;

static const Language *words_of(const RunPage *page)
{
    return page->job->house->pharmacist;
}

static Arena *arena_of(const RunPage *page)
{
    return page->flow.sheet->arena;
}

static const char *say_number(const RunPage *page, size_t number)
{
    return arena_format(arena_of(page), "%zu", number);
}

static const char *say_volume(const RunPage *page, Volume volume)
{
    return words_volume(words_of(page), arena_of(page), volume);
}

/* ---------------------------------------------------------------- stock ---- */

static const SheetColumn stock_columns[] = {
    {"sheet.component", 0, ALIGN_LEFT, false, "stock.component"},
    {"run.amount", MM(36), ALIGN_RIGHT, true, "stock.amount"},
    {"sheet.maker", MM(58), ALIGN_LEFT, false, "stock.lot"},
    {"sheet.expiry", MM(23.4), ALIGN_LEFT, false, "stock.expiry"},
    {"run.fetched", MM(20), ALIGN_LEFT, false, "blank"},
};
static const SheetTable stock_table = {stock_columns, COUNT(stock_columns), MM(9)};

static const char *say_amount(const RunPage *page, StockUnit unit, int64_t amount)
{
    if (unit == STOCK_MASS) return words_mass(words_of(page), arena_of(page), (Mass){amount});
    if (unit == STOCK_VOLUME) return say_volume(page, (Volume){amount});
    return words_say(words_of(page), arena_of(page), "sheet.tablets", "count",
                     arena_format(arena_of(page), "%lld", (long long)amount), NULL);
}

/* Maker, lot and NDC, and by how much it is too little for all. */
static const char *say_lot(const RunPage *page, const StockNeed *need)
{
    const StockLot *lot = need->lot;
    if (!lot) return NULL;
    Arena *arena = arena_of(page);
    const char *name = arena_format(arena, "%s %s%s%s", lot->maker, lot->number, lot->ndc ? " NDC " : "", lot->ndc ? lot->ndc : "");
    if (need->shortage == 0) return name;
    return arena_format(arena, "%s\n%s", name,
                        words_say(words_of(page), arena, "run.short", "amount", say_amount(page, need->unit, need->shortage),
                                  "stock", say_amount(page, need->unit, lot->on_hand), NULL));
}

static void put_stock(RunPage *page)
{
    size_t count;
    Flow *flow = &page->flow;
    const StockNeed *needs = stock_needs(page->job->batches, page->job->batch_count, &count, arena_of(page));
    flow_section(flow, "run.stock", MM(20));
    flow_table_head(flow, &stock_table);
    for (size_t i = 0; i < count; i++) {
        const StockNeed *need = &needs[i];
        const char *cells[COUNT(stock_columns)] = {need->component, say_amount(page, need->unit, need->amount), say_lot(page, need),
                                                   need->lot ? date_text(arena_of(page), need->lot->expires) : NULL};
        flow_table_row(flow, &stock_table, cells);
    }
}

/* ---------------------------------------------------------------- lots ---- */

static const SheetColumn lot_columns[] = {
    {"run.number", MM(9), ALIGN_RIGHT, false, "lot.number"},
    {"run.lot", LOT_WIDTH, ALIGN_LEFT, true, "lot.lot"},
    {"run.what", 0, ALIGN_LEFT, false, "lot.what"},
    {"run.volume", MM(33.6), ALIGN_RIGHT, true, "lot.volume"},
    {"run.count", MM(16), ALIGN_RIGHT, false, "lot.bottles"},
    {"sheet.discard", MM(24), ALIGN_LEFT, false, "lot.discard"},
    {"run.done", MM(14), ALIGN_LEFT, false, "blank"},
};
static const SheetTable lot_table = {lot_columns, COUNT(lot_columns), MM(9)};

/* Its title, and what is mixed before it. */
static const char *say_what(const RunPage *page, const Batch *batch)
{
    if (batch->premix.drug.ng == 0) return batch->formula->title;
    return arena_format(arena_of(page), "%s\n%s", batch->formula->title,
                        words_say(words_of(page), arena_of(page), "run.first", "lot", batch->lot, NULL));
}

static void put_lots(RunPage *page)
{
    Flow *flow = &page->flow;
    flow_section(flow, "run.order", MM(20));
    flow_table_head(flow, &lot_table);
    for (size_t i = 0; i < page->job->batch_count; i++) {
        const Batch *batch = page->job->batches[i];
        const char *cells[COUNT(lot_columns)] = {say_number(page, i + 1), batch->lot, say_what(page, batch),
                                                 say_volume(page, batch->volume), say_number(page, batch->bottle_count),
                                                 date_text(arena_of(page), batch->discard_after)};
        flow_table_row(flow, &lot_table, cells);
    }
}

/* ---------------------------------------------------------------- labels ---- */

/* Patients have no less room than on a worksheet: what is printed there can be printed here. */
static const SheetColumn label_columns[] = {
    {"run.number", MM(9), ALIGN_RIGHT, false, "label.number"},
    {"run.lot", LOT_WIDTH, ALIGN_LEFT, false, "label.lot"},
    {"sheet.patient", 0, ALIGN_LEFT, false, "label.patient"},
    {"sheet.bottle", MM(20), ALIGN_LEFT, true, "label.letter"},
    {"sheet.contents", MM(20), ALIGN_RIGHT, true, "label.contents"},
    {"sheet.filled", MM(16), ALIGN_LEFT, false, "blank"},
};
static const SheetTable label_table = {label_columns, COUNT(label_columns), MM(9)};

static void put_label(RunPage *page, size_t number, const Batch *batch, const BatchBottle *own)
{
    Arena *arena = arena_of(page);
    const Language *words = words_of(page);
    const Bottle *bottle = own->bottle;
    const char *fill = words_say(words, arena, "sheet.prescription-fill", "number", own->rx->number, "revision",
                                 arena_format(arena, "%d", (int)own->rx->revision), "fill",
                                 arena_format(arena, "%d", own->fill->number), NULL);
    const char *mark = own->unmade ? words_say(words, arena, "sheet.no-papers", NULL) : NULL;
    const char *letter = words_say(words, arena, "sheet.bottle-of", "letter", bottle->letter, "i",
                                   arena_format(arena, "%d", bottle->i), "n", arena_format(arena, "%d", bottle->n), NULL);
    const char *cells[COUNT(label_columns)] = {
        say_number(page, number), batch->lot,
        arena_format(arena, "%s\n%s\n%s%s%s", own->rx->patient.name, fill, bottle->size->name, mark ? "\n" : "", mark ? mark : ""),
        letter, say_volume(page, bottle->contents)};
    flow_table_row(&page->flow, &label_table, cells);
}

static void put_labels(RunPage *page)
{
    size_t number = 0;
    flow_section(&page->flow, "run.labels", MM(30));
    flow_table_head(&page->flow, &label_table);
    for (size_t i = 0; i < page->job->batch_count; i++) {
        const Batch *batch = page->job->batches[i];
        for (size_t b = 0; b < batch->bottle_count; b++) put_label(page, ++number, batch, &batch->bottles[b]);
    }
}

/* ---------------------------------------------------------------- the page ---- */

/* A fill's bottles stand together within a lot, but a fill may be in several. */
static size_t count_prescriptions(const RunJob *job, Arena *arena)
{
    const Prescription **seen = NULL;
    size_t count = 0, capacity = 0;
    for (size_t i = 0; i < job->batch_count; i++)
        for (size_t b = 0; b < job->batches[i]->bottle_count; b++) {
            const Prescription *rx = job->batches[i]->bottles[b].rx;
            size_t at = 0;
            while (at < count && !text_equal(seen[at]->number, rx->number)) at++;
            if (at == count) *ARENA_PUSH(arena, seen, count, capacity, const Prescription *) = rx;
        }
    return count;
}

static const char *say_totals(const RunJob *job, Arena *arena)
{
    const Language *words = job->house->pharmacist;
    size_t bottles = 0;
    Volume volume = {0};
    for (size_t i = 0; i < job->batch_count; i++) {
        bottles += job->batches[i]->bottle_count;
        volume = volume_add(volume, job->batches[i]->volume);
    }
    return words_say(words, arena, "run.totals", "lots", words_count(words, arena, "run.lots", (int64_t)job->batch_count),
                     "prescriptions", words_count(words, arena, "run.prescriptions", (int64_t)count_prescriptions(job, arena)),
                     "bottles", words_count(words, arena, "run.bottles", (int64_t)bottles), "volume",
                     words_volume(words, arena, volume), NULL);
}

static void put_all(RunPage *page)
{
    flow_page(&page->flow);
    put_stock(page);
    put_lots(page);
    put_labels(page);
}

/* Laid out once on a sheet that is thrown away, for the number of pages. */
static int count_pages(RunPage page, Arena *arena)
{
    Findings unused = findings_new(arena);
    Sheet scratch = sheet_new(page.job->house->fonts, page.flow.title, page.job->house->shop->language, (Place){0}, arena, &unused);
    page.flow.sheet = &scratch;
    put_all(&page);
    return page.flow.page;
}

Document *runsheet_layout(const RunJob *job, Arena *arena, Findings *findings)
{
    const PaperShop *house = job->house;
    const Stock *stock = stock_load(house->templates, house->shop->paper, arena, findings);
    if (!stock) return NULL;
    const char *date = words_date(house->pharmacist, arena, job->made_on);
    const char *title = words_say(house->pharmacist, arena, "run.title", "date", date, NULL);
    Sheet sheet = sheet_new(house->fonts, arena_format(arena, "What to make, %s", date_text(arena, job->made_on)), house->shop->language,
                            house->shop->place, arena, findings);
    RunPage page = {.job = job,
                    .flow = {.house = house, .title = house->shop->name, .name = title, .lot = say_totals(job, arena), .sheet = &sheet,
                             .width = stock->width.um, .height = stock->height.um, .margin = MARGIN}};
    page.flow.pages = count_pages(page, arena);
    put_all(&page);
    return sheet_document(&sheet);
}
