/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The fills as a pharmacy counts them: a row a fill and drug, for the calendar, the orders and the monitoring programme. */
#include "report.h"

typedef struct {
    const Prescription *rx;
    const Plan *plan;
    const Fill *fill;
    const Drug *drug;
    const Supply *supply;
    size_t bottles;
    FILE *out;
    Arena *arena;
} FillRow;

typedef void (*FillEach)(const FillRow *row);

static size_t bottles_of(const Fill *fill, size_t drug)
{
    size_t count = 0;
    for (size_t i = 0; i < fill->bottle_count; i++) count += fill->bottles[i].rung->drug == drug;
    return count;
}

/* The letters that a replacement's bottles of the drug take the place of, "" for a fill. */
static const char *replaced_text(const FillRow *row, const char *between)
{
    Buffer text = buffer_new(row->arena);
    for (size_t i = 0; i < row->fill->bottle_count; i++) {
        const Replaced *lost = row->fill->bottles[i].replaces;
        if (lost && lost->drug == row->drug) buffer_addf(&text, "%s%s", text.length ? between : "", lost->bottle);
    }
    return buffer_text(&text);
}

static void each_drug(FillRow row, const Fill *fill, FillEach each)
{
    row.fill = fill;
    for (size_t drug = 0; drug < row.plan->drug_count; drug++) {
        row.supply = &fill->supplies[drug];
        row.drug = row.plan->drugs[drug].drug;
        row.bottles = bottles_of(fill, drug);
        if (row.supply->quantity.nl) each(&row);
    }
    for (size_t i = 0; i < fill->again_count; i++) each_drug(row, &fill->again[i], each);
}

static void each_supply(const Prescription *rx, const Course *course, FillEach each, FILE *out, Arena *arena)
{
    FillRow row = {.rx = rx, .plan = course->schedule->plan, .out = out, .arena = arena};
    for (size_t f = 0; f < course->fills->count; f++) each_drug(row, &course->fills->items[f], each);
}

static const char *day_text(const FillRow *row, int32_t day)
{
    return date_text(row->arena, date_add(row->plan->first, day));
}

/* ---------------------------------------------------------------- CSV ---- */
void report_fills_csv_head(FILE *out)
{
    fputs("schema,prescription,revision,fill,drug,made_on,first_date,last_date,days_supply,reserve_days,quantity_ml,bottles,discard_after,"
          "call_by,order_written,order_fill,order_left_ml,replaces\n", out);
}

static void row_csv(const FillRow *row)
{
    Arena *arena = row->arena;
    const Fill *fill = row->fill;
    const Supply *supply = row->supply;
    fprintf(row->out, FILLS_SCHEMA ",%s,%d,%d,%s,%s,%s,%s,%d,%d,%s,%zu,%s,%s,", text_csv(arena, row->rx->number), (int)row->rx->revision,
            fill->number, text_csv(arena, row->drug->name), date_text(arena, fill->made_on), day_text(row, fill->first),
            day_text(row, fill->last), (int)supply->days, (int)fill->reserve_days, volume_ml(arena, supply->quantity), row->bottles,
            date_text(arena, fill->discard_after), date_text(arena, fill->call_by));
    const char *replaced = replaced_text(row, " ");
    if (!supply->order) fprintf(row->out, ",,,%s\n", replaced);
    else
        fprintf(row->out, "%s,%d,%s,%s\n", date_text(arena, supply->order->written), (int)supply->nth, volume_ml(arena, supply->left),
                replaced);
}

void report_fills_csv(const Prescription *rx, const Shop *shop, const Course *course, FILE *out, Arena *arena)
{
    (void)shop;
    each_supply(rx, course, row_csv, out, arena);
}

/* ---------------------------------------------------------------- text ---- */
static const char *order_text(const FillRow *row)
{
    const Supply *supply = row->supply;
    if (supply->earlier) return "an earlier order";
    if (!supply->order) return "NEW ORDER NEEDED";
    return arena_format(row->arena, "%s, fill %d, %s left", date_text(row->arena, supply->order->written), (int)supply->nth,
                        volume_text(row->arena, supply->left));
}

static void row_text(const FillRow *row)
{
    Arena *arena = row->arena;
    const Fill *fill = row->fill;
    const char *replaced = replaced_text(row, ", ");
    fprintf(row->out, "%4d  %-14s %-10s  %-10s  %-10s %4d+%-3d %9s  %-10s  %-10s  %s%s%s\n", fill->number, row->drug->tall_man,
            date_text(arena, fill->made_on), day_text(row, fill->first), day_text(row, fill->last), (int)row->supply->days,
            (int)fill->reserve_days, volume_text(arena, row->supply->quantity), date_text(arena, fill->discard_after),
            date_text(arena, fill->call_by), order_text(row), *replaced ? "; replaces bottle " : "", replaced);
}

void report_fills_text(const Prescription *rx, const Shop *shop, const Course *course, FILE *out, Arena *arena)
{
    (void)shop;
    fprintf(out, "%4s  %-14s %-10s  %-10s  %-10s %8s %9s  %-10s  %-10s  %s\n", "fill", "drug", "make on", "first day", "last day",
            "supply", "quantity", "discard", "call by", "order");
    each_supply(rx, course, row_text, out, arena);
}
