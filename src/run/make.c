/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A run: one phase after the other, the manifest last. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "claim.h"
#include "microtaper/version.h"
#include "parent.h"

static bool manifest_open(Run *run)
{
    const char *out = run->order->out;
    run->manifest_name = path_join(run->house->arena, out, ".manifest.json.tmp");
    errno = out_claim(out, run->manifest_name, run->house->arena);
    if (errno) return false;
    int file = open(run->manifest_name, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (file < 0) return false;
    run->manifest = fdopen(file, "w");
    if (!run->manifest) return false;
    fputs(manifest_head(run->house, run->key, run->order, run->house->arena), run->manifest);
    return true;
}

static void manifest_lots(const Run *run)
{
    const char *comma = "";
    fputs("\n],\"lots\":[", run->manifest);
    for (size_t i = 0; run->lots && i < run->lots->lot_count; i++) {
        if (!run->lots->lots[i].manifest) continue;
        fprintf(run->manifest, "%s\n%s", comma, run->lots->lots[i].manifest);
        comma = ",";
    }
}

static bool manifest_close(Run *run)
{
    manifest_lots(run);
    if (run->merged.length) fprintf(run->manifest, "\n],\"volumes\":[%s", buffer_text(&run->merged));
    if (run->page) fprintf(run->manifest, "\n],\"run\":%s,", run->page);
    else fputs("\n],", run->manifest);
    fprintf(run->manifest, "\"made\":%ld,\"refused\":%ld,\"faults\":%ld}\n", run->made + run->kept,
            run->refused, run->faults);
    bool whole = fflush(run->manifest) == 0 && !ferror(run->manifest) && fchmod(fileno(run->manifest), 0600) == 0 &&
                 fsync(fileno(run->manifest)) == 0;
    whole = fclose(run->manifest) == 0 && whole;
    const char *final = path_join(run->house->arena, run->order->out, "manifest.json");
    return whole && (errno = file_settle(run->manifest_name, final)) == 0;
}

static int say_fault(const Run *run)
{
    fprintf(stderr, "microtaper: %s: %s\n", run->order->out,
            errno == EWOULDBLOCK ? "another run is writing there" : strerror(errno));
    return 3;
}

/* Standard input can be read once: workers each read a copy of it that has no name. */
static bool spool_stdin(MakeOrder *order, Arena *arena)
{
    for (size_t i = 0; i < order->file_count; i++) {
        if (!text_equal(order->files[i], "-")) continue;
        FILE *spool = tmpfile();
        if (!spool) return false;
        char block[65536];
        size_t size;
        while ((size = fread(block, 1, sizeof block, stdin)) > 0) {
            if (fwrite(block, 1, size, spool) != size) return false;
        }
        if (ferror(stdin) || fflush(spool) != 0) return false;
        order->files[i] = arena_format(arena, "/proc/self/fd/%d", fileno(spool));
    }
    return true;
}

/* What an interrupted run left prepared is settled before anything new is written. */
static bool ledger_ready(Run *run)
{
    const MakeOrder *order = run->order;
    if (!order->ledger) {
        fputs("microtaper: no ledger: nothing is recorded, and whether a revision or a lot was used before is not checked\n",
              stderr);
        return true;
    }
    Findings findings = findings_new(run->house->arena);
    Ledger *ledger = ledger_open(order->ledger, run->house->arena, &findings);
    LedgerRow row = {.kind = ROW_RUN, .at = order->at, .who = order->who, .version = MICROTAPER_VERSION, .path = order->out,
                     .day = date_text(run->house->arena, order->date), .note = "make"};
    bool ready = ledger && run_settle(ledger, order->out, order->at, run->house->arena, &findings) &&
                 ledger_add(ledger, &row, 1, &findings) &&
                 ledger_ask(ledger, ASK_GIVEN_UP, NULL, &run->given_up, &run->given_up_count, run->house->arena,
                            &findings);
    if (ledger) ledger_close(ledger);
    findings_print(&findings, order->form, NULL, stderr);
    return ready;
}

/* For one thing to do one hand is enough, for more all of them. */
static bool run_some(Run *run, Phase phase, int64_t first, int64_t last)
{
    return run_hands(run, phase, first, last, first < last ? run->order->jobs : 1);
}

static bool run_phase(Run *run, Phase phase)
{
    return run_some(run, phase, 0, INT64_MAX - 1);
}

/* A worker that died for no fault of its prescription must not move the lots of all that follow: it is tried again. */
static bool prove_all(Run *run)
{
    progress_phase(&run->progress, "proving");
    bool whole = run_phase(run, PHASE_PROVE);
    size_t dead = run->dead_count;
    for (size_t i = 0; whole && i < dead; i++) whole = run_some(run, PHASE_PROVE, run->dead[i], run->dead[i]);
    return whole;
}

static bool run_stopped(const Run *run)
{
    return atomic_load(&run->board->stop) != 0;
}

/* First phase and worksheets.  Stopped here, a run has published no label. */
static bool share_lots(Run *run)
{
    Arena *arena = run->house->arena;
    run->lots = ARENA_NEW(arena, Lots);
    *run->lots = (Lots){.house = run->house, .arena = arena, .given_up = run->given_up,
                        .given_up_count = run->given_up_count};
    if (!prove_all(run)) return false;
    if (run_stopped(run)) return true;
    lots_freeze(run->lots, run->house->shop->pool);
    return run_phase(run, PHASE_SHEETS);
}

/* The list on a worksheet stays true also when papers failed, or the run was stopped among them. */
static bool mark_sheets(Run *run)
{
    bool lacking = false;
    for (size_t i = 0; i < run->lots->lot_count; i++)
        lacking |= run->lots->lots[i].manifest && lot_lacks(run->lots, &run->lots->lots[i]);
    if (!lacking) return true;
    int stopped = atomic_exchange(&run->board->stop, 0);
    bool marked = run_phase(run, PHASE_MARK);
    if (stopped) atomic_store(&run->board->stop, stopped);
    return marked;
}

static bool page_of_run(Run *run)
{
    if (!run->lots) lots_as_made(&run->stand);
    size_t count = (run->lots ? run->lots : &run->stand)->lot_count;
    if (count == 0 || run_stopped(run)) return true;
    if (count <= PAGE_LOTS_MAX) return run_some(run, PHASE_PAGE, 0, 0);
    Findings findings = findings_new(run->house->arena);
    finding_add(&findings, MT811, (Place){0}, "more than %d lots", PAGE_LOTS_MAX);
    findings_print(&findings, run->order->form, NULL, stderr);
    return true;
}

static bool make_again(Run *run, const Places *wanted, int hands)
{
    run->wanted = wanted;
    bool whole = run_hands(run, PHASE_MAKE, 0, (int64_t)wanted->count - 1, hands);
    run->wanted = NULL;
    return whole;
}

/* Owners get back, byte for byte, what was removed.  A run that was stopped says what it leaves. */
static bool restore(Run *run, const Places *owners)
{
    run->restoring = run->numbers.as_owned = true;
    bool whole = make_again(run, owners, run->order->jobs);
    run->restoring = run->numbers.as_owned = false;
    if (run->told < (int64_t)owners->count) run->faults += (long)((int64_t)owners->count - run->told);
    return whole;
}

/* The later of two takes another number, one by one in the order of the input, so that the bytes do not hang on who came
 * first: by a single hand, in one reading of the input, and their owners in another, however many there are. */
static bool settle_clashes(Run *run)
{
    while (run->numbers.clash_count > 0) {
        Places later = {0}, owners = {0};
        int error = numbers_clear(&run->numbers, run->order->out, &later, &owners);
        if (error) {
            fprintf(stderr, "microtaper: %s: papers of a lot number that two had: %s\n", run->order->out, strerror(error));
            run->faults++;
        }
        if (!make_again(run, &later, 1) || !restore(run, &owners)) return false;
    }
    return true;
}

/* Volumes are of papers that stand, and made anew by every run. */
static bool merge_all(Run *run)
{
    int64_t count = volumes_count(&run->volumes);
    if (count == 0 || run_stopped(run)) return true;
    volumes_order(&run->volumes);
    return run_some(run, PHASE_MERGE, 0, count - 1);
}

static bool run_all(Run *run)
{
    bool shared = run->house->shop->pool.nl > 0 && !run->order->reprint;   /* reprints keep the lots they had */
    if (shared && !share_lots(run)) return false;
    progress_phase(&run->progress, "making");
    bool whole = run_stopped(run) || run_phase(run, PHASE_MAKE);
    whole = whole && settle_clashes(run);
    return whole && (!shared || mark_sheets(run)) && page_of_run(run) && merge_all(run);
}

static int run_close(Run *run)
{
    bool stopped = run_stopped(run);
    numbers_end(&run->numbers);
    progress_end(&run->progress);
    if (run->bereft) out_sweep(run->order->out, run->house->arena);
    if (atomic_load(&run->board->changed)) {
        fputs("microtaper: an input file changed while it was read; run the same command again\n", stderr);
        run->faults++;
    }
    if (!manifest_close(run)) return say_fault(run);
    char faults[48] = "";
    if (run->faults) snprintf(faults, sizeof faults, ", %ld not finished (the same command goes on)", run->faults);
    printf("%ld made, %ld kept, %ld refused%s%s; index in %s/manifest.json\n", run->made, run->kept, run->refused, faults,
           stopped ? ", stopped before the end (the same command goes on)" : "", run->order->out);
    if (fflush(stdout) != 0) return say_fault(run);
    return run->faults || stopped ? 3 : run->refused ? 1 : 0;
}

int make_run(House *house, const Key *key, const MakeOrder *order)
{
    MakeOrder mine = *order;
    if (mine.jobs > JOBS_MAX) mine.jobs = JOBS_MAX;
    Run run = {.house = house, .key = key, .order = &mine, .comma = ""};
    run.stand = (Lots){.house = house, .arena = house->arena};
    run.volumes.arena = house->arena;
    run.merged = buffer_new(house->arena);
    run.numbers.arena = house->arena;
    run.file_told = ARENA_ARRAY(house->arena, mine.file_count + 1, bool);
    if (!spool_stdin(&mine, house->arena) || !manifest_open(&run) || !board_open(&run)) return say_fault(&run);
    if ((errno = volumes_clear(mine.out, house->arena)) != 0) return say_fault(&run);
    if (!ledger_ready(&run)) return 3;
    run.progress = progress_start(&mine);
    int status = run_all(&run) ? run_close(&run) : say_fault(&run);
    board_close(&run);
    return status;
}
