/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sentence that says what changed: its key by the event, its doses by marks and graduation, once on the chart; and that of
 * the last tablets. */
#include "microtaper/text.h"
#include "proof_chart.h"
#include "words.h"

static const char *key_of(const Event *event)
{
    switch (event->kind) {
    case EVENT_HELD: return "change.held";
    case EVENT_SLOWED: return "change.slowed";
    case EVENT_REVERSED: return "change.reversed";
    case EVENT_RESUMED: return "change.resumed";
    case EVENT_MISSED: return "change.missed";
    case EVENT_STOPPED: return "change.stopped";
    case EVENT_MAINTAINED: return "change.maintained";
    case EVENT_SOURCE_CHANGED: return "change.source";
    }
    return "";
}

static const char *doses_of(const ChartProof *own, int32_t day)
{
    const PaperJob *job = own->job;
    const Language *language = own->proof.language;
    Arena *arena = own->proof.arena;
    const char *items[TIMES_MAX * 16];
    size_t count = 0;
    if (day >= job->plan->days) day = job->plan->days - 1;
    for (size_t n = 0; n < job->plan->times * job->plan->drug_count && count < sizeof items / sizeof *items; n++) {
        size_t time = n / job->plan->drug_count, drug = n % job->plan->drug_count;
        if (schedule_marks(job->schedule, drug, day, time) == 0) continue;
        int64_t nl = schedule_marks(job->schedule, drug, day, time) * ladder_rung(job->schedule->ladder, drug, day)->syringe->graduation.nl;
        items[count++] = words_say(language, arena, own->several ? "change.dose-of" : "change.dose", "volume",
                                   words_volume(language, arena, (Volume){nl}), "drug", job->plan->drugs[drug].drug->tall_man, "at",
                                   words_find(language, arena_format(arena, "at.%s", job->house->shop->times[time].name)), NULL);
    }
    return words_list(language, arena, items, count);
}

static const char *day_words(const ChartProof *own, Date date)
{
    const Language *language = own->proof.language;
    Arena *arena = own->proof.arena;
    return words_say(language, arena, "chart.day", "weekday", words_weekday(language, date), "date", words_date(language, arena, date), NULL);
}

/* The change is of this fill's days, or of the days of the fill before it. */
static bool due(const PaperJob *job)
{
    if (job->rx->event_count == 0) return false;
    int32_t day = date_between(job->rx->starts, job->rx->events[job->rx->event_count - 1].on), from = job->fill->first;
    for (size_t f = 0; f < job->fills->count; f++)
        if (job->fills->items[f].number == job->fill->number - 1) from = job->fills->items[f].first;
    return from <= day && day <= job->fill->last + 1;
}

/* Worked out anew in tablets a day: what is there less the days from the count to the start, rounded down. */
static const char *tablets_of(const ChartProof *own, const Taking *taking)
{
    const Language *language = own->proof.language;
    Arena *arena = own->proof.arena;
    int64_t left = taking->on_hand * taking->tablet.ng;
    for (Date day = taking->counted; day.day < own->job->rx->starts.day; day = date_add(day, 1))
        for (size_t i = 0; i < taking->count; i++) left -= taking->doses[i].mass.ng;
    int64_t count = left > 0 ? left / taking->tablet.ng : 0;
    return words_say(language, arena, count ? "chart.tablets-left" : "chart.tablets", "drug", taking->drug->tall_man, "mass",
                     words_mass(language, arena, taking->tablet), "last", day_words(own, date_add(own->job->rx->starts, -1)), "first",
                     day_words(own, own->job->rx->starts), "count", arena_format(arena, "%lld", (long long)count), "phone",
                     own->job->house->shop->phone, NULL);
}

const char *chart_expected_tablets(const ChartProof *own)
{
    Buffer expected = buffer_new(own->proof.arena);
    for (size_t i = 0; own->job->fill->number == 1 && i < own->job->rx->taking_count; i++)
        if (own->job->rx->takings[i].has_tablets)
            buffer_addf(&expected, "%s%s", expected.length ? " " : "", tablets_of(own, &own->job->rx->takings[i]));
    return buffer_text(&expected);
}

void chart_prove_tablets(ChartProof *own)
{
    own->proof.number = 0;
    proof_equal(&own->proof, "page.tablets", chart_expected_tablets(own), proof_all(&own->proof, "page.tablets"));
}

const char *chart_expected_change(const ChartProof *own)
{
    if (!due(own->job)) return "";
    const Event *event = &own->job->rx->events[own->job->rx->event_count - 1];
    Date last = date_add(event->on, event->days > 1 ? event->days - 1 : 0);
    Date taken = event->kind == EVENT_MISSED ? date_add(last, 1) : event->on;
    return words_say(own->proof.language, own->proof.arena, key_of(event), "date", day_words(own, event->on), "last", day_words(own, last),
                     "doses", doses_of(own, date_between(own->job->rx->starts, taken)), NULL);
}

void chart_prove_change(ChartProof *own)
{
    own->proof.number = 0;
    proof_equal(&own->proof, "page.change", chart_expected_change(own), proof_all(&own->proof, "page.change"));
}
