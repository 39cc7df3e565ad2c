/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chart.h"
#include "curve.h"
#include "syringe.h"
#include "words.h"

#define GAP MM(3)
#define CURVE_HEIGHT MM(42)
#define FOOT_HEIGHT MM(6)
#define CHART_DPI 150      /* codes of charts stand on whole dots of a 150 dpi rendering: four dots a module */

const char *chart_liquid(const Chart *chart, const Rung *rung, Arena *arena)
{
    return words_say(chart->language, arena, "chart.liquid", "drug", chart->job->plan->drugs[rung->drug].drug->tall_man,
                     "strength", words_strength(chart->language, arena, rung->strength), NULL);
}

const char *chart_day_words(const Chart *chart, int32_t day, Arena *arena)
{
    Date date = date_add(chart->job->plan->first, day);
    return words_say(chart->language, arena, "chart.day", "weekday", words_weekday(chart->language, date), "date",
                     words_date(chart->language, arena, date), NULL);
}

const char *chart_time_words(const Chart *chart, size_t time, Arena *arena)
{
    const char *key = arena_format(arena, "time.%s", chart->job->house->shop->times[time].name);
    return words_find(chart->language, key);
}

/* ------------------------------------------------------------------------------------------ head ---- */

static Um put_sample(const Chart *chart, Sheet *sheet, Um y)
{
    if (!chart->job->house->sample) return 0;
    Type type = {FACE_BOLD, PT(12), MM(6.5), ALIGN_CENTRE, 255};
    Box box = {chart->margin, y, chart_width(chart), MM(6.5)};
    put_bar(sheet, box, 0, "page.sample-bar");
    put_line(sheet, box, &type, "page.sample", words_say(chart->language, sheet->arena, "sample", NULL));
    return MM(6.5) + MM(2);
}

/* Every drug and strength of the fill, each on its own line. */
static Um put_liquids(const Chart *chart, Sheet *sheet, Box box)
{
    Um start = box.y;
    Type type = {FACE_BOLD, PT(13), 0, ALIGN_LEFT, 0};
    const Fill *fill = chart->job->fill;
    for (size_t b = 0; b < fill->bottle_count; b++) {
        const Rung *rung = fill->bottles[b].rung, *before = b ? fill->bottles[b - 1].rung : NULL;
        if (before && before->drug == rung->drug && strength_equal(before->strength, rung->strength)) continue;
        box.y += put_block(sheet, box, &type, "page.drug", chart_liquid(chart, rung, sheet->arena));
    }
    return box.y - start;
}

static Um put_days(const Chart *chart, Sheet *sheet, Box box, const ChartPage *page)
{
    if (page->last < page->first) return 0;
    Type type = {FACE_REGULAR, PT(12), 0, ALIGN_LEFT, 0};
    return put_block(sheet, box, &type, "page.days",
                     words_say(chart->language, sheet->arena, page->first == page->last ? "chart.one-day" : "chart.days", "first",
                               chart_day_words(chart, page->first, sheet->arena), "last",
                               chart_day_words(chart, page->last, sheet->arena), NULL));
}

/* "Page 1 of 4", or with number and revision too. */
static const char *page_words(const Chart *chart, const ChartPage *page, const char *key, Arena *arena)
{
    return words_say(chart->language, arena, key, "page", arena_format(arena, "%d", page->number), "pages",
                     arena_format(arena, "%d", page->of), "number", chart->job->rx->number, "revision",
                     arena_format(arena, "%d", (int)chart->job->rx->revision), NULL);
}

/* "Page 1 of 4", and on the same line "Throw away older charts." */
static Um put_page_number(const Chart *chart, Sheet *sheet, Box box, const ChartPage *page)
{
    Type strong = {FACE_BOLD, PT(12), 0, ALIGN_LEFT, 0};
    const char *number = page_words(chart, page, "page.number", sheet->arena);
    Um indent = text_width(sheet, &strong, number) + MM(6);
    put_line(sheet, box, &strong, "page.number", number);
    return put_block(sheet, (Box){box.x + indent, box.y, box.width - indent, 0}, &strong, "page.older",
                     words_say(chart->language, sheet->arena, "chart.older", NULL));
}

static Um put_whom(const Chart *chart, Sheet *sheet, Box box, const ChartPage *page)
{
    const PaperJob *job = chart->job;
    Arena *arena = sheet->arena;
    Um start = box.y;
    Type name = {FACE_BOLD, PT(18), 0, ALIGN_LEFT, 0}, title = {FACE_BOLD, PT(14), 0, ALIGN_LEFT, 0};
    Type plain = {FACE_REGULAR, PT(12), 0, ALIGN_LEFT, 0};
    box.y += put_block(sheet, box, &name, "page.patient", job->rx->patient.name);
    box.y += MM(0.8);
    box.y += put_block(sheet, box, &title, "page.title",
                       words_say(chart->language, arena, "chart.title", "number", job->rx->number, "revision",
                                 arena_format(arena, "%d", (int)job->rx->revision), NULL));
    box.y += put_liquids(chart, sheet, box);
    box.y += put_days(chart, sheet, box, page);
    box.y += put_block(sheet, box, &plain, "page.pharmacy",
                       words_say(chart->language, arena, "chart.pharmacy", "name", job->house->shop->name, "phone",
                                 job->house->shop->phone, NULL));
    return box.y + put_page_number(chart, sheet, box, page) - start;
}

Um chart_head_put(const Chart *chart, Sheet *sheet, const ChartPage *page)
{
    Um y = chart->margin + put_sample(chart, sheet, chart->margin);
    Um left = chart_width(chart) - page->code_room - GAP;
    Um text = put_whom(chart, sheet, (Box){chart->margin, y, left, 0}, page);
    if (page->code)
        put_code(sheet, chart->page_width - chart->margin - page->code_room, y, page->code, CHART_DPI, "page.code");
    Um height = text > page->code_room ? text : page->code_room;
    return y + height + MM(1) - chart->margin;
}

Um chart_foot_height(void)
{
    return FOOT_HEIGHT;
}

void chart_foot_put(const Chart *chart, Sheet *sheet, const ChartPage *page)
{
    Arena *arena = sheet->arena;
    Type plain = {FACE_REGULAR, PT(11), FOOT_HEIGHT, ALIGN_LEFT, 0}, strong = {FACE_BOLD, PT(12), FOOT_HEIGHT, ALIGN_RIGHT, 0};
    Um y = chart->page_height - chart->margin - FOOT_HEIGHT, half = chart_width(chart) / 2;
    put_line(sheet, (Box){chart->margin, y, half + MM(30), FOOT_HEIGHT}, &plain, "page.measure",
             words_say(chart->language, arena, "chart.foot", NULL));
    put_line(sheet, (Box){chart->margin + half + MM(30), y, half - MM(30), FOOT_HEIGHT}, &strong, "page.foot",
             page_words(chart, page, "chart.page", arena));
}

/* ----------------------------------------------------------------------------------------- covered ---- */

/* What the patient must do before the doses run out; never silence, even where the plan ends. */
static const char *covered_words(const Chart *chart, Arena *arena)
{
    const PaperJob *job = chart->job;
    bool end = job->fill->last_fill && job->plan->ends_by_stop;
    Date call = job->fill->call_by;
    const char *call_words = words_say(chart->language, arena, "chart.day", "weekday", words_weekday(chart->language, call),
                                       "date", words_date(chart->language, arena, call), NULL);
    return words_say(chart->language, arena, end ? "chart.covered-end" : "chart.covered", "date",
                     chart_day_words(chart, job->fill->last, arena), "call", call_words, "phone", job->house->shop->phone, NULL);
}

static Um put_covered(const Chart *chart, Sheet *sheet, const char *role, Um y)
{
    Type type = {FACE_BOLD, PT(14), 0, ALIGN_LEFT, 0};
    Um pad = MM(3), width = chart_width(chart) - 2 * pad;
    const char *words = covered_words(chart, sheet->arena);
    Um height = block_height(sheet, width, &type, words) + 2 * MM(2.4);
    put_frame(sheet, (Box){chart->margin + MM(0.5), y, chart_width(chart) - MM(1), height}, MM(1), 0, "page.covered-frame");
    put_block(sheet, (Box){chart->margin + pad, y + MM(2.4), width, 0}, &type, role, words);
    return height;
}

static Um put_curve(const Chart *chart, Sheet *sheet, Um y)
{
    curve_put(sheet, (Box){chart->margin, y, chart_width(chart), CURVE_HEIGHT}, chart->job, chart->language);
    return CURVE_HEIGHT;
}

Um chart_close_put(const Chart *chart, Sheet *sheet, Um y)
{
    Um start = y;
    y += GAP;
    y += put_covered(chart, sheet, "page.covered-last", y);
    if (chart->curve_last) y += put_curve(chart, sheet, y + GAP) + GAP;
    return y - start;
}

/* ------------------------------------------------------------------------------------- first page ---- */

/* Suspensions are shaken; a solution is not. */
static bool shake_well(const Chart *chart)
{
    for (size_t b = 0; b < chart->job->fill->bottle_count; b++)
        if (chart->job->fill->bottles[b].rung->formula->shake) return true;
    return false;
}

static Um put_how(const Chart *chart, Sheet *sheet, Um y)
{
    const char *keys[] = {shake_well(chart) ? "chart.how-shake" : "chart.how-find", "chart.how-draw", "chart.how-swallow", "chart.how-tick"};
    Type heading = {FACE_BOLD, PT(14), 0, ALIGN_LEFT, 0}, plain = {FACE_REGULAR, PT(12), PT(15.5), ALIGN_LEFT, 0};
    Type number = {FACE_BOLD, PT(12), PT(15.5), ALIGN_LEFT, 0};
    Um start = y, indent = MM(7);
    y += put_block(sheet, (Box){chart->margin, y, chart_width(chart), 0}, &heading, "page.how-title",
                   words_say(chart->language, sheet->arena, "chart.how", NULL));
    for (size_t k = 0; k < sizeof keys / sizeof *keys; k++) {
        put_line(sheet, (Box){chart->margin, y, indent, PT(15.5)}, &number, "page.how-number",
                 arena_format(sheet->arena, "%d.", (int)k + 1));
        y += put_block(sheet, (Box){chart->margin + indent, y, chart_width(chart) - indent, 0}, &plain, "page.how",
                       words_say(chart->language, sheet->arena, keys[k], NULL));
    }
    return y - start;
}

/* The times of day of the first day that take this volume of the drug: "morning, bedtime". */
static const char *times_of(const Chart *chart, const ChartDay *day, const ChartDose *dose, Arena *arena)
{
    const char *list = "";
    for (size_t d = 0; d < day->dose_count; d++) {
        const ChartDose *other = &day->doses[d];
        if (other->drug != dose->drug || other->volume.nl != dose->volume.nl) continue;
        list = arena_format(arena, "%s%s%s", list, *list ? ", " : "", chart_time_words(chart, other->time, arena));
    }
    return list;
}

static bool pictured(const ChartDay *day, size_t d)
{
    for (size_t e = 0; e < d; e++)
        if (day->doses[e].drug == day->doses[d].drug && day->doses[e].volume.nl == day->doses[d].volume.nl) return true;
    return false;
}

static Um put_picture_words(const Chart *chart, Sheet *sheet, const ChartDay *day, const ChartDose *dose, Box box)
{
    Arena *arena = sheet->arena;
    Um start = box.y;
    Type strong = {FACE_BOLD, PT(12), 0, ALIGN_LEFT, 0}, plain = {FACE_REGULAR, PT(12), 0, ALIGN_LEFT, 0};
    if (chart->several)
        box.y += put_block(sheet, box, &strong, "page.picture-drug", chart->job->plan->drugs[dose->drug].drug->tall_man);
    box.y += put_block(sheet, box, &strong, "page.picture-times", times_of(chart, day, dose, arena));
    box.y += put_block(sheet, box, &plain, "page.picture",
              words_say(chart->language, arena, "chart.picture", "date",
                        words_date(chart->language, arena, date_add(chart->job->plan->first, day->day)), "syringe",
                        words_volume(chart->language, arena, dose->rung->syringe->capacity), NULL));
    return box.y - start;
}

Um chart_pictures_put(const Chart *chart, Sheet *sheet, const ChartDay *day, size_t drug, Um y)
{
    Um start = y, words_width = MM(46);
    for (size_t d = 0; d < day->dose_count; d++) {
        const ChartDose *dose = &day->doses[d];
        if ((drug != EVERY_DRUG && dose->drug != drug) || pictured(day, d)) continue;
        SyringePicture picture = {dose->rung->syringe, dose->volume, words_volume(chart->language, sheet->arena, dose->volume), day->day};
        Um words = put_picture_words(chart, sheet, day, dose, (Box){chart->margin, y + MM(1), words_width, 0}) + MM(1);
        syringe_put(sheet, (Box){chart->margin + words_width + MM(3), y, chart_width(chart) - words_width - MM(3), syringe_height()},
                    &picture);
        y += (words > syringe_height() ? words : syringe_height()) + MM(1);
    }
    return y - start;
}

Um chart_front_put(const Chart *chart, Sheet *sheet, Um y)
{
    Um start = y;
    y += put_covered(chart, sheet, "page.covered", y) + GAP;
    y += put_how(chart, sheet, y) + MM(1);
    y += chart_pictures_put(chart, sheet, &chart->days[0], EVERY_DRUG, y) + GAP;
    if (!chart->curve_last) y += put_curve(chart, sheet, y) + GAP;
    return y - start;
}
