/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reading.h"

#include <inttypes.h>
#include <string.h>

#include "microtaper/file.h"
#include "microtaper/text.h"

#define FILE_LIMIT ((size_t)1 << 20)   /* tables, shop, approvals and formulas are pages, not books */

void read_node(Reading *reading, const XmlNode *node, const XmlField *fields, void *target, const char *const *children)
{
    if (!xml_fields(node, fields, target, reading->arena, reading->findings)) reading->sound = false;
    if (!xml_children(node, children, reading->findings)) reading->sound = false;
}

const XmlNode *child_first(const XmlNode *node, const char *name)
{
    const XmlNode *child = node->first;
    while (child && !text_equal(child->name, name)) child = child->next;
    return child;
}

const XmlNode *child_next(const XmlNode *child)
{
    const XmlNode *next = child->next;
    while (next && !text_equal(next->name, child->name)) next = next->next;
    return next;
}

size_t child_count(const XmlNode *node, const char *name)
{
    size_t count = 0;
    for (const XmlNode *child = child_first(node, name); child; child = child_next(child)) count++;
    return count;
}

static void report_missing(Reading *reading, const XmlNode *node, const char *name)
{
    FAULT(reading, MT117, xml_place(node, NULL), "<%s> has no <%s>", node->name, name);
}

const XmlNode *child_one(Reading *reading, const XmlNode *node, const char *name, Need need)
{
    const XmlNode *child = child_first(node, name);
    if (!child && need == REQUIRED) report_missing(reading, node, name);
    const XmlNode *second = child ? child_next(child) : NULL;
    if (second)
        FAULT(reading, MT116, xml_place(second, NULL), "a second <%s>: the first is on line %d", name, child->line);
    return child;
}

void child_some(Reading *reading, const XmlNode *node, const char *name)
{
    if (!child_first(node, name)) report_missing(reading, node, name);
}

static const char *word_list(Arena *arena, const char *const *words)
{
    Buffer list = buffer_new(arena);
    for (size_t i = 0; words[i]; i++) buffer_addf(&list, "%s\"%s\"", i ? ", " : "", words[i]);
    return buffer_text(&list);
}

int word_index(Reading *reading, const char *text, const char *const *words, Place place)
{
    if (!text) return -1;
    for (int i = 0; words[i]; i++)
        if (text_equal(text, words[i])) return i;
    FAULT(reading, MT210, place, "\"%s\" is not one of %s", text, word_list(reading->arena, words));
    return -1;
}

const Drug *drug_read(Reading *reading, const char *name, Place place)
{
    if (!name) return NULL;
    const Drug *drug = drug_find(reading->tables, name);
    if (!drug) FAULT(reading, MT211, place, "no drug \"%s\" in templates/tables/drugs.xml", name);
    return drug;
}

int time_read(Reading *reading, const char *name, Place place)
{
    if (!name) return -1;
    int time = time_find(reading->shop, name);
    if (time < 0) FAULT(reading, MT212, place, "the shop has no time of day \"%s\"", name);
    return time;
}

void require_above_zero(Reading *reading, int64_t value, Place place, const char *what)
{
    if (value == 0) FAULT(reading, MT214, place, "%s is 0: it must be above zero", what);
}

void require_between(Reading *reading, int64_t value, int64_t least, int64_t most, Place place, const char *what)
{
    if (value == UNREAD || (value >= least && value <= most)) return;
    FAULT(reading, MT215, place, "%s is %" PRId64 ": it must be from %" PRId64 " to %" PRId64, what, value,
          least, most);
}

void require_language(Reading *reading, const char *code, Place place)
{
    if (!code) return;
    size_t length = strlen(code);
    if ((length == 2 || length == 3) && strspn(code, "abcdefghijklmnopqrstuvwxyz") == length) return;
    FAULT(reading, MT224, place, "not a language code of two or three small letters, such as \"en\": \"%s\"", code);
}

bool read_molar_mass(const char *text, void *field, Place place, Arena *arena, Findings *findings)
{
    (void)arena;
    int64_t value;
    if (decimal_parse(text, 2, &value) && value > 0) {
        *(int64_t *)field = value;
        return true;
    }
    finding_add(findings, MT216, place,
                "not a molar mass: \"%s\" (g/mol, a plain decimal with at most two places)", text);
    return false;
}

typedef struct {
    XmlNode *root;
    Findings *findings;
} Kept;

static bool keep_record(void *context, XmlNode *record, Arena *arena, Findings *findings)
{
    Kept *kept = context;
    (void)arena;
    kept->root = record;
    findings_copy(kept->findings, findings);
    return true;
}

XmlNode *load_digested(const char *file, const char *name_space, const char *record, Arena *arena, Findings *findings,
                       Digest *digest)
{
    Bytes bytes;
    if (file_read(file, FILE_LIMIT, arena, &bytes)) return xml_load(file, name_space, record, arena, findings);
    *digest = digest_of(bytes.at, bytes.size);
    Kept kept = {NULL, findings};
    XmlSource source = {.file = file, .namespace = name_space, .record = record};
    bool whole = xml_read_memory(&source, bytes.at, bytes.size, arena, findings, keep_record, &kept);
    return whole ? kept.root : NULL;
}

void require_plausible(Reading *reading, const Drug *drug, Strength strength, Place place)
{
    Arena *arena = reading->arena;
    if (!drug || drug->weakest.mass.ng == 0 || strength.mass.ng == 0) return;
    if (strength_compare(strength, drug->weakest) >= 0 && strength_compare(strength, drug->strongest) <= 0) return;
    finding_add(reading->findings, MT261, place, "%s of %s: plausible are %s to %s (%s)", strength_text(arena, strength), drug->name,
          strength_text(arena, drug->weakest), strength_text(arena, drug->strongest), drug->strength_source);
}
