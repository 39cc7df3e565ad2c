/* SPDX-License-Identifier: GPL-3.0-or-later */
/* hold, maintain and stop (ARITHMETIC.md 1.2, 1.5). */
#include "microtaper/text.h"
#include "walk.h"

static Lane *first_alive(const Walk *walk)
{
    for (size_t i = 0; i < walk->lane_count; i++)
        if (!walk->lanes[i].ended) return &walk->lanes[i];
    return NULL;
}

/* Days at the present doses; with no drug named of every drug. */
static bool hold_days(Walk *walk, const Step *step)
{
    Lane *first_of_all = step->drug ? NULL : first_alive(walk);
    Lane *lane = first_of_all ? first_of_all : lane_of_step(walk, step);
    if (!lane) return false;
    const Drug *drug = first_of_all && walk->lane_count > 1 ? NULL : lane->drug;
    int32_t first = lane->days;
    if (!lane_write(walk, step, lane, lane->total, step->days)) return false;
    stretch_note(walk, (Stretch){.first = first, .step = step, .drug = drug});
    return true;
}

bool step_hold(Walk *walk, const Step *step)
{
    return hold_days(walk, step);
}

bool step_maintain(Walk *walk, const Step *step)
{
    if (!hold_days(walk, step)) return false;
    walk->maintains = true;
    return true;
}

/* What the last dose is in another drug's terms, by each table that lists both. */
static const char *stop_equivalents(const Walk *walk, const Drug *drug, Mass last)
{
    const Drug *diazepam = drug_find(walk->tables, "diazepam");
    if (drug == diazepam) return "";
    Buffer text = buffer_new(walk->arena);
    for (size_t i = 0; i < walk->tables->equivalence_count; i++) {
        const Equivalence *table = &walk->tables->equivalences[i];
        Allowed allowed;
        if (!table_allows(table, drug, diazepam, &allowed)) continue;
        buffer_addf(&text, "%s %s diazepam (%s)", text.length ? "," : "; about",
                    allowed_text(walk->arena, last, &allowed), table->name);
    }
    return buffer_text(&text);
}

void stop_judge(Walk *walk, Place place, const Drug *drug, Mass last)
{
    finding_add(walk->findings, MT325, place, "%s stops from %s a day%s", drug->name, mass_text(walk->arena, last),
                stop_equivalents(walk, drug, last));
    Mass usual = drug->stop_dose;
    if (usual.ng == 0 || last.ng <= usual.ng) return;
    finding_add(walk->findings, MT311, place, "%s stops from %s a day; usual last dose at most %s (%s)", drug->name,
                mass_text(walk->arena, last), mass_text(walk->arena, usual),
                drug->stop_source ? drug->stop_source : "no source stated");
}

static bool stop_expected(Walk *walk, const Step *step, const Lane *lane)
{
    if (!step->has_from || step->from.ng == lane->total.ng) return true;
    finding_add(walk->findings, MT326, step->place, "%s is to stop from %s, but the plan is then at %s a day",
                lane->drug->name, mass_text(walk->arena, step->from), mass_text(walk->arena, lane->total));
    return false;
}

/* A stop behind the cut that reached zero says the same once more. */
static bool stop_again(const Walk *walk, const Step *step)
{
    if (!walk->zeroed) return false;
    return step->drug ? step->drug == walk->zeroed : !walk_alive(walk);
}

bool step_stop(Walk *walk, const Step *step)
{
    if (stop_again(walk, step)) return true;
    Lane *lane = lane_of_step(walk, step);
    if (!lane || !stop_expected(walk, step, lane)) return false;
    stop_judge(walk, step->place, lane->drug, lane->total);
    lane_end(lane);
    return true;
}
