/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An output folder belongs to one run at a time. */
#ifndef MICROTAPER_RUN_CLAIM_H
#define MICROTAPER_RUN_CLAIM_H

#include "microtaper/run.h"

/* Makes the folder, locks it for this process and its workers, and sweeps away what a run that was interrupted left
 * under temporary names.  0 or an errno value; EWOULDBLOCK: another run is writing there. */
int out_claim(const char *out, const char *unfinished, Arena *arena);
/* Removes the temporary files and folders under it: when no worker writes there. */
void out_sweep(const char *out, Arena *arena);

#endif
