/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Prescriptions from memory: what is read, and each fault with its code, line and place. */
#include <CUnit/CUnit.h>
#include <stdio.h>
#include <string.h>

#include "microtaper/text.h"
#include "model_kit.h"

typedef struct { const char *name, *find, *replace; } Good;
static const Good goods[] = {
#define GOOD(name, find, replace) {name, find, replace},
#include "model_good.def"
};

typedef struct { const char *name, *find, *replace; Code code; int line; const char *place; } Bad;
static const Bad bads[] = {
#define BAD(name, find, replace, code, line, place, schema) {name, find, replace, code, line, place},
#include "model_bad.def"
};

/* --- one text read: the check looks at it while it is there --- */
typedef void (*Check)(const void *row, const Prescription *rx, Findings *findings, Arena *arena);
typedef struct { Check check; const void *row; int records; } Look;

static bool on_prescription(void *context, Prescription *rx, const char *number, Findings *findings, Arena *arena)
{
    Look *look = context;
    (void)number;
    look->records++;
    if (look->check) look->check(look->row, rx, findings, arena);
    return true;
}

static void look_at(const char *name, const char *text, Check check, const void *row)
{
    Arena *arena = arena_new();
    Findings findings = findings_new(arena);
    Look look = {check, row, 0};
    bool whole = prescriptions_read_memory("rx.xml", text, strlen(text), model_tables(), model_shop(), on_prescription,
                                           &look, &findings);
    CU_ASSERT_TRUE(whole);
    CU_ASSERT_EQUAL(look.records, 1);
    CU_ASSERT_TRUE(model_none(name, &findings));
    arena_free(arena);
}

static void look_at_edit(const char *name, const char *find, const char *replace, Check check, const void *row)
{
    Arena *arena = arena_new();
    look_at(name, model_edit(arena, name, model_base, find, replace), check, row);
    arena_free(arena);
}

/* --- the tables of rows --- */
static void check_good(const void *row, const Prescription *rx, Findings *findings, Arena *arena)
{
    const Good *good = row;
    (void)arena;
    CU_ASSERT_PTR_NOT_NULL(rx);
    CU_ASSERT_TRUE(model_none(good->name, findings));
}

static void good_rows(void)
{
    for (size_t i = 0; i < sizeof goods / sizeof goods[0]; i++)
        look_at_edit(goods[i].name, goods[i].find, goods[i].replace, check_good, &goods[i]);
}

static void check_bad(const void *row, const Prescription *rx, Findings *findings, Arena *arena)
{
    const Bad *bad = row;
    (void)arena;
    (void)rx;
    CU_ASSERT_TRUE(model_only(bad->name, findings, bad->code, bad->line, bad->place));
}

static void bad_rows(void)
{
    for (size_t i = 0; i < sizeof bads / sizeof bads[0]; i++)
        look_at_edit(bads[i].name, bads[i].find, bads[i].replace, check_bad, &bads[i]);
}

/* --- what is read --- */
static void check_fields(const void *row, const Prescription *rx, Findings *findings, Arena *arena)
{
    (void)row;
    (void)findings;
    CU_ASSERT_PTR_NOT_NULL_FATAL(rx);
    CU_ASSERT_STRING_EQUAL(rx->number, "RX-1");
    CU_ASSERT_EQUAL(rx->revision, 1);
    CU_ASSERT_STRING_EQUAL(rx->patient.name, "Jordan Avery");
    CU_ASSERT_STRING_EQUAL(date_text(arena, rx->patient.born), "1979-04-02");
    CU_ASSERT_PTR_NULL(rx->prescriber.dea);
    CU_ASSERT_EQUAL(rx->order_count, 1);
    CU_ASSERT_EQUAL(rx->orders[0].quantity.nl, INT64_C(480) * NL_PER_ML);
    CU_ASSERT_EQUAL(rx->takings[0].count, 2);
    CU_ASSERT_EQUAL(rx->takings[0].doses[0].time, 0);
    CU_ASSERT_EQUAL(rx->takings[0].doses[1].time, 3);
    CU_ASSERT_EQUAL(rx->takings[0].doses[1].mass.ng, NG_PER_MG);
    CU_ASSERT_EQUAL(rx->liquids[0].graduation.nl, 200000);
    CU_ASSERT_FALSE(rx->liquids[0].has_from);
    CU_ASSERT_EQUAL(rx->step_count, 3);
    CU_ASSERT_EQUAL(rx->steps[0].days, 14);
    CU_ASSERT_EQUAL(rx->steps[1].kind, STEP_REDUCE);
    CU_ASSERT_EQUAL(rx->steps[1].by, BY_SHARE_OF_CURRENT);
    CU_ASSERT_EQUAL(rx->steps[1].share.e8, 5000000);
    CU_ASSERT_EQUAL(rx->steps[1].per, 14);
    CU_ASSERT_EQUAL(rx->steps[1].every, 14);
    CU_ASSERT_TRUE(rx->steps[1].has_until);
    CU_ASSERT_EQUAL(rx->steps[1].until.ng, 500000);
    CU_ASSERT_EQUAL(rx->steps[2].kind, STEP_STOP);
    CU_ASSERT_STRING_EQUAL(rx->steps[1].place.path, "reduce[1]");
}

static void fields(void)
{
    look_at("base", model_base, check_fields, NULL);
}

/* Doses come in the order of the day, however they are written. */
static void check_sorted(const void *row, const Prescription *rx, Findings *findings, Arena *arena)
{
    (void)row;
    (void)findings;
    (void)arena;
    CU_ASSERT_PTR_NOT_NULL_FATAL(rx);
    CU_ASSERT_EQUAL(rx->takings[0].count, 3);
    CU_ASSERT_EQUAL(rx->takings[0].doses[0].time, 0);
    CU_ASSERT_EQUAL(rx->takings[0].doses[1].time, 1);
    CU_ASSERT_EQUAL(rx->takings[0].doses[2].time, 3);
}

static void sorted(void)
{
    look_at_edit("doses out of order", "<dose at='morning'>0.5 mg</dose>\n    <dose at='bedtime'>1 mg</dose>",
                 "<dose at='bedtime'>1 mg</dose><dose at='morning'>0.5 mg</dose><dose at='noon'>0.5 mg</dose>",
                 check_sorted, NULL);
}

static const char *const cross_step =
    "<cross to='diazepam' ratio='0.5 mg = 10 mg' table='Ashton 2002' order='bedtime morning' "
    "portions='4' every='7 days'/>";

static void check_cross(const void *row, const Prescription *rx, Findings *findings, Arena *arena)
{
    (void)row;
    (void)arena;
    CU_ASSERT_TRUE(model_none("cross", findings));
    CU_ASSERT_PTR_NOT_NULL_FATAL(rx);
    const Step *step = &rx->steps[1];
    CU_ASSERT_EQUAL(step->kind, STEP_CROSS);
    CU_ASSERT_STRING_EQUAL(step->to->name, "diazepam");
    CU_ASSERT_EQUAL(step->ratio.from.ng, 500000);
    CU_ASSERT_EQUAL(step->ratio.to.ng, 10000000);
    CU_ASSERT_STRING_EQUAL(step->table, "Ashton 2002");
    CU_ASSERT_EQUAL(step->order_count, 2);
    CU_ASSERT_EQUAL(step->order[0], 3);
    CU_ASSERT_EQUAL(step->portions, 4);
    CU_ASSERT_EQUAL(step->cross_every, 7);
}

static void cross(void)
{
    Arena *arena = arena_new();
    const char *text = model_edit(arena, "cross", model_base,
                                  "<reduce by='5 %' of='current' per='14 days' until='0.5 mg'/>",
                                  cross_step);
    text = model_edit(arena, "cross", text, "  <taking",
                      "<order drug='diazepam' quantity='200 mL' refills='5' written='2026-11-20'/><taking");
    look_at("cross", text, check_cross, NULL);
    arena_free(arena);
}

/* --- many faults at once --- */
static const struct { Code code; int line; const char *place; } many[] = {
    {MT215, 4, "@revision"}, {MT113, 5, "patient/@sex"}, {MT202, 5, "patient/@born"}, {MT224, 5, "patient/@language"},
    {MT114, 6, "prescriber/@phone"}, {MT201, 7, "order[1]/@quantity"}, {MT211, 7, "order[1]/@drug"},
    {MT201, 9, "taking[1]/dose[1]"}, {MT212, 10, "taking[1]/dose[2]/@at"}, {MT214, 12, "taking[1]/dose[4]"},
    {MT213, 12, "taking[1]/dose[4]/@at"}, {MT112, 18, "pause"}, {MT240, 16, "reduce[1]/@by"},
    {MT243, 16, "reduce[1]/@every"}, {MT246, 16, "reduce[1]"}, {MT241, 17, "reduce[2]/@of"}, {MT242, 17, "reduce[2]"},
    {MT270, 22, "accept[1]/@code"}, {MT272, 22, "accept[1]/@check"},
};
static const struct { Code code; int line; const char *place; } whole[] = {
    {MT231, 25, "@number"}, {MT232, 26, "patient/@born"}, {MT233, 28, "order[1]/@written"}, {MT234, 31,
                                                                                             "taking[1]/@drug"},
    {MT235, 29, "order[2]/@drug"}, {MT255, 38, "liquid[1]/@from"}, {MT260, 31, "taking[1]"},
};

static bool on_sample(void *context, Prescription *rx, const char *number, Findings *findings, Arena *arena)
{
    int *records = context;
    (void)arena;
    CU_ASSERT_STRING_EQUAL(number, "RX-9001");
    CU_ASSERT_EQUAL(rx != NULL, *records == 1);   /* the first cannot be used, the second contradicts itself */
    for (size_t i = 0; *records == 0 && i < sizeof many / sizeof many[0]; i++)
        CU_ASSERT_TRUE(model_has("samples/bad.xml", findings, many[i].code, many[i].line, many[i].place));
    for (size_t i = 0; *records == 1 && i < sizeof whole / sizeof whole[0]; i++)
        CU_ASSERT_TRUE(model_has("samples/bad.xml", findings, whole[i].code, whole[i].line, whole[i].place));
    (*records)++;
    return true;
}

static void bad_sample(void)
{
    Arena *arena = arena_new();
    Findings findings = findings_new(arena);
    int records = 0;
    CU_ASSERT_TRUE(prescriptions_read("samples/bad.xml", model_tables(), model_shop(), on_sample, &records, &findings));
    CU_ASSERT_EQUAL(records, 2);
    CU_ASSERT_TRUE(model_none("samples/bad.xml", &findings));
    arena_free(arena);
}

/* --- the digest of the content --- */
static void keep_digest(const void *row, const Prescription *rx, Findings *findings, Arena *arena)
{
    Digest *out = (Digest *)(uintptr_t)row;
    (void)findings;
    (void)arena;
    CU_ASSERT_PTR_NOT_NULL_FATAL(rx);
    *out = rx->content;
}

static Digest digest_after(const char *name, const char *find, const char *replace)
{
    Digest digest = {{0}};
    look_at_edit(name, find, replace, keep_digest, &digest);
    return digest;
}

static const struct { const char *name, *find, *replace; bool same; } digests[] = {
    {"attributes in another order", "number='RX-1' revision='1'", "revision='1'  number=\"RX-1\"", true},
    {"a comment and white space", "<hold", "<!-- first -->\n\n\t<hold", true},
    {"an accept", "</prescription>",
     "<accept code='MT301' place='x' check='KORU' by='J' on='2026-11-21' reason='r'/></prescription>", true},
    {"another dose", ">0.5 mg<", ">0.6 mg<", false},
    {"another revision", "revision='1'", "revision='2'", false},
    {"another name", "Jordan", "Jordana", false},
    {"the steps in another order",
     "<hold for='14 days'/>\n    <reduce by='5 %' of='current' per='14 days' until='0.5 mg'/>",
     "<reduce by='5 %' of='current' per='14 days' until='0.5 mg'/>\n<hold for='14 days'/>", false},
};

static void content(void)
{
    Digest base = digest_after("base", "<hold", "<hold");
    for (size_t i = 0; i < sizeof digests / sizeof digests[0]; i++) {
        Digest other = digest_after(digests[i].name, digests[i].find, digests[i].replace);
        bool same = memcmp(&base, &other, sizeof base) == 0;
        if (same != digests[i].same) printf("    row: %s\n", digests[i].name);
        CU_ASSERT_EQUAL(same, digests[i].same);
    }
}

/* --- accepts --- */
typedef struct { const char *name, *code, *place; bool right_check, accepted; size_t errors; } AcceptRow;
static const AcceptRow accept_rows[] = {
    {"the one it names", "MT233", "order[1]/@written", true, true, 0},
    {"another check word", "MT233", "order[1]/@written", false, false, 1},
    {"another place", "MT233", "order[1]/@quantity", true, false, 1},
    {"another code", "MT260", "order[1]/@written", true, false, 1},
};

static void keep_check(const void *row, const Prescription *rx, Findings *findings, Arena *arena)
{
    char *out = (char *)(uintptr_t)row;
    (void)rx;
    (void)arena;
    CU_ASSERT_EQUAL_FATAL(findings->count, 1);
    memcpy(out, findings->items[0].check, 5);
}

static void check_accept(const void *context, const Prescription *rx, Findings *findings, Arena *arena)
{
    const AcceptRow *row = context;
    (void)arena;
    CU_ASSERT_PTR_NOT_NULL_FATAL(rx);
    accepts_apply((Prescription *)(uintptr_t)rx, findings);
    CU_ASSERT_EQUAL(findings->items[0].accepted, row->accepted);
    CU_ASSERT_EQUAL(findings_errors(findings), row->errors);
    CU_ASSERT_EQUAL(findings_open_warnings(findings), row->accepted ? 0 : 1);
    CU_ASSERT_TRUE(!row->errors || model_has(row->name, findings, MT271, 15, "accept[1]"));
    CU_ASSERT_TRUE(!row->accepted || text_equal(findings->items[0].accepted_by, "J. Ruiz, RPh"));
}

static void accepts(void)
{
    Arena *arena = arena_new();
    char check[5] = "";
    const char *late = model_edit(arena, "late", model_base, "written='2026-11-20'", "written='2026-12-02'");
    look_at("late", late, keep_check, check);
    for (size_t i = 0; i < sizeof accept_rows / sizeof accept_rows[0]; i++) {
        const AcceptRow *row = &accept_rows[i];
        const char *word = row->right_check ? check : strcmp(check, "KRRK") ? "KRRK" : "RKKR";
        const char *accept = arena_format(arena,
                                          "<accept code='%s' place='%s' check='%s' by='J. Ruiz, RPh' on='2026-11-21' "
                                          "reason='Renewed'/></prescription>", row->code, row->place, word);
        look_at(row->name, model_edit(arena, row->name, late, "</prescription>", accept), check_accept, row);
    }
    arena_free(arena);
}

void suite_model_prescription(void)
{
    CU_pSuite suite = CU_add_suite("model: prescription", NULL, NULL);
    CU_add_test(suite, "good rows", good_rows);
    CU_add_test(suite, "bad rows, each with its code, line and place", bad_rows);
    CU_add_test(suite, "fields", fields);
    CU_add_test(suite, "doses in the order of the day", sorted);
    CU_add_test(suite, "a crossover is read whole", cross);
    CU_add_test(suite, "samples/bad.xml: all faults at once", bad_sample);
    CU_add_test(suite, "digest of the content", content);
    CU_add_test(suite, "accepts", accepts);
}
