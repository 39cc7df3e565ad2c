/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Paragraphs of several parts: broken into words, gathered into lines, placed part by part. */
#include "spans.h"

#include <inttypes.h>
#include <string.h>

#include "microtaper/text.h"

typedef struct {
    const Span *span;
    const char *text;
    Um width;
    Um gap;            /* before it, when it does not begin a line */
} Piece;

typedef struct { Piece *items; size_t count, capacity; } Pieces;

static void add_words(Pieces *pieces, const Sheet *sheet, const Type *type, const Span *span, Um joint)
{
    Um space = text_width(sheet, type, " ");
    bool first = true;
    for (const char *at = span->text; *at;) {
        size_t length = strcspn(at, " ");
        Piece *piece = ARENA_PUSH(sheet->arena, pieces->items, pieces->count, pieces->capacity, Piece);
        piece->span = span;
        piece->text = arena_copy(sheet->arena, at, length);
        piece->width = text_width(sheet, type, piece->text);
        piece->gap = first ? joint : space;
        first = false;
        at += length + strspn(at + length, " ");
    }
}

/* Where the line that begins at piece `first` ends (one past its last piece). */
static size_t line_of(const Pieces *pieces, size_t first, Um width)
{
    Um used = pieces->items[first].width;
    size_t next = first + 1;
    while (next < pieces->count && used + pieces->items[next].gap + pieces->items[next].width <= width) {
        used += pieces->items[next].gap + pieces->items[next].width;
        next++;
    }
    return next;
}

static Um line_width(const Pieces *pieces, size_t first, size_t end)
{
    Um width = pieces->items[first].width;
    for (size_t i = first + 1; i < end; i++) width += pieces->items[i].gap + pieces->items[i].width;
    return width;
}

/* The words of one part on one line, as one item; returns one past its last piece. */
static size_t place_part(Sheet *sheet, const Pieces *pieces, size_t first, size_t end, Um *x, Um baseline, const Type *type)
{
    const Span *span = pieces->items[first].span;
    Buffer words = buffer_new(sheet->arena);
    size_t next = first;
    for (; next < end && pieces->items[next].span == span; next++) {
        if (next > first) buffer_add(&words, " ");
        buffer_add(&words, pieces->items[next].text);
    }
    *x = put_run(sheet, *x, baseline, type, span->role, buffer_text(&words));
    return next;
}

static void place_line(Sheet *sheet, const Pieces *pieces, size_t first, size_t end, Box line, const Type *type,
                       const char *joint)
{
    Um width = line_width(pieces, first, end);
    Um x = line.x;
    Um baseline = line.y + (type_leading(type) - type->size) / 2 + type->size * 4 / 5;
    if (type->align == ALIGN_CENTRE) x += (line.width - width) / 2;
    if (type->align == ALIGN_RIGHT) x += line.width - width;
    for (size_t i = first; i < end;) {
        if (i > first) x = put_run(sheet, x, baseline, type, "joint", joint);
        i = place_part(sheet, pieces, i, end, &x, baseline, type);
    }
}

static bool judge(Sheet *sheet, const Span *span, Um needs, Um has, const char *side)
{
    if (needs <= has) return true;
    if (has < 0) has = 0;
    finding_add(sheet->findings, MT701, sheet->place, "%s: \"%s\" needs %" PRId64 ".%" PRId64 " mm of %s, its box has %"
                PRId64 ".%" PRId64 " mm", span->role, span->text, needs / 1000, needs % 1000 / 100, side, has / 1000,
                has % 1000 / 100);
    sheet->failed = true;
    return false;
}

/* Width of a line whose em boxes begin at `top`: up to the notch where it would touch that. */
static Um width_at(Box box, Um top, const Type *type, Box notch)
{
    Um ink = top + (type_leading(type) + type->size) / 2;
    bool beside = notch.width > 0 && ink > notch.y && top < notch.y + notch.height && notch.x < box.x + box.width;
    return beside ? notch.x - box.x : box.width;
}

static Pieces break_words(const Sheet *sheet, const Type *type, const Spans *spans)
{
    Pieces pieces = {0};
    Um joint = text_width(sheet, type, spans->joint);
    for (size_t i = 0; i < spans->count; i++)
        if (!text_empty(spans->parts[i].text)) add_words(&pieces, sheet, type, &spans->parts[i], joint);
    return pieces;
}

Um spans_height(const Sheet *sheet, Box box, const Type *type, const Spans *spans)
{
    Pieces pieces = break_words(sheet, type, spans);
    Um height = 0;
    for (size_t first = 0; first < pieces.count; height += type_leading(type))
        first = line_of(&pieces, first, width_at(box, box.y + height, type, spans->notch));
    return height;
}

Um put_spans(Sheet *sheet, Box box, const Type *type, const Spans *spans)
{
    Pieces pieces = break_words(sheet, type, spans);
    Um leading = type_leading(type), height = 0;
    for (size_t first = 0, end; first < pieces.count; first = end) {
        Box line = {box.x, box.y + height, width_at(box, box.y + height, type, spans->notch), 0};
        end = line_of(&pieces, first, line.width);
        judge(sheet, pieces.items[first].span, pieces.items[first].width, line.width, "width");
        height += leading;
        if (!judge(sheet, pieces.items[first].span, height, box.height, "height")) return height;
        place_line(sheet, &pieces, first, end, line, type, spans->joint);
    }
    return height;
}
