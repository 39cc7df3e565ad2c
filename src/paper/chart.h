/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The patient's dosing chart: what one fill's days hold (chart_days), in which type (chart_style), how a row looks
 * (chart_table), what is told above it (chart_notice), what stands at the head, the front and the end (chart_front), and
 * how all that falls on pages (chart). */
#ifndef MICROTAPER_PAPER_CHART_H
#define MICROTAPER_PAPER_CHART_H

#include "layout.h"

/* One volume to draw up and swallow. */
typedef struct {
    size_t drug, time;
    Volume volume;
    Mass dose;
    const Rung *rung;
    const Bottle *bottle;
    bool changed;                               /* another volume or syringe than the last at this time: pictured in its row */
} ChartDose;

/* What is said above a day's doses, in the order it is said. */
typedef enum {
    NOTICE_COURSE,      /* a hold, a reduction, a crossover begins, or goes on, on the fill's first day */
    NOTICE_KEPT,        /* an event keeps the doses as they are, from today on, or since before the fill */
    NOTICE_LAST,        /* the drug's last dose was yesterday */
    NOTICE_DRUG,        /* the drug's first dose is today */
    NOTICE_STRENGTH,    /* another strength than on the drug's day before */
    NOTICE_SYRINGE,     /* the same strength in another syringe */
    NOTICE_BOTTLE       /* a bottle is begun */
} NoticeKind;

typedef struct {
    NoticeKind kind;
    size_t drug;
    const Stretch *stretch;       /* COURSE */
    const PlanChange *change;     /* KEPT */
    const Rung *before, *now;     /* STRENGTH, SYRINGE; DRUG: now */
    int32_t day_before;           /* STRENGTH: the drug's last day with a dose before this one */
    const Bottle *bottle;         /* BOTTLE */
} Notice;

/* A day, or where rows are periods a run of days on which nothing that is read changes. */
typedef struct {
    int32_t day, last;
    ChartDose *doses; size_t dose_count;        /* by time of day, then drug */
    Notice *notices; size_t notice_count;
} ChartDay;

/* Led by symptoms: a run of days with the same doses, without dates. */
typedef struct {
    size_t drug, time;
    Volume volume;
    Mass dose;
    const Rung *rung;
    const char *letters;                        /* of the bottles it is drawn from: "A", "A, B" */
    bool changed;                               /* as a ChartDose's */
} StepDose;
typedef struct {
    int number;                                 /* within the plan, from 1 */
    int32_t least, most;                        /* days without dates; least 0: it goes on only if held */
    StepDose *doses; size_t dose_count;         /* by time of day, then drug */
    const Rung **news; size_t news_count;       /* strengths that were others before this fill */
} ChartStep;

/* Every type of a chart; `large` is the large print of the U.S. Access Board: 18 pt bold and more, 1.5 spacing. */
typedef struct {
    Type name, title, drug, plain, strong, foot;    /* head and foot of pages */
    Type covered, heading, body, lead, notice, banner, compare, compared;
    Type head, number, weekday, month, time, volume, mass, named, letter, box, note;
    Type picture, curve;
    Um dose, named_dose, day;                       /* least heights of rows: one dose; with its drug's name; a date */
    Um tick;                                        /* side of the box to tick */
    Um strip_label;                                 /* width kept for the volume at the left of a row's syringe */
    int32_t period_most;                            /* days in a period's row: its boxes must fit a page */
    bool notes_below;                               /* no cells for what was taken and for symptoms: lines below the day */
    bool short_names;                               /* of weekdays and months in the date */
} ChartStyle;

/* Columns of the table, from the left. */
enum { COL_DAY, COL_TIME, COL_VOLUME, COL_MASS, COL_BOTTLE, COL_TICK, COL_TAKEN, COL_SYMPTOMS, COL_END };

typedef struct {
    const PaperJob *job;
    const Language *language;
    const ChartStyle *style;
    ChartDay *days; size_t count;               /* the days of the fill that have dates */
    ChartStep *steps; size_t step_count;        /* what may be taken on its other days */
    bool steps_need_bottles;                    /* a further step within reach needs bottles of another fill */
    Date last_covered;
    Um page_width, page_height, margin;
    Um pad;                                     /* on each side of a cell */
    Um column[COL_END + 1];                     /* left edges; the last is where the table ends */
    bool several;                               /* more than one drug in the fill: rows name theirs */
    bool by_period;                             /* rows are periods */
} Chart;

/* --- chart_days.c --- */
/* The days of the fill with their doses and notices; nothing of paper yet. */
void chart_gather(Chart *chart, Arena *arena);

/* --- chart_steps.c --- */
/* Some days of the fill have no date. */
bool chart_undated(const PaperJob *job);
/* The steps that the fill's bottles serve and that may be reached on its days. */
void chart_steps_gather(Chart *chart, Arena *arena);
Um chart_steps_put(const Chart *chart, Sheet *sheet, Um y);      /* their heading: what steady means, how to go on */
Um chart_step_put(const Chart *chart, Sheet *sheet, const ChartStep *step, Um y);
Um chart_decide_put(const Chart *chart, Sheet *sheet, Um y);     /* behind the last: what comes then, and what is decided at a review */
const char *chart_steps_title(const Chart *chart, Arena *arena);
const char *chart_steps_how(const Chart *chart, Arena *arena);
const char *chart_step_title(const Chart *chart, const ChartStep *step, Arena *arena);
const char *chart_step_bottle(const Chart *chart, const StepDose *dose, Arena *arena);
const char *chart_steps_end(const Chart *chart, Arena *arena);
#define DECISION_COUNT 4
const char *chart_decision(const Chart *chart, int which, Arena *arena);

/* --- chart_tablets.c --- */
/* The last day of the tablets, on the first fill's chart; NULL where nothing is to be said of any. */
const char *chart_tablets_words(const Chart *chart, Arena *arena);
Um chart_tablets_put(const Chart *chart, Sheet *sheet, Um y);

/* --- chart_replaced.c --- */
/* Which bottles this fill's take the place of; NULL where it is no replacement. */
const char *chart_replaced_words(const Chart *chart, Arena *arena);
Um chart_replaced_put(const Chart *chart, Sheet *sheet, Um y);

/* --- chart_change.c --- */
/* What the events changed, a sentence each, oldest first; returns how many this chart has to say. */
size_t chart_changes(const Chart *chart, const char ***sentences, Arena *arena);
Um chart_change_put(const Chart *chart, Sheet *sheet, Um y);

/* --- chart_style.c --- */
extern const ChartStyle chart_standard, chart_large;
/* Sets the columns so that every word and number of this chart fits its own; what is left is for the patient's hand. */
void chart_columns(Chart *chart, Sheet *sheet);
/* The words of a column's head. */
const char *chart_head_words(const Chart *chart, int column, Arena *arena);

/* --- chart_table.c --- */
/* Column heads; returns the height taken. */
Um table_head_put(const Chart *chart, Sheet *sheet, Um y);
/* The notices of a day: all, all but of its bottles, only of its bottles. */
typedef enum { NOTICES_ALL, NOTICES_NO_BOTTLE, NOTICES_BOTTLE } NoticePart;
Um table_notices_put(const Chart *chart, Sheet *sheet, const ChartDay *day, Um y, NoticePart part);
/* A day whole: notices (or part of them), then its doses, shaded when `shaded`.  Returns the height taken. */
Um table_day_put(const Chart *chart, Sheet *sheet, const ChartDay *day, Um y, bool shaded, NoticePart part);

/* A volume in its syringe as a strip below its row, tagged with `row`; returns the height taken. */
Um chart_strip_put(const Chart *chart, Sheet *sheet, const Rung *rung, Volume volume, int32_t row, Box box);
Um chart_strip_height(const Chart *chart);

/* --- chart_notice.c --- */
/* What a notice says, without pictures; NULL: nothing. */
const char *chart_notice_words(const Chart *chart, const Notice *notice, Arena *arena);
Um notice_put(const Chart *chart, Sheet *sheet, const Notice *notice, const ChartDay *day, Um y);

/* --- chart_front.c --- */
typedef struct {
    int number, of;
    int32_t first, last;         /* days of its rows; last < first: none, and then no code */
    bool widest;                 /* only measured: the first day's words twice */
    const Modules *code;
    const char *word;            /* the code's check word */
    Um code_room;
} ChartPage;
/* The head of every page: who, which chart, which medicine, whom to call, the code.  Returns the height taken. */
Um chart_head_put(const Chart *chart, Sheet *sheet, const ChartPage *page);
void chart_foot_put(const Chart *chart, Sheet *sheet, const ChartPage *page);
Um chart_foot_height(const Chart *chart);
/* The sections in front of the rows and behind them; each returns the height taken, with the space below it. */
Um chart_covered_put(const Chart *chart, Sheet *sheet, Um y);        /* until when the doses last; whom to call by when */
/* A sentence under the frame of what is covered, in its type; returns its height with the gap below, 0 for NULL. */
Um chart_sentence_put(const Chart *chart, Sheet *sheet, Um y, const char *role, const char *words);
Um chart_how_put(const Chart *chart, Sheet *sheet, Um y);            /* how to measure a dose */
Um chart_first_pictures_put(const Chart *chart, Sheet *sheet, Um y); /* the first day's volumes in their syringes */
Um chart_curve_put(const Chart *chart, Sheet *sheet, Um y);
Um chart_close_put(const Chart *chart, Sheet *sheet, Um y);          /* behind the last row: covered, once more */
Um chart_care_put(const Chart *chart, Sheet *sheet, Um y);           /* a missed dose, worse symptoms */
Um chart_care_more_put(const Chart *chart, Sheet *sheet, Um y);      /* when to call, ambulance */
/* Each volume of the day (of one drug, or EVERY_DRUG) in its syringe, with the times of day that take it. */
#define EVERY_DRUG ((size_t)-1)
Um chart_pictures_put(const Chart *chart, Sheet *sheet, const ChartDay *day, size_t drug, Um y);

/* The keys of how to measure, and of what to do when something is not right (KEY-lead heads it). */
#define HOW_COUNT 4
#define CARE_COUNT 4
void chart_how_keys(const Chart *chart, const char *keys[HOW_COUNT]);
extern const char *const chart_care_keys[CARE_COUNT];
/* What the patient must do before the doses run out. */
const char *chart_covered_words(const Chart *chart, Arena *arena);
/* False, with findings, when the language has no word for a time of day of the shop. */
bool chart_times_known(const Chart *chart, Findings *findings, Arena *arena);

/* A drug with its strength as charts name it: "clonazePAM 0.1 mg per mL". */
const char *chart_liquid(const Chart *chart, const Rung *rung, Arena *arena);
/* "Tuesday 1 December 2026" */
const char *chart_day_words(const Chart *chart, int32_t day, Arena *arena);
const char *chart_time_words(const Chart *chart, size_t time, Arena *arena);
const char *chart_weekday(const Chart *chart, Date date);
const char *chart_month(const Chart *chart, Date date);
/* "Tue 1 Dec", and "to Mon 14 Dec": the date of a period's row. */
const char *chart_from(const Chart *chart, const ChartDay *day, Arena *arena);
const char *chart_until(const Chart *chart, const ChartDay *day, Arena *arena);
const char *chart_drug(const Chart *chart, size_t drug);
static inline Um chart_width(const Chart *chart) { return chart->page_width - 2 * chart->margin; }
static inline Date chart_date(const Chart *chart, int32_t day) { return date_add(chart->job->plan->first, day); }

#endif
