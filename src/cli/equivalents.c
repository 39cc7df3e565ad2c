/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the drugs of each day come to in diazepam, as text and rows: for the pharmacist's eye only, nothing is computed from it
 * (ARITHMETIC.md 1.13). */
#include "microtaper/text.h"
#include "report.h"

/* "30 mg", "5 mg to 10 mg"; "no clobazam" where the table lacks a drug that is taken on that day. */
static const char *table_words(const InDiazepam *by, Arena *arena)
{
    if (by->missing) return arena_format(arena, "no %s", by->missing->name);
    const char *low = mass_text(arena, by->low), *high = mass_text(arena, by->high);
    return text_equal(low, high) ? low : arena_format(arena, "%s to %s", low, high);
}

void report_equivalents(const Course *course, const Tables *tables, FILE *out, Arena *arena)
{
    const Plan *plan = course->plan;
    if (tables->equivalence_count == 0) return;
    fputs("\nabout so much diazepam a day, prescribed (every table is approximate, and they differ):\nfirst day   last day  ", out);
    for (size_t i = 0; i < tables->equivalence_count; i++) fprintf(out, "  %-20s", tables->equivalences[i].name);
    fputc('\n', out);
    DiazepamRuns runs = plan_in_diazepam(plan, tables, 0, plan->dated - 1, arena);
    for (size_t r = 0; r < runs.count; r++) {
        const DiazepamRun *run = &runs.items[r];
        fprintf(out, "%s  %s", date_text(arena, run->first), date_text(arena, run->last));
        for (size_t i = 0; i < tables->equivalence_count; i++) fprintf(out, "  %-20s", table_words(&run->by[i], arena));
        fputc('\n', out);
    }
}

void report_equivalents_csv_head(FILE *out)
{
    fputs("schema,prescription,revision,date,table,low_mg,high_mg,not_listed\n", out);
}

void report_equivalents_csv(const Prescription *rx, const Tables *tables, const Course *course, FILE *out, Arena *arena)
{
    const Plan *plan = course->plan;
    for (int32_t day = 0; day < plan->days; day++)
        for (size_t i = 0; i < tables->equivalence_count; i++) {
            InDiazepam by = plan_day_in_diazepam(plan, &tables->equivalences[i], day);
            fprintf(out, EQUIVALENTS_SCHEMA ",%s,%d,%s,%s,%s,%s,%s\n", text_csv(arena, rx->number), (int)rx->revision,
                    report_date(plan, day, arena), text_csv(arena, tables->equivalences[i].name),
                    by.missing ? "" : mass_mg(arena, by.low), by.missing ? "" : mass_mg(arena, by.high),
                    by.missing ? text_csv(arena, by.missing->name) : "");
        }
}
