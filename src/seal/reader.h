/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Private to the room: what a symbol's data words say. */
#ifndef SEAL_READER_H
#define SEAL_READER_H

#include <stddef.h>
#include <stdint.h>
#include "microtaper/arena.h"

/* The text of data words of that version: alphanumeric segments, their end and padding exactly as they must be; NULL
 * when anything else is there. */
const char *words_text(const uint8_t *words, size_t count, int version, Arena *arena);

#endif
