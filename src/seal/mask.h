/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The choice among the eight data masks of a QR code (ISO/IEC 18004:2015, 7.8.3).  Pure; nothing of the library. */
#ifndef SEAL_MASK_H
#define SEAL_MASK_H

#include "microtaper/seal.h"

#define MASK_SIDE_MOST 125   /* a row and its neighbours fit 128 bits: version 27 */

/* Modules as libqrencode gives them (bit 0: dark; bit 7: of a pattern, not data), level M, under mask 0: put under the
 * best mask, the first of equals, in the way libqrencode 4.1.1 judges.  `side` is at most MASK_SIDE_MOST. */
void mask_choose(uint8_t *modules, int side);

/* modules_of with the mask left to the library: what tests hold our choice to. */
bool modules_by_library(const char *payload, int version, Modules *out, Arena *arena);

#endif
