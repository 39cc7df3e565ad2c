/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The published vectors: the program must write tests/cases/seal-vectors.json byte for byte.  That file is judged by a
 * reader in another language, tests/oracle/verify_vectors.py.  To write it anew after a change of format:
 * MICROTAPER_VECTORS_WRITE=1 make unit. */
#include <CUnit/Basic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "microtaper/file.h"
#include "microtaper/seal.h"
#include "microtaper/text.h"
#include "seal_records.h"

#define VECTORS "tests/cases/seal-vectors.json"

void suite_seal_vectors(void);

Key test_key(Arena *arena)
{
    uint8_t seed[32];
    Key key;
    for (uint8_t i = 0; i < 32; i++)
        seed[i] = i;
    key_of_seed(seed, "Published test key: never for a patient", &key, arena);
    return key;
}

/* The records of the vectors carry the token of a number and a digest of a text, both published with them. */
static void record_fill(Record *record, Arena *arena, const char *number)
{
    Key key = test_key(arena);
    Buffer text = buffer_new(arena);
    record->key_id = key.id;
    buffer_add_bytes(&text, "microtaper token 1", 19);
    buffer_add_bytes(&text, key.public_key, 32);
    buffer_add(&text, number);
    Digest digest = digest_of(text.at, text.length);
    memcpy(record->token, digest.bytes, sizeof record->token);
}

Record test_bottle(Arena *arena)
{
    static const uint8_t digest[6] = {0xA1, 0xB2, 0xC3, 0xD4, 0xE5, 0xF6};
    Record record = {.kind = RECORD_BOTTLE,
                     .revision = 1,
                     .drug = 5,
                     .fill = 1,
                     .lot = "6NKC7XQ2",
                     .i = 1,
                     .n = 2,
                     .first = date_of(2026, 12, 1),
                     .days = 14,
                     .discard_after = date_of(2027, 1, 3),
                     .strength = 100000,
                     .largest = 500};
    memcpy(record.digest, digest, sizeof digest);
    record_fill(&record, arena, "RX-1042");
    return record;
}

/* Every field at the most it holds. */
static Record most_bottle(Arena *arena)
{
    Record record = {.kind = RECORD_BOTTLE, .revision = 65535, .drug = 255, .fill = 255, .lot = "ZZZZZZZZ", .i = 255,
                     .n = 255, .first = {65535}, .days = 255, .discard_after = {65535}, .strength = 16777215,
                     .largest = 65535};
    memset(record.digest, 0xFF, sizeof record.digest);
    record_fill(&record, arena, "\xC3\x84rzte/42 b");
    return record;
}

Record test_batch(Arena *arena)
{
    Record record = {.kind = RECORD_BATCH,
                     .drug = 5,
                     .lot = "6NKC7XQ2",
                     .i = 1,
                     .n = 1,
                     .first = date_of(2026, 11, 30),
                     .days = 1,
                     .discard_after = date_of(2027, 1, 3),
                     .strength = 100000};
    memcpy(record.digest, "batch!", 6);
    record.key_id = test_key(arena).id;
    return record;
}

/* A page of `days` days: three times of day, a cut every other day; from `change` on another bottle and strength. */
static Record page_make(Arena *arena, int32_t days, int32_t change, int i, int n)
{
    ChartRow rows[400];
    size_t count = 0;
    for (int32_t day = 0; day < days; day++)
        for (uint8_t time = 0; time < 4; time++)
            if (time != 1) {
                ChartRow row = {.date = date_add(date_of(2026, 12, 1), day),
                                .drug = 5,
                                .time = time,
                                .strength = day < change ? 100000 : 50000,
                                .volume = {(500 - day / 2 - time) * 10000L}};
                snprintf(row.letter, sizeof row.letter, "%s", day < change ? "A" : "AB");
                rows[count++] = row;
            }
    Prescription rx = {.number = "RX-1042", .revision = 2};
    Fill fill = {.number = 3};
    Findings findings = findings_new(arena);
    Key key = test_key(arena);
    Record record;
    CU_ASSERT_FATAL(
        record_of_chart(&key, &rx, &fill, i, n, date_of(2026, 12, 28), rows, count, &record, arena, &findings));
    return record;
}

Record test_chart(Arena *arena)
{
    return page_make(arena, 8, 5, 1, 4);
}

/* ---------------------------------------------------------------- as JSON ---- */
static void add_hex(Buffer *out, const char *name, const uint8_t *bytes, size_t size)
{
    buffer_addf(out, "\"%s\": \"", name);
    for (size_t i = 0; i < size; i++)
        buffer_addf(out, "%02x", bytes[i]);
    buffer_add(out, "\"");
}

static void add_fields(Buffer *out, const Record *r)
{
    Arena *arena = out->arena;
    buffer_addf(out, "\"kind\": %d, \"key_id\": %u, ", (int)r->kind, r->key_id);
    add_hex(out, "token", r->token, sizeof r->token);
    buffer_addf(out, ", \"revision\": %u, \"drug\": %u, \"fill\": %u, \"lot\": \"%s\", \"i\": %u, \"n\": %u,\n      ",
                r->revision, r->drug, r->fill, r->lot, r->i, r->n);
    buffer_addf(out,
                "\"first\": \"%s\", \"days\": %u, \"discard_after\": \"%s\", \"strength\": %u, \"largest\": %u, ",
                date_text(arena, r->first), r->days, date_text(arena, r->discard_after), r->strength, r->largest);
    add_hex(out, "digest", r->digest, sizeof r->digest);
}

static void add_rows(Buffer *out, const Record *record)
{
    ChartRow *rows;
    size_t count;
    if (record->kind != RECORD_CHART || !chart_rows(record, &rows, &count, out->arena))
        return;
    buffer_add(out, ",\n     \"rows\": [");
    for (size_t i = 0; i < count; i++)
        buffer_addf(out, "%s\n       [\"%s\", %u, %u, \"%s\", %u, %lld]", i ? "," : "",
                    date_text(out->arena, rows[i].date), rows[i].time, rows[i].drug, rows[i].letter,
                    rows[i].strength, (long long)rows[i].volume.nl / 10000);
    buffer_add(out, "]");
}

/* The digest of the modules: of "0" and "1", a line a row, each ended by LF. */
static void add_modules(Buffer *out, const char *payload, int version)
{
    Modules modules;
    Buffer text = buffer_new(out->arena);
    CU_ASSERT_FATAL(modules_of(payload, version, &modules, out->arena));
    for (int i = 0; i < modules.side * modules.side; i++)
        buffer_add(&text, modules.dark[i] ? "1" : "0"),
            buffer_add(&text, i % modules.side == modules.side - 1 ? "\n" : "");
    Digest digest = digest_of(buffer_text(&text), text.length);
    buffer_addf(out, ",\n     \"version\": %d, \"modules_digest\": \"%s\"", (modules.side - 17) / 4,
                digest_hex(out->arena, &digest));
    if (modules.side > 41)
        return;
    char *line = arena_string(out->arena, buffer_text(&text));
    buffer_add(out, ",\n     \"modules\": [");
    for (int i = 0; i < modules.side; i++)
        buffer_addf(out, "%s\n       \"%.*s\"", i ? "," : "", modules.side, line + i * (modules.side + 1));
    buffer_add(out, "]");
}

static void add_vector(Buffer *out, const char *name, const char *number, const Record *record)
{
    uint8_t bytes[RECORD_SIZE + CHART_ROWS_MAX];
    char word[WORD_ROOM];
    size_t size;
    Key key = test_key(out->arena);
    const char *payload = payload_sign(record, &key, out->arena);
    CU_ASSERT_FATAL(payload != NULL);
    record_encode(record, bytes, &size);
    buffer_addf(out, "    {\"name\": \"%s\", \"number\": \"%s\",\n     \"fields\": {", name, number);
    add_fields(out, record);
    buffer_add(out, "},\n     ");
    add_hex(out, "record", bytes, size);
    add_rows(out, record);
    record_word(record, &key, word);
    buffer_addf(out, ",\n     \"payload\": \"%s\",\n     \"word\": \"%s\"", text_json(out->arena, payload), word);
    add_modules(out, payload, record->kind == RECORD_BOTTLE ? 6 : 0);
    buffer_add(out, "}");
}

static const char *vectors_make(Arena *arena)
{
    Buffer out = buffer_new(arena);
    Key key = test_key(arena);
    Record bottle = test_bottle(arena), most = most_bottle(arena), batch = test_batch(arena),
           chart = test_chart(arena);
    Record large = page_make(arena, 100, 50, 4, 4);
    buffer_add(&out, "{\n  \"about\": \"Test vectors of the codes of microtaper; include/microtaper/seal.h says "
                     "what each byte is\",\n");
    buffer_add(&out, "  \"seed\": \"000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\",\n  ");
    add_hex(&out, "public_key", key.public_key, sizeof key.public_key);
    buffer_addf(&out, ",\n  \"export\": \"%s\",\n  \"vectors\": [\n", key_export(&key, arena));
    add_vector(&out, "bottle", "RX-1042", &bottle);
    buffer_add(&out, ",\n");
    add_vector(&out, "bottle, every field at its most", "\xC3\x84rzte/42 b", &most);
    buffer_add(&out, ",\n");
    add_vector(&out, "chart page", "RX-1042", &chart);
    buffer_add(&out, ",\n");
    add_vector(&out, "chart page of 100 days", "RX-1042", &large);
    buffer_add(&out, ",\n");
    add_vector(&out, "batch", "", &batch);
    buffer_add(&out, "\n  ]\n}\n");
    return buffer_text(&out);
}

static void test_vectors(void)
{
    Arena *arena = arena_new();
    const char *made = vectors_make(arena);
    Bytes file = {0};
    if (getenv("MICROTAPER_VECTORS_WRITE"))
        file_publish(VECTORS, (Bytes){made, strlen(made)});
    CU_ASSERT_EQUAL_FATAL(file_read(VECTORS, 1 << 20, arena, &file), 0);
    CU_ASSERT(file.size == strlen(made) && memcmp(file.at, made, file.size) == 0);
    arena_free(arena);
}

void suite_seal_vectors(void)
{
    CU_pSuite suite = CU_add_suite("seal vectors", NULL, NULL);
    CU_add_test(suite, "the published file", test_vectors);
}
