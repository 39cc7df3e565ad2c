/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records of the bench written as CSV. */
#ifndef MODEL_BENCH_H
#define MODEL_BENCH_H

#include "microtaper/file.h"
#include "reading.h"

/* The same records as XML, each element on the line of its row, so that one reader serves both and findings name the
 * rows.  NULL with MT122 when a row cannot be read. */
const char *csv_records(const char *file, Bytes bytes, Arena *arena, Findings *findings);

#endif
