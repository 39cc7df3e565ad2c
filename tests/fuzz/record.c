/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records of the bench, as XML and as CSV.
 *
 * Laws: a record that is handed over has all that the ledger builds on; an amount is written as it was read; what is not
 * handed over has a finding that says why. */
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include "kit.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void law_amount(Amount amount, Arena *arena)
{
    Amount back;
    LAW(amount.size >= 0);
    LAW(amount_parse(amount_text(arena, amount), arena, &back) && back.unit == amount.unit && back.size == amount.size);
}

static bool on_record(void *context, BenchRecord *record, Findings *findings, Arena *arena)
{
    size_t *refused = context;
    findings_laws(findings);
    if (!record) {
        LAW(findings_errors(findings) > 0);
        (*refused)++;
        return true;
    }
    LAW(findings_errors(findings) == 0);
    LAW(record->lot && record->by && record->checked_by && record->settled_by);
    LAW(record->released == (record->why == NULL));
    for (size_t i = 0; i < record->use_count; i++) {
        LAW(record->uses[i].of && record->uses[i].by && record->uses[i].line >= 0);
        if (record->uses[i].has_amount) law_amount(record->uses[i].amount, arena);
    }
    for (size_t i = 0; i < record->waste_count; i++) {
        LAW(record->wastes[i].amount.unit != STOCK_COUNT && record->wastes[i].amount.size > 0);
        law_amount(record->wastes[i].amount, arena);
    }
    for (size_t i = 0; i < record->return_count; i++) LAW(record->returns[i].word && record->returns[i].reason);
    for (size_t i = 0; i < record->remark_count; i++) LAW(record->remarks[i].text && record->remarks[i].by);
    return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char name[64];
    int file = memfd_create("record", MFD_CLOEXEC);
    if (file < 0 || write(file, data, size) != (ssize_t)size) return 0;
    snprintf(name, sizeof name, "/proc/self/fd/%d", file);
    Arena *arena = arena_new();
    Findings findings = findings_new(arena);
    size_t refused = 0;
    if (!records_read(name, on_record, &refused, &findings)) LAW(findings_errors(&findings) > 0);
    findings_laws(&findings);
    arena_free(arena);
    close(file);
    return 0;
}
