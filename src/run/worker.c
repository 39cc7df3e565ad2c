/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "worker.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "work.h"

typedef struct {
    const WorkerOrder *order;
    int64_t index;                 /* of the prescription the stream is at */
    int64_t claim;                 /* the one to make next */
    RxNumbers given;               /* by the files so far */
    Ledger *ledger;
} Worker;

static void write_all(int pipe, const char *bytes, size_t size)
{
    while (size > 0) {
        ssize_t done = write(pipe, bytes, size);
        if (done < 0 && errno == EINTR) continue;
        if (done <= 0) _exit(3);   /* the parent is gone: nobody is left to tell */
        bytes += done;
        size -= (size_t)done;
    }
}

static char *findings_text(const Findings *findings, FindingsForm form, const char *rx, size_t *size)
{
    char *text = NULL;
    FILE *memory = open_memstream(&text, size);
    if (!memory) _exit(3);
    findings_print(findings, form, rx, memory);
    if (fclose(memory) != 0 || !text) _exit(3);
    return text;
}

static void send_message(const WorkerOrder *order, int64_t index, const Papers *papers, const Findings *findings,
                         const char *about)
{
    size_t size = 0;
    char *text = findings_text(findings, order->order->form, about, &size);
    const char *parts[PARTS] = {papers->line, papers->manifest, text, papers->member};
    MessageHead head = {.index = index, .outcome = (int32_t)papers->outcome};
    for (int part = 0; part < PARTS; part++) head.size[part] = (uint32_t)strlen(parts[part]) + 1;
    write_all(order->pipe, (const char *)&head, sizeof head);
    for (int part = 0; part < PARTS; part++) write_all(order->pipe, parts[part], head.size[part]);
    free(text);
}

/* What the parent would name if this worker died now. */
static void claim_told(const WorkerOrder *order, int64_t index, const char *name)
{
    snprintf(order->board->at[order->slot].number, sizeof order->board->at[0].number, "%s",
             *name ? name : "(no number)");
    atomic_store(&order->board->at[order->slot].claimed, index);
}

static int64_t claim_free(const WorkerOrder *order)
{
    Board *board = order->board;
    if (atomic_load(&board->stop)) return INT64_MAX;
    int64_t returned = atomic_exchange(&board->at[order->slot].returned, -1);
    if (returned >= 0) return returned;
    int64_t claim = atomic_fetch_add(&board->next, 1);
    if (claim > atomic_load(&board->last)) return INT64_MAX;
    return order->wanted ? order->wanted->at[claim] : claim;
}

/* The claim stands on the board before it is read, so that it is not lost with this worker. */
static int64_t claim_next(Worker *worker)
{
    Board *board = worker->order->board;
    int slot = worker->order->slot;
    int64_t claim = claim_free(worker->order);
    board->at[slot].number[0] = '\0';
    atomic_store(&board->at[slot].claimed, claim == INT64_MAX ? -1 : claim);
    return claim;
}

static Work work_begin(const Worker *worker, Prescription *rx, Findings *findings, Arena *arena)
{
    const WorkerOrder *order = worker->order;
    return (Work){.house = order->house, .order = order->order, .key = order->key, .ledger = worker->ledger, .rx = rx,
                  .taken = order->taken, .findings = findings, .arena = arena};
}

static bool take(void *context, Prescription *rx, const char *number, Findings *findings, Arena *arena)
{
    Worker *worker = context;
    const WorkerOrder *order = worker->order;
    if (worker->index++ != worker->claim) return worker->claim != INT64_MAX;
    int64_t index = worker->claim;
    claim_told(order, index, number);
    Work work = work_begin(worker, rx, findings, arena);
    work.index = index;
    Papers papers = order->phase == PHASE_PROVE ? papers_prove(&work) : papers_make(&work, number, order->lots);
    send_message(order, index, &papers, findings, number);
    worker->claim = claim_next(worker);
    return worker->claim != INT64_MAX;
}

/* Indices are counted by each worker: a file that changes while they read would move all that follow. */
static void compare_records(Board *board, size_t file, int64_t records)
{
    long expected = -1;
    if (!atomic_compare_exchange_strong(&board->records[file], &expected, records) && expected != records)
        atomic_store(&board->changed, 1);
}

static void take_file(Worker *worker, size_t file)
{
    const WorkerOrder *order = worker->order;
    int64_t before = worker->index;
    Arena *arena = arena_new();
    Findings findings = findings_new(arena);
    prescriptions_read_one(order->order->files[file], order->house->tables, order->house->shop, &worker->given, take, worker, &findings);
    if (worker->claim != INT64_MAX) compare_records(order->board, file, worker->index - before);
    if (findings.count > 0) send_message(order, -1 - (int64_t)file, &(Papers){REFUSED, "", "", ""}, &findings, NULL);
    arena_free(arena);
}

/* A lot has no stream: it is found by its number.  Those that are not made are answered too, so that all come in order. */
static void take_lots(Worker *worker)
{
    const WorkerOrder *order = worker->order;
    for (; worker->claim < (int64_t)order->lots->lot_count; worker->claim = claim_next(worker)) {
        const Lot *lot = &order->lots->lots[worker->claim];
        bool marking = order->phase == PHASE_MARK;
        Arena *arena = arena_new();
        Findings findings = findings_new(arena);
        Papers papers = {KEPT, "", "", ""};
        claim_told(order, worker->claim, lot->number);
        Work work = work_begin(worker, NULL, &findings, arena);
        if (!lot->refused && (!marking || (lot->manifest && lot_lacks(order->lots, lot)))) papers = sheet_make(&work, order->lots, lot, marking);
        send_message(order, worker->claim, &papers, &findings, NULL);
        arena_free(arena);
    }
}

static void take_page(Worker *worker)
{
    const WorkerOrder *order = worker->order;
    if (worker->claim == INT64_MAX) return;
    Arena *arena = arena_new();
    Findings findings = findings_new(arena);
    claim_told(order, worker->claim, "run.pdf");
    Work work = work_begin(worker, NULL, &findings, arena);
    Papers papers = page_make(&work, order->stand, order->lots != NULL);
    send_message(order, worker->claim, &papers, &findings, NULL);
    atomic_store(&order->board->at[order->slot].claimed, -1);
    arena_free(arena);
}

static void take_volumes(Worker *worker)
{
    const WorkerOrder *order = worker->order;
    for (; worker->claim != INT64_MAX; worker->claim = claim_next(worker)) {
        Arena *arena = arena_new();
        Findings findings = findings_new(arena);
        claim_told(order, worker->claim, volume_name(order->volumes, worker->claim, arena));
        Work work = work_begin(worker, NULL, &findings, arena);
        Papers papers = volume_make(&work, order->volumes, worker->claim);
        send_message(order, worker->claim, &papers, &findings, NULL);
        arena_free(arena);
    }
}

/* Opened after the fork: a connection belongs to one process. */
static void ledger_take(Worker *worker)
{
    const WorkerOrder *order = worker->order;
    if (!order->order->ledger) return;
    Findings findings = findings_new(order->house->arena);
    worker->ledger = ledger_open_old(order->order->ledger, order->house->arena, &findings);
    if (worker->ledger) return;
    findings_print(&findings, order->order->form, NULL, stderr);
    _exit(3);
}

_Noreturn void worker_run(const WorkerOrder *order)
{
    Worker worker = {.order = order};
    worker.claim = claim_next(&worker);
    ledger_take(&worker);
    if (order->phase == PHASE_SHEETS || order->phase == PHASE_MARK) {
        take_lots(&worker);
    } else if (order->phase == PHASE_PAGE) {
        take_page(&worker);
    } else if (order->phase == PHASE_MERGE) {
        take_volumes(&worker);
    } else {
        for (size_t i = 0; i < order->order->file_count && worker.claim != INT64_MAX; i++) take_file(&worker, i);
    }
    if (worker.ledger) ledger_close(worker.ledger);
    _exit(0);
}
