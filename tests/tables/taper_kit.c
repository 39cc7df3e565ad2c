/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "taper_kit.h"
#include <stdio.h>
#include "microtaper/text.h"

Drug kit_drugs[4] = {
    {.name = "diazepam", .code = 1, .stop_dose = {500000}, .stop_source = "test", .half_life_hours = 200},
    {.name = "clonazepam", .code = 2},
    {.name = "lorazepam", .code = 3},
    {.name = "alprazolam", .code = 4},
};

const Shop kit_shop = {.times = {{"morning", 1}, {"noon", 1}, {"evening", 1}, {"bedtime", 1}}, .time_count = 4};

const Tables *kit_tables(void)
{
    static Tables tables;
    static Equivalence equivalences[2];
    static struct { const Drug *drug; int64_t ashton, va; } figures[] = {
        {&kit_diazepam, 10, 10}, {&kit_clonazepam, 5, 10}, {&kit_lorazepam, 10, 20}};
    static Arena *arena;   /* lives as long as the tables */
    if (arena) return &tables;
    arena = arena_new();
    for (int i = 0; i < 2; i++) {
        Equivalence *table = &equivalences[i];
        table->name = i ? "VA/DoD 2021" : "Ashton 2002";
        table->rows = arena_array(arena, 3, sizeof *table->rows);
        table->count = 3;
        for (int k = 0; k < 3; k++) {
            /* diazepam in mg, the others in tenths of a mg */
            int64_t unit = k == 0 ? 1000000 : 100000;
            table->rows[k].drug = figures[k].drug;
            table->rows[k].low.ng = table->rows[k].high.ng = (i ? figures[k].va : figures[k].ashton) * unit;
        }
    }
    tables.equivalences = equivalences;
    tables.equivalence_count = 2;
    tables.drugs = kit_drugs;
    tables.drug_count = 4;
    tables.limits.fall_usual = (Share)PERCENT(10);
    tables.limits.fall_most = (Share)PERCENT(25);
    return &tables;
}

/* Steps end where nothing is set: a hold of no days. */
size_t kit_step_count(const Step *steps)
{
    size_t count = 0;
    while (count < KIT_STEPS && (steps[count].kind != STEP_HOLD || steps[count].days)) count += 1;
    return count;
}

static Taking kit_taking(Arena *arena, const KitRx *rx)
{
    Taking taking = {.drug = rx->drug, .place = {.path = "taking"}};
    taking.doses = ARENA_ARRAY(arena, 4, TimedDose);
    for (int i = 0; i < 4; i++)
        if (rx->dose[i].ng) taking.doses[taking.count++] = (TimedDose){.time = i, .mass = rx->dose[i]};
    return taking;
}

static void kit_step(Arena *arena, Step *step, int index)
{
    static const char *const names[] = {"hold", "reduce", "list", "cross", "stop", "maintain", "divide"};
    step->place.path = arena_format(arena, "%s[%d]", names[step->kind], index);
    if (!step->every) step->every = step->per;
    if (!step->per) step->per = step->every;
    for (size_t i = 0; i < step->row_count; i++)
        step->rows[i].place.path = arena_format(arena, "%s/row[%d]", step->place.path, (int)i + 1);
}

static void kit_events(Arena *arena, const Event *events, Prescription *whole)
{
    whole->events = ARENA_ARRAY(arena, KIT_STEPS, Event);
    while (events && whole->event_count < KIT_STEPS && events[whole->event_count].on.day) {
        Event *event = &whole->events[whole->event_count];
        *event = events[whole->event_count++];
        event->on = date_add(whole->starts, event->on.day - 1);
        event->place.path = arena_format(arena, "event[%d]", (int)whole->event_count);
    }
}

static Kit kit_made(const KitRx *rx, const KitRx *second, const Event *events, int32_t revision)
{
    Kit kit = {.arena = arena_new()};
    kit.findings = findings_new(kit.arena);
    Prescription *whole = ARENA_NEW(kit.arena, Prescription);
    whole->number = "RX-1";
    whole->starts = date_of(2026, 12, 1);
    whole->place = (Place){.path = "taper"};
    whole->revision = revision;
    kit_events(kit.arena, events, whole);
    whole->takings = ARENA_ARRAY(kit.arena, 2, Taking);
    whole->takings[whole->taking_count++] = kit_taking(kit.arena, rx);
    if (second) whole->takings[whole->taking_count++] = kit_taking(kit.arena, second);
    whole->step_count = kit_step_count(rx->steps);
    whole->steps = ARENA_ARRAY(kit.arena, KIT_STEPS, Step);
    for (size_t i = 0; i < whole->step_count; i++) {
        whole->steps[i] = rx->steps[i];
        kit_step(kit.arena, &whole->steps[i], (int)i + 1);
    }
    kit.rx = whole;
    kit.plan = plan_make(whole, &kit_shop, kit_tables(), kit.arena, &kit.findings);
    return kit;
}

Kit kit_plan(const KitRx *rx, const KitRx *second)
{
    return kit_made(rx, second, NULL, 1);
}

Kit kit_plan_events(const KitRx *rx, const Event *events, int32_t revision)
{
    return kit_made(rx, NULL, events, revision);
}

void kit_end(Kit *kit)
{
    arena_free(kit->arena);
}

bool kit_found(const Kit *kit, Code code, const char *path)
{
    for (size_t i = 0; i < kit->findings.count; i++) {
        const Finding *finding = &kit->findings.items[i];
        if (finding->code == code && (!path || text_equal(finding->place.path, path))) return true;
    }
    return false;
}

void kit_check(bool good, const char *row, const char *what, int64_t got, int64_t expected)
{
    if (!good) fprintf(stderr, "taper: %s: %s: got %lld, expected %lld\n", row, what, (long long)got, (long long)expected);
    CU_ASSERT_TRUE(good);
}

void kit_course(const char *name, const Kit *kit, int32_t days, int32_t cuts, const KitTotal *at)
{
    const Plan *plan = kit->plan;
    kit_check(plan != NULL, name, "a plan", 0, 1);
    if (!plan) findings_print(&kit->findings, FINDINGS_TEXT, NULL, stderr);
    if (!plan) return;
    kit_check(plan->days == days, name, "days", plan->days, days);
    kit_check(plan->cuts == cuts, name, "cuts", plan->cuts, cuts);
    for (int i = 0; at[i].day && at[i].day <= plan->days; i++) {
        int64_t got = plan_total(plan, 0, at[i].day - 1).ng;
        kit_check(got == at[i].ng, name, "total", got, at[i].ng);
    }
}

void kit_courses(const KitCourse *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        Kit kit = kit_plan(&rows[i].rx, NULL);
        kit_course(rows[i].name, &kit, rows[i].days, rows[i].cuts, rows[i].at);
        kit_end(&kit);
    }
}

void kit_days(const char *row, const Plan *plan, const KitDay *days, size_t count)
{
    kit_check(plan != NULL, row, "a plan", 0, 1);
    for (size_t i = 0; plan && i < count; i++) {
        bool within = days[i].day <= plan->days && days[i].drug < plan->drug_count;
        kit_check(within, row, "a day of the plan", days[i].day, plan->days);
        for (size_t t = 0; within && t < 4; t++) {
            int64_t got = plan_target(plan, days[i].drug, days[i].day - 1, t).ng;
            kit_check(got == days[i].ng[t], row, plan->drugs[days[i].drug].drug->name, got, days[i].ng[t]);
        }
    }
}
