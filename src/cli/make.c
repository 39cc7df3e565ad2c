/* SPDX-License-Identifier: GPL-3.0-or-later */
/* microtaper make: the papers of one fill. */
#include <string.h>
#include <unistd.h>
#include "clock.h"

static int cores(void)
{
    long online = sysconf(_SC_NPROCESSORS_ONLN);
    return online < 1 ? 1 : online > 64 ? 64 : (int)online;
}

static int paper_ready(House *house, const Options *options)
{
    size_t told = house->findings.count;
    bool ready = house_paper(house);
    Findings rest = {.arena = house->arena, .items = house->findings.items + told,
                     .count = house->findings.count - told};
    findings_print(&rest, options->form, NULL, stderr);
    return ready ? EXIT_DONE : EXIT_REFUSED;
}

/* A key that was retired signs no more. */
static int key_in_force(const Key *key, const Options *options)
{
    if (!options->trust) return EXIT_DONE;
    Findings findings = findings_new(options->arena);
    const Trust *trust = trust_load(options->trust, options->arena, &findings);
    bool signs = trust && trust_signs(trust, key, options->key, &findings);
    findings_print(&findings, options->form, NULL, stderr);
    return signs ? EXIT_DONE : EXIT_REFUSED;
}

/* Folders and pipes among the operands. */
static int inputs_ready(Options *options)
{
    options->operands = inputs_expand(options->operands, &options->operand_count, options->arena);
    int error = inputs_spool(options->operands, options->operand_count, options->arena);
    if (error) fprintf(stderr, "microtaper: what comes through a pipe could not be copied: %s\n", strerror(error));
    return error ? EXIT_SYSTEM : EXIT_DONE;
}

int command_make(Options *options)
{
    if (options->operand_count == 0) return usage_fault("make", "no file given");
    if (options->reprint && !options->ledger) return usage_fault("make", "--reprint needs the ledger: give --ledger FILE");
    if (options->reprint && options->merge) return usage_fault("make", "--merge is of first prints: give it without --reprint");
    if (!options->out) return usage_fault("make", "say where the papers go: --out DIR");
    Key key = {0};
    House house = {0};
    int status = house_ready(&house, options);
    if (status == EXIT_DONE) status = key_ready(&key, options);
    if (status == EXIT_DONE) status = key_in_force(&key, options);
    if (status == EXIT_DONE) status = paper_ready(&house, options);
    if (status == EXIT_DONE) status = inputs_ready(options);
    if (status == EXIT_DONE) {
        MakeOrder order = {.files = options->operands, .file_count = options->operand_count, .out = options->out,
                           .fill = options->fill ? options->fill : 1, .date = options->date,
                           .first_label = options->first_label,
                           .jobs = options->jobs ? options->jobs : cores(), .form = options->form,
                           .progress = options->progress, .merge = options->merge, .ledger = options->ledger,
                           .reprint = options->reprint, .at = clock_utc(options->arena), .who = clock_user(options)};
        status = make_run(&house, &key, &order);
    }
    key_wipe(&key);
    house_close(&house);
    return status;
}
