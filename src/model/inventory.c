/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inventory.h"

#include <string.h>

#include "microtaper/file.h"
#include "microtaper/text.h"

#define COUNT_MOST 10000000
#define TABLETS " tablets"

static const char *const no_children[] = {NULL};
static const char *const root_children[] = {"item", NULL};
static const char *const bases[] = {"as-is", "dried", NULL};
static const XmlField no_fields[] = {XML_END};

typedef struct { StockLot lot; const char *basis; bool has_loss; } LotRow;

bool tablets_parse(const char *text, Arena *arena, int64_t *count)
{
    size_t length = strlen(text), tail = strlen(TABLETS);
    if (length <= tail || !text_equal(text + length - tail, TABLETS)) return false;
    return count_parse(arena_copy(arena, text, length - tail), 0, COUNT_MOST, count);
}

bool amount_parse(const char *text, Arena *arena, Amount *out)
{
    Mass mass;
    Volume volume;
    if (tablets_parse(text, arena, &out->size)) out->unit = STOCK_COUNT;
    else if (mass_parse(text, &mass)) *out = (Amount){STOCK_MASS, mass.ng};
    else if (volume_parse(text, &volume)) *out = (Amount){STOCK_VOLUME, volume.nl};
    else return false;
    return true;
}

const char *amount_text(Arena *arena, Amount amount)
{
    if (amount.unit == STOCK_MASS) return arena_format(arena, "%s mg", mass_mg(arena, (Mass){amount.size}));
    if (amount.unit == STOCK_VOLUME) return arena_format(arena, "%s mL", volume_ml(arena, (Volume){amount.size}));
    return arena_format(arena, "%lld tablets", (long long)amount.size);
}

bool read_amount(const char *text, void *field, Place place, Arena *arena, Findings *findings)
{
    if (amount_parse(text, arena, field)) return true;
    finding_add(findings, MT201, place, "not \"400 tablets\", \"25 g\" or \"480 mL\": \"%s\"", text);
    return false;
}

static bool read_on_hand(const char *text, void *field, Place place, Arena *arena, Findings *findings)
{
    LotRow *row = field;
    Amount amount;
    if (!read_amount(text, &amount, place, arena, findings)) return false;
    row->lot.unit = amount.unit;
    row->lot.on_hand = amount.size;
    return true;
}

static const XmlField lot_fields[] = {
    FIELD("of", REQUIRED, read_text, LotRow, lot.component),
    FIELD("maker", REQUIRED, read_text, LotRow, lot.maker),
    FIELD("lot", REQUIRED, read_text, LotRow, lot.number),
    FIELD("ndc", OPTIONAL, read_text, LotRow, lot.ndc),
    FIELD("expires", REQUIRED, read_date, LotRow, lot.expires),
    {"on-hand", REQUIRED, read_on_hand, 0, NO_FLAG},
    FIELD_FLAG("assay", OPTIONAL, read_share, LotRow, lot.assay, lot.has_assay),
    FIELD("basis", OPTIONAL, read_text, LotRow, basis),
    FIELD_FLAG("loss-on-drying", OPTIONAL, read_share, LotRow, lot.drying_loss, has_loss),
    XML_END};

/* An assay says its basis; of the dried powder it goes with the loss on drying, and only then. */
static void judge_certificate(Reading *reading, const XmlNode *node, const LotRow *row)
{
    if (row->lot.has_assay != (row->basis != NULL))
        FAULT(reading, MT222, xml_place(node, NULL), "assay and basis go together");
    if (row->lot.dried != row->has_loss)
        FAULT(reading, MT222, xml_place(node, NULL), "basis=\"dried\" and loss-on-drying go together");
    if (row->lot.has_assay && row->lot.assay.e8 <= 0)
        FAULT(reading, MT214, xml_place(node, "assay"), "the assay is zero");
    if (row->has_loss && row->lot.drying_loss.e8 >= SHARE_ONE)
        FAULT(reading, MT215, xml_place(node, "loss-on-drying"), "%s is lost on drying: nothing would be left",
              share_text(reading->arena, row->lot.drying_loss));
}

static void read_lot(Reading *reading, const XmlNode *node, Shop *shop)
{
    LotRow row = {.lot = {.place = xml_place(node, NULL)}};
    read_node(reading, node, lot_fields, &row, no_children);
    row.lot.dried = word_index(reading, row.basis, bases, xml_place(node, "basis")) == 1;
    judge_certificate(reading, node, &row);
    shop->lots[shop->lot_count++] = row.lot;
}

void read_inventory(Reading *reading, const char *file, Shop *shop)
{
    if (!file_exists(file)) return;
    Digest digests[2] = {shop->digest};
    const XmlNode *root = load_digested(file, NAMESPACE_INVENTORY, "inventory", reading->arena, reading->findings, &digests[1]);
    if (!root) return;
    shop->digest = digest_of(digests, sizeof digests);
    read_node(reading, root, no_fields, NULL, root_children);
    shop->has_inventory = true;
    shop->lots = ARENA_ARRAY(reading->arena, child_count(root, "item") + 1, StockLot);
    for (const XmlNode *node = child_first(root, "item"); node; node = child_next(node)) read_lot(reading, node, shop);
}
