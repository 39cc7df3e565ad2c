/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Building display lists: text measured before it is placed, rules, bars, boxes. */
#include "layout.h"

#include <inttypes.h>
#include <string.h>

#include "font.h"
#include "microtaper/text.h"

#define NO_BREAK_SPACE 0xA0

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
    *page = (Page){.width = {width}, .height = {height}};
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
    if (!strstr(text, "\xC2\xA0")) return text;
    Buffer plain = buffer_new(arena);
    for (const char *at = text; *at;) {
        const char *before = at;
        if (utf8_next(&at) == NO_BREAK_SPACE) buffer_add(&plain, " ");
        else buffer_add_bytes(&plain, before, (size_t)(at - before));
    }
    return buffer_text(&plain);
}

static bool judge_characters(Sheet *sheet, const char *role, const char *text)
{
    uint32_t missing = fonts_missing(sheet->fonts, text);
    if (!missing) return true;
    finding_add(sheet->findings, MT703, sheet->place, "%s: U+%04" PRIX32 " in \"%s\"", role, missing, text);
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
static void judge_ink(Sheet *sheet, Box em, const Type *type, const char *role, const char *text)
{
    const Page *page = &sheet->document->pages[sheet->document->count - 1];
    Reach reach = font_reach(sheet->fonts, type->face, (Length){type->size}, text);
    Um baseline = em.y + type->size * 4 / 5, top = baseline - reach.above.um, bottom = baseline + reach.below.um;
    if (top >= 0 && bottom <= page->height.um && em.x >= 0 && em.x + em.width <= page->width.um) return;
    finding_add(sheet->findings, MT714, sheet->place, "%s: \"%s\" reaches from %" PRId64 ",%" PRId64 " to %" PRId64 ",%" PRId64
                " um on a page of %" PRId64 " x %" PRId64 " um", role, text, em.x, top, em.x + em.width, bottom,
                page->width.um, page->height.um);
    sheet->failed = true;
}

static void place_text(Sheet *sheet, Box em, const Type *type, const char *role, const char *printed)
{
    judge_ink(sheet, em, type, role, printed);
    Item *item = item_new(sheet, ITEM_TEXT, role);
    set_box(item, em);
    item->text = printed;
    item->face = type->face;
    item->size.um = type->size;
    item->align = type->align;
    item->grey = type->grey;
}

void put_line(Sheet *sheet, Box box, const Type *type, const char *role, const char *text)
{
    if (text_empty(text)) return;
    const char *printed = as_printed(sheet->arena, text);
    if (!judge_characters(sheet, role, printed)) return;
    Um needs = text_width(sheet, type, printed);
    if (needs > box.width) too_wide(sheet, role, printed, needs, box.width);
    Um top = box.y + (type_leading(type) - type->size) / 2;
    place_text(sheet, (Box){box.x, top, box.width, type->size}, type, role, printed);
}

Um put_run(Sheet *sheet, Um x, Um baseline, const Type *type, const char *role, const char *text)
{
    const char *printed = as_printed(sheet->arena, text);
    if (text_empty(text) || !judge_characters(sheet, role, printed)) return x;
    Type left = *type;
    left.align = ALIGN_LEFT;
    Um width = text_width(sheet, type, printed);
    place_text(sheet, (Box){x, baseline - type->size * 4 / 5, width, type->size}, &left, role, printed);
    return x + width;
}

/* ---------------------------------------------------------------- wrapping ---- */

/* End of the longest beginning of `text` that fits `width`, broken at a space or before '\n'; at least one word. */
static const char *line_end(const Sheet *sheet, Um width, const Type *type, const char *text)
{
    const char *fits = NULL;
    for (const char *at = text;; at++) {
        if (*at && *at != ' ' && *at != '\n') continue;
        const char *line = arena_copy(sheet->arena, text, (size_t)(at - text));
        if (fits && text_width(sheet, type, line) > width) return fits;
        fits = at;
        if (*at != ' ') return fits;
    }
}

/* The next line of *rest, and *rest moved behind it; NULL at the end. */
static const char *next_line(const Sheet *sheet, Um width, const Type *type, const char **rest)
{
    if (!**rest) return NULL;
    const char *end = line_end(sheet, width, type, *rest);
    const char *line = arena_copy(sheet->arena, *rest, (size_t)(end - *rest));
    *rest = *end ? end + 1 : end;
    return line;
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
    const char *rest = text;
    for (const char *line; (line = next_line(sheet, box.width, type, &rest));) {
        put_line(sheet, line_box, type, role, line);
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
