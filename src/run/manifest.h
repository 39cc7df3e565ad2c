/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The index of a run: one JSON object a prescription, gathered in the order of the input. */
#ifndef MICROTAPER_RUN_MANIFEST_H
#define MICROTAPER_RUN_MANIFEST_H

#include "microtaper/run.h"

/* One file that was published, and the codes printed in it, read back from the modules of its pages. */
typedef struct {
    const char *path;            /* relative to the output folder */
    Digest digest;
    const char **payloads;
    size_t payload_count;
} Made;

/* The codes on a document's pages, in order of page. */
const char **document_payloads(const Document *document, size_t *count, Arena *arena);
/* `reprint`: the number of a second print, else 0. */
const char *manifest_made(const PaperJob *job, const char *folder, const Made *files, size_t count, int64_t reprint,
                          const Findings *findings, Arena *arena);
const char *manifest_file(const Made *file, Arena *arena);
/* A shared lot and its worksheet. */
const char *manifest_lot(const Batch *batch, const Made *sheet, const Findings *findings, Arena *arena);
const char *manifest_refused(const char *number, const Prescription *rx, const Findings *findings, Arena *arena);
/* A fault of the system cut its papers short: whether they stand is settled by the next run. */
const char *manifest_unfinished(const char *number, const Findings *findings, Arena *arena);
const char *manifest_head(const House *house, const Key *key, const MakeOrder *order, Arena *arena);

#endif
