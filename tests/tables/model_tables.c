/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The shipped tables against the published figures, and each fault of a table. */
#include <CUnit/CUnit.h>
#include <stdio.h>
#include <string.h>

#include "microtaper/text.h"
#include "model_kit.h"

/* --- published figures, typed again from the sources --- */
static const struct { const char *table, *drug; int64_t low_ug, high_ug; } equals[] = {
    {"Ashton 2002", "alprazolam", 500, 500}, {"Ashton 2002", "bromazepam", 5000, 6000},
    {"Ashton 2002", "chlordiazepoxide", 25000, 25000}, {"Ashton 2002", "clobazam", 20000, 20000},
    {"Ashton 2002", "clonazepam", 500, 500}, {"Ashton 2002", "clorazepate", 15000, 15000},
    {"Ashton 2002", "diazepam", 10000, 10000}, {"Ashton 2002", "estazolam", 1000, 2000},
    {"Ashton 2002", "flurazepam", 15000, 30000}, {"Ashton 2002", "lorazepam", 1000, 1000},
    {"Ashton 2002", "lormetazepam", 1000, 2000}, {"Ashton 2002", "nitrazepam", 10000, 10000},
    {"Ashton 2002", "oxazepam", 20000, 20000}, {"Ashton 2002", "quazepam", 20000, 20000},
    {"Ashton 2002", "temazepam", 20000, 20000}, {"Ashton 2002", "triazolam", 500, 500},
    {"Ashton 2002", "zaleplon", 20000, 20000}, {"Ashton 2002", "zolpidem", 20000, 20000},
    {"Ashton 2002", "zopiclone", 15000, 15000},
    {"VA/DoD 2021", "alprazolam", 1000, 1000}, {"VA/DoD 2021", "chlordiazepoxide", 25000, 25000},
    {"VA/DoD 2021", "clonazepam", 1000, 1000}, {"VA/DoD 2021", "clorazepate", 15000, 15000},
    {"VA/DoD 2021", "diazepam", 10000, 10000}, {"VA/DoD 2021", "estazolam", 1000, 1000},
    {"VA/DoD 2021", "flurazepam", 15000, 15000}, {"VA/DoD 2021", "lorazepam", 2000, 2000},
    {"VA/DoD 2021", "oxazepam", 30000, 30000}, {"VA/DoD 2021", "quazepam", 10000, 10000},
    {"VA/DoD 2021", "temazepam", 15000, 15000}, {"VA/DoD 2021", "triazolam", 250, 250},
};

static bool has_row(const Equivalence *table, const Drug *drug, int64_t low, int64_t high)
{
    for (size_t i = 0; table && i < table->count; i++)
        if (table->rows[i].drug == drug) return table->rows[i].low.ng == low && table->rows[i].high.ng == high;
    return false;
}

static void equivalences(void)
{
    const Tables *tables = model_tables();
    size_t rows = 0;
    for (size_t i = 0; i < sizeof equals / sizeof equals[0]; i++) {
        bool right = has_row(equivalence_find(tables, equals[i].table), drug_find(tables, equals[i].drug),
                             equals[i].low_ug * 1000, equals[i].high_ug * 1000);
        if (!right) printf("    row: %s of %s\n", equals[i].drug, equals[i].table);
        CU_ASSERT_TRUE(right);
    }
    for (size_t i = 0; i < tables->equivalence_count; i++) rows += tables->equivalences[i].count;
    CU_ASSERT_EQUAL(rows, sizeof equals / sizeof equals[0]);   /* and no more than these */
}

static const struct { const char *name, *tall_man; int code; int64_t molar_mass_e2; } drugs[] = {
    {"alprazolam", "ALPRAZolam", 1, 30876}, {"bromazepam", "bromazepam", 2, 0},
    {"chlordiazepoxide", "chlordiazePOXIDE", 3, 29976}, {"clobazam", "clobazam", 4, 0},
    {"clonazepam", "clonazePAM", 5, 31570}, {"clorazepate", "clorazepate", 6, 0}, {"diazepam", "diazePAM", 7, 28475},
    {"estazolam", "estazolam", 8, 0}, {"flurazepam", "flurazepam", 9, 0}, {"lorazepam", "LORazepam", 10, 32116},
    {"lormetazepam", "lormetazepam", 11, 0}, {"nitrazepam", "nitrazepam", 12, 0}, {"oxazepam", "oxazepam", 13, 28671},
    {"quazepam", "quazepam", 14, 0}, {"temazepam", "temazepam", 15, 30070}, {"triazolam", "triazolam", 16, 0},
    {"zaleplon", "zaleplon", 17, 0}, {"zolpidem", "zolpidem", 18, 0}, {"zopiclone", "zopiclone", 19, 0},
};

/* The codes are published: they stand in the records of bottles that are out. */
static void drug_codes(void)
{
    const Tables *tables = model_tables();
    CU_ASSERT_EQUAL(tables->drug_count, sizeof drugs / sizeof drugs[0]);
    for (size_t i = 0; i < sizeof drugs / sizeof drugs[0]; i++) {
        const Drug *drug = drug_find(tables, drugs[i].name);
        CU_ASSERT_PTR_NOT_NULL_FATAL(drug);
        CU_ASSERT_EQUAL(drug->code, drugs[i].code);
        CU_ASSERT_STRING_EQUAL(drug->tall_man, drugs[i].tall_man);
        CU_ASSERT_EQUAL(drug->molar_mass_e2, drugs[i].molar_mass_e2);
        CU_ASSERT_TRUE(drug->schedule_iv);
    }
    CU_ASSERT_PTR_NULL(drug_find(tables, "Clonazepam"));
}

static const struct { const char *profile, *class, *storage; int days; } buds[] = {
    {"US-795-2023", "nonpreserved-aqueous", "refrigerator", 14},
    {"US-795-2023", "preserved-aqueous", "room-or-refrigerator", 35},
    {"US-795-2023", "nonaqueous-oral-liquid", "room-or-refrigerator", 90},
    {"US-795-2023", "other-nonaqueous", "room-or-refrigerator", 180},
    {"CA-NAPRA", "nonpreserved-aqueous", "refrigerator", 14},
    {"CA-NAPRA", "preserved-aqueous", "refrigerator", 14},
};

static const BudProfile *profile_named(const Tables *tables, const char *name)
{
    for (size_t i = 0; i < tables->profile_count; i++)
        if (text_equal(tables->profiles[i].name, name)) return &tables->profiles[i];
    return NULL;
}

static void beyond_use(void)
{
    for (size_t i = 0; i < sizeof buds / sizeof buds[0]; i++) {
        const BudProfile *profile = profile_named(model_tables(), buds[i].profile);
        CU_ASSERT_PTR_NOT_NULL_FATAL(profile);
        CU_ASSERT_EQUAL(profile->longest, 180);
        const BudClass *class = bud_class_find(profile, buds[i].class);
        CU_ASSERT_PTR_NOT_NULL_FATAL(class);
        CU_ASSERT_EQUAL(class->days, buds[i].days);
        CU_ASSERT_STRING_EQUAL(class->storage, buds[i].storage);
    }
    CU_ASSERT_PTR_NULL(bud_class_find(profile_named(model_tables(), "CA-NAPRA"), "nonaqueous-oral-liquid"));
}

#define PERCENT(n) ((n) * INT64_C(1000000))
static void limits(void)
{
    const Limits *limits = &model_tables()->limits;
    CU_ASSERT_EQUAL(limits->fall_usual.e8, PERCENT(10));
    CU_ASSERT_EQUAL(limits->fall_most.e8, PERCENT(25));
    CU_ASSERT_EQUAL(limits->lag.e8, PERCENT(50));
    CU_ASSERT_EQUAL(limits->reliable_bound.e8, PERCENT(10));
    CU_ASSERT_EQUAL_FATAL(limits->syringe_count, 2);
    CU_ASSERT_EQUAL(limits->syringe[0].below.nl, INT64_C(5) * NL_PER_ML);
    CU_ASSERT_EQUAL(limits->syringe[0].base.e8, 1500000);
    CU_ASSERT_EQUAL(limits->syringe[0].slope.e8, PERCENT(2));
    CU_ASSERT_EQUAL(limits->syringe[1].below.nl, 0);
    CU_ASSERT_EQUAL(limits->syringe[1].slope.e8, PERCENT(1));
    CU_ASSERT_EQUAL(limits->factor_low.e8, PERCENT(80));
    CU_ASSERT_EQUAL(limits->factor_high.e8, PERCENT(150));
    CU_ASSERT_EQUAL(limits->weigh_tolerance.e8, PERCENT(1));
    CU_ASSERT_EQUAL(limits->yield_low.e8, PERCENT(95));
    CU_ASSERT_EQUAL(limits->yield_high.e8, PERCENT(105));
}

/* --- faults: one edit of one shipped file --- */
static const char *const files[] = {"drugs.xml", "equivalences.xml", "bud.xml", "limits.xml"};
static const struct { const char *name, *file, *find, *replace; Code code; const char *place; } faults[] = {
    {"code out of bounds", "drugs.xml", "code=\"19\"", "code=\"256\"", MT215, "drug[19]/@code"},
    {"a range with one end", "drugs.xml", " strongest=\"2 mg per mL\"", "", MT222, "drug[1]"},
    {"a range from its strong end", "drugs.xml", "strongest=\"2 mg per mL\"", "strongest=\"0.001 mg per mL\"", MT219, "drug[1]/@strongest"},
    {"a range without its source", "drugs.xml", " strength-source=\"the strongest tablet or capsule in 1 mL, and 1/200 of it (unsure)\"", "", MT218, "drug[1]"},
    {"a commercial liquid without its unit", "drugs.xml", "<commercial strength=\"1 mg per mL\"/>", "<commercial strength=\"1\"/>", MT201, "drug[1]/commercial/@strength"},
    {"code twice", "drugs.xml", "code=\"19\"", "code=\"1\"", MT217, "drug[19]"},
    {"name twice", "drugs.xml", "name=\"zolpidem\"", "name=\"zaleplon\"", MT217, "drug[18]"},
    {"molar mass with three places", "drugs.xml", "308.76", "308.761", MT216, "drug[1]/@molar-mass"},
    {"molar mass of nothing", "drugs.xml", "308.76", "0", MT216, "drug[1]/@molar-mass"},
    {"neither yes nor no", "drugs.xml", "schedule-iv=\"yes\"", "schedule-iv=\"true\"", MT205, "drug[1]/@schedule-iv"},
    {"a figure without its source", "drugs.xml",
     "plausible-source=\"United States prescribing information, adults, panic disorder\"", "",
     MT218, "drug[1]"},
    {"no source of all", "drugs.xml", "       source=", "       origin=", MT113, NULL},
    {"unknown drug", "equivalences.xml", "<row drug=\"bromazepam\"", "<row drug=\"bromazepan\"", MT211,
     "table[1]/row[2]/@drug"},
    {"low above high", "equivalences.xml", "low=\"5 mg\" high=\"6 mg\"", "low=\"6 mg\" high=\"5 mg\"", MT219,
     "table[1]/row[2]"},
    {"equal to nothing", "equivalences.xml", "low=\"5 mg\"", "low=\"0 mg\"", MT214, "table[1]/row[2]/@low"},
    {"drug twice", "equivalences.xml", "<row drug=\"clobazam\"", "<row drug=\"bromazepam\"", MT217,
     "table[1]/row[4]/@drug"},
    {"another measure", "equivalences.xml", "to=\"diazepam 10 mg\"", "to=\"diazepam 5 mg\"", MT210, "table[1]/@to"},
    {"table twice", "equivalences.xml", "VA/DoD 2021\" to", "Ashton 2002\" to", MT217, "table[2]/@name"},
    {"days without a unit", "bud.xml", "days=\"35 days\"", "days=\"35\"", MT201, "profile[1]/class[2]/@days"},
    {"days over the longest", "bud.xml", "days=\"35 days\"", "days=\"181 days\"", MT219, "profile[1]/class[2]/@days"},
    {"storage unknown", "bud.xml", "storage=\"refrigerator\"", "storage=\"freezer\"", MT210,
     "profile[1]/class[1]/@storage"},
    {"class twice", "bud.xml", "name=\"preserved-aqueous\"", "name=\"nonpreserved-aqueous\"", MT217,
     "profile[1]/class[2]/@name"},
    {"profile twice", "bud.xml", "CA-NAPRA", "US-795-2023", MT217, "profile[2]/@name"},
    {"usual above most", "limits.xml", "usual=\"10 %\"", "usual=\"30 %\"", MT219, "fall"},
    {"factors crossed", "limits.xml", "factor-low=\"80 %\"", "factor-low=\"160 %\"", MT219, "weigh"},
    {"yields crossed", "limits.xml", "yield-low=\"95 %\"", "yield-low=\"106 %\"", MT219, "weigh"},
    {"no lag", "limits.xml", "<lag", "<lagging", MT112, NULL},
    {"slope at the bound", "limits.xml", "slope=\"1 %\"", "slope=\"10 %\"", MT219, "measure/syringe[2]/@slope"},
    {"rows that do not end", "limits.xml", "<syringe base", "<syringe below=\"20 mL\" base", MT219,
     "measure/syringe[2]"},
    {"rows that fall", "limits.xml", "<syringe below=\"5 mL\"",
     "<syringe below=\"5 mL\" base=\"1 %\" slope=\"1 %\"/><syringe below=\"3 mL\"", MT219,
     "measure/syringe[2]"},
    {"too many rows", "limits.xml", "<syringe base",
     "<syringe below=\"6 mL\" base=\"1 %\" slope=\"1 %\"/><syringe below=\"7 mL\" base=\"1 %\" slope=\"1 %\"/>"
     "<syringe below=\"8 mL\" base=\"1 %\" slope=\"1 %\"/><syringe base", MT220, "measure/syringe[5]"},
};

static void load_edited(Arena *arena, size_t row, Findings *findings)
{
    const char *folder = model_folder(arena), *inner = path_join(arena, folder, "tables");
    folder_make(inner);
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        const char *text = model_file(arena, path_join(arena, "templates/tables", files[i]));
        if (text_equal(files[i], faults[row].file))
            text = model_edit(arena, faults[row].name, text, faults[row].find, faults[row].replace);
        model_write(arena, inner, files[i], text);
    }
    CU_ASSERT_PTR_NULL(tables_load(folder, arena, findings));
    folder_remove(folder);
}

static void table_faults(void)
{
    for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++) {
        Arena *arena = arena_new();
        Findings findings = findings_new(arena);
        load_edited(arena, i, &findings);
        CU_ASSERT_TRUE(model_has(faults[i].name, &findings, faults[i].code, 0, faults[i].place));
        arena_free(arena);
    }
}

static void no_tables(void)
{
    Arena *arena = arena_new();
    Findings findings = findings_new(arena);
    CU_ASSERT_PTR_NULL(tables_load("/nowhere/at/all", arena, &findings));
    CU_ASSERT_EQUAL(findings_errors(&findings), 4);
    CU_ASSERT_TRUE(model_has("no tables", &findings, MT101, 0, NULL));
    arena_free(arena);
}

void suite_model_tables(void)
{
    CU_pSuite suite = CU_add_suite("model: tables", NULL, NULL);
    CU_add_test(suite, "equivalences as published", equivalences);
    CU_add_test(suite, "drugs and their codes", drug_codes);
    CU_add_test(suite, "beyond-use days", beyond_use);
    CU_add_test(suite, "limits", limits);
    CU_add_test(suite, "faults", table_faults);
    CU_add_test(suite, "no tables", no_tables);
}
