/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chart.h"
#include "syringe.h"
#include "words.h"

#define DATE_GAP MM(1.2)
#define HEAD_PAD MM(0.8)
#define WEEK_GAP MM(2.4)
#define BOX_GAP MM(1.4)
#define NOTE_HEIGHT MM(13)
#define STRIP_BELOW MM(0.8)

#define THIN MM(0.15)
#define MEDIUM MM(0.4)
#define HEAVY MM(0.9)

static Box cell(const Chart *chart, int column, Um y, Um height)
{
    const Um *x = chart->column;
    return (Box){x[column] + chart->pad, y, x[column + 1] - x[column] - 2 * chart->pad, height};
}

/* The type of a cell, centred in the height of its row. */
static Type centred(Type type, Um height)
{
    type.leading = height;
    return type;
}

/* ------------------------------------------------------------------------------------------- heads ---- */

static const Align head_aligns[COL_END] = {ALIGN_LEFT,   ALIGN_LEFT,   ALIGN_RIGHT, ALIGN_CENTRE,
                                           ALIGN_CENTRE, ALIGN_CENTRE, ALIGN_LEFT,  ALIGN_LEFT};

/* Boxes to tick fill the rest of a period's row: their head begins at the left. */
static Align head_align(const Chart *chart, int column)
{
    return column == COL_TICK && chart->by_period ? ALIGN_LEFT : head_aligns[column];
}

static Box head_cell(const Chart *chart, int column)
{
    const Um *x = chart->column;
    return (Box){x[column] + chart->pad / 2, 0, x[column + 1] - x[column] - chart->pad, 0};
}

/* Heads of several lines stand on the rule below them. */
Um table_head_put(const Chart *chart, Sheet *sheet, Um y)
{
    Type type = chart->style->head;
    Um most = 0;
    for (int c = 0; c < COL_END; c++) {
        Box box = head_cell(chart, c);
        Um height = box.width > 0 ? block_height(sheet, box.width, &type, chart_head_words(chart, c, sheet->arena)) : 0;
        if (height > most) most = height;
    }
    for (int c = 0; c < COL_END; c++) {
        Box box = head_cell(chart, c);
        const char *words = chart_head_words(chart, c, sheet->arena);
        if (box.width <= 0) continue;
        box.y = y + HEAD_PAD + most - block_height(sheet, box.width, &type, words);
        type.align = head_align(chart, c);
        put_block(sheet, box, &type, "table.head", words);
    }
    put_rule(sheet, chart->margin, y + most + 2 * HEAD_PAD, chart_width(chart), 0, HEAVY, 0, "table.rule");
    return most + 2 * HEAD_PAD;
}

/* -------------------------------------------------------------------------------------------- dates ---- */

/* The day as on a wall calendar: a large number, weekday and month beside it. */
static void put_day(const Chart *chart, Sheet *sheet, const ChartDay *day, Um y)
{
    const ChartStyle *style = chart->style;
    Date date = chart_date(chart, day->day);
    Um left = chart->column[COL_DAY] + chart->pad, number = text_width(sheet, &style->number, "30");
    Um x = left + number + DATE_GAP, width = chart->column[COL_TIME] - x;
    Um top = y + (style->day - style->weekday.leading - style->month.leading) / 2;
    Type large = centred(style->number, style->day);
    put_line(sheet, (Box){left, y, number, style->day}, &large, "row.day",
             arena_format(sheet->arena, "%d", date_civil(date).day));
    put_line(sheet, (Box){x, top, width, 0}, &style->weekday, "row.weekday", chart_weekday(chart, date));
    put_line(sheet, (Box){x, top + style->weekday.leading, width, 0}, &style->month, "row.month",
             chart_month(chart, date));
}

static void put_period(const Chart *chart, Sheet *sheet, const ChartDay *day, Um y)
{
    const Type *type = &chart->style->weekday;
    Box box = cell(chart, COL_DAY, y + (chart->style->day - 2 * type->leading) / 2, 0);
    put_line(sheet, box, type, "row.from", chart_from(chart, day, sheet->arena));
    if (day->last == day->day) return;
    box.y += type->leading;
    put_line(sheet, box, type, "row.until", chart_until(chart, day, sheet->arena));
}

/* -------------------------------------------------------------------------------------------- doses ---- */

/* mg, and above them the drug where the fill holds several. */
static void put_mass(const Chart *chart, Sheet *sheet, Box box, const ChartDose *dose)
{
    const ChartStyle *style = chart->style;
    const char *mass = words_mass(chart->language, sheet->arena, dose->dose);
    Type alone = centred(style->mass, box.height);
    if (!chart->several || style->notes_below) {
        put_line(sheet, box, &alone, "row.mass", mass);
        return;
    }
    Um line = style->named.leading, top = box.y + (box.height - 2 * line) / 2;
    put_line(sheet, (Box){box.x, top, box.width, line}, &style->named, "row.drug", chart_drug(chart, dose->drug));
    put_line(sheet, (Box){box.x, top + line, box.width, line}, &style->mass, "row.mass", mass);
}

static void put_frame_at(Sheet *sheet, Um x, Um y, Um side)
{
    put_frame(sheet, (Box){x, y, side, side}, MEDIUM, 0, "row.tick");
}

/* Boxes of a period stand behind the dose; in large print below it. */
static int boxes_from(const Chart *chart)
{
    return chart->style->notes_below ? COL_TIME : COL_TICK;
}

static Um box_side(const Chart *chart)
{
    return chart->style->notes_below ? chart->style->tick * 3 / 2 : chart->style->tick;
}

static int boxes_a_line(const Chart *chart)
{
    Um room = chart->column[COL_END] - chart->column[boxes_from(chart)] - 2 * chart->pad + BOX_GAP;
    int most = (int)(room / (box_side(chart) + BOX_GAP));
    return most > 7 ? 7 : most;
}

/* A box for each day of the period, its day in it, seven to a line where there is room. */
static void put_boxes(const Chart *chart, Sheet *sheet, const ChartDay *day, Um y)
{
    const ChartStyle *style = chart->style;
    int across = boxes_a_line(chart), n = 0;
    Um side = box_side(chart), step = side + BOX_GAP;
    for (int32_t d = day->day; d <= day->last; d++, n++) {
        Um x = chart->column[boxes_from(chart)] + chart->pad + n % across * step, top = y + BOX_GAP + n / across * step;
        put_frame_at(sheet, x, top, side);
        put_line(sheet, (Box){x + MM(0.5), top + MM(0.2), side, 0}, &style->box, "row.box",
                 arena_format(sheet->arena, "%d", date_civil(chart_date(chart, d)).day));
    }
}

static Um boxes_height(const Chart *chart, const ChartDay *day)
{
    int across = boxes_a_line(chart);
    return (day->last - day->day + across) / across * (box_side(chart) + BOX_GAP) + BOX_GAP;
}

/* The line of a dose is higher where its drug's name or many boxes need it. */
static Um line_height(const Chart *chart, const ChartDay *day)
{
    const ChartStyle *style = chart->style;
    Um each = chart->several ? style->named_dose : style->dose, lines = day->dose_count ? (Um)day->dose_count : 1;
    if (chart->by_period && style->notes_below) each += boxes_height(chart, day);
    if (chart->by_period && boxes_height(chart, day) > each) each = boxes_height(chart, day);
    return lines * each < style->day ? (style->day + lines - 1) / lines : each;
}

/* In large print the drug stands under time and volume. */
static Um put_name_below(const Chart *chart, Sheet *sheet, const ChartDose *dose, Um y, Um height)
{
    if (!chart->several || !chart->style->notes_below) return height;
    Um line = chart->style->named.leading, x = chart->column[COL_TIME] + chart->pad;
    put_line(sheet, (Box){x, y + height - line, chart->column[COL_MASS] - x, line}, &chart->style->named, "row.drug",
             chart_drug(chart, dose->drug));
    return height - line;
}

/* ------------------------------------------------------------------------------------------ syringes ---- */

static SyringePicture picture_of(const Chart *chart, const Sheet *sheet, const Rung *rung, Volume volume, int32_t row)
{
    const ChartStyle *style = chart->style;
    return (SyringePicture){.syringe = rung->syringe, .at = volume, .day = row, .number = style->picture, .volume = style->strong,
                            .label = words_volume(chart->language, sheet->arena, volume), .label_room = style->strip_label};
}

Um chart_strip_height(const Chart *chart)
{
    SyringePicture picture = {.number = chart->style->picture};
    return syringe_strip_height(&picture) + STRIP_BELOW;
}

Um chart_strip_put(const Chart *chart, Sheet *sheet, const Rung *rung, Volume volume, int32_t row, Box box)
{
    SyringePicture picture = picture_of(chart, sheet, rung, volume, row);
    syringe_strip_put(sheet, box, &picture);
    return chart_strip_height(chart);
}

static Um strip_height(const Chart *chart, const ChartDose *dose)
{
    return dose->changed ? chart_strip_height(chart) : 0;
}

/* From the time of day to where the patient writes symptoms: the cells of the dose end above it. */
static void put_strip(const Chart *chart, Sheet *sheet, const ChartDay *day, const ChartDose *dose, Um y)
{
    if (!dose->changed) return;
    Um x = chart->column[COL_TIME] + chart->pad;
    chart_strip_put(chart, sheet, dose->rung, dose->volume, day->day,
                    (Box){x, y, chart->column[COL_SYMPTOMS] - chart->pad - x, 0});
}

/* `whole`: of its line without its syringe, which stands between the line and the boxes below it. */
static void put_dose(const Chart *chart, Sheet *sheet, const ChartDay *day, const ChartDose *dose, Um y, Um whole)
{
    const ChartStyle *style = chart->style;
    Um boxes = chart->by_period && style->notes_below ? boxes_height(chart, day) : 0;
    Um height = put_name_below(chart, sheet, dose, y, whole - boxes);
    put_strip(chart, sheet, day, dose, y + whole - boxes);
    Type time = centred(style->time, height), volume = centred(style->volume, height),
         letter = centred(style->letter, height);
    put_line(sheet, cell(chart, COL_TIME, y, height), &time, "row.time",
             chart_time_words(chart, dose->time, sheet->arena));
    put_line(sheet, cell(chart, COL_VOLUME, y, height), &volume, "row.volume",
             words_volume(chart->language, sheet->arena, dose->volume));
    put_mass(chart, sheet, cell(chart, COL_MASS, y, height), dose);
    put_line(sheet, cell(chart, COL_BOTTLE, y, height), &letter, "row.bottle", dose->bottle->letter);
    if (chart->by_period) {
        put_boxes(chart, sheet, day, boxes ? y + whole - boxes + strip_height(chart, dose) : y);
        return;
    }
    Um middle = (chart->column[COL_TICK] + chart->column[COL_TAKEN]) / 2;
    put_frame_at(sheet, middle - style->tick / 2, y + (height - style->tick) / 2, style->tick);
}

static void put_upright(const Chart *chart, Sheet *sheet, int column, Um y, Um height)
{
    if (chart->column[column] >= chart->column[COL_END]) return;
    put_rule(sheet, chart->column[column], y, 0, height, THIN, 120, "row.cell");
}

/* Upright hairlines that make the cells of a dose; in large print names and boxes run on under time and volume. */
static void put_cells(const Chart *chart, Sheet *sheet, Um y, Um height)
{
    bool names = chart->several && chart->style->notes_below, boxes = chart->by_period && chart->style->notes_below;
    if (boxes) return;
    for (int c = names ? COL_MASS : COL_VOLUME; c < COL_SYMPTOMS; c++) put_upright(chart, sheet, c, y, height);
}

static void put_no_dose(const Chart *chart, Sheet *sheet, Um y, Um height)
{
    Type type = centred(chart->style->strong, height);
    Um x = chart->column[COL_TIME] + chart->pad;
    put_line(sheet, (Box){x, y, chart->column[COL_END] - x, height}, &type, "row.none",
             words_say(chart->language, sheet->arena, "chart.no-dose", NULL));
}

/* A line to write on behind its words, up to `end`. */
static void put_note(const Chart *chart, Sheet *sheet, int column, Um x, Um end, Um y)
{
    Type type = centred(chart->style->note, NOTE_HEIGHT);
    const char *words = chart_head_words(chart, column, sheet->arena);
    Um width = text_width(sheet, &type, words);
    put_line(sheet, (Box){x, y, end - x, NOTE_HEIGHT}, &type, "row.note", words);
    if (x + width + 2 * chart->pad < end)
        put_rule(sheet, x + width + chart->pad, y + NOTE_HEIGHT - MM(2.6), end - x - width - 2 * chart->pad, 0, THIN, 0, "row.line");
}

/* What was really taken, and symptoms, in lines of their own below the day. */
static Um notes_put(const Chart *chart, Sheet *sheet, Um y)
{
    if (!chart->style->notes_below && !chart->by_period) return 0;
    Um middle = chart->margin + chart_width(chart) * 55 / 100;
    put_rule(sheet, chart->margin, y, chart_width(chart), 0, THIN, 120, "row.line");
    put_note(chart, sheet, COL_TAKEN, chart->margin + chart->pad, middle, y);
    put_note(chart, sheet, COL_SYMPTOMS, middle + chart->pad, chart->column[COL_END], y);
    return NOTE_HEIGHT;
}

static Um doses_height(const Chart *chart, const ChartDay *day)
{
    Um height = line_height(chart, day) * (day->dose_count ? (Um)day->dose_count : 1);
    for (size_t d = 0; d < day->dose_count; d++) height += strip_height(chart, &day->doses[d]);
    return height;
}

static void put_doses(const Chart *chart, Sheet *sheet, const ChartDay *day, Um top)
{
    Um each = line_height(chart, day);
    for (size_t d = 0; d < day->dose_count; d++) {
        if (d > 0)
            put_rule(sheet, chart->column[COL_TIME], top, chart->column[COL_SYMPTOMS] - chart->column[COL_TIME], 0,
                     THIN, 120, "row.line");
        put_cells(chart, sheet, top, each);
        put_dose(chart, sheet, day, &day->doses[d], top, each);
        top += each + strip_height(chart, &day->doses[d]);
    }
}

static Um doses_put(const Chart *chart, Sheet *sheet, const ChartDay *day, Um y, bool shaded)
{
    Um height = doses_height(chart, day);
    if (shaded) put_bar(sheet, (Box){chart->margin, y, chart_width(chart), height}, 238, "row.shade");
    put_upright(chart, sheet, COL_TIME, y, height);
    put_upright(chart, sheet, COL_SYMPTOMS, y, height);
    if (chart->by_period) put_period(chart, sheet, day, y);
    else put_day(chart, sheet, day, y);
    put_doses(chart, sheet, day, y);
    if (day->dose_count == 0) put_no_dose(chart, sheet, y, height);
    return height + notes_put(chart, sheet, y + height);
}

Um table_notices_put(const Chart *chart, Sheet *sheet, const ChartDay *day, Um y, NoticePart part)
{
    Um start = y;
    sheet->row = day->day;
    for (size_t n = 0; n < day->notice_count; n++) {
        bool bottle = day->notices[n].kind == NOTICE_BOTTLE;
        if (part == NOTICES_ALL || (part == NOTICES_BOTTLE) == bottle)
            y += notice_put(chart, sheet, &day->notices[n], day, y);
    }
    sheet->row = -1;
    return y - start;
}

Um table_day_put(const Chart *chart, Sheet *sheet, const ChartDay *day, Um y, bool shaded, NoticePart part)
{
    Um start = y;
    bool week =
        date_weekday(chart_date(chart, day->day)) == 0 && day->day > chart->job->fill->first && !chart->by_period;
    if (week) {
        put_rule(sheet, chart->margin, y + WEEK_GAP / 2, chart_width(chart), 0, HEAVY, 0, "row.week");
        y += WEEK_GAP;
    }
    y += table_notices_put(chart, sheet, day, y, part);
    sheet->row = day->day;
    y += doses_put(chart, sheet, day, y, shaded);
    put_rule(sheet, chart->margin, y, chart_width(chart), 0, MEDIUM, 90, "row.rule");
    sheet->row = -1;
    return y - start;
}
