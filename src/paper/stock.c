/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stock as data: the measures of a roll, a page, or a sheet of labels. */
#include <stddef.h>

#include "microtaper/paper.h"
#include "microtaper/text.h"

#define NAMESPACE "urn:microtaper:stock:1"

static const XmlField stock_fields[] = {
    {"id", REQUIRED, read_text, offsetof(Stock, id), NO_FLAG},
    {"title", REQUIRED, read_text, offsetof(Stock, title), NO_FLAG},
    {"width", REQUIRED, read_length, offsetof(Stock, width), NO_FLAG},
    {"height", REQUIRED, read_length, offsetof(Stock, height), NO_FLAG},
    {"margin", REQUIRED, read_length, offsetof(Stock, margin), NO_FLAG},
    {"pages", OPTIONAL, read_text, offsetof(Stock, pages), NO_FLAG},
    XML_END,
};

static const XmlField sheet_fields[] = {
    {"width", REQUIRED, read_length, offsetof(Stock, page_width), NO_FLAG},
    {"height", REQUIRED, read_length, offsetof(Stock, page_height), NO_FLAG},
    {"across", REQUIRED, read_count, offsetof(Stock, across), NO_FLAG},
    {"down", REQUIRED, read_count, offsetof(Stock, down), NO_FLAG},
    {"left", REQUIRED, read_length, offsetof(Stock, left), NO_FLAG},
    {"top", REQUIRED, read_length, offsetof(Stock, top), NO_FLAG},
    {"pitch-x", REQUIRED, read_length, offsetof(Stock, pitch_x), NO_FLAG},
    {"pitch-y", REQUIRED, read_length, offsetof(Stock, pitch_y), NO_FLAG},
    XML_END,
};

/* A roll or a page is a sheet of one. */
static void as_single(Stock *stock)
{
    stock->page_width = stock->width;
    stock->page_height = stock->height;
    stock->across = stock->down = 1;
    stock->pitch_x = stock->width;
    stock->pitch_y = stock->height;
}

/* One direction of a sheet: `count` labels of `size`, `pitch` apart, from `start`, on `whole`. */
static void judge_row(const char *what, Length start, Length pitch, Length size, int32_t count, Length whole, Place place,
                      Findings *findings)
{
    if (count < 1 || count > 50) {
        finding_add(findings, MT709, place, "%s: %d labels, not 1 to 50", what, count);
        return;
    }
    if (count > 1 && pitch.um < size.um)
        finding_add(findings, MT709, place, "%s: the pitch of %ld um is less than the label's %ld um", what, (long)pitch.um,
                    (long)size.um);
    int64_t end = start.um + (count - 1) * pitch.um + size.um;
    if (end > whole.um)
        finding_add(findings, MT709, place, "%s: the last label ends at %ld um, the sheet at %ld um", what, (long)end,
                    (long)whole.um);
}

static void judge(const Stock *stock, const char *id, Place place, Findings *findings)
{
    if (!text_equal(stock->id, id))
        finding_add(findings, MT709, place, "the id is \"%s\", the file's name \"%s\"", stock->id, id);
    if (stock->width.um <= 2 * stock->margin.um || stock->height.um <= 2 * stock->margin.um)
        finding_add(findings, MT709, place, "margins of %ld um leave nothing of %ld x %ld um", (long)stock->margin.um,
                    (long)stock->width.um, (long)stock->height.um);
    judge_row("across", stock->left, stock->pitch_x, stock->width, stock->across, stock->page_width, place, findings);
    judge_row("down", stock->top, stock->pitch_y, stock->height, stock->down, stock->page_height, place, findings);
}

static void read_sheets(Stock *stock, const XmlNode *root, Arena *arena, Findings *findings)
{
    static const char *const children[] = {"sheet", NULL};
    xml_children(root, children, findings);
    as_single(stock);
    for (const XmlNode *node = root->first; node; node = node->next) {
        xml_fields(node, sheet_fields, stock, arena, findings);
        stock->sheet = true;
    }
}

Stock *stock_load(const char *templates, const char *id, Arena *arena, Findings *findings)
{
    const char *name = text_safe_name(arena, id);
    const char *file = arena_format(arena, "%s/stock/%s.xml", templates, name ? name : "");
    size_t before = findings_errors(findings);
    const XmlNode *root = xml_load(file, NAMESPACE, "stock", arena, findings);
    if (!root) return NULL;
    Stock *stock = ARENA_NEW(arena, Stock);
    xml_fields(root, stock_fields, stock, arena, findings);
    read_sheets(stock, root, arena, findings);
    if (findings_errors(findings) == before) judge(stock, id, xml_place(root, NULL), findings);
    return findings_errors(findings) == before ? stock : NULL;
}
