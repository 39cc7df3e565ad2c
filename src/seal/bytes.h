/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Big-endian numbers in bytes, and what the files of this room share. */
#ifndef SEAL_BYTES_H
#define SEAL_BYTES_H

#include <stddef.h>
#include <stdint.h>
#include "microtaper/seal.h"

#define VOLUME_UNIT_NL 10000      /* 10 uL */
#define STRENGTH_MOST 0xFFFFFFu

static inline void put_number(uint8_t *at, size_t size, uint64_t value)
{
    for (size_t i = size; i-- > 0; value >>= 8)
        at[i] = (uint8_t)(value & 0xFF);
}

static inline uint64_t get_number(const uint8_t *at, size_t size)
{
    uint64_t value = 0;
    for (size_t i = 0; i < size; i++)
        value = value << 8 | at[i];
    return value;
}

/* The first `size` bytes of BLAKE2b-256 of a text. */
void digest_head(const void *bytes, size_t length, uint8_t *out, size_t size);
/* The prescription's token under a key. */
void record_token(const Key *key, const char *number, uint8_t token[6]);

/* Each returns 0, or 1 with a finding when the value does not fit. */
int judge_strength(Strength strength, uint32_t *out, Place place, Arena *arena, Findings *findings);
int judge_volume(Volume volume, uint16_t *out, Place place, Arena *arena, Findings *findings);
int judge_number(const char *what, int64_t value, int64_t least, int64_t most, Place place, Findings *findings);
int judge_date(const char *what, Date date, Place place, Arena *arena, Findings *findings);
/* Eight letters of the alphabet; the chart's "00000000" too. */
bool lot_number(const char *lot, uint64_t *out);
bool letter_valid(const char *letter);

/* The rows as bytes (see seal.h); false with a finding. */
bool rows_encode(ChartRow *rows, size_t count, Record *record, Place place, Arena *arena, Findings *findings);
/* What the rows of a page make of its head. */
typedef struct { Date first; int32_t days; uint8_t drug; uint32_t strength; uint16_t largest; } RowsHead;
RowsHead rows_head(const ChartRow *rows, size_t count);

#endif
