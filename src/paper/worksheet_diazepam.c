/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The approximate diazepam equivalents of a fill's days on its worksheet (ARITHMETIC.md 1.13): a paragraph a prescription and
 * table, so that 28 days of a daily taper take a few lines. */
#include "worksheet.h"

#include "microtaper/text.h"
#include "words.h"

#define SPACE MM(0.8)

static const Type paragraph = {FACE_REGULAR, PT(10), PT(12.6), ALIGN_LEFT, 0};

static const char *days_words(const Flow *flow, const DiazepamRun *first, const DiazepamRun *last)
{
    const Language *language = flow->house->pharmacist;
    Arena *arena = flow->sheet->arena;
    if (!first->dated) return flow_say(flow, "sheet.equivalent-undated");
    if (first->first.day == last->last.day) return words_day_month(language, arena, first->first);
    return words_say(language, arena, "sheet.equivalent-days", "first", words_day_month(language, arena, first->first), "last",
                     words_day_month(language, arena, last->last), NULL);
}

static const char *run_words(const Flow *flow, const char *days, const InDiazepam *by)
{
    const Language *language = flow->house->pharmacist;
    Arena *arena = flow->sheet->arena;
    if (by->missing) return words_say(language, arena, "sheet.equivalent-none", "days", days, "drug", by->missing->tall_man, NULL);
    const char *low = words_mass(language, arena, by->low), *high = words_mass(language, arena, by->high);
    const char *mass = text_equal(low, high) ? low : words_say(language, arena, "sheet.low-high", "low", low, "high", high, NULL);
    return words_say(language, arena, "sheet.equivalent-run", "days", days, "mass", mass, NULL);
}

static bool same(const DiazepamRun *a, const DiazepamRun *b, size_t table)
{
    const InDiazepam *x = &a->by[table], *y = &b->by[table];
    return a->dated == b->dated && x->missing == y->missing && x->low.ng == y->low.ng && x->high.ng == y->high.ng;
}

/* The runs have the same value by every table; by one table several in a row may be alike. */
static const char *table_words(const Flow *flow, const DiazepamRuns *runs, size_t table)
{
    Buffer list = buffer_new(flow->sheet->arena);
    for (size_t r = 0, next; r < runs->count; r = next) {
        const DiazepamRun *run = &runs->items[r];
        for (next = r + 1; next < runs->count && same(run, &runs->items[next], table);) next++;
        buffer_addf(&list, "%s%s", list.length ? "; " : "",
                    run_words(flow, days_words(flow, run, &runs->items[next - 1]), &run->by[table]));
    }
    return buffer_text(&list);
}

typedef struct { const char *role, *text; } Paragraph;

static size_t gather_tables(const Flow *flow, const BatchBottle *own, Paragraph *out)
{
    const Language *language = flow->house->pharmacist;
    const Tables *tables = flow->house->tables;
    Arena *arena = flow->sheet->arena;
    const DiazepamRuns *runs = &own->fill->in_diazepam;
    size_t count = 0;
    if (runs->count == 0)
        out[count++] = (Paragraph){"equivalent", words_say(language, arena, "sheet.equivalent-itself", "number", own->rx->number, NULL)};
    for (size_t t = 0; runs->count && t < tables->equivalence_count; t++)
        out[count++] = (Paragraph){"equivalent", words_say(language, arena, "sheet.equivalent", "number", own->rx->number, "table",
                                                           tables->equivalences[t].name, "list", table_words(flow, runs, t), NULL)};
    return count;
}

static size_t gather_modelled(const Flow *flow, const Prescription *rx, Paragraph *out)
{
    const Language *language = flow->house->pharmacist;
    Arena *arena = flow->sheet->arena;
    size_t count = 0;
    for (size_t i = 0; i < rx->step_count; i++)
        if (rx->steps[i].by == BY_OCCUPANCY)
            out[count++] = (Paragraph){"modelled", words_say(language, arena, "sheet.modelled", "number", rx->number, "mass",
                                                             words_mass(language, arena, rx->steps[i].k), "source", rx->steps[i].k_source, NULL)};
    return count;
}

static Um height_of(const Flow *flow, const Paragraph *paragraphs, size_t count)
{
    Um height = 0;
    for (size_t i = 0; i < count; i++) height += block_height(flow->sheet, flow_width(flow), &paragraph, paragraphs[i].text);
    return height;
}

/* Tables that differ are read against each other: a prescription's lines stand on one page where a page holds them.  `head`:
 * the section begins with it. */
static void put_prescription(Flow *flow, const BatchBottle *own, bool head)
{
    Paragraph *lines = ARENA_ARRAY(flow->sheet->arena, flow->house->tables->equivalence_count + own->rx->step_count + 1, Paragraph);
    size_t count = gather_tables(flow, own, lines);
    count += gather_modelled(flow, own->rx, lines + count);
    Um height = height_of(flow, lines, count), most = flow->height / 2;
    if (height > most) height = most;
    Paragraph about = {"equivalents.about", flow_say(flow, "sheet.equivalents-about")};
    if (head) {
        flow_section(flow, "sheet.equivalents", height_of(flow, &about, 1) + SPACE + height);
        flow_text(flow, &paragraph, about.role, about.text);
    }
    flow_need(flow, SPACE + height);
    flow_space(flow, SPACE);
    for (size_t i = 0; i < count; i++) flow_text(flow, &paragraph, lines[i].role, lines[i].text);
}

/* A lot of diazepam alone needs no table and no section: a line says so. */
static bool needs_tables(const Batch *batch)
{
    for (size_t b = 0; b < batch->bottle_count; b++)
        if (batch->bottles[b].fill->in_diazepam.count) return true;
    return false;
}

void flow_equivalents(Flow *flow)
{
    bool head = needs_tables(flow->batch);
    for (size_t b = 0; b < flow->batch->bottle_count; b++) {
        const BatchBottle *own = &flow->batch->bottles[b];
        if (b == 0 || flow->batch->bottles[b - 1].rx != own->rx) put_prescription(flow, own, b == 0 && head);
    }
}
