/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The codes in an image, by zbar: whole, at a half and at a third.  Halving is by the mean of each square, which
 * also takes the pixel noise away that zbar stumbles over. */
#include <string.h>
#include <zbar.h>
#include "image.h"
#include "microtaper/text.h"

#define SHRINK_MOST 3

/* Adds each `by` pixels of a line to one sum. */
static void line_add(const uint8_t *line, int width, int by, unsigned *sums)
{
    for (int x = 0; x < width; x++)
        for (int k = 0; k < by; k++)
            sums[x] += *line++;
}

/* `by` x `by` pixels become one. */
static Image image_shrink(const Image *image, int by, Arena *arena)
{
    Image out = {.width = image->width / by, .height = image->height / by};
    out.grey = arena_alloc(arena, (size_t)out.width * (size_t)out.height);
    unsigned *sums = ARENA_ARRAY(arena, (size_t)out.width, unsigned);
    for (int y = 0; y < out.height; y++) {
        memset(sums, 0, (size_t)out.width * sizeof *sums);
        for (int k = 0; k < by; k++)
            line_add(image->grey + (size_t)(y * by + k) * (size_t)image->width, out.width, by, sums);
        for (int x = 0; x < out.width; x++)
            out.grey[(size_t)y * (size_t)out.width + (size_t)x] = (uint8_t)(sums[x] / (unsigned)(by * by));
    }
    return out;
}

static bool known(const Found *found, const char *text)
{
    for (size_t i = 0; i < found->count; i++)
        if (strcmp(found->items[i], text) == 0)
            return true;
    return false;
}

/* A code with a NUL in it is a foreign one; what stands before it is enough to say so. */
static void symbols_keep(const zbar_image_t *image, Found *found)
{
    for (const zbar_symbol_t *symbol = zbar_image_first_symbol(image); symbol; symbol = zbar_symbol_next(symbol)) {
        const char *text =
            arena_copy(found->arena, zbar_symbol_get_data(symbol), zbar_symbol_get_data_length(symbol));
        if (zbar_symbol_get_type(symbol) != ZBAR_QRCODE || known(found, text))
            continue;
        found->more = found->count == SCAN_CODES_MOST;
        if (!found->more)
            *ARENA_PUSH(found->arena, found->items, found->count, found->capacity, const char *) = text;
    }
}

static bool image_try(zbar_image_scanner_t *scanner, const Image *image, Found *found)
{
    zbar_image_t *seen = zbar_image_create();
    if (!seen)
        return false;
    zbar_image_set_format(seen, zbar_fourcc('Y', '8', '0', '0'));
    zbar_image_set_size(seen, (unsigned)image->width, (unsigned)image->height);
    zbar_image_set_data(seen, image->grey, (unsigned long)image->width * (unsigned long)image->height, NULL);
    bool good = zbar_scan_image(scanner, seen) >= 0;
    if (good)
        symbols_keep(seen, found);
    zbar_image_destroy(seen);
    return good;
}

/* QR codes only: other symbologies cost time and read ghosts. */
static zbar_image_scanner_t *scanner_new(void)
{
    zbar_image_scanner_t *scanner = zbar_image_scanner_create();
    if (!scanner)
        return NULL;
    zbar_set_verbosity(0);
    zbar_image_scanner_set_config(scanner, ZBAR_NONE, ZBAR_CFG_ENABLE, 0);
    zbar_image_scanner_set_config(scanner, ZBAR_QRCODE, ZBAR_CFG_ENABLE, 1);
    return scanner;
}

const char *codes_find(const Image *image, Found *found)
{
    zbar_image_scanner_t *scanner = scanner_new();
    if (!scanner)
        return "zbar cannot start";
    bool good = image_try(scanner, image, found);
    for (int by = 2; good && by <= SHRINK_MOST && size_fits(image->width / by, image->height / by); by++) {
        Arena *arena = arena_new();
        Image smaller = image_shrink(image, by, arena);
        good = image_try(scanner, &smaller, found);
        arena_free(arena);
    }
    zbar_image_scanner_destroy(scanner);
    if (found->more)
        return "there are more codes than are read at once";
    return good ? NULL : "zbar cannot read the image";
}
