/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stock.h"
#include "microtaper/text.h"

static bool usable(const StockLot *lot, const Ingredient *part, StockUnit unit)
{
    return lot->unit == unit && text_equal(lot->component, part->name);
}

/* Whether a is the better lot to take. */
static bool better(const StockLot *a, const StockLot *b, Date until, int64_t need)
{
    bool a_lasts = !date_before(a->expires, until), b_lasts = !date_before(b->expires, until);
    if (a_lasts != b_lasts) return a_lasts;
    if ((a->on_hand >= need) != (b->on_hand >= need)) return a->on_hand >= need;
    return date_before(a->expires, b->expires);
}

const char *stock_amount_text(Arena *arena, StockUnit unit, int64_t amount)
{
    if (unit == STOCK_MASS) return mass_text(arena, (Mass){amount});
    if (unit == STOCK_VOLUME) return volume_text(arena, (Volume){amount});
    return arena_format(arena, "%lld tablets", (long long)amount);
}

static void lot_judge(const StockLot *lot, const Batch *batch, int64_t need, Arena *arena, Findings *findings)
{
    if (date_before(lot->expires, batch->discard_after))
        finding_add(findings, MT542, lot->place,
                    "%s, lot %s, expires on %s; the batch made on %s would be kept to %s", lot->component,
                    lot->number, date_text(arena, lot->expires), date_text(arena, batch->made_on),
                    date_text(arena, batch->discard_after));
    if (lot->on_hand < need)
        finding_add(findings, MT543, lot->place, "%s, lot %s: %s are needed, %s are in stock, %s are short",
                    lot->component, lot->number, stock_amount_text(arena, lot->unit, need),
                    stock_amount_text(arena, lot->unit, lot->on_hand),
                    stock_amount_text(arena, lot->unit, need - lot->on_hand));
}

const StockLot *stock_take(const Shop *shop, const Batch *batch, const Ingredient *part, StockUnit unit,
                           int64_t need, Arena *arena, Findings *findings)
{
    const StockLot *best = NULL, *expired = NULL;
    if (!shop->has_inventory) return NULL;
    for (size_t i = 0; i < shop->lot_count; i++) {
        const StockLot *lot = &shop->lots[i];
        if (!usable(lot, part, unit)) continue;
        if (date_before(lot->expires, batch->made_on)) expired = lot;
        else if (!best || better(lot, best, batch->discard_after, need)) best = lot;
    }
    if (best) lot_judge(best, batch, need, arena, findings);
    else if (expired)
        finding_add(findings, MT541, expired->place, "%s, lot %s, expired on %s; the batch is made on %s",
                    expired->component, expired->number, date_text(arena, expired->expires),
                    date_text(arena, batch->made_on));
    else
        finding_add(findings, MT544, part->place, "%s is not in the inventory; %s are needed", part->name,
                    stock_amount_text(arena, unit, need));
    return best;
}
