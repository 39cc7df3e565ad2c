/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a run finds already made.  A published folder holds a file `made`: the digest of all that went into it, the
 * digest of every file that came of it, and its entry of the manifest.  A run that is taken up again keeps what is
 * whole and unchanged and makes the rest again. */
#ifndef MICROTAPER_RUN_KEEP_H
#define MICROTAPER_RUN_KEEP_H

#include "manifest.h"

#define KEEP_LIMIT (64 << 20)         /* bytes of one paper */

/* The digest of everything that decides a prescription's papers, as hex; `lots`: the shared lots of its bottles, or "". */
const char *keep_inputs(const House *house, const Key *key, const MakeOrder *order, const Prescription *rx,
                        const char *lots, Arena *arena);
/* What `made` says beside its files: the manifest's entry, and what the run keeps of the prescription (member.h). */
typedef struct { const char *manifest, *member; } Kept;
/* The text of `made`. */
const char *keep_text(const char *inputs, const Made *files, size_t count, const Kept *kept, Arena *arena);
/* Whether a folder was made from these inputs (NULL: any) and its files are all whole. */
bool keep_find(const char *out, const char *folder, const char *inputs, Kept *kept, Arena *arena);

#endif
