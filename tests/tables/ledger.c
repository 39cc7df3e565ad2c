/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The ledger: its chain, papers in three steps, questions, balance, care; several processes, and one killed. */
#include <CUnit/Basic.h>
#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include "base_kit.h"
#include "microtaper/file.h"
#include "microtaper/ledger.h"
#include "microtaper/text.h"

void suite_ledger(void);

#define AT "2026-11-22T13:05:00Z"

static Arena *arena;
static char *home;
static Findings findings;

static int setup(void)
{
    arena = arena_new();
    home = arena_string(arena, "/tmp/microtaper-ledger-XXXXXX");
    findings = findings_new(arena);
    return mkdtemp(home) ? 0 : 1;
}

static int teardown(void)
{
    int error = folder_remove(home);
    arena_free(arena);
    return error;
}

static bool found(Code code)
{
    for (size_t i = 0; i < findings.count; i++)
        if (findings.items[i].code == code)
            return true;
    return false;
}

static const char *file_of(const char *name)
{
    return path_join(arena, home, name);
}

static Ledger *open_fresh(const char *name)
{
    findings = findings_new(arena);
    Ledger *ledger = ledger_open(file_of(name), arena, &findings);
    for (size_t i = 0; !ledger && i < findings.count; i++)
        printf("\n  %s: %s", name, findings.items[i].text);
    CU_ASSERT_FATAL(ledger != NULL);
    return ledger;
}

/* ---------------------------------------------------------------- a small pharmacy's day ---- */
typedef struct {
    const char *rx;
    int64_t revision, fill;
    const char *digest, *lot, *word;
    int64_t lot_mg, bottle_mg;
} Set;

static int64_t prepare(Ledger *ledger, const Set *set)
{
    LedgerRow rows[] = {
        {.at = AT,
         .kind = ROW_PREPARE,
         .who = "J. Ruiz",
         .rx = set->rx,
         .revision = set->revision,
         .fill = set->fill,
         .item = "Jordan Avery",
         .digest = set->digest,
         .version = "1.0",
         .path = "rx/r1-f1"},
        {.kind = ROW_LOT,
         .lot = set->lot,
         .drug = "clonazepam",
         .mass = {set->lot_mg * NG_PER_MG},
         .volume = {520000000}},
        {.kind = ROW_BOTTLE,
         .lot = set->lot,
         .drug = "clonazepam",
         .item = "A 1 of 1",
         .mass = {set->bottle_mg * NG_PER_MG},
         .word = set->word,
         .payload = "MT1: \"X\"\t",
         .note = "Jordan Avery"},
        {.kind = ROW_CHART, .item = "1 of 1", .word = arena_format(arena, "%sC", set->word)},
        {.kind = ROW_PAPER, .item = "labels.pdf", .digest = "00ff"},
    };
    return ledger_prepare(ledger, rows, sizeof rows / sizeof *rows, &findings);
}

static const Set first = {"RX-1", 1, 1, "aa", "LOT00001", "W1", 52, 50};
static const Set second = {"RX-2", 1, 1, "bb", "LOT00002", "W2", 52, 40};
static const Set revised = {"RX-1", 2, 1, "cc", "LOT00003", "W3", 30, 30};

static size_t ask(Ledger *ledger, Question question, const char *about)
{
    LedgerRow *rows;
    size_t count = 999;
    CU_ASSERT(ledger_ask(ledger, question, about, &rows, &count, arena, &findings));
    return count;
}

static bool whole(Ledger *ledger, int64_t rows)
{
    LedgerCheck check;
    return ledger_check(ledger, &check, arena, &findings) && check.whole && check.rows == rows
           && strlen(check.head) == 64;
}

static void test_papers(void)
{
    Ledger *ledger = open_fresh("papers");
    int64_t one = prepare(ledger, &first), two = prepare(ledger, &second);
    CU_ASSERT(one == 1 && two == 6);
    CU_ASSERT_EQUAL(ask(ledger, ASK_OPEN, NULL), 2);
    CU_ASSERT_EQUAL(ask(ledger, ASK_LOT, "LOT00001"), 0);   /* prepared papers do not count */
    CU_ASSERT(ledger_release(ledger, one, AT, &findings));
    CU_ASSERT_EQUAL(ask(ledger, ASK_LOT, "LOT00001"), 1);
    CU_ASSERT(ledger_abandon(ledger, two, AT, "printer on fire", &findings));
    CU_ASSERT_EQUAL(ask(ledger, ASK_OPEN, NULL), 0);
    CU_ASSERT_EQUAL(ask(ledger, ASK_OUT, NULL), 1);
    CU_ASSERT_EQUAL(findings.count, 0);
    CU_ASSERT_FALSE(ledger_release(ledger, two, AT, &findings));
    CU_ASSERT_FALSE(ledger_release(ledger, 2, AT, &findings));
    CU_ASSERT(found(MT907));
    CU_ASSERT_EQUAL(ask(ledger, ASK_RX, "RX-1"), 5);   /* the lot is of no one prescription */
    CU_ASSERT_EQUAL(ask(ledger, ASK_ALL, NULL), 12);
    CU_ASSERT(whole(ledger, 12));
    ledger_close(ledger);
}

static void test_revisions(void)
{
    Set changed = first, lot = second;
    Ledger *ledger = open_fresh("revisions");
    int64_t one = prepare(ledger, &first);
    changed.digest = "zz";
    CU_ASSERT(one && !prepare(ledger, &changed) && found(MT904));
    CU_ASSERT(ledger_abandon(ledger, one, AT, "", &findings));
    CU_ASSERT((one = prepare(ledger, &changed)) != 0);   /* what never left may change */
    CU_ASSERT(ledger_release(ledger, one, AT, &findings));
    lot.lot = first.lot;
    lot.lot_mg = 53;
    CU_ASSERT(!prepare(ledger, &lot) && found(MT905));
    size_t before = findings.count;
    lot.lot_mg = first.lot_mg;   /* all the same but the fill whose bottles it fills */
    CU_ASSERT(!prepare(ledger, &lot) && findings.count == before + 1);
    int64_t two = prepare(ledger, &revised);
    CU_ASSERT(two && ledger_release(ledger, two, AT, &findings));
    CU_ASSERT(!prepare(ledger, &changed) && found(MT906));
    CU_ASSERT_EQUAL(ask(ledger, ASK_SUPERSEDED, NULL), 2);
    CU_ASSERT_EQUAL(ask(ledger, ASK_VERSION, "1.0"), 6);
    CU_ASSERT_EQUAL(ask(ledger, ASK_VERSION, "2.0"), 0);
    LedgerState state;
    CU_ASSERT(ledger_state(ledger, "W1", &state, arena, &findings));
    CU_ASSERT(state.known && state.released && state.superseded && state.revision == 2 && !state.recalled
              && !state.voided);
    CU_ASSERT(ledger_state(ledger, "none", &state, arena, &findings) && !state.known);
    CU_ASSERT(whole(ledger, 17));
    ledger_close(ledger);
}

static LedgerFiles look(void *context, const LedgerRow *row, const LedgerRow *papers, size_t count)
{
    bool there = text_equal(row->rx, context) && count == 1 && text_equal(papers[0].digest, "00ff");
    return there ? FILES_WHOLE : text_equal(context, "busy") ? FILES_BUSY : FILES_GONE;
}

static void test_settle(void)
{
    Ledger *ledger = open_fresh("settle");
    prepare(ledger, &first);
    prepare(ledger, &second);
    char there[] = "RX-2", busy[] = "busy";
    CU_ASSERT(ledger_settle(ledger, look, busy, AT, &findings));   /* a run that goes on is left alone */
    CU_ASSERT_EQUAL(ask(ledger, ASK_OPEN, NULL), 2);
    CU_ASSERT(ledger_settle(ledger, look, there, AT, &findings));
    CU_ASSERT_EQUAL(findings.count, 2);
    CU_ASSERT(found(MT908) && strstr(findings.items[0].text, "abandoned")
              && strstr(findings.items[1].text, "released"));
    CU_ASSERT_EQUAL(ask(ledger, ASK_OPEN, NULL), 0);
    CU_ASSERT_EQUAL(ask(ledger, ASK_LOT, "LOT00002"), 1);
    CU_ASSERT_EQUAL(ask(ledger, ASK_LOT, "LOT00001"), 0);
    CU_ASSERT(ledger_settle(ledger, look, there, AT, &findings));
    CU_ASSERT_EQUAL(findings.count, 2);
    ledger_close(ledger);
}

/* ---------------------------------------------------------------- second prints ---- */
static int64_t reprint(Ledger *ledger, const Set *set, const char *number)
{
    LedgerRow rows[] = {
        {.at = AT, .kind = ROW_PREPARE, .rx = set->rx, .revision = set->revision, .fill = set->fill, .digest = set->digest},
        {.kind = ROW_REPRINT, .item = number, .note = "label smeared"},
        {.kind = ROW_PAPER, .item = "labels.pdf", .digest = "00ee"},
    };
    return ledger_prepare(ledger, rows, sizeof rows / sizeof *rows, &findings);
}

static LedgerPrint print_of(Ledger *ledger, const Set *set)
{
    LedgerPrint print;
    LedgerRow row = {.rx = set->rx, .revision = set->revision, .fill = set->fill};
    CU_ASSERT(ledger_print(ledger, &row, &print, arena, &findings));
    return print;
}

static void test_reprints(void)
{
    Ledger *ledger = open_fresh("reprints");
    CU_ASSERT(!reprint(ledger, &first, "1") && found(MT911));
    int64_t one = prepare(ledger, &first);
    CU_ASSERT(!print_of(ledger, &first).released && !reprint(ledger, &first, "1"));
    CU_ASSERT(ledger_release(ledger, one, AT, &findings));
    CU_ASSERT(print_of(ledger, &first).released && print_of(ledger, &first).prepare.seq == one);
    CU_ASSERT(!print_of(ledger, &second).released && !print_of(ledger, &revised).released);
    CU_ASSERT(!prepare(ledger, &first) && found(MT910));
    CU_ASSERT(!reprint(ledger, &first, "2"));
    int64_t two = reprint(ledger, &first, "1");
    CU_ASSERT(two && !reprint(ledger, &first, "1"));
    CU_ASSERT(ledger_abandon(ledger, two, AT, "", &findings));
    two = reprint(ledger, &first, "1");           /* one that never left leaves its number free */
    CU_ASSERT(two && ledger_release(ledger, two, AT, &findings));
    CU_ASSERT(reprint(ledger, &first, "2") != 0);
    CU_ASSERT(print_of(ledger, &first).reprints == 2 && print_of(ledger, &first).prepare.seq == one);
    CU_ASSERT_EQUAL(ask(ledger, ASK_OUT, NULL), 1);   /* one bottle, however often its label is printed */
    LedgerRow *rows, gone = {.at = AT, .kind = ROW_VOID, .set = one, .note = "key lost"};
    size_t count;
    CU_ASSERT(ledger_set(ledger, two, &rows, &count, arena, &findings) && count == 3);
    CU_ASSERT(ledger_add(ledger, &gone, 1, &findings));
    CU_ASSERT(!print_of(ledger, &first).released && ask(ledger, ASK_OUT, NULL) == 0);
    one = prepare(ledger, &first);
    CU_ASSERT(one && ledger_release(ledger, one, AT, &findings) && print_of(ledger, &first).reprints == 0);
    CU_ASSERT(reprint(ledger, &first, "1") != 0);
    ledger_close(ledger);
}

static void test_withdrawn(void)
{
    Ledger *ledger = open_fresh("withdrawn");
    int64_t one = prepare(ledger, &first), two = prepare(ledger, &second);
    CU_ASSERT(ledger_release(ledger, one, AT, &findings) && ledger_release(ledger, two, AT, &findings));
    LedgerRow rows[] = {
        {.at = AT, .kind = ROW_VOID, .set = one, .word = "W1", .note = "label smeared"},
        {.at = AT, .kind = ROW_RECALL, .lot = "LOT00002", .note = "potency 80 %"},
        {.at = AT, .kind = ROW_SCAN, .word = "W2", .item = "fill", .note = "0 MATCH"},
        {.at = AT, .kind = ROW_SCAN, .word = "W2", .item = "handout", .note = "15"},
    };
    CU_ASSERT(ledger_add(ledger, rows, 4, &findings));
    LedgerState state;
    CU_ASSERT(ledger_state(ledger, "W1", &state, arena, &findings) && state.voided && !state.recalled);
    CU_ASSERT_STRING_EQUAL(state.why, "label smeared");
    CU_ASSERT(ledger_state(ledger, "W1C", &state, arena, &findings) && !state.voided);
    CU_ASSERT(ledger_state(ledger, "W2", &state, arena, &findings) && !state.voided && state.recalled
              && state.scans == 2);
    CU_ASSERT_STRING_EQUAL(state.why, "potency 80 %");
    CU_ASSERT_STRING_EQUAL(state.row.payload, "MT1: \"X\"\t");
    CU_ASSERT_EQUAL(ask(ledger, ASK_OUT, NULL), 1);
    CU_ASSERT_EQUAL(ask(ledger, ASK_RECALLS, "LOT00002"), 1);
    CU_ASSERT_EQUAL(ask(ledger, ASK_WORD, "W2"), 1);
    CU_ASSERT(whole(ledger, 16));
    ledger_close(ledger);
}

/* ---------------------------------------------------------------- balance ---- */
static const struct { const char *lot; int64_t received, bottles, wasted, returned, on_hand, open; } balances[] = {
    {"", 200, 50, 6, 40, 95, 9},            /* 200 = 50 + 6 + 40 + 95 + 9 */
    {"LOT00001", 52, 50, 1, 0, 0, 1},
    {"LOT00002", 52, 0, 4, 40, 0, 8},
};

static void test_balance(void)
{
    Ledger *ledger = open_fresh("balance");
    LedgerRow rows[] = {
        {.at = AT, .kind = ROW_RECEIVE, .drug = "clonazepam", .mass = {200 * NG_PER_MG}, .item = "Maker 77"},
        {.at = AT,
         .kind = ROW_WASTE,
         .drug = "clonazepam",
         .mass = {1 * NG_PER_MG},
         .note = "dropped; witness A. Poe"},
        {.at = AT, .kind = ROW_WASTE, .drug = "clonazepam", .lot = "LOT00001", .mass = {1 * NG_PER_MG}},
        {.at = AT, .kind = ROW_WASTE, .drug = "clonazepam", .lot = "LOT00002", .mass = {4 * NG_PER_MG}},
        {.at = AT,
         .kind = ROW_RETURN,
         .drug = "clonazepam",
         .lot = "LOT00002",
         .mass = {40 * NG_PER_MG},
         .word = "W2"},
    };
    int64_t one = prepare(ledger, &first), two = prepare(ledger, &second);
    CU_ASSERT(ledger_release(ledger, one, AT, &findings) && ledger_release(ledger, two, AT, &findings));
    CU_ASSERT(ledger_add(ledger, rows, 5, &findings));
    Balance *got;
    size_t count;
    CU_ASSERT(ledger_balance(ledger, &got, &count, arena, &findings));
    CU_ASSERT_EQUAL_FATAL(count, 3);
    for (size_t i = 0; i < count; i++) {
        bool good =
            text_equal(got[i].lot, balances[i].lot)
            && (i > 0 ? got[i].taken.ng : got[i].received.ng) == balances[i].received * NG_PER_MG
            && got[i].bottles.ng == balances[i].bottles * NG_PER_MG
            && got[i].wasted.ng == balances[i].wasted * NG_PER_MG
            && got[i].returned.ng == balances[i].returned * NG_PER_MG
            && got[i].difference == balances[i].open * NG_PER_MG
            && (i > 0 || got[i].on_hand == balances[i].on_hand * NG_PER_MG);
        row_check(good, "balance", balances[i].lot);
    }
    ledger_close(ledger);
}

/* ---------------------------------------------------------------- the bench ---- */
#define MG(n) {STOCK_MASS, (n) * NG_PER_MG}
static const Limit bench_limits[] = {   /* a triturate: 120 mg of a salt, in it 100 mg of the drug, twice the diluent */
    {LIMIT_WEIGH, "Salt", MG(119), MG(120), MG(121), {100 * NG_PER_MG}, "P1"},
    {LIMIT_WEIGH, "Lactose", MG(500), MG(510), MG(520), {0}, NULL},
    {LIMIT_MIXTURE, "Triturate", MG(310), MG(315), MG(320), {0}, NULL},
    {LIMIT_WEIGH, "Lactose", MG(900), MG(910), MG(920), {0}, NULL},
    {LIMIT_YIELD, "yield", {STOCK_VOLUME, 494000000}, {STOCK_VOLUME, 520000000}, {STOCK_VOLUME, 546000000}, {0}, NULL},
};
#define USED(name, at, mg, number)                                                                                  \
    {.of = name, .line = at, .has_amount = true, .amount = MG(mg), .maker = "M", .lot = number, .has_expires = true, \
     .expires = {5000}, .by = "TL", .place = {NULL, 0, "used"}}

static void prepare_bench(Ledger *ledger)
{
    LedgerRow rows[8] = {
        {.at = AT, .kind = ROW_PREPARE, .rx = "RX-1", .revision = 1, .fill = 1},
        {.kind = ROW_LOT, .lot = "LOT00001", .drug = "clonazepam", .mass = {52 * NG_PER_MG}, .volume = {520000000}},
        {.kind = ROW_BOTTLE, .lot = "LOT00001", .drug = "clonazepam", .mass = {50 * NG_PER_MG}, .volume = {500000000},
         .word = "W1", .day = "2027-01-03"}};
    for (size_t i = 0; i < 5; i++) {
        rows[3 + i] = ledger_limit(&bench_limits[i], arena);
        rows[3 + i].lot = "LOT00001";
    }
    int64_t set = ledger_prepare(ledger, rows, 8, &findings);
    CU_ASSERT(set && ledger_release(ledger, set, AT, &findings));
}

/* Records of one lot; the code that each must meet, or FINDING_CODES where it is to be written down. */
static const struct { const char *name; Code code; BenchUse uses[4]; } bench_rows[] = {
    {"another lot of the powder", MT922,
     {USED("Salt", 0, 120, "P2"), USED("Lactose", 1, 510, "L"),
      USED("Triturate", 0, 315, NULL), USED("Lactose", 2, 910, "L")}},
    {"a name of two lines", MT915,
     {USED("Salt", 0, 120, "P1"), USED("Lactose", 0, 510, "L"),
      USED("Triturate", 0, 315, NULL), USED("Lactose", 2, 910, "L")}},
    {"no third line", MT915,
     {USED("Salt", 0, 120, "P1"), USED("Lactose", 3, 510, "L"),
      USED("Triturate", 0, 315, NULL), USED("Lactose", 2, 910, "L")}},
    {"lines exchanged", MT918,
     {USED("Salt", 0, 120, "P1"), USED("Lactose", 2, 510, "L"),
      USED("Triturate", 0, 315, NULL), USED("Lactose", 1, 910, "L")}},
    {"tenfold", MT918,
     {USED("Salt", 0, 1200, "P1"), USED("Lactose", 1, 510, "L"),
      USED("Triturate", 0, 315, NULL), USED("Lactose", 2, 910, "L")}},
    {"one ng above the high limit", MT918,
     {USED("Salt", 0, 120, "P1"), USED("Lactose", 1, 510, "L"),
      {.of = "Triturate", .has_amount = true, .amount = {STOCK_MASS, 320000001},
       .by = "TL", .place = {NULL, 0, "used"}},
      USED("Lactose", 2, 910, "L")}},
    {"at the high limits", FINDING_CODES,   /* 119 x 100 / 120 = 99.166667 mg */
     {USED("Salt", 0, 119, "P1"), USED("Lactose", 1, 520, "L"),
      USED("Triturate", 0, 320, NULL), USED("Lactose", 2, 920, "L")}},
};

static void test_bench(void)
{
    for (size_t i = 0; i < sizeof bench_rows / sizeof *bench_rows; i++) {
        Ledger *ledger = open_fresh(arena_format(arena, "bench%zu", i));
        prepare_bench(ledger);
        size_t before = ask(ledger, ASK_ALL, NULL);
        BenchRecord record = {.lot = "LOT00001", .on = {2525}, .by = "TL", .checked_by = "JR", .settled_by = "JR",
                              .released = true, .uses = (BenchUse *)(uintptr_t)bench_rows[i].uses, .use_count = 4,
                              .has_yield = true, .yield = {520000000}};
        LedgerRow by = {.at = AT, .who = "JR", .version = "1.0"};
        int64_t row = ledger_record(ledger, &record, &by, &findings);
        bool refused = bench_rows[i].code != FINDING_CODES;
        bool good = refused ? !row && found(bench_rows[i].code) && ask(ledger, ASK_ALL, NULL) == before : row > 0;
        row_check(good, "bench", bench_rows[i].name);
        Balance *balance;
        size_t count;
        CU_ASSERT(ledger_balance(ledger, &balance, &count, arena, &findings) && count == 2);
        CU_ASSERT_EQUAL(balance[1].taken.ng, refused ? 52 * NG_PER_MG : 99166667);
        CU_ASSERT(whole(ledger, (int64_t)ask(ledger, ASK_ALL, NULL)));
        ledger_close(ledger);
    }
}

/* ---------------------------------------------------------------- the chain ---- */
static void meddle(const char *name, const char *sql)
{
    sqlite3 *db;
    CU_ASSERT_FATAL(sqlite3_open(file_of(name), &db) == SQLITE_OK);
    CU_ASSERT(sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK);
    sqlite3_close(db);
}

#define FREE "DROP TRIGGER journal_no_update; DROP TRIGGER journal_no_delete; "
static const struct { const char *name, *sql; int64_t broken; } meddlings[] = {
    {"nothing", "SELECT 1", 0},
    {"a mass", FREE "UPDATE journal SET mass = mass + 1 WHERE seq = 3", 3},
    {"a name", FREE "UPDATE journal SET note = 'Other Person' WHERE seq = 3", 3},
    {"a kind", FREE "UPDATE journal SET kind = 'nonsense' WHERE seq = 2", 2},
    {"a NUL behind a text", FREE "UPDATE journal SET note = note || char(0) || 'x' WHERE seq = 3", 3},
    {"a row's hash", FREE "UPDATE journal SET hash = replace(hash, substr(hash, 1, 1), 'x') WHERE seq = 4", 4},
    {"a row gone", FREE "DELETE FROM journal WHERE seq = 3", 3},
    {"the first gone", FREE "DELETE FROM journal WHERE seq = 1", 1},
    {"two exchanged", FREE "UPDATE journal SET seq = 100 WHERE seq = 3; UPDATE journal SET seq = 3 "
     "WHERE seq = 4; UPDATE journal SET seq = 4 WHERE seq = 100", 3},
    {"one put between", FREE "UPDATE journal SET seq = -seq WHERE seq > 3; INSERT INTO journal SELECT "
     "4, at, kind, who, papers, rx, revision, fill, lot, drug, item, mass, volume, day, digest, word, "
     "payload, path, version, note, hash FROM journal WHERE seq = 3", -5},
};

static void test_chain(void)
{
    for (size_t i = 0; i < sizeof meddlings / sizeof *meddlings; i++) {
        const char *name = arena_format(arena, "chain%zu", i);
        Ledger *ledger = open_fresh(name);
        CU_ASSERT_EQUAL(prepare(ledger, &first), 1);
        ledger_close(ledger);
        meddle(name, meddlings[i].sql);
        ledger = open_fresh(name);
        LedgerCheck check;
        bool good = ledger_check(ledger, &check, arena, &findings);
        bool right = meddlings[i].broken < 0 ? !check.whole : check.broken == meddlings[i].broken;
        row_check(good && right && check.whole == !found(MT909), "chain", meddlings[i].name);
        ledger_close(ledger);
    }
}

/* Changes and deletions are refused by the file itself. */
static void test_append_only(void)
{
    Ledger *ledger = open_fresh("append");
    prepare(ledger, &first);
    ledger_close(ledger);
    sqlite3 *db;
    CU_ASSERT_FATAL(sqlite3_open(file_of("append"), &db) == SQLITE_OK);
    CU_ASSERT(sqlite3_exec(db, "UPDATE journal SET note = ''", NULL, NULL, NULL) != SQLITE_OK);
    CU_ASSERT(sqlite3_exec(db, "DELETE FROM journal", NULL, NULL, NULL) != SQLITE_OK);
    sqlite3_close(db);
}

/* ---------------------------------------------------------------- opening ---- */
static void refuse(const char *name, Code code)
{
    findings = findings_new(arena);
    Ledger *ledger = ledger_open(file_of(name), arena, &findings);
    row_check(!ledger && found(code), "opening", name);
    ledger_close(ledger);
}

static void test_open(void)
{
    struct stat status;
    Ledger *ledger = open_fresh("open");
    CU_ASSERT(stat(file_of("open"), &status) == 0 && (status.st_mode & 07777) == 0600);
    ledger_close(ledger);
    CU_ASSERT_EQUAL(chmod(file_of("open"), 0640), 0);
    refuse("open", MT902);
    CU_ASSERT_EQUAL(chmod(file_of("open"), 0600), 0);
    meddle("open", "PRAGMA user_version = 99");
    refuse("open", MT903);
    CU_ASSERT_EQUAL(file_publish(file_of("text"), (Bytes){"not a ledger at all, but long enough to look at", 47}), 0);
    refuse("text", MT901);
    meddle("foreign", "CREATE TABLE other (x)");
    CU_ASSERT_EQUAL(chmod(file_of("foreign"), 0600), 0);
    refuse("foreign", MT901);
    refuse("none/there", MT901);
    refuse("", MT901);
    CU_ASSERT_PTR_NULL(ledger_open_old(file_of("mistyped"), arena, &findings));
    CU_ASSERT(found(MT901) && !file_exists(file_of("mistyped")));
}

/* Rows are not written to a file that has lost its name, and it is told. */
static void test_moved(void)
{
    Ledger *ledger = open_fresh("moved");
    CU_ASSERT(prepare(ledger, &first) > 0);
    CU_ASSERT_EQUAL(rename(file_of("moved"), file_of("aside")), 0);
    CU_ASSERT_EQUAL(prepare(ledger, &second), 0);
    CU_ASSERT(found(MT901));
    CU_ASSERT_EQUAL(rename(file_of("aside"), file_of("moved")), 0);
    CU_ASSERT(prepare(ledger, &second) > 0 && whole(ledger, 10));
    ledger_close(ledger);
}

/* Ledgers of layouts 1 and 2 are brought up to date with their rows. */
static void test_migration(void)
{
    Ledger *ledger = open_fresh("old");
    prepare(ledger, &first);
    ledger_close(ledger);
    meddle("old",
           "DROP INDEX journal_papers; DROP INDEX journal_rx; DROP INDEX journal_lot; DROP INDEX journal_word; "
           "DROP INDEX journal_kind; PRAGMA user_version = 1");
    ledger = open_fresh("old");
    CU_ASSERT_EQUAL(prepare(ledger, &second), 6);
    CU_ASSERT(whole(ledger, 10));
    ledger_close(ledger);
    meddle("old", "PRAGMA user_version = 2");
    ledger = open_fresh("old");
    LedgerRow limit = ledger_limit(&bench_limits[0], arena);
    limit.at = AT;
    CU_ASSERT(ledger_add(ledger, &limit, 1, &findings) && whole(ledger, 11));
    ledger_close(ledger);
}

/* 40,000 rows of 20,000 released fills: to settle them and to ask for a paper costs an index, not a walk through all.
 * Without one the settling alone takes minutes.  (Rows by SQL: their chain is not asked for.) */
static void test_many_rows(void)
{
    Ledger *ledger = open_fresh("many");
    prepare(ledger, &first);
    ledger_close(ledger);
    meddle("many",
           "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) "
           "INSERT INTO journal SELECT 999 + 2 * i + k, at, iif(k, 'release', 'prepare'), who, iif(k, 999 + 2 * i, 0), "
           "'RX-' || (5000 + i), 1, 1, '', '', item, 0, 0, day, digest, '', '', path, version, note, hash "
           "FROM n, (SELECT 0 AS k UNION SELECT 1), (SELECT * FROM journal WHERE kind = 'prepare')");
    clock_t begun = clock();
    ledger = open_fresh("many");
    LedgerRow *rows;
    LedgerState state;
    size_t count;
    CU_ASSERT(ledger_ask(ledger, ASK_OPEN, NULL, &rows, &count, arena, &findings));
    CU_ASSERT_EQUAL(count, 1);
    CU_ASSERT(ledger_ask(ledger, ASK_RX, "RX-24999", &rows, &count, arena, &findings) && count == 2);
    CU_ASSERT(ledger_state(ledger, "0000-0000-0", &state, arena, &findings) && !state.known);
    CU_ASSERT(clock() - begun < 5 * CLOCKS_PER_SEC);
    ledger_close(ledger);
}

/* ---------------------------------------------------------------- care ---- */
static void test_backup(void)
{
    Ledger *ledger = open_fresh("live");
    prepare(ledger, &first);
    CU_ASSERT(ledger_backup(ledger, file_of("copy"), &findings));
    prepare(ledger, &second);
    Ledger *copy = open_fresh("copy");
    CU_ASSERT(whole(copy, 5));
    ledger_close(copy);
    CU_ASSERT_FALSE(ledger_backup(ledger, file_of("copy"), &findings));
    CU_ASSERT(found(MT901));
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    CU_ASSERT(ledger_export(ledger, out, &findings));
    fclose(out);
    CU_ASSERT(text_starts(text, "seq,at,kind,who,papers,rx,"));
    CU_ASSERT(strstr(text, "\"MT1: \"\"X\"\"\t\"") != NULL);
    size_t lines = 0;
    for (const char *at = text; *at; at++)
        lines += *at == '\n';
    CU_ASSERT_EQUAL(lines, 11);
    free(text);
    FILE *full = fopen("/dev/full", "w");
    CU_ASSERT(!full || !ledger_export(ledger, full, &findings));
    if (full)
        fclose(full);
    ledger_close(ledger);
}

/* ---------------------------------------------------------------- several processes ---- */
#define WRITERS 8
#define ROWS_EACH 25

/* MICROTAPER_FULL=1: they write for a minute instead. */
static bool more_rows(int written, time_t end)
{
    return getenv("MICROTAPER_FULL") ? time(NULL) < end : written < ROWS_EACH;
}

/* Tells the pipe how many rows it wrote. */
static void write_rows(const char *file, int pipe_end)
{
    Arena *own = arena_new();
    Findings said = findings_new(own);
    Ledger *ledger = ledger_open(file, own, &said);
    LedgerRow row = {.at = AT, .kind = ROW_RUN, .note = "make"};
    time_t end = time(NULL) + 60;
    int written = 0;
    while (ledger && said.count == 0 && more_rows(written, end))
        written += ledger_add(ledger, &row, 1, &said);
    for (size_t i = 0; i < said.count; i++)
        fprintf(stderr, "writer: %s\n", said.items[i].text);
    ledger_close(ledger);
    _exit(said.count == 0 && write(pipe_end, &written, sizeof written) == sizeof written ? 0 : 1);
}

/* All begin with a ledger that is not there yet. */
static void test_writers(void)
{
    int ends[2], status, good = 0, written, total = 0;
    const char *file = file_of("shared");
    CU_ASSERT_FATAL(pipe(ends) == 0);
    for (int i = 0; i < WRITERS; i++)
        if (fork() == 0)
            write_rows(file, ends[1]);
    for (int i = 0; i < WRITERS; i++)
        good += wait(&status) > 0 && status == 0;
    for (int i = 0; i < good; i++)
        total += read(ends[0], &written, sizeof written) == sizeof written ? written : 0;
    close(ends[0]);
    close(ends[1]);
    CU_ASSERT_EQUAL(good, WRITERS);
    CU_ASSERT(total >= WRITERS);
    Ledger *ledger = open_fresh("shared");
    CU_ASSERT(whole(ledger, total));
    if (getenv("MICROTAPER_FULL"))
        printf("\n  %d processes wrote %d rows", WRITERS, total);
    ledger_close(ledger);
}

static void write_for_ever(const char *file)
{
    Arena *own = arena_new();
    Findings said = findings_new(own);
    Ledger *ledger = ledger_open(file, own, &said);
    if (!ledger) _exit(1);
    for (int i = 0;; i++) {
        Set set = {arena_format(own, "RX-%d", i), 1, 1, "dd", arena_format(own, "LOT%d", i), "W", 1, 1};
        arena = own;
        int64_t papers = prepare(ledger, &set);
        ledger_release(ledger, papers, AT, &said);
    }
}

/* Killed at any moment: whole sets or nothing, the chain whole, the open ones settled. */
static void test_killed(void)
{
    for (int round = 0; round < 6; round++) {
        const char *name = arena_format(arena, "killed%d", round);
        const char *file = file_of(name);
        pid_t child = fork();
        if (child == 0)
            write_for_ever(file);
        usleep(20000 + 17000 * (useconds_t)round);
        kill(child, SIGKILL);
        waitpid(child, NULL, 0);
        Ledger *ledger = open_fresh(name);
        char nothing[] = "none";
        CU_ASSERT(ask(ledger, ASK_OPEN, NULL) <= 1);
        CU_ASSERT(ledger_settle(ledger, look, nothing, AT, &findings));
        CU_ASSERT_EQUAL(ask(ledger, ASK_OPEN, NULL), 0);
        CU_ASSERT_EQUAL(ask(ledger, ASK_ALL, NULL) % 6, 0);   /* five rows prepared and one that settles */
        CU_ASSERT(whole(ledger, (int64_t)ask(ledger, ASK_ALL, NULL)));
        ledger_close(ledger);
    }
}

void suite_ledger(void)
{
    CU_pSuite suite = CU_add_suite("ledger", setup, teardown);
    CU_add_test(suite, "papers in three steps", test_papers);
    CU_add_test(suite, "revisions and lots", test_revisions);
    CU_add_test(suite, "second prints", test_reprints);
    CU_add_test(suite, "settled after an interruption", test_settle);
    CU_add_test(suite, "void and recalled", test_withdrawn);
    CU_add_test(suite, "where each milligram went", test_balance);
    CU_add_test(suite, "what was done at the bench", test_bench);
    CU_add_test(suite, "the chain meddled with", test_chain);
    CU_add_test(suite, "only added to", test_append_only);
    CU_add_test(suite, "opening", test_open);
    CU_add_test(suite, "an older layout", test_migration);
    CU_add_test(suite, "a ledger that was moved", test_moved);
    CU_add_test(suite, "many rows", test_many_rows);
    CU_add_test(suite, "copies and export", test_backup);
    CU_add_test(suite, "eight writers", test_writers);
    CU_add_test(suite, "killed while writing", test_killed);
}
