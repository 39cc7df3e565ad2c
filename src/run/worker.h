/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Workers are processes: a fault in one costs one prescription.  Each streams the whole input and makes the papers of
 * the prescriptions it claims from a counter that all share, so that any number of workers does the same work once.
 * What a worker has to say goes through its pipe as messages; the parent puts them back into the order of the input. */
#ifndef MICROTAPER_RUN_WORKER_H
#define MICROTAPER_RUN_WORKER_H

#include <stdatomic.h>
#include <sys/types.h>
#include "numbers.h"
#include "volumes.h"

#define JOBS_MAX 64

typedef struct {
    atomic_long next;              /* the next prescription, lot or volume nobody has claimed; of a list, the place in it */
    atomic_long last;              /* the last one that may be claimed */
    atomic_int stop;               /* set: claim no more */
    atomic_int changed;            /* set: two workers found different numbers of prescriptions in one file */
    struct {
        atomic_long claimed;       /* index claimed or in work, -1 none */
        atomic_long returned;      /* claimed by a worker that died before it had read it; -1 none */
        char number[80];           /* its prescription number, for the one who must name it; "" not read yet */
    } at[JOBS_MAX];
    atomic_long records[];         /* of each file: prescriptions in it, -1 before a worker has read it to its end */
} Board;

/* A message: this head, then its parts as bytes with a NUL each. */
typedef enum { PART_LINE, PART_MANIFEST, PART_FINDINGS, PART_MEMBER, PARTS } MessagePart;
typedef struct {
    int64_t index;                 /* of the prescription or lot; -1 - file index: findings of a file as a whole */
    int32_t outcome;               /* Outcome */
    uint32_t size[PARTS];
} MessageHead;

/* What workers do: all of a prescription's papers, or, where lots are shared, one phase of a run (lots.h); in the end the
 * page of the run, and its volumes. */
typedef enum { PHASE_MAKE, PHASE_PROVE, PHASE_SHEETS, PHASE_MARK, PHASE_PAGE, PHASE_MERGE } Phase;

typedef struct {
    const House *house;
    const Key *key;
    const MakeOrder *order;
    Board *board;
    Phase phase;
    const Lots *lots;              /* NULL: none are shared */
    const Lots *stand;             /* PHASE_PAGE: the members whose papers stand, and their lots */
    const Volumes *volumes;        /* PHASE_MERGE */
    Numbers *taken;                /* lot numbers that others have; NULL: each takes its own */
    const Places *wanted;          /* what claims count; NULL: the prescriptions of the input themselves */
    int slot;
    int pipe;
} WorkerOrder;

/* The life of a worker; never returns. */
_Noreturn void worker_run(const WorkerOrder *order);

#endif
