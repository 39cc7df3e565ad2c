/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The patient's dosing chart: what one fill's days hold (chart_days), how a day looks (chart_table), what stands at the
 * head and the foot of its pages (chart_front), and how days fall on pages (chart). */
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
} ChartDose;

/* What is said above a day's doses, in the order it is said. */
typedef enum {
    NOTICE_COURSE,      /* a hold, a reduction, a crossover begins, or goes on, on the fill's first day */
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
    const Rung *before, *now;     /* STRENGTH, SYRINGE; DRUG: now */
    int32_t day_before;           /* STRENGTH: the drug's last day with a dose before this one */
    const Bottle *bottle;         /* BOTTLE */
} Notice;

typedef struct {
    int32_t day;
    ChartDose *doses; size_t dose_count;        /* by time of day, then drug */
    Notice *notices; size_t notice_count;
    Um height;                                  /* on paper, notices and doses */
} ChartDay;

typedef struct {
    const PaperJob *job;
    const Language *language;
    ChartDay *days; size_t count;               /* the days of the fill */
    Date last_covered;
    Um page_width, page_height, margin;
    bool curve_last;                            /* the curve stands on the last page: the first has no room for it */
    bool several;                               /* more than one drug in the fill: rows name theirs */
} Chart;

/* --- chart_days.c --- */
/* The days of the fill with their doses and notices; nothing of paper yet. */
void chart_gather(Chart *chart, Arena *arena);

/* --- chart_table.c --- */
/* Column heads; returns the height taken. */
Um table_head_put(const Chart *chart, Sheet *sheet, Um y);
/* A day whole: notices, then its doses, shaded when `shaded`.  Returns the height taken. */
Um table_day_put(const Chart *chart, Sheet *sheet, const ChartDay *day, Um y, bool shaded);

/* --- chart_notice.c --- */
Um notice_put(const Chart *chart, Sheet *sheet, const Notice *notice, int32_t day, Um y);

/* --- chart_front.c --- */
typedef struct { int number, of; int32_t first, last; const Modules *code; Um code_room; } ChartPage;  /* last < first: no rows */
/* The head of every page: who, which chart, which medicine, whom to call, the code.  Returns the height taken. */
Um chart_head_put(const Chart *chart, Sheet *sheet, const ChartPage *page);
/* First page: until when the doses last, how to measure, the syringe at the first day's volumes, the curve. */
Um chart_front_put(const Chart *chart, Sheet *sheet, Um y);
/* Each volume of the day (of one drug, or EVERY_DRUG) in its syringe, with the times of day that take it. */
#define EVERY_DRUG ((size_t)-1)
Um chart_pictures_put(const Chart *chart, Sheet *sheet, const ChartDay *day, size_t drug, Um y);
/* Behind the last row: until when the doses last, whom to call, and the curve where it stands last. */
Um chart_close_put(const Chart *chart, Sheet *sheet, Um y);
void chart_foot_put(const Chart *chart, Sheet *sheet, const ChartPage *page);
Um chart_foot_height(void);

/* A drug with its strength as charts name it: "clonazePAM 0.1 mg per mL". */
const char *chart_liquid(const Chart *chart, const Rung *rung, Arena *arena);
/* "Tuesday 1 December 2026" */
const char *chart_day_words(const Chart *chart, int32_t day, Arena *arena);
const char *chart_time_words(const Chart *chart, size_t time, Arena *arena);
static inline Um chart_width(const Chart *chart) { return chart->page_width - 2 * chart->margin; }

#endif
