/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Grey images, and the codes in them.  All of it runs in the child process of file.c. */
#ifndef SCAN_IMAGE_H
#define SCAN_IMAGE_H

#include <stdio.h>
#include <sys/types.h>
#include "microtaper/scan.h"

typedef struct { int width, height; uint8_t *grey; } Image;   /* grey: width x height, 0 black */

typedef enum { FORMAT_NONE, FORMAT_PNG, FORMAT_JPEG, FORMAT_PDF } Format;
Format format_of(const uint8_t *bytes, size_t size);

/* Each returns NULL, or why it cannot be read. */
const char *png_read(const uint8_t *bytes, size_t size, Image *out, Arena *arena);
const char *jpeg_read(const uint8_t *bytes, size_t size, Image *out, Arena *arena);
/* The next page of pdftoppm's output; *end when there is none. */
const char *page_read(FILE *in, Image *out, bool *end, Arena *arena);
bool size_fits(long width, long height);

/* What was found, each once. */
typedef struct { const char **items; size_t count, capacity; Arena *arena; bool more; } Found;   /* more: than are kept */
const char *codes_find(const Image *image, Found *found);

/* One page more than is read, so that a longer file is told and not cut in silence. */
#define PAGES_ASKED 51
/* Those that are read and one more; or that one alone, as small as can be, to see whether it is there. */
typedef enum { PDF_PAGES, PDF_BEYOND } PdfPages;
_Static_assert(PAGES_ASKED == SCAN_PAGES_MOST + 1, "one page more than is read");
/* Starts pdftoppm on a file as a limited child; its pages come from *out. */
const char *pdf_start(const char *path, PdfPages pages, FILE **out, pid_t *child);
/* NULL when it ended well. */
const char *pdf_end(FILE *in, pid_t child);
/* Memory, processor time, no files, no core: for this process from now on. */
void limits_set(void);

#endif
