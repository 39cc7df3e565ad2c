/* SPDX-License-Identifier: GPL-3.0-or-later */
/* microtaper ledger receive: what came into stock. */
#include "clock.h"
#include "microtaper/version.h"
#include "receive.h"

typedef struct {
    const Options *options;
    Ledger *ledger;
    int written, refused;
} Receiving;

static bool receive_one(void *context, Receipt *receipt, Findings *findings, Arena *arena)
{
    Receiving *receiving = context;
    LedgerRow by = {.at = clock_utc(arena), .who = clock_user(receiving->options), .version = MICROTAPER_VERSION};
    bool written = receipt && ledger_receive(receiving->ledger, receipt, &by, findings);
    if (written) printf("%s, invoice %s: %zu item%s received\n", receipt->from, receipt->invoice, receipt->item_count, receipt->item_count == 1 ? "" : "s");
    if (written) receiving->written++;
    else receiving->refused++;
    findings_print(findings, receiving->options->form, NULL, stderr);
    return true;
}

int ledger_take_receipts(const Options *options, Ledger *ledger, const char *file, Findings *findings)
{
    Receiving receiving = {.options = options, .ledger = ledger};
    if (!options->templates) return usage_fault("ledger", "no templates: give --templates DIR, whose formulas name the components");
    Tables *tables = tables_load(options->templates, options->arena, findings);
    Formulas *formulas = tables ? formulas_load(options->templates, tables, options->arena, findings) : NULL;
    if (!formulas || !receipts_read(file, formulas, receive_one, &receiving, findings)) return EXIT_REFUSED;
    printf("%d received, %d refused\n", receiving.written, receiving.refused);
    return receiving.refused ? EXIT_REFUSED : EXIT_DONE;
}
