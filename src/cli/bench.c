/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>
#include "clock.h"
#include "microtaper/version.h"
#include "verify.h"

/* The own key may be the secret file, or a file holding only the public line: a branch that verifies needs no more. */
static int own_key(Bench *bench)
{
    const Options *options = bench->options;
    Bytes bytes;
    if (options->key && file_read(options->key, 4096, options->arena, &bytes) == 0 &&
        text_starts(bytes.at, "microtaper-public-key-1 ")) {
        char *line = arena_string(options->arena, bytes.at);
        line[strcspn(line, "\r\n")] = '\0';
        if (key_import(line, &bench->own, options->arena)) return EXIT_DONE;
    }
    return key_ready(&bench->own, options);
}

int bench_open(Bench *bench)
{
    const Options *options = bench->options;
    Findings findings = findings_new(options->arena);
    Trust none = {0};
    Trust *trust = options->trust ? trust_load(options->trust, options->arena, &findings) : &none;
    int status = trust ? EXIT_DONE : EXIT_REFUSED;
    bool own = options->key || !trust || trust->count == 0;
    if (status == EXIT_DONE && own) status = own_key(bench);
    if (status == EXIT_DONE) {
        bench->keys = trust_keys(trust, own ? &bench->own : NULL, &bench->key_count, options->arena);
    }
    if (status == EXIT_DONE && options->ledger) {
        bench->ledger = ledger_open_old(options->ledger, options->arena, &findings);
        bool settled =
            bench->ledger && run_settle(bench->ledger, NULL, clock_utc(options->arena), options->arena, &findings);
        if (!settled) status = EXIT_SYSTEM;
    }
    findings_print(&findings, options->form, NULL, stderr);
    return status;
}

void bench_close(Bench *bench)
{
    if (bench->ledger) ledger_close(bench->ledger);
    key_wipe(&bench->own);
}

static void record_scan(Bench *bench, const Scanned *scan)
{
    static const char *const stages[] = {"fill", "handout", "home"};
    const Options *options = bench->options;
    Findings findings = findings_new(options->arena);
    char word[WORD_ROOM];
    record_word(&scan->record, scan->key, word);
    LedgerRow row = {.kind = ROW_SCAN, .at = clock_utc(options->arena), .who = clock_user(options), .word = word,
                     .version = MICROTAPER_VERSION, .item = stages[options->stage],
                     .note = arena_format(options->arena, "%d", (int)scan->said.verdict)};
    if (scan->state.known) {
        row.rx = scan->state.row.rx;
        row.lot = scan->state.row.lot;
    }
    if (!ledger_add(bench->ledger, &row, 1, &findings)) findings_print(&findings, options->form, NULL, stderr);
}

void bench_answer(Bench *bench, const Scanned *scan, const char *left)
{
    if (scan->genuine && bench->ledger) record_scan(bench, scan);
    bench_say(bench, scan, left);
}

static void judge_withdrawn(const LedgerState *state, Date today, Comparison *said, Arena *arena)
{
    if (state->recalled || state->voided) {
        comparison_raise(said, VERDICT_RECALLED,
                         arena_format(arena, "%s: do not use: %s", state->recalled ? "RECALLED" : "VOID", state->why),
                         arena);
    }
    Date from;
    if (state->replaced && date_parse(state->replaced_from, &from) && !date_before(today, from)) {
        comparison_raise(said, VERDICT_RECALLED,
                         arena_format(arena, "REPLACED since %s: do not use this bottle: %s", state->replaced_from, state->replaced_why),
                         arena);
    }
    if (!state->released) {
        comparison_raise(said, VERDICT_RECALLED, "NOT RELEASED: these papers were prepared and never released", arena);
    }
}

static void judge_superseded(const LedgerState *state, RecordKind kind, Comparison *said, Arena *arena)
{
    if (!state->superseded) return;
    if (kind == RECORD_CHART) {
        comparison_raise(said, VERDICT_SUPERSEDED,
                         arena_format(arena, "SUPERSEDED CHART: follow chart revision %lld",
                                      (long long)state->revision),
                         arena);
        return;
    }
    comparison_other(said, arena_format(arena, "follow chart revision %lld", (long long)state->revision), arena);
}

/* Without a prescription the ledger is what a code is compared with: these very bytes were released, of the highest
 * revision that it knows.  A bottle of an older revision needs the prescription: only that says whether it stands. */
static void judge_released(const Bench *bench, Scanned *scan)
{
    const LedgerState *state = &scan->state;
    if (bench->options->rx || scan->said.verdict != VERDICT_GENUINE || !state->released || state->superseded) return;
    if (scan->record.kind == RECORD_BATCH) {
        comparison_other(&scan->said, "the ledger knows it: released, not recalled", bench->options->arena);
    } else if (text_equal(state->row.payload, scan->payload)) {
        scan->said.verdict = VERDICT_MATCH;
        scan->said.words = arena_format(bench->options->arena, "MATCH: as released for %s", state->row.rx);
    }
}

void bench_ask_ledger(Bench *bench, Scanned *scan)
{
    Arena *arena = bench->options->arena;
    char word[WORD_ROOM];
    record_word(&scan->record, scan->key, word);
    Findings findings = findings_new(arena);
    if (!ledger_state(bench->ledger, word, &scan->state, arena, &findings)) {
        findings_print(&findings, bench->options->form, NULL, stderr);
        comparison_raise(&scan->said, VERDICT_GENUINE, "the ledger could not be asked", arena);
        return;
    }
    if (!scan->state.known) {
        comparison_other(&scan->said, "the ledger does not know this paper", arena);
        return;
    }
    judge_withdrawn(&scan->state, bench->options->date, &scan->said, arena);
    judge_superseded(&scan->state, scan->record.kind, &scan->said, arena);
    judge_released(bench, scan);
}
