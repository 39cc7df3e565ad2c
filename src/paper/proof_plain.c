/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The chart as text and as HTML, read back from its characters: every dose of the fill stands there once under its date, in
 * order, as plan and bottles have it; new bottles and strengths are told in front of their day; steps without dates and
 * every sentence that must stand on a chart stand there. */
#include <string.h>

#include "microtaper/text.h"
#include "proof_chart.h"
#include "words.h"

/* How a form writes a dose. */
typedef struct {
    const char *name;
    const char *dose;                                  /* in front of each dose of a dated day */
    const char *volume;                                /* stands in a dose, and nowhere else among rows */
    const char *after_time, *after_volume, *after_mass, *end;
    bool marked_up;
} Form;

typedef struct {
    ChartProof own;
    const Form *form;
    const char *at;      /* read up to here */
} Plain;

static Arena *arena_of(const Plain *plain)
{
    return plain->own.proof.arena;
}

/* A text as the form writes it: on one line, and escaped in HTML. */
static const char *written(const Plain *plain, const char *text)
{
    const char *flat = proof_plain(arena_of(plain), text);
    return plain->form->marked_up ? text_xml(arena_of(plain), flat) : flat;
}

static const char *say(const Plain *plain, const char *key)
{
    return words_say(plain->own.proof.language, arena_of(plain), key, NULL);
}

static const char *day_words(const Plain *plain, int32_t day)
{
    const Language *language = plain->own.proof.language;
    Date date = date_add(plain->own.job->plan->first, day);
    return words_say(language, arena_of(plain), "chart.day", "weekday", words_weekday(language, date), "date",
                     words_date(language, arena_of(plain), date), NULL);
}

/* How often a text stands between two places. */
static size_t times_between(const char *from, const char *to, const char *text)
{
    size_t count = 0, length = strlen(text);
    for (const char *at = from; (at = strstr(at, text)) != NULL && at + length <= to; at += length) count++;
    return count;
}

static void must_stand(Plain *plain, const char *role, const char *from, const char *to, const char *text, size_t least)
{
    const char *words = written(plain, text);
    if (!*words) return;
    if (times_between(from, to, words) < least)
        proof_fault(&plain->own.proof, MT751, role, arena_format(arena_of(plain), "\"%s\" is missing", words));
}

/* ---------------------------------------------------------------------------------------------- doses ---- */

/* What stands up to `end`, which is passed; NULL when it does not follow. */
static const char *read_until(Plain *plain, const char *end)
{
    const char *stop = strstr(plain->at, end);
    if (!stop) return NULL;
    const char *field = arena_copy(arena_of(plain), plain->at, (size_t)(stop - plain->at));
    plain->at = stop + strlen(end);
    return field;
}

static void prove_quantity(Plain *plain, const char *role, const char *unit, int64_t expected, const char *found)
{
    Arena *arena = arena_of(plain);
    if (found && printed_quantity(plain->own.proof.language, found, unit, arena) == expected) return;
    proof_differs(&plain->own.proof, role, arena_format(arena, "%s %s", decimal_text(arena, expected, 6), unit), found);
}

/* "0.48 mg", and behind it the drug where the fill holds several. */
static void prove_mass(Plain *plain, const ExpectedDose *dose, char *found)
{
    const PaperJob *job = plain->own.job;
    char *drug = found && plain->own.several ? strrchr(found, ' ') : NULL;
    if (drug) *drug++ = '\0';
    prove_quantity(plain, "row.mass", "mg", schedule_dose(job->schedule, dose->drug, dose->day, dose->time).ng, found);
    if (plain->own.several) proof_equal(&plain->own.proof, "row.drug", job->plan->drugs[dose->drug].drug->tall_man, drug ? drug : "");
}

static void prove_dose(Plain *plain, const ExpectedDose *dose)
{
    const PaperJob *job = plain->own.job;
    const Form *form = plain->form;
    const Bottle *bottle = chart_bottle_on(job->fill, dose->drug, dose->day);
    const char *time_key = arena_format(arena_of(plain), "time.%s", job->house->shop->times[dose->time].name);
    const char *before = read_until(plain, form->dose), *time = read_until(plain, form->after_time);
    const char *volume = read_until(plain, form->after_volume), *mass = read_until(plain, form->after_mass);
    const char *letter = read_until(plain, form->end);
    if (!before || !time || !volume || !mass || !letter) {
        proof_fault(&plain->own.proof, MT751, "row.volume", arena_format(arena_of(plain), "a dose of %s is missing",
                    date_text(arena_of(plain), date_add(job->plan->first, dose->day))));
        return;
    }
    proof_equal(&plain->own.proof, "row.time", written(plain, say(plain, time_key)), time);
    prove_quantity(plain, "row.volume", "mL", schedule_volume(job->schedule, dose->drug, dose->day, dose->time).nl, volume);
    prove_mass(plain, dose, arena_string(arena_of(plain), mass));
    proof_equal(&plain->own.proof, "row.bottle", bottle ? bottle->letter : "one bottle", letter);
}

/* ----------------------------------------------------------------------------------------------- days ---- */

/* "; Morning: Before: 4.2 mL, From today: 0.8 mL" for each time of day. */
static void prove_volumes(Plain *plain, const char *from, const char *to, size_t drug, int32_t before, int32_t day)
{
    const PaperJob *job = plain->own.job;
    const Language *language = plain->own.proof.language;
    Arena *arena = arena_of(plain);
    for (size_t time = 0; time < job->plan->times; time++) {
        Volume old = schedule_volume(job->schedule, drug, before, time), now = schedule_volume(job->schedule, drug, day, time);
        if (old.nl == 0 && now.nl == 0) continue;
        const char *old_words = words_say(language, arena, "chart.before", "strength", words_volume(language, arena, old), NULL);
        const char *now_words = words_say(language, arena, "chart.now", "strength", words_volume(language, arena, now), NULL);
        const char *at = say(plain, arena_format(arena, "time.%s", job->house->shop->times[time].name));
        must_stand(plain, "strength.now", from, to, arena_format(arena, "; %s: %s, %s", at, old_words, now_words), 1);
    }
}

static void prove_strengths(Plain *plain, const char *from, const char *to, int32_t day)
{
    const PaperJob *job = plain->own.job;
    const Language *language = plain->own.proof.language;
    Arena *arena = arena_of(plain);
    for (size_t drug = 0; drug < job->plan->drug_count; drug++) {
        int32_t before;
        if (!chart_strength_changes(&plain->own, drug, day, &before)) continue;
        const Rung *now = ladder_rung(job->schedule->ladder, drug, day);
        must_stand(plain, "notice.strength", from, to,
                   words_say(language, arena, "chart.new-strength", "drug", job->plan->drugs[drug].drug->tall_man, "strength",
                             words_strength(language, arena, now->strength), NULL), 1);
        prove_volumes(plain, from, to, drug, before, day);
    }
}

/* Between the doses of the day before and the date of this one. */
static void prove_notices(Plain *plain, const char *from, const char *to, int32_t day)
{
    const Fill *fill = plain->own.job->fill;
    if (times_between(from, to, plain->form->volume) > 0)
        proof_differs(&plain->own.proof, "row.volume", "no more doses on the day before", date_text(arena_of(plain), date_add(plain->own.job->plan->first, day)));
    for (size_t b = 0; b < fill->use_count; b++) {
        const Bottle *bottle = &fill->uses[b];
        if (bottle->first == day) must_stand(plain, "notice.bottle", from, to, chart_expected_bottle(&plain->own, bottle), 1);
    }
    prove_strengths(plain, from, to, day);
    const char **said = ARENA_ARRAY(arena_of(plain), plain->own.job->plan->stretch_count + 1, const char *);
    size_t count = chart_expected_course(&plain->own, day, said);
    for (size_t i = 0; i < count; i++) must_stand(plain, "notice.course", from, to, said[i], 1);
}

/* The date as a head of rows: in a sentence it is followed by something else. */
static const char *day_head(const Plain *plain, int32_t day, bool doses)
{
    Arena *arena = arena_of(plain);
    const char *words = written(plain, day_words(plain, day));
    Date date = date_add(plain->own.job->plan->first, day);
    if (plain->form->marked_up) return arena_format(arena, "<time datetime=\"%s\">%s</time></th>", date_text(arena, date), words);
    return arena_format(arena, " %s %s", words, doses ? plain->form->dose : written(plain, say(plain, "chart.no-dose")));
}

static bool prove_day(Plain *plain, int32_t day, size_t *next)
{
    ChartProof *own = &plain->own;
    bool doses = *next < own->dose_count && own->doses[*next].day == day;
    const char *head = day_head(plain, day, doses), *stands = strstr(plain->at, head);
    if (!stands) {
        proof_fault(&own->proof, MT751, "row.day", arena_format(arena_of(plain), "%s is missing", written(plain, day_words(plain, day))));
        return false;
    }
    prove_notices(plain, plain->at, stands, day);
    plain->at = stands + strlen(head) - (doses && !plain->form->marked_up ? strlen(plain->form->dose) : 0);
    for (; *next < own->dose_count && own->doses[*next].day == day; ++*next) prove_dose(plain, &own->doses[*next]);
    return own->proof.whole;
}

/* ---------------------------------------------------------------------------------------- the whole chart ---- */

/* Steps without dates: titles and doses in order, and no dose besides. */
static void prove_steps(Plain *plain)
{
    size_t count, doses;
    const char *const *lines = chart_expected_steps(&plain->own, &count, &doses);
    const char *from = plain->at, *end = plain->at + strlen(plain->at);
    for (size_t i = 0; i < count; i++) {
        const char *line = written(plain, lines[i]), *stands = strstr(plain->at, line);
        if (!stands) {
            proof_fault(&plain->own.proof, MT751, "step", arena_format(arena_of(plain), "\"%s\" is missing", line));
            return;
        }
        plain->at = stands + strlen(line);
    }
    proof_number(&plain->own.proof, "step.volume", (long long)doses, (long long)times_between(from, end, " mL ("));
    proof_number(&plain->own.proof, "row.volume", 0, (long long)times_between(from, end, plain->form->volume));
}

static void prove_keys(Plain *plain, const char *text, const char *const *keys, size_t count)
{
    const char *end = text + strlen(text), *phone = plain->own.job->house->shop->phone;
    for (size_t k = 0; k < count; k++)
        must_stand(plain, keys[k], text, end, words_say(plain->own.proof.language, arena_of(plain), keys[k], "phone", phone, NULL), 1);
}

static bool shaken(const Fill *fill)
{
    for (size_t b = 0; b < fill->use_count; b++)
        if (fill->uses[b].rung->formula->shake) return true;
    return false;
}

static void prove_liquids(Plain *plain, const char *text)
{
    const Fill *fill = plain->own.job->fill;
    for (size_t b = 0; b < fill->use_count; b++)
        must_stand(plain, "page.drug", text, text + strlen(text),
                   arena_format(arena_of(plain), "%s: %s", fill->uses[b].letter, chart_expected_liquid(&plain->own, fill->uses[b].rung)), 1);
}

static void prove_sentences(Plain *plain, const char *text)
{
    static const char *const keys[] = {"chart.older", "chart.how", "chart.how-draw", "chart.how-swallow", "chart.how-tick", "care.title",
        "care.missed-lead", "care.missed", "care.worse-lead", "care.worse", "care.call-lead", "care.call", "care.ambulance-lead", "care.ambulance"};
    const PaperJob *job = plain->own.job;
    const Language *language = plain->own.proof.language;
    Arena *arena = arena_of(plain);
    const char *end = text + strlen(text), *revision = arena_format(arena, "%d", (int)job->rx->revision);
    const char *how = shaken(job->fill) ? "chart.how-shake" : "chart.how-find", *sample = "sample";
    must_stand(plain, "page.patient", text, end, job->rx->patient.name, 1);
    must_stand(plain, "page.title", text, end, words_say(language, arena, "chart.title", "number", job->rx->number, "revision", revision, NULL), 1);
    must_stand(plain, "page.pharmacy", text, end, words_say(language, arena, "chart.pharmacy", "name", job->house->shop->name, "phone",
                                                            job->house->shop->phone, NULL), 1);
    must_stand(plain, "page.covered", text, end, chart_expected_covered(&plain->own), 2);
    for (size_t n = 0; *chart_expected_change(&plain->own, n); n++)
        must_stand(plain, "page.change", text, end, chart_expected_change(&plain->own, n), 1);
    must_stand(plain, "page.replaced", text, end, chart_expected_replaced(&plain->own), 1);
    must_stand(plain, "page.tablets", text, end, chart_expected_tablets(&plain->own), 1);
    prove_keys(plain, text, keys, sizeof keys / sizeof *keys);
    prove_keys(plain, text, &how, 1);
    if (job->house->sample) prove_keys(plain, text, &sample, 1);
    prove_liquids(plain, text);
}

static bool prove_form(Plain *plain, const char *text)
{
    size_t next = 0;
    const char *whole = plain->at = proof_plain(arena_of(plain), text);
    bool days = true;
    for (int32_t day = plain->own.job->fill->first; days && day <= plain->own.last_dated; day++) days = prove_day(plain, day, &next);
    if (days) prove_steps(plain);
    prove_sentences(plain, whole);
    return plain->own.proof.whole;
}

static Plain plain_new(const PaperJob *job, const Form *form, Arena *arena, Findings *findings)
{
    Plain plain = {.own = chart_proof_new(job, form->name, arena, findings), .form = form};
    plain.own.proof.number = 1;
    return plain;
}

bool chart_plain_proof(const PaperJob *job, const char *text, const char *html, Arena *arena, Findings *findings)
{
    const char *bottle = words_say(job->house->language, arena, "chart.head-bottle", NULL);
    Form plain_form = {"chart.txt", "[ ] ", "[ ] ", ": ", " (", arena_format(arena, "), %s ", proof_plain(arena, bottle)), " ", false};
    Form html_form = {"chart.html", "<td>", "class=\"volume\">", "</td><td class=\"volume\">", "</td><td>", "</td><td>", "</td></tr>", true};
    Plain in_text = plain_new(job, &plain_form, arena, findings), in_html = plain_new(job, &html_form, arena, findings);
    bool whole = prove_form(&in_text, text);
    return prove_form(&in_html, html) && whole;
}
