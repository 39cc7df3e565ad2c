/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Items as operators of a page, letter by letter. */
#include "paper_kit.h"

#include <string.h>

#include "../../src/paper/pdf_content.h"

#define MATRIX "0.002834646 0 0 0.002834646 0 141.732283465 cm\n"   /* a page 50 mm high */
#define NUL "\0"

static const uint8_t checks[] = {1, 0, 1, 0, 1, 0, 1, 1, 1};
static const Modules small = {.side = 3, .dark = (uint8_t *)(uintptr_t)checks};

static const Item one[] = {{.kind = ITEM_TEXT, .x = {1000}, .y = {2000}, .width = {5000}, .text = "A)", .size = {4000}}};
static const Item two[] = {
    {.kind = ITEM_TEXT, .x = {1000}, .y = {2000}, .text = "A", .size = {4000}},
    {.kind = ITEM_TEXT, .x = {900}, .y = {7000}, .text = "\xD0\x8D", .size = {4000}, .grey = 255},
};
static const Item pens[] = {
    {.kind = ITEM_LINE, .x = {0}, .y = {100}, .width = {500}, .size = {20}},
    {.kind = ITEM_LINE, .x = {0}, .y = {200}, .width = {500}, .size = {20}},
    {.kind = ITEM_BOX, .x = {10}, .y = {20}, .width = {30}, .height = {40}, .size = {21}},
    {.kind = ITEM_BAR, .x = {10}, .y = {20}, .width = {30}, .height = {40}, .grey = 128},
    {.kind = ITEM_BAR, .x = {50}, .y = {20}, .width = {30}, .height = {40}, .grey = 0},
};
static const Item code[] = {{.kind = ITEM_MODULES, .x = {508}, .y = {1016}, .width = {1524}, .height = {1524},
                             .modules = &small, .dpi = 200}};

#define ROW(name, items, text) {name, items, sizeof items / sizeof *items, text, sizeof text - 1}
static const struct { const char *name; const Item *items; size_t count; const char *text; size_t size; } contents[] = {
    ROW("a text; what ends a string is escaped", one, MATRIX "BT\n0 g\n/R 4000 Tf\n1000 -5200 Td(" NUL "A" NUL "\\))Tj\nET\n"),
    ROW("texts in one object; a grey and a font only when they change", two,
        MATRIX "BT\n0 g\n/R 4000 Tf\n1000 -5200 Td(" NUL "A)Tj\n1 g\n-100 -5000 Td(\004\\r)Tj\nET\n"),
    ROW("lines of one pen in one path, nothing set inside it", pens,
        MATRIX "0 G\n20 w\n0 -100 m 500 -100 l\n0 -200 m 500 -200 l\nS\n21 w\n10 -60 30 40 re\nS\n0.502 g\n10 -60 30 40 re\nf\n"
               "0 g\n50 -60 30 40 re\nf\n"),
    ROW("runs of modules, a quarter of a dot smaller on every side", code,
        "0.002834646 0 0 0.002834646 0 141.84 cm\n0 g\nq 7.9375 0 0 -7.9375 508 -1016 cm\n4 4 56 56 re\n132 4 56 56 re\n"
        "68 68 56 56 re\n4 132 184 56 re\nf Q\n"),
};

static void test_contents(void)
{
    Arena *arena = arena_new();
    Findings findings = findings_new(arena);
    Fonts *fonts = fonts_load("templates", arena, &findings);
    CU_ASSERT_PTR_NOT_NULL_FATAL(fonts);
    ContentRoom room = {NULL, 0};
    for (size_t i = 0; i < ROWS(contents); i++) {
        Item items[5];
        memcpy(items, contents[i].items, contents[i].count * sizeof *items);
        Page page = {.width = {100000}, .height = {50000}, .items = items, .count = contents[i].count};
        Bytes bytes = content_write(&page, fonts, &room, arena);
        base_check(bytes.size == contents[i].size && memcmp(bytes.at, contents[i].text, bytes.size) == 0, contents[i].name,
                   "other operators");
    }
    fonts_free(fonts);
    arena_free(arena);
}

/* A text in a pen's middle, at its right; widths as the face has them. */
static void test_alignment(void)
{
    Arena *arena = arena_new();
    Findings findings = findings_new(arena);
    Fonts *fonts = fonts_load("templates", arena, &findings);
    CU_ASSERT_PTR_NOT_NULL_FATAL(fonts);
    ContentRoom room = {NULL, 0};
    Item item = {.kind = ITEM_TEXT, .x = {0}, .width = {10585}, .text = "0", .size = {1000}, .align = ALIGN_RIGHT};
    Page page = {.width = {100000}, .height = {50000}, .items = &item, .count = 1};
    CU_ASSERT_PTR_NOT_NULL(memmem(content_write(&page, fonts, &room, arena).at, 100, "\n10000 -800 Td", 14));
    item.align = ALIGN_CENTRE;
    CU_ASSERT_PTR_NOT_NULL(memmem(content_write(&page, fonts, &room, arena).at, 100, "\n5000 -800 Td", 13));
    fonts_free(fonts);
    arena_free(arena);
}

void suite_paper_content(void)
{
    CU_pSuite suite = CU_add_suite("paper: operators", NULL, NULL);
    CU_add_test(suite, "items as operators", test_contents);
    CU_add_test(suite, "alignment", test_alignment);
}
