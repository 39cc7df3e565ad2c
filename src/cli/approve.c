/* SPDX-License-Identifier: GPL-3.0-or-later */
/* microtaper approve: a named pharmacist approves a formula or a language's words, by the digest of the file. */
#include <errno.h>
#include <libgen.h>
#include <string.h>
#include "options.h"

#define APPROVE_LIMIT (1 << 20)

/* "formula clonazepam-0.1" or "words en": the folder a file lies in says which it is. */
static const char *approved_thing(const char *path, const Options *options)
{
    char *leaf = arena_string(options->arena, basename(arena_string(options->arena, path)));
    char *folder = basename(dirname(arena_string(options->arena, path)));
    char *dot = strrchr(leaf, '.');
    if (!dot || !text_equal(dot, ".xml")) return NULL;
    *dot = '\0';
    if (text_equal(folder, "formulas")) return arena_format(options->arena, "formula %s", leaf);
    if (text_equal(folder, "words")) return arena_format(options->arena, "words %s", leaf);
    return NULL;
}

static int approve_one(const char *path, const char *approvals, Date on, const Options *options)
{
    const char *what = approved_thing(path, options);
    if (!what) return usage_fault("approve", "%s is neither formulas/NAME.xml nor words/NAME.xml", path);
    Bytes bytes;
    int error = file_read(path, APPROVE_LIMIT, options->arena, &bytes);
    if (error) {
        fprintf(stderr, "microtaper: %s: %s\n", path, strerror(error));
        return EXIT_SYSTEM;
    }
    Digest digest = digest_of(bytes.at, bytes.size);
    Approval approval = {.what = what, .digest = digest_letters(options->arena, &digest, 16), .by = options->by, .on = on,
                         .demo = options->demo};
    error = approval_append(approvals, &approval);
    if (error) {
        fprintf(stderr, "microtaper: %s: %s\n", approvals, strerror(error));
        return EXIT_SYSTEM;
    }
    printf("%s (digest %s) approved by %s on %s%s, in %s\n", what, approval.digest, approval.by,
           date_text(options->arena, on), options->demo ? " as a demonstration" : "", approvals);
    return EXIT_DONE;
}

int command_approve(Options *options)
{
    if (options->operand_count == 0) return usage_fault("approve", "no file given");
    if (text_empty(options->by)) return usage_fault("approve", "who approves? --by \"NAME, RPh\"");
    if (!options->shop) return usage_fault("approve", "no shop: give --shop FILE");
    Date on = options->date;
    if (options->on && !date_parse(options->on, &on)) return usage_fault("approve", "not a date: %s", options->on);
    char *folder = dirname(arena_string(options->arena, options->shop));
    char *approvals = path_join(options->arena, folder, "approvals.xml");
    int status = EXIT_DONE;
    for (size_t i = 0; status == EXIT_DONE && i < options->operand_count; i++) {
        status = approve_one(options->operands[i], approvals, on, options);
    }
    return status;
}
