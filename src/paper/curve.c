/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "curve.h"

#define TITLE_HEIGHT MM(6.5)
#define HERE_HEIGHT MM(5.5)     /* the words above the marked days */
#define DATES_HEIGHT MM(5.5)
#define SCALE_WIDTH MM(19)
#define GAP MM(2)
#define STROKE MM(0.55)

int64_t *curve_totals(const PaperJob *job, Arena *arena)
{
    const Plan *plan = job->plan;
    int64_t before;
    if (plan->drug_count > 1) return plan_totals(plan, job->rx, arena, &before);
    int64_t *total = ARENA_ARRAY(arena, (size_t)plan->days, int64_t);
    for (int32_t day = 0; day < plan->days; day++)
        for (size_t time = 0; time < plan->times; time++) total[day] += schedule_dose(job->schedule, 0, day, time).ng;
    return total;
}

static int64_t largest(const int64_t *total, int32_t days)
{
    int64_t most = 1;
    for (int32_t day = 0; day < days; day++)
        if (total[day] > most) most = total[day];
    return most;
}

static Um day_x(const Box *plot, const Plan *plan, int32_t day)
{
    return plot->x + muldiv_half_even(plot->width, day, plan->days);
}

static Um total_y(const Box *plot, int64_t total, int64_t most)
{
    return plot->y + plot->height - muldiv_half_even(plot->height, total, most);
}

/* One level line for each run of equal days, one upright where it changes; the row of a level is its first day. */
static void put_steps(Sheet *sheet, const Box *plot, const Plan *plan, const int64_t *total, int64_t most)
{
    for (int32_t first = 0, next; first < plan->days; first = next) {
        for (next = first + 1; next < plan->days && total[next] == total[first];) next++;
        Um x = day_x(plot, plan, first), y = total_y(plot, total[first], most);
        sheet->row = first;
        put_rule(sheet, x, y, day_x(plot, plan, next) - x, 0, STROKE, 0, "curve.step");
        sheet->row = -1;
        if (next == plan->days) break;
        put_rule(sheet, day_x(plot, plan, next), y, 0, total_y(plot, total[next], most) - y, STROKE, 0, "curve.fall");
    }
}

static void put_here(Sheet *sheet, const Box *plot, const PaperJob *job, const Language *language)
{
    Type type = {FACE_BOLD, PT(10), HERE_HEIGHT, ALIGN_LEFT, 0};
    const char *words = words_say(language, sheet->arena, "chart.curve-here", NULL);
    Um left = day_x(plot, job->plan, job->fill->first), right = day_x(plot, job->plan, job->fill->last + 1);
    Um width = text_width(sheet, &type, words), x = (left + right - width) / 2;
    if (x < plot->x) x = plot->x;
    if (x + width > plot->x + plot->width) x = plot->x + plot->width - width;
    put_bar(sheet, (Box){left, plot->y, right - left, plot->height}, 205, "curve.here");
    put_rule(sheet, left, plot->y - MM(0.8), right - left, 0, MM(0.8), 0, "curve.here-rule");
    put_line(sheet, (Box){x, plot->y - HERE_HEIGHT - MM(0.8), width + MM(0.5), HERE_HEIGHT}, &type, "curve.here-label", words);
}

static void put_axes(Sheet *sheet, const Box *plot, const PaperJob *job, const Language *language, int64_t most)
{
    Type scale = {FACE_REGULAR, PT(10), 0, ALIGN_RIGHT, 0}, left = scale, right = scale;
    left.align = ALIGN_LEFT;
    Um foot = plot->y + plot->height, half = type_leading(&scale) / 2, x = plot->x - SCALE_WIDTH;
    const Plan *plan = job->plan;
    put_line(sheet, (Box){x, plot->y - half, SCALE_WIDTH - GAP, 2 * half}, &scale, "curve.most",
             words_mass(language, sheet->arena, (Mass){most}));
    put_line(sheet, (Box){x, foot - half, SCALE_WIDTH - GAP, 2 * half}, &scale, "curve.zero",
             words_mass(language, sheet->arena, (Mass){0}));
    put_line(sheet, (Box){plot->x, foot + MM(0.7), plot->width / 2, DATES_HEIGHT}, &left, "curve.start",
             words_date(language, sheet->arena, plan->first));
    put_line(sheet, (Box){plot->x + plot->width / 2, foot + MM(0.7), plot->width / 2, DATES_HEIGHT}, &right, "curve.end",
             words_date(language, sheet->arena, date_add(plan->first, plan->days - 1)));
    put_rule(sheet, plot->x, foot, plot->width, 0, MM(0.25), 0, "curve.axis");
    put_rule(sheet, plot->x, plot->y, 0, plot->height, MM(0.25), 0, "curve.axis");
}

static const char *curve_title(const PaperJob *job, const Language *language, Arena *arena)
{
    const char *drug = job->plan->drugs[0].drug->tall_man;
    const char *key = job->plan->drug_count > 1 ? "chart.curve-several" : "chart.curve";
    return words_say(language, arena, key, "drug", drug, NULL);
}

void curve_put(Sheet *sheet, Box box, const PaperJob *job, const Language *language)
{
    Type heading = {FACE_BOLD, PT(12), TITLE_HEIGHT, ALIGN_LEFT, 0};
    int64_t *total = curve_totals(job, sheet->arena), most = largest(total, job->plan->days);
    Um top = TITLE_HEIGHT + HERE_HEIGHT + MM(1);
    Box plot = {box.x + SCALE_WIDTH, box.y + top, box.width - SCALE_WIDTH - MM(1), box.height - top - DATES_HEIGHT};
    put_line(sheet, (Box){box.x, box.y, box.width, TITLE_HEIGHT}, &heading, "curve.title",
             curve_title(job, language, sheet->arena));
    put_here(sheet, &plot, job, language);
    put_axes(sheet, &plot, job, language, most);
    put_steps(sheet, &plot, job->plan, total, most);
}
