/* SPDX-License-Identifier: GPL-3.0-or-later */
/* On the chart of a revised plan a sentence for each event: what changed, from which day, and that older charts end there. */
#include "chart.h"
#include "words.h"

static const Fill *fill_numbered(const PaperJob *job, int number)
{
    for (size_t f = 0; f < job->fills->count; f++)
        if (job->fills->items[f].number == number) return &job->fills->items[f];
    return NULL;
}

/* An event is told where its days touch those of this fill or of the one before, whose chart it ended. */
static bool change_told(const PaperJob *job, const PlanChange *change)
{
    const Fill *before = fill_numbered(job, job->fill->number - 1);
    return change->first <= job->fill->last + 1 && change->last >= (before ? before->first : job->fill->first);
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

static bool dose_on(const PaperJob *job, int32_t day)
{
    for (size_t drug = 0; drug < job->plan->drug_count; drug++)
        for (size_t time = 0; time < job->plan->times; time++)
            if (schedule_marks(job->schedule, drug, day, time) > 0) return true;
    return false;
}

/* The day whose doses the sentence names: of days missed, the next with a dose; never past what is planned. */
static int32_t doses_day(const PaperJob *job, const PlanChange *change)
{
    int32_t day = change->event->kind == EVENT_MISSED ? change->last + 1 : change->first;
    while (day < job->plan->days && !dose_on(job, day)) day++;
    return day < job->plan->days ? day : job->plan->days - 1;
}

/* Only the oldest says that the older chart ends: there is one day on which it does. */
static const char *one_change(const Chart *chart, const PlanChange *change, bool oldest, Arena *arena)
{
    const char *key = change_keys[change->event->kind];
    if (!oldest) key = arena_format(arena, "%s.then", key);
    return words_say(chart->language, arena, key, "date", chart_day_words(chart, change->first, arena), "last",
                     chart_day_words(chart, change->last, arena), "doses",
                     doses_words(chart, doses_day(chart->job, change), arena), NULL);
}

size_t chart_changes(const Chart *chart, const char ***sentences, Arena *arena)
{
    const Plan *plan = chart->job->plan;
    size_t count = 0;
    *sentences = ARENA_ARRAY(arena, plan->change_count, const char *);
    for (size_t i = 0; i < plan->change_count; i++)
        if (change_told(chart->job, &plan->changes[i])) {
            (*sentences)[count] = one_change(chart, &plan->changes[i], count == 0, arena);
            count++;
        }
    return count;
}

Um chart_change_put(const Chart *chart, Sheet *sheet, Um y)
{
    const char **sentences;
    size_t count = chart_changes(chart, &sentences, sheet->arena);
    Um start = y;
    for (size_t i = 0; i < count; i++) y += chart_sentence_put(chart, sheet, y, "page.change", sentences[i]);
    return y - start;
}
