/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Base45, RFC 9285: two bytes are three characters, a last single byte is two.  Each text has one reading and each
 * reading one text, so that a payload cannot be written in two ways. */
#include <string.h>
#include "microtaper/seal.h"

static const char alphabet[46] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

static char *put_digits(char *at, unsigned value, int digits)
{
    for (int i = 0; i < digits; i++, value /= 45)
        *at++ = alphabet[value % 45];
    return at;
}

const char *base45_encode(const uint8_t *bytes, size_t size, Arena *arena)
{
    char *text = arena_alloc(arena, size / 2 * 3 + size % 2 * 2 + 1);
    char *at = text;
    for (size_t i = 0; i + 1 < size; i += 2)
        at = put_digits(at, bytes[i] * 256u + bytes[i + 1], 3);
    if (size % 2)
        put_digits(at, bytes[size - 1], 2);
    return text;
}

/* The value of `digits` characters, least first; -1 for one outside the alphabet. */
static long get_digits(const char *at, size_t digits)
{
    long value = 0;
    for (size_t i = digits; i-- > 0;) {
        const char *found = strchr(alphabet, at[i]);
        if (!found)
            return -1;
        value = value * 45 + (found - alphabet);
    }
    return value;
}

bool base45_decode(const char *text, uint8_t *bytes, size_t room, size_t *size)
{
    size_t length = strlen(text);
    if (length % 3 == 1 || length / 3 * 2 + length % 3 / 2 > room)
        return false;
    size_t used = 0;
    for (size_t i = 0; i < length; i += 3) {
        size_t digits = length - i < 3 ? 2 : 3;
        long value = get_digits(text + i, digits);
        if (value < 0 || value > (digits == 3 ? 0xFFFF : 0xFF))
            return false;
        if (digits == 3)
            bytes[used++] = (uint8_t)(value >> 8);
        bytes[used++] = (uint8_t)(value & 0xFF);
    }
    *size = used;
    return true;
}
