/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which lot in stock a line is taken from. */
#ifndef COMPOUND_STOCK_H
#define COMPOUND_STOCK_H

#include "microtaper/compound.h"

/* The lot for `need` (tablets, ng or nL) of a component: among those not expired on the day made, one that lasts
 * to `until` before one that does not, one that holds enough before one that does not, then the first to expire.
 * Judges expiry and amount.  NULL when the shop keeps no inventory, the component is not in it, or all are
 * expired. */
const StockLot *stock_take(const Shop *shop, const Batch *batch, const Ingredient *part, StockUnit unit,
                           int64_t need, Arena *arena, Findings *findings);

#endif
