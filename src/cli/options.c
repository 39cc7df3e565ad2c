/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "clock.h"
#include <getopt.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#ifndef MICROTAPER_DATADIR
#define MICROTAPER_DATADIR "/usr/local/share/microtaper"
#endif

#define REASON_MOST 40   /* bytes of --reprint */

typedef struct {
    const char *name, *argument, *summary;
    bool global;
    bool (*set)(Options *options, const char *value);
} OptionRow;

static bool set_count(const char *value, int most, int *out)
{
    int64_t count;
    if (!count_parse(value, 1, most, &count)) return false;
    *out = (int)count;
    return true;
}

/* It stands on small labels: one short line. */
static bool reason_printable(const char *reason)
{
    size_t length = 0;
    for (const char *at = reason; *at; at++, length++) {
        if ((unsigned char)*at < ' ' || *at == 0x7F) return false;
    }
    return length > 0 && length <= REASON_MOST && reason[0] != ' ' && reason[length - 1] != ' ';
}

static bool set_shop(Options *o, const char *v) { o->shop = v; o->shop_from = "--shop"; return true; }
static bool set_templates(Options *o, const char *v) { o->templates = v; o->templates_from = "--templates"; return true; }
static bool set_key(Options *o, const char *v) { o->key = v; o->key_from = "--key"; return true; }
static bool set_ledger(Options *o, const char *v) { o->ledger = v; o->ledger_from = "--ledger"; return true; }
static bool set_trust(Options *o, const char *v) { o->trust = v; o->trust_from = "--trust"; return true; }
static bool set_date(Options *o, const char *v) { return o->has_date = date_parse(v, &o->date); }
static bool set_out(Options *o, const char *v) { o->out = v; return true; }
static bool set_rx(Options *o, const char *v) { o->rx = v; return true; }
static bool set_by(Options *o, const char *v) { o->by = v; return true; }
static bool set_on(Options *o, const char *v) { o->on = v; return true; }
static bool set_name(Options *o, const char *v) { o->name = v; return true; }
static bool set_reason(Options *o, const char *v) { o->reason = v; return true; }
static bool set_reprint(Options *o, const char *v) { o->reprint = v; return reason_printable(v); }
static bool set_show(Options *o, const char *v) { (void)v; return o->show = true; }
static bool set_compromised(Options *o, const char *v) { (void)v; return o->compromised = true; }
static bool set_fill(Options *o, const char *v) { return set_count(v, 255, &o->fill); }
static bool set_first_label(Options *o, const char *v) { return set_count(v, 2500, &o->first_label); }
static bool set_jobs(Options *o, const char *v) { return set_count(v, 64, &o->jobs); }
static bool set_fills(Options *o, const char *v) { (void)v; return o->fills = true; }
static bool set_targets(Options *o, const char *v) { (void)v; return o->targets = true; }
static bool set_equivalents(Options *o, const char *v) { (void)v; return o->equivalents = true; }
static bool set_merge(Options *o, const char *v) { (void)v; return o->merge = true; }
static bool set_ascii(Options *o, const char *v) { (void)v; return o->ascii = true; }
static bool set_svg(Options *o, const char *v) { o->svg = v; return true; }
static bool set_xsd(Options *o, const char *v) { (void)v; return o->xsd = true; }
static bool set_demo(Options *o, const char *v) { (void)v; return o->demo = true; }

static bool set_findings(Options *o, const char *v)
{
    o->form = text_equal(v, "json") ? FINDINGS_JSON : FINDINGS_TEXT;
    return text_equal(v, "json") || text_equal(v, "text");
}

static bool set_progress(Options *o, const char *v)
{
    static const char *const forms[] = {NULL, "none", "line", "json"};
    for (int i = PROGRESS_NONE; i <= PROGRESS_JSON; i++) {
        if (!text_equal(v, forms[i])) continue;
        o->progress = (ProgressForm)i;
        return true;
    }
    return false;
}

static bool set_format(Options *o, const char *v)
{
    o->format = v;
    return text_equal(v, "text") || text_equal(v, "csv") || text_equal(v, "json");
}

static bool set_at(Options *o, const char *v)
{
    static const char *const stages[] = {"fill", "handout", "home"};
    for (int i = 0; i < 3; i++) {
        if (!text_equal(v, stages[i])) continue;
        o->stage = (Stage)i;
        return o->has_stage = true;
    }
    return false;
}

static const OptionRow rows[] = {
    {"shop", "FILE", "the pharmacy (shop.xml)", true, set_shop},
    {"templates", "DIR", "formulas, words, stock, tables", true, set_templates},
    {"key", "FILE", "the signing key", true, set_key},
    {"ledger", "FILE", "the ledger", true, set_ledger},
    {"trust", "DIR", "the public keys whose codes are read", true, set_trust},
    {"date", "YYYY-MM-DD", "today, for this command", true, set_date},
    {"findings", "FORM", "findings as text (usual) or json, one a line on standard error", true, set_findings},
    {"format", "FORM", "text (usual), csv or json", false, set_format},
    {"targets", NULL, "the exact doses before measuring", false, set_targets},
    {"fills", NULL, "a row a fill and drug: dates, supply, order", false, set_fills},
    {"equivalents", NULL, "each day's dose as diazepam, about, by each table", false, set_equivalents},
    {"ascii", NULL, "draw the curve in ASCII", false, set_ascii},
    {"svg", "FILE", "write the curve as a picture", false, set_svg},
    {"xsd", NULL, "also validate against the XSD", false, set_xsd},
    {"out", "DIR", "where the papers go", false, set_out},
    {"fill", "N", "which fill (usual: 1)", false, set_fill},
    {"first-label", "N", "place of the first label on a part-used sheet, from 1 by rows", false, set_first_label},
    {"reprint", "REASON", "print a released fill again, marked with why; needs the ledger", false, set_reprint},
    {"merge", NULL, "labels and charts in numbered volumes too, in the order of filling", false, set_merge},
    {"jobs", "N", "worker processes (usual: one a core)", false, set_jobs},
    {"progress", "FORM", "none, line (usual on a terminal) or json", false, set_progress},
    {"rx", "FILE", "the prescription to compare with", false, set_rx},
    {"at", "STAGE", "fill, handout (usual) or home", false, set_at},
    {"by", "NAME", "who does this", false, set_by},
    {"on", "YYYY-MM-DD", "when (usual: today)", false, set_on},
    {"demo", NULL, "a marked demonstration: papers say SAMPLE", false, set_demo},
    {"reason", "TEXT", "why", false, set_reason},
    {"show", NULL, "print what the code says, and a chart page's rows", false, set_show},
    {"compromised", NULL, "its codes are to be read as of an unknown key", false, set_compromised},
    {"name", "NAME", "a name for the key", false, set_name},
};
#define ROW_COUNT (sizeof rows / sizeof rows[0])

static bool takes(const Command *command, const OptionRow *row)
{
    if (row->global) return true;
    size_t length = strlen(row->name);
    for (const char *at = command->options; (at = strstr(at, row->name)); at += length) {
        bool starts = at == command->options || at[-1] == ' ';
        if (starts && (at[length] == ' ' || at[length] == '\0')) return true;
    }
    return false;
}

int usage_fault(const char *command, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fprintf(stderr, "microtaper %s: ", command);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fprintf(stderr, "\nTry 'microtaper %s --help'.\n", command);
    return EXIT_USAGE;
}

static bool option_apply(const Command *command, const OptionRow *row, const char *value, Options *options)
{
    if (!takes(command, row)) {
        usage_fault(command->name, "option '--%s' does not belong to this command", row->name);
        return false;
    }
    if (row->set(options, value)) return true;
    usage_fault(command->name, "'%s' is not a value of '--%s %s'", value, row->name, row->argument);
    return false;
}

static bool options_parse(int argc, char **argv, const Command *command, Options *options, bool *help)
{
    struct option longs[ROW_COUNT + 2] = {{0}};
    for (size_t i = 0; i < ROW_COUNT; i++) {
        longs[i] = (struct option){rows[i].name, rows[i].argument ? required_argument : no_argument, NULL, (int)i + 256};
    }
    longs[ROW_COUNT] = (struct option){"help", no_argument, NULL, 'h'};
    opterr = 0;
    optind = 1;
    int chosen;
    while ((chosen = getopt_long(argc, argv, ":h", longs, NULL)) != -1) {
        if (chosen == 'h') {
            *help = true;
        } else if (chosen == '?' || chosen == ':') {
            usage_fault(command->name, "%s '%s'", chosen == ':' ? "a value is missing after" : "unknown option",
                        argv[optind - 1]);
            return false;
        } else if (!option_apply(command, &rows[chosen - 256], optarg, options)) {
            return false;
        }
    }
    options->operands = argv + optind;
    options->operand_count = (size_t)(argc - optind);
    return true;
}

/* $MICROTAPER_NAME, then FOLDER/microtaper/LEAF where FOLDER is $XDG or ~/FALLBACK. */
static void find(Options *options, const char **what, const char **from, const char *variable, const char *xdg,
                 const char *fallback, const char *leaf)
{
    if (*what) return;
    const char *value = getenv(variable);
    if (!text_empty(value)) {
        *what = value;
        *from = variable;
        return;
    }
    const char *folder = getenv(xdg), *home = getenv("HOME");
    if (text_empty(folder)) {
        if (text_empty(home)) return;
        folder = path_join(options->arena, home, fallback);
    }
    char *path = arena_format(options->arena, "%s/microtaper/%s", folder, leaf);
    if (!file_exists(path)) return;
    *what = path;
    *from = xdg;
}

/* Templates that came with the program: installed, or in the source tree it was built in. */
static void find_templates(Options *options)
{
    if (options->templates) return;
    char self[4096];
    ssize_t length = readlink("/proc/self/exe", self, sizeof self - 1);
    const char *candidates[3] = {MICROTAPER_DATADIR "/templates"};
    size_t count = 1;
    if (length > 0) {
        self[length] = '\0';
        char *slash = strrchr(self, '/');
        if (slash) *slash = '\0';
        candidates[count++] = arena_format(options->arena, "%s/../share/microtaper/templates", self);
        candidates[count++] = arena_format(options->arena, "%s/../templates", self);
    }
    for (size_t i = count; i-- > 0;) {
        char *table = path_join(options->arena, candidates[i], "tables/drugs.xml");
        if (!file_exists(table)) continue;
        options->templates = candidates[i];
        options->templates_from = "the program's own";
        return;
    }
}

bool options_read(int argc, char **argv, const Command *command, Options *options, bool *help)
{
    if (!options_parse(argc, argv, command, options, help)) return false;
    find(options, &options->shop, &options->shop_from, "MICROTAPER_SHOP", "XDG_CONFIG_HOME", ".config", "shop.xml");
    find(options, &options->templates, &options->templates_from, "MICROTAPER_TEMPLATES", "XDG_DATA_HOME",
         ".local/share", "templates");
    find(options, &options->key, &options->key_from, "MICROTAPER_KEY", "XDG_CONFIG_HOME", ".config", "key");
    find(options, &options->ledger, &options->ledger_from, "MICROTAPER_LEDGER", "XDG_DATA_HOME", ".local/share",
         "ledger.db");
    find(options, &options->trust, &options->trust_from, "MICROTAPER_TRUST", "XDG_CONFIG_HOME", ".config", "trust");
    find_templates(options);
    const char *date = getenv("MICROTAPER_DATE");
    if (!options->has_date && !text_empty(date) && !date_parse(date, &options->date)) {
        usage_fault(command->name, "MICROTAPER_DATE is not a date: '%s'", date);
        return false;
    }
    if (!options->has_date && text_empty(date)) options->date = clock_today();
    const char *form = getenv("MICROTAPER_FINDINGS");
    if (!text_empty(form) && options->form == FINDINGS_TEXT && text_equal(form, "json")) options->form = FINDINGS_JSON;
    return true;
}

void options_help(const Command *command, FILE *out)
{
    for (int global = 0; global < 2; global++) {
        fputs(global ? "\nEverywhere:\n" : command->options[0] ? "\nOptions:\n" : "", out);
        for (size_t i = 0; i < ROW_COUNT; i++) {
            const OptionRow *row = &rows[i];
            if (row->global != (global == 1) || !takes(command, row)) continue;
            char left[64];
            snprintf(left, sizeof left, "--%s%s%s", row->name, row->argument ? " " : "",
                     row->argument ? row->argument : "");
            fprintf(out, "  %-22s %s\n", left, row->summary);
        }
    }
    fputs("  --help                 this page\n", out);
}
