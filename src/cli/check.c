/* SPDX-License-Identifier: GPL-3.0-or-later */
/* microtaper check: read and judge, write nothing. */
#include "options.h"
#include "report.h"

typedef struct {
    const Options *options;
    const House *house;
    size_t clear, refused;
} Check;

static bool check_one(void *context, Prescription *rx, const char *number, Findings *findings, Arena *arena)
{
    Check *check = context;
    Course course = {0};
    if (rx) {
        course_make(&course, rx, check->house, arena, findings);
        accepts_apply(rx, findings);
    }
    findings_print(findings, check->options->form, number, stderr);
    bool clear = rx && findings_clear(findings);
    if (clear) check->clear++;
    else check->refused++;
    printf("%s%s", text_empty(number) ? "(no number)" : number, rx ? "" : ": unusable\n");
    if (rx) printf(" revision %d: %s; %s\n", (int)rx->revision, report_tally(findings, arena),
                   report_outline(&course, arena));
    return true;
}

int command_check(Options *options)
{
    if (options->operand_count == 0) return usage_fault("check", "no file given");
    options->operands = inputs_expand(options->operands, &options->operand_count, options->arena);
    House house = {0};
    int status = house_ready(&house, options);
    Check check = {.options = options, .house = &house};
    RxNumbers numbers = {0};
    bool whole = true;
    for (size_t i = 0; status == EXIT_DONE && i < options->operand_count; i++) {
        Findings findings = findings_new(options->arena);
        if (options->xsd) {
            char *schema = path_join(options->arena, options->templates, "schema/prescription.xsd");
            whole = xml_validate(options->operands[i], schema, &findings) && whole;
        }
        whole = prescriptions_read_one(options->operands[i], house.tables, house.shop, &numbers, check_one, &check, &findings) && whole;
        whole = findings_errors(&findings) == 0 && whole;
        findings_print(&findings, options->form, NULL, stderr);
    }
    if (status == EXIT_DONE) {
        printf("%zu prescription%s: %zu clear, %zu refused\n", check.clear + check.refused,
               check.clear + check.refused == 1 ? "" : "s", check.clear, check.refused);
        status = check.refused || !whole ? EXIT_REFUSED : EXIT_DONE;
    }
    rx_numbers_free(&numbers);
    house_close(&house);
    return status;
}
