/* SPDX-License-Identifier: GPL-3.0-or-later */
/* microtaper status: what is in force, and where each was found. */
#include "microtaper/version.h"
#include "options.h"

static void line(const char *what, const char *value, const char *from)
{
    if (value) printf("%-10s %s (%s)\n", what, value, from);
    else printf("%-10s none\n", what);
}

static void approval_line(const House *house, const char *what, const Digest *digest, Arena *arena)
{
    const Approval *approval = approval_find(house->shop, what, digest);
    printf("  %-24s digest %s  ", what, digest_letters(arena, digest, 16));
    if (!approval) puts("approved by nobody: papers are refused");
    else printf("approved by %s on %s%s\n", approval->by, date_text(arena, approval->on),
                approval->demo ? " as a demonstration" : "");
}

static void house_lines(const House *house, Arena *arena)
{
    printf("pharmacy   %s, %s\n", house->shop->name, house->shop->phone);
    printf("beyond use %s, %s\n", house->shop->profile->name,
           house->shop->counting == COUNT_DAY_ONE ? "the day made is day 1" : "days after the day made");
    puts("approvals");
    for (size_t i = 0; i < house->formulas->count; i++) {
        const Formula *formula = &house->formulas->items[i];
        approval_line(house, arena_format(arena, "formula %s", formula->id), &formula->digest, arena);
    }
    for (size_t i = 0; i < house->language_count; i++) {
        const Language *language = house->languages[i];
        approval_line(house, arena_format(arena, "words %s", language_code(language)), language_digest(language), arena);
    }
}

int command_status(Options *options)
{
    puts("microtaper " MICROTAPER_VERSION);
    line("shop", options->shop, options->shop_from);
    line("templates", options->templates, options->templates_from);
    line("key", options->key, options->key_from);
    line("ledger", options->ledger, options->ledger_from);
    printf("%-10s %s\n", "date", date_text(options->arena, options->date));
    Key key = {0};
    if (options->key && key_ready(&key, options) == EXIT_DONE) printf("key id     %04x\n", key.id);
    key_wipe(&key);
    if (!options->shop || !options->templates) return EXIT_DONE;
    House house = {0};
    int status = house_ready(&house, options);
    if (status == EXIT_DONE) {
        if (!house_paper(&house)) {
            findings_print(&house.findings, options->form, NULL, stderr);
            status = EXIT_REFUSED;
        }
        house_lines(&house, options->arena);
    }
    house_close(&house);
    return status;
}
