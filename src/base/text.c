/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "microtaper/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { REPLACEMENT = 0xFFFD, NAME_LIMIT = 255, FIRST_BUFFER = 64 };

/* --- the buffer --- */

Buffer buffer_new(Arena *arena)
{
    return (Buffer){.arena = arena};
}

static void buffer_reserve(Buffer *buffer, size_t more)
{
    if (more > SIZE_MAX / 4 - buffer->length)
        abort();  /* far beyond every limit of input: a bug */
    size_t wanted = buffer->length + more + 1;
    if (buffer->at && wanted <= buffer->capacity)
        return;
    size_t capacity = buffer->capacity ? buffer->capacity : FIRST_BUFFER;
    while (capacity < wanted)
        capacity *= 2;
    char *larger = arena_alloc(buffer->arena, capacity);
    if (buffer->length)
        memcpy(larger, buffer->at, buffer->length);
    buffer->at = larger;
    buffer->capacity = capacity;
}

void buffer_add_bytes(Buffer *buffer, const void *bytes, size_t size)
{
    buffer_reserve(buffer, size);
    if (size)
        memcpy(buffer->at + buffer->length, bytes, size);
    buffer->length += size;
    buffer->at[buffer->length] = '\0';
}

void buffer_add(Buffer *buffer, const char *text)
{
    buffer_add_bytes(buffer, text, strlen(text));
}

void buffer_addf(Buffer *buffer, const char *format, ...)
{
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    size_t room = buffer->at ? buffer->capacity - buffer->length : 0;
    int length = vsnprintf(room ? buffer->at + buffer->length : NULL, room, format, arguments);
    va_end(arguments);
    if (length < 0)
        abort();  /* a wrong format: a bug */
    if ((size_t)length >= room) {
        buffer_reserve(buffer, (size_t)length);
        vsnprintf(buffer->at + buffer->length, (size_t)length + 1, format, again);
    }
    va_end(again);
    buffer->length += (size_t)length;
}

const char *buffer_text(const Buffer *buffer)
{
    return buffer->at ? buffer->at : "";
}

/* --- plain text --- */

bool text_starts(const char *text, const char *prefix)
{
    return strncmp(text, prefix, strlen(prefix)) == 0;
}

bool text_empty(const char *text)
{
    return !text || !*text;
}

/* XML's white space, whatever the locale says. */
static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

char *text_squeeze(Arena *arena, const char *text)
{
    char *squeezed = arena_alloc(arena, strlen(text) + 1), *to = squeezed;
    for (const char *from = text; *from; from++) {
        if (!is_space(*from)) {
            *to++ = *from;
            continue;
        }
        if (to != squeezed && to[-1] != ' ')
            *to++ = ' ';
    }
    if (to != squeezed && to[-1] == ' ')
        to--;
    *to = '\0';
    return squeezed;
}

char **text_words(Arena *arena, const char *text, size_t *count)
{
    char **words = NULL;
    size_t capacity = 0;
    *count = 0;
    while (*text) {
        size_t length = 0;
        while (text[length] && !is_space(text[length]))
            length++;
        if (length)
            *ARENA_PUSH(arena, words, *count, capacity, char *) = arena_copy(arena, text, length);
        text += length;
        while (is_space(*text))
            text++;
    }
    return words;
}

/* --- UTF-8 (RFC 3629) --- */

/* Bytes that follow a lead byte, the value bits it gives, and the least code point of that length. */
static int lead(unsigned char byte, uint32_t *bits, uint32_t *least)
{
    if (byte >= 0xC2 && byte <= 0xDF)
        return *bits = byte & 0x1Fu, *least = 0x80, 1;
    if ((byte & 0xF0) == 0xE0)
        return *bits = byte & 0x0Fu, *least = 0x800, 2;
    if (byte >= 0xF0 && byte <= 0xF4)
        return *bits = byte & 0x07u, *least = 0x10000, 3;
    return -1;
}

/* One code point from `at` (not at its end): its length in bytes, or 0 when it is not valid. */
static int decode(const char *at, uint32_t *code)
{
    uint32_t least = 0;
    if (!((unsigned char)*at & 0x80))
        return *code = (unsigned char)*at, 1;
    int more = lead((unsigned char)*at, code, &least);
    for (int i = 1; i <= more; i++) {
        unsigned char byte = (unsigned char)at[i];
        if ((byte & 0xC0) != 0x80)
            return 0;  /* the NUL too: nothing behind it is read */
        *code = *code << 6 | (byte & 0x3Fu);
    }
    bool surrogate = *code >= 0xD800 && *code <= 0xDFFF;
    if (more < 0 || *code < least || *code > 0x10FFFF || surrogate)
        return 0;
    return more + 1;
}

uint32_t utf8_next_wide(const char **at)
{
    uint32_t code = 0;
    int length = decode(*at, &code);
    *at += length ? length : 1;
    return length ? code : REPLACEMENT;
}

bool utf8_valid(const char *text)
{
    uint32_t code;
    while (*text) {
        int length = decode(text, &code);
        if (!length)
            return false;
        text += length;
    }
    return true;
}

size_t utf8_length(const char *text)
{
    size_t length = 0;
    while (utf8_next(&text))
        length++;
    return length;
}

/* --- text for other readers --- */

static void add_json(Buffer *out, const char *from, size_t size, uint32_t code)
{
    static const char *const named[128] = {
        ['"'] = "\\\"", ['\\'] = "\\\\", ['\n'] = "\\n", ['\r'] = "\\r", ['\t'] = "\\t", ['\b'] = "\\b", ['\f'] = "\\f",
    };
    if (code == REPLACEMENT)
        buffer_add(out, "\xEF\xBF\xBD");  /* a byte that is not UTF-8 becomes the sign for that */
    else if (code < 128 && named[code])
        buffer_add(out, named[code]);
    else if (code < 0x20 || (code >= 0x7F && code < 0xA0))
        buffer_addf(out, "\\u%04x", (unsigned)code);
    else
        buffer_add_bytes(out, from, size);
}

char *text_json(Arena *arena, const char *text)
{
    Buffer out = buffer_new(arena);
    buffer_add(&out, "");
    while (*text) {
        const char *from = text;
        uint32_t code = utf8_next(&text);
        add_json(&out, from, (size_t)(text - from), code);
    }
    return out.at;
}

char *text_visible(Arena *arena, const char *text)
{
    Buffer out = buffer_new(arena);
    buffer_add(&out, "");
    while (*text) {
        const char *from = text;
        uint32_t code = utf8_next(&text);
        bool broken = code == 0xFFFD && text - from == 1;
        if (broken || code < 0x20 || (code >= 0x7F && code < 0xA0))
            for (; from < text; from++)
                buffer_addf(&out, "\\x%02x", (unsigned char)*from);
        else
            buffer_add_bytes(&out, from, (size_t)(text - from));
    }
    return out.at;
}

char *text_csv(Arena *arena, const char *text)
{
    if (!strpbrk(text, ",\"\r\n"))
        return arena_string(arena, text);
    Buffer out = buffer_new(arena);
    buffer_add(&out, "\"");
    for (; *text; text++) {
        if (*text == '"')
            buffer_add(&out, "\"");
        buffer_add_bytes(&out, text, 1);
    }
    buffer_add(&out, "\"");
    return out.at;
}

/* Line ends and tabs as references: an XML reader would make them spaces in an attribute. */
static const char *xml_escape(char c)
{
    switch (c) {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '"': return "&quot;";
    case '\'': return "&apos;";
    case '\n': return "&#10;";
    case '\r': return "&#13;";
    case '\t': return "&#9;";
    default: return NULL;
    }
}

char *text_xml(Arena *arena, const char *text)
{
    Buffer out = buffer_new(arena);
    buffer_add(&out, "");
    for (; *text; text++) {
        const char *escape = xml_escape(*text);
        if (escape)
            buffer_add(&out, escape);
        else
            buffer_add_bytes(&out, text, 1);
    }
    return out.at;
}

static bool is_name_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

char *text_safe_name(Arena *arena, const char *text)
{
    Buffer out = buffer_new(arena);
    if (!*text)
        return arena_string(arena, "%");  /* no byte gives a bare "%": the empty text's own name */
    for (; *text; text++) {
        if (is_name_byte(*text))
            buffer_add_bytes(&out, text, 1);
        else
            buffer_addf(&out, "%%%02X", (unsigned char)*text);
    }
    return out.length <= NAME_LIMIT ? out.at : NULL;
}
