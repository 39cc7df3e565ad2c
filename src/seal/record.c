/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records as bytes (the table in seal.h).  What a reader refuses, a writer never makes: payload_sign reads its own
 * record back before it signs. */
#include <string.h>
#include "bytes.h"

#define FORMAT_VERSION 1

bool lot_number(const char *lot, uint64_t *out)
{
    uint64_t value = 0;
    size_t length = strlen(lot);
    for (size_t i = 0; i < length; i++) {
        const char *found = strchr(base32_alphabet, lot[i]);
        if (!found)
            return false;
        value = value << 5 | (uint64_t)(found - base32_alphabet);
    }
    *out = value;
    return length == 8;
}

static void lot_letters(uint64_t value, char lot[9])
{
    for (int i = 7; i >= 0; i--, value >>= 5)
        lot[i] = base32_alphabet[value & 31];
    lot[8] = '\0';
}

void record_encode(const Record *record, uint8_t *bytes, size_t *size)
{
    uint64_t lot = 0;
    lot_number(record->lot, &lot);
    bytes[0] = (uint8_t)(FORMAT_VERSION << 4 | record->kind);
    put_number(bytes + 1, 2, record->key_id);
    memcpy(bytes + 3, record->token, sizeof record->token);
    put_number(bytes + 9, 2, record->revision);
    bytes[11] = record->drug;
    bytes[12] = record->fill;
    put_number(bytes + 13, 5, lot);
    bytes[18] = record->i;
    bytes[19] = record->n;
    put_number(bytes + 20, 2, (uint64_t)record->first.day);
    bytes[22] = record->days;
    put_number(bytes + 23, 2, (uint64_t)record->discard_after.day);
    put_number(bytes + 25, 3, record->strength);
    put_number(bytes + 28, 2, record->largest);
    memcpy(bytes + 30, record->digest, sizeof record->digest);
    size_t rows = record->kind == RECORD_CHART ? record->rows_size : 0;
    if (rows)
        memcpy(bytes + RECORD_SIZE, record->rows, rows);
    *size = RECORD_SIZE + rows;
}

static void head_decode(const uint8_t *bytes, Record *out)
{
    *out = (Record){.kind = (RecordKind)(bytes[0] & 15)};
    out->key_id = (uint16_t)get_number(bytes + 1, 2);
    memcpy(out->token, bytes + 3, sizeof out->token);
    out->revision = (uint16_t)get_number(bytes + 9, 2);
    out->drug = bytes[11];
    out->fill = bytes[12];
    lot_letters(get_number(bytes + 13, 5), out->lot);
    out->i = bytes[18];
    out->n = bytes[19];
    out->first.day = (int32_t)get_number(bytes + 20, 2);
    out->days = bytes[22];
    out->discard_after.day = (int32_t)get_number(bytes + 23, 2);
    out->strength = (uint32_t)get_number(bytes + 25, 3);
    out->largest = (uint16_t)get_number(bytes + 28, 2);
    memcpy(out->digest, bytes + 30, sizeof out->digest);
}

static bool bottle_valid(const Record *r)
{
    return r->revision && r->drug && r->fill && r->strength && r->largest && strcmp(r->lot, "00000000") != 0;
}

static bool batch_valid(const Record *r)
{
    static const uint8_t none[6];
    return memcmp(r->token, none, sizeof none) == 0 && !r->revision && !r->fill && r->drug && r->strength
        && !r->largest && r->n == 1 && r->days == 1 && strcmp(r->lot, "00000000") != 0;
}

/* The head of a page must be what its rows make it. */
static bool chart_valid(const Record *r, Arena *arena)
{
    uint8_t digest[6];
    ChartRow *rows;
    size_t count;
    if (!r->revision || !r->fill || strcmp(r->lot, "00000000") != 0 || !chart_rows(r, &rows, &count, arena))
        return false;
    digest_head(r->rows, r->rows_size, digest, sizeof digest);
    if (memcmp(digest, r->digest, sizeof digest) != 0)
        return false;
    if (count == 0)
        return !r->drug && !r->strength && !r->largest;
    RowsHead head = rows_head(rows, count);
    return head.first.day == r->first.day && head.days == r->days
        && head.drug == r->drug && head.strength == r->strength && head.largest == r->largest;
}

static bool record_valid(const Record *record, Arena *arena)
{
    if (!record->i || record->i > record->n || !record->days)
        return false;
    switch (record->kind) {
    case RECORD_BOTTLE:
        return bottle_valid(record);
    case RECORD_CHART:
        return chart_valid(record, arena);
    case RECORD_BATCH:
        return batch_valid(record);
    }
    return false;
}

bool record_decode(const uint8_t *bytes, size_t size, Record *out, Arena *arena)
{
    if (size < RECORD_SIZE || size > RECORD_SIZE + CHART_ROWS_MAX || bytes[0] >> 4 != FORMAT_VERSION)
        return false;
    Record record;
    head_decode(bytes, &record);
    record.rows_size = size - RECORD_SIZE;
    if (record.kind != RECORD_CHART && record.rows_size)
        return false;
    if (record.rows_size)
        record.rows = (const uint8_t *)arena_copy(arena, bytes + RECORD_SIZE, record.rows_size);
    if (!record_valid(&record, arena))
        return false;
    *out = record;
    return true;
}
