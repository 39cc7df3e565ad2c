/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The alignment page of a stock: every label's outline with its number, and a rule of 100 mm, to be laid over a sheet. */
#include <inttypes.h>

#include "layout.h"
#include "microtaper/text.h"
#include "words.h"

#define LINE PT(0.4)
#define TICK MM(2.5)

typedef struct { const Stock *stock; const Language *words; Sheet sheet; } Aligning;

static void put_label(Aligning *a, int32_t row, int32_t column)
{
    const Stock *s = a->stock;
    Um x = s->left.um + column * s->pitch_x.um, y = s->top.um + row * s->pitch_y.um;
    Type number = {.face = FACE_BOLD, .size = PT(24), .align = ALIGN_CENTRE};
    Box box = {x, y + s->height.um / 4, s->width.um, 0};
    put_frame(&a->sheet, (Box){x, y, s->width.um, s->height.um}, LINE, 0, "align.edge");
    put_line(&a->sheet, box, &number, "align.number",
             arena_format(a->sheet.arena, "%" PRId32, row * s->across + column + 1));
}

/* A rule of so many whole centimetres as the first label holds, at most ten. */
static void put_ruler(Aligning *a)
{
    const Stock *s = a->stock;
    int64_t centimetres = (s->width.um - 2 * MM(4)) / 10000;
    if (centimetres > 10) centimetres = 10;
    Um x = s->left.um + (s->width.um - centimetres * 10000) / 2, y = s->top.um + s->height.um * 2 / 3;
    put_rule(&a->sheet, x, y, centimetres * 10000, 0, LINE, 0, "align.ruler");
    for (int64_t i = 0; i <= centimetres; i++) put_rule(&a->sheet, x + i * 10000, y, 0, TICK, LINE, 0, "align.ruler");
    Type small = {.face = FACE_REGULAR, .size = PT(7), .align = ALIGN_CENTRE};
    Box box = {s->left.um + MM(2), y + TICK + MM(0.5), s->width.um - 2 * MM(2), 0};
    const char *length = arena_format(a->sheet.arena, "%" PRId64 " mm", centimetres * 10);
    put_block(&a->sheet, box, &small, "align.words", words_say(a->words, a->sheet.arena, "align.words", "length", length, NULL));
}

Document *alignment_layout(const Stock *stock, const Fonts *fonts, const Language *words, Arena *arena, Findings *findings)
{
    const char *title = arena_format(arena, "Alignment of %s", stock->id);
    Aligning a = {.stock = stock, .words = words};
    a.sheet = sheet_new(fonts, title, language_code(words), (Place){.path = stock->id}, arena, findings);
    sheet_page(&a.sheet, stock->page_width.um, stock->page_height.um);
    for (int32_t row = 0; row < stock->down; row++)
        for (int32_t column = 0; column < stock->across; column++) put_label(&a, row, column);
    put_ruler(&a);
    return sheet_document(&a.sheet);
}
