/* SPDX-License-Identifier: GPL-3.0-or-later */
/* zlib streams for a PDF's /FlateDecode.  Only paper/pack knows libdeflate. */
#ifndef MICROTAPER_PAPER_PACK_H
#define MICROTAPER_PAPER_PACK_H

#include "microtaper/arena.h"
#include "microtaper/file.h"

typedef struct Packer Packer;

/* Pages are packed once each and at once; what is kept and written many times (a font) may take longer. */
typedef enum { PACK_PAGE, PACK_KEPT } PackLevel;

/* NULL when memory ran out. */
Packer *packer_new(PackLevel level);
void packer_free(Packer *packer);
/* The bytes as a zlib stream in the arena: the same bytes for the same version of the library. */
Bytes pack(Packer *packer, Bytes bytes, Arena *arena);

#endif
