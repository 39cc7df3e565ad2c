/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Check words: short enough to be typed, with a check letter so that a slip is told from another paper. */
#include <ctype.h>
#include <string.h>
#include "bytes.h"

#define LETTERS 8
#define CONTEXT "microtaper word 1"

/* Twice a value of GF(32), modulo x^5 + x^2 + 1. */
static unsigned twice(unsigned value)
{
    return value & 16 ? (value << 1 ^ 0x25) & 31 : value << 1;
}

static unsigned remainder_of(const unsigned *values, size_t count)
{
    unsigned rest = 0;
    for (size_t i = 0; i < count; i++)
        rest = twice(rest) ^ values[i];
    return rest;
}

/* "7KQ2-M9XD-4" */
static void word_print(const unsigned values[LETTERS + 1], char word[WORD_ROOM])
{
    size_t at = 0;
    for (size_t i = 0; i <= LETTERS; i++) {
        if (i == 4 || i == LETTERS)
            word[at++] = '-';
        word[at++] = base32_alphabet[values[i]];
    }
    word[at] = '\0';
}

void record_word(const Record *record, const Key *key, char word[WORD_ROOM])
{
    uint8_t bytes[sizeof CONTEXT + 32 + RECORD_SIZE + CHART_ROWS_MAX] = CONTEXT, head[5];
    unsigned values[LETTERS + 1];
    size_t size;
    memcpy(bytes + sizeof CONTEXT, key->public_key, 32);
    record_encode(record, bytes + sizeof CONTEXT + 32, &size);
    digest_head(bytes, sizeof CONTEXT + 32 + size, head, sizeof head);
    uint64_t number = get_number(head, sizeof head);
    for (size_t i = 0; i < LETTERS; i++)
        values[i] = number >> 5 * (LETTERS - 1 - i) & 31;
    values[LETTERS] = twice(remainder_of(values, LETTERS));
    word_print(values, word);
}

/* The value of a typed letter, -1 for none. */
static int letter_value(char letter)
{
    char upper = (char)toupper((unsigned char)letter);
    if (upper == 'O')
        upper = '0';
    if (upper == 'I' || upper == 'L')
        upper = '1';
    const char *found = strchr(base32_alphabet, upper);
    return found ? (int)(found - base32_alphabet) : -1;
}

bool word_read(const char *typed, char word[WORD_ROOM])
{
    unsigned values[LETTERS + 1];
    size_t count = 0;
    for (const char *at = typed; *at; at++) {
        if (strchr(" -\t\r\n", *at))
            continue;
        int value = letter_value(*at);
        if (value < 0 || count > LETTERS)
            return false;
        values[count++] = (unsigned)value;
    }
    if (count != LETTERS + 1 || remainder_of(values, count) != 0)
        return false;
    word_print(values, word);
    return true;
}
