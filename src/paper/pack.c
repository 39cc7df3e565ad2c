/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pack.h"

#include <libdeflate.h>

/* Pages at the first level take less than half the instructions of the sixth and 6 % more bytes. */
static const int levels[] = {[PACK_PAGE] = 1, [PACK_KEPT] = 9};

Packer *packer_new(PackLevel level)
{
    return (Packer *)libdeflate_alloc_compressor(levels[level]);
}

void packer_free(Packer *packer)
{
    if (packer) libdeflate_free_compressor((struct libdeflate_compressor *)packer);
}

Bytes pack(Packer *packer, Bytes bytes, Arena *arena)
{
    struct libdeflate_compressor *compressor = (struct libdeflate_compressor *)packer;
    size_t most = libdeflate_zlib_compress_bound(compressor, bytes.size);
    char *packed = arena_alloc(arena, most);
    return (Bytes){packed, libdeflate_zlib_compress(compressor, bytes.at, bytes.size, packed, most)};
}
