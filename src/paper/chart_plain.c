/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The chart without pages: as plain text, and as HTML with headings, lists and one table that screen readers walk through
 * (PDF by libharu cannot be tagged).  The same days, doses, notices and words as on paper. */
#include "chart.h"
#include "microtaper/text.h"
#include "words.h"

typedef struct {
    Chart chart;
    Arena *arena;
    Buffer out;
} Plain;

static const char *say(const Plain *plain, const char *key)
{
    return words_say(plain->chart.language, plain->arena, key, NULL);
}

/* ----------------------------------------------------------------------------- sentences of both ---- */

static const char *title(const Plain *plain)
{
    const Prescription *rx = plain->chart.job->rx;
    return words_say(plain->chart.language, plain->arena, "chart.title", "number", rx->number, "revision",
                     arena_format(plain->arena, "%d", (int)rx->revision), NULL);
}

static const char *pharmacy(const Plain *plain)
{
    const Shop *shop = plain->chart.job->house->shop;
    return words_say(plain->chart.language, plain->arena, "chart.pharmacy", "name", shop->name, "phone", shop->phone, NULL);
}

static const char *care_lead(const Plain *plain, const char *key)
{
    return words_say(plain->chart.language, plain->arena, arena_format(plain->arena, "%s-lead", key), "phone",
                     plain->chart.job->house->shop->phone, NULL);
}

static const char *volume_words(const Plain *plain, Volume volume)
{
    return words_volume(plain->chart.language, plain->arena, volume);
}

static const char *mass_words(const Plain *plain, Mass mass)
{
    return words_mass(plain->chart.language, plain->arena, mass);
}

/* "before 4.2 mL, now 0.8 mL" for each time of day of a new strength. */
static const char *compared(const Plain *plain, const Notice *notice, const ChartDay *day)
{
    const Schedule *schedule = plain->chart.job->schedule;
    Buffer all = buffer_new(plain->arena);
    for (size_t time = 0; time < plain->chart.job->plan->times; time++) {
        Volume old = schedule_volume(schedule, notice->drug, notice->day_before, time), now = schedule_volume(schedule, notice->drug, day->day, time);
        if (old.nl == 0 && now.nl == 0) continue;
        const char *before = words_say(plain->chart.language, plain->arena, "chart.before", "strength", volume_words(plain, old), NULL);
        const char *after = words_say(plain->chart.language, plain->arena, "chart.now", "strength", volume_words(plain, now), NULL);
        buffer_addf(&all, "; %s: %s, %s", chart_time_words(&plain->chart, time, plain->arena), before, after);
    }
    return buffer_text(&all);
}

static const char *notice_words(const Plain *plain, const Notice *notice, const ChartDay *day)
{
    const char *words = chart_notice_words(&plain->chart, notice, plain->arena);
    if (words && notice->kind == NOTICE_STRENGTH) return arena_format(plain->arena, "%s%s", words, compared(plain, notice, day));
    return words;
}

static bool urgent(const Notice *notice)
{
    return notice->kind != NOTICE_COURSE && notice->kind != NOTICE_KEPT;
}

/* ---------------------------------------------------------------------------------------------- text ---- */

/* Words as plain text: spaces that keep words together are plain ones; wrapped at 76 columns behind an indent. */
static void text_add(Plain *plain, const char *indent, const char *words)
{
    size_t column = utf8_length(indent), count;
    char **word = text_words(plain->arena, words, &count);
    buffer_add(&plain->out, indent);
    for (size_t w = 0; w < count; w++) {
        size_t length = utf8_length(word[w]);
        if (w > 0 && column + 1 + length > 76) {
            buffer_addf(&plain->out, "\n%*s", (int)utf8_length(indent), "");
            column = utf8_length(indent);
        } else if (w > 0) {
            buffer_add(&plain->out, " ");
            column++;
        }
        buffer_add(&plain->out, word[w]);
        column += length;
    }
    buffer_add(&plain->out, "\n");
}

static void text_head(Plain *plain)
{
    const Chart *chart = &plain->chart;
    if (chart->job->house->sample) text_add(plain, "*** ", say(plain, "sample"));
    text_add(plain, "", chart->job->rx->patient.name);
    text_add(plain, "", title(plain));
    for (size_t b = 0; b < chart->job->fill->use_count; b++) {
        const Bottle *bottle = &chart->job->fill->uses[b];
        text_add(plain, "", arena_format(plain->arena, "%s: %s", bottle->letter, chart_liquid(chart, bottle->rung, plain->arena)));
    }
    text_add(plain, "", pharmacy(plain));
    text_add(plain, "", say(plain, "chart.older"));
    buffer_add(&plain->out, "\n");
    const char **changes;
    size_t count = chart_changes(chart, &changes, plain->arena);
    for (size_t i = 0; i < count; i++) text_add(plain, "*** ", changes[i]);
    const char *replaced = chart_replaced_words(chart, plain->arena);
    if (replaced) text_add(plain, "*** ", replaced);
    const char *tablets = chart_tablets_words(chart, plain->arena);
    if (tablets) text_add(plain, "*** ", tablets);
    text_add(plain, "*** ", chart_covered_words(chart, plain->arena));
    buffer_add(&plain->out, "\n");
}

static void text_day(Plain *plain, const ChartDay *day)
{
    const Chart *chart = &plain->chart;
    buffer_add(&plain->out, "\n");
    for (size_t n = 0; n < day->notice_count; n++) {
        const char *words = notice_words(plain, &day->notices[n], day);
        if (words) text_add(plain, urgent(&day->notices[n]) ? "*** " : "--- ", words);
    }
    text_add(plain, "", chart_day_words(chart, day->day, plain->arena));
    for (size_t d = 0; d < day->dose_count; d++) {
        const ChartDose *dose = &day->doses[d];
        const char *drug = chart->several ? arena_format(plain->arena, " %s", chart_drug(chart, dose->drug)) : "";
        text_add(plain, "  [ ] ", arena_format(plain->arena, "%s: %s (%s%s), %s %s", chart_time_words(chart, dose->time, plain->arena),
                                               volume_words(plain, dose->volume), mass_words(plain, dose->dose), drug,
                                               chart_head_words(chart, COL_BOTTLE, plain->arena), dose->bottle->letter));
    }
    if (day->dose_count == 0) text_add(plain, "  ", say(plain, "chart.no-dose"));
    text_add(plain, "      ", arena_format(plain->arena, "%s: ______  %s: ____", chart_head_words(chart, COL_TAKEN, plain->arena),
                                           chart_head_words(chart, COL_SYMPTOMS, plain->arena)));
}

static void text_end(Plain *plain)
{
    buffer_add(&plain->out, "\n");
    text_add(plain, "*** ", chart_covered_words(&plain->chart, plain->arena));
    buffer_add(&plain->out, "\n");
    text_add(plain, "", say(plain, "care.title"));
    for (size_t k = 0; k < CARE_COUNT; k++) {
        text_add(plain, "- ", arena_format(plain->arena, "%s:", care_lead(plain, chart_care_keys[k])));
        text_add(plain, "  ", say(plain, chart_care_keys[k]));
    }
}

/* ---------------------------------------------------------------------------------------------- HTML ---- */

static void html_add(Plain *plain, const char *open, const char *words, const char *close)
{
    buffer_addf(&plain->out, "%s%s%s", open, text_xml(plain->arena, words), close);
}

static void html_head(Plain *plain)
{
    const Chart *chart = &plain->chart;
    buffer_addf(&plain->out, "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\"/>\n"
                "<meta name=\"viewport\" content=\"width=device-width\"/>\n", text_xml(plain->arena, chart->job->rx->patient.language));
    html_add(plain, "<title>", title(plain), "</title>\n");
    buffer_add(&plain->out, "<style>body{font:1.2em/1.5 sans-serif;max-width:50em;margin:auto;padding:1em}table{border-collapse:collapse;width:100%}"
               "th,td{border:1px solid;padding:.3em .5em;text-align:left;vertical-align:top}.volume{font-size:1.4em;font-weight:bold}"
               ".new td{background:#000;color:#fff;font-weight:bold}.strong{border:.2em solid;padding:.5em;font-weight:bold}</style>\n"
               "</head>\n<body>\n<header>\n");
    if (chart->job->house->sample) html_add(plain, "<p><strong>", say(plain, "sample"), "</strong></p>\n");
    html_add(plain, "<h1>", title(plain), "</h1>\n");
    html_add(plain, "<p>", chart->job->rx->patient.name, "</p>\n<ul>\n");
    for (size_t b = 0; b < chart->job->fill->use_count; b++) {
        const Bottle *bottle = &chart->job->fill->uses[b];
        html_add(plain, "<li>", arena_format(plain->arena, "%s %s: %s", chart_head_words(chart, COL_BOTTLE, plain->arena), bottle->letter,
                                             chart_liquid(chart, bottle->rung, plain->arena)), "</li>\n");
    }
    html_add(plain, "</ul>\n<p>", pharmacy(plain), "</p>\n");
    html_add(plain, "<p><strong>", say(plain, "chart.older"), "</strong></p>\n</header>\n<main>\n");
    const char **changes;
    size_t count = chart_changes(chart, &changes, plain->arena);
    for (size_t i = 0; i < count; i++) html_add(plain, "<p><strong>", changes[i], "</strong></p>\n");
    const char *replaced = chart_replaced_words(chart, plain->arena);
    if (replaced) html_add(plain, "<p class=\"strong\">", replaced, "</p>\n");
    const char *tablets = chart_tablets_words(chart, plain->arena);
    if (tablets) html_add(plain, "<p><strong>", tablets, "</strong></p>\n");
    html_add(plain, "<p class=\"strong\">", chart_covered_words(chart, plain->arena), "</p>\n");
}

static void html_how(Plain *plain)
{
    const char *keys[HOW_COUNT];
    chart_how_keys(&plain->chart, keys);
    html_add(plain, "<h2>", say(plain, "chart.how"), "</h2>\n<ol>\n");
    for (size_t k = 0; k < HOW_COUNT; k++) html_add(plain, "<li>", say(plain, keys[k]), "</li>\n");
    buffer_add(&plain->out, "</ol>\n");
}

static void html_table_head(Plain *plain)
{
    const Chart *chart = &plain->chart;
    html_add(plain, "<table>\n<caption>", title(plain), "</caption>\n<thead>\n<tr>");
    for (int c = COL_DAY; c <= COL_BOTTLE; c++)
        html_add(plain, "<th scope=\"col\">", chart_head_words(chart, c, plain->arena), "</th>");
    buffer_add(&plain->out, "</tr>\n</thead>\n");
}

static void html_dose(Plain *plain, const ChartDose *dose)
{
    const Chart *chart = &plain->chart;
    const char *mass = mass_words(plain, dose->dose);
    if (chart->several) mass = arena_format(plain->arena, "%s %s", mass, chart_drug(chart, dose->drug));
    html_add(plain, "<td>", chart_time_words(chart, dose->time, plain->arena), "</td>");
    html_add(plain, "<td class=\"volume\">", volume_words(plain, dose->volume), "</td>");
    html_add(plain, "<td>", mass, "</td>");
    html_add(plain, "<td>", dose->bottle->letter, "</td></tr>\n");
}

/* A group of rows a day, headed by its date. */
static void html_day(Plain *plain, const ChartDay *day)
{
    const Chart *chart = &plain->chart;
    const char *date = date_text(plain->arena, chart_date(chart, day->day));
    buffer_add(&plain->out, "<tbody>\n");
    for (size_t n = 0; n < day->notice_count; n++) {
        const char *words = notice_words(plain, &day->notices[n], day);
        if (words) html_add(plain, urgent(&day->notices[n]) ? "<tr class=\"new\"><td colspan=\"5\">" : "<tr><td colspan=\"5\">", words, "</td></tr>\n");
    }
    buffer_addf(&plain->out, "<tr><th scope=\"rowgroup\" rowspan=\"%zu\"><time datetime=\"%s\">", day->dose_count ? day->dose_count : 1, date);
    html_add(plain, "", chart_day_words(chart, day->day, plain->arena), "</time></th>");
    for (size_t d = 0; d < day->dose_count; d++) {
        if (d > 0) buffer_add(&plain->out, "<tr>");
        html_dose(plain, &day->doses[d]);
    }
    if (day->dose_count == 0) html_add(plain, "<td colspan=\"4\">", say(plain, "chart.no-dose"), "</td></tr>\n");
    buffer_add(&plain->out, "</tbody>\n");
}

static void html_end(Plain *plain)
{
    html_add(plain, "<p class=\"strong\">", chart_covered_words(&plain->chart, plain->arena), "</p>\n");
    html_add(plain, "<h2>", say(plain, "care.title"), "</h2>\n");
    for (size_t k = 0; k < CARE_COUNT; k++) {
        html_add(plain, "<h3>", care_lead(plain, chart_care_keys[k]), "</h3>\n");
        html_add(plain, "<p>", say(plain, chart_care_keys[k]), "</p>\n");
    }
    buffer_add(&plain->out, "</main>\n</body>\n</html>\n");
}

/* --------------------------------------------------------------------------------- steps without dates ---- */

/* "Morning: 4.2 mL (0.42 mg clonazePAM), Bottle A" */
static const char *step_dose_words(const Plain *plain, const StepDose *dose)
{
    const Chart *chart = &plain->chart;
    const char *drug = chart->several ? arena_format(plain->arena, " %s", chart_drug(chart, dose->drug)) : "";
    return arena_format(plain->arena, "%s: %s (%s%s), %s", chart_time_words(chart, dose->time, plain->arena), volume_words(plain, dose->volume),
                        mass_words(plain, dose->dose), drug, chart_step_bottle(chart, dose, plain->arena));
}

static void text_steps(Plain *plain)
{
    const Chart *chart = &plain->chart;
    if (!chart_undated(chart->job)) return;
    buffer_add(&plain->out, "\n");
    text_add(plain, "", chart_steps_title(chart, plain->arena));
    text_add(plain, "", chart_steps_how(chart, plain->arena));
    for (size_t s = 0; s < chart->step_count; s++) {
        const ChartStep *step = &chart->steps[s];
        buffer_add(&plain->out, "\n");
        text_add(plain, "", chart_step_title(chart, step, plain->arena));
        if (step->least) text_add(plain, "  ", arena_format(plain->arena, "%s ____________", say(plain, "chart.step-begun")));
        for (size_t d = 0; d < step->dose_count; d++) text_add(plain, "  ", step_dose_words(plain, &step->doses[d]));
    }
    buffer_add(&plain->out, "\n");
    text_add(plain, "", chart_steps_end(chart, plain->arena));
    buffer_add(&plain->out, "\n");
    text_add(plain, "", say(plain, "decide.title"));
    for (int d = 0; d < DECISION_COUNT; d++) text_add(plain, "- ", chart_decision(chart, d, plain->arena));
}

static void html_steps(Plain *plain)
{
    const Chart *chart = &plain->chart;
    if (!chart_undated(chart->job)) return;
    html_add(plain, "<h2>", chart_steps_title(chart, plain->arena), "</h2>\n");
    html_add(plain, "<p>", chart_steps_how(chart, plain->arena), "</p>\n");
    for (size_t s = 0; s < chart->step_count; s++) {
        html_add(plain, "<h3>", chart_step_title(chart, &chart->steps[s], plain->arena), "</h3>\n<ul>\n");
        for (size_t d = 0; d < chart->steps[s].dose_count; d++)
            html_add(plain, "<li>", step_dose_words(plain, &chart->steps[s].doses[d]), "</li>\n");
        buffer_add(&plain->out, "</ul>\n");
    }
    html_add(plain, "<p><strong>", chart_steps_end(chart, plain->arena), "</strong></p>\n");
    html_add(plain, "<h2>", say(plain, "decide.title"), "</h2>\n<ul>\n");
    for (int d = 0; d < DECISION_COUNT; d++) html_add(plain, "<li>", chart_decision(chart, d, plain->arena), "</li>\n");
    buffer_add(&plain->out, "</ul>\n");
}

/* ----------------------------------------------------------------------------------------------- both ---- */

static bool plain_begin(Plain *plain, const PaperJob *job, Arena *arena, Findings *findings)
{
    *plain = (Plain){.chart = {.job = job, .language = job->house->language, .style = &chart_standard}, .arena = arena,
                     .out = buffer_new(arena)};
    if (!chart_times_known(&plain->chart, findings, arena)) return false;
    chart_gather(&plain->chart, arena);
    return true;
}

/* Spaces that keep words together belong to paper. */
static const char *plain_spaces(Arena *arena, const char *text)
{
    Buffer out = buffer_new(arena);
    const char *kept;
    for (; (kept = strstr(text, "\xC2\xA0")) != NULL; text = kept + 2) {
        buffer_add_bytes(&out, text, (size_t)(kept - text));
        buffer_add(&out, " ");
    }
    buffer_add(&out, text);
    return buffer_text(&out);
}

const char *chart_text(const PaperJob *job, Arena *arena, Findings *findings)
{
    Plain plain;
    const char *keys[HOW_COUNT];
    if (!plain_begin(&plain, job, arena, findings)) return NULL;
    text_head(&plain);
    chart_how_keys(&plain.chart, keys);
    text_add(&plain, "", say(&plain, "chart.how"));
    for (size_t k = 0; k < HOW_COUNT; k++) text_add(&plain, arena_format(arena, "%zu. ", k + 1), say(&plain, keys[k]));
    for (size_t d = 0; d < plain.chart.count; d++) text_day(&plain, &plain.chart.days[d]);
    text_steps(&plain);
    text_end(&plain);
    return plain_spaces(arena, buffer_text(&plain.out));
}

const char *chart_html(const PaperJob *job, Arena *arena, Findings *findings)
{
    Plain plain;
    if (!plain_begin(&plain, job, arena, findings)) return NULL;
    html_head(&plain);
    html_how(&plain);
    html_table_head(&plain);
    for (size_t d = 0; d < plain.chart.count; d++) html_day(&plain, &plain.chart.days[d]);
    buffer_add(&plain.out, "</table>\n");
    html_steps(&plain);
    html_end(&plain);
    return buffer_text(&plain.out);
}
