/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The files a pharmacy may edit: words, stock, formulas, tables, shop, approvals, inventory.
 *
 * The first byte names the file, the rest is what stands in it.  Laws: a loader gives its thing, whole and within its
 * bounds, or errors that name the file; never both, never neither; what it gave can be said and used. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "../../src/paper/label.h"
#include "kit.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *folder;

static const char *const copied[] = {"tables/drugs.xml", "tables/equivalences.xml", "tables/bud.xml", "tables/limits.xml"};
static void copy_file(const char *name)
{
    Arena *arena = arena_new();
    Bytes bytes;
    LAW_OF(file_read(path_join(arena, "templates", name), 1 << 20, arena, &bytes) == 0, name);
    scratch_put(name, bytes.at, bytes.size);
    arena_free(arena);
}

static void open_folder(void)
{
    if (folder) return;
    folder = scratch_folder();
    for (size_t i = 0; i < sizeof copied / sizeof *copied; i++) copy_file(copied[i]);
}

static void judged(bool given, const Findings *findings)
{
    findings_laws(findings);
    LAW_OF(given == (findings_errors(findings) == 0), given ? "given with errors" : "refused without a word");
}

static void law_words(Arena *arena, Findings *findings)
{
    Language *language = language_load(folder, "en", arena, findings);
    judged(language != NULL, findings);
    if (!language) return;
    LAW(!text_empty(words_date(language, arena, date_of(2026, 12, 31))));
    LAW(!text_empty(words_weekday(language, date_of(2026, 12, 31))));
    LAW(!text_empty(words_volume(language, arena, (Volume){1234500000})));
    LAW(!text_empty(words_mass(language, arena, (Mass){1234500000})));
    LAW(text_equal(language_code(language), "en"));
}

static void law_stock(Arena *arena, Findings *findings)
{
    const Stock *stock = stock_load(folder, "xx", arena, findings);
    judged(stock != NULL, findings);
    if (!stock) return;
    LAW(stock->width.um > 0 && stock->height.um > 0 && stock->across >= 1 && stock->down >= 1);
    LAW(stock->left.um + (stock->across - 1) * stock->pitch_x.um + stock->width.um <= stock->page_width.um);
    LAW(stock->top.um + (stock->down - 1) * stock->pitch_y.um + stock->height.um <= stock->page_height.um);
}

static void law_page(Arena *arena, Findings *findings)
{
    Stock stock = {.id = "xx", .width = {101600}, .height = {50800}, .page_width = {101600}, .page_height = {50800},
                   .across = 1, .down = 1, .margin = {1200}};
    const LabelPages *pages = label_pages_load(folder, &stock, "xx", arena, findings);
    judged(pages != NULL, findings);
    for (size_t i = 0; pages && i < pages->count; i++) {
        const LabelPage *page = &pages->items[i];
        LAW(page->cluster != NULL && page->box_count > 0);
        for (size_t b = 0; b < page->box_count; b++) {
            Box box = page->boxes[b].box;
            LAW(box.x >= 0 && box.y >= 0 && box.width > 0 && box.x + box.width <= 101600 && box.y + box.height <= 50800);
        }
    }
}

static void law_formula(Arena *arena, Findings *findings)
{
    const Formulas *formulas = formulas_load(folder, sample_house(false)->tables, arena, findings);
    judged(formulas != NULL, findings);
    if (!formulas) return;
    LAW(formulas->count == 1);
    const Formula *formula = &formulas->items[0];
    int actives = 0, rests = 0;
    Share parts = {0};
    for (size_t i = 0; i < formula->ingredient_count; i++) {
        const Ingredient *part = &formula->ingredients[i];
        actives += part->kind == PART_ACTIVE;
        rests += part->kind == PART_QS;
        parts.e8 += part->kind == PART_SHARE ? part->share.e8 : 0;
    }
    LAW(actives == 1 && rests == 1 && parts.e8 < SHARE_ONE);
    LAW(formula->drug && formula->strength_count >= 1 && strchr(base32_alphabet, formula->code));
}

static void law_tables(Arena *arena, Findings *findings)
{
    const Tables *tables = tables_load(folder, arena, findings);
    judged(tables != NULL, findings);
    if (!tables) return;
    LAW(tables->limits.syringe_count >= 1 && tables->drug_count >= 1);
    for (size_t i = 0; i < tables->drug_count; i++) {
        LAW(tables->drugs[i].code >= 1 && !text_empty(tables->drugs[i].name));
        LAW(drug_find(tables, tables->drugs[i].name) == &tables->drugs[i]);
    }
}

static void law_shop(Arena *arena, Findings *findings)
{
    const Shop *shop = shop_load(arena_format(arena, "%s/shop.xml", folder), sample_house(false)->tables, arena, findings);
    judged(shop != NULL, findings);
    if (!shop) return;
    LAW(shop->time_count >= 1 && shop->time_count <= TIMES_MAX && shop->profile);
    LAW(shop->syringe_count >= 1 && shop->bottle_count >= 1 && shop->supply_days >= 1);
    for (size_t i = 0; i < shop->syringe_count; i++) {
        LAW(shop->syringes[i].graduation.nl > 0 && shop->syringes[i].capacity.nl >= shop->syringes[i].graduation.nl);
        LAW(i == 0 || shop->syringes[i - 1].capacity.nl <= shop->syringes[i].capacity.nl);
    }
    for (size_t i = 0; i < shop->lot_count; i++) LAW(!text_empty(shop->lots[i].component) && shop->lots[i].on_hand >= 0);
    for (size_t i = 0; i < shop->approval_count; i++) LAW(strlen(shop->approvals[i].digest) == 16);
}

static const struct {
    const char *name;
    void (*law)(Arena *, Findings *);
    const char *sample;    /* what stands there when another file is tried */
} files[] = {
    {"words/en.xml", law_words, NULL}, {"stock/xx.xml", law_stock, NULL}, {"pages/xx.xml", law_page, NULL},
    {"formulas/xx.xml", law_formula, NULL}, {"tables/drugs.xml", law_tables, "tables/drugs.xml"},
    {"tables/equivalences.xml", law_tables, "tables/equivalences.xml"}, {"tables/bud.xml", law_tables, "tables/bud.xml"},
    {"tables/limits.xml", law_tables, "tables/limits.xml"}, {"shop.xml", law_shop, NULL},
    {"approvals.xml", law_shop, NULL}, {"inventory.xml", law_shop, NULL},
};

/* Approvals and inventory are read with a shop that is good. */
static void put_shop(void)
{
    Arena *arena = arena_new();
    Bytes bytes;
    LAW(file_read("samples/shop.xml", 1 << 20, arena, &bytes) == 0);
    scratch_put("shop.xml", bytes.at, bytes.size);
    arena_free(arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 1 || size > 40000) return -1;
    open_folder();
    size_t which = data[0] % (sizeof files / sizeof *files);
    bool beside = which >= 9;
    if (beside) put_shop();
    scratch_put(files[which].name, data + 1, size - 1);
    Arena *arena = arena_new();
    Findings findings = findings_new(arena);
    files[which].law(arena, &findings);
    arena_free(arena);
    if (files[which].sample) copy_file(files[which].sample);
    if (beside) {
        char path[128];
        snprintf(path, sizeof path, "%s/%s", folder, files[which].name);
        unlink(path);
    }
    return 0;
}
