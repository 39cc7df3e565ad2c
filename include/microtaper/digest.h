/* SPDX-License-Identifier: GPL-3.0-or-later */
/* BLAKE2b-256 (libsodium's generic hash) and its short printed forms. */
#ifndef MICROTAPER_DIGEST_H
#define MICROTAPER_DIGEST_H

#include <stddef.h>
#include <stdint.h>
#include "microtaper/arena.h"

typedef struct { uint8_t bytes[32]; } Digest;

Digest digest_of(const void *bytes, size_t size);
const char *digest_hex(Arena *arena, const Digest *digest);            /* 64 characters */
/* The first `letters` 5-bit groups in Crockford's base 32 (0-9 A-Z without I L O U). */
const char *digest_letters(Arena *arena, const Digest *digest, size_t letters);
/* The word printed with a finding: 4 letters of ABCDEFGHJKMNPRSTVWXYZ... (no digits, nothing mistaken). out holds 5 bytes. */
void digest_word(const Digest *digest, char out[5]);
extern const char base32_alphabet[33];   /* Crockford */

#endif
