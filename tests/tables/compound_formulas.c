/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which formula makes a liquid, and what is said of one that is used. */
#include "compound_bench.h"
#include <string.h>
#include "../../src/compound/formula.h"

enum { FORMULAS = 3 };

/* A formula: the second drug's or the first's, its strengths in mg per mL, and whether it is approved. */
typedef struct { bool other; double strengths[3]; bool approved; } Made;
typedef struct { const char *name; Made made[FORMULAS]; size_t count; const char *named; int chosen; const char *text; } FormulaRow;

/* A liquid of clonazepam 0.1 mg per mL. */
static const FormulaRow formula_rows[] = {
    {"the one", {{false, {0.1}, true}}, 1, NULL, 0, ""},
    {"the one, not approved", {{false, {0.1}, false}}, 1, NULL, 0, ""},
    {"by its second strength", {{false, {0.5, 0.1}, true}}, 1, NULL, 0, ""},
    {"the last of three", {{false, {0.2}, true}, {true, {0.1}, true}, {false, {0.1}, true}}, 3, NULL, 2, ""},
    {"the approved one of two", {{false, {0.1}, false}, {false, {0.1}, true}}, 2, NULL, 1, ""},
    {"the approved one, before another", {{false, {0.1}, true}, {false, {0.1}, false}}, 2, NULL, 0, ""},
    {"both approved", {{false, {0.1}, true}, {false, {0.1}, true}}, 2, NULL, -1, "2 formulas make clonazepam 0.1 mg per mL: name one with formula="},
    {"neither approved", {{false, {0.1}, false}, {false, {0.1}, false}, {false, {0.2}, true}}, 3, NULL, -1, "2 formulas make clonazepam 0.1 mg per mL: name one with formula="},
    {"the third is not there", {{false, {0.1}, true}, {false, {0.2}, true}, {false, {0.1}, true}}, 2, NULL, 0, ""},
    {"none makes it", {{false, {0.2, 0.5}, true}, {true, {0.1}, true}, {false, {1}, false}}, 3, NULL, -1,
     "no formula makes clonazepam 0.1 mg per mL; made are: 0.2 mg per mL (a), 0.5 mg per mL (a), 1 mg per mL (c)"},
    {"none but one that is not there", {{false, {0.2}, true}, {false, {0.1}, true}}, 1, NULL, -1, "no formula makes clonazepam 0.1 mg per mL; made are: 0.2 mg per mL (a)"},
    {"no formula of the drug", {{true, {0.1}, true}}, 1, NULL, -1, "no formula makes clonazepam 0.1 mg per mL; made are: none"},
    {"the second, named", {{false, {0.1}, true}, {false, {0.1}, true}}, 2, "b", 1, ""},
    {"the first, named", {{false, {0.1}, true}, {false, {0.1}, true}}, 2, "a", 0, ""},
    {"named, of another drug", {{true, {0.1}, true}, {false, {0.1}, true}}, 2, "a", -1, "formula a does not make clonazepam 0.1 mg per mL"},
    {"named, of another strength", {{false, {0.2}, true}, {false, {0.1}, true}}, 2, "a", -1, "formula a does not make clonazepam 0.1 mg per mL"},
    {"named, and not there", {{false, {0.1}, true}, {false, {0.1}, true}}, 1, "b", -1, "there is no formula \"b\""},
};

static void formulas_open(Bench *bench, const Made *made)
{
    static const char *const ids[FORMULAS] = {"a", "b", "c"};
    bench_open(bench);
    bench->set.count = bench->shop.approval_count = 0;
    for (int i = 0; i < FORMULAS; i++) {
        Formula *formula = bench_formula(bench, ids[i], made[i].strengths);
        formula->drug = &bench->drugs[made[i].other];
        if (!made[i].approved) bench->shop.approval_count--;
    }
}

static void test_of_liquid(void)
{
    for (size_t i = 0; i < sizeof formula_rows / sizeof *formula_rows; i++) {
        const FormulaRow *row = &formula_rows[i];
        Bench bench;
        formulas_open(&bench, row->made);
        bench.set.count = row->count;
        bench.liquids[0].formula = row->named;
        const Formula *formula = formula_of_liquid(&bench.liquids[0], &bench.shop, &bench.set, bench.arena, &bench.findings);
        check_row(formula == (row->chosen < 0 ? NULL : &bench.formulas[row->chosen]), row->name, formula ? formula->id : "none");
        const char *text = bench.findings.count ? bench.findings.items[0].text : "";
        check_row(strcmp(text, row->text) == 0, row->name, text);
        bench_close(&bench);
    }
}

/* Whether any formula of the drug is approved: of those there are. */
static void test_drug_approved(void)
{
    static const Made made[] = {{true, {0.1}, true}, {false, {0.1}, false}, {false, {0.2}, true}};
    Bench bench;
    formulas_open(&bench, made);
    CU_ASSERT_TRUE(drug_approved(&bench.set, &bench.drugs[0], &bench.shop));
    CU_ASSERT_TRUE(drug_approved(&bench.set, &bench.drugs[1], &bench.shop));
    bench.set.count = 2;
    CU_ASSERT_FALSE(drug_approved(&bench.set, &bench.drugs[0], &bench.shop));
    bench_close(&bench);
}

/* An approval of an older state of the file: the latest is named; of a formula that never had one nothing is. */
static void test_older(void)
{
    Bench bench;
    bench_open(&bench);
    bench.approvals[1] = bench.approvals[0];
    bench.approvals[1].by = "A. Chen, RPh";
    bench.approvals[2] = (Approval){.what = "formula another", .digest = "x", .by = "B. Behind"};
    bench.shop.approval_count = 2;
    bench.formulas[0].digest = digest_of("x", 1);
    approval_judge(&bench.formulas[0], &bench.shop, bench.rx.place, bench.arena, &bench.findings);
    CU_ASSERT_STRING_EQUAL(bench_text(&bench, MT502), arena_format(bench.arena, "formula clonazepam-0.1 was approved by A. Chen, RPh on 2026-01-05 as %s "
                           "and has been edited since: it is now %s", bench.approvals[1].digest, digest_letters(bench.arena, &bench.formulas[0].digest, 16)));
    bench.shop.approval_count = 1;
    approval_judge(&bench.formulas[0], &bench.shop, bench.rx.place, bench.arena, &bench.findings);
    CU_ASSERT_PTR_NOT_NULL(strstr(bench.findings.items[bench.findings.count - 1].text, "approved by J. Ruiz, RPh on"));
    bench.formulas[0].id = "another";
    approval_judge(&bench.formulas[0], &bench.shop, bench.rx.place, bench.arena, &bench.findings);
    CU_ASSERT_EQUAL(bench_count(&bench, MT501), 1);
    bench.shop.approval_count = 3;
    approval_judge(&bench.formulas[0], &bench.shop, bench.rx.place, bench.arena, &bench.findings);
    CU_ASSERT_EQUAL(bench_count(&bench, MT501), 1);
    CU_ASSERT_EQUAL(bench_count(&bench, MT502), 3);
    bench_close(&bench);
}

static bool judged(Bench *bench)
{
    return formula_judge(&bench->formulas[0], PER_ML(0.1), &bench->rx, &bench->shop, bench->rx.place, bench->arena, &bench->findings);
}

/* A commercial liquid of the drug, by the table: of this strength, and among those there are. */
static void test_commercial(void)
{
    static const struct { double strengths[2]; size_t count; bool said; } rows[] = {
        {{0.1, 1}, 2, true}, {{1, 0.1}, 2, true}, {{1, 0.1}, 1, false}, {{1, 0.2}, 2, false}, {{0.1, 1}, 0, false}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        Bench bench;
        Strength commercial[] = {PER_ML(rows[i].strengths[0]), PER_ML(rows[i].strengths[1])};
        bench_open(&bench);
        bench.drugs[0].commercial = commercial;
        bench.drugs[0].commercial_count = rows[i].count;
        CU_ASSERT_TRUE(judged(&bench));
        bench.rx.rationale = "";
        CU_ASSERT_EQUAL(judged(&bench), !rows[i].said);
        CU_ASSERT_STRING_EQUAL(bench_text(&bench, MT503), rows[i].said ? "a commercial liquid like clonazepam 0.1 mg per mL exists; "
                               "the prescription states no rationale for compounding it" : "");
        bench_close(&bench);
    }
}

/* Days of its own, be it one, need no class. */
static void test_own_days(void)
{
    for (int32_t days = -1; days <= 1; days++) {
        Bench bench;
        bench_open(&bench);
        bench.formulas[0].bud_class = "unheard of";
        bench.formulas[0].bud_days = days;
        CU_ASSERT_EQUAL(judged(&bench), days == 1);
        CU_ASSERT_EQUAL(bench_count(&bench, MT504), days < 1);
        bench_close(&bench);
    }
}

/* The first ingredient counts, and none behind the last. */
static void test_ingredients(void)
{
    static const struct { const char *allergies, *needs; size_t count; bool fine; const char *allergy, *need; } rows[] = {
        {NULL, NULL, 3, true, "", ""},
        {"clonazepam", NULL, 3, false, "stated allergy \"clonazepam\": formula clonazepam-0.1 holds Clonazepam 0.5 mg tablets", ""},
        {"ora-sweet", NULL, 3, false, "stated allergy \"ora-sweet\": formula clonazepam-0.1 holds Ora-Sweet (sucrose)", ""},
        {"ora-sweet", NULL, 2, true, "", ""},
        {NULL, "sucrose-free", 3, false, "", "stated need \"sucrose-free\": formula clonazepam-0.1 holds Ora-Sweet (sucrose)"},
        {"clonazepam", "sucrose-free", 3, false, "stated allergy \"clonazepam\": formula clonazepam-0.1 holds Clonazepam 0.5 mg tablets",
         "stated need \"sucrose-free\": formula clonazepam-0.1 holds Ora-Sweet (sucrose)"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        Bench bench;
        bench_open(&bench);
        bench.parts[0][2].contains = "sucrose";
        bench.formulas[0].ingredient_count = rows[i].count;
        bench.rx.patient.allergies = rows[i].allergies;
        bench.rx.patient.needs = rows[i].needs;
        CU_ASSERT_EQUAL(judged(&bench), rows[i].fine);
        CU_ASSERT_STRING_EQUAL(bench_text(&bench, MT505), rows[i].allergy);
        CU_ASSERT_STRING_EQUAL(bench_text(&bench, MT507), rows[i].need);
        bench_close(&bench);
    }
}

void suite_compound_formulas(void)
{
    CU_pSuite suite = CU_add_suite("compound: formulas", NULL, NULL);
    CU_add_test(suite, "the formula of a liquid", test_of_liquid);
    CU_add_test(suite, "a drug with an approved formula", test_drug_approved);
    CU_add_test(suite, "an older approval", test_older);
    CU_add_test(suite, "a commercial liquid", test_commercial);
    CU_add_test(suite, "days of its own", test_own_days);
    CU_add_test(suite, "ingredients", test_ingredients);
}
