/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the drugs of each day come to in diazepam, by each table: for the pharmacist's eye only, nothing is computed from it
 * (ARITHMETIC.md 1.13). */
#include "microtaper/text.h"
#include "report.h"

#define LISTED_NG 10000000   /* tables list what corresponds to diazepam 10 mg */
#define SHOWN_NG 10000       /* 0.01 mg */

typedef struct { int64_t low, high; } Range;

static bool add_drug(const Equivalence *table, const Drug *drug, Mass total, Range *sum)
{
    for (size_t i = 0; i < table->count; i++) {
        if (table->rows[i].drug != drug) continue;
        sum->low += muldiv_half_even(total.ng, LISTED_NG, table->rows[i].high.ng);
        sum->high += muldiv_half_even(total.ng, LISTED_NG, table->rows[i].low.ng);
        return true;
    }
    return false;
}

static const char *shown(int64_t ng, Arena *arena)
{
    return mass_text(arena, (Mass){muldiv_half_even(ng, 1, SHOWN_NG) * SHOWN_NG});
}

/* "30 mg", "5 mg to 10 mg"; "not listed" where the table lacks a drug that is taken on that day. */
static const char *day_words(const Plan *plan, const Equivalence *table, int32_t day, Arena *arena)
{
    Range sum = {0, 0};
    for (size_t drug = 0; drug < plan->drug_count; drug++) {
        Mass total = plan_total(plan, drug, day);
        if (total.ng > 0 && !add_drug(table, plan->drugs[drug].drug, total, &sum)) return "not listed";
    }
    const char *low = shown(sum.low, arena), *high = shown(sum.high, arena);
    return text_equal(low, high) ? low : arena_format(arena, "%s to %s", low, high);
}

static const char *row_words(const Plan *plan, const Tables *tables, int32_t day, Arena *arena)
{
    Buffer row = buffer_new(arena);
    for (size_t i = 0; i < tables->equivalence_count; i++)
        buffer_addf(&row, "%s%-20s", i ? "  " : "", day_words(plan, &tables->equivalences[i], day, arena));
    return buffer_text(&row);
}

static bool only_diazepam(const Plan *plan)
{
    for (size_t drug = 0; drug < plan->drug_count; drug++)
        if (!text_equal(plan->drugs[drug].drug->name, "diazepam")) return false;
    return true;
}

void report_equivalents(const Course *course, const Tables *tables, FILE *out, Arena *arena)
{
    const Plan *plan = course->plan;
    if (only_diazepam(plan) || tables->equivalence_count == 0) return;
    fputs("\nabout so much diazepam a day, prescribed (every table is approximate, and they differ):\nfirst day   last day  ", out);
    for (size_t i = 0; i < tables->equivalence_count; i++) fprintf(out, "  %-20s", tables->equivalences[i].name);
    fputc('\n', out);
    const char *row = plan->dated > 0 ? row_words(plan, tables, 0, arena) : "";
    for (int32_t day = 1, first = 0; day <= plan->dated; day++) {
        const char *next = day < plan->dated ? row_words(plan, tables, day, arena) : NULL;
        if (next && text_equal(next, row)) continue;
        fprintf(out, "%s  %s  %s\n", report_date(plan, first, arena), report_date(plan, day - 1, arena), row);
        first = day;
        row = next;
    }
}
