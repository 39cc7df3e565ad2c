/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Prescriptions, one at a time from a file that may hold any number.
 *
 * All faults are said; a prescription whose fields could not all be read is handed on as NULL, so that nothing above
 * works with half of one.  One that contradicts itself (a drug without its order) is handed on with its errors: the
 * later stages may find more to say. */
#include <inttypes.h>
#include <string.h>

#include "inventory.h"
#include "microtaper/text.h"
#include "prescribe.h"

#define NUMBER_MOST 64
#define REVISION_MOST 65535   /* two bytes in the record */
#define REFILLS_MOST 99       /* what is lawful is judged with the fills */

static const char *const no_children[] = {NULL};
static const char *const children_of_record[] = {"patient", "prescriber", "order", "purpose", "rationale", "taking",
                                                 "liquid", "taper", "event", "replaced", "accept", NULL};

/* --------------------------------------------------------------------- number, revision ---- */
/* Visible ASCII, and single spaces inside. */
static bool number_fits(const char *text)
{
    size_t length = strlen(text);
    if (length < 1 || length > NUMBER_MOST || text[0] == ' ' || text[length - 1] == ' ') return false;
    for (size_t i = 0; i < length; i++)
        if (text[i] < ' ' || text[i] > '~' || (text[i] == ' ' && text[i + 1] == ' ')) return false;
    return true;
}

/* Not squeezed: two numbers that differ in anything are two. */
static bool read_number(const char *text, void *field, Place place, Arena *arena, Findings *findings)
{
    *(const char **)field = arena_string(arena, text);
    if (number_fits(text)) return true;
    finding_add(findings, MT230, place, "\"%s\" has %zu bytes or characters that are not allowed", text, strlen(text));
    return false;
}

static const XmlField record_fields[] = {
    FIELD("number", REQUIRED, read_number, Prescription, number),
    FIELD("revision", REQUIRED, read_count, Prescription, revision),
    XML_END};

static void read_head(Reading *reading, const XmlNode *record, Prescription *rx)
{
    rx->revision = UNREAD;
    read_node(reading, record, record_fields, rx, children_of_record);
    require_between(reading, rx->revision, 1, REVISION_MOST, xml_place(record, "revision"), "the revision");
}

/* ------------------------------------------------------------------- patient, prescriber ---- */
static const XmlField patient_fields[] = {
    FIELD("name", REQUIRED, read_text, Patient, name),
    FIELD("born", REQUIRED, read_date, Patient, born),
    FIELD("address", REQUIRED, read_text, Patient, address),
    FIELD("language", REQUIRED, read_text, Patient, language),
    FIELD("print", REQUIRED, read_text, Patient, print),
    FIELD("rows", OPTIONAL, read_text, Patient, rows),
    FIELD("allergies", OPTIONAL, read_text, Patient, allergies),
    FIELD("needs", OPTIONAL, read_text, Patient, needs),
    XML_END};

static const XmlField prescriber_fields[] = {
    FIELD("name", REQUIRED, read_text, Prescriber, name),
    FIELD("address", REQUIRED, read_text, Prescriber, address),
    FIELD("phone", REQUIRED, read_text, Prescriber, phone),
    FIELD("dea", OPTIONAL, read_text, Prescriber, dea),
    XML_END};

/* Each need is "SUBSTANCE-free": another one could not be checked, and would be passed over. */
static void judge_needs(Reading *reading, const char *needs, Place place)
{
    static const char suffix[] = "-free";
    for (const char *at = needs; at && *at;) {
        size_t length = strcspn(at, ";,"), end = length;
        while (end > 0 && at[end - 1] == ' ') end--;
        if (end < sizeof suffix || strncmp(at + end - strlen(suffix), suffix, strlen(suffix)) != 0)
            FAULT(reading, MT210, place, "\"%s\" is not a need such as \"alcohol-free\"",
                  text_squeeze(reading->arena, arena_copy(reading->arena, at, length)));
        at += length + (at[length] != '\0');
    }
}

static void read_people(Reading *reading, const XmlNode *record, Prescription *rx)
{
    static const char *const prints[] = {"standard", "large", NULL}, *const rows[] = {"day", "period", NULL};
    const XmlNode *patient = child_one(reading, record, "patient", REQUIRED);
    const XmlNode *prescriber = child_one(reading, record, "prescriber", REQUIRED);
    if (patient) {
        rx->patient.place = xml_place(patient, NULL);
        read_node(reading, patient, patient_fields, &rx->patient, no_children);
        require_language(reading, rx->patient.language, xml_place(patient, "language"));
        word_index(reading, rx->patient.print, prints, xml_place(patient, "print"));
        word_index(reading, rx->patient.rows, rows, xml_place(patient, "rows"));
        judge_needs(reading, rx->patient.needs, xml_place(patient, "needs"));
    }
    if (!prescriber) return;
    rx->prescriber.place = xml_place(prescriber, NULL);
    read_node(reading, prescriber, prescriber_fields, &rx->prescriber, no_children);
}

/* --------------------------------------------------------------------------------- order ---- */
typedef struct { Order order; const char *drug; bool has_to; } OrderRow;
static const XmlField order_fields[] = {
    FIELD("drug", REQUIRED, read_text, OrderRow, drug),
    FIELD("quantity", REQUIRED, read_volume, OrderRow, order.quantity),
    FIELD("refills", REQUIRED, read_count, OrderRow, order.refills),
    FIELD("written", REQUIRED, read_date, OrderRow, order.written),
    FIELD("partial", OPTIONAL, read_bool, OrderRow, order.partial),
    FIELD_FLAG("strength", OPTIONAL, read_strength, OrderRow, order.strength, order.has_strength),
    FIELD_FLAG("strength-to", OPTIONAL, read_strength, OrderRow, order.strength_to, has_to),
    XML_END};

/* One strength, or the weakest and the strongest. */
static void read_order_strengths(Reading *reading, const XmlNode *node, OrderRow *row)
{
    if (row->has_to && !row->order.has_strength)
        FAULT(reading, MT222, xml_place(node, "strength-to"), "strength-to stands without strength");
    if (!row->has_to) row->order.strength_to = row->order.strength;
}

/* A renewal is another line written on another day. */
static void judge_order_again(Reading *reading, const XmlNode *node, const OrderRow *row, const Prescription *rx)
{
    for (size_t i = 0; row->order.drug && i < rx->order_count; i++) {
        if (rx->orders[i].drug != row->order.drug || rx->orders[i].written.day != row->order.written.day) continue;
        FAULT(reading, MT217, xml_place(node, "drug"), "a second order for \"%s\" of the same day", row->drug);
        return;
    }
}

static void read_order_line(Reading *reading, const XmlNode *node, Prescription *rx)
{
    OrderRow row = {.order = {.quantity = {UNREAD}, .refills = UNREAD, .place = xml_place(node, NULL)}};
    read_node(reading, node, order_fields, &row, no_children);
    require_above_zero(reading, row.order.quantity.nl, xml_place(node, "quantity"), "the quantity");
    require_between(reading, row.order.refills, 0, REFILLS_MOST, xml_place(node, "refills"), "the number of refills");
    row.order.drug = drug_read(reading, row.drug, xml_place(node, "drug"));
    read_order_strengths(reading, node, &row);
    require_plausible(reading, row.order.drug, row.order.strength, xml_place(node, "strength"));
    if (row.has_to) require_plausible(reading, row.order.drug, row.order.strength_to, xml_place(node, "strength-to"));
    judge_order_again(reading, node, &row, rx);
    rx->orders[rx->order_count++] = row.order;
}

static void read_orders(Reading *reading, const XmlNode *record, Prescription *rx)
{
    child_some(reading, record, "order");
    rx->orders = ARENA_ARRAY(reading->arena, child_count(record, "order"), Order);
    for (const XmlNode *node = child_first(record, "order"); node; node = child_next(node))
        read_order_line(reading, node, rx);
}

/* --------------------------------------------------------------------- purpose, rationale ---- */
typedef struct { const char *text; } TextOnly;
static const XmlField text_fields[] = {FIELD(".", REQUIRED, read_text, TextOnly, text), XML_END};

static const char *read_words_of(Reading *reading, const XmlNode *record, const char *name)
{
    TextOnly row = {0};
    const XmlNode *node = child_one(reading, record, name, OPTIONAL);
    if (node) read_node(reading, node, text_fields, &row, no_children);
    return row.text;
}

/* -------------------------------------------------------------------------------- taking ---- */
typedef struct { const char *drug; } DrugOnly;
static const XmlField taking_fields[] = {FIELD("drug", REQUIRED, read_text, DrugOnly, drug), XML_END};

typedef struct { Mass each; int64_t on_hand; Date counted; } TabletsRow;

static bool read_tablets_on_hand(const char *text, void *field, Place place, Arena *arena, Findings *findings)
{
    if (tablets_parse(text, arena, field)) return true;
    finding_add(findings, MT201, place, "not a count such as \"40 tablets\": \"%s\"", text);
    return false;
}

static const XmlField tablets_fields[] = {
    FIELD("each", REQUIRED, read_mass, TabletsRow, each),
    FIELD("on-hand", REQUIRED, read_tablets_on_hand, TabletsRow, on_hand),
    FIELD("counted", REQUIRED, read_date, TabletsRow, counted),
    XML_END};

static void read_tablets(Reading *reading, const XmlNode *node, Taking *taking)
{
    TabletsRow row = {.each = {UNREAD}};
    read_node(reading, node, tablets_fields, &row, no_children);
    require_above_zero(reading, row.each.ng, xml_place(node, "each"), "the drug in a tablet");
    taking->has_tablets = true;
    taking->tablet = row.each;
    taking->on_hand = row.on_hand;
    taking->counted = row.counted;
}

static bool is_taken(const Prescription *rx, const Drug *drug)
{
    for (size_t i = 0; i < rx->taking_count; i++)
        if (rx->takings[i].drug == drug) return true;
    return false;
}

static void read_taking(Reading *reading, const XmlNode *node, Prescription *rx)
{
    static const char *const children[] = {"dose", "tablets", NULL};
    DrugOnly row = {0};
    Taking taking = {.place = xml_place(node, NULL)};
    read_node(reading, node, taking_fields, &row, children);
    child_some(reading, node, "dose");
    taking.drug = drug_read(reading, row.drug, xml_place(node, "drug"));
    taking.doses = read_doses(reading, node, &taking.count);
    const XmlNode *tablets = child_one(reading, node, "tablets", OPTIONAL);
    if (tablets) read_tablets(reading, tablets, &taking);
    if (taking.drug && is_taken(rx, taking.drug))
        FAULT(reading, MT217, xml_place(node, "drug"), "a second <taking> of \"%s\"", row.drug);
    rx->takings[rx->taking_count++] = taking;
}

static void read_takings(Reading *reading, const XmlNode *record, Prescription *rx)
{
    child_some(reading, record, "taking");
    rx->takings = ARENA_ARRAY(reading->arena, child_count(record, "taking"), Taking);
    for (const XmlNode *node = child_first(record, "taking"); node; node = child_next(node)) read_taking(reading, node, rx);
}

/* -------------------------------------------------------------------------------- liquid ---- */
typedef struct { Liquid liquid; const char *drug; } LiquidRow;
static const XmlField liquid_fields[] = {
    FIELD("drug", REQUIRED, read_text, LiquidRow, drug),
    FIELD("strength", REQUIRED, read_strength, LiquidRow, liquid.strength),
    FIELD("syringe", REQUIRED, read_volume, LiquidRow, liquid.syringe),
    FIELD("graduation", REQUIRED, read_volume, LiquidRow, liquid.graduation),
    FIELD("formula", OPTIONAL, read_text, LiquidRow, liquid.formula),
    FIELD_FLAG("from", OPTIONAL, read_date, LiquidRow, liquid.from, liquid.has_from),
    XML_END};

static void read_liquid(Reading *reading, const XmlNode *node, Prescription *rx)
{
    LiquidRow row = {.liquid = {.syringe = {UNREAD}, .graduation = {UNREAD}, .place = xml_place(node, NULL)}};
    read_node(reading, node, liquid_fields, &row, no_children);
    require_above_zero(reading, row.liquid.syringe.nl, xml_place(node, "syringe"), "the syringe");
    require_above_zero(reading, row.liquid.graduation.nl, xml_place(node, "graduation"), "the graduation");
    row.liquid.drug = drug_read(reading, row.drug, xml_place(node, "drug"));
    require_plausible(reading, row.liquid.drug, row.liquid.strength, xml_place(node, "strength"));
    rx->liquids[rx->liquid_count++] = row.liquid;
}

static void read_liquids(Reading *reading, const XmlNode *record, Prescription *rx)
{
    rx->liquids = ARENA_ARRAY(reading->arena, child_count(record, "liquid"), Liquid);
    for (const XmlNode *node = child_first(record, "liquid"); node; node = child_next(node)) read_liquid(reading, node, rx);
}

/* ----------------------------------------------------------------------------------- one ---- */
static Prescription *read_record(Reading *reading, const XmlNode *record)
{
    Prescription *rx = ARENA_NEW(reading->arena, Prescription);
    rx->place = xml_place(record, NULL);
    read_head(reading, record, rx);
    read_people(reading, record, rx);
    read_orders(reading, record, rx);
    rx->purpose = read_words_of(reading, record, "purpose");
    rx->rationale = read_words_of(reading, record, "rationale");
    read_takings(reading, record, rx);
    read_liquids(reading, record, rx);
    const XmlNode *taper = child_one(reading, record, "taper", REQUIRED);
    if (taper) read_taper(reading, taper, rx);
    read_events(reading, record, rx);
    read_replaced(reading, record, rx);
    rx->accepts = read_accepts(reading, record, &rx->accept_count);
    judge_consistency(reading, record, rx);
    rx->content = content_digest(record, reading->arena);
    return rx;
}

/* -------------------------------------------------------------------------------- stream ---- */
typedef struct {
    const Tables *tables;
    const Shop *shop;
    PrescriptionSink sink;
    void *context;
    RxNumbers *numbers;
} Stream;

static bool on_record(void *context, XmlNode *record, Arena *arena, Findings *findings)
{
    Stream *stream = context;
    Reading reading = {stream->tables, stream->shop, arena, findings, findings_errors(findings) == 0};
    Prescription *rx = read_record(&reading, record);
    const char *number = rx->number ? text_visible(arena, rx->number) : "";   /* also one that is refused */
    if (*number && !rx_numbers_add(stream->numbers, number))
        finding_add(findings, MT231, xml_place(record, "number"), "%s was given already, above or in another file", number);
    return stream->sink(stream->context, reading.sound ? rx : NULL, number, findings, arena);
}

static XmlSource stream_source(const char *name)
{
    return (XmlSource){.file = name, .namespace = NAMESPACE_PRESCRIPTION, .record = "prescription",
                       .wrapper = "prescriptions", .reset = true};
}

bool prescriptions_read_one(const char *file, const Tables *tables, const Shop *shop, RxNumbers *numbers, PrescriptionSink sink,
                            void *context, Findings *findings)
{
    Stream stream = {.tables = tables, .shop = shop, .sink = sink, .context = context, .numbers = numbers};
    XmlSource source = stream_source(file);
    Arena *arena = arena_new();
    bool whole = xml_read(&source, arena, findings, on_record, &stream);
    arena_free(arena);
    return whole;
}

bool prescriptions_read(const char *file, const Tables *tables, const Shop *shop, PrescriptionSink sink, void *context,
                        Findings *findings)
{
    RxNumbers numbers = {0};
    bool whole = prescriptions_read_one(file, tables, shop, &numbers, sink, context, findings);
    rx_numbers_free(&numbers);
    return whole;
}

bool prescriptions_read_memory(const char *name, const char *bytes, size_t size, const Tables *tables, const Shop *shop,
                               PrescriptionSink sink, void *context, Findings *findings)
{
    RxNumbers numbers = {0};
    Stream stream = {.tables = tables, .shop = shop, .sink = sink, .context = context, .numbers = &numbers};
    XmlSource source = stream_source(name);
    Arena *arena = arena_new();
    bool whole = xml_read_memory(&source, bytes, size, arena, findings, on_record, &stream);
    arena_free(arena);
    rx_numbers_free(&numbers);
    return whole;
}
