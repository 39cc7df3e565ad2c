/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Master formulation records: those that ship, and each fault. */
#include <CUnit/CUnit.h>
#include <stdio.h>
#include <string.h>

#include "microtaper/text.h"
#include "model_kit.h"

/* What the published sources say (domain: drug, strength, vehicle, storage). */
static const struct {
    const char *id, *drug, *class, *storage;
    char code;
    int64_t ug_per_ml, each_ug;
    bool copy;
} shipped[] = {
    {"alprazolam-1", "alprazolam", "preserved-aqueous", "room-or-refrigerator", 'A', 1000, 2000, true},
    {"clonazepam-0.1", "clonazepam", "preserved-aqueous", "room-or-refrigerator", 'C', 100, 500, false},
    {"clonazepam-0.2", "clonazepam", "preserved-aqueous", "room-or-refrigerator", 'S', 200, 2000, false},
    {"diazepam-1", "diazepam", "nonpreserved-aqueous", "refrigerator", 'D', 1000, 10000, true},
    {"lorazepam-1", "lorazepam", "preserved-aqueous", "refrigerator", 'R', 1000, 2000, true},
};

static const Formula *formula_named(const Formulas *formulas, const char *id)
{
    for (size_t i = 0; i < formulas->count; i++)
        if (text_equal(formulas->items[i].id, id)) return &formulas->items[i];
    return NULL;
}

static void shipped_formulas(void)
{
    Arena *arena = arena_new();
    Findings findings = findings_new(arena);
    const Formulas *formulas = formulas_load("templates", model_tables(), arena, &findings);
    CU_ASSERT_TRUE(model_none("templates/formulas", &findings));
    CU_ASSERT_PTR_NOT_NULL_FATAL(formulas);
    for (size_t i = 0; i < sizeof shipped / sizeof shipped[0]; i++) {
        const Formula *formula = formula_named(formulas, shipped[i].id);
        CU_ASSERT_PTR_NOT_NULL_FATAL(formula);
        Strength strength = {{shipped[i].ug_per_ml * 1000}, {NL_PER_ML}};
        CU_ASSERT_EQUAL(formula->code, shipped[i].code);
        CU_ASSERT_STRING_EQUAL(formula->drug->name, shipped[i].drug);
        CU_ASSERT_TRUE(strength_equal(formula->strengths[0], strength));
        CU_ASSERT_STRING_EQUAL(formula->bud_class, shipped[i].class);
        CU_ASSERT_STRING_EQUAL(formula->storage, shipped[i].storage);
        CU_ASSERT_EQUAL(formula->ingredients[0].kind, PART_ACTIVE);
        CU_ASSERT_EQUAL(formula->ingredients[0].source, SOURCE_TABLETS);
        CU_ASSERT_EQUAL(formula->ingredients[0].each.ng, shipped[i].each_ug * 1000);
        CU_ASSERT_EQUAL(formula->ingredients[formula->ingredient_count - 1].kind, PART_QS);
        CU_ASSERT_EQUAL(formula->commercial_copy, shipped[i].copy);
        CU_ASSERT_TRUE(formula->shake);
        CU_ASSERT_TRUE(formula->method_count > 0 && formula->check_count > 0 && formula->equipment_count > 0);
    }
    arena_free(arena);
}

typedef struct { const char *name, *find, *replace; Code code; const char *place; } Row;
static const char *const active = "source=\"tablets\" each=\"0.5 mg\"";

static const Row good[] = {
    {"powder as ordered", "source=\"tablets\" each=\"0.5 mg\"", "source=\"powder\"", 0, NULL},
    {"powder of another molar mass", "source=\"tablets\" each=\"0.5 mg\"",
     "source=\"powder\" as-weighed=\"clonazepam hydrochloride\" molar-mass=\"352.2\" tolerance=\"0.5 %\"", 0, NULL},
    {"commercial liquid", "source=\"tablets\" each=\"0.5 mg\"", "source=\"liquid\" strength=\"2.5 mg per mL\"",
     0, NULL},
    {"two strengths", "<strength>0.1 mg per mL</strength>",
     "<strength>0.1 mg per mL</strength><strength>0.2 mg per mL</strength>", 0, NULL},
    {"own days", "basis=\"default table\"", "basis=\"USP monograph\" days=\"60 days\"", 0, NULL},
    {"a fraction of the crushed tablets", "each=\"0.5 mg\"", "each=\"0.5 mg\" take=\"fraction\"", 0, NULL},
    {"an aliquot of a solution", "source=\"tablets\" each=\"0.5 mg\"", "source=\"powder\" solvent=\"Ethanol\" aliquot=\"1 mL\"", 0, NULL},
    {"a recipe of tablets", "each=\"0.5 mg\"", "each=\"0.5 mg\" amount=\"20 tablets\" makes=\"100 mL\"", 0, NULL},
    {"a recipe of powder", "source=\"tablets\" each=\"0.5 mg\"", "source=\"powder\" amount=\"10 mg\" makes=\"100 mL\"", 0, NULL},
    {"a recipe of a liquid", "source=\"tablets\" each=\"0.5 mg\"",
     "source=\"liquid\" strength=\"2.5 mg per mL\" amount=\"4 mL\" makes=\"100 mL\"", 0, NULL},
    {"a liquid that leaves no room for QS but is enough", "source=\"tablets\" each=\"0.5 mg\"",
     "source=\"liquid\" strength=\"0.2 mg per mL\"", 0, NULL},
    {"a part without excipients", "share=\"50 %\" contains=\"methylparaben; potassium sorbate\"",
     "share=\"50 %\"", 0, NULL},
};

static const Row faults[] = {
    {"id missing", "id=\"clonazepam-0.1\"", "", MT114, "@id"},
    {"code of two letters", "code=\"C\"", "code=\"CL\"", MT228, "@code"},
    {"code that is an L", "code=\"C\"", "code=\"L\"", MT228, "@code"},
    {"version 0", "version=\"1\"", "version=\"0\"", MT215, "@version"},
    {"drug unknown", "drug=\"clonazepam\"", "drug=\"klonopin\"", MT211, "@drug"},
    {"no strength", "<strength>0.1 mg per mL</strength>", "", MT117, "formula"},
    {"strength with a slash", "0.1 mg per mL</strength>", "0.1 mg/mL</strength>", MT201, "strength[1]"},
    {"strength twice, written otherwise", "<strength>0.1 mg per mL</strength>",
     "<strength>0.1 mg per mL</strength><strength>10 mg per 100 mL</strength>", MT217, "strength[2]"},
    {"source unknown", "source=\"tablets\"", "source=\"capsules\"", MT210, "active/@source"},
    {"tablets of nothing", "each=\"0.5 mg\"", "each=\"0 mg\"", MT214, "active/@each"},
    {"tablets without each", " each=\"0.5 mg\"", "", MT227, "active"},
    {"tablets with a molar mass", "each=\"0.5 mg\"", "each=\"0.5 mg\" tolerance=\"1 %\"", MT227, "active/@tolerance"},
    {"powder with each", "source=\"tablets\"", "source=\"powder\"", MT227, "active/@each"},
    {"powder with half its correction", "source=\"tablets\" each=\"0.5 mg\"",
     "source=\"powder\" as-weighed=\"a salt\"", MT227, "active"},
    {"liquid without strength", "source=\"tablets\" each=\"0.5 mg\"", "source=\"liquid\"", MT227, "active"},
    {"a recipe of another strength", "each=\"0.5 mg\"", "each=\"0.5 mg\" amount=\"20 tablets\" makes=\"10 mL\"", MT229, "active/@amount"},
    {"a recipe of grams for milligrams", "source=\"tablets\" each=\"0.5 mg\"",
     "source=\"powder\" amount=\"10 g\" makes=\"100 mL\"", MT229, "active/@amount"},
    {"a recipe of a liquid, another strength", "source=\"tablets\" each=\"0.5 mg\"",
     "source=\"liquid\" strength=\"2.5 mg per mL\" amount=\"5 mL\" makes=\"100 mL\"", MT229, "active/@amount"},
    {"half an aliquot", "source=\"tablets\" each=\"0.5 mg\"", "source=\"powder\" solvent=\"Ethanol\"", MT227, "active"},
    {"a solvent and a diluent", "source=\"tablets\" each=\"0.5 mg\"",
     "source=\"powder\" solvent=\"Ethanol\" aliquot=\"1 mL\" diluent=\"Lactose\"", MT227, "active/@solvent"},
    {"an aliquot of nothing", "source=\"tablets\" each=\"0.5 mg\"", "source=\"powder\" solvent=\"Ethanol\" aliquot=\"0 mL\"", MT214, "active/@aliquot"},
    {"half a recipe", "each=\"0.5 mg\"", "each=\"0.5 mg\" makes=\"100 mL\"", MT222, "active"},
    {"tablets in mg", "each=\"0.5 mg\"", "each=\"0.5 mg\" amount=\"10 mg\" makes=\"100 mL\"", MT201, "active/@amount"},
    {"a liquid weaker than what is made of it", "source=\"tablets\" each=\"0.5 mg\"",
     "source=\"liquid\" strength=\"0.05 mg per mL\"", MT229, "active"},
    {"a liquid that does not fit beside the parts", "source=\"tablets\" each=\"0.5 mg\"",
     "source=\"liquid\" strength=\"0.15 mg per mL\"", MT229, "active"},
    {"grams for milligrams", "<strength>0.1 mg per mL</strength>", "<strength>5 g per 5 mL</strength>", MT261, "strength[1]"},
    {"a tenth of what is plausible", "<strength>0.1 mg per mL</strength>", "<strength>0.001 mg per mL</strength>", MT261, "strength[1]"},
    {"parts of all the volume", "share=\"50 %\"", "share=\"100 %\"", MT226, "formula"},
    {"part of nothing", "share=\"50 %\"", "share=\"0 %\"", MT214, "part[1]/@share"},
    {"no qs", "<qs name=\"Ora-Sweet\" contains=\"methylparaben; potassium sorbate; sucrose\"/>", "", MT226, "formula"},
    {"two actives", "<part", "<active name=\"B\" source=\"tablets\" each=\"1 mg\"/><part", MT226, "formula"},
    {"days beside the default table's", "basis=\"default table\"", "basis=\"default table\" days=\"60 days\"", MT222, "beyond-use/@days"},
    {"class unknown", "class=\"preserved-aqueous\"", "class=\"preserved\"", MT225, "beyond-use/@class"},
    {"storage unknown", ">room-or-refrigerator<", ">cool and dry<", MT210, "storage"},
    {"mark with text", "<suspension/>", "<suspension>yes</suspension>", MT115, "suspension"},
    {"two references", "<reference>", "<reference>A</reference><reference>", MT116, "reference[2]"},
};

/* A formula's file is named by its id; one whose id cannot be read keeps the name of the record it was edited from. */
static void write_formula(Arena *arena, const char *folder, const char *text)
{
    const char *start = strstr(text, " id=\"");
    size_t length = start ? strcspn(start + 5, "\"") : 0;
    const char *id = length ? arena_copy(arena, start + 5, length) : "clonazepam-0.1";
    model_write(arena, folder, arena_format(arena, "%s.xml", id), text);
}

/* The clonazepam record without its source's own quantities: the rows write theirs. */
static const char *bare_record(Arena *arena)
{
    const char *text = model_file(arena, "templates/formulas/clonazepam-0.1.xml");
    return model_edit(arena, "the recipe", text, " amount=\"20 tablets\" makes=\"100 mL\"", "");
}

/* A templates folder whose formulas are the edited clonazepam record, and `second` when given. */
static Formulas *load_edited(Arena *arena, const Row *row, const char *second, Findings *findings)
{
    const char *folder = model_folder(arena), *inner = path_join(arena, folder, "formulas");
    const char *text = bare_record(arena);
    folder_make(inner);
    write_formula(arena, inner, model_edit(arena, row->name, text, row->find, row->replace));
    model_write(arena, inner, "notes.txt", "not a formula");
    if (second) write_formula(arena, inner, second);
    Formulas *formulas = formulas_load(folder, model_tables(), arena, findings);
    folder_remove(folder);
    return formulas;
}

static void good_formulas(void)
{
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        Arena *arena = arena_new();
        Findings findings = findings_new(arena);
        const Formulas *formulas = load_edited(arena, &good[i], NULL, &findings);
        CU_ASSERT_TRUE(model_none(good[i].name, &findings));
        CU_ASSERT_PTR_NOT_NULL(formulas);
        arena_free(arena);
    }
}

static void formula_faults(void)
{
    for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++) {
        Arena *arena = arena_new();
        Findings findings = findings_new(arena);
        const Formulas *formulas = load_edited(arena, &faults[i], NULL, &findings);
        CU_ASSERT_PTR_NULL(formulas);
        CU_ASSERT_TRUE(model_only(faults[i].name, &findings, faults[i].code, 0, faults[i].place));
        arena_free(arena);
    }
}

/* A molar mass of a salt says nothing of a drug whose own is not in the table. */
static void molar_mass(void)
{
    Arena *arena = arena_new();
    Findings findings = findings_new(arena);
    const Row row = {"zolpidem", active,
                     "source=\"powder\" as-weighed=\"zolpidem tartrate\" molar-mass=\"764.88\"", MT219, NULL};
    const char *folder = model_folder(arena), *inner = path_join(arena, folder, "formulas");
    const char *text = bare_record(arena);
    folder_make(inner);
    text = model_edit(arena, row.name, text, row.find, row.replace);
    write_formula(arena, inner, model_edit(arena, row.name, text, "drug=\"clonazepam\"", "drug=\"zolpidem\""));
    CU_ASSERT_PTR_NULL(formulas_load(folder, model_tables(), arena, &findings));
    CU_ASSERT_TRUE(model_only(row.name, &findings, MT219, 0, "active/@molar-mass"));
    folder_remove(folder);
    arena_free(arena);
}

static void twice(void)
{
    Arena *arena = arena_new();
    Findings findings = findings_new(arena);
    const Row same = {"as it is", "<strength>", "<strength>", 0, NULL};
    const char *text = model_file(arena, "templates/formulas/clonazepam-0.1.xml");
    const char *other = model_edit(arena, "another id", text, "id=\"clonazepam-0.1\"", "id=\"clonazepam-0.1b\"");
    CU_ASSERT_PTR_NULL(load_edited(arena, &same, other, &findings));
    CU_ASSERT_TRUE(model_only("the same code twice", &findings, MT217, 0, "formula"));
    arena_free(arena);
}

static void no_folder(void)
{
    Arena *arena = arena_new();
    Findings findings = findings_new(arena);
    CU_ASSERT_PTR_NULL(formulas_load("/nowhere/at/all", model_tables(), arena, &findings));
    CU_ASSERT_TRUE(model_only("no folder", &findings, MT101, 0, NULL));
    arena_free(arena);
}

void suite_model_formula(void)
{
    CU_pSuite suite = CU_add_suite("model: formula", NULL, NULL);
    CU_add_test(suite, "those that ship", shipped_formulas);
    CU_add_test(suite, "good edits", good_formulas);
    CU_add_test(suite, "faults", formula_faults);
    CU_add_test(suite, "molar mass without its other half", molar_mass);
    CU_add_test(suite, "the same formula twice", twice);
    CU_add_test(suite, "no folder", no_folder);
}
