/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the parent of a run knows, and the three things it does: workers are started, heard and replaced (hands.c); what they say
 * is told in the order of the input (tell.c); one phase follows the other (make.c). */
#ifndef MICROTAPER_RUN_PARENT_H
#define MICROTAPER_RUN_PARENT_H

#include <stdio.h>
#include <sys/types.h>
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

/* hands.c.  The board is shared with the workers; SIGINT and SIGTERM stop their claims.  errno when false. */
bool board_open(Run *run);
void board_close(Run *run);
/* So many workers at the things first to last of a phase, until all are told.  False: none could be started (errno). */
bool run_hands(Run *run, Phase phase, int64_t first, int64_t last, int hands);

/* tell.c.  Takes the message over; tells it, and those that waited for it, when all before it have been told. */
void receive(Run *run, Message *message);
/* The index of what is told next. */
int64_t awaited(const Run *run);
/* Told already, or waiting to be: its worker died behind the message. */
bool is_known(const Run *run, int64_t index);
void message_free(Message *message);

#endif
