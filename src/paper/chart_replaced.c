/* SPDX-License-Identifier: GPL-3.0-or-later */
/* On the chart that comes with a replacement: the bottle to take from, and that the old one is not used any more. */
#include "chart.h"
#include "words.h"

static const char *bottle_words(const Chart *chart, const Bottle *bottle, Arena *arena)
{
    const Replaced *lost = bottle->replaces;
    bool gone = lost->reason == REPLACED_LOST || lost->reason == REPLACED_STOLEN;
    return words_say(chart->language, arena, gone ? "chart.replaced-lost" : "chart.replaced", "date",
                     chart_day_words(chart, bottle->first, arena), "drug", chart_drug(chart, bottle->rung->drug), "new", bottle->letter,
                     "old", lost->bottle, "phone", chart->job->house->shop->phone, NULL);
}

const char *chart_replaced_words(const Chart *chart, Arena *arena)
{
    const Fill *fill = chart->job->fill;
    const char *words = NULL;
    for (size_t b = 0; b < fill->bottle_count; b++) {
        if (!fill->bottles[b].replaces) continue;
        const char *own = bottle_words(chart, &fill->bottles[b], arena);
        words = words ? arena_format(arena, "%s %s", words, own) : own;
    }
    return words;
}

Um chart_replaced_put(const Chart *chart, Sheet *sheet, Um y)
{
    return chart_sentence_put(chart, sheet, y, "page.replaced", chart_replaced_words(chart, sheet->arena));
}
