/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opening the ledger: its file, its settings, and the steps from one layout to the next. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include "store.h"

#define APPLICATION_ID 0x4D545052   /* "MTPR" */
/* SQLite lets nobody queue: of many writers on a busy machine one may wait long, and should rather wait than fail. */
#define WAIT_MS 120000

/* Layouts, each a step from the one before.  A step is never changed once it was released. */
static const char *const steps[] = {
    /* 1 */
    "CREATE TABLE journal (seq INTEGER PRIMARY KEY, at TEXT NOT NULL, kind TEXT NOT NULL, who TEXT NOT NULL, "
    "papers INTEGER NOT NULL, rx TEXT NOT NULL, revision INTEGER NOT NULL, fill INTEGER NOT NULL, lot TEXT NOT "
    "NULL, "
    "drug TEXT NOT NULL, item TEXT NOT NULL, mass INTEGER NOT NULL, volume INTEGER NOT NULL, day TEXT NOT NULL, "
    "digest TEXT NOT NULL, word TEXT NOT NULL, payload TEXT NOT NULL, path TEXT NOT NULL, version TEXT NOT NULL, "
    "note TEXT NOT NULL, hash TEXT NOT NULL) STRICT;"
    "CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal BEGIN SELECT RAISE(ABORT, 'the journal is only "
    "added to'); END;"
    "CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal BEGIN SELECT RAISE(ABORT, 'the journal is only "
    "added to'); END;",
    /* 2: the questions, by index */
    "CREATE INDEX journal_papers ON journal (papers, kind) WHERE papers > 0;"
    "CREATE INDEX journal_rx ON journal (rx) WHERE rx <> '';"
    "CREATE INDEX journal_lot ON journal (lot) WHERE lot <> '';"
    "CREATE INDEX journal_word ON journal (word) WHERE word <> '';"
    "CREATE INDEX journal_kind ON journal (kind);",
    /* 3: limits and records of the bench; a program that does not know these kinds would take the chain for broken */
    "",
    /* 4: an index that leaves out empty values answers no question asked with a parameter: whole ones */
    "DROP INDEX journal_papers; DROP INDEX journal_rx; DROP INDEX journal_lot; DROP INDEX journal_word;"
    "CREATE INDEX journal_papers ON journal (papers, kind);"
    "CREATE INDEX journal_rx ON journal (rx, kind);"
    "CREATE INDEX journal_lot ON journal (lot, kind);"
    "CREATE INDEX journal_word ON journal (word, kind);",
    /* 5: replaced bottles, and receipts with their own columns: kinds that an older program does not know */
    "",
};
#define LAYOUT ((int)(sizeof steps / sizeof *steps))

bool store_fault(Ledger *ledger, Findings *findings)
{
    finding_add(findings, MT901, (Place){.file = ledger->file}, "%s", sqlite3_errmsg(ledger->db));
    return false;
}

bool store_run(Ledger *ledger, const char *sql, Findings *findings)
{
    return sqlite3_exec(ledger->db, sql, NULL, NULL, NULL) == SQLITE_OK || store_fault(ledger, findings);
}

/* Rows written to a file that has lost its name would be gone with us. */
static bool still_there(Ledger *ledger, Findings *findings)
{
    int moved = 0;
    if (sqlite3_file_control(ledger->db, "main", SQLITE_FCNTL_HAS_MOVED, &moved) == SQLITE_OK && !moved)
        return true;
    finding_add(findings, MT901, (Place){.file = ledger->file}, "it was moved or deleted while it was in use");
    return false;
}

bool store_begin(Ledger *ledger, Findings *findings)
{
    return store_run(ledger, "BEGIN IMMEDIATE", findings);
}

bool store_end(Ledger *ledger, bool good, Findings *findings)
{
    if (good && still_there(ledger, findings) && store_run(ledger, "COMMIT", findings))
        return true;
    sqlite3_exec(ledger->db, "ROLLBACK", NULL, NULL, NULL);
    return false;
}

/* The whole number that a PRAGMA answers; -1 when it cannot be read. */
static int pragma_number(Ledger *ledger, const char *sql)
{
    sqlite3_stmt *statement = NULL;
    int number = -1;
    if (sqlite3_prepare_v2(ledger->db, sql, -1, &statement, NULL) == SQLITE_OK
        && sqlite3_step(statement) == SQLITE_ROW)
        number = sqlite3_column_int(statement, 0);
    sqlite3_finalize(statement);
    return number;
}

static bool step_run(Ledger *ledger, int layout, Findings *findings)
{
    bool good = store_run(ledger, steps[layout], findings)
        && store_run(ledger, arena_format(ledger->arena, "PRAGMA application_id = %d", APPLICATION_ID), findings)
        && store_run(ledger, arena_format(ledger->arena, "PRAGMA user_version = %d", layout + 1), findings);
    return good;
}

/* Whether the file is a ledger, or an empty one to become it. */
static bool layout_known(Ledger *ledger, int layout, Findings *findings)
{
    int id = pragma_number(ledger, "PRAGMA application_id");
    Place place = {.file = ledger->file};
    if (layout > LAYOUT) {
        finding_add(findings, MT903, place, "layout %d; this program knows 1 to %d", layout, LAYOUT);
        return false;
    }
    if (layout >= 0
        && (id == APPLICATION_ID || (id == 0 && layout == 0 && pragma_number(ledger, "PRAGMA page_count") <= 1)))
        return true;
    finding_add(findings, MT901, place, "not a ledger of microtaper, or damaged");
    return false;
}

/* Each process that opens a new or an old file takes the write lock first, and only then looks what it is. */
static bool migrate(Ledger *ledger, Findings *findings)
{
    if (pragma_number(ledger, "PRAGMA user_version") == LAYOUT
        && pragma_number(ledger, "PRAGMA application_id") == APPLICATION_ID)
        return true;
    if (!store_begin(ledger, findings))
        return false;
    int layout = pragma_number(ledger, "PRAGMA user_version");
    bool good = layout_known(ledger, layout, findings);
    for (; good && layout < LAYOUT; layout++)
        good = step_run(ledger, layout, findings);
    return store_end(ledger, good, findings);
}

/* With O_CREAT makes the file itself, so that it is never open to others for a moment; 0, or an errno value. */
static int file_prepare(const char *file, int flags)
{
    struct stat status;
    int fd = open(file, O_RDWR | O_CLOEXEC | flags, 0600);
    if (fd < 0)
        return errno;
    int error = fstat(fd, &status) ? errno : 0;
    close(fd);
    if (error)
        return error;
    if (!S_ISREG(status.st_mode))
        return EINVAL;
    return status.st_mode & 077 ? EPERM : 0;
}

static bool file_ready(const char *file, int flags, Findings *findings)
{
    int error = file_prepare(file, flags);
    Place place = {.file = file};
    if (error == EPERM)
        finding_add(findings, MT902, place, "others can read this ledger: it must be 0600");
    else if (error)
        finding_add(findings, MT901, place, "%s", strerror(error));
    return error == 0;
}

/* The change to a write-ahead log does not wait for its turn as all else does: SQLite says busy at once, and is asked
 * again. */
static bool log_ahead(Ledger *ledger, Findings *findings)
{
    const struct timespec nap = {.tv_nsec = 5000000};
    int status = SQLITE_BUSY;
    for (int waited = 0; status == SQLITE_BUSY && waited < WAIT_MS; waited += 5) {
        status = sqlite3_exec(ledger->db, "PRAGMA journal_mode = WAL", NULL, NULL, NULL);
        if (status == SQLITE_BUSY)
            nanosleep(&nap, NULL);
    }
    return status == SQLITE_OK || store_fault(ledger, findings);
}

static Ledger *open_ledger(const char *file, int file_flags, Arena *arena, Findings *findings)
{
    Ledger *ledger = ARENA_NEW(arena, Ledger);
    ledger->file = arena_string(arena, file);
    ledger->arena = arena;
    if (!file_ready(ledger->file, file_flags, findings))
        return NULL;
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX;
    bool good = sqlite3_open_v2(file, &ledger->db, flags, NULL) == SQLITE_OK || store_fault(ledger, findings);
    if (good) {
        sqlite3_busy_timeout(ledger->db, WAIT_MS);
        good = log_ahead(ledger, findings)
            && store_run(ledger, "PRAGMA synchronous = FULL; PRAGMA trusted_schema = OFF", findings)
            && migrate(ledger, findings);
    }
    if (good)
        return ledger;
    ledger_close(ledger);
    return NULL;
}

Ledger *ledger_open(const char *file, Arena *arena, Findings *findings)
{
    return open_ledger(file, O_CREAT, arena, findings);
}

Ledger *ledger_open_old(const char *file, Arena *arena, Findings *findings)
{
    return open_ledger(file, 0, arena, findings);
}

void ledger_close(Ledger *ledger)
{
    if (!ledger)
        return;
    sqlite3_finalize(ledger->insert);
    sqlite3_close(ledger->db);
}
