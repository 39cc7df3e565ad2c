/* SPDX-License-Identifier: GPL-3.0-or-later */
/* microtaper COMMAND ...: finds the command, reads its options, runs it. */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "microtaper/version.h"
#include "options.h"

const Command commands[] = {
    {"check", "FILE...", "read and judge prescriptions; writes nothing", "xsd", command_check,
     "Findings go to standard error.  Status 0 when papers could be made of all, 1 when not."},
    {"plan", "FILE...", "the measured schedule, the forecast of fills", "format targets fills equivalents ascii svg", command_plan,
     "As text it begins with what the plan comes to and the curve of each drug.\n"
     "csv and json are for other programs; README and ARITHMETIC.md say what each column means."},
    {"make", "FILE...", "labels, chart and worksheet of one fill", "out fill first-label merge jobs progress by reprint", command_make,
     "--date is the day the liquid is made on.  Papers go to DIR/rx/NUMBER/rREV-fN/ and DIR/batches/LOT.pdf;\n"
     "DIR/manifest.json lists them.  With errors in some prescriptions the others are made and the status is 1."},
    {"verify", "[PAYLOAD, FILE or -]", "is this code ours, unaltered, and of the current schedule?", "rx at format show by",
     command_verify,
     "The payload may come as a scanner typed it, or be the check word under the code (with --ledger); a file is a PNG, a\n"
     "JPEG, a PDF or a text of scans.  `-` is a session at the bench: a scan a line (ended by CR, LF or Tab), one verdict\n"
     "each; with --rx or --ledger it counts the bottles and chart pages of the fill of the first match, and ends with 10\n"
     "while any is still to scan.  --show needs only public keys.\n"
     "Status: 0 match, 10 genuine but not compared, 11 not today, 12 superseded chart, 13 other prescription,\n"
     "14 already scanned, 15 recalled, void, replaced or past its discard date, 16 altered, 17 unknown key,\n"
     "18 not ours, 19 unreadable."},
    {"key", "new|export|backup|list|trust|retire [ARGUMENT]", "signing keys and the keys that are trusted", "name by on reason compromised",
     command_key,
     "  new                 make a signing key at --key FILE, never over another\n"
     "  export              its public half, for other branches (also: show)\n"
     "  backup COPY         a second key file, read back and compared\n"
     "  list                the signing key and the keys of the trust folder\n"
     "  trust FILE          trust the public key in FILE (--trust DIR --by NAME)\n"
     "  retire ID           retire a key (--by NAME --reason TEXT; --compromised: its codes count no more)"},
    {"record", "FILE...", "write down what was really done for a lot, compared with its worksheet", "by", command_record,
     "FILE is XML (templates/schema/record.xsd) or CSV, or `-`; README, \"The record\", shows both.  Needs the ledger.\n"
     "A warning is accepted in the record, by name, with the word printed behind it.  A lot with an error or an open warning\n"
     "is not written down: status 1."},
    {"ledger", "QUESTION [ARGUMENT]", "history, recall, balance", "by reason", command_ledger,
     "  check               prove the chain; names the first broken row\n"
     "  rx NUMBER           history of a prescription     lot LOT       a lot as planned and done, who holds it\n"
     "  out                 bottles that are out          superseded    papers out of an older revision\n"
     "  affected VERSION    papers a version made         word WORD     the paper of a check word\n"
     "  recall LOT          recall a lot (--reason)       void WORD     void a paper (--reason)\n"
     "  all                 every row                     recalls LOT   recalls of a lot\n"
     "  balance             mg taken, in bottles, ...     export        every row as CSV\n"
     "  backup FILE         a copy, also while in use     open          prepared, not yet settled\n"
     "  receive FILE        what came into stock, as XML (templates/schema/receipt.xsd; README, \"The record\")\n"
     "  void-set SET        void all papers of one print of a fill (--reason), so that it may be made anew; SET is the\n"
     "                      number in front of `prepare` in `ledger rx`"},
    {"approve", "FILE...", "approve formulas or words by name", "by on demo", command_approve,
     "The approval holds for these bytes only and is written to approvals.xml beside the shop file."},
    {"template", "check [STOCK...] | align STOCK", "judge label stocks and pages; a page to align a sheet with", "out",
     command_template,
     "  check [STOCK...]    schema, measures, boxes, sizes, and whether usual and longest texts fit, in every language\n"
     "  align STOCK         outlines of the labels and a rule to measure, as PDF (--out FILE)"},
    {"explain", "[CODE...]", "what a finding means and what to do", "", command_explain, NULL},
    {"status", "", "what is in force: shop, templates, key, approvals", "", command_status, NULL},
    {0},
};

const Command *command_find(const char *name)
{
    for (const Command *command = commands; command->name; command++) {
        if (text_equal(command->name, name)) return command;
    }
    return NULL;
}

static void help(FILE *out)
{
    fputs("microtaper: measured doses, labels, charts and worksheets for a slow taper\n\n"
          "Usage: microtaper COMMAND [OPTION...] [FILE...]\n\n",
          out);
    for (const Command *command = commands; command->name; command++) {
        fprintf(out, "  %-8s %s\n", command->name, command->summary);
    }
    fputs("\n`microtaper COMMAND --help` says more.  `-` is standard input.\n"
          "Shop, templates and key are found by --shop, --templates, --key, or MICROTAPER_SHOP, MICROTAPER_TEMPLATES,\n"
          "MICROTAPER_KEY, or the XDG folders; `microtaper status` shows what is in force.\n"
          "Status: 0 done, 1 refused, 2 usage, 3 system; `verify` has its own.\n",
          out);
}

static void command_help(const Command *command)
{
    printf("Usage: microtaper %s [OPTION...] %s\n%s.\n", command->name, command->operands, command->summary);
    if (command->more) printf("\n%s\n", command->more);
    options_help(command, stdout);
}

/* Global options may stand before the command: the first word that is not one is the command. */
static int command_at(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        if (argv[i][0] != '-') return i;
        if (!strchr(argv[i], '=') && text_starts(argv[i], "--") && !text_equal(argv[i], "--help")) i++;
    }
    return argc;
}

/* What was said has arrived; else the status must not say that all is well. */
static int said(int status)
{
    if (fflush(stdout) == 0 && !ferror(stdout) && !ferror(stderr)) return status;
    perror(ferror(stderr) ? "microtaper: standard error" : "microtaper: standard output");
    return EXIT_SYSTEM;
}

/* Closed by who called us, 0, 1 or 2 would be the number of the next file we open, and what is said would go into it.
 * They are opened the wrong way round, so that reading and writing there fail. */
static void hold_streams(void)
{
    for (int fd = 0; fd <= 2; fd++) {
        /* cppcheck-suppress leakReturnValNotUsed ; it is the lowest that is free, which is fd */
        if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", fd == 0 ? O_WRONLY : O_RDONLY) < 0) exit(EXIT_SYSTEM);
    }
}

int main(int argc, char **argv)
{
    hold_streams();
    /* A limit on the size of files is said like a full disk, where a signal would end us without a word. */
    signal(SIGXFSZ, SIG_IGN);
    if (argc < 2) {
        help(stderr);
        return EXIT_USAGE;
    }
    if (text_equal(argv[1], "--version")) {
        puts("microtaper " MICROTAPER_VERSION);
        return EXIT_DONE;
    }
    int at = command_at(argc, argv);
    if (text_equal(argv[1], "--help") || text_equal(argv[1], "-h")) at = argc;
    if (at == argc) {
        help(stdout);
        return EXIT_DONE;
    }
    const Command *command = command_find(argv[at]);
    if (!command) {
        fprintf(stderr, "microtaper: no command '%s'\nTry 'microtaper --help'.\n", argv[at]);
        return EXIT_USAGE;
    }
    /* The options before the command follow it, in front of its own. */
    memmove(argv + 1, argv, (size_t)at * sizeof *argv);
    Options options = {.arena = arena_new(), .stage = AT_HANDOUT};
    bool wants_help = false;
    int status = EXIT_USAGE;
    if (options_read(argc - 1, argv + 1, command, &options, &wants_help)) {
        if (wants_help) command_help(command);
        status = wants_help ? EXIT_DONE : command->run(&options);
    }
    arena_free(options.arena);
    return said(status);
}
