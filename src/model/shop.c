/* SPDX-License-Identifier: GPL-3.0-or-later */
/* shop.xml: the pharmacy, its times of day, what it has in stock and how it counts. */
#include <inttypes.h>
#include <stdlib.h>

#include "approvals.h"
#include "inventory.h"
#include "microtaper/text.h"
#include "tables.h"

#define SUPPLY_MOST 180     /* days: no preparation may be kept longer (tables/bud.xml) */
#define DPI_LEAST 150       /* coarser printers cannot draw a code of four dots a module on a 4 x 2 in label */
#define DPI_MOST 2400

static const char *const no_children[] = {NULL};
static const char *const shop_children[] = {"beyond-use", "time", "syringe", "bottle", "balance", "supply",
                                            "overage", "pool", "closed", NULL};
static const char *const papers[] = {"letter", "a4", NULL};
static const char *const countings[] = {"day-1", "days-after", NULL};   /* as BudCounting */
static const char *const weekdays[] = {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday",
                                       "Sunday", NULL};

static const XmlField shop_fields[] = {
    FIELD("name", REQUIRED, read_text, Shop, name),
    FIELD("address", REQUIRED, read_text, Shop, address),
    FIELD("phone", REQUIRED, read_text, Shop, phone),
    FIELD("licence", REQUIRED, read_text, Shop, licence),
    FIELD("dea", OPTIONAL, read_text, Shop, dea),
    FIELD("language", REQUIRED, read_text, Shop, language),
    FIELD("paper", REQUIRED, read_text, Shop, paper),
    FIELD("label-stock", REQUIRED, read_text, Shop, label_stock),
    FIELD("label-stock-large", OPTIONAL, read_text, Shop, label_stock_large),
    FIELD("second-language", OPTIONAL, read_bool, Shop, second_language),
    FIELD("printer-dpi", REQUIRED, read_count, Shop, printer_dpi),
    XML_END};

/* "0 days" too: made on the day itself, or no reserve. */
static bool read_days_or_none(const char *text, void *field, Place place, Arena *arena, Findings *findings)
{
    if (!text_equal(text, "0 days")) return read_days(text, field, place, arena, findings);
    *(int32_t *)field = 0;
    return true;
}

/* ------------------------------------------------------------------- beyond-use, times ---- */
typedef struct { const char *profile, *counting; } BeyondUse;
static const XmlField beyond_use_fields[] = {
    FIELD("profile", REQUIRED, read_text, BeyondUse, profile),
    FIELD("counting", REQUIRED, read_text, BeyondUse, counting),
    XML_END};

static void read_beyond_use(Reading *reading, const XmlNode *node, Shop *shop)
{
    BeyondUse row = {0};
    read_node(reading, node, beyond_use_fields, &row, no_children);
    shop->counting = word_index(reading, row.counting, countings, xml_place(node, "counting")) == COUNT_DAYS_AFTER
                         ? COUNT_DAYS_AFTER : COUNT_DAY_ONE;
    if (!row.profile) return;
    shop->profile = profile_find(reading->tables, row.profile);
    if (!shop->profile)
        FAULT(reading, MT221, xml_place(node, "profile"), "no profile \"%s\" in templates/tables/bud.xml", row.profile);
}

static const XmlField time_fields[] = {
    FIELD("name", REQUIRED, read_text, DayTime, name),
    FIELD("weight", REQUIRED, read_count, DayTime, weight),
    XML_END};

static void read_time(Reading *reading, const XmlNode *node, Shop *shop)
{
    DayTime row = {.weight = UNREAD};
    read_node(reading, node, time_fields, &row, no_children);
    require_between(reading, row.weight, 1, 1000, xml_place(node, "weight"), "the weight");
    if (row.name && time_find(shop, row.name) >= 0)
        FAULT(reading, MT217, xml_place(node, "name"), "\"%s\" stands twice", row.name);
    if (shop->time_count < TIMES_MAX) shop->times[shop->time_count++] = row;
    else FAULT(reading, MT220, xml_place(node, NULL), "more than %d times of day", TIMES_MAX);
}

/* ------------------------------------------------------------------ syringes, bottles ---- */
static const XmlField syringe_fields[] = {
    FIELD("capacity", REQUIRED, read_volume, Syringe, capacity),
    FIELD("graduation", REQUIRED, read_volume, Syringe, graduation),
    FIELD_FLAG("reliable-from", OPTIONAL, read_volume, Syringe, reliable_from, has_reliable),
    XML_END};

static bool syringe_clashes(const Shop *shop, const Syringe *syringe)
{
    for (size_t i = 0; i < shop->syringe_count; i++) {
        const Syringe *other = &shop->syringes[i];
        if (other->capacity.nl == syringe->capacity.nl && other->graduation.nl == syringe->graduation.nl) return true;
    }
    return false;
}

static void read_syringe(Reading *reading, const XmlNode *node, Shop *shop)
{
    Syringe row = {.capacity = {UNREAD}, .graduation = {UNREAD}, .place = xml_place(node, NULL)};
    read_node(reading, node, syringe_fields, &row, no_children);
    require_above_zero(reading, row.capacity.nl, xml_place(node, "capacity"), "the capacity");
    require_above_zero(reading, row.graduation.nl, xml_place(node, "graduation"), "the graduation");
    if (row.capacity.nl > 0 && row.graduation.nl > 0 && row.capacity.nl % row.graduation.nl)
        FAULT(reading, MT219, row.place, "the graduation does not divide the capacity");
    if (row.has_reliable && row.capacity.nl > 0 && row.reliable_from.nl > row.capacity.nl)
        FAULT(reading, MT219, xml_place(node, "reliable-from"), "reliable from a volume over the capacity");
    if (row.capacity.nl > 0 && syringe_clashes(shop, &row))
        FAULT(reading, MT217, row.place, "this syringe stands twice");
    shop->syringes[shop->syringe_count++] = row;
}

static int syringe_order(const void *a, const void *b)
{
    const Syringe *x = a, *y = b;
    if (x->capacity.nl != y->capacity.nl) return x->capacity.nl < y->capacity.nl ? -1 : 1;
    return (x->graduation.nl > y->graduation.nl) - (x->graduation.nl < y->graduation.nl);
}

static const XmlField bottle_fields[] = {
    FIELD("capacity", REQUIRED, read_volume, BottleSize, capacity),
    FIELD("name", REQUIRED, read_text, BottleSize, name),
    FIELD("diameter", OPTIONAL, read_length, BottleSize, diameter),
    XML_END};

static bool has_bottle(const Shop *shop, Volume capacity)
{
    for (size_t i = 0; i < shop->bottle_count; i++)
        if (shop->bottles[i].capacity.nl == capacity.nl) return true;
    return false;
}

static void read_bottle(Reading *reading, const XmlNode *node, Shop *shop)
{
    BottleSize row = {.capacity = {UNREAD}};
    read_node(reading, node, bottle_fields, &row, no_children);
    require_above_zero(reading, row.capacity.nl, xml_place(node, "capacity"), "the capacity");
    if (row.capacity.nl > 0 && has_bottle(shop, row.capacity))
        FAULT(reading, MT217, xml_place(node, "capacity"), "two bottles of one capacity: which is meant cannot be told");
    shop->bottles[shop->bottle_count++] = row;
}

static int bottle_order(const void *a, const void *b)
{
    const BottleSize *x = a, *y = b;
    return (x->capacity.nl > y->capacity.nl) - (x->capacity.nl < y->capacity.nl);
}

/* ------------------------------------------------------------ balance, supply, overage ---- */
static const XmlField balance_fields[] = {
    FIELD("class", REQUIRED, read_text, Shop, balance_class),
    FIELD("sensitivity", REQUIRED, read_mass, Shop, balance_sensitivity),
    XML_END};

static const XmlField supply_fields[] = {
    FIELD("days", REQUIRED, read_count, Shop, supply_days),
    FIELD("ahead", REQUIRED, read_days_or_none, Shop, ahead_days),
    FIELD("reserve", REQUIRED, read_days_or_none, Shop, reserve_days),
    XML_END};

static const XmlField overage_fields[] = {
    FIELD("share", REQUIRED, read_share, Shop, overage),
    FIELD("per-draw", REQUIRED, read_volume, Shop, loss_per_draw),
    XML_END};

/* Absent: no lot is shared. */
static const XmlField pool_fields[] = {FIELD("up-to", REQUIRED, read_volume, Shop, pool), XML_END};

static void read_pool(Reading *reading, const XmlNode *root, Shop *shop)
{
    const XmlNode *pool = child_one(reading, root, "pool", OPTIONAL);
    if (!pool) return;
    shop->pool.nl = UNREAD;
    read_node(reading, pool, pool_fields, shop, no_children);
    require_above_zero(reading, shop->pool.nl, xml_place(pool, "up-to"), "the size of a shared lot");
}

static void read_counts(Reading *reading, const XmlNode *root, Shop *shop)
{
    const XmlNode *balance = child_one(reading, root, "balance", REQUIRED);
    const XmlNode *supply = child_one(reading, root, "supply", REQUIRED);
    const XmlNode *overage = child_one(reading, root, "overage", REQUIRED);
    shop->balance_sensitivity.ng = shop->supply_days = UNREAD;
    if (balance) read_node(reading, balance, balance_fields, shop, no_children);
    if (balance)
        require_above_zero(reading, shop->balance_sensitivity.ng, xml_place(balance, "sensitivity"), "the sensitivity");
    if (supply) read_node(reading, supply, supply_fields, shop, no_children);
    if (supply)
        require_between(reading, shop->supply_days, 1, SUPPLY_MOST, xml_place(supply, "days"), "the days of a fill");
    if (overage) read_node(reading, overage, overage_fields, shop, no_children);
}

/* --------------------------------------------------------------------------- closed ---- */
typedef struct { const char *weekday; Date on; bool has_on; } Closed;
static const XmlField closed_fields[] = {
    FIELD("weekday", OPTIONAL, read_text, Closed, weekday),
    FIELD_FLAG("on", OPTIONAL, read_date, Closed, on, has_on),
    XML_END};

static void read_closed(Reading *reading, const XmlNode *node, Shop *shop)
{
    Closed row = {0};
    read_node(reading, node, closed_fields, &row, no_children);
    if ((xml_attribute(node, "weekday") != NULL) == (xml_attribute(node, "on") != NULL))
        FAULT(reading, MT222, xml_place(node, NULL), "<closed> takes either weekday or on");
    int weekday = word_index(reading, row.weekday, weekdays, xml_place(node, "weekday"));
    if (weekday >= 0) shop->closed_weekday[weekday] = true;
    if (row.has_on) shop->closed[shop->closed_count++] = row.on;
}

static void read_closed_days(Reading *reading, const XmlNode *root, Shop *shop)
{
    shop->closed = ARENA_ARRAY(reading->arena, child_count(root, "closed"), Date);
    for (const XmlNode *node = child_first(root, "closed"); node; node = child_next(node))
        read_closed(reading, node, shop);
    for (int day = 0; day < 7; day++)
        if (!shop->closed_weekday[day]) return;
    FAULT(reading, MT219, xml_place(root, NULL), "the shop is closed on all seven weekdays: nothing could be made");
}

/* ------------------------------------------------------------------------------- all ---- */
static void read_stock(Reading *reading, const XmlNode *root, Shop *shop)
{
    child_some(reading, root, "time");
    child_some(reading, root, "syringe");
    child_some(reading, root, "bottle");
    shop->syringes = ARENA_ARRAY(reading->arena, child_count(root, "syringe"), Syringe);
    shop->bottles = ARENA_ARRAY(reading->arena, child_count(root, "bottle"), BottleSize);
    for (const XmlNode *node = child_first(root, "time"); node; node = child_next(node)) read_time(reading, node, shop);
    for (const XmlNode *node = child_first(root, "syringe"); node; node = child_next(node))
        read_syringe(reading, node, shop);
    for (const XmlNode *node = child_first(root, "bottle"); node; node = child_next(node))
        read_bottle(reading, node, shop);
    if (shop->syringe_count) qsort(shop->syringes, shop->syringe_count, sizeof(Syringe), syringe_order);
    if (shop->bottle_count) qsort(shop->bottles, shop->bottle_count, sizeof(BottleSize), bottle_order);
}

Shop *shop_load(const char *file, const Tables *tables, Arena *arena, Findings *findings)
{
    Shop *shop = ARENA_NEW(arena, Shop);
    Reading reading = {.tables = tables, .arena = arena, .findings = findings, .sound = true};
    size_t errors = findings_errors(findings);
    const XmlNode *root = load_digested(file, NAMESPACE_SHOP, "shop", arena, findings, &shop->digest);
    if (!root) return NULL;
    shop->place = xml_place(root, NULL);
    shop->printer_dpi = UNREAD;
    read_node(&reading, root, shop_fields, shop, shop_children);
    require_between(&reading, shop->printer_dpi, DPI_LEAST, DPI_MOST, xml_place(root, "printer-dpi"), "the resolution");
    word_index(&reading, shop->paper, papers, xml_place(root, "paper"));
    require_language(&reading, shop->language, xml_place(root, "language"));
    const XmlNode *beyond_use = child_one(&reading, root, "beyond-use", REQUIRED);
    if (beyond_use) read_beyond_use(&reading, beyond_use, shop);
    read_stock(&reading, root, shop);
    read_counts(&reading, root, shop);
    read_pool(&reading, root, shop);
    read_closed_days(&reading, root, shop);
    read_approvals(&reading, approvals_beside(file, arena), shop);
    read_inventory(&reading, file_beside(file, "inventory.xml", arena), shop);
    return findings_errors(findings) == errors ? shop : NULL;
}

int time_find(const Shop *shop, const char *name)
{
    for (size_t i = 0; i < shop->time_count; i++)
        if (text_equal(shop->times[i].name, name)) return (int)i;
    return -1;
}

bool shop_closed(const Shop *shop, Date date)
{
    if (shop->closed_weekday[date_weekday(date)]) return true;
    for (size_t i = 0; i < shop->closed_count; i++)
        if (shop->closed[i].day == date.day) return true;
    return false;
}
