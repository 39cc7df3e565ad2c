/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The fixed key and records of the published vectors (tests/cases/seal-vectors.json). */
#ifndef SEAL_RECORDS_H
#define SEAL_RECORDS_H

#include "microtaper/seal.h"

Key test_key(Arena *arena);        /* of the seed 00 01 .. 1f */
Record test_bottle(Arena *arena);
Record test_batch(Arena *arena);
Record test_chart(Arena *arena);

#endif
