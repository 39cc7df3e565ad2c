/* SPDX-License-Identifier: GPL-3.0-or-later */
/* shop.xml and the approvals beside it. */
#include <CUnit/CUnit.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "microtaper/text.h"
#include "model_kit.h"

static void shop_fields(void)
{
    const Shop *shop = model_shop();
    CU_ASSERT_STRING_EQUAL(shop->name, "Harbor Compounding Pharmacy");
    CU_ASSERT_STRING_EQUAL(shop->profile->name, "US-795-2023");
    CU_ASSERT_EQUAL(shop->counting, COUNT_DAY_ONE);
    CU_ASSERT_EQUAL(shop->time_count, 4);
    CU_ASSERT_EQUAL(time_find(shop, "bedtime"), 3);
    CU_ASSERT_EQUAL(time_find(shop, "teatime"), -1);
    CU_ASSERT_EQUAL(shop->syringes[0].capacity.nl, NL_PER_ML);
    CU_ASSERT_EQUAL(shop->balance_sensitivity.ng, INT64_C(6) * NG_PER_MG);
    CU_ASSERT_EQUAL(shop->supply_days, 28);
    CU_ASSERT_EQUAL(shop->ahead_days, 1);
    CU_ASSERT_EQUAL(shop->reserve_days, 3);
    CU_ASSERT_EQUAL(shop->overage.e8, 3000000);
    CU_ASSERT_EQUAL(shop->loss_per_draw.nl, 20000);
    CU_ASSERT_EQUAL(shop->printer_dpi, 203);
    CU_ASSERT_EQUAL(shop->pool.nl, 0);   /* not stated: no lot is shared */
    CU_ASSERT_TRUE(shop_closed(shop, date_of(2026, 11, 29)));    /* a Sunday */
    CU_ASSERT_TRUE(shop_closed(shop, date_of(2026, 12, 25)));
    CU_ASSERT_FALSE(shop_closed(shop, date_of(2026, 12, 1)));
}

/* --- one edit of the samples' shop --- */
typedef struct { const char *name, *find, *replace; Code code; int line; const char *place; } Row;
static const Row faults[] = {
    {"phone missing", "phone=\"+1 555 0142\"", "", MT114, 3, "@phone"},
    {"paper unknown", "paper=\"letter\"", "paper=\"a5\"", MT210, 3, "@paper"},
    {"language as a word", "language=\"en\"", "language=\"English\"", MT224, 3, "@language"},
    {"printer too coarse", "printer-dpi=\"203\"", "printer-dpi=\"72\"", MT215, 3, "@printer-dpi"},
    {"profile unknown", "US-795-2023", "US-795-2014", MT221, 5, "beyond-use/@profile"},
    {"counting unknown", "day-1", "day-one", MT210, 5, "beyond-use/@counting"},
    {"no beyond-use", "<beyond-use profile=\"US-795-2023\" counting=\"day-1\"/>", "", MT117, 3, "shop"},
    {"time twice", "name=\"noon\"", "name=\"morning\"", MT217, 7, "time[2]/@name"},
    {"time without weight", "name=\"noon\" weight=\"1\"", "name=\"noon\"", MT114, 7, "time[2]/@weight"},
    {"weight of nothing", "name=\"noon\" weight=\"1\"", "name=\"noon\" weight=\"0\"", MT215, 7, "time[2]/@weight"},
    {"nine times of day", "<time name=\"noon\" weight=\"1\"/>",
     "<time name=\"a\" weight=\"1\"/><time name=\"b\" weight=\"1\"/><time name=\"c\" weight=\"1\"/>"
     "<time name=\"d\" weight=\"1\"/><time name=\"e\" weight=\"1\"/><time name=\"f\" weight=\"1\"/>", MT220, 9,
     "time[9]"},
    {"syringe of nothing", "capacity=\"1 mL\"", "capacity=\"0 mL\"", MT214, 10, "syringe[1]/@capacity"},
    {"syringe twice", "capacity=\"3 mL\" graduation=\"0.1 mL\"", "capacity=\"1 mL\" graduation=\"0.01 mL\"",
     MT217, 11, "syringe[2]"},
    {"graduation that does not divide", "capacity=\"3 mL\" graduation=\"0.1 mL\"",
     "capacity=\"3 mL\" graduation=\"0.7 mL\"", MT219, 11, "syringe[2]"},
    {"reliable from above its capacity", "graduation=\"0.1 mL\"",
     "graduation=\"0.1 mL\" reliable-from=\"4 mL\"", MT219, 11, "syringe[2]/@reliable-from"},
    {"bottle twice", "capacity=\"120 mL\"", "capacity=\"60 mL\"", MT217, 17, "bottle[2]/@capacity"},
    {"balance of no sensitivity", "sensitivity=\"6 mg\"", "sensitivity=\"0 mg\"", MT214, 20, "balance/@sensitivity"},
    {"supply of no days", "days=\"28\"", "days=\"0\"", MT215, 21, "supply/@days"},
    {"supply past any date", "days=\"28\"", "days=\"181\"", MT215, 21, "supply/@days"},
    {"reserve without a unit", "reserve=\"3 days\"", "reserve=\"3\"", MT201, 21, "supply/@reserve"},
    {"a shared lot of nothing", "<closed weekday=\"Sunday\"/>", "<closed weekday=\"Sunday\"/><pool up-to=\"0 mL\"/>",
     MT214, 23, "pool/@up-to"},
    {"a shared lot without its size", "<closed weekday=\"Sunday\"/>", "<closed weekday=\"Sunday\"/><pool/>", MT114, 23,
     "pool/@up-to"},
    {"two sizes of shared lots", "<closed weekday=\"Sunday\"/>",
     "<closed weekday=\"Sunday\"/><pool up-to=\"1 L\"/><pool up-to=\"2 L\"/>", MT116, 23, "pool[2]"},
    {"closed on no weekday", "weekday=\"Sunday\"", "weekday=\"sunday\"", MT210, 23, "closed[1]/@weekday"},
    {"closed without a day", "<closed weekday=\"Sunday\"/>", "<closed/>", MT222, 23, "closed[1]"},
    {"closed twice over", "weekday=\"Sunday\"", "weekday=\"Sunday\" on=\"2026-12-24\"", MT222, 23, "closed[1]"},
    {"closed for ever", "<closed weekday=\"Sunday\"/>",
     "<closed weekday=\"Sunday\"/><closed weekday=\"Monday\"/><closed weekday=\"Tuesday\"/>"
     "<closed weekday=\"Wednesday\"/>"
     "<closed weekday=\"Thursday\"/><closed weekday=\"Friday\"/><closed weekday=\"Saturday\"/>", MT219, 3, "shop"},
};

static void shop_faults(void)
{
    for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++) {
        Arena *arena = arena_new();
        Findings findings = findings_new(arena);
        const char *folder = model_folder(arena), *file = path_join(arena, folder, "shop.xml");
        const char *text = model_file(arena, "samples/shop.xml");
        model_write(arena, folder, "shop.xml", model_edit(arena, faults[i].name, text, faults[i].find,
                                                          faults[i].replace));
        CU_ASSERT_PTR_NULL(shop_load(file, model_tables(), arena, &findings));
        CU_ASSERT_TRUE(model_only(faults[i].name, &findings, faults[i].code, faults[i].line, faults[i].place));
        folder_remove(folder);
        arena_free(arena);
    }
}

/* Syringes and bottles are in order of size, however they are written; nothing is kept and no day ahead is allowed. */
static void shop_order(void)
{
    Arena *arena = arena_new();
    Findings findings = findings_new(arena);
    const char *folder = model_folder(arena), *text = model_file(arena, "samples/shop.xml");
    text = model_edit(arena, "order", text, "capacity=\"1 mL\" graduation=\"0.01 mL\"",
                      "capacity=\"30 mL\" graduation=\"1 mL\"");
    text = model_edit(arena, "order", text, "capacity=\"60 mL\"", "capacity=\"1 L\"");
    text = model_edit(arena, "order", text, "ahead=\"1 day\" reserve=\"3 days\"",
                      "ahead=\"0 days\" reserve=\"0 days\"");
    text = model_edit(arena, "pool", text, "<closed weekday=\"Sunday\"/>", "<pool up-to=\"2 L\"/>");
    model_write(arena, folder, "shop.xml", text);
    const Shop *shop = shop_load(path_join(arena, folder, "shop.xml"), model_tables(), arena, &findings);
    CU_ASSERT_PTR_NOT_NULL_FATAL(shop);
    for (size_t i = 1; i < shop->syringe_count; i++)
        CU_ASSERT_TRUE(shop->syringes[i - 1].capacity.nl <= shop->syringes[i].capacity.nl);
    for (size_t i = 1; i < shop->bottle_count; i++)
        CU_ASSERT_TRUE(shop->bottles[i - 1].capacity.nl < shop->bottles[i].capacity.nl);
    CU_ASSERT_EQUAL(shop->ahead_days, 0);
    CU_ASSERT_EQUAL(shop->reserve_days, 0);
    CU_ASSERT_EQUAL(shop->pool.nl, INT64_C(2000) * NL_PER_ML);
    CU_ASSERT_EQUAL(shop->approval_count, 0);
    folder_remove(folder);
    arena_free(arena);
}

/* --- approvals --- */
static const Approval approvals[] = {
    {.what = "formula clonazepam-0.1", .by = "J. \"Jo\" Ruiz & Söhne, RPh", .on = {2500}, .demo = true},
    {.what = "words en", .by = "J. Ruiz, RPh", .on = {2501}},
    {.what = "words en", .by = "K. Lund, RPh", .on = {2502}},
};

static const Shop *shop_in(Arena *arena, const char *folder, Findings *findings)
{
    return shop_load(path_join(arena, folder, "shop.xml"), model_tables(), arena, findings);
}

static void approve_and_find(void)
{
    Arena *arena = arena_new();
    Findings findings = findings_new(arena);
    const char *folder = model_folder(arena), *file = path_join(arena, folder, "approvals.xml");
    Digest digest = digest_of("one", 3), other = digest_of("two", 3);
    model_write(arena, folder, "shop.xml", model_file(arena, "samples/shop.xml"));
    for (size_t i = 0; i < sizeof approvals / sizeof approvals[0]; i++) {
        Approval approval = approvals[i];
        approval.digest = digest_letters(arena, &digest, 16);
        CU_ASSERT_EQUAL(approval_append(file, &approval), 0);
    }
    const Shop *shop = shop_in(arena, folder, &findings);
    CU_ASSERT_TRUE(model_none("approvals", &findings));
    CU_ASSERT_PTR_NOT_NULL_FATAL(shop);
    CU_ASSERT_EQUAL(shop->approval_count, 3);
    const Approval *formula = approval_find(shop, "formula clonazepam-0.1", &digest);
    CU_ASSERT_PTR_NOT_NULL_FATAL(formula);
    CU_ASSERT_STRING_EQUAL(formula->by, approvals[0].by);
    CU_ASSERT_EQUAL(formula->on.day, 2500);
    CU_ASSERT_TRUE(formula->demo);
    CU_ASSERT_STRING_EQUAL(approval_find(shop, "words en", &digest)->by, "K. Lund, RPh");   /* the last */
    CU_ASSERT_FALSE(approval_find(shop, "words en", &digest)->demo);
    CU_ASSERT_PTR_NULL(approval_find(shop, "words en", &other));
    CU_ASSERT_PTR_NULL(approval_find(shop, "words es", &digest));
    folder_remove(folder);
    arena_free(arena);
}

static const struct { const char *name, *text; int error; } appended[] = {
    {"an empty element", "<approvals xmlns=\"urn:microtaper:approvals:1\"/>", 0},
    {"with a comment", "<!-- ours --><approvals xmlns=\"urn:microtaper:approvals:1\"> </approvals>", 0},
    {"not well formed", "<approvals xmlns=\"urn:microtaper:approvals:1\">", EINVAL},
    {"something else", "<shop xmlns=\"urn:microtaper:approvals:1\"></shop>", EINVAL},
};

static void append_rows(void)
{
    for (size_t i = 0; i < sizeof appended / sizeof appended[0]; i++) {
        Arena *arena = arena_new();
        Findings findings = findings_new(arena);
        const char *folder = model_folder(arena), *file = path_join(arena, folder, "approvals.xml");
        Approval approval = {.what = "words en", .digest = "0123456789ABCDEF", .by = "J", .on = {2500}};
        model_write(arena, folder, "shop.xml", model_file(arena, "samples/shop.xml"));
        model_write(arena, folder, "approvals.xml", appended[i].text);
        CU_ASSERT_EQUAL(approval_append(file, &approval), appended[i].error);
        size_t count = appended[i].error ? 1 : shop_in(arena, folder, &findings)->approval_count;
        CU_ASSERT_EQUAL(count, 1);
        if (appended[i].error) CU_ASSERT_STRING_EQUAL(model_file(arena, file), appended[i].text);   /* left alone */
        folder_remove(folder);
        arena_free(arena);
    }
}

static void bad_digest(void)
{
    Arena *arena = arena_new();
    Findings findings = findings_new(arena);
    const char *folder = model_folder(arena);
    model_write(arena, folder, "shop.xml", model_file(arena, "samples/shop.xml"));
    model_write(arena, folder, "approvals.xml",
                "<approvals xmlns=\"urn:microtaper:approvals:1\">\n"
                "<approval of=\"words en\" digest=\"0123456789ABCDEI\" by=\"J\" on=\"2026-11-01\"/></approvals>");
    CU_ASSERT_PTR_NULL(shop_in(arena, folder, &findings));
    CU_ASSERT_TRUE(model_only("digest with an I", &findings, MT223, 2, "approval[1]/@digest"));
    folder_remove(folder);
    arena_free(arena);
}

void suite_model_shop(void)
{
    CU_pSuite suite = CU_add_suite("model: shop", NULL, NULL);
    CU_add_test(suite, "fields", shop_fields);
    CU_add_test(suite, "faults", shop_faults);
    CU_add_test(suite, "stock in order of size", shop_order);
    CU_add_test(suite, "approvals are added and found", approve_and_find);
    CU_add_test(suite, "approvals are added to what is there", append_rows);
    CU_add_test(suite, "a digest of another alphabet", bad_digest);
}
