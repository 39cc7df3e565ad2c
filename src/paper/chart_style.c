/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chart.h"

#include <string.h>

#include "words.h"

#define PAD MM(1.4)       /* on each side of a cell */
#define PAD_LEAST MM(0.7) /* where the columns would be wider than the page */
#define DATE_GAP MM(1.2)  /* between the day's number and its weekday */
#define BOX_GAP MM(1.2)
#define WEEK 7

#define SET(face, size, leading, align) {face, PT(size), PT(leading), align, 0}
#define PLAIN(size) SET(FACE_REGULAR, size, (size) * 1.27, ALIGN_LEFT)
#define BOLD(size) SET(FACE_BOLD, size, (size) * 1.27, ALIGN_LEFT)
#define WHITE(size, spacing) {FACE_BOLD, PT(size), PT((size) * (spacing)), ALIGN_LEFT, 255}
#define LARGE(size) SET(FACE_BOLD, size, (size) * 1.5, ALIGN_LEFT)
#define LARGE_TO(size, align) SET(FACE_BOLD, size, (size) * 1.5, align)

const ChartStyle chart_standard = {
    .name = BOLD(18),
    .title = BOLD(14),
    .drug = BOLD(13),
    .plain = PLAIN(12),
    .strong = BOLD(12),
    .foot = PLAIN(11),
    .covered = BOLD(14),
    .heading = BOLD(14),
    .body = PLAIN(12),
    .lead = BOLD(12),
    .notice = BOLD(12),
    .banner = WHITE(15, 1.25),
    .compare = PLAIN(13),
    .compared = BOLD(18),
    .head = SET(FACE_BOLD, 10.5, 12.6, ALIGN_LEFT),
    .number = SET(FACE_BOLD, 24, 30, ALIGN_RIGHT),
    .weekday = SET(FACE_BOLD, 12, 14.5, ALIGN_LEFT),
    .month = SET(FACE_REGULAR, 12, 14.5, ALIGN_LEFT),
    .time = PLAIN(12),
    .volume = SET(FACE_BOLD, 19, 24, ALIGN_RIGHT),
    .mass = SET(FACE_REGULAR, 11, 13, ALIGN_CENTRE),
    .named = SET(FACE_BOLD, 11, 13, ALIGN_CENTRE),
    .letter = SET(FACE_BOLD, 15, 19, ALIGN_CENTRE),
    .box = SET(FACE_REGULAR, 9, 10, ALIGN_LEFT),
    .note = PLAIN(12),
    .picture = SET(FACE_REGULAR, 9.5, 12, ALIGN_CENTRE),
    .curve = PLAIN(10),
    .dose = MM(8.4),
    .named_dose = MM(10.8),
    .day = MM(11.6),
    .tick = MM(5.6),
    .strip_label = MM(18),
    .period_most = 28,
};

const ChartStyle chart_large = {
    .name = LARGE(24),
    .title = LARGE(20),
    .drug = LARGE(18),
    .plain = LARGE(18),
    .strong = LARGE(18),
    .foot = LARGE(18),
    .covered = LARGE(20),
    .heading = LARGE(22),
    .body = LARGE(18),
    .lead = LARGE(21),   /* all is bold in large print: size tells a lead from its text */
    .notice = LARGE(18),
    .banner = WHITE(22, 1.5),
    .compare = LARGE(18),
    .compared = LARGE(24),
    .head = LARGE(18),
    .number = LARGE_TO(32, ALIGN_RIGHT),
    .weekday = LARGE(18),
    .month = LARGE(18),
    .time = LARGE(18),
    .volume = LARGE_TO(28, ALIGN_RIGHT),
    .mass = LARGE_TO(18, ALIGN_CENTRE),
    .named = LARGE(18),
    .letter = LARGE_TO(24, ALIGN_CENTRE),
    .box = SET(FACE_BOLD, 18, 20, ALIGN_LEFT),
    .note = LARGE(18),
    .picture = SET(FACE_BOLD, 18, 22, ALIGN_CENTRE),
    .curve = LARGE(18),
    .dose = MM(14.6),
    .named_dose = MM(24.2),
    .day = MM(19.2),
    .tick = MM(9),
    .strip_label = MM(31),
    .period_most = 7,
    .notes_below = true,
    .short_names = true,
};

/* ----------------------------------------------------------------------------------------- columns ---- */

const char *chart_head_words(const Chart *chart, int column, Arena *arena)
{
    static const char *const keys[COL_END] = {
        "chart.head-day", "chart.head-time", "chart.head-volume", "chart.head-mass",
        "chart.head-bottle", "chart.head-tick", "chart.head-taken", "chart.head-symptoms"};
    return words_say(chart->language, arena, keys[column], NULL);
}

static Um larger(Um a, Um b)
{
    return a > b ? a : b;
}

/* Heads wrap: a column must hold the longest word of its own. */
static Um longest_word(const Sheet *sheet, const Type *type, const char *text)
{
    Um most = 0;
    while (*text) {
        size_t length = strcspn(text, " ");
        most = larger(most, text_width(sheet, type, arena_copy(sheet->arena, text, length)));
        text += length + strspn(text + length, " ");
    }
    return most;
}

static Um date_width(const Chart *chart, const Sheet *sheet, const ChartDay *day)
{
    const ChartStyle *style = chart->style;
    if (chart->by_period)
        return larger(text_width(sheet, &style->weekday, chart_from(chart, day, sheet->arena)),
                      text_width(sheet, &style->weekday, chart_until(chart, day, sheet->arena)));
    Date date = chart_date(chart, day->day);
    Um names = larger(text_width(sheet, &style->weekday, chart_weekday(chart, date)),
                      text_width(sheet, &style->month, chart_month(chart, date)));
    return text_width(sheet, &style->number, "30") + DATE_GAP + names;
}

static Um dose_width(const Chart *chart, const Sheet *sheet, const ChartDose *dose, int column)
{
    const ChartStyle *style = chart->style;
    Arena *arena = sheet->arena;
    Um mass;
    switch (column) {
    case COL_TIME:
        return text_width(sheet, &style->time, chart_time_words(chart, dose->time, arena));
    case COL_VOLUME:
        return text_width(sheet, &style->volume, words_volume(chart->language, arena, dose->volume));
    case COL_MASS:
        mass = text_width(sheet, &style->mass, words_mass(chart->language, arena, dose->dose));
        if (!chart->several || style->notes_below) return mass;
        return larger(mass, text_width(sheet, &style->named, chart_drug(chart, dose->drug)));
    case COL_BOTTLE:
        return text_width(sheet, &style->letter, dose->bottle->letter);
    default:
        return style->tick;
    }
}

/* What a column must hold of all days. */
static Um content_width(const Chart *chart, const Sheet *sheet, int column)
{
    Um most = 0;
    for (size_t d = 0; d < chart->count; d++) {
        const ChartDay *day = &chart->days[d];
        if (column == COL_DAY) most = larger(most, date_width(chart, sheet, day));
        for (size_t k = 0; column != COL_DAY && k < day->dose_count; k++)
            most = larger(most, dose_width(chart, sheet, &day->doses[k], column));
    }
    return most;
}

static Um column_needs(const Chart *chart, const Sheet *sheet, int column)
{
    Um head = longest_word(sheet, &chart->style->head, chart_head_words(chart, column, sheet->arena)) + 2 * chart->pad;
    Um content = column < COL_TAKEN ? content_width(chart, sheet, column) + 2 * chart->pad : 0;
    return larger(head, content) + MM(0.2);
}

/* What is left after the others: half for what was taken, at least what its head needs. */
static Um taken_width(const Chart *chart, const Sheet *sheet, Um left)
{
    Um taken = column_needs(chart, sheet, COL_TAKEN), symptoms = column_needs(chart, sheet, COL_SYMPTOMS);
    Um half = left / 2;
    if (half < taken) return taken;
    return left - half < symptoms ? left - symptoms : half;
}

/* Where the columns up to the boxes begin; false when those are wider than the page. */
static bool fixed_columns(Chart *chart, const Sheet *sheet)
{
    Um *x = chart->column;
    x[COL_DAY] = chart->margin;
    for (int c = COL_DAY; c < COL_TAKEN; c++) x[c + 1] = x[c] + column_needs(chart, sheet, c);
    return x[COL_TAKEN] <= chart->page_width - chart->margin;
}

void chart_columns(Chart *chart, Sheet *sheet)
{
    Um *x = chart->column, end = chart->page_width - chart->margin;
    chart->pad = PAD;
    if (!fixed_columns(chart, sheet)) {
        chart->pad = PAD_LEAST;
        fixed_columns(chart, sheet);
    }
    bool hand = !chart->style->notes_below && !chart->by_period;
    x[COL_SYMPTOMS] = hand ? x[COL_TAKEN] + taken_width(chart, sheet, end - x[COL_TAKEN]) : end;
    if (!hand) x[COL_TAKEN] = end;
    if (chart->by_period && chart->style->notes_below) x[COL_TICK] = end;   /* boxes stand below */
    x[COL_END] = end;
}
