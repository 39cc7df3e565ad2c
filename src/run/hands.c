/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The workers of a run are processes: each hand is one, with a pipe from it.  One that dies is replaced. */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>
#include "parent.h"

#define SPARED_MOST 10

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
        worker_run(&(WorkerOrder){.house = run->house, .key = run->key, .order = run->order, .board = run->board,
                                   .phase = run->phase, .lots = run->lots, .stand = run->lots ? run->lots : &run->stand,
                                   .volumes = &run->volumes, .taken = run->wanted ? &run->numbers : NULL,
                                   .wanted = run->wanted, .slot = slot, .pipe = ends[1]});
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

bool board_open(Run *run)
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

void board_close(Run *run)
{
    munmap(run->board, board_size(run));
    signal_board = NULL;
}

bool run_hands(Run *run, Phase phase, int64_t first, int64_t last, int hands)
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
