/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PNG, JPEG and PGM as grey images; sizes are judged before memory is taken. */
#include <png.h>
#include <setjmp.h>
#include <stdio.h>
#include <string.h>
#include "image.h"
/* jpeglib.h wants stdio.h before it */
#include <jpeglib.h>

#define LEAST_SIDE 10

Format format_of(const uint8_t *bytes, size_t size)
{
    if (size > 8 && memcmp(bytes, "\x89PNG\r\n\x1a\n", 8) == 0)
        return FORMAT_PNG;
    if (size > 3 && memcmp(bytes, "\xFF\xD8\xFF", 3) == 0)
        return FORMAT_JPEG;
    if (size > 5 && memcmp(bytes, "%PDF-", 5) == 0)
        return FORMAT_PDF;
    return FORMAT_NONE;
}

bool scan_readable(const char *bytes, size_t size)
{
    return format_of((const uint8_t *)bytes, size) != FORMAT_NONE;
}

bool size_fits(long width, long height)
{
    return width >= LEAST_SIDE && height >= LEAST_SIDE && width <= SCAN_PIXELS_MOST / height;
}

static void image_new(Image *out, long width, long height, Arena *arena)
{
    *out = (Image){
        .width = (int)width, .height = (int)height, .grey = arena_alloc(arena, (size_t)width * (size_t)height)};
}

const char *png_read(const uint8_t *bytes, size_t size, Image *out, Arena *arena)
{
    png_image image = {.version = PNG_IMAGE_VERSION};
    png_color white = {255, 255, 255};   /* behind what is transparent */
    if (!png_image_begin_read_from_memory(&image, bytes, size))
        return "not a good PNG";
    if (!size_fits(image.width, image.height)) {
        png_image_free(&image);
        return "the image is too large or too small";
    }
    image.format = PNG_FORMAT_GRAY;
    image_new(out, image.width, image.height, arena);
    return png_image_finish_read(&image, &white, out->grey, out->width, NULL) ? NULL : "not a good PNG";
}

/* ---------------------------------------------------------------- JPEG ---- */
typedef struct { struct jpeg_error_mgr manager; jmp_buf back; } JpegFault;

/* libjpeg's own exit would end the process. */
_Noreturn static void jpeg_fault(j_common_ptr jpeg)
{
    JpegFault *fault = (JpegFault *)(void *)jpeg->err;
    longjmp(fault->back, 1);
}

static void jpeg_silent(j_common_ptr jpeg)
{
    (void)jpeg;
}

static const char *jpeg_lines(struct jpeg_decompress_struct *jpeg, Image *out, Arena *arena)
{
    jpeg_read_header(jpeg, TRUE);
    if (!size_fits((long)jpeg->image_width, (long)jpeg->image_height))
        return "the image is too large or too small";
    jpeg->out_color_space = JCS_GRAYSCALE;
    jpeg_start_decompress(jpeg);
    if (jpeg->output_components != 1)
        return "the JPEG cannot be made grey";
    image_new(out, (long)jpeg->output_width, (long)jpeg->output_height, arena);
    while (jpeg->output_scanline < jpeg->output_height) {
        JSAMPROW line = out->grey + (size_t)jpeg->output_scanline * (size_t)out->width;
        jpeg_read_scanlines(jpeg, &line, 1);
    }
    return NULL;
}

const char *jpeg_read(const uint8_t *bytes, size_t size, Image *out, Arena *arena)
{
    struct jpeg_decompress_struct jpeg;
    JpegFault fault;
    jpeg.err = jpeg_std_error(&fault.manager);
    fault.manager.error_exit = jpeg_fault;
    fault.manager.output_message = jpeg_silent;
    if (setjmp(fault.back)) {
        jpeg_destroy_decompress(&jpeg);
        return "not a good JPEG";
    }
    jpeg_create_decompress(&jpeg);
    jpeg_mem_src(&jpeg, bytes, size);
    const char *why = jpeg_lines(&jpeg, out, arena);
    jpeg_destroy_decompress(&jpeg);
    return why;
}

/* ---------------------------------------------------------------- PGM ---- */
const char *page_read(FILE *in, Image *out, bool *end, Arena *arena)
{
    long width, height, most;
    int first = fgetc(in);
    *end = first == EOF;
    if (*end)
        return NULL;
    if (first != 'P' || fgetc(in) != '5' || fscanf(in, "%9ld %9ld %3ld", &width, &height, &most) != 3
        || fgetc(in) == EOF)
        return "the page's image is not of its form";
    if (most != 255 || !size_fits(width, height))
        return "a page is too large or too small";
    image_new(out, width, height, arena);
    size_t size = (size_t)width * (size_t)height;
    return fread(out->grey, 1, size, in) == size ? NULL : "a page's image is cut";
}
