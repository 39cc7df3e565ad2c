/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One sentence on the chart of a revised plan: what changed, from which day, and that older charts end there. */
#include "chart.h"
#include "words.h"

#define FRAME_PAD MM(3)

static const Fill *fill_numbered(const PaperJob *job, int number)
{
    for (size_t f = 0; f < job->fills->count; f++)
        if (job->fills->items[f].number == number) return &job->fills->items[f];
    return NULL;
}

/* It is told on the chart of the fill in which it falls, and on the next. */
static bool change_told(const PaperJob *job)
{
    const Plan *plan = job->plan;
    if (!plan->change || plan->change_day > job->fill->last + 1) return false;
    const Fill *before = fill_numbered(job, job->fill->number - 1);
    return plan->change_day >= (before ? before->first : job->fill->first);
}

/* "4.2 mL in the morning and 4.4 mL at bedtime": what is taken on a day. */
static const char *doses_words(const Chart *chart, int32_t day, Arena *arena)
{
    const PaperJob *job = chart->job;
    const Plan *plan = job->plan;
    const char **items = ARENA_ARRAY(arena, plan->times * plan->drug_count, const char *);
    size_t count = 0;
    for (size_t time = 0; time < plan->times; time++)
        for (size_t drug = 0; drug < plan->drug_count; drug++) {
            Volume volume = schedule_volume(job->schedule, drug, day, time);
            if (volume.nl == 0) continue;
            const char *at = words_find(chart->language, arena_format(arena, "at.%s", job->house->shop->times[time].name));
            items[count++] = words_say(chart->language, arena, chart->several ? "change.dose-of" : "change.dose", "volume",
                                       words_volume(chart->language, arena, volume), "drug", chart_drug(chart, drug), "at", at ? at : "", NULL);
        }
    return words_list(chart->language, arena, items, count);
}

static const char *const change_keys[] = {
    [EVENT_HELD] = "change.held", [EVENT_SLOWED] = "change.slowed", [EVENT_REVERSED] = "change.reversed",
    [EVENT_RESUMED] = "change.resumed", [EVENT_MISSED] = "change.missed", [EVENT_STOPPED] = "change.stopped",
    [EVENT_MAINTAINED] = "change.maintained", [EVENT_SOURCE_CHANGED] = "change.source",
};

const char *chart_change_words(const Chart *chart, Arena *arena)
{
    const Plan *plan = chart->job->plan;
    if (!change_told(chart->job)) return NULL;
    const Event *change = plan->change;
    int32_t first = plan->change_day, last = first + (change->days ? change->days - 1 : 0);
    int32_t taken = change->kind == EVENT_MISSED ? last + 1 : first;
    if (taken >= plan->days) taken = plan->days - 1;   /* kept on past what is planned */
    return words_say(chart->language, arena, change_keys[change->kind], "date", chart_day_words(chart, first, arena), "last",
                     chart_day_words(chart, last, arena), "doses", doses_words(chart, taken, arena), NULL);
}

Um chart_change_put(const Chart *chart, Sheet *sheet, Um y)
{
    const char *words = chart_change_words(chart, sheet->arena);
    if (!words) return 0;
    const Type *type = &chart->style->covered;
    Um width = chart_width(chart) - 2 * FRAME_PAD, height = block_height(sheet, width, type, words);
    put_block(sheet, (Box){chart->margin + FRAME_PAD, y, width, 0}, type, "page.change", words);
    return height + MM(2);
}
