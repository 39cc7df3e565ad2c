/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The days of a taper, worked out from what the prescriber wrote.  Nothing here knows of bottles or volumes.
 * Every function is pure: the same Prescription gives the same Plan on any machine, any day (ARITHMETIC.md 1 and 3). */
#ifndef MICROTAPER_TAPER_H
#define MICROTAPER_TAPER_H

#include "microtaper/model.h"

#define PLAN_DAYS_MAX 3660

/* One drug's days.  Arrays are [day * times + time], day 0 .. days-1. */
typedef struct {
    const Drug *drug;
    Mass *target;          /* exact target of a day and time; 0: none */
    Mass *cut;             /* [day]: the rate period's cut in force, rhe to the ng; of the last one in holds; 0: none yet, or missed */
    Mass original;         /* D0: daily total of `taking` (or on arrival by crossover) */
    Exchange as_first;     /* what `from` of this drug counts in plan_totals: `to` of the first drug; to 0: no stated ratio */
    int *order;            /* [times]: place of each time in the order of reduction, -1 when the drug is never then */
} DrugDays;

/* What a day is part of: for words on the chart and for places in findings. */
typedef struct {
    int32_t first, last;   /* day indices */
    const Step *step;
    const Drug *drug;      /* the drug the step works on, named or not; of a crossover the one exchanged; NULL: all */
    int32_t cuts;          /* cuts that fall in it */
    bool to_nothing;       /* the cut behind its last day ends the drug: one of its cuts, without a day */
} Stretch;

/* Led by symptoms: days with one dose at each time, `least` days at the fastest.  first, last: days of the slowest
 * course; fastest_first: day of the plan itself. */
typedef struct { int32_t first, last, fastest_first, least; } DoseRun;
typedef struct { int32_t first, last; } DaySpan;

/* An event and the days it bears on itself (first == last where it only changes the pace, the source or ends the plan):
 * days before the first are as they were. */
typedef struct { const Event *event; int32_t first, last; } PlanChange;

typedef struct Plan {
    Date first;            /* day 0 */
    int32_t days;          /* day count: the last has a dose */
    size_t times;          /* = shop->time_count */
    DrugDays *drugs; size_t drug_count;     /* in order of appearance */
    Stretch *stretches; size_t stretch_count;
    int32_t cuts;          /* in all */
    bool ends_by_stop;     /* zero after the last day; else what follows is not prescribed here */
    bool maintains;        /* ends in `maintain`: the last dose goes on */
    PlanChange *changes; size_t change_count;   /* one an event, in order of date */
    Share steepest;        /* of targets over 14 days, rhe to 0.01 % */
    int32_t steepest_day;  /* day index d of the steepest fall d -> d + 14; may be negative (before the start) */
    int32_t dated;         /* days with dates: up to the day before the next review */
    struct Plan *slowest;  /* led by symptoms: see PLAN_SLOWEST */
    /* Of a slowest course only, else NULL and 0: */
    const struct Plan *fastest;             /* the plan it belongs to */
    DoseRun *runs; size_t run_count;        /* in order, every day in one */
    DaySpan *reach;        /* [day] days of this course whose doses may be the ones taken that day, the step back included */
} Plan;

/* A plan led by symptoms states the fewest days of each dose.  `dated` of its days have dates (all, when led by the
 * calendar); `slowest` is the same course with each dose, from the review on, kept as long as the prescription allows:
 * what must be had in supply, and what is measured, filled and printed.  NULL when led by the calendar. */
#define PLAN_SLOWEST(plan) ((plan)->slowest ? (plan)->slowest : (plan))

/* The event that keeps a day's doses (held, reversed, maintained) or leaves it without any (missed); NULL: the steps go on. */
const PlanChange *plan_kept(const Plan *plan, int32_t day);

/* NULL when findings hold an error that leaves no plan. */
Plan *plan_make(const Prescription *rx, const Shop *shop, const Tables *tables, Arena *arena, Findings *findings);
Mass plan_total(const Plan *plan, size_t drug, int32_t day);
static inline Mass plan_target(const Plan *plan, size_t drug, int32_t day, size_t time)
{
    return plan->drugs[drug].target[(size_t)day * plan->times + time];
}
/* The shares of a total by weights: largest remainder, ties to the earliest (ARITHMETIC.md 1.6). */
void plan_split(Mass total, const Mass *weights, size_t count, Mass *shares);

/* What a day's targets come to in diazepam by one table, about (ARITHMETIC.md 1.13): for the pharmacist's eye, never used. */
typedef struct {
    const Drug *missing;   /* a drug of the day that the table lacks: then it says nothing; else NULL */
    Mass low, high;        /* rhe to 0.01 mg, low <= high: a table may give a range */
} InDiazepam;
/* Days on which it is the same by every table. */
typedef struct {
    Date first, last;      /* nothing where they have no dates */
    bool dated;
    InDiazepam *by;        /* [table], as in tables->equivalences */
} DiazepamRun;
typedef struct { DiazepamRun *items; size_t count; } DiazepamRuns;
DiazepamRuns plan_in_diazepam(const Plan *plan, const Tables *tables, int32_t first, int32_t last, Arena *arena);
/* The same of one day and table. */
InDiazepam plan_day_in_diazepam(const Plan *plan, const Equivalence *table, int32_t day);
/* Whether the plan has no other drug: nothing is converted then. */
bool plan_only_diazepam(const Plan *plan);

/* Judges the fall over 14 days of any daily series in ng (ARITHMETIC.md 3): total[0 .. days-1], `before` on the days
 * before the start.  Returns the steepest fall; adds a note or warning by the limits.  `what` is what falls: plan_total_words, or one drug's daily total. */
typedef struct { Share fall; int32_t day; Mass from, to; } Fall;
Fall pace_judge(const int64_t *total, int32_t days, int64_t before, const Plan *plan, const Limits *limits, const char *what,
                Arena *arena, Findings *findings);
/* What a daily total of one drug counts, as the first drug by the prescription's ratio (rhe); 0 where none links them. */
int64_t plan_counts(const Plan *plan, size_t drug, Mass total);
/* "target daily total"; where a ratio links several drugs, "target daily total, counted as clonazepam,". */
const char *plan_total_words(const Plan *plan, const char *kind, Arena *arena);
/* The daily totals of all drugs, as the first drug by the prescription's ratio; days entries. */
int64_t *plan_totals(const Plan *plan, const Prescription *rx, Arena *arena, int64_t *before);

/* When the plan would end at half its pace (ARITHMETIC.md 3.1): asked of a prescription that has a plan. */
typedef enum { HALF_ENDS, HALF_TOO_LONG /* past PLAN_DAYS_MAX */, HALF_NONE /* nothing could be slower */ } HalfKind;
typedef struct { HalfKind kind; Date last; } HalfPace;
HalfPace plan_half_pace(const Prescription *rx, const Shop *shop, const Tables *tables, Arena *arena);

#endif
