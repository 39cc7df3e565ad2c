/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From exact targets to a liquid in a syringe: strength and syringe, marks, bottles, batch (ARITHMETIC.md 2, 4, 5). */
#ifndef MICROTAPER_COMPOUND_H
#define MICROTAPER_COMPOUND_H

#include "microtaper/taper.h"

/* A run of days of one drug with one formula, strength and syringe. */
typedef struct {
    size_t drug;               /* index into plan->drugs */
    int32_t first, last;       /* day indices */
    Strength strength;
    const Syringe *syringe;
    const Formula *formula;
    Mass mark;                 /* ng in one graduation */
    const char *why;           /* one sentence: why chosen, or "stated in the prescription" */
    Place place;               /* of the <liquid> that states it, or of the drug's <taking> */
} Rung;

typedef struct { Rung *items; size_t count; } Ladder;   /* by drug, then first day; covers every day with a target */

/* Chooses, or judges what the prescription states.  NULL with findings when nothing fits. */
Ladder *ladder_make(const Prescription *rx, const Shop *shop, const Formulas *formulas, const Tables *tables,
                    const Plan *plan, Arena *arena, Findings *findings);
const Rung *ladder_rung(const Ladder *ladder, size_t drug, int32_t day);
/* Smallest volume within the bound of its tolerance (ARITHMETIC.md 2.5). */
Volume syringe_reliable(const Syringe *syringe, const Limits *limits);

/* The measured plan.  marks is [drug][day * times + time]. */
typedef struct {
    const Plan *plan;
    const Ladder *ladder;
    int32_t **marks;
    Share steepest; int32_t steepest_day;   /* measured doses over 14 days */
    Mass furthest; int32_t furthest_day;    /* largest |daily total - target| */
    int32_t same_least, same_most;          /* shortest and longest run of unchanged days between falls (0: none) */
} Schedule;

Schedule *schedule_measure(const Prescription *rx, const Shop *shop, const Tables *tables, const Plan *plan,
                           const Ladder *ladder, Arena *arena, Findings *findings);
int32_t schedule_marks(const Schedule *schedule, size_t drug, int32_t day, size_t time);
Volume schedule_volume(const Schedule *schedule, size_t drug, int32_t day, size_t time);
Mass schedule_dose(const Schedule *schedule, size_t drug, int32_t day, size_t time);

/* ---------------------------------------------------------------- fills and bottles ---- */
/* Days of a bottle, one after the other, on which the same volumes are drawn. */
typedef struct { int32_t days; Volume *each; size_t count; } DrawRun;   /* each: in the order of the day; count 0: no dose */
typedef struct {
    char letter[4];            /* "A" ... "Z", "AA": unique within the fill */
    int i, n;                  /* within fill and drug */
    const Rung *rung;
    int32_t first, last;       /* day indices */
    DrawRun *runs; size_t run_count;     /* first .. last */
    int32_t reserve_days;                /* more days like the last one; 0 where another bottle has the reserve */
    Volume doses, reserve, loss, need;   /* ARITHMETIC.md 4.4 */
    Volume contents;           /* what is put in and printed as quantity */
    const BottleSize *size;
    int32_t draws;
    Volume largest;            /* largest single volume: printed where volumes are not constant, and in the code */
    bool constant;             /* the same volume at each time on all its days */
    const Replaced *replaces;  /* it takes the place of a bottle that was lost or spoilt; NULL: it does not */
} Bottle;

/* What a fill gives of one drug, and the order that it comes under (ARITHMETIC.md 4.6). */
typedef struct {
    int32_t days;              /* days' supply: days of the fill with a dose; the reserve is not counted */
    Volume quantity;           /* in all its bottles; 0: the fill holds none of it */
    const Order *order;        /* NULL: no order given here covers it */
    bool earlier;              /* made before the first order given here was written: under one no longer given */
    int32_t nth;               /* of the fills that the order covers, 1 .. */
    Volume left;               /* of the order after this fill */
    Mass tablet;               /* of the first fill, where they are stated: the tablets taken before it; 0: none */
    Date tablets_last;         /* their last day */
    int64_t tablets_over;      /* whole tablets that are left over */
} Supply;

typedef struct Fill {
    int number;                /* 1 .. */
    int32_t first, last;       /* day indices */
    Date made_on;              /* forecast; the actual one in `make` */
    Date discard_after;        /* earliest of its drugs */
    Date *discard_by_drug;     /* [plan drug]; of bottles of that drug */
    int32_t reserve_days;      /* R */
    bool last_fill;
    Bottle *bottles; size_t bottle_count;   /* that it gives out */
    Bottle *uses; size_t use_count;   /* that its days are taken from: also those at home that a replacement leaves in use */
    struct Fill *again; size_t again_count;   /* replacements of its bottles, by the day they were reported (ARITHMETIC.md 4.9) */
    Supply *supplies;          /* [plan drug] */
    Date call_by;              /* "call the pharmacy by": the reserve lasts, the next is not made, the shop is open */
    DiazepamRuns in_diazepam;  /* of a fill as made: what its days come to; none where the plan is of diazepam alone */
} Fill;

typedef struct { Fill *items; size_t count; } Fills;

/* All fills, forecast.  NULL with findings when some day cannot be covered. */
Fills *fills_forecast(const Prescription *rx, const Shop *shop, const Tables *tables, const Schedule *schedule,
                      Arena *arena, Findings *findings);
/* Fill `number` as really made on a date: dates recomputed and judged, days as forecast.  Where bottles of it were replaced
 * it is the latest replacement: its bottles alone, from the first day of the first of them. */
Fill *fill_made(const Fills *fills, int number, Date made_on, const Prescription *rx, const Shop *shop,
                const Tables *tables, const Schedule *schedule, Arena *arena, Findings *findings);
/* Discard-after of a formula made on a date, and the rule that limits it ("US-795-2023 preserved-aqueous: 35 days"). */
Date bud_date(const Formula *formula, const Shop *shop, Date made_on, const char **rule, Arena *arena);
/* What a replacement was reported with (of its first bottle); NULL: the fill is none. */
const Replaced *fill_replaces(const Fill *fill);
/* The bottle that the drug is taken from on a day of the fill; NULL where there is none. */
const Bottle *fill_bottle(const Fill *fill, size_t drug, int32_t day);
/* Doses, reserve, loss, need, contents, draws and largest volume of a bottle with these runs and days in reserve. */
void bottle_add_up(Bottle *bottle, Volume loss_per_draw);

/* The tablets of the days before the liquid (ARITHMETIC.md 4.8). */
typedef struct {
    const Taking *taking;
    Date last;                 /* the last day of tablets: the day before the plan's first */
    int64_t left;              /* whole tablets that are over */
    int32_t short_days;        /* days before the plan's first for which there are none */
} TabletsLeft;
/* False when the prescription states no tablets of the taking. */
bool tablets_left(const Taking *taking, Date first, TabletsLeft *out);

/* A period: days on which nothing a patient reads changes (also what `plan --format csv` prints). */
typedef struct {
    size_t drug, time;
    Mass target_first, target_last, dose;
    Volume volume;
    const Rung *rung;
    const Bottle *bottle;
    const Fill *fill;
} PeriodRow;
typedef struct { int32_t first, last; PeriodRow *rows; size_t count; } Period;
typedef struct { Period *items; size_t count; } Periods;
Periods *periods_make(const Schedule *schedule, const Fills *fills, Arena *arena);

/* ---------------------------------------------------------------- batch ---- */
typedef enum { LINE_COUNT, LINE_WEIGH, LINE_VOLUME, LINE_QS } LineKind;
typedef struct {
    const Ingredient *ingredient;   /* a triturate adds lines: its diluent, and what is taken of the mixture */
    LineKind kind;
    const StockLot *lot;       /* from inventory.xml; NULL: not given, a blank on the worksheet */
    int64_t count;             /* LINE_COUNT: tablets */
    Mass low, target, high;    /* LINE_WEIGH */
    Volume volume;             /* LINE_VOLUME, LINE_QS (an estimate) */
    Volume least, most;        /* LINE_VOLUME: what may be measured */
    Share tolerance;           /* LINE_WEIGH, LINE_VOLUME: of the target, either way */
    Mass drug;                 /* that leaves the stock with the target amount; 0: none */
    bool mixture;              /* taken of what was mixed before (a triturate, a solution): no stock */
    bool before;               /* goes into that mixture, not into the batch itself */
    const char *step;          /* its arithmetic in words: "need 52.0 mg / 0.5 mg = 104 tablets" */
} BatchLine;

typedef struct {
    const Prescription *rx;
    const Fill *fill;
    const Bottle *bottle;
    bool unmade;               /* its papers could not be made: the worksheet says so, the bottle is not filled */
} BatchBottle;

/* A triturate or solution that is made first, with a record of its own on the batch's worksheet (ARITHMETIC.md 5.5). */
typedef struct {
    Mass drug;                 /* as ordered, in all of it; 0: the batch needs none */
    Mass mass;                 /* of a triturate; 0: it is a solution */
    Volume volume;             /* of a solution */
} Premix;

typedef struct {
    char lot[9];               /* 8 base-32 characters: 3 date, 1 formula, 4 check */
    const Formula *formula;
    Strength strength;
    Date made_on, discard_after;
    const char *bud_rule;
    BatchBottle *bottles; size_t bottle_count;
    Volume contents;           /* sum of bottles */
    Volume need;               /* with overage */
    Volume volume;             /* final */
    Mass drug;                 /* in the final volume */
    Premix premix;             /* its lot number is the batch's with "-T" behind it */
    BatchLine *lines; size_t line_count;
    const char **steps; size_t step_count;   /* every step of arithmetic, as printed */
} Batch;

/* One batch for these bottles, all of one formula, strength and day.  The lot is made of its content. */
Batch *batch_make(const Shop *shop, const Tables *tables, const BatchBottle *bottles, size_t count, Date made_on,
                  Arena *arena, Findings *findings);
/* The batches of one fill: one for each formula and strength in it. */
Batch **fill_batches(const Prescription *rx, const Shop *shop, const Tables *tables, const Fill *fill, size_t *count,
                     Arena *arena, Findings *findings);
/* A batch as its labels know it: formula, strength, dates and a lot that others settled; no lines, nothing judged. */
Batch *batch_under(const Shop *shop, const BatchBottle *bottles, size_t count, Date made_on, const char *lot, Arena *arena);
/* Another number for a batch whose own is taken by another lot of the same run: `again` is 1, 2 ... */
void lot_again(Batch *batch, int again, Arena *arena);
/* Findings that hang on what is mixed, not on one prescription: of a pooled lot they are judged once. */
bool batch_judges(Code code);

/* What pooling looks at of a bottle.  Equal numbers are the same liquid (formula, strength, day) and the same fill; the
 * bottles of a fill stand together. */
typedef struct { size_t liquid, fill; Volume contents; } PoolItem;
/* The pool of each bottle, 0, 1 ..., in the order in which pools are begun (ARITHMETIC.md 5.7); returns how many. */
size_t pools_assign(const PoolItem *items, size_t count, Volume most, size_t *pool_of, Arena *arena);
/* Puts batches into the order in which a bench makes them: by formula, weaker first (ARITHMETIC.md 5.8). */
void batches_order(Batch **batches, size_t count);
/* What batches together take of one lot in stock, or of a component that the inventory does not give (lot NULL). */
typedef struct {
    const char *component;
    const StockLot *lot;
    StockUnit unit;
    int64_t amount;            /* tablets, ng or nL */
    int64_t shortage;          /* above what is in stock; 0: enough, or not known */
} StockNeed;
/* "104 tablets", "0.52 mg", "470 mL" */
const char *stock_amount_text(Arena *arena, StockUnit unit, int64_t amount);
StockNeed *stock_needs(Batch *const *batches, size_t count, size_t *need_count, Arena *arena);
/* A stand-in as wide as any lot number of that day and formula can be: what fits with it fits with the real one. */
const char *lot_stand_in(const Formula *formula, Date made_on, Arena *arena);
/* The day inside a lot; false when it is not of lot form. */
bool lot_date(const char *lot, Date *made_on);

#endif
