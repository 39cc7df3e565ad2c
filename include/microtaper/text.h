/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text: NUL-terminated UTF-8 that lives in an arena, and a buffer that grows. */
#ifndef MICROTAPER_TEXT_H
#define MICROTAPER_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include "microtaper/arena.h"

typedef struct {
    Arena *arena;
    char *at;        /* always NUL-terminated; NULL only before the first addition */
    size_t length;   /* without the NUL */
    size_t capacity;
} Buffer;

Buffer buffer_new(Arena *arena);
void buffer_add(Buffer *buffer, const char *text);
void buffer_add_bytes(Buffer *buffer, const void *bytes, size_t size);
void buffer_addf(Buffer *buffer, const char *format, ...) __attribute__((format(printf, 2, 3), nonnull(2)));
/* The text so far; "" when nothing was added.  Valid until the next addition. */
const char *buffer_text(const Buffer *buffer);

static inline bool text_equal(const char *a, const char *b)   /* NULL equals only NULL */
{
    if (!a || !b)
        return a == b;
    return *a == *b && strcmp(a, b) == 0;
}
bool text_starts(const char *text, const char *prefix);
bool text_empty(const char *text);                      /* NULL or "" */
/* Leading and trailing white space off, inner runs made one space. */
char *text_squeeze(Arena *arena, const char *text);
/* The words of a list separated by white space. */
char **text_words(Arena *arena, const char *text, size_t *count);
/* Next code point of valid UTF-8, moving *at on; 0 at the end; U+FFFD (moving one byte) on a fault. */
uint32_t utf8_next_wide(const char **at);               /* the same where *at is not in ASCII */
static inline uint32_t utf8_next(const char **at)
{
    unsigned char c = (unsigned char)**at;
    if (c & 0x80)
        return utf8_next_wide(at);
    *at += c != 0;
    return c;
}
bool utf8_valid(const char *text);
size_t utf8_length(const char *text);
/* Quotes, backslashes and control characters escaped as JSON wants them; without the outer quotes. */
char *text_json(Arena *arena, const char *text);
/* What a terminal would obey, and bytes that are no UTF-8, shown as \xNN: for what is quoted from files and scans. */
char *text_visible(Arena *arena, const char *text);
/* As one CSV field (RFC 4180): quoted only where it must be. */
char *text_csv(Arena *arena, const char *text);
/* As XML attribute or text content. */
char *text_xml(Arena *arena, const char *text);
/* A name safe as one path component, reversibly: letters, digits, '-' and '_' stay, every other byte becomes %XX;
 * a leading '.' too; never empty, at most 255 bytes (NULL when it would be longer). */
char *text_safe_name(Arena *arena, const char *text);

#endif
