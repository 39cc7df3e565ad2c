/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How far a run is: one quiet line on a terminal, JSON lines where asked, nothing otherwise.  The clock read here moves
 * only this line; nothing on paper knows it. */
#ifndef MICROTAPER_RUN_PROGRESS_H
#define MICROTAPER_RUN_PROGRESS_H

#include "microtaper/run.h"

typedef struct {
    ProgressForm form;
    const char *phase;             /* "proving" while lots that are shared are formed, "making" */
    int64_t total;                 /* prescriptions by their start tags, counted for the time left */
    int64_t done, failed;          /* of the phase */
    double started, told;          /* seconds of a monotonic clock */
    bool shown, wiped;             /* the line stands on the terminal; it stood there, and is to be put back */
} Progress;

Progress progress_start(const MakeOrder *order);
/* Counts and rates begin anew. */
void progress_phase(Progress *progress, const char *phase);
/* One more is done.  Said at most a few times a second, or when the line had been wiped away. */
void progress_tell(Progress *progress, int64_t failed);
/* Clears the line, before something else is printed. */
void progress_wipe(Progress *progress);
/* Clears the line; as JSON, says how far the run came. */
void progress_end(Progress *progress);

#endif
