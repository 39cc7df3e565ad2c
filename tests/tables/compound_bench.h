/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A small pharmacy built in C, so that the tables of this room depend on no file. */
#ifndef COMPOUND_BENCH_H
#define COMPOUND_BENCH_H

#include <CUnit/CUnit.h>
#include "microtaper/compound.h"

#define MG(x) ((Mass){(int64_t)((x) * 1000000.0 + 0.5)})
#define ML(x) ((Volume){(int64_t)((x) * 1000000.0 + 0.5)})
#define PER_ML(x) ((Strength){MG(x), {1000000}})
#define PERCENT(x) ((Share){(int64_t)((x) * 1000000.0 + 0.5)})

typedef struct {
    Arena *arena;
    Findings findings;
    Tables tables;
    BudClass classes[3];
    BudProfile profile;
    Drug drugs[2];               /* 0 clonazepam, 1 diazepam */
    Shop shop;
    Syringe syringes[5];
    BottleSize bottles[4];
    Approval approvals[4];
    Formula formulas[4];
    Strength strengths[4][4];
    Ingredient parts[4][3];
    Formulas set;
    Prescription rx;
    Taking taking, takings[2];
    TimedDose doses[3], second;
    Order orders[3];
    Liquid liquids[3];
    Step steps[4];
    Replaced replaced[4];
    Plan *plan; Ladder *ladder; Schedule *schedule; Fills *fills; Fill *made; Batch **batches; size_t batch_count;
} Bench;

/* The sample shop and the prescription of 0.5 mg three times a day: 14 days' hold, then 5 % of current every 14
 * days. */
void bench_open(Bench *bench);
/* Plan, ladder, schedule and fills, as far as they go. */
void bench_run(Bench *bench);
/* The same from the plan on, which may be another than bench_run makes. */
void bench_after(Bench *bench, Plan *plan);
void bench_make(Bench *bench, int fill, Date made_on);
void bench_close(Bench *bench);
/* A further formula of clonazepam, approved, of these strengths (mg per mL, ended by 0). */
Formula *bench_formula(Bench *bench, const char *id, const double *strengths);
/* One dose a day at bedtime instead of three; held for `days`, then stop. */
void bench_hold(Bench *bench, double mg, int32_t days);
/* A bottle of drugs[drug] reported spilled, and another from a day on (days from the plan's first); in the second revision. */
Replaced *bench_lose(Bench *bench, size_t drug, const char *letter, int32_t from, int32_t on);
/* From the first day on a dose of diazepam at bedtime too, 5 mL; both held for 40 days and then for good. */
void bench_second(Bench *bench);
int bench_count(const Bench *bench, Code code);
const char *bench_text(const Bench *bench, Code code);

/* CU_ASSERT that names the row. */
void check_row(bool fine, const char *name, const char *what);

void suite_compound(void);
void suite_compound_measure(void);
void suite_compound_ladder(void);
void suite_compound_fills(void);
void suite_compound_batch(void);
void suite_compound_inventory(void);
void suite_compound_needs(void);
void suite_compound_edges(void);
void suite_compound_replace(void);
void suite_compound_choice(void);
void suite_compound_formulas(void);
void suite_compound_volumes(void);
void suite_compound_orders(void);

#endif
