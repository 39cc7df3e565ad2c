/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where things stand on a label: read from templates/pages, and judged against the rules that hold for any label. */
#include "label.h"

#include <inttypes.h>
#include <stddef.h>
#include <string.h>

#include "microtaper/text.h"

#define NAMESPACE "urn:microtaper:label:1"

/* California 16 CCR 1707.5(a)(1): at least 12 point, at least half of the label; USP 17: lines 25 to 30 % apart. */
#define CLUSTER_LEAST PT(12)
/* U.S. Access Board, prescription container labels: large print is 18 point, bold, 1.5 line spacing. */
#define LARGE_LEAST PT(18)
#define DETAIL_LEAST PT(6)
#define SIZES_AGREE 2      /* um: sizes in points are rounded to whole micrometres */

const char *const label_names[LABEL_COUNT] = {
#define LABEL(name, need) #name,
    LABEL_ITEMS
#undef LABEL
};

static const LabelNeed needs[LABEL_COUNT] = {
#define LABEL(name, need) need,
    LABEL_ITEMS
#undef LABEL
};

/* ---------------------------------------------------------------- reading ---- */

typedef struct { Length x, y, width, height, inset, top, rule; const char *name, *fill; bool follows; } BoxFields;

typedef struct {
    Words holds;
    Length size, leading;
    const char *weight, *align, *joint, *fill;
} TextFields;

static const XmlField box_fields[] = {
    {"name", REQUIRED, read_text, offsetof(BoxFields, name), NO_FLAG},
    {"x", REQUIRED, read_length, offsetof(BoxFields, x), NO_FLAG},
    {"y", REQUIRED, read_length, offsetof(BoxFields, y), NO_FLAG},
    {"width", REQUIRED, read_length, offsetof(BoxFields, width), NO_FLAG},
    {"height", REQUIRED, read_length, offsetof(BoxFields, height), NO_FLAG},
    {"inset", REQUIRED, read_length, offsetof(BoxFields, inset), NO_FLAG},
    {"top", OPTIONAL, read_length, offsetof(BoxFields, top), NO_FLAG},
    {"fill", OPTIONAL, read_text, offsetof(BoxFields, fill), NO_FLAG},
    {"rule", OPTIONAL, read_length, offsetof(BoxFields, rule), NO_FLAG},
    {"follows", OPTIONAL, read_bool, offsetof(BoxFields, follows), NO_FLAG},
    XML_END,
};

static const XmlField text_fields[] = {
    {"holds", REQUIRED, read_words, offsetof(TextFields, holds), NO_FLAG},
    {"size", REQUIRED, read_length, offsetof(TextFields, size), NO_FLAG},
    {"leading", REQUIRED, read_length, offsetof(TextFields, leading), NO_FLAG},
    {"weight", REQUIRED, read_text, offsetof(TextFields, weight), NO_FLAG},
    {"align", OPTIONAL, read_text, offsetof(TextFields, align), NO_FLAG},
    {"joint", OPTIONAL, read_text, offsetof(TextFields, joint), NO_FLAG},
    {"fill", OPTIONAL, read_text, offsetof(TextFields, fill), NO_FLAG},
    XML_END,
};

typedef struct { Length x, y, width, height, stroke; } RuleFields;

static const XmlField rule_fields[] = {
    {"x", REQUIRED, read_length, offsetof(RuleFields, x), NO_FLAG},
    {"y", REQUIRED, read_length, offsetof(RuleFields, y), NO_FLAG},
    {"width", REQUIRED, read_length, offsetof(RuleFields, width), NO_FLAG},
    {"height", REQUIRED, read_length, offsetof(RuleFields, height), NO_FLAG},
    {"stroke", REQUIRED, read_length, offsetof(RuleFields, stroke), NO_FLAG},
    XML_END,
};

typedef struct { Length x, y, side; } CodeFields;

static const XmlField code_fields[] = {
    {"x", REQUIRED, read_length, offsetof(CodeFields, x), NO_FLAG},
    {"y", REQUIRED, read_length, offsetof(CodeFields, y), NO_FLAG},
    {"side", REQUIRED, read_length, offsetof(CodeFields, side), NO_FLAG},
    XML_END,
};

/* Index of a name in a NULL-ended list; a name that is not there is a finding and gives 0. */
static size_t choose(const char *name, const char *const *names, const char *what, Place place, Findings *findings)
{
    for (size_t i = 0; names[i]; i++)
        if (text_equal(names[i], name)) return i;
    finding_add(findings, MT713, place, "%s \"%s\" is not known", what, name);
    return 0;
}

static void read_items(LabelText *text, const Words *holds, Findings *findings)
{
    for (size_t i = 0; i < holds->count; i++) {
        LabelItem item = 0;
        while (item < LABEL_COUNT && !text_equal(label_names[item], holds->at[i])) item++;
        if (item == LABEL_COUNT || text->count == LABEL_COUNT)
            finding_add(findings, MT713, text->place, "\"%s\" is not an item of a label", holds->at[i]);
        else
            text->items[text->count++] = item;
    }
}

static const char *const fills[] = {"none", "black", NULL};

static void read_paragraph(LabelText *text, const XmlNode *node, bool black, Arena *arena, Findings *findings)
{
    static const char *const weights[] = {"regular", "bold", NULL};
    static const char *const aligns[] = {"left", "centre", "right", NULL};
    static const char *const joints[] = {"dot", "space", NULL};
    static const char *const joint_texts[] = {" \xC2\xB7 ", " "};
    TextFields fields = {.align = "left", .joint = "dot", .fill = "none"};
    text->place = xml_place(node, NULL);
    if (!xml_fields(node, text_fields, &fields, arena, findings)) return;
    text->black = choose(fields.fill, fills, "fill", text->place, findings) == 1;
    text->type = (Type){
        .face = choose(fields.weight, weights, "weight", text->place, findings) ? FACE_BOLD : FACE_REGULAR,
        .size = fields.size.um, .leading = fields.leading.um, .grey = black || text->black ? 255 : 0,
        .align = (Align)choose(fields.align, aligns, "align", text->place, findings),
    };
    text->joint = joint_texts[choose(fields.joint, joints, "joint", text->place, findings)];
    read_items(text, &fields.holds, findings);
}

static size_t children_named(const XmlNode *node, const char *name)
{
    size_t count = 0;
    for (const XmlNode *child = node->first; child; child = child->next) count += text_equal(child->name, name);
    return count;
}

static void read_box(LabelBox *box, const XmlNode *node, Arena *arena, Findings *findings)
{
    static const char *const children[] = {"text", NULL};
    BoxFields fields = {.fill = "none"};
    box->place = xml_place(node, NULL);
    xml_fields(node, box_fields, &fields, arena, findings);
    xml_children(node, children, findings);
    box->name = fields.name ? fields.name : "";
    box->box = (Box){fields.x.um, fields.y.um, fields.width.um, fields.height.um};
    box->inset = fields.inset.um;
    box->top = fields.top.um;
    box->follows = fields.follows;
    box->stroke = fields.rule.um;
    box->black = choose(fields.fill, fills, "fill", box->place, findings) == 1;
    box->texts = ARENA_ARRAY(arena, children_named(node, "text"), LabelText);
    for (const XmlNode *child = node->first; child; child = child->next)
        if (text_equal(child->name, "text")) read_paragraph(&box->texts[box->count++], child, box->black, arena, findings);
}

static void read_rule(LabelRule *rule, const XmlNode *node, Arena *arena, Findings *findings)
{
    RuleFields fields = {0};
    xml_fields(node, rule_fields, &fields, arena, findings);
    rule->box = (Box){fields.x.um, fields.y.um, fields.width.um, fields.height.um};
    rule->stroke = fields.stroke.um;
}

static void read_code(LabelPage *page, const XmlNode *node, Arena *arena, Findings *findings)
{
    CodeFields fields = {0};
    if (page->code.width) finding_add(findings, MT713, xml_place(node, NULL), "a second code");
    xml_fields(node, code_fields, &fields, arena, findings);
    page->code = (Box){fields.x.um, fields.y.um, fields.side.um, fields.side.um};
}

static void read_page(LabelPage *page, const XmlNode *root, Arena *arena, Findings *findings)
{
    static const char *const children[] = {"box", "rule", "code", NULL};
    static const XmlField none[] = {XML_END};
    xml_fields(root, none, page, arena, findings);
    xml_children(root, children, findings);
    page->boxes = ARENA_ARRAY(arena, children_named(root, "box"), LabelBox);
    page->rules = ARENA_ARRAY(arena, children_named(root, "rule"), LabelRule);
    for (const XmlNode *node = root->first; node; node = node->next) {
        if (text_equal(node->name, "box")) read_box(&page->boxes[page->box_count++], node, arena, findings);
        if (text_equal(node->name, "rule")) read_rule(&page->rules[page->rule_count++], node, arena, findings);
        if (text_equal(node->name, "code")) read_code(page, node, arena, findings);
    }
}

/* ---------------------------------------------------------------- judging ---- */

static bool inside(Box box, Um width, Um height)
{
    return box.x >= 0 && box.y >= 0 && box.x + box.width <= width && box.y + box.height <= height;
}

static bool overlap(Box a, Box b)
{
    return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

static void judge_places(const LabelPage *page, Findings *findings)
{
    Um width = page->stock->width.um, height = page->stock->height.um;
    if (page->code.width == 0) finding_add(findings, MT713, page->place, "no place for the code");
    if (!inside(page->code, width, height)) finding_add(findings, MT713, page->place, "the code reaches over the edge");
    for (size_t i = 0; i < page->box_count; i++) {
        const LabelBox *box = &page->boxes[i];
        if (!inside(box->box, width, height))
            finding_add(findings, MT713, box->place, "box \"%s\" reaches over the edge of %" PRId64 " x %" PRId64 " um",
                        box->name, width, height);
        if (overlap(box->box, page->code))
            finding_add(findings, MT713, box->place, "box \"%s\" overlaps the code", box->name);
        for (size_t j = 0; j < i; j++)
            if (overlap(box->box, page->boxes[j].box))
                finding_add(findings, MT713, box->place, "box \"%s\" overlaps box \"%s\"", box->name, page->boxes[j].name);
    }
}

static void judge_size(const LabelText *text, bool large, Findings *findings)
{
    for (size_t i = 0; i < text->count; i++) {
        bool cluster = needs[text->items[i]] == CLUSTER;
        Um least = !cluster ? DETAIL_LEAST : large ? LARGE_LEAST : CLUSTER_LEAST;
        Um apart = !cluster ? text->type.size : large ? text->type.size * 3 / 2 : text->type.size * 5 / 4;
        if (text->type.size + SIZES_AGREE < least)
            finding_add(findings, MT713, text->place, "%s: %" PRId64 " um is less than the least size, %" PRId64 " um",
                        label_names[text->items[i]], text->type.size, least);
        if (cluster && large && text->type.face != FACE_BOLD)
            finding_add(findings, MT713, text->place, "%s: large print is bold", label_names[text->items[i]]);
        if (text->type.leading + SIZES_AGREE < apart)
            finding_add(findings, MT713, text->place, "%s: lines %" PRId64 " um apart are too close for %" PRId64 " um",
                        label_names[text->items[i]], text->type.leading, text->type.size);
    }
}

static void judge_counts(const LabelPage *page, const int *placed, Findings *findings)
{
    for (LabelItem item = 0; item < LABEL_COUNT; item++)
        if (placed[item] > 1 || (placed[item] == 0 && needs[item] != MAY))
            finding_add(findings, MT713, page->place, "\"%s\" stands %d times on the label", label_names[item], placed[item]);
}

/* The four that a patient must find stand alone in one box, in order, and it is half of the label. */
static void judge_cluster(const LabelPage *page, const LabelBox *box, Findings *findings)
{
    LabelItem next = 0;
    for (size_t t = 0; t < box->count; t++)
        for (size_t i = 0; i < box->texts[t].count; i++) {
            if (next == LABEL_caution && box->texts[t].items[i] > next) next++;
            if (box->texts[t].items[i] != next)
                finding_add(findings, MT713, box->texts[t].place, "\"%s\" stands where \"%s\" should",
                            label_names[box->texts[t].items[i]], next < LABEL_COUNT ? label_names[next] : "nothing");
            next = box->texts[t].items[i] + 1;
        }
    if (next != LABEL_purpose + 1)
        finding_add(findings, MT713, box->place, "box \"%s\" must hold patient, drug, directions, purpose and nothing else",
                    box->name);
    if (2 * box->box.width * box->box.height < page->stock->width.um * page->stock->height.um)
        finding_add(findings, MT713, box->place, "box \"%s\" is less than half of the label", box->name);
}

static void judge_items(LabelPage *page, Findings *findings)
{
    int placed[LABEL_COUNT] = {0};
    for (size_t b = 0; b < page->box_count; b++) {
        const LabelBox *box = &page->boxes[b];
        bool cluster = false;
        for (size_t t = 0; t < box->count; t++) {
            judge_size(&box->texts[t], page->large, findings);
            for (size_t i = 0; i < box->texts[t].count; i++) {
                placed[box->texts[t].items[i]]++;
                cluster |= needs[box->texts[t].items[i]] == CLUSTER;
            }
        }
        if (cluster) judge_cluster(page, box, findings);
        if (cluster) page->cluster = &page->boxes[b];
    }
    judge_counts(page, placed, findings);
}

/* Whether the file is for large print: `print` of its root. */
static bool read_print(const XmlNode *root, Arena *arena, Findings *findings)
{
    static const XmlField fields[] = {{"print", REQUIRED, read_text, 0, NO_FLAG}, XML_END};
    static const char *const prints[] = {"standard", "large", NULL};
    const char *print = "standard";
    xml_fields(root, fields, &print, arena, findings);
    return choose(print, prints, "print", xml_place(root, "print"), findings) == 1;
}

static void load_page(LabelPage *page, const XmlNode *node, const Stock *stock, Arena *arena, Findings *findings)
{
    size_t before = findings_errors(findings);
    page->stock = stock;
    page->place = xml_place(node, NULL);
    read_page(page, node, arena, findings);
    if (findings_errors(findings) > before) return;
    judge_places(page, findings);
    judge_items(page, findings);
}

LabelPages *label_pages_load(const char *templates, const Stock *stock, const char *name, Arena *arena,
                             Findings *findings)
{
    static const char *const children[] = {"label", NULL};
    const char *file = arena_format(arena, "%s/pages/%s.xml", templates, text_safe_name(arena, name));
    size_t before = findings_errors(findings);
    const XmlNode *root = xml_load(file, NAMESPACE, "labels", arena, findings);
    if (!root) return NULL;
    LabelPages *pages = ARENA_NEW(arena, LabelPages);
    xml_children(root, children, findings);
    bool large = read_print(root, arena, findings);
    pages->items = ARENA_ARRAY(arena, children_named(root, "label"), LabelPage);
    for (const XmlNode *node = root->first; node; node = node->next) {
        if (!text_equal(node->name, "label")) continue;
        pages->items[pages->count].large = large;
        load_page(&pages->items[pages->count++], node, stock, arena, findings);
    }
    if (pages->count == 0) finding_add(findings, MT713, xml_place(root, NULL), "no label in it");
    return findings_errors(findings) == before ? pages : NULL;
}

/* ---------------------------------------------------------------- the book ---- */

#define BOOK_PAGES 8       /* a shop has one stock, and perhaps one for large print */

struct LabelBook {
    Arena *arena;
    struct { const char *stock, *name; LabelPages *pages; } kept[BOOK_PAGES];
    size_t count;
};

LabelBook *label_book_new(Arena *arena)
{
    LabelBook *book = ARENA_NEW(arena, LabelBook);
    book->arena = arena;
    return book;
}

static const Stock *stock_kept(const Stock *stock, Arena *arena)
{
    Stock *copy = ARENA_NEW(arena, Stock);
    *copy = *stock;
    copy->id = arena_string(arena, stock->id);
    copy->title = arena_string(arena, stock->title);
    copy->pages = stock->pages ? arena_string(arena, stock->pages) : NULL;
    return copy;
}

LabelPages *label_book_pages(LabelBook *book, const char *templates, const Stock *stock, const char *name, Arena *arena,
                             Findings *findings)
{
    if (!book || book->count == BOOK_PAGES) return label_pages_load(templates, stock, name, arena, findings);
    for (size_t i = 0; i < book->count; i++)
        if (text_equal(book->kept[i].stock, stock->id) && text_equal(book->kept[i].name, name)) return book->kept[i].pages;
    const Stock *kept = stock_kept(stock, book->arena);
    LabelPages *pages = label_pages_load(templates, kept, name, book->arena, findings);
    if (!pages) return NULL;
    book->kept[book->count].stock = kept->id;
    book->kept[book->count].name = arena_string(book->arena, name);
    book->kept[book->count++].pages = pages;
    return pages;
}
