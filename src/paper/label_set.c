/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sets what a label says where its page says. */
#include "label.h"

#include <inttypes.h>

#include "microtaper/text.h"
#include "spans.h"

#define BAR_INSET MM(0.8)   /* white text on a bar keeps this far from its ends */

static void said_spans(const LabelContent *content, const LabelText *text, Span *spans)
{
    for (size_t i = 0; i < text->count; i++)
        spans[i] = (Span){label_roles[text->items[i]], content->said[text->items[i]]};
}

static bool says_anything(const LabelContent *content, const LabelBox *box)
{
    for (size_t t = 0; t < box->count; t++)
        for (size_t i = 0; i < box->texts[t].count; i++)
            if (!text_empty(content->said[box->texts[t].items[i]])) return true;
    return false;
}

/* Where one label stands on its page. */
typedef struct {
    const LabelPage *page;
    Um left, top;
    Um grown;          /* what the cluster is higher than its box */
} Spot;

/* How far down a box that follows may reach: to the label's edge, or to a box below it that stays. */
static Um room_below(const LabelBox *box, const LabelPage *page)
{
    Um bottom = page->stock->height.um;
    for (size_t i = 0; i < page->box_count; i++) {
        const LabelBox *other = &page->boxes[i];
        bool beside = other->box.x >= box->box.x + box->box.width || box->box.x >= other->box.x + other->box.width;
        bool below = other->box.y > box->box.y && !other->follows && !beside;
        if (below && other->box.y < bottom) bottom = other->box.y;
    }
    return bottom;
}

/* The box on the page; one that follows the cluster gives way to it. */
static Box box_on_page(const LabelBox *box, const Spot *spot)
{
    Box edge = {spot->left + box->box.x, spot->top + box->box.y, box->box.width, box->box.height};
    if (!box->follows) return edge;
    Um bottom = spot->top + room_below(box, spot->page);
    edge.y += spot->grown;
    if (edge.y + edge.height > bottom) edge.height = bottom - edge.y;
    return edge;
}

/* One paragraph at the top of what is left of its box; returns its height. */
static Um set_text(const LabelContent *content, Sheet *sheet, const LabelText *text, Box inner, Box code)
{
    Span parts[LABEL_COUNT];
    Spans spans = {parts, text->count, text->joint, code};
    said_spans(content, text, parts);
    if (!text->black) return put_spans(sheet, inner, &text->type, &spans);
    Box bar = inner, within = {inner.x + BAR_INSET, inner.y, inner.width - 2 * BAR_INSET, inner.height};
    bar.height = spans_height(sheet, within, &text->type, &spans);
    if (bar.height) put_bar(sheet, bar, 0, "bar");
    return put_spans(sheet, within, &text->type, &spans);
}

/* The texts of a box, from its top; returns how far down they reach. */
static Um set_texts(const LabelContent *content, Sheet *sheet, const LabelBox *box, Box edge, Box code)
{
    Box inner = {edge.x + box->inset, edge.y + box->top, edge.width - 2 * box->inset, edge.height - box->top};
    for (size_t t = 0; t < box->count; t++) {
        Um height = set_text(content, sheet, &box->texts[t], inner, code);
        inner.y += height;
        inner.height -= height;
        if (inner.height < 0) break;
    }
    return inner.y - edge.y;
}

static void set_box(const LabelContent *content, Sheet *sheet, const LabelBox *box, Spot *spot)
{
    if (!says_anything(content, box)) return;
    Box code = spot->page->code, edge = box_on_page(box, spot);
    code.x += spot->left;
    code.y += spot->top;
    bool cluster = box == spot->page->cluster;
    if (cluster) edge.height = spot->page->stock->height.um - box->box.y;
    if (box->black) put_bar(sheet, edge, 0, box->name);
    if (box->stroke) put_rule(sheet, edge.x, edge.y, edge.width, 0, box->stroke, 0, "rule");
    Um reached = set_texts(content, sheet, box, edge, code);
    if (cluster && reached > box->box.height) spot->grown = reached - box->box.height;
}

static void set_code(const LabelContent *content, Sheet *sheet, const Spot *spot)
{
    const Box *place = &spot->page->code;
    Um side = code_side(content->modules, content->dpi);
    if (side > place->width) {
        finding_add(sheet->findings, MT711, spot->page->place, "at %d dpi the code is %" PRId64 " um wide, its place %" PRId64
                    " um", content->dpi, side, place->width);
        sheet->failed = true;
    }
    put_code(sheet, spot->left + place->x, spot->top + place->y, content->modules, content->dpi, "label.code");
}

static void set_rules(Sheet *sheet, const Spot *spot)
{
    for (size_t i = 0; i < spot->page->rule_count; i++) {
        const LabelRule *rule = &spot->page->rules[i];
        put_rule(sheet, spot->left + rule->box.x, spot->top + rule->box.y, rule->box.width, rule->box.height, rule->stroke, 0,
                 "rule");
    }
}

/* Place `index` of a sheet, by rows. */
static Spot spot_at(const LabelPage *page, size_t index)
{
    const Stock *stock = page->stock;
    size_t place = index % (size_t)(stock->across * stock->down);
    int64_t column = (int64_t)place % stock->across, row = (int64_t)place / stock->across;
    return (Spot){.page = page, .left = stock->left.um + column * stock->pitch_x.um,
                  .top = stock->top.um + row * stock->pitch_y.um};
}

void label_set(Sheet *sheet, const LabelPage *page, size_t index, const LabelContent *content)
{
    Spot spot = spot_at(page, index);
    bool fresh = index % (size_t)(page->stock->across * page->stock->down) == 0;
    if (fresh || sheet->document->count == 0) sheet_page(sheet, page->stock->page_width.um, page->stock->page_height.um);
    set_box(content, sheet, page->cluster, &spot);
    for (size_t i = 0; i < page->box_count; i++)
        if (&page->boxes[i] != page->cluster) set_box(content, sheet, &page->boxes[i], &spot);
    set_rules(sheet, &spot);
    set_code(content, sheet, &spot);
}
