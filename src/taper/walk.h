/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Private to the room: the state that is handed from step to step while the days of a plan are written.
 *
 * Each drug has a lane, its own row of days.  A step writes days into the lane it works on; afterwards every other
 * lane is brought up to the same day (held, or nothing once it has ended).  So a step never has to know of the drugs
 * it leaves alone. */
#ifndef TAPER_WALK_H
#define TAPER_WALK_H

#include "microtaper/taper.h"

__extension__ typedef __int128 Wide;   /* products of masses, shares and counts */

typedef struct {
    const Drug *drug;
    Mass total;                 /* of the last day written; before the first day, of `taking` */
    Mass original;              /* D0 */
    Mass weights[TIMES_MAX];
    Mass taken[TIMES_MAX];      /* doses of `taking`; none for a drug that comes later */
    int order[TIMES_MAX];       /* place in the order of reduction, -1: not taken then */
    bool order_stated;
    Mass cut;                   /* in force */
    bool ended;                 /* stopped, or reduced to nothing */
    Mass *target, *cuts;        /* [day * times + time], [day] */
    int32_t days, room;
} Lane;

typedef struct { const Drug *from, *to; Exchange ratio; } Crossing;

typedef struct {
    const Prescription *rx;
    const Shop *shop;
    const Tables *tables;
    Arena *arena;
    Findings *findings;
    size_t times;
    Lane *lanes; size_t lane_count;
    int32_t day;                /* days written in all lanes */
    Stretch *stretches; size_t stretch_count, stretch_room;
    Crossing *crossings; size_t crossing_count, crossing_room;   /* ratios met so far */
    const Drug *zeroed;         /* the step just done reduced it to nothing; NULL: none */
    bool maintains;
} Walk;

/* lane.c */
/* The lane of a drug, or NULL. */
Lane *lane_find(const Walk *walk, const Drug *drug);
/* The lane a step works on: the one named, else the only one not yet ended; NULL with a finding. */
Lane *lane_of_step(Walk *walk, const Step *step);
/* Writes `days` days at a total, sharing it by the lane's weights.  False with a finding past PLAN_DAYS_MAX. */
bool lane_write(Walk *walk, const Step *step, Lane *lane, Mass total, int32_t days);
/* Writes days with stated doses for each time; they become the weights. */
bool lane_write_doses(Walk *walk, const Step *step, Lane *lane, const Mass *doses, int32_t days);
/* Brings every lane to the day of the longest. */
void lanes_level(Walk *walk, const Step *step);
/* From the next day on the drug's dose is zero. */
void lane_end(Lane *lane);
/* A lane for a drug that begins on the day the walk has reached: its own again, or a new one without doses. */
Lane *lane_begin(Walk *walk, const Step *step, const Drug *drug);
/* Order of reduction: the stated one, then the times left in the order of the day. */
bool lane_order(Walk *walk, const Step *step, Lane *lane);
/* Gives each time that has a weight a place: where no order is stated, that of the day; else behind the stated ones. */
void lane_places(const Walk *walk, Lane *lane);
/* Notes the days from stretch.first to the last of the longest lane as part of stretch.step; none without a day. */
void stretch_note(Walk *walk, Stretch stretch);
bool walk_alive(const Walk *walk);
const char *step_word(StepKind kind);

/* reduce.c */
bool step_reduce(Walk *walk, const Step *step);

/* reduce_check.c */
bool reduce_check(Walk *walk, const Step *step);

/* observe.c */
/* Says when a reduction of so many days cuts faster than the blood follows and no hold lets it catch up. */
void observe_judge(Walk *walk, const Step *step, const Lane *lane, int32_t days);

/* turns.c */
/* The times that fall one after the other, in order of reduction. */
typedef struct { size_t times[TIMES_MAX]; size_t count, next; } Turns;
void turns_start(const Walk *walk, const Lane *lane, Turns *turns);
/* Writes days at a lower total, the fall taken from the step's next times in turn. */
bool turns_write(Walk *walk, const Step *step, Lane *lane, Turns *turns, Mass total, int32_t days);

/* occupancy.c */
/* rhe of the daily total after the n-th cut of a step by occupancy begun at `start`; 0 or below: nothing is left. */
int64_t occupancy_half_even(const Step *step, Mass start, int32_t n);

/* power.c */
/* rhe(s (keep / 10^8)^(j / m)), correctly rounded: s >= 0, 0 <= keep <= 10^8, 1 <= j <= m. */
int64_t power_half_even(int64_t s, int64_t keep_e8, int32_t j, int32_t m);
/* Gives back what MPFR keeps between calls. */
void power_done(void);

/* steps.c */
bool step_hold(Walk *walk, const Step *step);
bool step_maintain(Walk *walk, const Step *step);
bool step_stop(Walk *walk, const Step *step);

/* Says the last dose with its diazepam equivalents, and judges it against the drug's usual stop dose. */
void stop_judge(Walk *walk, Place place, const Drug *drug, Mass last);

/* divide.c */
bool step_divide(Walk *walk, const Step *step);
bool divide_check(Walk *walk, const Step *step);

/* list.c */
bool step_list(Walk *walk, const Step *step);

/* events.c */
/* Plans the days anew by the prescription's events, in order.  Nothing to do without one. */
bool events_apply(Walk *walk);

/* remap.c */
/* Where a day of the plan comes from: a program day 0 .., or */
#define DAY_TAKING (-1)   /* as before the start */
#define DAY_MISSED (-2)   /* nothing was taken */
/* Notes each event with its days. */
void changes_note(Plan *plan, const Prescription *rx, Arena *arena);
/* Lays out lanes and stretches anew: day d becomes program day from[d]. */
void walk_remap(Walk *walk, const int32_t *from, int32_t days);

/* symptoms.c */
/* Led by symptoms: the days with dates, and the slowest course.  Nothing to do when led by the calendar. */
bool symptoms_apply(Walk *walk, Plan *plan);

/* plan.c */
Plan *walk_plan(const Walk *walk);

/* cross.c */
bool step_cross(Walk *walk, const Step *step);
bool cross_check(Walk *walk, const Step *step);
/* The lane of the drug that is exchanged for; the ratio judged and remembered.  NULL with a finding. */
Lane *exchange_begin(Walk *walk, const Step *step, const Drug *from);

/* ratio.c */
/* What a table allows for a mass of `from`: low_to / low_from .. high_to / high_from of the other drug. */
typedef struct { int64_t low_to, low_from, high_to, high_from; } Allowed;
/* False when the table does not list both drugs. */
bool table_allows(const Equivalence *table, const Drug *from, const Drug *to, Allowed *out);
/* "2 mg", "10 mg to 12 mg". */
const char *allowed_text(Arena *arena, Mass from, const Allowed *allowed);
/* Judges the stated ratio of a crossover against the table it names, and the tables against each other. */
void ratio_judge(Walk *walk, const Step *step, const Drug *from);

/* totals.c */
/* Sets as_first of each drug of the plan from the crossovers' ratios. */
void plan_link(Plan *plan, const Crossing *crossings, size_t count);
/* Judges the targets' pace: all drugs linked by ratios together, each other drug by itself. */
void plan_pace(Plan *plan, const Prescription *rx, const Limits *limits, Arena *arena, Findings *findings);

/* split.c */
/* n / d to the nearest whole number, a half to the even one; d > 0, the result fits 64 bits. */
int64_t wide_half_even(Wide n, Wide d);

#endif
