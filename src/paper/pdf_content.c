/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The page's coordinates are those of the display list: micrometres from the top left corner, y downwards as negative
 * numbers, so that every number is whole and exact.  What is set is set when it changes; lines of one pen are one path,
 * as are bars of one grey; texts that follow each other share a text object; a code is one path in a matrix of its own,
 * whose unit is a sixteenth of a printer's dot.
 * A character is two bytes, its code, whatever its script.  With an 8-bit simple font for texts that allow it, measured, a
 * label of 22.5 kB would be 0.8 kB smaller (0.1 of it the text: the bytes that are zero pack to almost nothing), a chart of
 * 51.6 kB 1.5 kB, and a chart packed 4 % faster; for that a document of two scripts would carry each face twice, and texts
 * would be proved, found and copied in two ways. */
#include "pdf_content.h"

#include <string.h>

#include "microtaper/text.h"

const char *const content_font[FACE_COUNT] = {[FACE_REGULAR] = "R", [FACE_BOLD] = "B"};

typedef enum { NOTHING, STROKES, FILLS, TEXTS } Open;

typedef struct {
    Arena *arena;
    const Fonts *fonts;
    char *at;
    size_t length, capacity;
    Open open;                      /* what the next operator may go on with */
    int fill, stroke;               /* greys in force; -1: none set yet */
    int64_t pen, size;
    int face;
    int64_t text_x, text_y;         /* where the text object's line begins */
} Ink;

/* ---------------------------------------------------------------- bytes ---- */

enum { FIRST_INK = 32 * 1024, NUMBER_MOST = 21, ITEM_MOST = 12 * NUMBER_MOST };

static void reserve(Ink *ink, size_t more)
{
    if (ink->capacity - ink->length >= more) return;
    size_t larger = ink->capacity ? ink->capacity : FIRST_INK;
    while (larger - ink->length < more) larger *= 2;
    char *moved = arena_alloc(ink->arena, larger);
    if (ink->length) memcpy(moved, ink->at, ink->length);
    ink->at = moved;
    ink->capacity = larger;
}

/* What puts anything below trusts that there is room. */
static void put_text(Ink *ink, const char *text)
{
    while (*text) ink->at[ink->length++] = *text++;
}

static void put_digits(Ink *ink, uint64_t value)
{
    char digits[NUMBER_MOST], *first = digits + sizeof digits;
    do *--first = (char)('0' + value % 10);
    while (value /= 10);
    size_t count = (size_t)(digits + sizeof digits - first);
    memcpy(ink->at + ink->length, first, count);
    ink->length += count;
}

/* A whole number and a space. */
static void put_number(Ink *ink, int64_t value)
{
    if (value < 0) ink->at[ink->length++] = '-';
    put_digits(ink, value < 0 ? (uint64_t)-value : (uint64_t)value);
    ink->at[ink->length++] = ' ';
}

#define DECIMALS 1000000000   /* 9 places */

/* Billionths as a decimal and a space. */
static void put_decimal(Ink *ink, int64_t billionths)
{
    uint64_t size = billionths < 0 ? (uint64_t)-billionths : (uint64_t)billionths, rest = size % DECIMALS;
    if (billionths < 0) ink->at[ink->length++] = '-';
    put_digits(ink, size / DECIMALS);
    if (rest) ink->at[ink->length++] = '.';
    for (uint64_t place = DECIMALS / 10; rest; place /= 10) {
        ink->at[ink->length++] = (char)('0' + rest / place);
        rest %= place;
    }
    ink->at[ink->length++] = ' ';
}

static int64_t billionths(double value)
{
    return (int64_t)(value * DECIMALS + (value < 0 ? -0.5 : 0.5));
}

/* ---------------------------------------------------------------- state ---- */

/* Ends what is open when it is not what comes next. */
static void begin(Ink *ink, Open next)
{
    static const char *const ends[] = {[NOTHING] = "", [STROKES] = "S\n", [FILLS] = "f\n", [TEXTS] = "ET\n"};
    if (ink->open == next) return;
    put_text(ink, ends[ink->open]);
    ink->open = next;
    if (next == TEXTS) put_text(ink, "BT\n");
    ink->text_x = ink->text_y = 0;
}

/* Between a path's beginning and its painting nothing may be set. */
static void end_path(Ink *ink)
{
    if (ink->open == STROKES || ink->open == FILLS) begin(ink, NOTHING);
}

/* A grey to three places is exact in 8 bits. */
static void put_grey(Ink *ink, int grey, const char *operator)
{
    put_decimal(ink, (int64_t)((grey * 1000 + 127) / 255) * (DECIMALS / 1000));
    put_text(ink, operator);
}

static void set_fill(Ink *ink, int grey)
{
    if (ink->fill == grey) return;
    end_path(ink);
    put_grey(ink, grey, "g\n");
    ink->fill = grey;
}

static void set_pen(Ink *ink, int64_t width, int grey)
{
    if (ink->pen == width && ink->stroke == grey) return;
    end_path(ink);
    if (ink->stroke != grey) put_grey(ink, grey, "G\n");
    if (ink->pen != width) {
        put_number(ink, width);
        put_text(ink, "w\n");
    }
    ink->stroke = grey;
    ink->pen = width;
}

static void set_font(Ink *ink, Face face, int64_t size)
{
    if (ink->face == (int)face && ink->size == size) return;
    put_text(ink, "/");
    put_text(ink, content_font[face]);
    put_text(ink, " ");
    put_number(ink, size);
    put_text(ink, "Tf\n");
    ink->face = (int)face;
    ink->size = size;
}

/* ---------------------------------------------------------------- items ---- */

/* One byte of a string: what would end it, or be taken for an end of line, is written with a backslash. */
static void put_byte(Ink *ink, uint8_t byte)
{
    if (byte == '\r' || byte == '\n') {
        put_text(ink, byte == '\r' ? "\\r" : "\\n");
        return;
    }
    if (byte == '(' || byte == ')' || byte == '\\') ink->at[ink->length++] = '\\';
    ink->at[ink->length++] = (char)byte;
}

static void put_string(Ink *ink, const char *text)
{
    reserve(ink, 4 * strlen(text) + ITEM_MOST);
    put_text(ink, "(");
    for (uint32_t c; (c = utf8_next(&text)) != 0;) {
        put_byte(ink, (uint8_t)(c >> 8));
        put_byte(ink, (uint8_t)c);
    }
    put_text(ink, ")Tj\n");
}

static void draw_text(Ink *ink, const Item *item)
{
    int64_t x = item->x.um, y = -(item->y.um + item->size.um * 4 / 5);
    if (item->align != ALIGN_LEFT) {
        int64_t spare = item->width.um - font_width(ink->fonts, item->face, item->size, item->text).um;
        x += item->align == ALIGN_CENTRE ? spare / 2 : spare;
    }
    begin(ink, TEXTS);
    set_fill(ink, item->grey);
    set_font(ink, item->face, item->size.um);
    put_number(ink, x - ink->text_x);
    put_number(ink, y - ink->text_y);
    put_text(ink, "Td");
    put_string(ink, item->text);
    ink->text_x = x;
    ink->text_y = y;
}

static void draw_line(Ink *ink, const Item *item)
{
    set_pen(ink, item->size.um, item->grey);
    begin(ink, STROKES);
    put_number(ink, item->x.um);
    put_number(ink, -item->y.um);
    put_text(ink, "m ");
    put_number(ink, item->x.um + item->width.um);
    put_number(ink, -(item->y.um + item->height.um));
    put_text(ink, "l\n");
}

static void put_rectangle(Ink *ink, int64_t x, int64_t y, int64_t width, int64_t height)
{
    put_number(ink, x);
    put_number(ink, y);
    put_number(ink, width);
    put_number(ink, height);
    put_text(ink, "re\n");
}

static void draw_bar(Ink *ink, const Item *item)
{
    set_fill(ink, item->grey);
    begin(ink, FILLS);
    put_rectangle(ink, item->x.um, -(item->y.um + item->height.um), item->width.um, item->height.um);
}

static void draw_box(Ink *ink, const Item *item)
{
    set_pen(ink, item->size.um, item->grey);
    begin(ink, STROKES);
    put_rectangle(ink, item->x.um, -(item->y.um + item->height.um), item->width.um, item->height.um);
}

/* ---------------------------------------------------------------- codes ---- */

#define DOT 16   /* units of a code's matrix in one printer's dot */

static int64_t whole_dots(Length length, int dpi)
{
    return (length.um * dpi + 12700) / 25400;
}

/* Rasterizers spread a rectangle by up to a dot: each run of dark modules is drawn a quarter of a dot smaller on every
 * side, and comes out exact (measured with poppler, MuPDF and Ghostscript).  Codes of 150 dpi stand on pages for office
 * printers of 600 dpi and more, and are judged from grey renderings of 150: there the quarter is that of the printer's
 * dot, so that the rendering stays black and white. */
static int64_t run_inset(int dpi)
{
    return dpi < 200 ? DOT * (int64_t)dpi / 2400 : DOT / 4;
}

/* Dark runs of one row of modules, `module` units each. */
static void draw_row(Ink *ink, const uint8_t *row, int side, int64_t y, int64_t module, int64_t inset)
{
    for (int x = 0, end; x < side; x = end + 1) {
        while (x < side && !row[x]) x++;
        for (end = x; end < side && row[end]; end++) {}
        if (end == x) return;
        reserve(ink, ITEM_MOST);
        put_rectangle(ink, x * module + inset, y + inset, (end - x) * module - 2 * inset, module - 2 * inset);
    }
}

static void draw_modules(Ink *ink, const Item *item)
{
    const Modules *m = item->modules;
    double dot = 25400.0 / item->dpi;
    int64_t module = whole_dots(item->width, item->dpi) / m->side * DOT;
    begin(ink, NOTHING);
    set_fill(ink, 0);
    put_text(ink, "q ");
    put_decimal(ink, billionths(dot / DOT));
    put_text(ink, "0 0 ");
    put_decimal(ink, -billionths(dot / DOT));
    put_decimal(ink, billionths((double)whole_dots(item->x, item->dpi) * dot));
    put_decimal(ink, -billionths((double)whole_dots(item->y, item->dpi) * dot));
    put_text(ink, "cm\n");
    for (int y = 0; y < m->side; y++)
        draw_row(ink, m->dark + (size_t)y * (size_t)m->side, m->side, y * module, module, run_inset(item->dpi));
    reserve(ink, ITEM_MOST);
    put_text(ink, "f Q\n");
}

/* ---------------------------------------------------------------- pages ---- */

double content_height(const Page *page)
{
    for (size_t i = 0; i < page->count; i++)
        if (page->items[i].kind == ITEM_MODULES)
            return (double)whole_dots(page->height, page->items[i].dpi) * 72 / page->items[i].dpi;
    return (double)page->height.um * 72 / 25400;
}

/* From micrometres below the top to points above the bottom. */
static void put_matrix(Ink *ink, double height)
{
    put_decimal(ink, billionths(72.0 / 25400));
    put_text(ink, "0 0 ");
    put_decimal(ink, billionths(72.0 / 25400));
    put_text(ink, "0 ");
    put_decimal(ink, billionths(height));
    put_text(ink, "cm\n");
}

static void draw_item(Ink *ink, const Item *item)
{
    static void (*const draw[])(Ink *, const Item *) = {
        [ITEM_TEXT] = draw_text, [ITEM_LINE] = draw_line, [ITEM_BAR] = draw_bar,
        [ITEM_BOX] = draw_box, [ITEM_MODULES] = draw_modules,
    };
    reserve(ink, ITEM_MOST);
    draw[item->kind](ink, item);
}

Bytes content_write(const Page *page, const Fonts *fonts, ContentRoom *room, Arena *arena)
{
    Ink ink = {.arena = arena, .fonts = fonts, .at = room->at, .capacity = room->size, .fill = -1, .stroke = -1, .pen = -1,
               .face = -1};
    reserve(&ink, ITEM_MOST);
    put_matrix(&ink, content_height(page));
    for (size_t i = 0; i < page->count; i++) draw_item(&ink, &page->items[i]);
    reserve(&ink, ITEM_MOST);
    begin(&ink, NOTHING);
    *room = (ContentRoom){ink.at, ink.capacity};
    return (Bytes){ink.at, ink.length};
}
