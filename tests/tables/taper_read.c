/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From XML to days: each family as a prescriber writes it, through reader, schema and plan, with the shipped tables. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "microtaper/file.h"
#include "microtaper/text.h"
#include "taper_kit.h"

typedef struct {
    const char *name;
    const char *taking;        /* children of <prescription> up to the taper */
    const char *taper;         /* attributes and children */
    const char *events;
    int32_t days;              /* 0: refused, by `code` (0 with no plan: any) */
    Code code;                 /* a finding that must be there; MT201: none asked for */
    KitDay at[6]; size_t count;
} ReadRow;

#define TAKES(drug, doses) "<order drug=\"" drug "\" quantity=\"500 mL\" refills=\"5\" written=\"2026-11-20\"/>\n" \
                           "<taking drug=\"" drug "\">" doses "</taking>\n"
#define ORDERS(a, b) "<order drug=\"" a "\" quantity=\"500 mL\" refills=\"5\" written=\"2026-11-20\"/>\n" \
                     "<order drug=\"" b "\" quantity=\"500 mL\" refills=\"5\" written=\"2026-11-20\"/>\n"
#define AT(time, mass) "<dose at=\"" time "\">" mass "</dose>"
#define OTHER(time, mass) "<dose drug=\"diazepam\" at=\"" time "\">" mass "</dose>"
#define CALENDAR "led-by=\"calendar\">"
#define SYMPTOMS "led-by=\"symptoms\" review=\"2026-12-29\" steady=\"sleeping as before\" longest=\"28 days\" back=\"yes\">"
#define DIAZEPAM_20 TAKES("diazepam", AT("morning", "20 mg"))
#define EVENT_OF(rest) "<event by=\"Dana Whitfield, MD\" role=\"prescriber\" " rest "/>\n"
#define CROSSING "<cross to=\"diazepam\" ratio=\"0.5 mg = 10 mg\" table=\"Ashton 2002\" "

static const ReadRow rows[] = {
    {"cycle", DIAZEPAM_20, CALENDAR "<reduce by=\"2.5 %\" of=\"cycle\" every=\"7 days\" hold=\"14 days\" hold-after=\"4\" cuts=\"8\"/><maintain/>", "",
     84, MT201, {{0, 1, {19500000}}, {0, 43, {17550000}}}, 2},
    {"bands", DIAZEPAM_20, CALENDAR "<reduce until=\"0 mg\" every=\"14 days\"><band above=\"10 mg\" by=\"2 mg\"/><band above=\"5 mg\" by=\"10 %\"/>"
     "<band above=\"0 mg\" by=\"1 mg\" every=\"7 days\"/></reduce>", "", 0, MT201, {{0, 1, {18000000}}, {0, 71, {9000000}}}, 2},
    {"occupancy", TAKES("diazepam", AT("morning", "8 mg")),
     CALENDAR "<reduce by=\"10 %\" of=\"occupancy\" k=\"8 mg\" k-source=\"made up\" every=\"14 days\" cuts=\"3\"/><maintain/>", "", 42, MT328,
     {{0, 1, {5333333}}, {0, 29, {2000000}}}, 2},
    {"occupancy without K", DIAZEPAM_20, CALENDAR "<reduce by=\"10 %\" of=\"occupancy\" every=\"14 days\" cuts=\"3\"/><maintain/>", "", -1, MT327, {{0}}, 0},
    {"by and bands", DIAZEPAM_20, CALENDAR "<reduce by=\"1 mg\" until=\"0 mg\" every=\"14 days\"><band above=\"0 mg\" by=\"2 mg\"/></reduce>", "", -1, MT239,
     {{0}}, 0},
    {"in turn", TAKES("diazepam", AT("morning", "2 mg") AT("bedtime", "2 mg")),
     CALENDAR "<reduce by=\"1 mg\" every=\"7 days\" cuts=\"3\" falls=\"in-turn\" order=\"bedtime morning\"/><maintain for=\"7 days\"/>", "", 28, MT201,
     {{0, 8, {2000000, 0, 0, 0}}, {0, 22, {1000000, 0, 0, 0}}}, 2},
    {"divide", DIAZEPAM_20, CALENDAR "<divide at=\"morning bedtime\" weights=\"1 3\" for=\"7 days\"/><maintain/>", "", 7, MT330,
     {{0, 1, {5000000, 0, 0, 15000000}}}, 1},
    {"weights that do not fit", DIAZEPAM_20, CALENDAR "<divide at=\"morning bedtime\" weights=\"1\" for=\"7 days\"/><maintain/>", "", -1, MT256, {{0}}, 0},
    {"crossover by portions in turn", ORDERS("clonazepam", "diazepam") "<taking drug=\"clonazepam\">" AT("morning", "0.5 mg") AT("bedtime", "0.5 mg") "</taking>\n",
     CALENDAR CROSSING "order=\"bedtime morning bedtime morning\" portions=\"2\" every=\"7 days\"/><maintain/>", "", 28, MT322,
     {{0, 8, {250000, 0, 0, 250000}}, {1, 8, {5000000, 0, 0, 5000000}}, {0, 28, {0}}, {1, 28, {10000000, 0, 0, 10000000}}}, 4},
    {"half moved, nine tenths given", ORDERS("clonazepam", "diazepam") "<taking drug=\"clonazepam\">" AT("bedtime", "1 mg") "</taking>\n",
     CALENDAR CROSSING "portions=\"1\" every=\"7 days\" moves=\"50 %\" gives=\"90 %\"/><maintain/>", "", 7, MT324,
     {{0, 1, {0, 0, 0, 500000}}, {1, 1, {0, 0, 0, 9000000}}}, 2},
    {"off the table", ORDERS("clonazepam", "diazepam") "<taking drug=\"clonazepam\">" AT("bedtime", "1 mg") "</taking>\n",
     CALENDAR "<cross to=\"diazepam\" ratio=\"0.5 mg = 10 mg\" table=\"VA/DoD 2021\" portions=\"1\" every=\"7 days\"/><maintain/>", "", 7, MT320, {{0}}, 0},
    {"a table of two drugs", ORDERS("clonazepam", "diazepam") "<taking drug=\"clonazepam\">" AT("morning", "0.5 mg") AT("bedtime", "0.5 mg") "</taking>\n",
     CALENDAR "<list to=\"diazepam\" ratio=\"0.5 mg = 10 mg\" table=\"Ashton 2002\">"
     "<step for=\"7 days\">" AT("morning", "0.5 mg") AT("bedtime", "0.25 mg") OTHER("bedtime", "5 mg") "</step>"
     "<step for=\"7 days\">" AT("morning", "0.5 mg") OTHER("bedtime", "9 mg") "</step>"
     "<step for=\"14 days\">" OTHER("morning", "9 mg") OTHER("bedtime", "9 mg") "</step></list><reduce by=\"1 mg\" every=\"7 days\" cuts=\"1\"/><maintain/>", "",
     35, MT322, {{0, 1, {500000, 0, 0, 250000}}, {1, 1, {0, 0, 0, 5000000}}, {0, 8, {500000, 0, 0, 0}}, {1, 8, {0, 0, 0, 9000000}},
                 {1, 15, {9000000, 0, 0, 9000000}}, {1, 35, {8500000, 0, 0, 8500000}}}, 6},
    {"a table of two drugs that rises", ORDERS("clonazepam", "diazepam") "<taking drug=\"clonazepam\">" AT("morning", "0.5 mg") "</taking>\n",
     CALENDAR "<list to=\"diazepam\" ratio=\"0.5 mg = 10 mg\" table=\"Ashton 2002\"><step for=\"7 days\">" AT("morning", "0.25 mg") OTHER("morning", "6 mg")
     "</step></list><maintain/>", "", 7, MT309, {{0}}, 0},
    {"a table of two drugs without a ratio", ORDERS("clonazepam", "diazepam") "<taking drug=\"clonazepam\">" AT("morning", "0.5 mg") "</taking>\n",
     CALENDAR "<list to=\"diazepam\"><step for=\"7 days\">" AT("morning", "0.25 mg") OTHER("morning", "6 mg") "</step></list><maintain/>", "", -1, MT259, {{0}}, 0},
    {"stop from", DIAZEPAM_20, CALENDAR "<reduce by=\"10 mg\" every=\"7 days\" cuts=\"1\"/><stop from=\"9 mg\"/>", "", -1, MT326, {{0}}, 0},
    {"a hold, a reversal and a change of pace", DIAZEPAM_20, CALENDAR "<reduce by=\"1 mg\" every=\"7 days\" cuts=\"4\"/><maintain/>",
     EVENT_OF("what=\"held\" on=\"2026-12-08\" for=\"7 days\"") EVENT_OF("what=\"reversed\" on=\"2026-12-17\" for=\"7 days\" to=\"19 mg\" note=\"poor sleep\"")
     EVENT_OF("what=\"slowed\" on=\"2026-12-24\" pace=\"50 %\""), 65, MT201,
     {{0, 14, {19000000}}, {0, 16, {18000000}}, {0, 17, {19000000}}, {0, 24, {18000000}}, {0, 38, {17000000}}, {0, 65, {16000000}}}, 6},
    {"an event without its days", DIAZEPAM_20, CALENDAR "<hold for=\"28 days\"/><maintain/>", EVENT_OF("what=\"missed\" on=\"2026-12-08\""), -1, MT257, {{0}}, 0},
    {"a patient cannot raise the dose", DIAZEPAM_20, CALENDAR "<reduce by=\"1 mg\" every=\"7 days\" cuts=\"4\"/><maintain/>",
     "<event by=\"Jordan Avery\" role=\"patient\" what=\"reversed\" on=\"2026-12-10\" for=\"7 days\" to=\"19 mg\"/>", -1, MT257, {{0}}, 0},
    {"led by symptoms", DIAZEPAM_20, SYMPTOMS "<reduce by=\"1 mg\" every=\"14 days\" cuts=\"4\"/><maintain/>", "", 56, MT337, {{0, 1, {19000000}}}, 1},
    {"led by symptoms, no review", DIAZEPAM_20, "led-by=\"symptoms\" steady=\"x\" longest=\"28 days\" back=\"no\"><hold for=\"7 days\"/><maintain/>", "",
     -1, MT258, {{0}}, 0},
    {"a review before the start", DIAZEPAM_20,
     "led-by=\"symptoms\" review=\"2026-12-01\" steady=\"x\" longest=\"28 days\" back=\"no\"><hold for=\"7 days\"/><maintain/>", "", -1, MT336, {{0}}, 0},
    {"a review in a calendar plan", DIAZEPAM_20, "led-by=\"calendar\" review=\"2027-01-01\"><hold for=\"7 days\"/><maintain/>", "", -1, MT258, {{0}}, 0},
};

typedef struct { const ReadRow *row; const Tables *tables; const Shop *shop; bool met; } ReadCase;

static bool has_code(const Findings *findings, Code code)
{
    for (size_t i = 0; i < findings->count; i++)
        if (findings->items[i].code == code) return true;
    return false;
}

static void slowest_check(const ReadRow *row, const Plan *plan)
{
    if (!plan->slowest) return;
    kit_check(plan->dated == 28, row->name, "days with dates", plan->dated, 28);
    kit_check(plan->slowest->days == 98, row->name, "slowest", plan->slowest->days, 98);
    kit_check(plan_total(plan->slowest, 0, 41).ng == 18000000, row->name, "slowest, day 42", plan_total(plan->slowest, 0, 41).ng, 18000000);
    kit_check(plan_total(plan->slowest, 0, 42).ng == 17000000, row->name, "slowest, day 43", plan_total(plan->slowest, 0, 42).ng, 17000000);
    DaySpan reach = plan->slowest->reach[45];   /* at the slowest in the third dose, at the fastest in the fourth; one step back is the second */
    kit_check(reach.first == 14 && reach.last == 97, row->name, "within reach on day 46", reach.first, reach.last);
    reach = plan->slowest->reach[20];
    kit_check(reach.first == 20 && reach.last == 20, row->name, "within reach on a day with a date", reach.first, reach.last);
}

static bool row_sink(void *context, Prescription *rx, const char *number, Findings *findings, Arena *arena)
{
    ReadCase *one = context;
    const ReadRow *row = one->row;
    (void)number;
    one->met = true;
    Plan *plan = rx ? plan_make(rx, one->shop, one->tables, arena, findings) : NULL;
    kit_check((plan != NULL) == (row->days >= 0), row->name, "a plan", plan != NULL, row->days >= 0);
    bool found = row->code == MT201 || has_code(findings, row->code);
    kit_check(found, row->name, finding_kind(row->code)->name, found, 1);
    if ((plan != NULL) != (row->days >= 0) || !found) findings_print(findings, FINDINGS_TEXT, NULL, stderr);
    if (!plan) return true;
    if (row->days) kit_check(plan->days == row->days, row->name, "days", plan->days, row->days);
    kit_days(row->name, plan, row->at, row->count);
    slowest_check(row, plan);
    return true;
}

static const char *row_xml(const ReadRow *row, Arena *arena)
{
    return arena_format(arena, "<prescription xmlns=\"urn:microtaper:prescription:1\" number=\"RX-1\" revision=\"2\">\n"
        "<patient name=\"Jordan Avery\" born=\"1979-04-02\" address=\"44 Larch Lane\" language=\"en\" print=\"standard\"/>\n"
        "<prescriber name=\"Dana Whitfield, MD\" address=\"200 Medical Park\" phone=\"+1 555 0100\"/>\n"
        "%s<taper starts=\"2026-12-01\" %s</taper>\n%s</prescription>\n", row->taking, row->taper, row->events);
}

/* The order of elements in the schema: orders before takings; each row keeps to it. */
static void row_validate(const ReadRow *row, const char *xml, Arena *arena)
{
    char name[] = "/tmp/microtaper-taper-XXXXXX";
    int fd = mkstemp(name);
    CU_ASSERT_FATAL(fd >= 0);
    close(fd);
    Findings findings = findings_new(arena);
    CU_ASSERT_EQUAL(file_publish(name, (Bytes){xml, strlen(xml)}), 0);
    bool valid = xml_validate(name, "templates/schema/prescription.xsd", &findings);
    kit_check(valid, row->name, "valid by the schema", valid, 1);
    if (!valid) findings_print(&findings, FINDINGS_TEXT, NULL, stderr);
    unlink(name);
}

static void row_run(const ReadRow *row, const Tables *tables, const Shop *shop)
{
    Arena *arena = arena_new();
    Findings findings = findings_new(arena);
    const char *xml = row_xml(row, arena);
    ReadCase one = {row, tables, shop, false};
    if (row->days >= 0) row_validate(row, xml, arena);
    prescriptions_read_memory(row->name, xml, strlen(xml), tables, shop, row_sink, &one, &findings);
    kit_check(one.met, row->name, "read", one.met, 1);
    if (!one.met) findings_print(&findings, FINDINGS_TEXT, NULL, stderr);
    arena_free(arena);
}

static void test_rows(void)
{
    Arena *arena = arena_new();
    Findings findings = findings_new(arena);
    const Tables *tables = tables_load("templates", arena, &findings);
    const Shop *shop = tables ? shop_load("samples/shop.xml", tables, arena, &findings) : NULL;
    if (!shop) findings_print(&findings, FINDINGS_TEXT, NULL, stderr);
    CU_ASSERT_PTR_NOT_NULL_FATAL(shop);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) row_run(&rows[i], tables, shop);
    arena_free(arena);
}

void suite_taper_read(void)
{
    CU_pSuite suite = CU_add_suite("taper: from XML to days", NULL, NULL);
    CU_add_test(suite, "each family as written", test_rows);
}
