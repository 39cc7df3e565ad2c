/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The curve of each drug as SVG.  One unit is a tenth of a pixel and every coordinate is whole, so that the same course
 * gives the same bytes everywhere. */
#include "picture.h"

#define WIDTH 9000
#define PANEL 2600          /* height of one drug */
#define LEFT 900
#define RIGHT 300
#define TOP 500
#define FOOT 400
#define PLOT_WIDTH (WIDTH - LEFT - RIGHT)
#define PLOT_HEIGHT (PANEL - TOP - FOOT)
#define MASS_TICKS 5
#define DATE_TICKS 9

/* Looks are attributes of each element: not every reader knows style sheets. */
#define AXIS "stroke=\"#222\" stroke-width=\"12\""
#define GRID "stroke=\"#ccc\" stroke-width=\"8\""
#define TARGET "stroke=\"#999\" stroke-width=\"14\""
#define DOSE "stroke=\"#000\" stroke-width=\"24\""
#define REVIEW "stroke=\"#000\" stroke-width=\"14\" stroke-dasharray=\"60 40\""

typedef struct { Buffer *out; const Curve *curve; int32_t y; Arena *arena; } Panel;

static long long day_x(const Panel *panel, int32_t day)
{
    return LEFT + muldiv_half_even(day, PLOT_WIDTH, panel->curve->plan->days);
}

static long long mass_y(const Panel *panel, int64_t ng)
{
    return panel->y + TOP + PLOT_HEIGHT - muldiv_half_even(ng, PLOT_HEIGHT, panel->curve->most);
}

/* ---------------------------------------------------------------- axes ---- */

/* 1, 2 or 5 times a power of ten, so that few ticks reach the largest total. */
static int64_t mass_step(int64_t most)
{
    static const int tens[] = {1, 2, 5};
    for (int64_t power = 1;; power *= 10)
        for (int i = 0; i < 3; i++)
            if (most / (tens[i] * power) <= MASS_TICKS) return tens[i] * power;
}

static void put_masses(const Panel *panel)
{
    int64_t step = mass_step(panel->curve->most);
    for (int64_t ng = 0; ng <= panel->curve->most; ng += step) {
        long long y = mass_y(panel, ng);
        buffer_addf(panel->out, "<path fill=\"none\" %s d=\"M%d %lldH%d\"/>", ng ? GRID : AXIS, LEFT, y, WIDTH - RIGHT);
        buffer_addf(panel->out, "<text x=\"%d\" y=\"%lld\" text-anchor=\"end\">%s</text>\n", LEFT - 80, y + 40,
                    mass_text(panel->arena, (Mass){ng}));
    }
}

/* Whole months between ticks for long plans. */
static int months_step(int32_t days)
{
    static const int steps[] = {1, 2, 3, 6, 12, 24};
    for (int i = 0; i < 6; i++)
        if (days / (30 * steps[i]) < DATE_TICKS) return steps[i];
    return 60;
}

static void put_date(const Panel *panel, int32_t day)
{
    const Plan *plan = panel->curve->plan;
    long long x = day_x(panel, day), foot = mass_y(panel, 0);
    buffer_addf(panel->out, "<path fill=\"none\" " AXIS " d=\"M%lld %lldV%lld\"/>", x, foot, foot + 60);
    buffer_addf(panel->out, "<text x=\"%lld\" y=\"%lld\" text-anchor=\"middle\">%s</text>\n", x, foot + 220,
                date_text(panel->arena, date_add(plan->first, day)));
}

/* The start, then every so many days or months; none past what has a date. */
static void put_dates(const Panel *panel)
{
    const Plan *plan = panel->curve->plan;
    bool long_plan = plan->days > 7 * DATE_TICKS;
    int months = months_step(plan->days);
    int32_t week = plan->days > DATE_TICKS ? 7 : 1;
    for (int tick = 0;; tick++) {
        int32_t day = long_plan ? date_between(plan->first, date_add_months(plan->first, tick * months)) : tick * week;
        if (day > plan->dated || day > plan->days) return;
        put_date(panel, day);
    }
}

/* ---------------------------------------------------------------- lines ---- */

/* A step for each run of days with one total; none over days without a dose. */
static void put_steps(const Panel *panel, const char *look, const int64_t *total)
{
    int32_t days = panel->curve->plan->days;
    bool drawing = false;
    buffer_addf(panel->out, "<path fill=\"none\" %s d=\"", look);
    for (int32_t first = 0, next; first < days; first = next) {
        for (next = first + 1; next < days && total[next] == total[first];) next++;
        long long y = mass_y(panel, total[first]);
        if (total[first] && !drawing) buffer_addf(panel->out, "M%lld %lld", day_x(panel, first), y);
        else if (total[first]) buffer_addf(panel->out, "V%lld", y);
        if (total[first]) buffer_addf(panel->out, "H%lld", day_x(panel, next));
        drawing = total[first] != 0;
    }
    buffer_add(panel->out, "\"/>\n");
}

static void put_review(const Panel *panel)
{
    const Plan *plan = panel->curve->plan;
    if (plan->dated >= plan->days) return;
    long long x = day_x(panel, plan->dated);
    buffer_addf(panel->out, "<path fill=\"none\" " REVIEW " d=\"M%lld %lldV%lld\"/>", x, mass_y(panel, panel->curve->most), mass_y(panel, 0));
    buffer_addf(panel->out, "<text x=\"%lld\" y=\"%d\">review; from here at the slowest, without dates</text>\n", x + 60,
                (int)panel->y + TOP + 120);
}

static void put_targets(const Panel *panel, size_t drug)
{
    const Plan *plan = panel->curve->plan;
    int64_t *total = ARENA_ARRAY(panel->arena, (size_t)plan->days + 1, int64_t);
    for (int32_t day = 0; day < plan->days; day++) {
        total[day] = plan_total(plan, drug, day).ng;
        if (total[day] > panel->curve->most) total[day] = panel->curve->most;
    }
    put_steps(panel, TARGET, total);
}

Svg svg_new(Arena *arena)
{
    return (Svg){.panels = buffer_new(arena)};
}

void svg_add(Svg *svg, const Prescription *rx, const Course *course, Arena *arena)
{
    for (size_t drug = 0; drug < course->plan->drug_count; drug++) {
        Curve curve = curve_of(course, drug, arena);
        Panel panel = {&svg->panels, &curve, svg->height, arena};
        buffer_addf(&svg->panels, "<text font-size=\"180\" font-weight=\"bold\" x=\"%d\" y=\"%d\">%s revision %d: %s, mg a day</text>\n", LEFT,
                    (int)svg->height + 300, text_xml(arena, rx->number), (int)rx->revision, curve.drug->tall_man);
        put_masses(&panel);
        put_dates(&panel);
        if (course->schedule) put_targets(&panel, drug);
        put_steps(&panel, DOSE, curve.total);
        put_review(&panel);
        svg->height += PANEL;
    }
}

const char *svg_text(const Svg *svg, Arena *arena)
{
    int height = svg->height ? (int)svg->height : PANEL;
    return arena_format(arena,
                        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\">\n"
                        "<title>Daily doses of a taper</title>\n"
                        "<rect width=\"%d\" height=\"%d\" fill=\"#fff\"/>\n"
                        "<g font-family=\"sans-serif\" font-size=\"140\">\n%s</g>\n</svg>\n",
                        WIDTH / 10, height / 10, WIDTH, height, WIDTH, height, buffer_text(&svg->panels));
}
