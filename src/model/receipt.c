/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Receipts: what came into stock, of whom and under which invoice (21 CFR 1304.22). */
#include "inventory.h"
#include "microtaper/text.h"
#include "prescribe.h"

static const char *const no_children[] = {NULL};
static const char *const receipt_children[] = {"item", "accept", NULL};

static const XmlField receipt_fields[] = {
    FIELD("from", REQUIRED, read_text, Receipt, from),
    FIELD("invoice", REQUIRED, read_text, Receipt, invoice),
    FIELD("supplier-dea", OPTIONAL, read_text, Receipt, supplier_dea),
    FIELD("on", REQUIRED, read_date, Receipt, on),
    FIELD("by", REQUIRED, read_text, Receipt, by),
    FIELD("correction", OPTIONAL, read_long_text, Receipt, correction),
    XML_END};

typedef struct {
    ReceivedItem item;
    const char *basis;
    bool has_assay, has_loss;
    Share assay, loss;
} ItemRow;
static const XmlField item_fields[] = {
    FIELD("of", REQUIRED, read_text, ItemRow, item.of),
    FIELD("amount", REQUIRED, read_amount, ItemRow, item.amount),
    FIELD("maker", REQUIRED, read_text, ItemRow, item.maker),
    FIELD("lot", REQUIRED, read_text, ItemRow, item.lot),
    FIELD("ndc", OPTIONAL, read_text, ItemRow, item.ndc),
    FIELD("expires", REQUIRED, read_date, ItemRow, item.expires),
    FIELD_FLAG("assay", OPTIONAL, read_share, ItemRow, assay, has_assay),
    FIELD_FLAG("loss-on-drying", OPTIONAL, read_share, ItemRow, loss, has_loss),
    XML_END};

typedef struct { const Formulas *formulas; ReceiptSink sink; void *context; } Stream;

/* The ingredient of that name, and the drug of its formula; NULL where no formula has one. */
static const Ingredient *component_find(const Formulas *formulas, const char *name, const Drug **drug)
{
    for (size_t f = 0; f < formulas->count; f++)
        for (size_t i = 0; i < formulas->items[f].ingredient_count; i++) {
            const Ingredient *part = &formulas->items[f].ingredients[i];
            if (!text_equal(part->name, name)) continue;
            *drug = part->kind == PART_ACTIVE ? formulas->items[f].drug : NULL;
            return part;
        }
    return NULL;
}

static Mass share_of(Mass mass, Share share)
{
    return (Mass){muldiv_half_even(mass.ng, share.e8, SHARE_ONE)};
}

/* ARITHMETIC.md 5.9: a powder's drug is what its certificate and its salt leave. */
static Mass powder_drug(const ItemRow *row, const Ingredient *part, const Drug *drug)
{
    Mass mass = {row->item.amount.size};
    if (part->molar_mass_e2 > 0 && drug->molar_mass_e2 > 0)
        mass.ng = muldiv_half_even(mass.ng, drug->molar_mass_e2, part->molar_mass_e2);
    if (row->has_assay) mass = share_of(mass, row->assay);
    if (row->has_loss) mass = share_of(mass, (Share){SHARE_ONE - row->loss.e8});
    return mass;
}

static StockUnit unit_of(const Ingredient *part)
{
    return part->source == SOURCE_TABLETS ? STOCK_COUNT : part->source == SOURCE_POWDER ? STOCK_MASS : STOCK_VOLUME;
}

static void item_weigh(Reading *reading, const XmlNode *node, const Formulas *formulas, ItemRow *row)
{
    ReceivedItem *item = &row->item;
    const Ingredient *part = component_find(formulas, item->of, &item->drug);
    if (!part) {
        FAULT(reading, MT926, xml_place(node, "of"), "no formula has a component \"%s\"", item->of);
        return;
    }
    if (!item->drug) return;
    if (item->amount.unit != unit_of(part)) {
        FAULT(reading, MT926, xml_place(node, "amount"), "\"%s\" is not counted as %s", item->of,
              amount_text(reading->arena, item->amount));
        return;
    }
    if (part->source == SOURCE_TABLETS) item->mass.ng = muldiv_floor(part->each.ng, item->amount.size, 1);
    else if (part->source == SOURCE_POWDER) item->mass = powder_drug(row, part, item->drug);
    else item->mass.ng = muldiv_half_even(item->amount.size, part->liquid.mass.ng, part->liquid.volume.nl);
}

static void read_item(Reading *reading, const XmlNode *node, const Formulas *formulas, Receipt *receipt)
{
    ItemRow row = {.item.place = xml_place(node, NULL)};
    read_node(reading, node, item_fields, &row, no_children);
    if (!reading->sound) return;
    require_above_zero(reading, row.item.amount.size, xml_place(node, "amount"), "what was received");
    if (row.has_loss && (!row.has_assay || row.loss.e8 >= SHARE_ONE))
        FAULT(reading, MT222, xml_place(node, "loss-on-drying"), "a loss on drying goes with an assay of the dried powder, and is below 100 %%");
    item_weigh(reading, node, formulas, &row);
    receipt->items[receipt->item_count++] = row.item;
}

static bool on_receipt(void *context, XmlNode *node, Arena *arena, Findings *findings)
{
    Stream *stream = context;
    Reading reading = {NULL, NULL, arena, findings, findings_errors(findings) == 0};
    Receipt receipt = {.place = xml_place(node, NULL)};
    read_node(&reading, node, receipt_fields, &receipt, receipt_children);
    child_some(&reading, node, "item");
    receipt.items = ARENA_ARRAY(arena, child_count(node, "item") + 1, ReceivedItem);
    for (const XmlNode *item = child_first(node, "item"); item; item = child_next(item))
        read_item(&reading, item, stream->formulas, &receipt);
    receipt.accepts = read_accepts(&reading, node, &receipt.accept_count);
    return stream->sink(stream->context, reading.sound ? &receipt : NULL, findings, arena);
}

bool receipts_read(const char *file, const Formulas *formulas, ReceiptSink sink, void *context, Findings *findings)
{
    Stream stream = {formulas, sink, context};
    XmlSource source = {.file = file, .namespace = NAMESPACE_RECEIPT, .record = "receipt", .wrapper = "receipts", .reset = true};
    Arena *arena = arena_new();
    bool whole = xml_read(&source, arena, findings, on_receipt, &stream);
    arena_free(arena);
    return whole;
}
