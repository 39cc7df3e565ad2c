/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inventory.xml as read beside a shop file. */
#include "compound_bench.h"
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "microtaper/file.h"

typedef struct { const char *name, *item; bool sound; StockUnit unit; int64_t on_hand; } ItemRow;

#define ITEM(rest) "<item of=\"P\" maker=\"M\" lot=\"L\" expires=\"2028-01-31\" " rest "/>"
static const ItemRow item_rows[] = {
    {"tablets", ITEM("on-hand=\"400 tablets\""), true, STOCK_COUNT, 400},
    {"powder", ITEM("on-hand=\"25 g\" assay=\"99.2 %\" basis=\"dried\" loss-on-drying=\"0.3 %\""), true,
     STOCK_MASS, 25000000000},
    {"as is", ITEM("on-hand=\"500 mg\" assay=\"98.7 %\" basis=\"as-is\""), true, STOCK_MASS, 500000000},
    {"liquid", ITEM("on-hand=\"0.48 L\""), true, STOCK_VOLUME, 480000000},
    {"no unit", ITEM("on-hand=\"400\""), false, STOCK_COUNT, 0},
    {"assay without basis", ITEM("on-hand=\"1 g\" assay=\"98 %\""), false, STOCK_MASS, 0},
    {"dried without loss", ITEM("on-hand=\"1 g\" assay=\"98 %\" basis=\"dried\""), false, STOCK_MASS, 0},
    {"all lost on drying", ITEM("on-hand=\"1 g\" assay=\"98 %\" basis=\"dried\" loss-on-drying=\"100 %\""),
     false, STOCK_MASS, 0},
    {"unknown basis", ITEM("on-hand=\"1 g\" assay=\"98 %\" basis=\"wet\""), false, STOCK_MASS, 0},
    {"no expiry", "<item of=\"P\" maker=\"M\" lot=\"L\" on-hand=\"1 g\"/>", false, STOCK_MASS, 0},
};

static void put_file(Arena *arena, const char *folder, const char *name, const char *text)
{
    CU_ASSERT_EQUAL_FATAL(file_publish(path_join(arena, folder, name), (Bytes){text, strlen(text)}), 0);
}

static void check_item(const ItemRow *row, const char *folder, Bytes shop)
{
    Arena *arena = arena_new();
    Findings findings = findings_new(arena);
    Tables *tables = tables_load("templates", arena, &findings);
    put_file(arena, folder, "shop.xml", shop.at);
    put_file(arena, folder, "inventory.xml",
             arena_format(arena, "<inventory xmlns=\"urn:microtaper:inventory:1\">%s</inventory>", row->item));
    Shop *read = shop_load(path_join(arena, folder, "shop.xml"), tables, arena, &findings);
    check_row((read != NULL) == row->sound, row->name, "read");
    if (read && row->sound) {
        check_row(read->has_inventory && read->lot_count == 1, row->name, "one lot");
        check_row(read->lots[0].unit == row->unit && read->lots[0].on_hand == row->on_hand, row->name, "on hand");
    }
    arena_free(arena);
}

static void test_items(void)
{
    Arena *arena = arena_new();
    Bytes shop;
    char folder[] = "/tmp/microtaper-inventory-XXXXXX";
    CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(folder));
    CU_ASSERT_EQUAL_FATAL(file_read("samples/shop.xml", 1 << 20, arena, &shop), 0);
    for (size_t i = 0; i < sizeof item_rows / sizeof *item_rows; i++) check_item(&item_rows[i], folder, shop);
    folder_remove(folder);
    arena_free(arena);
}

/* The shop's own sample has every component of the formulas but ethanol and propylene glycol. */
static void test_sample(void)
{
    Arena *arena = arena_new();
    Findings findings = findings_new(arena);
    Tables *tables = tables_load("templates", arena, &findings);
    Shop *shop = shop_load("samples/shop.xml", tables, arena, &findings);
    CU_ASSERT_PTR_NOT_NULL_FATAL(shop);
    CU_ASSERT(shop->has_inventory);
    CU_ASSERT_EQUAL(shop->lot_count, 10);
    arena_free(arena);
}

void suite_compound_inventory(void)
{
    CU_pSuite suite = CU_add_suite("compound: inventory", NULL, NULL);
    CU_add_test(suite, "items", test_items);
    CU_add_test(suite, "the sample", test_sample);
}
