/* SPDX-License-Identifier: GPL-3.0-or-later */
/* On the chart of the first fill: the last day of the tablets, and that those left over are not taken. */
#include "chart.h"
#include "words.h"

static const char *taking_words(const Chart *chart, const TabletsLeft *tablets, Arena *arena)
{
    const PaperJob *job = chart->job;
    const Language *language = chart->language;
    return words_say(language, arena, tablets->left ? "chart.tablets-left" : "chart.tablets", "drug", tablets->taking->drug->tall_man,
                     "mass", words_mass(language, arena, tablets->taking->tablet), "last", chart_day_words(chart, -1, arena), "first",
                     chart_day_words(chart, 0, arena), "count", arena_format(arena, "%lld", (long long)tablets->left), "phone",
                     job->house->shop->phone, NULL);
}

const char *chart_tablets_words(const Chart *chart, Arena *arena)
{
    const PaperJob *job = chart->job;
    const char *words = NULL;
    for (size_t i = 0; job->fill->first == 0 && i < job->rx->taking_count; i++) {
        TabletsLeft tablets;
        if (!tablets_left(&job->rx->takings[i], job->plan->first, &tablets)) continue;
        const char *own = taking_words(chart, &tablets, arena);
        words = words ? arena_format(arena, "%s %s", words, own) : own;
    }
    return words;
}

Um chart_tablets_put(const Chart *chart, Sheet *sheet, Um y)
{
    return chart_sentence_put(chart, sheet, y, "page.tablets", chart_tablets_words(chart, sheet->arena));
}
