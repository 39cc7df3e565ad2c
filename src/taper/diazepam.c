/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the drugs of each day come to in diazepam, by each table (ARITHMETIC.md 1.13). */
#include "microtaper/taper.h"
#include "microtaper/text.h"

#define LISTED_NG 10000000   /* tables list what corresponds to diazepam 10 mg */
#define SHOWN_NG 10000       /* 0.01 mg */

/* False where the table lacks the drug. */
static bool add_drug(const Equivalence *table, const Drug *drug, Mass total, InDiazepam *sum)
{
    for (size_t i = 0; i < table->count; i++) {
        if (table->rows[i].drug != drug) continue;
        sum->low.ng += muldiv_half_even(total.ng, LISTED_NG, table->rows[i].high.ng);
        sum->high.ng += muldiv_half_even(total.ng, LISTED_NG, table->rows[i].low.ng);
        return true;
    }
    return false;
}

static Mass shown(Mass mass)
{
    return (Mass){muldiv_half_even(mass.ng, 1, SHOWN_NG) * SHOWN_NG};
}

InDiazepam plan_day_in_diazepam(const Plan *plan, const Equivalence *table, int32_t day)
{
    InDiazepam sum = {0};
    for (size_t drug = 0; drug < plan->drug_count; drug++) {
        Mass total = plan_total(plan, drug, day);
        if (total.ng > 0 && !add_drug(table, plan->drugs[drug].drug, total, &sum))
            return (InDiazepam){.missing = plan->drugs[drug].drug};
    }
    return (InDiazepam){NULL, shown(sum.low), shown(sum.high)};
}

bool plan_only_diazepam(const Plan *plan)
{
    for (size_t drug = 0; drug < plan->drug_count; drug++)
        if (!text_equal(plan->drugs[drug].drug->name, "diazepam")) return false;
    return true;
}

static DiazepamRun day_run(const Plan *plan, const Tables *tables, int32_t day, Arena *arena)
{
    DiazepamRun run = {.dated = day < plan->dated, .by = ARENA_ARRAY(arena, tables->equivalence_count, InDiazepam)};
    if (run.dated) run.first = run.last = date_add(plan->first, day);
    for (size_t t = 0; t < tables->equivalence_count; t++)
        run.by[t] = plan_day_in_diazepam(plan, &tables->equivalences[t], day);
    return run;
}

static bool same(const DiazepamRun *a, const DiazepamRun *b, size_t tables)
{
    bool equal = a->dated == b->dated;
    for (size_t t = 0; equal && t < tables; t++)
        equal = a->by[t].missing == b->by[t].missing && a->by[t].low.ng == b->by[t].low.ng && a->by[t].high.ng == b->by[t].high.ng;
    return equal;
}

DiazepamRuns plan_in_diazepam(const Plan *plan, const Tables *tables, int32_t first, int32_t last, Arena *arena)
{
    DiazepamRuns runs = {.items = ARENA_ARRAY(arena, (size_t)(last - first + 1), DiazepamRun)};
    for (int32_t day = first; day <= last; day++) {
        DiazepamRun run = day_run(plan, tables, day, arena);
        DiazepamRun *before = runs.count ? &runs.items[runs.count - 1] : NULL;
        if (before && same(before, &run, tables->equivalence_count)) before->last = run.last;
        else runs.items[runs.count++] = run;
    }
    return runs;
}
