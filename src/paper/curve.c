/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "curve.h"

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

static void put_here(Sheet *sheet, const Box *plot, const PaperJob *job, const Language *language,
                     const CurveTypes *types)
{
    Type type = types->text;
    type.face = FACE_BOLD;
    const char *words = words_say(language, sheet->arena, "chart.curve-here", NULL);
    Um left = day_x(plot, job->plan, job->fill->first), right = day_x(plot, job->plan, job->fill->last + 1);
    Um width = text_width(sheet, &type, words), x = (left + right - width) / 2;
    if (x < plot->x) x = plot->x;
    if (x + width > plot->x + plot->width) x = plot->x + plot->width - width;
    put_bar(sheet, (Box){left, plot->y, right - left, plot->height}, 205, "curve.here");
    put_rule(sheet, left, plot->y - MM(0.8), right - left, 0, MM(0.8), 0, "curve.here-rule");
    put_line(sheet, (Box){x, plot->y - type_leading(&type) - MM(0.8), width + MM(0.5), 0}, &type, "curve.here-label",
             words);
}

/* What stands beside the plot: the largest total in words, and the room it takes. */
typedef struct { Type type; const char *most; Um width; } Axis;

static void put_axes(Sheet *sheet, const Box *plot, const PaperJob *job, const Language *language, const Axis *axis)
{
    Type scale = axis->type, left = axis->type;
    scale.align = ALIGN_RIGHT;
    Um foot = plot->y + plot->height, half = type_leading(&scale) / 2, x = plot->x - axis->width;
    const Plan *plan = job->plan;
    put_line(sheet, (Box){x, plot->y - half, axis->width - GAP, 0}, &scale, "curve.most", axis->most);
    put_line(sheet, (Box){x, foot - half, axis->width - GAP, 0}, &scale, "curve.zero",
             words_mass(language, sheet->arena, (Mass){0}));
    put_line(sheet, (Box){plot->x, foot + MM(0.7), plot->width / 2, 0}, &left, "curve.start",
             words_date(language, sheet->arena, plan->first));
    put_line(sheet, (Box){plot->x + plot->width / 2, foot + MM(0.7), plot->width / 2, 0}, &scale, "curve.end",
             plan->dated < plan->days ? words_say(language, sheet->arena, "chart.curve-slowest", NULL)
                                      : words_date(language, sheet->arena, date_add(plan->first, plan->days - 1)));
    put_rule(sheet, plot->x, foot, plot->width, 0, MM(0.25), 0, "curve.axis");
    put_rule(sheet, plot->x, plot->y, 0, plot->height, MM(0.25), 0, "curve.axis");
}

static const char *curve_title(const PaperJob *job, const Language *language, Arena *arena)
{
    const char *drug = job->plan->drugs[0].drug->tall_man;
    const char *key = job->plan->drug_count > 1 ? "chart.curve-several" : "chart.curve";
    return words_say(language, arena, key, "drug", drug, NULL);
}

void curve_put(Sheet *sheet, Box box, const PaperJob *job, const Language *language, const CurveTypes *types)
{
    int64_t *total = curve_totals(job, sheet->arena), most = largest(total, job->plan->days);
    Axis axis = {.type = types->text, .most = words_mass(language, sheet->arena, (Mass){most})};
    axis.width = text_width(sheet, &axis.type, axis.most) + 2 * GAP;
    Um line = type_leading(&types->text), top = type_leading(&types->title) + line + MM(1.5);
    Box plot = {box.x + axis.width, box.y + top, box.width - axis.width - MM(1), box.height - top - line - MM(0.7)};
    put_line(sheet, (Box){box.x, box.y, box.width, 0}, &types->title, "curve.title",
             curve_title(job, language, sheet->arena));
    put_here(sheet, &plot, job, language, types);
    put_axes(sheet, &plot, job, language, &axis);
    put_steps(sheet, &plot, job->plan, total, most);
}
