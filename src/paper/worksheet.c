/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "worksheet.h"

#include "microtaper/text.h"
#include "words.h"

/* The compounding record of one batch: contents after USP <795> (1 Nov 2023), 16 CCR 1735.3 and NAPRA, as listed in
 * the manual.  What is known is printed; what a hand must fill in has room. */

#define MARGIN MM(12)
#define ROW_LEAST MM(6.8)

#define COUNT(array) (sizeof(array) / sizeof *(array))

static const char *say_count(const Flow *flow, int64_t count)
{
    return arena_format(flow->sheet->arena, "%lld", (long long)count);
}

static const char *say_date(const Flow *flow, Date date)
{
    return words_date(flow->house->pharmacist, flow->sheet->arena, date);
}

static const char *say_volume(const Flow *flow, Volume volume)
{
    return words_volume(flow->house->pharmacist, flow->sheet->arena, volume);
}

static const char *say_mass(const Flow *flow, Mass mass)
{
    return words_mass(flow->house->pharmacist, flow->sheet->arena, mass);
}

/* --------------------------------------------------------------------------------- what is made ---- */

static const char *approval_words(const Flow *flow)
{
    const Formula *formula = flow->batch->formula;
    Arena *arena = flow->sheet->arena;
    const Approval *approval =
        approval_find(flow->house->shop, arena_format(arena, "formula %s", formula->id), &formula->digest);
    if (!approval) return flow_say(flow, "sheet.approved-by-nobody");
    return words_say(flow->house->pharmacist, arena, approval->demo ? "sheet.approved-demo" : "sheet.approved", "by",
                     approval->by, "date", say_date(flow, approval->on), NULL);
}

static const char *storage_words(Flow *flow)
{
    const Formula *formula = flow->batch->formula;
    const char *words = words_named(flow->house->pharmacist, "storage", formula->storage, formula->place,
                                    flow->sheet->arena, flow->sheet->findings);
    if (!words) flow->sheet->failed = true;
    return words;
}

static void put_identity(Flow *flow)
{
    const Batch *batch = flow->batch;
    const Formula *formula = batch->formula;
    Arena *arena = flow->sheet->arena;
    flow_pair(flow, "sheet.drug", "sheet.drug", formula->drug->tall_man, true);
    flow_pair(flow, "sheet.strength", "sheet.strength", words_strength(flow->house->pharmacist, arena, batch->strength),
              true);
    flow_pair(flow, "sheet.volume", "sheet.volume", say_volume(flow, batch->volume), true);
    flow_pair(flow, "sheet.made-on", "sheet.made-on",
              words_say(flow->house->pharmacist, arena, "sheet.made-begun", "date", say_date(flow, batch->made_on), NULL), true);
    flow_pair(flow, "sheet.discard", "sheet.discard", say_date(flow, batch->discard_after), true);
    flow_pair(flow, "sheet.rule", "sheet.rule", batch->bud_rule, false);
    flow_pair(flow, "sheet.citation", "sheet.citation", formula->bud_citation ? formula->bud_citation : "", false);
    flow_pair(flow, "sheet.formula", "sheet.formula",
              words_say(flow->house->pharmacist, arena, "sheet.formula-version", "id", formula->id, "version",
                        say_count(flow, formula->version), "digest", digest_letters(arena, &formula->digest, 16), NULL),
              false);
    flow_pair(flow, "sheet.approval", "sheet.approval", approval_words(flow), false);
    flow_pair(flow, "sheet.storage", "sheet.storage", storage_words(flow), false);
    flow_pair(flow, "sheet.container", "sheet.container", formula->container ? formula->container : "", false);
}

/* ---------------------------------------------------------------------------------- ingredients ---- */

/* Amounts have room for what a balance is never asked for in one line: 1,234.567891 mg. */
static const SheetColumn ingredient_columns[] = {
    {"sheet.component", 0, ALIGN_LEFT, false, "line.component"},
    {"sheet.required", MM(33.4), ALIGN_RIGHT, true, "line.required"},
    {"sheet.range", MM(32.4), ALIGN_LEFT, false, "line.range"},
    {"sheet.maker", MM(29.6), ALIGN_LEFT, false, "line.maker"},
    {"sheet.expiry", MM(23.4), ALIGN_LEFT, false, "line.expiry"},
    {"sheet.used", MM(16), ALIGN_LEFT, false, "blank"},
    {"sheet.initials", MM(17), ALIGN_LEFT, false, "blank"},
};
static const SheetTable ingredient_table = {ingredient_columns, COUNT(ingredient_columns), MM(12)};

static const char *line_required(const Flow *flow, const BatchLine *line)
{
    switch (line->kind) {
    case LINE_COUNT:
        return words_say(flow->house->pharmacist, flow->sheet->arena, "sheet.tablets", "count",
                         say_count(flow, line->count), NULL);
    case LINE_WEIGH:
        return say_mass(flow, line->target);
    case LINE_VOLUME:
        return say_volume(flow, line->volume);
    case LINE_QS:
        return words_say(flow->house->pharmacist, flow->sheet->arena, "sheet.qs", "volume",
                         say_volume(flow, flow->batch->volume), NULL);
    }
    return NULL;
}

/* What the scale or the count may show. */
static const char *line_range(const Flow *flow, const BatchLine *line)
{
    Arena *arena = flow->sheet->arena;
    const Language *language = flow->house->pharmacist;
    if (line->kind == LINE_WEIGH)
        return words_say(language, arena, "sheet.low-high", "low", say_mass(flow, line->low), "high",
                         say_mass(flow, line->high), "share", words_share(flow->house->pharmacist, arena, line->tolerance), NULL);
    if (line->kind == LINE_VOLUME)
        return words_say(language, arena, "sheet.low-high", "low", say_volume(flow, line->least), "high",
                         say_volume(flow, line->most), "share", words_share(flow->house->pharmacist, arena, line->tolerance), NULL);
    if (line->kind == LINE_COUNT) return flow_say(flow, "sheet.exact-count");
    if (line->kind == LINE_QS)
        return words_say(language, arena, "sheet.about", "volume", say_volume(flow, line->volume), NULL);
    return NULL;
}

/* "10 mg in 1,440 mg": of the drug as ordered. */
static const char *premix_words(const Language *language, const Batch *batch, Arena *arena)
{
    const Premix *premix = &batch->premix;
    return words_say(language, arena, "premix.strength", "mass", words_mass(language, arena, premix->drug), "amount",
                     premix->mass.ng ? words_mass(language, arena, premix->mass) : words_volume(language, arena, premix->volume), NULL);
}

/* What is left of it when the batch has had its share: "1,320 mg = 9.167 mg". */
static const char *premix_left_words(const Language *language, const Batch *batch, Arena *arena)
{
    Mass mass = batch->premix.mass, drug = {batch->premix.drug.ng - batch->drug.ng};
    Volume volume = batch->premix.volume;
    for (size_t l = 0; l < batch->line_count; l++) {
        if (!batch->lines[l].mixture) continue;
        mass.ng -= batch->lines[l].target.ng;
        volume.nl -= batch->lines[l].volume.nl;
    }
    return words_say(language, arena, "sheet.volume-and-drug", "volume",
                     batch->premix.mass.ng ? words_mass(language, arena, mass) : words_volume(language, arena, volume), "mass",
                     words_mass(language, arena, drug), NULL);
}

static const char *line_name(const Flow *flow, const BatchLine *line)
{
    const Ingredient *part = line->ingredient;
    if (line->mixture)
        return words_say(flow->house->pharmacist, flow->sheet->arena, "sheet.contains", "name", part->name, "contains",
                         premix_words(flow->house->pharmacist, flow->batch, flow->sheet->arena), NULL);
    return part->contains ? words_say(flow->house->pharmacist, flow->sheet->arena, "sheet.contains", "name", part->name,
                                      "contains", part->contains, NULL)
                          : part->name;
}

/* Maker, lot and NDC of what the inventory gives; a blank where it gives none. */
static const char *line_lot(const Flow *flow, const BatchLine *line)
{
    const StockLot *lot = line->lot;
    if (!lot) return NULL;
    return arena_format(flow->sheet->arena, "%s %s%s%s", lot->maker, lot->number, lot->ndc ? " NDC " : "",
                        lot->ndc ? lot->ndc : "");
}

/* The lines of the batch itself, or those of the mixture that is made first. */
static void put_lines(Flow *flow, bool before)
{
    flow_table_head(flow, &ingredient_table);
    for (size_t l = 0; l < flow->batch->line_count; l++) {
        const BatchLine *line = &flow->batch->lines[l];
        if (line->before != before) continue;
        const char *cells[COUNT(ingredient_columns)] = {
            line_name(flow, line), line_required(flow, line), line_range(flow, line), line_lot(flow, line),
            line->lot ? date_text(flow->sheet->arena, line->lot->expires) : NULL};
        flow_table_row(flow, &ingredient_table, cells);
    }
}

static void put_ingredients(Flow *flow)
{
    flow_section(flow, "sheet.ingredients", MM(24));
    put_lines(flow, false);
}

/* ------------------------------------------------------------------------- arithmetic and method ---- */

static void put_steps(Flow *flow)
{
    Type type = {FACE_REGULAR, PT(10.5), PT(13.6), ALIGN_LEFT, 0};
    flow_section(flow, "sheet.arithmetic", MM(10));
    for (size_t s = 0; s < flow->batch->step_count; s++) flow_text(flow, &type, "step", flow->batch->steps[s]);
}

static void put_equipment(Flow *flow)
{
    if (flow->batch->formula->equipment_count == 0) return;
    flow_section(flow, "sheet.equipment", MM(7));
    flow_list(flow, "equipment", flow->batch->formula->equipment, flow->batch->formula->equipment_count);
}

static void put_method(Flow *flow)
{
    flow_section(flow, "sheet.method", MM(7));
    for (size_t m = 0; m < flow->batch->formula->method_count; m++)
        flow_tick(flow, "method", (int)m + 1, flow->batch->formula->method[m]);
}

static const SheetColumn check_columns[] = {
    {"sheet.check", MM(36), ALIGN_LEFT, false, "check.name"},
    {"sheet.expected", 0, ALIGN_LEFT, false, "check.expected"},
    {"sheet.found", MM(42), ALIGN_LEFT, false, "check.found"},
    {"sheet.initials", MM(18), ALIGN_LEFT, false, "blank"},
};
static const SheetTable check_table = {check_columns, COUNT(check_columns), ROW_LEAST};

/* The yield is a check like the others; its limits are data (templates/tables/limits.xml). */
static void put_yield(Flow *flow, const char *amount, const char *actual)
{
    const Limits *limits = &flow->house->tables->limits;
    Arena *arena = flow->sheet->arena;
    const char *expected = words_say(flow->house->pharmacist, arena, "sheet.yield-expected", "volume", amount, "low",
                                     words_share(flow->house->pharmacist, arena, limits->yield_low), "high", words_share(flow->house->pharmacist, arena, limits->yield_high), NULL);
    const char *cells[COUNT(check_columns)] = {flow_say(flow, "sheet.yield"), expected, flow_say(flow, actual)};
    flow_table_row(flow, &check_table, cells);
}

static void put_checks(Flow *flow)
{
    const Formula *formula = flow->batch->formula;
    flow_section(flow, "sheet.checks", MM(16));
    flow_table_head(flow, &check_table);
    for (size_t c = 0; c < formula->check_count; c++) {
        const char *cells[COUNT(check_columns)] = {formula->checks[c].check, formula->checks[c].expected};
        flow_table_row(flow, &check_table, cells);
    }
    put_yield(flow, say_volume(flow, flow->batch->volume), "sheet.yield-actual");
}

/* --------------------------------------------------------------------------- what is made first ---- */

static const SheetColumn signature_columns[] = {
    {"sheet.role", MM(48), ALIGN_LEFT, true, "signature.role"},
    {"sheet.name", 0, ALIGN_LEFT, false, "blank"},
    {"sheet.signature", MM(52), ALIGN_LEFT, false, "blank"},
    {"sheet.when", MM(40), ALIGN_LEFT, false, "blank"},
};
static const SheetTable signature_table = {signature_columns, COUNT(signature_columns), MM(8)};

static void put_signature(Flow *flow, const char *key)
{
    const char *cells[COUNT(signature_columns)] = {flow_say(flow, key)};
    flow_table_row(flow, &signature_table, cells);
}

static void put_premix_method(Flow *flow, bool solid)
{
    static const char *const mixing[] = {"premix.weigh", "premix.begin", "premix.geometric", "premix.rest"};
    static const char *const dissolving[] = {"premix.weigh", "premix.dissolve", "premix.rest"};
    const char *const *keys = solid ? mixing : dissolving;
    for (size_t k = 0; k < (solid ? COUNT(mixing) : COUNT(dissolving)); k++)
        flow_tick(flow, "premix.method", (int)k + 1, flow_say(flow, keys[k]));
}

/* The record of a triturate or a solution that the batch is made with: its own lot, lines, steps, yield, label and
 * signatures. */
static void put_premix(Flow *flow)
{
    const Batch *batch = flow->batch;
    Arena *arena = flow->sheet->arena;
    bool solid = batch->premix.mass.ng > 0;
    if (batch->premix.drug.ng == 0) return;
    flow_section(flow, solid ? "premix.title" : "premix.title-solution", MM(48));
    flow_pair(flow, "premix.lot", "premix.lot", arena_format(arena, "%s-T", batch->lot), true);
    flow_pair(flow, "sheet.strength", "premix.strength", premix_words(flow->house->pharmacist, batch, arena), true);
    flow_pair(flow, "sheet.discard", "premix.discard",
              words_say(flow->house->pharmacist, arena, "premix.discard", "date", say_date(flow, batch->made_on), NULL), false);
    flow_space(flow, MM(1.2));
    put_lines(flow, true);
    flow_space(flow, MM(1.2));
    put_premix_method(flow, solid);
    flow_space(flow, MM(1.2));
    flow_table_head(flow, &check_table);
    put_yield(flow, solid ? say_mass(flow, batch->premix.mass) : say_volume(flow, batch->premix.volume),
              solid ? "premix.yield-actual" : "sheet.yield-actual");
    flow_space(flow, MM(1.2));
    flow_table_head(flow, &signature_table);
    put_signature(flow, "sheet.compounder");
    put_signature(flow, "sheet.checker");
    flow_cutout(flow, "premix.label",
                words_say(flow->house->pharmacist, arena, "premix.label", "drug", batch->formula->drug->tall_man, "strength",
                          premix_words(flow->house->pharmacist, batch, arena), "lot", batch->lot, "date",
                          say_date(flow, batch->made_on), "pharmacy", flow->house->shop->name, NULL));
}

/* -------------------------------------------------------------------------------------- bottles ---- */

static const SheetColumn bottle_columns[] = {
    {"sheet.patient", 0, ALIGN_LEFT, false, "bottle.patient"},
    {"sheet.bottle", MM(20), ALIGN_LEFT, true, "bottle.letter"},
    {"sheet.contents", MM(20), ALIGN_RIGHT, true, "bottle.contents"},
    {"sheet.filled", MM(16), ALIGN_LEFT, false, "blank"},
    {"sheet.label-checked", MM(26), ALIGN_LEFT, false, "blank"},
};
static const SheetTable bottle_table = {bottle_columns, COUNT(bottle_columns), MM(9)};

static const char *say_bare(const Flow *flow, Volume volume)
{
    return words_bare_volume(flow->house->pharmacist, flow->sheet->arena, volume);
}

/* "14 x (4.6 + 4.8 + 4.8)" */
static void add_days(const Flow *flow, Buffer *out, int32_t days, const DrawRun *run)
{
    buffer_addf(out, "%d\u00A0x\u00A0", (int)days);
    if (run->count > 1) buffer_add(out, "(");
    for (size_t i = 0; i < run->count; i++) buffer_addf(out, "%s%s", i ? " + " : "", say_bare(flow, run->each[i]));
    if (run->count == 0) buffer_add(out, "0");
    if (run->count > 1) buffer_add(out, ")");
}

/* What the bottle must hold, from the doses of its days (ARITHMETIC.md 4.4). */
static const char *bottle_sum(const Flow *flow, const Bottle *bottle)
{
    Arena *arena = flow->sheet->arena;
    Buffer doses = buffer_new(arena), reserve = buffer_new(arena);
    int32_t days = 0;
    for (size_t r = 0; r < bottle->run_count; r++) {
        if (r) buffer_add(&doses, " + ");
        add_days(flow, &doses, bottle->runs[r].days, &bottle->runs[r]);
        days += bottle->runs[r].days;
    }
    if (bottle->reserve_days && bottle->run_count) add_days(flow, &reserve, bottle->reserve_days, &bottle->runs[bottle->run_count - 1]);
    const char *loss = arena_format(arena, "%d\u00A0x\u00A0%s", (int)bottle->draws, say_bare(flow, flow->house->shop->loss_per_draw));
    return words_say(flow->house->pharmacist, arena, reserve.length ? "sheet.bottle-sum-reserve" : "sheet.bottle-sum", "days",
                     words_count(flow->house->pharmacist, arena, "days", days), "doses", buffer_text(&doses), "reserve",
                     buffer_text(&reserve), "loss", loss, "need", say_volume(flow, bottle->need), "contents",
                     say_volume(flow, bottle->contents), "size", bottle->size->name, NULL);
}

static const char *tablets_words(const Flow *flow, const Supply *supply)
{
    if (supply->tablet.ng == 0) return NULL;
    return words_say(flow->house->pharmacist, flow->sheet->arena, "sheet.tablets-before", "mass", say_mass(flow, supply->tablet), "date",
                     say_date(flow, supply->tablets_last), "count", say_count(flow, supply->tablets_over), NULL);
}

static void put_bottle(Flow *flow, const BatchBottle *own)
{
    Arena *arena = flow->sheet->arena;
    const Language *language = flow->house->pharmacist;
    const Bottle *bottle = own->bottle;
    const Supply *supply = &own->fill->supplies[bottle->rung->drug];
    const char *fill = words_say(language, arena, "sheet.prescription-supply", "number", own->rx->number, "revision",
                                 say_count(flow, own->rx->revision), "fill", say_count(flow, own->fill->number), "days",
                                 say_count(flow, supply->days), NULL);
    const char *cells[COUNT(bottle_columns)] = {
        own->unmade ? arena_format(arena, "%s\n%s\n%s", own->rx->patient.name, fill, flow_say(flow, "sheet.no-papers"))
                    : arena_format(arena, "%s\n%s", own->rx->patient.name, fill),
        words_say(language, arena, "sheet.bottle-of", "letter", bottle->letter, "i", say_count(flow, bottle->i), "n",
                  say_count(flow, bottle->n), NULL),
        say_volume(flow, bottle->contents)};
    const SheetNote notes[] = {{"bottle.sum", bottle_sum(flow, bottle)}, {"bottle.tablets", tablets_words(flow, supply)}, {NULL, NULL}};
    flow_table_row_noted(flow, &bottle_table, cells, notes);
}

static void put_bottles(Flow *flow)
{
    flow_section(flow, "sheet.bottles", MM(20));
    flow_table_head(flow, &bottle_table);
    for (size_t b = 0; b < flow->batch->bottle_count; b++) put_bottle(flow, &flow->batch->bottles[b]);
}

/* Every rationale that a prescription of the batch carries, once. */
static void put_rationales(Flow *flow)
{
    Type type = {FACE_REGULAR, PT(10.5), 0, ALIGN_LEFT, 0};
    const char *last = NULL;
    flow_space(flow, MM(1.2));
    for (size_t b = 0; b < flow->batch->bottle_count; b++) {
        const Prescription *rx = flow->batch->bottles[b].rx;
        if (!rx->rationale || text_equal(rx->rationale, last)) continue;
        last = rx->rationale;
        flow_text(flow, &type, "rationale",
                  words_say(flow->house->pharmacist, flow->sheet->arena, "sheet.rationale", "number", rx->number,
                            "text", rx->rationale, NULL));
    }
}

/* ------------------------------------------------------------------------------- reconciliation ---- */

static const SheetColumn account_columns[] = {
    {"sheet.account", 0, ALIGN_LEFT, false, "account.name"},
    {"sheet.planned", MM(50), ALIGN_RIGHT, true, "account.planned"},
    {"sheet.actual", MM(34), ALIGN_LEFT, false, "blank"},
    {"sheet.initials", MM(20), ALIGN_LEFT, false, "blank"},
};
static const SheetTable account_table = {account_columns, COUNT(account_columns), ROW_LEAST};

static void put_account(Flow *flow, const char *key, const char *planned)
{
    const char *cells[COUNT(account_columns)] = {flow_say(flow, key), planned};
    flow_table_row(flow, &account_table, cells);
}

/* A volume of the batch with the drug that is in it: "510 mL = 51 mg". */
static const char *volume_and_drug(const Flow *flow, Volume volume)
{
    const Strength *strength = &flow->batch->strength;
    Mass mass = {muldiv_half_even(volume.nl, strength->mass.ng, strength->volume.nl)};
    return words_say(flow->house->pharmacist, flow->sheet->arena, "sheet.volume-and-drug", "volume",
                     say_volume(flow, volume), "mass", say_mass(flow, mass), NULL);
}

static void put_accounts(Flow *flow)
{
    const Batch *batch = flow->batch;
    flow_section(flow, "sheet.reconciliation", MM(30));
    flow_table_head(flow, &account_table);
    put_account(flow, "sheet.account-made", volume_and_drug(flow, batch->volume));
    put_account(flow, "sheet.account-bottles", volume_and_drug(flow, batch->contents));
    put_account(flow, "sheet.account-left", volume_and_drug(flow, (Volume){batch->volume.nl - batch->contents.nl}));
    if (batch->premix.drug.ng) put_account(flow, "premix.account", premix_left_words(flow->house->pharmacist, batch, flow->sheet->arena));
    put_account(flow, "sheet.account-labels", say_count(flow, (int64_t)batch->bottle_count));
    put_account(flow, "sheet.account-spoiled", NULL);
}

static void put_signatures(Flow *flow)
{
    static const char *const keys[] = {"sheet.compounder", "sheet.checker", "sheet.releaser"};
    flow_section(flow, "sheet.signatures", MM(34));
    flow_table_head(flow, &signature_table);
    for (size_t k = 0; k < COUNT(keys); k++) put_signature(flow, keys[k]);
}

static void put_deviations(Flow *flow)
{
    flow_need(flow, MM(16));
    flow_blank(flow, "sheet.deviations", "deviations");
    flow_blank(flow, NULL, "deviations");
}

static void put_reference(Flow *flow)
{
    Type type = {FACE_REGULAR, PT(9.5), 0, ALIGN_LEFT, 0};
    if (!flow->batch->formula->reference) return;
    flow_space(flow, MM(1.2));
    flow_text(flow, &type, "reference",
              words_say(flow->house->pharmacist, flow->sheet->arena, "sheet.reference", "text",
                        flow->batch->formula->reference, NULL));
}

/* ----------------------------------------------------------------------------------- the record ---- */

static void put_record(Flow *flow)
{
    flow_page(flow);
    put_identity(flow);
    put_ingredients(flow);
    put_steps(flow);
    put_premix(flow);
    put_equipment(flow);
    put_method(flow);
    put_checks(flow);
    put_bottles(flow);
    put_rationales(flow);
    put_accounts(flow);
    put_signatures(flow);
    put_deviations(flow);
    flow_equivalents(flow);
    put_reference(flow);
}

static bool batch_code(const PaperShop *house, const Batch *batch, Modules *code, char word[WORD_ROOM], Arena *arena,
                       Findings *findings)
{
    Record record;
    if (!record_of_batch(house->key, batch, &record, arena, findings)) return false;
    record_word(&record, house->key, word);
    if (modules_of(payload_sign(&record, house->key, arena), 0, code, arena)) return true;
    finding_add(findings, MT711, batch->formula->place, "lot %s: the worksheet's record does not fit a code",
                batch->lot);
    return false;
}

/* The number of pages is found by laying out once on a sheet that is thrown away. */
static int count_pages(Flow flow, const char *title, Arena *arena)
{
    Findings unused = findings_new(arena);
    Sheet scratch =
        sheet_new(flow.house->fonts, title, flow.sheet->document->language, flow.sheet->place, arena, &unused);
    flow.sheet = &scratch;
    put_record(&flow);
    return flow.page;
}

Document *worksheet_layout(const PaperShop *house, const Batch *batch, Arena *arena, Findings *findings)
{
    const Stock *stock = stock_load(house->templates, house->shop->paper, arena, findings);
    Modules *code = ARENA_NEW(arena, Modules);
    char word[WORD_ROOM];
    if (!stock || !batch_code(house, batch, code, word, arena, findings)) return NULL;
    const char *title = arena_format(arena, "Compounding record, lot %s", batch->lot);
    Sheet sheet = sheet_new(house->fonts, title, house->shop->language, batch->formula->place, arena, findings);
    Flow flow = {.house = house, .batch = batch, .title = words_say(house->pharmacist, arena, "sheet.title", NULL),
                 .name = batch->formula->title,
                 .lot = words_say(house->pharmacist, arena, "sheet.lot", "lot", batch->lot, NULL), .sheet = &sheet,
                 .width = stock->width.um, .height = stock->height.um, .margin = MARGIN, .code = code,
                 .word = word};
    flow.pages = count_pages(flow, title, arena);
    put_record(&flow);
    return sheet_document(&sheet);
}
