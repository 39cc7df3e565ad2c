/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parent of a run: starts workers, puts what they say back into the order of the input, writes the manifest last. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include "claim.h"
#include "microtaper/version.h"
#include "progress.h"
#include "work.h"
#include "worker.h"

#define PAGE_LOTS_MAX 400      /* no bench makes more in a day */

typedef struct Message Message;
struct Message {
    MessageHead head;
    char *part[PARTS];
    Message *next;
};

typedef struct { pid_t pid; int pipe; } Hand;

#define SPARED_MOST 10

typedef struct {
    House *house;
    const Key *key;
    const MakeOrder *order;
    Board *board;
    Hand hands[JOBS_MAX];
    Message *waiting;              /* by index; held until all before them have been told */
    int64_t told;                  /* prescriptions told so far: the index of the next, or its place among the wanted */
    const Places *wanted;          /* NULL: all */
    bool *file_told;               /* findings of a file as a whole are told once */
    FILE *manifest;                /* unnamed until the run is whole */
    const char *comma;             /* in front of its next prescription */
    char *manifest_name;
    long made, kept, refused, faults;
    Progress progress;
    Phase phase;
    Lots *lots;                    /* NULL: none are shared */
    Lots stand;                    /* members whose papers stand, for the page of the run */
    const char *page;              /* its entry in the manifest */
    LedgerRow *given_up; size_t given_up_count;   /* records of lots that were made void */
    Volumes volumes;               /* --merge: whose papers stand */
    Buffer merged;                 /* entries of the volumes that are made */
    Numbers numbers;               /* of the lots so far */
    bool restoring;                /* what is made is known already */
    int spared;                    /* claims handed on, of workers that died before they had read them */
    bool bereft;                   /* a worker died: it may have left something unfinished */
    int64_t *dead; size_t dead_count, dead_capacity;   /* whose workers died in the first phase */
} Run;

/* What a signal handler may touch. */
static Board *signal_board;

static void stop_claims(int signal)
{
    (void)signal;
    if (signal_board) atomic_store(&signal_board->stop, 1);
}

static bool read_all(int pipe, void *bytes, size_t size)
{
    char *at = bytes;
    while (size > 0) {
        ssize_t done = read(pipe, at, size);
        if (done < 0 && errno == EINTR) continue;
        if (done <= 0) return false;
        at += done;
        size -= (size_t)done;
    }
    return true;
}

static char *read_part(int pipe, uint32_t size)
{
    char *part = malloc(size ? size : 1);
    if (!part) {
        fputs("microtaper: out of memory\n", stderr);
        exit(3);
    }
    if (read_all(pipe, part, size)) return part;
    free(part);
    return NULL;
}

static void message_free(Message *message)
{
    for (int part = 0; part < PARTS; part++) free(message->part[part]);
    free(message);
}

static Message *message_read(int pipe)
{
    MessageHead head;
    if (!read_all(pipe, &head, sizeof head)) return NULL;
    Message *message = calloc(1, sizeof *message);
    if (!message) exit(3);
    message->head = head;
    for (int part = 0; part < PARTS; part++) {
        message->part[part] = read_part(pipe, head.size[part]);
        if (message->part[part]) continue;
        message_free(message);
        return NULL;
    }
    return message;
}

/* ---------------------------------------------------------------- what is told ---- */

static void tell_lines(Run *run, const Message *message)
{
    if (message->part[PART_FINDINGS][0] || message->part[PART_LINE][0]) progress_wipe(&run->progress);
    fputs(message->part[PART_FINDINGS], stderr);
    if (message->part[PART_LINE][0]) printf("%s\n", message->part[PART_LINE]);
}

/* A page of more lots than a bench makes in a day would be of no use, and is not kept for. */
static void keep_standing(Run *run, const Message *message)
{
    Member member;
    if (run->stand.member_count > PAGE_LOTS_MAX) return;
    if (!member_read(message->part[PART_MEMBER], &member, run->stand.arena)) return;
    member.index = message->head.index;
    member.made = true;
    lots_add(&run->stand, &member);
}

static void keep_for_volume(Run *run, const Message *message, const Member *shared)
{
    Member member;
    Arena *arena = arena_new();
    if (member_read(message->part[PART_MEMBER], &member, arena)) {
        member.index = message->head.index;
        volumes_add(&run->volumes, &member, shared);
    }
    arena_free(arena);
}

static void tell_papers(Run *run, const Message *message)
{
    bool stands = message->head.outcome == MADE || message->head.outcome == KEPT;
    Member *member = run->lots ? lots_member(run->lots, message->head.index) : NULL;
    if (member) member->made = stands;
    if (stands && !run->lots) keep_standing(run, message);
    if (stands && run->order->merge) keep_for_volume(run, message, member);
    if (message->head.outcome == MADE) run->made++;
    else if (message->head.outcome == KEPT) run->kept++;
    else if (message->head.outcome == REFUSED) run->refused++;
    else run->faults++;
    fprintf(run->manifest, "%s\n%s", run->comma, message->part[PART_MANIFEST]);
    run->comma = ",";
}

/* A lot whose worksheet failed takes its members' papers with it: no label without the record of its lot. */
static void tell_sheet(Run *run, const Message *message)
{
    Lot *lot = &run->lots->lots[run->told];
    if (message->head.outcome == SYSTEM_FAULT) {
        run->faults++;
        lot->refused |= run->phase == PHASE_SHEETS;
    } else if (message->part[PART_MANIFEST][0]) {
        lot->manifest = arena_string(run->lots->arena, message->part[PART_MANIFEST]);
    }
}

static void tell_page(Run *run, const Message *message)
{
    if (message->head.outcome == SYSTEM_FAULT) run->faults++;
    else if (message->part[PART_MANIFEST][0]) run->page = arena_string(run->house->arena, message->part[PART_MANIFEST]);
}

static void tell_volume(Run *run, const Message *message)
{
    if (message->head.outcome == SYSTEM_FAULT) run->faults++;
    else buffer_addf(&run->merged, "%s\n%s", run->merged.length ? "," : "", message->part[PART_MANIFEST]);
}

/* Whether a lot of the prescription has the number of another's: then it is not told, and is made again.  With a ledger the
 * numbers are the ledger's business (MT905). */
static bool clashes(Run *run, const Message *message)
{
    bool stands = message->head.outcome == MADE || message->head.outcome == KEPT;
    if (run->phase != PHASE_MAKE || !stands || run->lots || run->order->ledger) return false;
    Member member;
    Arena *arena = arena_new();
    bool noted = true;
    if (member_read(message->part[PART_MEMBER], &member, arena)) {
        member.index = message->head.index;
        noted = numbers_take(&run->numbers, &member);
    }
    arena_free(arena);
    return !noted;
}

/* What is made a second time, byte for byte, was told the first time: only that it failed is news. */
static void tell_restored(Run *run, const Message *message)
{
    if (message->head.outcome == MADE) return;
    tell_lines(run, message);
    run->faults++;
}

static void tell(Run *run, const Message *message)
{
    if (run->restoring) {
        tell_restored(run, message);
        run->told++;
        return;
    }
    if (clashes(run, message)) {
        run->told++;
        return;
    }
    tell_lines(run, message);
    if (run->phase == PHASE_MAKE) tell_papers(run, message);
    else if (run->phase == PHASE_PAGE) tell_page(run, message);
    else if (run->phase == PHASE_MERGE) tell_volume(run, message);
    else tell_sheet(run, message);
    run->told++;
    if (run->phase == PHASE_MAKE) progress_tell(&run->progress, run->refused + run->faults);
}

/* The index of what is told next. */
static int64_t awaited(const Run *run)
{
    if (!run->wanted) return run->told;
    return run->told < (int64_t)run->wanted->count ? run->wanted->at[run->told] : INT64_MAX;
}

static void tell_in_order(Run *run)
{
    while (run->waiting && run->waiting->head.index == awaited(run)) {
        Message *message = run->waiting;
        run->waiting = message->next;
        tell(run, message);
        message_free(message);
    }
}

/* Findings of a file as a whole: every worker has them, in both phases. */
static void receive_of_file(Run *run, const Message *message)
{
    size_t file = (size_t)(-1 - message->head.index);
    if (run->phase != PHASE_MAKE || run->file_told[file]) return;
    run->file_told[file] = true;
    run->refused++;
    progress_wipe(&run->progress);
    fputs(message->part[PART_FINDINGS], stderr);
}

/* The first phase gathers those that passed; what is wrong with the others is said in the second. */
static void receive_member(Run *run, const Message *message)
{
    Member member;
    progress_tell(&run->progress, 0);
    if (message->head.outcome == SYSTEM_FAULT)
        *ARENA_PUSH(run->house->arena, run->dead, run->dead_count, run->dead_capacity, int64_t) = message->head.index;
    if (!message->part[PART_MEMBER][0] || !member_read(message->part[PART_MEMBER], &member, run->lots->arena)) return;
    member.index = message->head.index;
    lots_add(run->lots, &member);
}

/* Told already, or waiting to be: its worker died behind the message. */
static bool is_known(const Run *run, int64_t index)
{
    if (index >= 0 && index < awaited(run)) return true;
    for (const Message *at = run->waiting; at; at = at->next)
        if (at->head.index == index) return true;
    return false;
}

static void receive(Run *run, Message *message)
{
    if (message->head.index < 0 || run->phase == PHASE_PROVE) {
        if (message->head.index < 0) receive_of_file(run, message);
        else receive_member(run, message);
        message_free(message);
        return;
    }
    Message **at = &run->waiting;
    while (*at && (*at)->head.index < message->head.index) at = &(*at)->next;
    message->next = *at;
    *at = message;
    tell_in_order(run);
}

static bool hand_start(Run *run, int slot)
{
    int ends[2];
    if (pipe(ends) != 0) return false;
    fflush(NULL);
    pid_t pid = fork();
    if (pid < 0) {
        close(ends[0]);
        close(ends[1]);
        return false;
    }
    if (pid == 0) {
        close(ends[0]);
        worker_run(&(WorkerOrder){run->house, run->key, run->order, run->board, run->phase, run->lots,
                                   run->lots ? run->lots : &run->stand, &run->volumes, run->wanted ? &run->numbers : NULL, run->wanted, slot, ends[1]});
    }
    close(ends[1]);
    run->hands[slot] = (Hand){pid, ends[0]};
    return true;
}

/* A worker that died while it held a prescription costs that one, by name. */
static void mourn(Run *run, int64_t index, const char *number, const char *how)
{
    Arena *arena = arena_new();
    Findings findings = findings_new(arena);
    finding_add(&findings, MT804, (Place){0}, "%s: %s", number, how);
    char *text = NULL;
    size_t size = 0;
    FILE *memory = open_memstream(&text, &size);
    Message *message = calloc(1, sizeof *message);
    if (!memory || !message) exit(3);
    findings_print(&findings, run->order->form, number, memory);
    fclose(memory);
    message->head = (MessageHead){.index = index, .outcome = SYSTEM_FAULT};
    message->part[PART_FINDINGS] = text;
    message->part[PART_LINE] = strdup(arena_format(arena, "%s: not finished, its worker died", number));
    message->part[PART_MANIFEST] = strdup(manifest_unfinished(number, &findings, arena));
    message->part[PART_MEMBER] = strdup("");
    arena_free(arena);
    for (int part = 0; part < PARTS; part++)
        if (!message->part[part]) exit(3);
    receive(run, message);
}

static void say_how(int status, char how[64])
{
    snprintf(how, 64, "worker ended by %s %d", WIFSIGNALED(status) ? "signal" : "status",
             WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status));
}

/* The worker of a slot has closed its pipe.  Returns whether another took its place. */
static bool hand_ended(Run *run, int slot)
{
    int status = 0;
    close(run->hands[slot].pipe);
    waitpid(run->hands[slot].pid, &status, 0);
    run->hands[slot].pid = 0;
    run->bereft |= !WIFEXITED(status) || WEXITSTATUS(status) != 0;
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return false;
    int64_t index = atomic_exchange(&run->board->at[slot].claimed, -1);
    char how[64];
    say_how(status, how);
    if (index < 0) {
        run->faults++;
        fprintf(stderr, "microtaper: %s with nothing in hand; run the same command again\n", how);
        return run->spared++ < SPARED_MOST && hand_start(run, slot);
    }
    if (run->phase != PHASE_PROVE && is_known(run, index)) return hand_start(run, slot);
    if (run->board->at[slot].number[0]) {
        mourn(run, index, run->board->at[slot].number, how);
    } else if (run->spared++ < SPARED_MOST) {
        atomic_store(&run->board->at[slot].returned, index);
    } else {
        run->faults++;
        fputs("microtaper: workers end before they have read anything\n", stderr);
        return false;
    }
    return hand_start(run, slot);
}

/* What no worker answered for holds up all that follows: it is said, and the rest is told. */
static void tell_gaps(Run *run)
{
    const char *what = run->phase == PHASE_MAKE ? "prescription" : run->phase == PHASE_MERGE ? "volume" : "lot";
    while (run->waiting) {
        char name[64];
        snprintf(name, sizeof name, "%s %lld of the input", what, (long long)awaited(run) + 1);
        mourn(run, awaited(run), name, "no worker answered for it");
    }
}

static void gather(Run *run)
{
    int working = 0;
    for (int i = 0; i < run->order->jobs; i++) working += run->hands[i].pid != 0;
    while (working > 0) {
        struct pollfd ends[JOBS_MAX];
        for (int i = 0; i < run->order->jobs; i++) {
            ends[i] = (struct pollfd){.fd = run->hands[i].pid ? run->hands[i].pipe : -1, .events = POLLIN};
        }
        if (poll(ends, (nfds_t)run->order->jobs, -1) < 0) continue;
        for (int i = 0; i < run->order->jobs; i++) {
            if (!ends[i].revents) continue;
            Message *message = message_read(run->hands[i].pipe);
            if (message) receive(run, message);
            else if (!hand_ended(run, i)) working--;
        }
    }
}

static size_t board_size(const Run *run)
{
    return sizeof *run->board + run->order->file_count * sizeof run->board->records[0];
}

static bool board_open(Run *run)
{
    run->board = mmap(NULL, board_size(run), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (run->board == MAP_FAILED) return false;
    for (int i = 0; i < JOBS_MAX; i++) {
        atomic_store(&run->board->at[i].claimed, -1);
        atomic_store(&run->board->at[i].returned, -1);
    }
    for (size_t i = 0; i < run->order->file_count; i++) atomic_store(&run->board->records[i], -1);
    signal_board = run->board;
    struct sigaction action = {.sa_handler = stop_claims};
    sigemptyset(&action.sa_mask);
    return sigaction(SIGINT, &action, NULL) == 0 && sigaction(SIGTERM, &action, NULL) == 0;
}

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

static bool run_hands(Run *run, Phase phase, int64_t first, int64_t last, int hands)
{
    run->phase = phase;
    run->told = first;
    atomic_store(&run->board->next, first);
    atomic_store(&run->board->last, last);
    for (int i = 0; i < hands; i++) {
        if (!hand_start(run, i)) return false;
    }
    gather(run);
    tell_gaps(run);
    return true;
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
 * first: by a single hand, in one reading of the input, however many there are. */
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
    printf("%ld made, %ld kept, %ld refused%s%s; index in %s/manifest.json\n", run->made, run->kept, run->refused, faults, stopped ? ", stopped before the end (the same command goes on)" : "",
           run->order->out);
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
    munmap(run.board, board_size(&run));
    signal_board = NULL;
    return status;
}
