/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "worker.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct {
    const WorkerOrder *order;
    int64_t index;                 /* of the prescription the stream is at */
    int64_t claim;                 /* the one to make next */
    Ledger *ledger;                /* opened after the fork: a connection belongs to one process */
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

static void send_message(const WorkerOrder *order, int64_t index, Papers papers, const Findings *findings, const char *rx)
{
    size_t size = 0;
    char *text = findings_text(findings, order->order->form, rx, &size);
    MessageHead head = {.index = index, .outcome = (int32_t)papers.outcome,
                        .line_size = (uint32_t)strlen(papers.line) + 1,
                        .manifest_size = (uint32_t)strlen(papers.manifest) + 1, .findings_size = (uint32_t)size + 1};
    write_all(order->pipe, (const char *)&head, sizeof head);
    write_all(order->pipe, papers.line, head.line_size);
    write_all(order->pipe, papers.manifest, head.manifest_size);
    write_all(order->pipe, text, head.findings_size);
    free(text);
}

static int64_t claim_next(Worker *worker)
{
    Board *board = worker->order->board;
    if (atomic_load(&board->stop)) return INT64_MAX;
    return atomic_fetch_add(&board->next, 1);
}

static bool take(void *context, Prescription *rx, const char *number, Findings *findings, Arena *arena)
{
    Worker *worker = context;
    const WorkerOrder *order = worker->order;
    if (worker->index++ != worker->claim) return worker->claim != INT64_MAX;
    int64_t index = worker->claim;
    snprintf(order->board->at[order->slot].number, sizeof order->board->at[0].number, "%s", number);
    atomic_store(&order->board->at[order->slot].claimed, index);
    Papers papers = papers_make(order->house, order->key, worker->ledger, order->order, rx, number, findings, arena);
    send_message(order, index, papers, findings, number);
    atomic_store(&order->board->at[order->slot].claimed, -1);
    worker->claim = claim_next(worker);
    return worker->claim != INT64_MAX;
}

_Noreturn void worker_run(const WorkerOrder *order)
{
    Worker worker = {.order = order};
    worker.claim = claim_next(&worker);
    const House *house = order->house;
    if (order->order->ledger) {
        Findings findings = findings_new(house->arena);
        worker.ledger = ledger_open(order->order->ledger, house->arena, &findings);
        if (!worker.ledger) {
            findings_print(&findings, order->order->form, NULL, stderr);
            _exit(3);
        }
    }
    for (size_t i = 0; i < order->order->file_count && worker.claim != INT64_MAX; i++) {
        Arena *arena = arena_new();
        Findings findings = findings_new(arena);
        prescriptions_read(order->order->files[i], house->tables, house->shop, take, &worker, &findings);
        if (findings.count > 0) {
            Papers none = {REFUSED, "", ""};
            send_message(order, -1 - (int64_t)i, none, &findings, NULL);
        }
        arena_free(arena);
    }
    if (worker.ledger) ledger_close(worker.ledger);
    _exit(0);
}
