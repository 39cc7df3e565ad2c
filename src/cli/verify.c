/* SPDX-License-Identifier: GPL-3.0-or-later */
/* microtaper verify: one verdict a scan, in large plain words and as the exit status.
 *
 * A scan is a payload, a typed check word, or a file with codes.  It is opened with the keys known here, compared with the
 * schedule computed anew (--rx), and with what the ledger knows; the gravest verdict that holds is given, the others named.
 * `-` is a session at the bench: it counts the items of the fill and ends well only when every one was seen. */
#include "verify.h"
#include <errno.h>
#include <string.h>
#include <unistd.h>

#define TEXT_LIMIT (1 << 20)
#define LINE_LIMIT 8192

/* ---------------------------------------------------------------- saying ---- */
void bench_say(const Bench *bench, const Comparison *said)
{
    Arena *arena = bench->options->arena;
    if (!text_equal(bench->options->format, "json")) {
        puts(said->words);
        for (size_t i = 0; i < said->other_count; i++) printf("  %s\n", said->others[i]);
        return;
    }
    printf("{\"verdict\":%d,\"words\":\"%s\",\"others\":[", (int)said->verdict, text_json(arena, said->words));
    for (size_t i = 0; i < said->other_count; i++) printf("%s\"%s\"", i ? "," : "", text_json(arena, said->others[i]));
    puts("]}");
}

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
    const char *before = comparison->words;
    comparison->verdict = verdict;
    comparison->words = words;
    if (before) comparison_other(comparison, before, arena);
}

static Comparison fixed(Verdict verdict, const char *words)
{
    return (Comparison){.verdict = verdict, .words = words};
}

static Comparison of_state(SealState state)
{
    if (state == SEAL_ALTERED) {
        return fixed(VERDICT_ALTERED, "ALTERED: do not use; this code does not carry a valid signature");
    }
    if (state == SEAL_UNKNOWN_KEY) {
        return fixed(VERDICT_UNKNOWN_KEY, "UNKNOWN KEY: signed with a key that this pharmacy does not know");
    }
    return fixed(VERDICT_NOT_OURS, "NOT OURS: this is no code of microtaper");
}

/* ---------------------------------------------------------------- judging ---- */
/* What can be said of a genuine record without its prescription: the discard date is judged always. */
static Comparison alone(const Bench *bench, const Record *record)
{
    Arena *arena = bench->options->arena;
    Comparison said = fixed(VERDICT_GENUINE,
                            "GENUINE, NOT COMPARED: ours and unaltered; give --rx FILE to compare it with the schedule");
    if (record->kind == RECORD_BOTTLE && date_before(record->discard_after, bench->options->date)) {
        comparison_raise(&said, VERDICT_RECALLED,
                         arena_format(arena, "PAST ITS DISCARD DATE: do not use after %s",
                                      date_text(arena, record->discard_after)),
                         arena);
    }
    return said;
}

static Comparison against(const Bench *bench, const Record *record, const Key *key, const Subject *subject)
{
    const House *house = bench->house;
    return seal_compare(record, key, subject->rx, house->shop, house->tables, subject->course->schedule,
                        subject->course->fills, bench->options->date, bench->options->stage, bench->options->arena);
}

Comparison bench_judge(Bench *bench, const char *payload, const Subject *subject, Record *record, bool *genuine)
{
    Arena *arena = bench->options->arena;
    SealState state = payload_open(payload, bench->keys, bench->key_count, record, arena);
    *genuine = state == SEAL_GENUINE;
    if (!*genuine) return of_state(state);
    const Key *key = payload_key(payload, bench->keys, bench->key_count);
    Comparison said = subject ? against(bench, record, key, subject) : alone(bench, record);
    if (bench->ledger) bench_ask_ledger(bench, record, key, &said);
    return said;
}

/* ---------------------------------------------------------------- the prescription of a code ---- */
typedef struct {
    Bench *bench;
    const Record *record;
    const Key *key;
    bool (*with)(Bench *bench, const Subject *subject, void *context);
    void *context;
    bool met;
} Search;

static bool search_one(void *context, Prescription *rx, const char *number, Findings *findings, Arena *arena)
{
    Search *search = context;
    if (!rx || !record_is_for(search->record, search->key, number)) return true;
    Course course = {0};
    course_make(&course, rx, search->bench->house, arena, findings);
    if (!course.fills) {
        findings_print(findings, search->bench->options->form, number, stderr);
        return false;
    }
    search->met = true;
    search->with(search->bench, &(Subject){rx, &course}, search->context);
    return false;
}

/* Calls `with` for the prescription of --rx that a genuine record is of; false when there is none. */
static bool with_subject(Bench *bench, const Record *record, const Key *key,
                         bool (*with)(Bench *, const Subject *, void *), void *context)
{
    Search search = {.bench = bench, .record = record, .key = key, .with = with, .context = context};
    Findings findings = findings_new(bench->options->arena);
    prescriptions_read(bench->options->rx, bench->house->tables, bench->house->shop, search_one, &search, &findings);
    findings_print(&findings, bench->options->form, NULL, stderr);
    return search.met;
}

typedef struct { const char *payload; Comparison said; } One;

static bool judge_with(Bench *bench, const Subject *subject, void *context)
{
    One *one = context;
    Record record;
    bool genuine;
    one->said = bench_judge(bench, one->payload, subject, &record, &genuine);
    return true;
}

/* A genuine code with --rx that is of none of its prescriptions. */
static Comparison of_another(Bench *bench, const Record *record, Comparison said)
{
    if (record->kind == RECORD_BATCH) return said;
    comparison_raise(&said, VERDICT_OTHER, "OTHER PRESCRIPTION: this code is of none of the prescriptions in the file",
                     bench->options->arena);
    return said;
}

static Comparison judge_payload(Bench *bench, const char *payload)
{
    Record record;
    bool genuine;
    One one = {payload, bench_judge(bench, payload, NULL, &record, &genuine)};
    if (!genuine || !bench->options->rx) return one.said;
    const Key *key = payload_key(payload, bench->keys, bench->key_count);
    if (with_subject(bench, &record, key, judge_with, &one)) return one.said;
    return of_another(bench, &record, one.said);
}

/* A payload, or a check word that the ledger can turn into the payload of its paper. */
static const char *payload_of(Bench *bench, const char *typed, Comparison *fault)
{
    Arena *arena = bench->options->arena;
    const char *text = scan_text(arena, typed);
    char word[WORD_ROOM];
    if (text_empty(text)) {
        *fault = fixed(VERDICT_UNREADABLE, "UNREADABLE: nothing was scanned");
        return NULL;
    }
    if (text_starts(text, "MT1:") || !word_read(text, word)) return text;
    if (!bench->ledger) {
        *fault = fixed(VERDICT_UNREADABLE, "UNREADABLE: a check word is looked up in the ledger: give --ledger FILE");
        return NULL;
    }
    LedgerState state;
    Findings findings = findings_new(arena);
    if (ledger_state(bench->ledger, word, &state, arena, &findings) && state.known) return state.row.payload;
    *fault = fixed(VERDICT_UNREADABLE,
                   arena_format(arena, "UNREADABLE: the ledger knows no paper with the check word %s", word));
    return NULL;
}

static Verdict judge_typed(Bench *bench, const char *typed)
{
    Comparison said;
    const char *payload = payload_of(bench, typed, &said);
    if (payload) said = judge_payload(bench, payload);
    bench_say(bench, &said);
    if (payload && bench->options->show) bench_show(bench, payload);
    return said.verdict;
}

/* ---------------------------------------------------------------- files ---- */
static Verdict say_unreadable(Bench *bench, const char *path, const char *why)
{
    Comparison said = fixed(VERDICT_UNREADABLE, arena_format(bench->options->arena, "UNREADABLE: %s: %s", path, why));
    bench_say(bench, &said);
    return said.verdict;
}

static Verdict judge_picture(Bench *bench, const char *path)
{
    Scan scan = scan_file(path, bench->options->arena);
    if (scan.fault) return say_unreadable(bench, path, scan.fault);
    if (scan.count == 0) return say_unreadable(bench, path, "no code was found in it");
    Verdict gravest = VERDICT_MATCH;
    for (size_t i = 0; i < scan.count; i++) {
        Verdict verdict = judge_typed(bench, scan.payloads[i]);
        if (verdict > gravest) gravest = verdict;
    }
    return gravest;
}

static Verdict judge_file(Bench *bench, const char *path)
{
    Bytes bytes;
    int error = file_read(path, SCAN_FILE_MOST, bench->options->arena, &bytes);
    if (error) return say_unreadable(bench, path, strerror(error));
    if (scan_readable(bytes.at, bytes.size)) return judge_picture(bench, path);
    if (bytes.size == 0 || bytes.size > TEXT_LIMIT || strlen(bytes.at) < bytes.size) {
        return say_unreadable(bench, path, "neither text nor a picture that can be read");
    }
    return judge_typed(bench, bytes.at);
}

/* ---------------------------------------------------------------- a session at the bench ---- */
static bool next_scan(char line[LINE_LIMIT])
{
    while (fgets(line, LINE_LIMIT, stdin)) {
        if (line[strspn(line, " \r\n\t")]) return true;
    }
    return false;
}

typedef struct { char *line; Verdict gravest; } Sitting;

static Verdict sit_scan(Bench *bench, const Subject *subject, Session *session, const char *typed)
{
    Record record;
    bool genuine = false;
    Comparison said;
    const char *payload = payload_of(bench, typed, &said);
    if (payload) said = bench_judge(bench, payload, subject, &record, &genuine);
    said = session_scan(session, genuine ? &record : NULL, &said);
    bench_say(bench, &said);
    puts(session_left(session));
    fflush(stdout);
    return said.verdict;
}

/* The rest of the session, once a scan has told whose fill it is. */
static bool sit(Bench *bench, const Subject *subject, void *context)
{
    Sitting *sitting = context;
    Record record;
    bool genuine;
    Comparison first = bench_judge(bench, scan_text(bench->options->arena, sitting->line), subject, &record, &genuine);
    const Fills *fills = subject->course->fills;
    if (record.fill < 1 || record.fill > fills->count) {
        bench_say(bench, &first);
        return true;
    }
    Session *session = session_new(bench->options->stage, bench->options->arena);
    session_expect_fill(session, subject->course->schedule, &fills->items[record.fill - 1]);
    do {
        Verdict verdict = sit_scan(bench, subject, session, sitting->line);
        if (verdict > sitting->gravest) sitting->gravest = verdict;
    } while (next_scan(sitting->line));
    /* With a stage named it is a session, and one that is not complete has not ended well. */
    if (bench->options->has_stage && !session_complete(session) && sitting->gravest == VERDICT_MATCH) {
        sitting->gravest = session_status(session);
    }
    return true;
}

static Verdict judge_stream(Bench *bench)
{
    char line[LINE_LIMIT];
    Sitting sitting = {.line = line, .gravest = VERDICT_MATCH};
    bool any = false;
    while (next_scan(line)) {
        any = true;
        Record record;
        bool genuine;
        const char *payload = scan_text(bench->options->arena, line);
        bench_judge(bench, payload, NULL, &record, &genuine);
        if (genuine && bench->options->rx && record.kind != RECORD_BATCH) {
            const Key *key = payload_key(payload, bench->keys, bench->key_count);
            if (with_subject(bench, &record, key, sit, &sitting)) continue;
        }
        Verdict verdict = judge_typed(bench, line);
        if (verdict > sitting.gravest) sitting.gravest = verdict;
        fflush(stdout);
    }
    return any ? sitting.gravest : say_unreadable(bench, "standard input", "nothing was scanned");
}

/* ---------------------------------------------------------------- the command ---- */
static int judge_operand(Bench *bench, const char *what)
{
    if (text_equal(what, "-")) return (int)judge_stream(bench);
    if (!text_starts(what, "MT1:") && file_exists(what)) return (int)judge_file(bench, what);
    return (int)judge_typed(bench, what);
}

int command_verify(Options *options)
{
    if (options->operand_count != 1) return usage_fault("verify", "give one payload, one file, or - for standard input");
    House house = {0};
    Bench bench = {.options = options, .house = &house};
    int status = bench_open(&bench);
    if (status == EXIT_DONE && options->rx) status = house_ready(&house, options);
    if (status == EXIT_DONE) status = judge_operand(&bench, options->operands[0]);
    bench_close(&bench);
    house_close(&house);
    return status;
}
