/* SPDX-License-Identifier: GPL-3.0-or-later */
/* formulas/ID.xml: master formulation records. */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "microtaper/file.h"
#include "microtaper/text.h"
#include "inventory.h"
#include "tables.h"

static const char *const no_children[] = {NULL};
static const XmlField no_fields[] = {XML_END};
static const char *const formula_children[] = {"strength", "active", "part", "qs", "beyond-use", "storage", "container",
                                               "suspension", "commercial-copy", "equipment", "method", "check",
                                               "reference", NULL};
static const char *const sources[] = {"tablets", "powder", "liquid", NULL};   /* as ActiveSource */

typedef struct { Formula formula; const char *code, *drug; } FormulaHead;
static const XmlField head_fields[] = {
    FIELD("id", REQUIRED, read_text, FormulaHead, formula.id),
    FIELD("code", REQUIRED, read_text, FormulaHead, code),
    FIELD("version", REQUIRED, read_count, FormulaHead, formula.version),
    FIELD("drug", REQUIRED, read_text, FormulaHead, drug),
    FIELD("title", REQUIRED, read_text, FormulaHead, formula.title),
    XML_END};

/* -------------------------------------------------------------------------- strengths ---- */
typedef struct { Strength strength; } StrengthText;
static const XmlField strength_fields[] = {FIELD(".", REQUIRED, read_strength, StrengthText, strength), XML_END};

static bool has_strength(const Formula *formula, Strength strength)
{
    for (size_t i = 0; i < formula->strength_count; i++)
        if (strength_equal(formula->strengths[i], strength)) return true;
    return false;
}

static void read_strength_of(Reading *reading, const XmlNode *node, Formula *formula)
{
    StrengthText row = {0};
    read_node(reading, node, strength_fields, &row, no_children);
    if (row.strength.mass.ng && has_strength(formula, row.strength))
        FAULT(reading, MT217, xml_place(node, NULL), "%s stands twice", strength_text(reading->arena, row.strength));
    if (row.strength.mass.ng && formula->drug) require_plausible(reading, formula->drug, row.strength, xml_place(node, NULL));
    if (row.strength.mass.ng) formula->strengths[formula->strength_count++] = row.strength;
}

/* ------------------------------------------------------------------------ ingredients ---- */
typedef struct { Ingredient ingredient; const char *source, *take, *amount; Volume makes; } Active;
static const XmlField active_fields[] = {
    FIELD("name", REQUIRED, read_text, Active, ingredient.name),
    FIELD("source", REQUIRED, read_text, Active, source),
    FIELD("each", OPTIONAL, read_mass, Active, ingredient.each),
    FIELD("strength", OPTIONAL, read_strength, Active, ingredient.liquid),
    FIELD("as-weighed", OPTIONAL, read_text, Active, ingredient.as_weighed),
    FIELD("molar-mass", OPTIONAL, read_molar_mass, Active, ingredient.molar_mass_e2),
    FIELD("tolerance", OPTIONAL, read_share, Active, ingredient.tolerance),
    FIELD("diluent", OPTIONAL, read_text, Active, ingredient.diluent),
    FIELD("solvent", OPTIONAL, read_text, Active, ingredient.solvent),
    FIELD("aliquot", OPTIONAL, read_volume, Active, ingredient.aliquot),
    FIELD("take", OPTIONAL, read_text, Active, take),
    FIELD("amount", OPTIONAL, read_text, Active, amount),
    FIELD("makes", OPTIONAL, read_volume, Active, makes),
    FIELD("contains", OPTIONAL, read_long_text, Active, ingredient.contains),
    XML_END};
static const XmlField part_fields[] = {
    FIELD("name", REQUIRED, read_text, Ingredient, name),
    FIELD("share", REQUIRED, read_share, Ingredient, share),
    FIELD("contains", OPTIONAL, read_long_text, Ingredient, contains),
    XML_END};
static const XmlField qs_fields[] = {
    FIELD("name", REQUIRED, read_text, Ingredient, name),
    FIELD("contains", OPTIONAL, read_long_text, Ingredient, contains),
    XML_END};

/* Which attributes go with which source: required, or allowed. */
static const struct { const char *name; unsigned required, allowed; } source_attributes[] = {
    {"each", 1u << SOURCE_TABLETS, 1u << SOURCE_TABLETS},
    {"strength", 1u << SOURCE_LIQUID, 1u << SOURCE_LIQUID},
    {"as-weighed", 0, 1u << SOURCE_POWDER},
    {"molar-mass", 0, 1u << SOURCE_POWDER},
    {"tolerance", 0, 1u << SOURCE_POWDER},
    {"diluent", 0, 1u << SOURCE_POWDER},
    {"solvent", 0, 1u << SOURCE_POWDER},
    {"aliquot", 0, 1u << SOURCE_POWDER},
    {"take", 0, 1u << SOURCE_TABLETS},
};

static void judge_source(Reading *reading, const XmlNode *node, ActiveSource source)
{
    for (size_t i = 0; i < sizeof source_attributes / sizeof source_attributes[0]; i++) {
        const char *name = source_attributes[i].name;
        bool given = xml_attribute(node, name) != NULL;
        if (given && !(source_attributes[i].allowed & 1u << source))
            FAULT(reading, MT227, xml_place(node, name), "%s does not go with source=\"%s\"", name, sources[source]);
        if (!given && source_attributes[i].required & 1u << source)
            FAULT(reading, MT227, xml_place(node, NULL), "source=\"%s\" needs %s", sources[source], name);
    }
    if (!xml_attribute(node, "as-weighed") != !xml_attribute(node, "molar-mass"))
        FAULT(reading, MT227, xml_place(node, NULL), "as-weighed and molar-mass go together");
    if (!xml_attribute(node, "solvent") != !xml_attribute(node, "aliquot"))
        FAULT(reading, MT227, xml_place(node, NULL), "solvent and aliquot go together");
    if (xml_attribute(node, "solvent") && xml_attribute(node, "diluent"))
        FAULT(reading, MT227, xml_place(node, "solvent"), "a diluent is stated too: one of them");
}

/* ---- the recipe as its source prints it: so much of the active ingredient makes so much liquid ---- */

/* The drug in a stated amount: "20 tablets", "10 mg" of powder as ordered, "5 mL" of a liquid. */
static bool amount_drug(const Active *row, ActiveSource source, Arena *arena, Strength *stated)
{
    Volume volume;
    int64_t count;
    stated->volume = row->makes;
    if (source == SOURCE_TABLETS && tablets_parse(row->amount, arena, &count)) {
        stated->mass.ng = count * row->ingredient.each.ng;
        return true;
    }
    if (source == SOURCE_LIQUID && volume_parse(row->amount, &volume)) {
        /* volume x mass / volume of the source in `makes`, kept as one fraction */
        stated->mass.ng = muldiv_floor(volume.nl, row->ingredient.liquid.mass.ng, row->ingredient.liquid.volume.nl);
        return muldiv_ceil(volume.nl, row->ingredient.liquid.mass.ng, row->ingredient.liquid.volume.nl) == stated->mass.ng;
    }
    return source == SOURCE_POWDER && mass_parse(row->amount, &stated->mass);
}

static const char *strengths_text(const Formula *formula, Arena *arena)
{
    const char *words = "";
    for (size_t i = 0; i < formula->strength_count; i++)
        words = arena_format(arena, "%s%s%s", words, i ? ", " : "", strength_text(arena, formula->strengths[i]));
    return words;
}

/* What the source's own quantities come to must be a strength that the record states. */
static void judge_recipe(Reading *reading, const XmlNode *node, const Formula *formula, const Active *row, ActiveSource source)
{
    static const char *const forms[] = {"\"20 tablets\"", "\"10 mg\"", "\"5 mL\" of a whole number of ng"};   /* as ActiveSource */
    Strength stated;
    if (!row->amount && !row->makes.nl) return;
    if (!row->amount || !row->makes.nl) {
        FAULT(reading, MT222, xml_place(node, NULL), "amount and makes go together");
        return;
    }
    if (source == SOURCE_TABLETS ? row->ingredient.each.ng <= 0 : source == SOURCE_LIQUID && !row->ingredient.liquid.mass.ng) return;
    if (!amount_drug(row, source, reading->arena, &stated) || stated.mass.ng <= 0) {
        FAULT(reading, MT201, xml_place(node, "amount"), "not an amount such as %s: \"%s\"", forms[source], row->amount);
        return;
    }
    if (formula->strength_count == 0 || has_strength(formula, stated)) return;
    FAULT(reading, MT229, xml_place(node, "amount"), "%s in %s are %s in %s; the strength stated is %s", row->amount,
          volume_text(reading->arena, row->makes), mass_text(reading->arena, stated.mass),
          volume_text(reading->arena, row->makes), strengths_text(formula, reading->arena));
}

static void read_active(Reading *reading, const XmlNode *node, Formula *formula)
{
    static const char *const takes[] = {"all", "fraction", NULL};
    Active row = {.ingredient = {.each = {UNREAD}, .aliquot = {UNREAD}, .place = xml_place(node, NULL)}};
    read_node(reading, node, active_fields, &row, no_children);
    int source = word_index(reading, row.source, sources, xml_place(node, "source"));
    if (source >= 0) judge_source(reading, node, (ActiveSource)source);
    require_above_zero(reading, row.ingredient.each.ng, xml_place(node, "each"), "the drug in a tablet");
    if (row.ingredient.each.ng == UNREAD) row.ingredient.each.ng = 0;
    require_above_zero(reading, row.ingredient.aliquot.nl, xml_place(node, "aliquot"), "the aliquot");
    if (row.ingredient.aliquot.nl == UNREAD) row.ingredient.aliquot.nl = 0;
    row.ingredient.fraction = word_index(reading, row.take, takes, xml_place(node, "take")) == 1;
    if (row.ingredient.molar_mass_e2 && formula->drug && !formula->drug->molar_mass_e2)
        FAULT(reading, MT219, xml_place(node, "molar-mass"),
              "templates/tables/drugs.xml has no molar mass of %s to set this against", formula->drug->name);
    if (source >= 0) judge_recipe(reading, node, formula, &row, (ActiveSource)source);
    row.ingredient.kind = PART_ACTIVE;
    row.ingredient.source = source >= 0 ? (ActiveSource)source : SOURCE_TABLETS;
    formula->ingredients[formula->ingredient_count++] = row.ingredient;
}

static void read_part(Reading *reading, const XmlNode *node, Formula *formula)
{
    Ingredient row = {.kind = PART_SHARE, .share = {UNREAD}, .place = xml_place(node, NULL)};
    read_node(reading, node, part_fields, &row, no_children);
    require_above_zero(reading, row.share.e8, xml_place(node, "share"), "the share");
    formula->ingredients[formula->ingredient_count++] = row;
}

static void read_qs(Reading *reading, const XmlNode *node, Formula *formula)
{
    Ingredient row = {.kind = PART_QS, .place = xml_place(node, NULL)};
    read_node(reading, node, qs_fields, &row, no_children);
    formula->ingredients[formula->ingredient_count++] = row;
}

/* A liquid is diluted, never made stronger, and with the other parts it must not be more than the volume. */
static bool dilutes(Strength made, Strength source, int64_t shares)
{
    if (strength_compare(source, made) < 0) return false;
    int64_t liquid = muldiv_ceil(made.mass.ng, source.volume.nl, source.mass.ng);
    return liquid + muldiv_ceil(made.volume.nl, shares, SHARE_ONE) <= made.volume.nl;
}

static void judge_dilution(Reading *reading, const Formula *formula, int64_t shares)
{
    Arena *arena = reading->arena;
    for (size_t i = 0; i < formula->ingredient_count; i++) {
        const Ingredient *part = &formula->ingredients[i];
        for (size_t k = 0; part->liquid.mass.ng && k < formula->strength_count; k++) {
            if (dilutes(formula->strengths[k], part->liquid, shares)) continue;
            FAULT(reading, MT229, part->place, "%s cannot be made of %s with other parts of %s",
                  strength_text(arena, formula->strengths[k]), strength_text(arena, part->liquid),
                  share_text(arena, (Share){shares}));
        }
    }
}

/* In the order of the file: it is the order of the worksheet. */
static void read_ingredients(Reading *reading, const XmlNode *root, Formula *formula)
{
    int64_t shares = 0;
    size_t count = child_count(root, "active") + child_count(root, "part") + child_count(root, "qs");
    formula->ingredients = ARENA_ARRAY(reading->arena, count, Ingredient);
    for (const XmlNode *node = root->first; node; node = node->next) {
        if (text_equal(node->name, "active")) read_active(reading, node, formula);
        if (text_equal(node->name, "part")) read_part(reading, node, formula);
        if (text_equal(node->name, "qs")) read_qs(reading, node, formula);
    }
    for (size_t i = 0; i < formula->ingredient_count; i++)
        if (formula->ingredients[i].kind == PART_SHARE) shares += formula->ingredients[i].share.e8;
    if (child_count(root, "active") != 1 || child_count(root, "qs") != 1)
        FAULT(reading, MT226, formula->place, "%zu <active> and %zu <qs>: one of each must stand",
              child_count(root, "active"), child_count(root, "qs"));
    if (shares >= SHARE_ONE) FAULT(reading, MT226, formula->place, "the parts are %s: nothing is left for the QS line",
                                   share_text(reading->arena, (Share){shares}));
    else judge_dilution(reading, formula, shares);
}

/* ------------------------------------------------------------------- beyond-use, words ---- */
static const XmlField beyond_use_fields[] = {
    FIELD("class", REQUIRED, read_text, Formula, bud_class),
    FIELD("basis", REQUIRED, read_text, Formula, bud_basis),
    FIELD("citation", REQUIRED, read_long_text, Formula, bud_citation),
    FIELD("days", OPTIONAL, read_days, Formula, bud_days),
    XML_END};

static void read_beyond_use(Reading *reading, const XmlNode *node, Formula *formula)
{
    read_node(reading, node, beyond_use_fields, formula, no_children);
    /* Longer or shorter than the table stands on something else than the table (domain 3.1: a monograph, a study). */
    if (formula->bud_days && text_equal(formula->bud_basis, "default table"))
        FAULT(reading, MT222, xml_place(node, "days"), "the default table has its own days: state the basis of these");
    if (!formula->bud_class) return;
    for (size_t i = 0; i < reading->tables->profile_count; i++)
        if (bud_class_find(&reading->tables->profiles[i], formula->bud_class)) return;
    FAULT(reading, MT225, xml_place(node, "class"), "no profile has a class \"%s\"", formula->bud_class);
}

typedef struct { const char *text, *expected; } Words1;
static const XmlField text_fields[] = {FIELD(".", REQUIRED, read_long_text, Words1, text), XML_END};
static const XmlField check_fields[] = {
    FIELD(".", REQUIRED, read_long_text, Words1, text),
    FIELD("expected", REQUIRED, read_long_text, Words1, expected),
    XML_END};

/* Every child of a name as text. */
static const char **read_texts(Reading *reading, const XmlNode *root, const char *name, size_t *count)
{
    const char **texts = ARENA_ARRAY(reading->arena, child_count(root, name), const char *);
    child_some(reading, root, name);
    for (const XmlNode *node = child_first(root, name); node; node = child_next(node)) {
        Words1 row = {0};
        read_node(reading, node, text_fields, &row, no_children);
        texts[(*count)++] = row.text;
    }
    return texts;
}

static const char *read_one_text(Reading *reading, const XmlNode *root, const char *name)
{
    Words1 row = {0};
    const XmlNode *node = child_one(reading, root, name, REQUIRED);
    if (node) read_node(reading, node, text_fields, &row, no_children);
    return row.text;
}

static void read_checks(Reading *reading, const XmlNode *root, Formula *formula)
{
    formula->checks = arena_array(reading->arena, child_count(root, "check"), sizeof *formula->checks);
    child_some(reading, root, "check");
    for (const XmlNode *node = child_first(root, "check"); node; node = child_next(node)) {
        Words1 row = {0};
        read_node(reading, node, check_fields, &row, no_children);
        formula->checks[formula->check_count].check = row.text;
        formula->checks[formula->check_count++].expected = row.expected;
    }
}

/* An empty element that is there or not. */
static bool read_mark(Reading *reading, const XmlNode *root, const char *name)
{
    const XmlNode *node = child_one(reading, root, name, OPTIONAL);
    if (node) read_node(reading, node, no_fields, NULL, no_children);
    return node != NULL;
}

static void read_words_of(Reading *reading, const XmlNode *root, Formula *formula)
{
    formula->storage = read_one_text(reading, root, "storage");
    const XmlNode *storage = child_first(root, "storage");
    if (storage) word_index(reading, formula->storage, storage_words, xml_place(storage, NULL));
    formula->container = read_one_text(reading, root, "container");
    formula->reference = read_one_text(reading, root, "reference");
    formula->shake = read_mark(reading, root, "suspension");
    formula->commercial_copy = read_mark(reading, root, "commercial-copy");
    formula->equipment = read_texts(reading, root, "equipment", &formula->equipment_count);
    formula->method = read_texts(reading, root, "method", &formula->method_count);
    read_checks(reading, root, formula);
}

/* ------------------------------------------------------------------------------- one ---- */
static Formula read_head(Reading *reading, const XmlNode *root)
{
    FormulaHead head = {.formula = {.version = UNREAD, .place = xml_place(root, NULL)}};
    read_node(reading, root, head_fields, &head, formula_children);
    require_between(reading, head.formula.version, 1, 9999, xml_place(root, "version"), "the version");
    head.formula.drug = drug_read(reading, head.drug, xml_place(root, "drug"));
    bool fits = head.code && strlen(head.code) == 1 && strchr(base32_alphabet, head.code[0]);
    if (fits) head.formula.code = head.code[0];
    if (head.code && !fits)
        FAULT(reading, MT228, xml_place(root, "code"), "\"%s\" is not one character of base 32", head.code);
    return head.formula;
}

static void read_formula(Reading *reading, const char *file, Formulas *formulas)
{
    Digest digest;
    const XmlNode *root = load_digested(file, NAMESPACE_FORMULA, "formula", reading->arena, reading->findings, &digest);
    if (!root) return;
    Formula formula = read_head(reading, root);
    formula.digest = digest;
    child_some(reading, root, "strength");
    formula.strengths = ARENA_ARRAY(reading->arena, child_count(root, "strength"), Strength);
    for (const XmlNode *node = child_first(root, "strength"); node; node = child_next(node))
        read_strength_of(reading, node, &formula);
    read_ingredients(reading, root, &formula);
    const XmlNode *beyond_use = child_one(reading, root, "beyond-use", REQUIRED);
    if (beyond_use) read_beyond_use(reading, beyond_use, &formula);
    read_words_of(reading, root, &formula);
    for (size_t i = 0; i < formulas->count; i++)
        if (text_equal(formulas->items[i].id, formula.id) || formulas->items[i].code == formula.code)
            FAULT(reading, MT217, formula.place, "id \"%s\" or code %c is that of %s too", formula.id ? formula.id : "",
                  formula.code ? formula.code : '-', formulas->items[i].place.file);
    formulas->items[formulas->count++] = formula;
}

/* ------------------------------------------------------------------------------- all ---- */
static int is_formula(const struct dirent *entry)
{
    size_t length = strlen(entry->d_name);
    return entry->d_name[0] != '.' && length > 4 && strcmp(entry->d_name + length - 4, ".xml") == 0;
}

static int by_bytes(const struct dirent **a, const struct dirent **b)   /* alphasort would ask the locale */
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

Formulas *formulas_load(const char *templates, const Tables *tables, Arena *arena, Findings *findings)
{
    Formulas *formulas = ARENA_NEW(arena, Formulas);
    Reading reading = {.tables = tables, .arena = arena, .findings = findings, .sound = true};
    size_t errors = findings_errors(findings);
    const char *folder = path_join(arena, templates, "formulas");
    struct dirent **names;
    int count = scandir(folder, &names, is_formula, by_bytes);
    if (count < 0) {
        finding_add(findings, MT101, (Place){folder, 0, NULL}, "cannot open the folder: %s", strerror(errno));
        return NULL;
    }
    formulas->items = ARENA_ARRAY(arena, (size_t)count, Formula);
    for (int i = 0; i < count; i++) {
        read_formula(&reading, path_join(arena, folder, names[i]->d_name), formulas);
        free(names[i]);
    }
    free(names);
    return findings_errors(findings) == errors ? formulas : NULL;
}
