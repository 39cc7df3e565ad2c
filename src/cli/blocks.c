/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The curve of each drug in a terminal: bars of blocks, a column for one or several days. */
#include <string.h>
#include "picture.h"

#define COLUMNS 72
#define ROWS 8

/* How a cell filled by so many parts looks. */
typedef struct { const char *const *cells; int parts; const char *axis, *review; } Style;
static const char *const utf8_cells[] = {" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
static const char *const ascii_cells[] = {" ", ".", ":", "#"};
static const Style utf8_style = {utf8_cells, 8, "─", "┆"}, ascii_style = {ascii_cells, 3, "-", "|"};

typedef struct {
    const Curve *curve;
    const Style *style;
    int columns, label;       /* label: width of what stands left of the bars */
    int64_t parts[COLUMNS];   /* height of each column, in parts of a cell */
} Bars;

/* Days of a column; a plan of few days has several columns a day. */
static int32_t column_day(const Bars *bars, int column)
{
    return (int32_t)muldiv_floor(column, bars->curve->plan->days, bars->columns);
}

/* The largest of the column's days: neither a peak nor a last dose is lost between columns. */
static int64_t column_most(const Bars *bars, int column)
{
    int32_t first = column_day(bars, column), next = column_day(bars, column + 1);
    int64_t most = bars->curve->total[first];
    for (int32_t day = first + 1; day < next; day++)
        if (bars->curve->total[day] > most) most = bars->curve->total[day];
    return most;
}

static Bars bars_make(const Curve *curve, const Style *style, int label)
{
    int32_t days = curve->plan->days;
    Bars bars = {.curve = curve, .style = style, .label = label, .columns = COLUMNS};
    if (days < COLUMNS) bars.columns = COLUMNS / days * days;
    for (int c = 0; c < bars.columns; c++)
        bars.parts[c] = muldiv_ceil(column_most(&bars, c), ROWS * style->parts, curve->most);
    return bars;
}

static void print_row(const Bars *bars, int row, const char *label, FILE *out)
{
    char line[COLUMNS * 4 + 1] = "";
    size_t end = 0, length = 0;
    for (int c = 0; c < bars->columns; c++) {
        int64_t filled = bars->parts[c] - (int64_t)row * bars->style->parts;
        const char *cell = bars->style->cells[filled < 0 ? 0 : filled > bars->style->parts ? bars->style->parts : filled];
        memcpy(line + length, cell, strlen(cell) + 1);
        length += strlen(cell);
        if (*cell != ' ') end = length;
    }
    line[end] = '\0';   /* no blanks at the end of a line */
    fprintf(out, "%*s%s%s\n", bars->label, label, *line ? " " : "", line);
}

static void print_axis(const Bars *bars, FILE *out, Arena *arena)
{
    const Plan *plan = bars->curve->plan;
    fprintf(out, "%*s ", bars->label, "0");
    for (int c = 0; c < bars->columns; c++) {
        bool review = plan->dated < plan->days && column_day(bars, c) <= plan->dated && plan->dated < column_day(bars, c + 1);
        fputs(review ? bars->style->review : bars->style->axis, out);
    }
    const char *first = date_text(arena, plan->first), *last = date_text(arena, date_add(plan->first, plan->days - 1));
    int gap = bars->columns - (int)strlen(first) - (int)strlen(last);
    fprintf(out, "\n%*s %s%*s%s\n", bars->label, "", first, gap > 1 ? gap : 2, "", last);
}

static void print_curve(const Curve *curve, const Style *style, FILE *out, Arena *arena)
{
    const char *most = mass_mg(arena, (Mass){curve->most});
    int label = (int)strlen(most) > 6 ? (int)strlen(most) : 6;
    Bars bars = bars_make(curve, style, label + 2);
    fprintf(out, "\n%s, mg a day%s\n", curve->drug->tall_man,
            curve->plan->dated < curve->plan->days ? ", at the slowest; dates up to the review" : "");
    for (int row = ROWS - 1; row >= 0; row--) print_row(&bars, row, row == ROWS - 1 ? most : "", out);
    print_axis(&bars, out, arena);
}

void blocks_print(const Course *course, bool ascii, FILE *out, Arena *arena)
{
    for (size_t drug = 0; drug < course->plan->drug_count; drug++) {
        Curve curve = curve_of(course, drug, arena);
        print_curve(&curve, ascii ? &ascii_style : &utf8_style, out, arena);
    }
}
