/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records of the bench: what was really weighed, measured, wasted and released for a lot. */
#include <errno.h>
#include <string.h>
#include "bench.h"
#include "inventory.h"
#include "microtaper/file.h"
#include "microtaper/text.h"
#include "prescribe.h"

#define RECORDS_LIMIT ((size_t)4 << 20)

static const char *const no_children[] = {NULL};
static const char *const record_children[] = {"used",      "yield",  "check",   "waste", "returned",
                                              "deviation", "accept", "release", "void",  NULL};

static const XmlField record_fields[] = {FIELD("lot", REQUIRED, read_text, BenchRecord, lot),
                                         FIELD("on", REQUIRED, read_date, BenchRecord, on),
                                         FIELD("by", REQUIRED, read_text, BenchRecord, by),
                                         FIELD("checked-by", REQUIRED, read_text, BenchRecord, checked_by),
                                         FIELD("correction", OPTIONAL, read_long_text, BenchRecord, correction),
                                         XML_END};

static const XmlField use_fields[] = {FIELD("of", REQUIRED, read_text, BenchUse, of),
                                      FIELD("line", OPTIONAL, read_count, BenchUse, line),
                                      FIELD_FLAG("amount", OPTIONAL, read_amount, BenchUse, amount, has_amount),
                                      FIELD("maker", OPTIONAL, read_text, BenchUse, maker),
                                      FIELD("lot", OPTIONAL, read_text, BenchUse, lot),
                                      FIELD("ndc", OPTIONAL, read_text, BenchUse, ndc),
                                      FIELD_FLAG("expires", OPTIONAL, read_date, BenchUse, expires, has_expires),
                                      FIELD("by", REQUIRED, read_text, BenchUse, by),
                                      FIELD("checked-by", OPTIONAL, read_text, BenchUse, checked_by),
                                      XML_END};

static const XmlField yield_fields[] = {FIELD("volume", REQUIRED, read_volume, BenchRecord, yield), XML_END};

static const XmlField check_fields[] = {FIELD("of", REQUIRED, read_text, BenchRemark, of),
                                        FIELD("found", REQUIRED, read_long_text, BenchRemark, text),
                                        FIELD("by", REQUIRED, read_text, BenchRemark, by), XML_END};

static const XmlField deviation_fields[] = {FIELD("reason", REQUIRED, read_long_text, BenchRemark, text),
                                            FIELD("by", REQUIRED, read_text, BenchRemark, by), XML_END};

static const XmlField waste_fields[] = {FIELD("amount", REQUIRED, read_amount, BenchWaste, amount),
                                        FIELD("witness", REQUIRED, read_text, BenchWaste, witness),
                                        FIELD("reason", REQUIRED, read_long_text, BenchWaste, reason), XML_END};

static const XmlField return_fields[] = {FIELD("word", REQUIRED, read_text, BenchReturn, word),
                                         FIELD("reason", REQUIRED, read_long_text, BenchReturn, reason), XML_END};

static const XmlField release_fields[] = {FIELD("by", REQUIRED, read_text, BenchRecord, settled_by), XML_END};

static const XmlField void_fields[] = {FIELD("by", REQUIRED, read_text, BenchRecord, settled_by),
                                       FIELD("reason", REQUIRED, read_long_text, BenchRecord, why), XML_END};

/* ---------------------------------------------------------------- elements ---- */
static void read_uses(Reading *reading, const XmlNode *node, BenchRecord *record)
{
    record->uses = ARENA_ARRAY(reading->arena, child_count(node, "used") + 1, BenchUse);
    for (const XmlNode *one = child_first(node, "used"); one; one = child_next(one)) {
        BenchUse *use = &record->uses[record->use_count++];
        use->place = xml_place(one, NULL);
        read_node(reading, one, use_fields, use, no_children);
    }
}

static void read_wastes(Reading *reading, const XmlNode *node, BenchRecord *record)
{
    record->wastes = ARENA_ARRAY(reading->arena, child_count(node, "waste") + 1, BenchWaste);
    for (const XmlNode *one = child_first(node, "waste"); one; one = child_next(one)) {
        BenchWaste *waste = &record->wastes[record->waste_count++];
        waste->place = xml_place(one, NULL);
        read_node(reading, one, waste_fields, waste, no_children);
        if (waste->amount.unit == STOCK_COUNT && waste->reason)
            FAULT(reading, MT201, xml_place(one, "amount"),
                  "what is wasted of a lot is a mass of the drug or a volume");
        require_above_zero(reading, waste->amount.size, xml_place(one, "amount"), "what is wasted");
    }
}

static void read_returns(Reading *reading, const XmlNode *node, BenchRecord *record)
{
    record->returns = ARENA_ARRAY(reading->arena, child_count(node, "returned") + 1, BenchReturn);
    for (const XmlNode *one = child_first(node, "returned"); one; one = child_next(one)) {
        BenchReturn *returned = &record->returns[record->return_count++];
        returned->place = xml_place(one, NULL);
        read_node(reading, one, return_fields, returned, no_children);
    }
}

static void read_remarks(Reading *reading, const XmlNode *node, const char *name, const XmlField *fields,
                         BenchRecord *record)
{
    for (const XmlNode *one = child_first(node, name); one; one = child_next(one))
        read_node(reading, one, fields, &record->remarks[record->remark_count++], no_children);
}

static void read_yield(Reading *reading, const XmlNode *node, BenchRecord *record)
{
    const XmlNode *yield = child_one(reading, node, "yield", OPTIONAL);
    record->has_yield = yield != NULL;
    record->yield_place = xml_place(yield ? yield : node, NULL);
    if (yield) read_node(reading, yield, yield_fields, record, no_children);
}

/* A lot is released or void: one of the two, said by name. */
static void read_outcome(Reading *reading, const XmlNode *node, BenchRecord *record)
{
    const XmlNode *release = child_one(reading, node, "release", OPTIONAL),
                  *nullified = child_one(reading, node, "void", OPTIONAL);
    record->released = release != NULL;
    if (release) read_node(reading, release, release_fields, record, no_children);
    if (nullified) read_node(reading, nullified, void_fields, record, no_children);
    if (!release && !nullified)
        FAULT(reading, MT117, xml_place(node, NULL), "<record> has neither <release> nor <void>");
    if (release && nullified) FAULT(reading, MT116, xml_place(nullified, NULL), "<void> beside <release>");
}

static BenchRecord *read_record(Reading *reading, const XmlNode *node)
{
    BenchRecord *record = ARENA_NEW(reading->arena, BenchRecord);
    record->place = xml_place(node, NULL);
    read_node(reading, node, record_fields, record, record_children);
    read_uses(reading, node, record);
    read_yield(reading, node, record);
    record->remarks =
        ARENA_ARRAY(reading->arena, child_count(node, "check") + child_count(node, "deviation") + 1, BenchRemark);
    read_remarks(reading, node, "check", check_fields, record);
    read_remarks(reading, node, "deviation", deviation_fields, record);
    read_wastes(reading, node, record);
    read_returns(reading, node, record);
    read_outcome(reading, node, record);
    record->accepts = read_accepts(reading, node, &record->accept_count);
    record->digest = content_digest(node, reading->arena);
    return record;
}

/* ---------------------------------------------------------------- the file ---- */
typedef struct {
    BenchSink sink;
    void *context;
} Stream;

static bool on_record(void *context, XmlNode *node, Arena *arena, Findings *findings)
{
    Stream *stream = context;
    Reading reading = {NULL, NULL, arena, findings, findings_errors(findings) == 0};
    BenchRecord *record = read_record(&reading, node);
    return stream->sink(stream->context, reading.sound ? record : NULL, findings, arena);
}

static bool is_xml(Bytes bytes)
{
    static const char mark[] = "\xEF\xBB\xBF";
    const char *at = bytes.at;
    if (strncmp(at, mark, strlen(mark)) == 0) at += strlen(mark);
    return at[strspn(at, " \t\r\n")] == '<';
}

bool records_read(const char *file, BenchSink sink, void *context, Findings *findings)
{
    Bytes bytes;
    int error = file_read(file, RECORDS_LIMIT, findings->arena, &bytes);
    if (error) {
        finding_add(findings, MT101, (Place){.file = file}, "%s", strerror(error));
        return false;
    }
    if (!is_xml(bytes)) {
        const char *text = csv_records(file, bytes, findings->arena, findings);
        if (!text) return false;
        bytes = (Bytes){text, strlen(text)};
    }
    Stream stream = {sink, context};
    XmlSource source = {
        .file = file, .namespace = NAMESPACE_RECORD, .record = "record", .wrapper = "records", .reset = true};
    Arena *arena = arena_new();
    bool whole = xml_read_memory(&source, bytes.at, bytes.size, arena, findings, on_record, &stream);
    arena_free(arena);
    return whole;
}
