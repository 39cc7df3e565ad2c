/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "microtaper/text.h"
#include "xml_tree.h"

/* Elements of the formats that may be given more than once.  A second one of any other name carries [2] too, so that
 * a path never names two elements. */
static const char *const repeating[] = {
    /* prescription */
    "prescription", "order", "taking", "dose", "liquid", "hold", "cross", "reduce", "list", "step", "band", "stop",
    "event", "symptom", "accept",
    /* shop, approvals, inventory */
    "time", "syringe", "bottle", "closed", "approval", "item",
    /* formula */
    "strength", "part", "equipment", "method", "check",
    /* tables, stock */
    "drug", "table", "row", "profile", "class", "stock",
    /* record */
    "used", "waste", "returned", "deviation", NULL,
};

bool xml_may_repeat(const char *name)
{
    for (size_t i = 0; repeating[i]; i++)
        if (text_equal(repeating[i], name))
            return true;
    return false;
}

const char *xml_attribute(const XmlNode *node, const char *name)
{
    for (size_t i = 0; i < node->attribute_count; i++)
        if (text_equal(node->attributes[i].name, name))
            return node->attributes[i].value;
    return NULL;
}

Place xml_place(const XmlNode *node, const char *attribute)
{
    Place place = {.file = node->file, .line = node->line, .path = node->path};
    if (!attribute)
        return place;
    if (!node->parent)
        place.path = arena_format(node->arena, "@%s", attribute);
    else
        place.path = arena_format(node->arena, "%s/@%s", node->path, attribute);
    return place;
}
