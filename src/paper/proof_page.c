/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Geometry that must hold on every page, whatever stands on it. */
#include <string.h>

#include "microtaper/text.h"
#include "proof.h"

#define SLACK 2            /* um: texts are centred in half micrometres */
#define LEAST_OF_ALL 9     /* points: nothing printed is smaller */
#define QUIET 4            /* modules around a code: ISO/IEC 18004 */

/* What an item covers.  A text covers its letters, not its box: from the top of capitals to under the line. */
typedef struct { int64_t left, top, right, bottom; const Item *item; } Cover;

static int64_t text_left(const Item *item, int64_t width)
{
    if (item->align == ALIGN_CENTRE) return item->x.um + (item->width.um - width) / 2;
    if (item->align == ALIGN_RIGHT) return item->x.um + item->width.um - width;
    return item->x.um;
}

static Cover text_cover(const Proof *proof, const Item *item)
{
    int64_t width = font_width(proof->house->fonts, item->face, item->size, item->text).um,
            left = text_left(item, width);
    return (Cover){left, item->y.um + item->size.um / 10, left + width, item->y.um + item->size.um * 95 / 100, item};
}

static Cover item_cover(const Proof *proof, const Item *item)
{
    if (item->kind == ITEM_TEXT) return text_cover(proof, item);
    int64_t x = item->x.um, y = item->y.um, dx = item->width.um, dy = item->height.um;
    return (Cover){dx < 0 ? x + dx : x, dy < 0 ? y + dy : y, dx < 0 ? x : x + dx, dy < 0 ? y : y + dy, item};
}

static const char *item_words(const Proof *proof, const Item *item)
{
    return item->kind == ITEM_TEXT ? arena_format(proof->arena, "\"%s\"", item->text) : "a mark";
}

static const char *role_of(const Item *item)
{
    return item->role ? item->role : "an item without a role";
}

static void prove_inside(Proof *proof, const Cover *cover)
{
    if (cover->left >= -SLACK && cover->top >= -SLACK && cover->right <= proof->page->width.um + SLACK &&
        cover->bottom <= proof->page->height.um + SLACK)
        return;
    proof_fault(proof, MT752, role_of(cover->item),
                arena_format(proof->arena, "%s from (%lld, %lld) to (%lld, %lld) um", item_words(proof, cover->item),
                             (long long)cover->left, (long long)cover->top, (long long)cover->right,
                             (long long)cover->bottom));
}

static bool role_is(const char *role, const char *pattern)
{
    size_t length = strlen(pattern);
    if (length > 0 && pattern[length - 1] == '*') return strncmp(role, pattern, length - 1) == 0;
    return strcmp(role, pattern) == 0;
}

static int64_t least_size(const LeastSize *least, const char *role)
{
    for (; role && least->role; least++)
        if (role_is(role, least->role)) return least->least;
    return POINTS(LEAST_OF_ALL);
}

static void prove_text(Proof *proof, const Item *item, const LeastSize *least)
{
    int64_t size = least_size(least, item->role);
    if (item->size.um < size)
        proof_fault(proof, MT753, role_of(item),
                    arena_format(proof->arena, "\"%s\" is %lld um high, least is %lld um", item->text,
                                 (long long)item->size.um, (long long)size));
    if (fonts_missing(proof->house->fonts, item->text))
        proof_fault(proof, MT750, role_of(item),
                    arena_format(proof->arena, "\"%s\" holds a character no font prints", item->text));
}

static bool covers_meet(const Cover *a, const Cover *b)
{
    return a->left + SLACK < b->right && b->left + SLACK < a->right && a->top + SLACK < b->bottom &&
           b->top + SLACK < a->bottom;
}

static void prove_apart(Proof *proof, const Cover *texts, size_t count)
{
    for (size_t a = 0; a < count; a++)
        for (size_t b = a + 1; b < count; b++)
            if (covers_meet(&texts[a], &texts[b]))
                proof_fault(proof, MT755, role_of(texts[a].item),
                            arena_format(proof->arena, "\"%s\" and \"%s\"", texts[a].item->text, texts[b].item->text));
}

/* No bar may be drawn over a text that stands there already; white text needs a dark bar under it. */
static void prove_seen(Proof *proof, const Cover *text, const Cover *bars, size_t count)
{
    bool dark = false;
    for (size_t i = 0; i < count; i++) {
        const Cover *bar = &bars[i];
        if (bar->item > text->item && covers_meet(text, bar))
            proof_fault(proof, MT755, role_of(text->item),
                        arena_format(proof->arena, "\"%s\" is covered by %s", text->item->text, role_of(bar->item)));
        bool around = bar->left <= text->left && bar->right >= text->right && bar->top <= text->top &&
                      bar->bottom >= text->bottom;
        if (bar->item < text->item && around) dark = bar->item->grey < 100;
    }
    if (text->item->grey > 150 && !dark)
        proof_fault(proof, MT755, role_of(text->item),
                    arena_format(proof->arena, "\"%s\" is light on a light ground", text->item->text));
}

/* Nothing else may stand in the quiet zone of a code. */
static void prove_quiet(Proof *proof, const Item *code)
{
    int64_t quiet = QUIET * code->width.um / code->modules->side - SLACK;
    Cover zone = {code->x.um - quiet, code->y.um - quiet, code->x.um + code->width.um + quiet,
                  code->y.um + code->height.um + quiet, code};
    for (size_t i = 0; i < proof->page->count; i++) {
        const Item *item = &proof->page->items[i];
        if (item == code || item->kind == ITEM_BOX) continue;
        Cover cover = item_cover(proof, item);
        if (covers_meet(&zone, &cover))
            proof_fault(
                proof, MT755, role_of(code),
                arena_format(proof->arena, "%s (%s) stands in its quiet zone", role_of(item), item_words(proof, item)));
    }
}

void proof_geometry(Proof *proof, const LeastSize *least)
{
    Cover *texts = ARENA_ARRAY(proof->arena, proof->page->count + 1, Cover);
    Cover *bars = ARENA_ARRAY(proof->arena, proof->page->count + 1, Cover);
    size_t count = 0, bar_count = 0;
    for (size_t i = 0; i < proof->page->count; i++) {
        const Item *item = &proof->page->items[i];
        Cover cover = item_cover(proof, item);
        prove_inside(proof, &cover);
        if (item->kind == ITEM_MODULES) prove_quiet(proof, item);
        if (item->kind == ITEM_BAR) bars[bar_count++] = cover;
        if (item->kind != ITEM_TEXT) continue;
        prove_text(proof, item, least);
        texts[count++] = cover;
    }
    prove_apart(proof, texts, count);
    for (size_t t = 0; t < count; t++) prove_seen(proof, &texts[t], bars, bar_count);
}
