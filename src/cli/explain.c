/* SPDX-License-Identifier: GPL-3.0-or-later */
/* microtaper explain: what a finding means, what to do, and where the rule comes from. */
#include <string.h>
#include "options.h"

/* Texts of the table end in a full stop or in none: on the screen each has one. */
static const char *stop_after(const char *text)
{
    size_t length = strlen(text);
    return length > 0 && text[length - 1] == '.' ? "" : ".";
}

static void explain(const FindingKind *kind)
{
    printf("%s (%s): %s%s\n", kind->name, tier_name(kind->tier), kind->meaning, stop_after(kind->meaning));
    printf("  What to do: %s%s\n", kind->remedy, stop_after(kind->remedy));
    if (!text_empty(kind->source)) printf("  Source: %s%s\n", kind->source, stop_after(kind->source));
}

int command_explain(Options *options)
{
    for (size_t code = 0; options->operand_count == 0 && code < FINDING_CODES; code++) {
        const FindingKind *kind = finding_kind((Code)code);
        printf("%s  %-7s  %s\n", kind->name, tier_name(kind->tier), kind->meaning);
    }
    int status = EXIT_DONE;
    for (size_t i = 0; i < options->operand_count; i++) {
        Code code;
        if (finding_code(options->operands[i], &code)) {
            explain(finding_kind(code));
        } else {
            fprintf(stderr, "microtaper: no finding '%s'\n", options->operands[i]);
            status = EXIT_REFUSED;
        }
    }
    return status;
}
