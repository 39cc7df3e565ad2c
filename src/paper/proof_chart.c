/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The dosing chart, read back: every dose of the fill stands on it once, under its day, as plan and bottles have it; each
 * page's code carries the rows of its page. */
#include <string.h>

#include "microtaper/text.h"
#include "proof.h"
#include "proof_chart.h"
#include "words.h"

#define REACH 3500          /* um: what belongs to a row has its middle this near */
#define LARGE_REACH 6500    /* in large print */
#define DAY_ABOVE 3500      /* um: a date's middle may lie this far under that of its first row */

static const LeastSize least_sizes[] = {
    {"row.volume", POINTS(18)}, {"row.day", POINTS(18)}, {"row.weekday", POINTS(12)}, {"row.time", POINTS(12)},
    {"row.bottle", POINTS(12)}, {"row.box", POINTS(9)}, {"row.from", POINTS(12)}, {"row.until", POINTS(12)}, {"row.*", POINTS(11)}, {"page.how*", POINTS(12)}, {"page.covered*", POINTS(12)}, {"page.change", POINTS(12)}, {"page.tablets", POINTS(12)}, {"page.replaced", POINTS(12)},
    {"page.*", POINTS(11)}, {"step.volume", POINTS(18)}, {"step.box", POINTS(9)}, {"step.mass", POINTS(11)}, {"step.drug", POINTS(11)}, {"step*", POINTS(12)}, {"decide.*", POINTS(12)},
    {"strip.label", POINTS(12)}, {"strip.number", POINTS(9)}, {"notice.*", POINTS(12)}, {"strength.*", POINTS(12)}, {NULL, 0},
};

/* U.S. Access Board: 18 points, bold; what is drawn on the picture of a syringe is a picture. */
static const LeastSize large_sizes[] = {{"row.volume", POINTS(28)}, {"code.word", POINTS(9)}, {"*", POINTS(18)}, {NULL, 0}};

static const Fill *fill_of(const ChartProof *own)
{
    return own->job->fill;
}

static Date day_date(const ChartProof *own, int32_t day)
{
    return date_add(own->job->plan->first, day);
}

/* ----------------------------------------------------------------------------- what should be there ---- */

/* The doses of the fill in the order charts print them: by day, time of day, drug. */
static void expect_doses(ChartProof *own)
{
    const Plan *plan = own->job->plan;
    const Fill *fill = fill_of(own);
    size_t most = (size_t)(fill->last - fill->first + 1) * plan->times * plan->drug_count;
    own->doses = ARENA_ARRAY(own->proof.arena, most + 1, ExpectedDose);
    for (int32_t day = fill->first; day <= own->last_dated; day++)
        for (size_t time = 0; time < plan->times; time++)
            for (size_t drug = 0; drug < plan->drug_count; drug++)
                if (schedule_marks(own->job->schedule, drug, day, time) > 0)
                    own->doses[own->dose_count++] = (ExpectedDose){day, drug, time};
}

/* Found by looking at every bottle: exactly one may hold the drug on that day. */
const Bottle *chart_bottle_on(const Fill *fill, size_t drug, int32_t day)
{
    const Bottle *found = NULL;
    for (size_t b = 0; b < fill->use_count; b++) {
        const Bottle *bottle = &fill->uses[b];
        if (bottle->rung->drug != drug || day < bottle->first || day > bottle->last) continue;
        if (found) return NULL;
        found = bottle;
    }
    return found;
}

/* ------------------------------------------------------------------------------------------ one row ---- */

static const char *item_text(const Item *item)
{
    return item ? item->text : NULL;
}

static void prove_word(ChartProof *own, const char *role, const char *expected, const Item *found)
{
    if (!found) proof_fault(&own->proof, MT751, role, arena_format(own->proof.arena, "\"%s\" is missing", expected));
    else proof_equal(&own->proof, role, expected, item_text(found));
}

static void prove_quantity(ChartProof *own, const char *role, const char *unit, int64_t expected, const Item *found)
{
    Arena *arena = own->proof.arena;
    const char *words = arena_format(arena, "%s %s", decimal_text(arena, expected, 6), unit);
    if (!found) proof_fault(&own->proof, MT751, role, arena_format(arena, "%s is missing", words));
    else if (printed_quantity(own->proof.language, found->text, unit, arena) != expected)
        proof_differs(&own->proof, role, words, found->text);
}

/* The printed row goes into what the page's code must carry. */
static void keep_row(ChartProof *own, const ExpectedDose *dose, const Bottle *bottle, const Item *volume)
{
    ChartRow *row = &own->rows[own->row_count++];
    const Strength *strength = &bottle->rung->strength;
    row->date = day_date(own, dose->day);
    row->drug = own->job->plan->drugs[dose->drug].drug->code;
    row->time = (uint8_t)dose->time;
    memcpy(row->letter, bottle->letter, sizeof row->letter);
    row->strength = (uint32_t)(strength->mass.ng * NL_PER_ML / strength->volume.nl);
    row->volume.nl = printed_quantity(own->proof.language, volume->text, "mL", own->proof.arena);
}

static void prove_row(ChartProof *own, const Item *volume, const ExpectedDose *dose)
{
    Proof *proof = &own->proof;
    const PaperJob *job = own->job;
    int64_t middle = item_middle(volume);
    const Bottle *bottle = chart_bottle_on(job->fill, dose->drug, dose->day);
    const char *time = words_find(proof->language, arena_format(proof->arena, "time.%s", job->house->shop->times[dose->time].name));
    prove_quantity(own, "row.volume", "mL", schedule_volume(job->schedule, dose->drug, dose->day, dose->time).nl, volume);
    prove_quantity(own, "row.mass", "mg", schedule_dose(job->schedule, dose->drug, dose->day, dose->time).ng,
                   proof_beside(proof, "row.mass", middle, REACH));
    prove_word(own, "row.time", time ? time : "", proof_beside(proof, "row.time", middle, REACH));
    if (!bottle) {
        proof_fault(proof, MT750, "row.bottle", "the fill has no one bottle for this day and drug");
        return;
    }
    prove_word(own, "row.bottle", bottle->letter, proof_beside(proof, "row.bottle", middle, REACH));
    if (own->several)
        prove_word(own, "row.drug", job->plan->drugs[dose->drug].drug->tall_man, proof_beside(proof, "row.drug", middle, own->large ? 2 * LARGE_REACH : REACH));
    if (!own->by_period && !proof_beside(proof, "row.tick", middle, REACH))
        proof_fault(proof, MT751, "row.tick", "a dose has no box to tick");
    chart_prove_row_strip(own, volume, dose);
    own->printed++;
    keep_row(own, dose, bottle, volume);
}

/* ------------------------------------------------------------------------------------------ the days ---- */

static int by_height(const void *a, const void *b)
{
    const Item *x = *(const Item *const *)a, *y = *(const Item *const *)b;
    return (item_middle(x) > item_middle(y)) - (item_middle(x) < item_middle(y));
}

static const Item **down_the_page(ChartProof *own, const char *role, size_t *count)
{
    const Item **items = proof_items(&own->proof, role, count);
    qsort(items, *count, sizeof *items, by_height);
    return items;
}

/* A date on the page must be the next day of the fill. */
static void prove_day(ChartProof *own, const Item *number, int32_t day)
{
    Proof *proof = &own->proof;
    Date date = day_date(own, day);
    Civil civil = date_civil(date);
    int64_t middle = item_middle(number), reach = own->large ? LARGE_REACH : REACH;
    const char *weekday = own->large ? words_weekday_short(proof->language, date) : words_weekday(proof->language, date);
    const char *month = own->large ? words_month_short(proof->language, civil.month) : words_month(proof->language, civil.month);
    proof_equal(proof, "row.day", arena_format(proof->arena, "%d", civil.day), number->text);
    prove_word(own, "row.weekday", weekday, proof_beside(proof, "row.weekday", middle, reach));
    prove_word(own, "row.month", month, proof_beside(proof, "row.month", middle, reach));
}

static const char *short_day(const ChartProof *own, const char *key, int32_t day)
{
    const Language *language = own->proof.language;
    Date date = day_date(own, day);
    return words_say(language, own->proof.arena, key, "weekday", words_weekday_short(language, date), "date",
                     words_day_month(language, own->proof.arena, date), NULL);
}

/* The last day of the period that begins with this date; the day itself where only one is named. */
static int32_t period_last(ChartProof *own, const Item *from, int32_t day)
{
    Proof *proof = &own->proof;
    proof_equal(proof, "row.from", short_day(own, "chart.day", day), from->text);
    const Item *until = proof_beside(proof, "row.until", item_middle(from) + from->size.um * 5 / 4, from->size.um);
    for (int32_t last = day; until && last <= fill_of(own)->last; last++)
        if (text_equal(proof_plain(proof->arena, short_day(own, "chart.until", last)), until->text)) return last;
    if (until) proof_differs(proof, "row.until", "a day of the fill", until->text);
    return day;
}

static bool same_dose(const ChartProof *own, const ExpectedDose *a, const ExpectedDose *b)
{
    const Schedule *schedule = own->job->schedule;
    return a->drug == b->drug && a->time == b->time &&
           schedule_volume(schedule, a->drug, a->day, a->time).nl == schedule_volume(schedule, b->drug, b->day, b->time).nl &&
           chart_bottle_on(fill_of(own), a->drug, a->day) == chart_bottle_on(fill_of(own), b->drug, b->day);
}

/* The other days of a period have the doses of its first, which stand printed once. */
static void prove_period(ChartProof *own, size_t first, int32_t last)
{
    size_t count = own->next_dose - first, printed = own->row_count - count;
    own->ticks += count * (size_t)(last - own->next_day + 1);
    while (own->next_day <= last) {
        for (size_t k = 0; k < count; k++, own->next_dose++) {
            const ExpectedDose *dose = &own->doses[own->next_dose];
            bool same = own->next_dose < own->dose_count && dose->day == own->next_day && same_dose(own, dose, &own->doses[first + k]);
            if (!same) {
                proof_differs(&own->proof, "row.until", "days with the same doses", date_text(own->proof.arena, day_date(own, own->next_day)));
                return;
            }
            own->rows[own->row_count] = own->rows[printed + k];
            own->rows[own->row_count++].date = day_date(own, own->next_day);
        }
        own->next_day++;
    }
}

/* The doses printed under one date, down to the next. */
static void prove_doses(ChartProof *own, int32_t day, const Item **volumes, size_t count, size_t *v, int64_t until)
{
    Arena *arena = own->proof.arena;
    for (; own->next_dose < own->dose_count && own->doses[own->next_dose].day == day; own->next_dose++) {
        if (*v < count && item_middle(volumes[*v]) < until) prove_row(own, volumes[(*v)++], &own->doses[own->next_dose]);
        else proof_fault(&own->proof, MT751, "row.volume", arena_format(arena, "a dose of %s is missing", date_text(arena, day_date(own, day))));
    }
    for (; *v < count && item_middle(volumes[*v]) < until; (*v)++)
        proof_differs(&own->proof, "row.volume", "no more doses on this day", volumes[*v]->text);
}

/* Doses of the page stand under the dates of the page, each day's before the next one's. */
static void prove_days(ChartProof *own)
{
    size_t day_count, volume_count, v = 0;
    const char *role = own->by_period ? "row.from" : "row.day";
    const Item **days = down_the_page(own, role, &day_count), **volumes = down_the_page(own, "row.volume", &volume_count);
    for (size_t d = 0; d < day_count; d++) {
        int32_t day = own->next_day++, last = own->by_period ? period_last(own, days[d], day) : day;
        int64_t until = d + 1 < day_count ? item_middle(days[d + 1]) - DAY_ABOVE : own->proof.page->height.um;
        size_t first = own->next_dose;
        if (!own->by_period) prove_day(own, days[d], day);
        prove_doses(own, day, volumes, volume_count, &v, until);
        own->ticks += own->next_dose - first;
        prove_period(own, first, last);
    }
    own->last_on_page = own->next_day - 1;
}

static void count_of(ChartProof *own, const char *role, size_t expected)
{
    size_t count = proof_count(&own->proof, role);
    if (count != expected)
        proof_fault(&own->proof, MT751, role, arena_format(own->proof.arena, "stands there %zu times, not %zu", count, expected));
}

/* As many of each cell as there are doses: none stands between rows. */
static void prove_counts(ChartProof *own, size_t days)
{
    static const char *const by_dose[] = {"row.time", "row.mass", "row.bottle"};
    static const char *const by_day[] = {"row.weekday", "row.month"};
    for (size_t r = 0; r < sizeof by_dose / sizeof *by_dose; r++) count_of(own, by_dose[r], own->printed);
    for (size_t r = 0; r < sizeof by_day / sizeof *by_day; r++) count_of(own, by_day[r], own->by_period ? 0 : days);
    count_of(own, "row.drug", own->several ? own->printed : 0);
    count_of(own, "row.tick", own->ticks);
    count_of(own, "row.box", own->by_period ? own->ticks : 0);
}

/* ------------------------------------------------------------------------------------------ the head ---- */

static const char *day_words(const ChartProof *own, Date date)
{
    const Language *language = own->proof.language;
    Arena *arena = own->proof.arena;
    return words_say(language, arena, "chart.day", "weekday", words_weekday(language, date), "date", words_date(language, arena, date), NULL);
}

static void prove_drugs(ChartProof *own)
{
    size_t count;
    const Item **lines = proof_items(&own->proof, "page.drug", &count);
    Buffer all = buffer_new(own->proof.arena);
    for (size_t i = 0; i < count; i++) buffer_addf(&all, "%s ", lines[i]->text);
    for (size_t b = 0; b < fill_of(own)->use_count; b++) {
        const Rung *rung = fill_of(own)->uses[b].rung;
        const char *name = own->job->plan->drugs[rung->drug].drug->tall_man;
        char *strength = arena_string(own->proof.arena, words_strength(own->proof.language, own->proof.arena, rung->strength));
        for (char *at = strength; (at = strstr(at, "\xC2\xA0")) != NULL;) memmove(at + 1, at + 2, strlen(at + 2) + 1), *at++ = ' ';
        if (!strstr(buffer_text(&all), name) || !strstr(buffer_text(&all), strength))
            proof_differs(&own->proof, "page.drug", arena_format(own->proof.arena, "%s %s", name, strength), buffer_text(&all));
    }
}

static const char *head_day(const ChartProof *own, int32_t day)
{
    return own->large ? words_date_short(own->proof.language, own->proof.arena, day_date(own, day)) : day_words(own, day_date(own, day));
}

/* The title once more in the pharmacist's language, where the shop asks for it. */
static void prove_second(ChartProof *own)
{
    const PaperShop *house = own->job->house;
    Arena *arena = own->proof.arena;
    const char *revision = arena_format(arena, "%d", (int)own->job->rx->revision);
    if (!words_second_asked(house)) {
        count_of(own, "page.second", 0);
        return;
    }
    const char *title = words_say(house->pharmacist, arena, "chart.title", "number", own->job->rx->number, "revision", revision, NULL);
    const char *text = arena_format(arena, "%s. %s", title, words_find(house->pharmacist, "chart.older"));
    proof_equal(&own->proof, "page.second", words_say(house->pharmacist, arena, "second", "text", text, NULL),
                proof_text(&own->proof, "page.second"));
}

static void prove_head(ChartProof *own, int32_t first)
{
    Proof *proof = &own->proof;
    Arena *arena = proof->arena;
    const Prescription *rx = own->job->rx;
    const Shop *shop = own->job->house->shop;
    const char *revision = arena_format(arena, "%d", (int)rx->revision), *page = arena_format(arena, "%d", proof->number);
    const char *pages = arena_format(arena, "%zu", proof->document->count);
    const char *days_key = first == own->last_on_page ? "chart.one-day" : "chart.days";
    proof_equal(proof, "page.patient", rx->patient.name, proof_text(proof, "page.patient"));
    proof_equal(proof, "page.title", words_say(proof->language, arena, "chart.title", "number", rx->number, "revision", revision, NULL),
                proof_text(proof, "page.title"));
    proof_equal(proof, "page.number", words_say(proof->language, arena, "page.number", "page", page, "pages", pages, NULL),
                proof_text(proof, "page.number"));
    proof_equal(proof, "page.foot", words_say(proof->language, arena, "chart.page", "number", rx->number, "revision", revision, "page", page,
                                              "pages", pages, NULL), proof_text(proof, "page.foot"));
    proof_equal(proof, "page.pharmacy", words_say(proof->language, arena, "chart.pharmacy", "name", shop->name, "phone", shop->phone, NULL),
                proof_text(proof, "page.pharmacy"));
    proof_equal(proof, "page.older", words_say(proof->language, arena, "chart.older", NULL), proof_text(proof, "page.older"));
    if (own->last_on_page < first) count_of(own, "page.days", 0);
    else proof_equal(proof, "page.days", words_say(proof->language, arena, days_key, "first", head_day(own, first), "last",
                                              head_day(own, own->last_on_page), NULL), proof_text(proof, "page.days"));
    if (own->job->house->sample)
        proof_equal(proof, "page.sample", words_say(proof->language, arena, "sample", NULL), proof_text(proof, "page.sample"));
    proof_reprint(proof, "page.reprint");
    prove_second(own);
    prove_drugs(own);
}

const char *chart_expected_covered(const ChartProof *own)
{
    const Fill *fill = fill_of(own);
    const char *key = fill->last_fill && own->job->plan->ends_by_stop && own->last_dated == fill->last ? "chart.covered-end" : "chart.covered";
    return words_say(own->proof.language, own->proof.arena, key, "date", day_words(own, day_date(own, fill->last)), "call",
                     day_words(own, fill->call_by), "phone", own->job->house->shop->phone, NULL);
}

/* "Covered to, call by, do not stop": on the first page and behind the last row. */
static void prove_covered(ChartProof *own, const char *role)
{
    proof_equal(&own->proof, role, chart_expected_covered(own), proof_text(&own->proof, role));
}

/* What to do when something is not right, word for word, anywhere on the chart but in one piece. */
static void add_all(ChartProof *own, Buffer *all, const char *role)
{
    for (size_t p = 0; p < own->proof.document->count; p++) {
        const Page *page = &own->proof.document->pages[p];
        for (size_t i = 0; i < page->count; i++)
            if (page->items[i].kind == ITEM_TEXT && text_equal(page->items[i].role, role)) buffer_addf(all, "%s ", page->items[i].text);
    }
}

static void prove_care(ChartProof *own)
{
    static const char *const keys[] = {"care.missed", "care.worse", "care.call", "care.ambulance"};
    Arena *arena = own->proof.arena;
    Buffer leads = buffer_new(arena), texts = buffer_new(arena), found_leads = buffer_new(arena), found_texts = buffer_new(arena);
    for (size_t k = 0; k < sizeof keys / sizeof *keys; k++) {
        buffer_addf(&leads, "%s ", words_say(own->proof.language, arena, arena_format(arena, "%s-lead", keys[k]), "phone",
                                             own->job->house->shop->phone, NULL));
        buffer_addf(&texts, "%s ", words_say(own->proof.language, arena, keys[k], NULL));
    }
    add_all(own, &found_leads, "page.care-lead");
    add_all(own, &found_texts, "page.care");
    proof_equal(&own->proof, "page.care-lead", buffer_text(&leads), buffer_text(&found_leads));
    proof_equal(&own->proof, "page.care", buffer_text(&texts), buffer_text(&found_texts));
}

/* ------------------------------------------------------------------------------------------ the code ---- */

static bool same_row(const ChartRow *a, const ChartRow *b)
{
    return a->date.day == b->date.day && a->drug == b->drug && a->time == b->time && strcmp(a->letter, b->letter) == 0 &&
           a->strength == b->strength && a->volume.nl == b->volume.nl;
}

static const char *row_words(const ChartProof *own, const ChartRow *row)
{
    Arena *arena = own->proof.arena;
    return arena_format(arena, "%s time %d drug %d bottle %s %u ng/mL %s", date_text(arena, row->date), row->time, row->drug, row->letter,
                        (unsigned)row->strength, volume_text(arena, row->volume));
}

/* The code may order rows of a day in its own way: each printed row must be in it, and none besides. */
static void prove_code_rows(ChartProof *own, const Record *record)
{
    ChartRow *rows;
    size_t count;
    if (!chart_rows(record, &rows, &count, own->proof.arena)) {
        proof_fault(&own->proof, MT754, "page.code", "its rows are not well formed");
        return;
    }
    proof_number(&own->proof, "page.code rows", (long long)own->row_count, (long long)count);
    for (size_t r = 0; r < own->row_count; r++) {
        size_t k = 0;
        while (k < count && !same_row(&own->rows[r], &rows[k])) k++;
        if (k == count) proof_fault(&own->proof, MT754, "page.code", arena_format(own->proof.arena, "lacks the row %s", row_words(own, &own->rows[r])));
    }
}

static void prove_code(ChartProof *own)
{
    Proof *proof = &own->proof;
    Record record;
    uint8_t token[6];
    if (!proof_record(proof, proof_item(proof, "page.code"), RECORD_CHART, &record)) return;
    proof_token(proof, own->job->rx->number, token);
    if (memcmp(token, record.token, sizeof token)) proof_fault(proof, MT754, "page.code", "belongs to another prescription");
    proof_number(proof, "page.code revision", own->job->rx->revision, record.revision);
    proof_number(proof, "page.code fill", fill_of(own)->number, record.fill);
    proof_number(proof, "page.code page", proof->number, record.i);
    proof_number(proof, "page.code pages", (long long)proof->document->count, record.n);
    proof_date(proof, "page.code last covered day", day_date(own, fill_of(own)->last), record.discard_after);
    prove_code_rows(own, &record);
    proof_word(proof, "code.word", &record);
}

/* ----------------------------------------------------------------------------------------- the chart ---- */

static void prove_page(ChartProof *own)
{
    Proof *proof = &own->proof;
    int32_t first = own->next_day;
    own->row_count = own->printed = own->ticks = 0;
    proof_geometry(&own->proof, own->large ? large_sizes : least_sizes);
    prove_days(own);
    prove_counts(own, (size_t)(own->next_day - first));
    prove_head(own, first);
    if (own->proof.number == 1) prove_covered(own, "page.covered");
    size_t closed = proof_count(&own->proof, "page.covered-last");
    if (own->last_on_page >= first && own->last_on_page == fill_of(own)->last) own->ended_on = proof->number;
    if (closed) prove_covered(own, "page.covered-last");
    own->closed = own->closed || closed;
    if (own->ended_on && proof->number > own->ended_on && !own->closed)
        proof_fault(proof, MT751, "page.covered-last", "neither behind the last row nor on the next page");
    chart_prove_pictures(own);
    chart_prove_curve(own);
    prove_code(own);
}

static void prove_whole_fill(ChartProof *own)
{
    if (!own->closed) proof_fault(&own->proof, MT751, "page.covered-last", "the chart's end is missing");
    if (own->next_day == own->last_dated + 1 && own->next_dose == own->dose_count && own->curve_seen) return;
    proof_fault(&own->proof, MT751, own->curve_seen ? "row.day" : "curve.step",
                own->curve_seen ? arena_format(own->proof.arena, "the chart ends on %s, the fill on %s",
                                               date_text(own->proof.arena, day_date(own, own->next_day - 1)),
                                               date_text(own->proof.arena, day_date(own, own->last_dated)))
                                : "the curve is missing");
}

static bool several_drugs(const Fill *fill)
{
    for (size_t b = 1; b < fill->use_count; b++)
        if (fill->uses[b].rung->drug != fill->uses[0].rung->drug) return true;
    return false;
}

ChartProof chart_proof_new(const PaperJob *job, const char *paper, Arena *arena, Findings *findings)
{
    const Fill *fill = job->fill;
    ChartProof own = {
        .proof = {.house = job->house, .language = job->house->language, .paper = paper, .place = job->rx->place, .arena = arena,
                  .findings = findings, .whole = true},
        .job = job, .next_day = fill->first, .several = several_drugs(fill),
        .large = text_equal(job->rx->patient.print, "large"), .by_period = text_equal(job->rx->patient.rows, "period")};
    own.last_dated = fill->last < job->plan->dated ? fill->last : job->plan->dated - 1;
    if (own.last_dated < fill->first) own.last_dated = fill->first - 1;
    expect_doses(&own);
    return own;
}

bool chart_proof(const PaperJob *job, const Document *document, Arena *arena, Findings *findings)
{
    ChartProof own = chart_proof_new(job, "chart", arena, findings);
    own.proof.document = document;
    own.rows = ARENA_ARRAY(arena, own.dose_count + 1, ChartRow);
    for (size_t p = 0; p < document->count; p++) {
        own.proof.page = &document->pages[p];
        own.proof.number = (int)p + 1;
        prove_page(&own);
    }
    prove_whole_fill(&own);
    prove_care(&own);
    chart_prove_notices(&own);
    chart_prove_whole_pictures(&own);
    chart_prove_steps(&own);
    chart_prove_strips(&own);
    chart_prove_change(&own);
    chart_prove_course(&own);
    chart_prove_replaced(&own);
    chart_prove_tablets(&own);
    return own.proof.whole;
}
