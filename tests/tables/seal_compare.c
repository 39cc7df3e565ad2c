/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Verdicts: codes of a fill as made, compared with the schedule computed anew after something has changed. */
#include <CUnit/Basic.h>
#include <stdio.h>
#include <string.h>
#include "compound_bench.h"
#include "microtaper/seal.h"
#include "microtaper/text.h"
#include "seal_records.h"

void suite_seal_compare(void);

typedef struct { Bench bench; Key key; Record bottle, chart, batch; } Counter;

static size_t page_rows(const Counter *counter, ChartRow *rows)
{
    const Bench *b = &counter->bench;
    size_t count = 0;
    for (int32_t day = b->made->first; day <= b->made->last; day++)
        for (size_t time = 0; time < b->plan->times; time++) {
            Volume volume = schedule_volume(b->schedule, 0, day, time);
            const Bottle *bottle = fill_bottle(b->made, 0, day);
            if (!volume.nl)
                continue;
            rows[count] = (ChartRow){.date = date_add(b->plan->first, day), .drug = b->plan->drugs[0].drug->code,
                                     .time = (uint8_t)time, .volume = volume, .strength = 100000};
            memcpy(rows[count++].letter, bottle->letter, sizeof bottle->letter);
        }
    return count;
}

/* The codes of fill 1, made the day before the first. */
static void counter_open(Counter *counter)
{
    ChartRow rows[512];
    Bench *b = &counter->bench;
    bench_open(b);
    bench_run(b);
    bench_make(b, 1, date_of(2026, 11, 30));
    counter->key = test_key(b->arena);
    Findings findings = findings_new(b->arena);
    Date last = date_add(b->plan->first, b->made->last);
    CU_ASSERT_FATAL(record_of_bottle(&counter->key, &b->rx, &b->shop, b->schedule, b->made, &b->made->bottles[0],
                                     b->batches[0]->lot, &counter->bottle, b->arena, &findings));
    CU_ASSERT_FATAL(record_of_chart(&counter->key, &b->rx, b->made, 1, 1, last, rows, page_rows(counter, rows),
                                    &counter->chart, b->arena, &findings));
    CU_ASSERT_FATAL(record_of_batch(&counter->key, b->batches[0], &counter->batch, b->arena, &findings));
}

/* ---------------------------------------------------------------- what happens between making and scanning ---- */
static void nothing(Counter *c) { (void)c; }
static void other_number(Counter *c) { c->bench.rx.number = "RX-9"; }
static void next_revision(Counter *c) { c->bench.rx.revision++; }
static void older_file(Counter *c) { c->bottle.revision++; c->chart.revision++; }
static void other_doses(Counter *c) { c->bench.schedule->marks[0][0]--; }
static void other_days(Counter *c) { c->bottle.days--; }
static void other_discard(Counter *c) { c->bottle.discard_after.day++; }
static void other_strength(Counter *c) { c->bottle.strength *= 10; }
static void other_largest(Counter *c) { c->bottle.largest += 20; }
static void other_count(Counter *c) { c->bottle.n++; }
static void other_bottle(Counter *c) { c->bottle.i = 9; c->bottle.n = 9; }
static void other_fill(Counter *c) { c->bottle.fill = 200; c->chart.fill = 200; }
static void other_drug(Counter *c) { c->bottle.drug = 77; }
static void other_formula(Counter *c) { c->bottle.lot[3] = c->bottle.lot[3] == 'Z' ? 'Y' : 'Z'; }
static void other_last(Counter *c) { c->chart.discard_after.day++; }
static void other_page_days(Counter *c) { c->chart.first.day++; }
static void revision_strength(Counter *c) { next_revision(c); other_strength(c); }
static void revision_discard(Counter *c) { next_revision(c); other_discard(c); }
static void revision_drug(Counter *c) { next_revision(c); other_drug(c); }
/* Another plan, but of the same strength: the bottle stays good. */
static void revision_doses(Counter *c) { next_revision(c); other_doses(c); }
/* The new revision starts when the bottle's days are over. */
static void revision_later(Counter *c) { next_revision(c); c->bench.plan->first.day += 300; }

static void no_day_in_lot(Counter *c) { memcpy(c->bottle.lot, "6NKC7XQI", 9); }
static void no_fill(Counter *c) { c->bottle.fill = 0; }
static void no_code(Counter *c) { c->bench.ladder->items[0].strength = (Strength){MG(1), ML(3)}; }
static void other_letter(Counter *c) { c->bench.fills->items[0].bottles[0].letter[0] = 'Q'; }
/* The last row of the last day is left out. */
static void missing_row(Counter *c)
{
    ChartRow page[512];
    Bench *b = &c->bench;
    Findings findings = findings_new(b->arena);
    CU_ASSERT_FATAL(record_of_chart(&c->key, &b->rx, b->made, 1, 1, date_add(b->plan->first, b->made->last), page,
                                    page_rows(c, page) - 1, &c->chart, b->arena, &findings));
}
static void broken_rows(Counter *c) { c->chart.rows_size = 1; }
static void plan_later(Counter *c) { c->bench.plan->first.day += 300; }
static void plan_earlier(Counter *c) { c->bench.plan->first.day -= 3000; }
static void fewer_times(Counter *c) { c->bench.plan->times = 1; }
static void other_code(Counter *c) { c->bench.drugs[0].code = 9; }
static void revision_no_day(Counter *c) { next_revision(c); no_day_in_lot(c); }
static void revision_short(Counter *c) { next_revision(c); c->bench.plan->days = 5; }
static void revision_starts_within(Counter *c) { next_revision(c); c->bench.ladder->items[0].first = 3; }

typedef void Change(Counter *);
static const struct {
    const char *name;
    Change *change;
    Stage stage;
    int32_t today;             /* days from 2026-12-01 */
    Verdict bottle, chart;
    const char *says; /* in the words or the others of the bottle's, then the chart's, comparison; may be NULL */
} rows[] = {
    {"as made", nothing, AT_FILL, -1, VERDICT_MATCH, VERDICT_MATCH, "MATCH"},
    {"handed out", nothing, AT_HANDOUT, 0, VERDICT_MATCH, VERDICT_MATCH, "MATCH"},
    {"at home on its first day", nothing, AT_HOME, 0, VERDICT_MATCH, VERDICT_MATCH, "MATCH"},
    {"at home too early", nothing, AT_HOME, -1, VERDICT_NOT_TODAY, VERDICT_NOT_TODAY, "NOT TODAY: for 2026-12-01"},
    {"past its discard date", nothing, AT_FILL, 60, VERDICT_RECALLED, VERDICT_MATCH, "PAST ITS DISCARD DATE"},
    {"past both at home", nothing, AT_HOME, 60, VERDICT_RECALLED, VERDICT_NOT_TODAY, "NOT TODAY"},
    {"of another prescription", other_number, AT_FILL, 0, VERDICT_OTHER, VERDICT_OTHER,
     "OTHER PRESCRIPTION: this is not of RX-9"},
    {"of another, and past its date", other_number, AT_FILL, 60, VERDICT_RECALLED, VERDICT_OTHER,
     "OTHER PRESCRIPTION"},
    {"next revision, facts stand", next_revision, AT_FILL, 0, VERDICT_MATCH, VERDICT_SUPERSEDED,
     "follow chart revision 2"},
    {"next revision, other doses", revision_doses, AT_FILL, 0, VERDICT_MATCH, VERDICT_SUPERSEDED,
     "follow chart revision 2"},
    {"next revision, other strength", revision_strength, AT_FILL, 0, VERDICT_SUPERSEDED, VERDICT_SUPERSEDED,
     "the code says 1 mg per mL"},
    {"next revision, earlier discard", revision_discard, AT_FILL, 0, VERDICT_SUPERSEDED, VERDICT_SUPERSEDED,
     "discard after: the code says"},
    {"next revision, no such drug", revision_drug, AT_FILL, 0, VERDICT_SUPERSEDED, VERDICT_SUPERSEDED,
     "has no drug 77"},
    {"next revision starts later", revision_later, AT_FILL, 0, VERDICT_SUPERSEDED, VERDICT_SUPERSEDED,
     "on the days of this bottle"},
    {"next revision, bottle used up", next_revision, AT_HOME, 31, VERDICT_SUPERSEDED, VERDICT_SUPERSEDED,
     "on the days of this bottle"},
    {"the file is older", older_file, AT_FILL, 0, VERDICT_GENUINE, VERDICT_GENUINE,
     "older than the code (revision 1, code 2)"},
    {"other doses", other_doses, AT_FILL, 0, VERDICT_OTHER, VERDICT_OTHER,
     "2026-12-01 morning clonazepam: the code says"},
    {"other days", other_days, AT_FILL, 0, VERDICT_OTHER, VERDICT_MATCH, "days: the code says"},
    {"other discard date", other_discard, AT_FILL, 0, VERDICT_OTHER, VERDICT_MATCH,
     "discard after: the code says 2027-01-04, the schedule 2027-01-03"},
    {"other strength", other_strength, AT_FILL, 0, VERDICT_OTHER, VERDICT_MATCH,
     "strength: the code says 1 mg per mL, the schedule 0.1 mg per mL"},
    {"other largest volume", other_largest, AT_FILL, 0, VERDICT_OTHER, VERDICT_MATCH,
     "largest single volume: the code says"},
    {"more bottles", other_count, AT_FILL, 0, VERDICT_OTHER, VERDICT_MATCH, "bottles of the fill: the code says"},
    {"no such bottle", other_bottle, AT_FILL, 0, VERDICT_OTHER, VERDICT_MATCH,
     "bottle 9 of clonazepam: fill 1 has none"},
    {"no such fill", other_fill, AT_FILL, 0, VERDICT_OTHER, VERDICT_OTHER, "fill: the code says 200"},
    {"no such drug", other_drug, AT_FILL, 0, VERDICT_OTHER, VERDICT_MATCH, "drug 77 is not in the schedule"},
    {"another formula", other_formula, AT_FILL, 0, VERDICT_OTHER, VERDICT_MATCH, "formula letter in the lot"},
    {"last covered day", other_last, AT_FILL, 0, VERDICT_MATCH, VERDICT_OTHER, "last covered day: the code says"},
    {"a lot that names no day", no_day_in_lot, AT_FILL, 0, VERDICT_OTHER, VERDICT_MATCH, "lot 6NKC7XQI names no day"},
    {"no fill", no_fill, AT_FILL, 0, VERDICT_OTHER, VERDICT_MATCH, "fill 0 cannot have been made on"},
    {"a strength that no code holds", no_code, AT_FILL, 0, VERDICT_OTHER, VERDICT_OTHER, "does not fit a code"},
    {"another letter", other_letter, AT_FILL, 0, VERDICT_OTHER, VERDICT_OTHER, "from bottle Q"},
    {"a page without its last row", missing_row, AT_FILL, 0, VERDICT_MATCH, VERDICT_OTHER, "the code says nothing"},
    {"rows that are none", broken_rows, AT_FILL, 0, VERDICT_MATCH, VERDICT_OTHER, "rows: not well formed"},
    {"the plan begins later", plan_later, AT_FILL, 0, VERDICT_OTHER, VERDICT_OTHER, "no such day, time or drug"},
    {"the plan is over", plan_earlier, AT_FILL, 0, VERDICT_OTHER, VERDICT_OTHER, "no such day, time or drug"},
    {"times that the plan has not", fewer_times, AT_FILL, 0, VERDICT_OTHER, VERDICT_OTHER, "no such day, time or drug"},
    {"another number for the drug", other_code, AT_FILL, 0, VERDICT_OTHER, VERDICT_OTHER, "drug: drug 5 is not in the schedule"},
    {"next revision, a lot that names no day", revision_no_day, AT_FILL, 0, VERDICT_SUPERSEDED, VERDICT_SUPERSEDED, "names no day"},
    {"next revision, ends within the bottle's days", revision_short, AT_FILL, 0, VERDICT_MATCH, VERDICT_SUPERSEDED,
     "follow chart revision 2"},
    {"next revision, begins within the bottle's days", revision_starts_within, AT_FILL, 0, VERDICT_MATCH, VERDICT_SUPERSEDED,
     "follow chart revision 2"},
    {"next revision, at home on its first day", next_revision, AT_HOME, 0, VERDICT_MATCH, VERDICT_SUPERSEDED,
     "follow chart revision 2"},
    {"a chart of other days", other_page_days, AT_FILL, 0, VERDICT_MATCH, VERDICT_OTHER, "the code says"},
};

static Comparison compare(Counter *c, const Record *record, Stage stage, Date today)
{
    Bench *b = &c->bench;
    return seal_compare(record, &c->key, &b->rx, &b->shop, &b->tables, b->schedule, b->fills, today, stage, b->arena);
}

static bool says(const Comparison *comparison, const char *text)
{
    for (size_t i = 0; i < comparison->other_count; i++)
        if (strstr(comparison->others[i], text))
            return true;
    return strstr(comparison->words, text) != NULL;
}

static void row_run(size_t i)
{
    Counter counter = {0};
    counter_open(&counter);
    rows[i].change(&counter);
    Date today = date_add(date_of(2026, 12, 1), rows[i].today);
    Comparison bottle = compare(&counter, &counter.bottle, rows[i].stage, today);
    Comparison chart = compare(&counter, &counter.chart, rows[i].stage, today);
    bool good = bottle.verdict == rows[i].bottle && chart.verdict == rows[i].chart
        && (says(&bottle, rows[i].says) || says(&chart, rows[i].says));
    if (!good)
        printf("\n  %s: bottle %d \"%s\" (%s), chart %d \"%s\" (%s)", rows[i].name, bottle.verdict, bottle.words,
               bottle.other_count ? bottle.others[0] : "", chart.verdict, chart.words,
               chart.other_count ? chart.others[0] : "");
    CU_ASSERT(good);
    bench_close(&counter.bench);
}

static void test_rows(void)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        row_run(i);
}

static void test_batch_code(void)
{
    Counter counter = {0};
    counter_open(&counter);
    Comparison early = compare(&counter, &counter.batch, AT_FILL, date_of(2026, 12, 1));
    Comparison late = compare(&counter, &counter.batch, AT_HOME, date_of(2027, 12, 1));
    CU_ASSERT_EQUAL(early.verdict, VERDICT_GENUINE);
    CU_ASSERT_EQUAL(late.verdict, VERDICT_RECALLED);
    CU_ASSERT(payload_sign(&counter.batch, &counter.key, counter.bench.arena) != NULL);
    CU_ASSERT_FALSE(record_is_for(&counter.batch, &counter.key, counter.bench.rx.number));
    CU_ASSERT(record_is_for(&counter.bottle, &counter.key, counter.bench.rx.number));
    bench_close(&counter.bench);
}

/* The codes of every fill of the course, made on their forecast days, match: bottles, whole charts. */
static void test_every_fill(void)
{
    Counter counter = {0};
    counter_open(&counter);
    Bench *b = &counter.bench;
    for (size_t f = 0; f < b->fills->count; f++) {
        Findings findings = findings_new(b->arena);
        const Fill *fill = &b->fills->items[f];
        bench_make(b, fill->number, fill->made_on);
        for (size_t i = 0; b->made && i < b->made->bottle_count; i++) {
            Record record;
            bool made = record_of_bottle(&counter.key, &b->rx, &b->shop, b->schedule, b->made, &b->made->bottles[i],
                                         b->batches[0]->lot, &record, b->arena, &findings);
            Comparison comparison = compare(&counter, &record, AT_FILL, fill->made_on);
            CU_ASSERT(made && comparison.verdict == VERDICT_MATCH);
            CU_ASSERT(payload_sign(&record, &counter.key, b->arena) != NULL);
        }
    }
    CU_ASSERT(b->fills->count > 2);
    bench_close(b);
}

/* Two drugs in one fill: a code is compared with the bottle and the rows of its own. */
static void test_two_drugs(void)
{
    Counter counter = {0};
    Bench *b = &counter.bench;
    bench_open(b);
    bench_second(b);
    bench_run(b);
    bench_make(b, 1, date_of(2026, 11, 30));
    CU_ASSERT_FATAL(b->made && b->made->bottle_count == 2);
    counter.key = test_key(b->arena);
    Findings findings = findings_new(b->arena);
    ChartRow page_of[512];
    size_t count = page_rows(&counter, page_of);
    page_of[count] = (ChartRow){.date = date_add(b->plan->first, b->made->first), .drug = 7, .time = 3, .volume = ML(5),
                             .strength = 1000000, .letter = "B"};
    for (size_t i = 0; i < 2; i++) {
        Record bottle;
        CU_ASSERT_FATAL(record_of_bottle(&counter.key, &b->rx, &b->shop, b->schedule, b->made, &b->made->bottles[i],
                                         b->batches[i]->lot, &bottle, b->arena, &findings));
        CU_ASSERT_EQUAL(compare(&counter, &bottle, AT_FILL, date_of(2026, 12, 1)).verdict, VERDICT_MATCH);
    }
    Record page;
    Date last = date_add(b->plan->first, b->made->last);
    CU_ASSERT_FATAL(record_of_chart(&counter.key, &b->rx, b->made, 1, 1, last, page_of, count + 1, &page, b->arena, &findings));
    Comparison comparison = compare(&counter, &page, AT_FILL, date_of(2026, 12, 1));
    CU_ASSERT_EQUAL(comparison.verdict, VERDICT_OTHER);   /* the second drug's other days are missing */
    CU_ASSERT(says(&comparison, "2026-12-02 bedtime diazepam: the code says nothing"));
    CU_ASSERT_FALSE(says(&comparison, "2026-12-01"));
    bench_close(b);
}

/* ---------------------------------------------------------------- bottles that were replaced ---- */

/* The code of the first bottle that fill 1 now gives out, made on a day. */
static Record first_code(Counter *c, Date made_on)
{
    Bench *b = &c->bench;
    Record code = {0};
    Findings findings = findings_new(b->arena);
    bench_make(b, 1, made_on);
    CU_ASSERT_FATAL(b->made && record_of_bottle(&c->key, &b->rx, &b->shop, b->schedule, b->made, &b->made->bottles[0], b->batches[0]->lot,
                                                &code, b->arena, &findings));
    return code;
}

/* From the first day of the new bottle the old one is not used, at whatever stage; before, it may still be the one in use. */
static void test_replaced(void)
{
    Counter counter = {0};
    counter_open(&counter);
    Bench *b = &counter.bench;
    bench_lose(b, 0, "A", 10, 9);
    bench_run(b);
    for (Stage stage = AT_FILL; stage <= AT_HOME; stage++) {
        Comparison before = compare(&counter, &counter.bottle, stage, date_add(b->rx.starts, 9));
        CU_ASSERT(before.verdict == VERDICT_MATCH && says(&before, "follow chart revision 2"));
        Comparison since = compare(&counter, &counter.bottle, stage, date_add(b->rx.starts, 10));
        CU_ASSERT(since.verdict == VERDICT_RECALLED);
        CU_ASSERT(says(&since, "REPLACED: reported on 2026-12-10; bottle B takes its place since 2026-12-11"));
    }
    Record elsewhere = counter.bottle;
    elsewhere.fill = 200;   /* of a fill that the plan does not have: nothing of it was replaced */
    CU_ASSERT_EQUAL(compare(&counter, &elsewhere, AT_FILL, date_add(b->rx.starts, 10)).verdict, VERDICT_MATCH);
    elsewhere = counter.bottle;
    elsewhere.i = elsewhere.n = 2;   /* not the first of its fill: no bottle that is known */
    CU_ASSERT_EQUAL(compare(&counter, &elsewhere, AT_FILL, date_add(b->rx.starts, 10)).verdict, VERDICT_MATCH);
    Record new_one = first_code(&counter, date_add(b->rx.starts, 9));
    b->rx.revision = 3;
    CU_ASSERT_EQUAL(compare(&counter, &new_one, AT_HOME, date_add(b->rx.starts, 10)).verdict, VERDICT_MATCH);
    bench_lose(b, 0, "B", 15, 14);
    b->rx.revision = 3;
    bench_run(b);
    Comparison again = compare(&counter, &new_one, AT_HOME, date_add(b->rx.starts, 15));
    CU_ASSERT(again.verdict == VERDICT_RECALLED && says(&again, "bottle C takes its place since 2026-12-16"));
    CU_ASSERT_EQUAL(compare(&counter, &counter.bottle, AT_HOME, date_add(b->rx.starts, 12)).verdict, VERDICT_RECALLED);
    bench_close(b);
}

/* A bottle lost before it was begun and the one that takes its place are for the same days under the same number: what tells
 * them apart is the day of the lot and, where it can be of both, the letter in their rows; where these say other doses by now
 * nobody is told to use it. */
static const struct { const char *name; int32_t old_made, new_made; bool doses_change; Verdict old_one, new_one; } unbegun[] = {
    {"lost before its first day", -3, -1, false, VERDICT_RECALLED, VERDICT_MATCH},
    {"the new one made a day late", -3, 0, false, VERDICT_RECALLED, VERDICT_MATCH},
    {"both made on one day", -1, -1, false, VERDICT_RECALLED, VERDICT_MATCH},
    {"the new one made a day late, other doses since", -3, 0, true, VERDICT_RECALLED, VERDICT_MATCH},
    {"both made on one day, other doses since", -1, -1, true, VERDICT_SUPERSEDED, VERDICT_SUPERSEDED},
};

static void test_unbegun(void)
{
    for (size_t i = 0; i < sizeof unbegun / sizeof *unbegun; i++) {
        Counter counter = {0};
        counter_open(&counter);
        Bench *b = &counter.bench;
        Record old = first_code(&counter, date_add(b->rx.starts, unbegun[i].old_made));
        bench_lose(b, 0, "A", 0, -1);
        bench_run(b);
        Record new_one = first_code(&counter, date_add(b->rx.starts, unbegun[i].new_made));
        b->rx.revision = 3;
        b->schedule->marks[0][0] -= unbegun[i].doses_change;
        Comparison lost = compare(&counter, &old, AT_HOME, b->rx.starts), good = compare(&counter, &new_one, AT_HOME, b->rx.starts);
        check_row(lost.verdict == unbegun[i].old_one, unbegun[i].name, lost.words);
        check_row(good.verdict == unbegun[i].new_one, unbegun[i].name, good.words);
        if (lost.verdict == VERDICT_SUPERSEDED)
            CU_ASSERT(says(&lost, "bottle A, replaced since 2026-12-01, or bottle B in its place: the letter on its label tells"));
        bench_close(b);
    }
}

/* The other drug's bottle of the same fill, number and days is not the one that was lost. */
static void test_replaced_of_two(void)
{
    Counter counter = {0};
    Bench *b = &counter.bench;
    bench_open(b);
    bench_second(b);
    bench_run(b);
    counter.key = test_key(b->arena);
    bench_make(b, 1, date_of(2026, 11, 30));
    CU_ASSERT_FATAL(b->made && b->made->bottle_count == 2);
    Record codes[2];
    Findings findings = findings_new(b->arena);
    for (size_t i = 0; i < 2; i++)
        CU_ASSERT_FATAL(record_of_bottle(&counter.key, &b->rx, &b->shop, b->schedule, b->made, &b->made->bottles[i],
                                         b->batches[i]->lot, &codes[i], b->arena, &findings));
    bench_lose(b, 0, "A", 10, 9);
    bench_run(b);
    CU_ASSERT_EQUAL(compare(&counter, &codes[0], AT_HOME, date_add(b->rx.starts, 10)).verdict, VERDICT_RECALLED);
    CU_ASSERT_EQUAL(compare(&counter, &codes[1], AT_HOME, date_add(b->rx.starts, 10)).verdict, VERDICT_MATCH);
    bench_close(b);
}

/* A volume that is no multiple of 10 uL, and bottles past 255, are findings and no record. */
static void test_unfit(void)
{
    Counter counter = {0};
    counter_open(&counter);
    Bench *b = &counter.bench;
    Findings findings = findings_new(b->arena);
    Bottle bottle = b->made->bottles[0];
    Record record;
    bottle.largest.nl = 1005000;
    bottle.n = 256;
    CU_ASSERT_FALSE(record_of_bottle(&counter.key, &b->rx, &b->shop, b->schedule, b->made, &bottle, "bad", &record,
                                     b->arena, &findings));
    CU_ASSERT_EQUAL_FATAL(findings.count, 3);
    CU_ASSERT_EQUAL(findings.items[0].code, MT602);
    CU_ASSERT_EQUAL(findings.items[1].code, MT603);
    CU_ASSERT_EQUAL(findings.items[2].code, MT607);
    bottle.largest.nl = 0;
    CU_ASSERT_FALSE(record_of_bottle(&counter.key, &b->rx, &b->shop, b->schedule, b->made, &bottle, NULL, &record,
                                     b->arena, &findings));
    CU_ASSERT_EQUAL_FATAL(findings.count, 5);   /* the number of bottles has been said */
    CU_ASSERT_EQUAL(findings.items[3].code, MT602);
    CU_ASSERT_PTR_NOT_NULL(strstr(findings.items[4].text, "lot \"\""));
    char *number = arena_alloc(b->arena, 301);
    memset(number, 'X', 300);   /* longer than any prescription's */
    CU_ASSERT_FALSE(record_is_for(&counter.bottle, &counter.key, number));
    bench_close(b);
}

/* Each verdict says what it means and what to do, by a name of its own; nothing else does. */
static void test_words(void)
{
    static const Verdict all[] = {VERDICT_MATCH,    VERDICT_GENUINE, VERDICT_NOT_TODAY,   VERDICT_SUPERSEDED,
                                  VERDICT_OTHER,    VERDICT_SCANNED, VERDICT_RECALLED,    VERDICT_ALTERED,
                                  VERDICT_UNKNOWN_KEY, VERDICT_NOT_OURS, VERDICT_UNREADABLE};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        const VerdictWords *words = verdict_words(all[i]);
        CU_ASSERT_FATAL(words && words->verdict == all[i]);
        CU_ASSERT(!text_empty(words->means) && !text_empty(words->remedy));
        for (size_t k = 0; k < i; k++)
            CU_ASSERT_STRING_NOT_EQUAL(words->name, verdict_words(all[k])->name);
    }
    CU_ASSERT_PTR_NULL(verdict_words((Verdict)1));
    CU_ASSERT_PTR_NULL(verdict_words((Verdict)20));
}

void suite_seal_compare(void)
{
    CU_pSuite suite = CU_add_suite("seal compare", NULL, NULL);
    CU_add_test(suite, "verdicts", test_rows);
    CU_add_test(suite, "what verdicts mean", test_words);
    CU_add_test(suite, "a batch's code", test_batch_code);
    CU_add_test(suite, "every fill of a course", test_every_fill);
    CU_add_test(suite, "two drugs", test_two_drugs);
    CU_add_test(suite, "replaced", test_replaced);
    CU_add_test(suite, "replaced before it was begun", test_unbegun);
    CU_add_test(suite, "replaced, of two drugs", test_replaced_of_two);
    CU_add_test(suite, "what does not fit", test_unfit);
}
