/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rows of a chart page as series of runs, and back (the second table in seal.h). */
#include <stdlib.h>
#include <string.h>
#include "bytes.h"

#define SERIES_HEAD 8
#define RUN_SIZE 3

bool letter_valid(const char *letter)
{
    size_t length = strlen(letter);
    return (length == 1 || length == 2) && strspn(letter, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == length;
}

/* The seven bytes that tell one series from another; their order is the order of the series. */
static void series_key(const ChartRow *row, uint8_t key[7])
{
    key[0] = row->time;
    key[1] = row->drug;
    key[2] = (uint8_t)row->letter[0];
    key[3] = (uint8_t)row->letter[1];
    put_number(key + 4, 3, row->strength);
}

static int compare_keys(const ChartRow *a, const ChartRow *b)
{
    uint8_t key_a[7], key_b[7];
    series_key(a, key_a);
    series_key(b, key_b);
    return memcmp(key_a, key_b, sizeof key_a);
}

static int by_date(const void *a, const void *b)
{
    const ChartRow *x = a, *y = b;
    if (x->date.day != y->date.day)
        return x->date.day < y->date.day ? -1 : 1;
    return compare_keys(x, y);
}

static int by_series(const void *a, const void *b)
{
    int order = compare_keys(a, b);
    return order ? order : by_date(a, b);
}

/* A row of the same day, time and drug twice: two doses where one is meant. */
static bool rows_doubled(const ChartRow *rows, size_t count)
{
    for (size_t i = 1; i < count; i++)
        if (rows[i].date.day == rows[i - 1].date.day && rows[i].time == rows[i - 1].time
            && rows[i].drug == rows[i - 1].drug)
            return true;
    return false;
}

RowsHead rows_head(const ChartRow *rows, size_t count)
{
    RowsHead head = {.first = rows[0].date, .drug = rows[0].drug, .strength = rows[0].strength};
    head.days = date_between(rows[0].date, rows[count - 1].date) + 1;
    for (size_t i = 0; i < count; i++) {
        uint16_t units = (uint16_t)(rows[i].volume.nl / VOLUME_UNIT_NL);
        head.drug = rows[i].drug == head.drug ? head.drug : 0;
        head.strength = rows[i].strength == head.strength ? head.strength : 0;
        head.largest = units > head.largest ? units : head.largest;
    }
    return head;
}

/* ---------------------------------------------------------------- writing ---- */
typedef struct { uint8_t *bytes; size_t size; bool full; } Writer;

static uint8_t *writer_take(Writer *writer, size_t size)
{
    if (writer->size + size > CHART_ROWS_MAX) {
        writer->full = true;
        return NULL;
    }
    writer->size += size;
    return writer->bytes + writer->size - size;
}

static void put_run(Writer *writer, uint8_t *head, int32_t days, int64_t units)
{
    uint8_t *run = days ? writer_take(writer, RUN_SIZE) : NULL;
    if (!run)
        return;
    run[0] = (uint8_t)days;
    put_number(run + 1, 2, (uint64_t)units);
    head[7]++;
}

/* One series: rows[0 .. count-1] by date, all of one key. */
static void put_series(Writer *writer, const ChartRow *rows, size_t count, Date first)
{
    uint8_t *head = writer_take(writer, SERIES_HEAD);
    if (!head)
        return;
    series_key(rows, head);
    head[7] = 0;
    int32_t next = first.day;
    for (size_t i = 0; i < count;) {
        size_t end = i + 1;
        while (end < count && rows[end].volume.nl == rows[i].volume.nl
               && rows[end].date.day == rows[i].date.day + (int32_t)(end - i))
            end++;
        put_run(writer, head, rows[i].date.day - next, 0);
        put_run(writer, head, (int32_t)(end - i), rows[i].volume.nl / VOLUME_UNIT_NL);
        next = rows[end - 1].date.day + 1;
        i = end;
    }
}

static int row_judge(const ChartRow *row, Place place, Arena *arena, Findings *findings)
{
    uint16_t units;
    int faults = judge_volume(row->volume, &units, place, arena, findings);
    faults += judge_number("drug code", row->drug, 1, 255, place, findings);
    faults += judge_number("time of day", row->time, 0, TIMES_MAX - 1, place, findings);
    faults += judge_number("strength in ng per mL", row->strength, 1, STRENGTH_MOST, place, findings);
    if (letter_valid(row->letter))
        return faults;
    finding_add(findings, MT607, place, "bottle letter \"%s\": one or two of A to Z", row->letter);
    return faults + 1;
}

/* By date; judged one by one and together. */
static bool rows_fit(ChartRow *rows, size_t count, Place place, Arena *arena, Findings *findings)
{
    int faults = 0;
    for (size_t i = 0; i < count; i++)
        faults += row_judge(&rows[i], place, arena, findings);
    if (faults)
        return false;
    qsort(rows, count, sizeof *rows, by_date);
    if (!rows_doubled(rows, count))
        return judge_number("days of a chart page", rows_head(rows, count).days, 1, 255, place, findings) == 0;
    finding_add(findings, MT604, place, "two rows for one day, time of day and drug");
    return false;
}

bool rows_encode(ChartRow *rows, size_t count, Record *record, Place place, Arena *arena, Findings *findings)
{
    if (!rows_fit(rows, count, place, arena, findings))
        return false;
    Writer writer = {.bytes = arena_alloc(arena, CHART_ROWS_MAX)};
    Date first = rows[0].date;
    qsort(rows, count, sizeof *rows, by_series);
    for (size_t i = 0, end; i < count; i = end) {
        for (end = i + 1; end < count && compare_keys(&rows[i], &rows[end]) == 0;)
            end++;
        put_series(&writer, rows + i, end - i, first);
    }
    qsort(rows, count, sizeof *rows, by_date);
    if (writer.full) {
        finding_add(findings, MT604, place, "%zu rows need more than the %d bytes of a chart page's code", count,
                    CHART_ROWS_MAX);
        return false;
    }
    record->rows = writer.bytes;
    record->rows_size = writer.size;
    return true;
}

/* ---------------------------------------------------------------- reading ---- */
typedef struct { ChartRow *items; size_t count, capacity; Arena *arena; const Record *record; } Reader;

static bool series_head(const uint8_t *head, ChartRow *row)
{
    *row = (ChartRow){.time = head[0], .drug = head[1], .strength = (uint32_t)get_number(head + 4, 3)};
    row->letter[0] = (char)head[2];
    row->letter[1] = (char)head[3];
    return row->time < TIMES_MAX && row->drug && row->strength && head[2] && letter_valid(row->letter) && head[7];
}

static void take_run(Reader *reader, ChartRow row, int32_t day, int32_t days)
{
    for (int32_t i = 0; row.volume.nl && i < days; i++) {
        row.date = date_add(reader->record->first, day + i);
        *ARENA_PUSH(reader->arena, reader->items, reader->count, reader->capacity, ChartRow) = row;
    }
}

/* `size` bytes are left; returns how many the series took, 0 when it is not well formed. */
static size_t take_series(Reader *reader, const uint8_t *at, size_t size)
{
    ChartRow row;
    if (size < SERIES_HEAD || !series_head(at, &row))
        return 0;
    size_t need = SERIES_HEAD + (size_t)at[7] * RUN_SIZE;
    if (size < need)
        return 0;
    int32_t day = 0;
    int64_t before = -1, units = 0;
    for (size_t i = SERIES_HEAD; i < need; i += RUN_SIZE, before = units) {
        units = (int64_t)get_number(at + i + 1, 2);
        if (!at[i] || units == before || day + at[i] > reader->record->days)
            return 0;
        row.volume.nl = units * VOLUME_UNIT_NL;
        take_run(reader, row, day, at[i]);
        day += at[i];
    }
    return units ? need : 0;
}

bool chart_rows(const Record *record, ChartRow **rows, size_t *count, Arena *arena)
{
    Reader reader = {.arena = arena, .record = record};
    if (record->kind != RECORD_CHART || record->rows_size > CHART_ROWS_MAX)
        return false;
    const uint8_t *before = NULL;
    for (size_t at = 0, took; at < record->rows_size; at += took) {
        const uint8_t *head = record->rows + at;
        took = take_series(&reader, head, record->rows_size - at);
        if (!took || (before && memcmp(before, head, 7) >= 0))
            return false;
        before = head;
    }
    if (reader.count)
        qsort(reader.items, reader.count, sizeof *reader.items, by_date);
    *rows = reader.items;
    *count = reader.count;
    return !rows_doubled(reader.items, reader.count);
}
