/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chart.h"
#include "curve.h"
#include "syringe.h"
#include "words.h"

#define GAP MM(3)
#define WORD_HEIGHT MM(4)
#define CHART_DPI 150      /* codes of charts stand on whole dots of a 150 dpi rendering: four dots a module */
#define FRAME_PAD MM(3)
#define FRAME_STROKE MM(1)

const char *chart_liquid(const Chart *chart, const Rung *rung, Arena *arena)
{
    return words_say(chart->language, arena, "chart.liquid", "drug", chart->job->plan->drugs[rung->drug].drug->tall_man,
                     "strength", words_strength(chart->language, arena, rung->strength), NULL);
}

const char *chart_day_words(const Chart *chart, int32_t day, Arena *arena)
{
    Date date = date_add(chart->job->plan->first, day);
    return words_say(chart->language, arena, "chart.day", "weekday", words_weekday(chart->language, date), "date",
                     words_date(chart->language, arena, date), NULL);
}

const char *chart_time_words(const Chart *chart, size_t time, Arena *arena)
{
    const char *key = arena_format(arena, "time.%s", chart->job->house->shop->times[time].name);
    return words_find(chart->language, key);
}

const char *chart_drug(const Chart *chart, size_t drug)
{
    return chart->job->plan->drugs[drug].drug->tall_man;
}

const char *chart_weekday(const Chart *chart, Date date)
{
    return chart->style->short_names ? words_weekday_short(chart->language, date)
                                     : words_weekday(chart->language, date);
}

const char *chart_month(const Chart *chart, Date date)
{
    int month = date_civil(date).month;
    return chart->style->short_names ? words_month_short(chart->language, month) : words_month(chart->language, month);
}

static const char *short_day(const Chart *chart, int32_t day, const char *key, Arena *arena)
{
    Date date = chart_date(chart, day);
    return words_say(chart->language, arena, key, "weekday", words_weekday_short(chart->language, date), "date",
                     words_day_month(chart->language, arena, date), NULL);
}

const char *chart_from(const Chart *chart, const ChartDay *day, Arena *arena)
{
    return short_day(chart, day->day, "chart.day", arena);
}

const char *chart_until(const Chart *chart, const ChartDay *day, Arena *arena)
{
    return short_day(chart, day->last, "chart.until", arena);
}

/* ------------------------------------------------------------------------------------------ head ---- */

static Um put_sample(const Chart *chart, Sheet *sheet, Um y)
{
    if (!chart->job->house->sample) return 0;
    Type type = chart->style->strong;
    type.align = ALIGN_CENTRE;
    type.grey = 255;
    Um height = type_leading(&type) + MM(1);
    type.leading = height;
    Box box = {chart->margin, y, chart_width(chart), height};
    put_bar(sheet, box, 0, "page.sample-bar");
    put_line(sheet, box, &type, "page.sample", words_say(chart->language, sheet->arena, "sample", NULL));
    return height + MM(2);
}

/* Whether an earlier bottle has the same drug and strength. */
static bool liquid_before(const Fill *fill, size_t at)
{
    const Rung *rung = fill->uses[at].rung;
    for (size_t b = 0; b < at; b++)
        if (fill->uses[b].rung->drug == rung->drug && strength_equal(fill->uses[b].rung->strength, rung->strength)) return true;
    return false;
}

/* Every drug and strength of the fill, each on its own line. */
static Um put_liquids(const Chart *chart, Sheet *sheet, Box box)
{
    Um start = box.y;
    const Fill *fill = chart->job->fill;
    for (size_t b = 0; b < fill->use_count; b++)
        if (!liquid_before(fill, b))
            box.y += put_block(sheet, box, &chart->style->drug, "page.drug", chart_liquid(chart, fill->uses[b].rung, sheet->arena));
    return box.y - start;
}

/* Large print leaves the weekday to the rows. */
static const char *head_day(const Chart *chart, int32_t day, Arena *arena)
{
    if (!chart->style->short_names) return chart_day_words(chart, day, arena);
    return words_date_short(chart->language, arena, chart_date(chart, day));
}

static Um put_days(const Chart *chart, Sheet *sheet, Box box, const ChartPage *page)
{
    if (page->last < page->first) return 0;
    const char *key = page->first == page->last && !page->widest ? "chart.one-day" : "chart.days";
    return put_block(sheet, box, &chart->style->plain, "page.days",
                     words_say(chart->language, sheet->arena, key, "first", head_day(chart, page->first, sheet->arena),
                               "last", head_day(chart, page->last, sheet->arena), NULL));
}

/* "Page 1 of 4", or with number and revision too. */
static const char *page_words(const Chart *chart, const ChartPage *page, const char *key, Arena *arena)
{
    return words_say(chart->language, arena, key, "page", arena_format(arena, "%d", page->number), "pages",
                     arena_format(arena, "%d", page->of), "number", chart->job->rx->number, "revision",
                     arena_format(arena, "%d", (int)chart->job->rx->revision), NULL);
}

/* "Page 1 of 4", and on the same line where it fits "Throw away older charts." */
static Um put_page_number(const Chart *chart, Sheet *sheet, Box box, const ChartPage *page)
{
    const Type *strong = &chart->style->strong;
    const char *number = page_words(chart, page, "page.number", sheet->arena);
    const char *older = words_say(chart->language, sheet->arena, "chart.older", NULL);
    Um indent = text_width(sheet, strong, number) + MM(6), line = type_leading(strong);
    bool fits = indent + text_width(sheet, strong, older) <= box.width;
    put_line(sheet, box, strong, "page.number", number);
    if (fits) return put_block(sheet, (Box){box.x + indent, box.y, box.width - indent, 0}, strong, "page.older", older);
    return line + put_block(sheet, (Box){box.x, box.y + line, box.width, 0}, strong, "page.older", older);
}

/* What the page is, for whoever hands it out; small, and only where the shop asks for it. */
static Um put_second(const Chart *chart, Sheet *sheet, Box box)
{
    const PaperShop *house = chart->job->house;
    const Prescription *rx = chart->job->rx;
    Arena *arena = sheet->arena;
    if (!words_second_asked(house)) return 0;
    const char *title = words_say(house->pharmacist, arena, "chart.title", "number", rx->number, "revision",
                                  arena_format(arena, "%d", (int)rx->revision), NULL);
    const char *older = words_say(house->pharmacist, arena, "chart.older", NULL);
    return put_block(sheet, box, &chart->style->foot, "page.second", words_second(house, arena, arena_format(arena, "%s. %s", title, older)));
}

static Um put_whom(const Chart *chart, Sheet *sheet, Box box, const ChartPage *page)
{
    const PaperJob *job = chart->job;
    Arena *arena = sheet->arena;
    Um start = box.y;
    box.y += put_block(sheet, box, &chart->style->name, "page.patient", job->rx->patient.name);
    box.y += put_block(sheet, box, &chart->style->title, "page.title",
                       words_say(chart->language, arena, "chart.title", "number", job->rx->number, "revision",
                                 arena_format(arena, "%d", (int)job->rx->revision), NULL));
    box.y += put_liquids(chart, sheet, box);
    box.y += put_days(chart, sheet, box, page);
    box.y += put_block(sheet, box, &chart->style->plain, "page.pharmacy",
                       words_say(chart->language, arena, "chart.pharmacy", "name", job->house->shop->name, "phone",
                                 job->house->shop->phone, NULL));
    box.y += put_page_number(chart, sheet, box, page);
    return box.y + put_second(chart, sheet, box) - start;
}

/* A second print says so above everything: nothing else moves. */
static void put_reprint(const Chart *chart, Sheet *sheet)
{
    const char *words = words_reprint(chart->language, sheet->arena, chart->job->house);
    Type type = chart->style->strong;
    type.align = ALIGN_CENTRE;
    Um height = type_leading(&type);
    if (words)
        put_line(sheet, (Box){chart->margin, chart->margin - height - MM(0.3), chart_width(chart), height}, &type,
                 "page.reprint", words);
}

/* Under its code; for the pharmacy, so it stays small in large print.  A wide word (a W is twice a 1) may begin left of
 * a small code. */
static void put_word(const Chart *chart, Sheet *sheet, Box box, const char *word)
{
    Type type = {FACE_REGULAR, PT(9), WORD_HEIGHT, ALIGN_CENTRE, 0};
    const char *words = words_say(chart->language, sheet->arena, "code.word", "word", word, NULL);
    Um wider = text_width(sheet, &type, words) + MM(0.2) - box.width;
    if (wider > 0) box = (Box){box.x - wider, box.y, box.width + wider, box.height};
    put_line(sheet, box, &type, "code.word", words);
}

Um chart_head_put(const Chart *chart, Sheet *sheet, const ChartPage *page)
{
    Um y = chart->margin + put_sample(chart, sheet, chart->margin);
    put_reprint(chart, sheet);
    Um room = page->code_room, left = chart_width(chart) - room - GAP;
    Um text = put_whom(chart, sheet, (Box){chart->margin, y, left, 0}, page);
    if (page->code) put_code(sheet, chart->page_width - chart->margin - room, y, page->code, CHART_DPI, "page.code");
    if (page->code)
        put_word(chart, sheet, (Box){chart->page_width - chart->margin - room, y + room, room, WORD_HEIGHT},
                 page->word);
    Um beside = room + WORD_HEIGHT;
    return y + (text > beside ? text : beside) + MM(1) - chart->margin;
}

Um chart_foot_height(const Chart *chart)
{
    return type_leading(&chart->style->foot) + MM(1);
}

/* Number, revision and page stand at the foot too: a page that is folded or torn can still be told. */
void chart_foot_put(const Chart *chart, Sheet *sheet, const ChartPage *page)
{
    Arena *arena = sheet->arena;
    Type left = chart->style->foot, right = left;
    right.face = FACE_BOLD;
    right.align = ALIGN_RIGHT;
    Box box = {chart->margin, chart->page_height - chart->margin - type_leading(&left), chart_width(chart), 0};
    const char *words = words_say(chart->language, arena, "chart.foot", NULL),
               *number = page_words(chart, page, "chart.page", arena);
    put_line(sheet, box, &right, "page.foot", number);
    bool room = text_width(sheet, &left, words) + text_width(sheet, &right, number) + MM(4) < box.width;
    if (room) put_line(sheet, box, &left, "page.measure", words);
}

/* ----------------------------------------------------------------------------------------- covered ---- */

/* What the patient must do before the doses run out; never silence, even where the plan ends. */
const char *chart_covered_words(const Chart *chart, Arena *arena)
{
    const PaperJob *job = chart->job;
    bool end = job->fill->last_fill && job->plan->ends_by_stop && !chart_undated(job);
    Date call = job->fill->call_by;
    const char *call_words =
        words_say(chart->language, arena, "chart.day", "weekday", words_weekday(chart->language, call), "date",
                  words_date(chart->language, arena, call), NULL);
    return words_say(chart->language, arena, end ? "chart.covered-end" : "chart.covered", "date",
                     chart_day_words(chart, job->fill->last, arena), "call", call_words, "phone",
                     job->house->shop->phone, NULL);
}

Um chart_sentence_put(const Chart *chart, Sheet *sheet, Um y, const char *role, const char *words)
{
    if (!words) return 0;
    Box box = {chart->margin + FRAME_PAD, y, chart_width(chart) - 2 * FRAME_PAD, 0};
    return put_block(sheet, box, &chart->style->covered, role, words) + MM(2);
}

static Um put_covered(const Chart *chart, Sheet *sheet, const char *role, Um y)
{
    const Type *type = &chart->style->covered;
    Um width = chart_width(chart) - 2 * FRAME_PAD;
    const char *words = chart_covered_words(chart, sheet->arena);
    Um height = block_height(sheet, width, type, words) + 2 * MM(2.2);
    put_frame(sheet, (Box){chart->margin + FRAME_STROKE / 2, y, chart_width(chart) - FRAME_STROKE, height},
              FRAME_STROKE, 0, "page.covered-frame");
    put_block(sheet, (Box){chart->margin + FRAME_PAD, y + MM(2.2), width, 0}, type, role, words);
    return height;
}

Um chart_covered_put(const Chart *chart, Sheet *sheet, Um y)
{
    return put_covered(chart, sheet, "page.covered", y) + GAP;
}

Um chart_close_put(const Chart *chart, Sheet *sheet, Um y)
{
    return GAP + put_covered(chart, sheet, "page.covered-last", y + GAP) + FRAME_STROKE;
}

/* --------------------------------------------------------------------------------- how to, and care ---- */

/* Suspensions are shaken; a solution is not. */
static bool shake_well(const Chart *chart)
{
    for (size_t b = 0; b < chart->job->fill->use_count; b++)
        if (chart->job->fill->uses[b].rung->formula->shake) return true;
    return false;
}

void chart_how_keys(const Chart *chart, const char *keys[HOW_COUNT])
{
    keys[0] = shake_well(chart) ? "chart.how-shake" : "chart.how-find";
    keys[1] = "chart.how-draw";
    keys[2] = "chart.how-swallow";
    keys[3] = "chart.how-tick";
}

Um chart_how_put(const Chart *chart, Sheet *sheet, Um y)
{
    const char *keys[HOW_COUNT];
    Type number = chart->style->body;
    number.face = FACE_BOLD;
    Um start = y, indent = text_width(sheet, &number, "4.") + MM(2);
    chart_how_keys(chart, keys);
    y += put_block(sheet, (Box){chart->margin, y, chart_width(chart), 0}, &chart->style->heading, "page.how-title",
                   words_say(chart->language, sheet->arena, "chart.how", NULL));
    for (size_t k = 0; k < HOW_COUNT; k++) {
        put_line(sheet, (Box){chart->margin, y, indent, 0}, &number, "page.how-number",
                 arena_format(sheet->arena, "%d.", (int)k + 1));
        y += put_block(sheet, (Box){chart->margin + indent, y, chart_width(chart) - indent, 0}, &chart->style->body,
                       "page.how", words_say(chart->language, sheet->arena, keys[k], NULL));
    }
    return y + MM(1.5) - start;
}

const char *const chart_care_keys[CARE_COUNT] = {"care.missed", "care.worse", "care.call", "care.ambulance"};

/* A bold lead, and under it what is meant. */
static Um put_care(const Chart *chart, Sheet *sheet, const char *key, Um y)
{
    Um start = y;
    const char *lead_key = arena_format(sheet->arena, "%s-lead", key);
    y += put_block(sheet, (Box){chart->margin, y, chart_width(chart), 0}, &chart->style->lead, "page.care-lead",
                   words_say(chart->language, sheet->arena, lead_key, "phone", chart->job->house->shop->phone, NULL));
    y += put_block(sheet, (Box){chart->margin, y, chart_width(chart), 0}, &chart->style->body, "page.care",
                   words_say(chart->language, sheet->arena, key, NULL));
    return y + MM(1) - start;
}

/* What to do when something is not right, in two halves: in large print they may stand on two pages. */
Um chart_care_put(const Chart *chart, Sheet *sheet, Um y)
{
    Um start = y;
    y += GAP;
    y += put_block(sheet, (Box){chart->margin, y, chart_width(chart), 0}, &chart->style->heading, "page.care-title",
                   words_say(chart->language, sheet->arena, "care.title", NULL));
    for (size_t k = 0; k < CARE_COUNT / 2; k++) y += put_care(chart, sheet, chart_care_keys[k], y);
    return y - start;
}

Um chart_care_more_put(const Chart *chart, Sheet *sheet, Um y)
{
    Um start = y;
    for (size_t k = CARE_COUNT / 2; k < CARE_COUNT; k++) y += put_care(chart, sheet, chart_care_keys[k], y);
    return y - start;
}

/* ---------------------------------------------------------------------------------------- pictures ---- */

/* The times of day of the day that take this volume of the drug: "Morning, Bedtime". */
static const char *times_of(const Chart *chart, const ChartDay *day, const ChartDose *dose, Arena *arena)
{
    const char *list = "";
    for (size_t d = 0; d < day->dose_count; d++) {
        const ChartDose *other = &day->doses[d];
        if (other->drug != dose->drug || other->volume.nl != dose->volume.nl) continue;
        list = arena_format(arena, "%s%s%s", list, *list ? ", " : "", chart_time_words(chart, other->time, arena));
    }
    return list;
}

static bool pictured(const ChartDay *day, size_t d)
{
    for (size_t e = 0; e < d; e++)
        if (day->doses[e].drug == day->doses[d].drug && day->doses[e].volume.nl == day->doses[d].volume.nl) return true;
    return false;
}

static Um put_picture_words(const Chart *chart, Sheet *sheet, const ChartDay *day, const ChartDose *dose, Box box)
{
    Arena *arena = sheet->arena;
    Um start = box.y;
    if (chart->several)
        box.y += put_block(sheet, box, &chart->style->strong, "page.picture-drug", chart_drug(chart, dose->drug));
    box.y += put_block(sheet, box, &chart->style->strong, "page.picture-times", times_of(chart, day, dose, arena));
    box.y += put_block(sheet, box, &chart->style->plain, "page.picture",
                       words_say(chart->language, arena, "chart.picture", "date",
                                 words_date(chart->language, arena, chart_date(chart, day->day)), "syringe",
                                 words_volume(chart->language, arena, dose->rung->syringe->capacity), NULL));
    return box.y - start;
}

/* Words beside the syringe; in large print above it. */
static Um put_picture(const Chart *chart, Sheet *sheet, const ChartDay *day, const ChartDose *dose, Um y)
{
    const ChartStyle *style = chart->style;
    SyringePicture picture = {.syringe = dose->rung->syringe,
                              .at = dose->volume,
                              .day = day->day,
                              .number = style->picture,
                              .volume = style->compared,
                              .label = words_volume(chart->language, sheet->arena, dose->volume)};
    Um height = syringe_height(&picture), width = chart_width(chart);
    bool above = style->notes_below;
    Um room = above ? width : width * 29 / 100,
       words = put_picture_words(chart, sheet, day, dose, (Box){chart->margin, y + MM(1), room, 0});
    Box box = above ? (Box){chart->margin, y + words, width, height}
                    : (Box){chart->margin + room + MM(3), y, width - room - MM(3), height};
    syringe_put(sheet, box, &picture);
    if (above) return words + height + MM(2);
    return (words + MM(1) > height ? words + MM(1) : height) + MM(1);
}

Um chart_pictures_put(const Chart *chart, Sheet *sheet, const ChartDay *day, size_t drug, Um y)
{
    Um start = y;
    for (size_t d = 0; d < day->dose_count; d++) {
        const ChartDose *dose = &day->doses[d];
        if ((drug != EVERY_DRUG && dose->drug != drug) || pictured(day, d)) continue;
        y += put_picture(chart, sheet, day, dose, y);
    }
    return y - start;
}

Um chart_first_pictures_put(const Chart *chart, Sheet *sheet, Um y)
{
    if (chart->count == 0) return 0;
    return chart_pictures_put(chart, sheet, &chart->days[0], EVERY_DRUG, y) + MM(2);
}

Um chart_curve_put(const Chart *chart, Sheet *sheet, Um y)
{
    CurveTypes types = {chart->style->strong, chart->style->curve};
    Um height = MM(20) + 3 * type_leading(&types.title);
    curve_put(sheet, (Box){chart->margin, y, chart_width(chart), height}, chart->job, chart->language, &types);
    return height + GAP;
}
