/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "paper_kit.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "microtaper/text.h"

#define SAMPLE "samples/clonazepam-three-times.xml"
#define SHOP "samples/shop.xml"

/* ---------------------------------------------------------------- changed files ---- */

const char *paper_changed(const char *file, Swap swap, Arena *arena)
{
    Bytes bytes;
    int fault = file_read(file, 1 << 20, arena, &bytes);
    CU_ASSERT_EQUAL_FATAL(fault, 0);
    if (!swap.from) return bytes.at;
    const char *at = strstr(bytes.at, swap.from);
    base_check(at != NULL, file, swap.from);
    if (!at) return bytes.at;
    Buffer out = buffer_new(arena);
    buffer_add_bytes(&out, bytes.at, (size_t)(at - bytes.at));
    buffer_add(&out, swap.to);
    buffer_add(&out, at + strlen(swap.from));
    return buffer_text(&out);
}

static char folder[] = "/tmp/microtaper-paper-XXXXXX";
static bool made;

const char *paper_templates(const char *name, const char *content)
{
    Arena *arena = arena_new();
    if (!made) CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(folder));
    made = true;
    char *path = path_join(arena, folder, name);
    char *parent = arena_copy(arena, path, (size_t)(strrchr(path, '/') - path));
    CU_ASSERT_EQUAL(folder_make(parent), 0);
    CU_ASSERT_EQUAL(file_publish(path, (Bytes){content, strlen(content)}), 0);
    arena_free(arena);
    return folder;
}

void paper_templates_end(void)
{
    if (made) folder_remove(folder);
    if (made) memcpy(folder + sizeof folder - 7, "XXXXXX", 6);
    made = false;
}

/* ---------------------------------------------------------------- a job ---- */

typedef struct {
    PaperKit *kit;
    int fill;
    void (*judge)(PaperKit *kit, const void *row);
    const void *row;
    bool whole;
} Making;

/* Every stage from the prescription to its batches. */
static bool work_out(PaperKit *kit, Prescription *rx, int number)
{
    const PaperShop *h = &kit->house;
    Arena *a = kit->arena;
    Findings *f = &kit->findings;
    PaperJob *job = &kit->job;
    *job = (PaperJob){.house = h, .rx = rx};
    if (!rx) return false;
    job->plan = plan_make(rx, h->shop, h->tables, a, f);
    if (job->plan) job->plan = PLAN_SLOWEST(job->plan);   /* led by symptoms: what is supplied */
    const Ladder *ladder = job->plan ? ladder_make(rx, h->shop, h->formulas, h->tables, job->plan, a, f) : NULL;
    job->schedule = ladder ? schedule_measure(rx, h->shop, h->tables, job->plan, ladder, a, f) : NULL;
    job->fills = job->schedule ? fills_forecast(rx, h->shop, h->tables, job->schedule, a, f) : NULL;
    if (!job->fills) return false;
    Date made_on = job->fills->items[number - 1].made_on;
    job->fill = fill_made(job->fills, number, made_on, rx, h->shop, h->tables, job->schedule, a, f);
    if (job->fill) job->batches = fill_batches(rx, h->shop, h->tables, job->fill, &job->batch_count, a, f);
    return job->batches != NULL;
}

static bool take(void *context, Prescription *rx, const char *number, Findings *findings, Arena *arena)
{
    (void)number;
    (void)findings;
    (void)arena;
    Making *making = context;
    making->whole = work_out(making->kit, rx, making->fill);
    if (making->whole) making->judge(making->kit, making->row);
    return true;
}

static bool open_house(PaperKit *kit, Swap shop, const char *language)
{
    PaperShop *h = &kit->house;
    const char *content = paper_changed(SHOP, shop, kit->arena);
    const char *file = base_file("shop.xml", content, strlen(content));
    h->templates = "templates";
    h->tables = tables_load(h->templates, kit->arena, &kit->findings);
    h->shop = h->tables ? shop_load(file, h->tables, kit->arena, &kit->findings) : NULL;
    h->formulas = h->tables ? formulas_load(h->templates, h->tables, kit->arena, &kit->findings) : NULL;
    h->language = language_load(h->templates, language, kit->arena, &kit->findings);
    h->pharmacist = language_load(h->templates, "en", kit->arena, &kit->findings);
    kit->fonts = fonts_load(h->templates, kit->arena, &kit->findings);
    h->fonts = kit->fonts;
    h->key = &kit->key;
    return h->shop && h->formulas && h->language && h->pharmacist && h->fonts;
}

bool paper_job(const PaperCase *given, void (*judge)(PaperKit *kit, const void *row), const void *row)
{
    PaperKit kit = {.arena = arena_new()};
    Making making = {.kit = &kit, .fill = given->fill, .judge = judge, .row = row};
    kit.findings = findings_new(kit.arena);
    bool ready = open_house(&kit, given->shop, given->language) &&
                 key_new(path_join(kit.arena, base_folder(), "key"), "test", &kit.key, kit.arena) == 0;
    if (ready) {
        const char *bytes = paper_changed(SAMPLE, given->rx, kit.arena);
        prescriptions_read_memory("rx.xml", bytes, strlen(bytes), kit.house.tables, kit.house.shop, take, &making,
                                  &kit.findings);
    }
    if (!making.whole) findings_print(&kit.findings, FINDINGS_TEXT, NULL, stdout);
    fonts_free(kit.fonts);
    arena_free(kit.arena);
    base_folder_end();
    return making.whole;
}

/* ---------------------------------------------------------------- documents ---- */

const Item *paper_item(const Document *document, const char *role)
{
    for (size_t p = 0; p < document->count; p++)
        for (size_t i = 0; i < document->pages[p].count; i++)
            if (text_equal(document->pages[p].items[i].role, role)) return &document->pages[p].items[i];
    return NULL;
}

const char *paper_text(const Document *document, const char *role, Arena *arena)
{
    Buffer out = buffer_new(arena);
    const Page *page = &document->pages[0];
    for (size_t i = 0; i < page->count; i++) {
        if (!text_equal(page->items[i].role, role)) continue;
        if (out.length) buffer_add(&out, " ");
        buffer_add(&out, page->items[i].text);
    }
    return buffer_text(&out);
}
