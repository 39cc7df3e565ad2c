/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words as data: one file a language, held to the list of keys in words.def when it is loaded. */
#include "words.h"

#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "microtaper/text.h"

#define NAMESPACE "urn:microtaper:words:1"
#define FILE_MOST (1 << 20)
#define SIGN_BYTES 3           /* of the longest sign between digits, as judge_signs lets it be */

typedef struct { const char *key, *places; } WordKey;

static const WordKey word_keys[] = {
#define WORD(key, places) {key, places},
#include "words.def"
#undef WORD
};
#define KEYS (sizeof word_keys / sizeof *word_keys)

typedef struct { const char *key, *text; } Entry;
typedef struct { const char *full, *brief; } Name;

struct Words_ {
    const char *code, *name, *decimal, *group;
    Name months[12], weekdays[7];
    Entry entries[KEYS];           /* by key, in the order of strcmp */
    Digest digest;
};

/* ---------------------------------------------------------------- keys ---- */

static int entry_compare(const void *a, const void *b)
{
    return strcmp(((const Entry *)a)->key, ((const Entry *)b)->key);
}

static Entry *entry_find(const Language *language, const char *key)
{
    Entry wanted = {.key = key};
    return bsearch(&wanted, language->entries, KEYS, sizeof(Entry), entry_compare);
}

static const char *places_of(const char *key)
{
    for (size_t i = 0; i < KEYS; i++)
        if (strcmp(word_keys[i].key, key) == 0) return word_keys[i].places;
    return "";
}

static void entries_begin(Language *language)
{
    for (size_t i = 0; i < KEYS; i++) language->entries[i].key = word_keys[i].key;
    qsort(language->entries, KEYS, sizeof(Entry), entry_compare);
}

/* ---------------------------------------------------------------- loading ---- */

/* Whether `places` (a list) names the `length` bytes at `name`. */
static bool places_hold(const char *places, const char *name, size_t length)
{
    for (const char *at = places; *at;) {
        size_t word = strcspn(at, " ");
        if (word == length && memcmp(at, name, length) == 0) return true;
        at += word + strspn(at + word, " ");
    }
    return false;
}

/* The end of the place that begins behind `open`; NULL when it is not closed. */
static const char *place_end(const char *open)
{
    const char *end = open + strcspn(open, "{}");
    return *end == '}' ? end : NULL;
}

static bool text_has_place(const char *text, const char *name, size_t length)
{
    for (const char *at = text; (at = strchr(at, '{')) != NULL; at++)
        if (strncmp(at + 1, name, length) == 0 && at[1 + length] == '}') return true;
    return false;
}

/* "1 day" may say its number itself. */
static bool may_lack(const char *key, const char *place, size_t length)
{
    size_t end = strlen(key);
    return length == 1 && *place == 'n' && end > 4 && strcmp(key + end - 4, ".one") == 0;
}

static void judge_places(const Entry *entry, Place place, Findings *findings)
{
    const char *places = places_of(entry->key);
    for (const char *at = entry->text; (at = strchr(at, '{')) != NULL; at++) {
        const char *end = place_end(at + 1);
        if (!end || !places_hold(places, at + 1, (size_t)(end - at - 1)))
            finding_add(findings, MT707, place, "%s: \"%s\" has a place that is none of: %s", entry->key, entry->text,
                        *places ? places : "(none)");
    }
    for (const char *at = places; *at;) {
        size_t length = strcspn(at, " ");
        if (!text_has_place(entry->text, at, length) && !may_lack(entry->key, at, length))
            finding_add(findings, MT707, place, "%s: \"%s\" lacks {%.*s}", entry->key, entry->text, (int)length, at);
        at += length + strspn(at + length, " ");
    }
}

static const char *const no_children[] = {NULL};

static void read_say(Language *language, const XmlNode *node, Arena *arena, Findings *findings)
{
    static const XmlField fields[] = {
        {"key", REQUIRED, read_text, offsetof(Entry, key), NO_FLAG},
        {".", OPTIONAL, read_long_text, offsetof(Entry, text), NO_FLAG},
        XML_END,
    };
    Entry given = {.key = ""};
    Place place = xml_place(node, NULL);
    xml_fields(node, fields, &given, arena, findings);
    xml_children(node, no_children, findings);
    Entry *entry = entry_find(language, given.key);
    if (!entry || entry->text) {
        finding_add(findings, MT706, place, "\"%s\" %s", given.key, entry ? "stands twice" : "is not a key");
        return;
    }
    entry->text = given.text ? given.text : "";
    judge_places(entry, place, findings);
}

static void read_name(Name *names, size_t most, size_t *count, const XmlNode *node, Arena *arena, Findings *findings)
{
    static const XmlField fields[] = {
        {"short", REQUIRED, read_text, offsetof(Name, brief), NO_FLAG},
        {".", OPTIONAL, read_text, offsetof(Name, full), NO_FLAG},
        XML_END,
    };
    Name name = {0};
    xml_fields(node, fields, &name, arena, findings);
    xml_children(node, no_children, findings);
    if (*count < most) names[*count] = name;
    ++*count;
}

static void judge_calendar(const Language *language, size_t months, size_t weekdays, Place place, Findings *findings)
{
    if (months != 12) finding_add(findings, MT708, place, "%zu months, not 12", months);
    if (weekdays != 7) finding_add(findings, MT708, place, "%zu weekdays, not 7", weekdays);
    for (size_t i = 0; i < 12 && i < months; i++)
        if (text_empty(language->months[i].full) || text_empty(language->months[i].brief))
            finding_add(findings, MT708, place, "month %zu: its name or its short name is empty", i + 1);
    for (size_t i = 0; i < 7 && i < weekdays; i++)
        if (text_empty(language->weekdays[i].full) || text_empty(language->weekdays[i].brief))
            finding_add(findings, MT708, place, "weekday %zu: its name or its short name is empty", i + 1);
}

static bool is_one_of(const char *sign, const char *const *signs)
{
    while (*signs && !text_equal(sign, *signs)) signs++;
    return *signs != NULL;
}

/* A digit or nothing between digits would make another number of a dose. */
static void judge_signs(const Language *language, Place place, Findings *findings)
{
    static const char *const decimals[] = {".", ",", NULL};
    static const char *const groups[] = {".", ",", "'", "\xE2\x80\x99", " ", "\xC2\xA0", "\xE2\x80\xAF", NULL};
    const char *decimal = language->decimal ? language->decimal : "", *group = language->group ? language->group : "";
    if (!is_one_of(decimal, decimals)) finding_add(findings, MT708, place, "decimal is a dot or a comma, not \"%s\"", decimal);
    if (!is_one_of(group, groups))
        finding_add(findings, MT708, place, "group is a dot, a comma, an apostrophe or a space, not \"%s\"", group);
    if (text_equal(decimal, group)) finding_add(findings, MT708, place, "decimal and group are the same: they must differ");
}

static void judge_missing(const Language *language, Place place, Findings *findings)
{
    for (size_t i = 0; i < KEYS; i++)
        if (text_empty(language->entries[i].text))
            finding_add(findings, MT705, place, "no words for \"%s\"", language->entries[i].key);
}

static void read_head(Language *language, const XmlNode *root, Arena *arena, Findings *findings)
{
    static const XmlField fields[] = {
        {"language", REQUIRED, read_text, offsetof(struct Words_, code), NO_FLAG},
        {"name", REQUIRED, read_text, offsetof(struct Words_, name), NO_FLAG},
        {"decimal", REQUIRED, read_text, offsetof(struct Words_, decimal), NO_FLAG},
        {"group", REQUIRED, read_text, offsetof(struct Words_, group), NO_FLAG},
        XML_END,
    };
    static const char *const children[] = {"month", "weekday", "say", NULL};
    xml_fields(root, fields, language, arena, findings);
    xml_children(root, children, findings);
}

/* What the reader hands over: the tree lives on in the arena, its findings must be copied. */
typedef struct { const XmlNode *root; Findings *findings; } Loaded;

static bool keep_root(void *context, XmlNode *root, Arena *arena, Findings *findings)
{
    Loaded *loaded = context;
    (void)arena;
    loaded->root = root;
    findings_copy(loaded->findings, findings);
    return true;
}

/* Two files of one language would leave it to chance which is printed. */
static void judge_code(const Language *language, const char *code, Place place, Findings *findings)
{
    if (language->code && !text_equal(language->code, code))
        finding_add(findings, MT219, place, "the language is \"%s\", the file's name \"%s\"", language->code, code);
}

static void read_language(Language *language, const char *code, const XmlNode *root, Arena *arena, Findings *findings)
{
    size_t months = 0, weekdays = 0;
    entries_begin(language);
    read_head(language, root, arena, findings);
    for (const XmlNode *node = root->first; node; node = node->next) {
        if (text_equal(node->name, "month")) read_name(language->months, 12, &months, node, arena, findings);
        if (text_equal(node->name, "weekday")) read_name(language->weekdays, 7, &weekdays, node, arena, findings);
        if (text_equal(node->name, "say")) read_say(language, node, arena, findings);
    }
    judge_code(language, code, xml_place(root, "language"), findings);
    judge_calendar(language, months, weekdays, xml_place(root, NULL), findings);
    judge_signs(language, xml_place(root, NULL), findings);
    judge_missing(language, xml_place(root, NULL), findings);
}

Language *language_load(const char *templates, const char *code, Arena *arena, Findings *findings)
{
    const char *file = arena_format(arena, "%s/words/%s.xml", templates, text_safe_name(arena, code));
    XmlSource source = {.file = file, .namespace = NAMESPACE, .record = "words"};
    Language *language = ARENA_NEW(arena, Language);
    size_t before = findings_errors(findings);
    Bytes bytes;
    int fault = file_read(file, FILE_MOST, arena, &bytes);
    if (fault) {
        finding_add(findings, MT705, (Place){.file = file}, "cannot be read: %s", strerror(fault));
        return NULL;
    }
    language->digest = digest_of(bytes.at, bytes.size);
    Loaded loaded = {.findings = findings};
    bool whole = xml_read_memory(&source, bytes.at, bytes.size, arena, findings, keep_root, &loaded) && loaded.root;
    if (whole) read_language(language, code, loaded.root, arena, findings);
    return whole && findings_errors(findings) == before ? language : NULL;
}

const Digest *language_digest(const Language *language)
{
    return &language->digest;
}

const char *language_code(const Language *language)
{
    return language->code;
}

/* ---------------------------------------------------------------- saying ---- */

const char *words_find(const Language *language, const char *key)
{
    const Entry *entry = entry_find(language, key);
    return entry ? entry->text : NULL;
}

/* Every key that the program says is in words.def and every file is held to it: anything else is a fault in the
 * program, and a page that says something else than was meant must not exist. */
static void impossible(const char *key, const char *what)
{
    fprintf(stderr, "microtaper: fault in the program: words \"%s\": %s\n", key, what);
    abort();
}

typedef struct { const char *name, *value; } Filling;
#define FILLINGS 8

static bool filling_is(const Filling *filling, const char *name, size_t length)
{
    return strlen(filling->name) == length && memcmp(filling->name, name, length) == 0;
}

static void fill(Buffer *out, const char *key, const char *text, const Filling *fillings, size_t count)
{
    for (const char *at = text; *at;) {
        size_t plain = strcspn(at, "{");
        buffer_add_bytes(out, at, plain);
        at += plain;
        if (!*at) return;
        const char *end = place_end(++at);
        size_t i = 0;
        while (i < count && !filling_is(&fillings[i], at, (size_t)(end - at))) i++;
        if (i == count) impossible(key, "a place is not filled");
        buffer_add(out, fillings[i].value);
        at = end + 1;
    }
}

const char *words_say(const Language *language, Arena *arena, const char *key, ...)
{
    const char *text = words_find(language, key);
    if (!text) impossible(key, "no such key");
    Filling fillings[FILLINGS];
    size_t count = 0;
    va_list list;
    va_start(list, key);
    for (const char *name; count < FILLINGS && (name = va_arg(list, const char *)) != NULL; count++)
        fillings[count] = (Filling){name, va_arg(list, const char *)};
    va_end(list);
    Buffer out = buffer_new(arena);
    fill(&out, key, text, fillings, count);
    return buffer_text(&out);
}

const char *words_named(const Language *language, const char *group, const char *name, Place place, Arena *arena,
                        Findings *findings)
{
    const char *text = words_find(language, arena_format(arena, "%s.%s", group, name));
    if (!text) finding_add(findings, MT710, place, "%s has no words for %s \"%s\"", language->name, group, name);
    return text;
}

const char *words_count(const Language *language, Arena *arena, const char *key, int64_t n)
{
    const char *whole = arena_format(arena, "%s.%s", key, n == 1 ? "one" : "other");
    return words_say(language, arena, whole, "n", arena_format(arena, "%" PRId64, n), NULL);
}

const char *words_list(const Language *language, Arena *arena, const char *const *items, size_t count)
{
    if (count == 0) return "";
    const char *list = items[0];
    for (size_t i = 1; i < count; i++)
        list = words_say(language, arena, i + 1 == count ? "list.two" : "list.more", "a", list, "b", items[i], NULL);
    return list;
}

/* ---------------------------------------------------------------- dates and numbers ---- */

static const char *say_date(const Language *language, Arena *arena, const char *key, Date date, bool brief)
{
    Civil civil = date_civil(date);
    const Name *month = &language->months[civil.month - 1];
    return words_say(language, arena, key, "day", arena_format(arena, "%d", civil.day), "month",
                     brief ? month->brief : month->full, "year", arena_format(arena, "%d", civil.year), NULL);
}

const char *words_date(const Language *language, Arena *arena, Date date)
{
    return say_date(language, arena, "date", date, false);
}

const char *words_date_short(const Language *language, Arena *arena, Date date)
{
    return say_date(language, arena, "date.short", date, true);
}

const char *words_day_month(const Language *language, Arena *arena, Date date)
{
    Civil civil = date_civil(date);
    return words_say(language, arena, "date.day", "day", arena_format(arena, "%d", civil.day), "month",
                     language->months[civil.month - 1].brief, NULL);
}

const char *words_weekday(const Language *language, Date date)
{
    return language->weekdays[date_weekday(date)].full;
}

const char *words_weekday_short(const Language *language, Date date)
{
    return language->weekdays[date_weekday(date)].brief;
}

const char *words_month_short(const Language *language, int month)
{
    return language->months[month - 1].brief;
}

const char *words_month(const Language *language, int month)
{
    return language->months[month - 1].full;
}

/* A quantity as base prints it, with the signs of the language and its unit kept on the same line. */
static const char *in_signs(const Language *language, Arena *arena, const char *text)
{
    const char *const signs[] = {['.'] = language->decimal, [','] = language->group, [' '] = "\xC2\xA0"};
    char *out = arena_alloc(arena, strlen(text) * SIGN_BYTES + 1), *end = out;
    for (; *text; text++) {
        const char *sign = (size_t)*text < sizeof signs / sizeof *signs ? signs[(size_t)*text] : NULL;
        if (sign) end = stpcpy(end, sign);
        else *end++ = *text;
    }
    return out;
}

const char *words_volume(const Language *language, Arena *arena, Volume volume)
{
    return in_signs(language, arena, volume_text(arena, volume));
}

const char *words_share(const Language *language, Arena *arena, Share share)
{
    return in_signs(language, arena, share_text(arena, share));
}

const char *words_bare_volume(const Language *language, Arena *arena, Volume volume)
{
    return in_signs(language, arena, volume_ml(arena, volume));
}

const char *words_mass(const Language *language, Arena *arena, Mass mass)
{
    return in_signs(language, arena, mass_text(arena, mass));
}

const char *words_strength(const Language *language, Arena *arena, Strength strength)
{
    const char *mass = words_mass(language, arena, strength.mass);
    if (strength.volume.nl == NL_PER_ML) return words_say(language, arena, "strength", "mass", mass, NULL);
    return words_say(language, arena, "strength.volume", "mass", mass, "volume",
                     words_volume(language, arena, strength.volume), NULL);
}

bool words_second_asked(const PaperShop *house)
{
    return house->shop->second_language && !text_equal(house->language->code, house->pharmacist->code);
}

const char *words_second(const PaperShop *house, Arena *arena, const char *text)
{
    return words_second_asked(house) ? words_say(house->pharmacist, arena, "second", "text", text, NULL) : NULL;
}

const char *words_reprint(const Language *language, Arena *arena, const PaperShop *house)
{
    if (!house->reprint) return NULL;
    return words_say(language, arena, "reprint", "n", arena_format(arena, "%" PRId64, house->reprint), "reason",
                     house->reprint_reason, NULL);
}
