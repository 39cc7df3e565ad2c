/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command line as plain data: one table of options, one struct, used by every command. */
#ifndef MICROTAPER_CLI_OPTIONS_H
#define MICROTAPER_CLI_OPTIONS_H

#include "microtaper/run.h"

/* Exit statuses (design 7). */
enum { EXIT_DONE = 0, EXIT_REFUSED = 1, EXIT_USAGE = 2, EXIT_SYSTEM = 3 };

typedef struct {
    /* the house: by option, environment, XDG folders, in that order; NULL when found nowhere */
    const char *shop, *templates, *key, *ledger, *trust;
    const char *shop_from, *templates_from, *key_from, *ledger_from, *trust_from;   /* where each was found, for `status` */
    bool has_date;
    Date date;                       /* --date, else today */
    FindingsForm form;
    /* commands */
    const char *format;              /* NULL, "text", "csv", "json" */
    const char *out, *rx, *by, *name, *reason, *on;
    const char *svg;                 /* NULL: no picture */
    Stage stage;
    ProgressForm progress;
    const char *reprint;             /* why papers are printed again */
    bool has_stage, merge, targets, fills, equivalents, ascii, xsd, demo, show, compromised;
    int fill, jobs, first_label;     /* 0: not given */
    char **operands;
    size_t operand_count;
    Arena *arena;
} Options;

/* A command of the program. */
typedef struct {
    const char *name, *operands, *summary;
    const char *options;             /* names of the options it takes beside the global ones, space separated */
    int (*run)(Options *options);
    const char *more;                /* what `--help` adds */
} Command;

extern const Command commands[];
const Command *command_find(const char *name);

/* Reads argv (from the command's own word on) into *options; false after a message when it is not usable. */
bool options_read(int argc, char **argv, const Command *command, Options *options, bool *help);
/* Prints the options a command takes. */
void options_help(const Command *command, FILE *out);
/* A usage fault of a command: message, hint, status 2. */
int usage_fault(const char *command, const char *format, ...) __attribute__((format(printf, 2, 3)));

int command_check(Options *options);
int command_plan(Options *options);
int command_make(Options *options);
int command_verify(Options *options);
int command_key(Options *options);
int command_approve(Options *options);
int command_explain(Options *options);
int command_status(Options *options);
int command_record(Options *options);
int command_ledger(Options *options);
int command_template(Options *options);

/* Opens the house with a message where shop or templates are missing or faulty: EXIT_DONE or the exit status. */
int house_ready(House *house, const Options *options);
/* The signing key with a message where there is none. */
int key_ready(Key *key, const Options *options);

#endif
