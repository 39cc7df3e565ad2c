/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the readers of this room share: children by name, words of a short list, drugs and times by name, bounds.
 * Each adds its own finding; a reader goes on after a fault, so that all of them are said at once. */
#ifndef MODEL_READING_H
#define MODEL_READING_H

#include "microtaper/model.h"

#define NAMESPACE_TABLES "urn:microtaper:tables:1"
#define NAMESPACE_SHOP "urn:microtaper:shop:1"
#define NAMESPACE_APPROVALS "urn:microtaper:approvals:1"
#define NAMESPACE_INVENTORY "urn:microtaper:inventory:1"
#define NAMESPACE_FORMULA "urn:microtaper:formula:1"
#define NAMESPACE_RECEIPT "urn:microtaper:receipt:1"
#define NAMESPACE_RECORD "urn:microtaper:record:1"
#define NAMESPACE_PRESCRIPTION "urn:microtaper:prescription:1"

/* What every reader is handed.  `sound` falls when a field could not be read, so that the struct must not be used. */
typedef struct {
    const Tables *tables;    /* NULL while the tables themselves are read */
    const Shop *shop;        /* NULL but for prescriptions */
    Arena *arena;
    Findings *findings;
    bool sound;
} Reading;

#define FIELD(name, need, reader, type, field) {(name), (need), (reader), offsetof(type, field), NO_FLAG}
#define FIELD_FLAG(name, need, reader, type, field, flag) \
    {(name), (need), (reader), offsetof(type, field), offsetof(type, flag)}

/* The attributes of a node by a table, and its children's names by a NULL-ended list. */
void read_node(Reading *reading, const XmlNode *node, const XmlField *fields, void *target,
               const char *const *children);

/* The first child of a name, and the next sibling of the same name; NULL when there is none. */
const XmlNode *child_first(const XmlNode *node, const char *name);
const XmlNode *child_next(const XmlNode *child);
size_t child_count(const XmlNode *node, const char *name);
/* The one child of a name.  More than one is a finding; so is none when it is required. */
const XmlNode *child_one(Reading *reading, const XmlNode *node, const char *name, Need need);
/* At least one child of a name, or a finding. */
void child_some(Reading *reading, const XmlNode *node, const char *name);

/* The index of a text in a NULL-ended list, or a finding that names the list and -1.  NULL text: -1, silently. */
int word_index(Reading *reading, const char *text, const char *const *words, Place place);
/* A drug by name, or a finding.  NULL text: NULL, silently. */
const Drug *drug_read(Reading *reading, const char *name, Place place);
/* The index of a time of day in the shop, or a finding and -1.  NULL text: -1, silently. */
int time_read(Reading *reading, const char *name, Place place);
/* A field that was missing or could not be read keeps UNREAD, has its finding already and is not judged again. */
#define UNREAD (-1)
/* Findings for a quantity that must be above zero, and for a count out of bounds.  UNREAD passes. */
void require_above_zero(Reading *reading, int64_t value, Place place, const char *what);
void require_between(Reading *reading, int64_t value, int64_t least, int64_t most, Place place, const char *what);
/* An error for a liquid of the drug outside what its table believes: milligrams written as grams. */
void require_plausible(Reading *reading, const Drug *drug, Strength strength, Place place);
/* A language code of two or three small letters.  Whether there are words in it, the papers will say.  NULL passes. */
void require_language(Reading *reading, const char *code, Place place);
/* Adds a finding and makes the reading unsound. */
#define FAULT(reading, ...) (finding_add((reading)->findings, __VA_ARGS__), (void)((reading)->sound = false))

/* A plain decimal with two places, g/mol x 100, into an int64_t. */
bool read_molar_mass(const char *text, void *field, Place place, Arena *arena, Findings *findings);

/* The whole of a small file as one tree, and the digest of its bytes. */
XmlNode *load_digested(const char *file, const char *name_space, const char *record, Arena *arena, Findings *findings,
                       Digest *digest);

#endif
