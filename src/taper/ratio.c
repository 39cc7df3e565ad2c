/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A ratio between two drugs is never looked up: the prescription states it and names its table, and what the tables
 * say is set beside it. */
#include "microtaper/text.h"
#include "walk.h"

bool table_allows(const Equivalence *table, const Drug *from, const Drug *to, Allowed *out)
{
    bool has_from = false, has_to = false;
    for (size_t i = 0; i < table->count; i++) {
        if (table->rows[i].drug == from) {
            out->low_from = table->rows[i].high.ng;
            out->high_from = table->rows[i].low.ng;
            has_from = true;
        }
        if (table->rows[i].drug == to) {
            out->low_to = table->rows[i].low.ng;
            out->high_to = table->rows[i].high.ng;
            has_to = true;
        }
    }
    return has_from && has_to;
}

/* a / b < c / d */
static bool less(int64_t a, int64_t b, int64_t c, int64_t d)
{
    return (Wide)a * d < (Wide)c * b;
}

const char *allowed_text(Arena *arena, Mass from, const Allowed *allowed)
{
    const char *low = mass_text(arena, (Mass){muldiv_half_even(from.ng, allowed->low_to, allowed->low_from)});
    const char *high = mass_text(arena, (Mass){muldiv_half_even(from.ng, allowed->high_to, allowed->high_from)});
    return text_equal(low, high) ? low : arena_format(arena, "%s to %s", low, high);
}

static void judge_named_table(Walk *walk, const Step *step, const Drug *from)
{
    const Equivalence *table = step->table ? equivalence_find(walk->tables, step->table) : NULL;
    Allowed allowed = {0};
    if (!table || !table_allows(table, from, step->to, &allowed)) {
        finding_add(walk->findings, MT321, step->place,
                    "the ratio %s of %s to %s of %s cannot be compared: table \"%s\" %s",
                    mass_text(walk->arena, step->ratio.from), from->name,
                    mass_text(walk->arena, step->ratio.to), step->to->name,
                    step->table ? step->table : "", table ? "does not list both drugs" : "is not known");
        return;
    }
    bool below = less(step->ratio.to.ng, step->ratio.from.ng, allowed.low_to, allowed.low_from);
    bool above = less(allowed.high_to, allowed.high_from, step->ratio.to.ng, step->ratio.from.ng);
    if (below || above)
        finding_add(walk->findings, MT320, step->place, "%s of %s is stated as %s of %s; %s says %s",
                    mass_text(walk->arena, step->ratio.from), from->name,
                    mass_text(walk->arena, step->ratio.to), step->to->name,
                    table->name, allowed_text(walk->arena, step->ratio.from, &allowed));
}

/* The tables' lowest and highest, two-fold apart or more, are always shown. */
static void judge_tables(Walk *walk, const Step *step, const Drug *from)
{
    const Equivalence *low = NULL, *high = NULL;
    Allowed least = {0}, most = {0};
    for (size_t i = 0; i < walk->tables->equivalence_count; i++) {
        const Equivalence *table = &walk->tables->equivalences[i];
        Allowed allowed = {0};
        if (!table_allows(table, from, step->to, &allowed)) continue;
        if (!low || less(allowed.low_to, allowed.low_from, least.low_to, least.low_from)) low = table, least = allowed;
        if (!high || less(most.high_to, most.high_from, allowed.high_to, allowed.high_from))
            high = table, most = allowed;
    }
    if (!low || less(most.high_to, most.high_from, 2 * least.low_to, least.low_from)) return;
    Mass unit = step->ratio.from;
    finding_add(walk->findings, MT322, step->place, "for %s of %s the tables give from %s (%s) to %s (%s) of %s",
                mass_text(walk->arena, unit), from->name,
                mass_text(walk->arena, (Mass){muldiv_half_even(unit.ng, least.low_to, least.low_from)}), low->name,
                mass_text(walk->arena, (Mass){muldiv_half_even(unit.ng, most.high_to, most.high_from)}),
                high->name, step->to->name);
}

void ratio_judge(Walk *walk, const Step *step, const Drug *from)
{
    judge_named_table(walk, step, from);
    judge_tables(walk, step, from);
}
