/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "compound_bench.h"
#include <stdio.h>
#include <string.h>

static void tables_fill(Bench *bench)
{
    bench->drugs[0] = (Drug){.name = "clonazepam", .code = 5, .molar_mass_e2 = 31570, .schedule_iv = true};
    bench->drugs[1] = (Drug){.name = "diazepam", .code = 7, .molar_mass_e2 = 28475, .schedule_iv = true};
    bench->classes[0] = (BudClass){"nonpreserved-aqueous", 14, "refrigerator", "USP 795"};
    bench->classes[1] = (BudClass){"preserved-aqueous", 35, "room-or-refrigerator", "USP 795"};
    bench->classes[2] = (BudClass){"test-long", 200, "room", "none"};
    bench->profile = (BudProfile){"US-795-2023", "USP 795", bench->classes, 3, 180};
    Limits limits = {.fall_usual = PERCENT(10),
                     .fall_most = PERCENT(25),
                     .lag = PERCENT(50),
                     .reliable_bound = PERCENT(10),
                     .syringe = {{ML(5), PERCENT(1.5), PERCENT(2)}, {{0}, PERCENT(1.5), PERCENT(1)}},
                     .syringe_count = 2,
                     .factor_low = PERCENT(80),
                     .factor_high = PERCENT(150),
                     .weigh_tolerance = PERCENT(1)};
    bench->tables = (Tables){.drugs = bench->drugs,
                             .drug_count = 2,
                             .profiles = &bench->profile,
                             .profile_count = 1,
                             .limits = limits};
}

static void shop_fill(Bench *bench)
{
    static const double syringes[5][2] = {{1, 0.01}, {3, 0.1}, {5, 0.2}, {10, 0.2}, {20, 1}};
    static const double bottles[4] = {60, 120, 240, 500};
    static const char *const times[4] = {"morning", "noon", "evening", "bedtime"};
    for (int i = 0; i < 5; i++)
        bench->syringes[i] = (Syringe){.capacity = ML(syringes[i][0]), .graduation = ML(syringes[i][1])};
    for (int i = 0; i < 4; i++) bench->bottles[i] = (BottleSize){.capacity = ML(bottles[i]), .name = "amber"};
    bench->shop = (Shop){.name = "Test",
                         .profile = &bench->profile,
                         .counting = COUNT_DAY_ONE,
                         .time_count = 4,
                         .syringes = bench->syringes,
                         .syringe_count = 5,
                         .bottles = bench->bottles,
                         .bottle_count = 4,
                         .balance_sensitivity = MG(6),
                         .overage = PERCENT(3),
                         .loss_per_draw = ML(0.02),
                         .supply_days = 28,
                         .ahead_days = 1,
                         .reserve_days = 3,
                         .approvals = bench->approvals};
    for (int i = 0; i < 4; i++) bench->shop.times[i] = (DayTime){times[i], 1};
    bench->shop.closed_weekday[6] = true;
}

Formula *bench_formula(Bench *bench, const char *id, const double *strengths)
{
    size_t at = bench->set.count++;
    Formula *formula = &bench->formulas[at];
    *formula = (Formula){.id = id,
                         .code = (char)('C' + at),
                         .version = 1,
                         .title = id,
                         .drug = &bench->drugs[0],
                         .strengths = bench->strengths[at],
                         .ingredients = bench->parts[at],
                         .ingredient_count = 3,
                         .bud_class = "preserved-aqueous",
                         .digest = digest_of(id, strlen(id))};
    for (; strengths[formula->strength_count] > 0; formula->strength_count++)
        bench->strengths[at][formula->strength_count] = PER_ML(strengths[formula->strength_count]);
    bench->parts[at][0] = (Ingredient){
        .name = "Clonazepam 0.5 mg tablets", .kind = PART_ACTIVE, .source = SOURCE_TABLETS, .each = MG(0.5)};
    bench->parts[at][1] = (Ingredient){.name = "Ora-Plus", .kind = PART_SHARE, .share = PERCENT(50)};
    bench->parts[at][2] = (Ingredient){.name = "Ora-Sweet", .kind = PART_QS};
    Approval *approval = &bench->approvals[bench->shop.approval_count++];
    *approval = (Approval){.what = arena_format(bench->arena, "formula %s", id),
                           .by = "J. Ruiz, RPh",
                           .on = date_of(2026, 1, 5)};
    approval->digest = digest_letters(bench->arena, &formula->digest, 16);
    return formula;
}

static void rx_fill(Bench *bench)
{
    static const int times[3] = {0, 1, 3};
    for (int i = 0; i < 3; i++) bench->doses[i] = (TimedDose){.time = times[i], .mass = MG(0.5)};
    bench->taking = (Taking){.drug = &bench->drugs[0], .doses = bench->doses, .count = 3, .place = {"rx.xml", 9, "taking"}};
    bench->orders[0] = (Order){.drug = &bench->drugs[0],
                               .quantity = ML(600),
                               .refills = 5,
                               .written = date_of(2026, 11, 20),
                               .place = {"rx.xml", 5, "order"}};
    bench->liquids[0] = (Liquid){.drug = &bench->drugs[0],
                                 .strength = PER_ML(0.1),
                                 .syringe = ML(5),
                                 .graduation = ML(0.2),
                                 .place = {"rx.xml", 14, "liquid[1]"}};
    bench->steps[0] = (Step){.kind = STEP_HOLD, .days = 14, .place = {"rx.xml", 16, "hold[1]"}};
    bench->steps[1] = (Step){.kind = STEP_REDUCE,
                             .by = BY_SHARE_OF_CURRENT,
                             .share = PERCENT(5),
                             .per = 14,
                             .every = 14,
                             .has_until = true,
                             .until = MG(0.6),
                             .place = {"rx.xml", 17, "reduce[1]"}};
    bench->steps[2] = (Step){.kind = STEP_STOP, .place = {"rx.xml", 18, "stop"}};
    bench->rx = (Prescription){.number = "RX-1",
                               .revision = 1,
                               .rationale = "Tablets cannot make 2 %.",
                               .orders = bench->orders,
                               .order_count = 1,
                               .takings = &bench->taking,
                               .taking_count = 1,
                               .liquids = bench->liquids,
                               .liquid_count = 1,
                               .starts = date_of(2026, 12, 1),
                               .steps = bench->steps,
                               .step_count = 3,
                               .place = {"rx.xml", 2, NULL}};
}

void bench_open(Bench *bench)
{
    static const double strengths[] = {0.1, 0};
    *bench = (Bench){.arena = arena_new()};
    bench->findings = findings_new(bench->arena);
    tables_fill(bench);
    shop_fill(bench);
    bench->set.items = bench->formulas;
    bench_formula(bench, "clonazepam-0.1", strengths);
    rx_fill(bench);
}

void bench_hold(Bench *bench, double mg, int32_t days)
{
    bench->doses[0] = (TimedDose){.time = 3, .mass = MG(mg)};
    bench->taking.count = 1;
    bench->steps[0].days = days;
    bench->steps[1] = bench->steps[2];
    bench->rx.step_count = 2;
}

Replaced *bench_lose(Bench *bench, size_t drug, const char *letter, int32_t from, int32_t on)
{
    Replaced *row = &bench->replaced[bench->rx.replaced_count++];
    *row = (Replaced){.drug = &bench->drugs[drug], .bottle = letter, .from = date_add(bench->rx.starts, from),
                      .on = date_add(bench->rx.starts, on), .by = "P. Atient", .role = "patient", .place = {"rx.xml", 20, "replaced"}};
    bench->rx.replaced = bench->replaced;
    bench->rx.revision = 2;
    return row;
}

void bench_second(Bench *bench)
{
    static const double strengths[] = {1, 0};
    bench_formula(bench, "diazepam-1", strengths)->drug = &bench->drugs[1];
    bench->second = (TimedDose){.time = 3, .mass = MG(5)};
    bench->takings[0] = bench->taking;
    bench->takings[1] = (Taking){.drug = &bench->drugs[1], .doses = &bench->second, .count = 1, .place = bench->taking.place};
    bench->rx.takings = bench->takings;
    bench->rx.taking_count = 2;
    bench->liquids[1] = (Liquid){.drug = &bench->drugs[1], .strength = PER_ML(1), .syringe = ML(10), .graduation = ML(0.2)};
    bench->rx.liquid_count = 2;
    bench->orders[1] = bench->orders[0];
    bench->orders[1].drug = &bench->drugs[1];
    bench->rx.order_count = 2;
    bench->steps[0].days = 40;
    bench->steps[1] = (Step){.kind = STEP_MAINTAIN};
    bench->rx.step_count = 2;
}

void bench_run(Bench *bench)
{
    bench_after(bench, plan_make(&bench->rx, &bench->shop, &bench->tables, bench->arena, &bench->findings));
}

void bench_after(Bench *bench, Plan *plan)
{
    bench->plan = plan;
    if (!bench->plan) return;
    bench->ladder = ladder_make(&bench->rx, &bench->shop, &bench->set, &bench->tables, bench->plan,
                                bench->arena, &bench->findings);
    if (!bench->ladder) return;
    bench->schedule = schedule_measure(&bench->rx, &bench->shop, &bench->tables, bench->plan, bench->ladder,
                                       bench->arena, &bench->findings);
    bench->fills = fills_forecast(&bench->rx, &bench->shop, &bench->tables, bench->schedule, bench->arena,
                                  &bench->findings);
}

void bench_make(Bench *bench, int fill, Date made_on)
{
    if (!bench->fills) return;
    bench->made = fill_made(bench->fills, fill, made_on, &bench->rx, &bench->shop, &bench->tables,
                            bench->schedule, bench->arena, &bench->findings);
    if (!bench->made) return;
    bench->batches = fill_batches(&bench->rx, &bench->shop, &bench->tables, bench->made, &bench->batch_count,
                                  bench->arena, &bench->findings);
}

void bench_close(Bench *bench)
{
    arena_free(bench->arena);
}

int bench_count(const Bench *bench, Code code)
{
    int count = 0;
    for (size_t i = 0; i < bench->findings.count; i++) count += bench->findings.items[i].code == code;
    return count;
}

const char *bench_text(const Bench *bench, Code code)
{
    for (size_t i = 0; i < bench->findings.count; i++)
        if (bench->findings.items[i].code == code) return bench->findings.items[i].text;
    return "";
}

void check_row(bool fine, const char *name, const char *what)
{
    if (!fine) fprintf(stderr, "\n    row \"%s\": %s\n", name, what);
    CU_ASSERT(fine);
}
