/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sentences that say what changed: their keys by the events, their doses by marks and graduation, once on the chart; and
 * those of the last tablets. */
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

/* The last of the days that an event states, or, of a dose kept without an end, the day before the next event that ends it. */
static int32_t event_last(const PaperJob *job, size_t at)
{
    const Prescription *rx = job->rx;
    const Event *event = &rx->events[at];
    int32_t first = date_between(rx->starts, event->on);
    if (event->days > 0) return first + event->days - 1;
    if (event->kind != EVENT_HELD && event->kind != EVENT_MAINTAINED) return first;
    for (const Event *next = event + 1; next < rx->events + rx->event_count; next++) {
        if (next->kind == EVENT_SOURCE_CHANGED || next->kind == EVENT_MISSED) continue;
        int32_t end = date_between(rx->starts, next->on) - 1;
        return end > first ? end : first;
    }
    return job->plan->days > first ? job->plan->days - 1 : first;
}

/* Its days are among this fill's, or the days of the fill before it. */
static bool due(const PaperJob *job, size_t at)
{
    int32_t from = job->fill->first;
    for (size_t f = 0; f < job->fills->count; f++)
        if (job->fills->items[f].number == job->fill->number - 1) from = job->fills->items[f].first;
    return from <= event_last(job, at) && date_between(job->rx->starts, job->rx->events[at].on) <= job->fill->last + 1;
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

/* From the prescription's own elements, not from the bottles: those of the report that this fill answers. */
static bool answered(const ChartProof *own, const Replaced *row, const Bottle **bottle)
{
    const Fill *fill = own->job->fill;
    for (size_t b = 0; b < fill->bottle_count; b++) {
        *bottle = &fill->bottles[b];
        if (own->job->plan->drugs[(*bottle)->rung->drug].drug == row->drug && (*bottle)->replaces &&
            date_between(own->job->rx->starts, row->from) == (*bottle)->first)
            return true;
    }
    return false;
}

const char *chart_expected_replaced(const ChartProof *own)
{
    Buffer expected = buffer_new(own->proof.arena);
    for (int32_t day = own->job->fill->first; day <= own->job->fill->last; day++)
        for (size_t i = 0; i < own->job->rx->replaced_count; i++) {
            const Replaced *row = &own->job->rx->replaced[i];
            const Bottle *bottle;
            if (date_between(own->job->rx->starts, row->from) != day || !answered(own, row, &bottle)) continue;
            bool gone = row->reason == REPLACED_LOST || row->reason == REPLACED_STOLEN;
            buffer_addf(&expected, "%s%s", expected.length ? " " : "",
                        words_say(own->proof.language, own->proof.arena, gone ? "chart.replaced-lost" : "chart.replaced", "date",
                                  day_words(own, row->from), "drug", row->drug->tall_man, "new", bottle->letter, "old", row->bottle, "phone",
                                  own->job->house->shop->phone, NULL));
        }
    return buffer_text(&expected);
}

void chart_prove_replaced(ChartProof *own)
{
    own->proof.number = 0;
    proof_equal(&own->proof, "page.replaced", chart_expected_replaced(own), proof_all(&own->proof, "page.replaced"));
}

static const char *sentence_of(const ChartProof *own, size_t at, bool first)
{
    const Event *event = &own->job->rx->events[at];
    Date starts = own->job->rx->starts;
    int32_t day = date_between(starts, event->on), last = event_last(own->job, at);
    const char *doses = doses_of(own, event->kind == EVENT_MISSED ? last + 1 : day);
    for (int32_t next = last + 2; event->kind == EVENT_MISSED && !*doses && next <= own->job->plan->days; next++) doses = doses_of(own, next);
    return words_say(own->proof.language, own->proof.arena, arena_format(own->proof.arena, "%s%s", key_of(event), first ? "" : ".then"), "date",
                     day_words(own, event->on), "last", day_words(own, date_add(starts, last)), "doses", doses, NULL);
}

const char *chart_expected_change(const ChartProof *own, size_t nth)
{
    size_t count = 0;
    for (size_t at = 0; at < own->job->rx->event_count; at++)
        if (due(own->job, at) && count++ == nth) return sentence_of(own, at, nth == 0);
    return "";
}

/* ---- what a day begins with ---- */

/* The last event whose days hold this one, of those that keep doses or miss them; -1: none. */
static int keeper(const PaperJob *job, int32_t day)
{
    int found = -1;
    for (size_t at = 0; at < job->rx->event_count; at++) {
        EventKind kind = job->rx->events[at].kind;
        if (kind != EVENT_HELD && kind != EVENT_REVERSED && kind != EVENT_MAINTAINED && kind != EVENT_MISSED) continue;
        if (date_between(job->rx->starts, job->rx->events[at].on) <= day && day <= event_last(job, at)) found = (int)at;
    }
    return found;
}

static const char *kept_sentence(const ChartProof *own, size_t at)
{
    const Plan *plan = own->job->plan;
    int32_t last = event_last(own->job, at);
    EventKind kind = own->job->rx->events[at].kind;
    if (kind == EVENT_MISSED) return "";
    bool for_good = kind == EVENT_MAINTAINED && plan->maintains && last + 1 >= plan->days;
    return words_say(own->proof.language, own->proof.arena,
                     for_good ? "chart.maintain" : kind == EVENT_REVERSED ? "chart.list" : "chart.hold", "date",
                     day_words(own, date_add(own->job->rx->starts, last)), NULL);
}

static const char *step_sentence(const ChartProof *own, const Stretch *stretch)
{
    static const char *const keys[] = {[STEP_HOLD] = "chart.hold", [STEP_REDUCE] = "chart.reduce", [STEP_LIST] = "chart.list",
                                       [STEP_CROSS] = "chart.cross", [STEP_MAINTAIN] = "chart.maintain", [STEP_STOP] = NULL,
                                       [STEP_DIVIDE] = NULL};
    const Plan *plan = own->job->plan;
    bool dated = stretch->last < plan->dated;
    const char *key = dated ? keys[stretch->step->kind] : "chart.undated";
    if (!key) return "";
    Date date = date_add(plan->first, dated ? stretch->last : plan->dated);
    return words_say(own->proof.language, own->proof.arena, key, "date", day_words(own, date), "from",
                     stretch->drug ? stretch->drug->tall_man : "", "to", stretch->step->to ? stretch->step->to->tall_man : "", NULL);
}

size_t chart_expected_course(const ChartProof *own, int32_t day, const char **out)
{
    const Plan *plan = own->job->plan;
    int now = keeper(own->job, day);
    bool opens = day == own->job->fill->first;
    if (now >= 0) {
        out[0] = kept_sentence(own, (size_t)now);
        return opens || date_between(plan->first, own->job->rx->events[now].on) == day ? 1 : 0;
    }
    bool freed = keeper(own->job, day - 1) >= 0;
    size_t count = 0;
    for (const Stretch *s = plan->stretches; s < plan->stretches + plan->stretch_count; s++)
        if (s->first == day || ((opens || freed) && s->first < day && s->last >= day)) out[count++] = step_sentence(own, s);
    return count;
}

/* Hold, reduction or crossover: told on the days on which they begin, and on no day that an event keeps. */
void chart_prove_course(ChartProof *own)
{
    const char **said = ARENA_ARRAY(own->proof.arena, own->job->plan->stretch_count + 1, const char *);
    const char *all = "";
    for (int32_t day = own->job->fill->first; day <= own->last_dated; day++) {
        size_t count = chart_expected_course(own, day, said);
        for (size_t i = 0; i < count; i++)
            if (*said[i]) all = arena_format(own->proof.arena, "%s%s%s", all, *all ? " " : "", said[i]);
    }
    own->proof.number = 0;
    proof_equal(&own->proof, "notice.course", all, proof_all(&own->proof, "notice.course"));
}

void chart_prove_change(ChartProof *own)
{
    own->proof.number = 0;
    const char *all = "";
    for (size_t n = 0; *chart_expected_change(own, n); n++)
        all = arena_format(own->proof.arena, "%s%s%s", all, n ? " " : "", chart_expected_change(own, n));
    proof_equal(&own->proof, "page.change", all, proof_all(&own->proof, "page.change"));
}
