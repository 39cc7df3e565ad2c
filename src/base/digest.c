/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "microtaper/digest.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

enum { EXIT_SYSTEM = 3 };

const char base32_alphabet[33] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/* Letters of a check word: read over a telephone and typed, so no I, L, O, Q, U and no digits. */
static const char word_alphabet[] = "ABCDEFGHJKMNPRSTVWXYZ";

Digest digest_of(const void *bytes, size_t size)
{
    Digest digest;
    if (sodium_init() < 0) {
        fputs("microtaper: libsodium cannot start\n", stderr);
        exit(EXIT_SYSTEM);
    }
    crypto_generichash(digest.bytes, sizeof digest.bytes, bytes, size, NULL, 0);
    return digest;
}

const char *digest_hex(Arena *arena, const Digest *digest)
{
    char *hex = arena_alloc(arena, 2 * sizeof digest->bytes + 1);
    return sodium_bin2hex(hex, 2 * sizeof digest->bytes + 1, digest->bytes, sizeof digest->bytes);
}

/* The 5 bits that begin at bit 5 * `group`, most significant bit first. */
static unsigned five_bits(const Digest *digest, size_t group)
{
    unsigned value = 0;
    for (size_t bit = group * 5; bit < group * 5 + 5; bit++)
        value = value << 1 | (digest->bytes[bit / 8] >> (7 - bit % 8) & 1u);
    return value;
}

const char *digest_letters(Arena *arena, const Digest *digest, size_t letters)
{
    if (letters > sizeof digest->bytes * 8 / 5)
        abort();  /* more than the digest holds: a bug */
    char *text = arena_alloc(arena, letters + 1);
    for (size_t i = 0; i < letters; i++)
        text[i] = base32_alphabet[five_bits(digest, i)];
    return text;
}

void digest_word(const Digest *digest, char out[5])
{
    uint64_t number = 0;
    for (size_t i = 0; i < 8; i++)
        number = number << 8 | digest->bytes[i];
    for (size_t i = 0; i < 4; i++) {
        out[i] = word_alphabet[number % (sizeof word_alphabet - 1)];
        number /= sizeof word_alphabet - 1;
    }
    out[4] = '\0';
}
