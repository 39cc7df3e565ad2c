/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading XML as records.  libxml2's push parser feeds three callbacks; they build the tree of one record, judge the
 * limits, and hand the record over at its end tag, so that memory stays flat however many records a file holds. */
#include "microtaper/xml.h"
#include "microtaper/text.h"
#include "xml_push.h"
#include "xml_tree.h"

#include <string.h>

enum { DEPTH_LIMIT = 16, NAME_LIMIT = 64, TEXT_LIMIT = 4096, ATTRIBUTE_LIMIT = 64, ELEMENT_LIMIT = 20000,
       BYTE_LIMIT = 4 * 1024 * 1024 };

/* How many children of one name a parent has so far.  The name is libxml2's own copy, one a name: compared by
 * address. */
typedef struct {
    const xmlChar *name;
    int count;
} Tally;

/* One open element of the record. */
typedef struct {
    XmlNode *node, *last;        /* last child so far */
    Buffer text;
    bool text_full, text_said;   /* something did not fit; and that was said */
    Tally *tallies;
    size_t tally_count, tally_capacity;
} Open;

typedef struct {
    const XmlSource *source;
    Arena *arena;
    Findings *file_findings;
    XmlRecord sink;
    void *context;
    Push push;
    /* of the file */
    int depth;                   /* elements open, the root included */
    bool wrapped;                /* the root is the wrapper */
    size_t records;
    /* of the record */
    Findings findings;
    Open open[DEPTH_LIMIT];
    int open_count;
    int skip;                    /* elements open below one that is passed over */
    size_t elements, bytes;
    bool large;                  /* over the limit of elements or bytes, and that was said */
} Reading;

/* --- where --- */

/* The place of something that is no node of the tree: within the element that is open, if one is. */
static Place place_line(const Reading *reading, int line)
{
    const char *path = reading->open_count ? reading->open[reading->open_count - 1].node->path : NULL;
    return (Place){.file = reading->source->file, .line = line, .path = path};
}

/* Findings of a record go with the record; outside of one, to the caller's. */
static Findings *here(Reading *reading)
{
    return reading->open_count ? &reading->findings : reading->file_findings;
}

/* --- building the tree --- */

static int tally(Reading *reading, Open *parent, const xmlChar *name)
{
    for (size_t i = 0; i < parent->tally_count; i++)
        if (parent->tallies[i].name == name)
            return ++parent->tallies[i].count;
    Tally *new = ARENA_PUSH(reading->arena, parent->tallies, parent->tally_count, parent->tally_capacity, Tally);
    *new = (Tally){name, 1};
    return 1;
}

static char *node_path(Reading *reading, Open *parent, const XmlNode *node, int index)
{
    const XmlNode *above = parent->node;
    bool top = !above->parent || (!above->parent->parent && text_equal(above->name, "taper"));
    const char *base = top ? "" : above->path, *slash = top ? "" : "/";
    if (index == 1 && !xml_may_repeat(node->name))
        return arena_format(reading->arena, "%s%s%s", base, slash, node->name);
    return arena_format(reading->arena, "%s%s%s[%d]", base, slash, node->name, index);
}

static void node_attach(Reading *reading, XmlNode *node, const xmlChar *name)
{
    if (reading->open_count == 0) {
        node->path = node->name;
        return;
    }
    Open *parent = &reading->open[reading->open_count - 1];
    node->parent = parent->node;
    node->path = node_path(reading, parent, node, tally(reading, parent, name));
    if (parent->last)
        parent->last->next = node;
    else
        parent->node->first = node;
    parent->last = node;
}

/* Without entity substitution libxml2 hands "&" in attributes over as "&#38;", for a second parse that is never made
 * here; a bare "&" cannot come otherwise. */
static char *attribute_value(Arena *arena, const xmlChar *from, const xmlChar *end)
{
    static const char escaped[] = "&#38;";
    const char *at = (const char *)from;
    size_t left = (size_t)(end - from), length = 0;
    char *value = arena_alloc(arena, left + 1);
    while (left) {
        size_t step = *at == '&' && left >= 5 && memcmp(at, escaped, 5) == 0 ? 5 : 1;
        value[length++] = *at;
        at += step;
        left -= step;
    }
    value[length] = '\0';
    return value;
}

/* libxml2 gives five pointers an attribute: name, prefix, namespace, value, end of value. */
enum { ATTRIBUTE_NAME, ATTRIBUTE_PREFIX, ATTRIBUTE_SPACE, ATTRIBUTE_VALUE, ATTRIBUTE_END, ATTRIBUTE_STRIDE };

static void attribute_add(Reading *reading, XmlNode *node, const xmlChar **raw)
{
    static const char instance[] = "http://www.w3.org/2001/XMLSchema-instance";
    const char *name = (const char *)raw[ATTRIBUTE_NAME], *space = (const char *)raw[ATTRIBUTE_SPACE];
    size_t size = (size_t)(raw[ATTRIBUTE_END] - raw[ATTRIBUTE_VALUE]);
    if (space && text_equal(space, instance))
        return;  /* where an editor finds the schema: nothing that is read */
    if (space) {
        finding_add(&reading->findings, MT105, xml_place(node, NULL), "attribute %.64s of namespace \"%.128s\"", name,
                    space);
        return;
    }
    if (strlen(name) > NAME_LIMIT) {
        finding_add(&reading->findings, MT108, xml_place(node, NULL),
                    "the attribute name %.64s... has %zu bytes, the limit is %d", name, strlen(name), NAME_LIMIT);
        return;
    }
    reading->bytes += size;
    char *value = attribute_value(reading->arena, raw[ATTRIBUTE_VALUE], raw[ATTRIBUTE_END]);
    node->attributes[node->attribute_count++] = (XmlAttribute){arena_string(reading->arena, name), value};
    if (size > TEXT_LIMIT)
        finding_add(&reading->findings, MT109, xml_place(node, name), "%zu bytes, the limit is %d", size, TEXT_LIMIT);
}

static void attributes_add(Reading *reading, XmlNode *node, int count, const xmlChar **raw)
{
    int taken = count;
    if (count > ATTRIBUTE_LIMIT) {
        finding_add(&reading->findings, MT110, xml_place(node, NULL), "%d attributes, the limit is %d", count,
                    ATTRIBUTE_LIMIT);
        taken = ATTRIBUTE_LIMIT;
    }
    node->attributes = ARENA_ARRAY(reading->arena, (size_t)taken, XmlAttribute);
    for (int i = 0; i < taken; i++)
        attribute_add(reading, node, raw + i * ATTRIBUTE_STRIDE);
}

/* --- judging the start of an element --- */

static bool right_namespace(const Reading *reading, const xmlChar *space)
{
    return text_equal((const char *)space, reading->source->namespace);
}

static bool name_fits(Reading *reading, const xmlChar *name, int line)
{
    size_t length = strlen((const char *)name);
    if (length <= NAME_LIMIT)
        return true;
    finding_add(here(reading), MT108, place_line(reading, line),
                "the element name %.64s... has %zu bytes, the limit is %d", (const char *)name, length, NAME_LIMIT);
    return false;
}

static bool namespace_fits(Reading *reading, const xmlChar *name, const xmlChar *space, int line)
{
    if (right_namespace(reading, space))
        return true;
    if (space)
        finding_add(here(reading), MT105, place_line(reading, line), "<%.64s> is of namespace \"%.128s\", not \"%s\"",
                    (const char *)name, (const char *)space, reading->source->namespace);
    else
        finding_add(here(reading), MT105, place_line(reading, line), "<%.64s> is of no namespace, not \"%s\"",
                    (const char *)name, reading->source->namespace);
    return false;
}

static bool record_fits(Reading *reading, int line)
{
    bool fits = ++reading->elements <= ELEMENT_LIMIT && reading->bytes <= BYTE_LIMIT;
    if (fits || reading->large)
        return fits;
    reading->large = true;
    if (reading->elements > ELEMENT_LIMIT)
        finding_add(here(reading), MT111, place_line(reading, line), "more than %d elements in one record",
                    ELEMENT_LIMIT);
    else
        finding_add(here(reading), MT111, place_line(reading, line), "%zu bytes of text in one record, the limit is %d",
                    reading->bytes, BYTE_LIMIT);
    return false;
}

/* Whether a further element of the record is kept; what is not is passed over with all it holds. */
static bool element_fits(Reading *reading, const xmlChar *name, const xmlChar *space, int line)
{
    if (reading->open_count == DEPTH_LIMIT) {
        finding_add(here(reading), MT107, place_line(reading, line), "<%.64s> is %d deep, the limit is %d",
                    (const char *)name, DEPTH_LIMIT + 1, DEPTH_LIMIT);
        return false;
    }
    if (!record_fits(reading, line))
        return false;
    return name_fits(reading, name, line) && namespace_fits(reading, name, space, line);
}

static void open_element(Reading *reading, const xmlChar *name, int line, int count, const xmlChar **raw)
{
    XmlNode *node = ARENA_NEW(reading->arena, XmlNode);
    node->name = arena_string(reading->arena, (const char *)name);
    node->line = line;
    node->text = "";
    node->file = reading->source->file;
    node->arena = reading->arena;
    node_attach(reading, node, name);
    reading->open[reading->open_count++] = (Open){.node = node, .text = buffer_new(reading->arena)};
    attributes_add(reading, node, count, raw);
}

static void open_record(Reading *reading, const xmlChar *name, int line, int count, const xmlChar **raw)
{
    if (reading->source->reset && reading->records)
        arena_reset(reading->arena);
    reading->records++;
    reading->findings = findings_new(reading->arena);
    reading->elements = 1;
    reading->bytes = 0;
    reading->large = false;
    open_element(reading, name, line, count, raw);
}

/* The root: the record itself, the wrapper, or nothing of ours (then the search ends). */
static void open_root(Reading *reading, const xmlChar *name, const xmlChar *space, int line, int count,
                      const xmlChar **raw)
{
    const XmlSource *source = reading->source;
    bool record = text_equal((const char *)name, source->record);
    reading->wrapped = source->wrapper && text_equal((const char *)name, source->wrapper);
    if (!record && !reading->wrapped)
        finding_add(reading->file_findings, MT104, place_line(reading, line),
                    "the root element is <%.64s>, not <%s>%s%s%s", (const char *)name, source->record, source->wrapper ? " or <" : "",
                    source->wrapper ? source->wrapper : "", source->wrapper ? ">" : "");
    else if (namespace_fits(reading, name, space, line)) {
        if (record)
            open_record(reading, name, line, count, raw);
        return;
    }
    push_stop(&reading->push, true);
}

/* What stands directly in the wrapper. */
static void open_between(Reading *reading, const xmlChar *name, const xmlChar *space, int line, int count,
                         const xmlChar **raw)
{
    if (!text_equal((const char *)name, reading->source->record)) {
        finding_add(reading->file_findings, MT106, place_line(reading, line), "<%.64s> stands between records of <%s>",
                    (const char *)name, reading->source->record);
        reading->skip = 1;
        return;
    }
    if (namespace_fits(reading, name, space, line))
        open_record(reading, name, line, count, raw);
    else
        reading->skip = 1;
}

static void on_start(void *user, const xmlChar *name, const xmlChar *prefix, const xmlChar *space, int space_count,
                     const xmlChar **spaces, int count, int defaulted, const xmlChar **raw)
{
    Reading *reading = ((Push *)user)->user;
    int line = push_tag_line(&reading->push);
    (void)prefix, (void)space_count, (void)spaces, (void)defaulted;
    reading->depth++;
    if (reading->push.stopped)
        return;
    if (reading->skip)
        reading->skip++;
    else if (reading->depth == 1)
        open_root(reading, name, space, line, count, raw);
    else if (reading->open_count == 0)
        open_between(reading, name, space, line, count, raw);
    else if (element_fits(reading, name, space, line))
        open_element(reading, name, line, count, raw);
    else
        reading->skip = 1;
}

/* --- text and ends --- */

static bool is_blank(const char *text, int length)
{
    for (int i = 0; i < length; i++)
        if (!memchr(" \t\r\n", text[i], 4))
            return false;
    return true;
}

static void on_text(void *user, const xmlChar *raw, int length)
{
    Reading *reading = ((Push *)user)->user;
    const char *text = (const char *)raw;
    if (reading->push.stopped || reading->skip)
        return;
    if (reading->open_count == 0) {
        if (!is_blank(text, length))
            finding_add(reading->file_findings, MT106, place_line(reading, push_line(&reading->push)),
                        "text stands between records of <%s>", reading->source->record);
        return;
    }
    Open *open = &reading->open[reading->open_count - 1];
    if (!open->text_full && open->text.length + (size_t)length <= TEXT_LIMIT) {
        buffer_add_bytes(&open->text, text, (size_t)length);
        reading->bytes += (size_t)length;
        return;
    }
    open->text_full = true;  /* blanks between many children may be dropped, nothing else */
    if (open->text_said || is_blank(text, length))
        return;
    finding_add(&reading->findings, MT109, xml_place(open->node, NULL),
                "more than %d bytes of text, which is the limit", TEXT_LIMIT);
    open->text_said = true;
}

static void close_record(Reading *reading, XmlNode *record)
{
    if (!reading->sink(reading->context, record, reading->arena, &reading->findings))
        push_stop(&reading->push, false);
}

static void on_end(void *user, const xmlChar *name, const xmlChar *prefix, const xmlChar *space)
{
    Reading *reading = ((Push *)user)->user;
    (void)name, (void)prefix, (void)space;
    reading->depth--;
    if (reading->push.stopped)
        return;
    if (reading->skip) {
        reading->skip--;
        return;
    }
    if (reading->open_count == 0)
        return;  /* the wrapper's own end */
    Open *open = &reading->open[--reading->open_count];
    open->node->text = buffer_text(&open->text);
    if (reading->open_count == 0)
        close_record(reading, open->node);
}

/* --- the whole file --- */

static void on_fault(void *user, Code code, int line, const char *text)
{
    Reading *reading = user;
    finding_add(reading->file_findings, code, (Place){.file = reading->source->file, .line = line}, "%s", text);
}

/* A record that the file breaks off in is never handed over; what was found in it is. */
static bool reading_end(Reading *reading)
{
    const Push *push = &reading->push;
    if (!push->faulty && !push->stopped && reading->depth) {
        finding_add(reading->file_findings, MT102, place_line(reading, 0), "the file ends inside an element");
        reading->push.faulty = true;
    }
    if (push->faulty && reading->open_count)
        findings_copy(reading->file_findings, &reading->findings);
    if (!push->faulty && !push->stopped && reading->records == 0)
        finding_add(reading->file_findings, MT118, place_line(reading, 0), "no <%s> in the file",
                    reading->source->record);
    return !push->faulty;
}

static Reading reading_new(const XmlSource *source, Arena *arena, Findings *findings, XmlRecord sink, void *context)
{
    return (Reading){.source = source, .arena = arena, .file_findings = findings, .sink = sink, .context = context};
}

static void reading_open(Reading *reading)
{
    xmlSAXHandler handler = {
        .startElementNs = on_start, .endElementNs = on_end, .characters = on_text, .cdataBlock = on_text,
        .ignorableWhitespace = on_text,
    };
    push_open(&reading->push, &handler, reading, reading->source->file, on_fault);
}

bool xml_read(const XmlSource *source, Arena *arena, Findings *findings, XmlRecord sink, void *context)
{
    Reading reading = reading_new(source, arena, findings, sink, context);
    reading_open(&reading);
    push_file(&reading.push, source->file);
    push_close(&reading.push);
    return reading_end(&reading);
}

bool xml_read_memory(const XmlSource *source, const char *bytes, size_t size, Arena *arena, Findings *findings,
                     XmlRecord sink, void *context)
{
    Reading reading = reading_new(source, arena, findings, sink, context);
    reading_open(&reading);
    push_bytes(&reading.push, bytes, size);
    push_end(&reading.push);
    push_close(&reading.push);
    return reading_end(&reading);
}

typedef struct {
    XmlNode *root;
    Findings *findings;
} Loaded;

static bool keep_root(void *context, XmlNode *record, Arena *arena, Findings *findings)
{
    Loaded *loaded = context;
    (void)arena;
    loaded->root = record;
    findings_copy(loaded->findings, findings);
    return true;
}

XmlNode *xml_load(const char *file, const char *namespace, const char *record, Arena *arena, Findings *findings)
{
    XmlSource source = {.file = file, .namespace = namespace, .record = record};
    Loaded loaded = {.findings = findings};
    bool whole = xml_read(&source, arena, findings, keep_root, &loaded);
    return whole ? loaded.root : NULL;
}
