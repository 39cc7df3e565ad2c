/* SPDX-License-Identifier: GPL-3.0-or-later */
/* microtaper ledger: questions to the ledger, recalls and voids, its care. */
#include "microtaper/ledger.h"
#include "clock.h"
#include "microtaper/version.h"
#include "receive.h"

typedef struct {
    const Options *options;
    Ledger *ledger;
    Findings findings;
    const char *about;             /* the question's argument, or NULL */
} Asking;

typedef struct {
    const char *name;
    bool needs;                    /* an argument */
    Question question;
    int (*run)(Asking *asking);    /* NULL: the rows of the question are printed */
} LedgerCommand;

static void print_row(const LedgerRow *row, Arena *arena)
{
    printf("%lld  %s  %-8s %s", (long long)row->seq, row->at, ledger_kind(row->kind), row->who);
    if (row->rx[0]) printf("  %s revision %lld fill %lld", row->rx, (long long)row->revision, (long long)row->fill);
    if (row->lot[0]) printf("  lot %s", row->lot);
    if (row->drug[0]) printf("  %s", row->drug);
    if (row->item[0]) printf("  %s", row->item);
    if (row->mass.ng) printf("  %s", mass_text(arena, row->mass));
    if (row->volume.nl) printf("  %s", volume_text(arena, row->volume));
    if (row->day[0]) printf("  %s", row->day);
    if (row->word[0]) printf("  %s", row->word);
    if (row->note[0]) printf("  (%s)", row->note);
    putchar('\n');
}

static int print_rows(Asking *asking, Question question)
{
    LedgerRow *rows;
    size_t count = 0;
    Arena *arena = asking->options->arena;
    if (!ledger_ask(asking->ledger, question, asking->about, &rows, &count, arena, &asking->findings)) return EXIT_SYSTEM;
    for (size_t i = 0; i < count; i++) print_row(&rows[i], arena);
    printf("%zu row%s\n", count, count == 1 ? "" : "s");
    return EXIT_DONE;
}

static int run_check(Asking *asking)
{
    LedgerCheck check;
    if (!ledger_check(asking->ledger, &check, asking->options->arena, &asking->findings)) return EXIT_SYSTEM;
    if (check.whole) {
        printf("%lld rows, the chain is whole; head %s\n", (long long)check.rows, check.head);
        return EXIT_DONE;
    }
    printf("%lld rows, BROKEN at row %lld: %s\n", (long long)check.rows, (long long)check.broken, check.why);
    return EXIT_REFUSED;
}

static const char *signed_mg(Arena *arena, int64_t ng)
{
    return decimal_text(arena, ng, 6);
}

static int run_balance(Asking *asking)
{
    Balance *rows;
    size_t count = 0;
    Arena *arena = asking->options->arena;
    if (!ledger_balance(asking->ledger, &rows, &count, arena, &asking->findings)) return EXIT_SYSTEM;
    puts("drug,lot,outcome,received_mg,taken_mg,bottles_mg,wasted_mg,returned_mg,on_hand_mg,difference_mg");
    for (size_t i = 0; i < count; i++) {
        const Balance *row = &rows[i];
        bool drug = text_empty(row->lot);   /* what is received and on hand is of a drug, not of a lot */
        printf("%s,%s,%s,%s,%s,%s,%s,%s,%s,%s\n", text_csv(arena, row->drug), text_csv(arena, row->lot), row->outcome,
               drug ? mass_mg(arena, row->received) : "", mass_mg(arena, row->taken), mass_mg(arena, row->bottles),
               mass_mg(arena, row->wasted), mass_mg(arena, row->returned), drug ? signed_mg(arena, row->on_hand) : "",
               signed_mg(arena, row->difference));
    }
    return EXIT_DONE;
}

static int run_export(Asking *asking)
{
    return ledger_export(asking->ledger, stdout, &asking->findings) ? EXIT_DONE : EXIT_SYSTEM;
}

static int run_backup(Asking *asking)
{
    if (!ledger_backup(asking->ledger, asking->about, &asking->findings)) return EXIT_SYSTEM;
    printf("copied to %s\n", asking->about);
    return EXIT_DONE;
}

/* The lot as planned and as recorded, then who holds it. */
static int run_lot(Asking *asking)
{
    int status = print_rows(asking, ASK_BENCH);
    return status == EXIT_DONE ? print_rows(asking, ASK_LOT) : status;
}

static LedgerRow row_of(const Asking *asking, RowKind kind)
{
    return (LedgerRow){.kind = kind, .at = clock_utc(asking->options->arena), .who = clock_user(asking->options),
                       .version = MICROTAPER_VERSION, .note = asking->options->reason};
}

static int run_recall(Asking *asking)
{
    Date made_on;
    if (text_empty(asking->options->reason)) return usage_fault("ledger", "why is it recalled? --reason TEXT");
    if (!lot_date(asking->about, &made_on)) return usage_fault("ledger", "'%s' is no lot", asking->about);
    LedgerRow row = row_of(asking, ROW_RECALL);
    row.lot = asking->about;
    if (!ledger_add(asking->ledger, &row, 1, &asking->findings)) return EXIT_SYSTEM;
    printf("lot %s is recalled; these hold it:\n", asking->about);
    return print_rows(asking, ASK_LOT);
}

static int run_void(Asking *asking)
{
    char word[WORD_ROOM];
    LedgerState state;
    Arena *arena = asking->options->arena;
    if (text_empty(asking->options->reason)) return usage_fault("ledger", "why is it void? --reason TEXT");
    if (!word_read(asking->about, word)) return usage_fault("ledger", "'%s' is no check word", asking->about);
    if (!ledger_state(asking->ledger, word, &state, arena, &asking->findings)) return EXIT_SYSTEM;
    if (!state.known) {
        fprintf(stderr, "microtaper: the ledger knows no paper with the check word %s\n", word);
        return EXIT_REFUSED;
    }
    LedgerRow row = row_of(asking, ROW_VOID);
    row.set = state.row.set;
    row.word = arena_string(arena, word);
    if (!ledger_add(asking->ledger, &row, 1, &asking->findings)) return EXIT_SYSTEM;
    printf("void: %s of %s\n", state.row.item, state.row.rx);
    return EXIT_DONE;
}

/* The number of a set is that of its `prepare` row, as `ledger rx` and MT910 tell it. */
static int run_void_set(Asking *asking)
{
    int64_t set;
    LedgerRow row = row_of(asking, ROW_VOID), prepare;
    if (text_empty(asking->options->reason)) return usage_fault("ledger", "why is it void? --reason TEXT");
    if (!count_parse(asking->about, 1, INT64_MAX, &set)) {
        return usage_fault("ledger", "'%s' is no number of a set: `ledger rx NUMBER` shows it in front of `prepare`", asking->about);
    }
    if (!ledger_void(asking->ledger, set, &row, &prepare, asking->options->arena, &asking->findings)) return EXIT_REFUSED;
    printf("void: set %lld, %s revision %lld fill %lld; its fill may be made anew\n", (long long)set,
           prepare.rx[0] ? prepare.rx : prepare.item, (long long)prepare.revision, (long long)prepare.fill);
    return EXIT_DONE;
}

static int run_receive(Asking *asking)
{
    return ledger_take_receipts(asking->options, asking->ledger, asking->about, &asking->findings);
}

static const LedgerCommand questions[] = {
    {"check", false, ASK_ALL, run_check},
    {"all", false, ASK_ALL, NULL},
    {"rx", true, ASK_RX, NULL},
    {"lot", true, ASK_LOT, run_lot},
    {"out", false, ASK_OUT, NULL},
    {"superseded", false, ASK_SUPERSEDED, NULL},
    {"affected", true, ASK_VERSION, NULL},
    {"word", true, ASK_WORD, NULL},
    {"open", false, ASK_OPEN, NULL},
    {"recalls", true, ASK_RECALLS, NULL},
    {"balance", false, ASK_ALL, run_balance},
    {"export", false, ASK_ALL, run_export},
    {"backup", true, ASK_ALL, run_backup},
    {"receive", true, ASK_ALL, run_receive},
    {"recall", true, ASK_LOT, run_recall},
    {"void", true, ASK_WORD, run_void},
    {"void-set", true, ASK_ALL, run_void_set},
};

static int ask(const LedgerCommand *command, const Options *options)
{
    Asking asking = {.options = options, .findings = findings_new(options->arena)};
    if (command->needs) asking.about = options->operands[1];
    /* A pharmacy may write down what came in before the first papers are made. */
    Ledger *(*open)(const char *, Arena *, Findings *) = command->run == run_receive ? ledger_open : ledger_open_old;
    asking.ledger = open(options->ledger, options->arena, &asking.findings);
    int status = EXIT_SYSTEM;
    if (asking.ledger) {
        status = command->run ? command->run(&asking) : print_rows(&asking, command->question);
        ledger_close(asking.ledger);
    }
    findings_print(&asking.findings, options->form, NULL, stderr);
    return status;
}

int command_ledger(Options *options)
{
    if (!options->ledger) return usage_fault("ledger", "no ledger: give --ledger FILE, or set MICROTAPER_LEDGER");
    for (size_t i = 0; options->operand_count > 0 && i < sizeof questions / sizeof questions[0]; i++) {
        if (!text_equal(options->operands[0], questions[i].name)) continue;
        if (options->operand_count == (questions[i].needs ? 2u : 1u)) return ask(&questions[i], options);
        return usage_fault("ledger", "%s takes %s argument", questions[i].name, questions[i].needs ? "one" : "no");
    }
    return usage_fault("ledger", "what is asked?");
}
