/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Building display lists: text measured before it is placed, rules, bars, boxes. */
#include "layout.h"

#include <inttypes.h>
#include <string.h>

#include "font.h"
#include "microtaper/text.h"

#define PAGE_ITEMS 256   /* room to begin with */

/* ---------------------------------------------------------------- sheets ---- */

Sheet sheet_new(const Fonts *fonts, const char *title, const char *language, Place place, Arena *arena,
                Findings *findings)
{
    Document *document = ARENA_NEW(arena, Document);
    document->title = title;
    document->language = language;
    return (Sheet){.document = document, .fonts = fonts, .arena = arena, .findings = findings, .place = place, .row = -1};
}

void sheet_page(Sheet *sheet, Um width, Um height)
{
    Document *d = sheet->document;
    Page *page = ARENA_PUSH(sheet->arena, d->pages, d->count, d->capacity, Page);
    *page = (Page){.width = {width}, .height = {height}, .capacity = PAGE_ITEMS};
    page->items = ARENA_ARRAY(sheet->arena, PAGE_ITEMS, Item);
}

Document *sheet_document(const Sheet *sheet)
{
    return sheet->failed ? NULL : sheet->document;
}

static Item *item_new(Sheet *sheet, ItemKind kind, const char *role)
{
    Page *page = &sheet->document->pages[sheet->document->count - 1];
    Item *item = ARENA_PUSH(sheet->arena, page->items, page->count, page->capacity, Item);
    *item = (Item){.kind = kind, .role = role, .row = sheet->row};
    return item;
}

static void set_box(Item *item, Box box)
{
    item->x.um = box.x;
    item->y.um = box.y;
    item->width.um = box.width;
    item->height.um = box.height;
}

/* ---------------------------------------------------------------- text ---- */

Um type_leading(const Type *type)
{
    return type->leading ? type->leading : type->size * 5 / 4;
}

Um text_width(const Sheet *sheet, const Type *type, const char *text)
{
    return font_width(sheet->fonts, type->face, (Length){type->size}, text).um;
}

/* The text as printed: spaces that only kept words together become plain ones. */
static const char *as_printed(Arena *arena, const char *text)
{
    const char *space = strstr(text, "\xC2\xA0");
    if (!space) return text;
    char *plain = arena_string(arena, text), *to = plain + (space - text);
    for (const char *from = space; *from;) {
        bool kept = from[0] == '\xC2' && from[1] == '\xA0';
        *to++ = kept ? ' ' : *from;
        from += kept ? 2 : 1;
    }
    *to = '\0';
    return plain;
}

static FontMeasure measure_text(const Sheet *sheet, const Type *type, const char *text)
{
    return font_measure(sheet->fonts, type->face, (Length){type->size}, text);
}

static bool judge_characters(Sheet *sheet, const FontMeasure *measure, const char *role, const char *text)
{
    if (!measure->missing) return true;
    finding_add(sheet->findings, MT703, sheet->place, "%s: U+%04" PRIX32 " in \"%s\"", role, measure->missing, text);
    sheet->failed = true;
    return false;
}

static void too_wide(Sheet *sheet, const char *role, const char *text, Um needs, Um has)
{
    finding_add(sheet->findings, MT701, sheet->place, "%s: \"%s\" is %" PRId64 ".%" PRId64 " mm wide, its box %" PRId64
                ".%" PRId64 " mm", role, text, needs / 1000, needs % 1000 / 100, has / 1000, has % 1000 / 100);
    sheet->failed = true;
}

static void too_high(Sheet *sheet, const char *role, const char *text, Um needs, Um has)
{
    finding_add(sheet->findings, MT701, sheet->place, "%s: \"%s\" takes %" PRId64 ".%" PRId64 " mm of height, its box has %"
                PRId64 ".%" PRId64 " mm", role, text, needs / 1000, needs % 1000 / 100, has / 1000, has % 1000 / 100);
    sheet->failed = true;
}

/* Ink that would fall off the page: accents on capitals reach over the em box. */
static void judge_ink(Sheet *sheet, const Item *item, const FontMeasure *measure)
{
    const Page *page = &sheet->document->pages[sheet->document->count - 1];
    int64_t baseline = item->y.um + item->size.um * 4 / 5, right = item->x.um + item->width.um;
    int64_t top = baseline - measure->above.um, bottom = baseline + measure->below.um;
    if (top >= 0 && bottom <= page->height.um && item->x.um >= 0 && right <= page->width.um) return;
    finding_add(sheet->findings, MT714, sheet->place, "%s: \"%s\" reaches from %" PRId64 ",%" PRId64 " to %" PRId64 ",%" PRId64
                " um on a page of %" PRId64 " x %" PRId64 " um", item->role, item->text, item->x.um, top, right, bottom,
                page->width.um, page->height.um);
    sheet->failed = true;
}

static void place_text(Sheet *sheet, Box em, const Type *type, const char *role, const char *printed,
                       const FontMeasure *measure)
{
    Item *item = item_new(sheet, ITEM_TEXT, role);
    set_box(item, em);
    item->text = printed;
    item->face = type->face;
    item->size.um = type->size;
    item->align = type->align;
    item->grey = type->grey;
    judge_ink(sheet, item, measure);
}

void put_line(Sheet *sheet, Box box, const Type *type, const char *role, const char *text)
{
    if (text_empty(text)) return;
    const char *printed = as_printed(sheet->arena, text);
    FontMeasure measure = measure_text(sheet, type, printed);
    if (!judge_characters(sheet, &measure, role, printed)) return;
    if (measure.width.um > box.width) too_wide(sheet, role, printed, measure.width.um, box.width);
    Um top = box.y + (type_leading(type) - type->size) / 2;
    place_text(sheet, (Box){box.x, top, box.width, type->size}, type, role, printed, &measure);
}

Um put_run(Sheet *sheet, Um x, Um baseline, const Type *type, const char *role, const char *text)
{
    if (text_empty(text)) return x;
    const char *printed = as_printed(sheet->arena, text);
    FontMeasure measure = measure_text(sheet, type, printed);
    if (!judge_characters(sheet, &measure, role, printed)) return x;
    Type left = *type;
    left.align = ALIGN_LEFT;
    Um width = measure.width.um;
    place_text(sheet, (Box){x, baseline - type->size * 4 / 5, width, type->size}, &left, role, printed, &measure);
    return x + width;
}

/* ---------------------------------------------------------------- wrapping ---- */

/* End of the longest beginning of `text` that fits `width`, broken at a space or before '\n'; at least one word. */
static const char *line_end(const Sheet *sheet, Um width, const Type *type, const char *text)
{
    const char *fits = NULL;
    int64_t advance = 0;
    for (const char *at = text;;) {
        const char *here = at;
        uint32_t c = utf8_next(&at);
        if (!c || c == ' ' || c == '\n') {
            if (fits && font_length(advance, (Length){type->size}).um > width) return fits;
            fits = here;
            if (c != ' ') return fits;
        }
        advance += font_advance(sheet->fonts, type->face, c);
    }
}

/* Where the line that begins at *rest ends, and *rest moved behind it; NULL at the end of the text. */
static const char *next_line(const Sheet *sheet, Um width, const Type *type, const char **rest)
{
    if (!**rest) return NULL;
    const char *end = line_end(sheet, width, type, *rest);
    *rest = *end ? end + 1 : end;
    return end;
}

Um block_height(const Sheet *sheet, Um width, const Type *type, const char *text)
{
    Um height = 0;
    if (text_empty(text)) return 0;
    for (const char *rest = text; next_line(sheet, width, type, &rest);) height += type_leading(type);
    return height;
}

Um put_block(Sheet *sheet, Box box, const Type *type, const char *role, const char *text)
{
    Um height = block_height(sheet, box.width, type, text);
    if (height == 0) return 0;
    if (box.height && height > box.height) too_high(sheet, role, as_printed(sheet->arena, text), height, box.height);
    Box line_box = {box.x, box.y, box.width, 0};
    const char *rest = text, *line = text;
    for (const char *end; (end = next_line(sheet, box.width, type, &rest)); line = rest) {
        put_line(sheet, line_box, type, role, arena_copy(sheet->arena, line, (size_t)(end - line)));
        line_box.y += type_leading(type);
    }
    return height;
}

/* ---------------------------------------------------------------- marks ---- */

void put_rule(Sheet *sheet, Um x, Um y, Um dx, Um dy, Um stroke, uint8_t grey, const char *role)
{
    Item *item = item_new(sheet, ITEM_LINE, role);
    set_box(item, (Box){x, y, dx, dy});
    item->size.um = stroke;
    item->grey = grey;
}

void put_bar(Sheet *sheet, Box box, uint8_t grey, const char *role)
{
    Item *item = item_new(sheet, ITEM_BAR, role);
    set_box(item, box);
    item->grey = grey;
}

void put_frame(Sheet *sheet, Box box, Um stroke, uint8_t grey, const char *role)
{
    Item *item = item_new(sheet, ITEM_BOX, role);
    set_box(item, box);
    item->size.um = stroke;
    item->grey = grey;
}

/* ---------------------------------------------------------------- codes ---- */

#define QUIET 4              /* modules of quiet zone on each side: ISO/IEC 18004 */
#define MODULE_LEAST 330     /* um; domain of handheld scanners at arm's length */
#define DOTS_LEAST 4

static Um dots_um(int64_t dots, int dpi)
{
    return (dots * 25400 + dpi / 2) / dpi;
}

int module_dots(int dpi)
{
    int dots = DOTS_LEAST;
    while ((int64_t)dots * 25400 < (int64_t)MODULE_LEAST * dpi) dots++;
    return dots;
}

Um code_side(const Modules *modules, int dpi)
{
    return dots_um((int64_t)(modules->side + 2 * QUIET) * module_dots(dpi), dpi);
}

void put_code(Sheet *sheet, Um x, Um y, const Modules *modules, int dpi, const char *role)
{
    int64_t quiet = (int64_t)QUIET * module_dots(dpi);
    int64_t left = (x * dpi + 25399) / 25400 + quiet, top = (y * dpi + 25399) / 25400 + quiet;
    Um side = dots_um((int64_t)modules->side * module_dots(dpi), dpi);
    Item *item = item_new(sheet, ITEM_MODULES, role);
    set_box(item, (Box){dots_um(left, dpi), dots_um(top, dpi), side, side});
    item->modules = modules;
    item->dpi = dpi;
}

/* ---------------------------------------------------------------- as text ---- */

static void page_text(Buffer *out, const Page *page)
{
    const Item *last = NULL;
    for (size_t i = 0; i < page->count; i++) {
        const Item *item = &page->items[i];
        if (item->kind != ITEM_TEXT) continue;
        if (last) buffer_add(out, item->y.um == last->y.um ? "\t" : "\n");
        buffer_add(out, item->text);
        last = item;
    }
    buffer_add(out, "\n");
}

const char *document_text(const Document *document, Arena *arena)
{
    Buffer out = buffer_new(arena);
    for (size_t i = 0; i < document->count; i++) {
        if (i) buffer_add(&out, "\f");
        page_text(&out, &document->pages[i]);
    }
    return buffer_text(&out);
}
