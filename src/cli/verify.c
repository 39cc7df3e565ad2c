/* SPDX-License-Identifier: GPL-3.0-or-later */
/* microtaper verify: one verdict a scan, in words and as the exit status. */
#include <errno.h>
#include <string.h>
#include "options.h"

#define SCAN_LIMIT (1 << 20)

typedef struct {
    const Options *options;
    const House *house;
    const Key *key;
    const Record *record;
    bool compared;               /* some prescription of the file was */
    Comparison best;             /* the one of this code's own prescription, else the last */
} Verify;

static const char *const state_words[] = {
    [SEAL_GENUINE] = "GENUINE, NOT COMPARED: the code is ours and unaltered; give --rx FILE to compare it with the schedule",
    [SEAL_ALTERED] = "ALTERED: do not use; the code does not carry a valid signature",
    [SEAL_UNKNOWN_KEY] = "UNKNOWN KEY: signed with a key this pharmacy does not know",
    [SEAL_NOT_OURS] = "NOT OURS: this is no code of microtaper",
};
static const Verdict state_verdicts[] = {
    [SEAL_GENUINE] = VERDICT_GENUINE, [SEAL_ALTERED] = VERDICT_ALTERED,
    [SEAL_UNKNOWN_KEY] = VERDICT_UNKNOWN_KEY, [SEAL_NOT_OURS] = VERDICT_NOT_OURS,
};

static void say(const Options *options, Verdict verdict, const char *words, const char **others, size_t count)
{
    if (!text_equal(options->format, "json")) {
        puts(words);
        for (size_t i = 0; i < count; i++) printf("  %s\n", others[i]);
        return;
    }
    printf("{\"verdict\":%d,\"words\":\"%s\",\"others\":[", (int)verdict, text_json(options->arena, words));
    for (size_t i = 0; i < count; i++) printf("%s\"%s\"", i ? "," : "", text_json(options->arena, others[i]));
    puts("]}");
}

static void keep(Verify *verify, const Comparison *comparison)
{
    Arena *arena = verify->options->arena;
    verify->best = *comparison;
    verify->best.words = arena_string(arena, comparison->words);
    verify->best.others = ARENA_ARRAY(arena, comparison->other_count + 1, const char *);
    for (size_t i = 0; i < comparison->other_count; i++) {
        verify->best.others[i] = arena_string(arena, comparison->others[i]);
    }
    verify->compared = true;
}

static bool compare_one(void *context, Prescription *rx, const char *number, Findings *findings, Arena *arena)
{
    Verify *verify = context;
    Course course = {0};
    if (rx) course_make(&course, rx, verify->house, arena, findings);
    if (!course.fills) {
        findings_print(findings, verify->options->form, number, stderr);
        return true;
    }
    const House *house = verify->house;
    Comparison comparison =
        seal_compare(verify->record, verify->key, rx, house->shop, house->tables, course.schedule, course.fills,
                     verify->options->date, verify->options->stage, arena);
    keep(verify, &comparison);
    return !record_is_for(verify->record, verify->key, rx->number);
}

/* Compares a genuine record with every prescription of --rx until its own is met. */
static Verdict compare(Verify *verify)
{
    Findings findings = findings_new(verify->options->arena);
    const House *house = verify->house;
    prescriptions_read(verify->options->rx, house->tables, house->shop, compare_one, verify, &findings);
    findings_print(&findings, verify->options->form, NULL, stderr);
    if (!verify->compared) {
        say(verify->options, VERDICT_GENUINE,
            "GENUINE, NOT COMPARED: no schedule could be worked out from the prescription file", NULL, 0);
        return VERDICT_GENUINE;
    }
    say(verify->options, verify->best.verdict, verify->best.words, verify->best.others, verify->best.other_count);
    return verify->best.verdict;
}

static Verdict judge(const Options *options, const House *house, const Key *key, const char *payload)
{
    Record record;
    SealState state = payload_open(payload, key, 1, &record, options->arena);
    if (state == SEAL_GENUINE && options->rx) {
        Verify verify = {.options = options, .house = house, .key = key, .record = &record};
        return compare(&verify);
    }
    say(options, state_verdicts[state], state_words[state], NULL, 0);
    return state_verdicts[state];
}

/* Scanners end a scan with CR, LF or Tab; blanks inside and at the ends belong to the payload. */
static char *scan_text(Arena *arena, const char *line)
{
    char *text = arena_string(arena, line);
    text[strcspn(text, "\r\n\t")] = '\0';
    return text;
}

static int judge_stream(const Options *options, const House *house, const Key *key)
{
    char line[8192];
    int gravest = -1;
    while (fgets(line, sizeof line, stdin)) {
        char *text = scan_text(options->arena, line);
        if (text_empty(text)) continue;
        int verdict = (int)judge(options, house, key, text);
        if (verdict > gravest) gravest = verdict;
        fflush(stdout);
    }
    if (gravest >= 0) return gravest;
    say(options, VERDICT_UNREADABLE, "UNREADABLE: nothing was scanned", NULL, 0);
    return VERDICT_UNREADABLE;
}

static int judge_file(const Options *options, const House *house, const Key *key, const char *path)
{
    Bytes bytes;
    int error = file_read(path, SCAN_LIMIT, options->arena, &bytes);
    if (error == 0 && bytes.size > 0 && strlen(bytes.at) >= bytes.size) {
        return (int)judge(options, house, key, scan_text(options->arena, bytes.at));
    }
    say(options, VERDICT_UNREADABLE,
        arena_format(options->arena, "UNREADABLE: %s: %s", path, error ? strerror(error) : "not a text"), NULL, 0);
    return VERDICT_UNREADABLE;
}

int command_verify(Options *options)
{
    if (options->operand_count != 1) return usage_fault("verify", "give one payload, one file, or - for standard input");
    const char *what = options->operands[0];
    Key key = {0};
    House house = {0};
    int status = key_ready(&key, options);
    if (status == EXIT_DONE && options->rx) status = house_ready(&house, options);
    if (status == EXIT_DONE) {
        if (text_equal(what, "-")) status = judge_stream(options, &house, &key);
        else if (!text_starts(what, "MT1:") && file_exists(what)) status = judge_file(options, &house, &key, what);
        else status = (int)judge(options, &house, &key, scan_text(options->arena, what));
    }
    key_wipe(&key);
    house_close(&house);
    return status;
}
