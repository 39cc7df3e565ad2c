/* SPDX-License-Identifier: GPL-3.0-or-later */
/* templates/tables: drugs, equivalences and beyond-use profiles.  Limits are read in limits.c. */
#include "tables.h"

#include <inttypes.h>

#include "microtaper/file.h"
#include "microtaper/text.h"
#include "reading.h"

static const char *const no_children[] = {NULL};

/* ------------------------------------------------------------------------------ drugs ---- */
typedef struct { Drug drug; int32_t code; bool has_weakest, has_strongest; } DrugRow;

static const XmlField drug_fields[] = {
    FIELD("name", REQUIRED, read_text, DrugRow, drug.name),
    FIELD("code", REQUIRED, read_count, DrugRow, code),
    FIELD("tall-man", REQUIRED, read_text, DrugRow, drug.tall_man),
    FIELD("molar-mass", OPTIONAL, read_molar_mass, DrugRow, drug.molar_mass_e2),
    FIELD("schedule-iv", REQUIRED, read_bool, DrugRow, drug.schedule_iv),
    FIELD("half-life-hours", OPTIONAL, read_count, DrugRow, drug.half_life_hours),
    FIELD("plausible-daily", OPTIONAL, read_mass, DrugRow, drug.plausible_daily),
    FIELD("plausible-source", OPTIONAL, read_long_text, DrugRow, drug.plausible_source),
    FIELD_FLAG("weakest", OPTIONAL, read_strength, DrugRow, drug.weakest, has_weakest),
    FIELD_FLAG("strongest", OPTIONAL, read_strength, DrugRow, drug.strongest, has_strongest),
    FIELD("strength-source", OPTIONAL, read_long_text, DrugRow, drug.strength_source),
    FIELD("stop-dose", OPTIONAL, read_mass, DrugRow, drug.stop_dose),
    FIELD("stop-source", OPTIONAL, read_long_text, DrugRow, drug.stop_source),
    XML_END};

typedef struct { const char *source; } Sourced;
static const XmlField sourced_fields[] = {FIELD("source", REQUIRED, read_long_text, Sourced, source), XML_END};
static const XmlField no_fields[] = {XML_END};

static bool drug_clashes(const Tables *tables, const Drug *drug)
{
    for (size_t i = 0; i < tables->drug_count; i++)
        if (text_equal(tables->drugs[i].name, drug->name) || tables->drugs[i].code == drug->code) return true;
    return false;
}

/* The strengths believed of its liquids: both ends, with their source. */
static void judge_range(Reading *reading, const XmlNode *node, const DrugRow *row)
{
    const Drug *drug = &row->drug;
    if (row->has_weakest != row->has_strongest)
        FAULT(reading, MT222, xml_place(node, NULL), "weakest and strongest go together");
    if (row->has_weakest && row->has_strongest && strength_compare(drug->strongest, drug->weakest) < 0)
        FAULT(reading, MT219, xml_place(node, "strongest"), "%s is weaker than %s",
              strength_text(reading->arena, drug->strongest), strength_text(reading->arena, drug->weakest));
    if (row->has_weakest && !drug->strength_source)
        FAULT(reading, MT218, xml_place(node, NULL), "\"%s\" states strengths without their source", drug->name);
}

typedef struct { Strength strength; } Commercial;
static const XmlField commercial_fields[] = {FIELD("strength", REQUIRED, read_strength, Commercial, strength), XML_END};

static void read_commercial(Reading *reading, const XmlNode *node, Drug *drug)
{
    drug->commercial = ARENA_ARRAY(reading->arena, child_count(node, "commercial") + 1, Strength);
    for (const XmlNode *child = child_first(node, "commercial"); child; child = child_next(child)) {
        Commercial row = {0};
        read_node(reading, child, commercial_fields, &row, no_children);
        drug->commercial[drug->commercial_count++] = row.strength;
    }
}

static void read_drug(Reading *reading, const XmlNode *node, Tables *tables)
{
    static const char *const children[] = {"commercial", NULL};
    DrugRow row = {.code = UNREAD};
    read_node(reading, node, drug_fields, &row, children);
    read_commercial(reading, node, &row.drug);
    judge_range(reading, node, &row);
    require_between(reading, row.code, 1, 255, xml_place(node, "code"), "the code");
    row.drug.code = (uint8_t)row.code;
    if (drug_clashes(tables, &row.drug))
        FAULT(reading, MT217, xml_place(node, NULL), "drug \"%s\" or code %" PRId32 " stands twice",
              row.drug.name ? row.drug.name : "", row.code);
    if ((row.drug.plausible_daily.ng && !row.drug.plausible_source) || (row.drug.stop_dose.ng && !row.drug.stop_source))
        FAULT(reading, MT218, xml_place(node, NULL), "\"%s\" states a figure without its source", row.drug.name);
    tables->drugs[tables->drug_count++] = row.drug;
}

static void read_drugs(Reading *reading, const XmlNode *root, Tables *tables)
{
    static const char *const children[] = {"drug", NULL};
    Sourced sourced = {0};
    read_node(reading, root, sourced_fields, &sourced, children);
    child_some(reading, root, "drug");
    tables->drugs = ARENA_ARRAY(reading->arena, child_count(root, "drug"), Drug);
    for (const XmlNode *node = child_first(root, "drug"); node; node = child_next(node))
        read_drug(reading, node, tables);
}

/* ----------------------------------------------------------------------- equivalences ---- */
typedef struct { const char *drug; Mass low, high; } EquivalenceRow;
static const XmlField row_fields[] = {
    FIELD("drug", REQUIRED, read_text, EquivalenceRow, drug),
    FIELD("low", REQUIRED, read_mass, EquivalenceRow, low),
    FIELD("high", REQUIRED, read_mass, EquivalenceRow, high),
    XML_END};

typedef struct { Equivalence table; const char *to; } EquivalenceHead;
static const XmlField equivalence_fields[] = {
    FIELD("name", REQUIRED, read_text, EquivalenceHead, table.name),
    FIELD("to", REQUIRED, read_text, EquivalenceHead, to),
    FIELD("source", REQUIRED, read_long_text, EquivalenceHead, table.source),
    XML_END};

static bool has_row(const Equivalence *table, const Drug *drug)
{
    for (size_t i = 0; i < table->count; i++)
        if (table->rows[i].drug == drug) return true;
    return false;
}

static void read_row(Reading *reading, const XmlNode *node, Equivalence *table)
{
    EquivalenceRow row = {.low = {UNREAD}, .high = {UNREAD}};
    read_node(reading, node, row_fields, &row, no_children);
    require_above_zero(reading, row.low.ng, xml_place(node, "low"), "the dose");
    if (row.low.ng > row.high.ng && row.high.ng != UNREAD)
        FAULT(reading, MT219, xml_place(node, NULL), "low is above high");
    const Drug *drug = drug_read(reading, row.drug, xml_place(node, "drug"));
    if (drug && has_row(table, drug)) FAULT(reading, MT217, xml_place(node, "drug"), "\"%s\" stands twice", row.drug);
    table->rows[table->count].drug = drug;
    table->rows[table->count].low = row.low;
    table->rows[table->count++].high = row.high;
}

static void read_equivalence(Reading *reading, const XmlNode *node, Tables *tables)
{
    static const char *const children[] = {"row", NULL};
    static const char *const to[] = {"diazepam 10 mg", NULL};   /* what the struct says its rows equal */
    EquivalenceHead head = {0};
    read_node(reading, node, equivalence_fields, &head, children);
    word_index(reading, head.to, to, xml_place(node, "to"));
    if (head.table.name && equivalence_find(tables, head.table.name))
        FAULT(reading, MT217, xml_place(node, "name"), "\"%s\" stands twice", head.table.name);
    head.table.rows = arena_array(reading->arena, child_count(node, "row"), sizeof *head.table.rows);
    for (const XmlNode *row = child_first(node, "row"); row; row = child_next(row)) read_row(reading, row, &head.table);
    tables->equivalences[tables->equivalence_count++] = head.table;
}

static void read_equivalences(Reading *reading, const XmlNode *root, Tables *tables)
{
    static const char *const children[] = {"table", NULL};
    read_node(reading, root, no_fields, NULL, children);
    tables->equivalences = ARENA_ARRAY(reading->arena, child_count(root, "table"), Equivalence);
    for (const XmlNode *node = child_first(root, "table"); node; node = child_next(node))
        read_equivalence(reading, node, tables);
}

/* ------------------------------------------------------------------- beyond-use dates ---- */
static const XmlField class_fields[] = {
    FIELD("name", REQUIRED, read_text, BudClass, name),
    FIELD("days", REQUIRED, read_days, BudClass, days),
    FIELD("storage", REQUIRED, read_text, BudClass, storage),
    FIELD("source", REQUIRED, read_long_text, BudClass, citation),
    XML_END};

static const XmlField profile_fields[] = {
    FIELD("name", REQUIRED, read_text, BudProfile, name),
    FIELD("longest", REQUIRED, read_days, BudProfile, longest),
    FIELD("source", REQUIRED, read_long_text, BudProfile, citation),
    XML_END};

const char *const storage_words[] = {"refrigerator", "room-or-refrigerator", "room", NULL};

static void read_class(Reading *reading, const XmlNode *node, BudProfile *profile)
{
    BudClass class = {.days = UNREAD};
    read_node(reading, node, class_fields, &class, no_children);
    word_index(reading, class.storage, storage_words, xml_place(node, "storage"));
    if (profile->longest != UNREAD && class.days > profile->longest)
        FAULT(reading, MT219, xml_place(node, "days"), "%" PRId32 " days are over the profile's longest, %" PRId32,
              class.days, profile->longest);
    if (class.name && bud_class_find(profile, class.name))
        FAULT(reading, MT217, xml_place(node, "name"), "\"%s\" stands twice", class.name);
    profile->classes[profile->count++] = class;
}

static void read_profile(Reading *reading, const XmlNode *node, Tables *tables)
{
    static const char *const children[] = {"class", NULL};
    BudProfile profile = {.longest = UNREAD};
    read_node(reading, node, profile_fields, &profile, children);
    child_some(reading, node, "class");
    if (profile.name && profile_find(tables, profile.name))
        FAULT(reading, MT217, xml_place(node, "name"), "\"%s\" stands twice", profile.name);
    profile.classes = ARENA_ARRAY(reading->arena, child_count(node, "class"), BudClass);
    for (const XmlNode *class = child_first(node, "class"); class; class = child_next(class))
        read_class(reading, class, &profile);
    tables->profiles[tables->profile_count++] = profile;
}

static void read_profiles(Reading *reading, const XmlNode *root, Tables *tables)
{
    static const char *const children[] = {"profile", NULL};
    read_node(reading, root, no_fields, NULL, children);
    child_some(reading, root, "profile");
    tables->profiles = ARENA_ARRAY(reading->arena, child_count(root, "profile"), BudProfile);
    for (const XmlNode *node = child_first(root, "profile"); node; node = child_next(node))
        read_profile(reading, node, tables);
}

/* ------------------------------------------------------------------------------- all ---- */
static const struct {
    const char *file, *root;
    void (*read)(Reading *reading, const XmlNode *root, Tables *tables);
} table_files[] = {
    {"drugs.xml", "drugs", read_drugs},
    {"equivalences.xml", "equivalences", read_equivalences},
    {"bud.xml", "beyond-use", read_profiles},
    {"limits.xml", "limits", read_limits},
};

Tables *tables_load(const char *templates, Arena *arena, Findings *findings)
{
    Tables *tables = ARENA_NEW(arena, Tables);
    Reading reading = {.tables = tables, .arena = arena, .findings = findings, .sound = true};
    size_t errors = findings_errors(findings);
    const char *folder = path_join(arena, templates, "tables");
    for (size_t i = 0; i < sizeof table_files / sizeof table_files[0]; i++) {
        const char *file = path_join(arena, folder, table_files[i].file);
        const XmlNode *root = xml_load(file, NAMESPACE_TABLES, table_files[i].root, arena, findings);
        if (root) table_files[i].read(&reading, root, tables);
    }
    return findings_errors(findings) == errors ? tables : NULL;
}

const Drug *drug_find(const Tables *tables, const char *name)
{
    for (size_t i = 0; i < tables->drug_count; i++)
        if (text_equal(tables->drugs[i].name, name)) return &tables->drugs[i];
    return NULL;
}

const Equivalence *equivalence_find(const Tables *tables, const char *name)
{
    for (size_t i = 0; i < tables->equivalence_count; i++)
        if (text_equal(tables->equivalences[i].name, name)) return &tables->equivalences[i];
    return NULL;
}

const BudProfile *profile_find(const Tables *tables, const char *name)
{
    for (size_t i = 0; i < tables->profile_count; i++)
        if (text_equal(tables->profiles[i].name, name)) return &tables->profiles[i];
    return NULL;
}

const BudClass *bud_class_find(const BudProfile *profile, const char *name)
{
    for (size_t i = 0; i < profile->count; i++)
        if (text_equal(profile->classes[i].name, name)) return &profile->classes[i];
    return NULL;
}
