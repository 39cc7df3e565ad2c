/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From what was scanned to a verdict. */
#include "verify.h"

/* ---------------------------------------------------------------- verdicts ---- */
void comparison_other(Comparison *comparison, const char *words, Arena *arena)
{
    const char **others = ARENA_ARRAY(arena, comparison->other_count + 1, const char *);
    for (size_t i = 0; i < comparison->other_count; i++) others[i] = comparison->others[i];
    others[comparison->other_count++] = words;
    comparison->others = others;
}

void comparison_raise(Comparison *comparison, Verdict verdict, const char *words, Arena *arena)
{
    if (verdict <= comparison->verdict) {
        comparison_other(comparison, words, arena);
        return;
    }
    /* "MATCH" under a refusal would be read as leave to use it. */
    const char *before = comparison->verdict == VERDICT_MATCH ? NULL : comparison->words;
    comparison->verdict = verdict;
    comparison->words = words;
    if (before) comparison_other(comparison, before, arena);
}

Comparison verdict_of(Verdict verdict, const char *words)
{
    return (Comparison){.verdict = verdict, .words = words};
}

static Comparison of_state(SealState state)
{
    if (state == SEAL_ALTERED) {
        return verdict_of(VERDICT_ALTERED, "ALTERED: do not use; this code does not carry a valid signature");
    }
    if (state == SEAL_UNKNOWN_KEY) {
        return verdict_of(VERDICT_UNKNOWN_KEY, "UNKNOWN KEY: signed with a key that this pharmacy does not know");
    }
    return verdict_of(VERDICT_NOT_OURS, "NOT OURS: this is no code of microtaper");
}

/* ---------------------------------------------------------------- what was typed ---- */
static SealState payload_try(const Bench *bench, const char *payload, Scanned *scan)
{
    SealState state = payload_open(payload, bench->keys, bench->key_count, &scan->record, bench->options->arena);
    scan->genuine = state == SEAL_GENUINE;
    scan->payload = payload;
    if (scan->genuine) scan->key = payload_key(payload, bench->keys, bench->key_count);
    return state;
}

/* Of the readings that other keyboard layouts allow the genuine one was meant.  When none is, what came is judged as it
 * came, or as the first reading that could be ours at all. */
static void payload_take(const Bench *bench, const char *typed, Scanned *scan)
{
    size_t count;
    const Reading *readings = scan_readings(bench->options->arena, typed, &count);
    for (size_t i = 0; i < count; i++) {
        payload_try(bench, readings[i].text, scan);
        scan->layout = readings[i].layout;
        if (scan->genuine) return;
    }
    const Reading *meant = count > 1 && !text_starts(readings[0].text, "MT1:") ? &readings[1] : &readings[0];
    scan->said = of_state(payload_try(bench, meant->text, scan));
    scan->layout = meant->layout;
}

/* A check word proves nothing: the ledger gives the payload of its paper, and that is judged. */
static const char *payload_of_word(Bench *bench, const char *word, Comparison *fault)
{
    Arena *arena = bench->options->arena;
    if (!bench->ledger) {
        *fault = verdict_of(VERDICT_UNREADABLE,
                            "UNREADABLE: a check word is looked up in the ledger: give --ledger FILE");
        return NULL;
    }
    LedgerState state;
    Findings findings = findings_new(arena);
    if (ledger_state(bench->ledger, word, &state, arena, &findings) && state.known) return state.row.payload;
    findings_print(&findings, bench->options->form, NULL, stderr);
    *fault = verdict_of(VERDICT_UNREADABLE,
                        arena_format(arena, "UNREADABLE: the ledger knows no paper with the check word %s", word));
    return NULL;
}

void scan_take(Bench *bench, const char *typed, Scanned *scan)
{
    *scan = (Scanned){.payload = NULL};
    const char *text = scan_text(bench->options->arena, typed);
    char word[WORD_ROOM];
    if (text_empty(text)) {
        scan->said = verdict_of(VERDICT_UNREADABLE, "UNREADABLE: nothing was scanned");
        return;
    }
    if (text_starts(text, "MT1:") || !word_read(text, word)) {
        payload_take(bench, typed, scan);
        return;
    }
    const char *payload = payload_of_word(bench, word, &scan->said);
    if (!payload) return;
    scan->said = of_state(payload_try(bench, payload, scan));
    scan->by_word = true;
}

/* ---------------------------------------------------------------- judging ---- */
static void judge_days(const Bench *bench, const Record *record, Comparison *said)
{
    Date today = bench->options->date, last = date_add(record->first, record->days - 1);
    if (bench->options->stage != AT_HOME || record->kind == RECORD_BATCH) return;
    if (!date_before(today, record->first) && !date_before(last, today)) return;
    Arena *arena = bench->options->arena;
    const char *first_text = date_text(arena, record->first), *last_text = date_text(arena, last);
    comparison_raise(said, VERDICT_NOT_TODAY, arena_format(arena, "NOT TODAY: for %s to %s", first_text, last_text), arena);
}

/* What can be said of a genuine record without its prescription. */
static Comparison alone(const Bench *bench, const Record *record, const char *why)
{
    Arena *arena = bench->options->arena;
    Comparison said = verdict_of(VERDICT_GENUINE, arena_format(arena, "GENUINE, NOT COMPARED: %s", why));
    judge_days(bench, record, &said);
    if (record->kind != RECORD_CHART && date_before(record->discard_after, bench->options->date)) {
        comparison_raise(&said, VERDICT_RECALLED,
                         arena_format(arena, "PAST ITS DISCARD DATE: not to be used after %s",
                                      date_text(arena, record->discard_after)),
                         arena);
    }
    return said;
}

static void judge_against(Bench *bench, const Subject *subject, void *context)
{
    Scanned *scan = context;
    const House *house = bench->house;
    const Course *course = subject->course;
    scan->said = seal_compare(&scan->record, scan->key, subject->rx, house->shop, house->tables, course->schedule,
                              course->fills, bench->options->date, bench->options->stage, bench->options->arena);
}

/* Against the prescription of --rx that it is of, if there is one. */
static void judge_found(Bench *bench, Scanned *scan)
{
    if (scan->record.kind == RECORD_BATCH) {
        scan->said = alone(bench, &scan->record, "what is in a batch, its worksheet says");
        return;
    }
    if (!bench->options->rx) {
        scan->said = alone(bench, &scan->record, "ours and unaltered; give --rx FILE to compare it with the schedule");
        return;
    }
    Met met = subject_find(bench, scan, judge_against, scan);
    if (met == SUBJECT_MET) return;
    scan->said = alone(bench, &scan->record, met == SUBJECT_FAULTY ? "the prescription file has errors" : "");
    if (met == SUBJECT_NONE) {
        scan->said = verdict_of(VERDICT_OTHER,
                                "OTHER PRESCRIPTION: this code is of none of the prescriptions in the file");
        judge_days(bench, &scan->record, &scan->said);
    }
}

static void say_how(const Bench *bench, Scanned *scan)
{
    Arena *arena = bench->options->arena;
    if (scan->by_word) {
        comparison_other(&scan->said, "by its check word, which proves nothing: read the label against the line above",
                         arena);
    }
    if (scan->layout) {
        comparison_other(&scan->said,
                         arena_format(arena,
                                      "typed as by a scanner set to a US keyboard at a computer set to %s: set the "
                                      "scanner to that layout",
                                      scan->layout),
                         arena);
    }
}

void scan_judge(Bench *bench, Scanned *scan, const Subject *subject)
{
    if (scan->genuine && subject) judge_against(bench, subject, scan);
    if (scan->genuine && !subject) judge_found(bench, scan);
    if (scan->genuine && bench->ledger) bench_ask_ledger(bench, scan);
    if (scan->payload) say_how(bench, scan);
}

/* ---------------------------------------------------------------- the prescription of a code ---- */
typedef struct {
    Bench *bench;
    const Scanned *scan;
    SubjectUse with;
    void *context;
    Met met;
} Search;

static bool search_one(void *context, Prescription *rx, const char *number, Findings *findings, Arena *arena)
{
    Search *search = context;
    /* One whose number cannot be read may be the one. */
    if (!rx && text_empty(number)) search->met = SUBJECT_FAULTY;
    if (!record_is_for(&search->scan->record, search->scan->key, rx ? rx->number : number)) return true;
    Course course = {0};
    if (rx) course_make(&course, rx, search->bench->house, arena, findings);
    search->met = course.fills ? SUBJECT_MET : SUBJECT_FAULTY;
    if (!course.fills) findings_print(findings, search->bench->options->form, number, stderr);
    else search->with(search->bench, &(Subject){rx, &course}, search->context);
    return false;
}

Met subject_find(Bench *bench, const Scanned *scan, SubjectUse with, void *context)
{
    Search search = {.bench = bench, .scan = scan, .with = with, .context = context, .met = SUBJECT_NONE};
    Findings findings = findings_new(bench->options->arena);
    bool whole = prescriptions_read(bench->options->rx, bench->house->tables, bench->house->shop, search_one, &search,
                                    &findings);
    findings_print(&findings, bench->options->form, NULL, stderr);
    return search.met == SUBJECT_NONE && !whole ? SUBJECT_FAULTY : search.met;
}
