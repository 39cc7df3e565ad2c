/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How far a run is: one quiet line on a terminal, JSON lines where asked, nothing otherwise.  The clock read here moves
 * only this line; nothing on paper knows it. */
#ifndef MICROTAPER_RUN_PROGRESS_H
#define MICROTAPER_RUN_PROGRESS_H

#include "microtaper/run.h"

typedef struct {
    ProgressForm form;
    int64_t total;                 /* prescriptions by their start tags, counted for the time left */
    double started, told;          /* seconds of a monotonic clock */
} Progress;

Progress progress_start(const MakeOrder *order);
/* At most a few times a second. */
void progress_tell(Progress *progress, int64_t done, int64_t failed);
/* Clears the line. */
void progress_end(const Progress *progress);

#endif
