/* SPDX-License-Identifier: GPL-3.0-or-later */
/* microtaper record: what was really weighed, made, wasted and released for a lot, into the ledger. */
#include "clock.h"
#include "microtaper/version.h"

typedef struct {
    const Options *options;
    Ledger *ledger;
    int written, refused;
} Recording;

/* A check word as people type it, made the one the ledger holds; any other text stays, and is on no bottle. */
static void words_read(BenchRecord *record, Arena *arena)
{
    char word[WORD_ROOM];
    for (size_t i = 0; i < record->return_count; i++)
        if (word_read(record->returns[i].word, word)) record->returns[i].word = arena_string(arena, word);
}

/* mg taken = bottles + wasted + returned + difference */
static void print_account(const Recording *recording, const char *lot, Arena *arena, Findings *findings)
{
    Balance *rows;
    size_t count;
    if (!ledger_balance(recording->ledger, &rows, &count, arena, findings)) return;
    for (size_t i = 0; i < count; i++) {
        if (!text_equal(rows[i].lot, lot)) continue;
        printf("lot %s %s: %s taken = %s in bottles + %s wasted + %s returned + %s mg difference\n", lot,
               rows[i].outcome, mass_text(arena, rows[i].taken), mass_text(arena, rows[i].bottles),
               mass_text(arena, rows[i].wasted), mass_text(arena, rows[i].returned),
               decimal_text(arena, rows[i].difference, 6));
    }
}

static bool record_one(void *context, BenchRecord *record, Findings *findings, Arena *arena)
{
    Recording *recording = context;
    LedgerRow by = {.at = clock_utc(arena), .who = clock_user(recording->options), .version = MICROTAPER_VERSION};
    if (record) words_read(record, arena);
    if (record && ledger_record(recording->ledger, record, &by, findings)) {
        recording->written++;
        print_account(recording, record->lot, arena, findings);
    } else {
        recording->refused++;
    }
    findings_print(findings, recording->options->form, NULL, stderr);
    return true;
}

int command_record(Options *options)
{
    if (!options->ledger) return usage_fault("record", "no ledger: give --ledger FILE, or set MICROTAPER_LEDGER");
    if (options->operand_count == 0) return usage_fault("record", "no file given");
    Findings findings = findings_new(options->arena);
    Recording recording = {.options = options};
    recording.ledger = ledger_open_old(options->ledger, options->arena, &findings);
    bool whole =
        recording.ledger && run_settle(recording.ledger, NULL, clock_utc(options->arena), options->arena, &findings);
    int status = whole ? EXIT_DONE : EXIT_SYSTEM;
    for (size_t i = 0; whole && i < options->operand_count; i++)
        if (!records_read(options->operands[i], record_one, &recording, &findings)) status = EXIT_REFUSED;
    ledger_close(recording.ledger);
    findings_print(&findings, options->form, NULL, stderr);
    if (!whole) return status;
    printf("%d recorded, %d refused\n", recording.written, recording.refused);
    return recording.refused || findings_errors(&findings) ? EXIT_REFUSED : status;
}
