/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chart.h"
#include "words.h"

/* What a day begins with.  A new bottle, strength, syringe or medicine is a black bar over the whole width, so that it
 * cannot be missed on a black and white printer; holds and reductions are told in a plain line. */

#define BAR_PAD MM(1.5)
#define GAP MM(1.2)

static Um put_banner(const Chart *chart, Sheet *sheet, const char *role, const char *words, Um y)
{
    Type type = chart->style->banner;
    Um width = chart_width(chart) - 2 * MM(3), height = block_height(sheet, width, &type, words);
    put_bar(sheet, (Box){chart->margin, y, chart_width(chart), height + 2 * BAR_PAD}, 0, "notice.bar");
    put_block(sheet, (Box){chart->margin + MM(3), y + BAR_PAD, width, 0}, &type, role, words);
    return height + 2 * BAR_PAD;
}

static Um put_plain(const Chart *chart, Sheet *sheet, const char *role, const char *words, Um y)
{
    Type type = chart->style->notice;
    Um width = chart_width(chart) - 2 * MM(3), height = block_height(sheet, width, &type, words);
    put_block(sheet, (Box){chart->margin + MM(3), y + GAP, width, 0}, &type, role, words);
    put_rule(sheet, chart->margin, y + height + 2 * GAP, chart_width(chart), 0, MM(0.4), 90, "notice.rule");
    return height + 2 * GAP;
}

/* Until when a stretch keeps to its own rule, in words. */
static const char *course_words(const Chart *chart, const Stretch *stretch, Arena *arena)
{
    const Step *step = stretch->step;
    const Plan *plan = chart->job->plan;
    if (stretch->last >= plan->dated)
        return words_say(chart->language, arena, "chart.undated", "date", chart_day_words(chart, plan->dated, arena),
                         NULL);
    const char *until = chart_day_words(chart, stretch->last, arena);
    switch (step->kind) {
    case STEP_HOLD:
        return words_say(chart->language, arena, "chart.hold", "date", until, NULL);
    case STEP_REDUCE:
        return words_say(chart->language, arena, "chart.reduce", "date", until, NULL);
    case STEP_LIST:
        return words_say(chart->language, arena, "chart.list", "date", until, NULL);
    case STEP_CROSS:
        return words_say(chart->language, arena, "chart.cross", "date", until, "from", stretch->drug->tall_man, "to",
                         step->to->tall_man, NULL);
    case STEP_MAINTAIN:
        return words_say(chart->language, arena, "chart.maintain", NULL);
    case STEP_DIVIDE:
    case STEP_STOP:
        break;
    }
    return NULL;
}

/* Until when an event keeps the doses; what it keeps to the end of the plan goes on. */
static const char *kept_words(const Chart *chart, const PlanChange *kept, Arena *arena)
{
    const Plan *plan = chart->job->plan;
    if (kept->event->kind == EVENT_MAINTAINED && plan->maintains && kept->last >= plan->days - 1)
        return words_say(chart->language, arena, "chart.maintain", NULL);
    return words_say(chart->language, arena, kept->event->kind == EVENT_REVERSED ? "chart.list" : "chart.hold", "date",
                     chart_day_words(chart, kept->last, arena), NULL);
}

static const char *syringe_words(const Chart *chart, const Syringe *syringe, Arena *arena)
{
    return words_volume(chart->language, arena, syringe->capacity);
}

/* The drug's volumes of a day, each in its own picture. */
static Um put_pictures(const Chart *chart, Sheet *sheet, const Notice *notice, const ChartDay *day, Um y)
{
    return GAP + chart_pictures_put(chart, sheet, day, notice->drug, y + GAP);
}

/* One time of day: the volume before beside the volume from today on. */
static Um put_compare(const Chart *chart, Sheet *sheet, const Notice *notice, const ChartDay *day, size_t time, Um y)
{
    const Schedule *schedule = chart->job->schedule;
    Volume old = schedule_volume(schedule, notice->drug, notice->day_before, time);
    Volume now = schedule_volume(schedule, notice->drug, day->day, time);
    if (old.nl == 0 && now.nl == 0) return 0;
    Um x = chart->margin, width = chart_width(chart), third = width / 3,
       height = type_leading(&chart->style->compared) + MM(1);
    Type plain = chart->style->compare, strong = chart->style->compared;
    plain.leading = strong.leading = height;
    put_line(sheet, (Box){x + MM(3), y, third - MM(3), height}, &plain, "strength.time",
             chart_time_words(chart, time, sheet->arena));
    put_line(sheet, (Box){x + third, y, third, height}, &plain, "strength.before",
             words_volume(chart->language, sheet->arena, old));
    put_line(sheet, (Box){x + 2 * third, y, third, height}, &strong, "strength.now",
             words_volume(chart->language, sheet->arena, now));
    return height;
}

/* Strengths as column heads, then a line a time of day, all in one frame. */
static Um put_strengths(const Chart *chart, Sheet *sheet, const Notice *notice, const ChartDay *day, Um y)
{
    Um start = y, x = chart->margin, width = chart_width(chart), third = width / 3;
    const Type *type = &chart->style->notice;
    Arena *arena = sheet->arena;
    y += MM(0.8);
    Um head = put_block(sheet, (Box){x + third, y, third, 0}, type, "strength.head-before",
                        words_say(chart->language, arena, "chart.before", "strength",
                                  words_strength(chart->language, arena, notice->before->strength), NULL));
    Um beside = put_block(sheet, (Box){x + 2 * third, y, third, 0}, type, "strength.head-now",
                          words_say(chart->language, arena, "chart.now", "strength",
                                    words_strength(chart->language, arena, notice->now->strength), NULL));
    y += head > beside ? head : beside;
    for (size_t time = 0; time < chart->job->plan->times; time++) y += put_compare(chart, sheet, notice, day, time, y);
    put_frame(sheet, (Box){x, start, width, y - start}, MM(0.6), 0, "strength.frame");
    return y - start;
}

const char *chart_notice_words(const Chart *chart, const Notice *notice, Arena *arena)
{
    const Language *language = chart->language;
    switch (notice->kind) {
    case NOTICE_COURSE:
        return course_words(chart, notice->stretch, arena);
    case NOTICE_KEPT:
        return kept_words(chart, notice->change, arena);
    case NOTICE_LAST:
        return words_say(language, arena, "chart.no-more", "drug", chart_drug(chart, notice->drug), NULL);
    case NOTICE_DRUG:
        return words_say(language, arena, "chart.new-drug", "liquid", chart_liquid(chart, notice->now, arena), NULL);
    case NOTICE_STRENGTH:
        return words_say(language, arena, "chart.new-strength", "drug", chart_drug(chart, notice->drug), "strength",
                         words_strength(language, arena, notice->now->strength), NULL);
    case NOTICE_SYRINGE:
        return words_say(language, arena, "chart.new-syringe", "syringe",
                         syringe_words(chart, notice->now->syringe, arena), NULL);
    case NOTICE_BOTTLE:
        return words_say(language, arena, chart->several ? "chart.new-bottle-of" : "chart.new-bottle", "letter",
                         notice->bottle->letter, "liquid", chart_liquid(chart, notice->bottle->rung, arena), NULL);
    }
    return NULL;
}

/* Old and new volume side by side; a syringe that changes with the strength is told too. */
static Um put_strength(const Chart *chart, Sheet *sheet, const Notice *notice, const ChartDay *day, Um y)
{
    Um start = y;
    y += put_strengths(chart, sheet, notice, day, y);
    if (notice->before->syringe->capacity.nl != notice->now->syringe->capacity.nl)
        y += put_plain(chart, sheet, "notice.syringe",
                       words_say(chart->language, sheet->arena, "chart.new-syringe", "syringe",
                                 syringe_words(chart, notice->now->syringe, sheet->arena), NULL), y);
    return y - start;
}

/* The role of each kind's banner. */
static const char *const roles[] = {
    [NOTICE_COURSE] = "notice.course", [NOTICE_KEPT] = "notice.course", [NOTICE_LAST] = "notice.last", [NOTICE_DRUG] = "notice.drug",
    [NOTICE_STRENGTH] = "notice.strength", [NOTICE_SYRINGE] = "notice.syringe", [NOTICE_BOTTLE] = "notice.bottle",
};

Um notice_put(const Chart *chart, Sheet *sheet, const Notice *notice, const ChartDay *day, Um y)
{
    Um start = y;
    const char *words = chart_notice_words(chart, notice, sheet->arena);
    if (!words) return 0;
    if (notice->kind == NOTICE_COURSE || notice->kind == NOTICE_KEPT) return put_plain(chart, sheet, roles[notice->kind], words, y);
    y += put_banner(chart, sheet, roles[notice->kind], words, y);
    if (notice->kind == NOTICE_STRENGTH) y += put_strength(chart, sheet, notice, day, y);
    bool pictured = notice->kind == NOTICE_STRENGTH || notice->kind == NOTICE_SYRINGE || notice->kind == NOTICE_DRUG;
    return pictured ? y + put_pictures(chart, sheet, notice, day, y) - start : y - start;
}
