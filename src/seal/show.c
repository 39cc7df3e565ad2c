/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A record in words, for `verify --show`: what the code says, whoever made the paper around it. */
#include <string.h>
#include "bytes.h"
#include "microtaper/text.h"

typedef struct { const Tables *tables; const Shop *shop; Buffer out; Arena *arena; } Show;

static const char *drug_name(const Show *show, uint8_t code)
{
    for (size_t i = 0; show->tables && i < show->tables->drug_count; i++)
        if (show->tables->drugs[i].code == code)
            return show->tables->drugs[i].name;
    return code ? arena_format(show->arena, "drug %u", code) : "several drugs";
}

static const char *time_name(const Show *show, uint8_t time)
{
    if (show->shop && time < show->shop->time_count)
        return show->shop->times[time].name;
    return arena_format(show->arena, "time %u", time + 1u);
}

static const char *strength_words(const Show *show, uint32_t strength)
{
    if (!strength)
        return "several strengths";
    return arena_format(show->arena, "%s mg per mL", mass_mg(show->arena, (Mass){strength}));
}

static const char *const kinds[] = {
    [RECORD_BOTTLE] = "bottle", [RECORD_CHART] = "chart page", [RECORD_BATCH] = "batch"};

static void show_rows(Show *show, const Record *record)
{
    ChartRow *rows;
    size_t count;
    if (!chart_rows(record, &rows, &count, show->arena))
        return;
    for (size_t i = 0; i < count; i++)
        buffer_addf(&show->out, "%s  %-10s %8s  bottle %-2s  %s %s\n", date_text(show->arena, rows[i].date),
                    time_name(show, rows[i].time), volume_text(show->arena, rows[i].volume), rows[i].letter,
                    drug_name(show, rows[i].drug), strength_words(show, rows[i].strength));
}

static void show_head(Show *show, const Record *r)
{
    if (r->kind == RECORD_BATCH)
        buffer_add(&show->out, "batch");
    else
        buffer_addf(&show->out, "%s %u of %u, fill %u, revision %u", kinds[r->kind], r->i, r->n, r->fill,
                    r->revision);
    buffer_addf(&show->out, "\n%s, %s\n", drug_name(show, r->drug), strength_words(show, r->strength));
    if (r->kind != RECORD_CHART)
        buffer_addf(&show->out, "lot %s\n", r->lot);
}

static void show_dates(Show *show, const Record *r)
{
    const char *first = date_text(show->arena, r->first), *after = date_text(show->arena, r->discard_after);
    const char *last = date_text(show->arena, date_add(r->first, r->days - 1));
    if (r->kind == RECORD_BATCH)
        buffer_addf(&show->out, "made on %s\n", first);
    else
        buffer_addf(&show->out, "%s to %s, %u day%s\n", first, last, r->days, r->days == 1 ? "" : "s");
    buffer_addf(&show->out, "%s %s\n", r->kind == RECORD_CHART ? "last covered day" : "discard after", after);
    if (r->largest)
        buffer_addf(&show->out, "largest single volume %s\n",
                    volume_text(show->arena, (Volume){(int64_t)r->largest * VOLUME_UNIT_NL}));
}

const char *record_text(const Record *record, const Key *key, const Tables *tables, const Shop *shop, Arena *arena)
{
    Show show = {.tables = tables, .shop = shop, .out = buffer_new(arena), .arena = arena};
    char word[WORD_ROOM];
    record_word(record, key, word);
    show_head(&show, record);
    show_dates(&show, record);
    buffer_addf(&show.out, "check word %s, key %04x %s\n", word, key->id, key->name ? key->name : "");
    show_rows(&show, record);
    return buffer_text(&show.out);
}

const char *record_title(const Record *record, const Tables *tables, Arena *arena)
{
    const Show show = {.tables = tables, .arena = arena};
    if (record->kind == RECORD_BATCH)
        return arena_format(arena, "batch %s of %s", record->lot, drug_name(&show, record->drug));
    if (record->kind == RECORD_CHART)
        return arena_format(arena, "%s %u of %u, fill %u, revision %u", kinds[record->kind], record->i, record->n,
                            record->fill, record->revision);
    return arena_format(arena, "%s %u of %u of %s, fill %u, revision %u, lot %s", kinds[record->kind], record->i,
                        record->n, drug_name(&show, record->drug), record->fill, record->revision, record->lot);
}
