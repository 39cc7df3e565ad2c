/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chart.h"
#include "words.h"

/* Heights: room to write in by hand, and the least that a volume in 18 pt wants. */
#define DOSE_HEIGHT MM(8.4)
#define DOSE_HEIGHT_NAMED MM(10.8)   /* rows that name their drug above the mg */
#define DAY_LEAST MM(11.6)           /* weekday above month */
#define HEAD_PAD MM(0.8)
#define WEEK_GAP MM(2.4)
#define TICK_SIDE MM(5.6)
#define PAD MM(1.4)

#define THIN MM(0.15)
#define MEDIUM MM(0.4)
#define HEAVY MM(0.9)

/* Left edges of the columns; the last is where the table ends. */
enum { COL_DAY, COL_TIME, COL_VOLUME, COL_MASS, COL_BOTTLE, COL_TICK, COL_TAKEN, COL_SYMPTOMS, COL_END };
typedef struct { Um x[COL_END + 1]; } Columns;

static Columns columns(const Chart *chart)
{
    static const Um plain[COL_END] = {MM(38), MM(24), MM(31), MM(21), MM(15), MM(13), MM(24), 0};
    static const Um named[COL_END] = {MM(37), MM(23), MM(30), MM(34), MM(14.5), MM(13), MM(16), 0};
    const Um *width = chart->several ? named : plain;
    Columns at;
    at.x[0] = chart->margin;
    for (int c = 0; c < COL_SYMPTOMS; c++) at.x[c + 1] = at.x[c] + width[c];
    at.x[COL_END] = chart->page_width - chart->margin;
    return at;
}

static Box cell(const Columns *at, int column, Um y, Um height)
{
    return (Box){at->x[column] + PAD, y, at->x[column + 1] - at->x[column] - 2 * PAD, height};
}

static const char *const head_keys[COL_END] = {
    "chart.head-day", "chart.head-time", "chart.head-volume", "chart.head-mass",
    "chart.head-bottle", "chart.head-tick", "chart.head-taken", "chart.head-symptoms"};
static const Align head_aligns[COL_END] = {ALIGN_LEFT, ALIGN_LEFT, ALIGN_RIGHT, ALIGN_CENTRE, ALIGN_CENTRE, ALIGN_CENTRE, ALIGN_LEFT,
                                           ALIGN_LEFT};

static Box head_cell(const Columns *at, int column)
{
    return (Box){at->x[column] + PAD / 2, 0, at->x[column + 1] - at->x[column] - PAD, 0};
}

/* Heads of several lines stand on the rule below them. */
Um table_head_put(const Chart *chart, Sheet *sheet, Um y)
{
    Columns at = columns(chart);
    Type type = {FACE_BOLD, PT(10.5), PT(12.6), ALIGN_LEFT, 0};
    Um most = 0;
    const char *words[COL_END];
    for (int c = 0; c < COL_END; c++) {
        words[c] = words_say(chart->language, sheet->arena, head_keys[c], NULL);
        Um height = block_height(sheet, head_cell(&at, c).width, &type, words[c]);
        if (height > most) most = height;
    }
    for (int c = 0; c < COL_END; c++) {
        Box box = head_cell(&at, c);
        box.y = y + HEAD_PAD + most - block_height(sheet, box.width, &type, words[c]);
        type.align = head_aligns[c];
        put_block(sheet, box, &type, "table.head", words[c]);
    }
    put_rule(sheet, at.x[0], y + most + 2 * HEAD_PAD, chart_width(chart), 0, HEAVY, 0, "table.rule");
    return most + 2 * HEAD_PAD;
}

/* The day as on a wall calendar: a large number, weekday and month beside it. */
static void put_date(const Chart *chart, Sheet *sheet, const Columns *at, int32_t day, Um y)
{
    Date date = date_add(chart->job->plan->first, day);
    Type number = {FACE_BOLD, PT(24), DAY_LEAST, ALIGN_RIGHT, 0}, weekday = {FACE_BOLD, PT(12), PT(14.5), ALIGN_LEFT, 0};
    Type month = {FACE_REGULAR, PT(12), PT(14.5), ALIGN_LEFT, 0};
    Um x = at->x[COL_DAY] + MM(12.6), width = at->x[COL_TIME] - x - MM(0.4), top = y + (DAY_LEAST - 2 * PT(14.5)) / 2;
    put_line(sheet, (Box){at->x[COL_DAY], y, MM(11.4), DAY_LEAST}, &number, "row.day",
             arena_format(sheet->arena, "%d", date_civil(date).day));
    put_line(sheet, (Box){x, top, width, PT(14.5)}, &weekday, "row.weekday", words_weekday(chart->language, date));
    put_line(sheet, (Box){x, top + PT(14.5), width, PT(14.5)}, &month, "row.month", words_month(chart->language, date_civil(date).month));
}

static void put_mass(const Chart *chart, Sheet *sheet, Box box, const ChartDose *dose)
{
    const char *mass = words_mass(chart->language, sheet->arena, dose->dose);
    Type type = {FACE_REGULAR, PT(11), box.height, ALIGN_CENTRE, 0};
    if (!chart->several) {
        put_line(sheet, box, &type, "row.mass", mass);
        return;
    }
    Type name = {FACE_BOLD, PT(11), PT(13), ALIGN_CENTRE, 0};
    type.leading = PT(13);
    Um top = box.y + (box.height - 2 * PT(13)) / 2;
    put_line(sheet, (Box){box.x, top, box.width, PT(13)}, &name, "row.drug", chart->job->plan->drugs[dose->drug].drug->tall_man);
    put_line(sheet, (Box){box.x, top + PT(13), box.width, PT(13)}, &type, "row.mass", mass);
}

static void put_dose(const Chart *chart, Sheet *sheet, const Columns *at, const ChartDose *dose, Um y, Um height)
{
    Type time = {FACE_REGULAR, PT(12), height, ALIGN_LEFT, 0}, volume = {FACE_BOLD, PT(19), height, ALIGN_RIGHT, 0};
    Type letter = {FACE_BOLD, PT(15), height, ALIGN_CENTRE, 0};
    Um middle = (at->x[COL_TICK] + at->x[COL_TAKEN]) / 2;
    put_line(sheet, cell(at, COL_TIME, y, height), &time, "row.time", chart_time_words(chart, dose->time, sheet->arena));
    put_line(sheet, cell(at, COL_VOLUME, y, height), &volume, "row.volume",
             words_volume(chart->language, sheet->arena, dose->volume));
    put_mass(chart, sheet, cell(at, COL_MASS, y, height), dose);
    put_line(sheet, cell(at, COL_BOTTLE, y, height), &letter, "row.bottle", dose->bottle->letter);
    put_frame(sheet, (Box){middle - TICK_SIDE / 2, y + (height - TICK_SIDE) / 2, TICK_SIDE, TICK_SIDE}, MEDIUM, 0, "row.tick");
}

/* Upright hairlines that make the cells to write in. */
static void put_cells(Sheet *sheet, const Columns *at, Um y, Um height)
{
    for (int c = COL_TIME; c < COL_END; c++) put_rule(sheet, at->x[c], y, 0, height, THIN, 120, "row.cell");
}

/* Of one dose's line; a day is never lower than its date. */
static Um line_height(const Chart *chart, const ChartDay *day)
{
    Um each = chart->several ? DOSE_HEIGHT_NAMED : DOSE_HEIGHT, lines = day->dose_count ? (Um)day->dose_count : 1;
    return lines * each < DAY_LEAST ? (DAY_LEAST + lines - 1) / lines : each;
}

static void put_no_dose(const Chart *chart, Sheet *sheet, const Columns *at, Um y, Um height)
{
    Type type = {FACE_BOLD, PT(12), height, ALIGN_LEFT, 0};
    put_line(sheet, (Box){at->x[COL_TIME] + PAD, y, at->x[COL_TAKEN] - at->x[COL_TIME], height}, &type, "row.none",
             words_say(chart->language, sheet->arena, "chart.no-dose", NULL));
}

static Um doses_put(const Chart *chart, Sheet *sheet, const ChartDay *day, Um y, bool shaded)
{
    Columns at = columns(chart);
    Um each = line_height(chart, day), height = each * (day->dose_count ? (Um)day->dose_count : 1);
    if (shaded) put_bar(sheet, (Box){chart->margin, y, chart_width(chart), height}, 238, "row.shade");
    put_cells(sheet, &at, y, height);
    put_date(chart, sheet, &at, day->day, y);
    for (size_t d = 0; d < day->dose_count; d++) {
        Um top = y + (Um)d * each;
        if (d > 0) put_rule(sheet, at.x[COL_TIME], top, at.x[COL_SYMPTOMS] - at.x[COL_TIME], 0, THIN, 120, "row.line");
        put_dose(chart, sheet, &at, &day->doses[d], top, each);
    }
    if (day->dose_count == 0) put_no_dose(chart, sheet, &at, y, height);
    return height;
}

Um table_day_put(const Chart *chart, Sheet *sheet, const ChartDay *day, Um y, bool shaded)
{
    Um start = y;
    Date date = date_add(chart->job->plan->first, day->day);
    bool week = date_weekday(date) == 0 && day->day > chart->job->fill->first;
    sheet->row = day->day;
    if (week) {
        put_rule(sheet, chart->margin, y + WEEK_GAP / 2, chart_width(chart), 0, HEAVY, 0, "row.week");
        y += WEEK_GAP;
    }
    for (size_t n = 0; n < day->notice_count; n++) y += notice_put(chart, sheet, &day->notices[n], day->day, y);
    y += doses_put(chart, sheet, day, y, shaded);
    put_rule(sheet, chart->margin, y, chart_width(chart), 0, MEDIUM, 90, "row.rule");
    sheet->row = -1;
    return y - start;
}
