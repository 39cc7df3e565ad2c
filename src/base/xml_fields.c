/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading through tables, and the readers of the common types. */
#include "microtaper/date.h"
#include "microtaper/quantity.h"
#include "microtaper/text.h"
#include "microtaper/xml.h"

#include <inttypes.h>
#include <string.h>

enum { TEXT_LIMIT = 255, LONG_LIMIT = 2000, MOST_COUNT = 1000000 };

/* --- tables --- */

static const char own_text[] = ".";

static const XmlField *field_named(const XmlField *fields, const char *name)
{
    for (; fields->name; fields++)
        if (text_equal(fields->name, name))
            return fields;
    return NULL;
}

static bool is_blank(const char *text)
{
    return text[strspn(text, " \t\r\n")] == '\0';
}

static bool known_attributes(const XmlNode *node, const XmlField *fields, Findings *findings)
{
    bool known = true;
    for (size_t i = 0; i < node->attribute_count; i++) {
        const char *name = node->attributes[i].name;
        if (field_named(fields, name))
            continue;
        finding_add(findings, MT113, xml_place(node, name), "<%s> has no attribute \"%s\"", node->name, name);
        known = false;
    }
    return known;
}

static bool text_belongs(const XmlNode *node, const XmlField *fields, Findings *findings)
{
    if (field_named(fields, own_text) || is_blank(node->text))
        return true;
    finding_add(findings, MT115, xml_place(node, NULL), "<%s> holds no text, but here is \"%.64s\"", node->name,
                text_squeeze(node->arena, node->text));
    return false;
}

static bool field_missing(const XmlNode *node, const XmlField *field, Findings *findings)
{
    if (field->need == OPTIONAL)
        return true;
    finding_add(findings, MT114, xml_place(node, field->name), "<%s> needs the attribute \"%s\"", node->name,
                field->name);
    return false;
}

/* An element's own text is always there; when it is blank and may be left out, it is not given. */
static bool field_read(const XmlNode *node, const XmlField *field, void *target, Arena *arena, Findings *findings)
{
    bool own = text_equal(field->name, own_text);
    const char *text = own ? node->text : xml_attribute(node, field->name);
    if (!text)
        return field_missing(node, field, findings);
    if (own && field->need == OPTIONAL && is_blank(text))
        return true;
    char *base = target;
    if (field->present != NO_FLAG)
        *(bool *)(void *)(base + field->present) = true;
    return field->read(text, base + field->offset, xml_place(node, own ? NULL : field->name), arena, findings);
}

bool xml_fields(const XmlNode *node, const XmlField *fields, void *target, Arena *arena, Findings *findings)
{
    bool good = known_attributes(node, fields, findings);
    good = text_belongs(node, fields, findings) && good;
    for (const XmlField *field = fields; field->name; field++)
        good = field_read(node, field, target, arena, findings) && good;
    return good;
}

static bool is_listed(const char *name, const char *const *names)
{
    for (; *names; names++)
        if (text_equal(*names, name))
            return true;
    return false;
}

bool xml_children(const XmlNode *node, const char *const *names, Findings *findings)
{
    bool good = true;
    for (const XmlNode *child = node->first; child; child = child->next) {
        if (is_listed(child->name, names))
            continue;
        finding_add(findings, MT112, xml_place(child, NULL), "<%s> has no element <%s>", node->name, child->name);
        good = false;
    }
    return good;
}

/* --- texts --- */

/* Controls, marks that turn the reading direction, and code points that are no characters: on a label they would
 * hide or disorder what stands beside them. */
static bool is_unprintable(uint32_t code)
{
    bool control = code < 0x20 || (code >= 0x7F && code < 0xA0);
    bool turning = code == 0x200E || code == 0x200F || code == 0x061C || (code >= 0x202A && code <= 0x202E) ||
                   (code >= 0x2066 && code <= 0x2069);
    bool hidden = code == 0x200B || code == 0x2028 || code == 0x2029 || code == 0xFEFF;
    bool none = (code & 0xFFFE) == 0xFFFE || (code >= 0xFDD0 && code <= 0xFDEF);
    return control || turning || hidden || none;
}

static bool printable(const char *text, Place place, Findings *findings)
{
    for (uint32_t code; (code = utf8_next(&text));) {
        if (!is_unprintable(code))
            continue;
        finding_add(findings, MT206, place, "holds the character U+%04" PRIX32, code);
        return false;
    }
    return true;
}

static bool text_within(const char *text, size_t limit, const char **out, Place place, Arena *arena, Findings *findings)
{
    const char *squeezed = text_squeeze(arena, text);
    size_t length = utf8_length(squeezed);
    if (length == 0) {
        finding_add(findings, MT203, place, "empty");
        return false;
    }
    if (length > limit) {
        finding_add(findings, MT204, place, "%zu characters, the limit is %zu", length, limit);
        return false;
    }
    if (!printable(squeezed, place, findings))
        return false;
    *out = squeezed;
    return true;
}

bool read_text(const char *text, void *field, Place place, Arena *arena, Findings *findings)
{
    return text_within(text, TEXT_LIMIT, field, place, arena, findings);
}

bool read_long_text(const char *text, void *field, Place place, Arena *arena, Findings *findings)
{
    return text_within(text, LONG_LIMIT, field, place, arena, findings);
}

bool read_words(const char *text, void *field, Place place, Arena *arena, Findings *findings)
{
    Words *words = field;
    const char *squeezed;
    if (!text_within(text, TEXT_LIMIT, &squeezed, place, arena, findings))
        return false;
    words->at = text_words(arena, squeezed, &words->count);
    return true;
}

/* --- quantities --- */

/* `read`: whether the text was a quantity; what is wrong with it is said where it was none. */
static bool said(bool read, const char *text, const char *unit, Place place, Arena *arena, Findings *findings)
{
    if (!read)
        finding_add(findings, MT201, place, "not a quantity: \"%.100s\" (%s)", text, quantity_fault(arena, text, unit));
    return read;
}

bool read_mass(const char *text, void *field, Place place, Arena *arena, Findings *findings)
{
    return said(mass_parse(text, field), text, "mg", place, arena, findings);
}

bool read_volume(const char *text, void *field, Place place, Arena *arena, Findings *findings)
{
    return said(volume_parse(text, field), text, "mL", place, arena, findings);
}

bool read_length(const char *text, void *field, Place place, Arena *arena, Findings *findings)
{
    return said(length_parse(text, field), text, "mm", place, arena, findings);
}

bool read_share(const char *text, void *field, Place place, Arena *arena, Findings *findings)
{
    return said(share_parse(text, field), text, "%", place, arena, findings);
}

bool read_strength(const char *text, void *field, Place place, Arena *arena, Findings *findings)
{
    return said(strength_parse(text, field), text, "mg per mL", place, arena, findings);
}

bool read_exchange(const char *text, void *field, Place place, Arena *arena, Findings *findings)
{
    return said(exchange_parse(text, field), text, "mg = mg", place, arena, findings);
}

bool read_days(const char *text, void *field, Place place, Arena *arena, Findings *findings)
{
    return said(days_parse(text, field), text, "days", place, arena, findings);
}

bool read_count(const char *text, void *field, Place place, Arena *arena, Findings *findings)
{
    int64_t count;
    if (!said(count_parse(text, 0, MOST_COUNT, &count), text, "", place, arena, findings))
        return false;
    *(int32_t *)field = (int32_t)count;
    return true;
}

/* --- dates and choices --- */

bool read_date(const char *text, void *field, Place place, Arena *arena, Findings *findings)
{
    (void)arena;
    if (date_parse(text, field))
        return true;
    finding_add(findings, MT202, place, "not a date: \"%.100s\" (write year-month-day, such as 2026-12-01)", text);
    return false;
}

bool read_bool(const char *text, void *field, Place place, Arena *arena, Findings *findings)
{
    (void)arena;
    bool yes = text_equal(text, "yes");
    if (!yes && !text_equal(text, "no")) {
        finding_add(findings, MT205, place, "neither \"yes\" nor \"no\": \"%.100s\"", text);
        return false;
    }
    *(bool *)field = yes;
    return true;
}
