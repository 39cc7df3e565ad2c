/* SPDX-License-Identifier: GPL-3.0-or-later */
/* <replaced>: a bottle that was lost or spoilt, who said so, and from which day another takes its place (ARITHMETIC.md 4.9). */
#include <string.h>

#include "inventory.h"
#include "prescribe.h"

static const char *const no_children[] = {NULL};
static const char *const reasons[] = {"spilled", "broken", "spoiled", "lost", "stolen", NULL};   /* as ReplaceReason */
static const char *const roles[] = {"prescriber", "pharmacist", "patient", "carer", NULL};

typedef struct { const char *drug, *reason; Replaced replaced; } ReplacedRow;
static const XmlField replaced_fields[] = {
    FIELD("drug", REQUIRED, read_text, ReplacedRow, drug),
    FIELD("bottle", REQUIRED, read_text, ReplacedRow, replaced.bottle),
    FIELD("from", REQUIRED, read_date, ReplacedRow, replaced.from),
    FIELD("reason", REQUIRED, read_text, ReplacedRow, reason),
    FIELD("on", REQUIRED, read_date, ReplacedRow, replaced.on),
    FIELD("by", REQUIRED, read_text, ReplacedRow, replaced.by),
    FIELD("role", REQUIRED, read_text, ReplacedRow, replaced.role),
    FIELD_FLAG("left", OPTIONAL, read_volume, ReplacedRow, replaced.left, replaced.has_left),
    FIELD_FLAG("order", OPTIONAL, read_date, ReplacedRow, replaced.order, replaced.has_order),
    FIELD("note", OPTIONAL, read_text, ReplacedRow, replaced.note),
    XML_END};

static void judge_letter(Reading *reading, const char *letter, Place place)
{
    size_t length = letter ? strlen(letter) : 1;
    if (letter && (length > 2 || strspn(letter, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != length))
        FAULT(reading, MT210, place, "\"%s\" is not the letter of a bottle, such as \"A\"", letter);
}

/* A bottle cannot be missing before anybody said so, and one is replaced once. */
static void judge_days(Reading *reading, const XmlNode *node, const Replaced *row, const Prescription *rx)
{
    if (date_before(row->from, row->on))
        FAULT(reading, MT219, xml_place(node, "from"), "the new bottle begins on %s, before the loss was reported on %s",
              date_text(reading->arena, row->from), date_text(reading->arena, row->on));
    for (size_t i = 0; i < rx->replaced_count; i++) {
        const Replaced *other = &rx->replaced[i];
        if (other->drug != row->drug || other->from.day != row->from.day) continue;
        FAULT(reading, MT217, xml_place(node, "bottle"), "a second replacement of the same drug from %s",
              date_text(reading->arena, row->from));
        return;
    }
}

static void read_one(Reading *reading, const XmlNode *node, Prescription *rx)
{
    ReplacedRow row = {.replaced.place = xml_place(node, NULL)};
    read_node(reading, node, replaced_fields, &row, no_children);
    int reason = word_index(reading, row.reason, reasons, xml_place(node, "reason"));
    word_index(reading, row.replaced.role, roles, xml_place(node, "role"));
    judge_letter(reading, row.replaced.bottle, xml_place(node, "bottle"));
    row.replaced.drug = drug_read(reading, row.drug, xml_place(node, "drug"));
    if (reason >= 0) row.replaced.reason = (ReplaceReason)reason;
    if (reading->sound) judge_days(reading, node, &row.replaced, rx);
    rx->replaced[rx->replaced_count++] = row.replaced;
}

void read_replaced(Reading *reading, const XmlNode *record, Prescription *rx)
{
    rx->replaced = ARENA_ARRAY(reading->arena, child_count(record, "replaced"), Replaced);
    for (const XmlNode *node = child_first(record, "replaced"); node; node = child_next(node)) read_one(reading, node, rx);
}
