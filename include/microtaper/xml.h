/* SPDX-License-Identifier: GPL-3.0-or-later */
/* XML, read as a stream of records: each is a small tree in an arena, given to a callback when its end tag is met.
 *
 * Only this room knows libxml2.  Refused, each as a finding: any DOCTYPE and text that is not well formed (both end
 * the search), another namespace than the one asked for, depth over 16, names over 64 bytes, attribute values and texts
 * over 4,096 bytes, more than 64 attributes, more than 20,000 elements or 4 MiB of text in one record.  What is over a
 * limit is passed over, its record refused.  Comments, processing instructions and xsi: attributes are passed over.
 * Lines are those of the parser's locator at the start of the tag, right past line 65,535. */
#ifndef MICROTAPER_XML_H
#define MICROTAPER_XML_H

#include <stdbool.h>
#include <stddef.h>
#include "microtaper/arena.h"
#include "microtaper/finding.h"

typedef struct {
    const char *name, *value;
} XmlAttribute;

typedef struct XmlNode XmlNode;
struct XmlNode {
    const char *name;            /* local name */
    int line;
    XmlAttribute *attributes;
    size_t attribute_count;
    const char *text;            /* the element's own character data, joined; "" when none */
    XmlNode *parent, *first, *next;
    const char *file;
    const char *path;            /* "reduce[3]" : see xml_place */
    Arena *arena;                /* where the tree lives, and the places made from it */
};

/* Given each record and what was found while reading it (`findings`, in `arena`); both may be kept only until it
 * returns when the source resets the arena, else as long as the arena.  Returns false to stop reading. */
typedef bool (*XmlRecord)(void *context, XmlNode *record, Arena *arena, Findings *findings);

/* Reads `file` ("-" is standard input).  The root is either one of `record` (then one record) or `wrapper` holding any
 * number of them; wrapper may be NULL.  A fresh arena state serves each record (reset before the next when
 * `reset` is true).  Findings of the file as a whole (not well formed, cannot be opened) go to `findings`,
 * which must live in another arena when `reset` is true.  A record that the file breaks off in is not handed over.
 * Returns false when the file could not be read to its end. */
typedef struct {
    const char *file;
    const char *namespace;
    const char *record;
    const char *wrapper;
    bool reset;
} XmlSource;
bool xml_read(const XmlSource *source, Arena *arena, Findings *findings, XmlRecord sink, void *context);
/* The same from memory; `source->file` only names it in findings. */
bool xml_read_memory(const XmlSource *source, const char *bytes, size_t size, Arena *arena, Findings *findings,
                     XmlRecord sink, void *context);

/* The whole of a small file as one tree of root `record`, or NULL with findings. */
XmlNode *xml_load(const char *file, const char *namespace, const char *record, Arena *arena, Findings *findings);

const char *xml_attribute(const XmlNode *node, const char *name);   /* NULL when absent */
/* Where: attribute NULL for the element itself.  The path leaves out the record's own name and that of <taper>,
 * and carries [k] (k-th of its name within its parent) only for elements that may repeat: "reduce[3]/@by",
 * "taking[1]/dose[2]", "patient/@born".  The two themselves are "prescription", "@number", "taper", "taper/@starts". */
Place xml_place(const XmlNode *node, const char *attribute);
/* A validated XSD judgement of a whole file, for `check --xsd`: findings MT1xx; false when not valid. */
bool xml_validate(const char *file, const char *schema, Findings *findings);

/* --- reading through tables: elements and attributes are rows; what is unknown, missing or repeated is a finding --- */
typedef enum { REQUIRED, OPTIONAL } Need;
/* Reads one attribute's (or the element's own) text into `field`; on a fault adds a finding and returns false. */
typedef bool (*XmlReader)(const char *text, void *field, Place place, Arena *arena, Findings *findings);
typedef struct {
    const char *name;          /* attribute; "." is the element's own text */
    Need need;
    XmlReader read;
    size_t offset;             /* of the field in the struct */
    size_t present;            /* offset of a bool set true when given, or NO_FLAG */
} XmlField;
#define NO_FLAG ((size_t)-1)
#define XML_END {0}
/* Reads all attributes of `node` into `target` by a table ended with XML_END; reports unknown and missing ones.
 * Text content is refused unless the table has ".".  False when anything was found. */
bool xml_fields(const XmlNode *node, const XmlField *fields, void *target, Arena *arena, Findings *findings);
/* Reports children whose names are not in the NULL-ended list. */
bool xml_children(const XmlNode *node, const char *const *names, Findings *findings);

/* The readers for common types; each adds MT201.. when the text is not of its form. */
bool read_text(const char *, void *field_char_ptr, Place, Arena *, Findings *);      /* const char *: squeezed, not empty, <= 255 */
bool read_long_text(const char *, void *field_char_ptr, Place, Arena *, Findings *); /* up to 2,000 */
bool read_mass(const char *, void *field_Mass, Place, Arena *, Findings *);
bool read_volume(const char *, void *field_Volume, Place, Arena *, Findings *);
bool read_length(const char *, void *field_Length, Place, Arena *, Findings *);
bool read_share(const char *, void *field_Share, Place, Arena *, Findings *);
bool read_strength(const char *, void *field_Strength, Place, Arena *, Findings *);
bool read_exchange(const char *, void *field_Exchange, Place, Arena *, Findings *);
bool read_date(const char *, void *field_Date, Place, Arena *, Findings *);
bool read_days(const char *, void *field_int32_t, Place, Arena *, Findings *);
bool read_count(const char *, void *field_int32_t, Place, Arena *, Findings *);      /* 0 .. 1,000,000 */
bool read_words(const char *, void *field_Words, Place, Arena *, Findings *);
bool read_bool(const char *, void *field_bool, Place, Arena *, Findings *);          /* "yes" or "no" */
typedef struct { char **at; size_t count; } Words;

#endif
