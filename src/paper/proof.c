/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "proof.h"

#include <string.h>

#include "microtaper/text.h"

/* ------------------------------------------------------------------------------------- findings ---- */

void proof_fault(Proof *proof, Code code, const char *role, const char *text)
{
    finding_add(proof->findings, code, proof->place, "%s, page %d, %s: %s", proof->paper, proof->number, role, text);
    proof->whole = false;
}

void proof_differs(Proof *proof, const char *role, const char *expected, const char *found)
{
    proof_fault(proof, MT750, role,
                arena_format(proof->arena, "expected \"%s\", found \"%s\"", expected, found ? found : ""));
}

const char *proof_plain(Arena *arena, const char *text)
{
    Buffer plain = buffer_new(arena);
    const char *kept;
    for (; (kept = strstr(text, "\xC2\xA0")) != NULL; text = kept + 2) {
        buffer_add_bytes(&plain, text, (size_t)(kept - text));
        buffer_add(&plain, " ");
    }
    buffer_add(&plain, text);
    return text_squeeze(arena, buffer_text(&plain));
}

void proof_equal(Proof *proof, const char *role, const char *expected, const char *found)
{
    if (!found) return;   /* told already, as missing */
    const char *plain = proof_plain(proof->arena, expected);
    if (!text_equal(plain, proof_plain(proof->arena, found))) proof_differs(proof, role, plain, found);
}

void proof_number(Proof *proof, const char *role, long long expected, long long found)
{
    if (expected == found) return;
    proof_differs(proof, role, arena_format(proof->arena, "%lld", expected), arena_format(proof->arena, "%lld", found));
}

void proof_date(Proof *proof, const char *role, Date expected, Date found)
{
    if (expected.day != found.day)
        proof_differs(proof, role, date_text(proof->arena, expected), date_text(proof->arena, found));
}

/* ------------------------------------------------------------------------------------- searching ---- */

const Item **proof_items(const Proof *proof, const char *role, size_t *count)
{
    const Item **found = ARENA_ARRAY(proof->arena, proof->page->count + 1, const Item *);
    *count = 0;
    for (size_t i = 0; i < proof->page->count; i++)
        if (text_equal(proof->page->items[i].role, role)) found[(*count)++] = &proof->page->items[i];
    return found;
}

size_t proof_count(const Proof *proof, const char *role)
{
    size_t count = 0;
    for (size_t i = 0; i < proof->page->count; i++) count += text_equal(proof->page->items[i].role, role);
    return count;
}

/* Lines of one piece: the next begins under the one before, no further than one and a half of its size. */
static bool line_follows(const Item *above, const Item *below)
{
    int64_t step = below->y.um - above->y.um;
    return below->x.um == above->x.um && below->size.um == above->size.um && step > 0 && step * 2 <= above->size.um * 3;
}

const char *proof_text(Proof *proof, const char *role)
{
    size_t count;
    const Item **lines = proof_items(proof, role, &count);
    Buffer text = buffer_new(proof->arena);
    for (size_t i = 0; i < count; i++) {
        if (lines[i]->kind != ITEM_TEXT || (i > 0 && !line_follows(lines[i - 1], lines[i]))) {
            proof_fault(proof, MT751, role, "stands there more than once");
            return NULL;
        }
        if (i > 0) buffer_add(&text, " ");
        buffer_add(&text, lines[i]->text);
    }
    if (count > 0) return buffer_text(&text);
    proof_fault(proof, MT751, role, "is missing");
    return NULL;
}

static void add_items(Buffer *all, const Page *page, const char *role)
{
    for (size_t i = 0; i < page->count; i++) {
        const Item *item = &page->items[i];
        if (item->kind != ITEM_TEXT || !text_equal(item->role, role)) continue;
        buffer_addf(all, "%s%s", all->length ? " " : "", item->text);
    }
}

const char *proof_all(const Proof *proof, const char *role)
{
    Buffer all = buffer_new(proof->arena);
    for (size_t p = 0; p < proof->document->count; p++) add_items(&all, &proof->document->pages[p], role);
    return buffer_text(&all);
}

const Item *proof_item(Proof *proof, const char *role)
{
    size_t count;
    const Item **items = proof_items(proof, role, &count);
    if (count == 1) return items[0];
    proof_fault(proof, MT751, role, count ? "stands there more than once" : "is missing");
    return NULL;
}

const Item *proof_beside(const Proof *proof, const char *role, int64_t middle, int64_t reach)
{
    const Item *nearest = NULL;
    for (size_t i = 0; i < proof->page->count; i++) {
        const Item *item = &proof->page->items[i];
        int64_t away = item_middle(item) - middle;
        if (away < 0) away = -away;
        if (away > reach || !text_equal(item->role, role)) continue;
        nearest = item;
        reach = away;
    }
    return nearest;
}

/* --------------------------------------------------------------------------------------- reading ---- */

/* The decimal sign is read off a number that must have one. */
static char decimal_sign(const Language *language, Arena *arena)
{
    return words_volume(language, arena, (Volume){NL_PER_ML / 2})[1];
}

/* Digits with one decimal sign; the other sign may stand between groups of three. */
static int64_t read_millionths(const char *text, size_t length, char decimal)
{
    int64_t value = 0;
    int places = -1;
    for (size_t i = 0; i < length; i++) {
        if (text[i] == decimal && places < 0 && i > 0) places = 0;
        else if (text[i] >= '0' && text[i] <= '9' && places < 6 && value < INT64_C(1000000000000)) {
            value = value * 10 + (text[i] - '0');
            if (places >= 0) places++;
        } else if (places >= 0 || (text[i] != '.' && text[i] != ','))
            return -1;
    }
    if (places == 0 || length == 0) return -1;
    for (places = places < 0 ? 0 : places; places < 6; places++) value *= 10;
    return value;
}

int64_t printed_quantity(const Language *language, const char *text, const char *unit, Arena *arena)
{
    const char *space = strrchr(text, ' ');
    if (!space || !text_equal(space + 1, unit)) return -1;
    return read_millionths(text, (size_t)(space - text), decimal_sign(language, arena));
}

/* ---------------------------------------------------------------------------------------- codes ---- */

void proof_token(const Proof *proof, const char *number, uint8_t token[6])
{
    static const char context[] = "microtaper token 1";   /* with its zero byte */
    size_t length = strlen(number), size = sizeof context + sizeof proof->house->key->public_key + length;
    uint8_t *bytes = arena_alloc(proof->arena, size);
    memcpy(bytes, context, sizeof context);
    memcpy(bytes + sizeof context, proof->house->key->public_key, sizeof proof->house->key->public_key);
    memcpy(bytes + size - length, number, length);
    Digest digest = digest_of(bytes, size);
    memcpy(token, digest.bytes, 6);
}

bool proof_record(Proof *proof, const Item *code, RecordKind kind, Record *out)
{
    if (!code) return false;
    const char *payload =
        code->kind == ITEM_MODULES && code->modules ? modules_read(code->modules, proof->arena) : NULL;
    if (!payload) {
        proof_fault(proof, MT754, code->role, "its modules cannot be read back");
        return false;
    }
    if (!text_equal(payload, code->modules->text)) {   /* the manifest tells of the code by its text */
        proof_fault(proof, MT754, code->role, "its modules do not say what they were made of");
        return false;
    }
    if (payload_open(payload, proof->house->key, 1, out, proof->arena) != SEAL_GENUINE || out->kind != kind) {
        proof_fault(proof, MT754, code->role, "its payload is not a genuine record of this kind");
        return false;
    }
    return true;
}

void proof_word(Proof *proof, const char *role, const Record *record)
{
    char word[WORD_ROOM];
    const Item *item = proof_item(proof, role);
    record_word(record, proof->house->key, word);
    if (item) proof_equal(proof, role, words_say(proof->language, proof->arena, "code.word", "word", word, NULL), item->text);
}

void proof_reprint(Proof *proof, const char *role)
{
    const PaperShop *house = proof->house;
    if (!house->reprint && proof_count(proof, role) == 0) return;
    const char *number = arena_format(proof->arena, "%lld", (long long)house->reprint);
    const char *reason = house->reprint ? house->reprint_reason : "";
    proof_equal(proof, role, words_say(proof->language, proof->arena, "reprint", "n", number, "reason", reason, NULL),
                proof_text(proof, role));
}
