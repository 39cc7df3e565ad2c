/* SPDX-License-Identifier: GPL-3.0-or-later */
/* microtaper plan: the schedule as text, rows or JSON. */
#include <string.h>
#include "options.h"
#include "picture.h"
#include "report.h"

typedef struct {
    const Options *options;
    const House *house;
    bool csv, json;
    Svg svg;
    size_t printed, refused;
} PlanCommand;

/* What a reader asks first: steps, end, steepest fortnight, amounts, and how the dose goes down. */
static void print_glance(const PlanCommand *command, const Prescription *rx, const Course *course, Arena *arena)
{
    printf("%s revision %d\n", text_visible(arena, rx->number), (int)rx->revision);
    summary_print(rx, command->house, course, stdout, arena);
    blocks_print(course, command->options->ascii, stdout, arena);
    putchar('\n');
}

static void print_equivalents(const PlanCommand *command, const Prescription *rx, const Course *course, Arena *arena)
{
    if (command->csv) report_equivalents_csv(rx, command->house->tables, course, stdout, arena);
    else report_equivalents(course, command->house->tables, stdout, arena);
}

/* The exact doses, before anything is measured. */
static bool unmeasured(const Options *options)
{
    return options->targets || options->equivalents;
}

static void print(const PlanCommand *command, const Prescription *rx, const Course *course, Arena *arena)
{
    const Shop *shop = command->house->shop;
    if (!command->csv && !command->json) print_glance(command, rx, course, arena);
    if (command->options->fills) {
        (command->csv ? report_fills_csv : report_fills_text)(rx, shop, course, stdout, arena);
    } else if (command->options->equivalents) {
        print_equivalents(command, rx, course, arena);
    } else if (command->options->targets) {
        (command->csv ? report_targets_csv : report_targets_text)(rx, shop, course, stdout, arena);
    } else if (command->json) {
        report_json(rx, command->house, course, stdout, arena);
    } else {
        (command->csv ? report_csv : report_text)(rx, shop, course, stdout, arena);
        if (!command->csv && !plan_only_diazepam(course->plan)) print_equivalents(command, rx, course, arena);
    }
}

/* A schedule with open warnings is shown, so that they can be judged; one with errors is not. */
static bool plan_one(void *context, Prescription *rx, const char *number, Findings *findings, Arena *arena)
{
    PlanCommand *command = context;
    Course course = {0};
    bool targets = unmeasured(command->options);
    if (rx && targets) {
        /* What the prescriber meant, whether or not it can be measured here. */
        course.plan = plan_make(rx, command->house->shop, command->house->tables, arena, findings);
    } else if (rx) {
        course_make(&course, rx, command->house, arena, findings);
        accepts_apply(rx, findings);
    }
    bool whole = targets ? course.plan != NULL : course.periods != NULL;
    findings_print(findings, command->options->form, number, stderr);
    if (!whole || findings_errors(findings) > 0) {
        command->refused++;
        return true;
    }
    if (command->printed++ > 0 && !command->csv && !command->json) putchar('\n');
    print(command, rx, &course, arena);
    if (command->options->svg) svg_add(&command->svg, rx, &course, arena);
    return true;
}

static void print_head(const Options *options)
{
    if (options->fills) report_fills_csv_head(stdout);
    else if (options->equivalents) report_equivalents_csv_head(stdout);
    else if (options->targets) report_targets_csv_head(stdout);
    else report_csv_head(stdout);
}

static int svg_write(const PlanCommand *command)
{
    const Options *options = command->options;
    const char *text = svg_text(&command->svg, options->arena);
    int fault = file_publish(options->svg, (Bytes){text, strlen(text)});
    if (!fault) return EXIT_DONE;
    fprintf(stderr, "microtaper plan: %s: %s\n", options->svg, strerror(fault));
    return EXIT_SYSTEM;
}

/* One view of the plan at a time; JSON has them all but for days. */
static int views_judge(const Options *options, bool json)
{
    int views = options->targets + options->fills + options->equivalents;
    if (views > 1) return usage_fault("plan", "one of --targets, --fills and --equivalents");
    if (views == 0 || !json) return EXIT_DONE;
    return usage_fault("plan", "--%s is printed as text or csv",
                       options->targets ? "targets" : options->fills ? "fills" : "equivalents");
}

int command_plan(Options *options)
{
    if (options->operand_count == 0) return usage_fault("plan", "no file given");
    options->operands = inputs_expand(options->operands, &options->operand_count, options->arena);
    House house = {0};
    int status = house_ready(&house, options);
    PlanCommand command = {.options = options, .house = &house, .svg = svg_new(options->arena), .csv = text_equal(options->format, "csv"),
                           .json = text_equal(options->format, "json")};
    if (status == EXIT_DONE) status = views_judge(options, command.json);
    if (status == EXIT_DONE && command.csv) print_head(options);
    RxNumbers numbers = {0};
    bool whole = true;
    for (size_t i = 0; status == EXIT_DONE && i < options->operand_count; i++) {
        Findings findings = findings_new(options->arena);
        whole = prescriptions_read_one(options->operands[i], house.tables, house.shop, &numbers, plan_one, &command, &findings) && whole;
        whole = findings_errors(&findings) == 0 && whole;
        findings_print(&findings, options->form, NULL, stderr);
    }
    if (status == EXIT_DONE && options->svg && command.printed) status = svg_write(&command);
    if (status == EXIT_DONE && (command.refused || !whole)) status = EXIT_REFUSED;
    rx_numbers_free(&numbers);
    house_close(&house);
    return status;
}
