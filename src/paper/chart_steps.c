/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Led by symptoms: behind the rows with dates come steps without them.  Each says its doses, for how many days at least,
 * and has room for the day it was begun and boxes to tick; behind them stands what is decided at a review. */
#include "chart.h"
#include "microtaper/text.h"
#include "words.h"

#define GAP MM(2.5)
#define PAD MM(2)
#define BOX_GAP MM(1.4)
#define WEEK 7

/* ----------------------------------------------------------------------------- which steps there are ---- */

bool chart_undated(const PaperJob *job)
{
    return job->fill->last >= job->plan->dated;
}

static int32_t first_undated(const PaperJob *job)
{
    return job->fill->first > job->plan->dated ? job->fill->first : job->plan->dated;
}

/* Bottles of the fill that hold this liquid on its days without dates: "A", "A, B"; NULL when none does. */
static const char *letters_of(const PaperJob *job, const Rung *rung, Arena *arena)
{
    const char *letters = NULL;
    for (size_t b = 0; b < job->fill->use_count; b++) {
        const Bottle *bottle = &job->fill->uses[b];
        if (bottle->rung != rung || bottle->last < first_undated(job)) continue;
        letters = letters ? arena_format(arena, "%s, %s", letters, bottle->letter) : bottle->letter;
    }
    return letters;
}

/* The doses of a run; false when the fill has no bottle for one of them. */
static bool step_doses(const PaperJob *job, const DoseRun *run, ChartStep *step, Arena *arena)
{
    const Plan *plan = job->plan;
    step->doses = ARENA_ARRAY(arena, plan->times * plan->drug_count, StepDose);
    for (size_t time = 0; time < plan->times; time++)
        for (size_t drug = 0; drug < plan->drug_count; drug++) {
            if (schedule_marks(job->schedule, drug, run->first, time) <= 0) continue;
            const Rung *rung = ladder_rung(job->schedule->ladder, drug, run->first);
            const char *letters = letters_of(job, rung, arena);
            if (!letters) return false;
            step->doses[step->dose_count++] = (StepDose){
                .drug = drug, .time = time, .volume = schedule_volume(job->schedule, drug, run->first, time),
                .dose = schedule_dose(job->schedule, drug, run->first, time), .rung = rung, .letters = letters};
        }
    return true;
}

static ChartStep step_of(const Plan *plan, size_t run)
{
    const DoseRun *at = &plan->runs[run];
    int32_t taken = at->first < plan->dated ? plan->dated - at->first : 0;
    return (ChartStep){.number = (int)run + 1, .least = at->least > taken ? at->least - taken : 0, .most = at->last - at->first + 1 - taken};
}

/* A fill without any date begins with this step: nothing before it tells of a new strength. */
static void step_news(const PaperJob *job, ChartStep *step, Arena *arena)
{
    const Ladder *ladder = job->schedule->ladder;
    int32_t day = job->fill->first;
    step->news = ARENA_ARRAY(arena, job->plan->drug_count, const Rung *);
    for (size_t drug = 0; day >= job->plan->dated && drug < job->plan->drug_count; drug++) {
        const Rung *now = ladder_rung(ladder, drug, day), *before = ladder_rung(ladder, drug, day - 1);
        if (now && before && !strength_equal(now->strength, before->strength)) step->news[step->news_count++] = now;
    }
}

void chart_steps_gather(Chart *chart, Arena *arena)
{
    const PaperJob *job = chart->job;
    if (!chart_undated(job)) return;
    const Plan *plan = job->plan;
    chart->steps = ARENA_ARRAY(arena, plan->run_count, ChartStep);
    for (size_t run = 0; run < plan->run_count; run++) {
        if (plan->runs[run].last < first_undated(job) || plan->runs[run].first > plan->reach[job->fill->last].last) continue;
        ChartStep step = step_of(plan, run);
        if (!step_doses(job, &plan->runs[run], &step, arena)) {
            chart->steps_need_bottles = true;
            return;
        }
        if (chart->step_count == 0) step_news(job, &step, arena);
        chart->steps[chart->step_count++] = step;
    }
}

/* ----------------------------------------------------------------------------------------- sentences ---- */

static const char *days_words(const Chart *chart, int32_t days, Arena *arena)
{
    return words_count(chart->language, arena, "days", days);
}

const char *chart_step_title(const Chart *chart, const ChartStep *step, Arena *arena)
{
    return words_say(chart->language, arena, step->least ? "chart.step" : "chart.step-held", "number",
                     arena_format(arena, "%d", step->number), "days", days_words(chart, step->least, arena), NULL);
}

const char *chart_steps_title(const Chart *chart, Arena *arena)
{
    return words_say(chart->language, arena, "chart.steps", "date", chart_day_words(chart, chart->job->plan->dated, arena), NULL);
}

const char *chart_steps_how(const Chart *chart, Arena *arena)
{
    const Prescription *rx = chart->job->rx;
    return words_say(chart->language, arena, "chart.steps-how", "steady", rx->steady, "days", days_words(chart, rx->longest, arena), NULL);
}

const char *chart_step_bottle(const Chart *chart, const StepDose *dose, Arena *arena)
{
    return words_say(chart->language, arena, "chart.step-bottle", "letter", dose->letters, NULL);
}

const char *chart_decision(const Chart *chart, int which, Arena *arena)
{
    const char *const keys[DECISION_COUNT] = {"decide.on", "decide.hold", chart->job->rx->back ? "decide.back" : "decide.not-back",
                                              "decide.call"};
    return words_say(chart->language, arena, keys[which], "phone", chart->job->house->shop->phone, "days",
                     days_words(chart, chart->job->rx->longest, arena), NULL);
}

const char *chart_steps_end(const Chart *chart, Arena *arena)
{
    return words_say(chart->language, arena, chart->steps_need_bottles ? "chart.steps-bottles" : "chart.steps-later", "phone",
                     chart->job->house->shop->phone, NULL);
}

/* ------------------------------------------------------------------------------------------- on paper ---- */

Um chart_steps_put(const Chart *chart, Sheet *sheet, Um y)
{
    Um start = y;
    if (!chart_undated(chart->job)) return 0;
    Box box = {chart->margin, y + GAP, chart_width(chart), 0};
    put_rule(sheet, chart->margin, y + GAP / 2, chart_width(chart), 0, MM(0.9), 0, "steps.rule");
    box.y += put_block(sheet, box, &chart->style->heading, "steps.title", chart_steps_title(chart, sheet->arena));
    box.y += put_block(sheet, box, &chart->style->body, "steps.how", chart_steps_how(chart, sheet->arena));
    return box.y + MM(1) - start;
}

/* Title, and beside it (in large print below) room for the day on which the step is begun. */
static Um put_title(const Chart *chart, Sheet *sheet, const ChartStep *step, Um y)
{
    const ChartStyle *style = chart->style;
    const char *title = chart_step_title(chart, step, sheet->arena), *begun = words_say(chart->language, sheet->arena, "chart.step-begun", NULL);
    Um width = chart_width(chart), room = style->notes_below ? width : width * 58 / 100, start = y;
    Um height = put_block(sheet, (Box){chart->margin, y, room, 0}, &style->heading, "step.title", title);
    if (step->least == 0) return height;
    Um x = style->notes_below ? chart->margin : chart->margin + room + GAP, line = type_leading(&style->strong);
    if (style->notes_below) y += height;
    put_line(sheet, (Box){x, y, width - (x - chart->margin), 0}, &style->strong, "step.begun", begun);
    Um after = x + text_width(sheet, &style->strong, begun) + MM(2);
    put_rule(sheet, after, y + line, chart->margin + width - after, 0, MM(0.3), 0, "step.rule");
    Um beside = line + MM(1);
    if (style->notes_below) return y + beside - start;
    return height > beside ? height : beside;
}

static Type centred(Type type, Um height, Align align)
{
    type.leading = height;
    type.align = align;
    return type;
}

static Um put_strip(const Chart *chart, Sheet *sheet, const StepDose *dose, Um y)
{
    if (!dose->changed) return 0;
    return chart_strip_put(chart, sheet, dose->rung, dose->volume, -1, (Box){chart->margin, y, chart_width(chart), 0});
}

/* One dose: when, how much, which is, from which bottle; its drug's name below where there are several; its syringe. */
static Um put_dose(const Chart *chart, Sheet *sheet, const StepDose *dose, Um y)
{
    const ChartStyle *style = chart->style;
    Um x = chart->margin, width = chart_width(chart), height = style->dose, quarter = width / 4;
    Type time = centred(style->time, height, ALIGN_LEFT), volume = centred(style->volume, height, ALIGN_RIGHT);
    Type mass = centred(style->mass, height, ALIGN_LEFT), letter = centred(style->strong, height, ALIGN_LEFT);
    put_line(sheet, (Box){x, y, quarter, height}, &time, "step.time", chart_time_words(chart, dose->time, sheet->arena));
    put_line(sheet, (Box){x + quarter, y, quarter - GAP, height}, &volume, "step.volume", words_volume(chart->language, sheet->arena, dose->volume));
    put_line(sheet, (Box){x + 2 * quarter + GAP, y, quarter - GAP, height}, &mass, "step.mass", words_mass(chart->language, sheet->arena, dose->dose));
    put_line(sheet, (Box){x + 3 * quarter, y, quarter, height}, &letter, "step.bottle", chart_step_bottle(chart, dose, sheet->arena));
    if (!chart->several) return height + put_strip(chart, sheet, dose, y + height);
    Type name = style->named;
    name.align = ALIGN_LEFT;
    height += put_block(sheet, (Box){x, y + height, width, 0}, &name, "step.drug", chart_drug(chart, dose->drug));
    return height + put_strip(chart, sheet, dose, y + height);
}

/* A box for each day that the step may last, numbered, in whole weeks to a line. */
static Um put_boxes(const Chart *chart, Sheet *sheet, const ChartStep *step, Um y)
{
    Um side = chart->style->tick, each = side + BOX_GAP;
    int across = (int)(chart_width(chart) / each) / WEEK * WEEK;
    for (int day = 0; day < step->most; day++) {
        Um x = chart->margin + day % across * each, top = y + day / across * each;
        put_frame(sheet, (Box){x, top, side, side}, MM(0.4), 0, "step.tick");
        put_line(sheet, (Box){x + MM(0.5), top + MM(0.2), side, 0}, &chart->style->box, "step.box", arena_format(sheet->arena, "%d", day + 1));
    }
    return (step->most + across - 1) / across * each;
}

static Um put_news(const Chart *chart, Sheet *sheet, const Rung *rung, Um y)
{
    const Type *type = &chart->style->banner;
    Um width = chart_width(chart) - 2 * GAP;
    const char *words = words_say(chart->language, sheet->arena, "chart.new-strength", "drug", chart_drug(chart, rung->drug), "strength",
                                  words_strength(chart->language, sheet->arena, rung->strength), NULL);
    Um height = block_height(sheet, width, type, words) + PAD;
    put_bar(sheet, (Box){chart->margin, y, chart_width(chart), height}, 0, "step.bar");
    put_block(sheet, (Box){chart->margin + GAP, y + PAD / 2, width, 0}, type, "step.strength", words);
    return height;
}

Um chart_step_put(const Chart *chart, Sheet *sheet, const ChartStep *step, Um y)
{
    Um start = y;
    for (size_t n = 0; n < step->news_count; n++) y += put_news(chart, sheet, step->news[n], y + MM(1)) + MM(1);
    put_rule(sheet, chart->margin, y + PAD / 2, chart_width(chart), 0, MM(0.4), 0, "step.top");
    y += PAD + MM(0.5);
    y += put_title(chart, sheet, step, y);
    for (size_t d = 0; d < step->dose_count; d++) y += put_dose(chart, sheet, &step->doses[d], y);
    y += put_boxes(chart, sheet, step, y + MM(1)) + MM(1);
    return y + MM(1) - start;
}

Um chart_decide_put(const Chart *chart, Sheet *sheet, Um y)
{
    Um start = y, indent = MM(5);
    if (!chart_undated(chart->job)) return 0;
    Box box = {chart->margin, y + GAP, chart_width(chart), 0};
    put_rule(sheet, chart->margin, y + GAP / 2, chart_width(chart), 0, MM(0.4), 0, "steps.rule");
    box.y += put_block(sheet, box, &chart->style->strong, "steps.end", chart_steps_end(chart, sheet->arena));
    box.y += MM(1);
    box.y += put_block(sheet, box, &chart->style->heading, "decide.title", words_say(chart->language, sheet->arena, "decide.title", NULL));
    for (int d = 0; d < DECISION_COUNT; d++) {
        put_bar(sheet, (Box){box.x + MM(1), box.y + MM(1.6), MM(1.6), MM(1.6)}, 0, "decide.mark");
        box.y += put_block(sheet, (Box){box.x + indent, box.y, box.width - indent, 0}, &chart->style->body, "decide.text",
                           chart_decision(chart, d, sheet->arena));
    }
    return box.y + MM(1) - start;
}
