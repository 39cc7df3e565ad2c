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
        bench->ledger = ledger_open(options->ledger, options->arena, &findings);
        if (!bench->ledger) status = EXIT_SYSTEM;
    }
    findings_print(&findings, options->form, NULL, stderr);
    return status;
}

void bench_close(Bench *bench)
{
    if (bench->ledger) ledger_close(bench->ledger);
    key_wipe(&bench->own);
}

static void record_scan(Bench *bench, const char *word, const LedgerState *state, const Comparison *said)
{
    static const char *const stages[] = {"fill", "handout", "home"};
    const Options *options = bench->options;
    Findings findings = findings_new(options->arena);
    LedgerRow row = {.kind = ROW_SCAN, .at = clock_utc(options->arena), .who = clock_user(options), .word = word,
                     .version = MICROTAPER_VERSION, .item = stages[options->stage],
                     .note = arena_format(options->arena, "%d", (int)said->verdict)};
    if (state->known) {
        row.rx = state->row.rx;
        row.lot = state->row.lot;
    }
    if (!ledger_add(bench->ledger, &row, 1, &findings)) findings_print(&findings, options->form, NULL, stderr);
}

static void judge_state(const LedgerState *state, RecordKind kind, Comparison *said, Arena *arena)
{
    if (!state->known) {
        comparison_other(said, "the ledger does not know this paper", arena);
        return;
    }
    if (state->recalled || state->voided) {
        comparison_raise(said, VERDICT_RECALLED,
                         arena_format(arena, "%s: do not use: %s", state->recalled ? "RECALLED" : "VOID", state->why), arena);
    }
    if (!state->released) {
        comparison_raise(said, VERDICT_RECALLED, "NOT RELEASED: these papers were prepared and never released", arena);
    }
    if (state->superseded && kind == RECORD_CHART) {
        comparison_raise(said, VERDICT_SUPERSEDED,
                         arena_format(arena, "SUPERSEDED CHART: follow chart revision %lld", (long long)state->revision),
                         arena);
    } else if (state->superseded) {
        comparison_other(said, arena_format(arena, "follow chart revision %lld", (long long)state->revision), arena);
    }
    if (said->verdict == VERDICT_GENUINE && kind != RECORD_BATCH) {
        comparison_raise(said, VERDICT_GENUINE, "the ledger knows it: released, not recalled", arena);
    }
}

void bench_ask_ledger(Bench *bench, const Record *record, const Key *key, Comparison *said)
{
    Arena *arena = bench->options->arena;
    char word[WORD_ROOM];
    record_word(record, key, word);
    LedgerState state = {0};
    Findings findings = findings_new(arena);
    if (!ledger_state(bench->ledger, word, &state, arena, &findings)) {
        findings_print(&findings, bench->options->form, NULL, stderr);
        return;
    }
    judge_state(&state, record->kind, said, arena);
    record_scan(bench, arena_string(arena, word), &state, said);
}

static void show_rows(const Bench *bench, const Record *record, Arena *arena)
{
    ChartRow *rows;
    size_t count = 0;
    if (!chart_rows(record, &rows, &count, arena)) return;
    const Shop *shop = bench->house->shop;
    for (size_t i = 0; i < count; i++) {
        const char *time = shop && rows[i].time < shop->time_count ? shop->times[rows[i].time].name
                                                                   : arena_format(arena, "time %d", rows[i].time + 1);
        printf("  %s  %-10s  %9s  bottle %-2s  drug %d  %u ng per mL\n", date_text(arena, rows[i].date), time,
               volume_text(arena, rows[i].volume), rows[i].letter, rows[i].drug, rows[i].strength);
    }
}

void bench_show(const Bench *bench, const char *payload)
{
    static const char *const kinds[] = {"", "bottle", "chart page", "batch"};
    Arena *arena = bench->options->arena;
    Record record;
    if (payload_open(payload, bench->keys, bench->key_count, &record, arena) != SEAL_GENUINE) return;
    printf("  %s %d of %d, revision %d, fill %d, drug %d, lot %s\n", kinds[record.kind], record.i, record.n,
           record.revision, record.fill, record.drug, record.lot);
    printf("  from %s, %d days, %s %s, %u ng per mL, largest single volume %s\n", date_text(arena, record.first),
           record.days, record.kind == RECORD_CHART ? "covered to" : "discard after",
           date_text(arena, record.discard_after), record.strength,
           volume_text(arena, (Volume){(int64_t)record.largest * 10000}));
    if (record.kind == RECORD_CHART) show_rows(bench, &record, arena);
}
