/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records, rows, base45, payloads, check words, keys.
 *
 * Laws: bytes that are read as a record are written as the same bytes; a chart's rows are written as the same rows;
 * base45 goes both ways to the same text and bytes; a payload of which one character was changed, taken out or put in is
 * never genuine, nor is any text nobody signed; a check word with one letter changed is never read; a public key's line is
 * written as it was read. */
#include <string.h>
#include "kit.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A record is what it is by its bytes. */
static void law_record(Arena *arena, const uint8_t *data, size_t size)
{
    Record record;
    uint8_t bytes[RECORD_SIZE + CHART_ROWS_MAX];
    size_t length = 0;
    if (!record_decode(data, size, &record, arena)) return;
    record_encode(&record, bytes, &length);
    LAW(length == size && memcmp(bytes, data, size) == 0);
    LAW(strlen(record.lot) == 8 && record.i >= 1 && record.i <= record.n && record.days >= 1);
    const char *payload = payload_sign(&record, sample_key(), arena);
    Record back;
    /* A hint of another key leads nowhere. */
    SealState state = payload_open(payload, sample_key(), 1, &back, arena);
    LAW(state == (record.key_id == sample_key()->id ? SEAL_GENUINE : SEAL_UNKNOWN_KEY));
    LAW(record.kind != RECORD_BOTTLE || strlen(payload) == BOTTLE_PAYLOAD);
}

/* Rows of any kind, put into a chart's record by the program, come out as they went in. */
static ChartRow draw_row(Draw *draw)
{
    ChartRow row = {.date = {(int32_t)(2500 + draw_below(draw, 260))}, .drug = (uint8_t)draw_below(draw, 4),
                    .time = (uint8_t)draw_below(draw, 9), .strength = draw_below(draw, 3) * 100000,
                    .volume = {(int64_t)draw_below(draw, 70000) * 10000}};
    row.letter[0] = (char)('A' + draw_below(draw, 27));
    row.letter[1] = draw_below(draw, 4) == 0 ? (char)('A' + draw_below(draw, 26)) : '\0';
    return row;
}

static bool row_same(const ChartRow *a, const ChartRow *b)
{
    return a->date.day == b->date.day && a->drug == b->drug && a->time == b->time && a->strength == b->strength &&
           a->volume.nl == b->volume.nl && strcmp(a->letter, b->letter) == 0;
}

static bool row_in(const ChartRow *row, const ChartRow *rows, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (row_same(row, &rows[i])) return true;
    return false;
}

static void law_rows(Arena *arena, const uint8_t *data, size_t size)
{
    enum { MOST = 300 };
    Draw draw = {data, size};
    ChartRow rows[MOST], *back;
    size_t count = 0, back_count;
    while (draw.left && count < MOST) rows[count++] = draw_row(&draw);
    if (!count) return;
    Findings findings = findings_new(arena);
    Prescription rx = {.number = "RX-1", .revision = 1, .place = {.file = "fuzz", .line = 1}};
    Fill fill = {.number = 1};
    Record record;
    if (!record_of_chart(sample_key(), &rx, &fill, 1, 1, (Date){2800}, rows, count, &record, arena, &findings)) {
        LAW(findings_errors(&findings) > 0);
        return;
    }
    LAW(findings_errors(&findings) == 0);
    LAW(chart_rows(&record, &back, &back_count, arena) && back_count == count);
    for (size_t i = 0; i < count; i++) LAW(row_in(&rows[i], back, back_count));
    uint8_t bytes[RECORD_SIZE + CHART_ROWS_MAX];
    record_encode(&record, bytes, &size);
    law_record(arena, bytes, size);
}

static void law_base45(Arena *arena, const uint8_t *data, size_t size)
{
    uint8_t room[2048];
    size_t length = 0;
    const char *text = base45_encode(data, size, arena);
    LAW(strspn(text, PAYLOAD_LETTERS) == strlen(text));
    LAW(base45_decode(text, room, sizeof room, &length) && length == size && memcmp(room, data, size) == 0);
    LAW(size == 0 || !base45_decode(text, room, size - 1, &length));
    char *other = input_text(arena, data, size);
    if (base45_decode(other, room, sizeof room, &length)) LAW_OF(strcmp(base45_encode(room, length, arena), other) == 0, other);
}

/* ---------------------------------------------------------------- forgeries ---- */
static const char *genuine(bool chart, Arena *arena)
{
    Record record = {.kind = RECORD_BOTTLE, .key_id = sample_key()->id, .revision = 1, .drug = 5, .fill = 1,
                     .lot = "6NKC7XQ2", .i = 1, .n = 2, .first = {2526}, .days = 14, .discard_after = {2560},
                     .strength = 100000, .largest = 500};
    if (!chart) return payload_sign(&record, sample_key(), arena);
    ChartRow rows[20];
    for (int i = 0; i < 20; i++)
        rows[i] = (ChartRow){.date = {2526 + i / 2}, .drug = 5, .time = (uint8_t)(i % 2), .letter = "A", .strength = 100000,
                             .volume = {(500 - i) * INT64_C(10000)}};
    Findings findings = findings_new(arena);
    Prescription rx = {.number = "RX-1", .revision = 1, .place = {.file = "fuzz", .line = 1}};
    Fill fill = {.number = 1};
    LAW(record_of_chart(sample_key(), &rx, &fill, 1, 1, (Date){2560}, rows, 20, &record, arena, &findings));
    return payload_sign(&record, sample_key(), arena);
}

static void law_forged(Arena *arena, const uint8_t *data, size_t size)
{
    Draw draw = {data, size};
    const char *payload = genuine(draw_below(&draw, 2), arena), *forged = payload;
    Record record;
    LAW(payload_open(payload, sample_key(), 1, &record, arena) == SEAL_GENUINE);
    for (uint32_t edits = 1 + draw_below(&draw, 4); edits; edits--)
        if (*forged) forged = payload_edit(forged, &draw, arena);
    SealState state = payload_open(forged, sample_key(), 1, &record, arena);
    LAW_OF((state == SEAL_GENUINE) == (strcmp(forged, payload) == 0), forged);
    LAW_OF(state != SEAL_NOT_OURS || strncmp(forged, "MT1:", 4) != 0, forged);
}

static void law_anything(Arena *arena, const uint8_t *data, size_t size)
{
    Record record;
    const char *text = input_text(arena, data, size);
    LAW_OF(payload_open(text, sample_key(), 1, &record, arena) != SEAL_GENUINE, text);
    LAW_OF(payload_open(arena_format(arena, "MT1:%s", text), sample_key(), 1, &record, arena) != SEAL_GENUINE, text);
    LAW_OF(payload_key(text, sample_key(), 1) == NULL, text);
}

/* ---------------------------------------------------------------- words and keys ---- */
static void law_word(Arena *arena, const uint8_t *data, size_t size)
{
    Draw draw = {data, size};
    char word[WORD_ROOM], back[WORD_ROOM], typed[WORD_ROOM];
    Record record;
    LAW(payload_open(genuine(false, arena), sample_key(), 1, &record, arena) == SEAL_GENUINE);
    record.revision = (uint16_t)(1 + draw_below(&draw, 60000));
    record_word(&record, sample_key(), word);
    LAW(word_read(word, back) && strcmp(word, back) == 0);
    memcpy(typed, word, sizeof typed);
    uint32_t at = draw_below(&draw, (uint32_t)strlen(word));
    typed[at] = base32_alphabet[draw_below(&draw, 32)];
    if (word[at] != '-') LAW_OF(word_read(typed, back) == (typed[at] == word[at]), typed);
    const char *text = input_text(arena, draw.at, draw.left);
    if (!word_read(text, back)) return;
    LAW_OF(word_read(back, typed) && strcmp(back, typed) == 0, text);
}

/* As it was read, but for a line end. */
static void law_line(Arena *arena, const char *line)
{
    Key key = {0};
    if (!key_import(line, &key, arena)) return;
    const char *back = key_export(&key, arena);
    size_t length = strlen(back);
    LAW_OF(!key.has_secret && strncmp(back, line, length) == 0, line);
    LAW_OF(line[length] == '\0' || strcmp(line + length, "\n") == 0, line);
}

static void law_key_line(Arena *arena, const uint8_t *data, size_t size)
{
    Key key = {0};
    law_line(arena, input_text(arena, data, size));
    Draw draw = {data, size};
    const char *own = key_export(sample_key(), arena), *other = payload_edit(own, &draw, arena);
    LAW(key_import(own, &key, arena) && memcmp(key.public_key, sample_key()->public_key, 32) == 0);
    law_line(arena, other);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static void (*const laws[])(Arena *, const uint8_t *, size_t) = {
        law_record, law_rows, law_base45, law_forged, law_anything, law_word, law_key_line,
    };
    if (size < 1 || size > 1400) return -1;
    Arena *arena = arena_new();
    laws[data[0] % (sizeof laws / sizeof *laws)](arena, data + 1, size - 1);
    arena_free(arena);
    return 0;
}
