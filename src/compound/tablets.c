/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the last tablet to the first millilitre (ARITHMETIC.md 4.8). */
#include "marks.h"
#include "orders.h"

bool tablets_left(const Taking *taking, Date first, TabletsLeft *out)
{
    if (!taking->has_tablets) return false;
    int64_t total = 0, days = date_between(taking->counted, first);
    for (size_t i = 0; i < taking->count; i++) total += taking->doses[i].mass.ng;
    int64_t lasts = muldiv_floor(taking->on_hand, taking->tablet.ng, total);   /* days */
    *out = (TabletsLeft){.taking = taking, .last = date_add(first, -1)};
    if (lasts < days) out->short_days = (int32_t)(days - lasts);
    else out->left = muldiv_floor(taking->on_hand, taking->tablet.ng, 1) - days * total, out->left /= taking->tablet.ng;
    return true;
}

void tablets_before(const Prescription *rx, const Plan *plan, size_t drug, Supply *supply)
{
    TabletsLeft found;
    const Taking *taking = drug_taking(rx, plan->drugs[drug].drug);
    if (!taking || !tablets_left(taking, plan->first, &found)) return;
    supply->tablet = taking->tablet;
    supply->tablets_last = date_add(found.last, -found.short_days);
    supply->tablets_over = found.left;
}

void tablets_judge(const Prescription *rx, const Plan *plan, Arena *arena, Findings *findings)
{
    for (size_t i = 0; i < rx->taking_count; i++) {
        TabletsLeft found;
        const Taking *taking = &rx->takings[i];
        if (!tablets_left(taking, plan->first, &found)) continue;
        const char *have = arena_format(arena, "%lld tablets of %s counted on %s", (long long)taking->on_hand,
                                        mass_text(arena, taking->tablet), date_text(arena, taking->counted));
        if (found.short_days)
            finding_add(findings, MT520, taking->place, "%s last to %s; the liquid begins on %s: %d days are without a dose", have,
                        date_text(arena, date_add(found.last, -found.short_days)), date_text(arena, plan->first),
                        (int)found.short_days);
        else if (found.left)
            finding_add(findings, MT521, taking->place, "%s: the last are taken on %s, and %lld are left over", have,
                        date_text(arena, found.last), (long long)found.left);
    }
}
