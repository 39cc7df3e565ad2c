/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The canonical form of a prescription: elements in their order, attributes by name, white space squeezed, no accepts,
 * no comments, no namespace prefixes.  Two files with the same digest say the same. */
#include <stdlib.h>
#include <string.h>

#include "microtaper/text.h"
#include "prescribe.h"

static int by_name(const void *a, const void *b)
{
    return strcmp(((const XmlAttribute *)a)->name, ((const XmlAttribute *)b)->name);
}

static void add_attributes(Buffer *out, const XmlNode *node)
{
    if (!node->attribute_count) return;
    XmlAttribute *sorted = ARENA_ARRAY(out->arena, node->attribute_count, XmlAttribute);
    memcpy(sorted, node->attributes, node->attribute_count * sizeof *sorted);
    qsort(sorted, node->attribute_count, sizeof *sorted, by_name);
    for (size_t i = 0; i < node->attribute_count; i++)
        buffer_addf(out, " %s=\"%s\"", sorted[i].name, text_xml(out->arena, text_squeeze(out->arena, sorted[i].value)));
}

/* The depth is bounded by the reader (16). */
static void add_node(Buffer *out, const XmlNode *node)
{
    buffer_addf(out, "<%s", node->name);
    add_attributes(out, node);
    buffer_addf(out, ">%s", text_xml(out->arena, text_squeeze(out->arena, node->text)));
    for (const XmlNode *child = node->first; child; child = child->next)
        if (!text_equal(child->name, "accept")) add_node(out, child);
    buffer_addf(out, "</%s>\n", node->name);
}

Digest content_digest(const XmlNode *record, Arena *arena)
{
    Buffer canonical = buffer_new(arena);
    add_node(&canonical, record);
    return digest_of(canonical.at, canonical.length);
}
