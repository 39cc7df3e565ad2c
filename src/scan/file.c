/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files of codes, read in a child process.  The child answers over a pipe: a letter, 'C' for a code or 'F' for a
 * fault, the length as four hexadecimal digits, and the text.  What the child says is not trusted either. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include "image.h"
#include "microtaper/file.h"
#include "microtaper/text.h"

#define TEXT_MOST 8192
#define ANSWER_MOST ((size_t)SCAN_CODES_MOST * TEXT_MOST)

/* ---------------------------------------------------------------- in the child ---- */
static const char too_many[] = "the PDF has more pages than are read at once";

/* Seen before fifty pages are read in vain.  What cannot be looked at here is judged page by page. */
static bool pdf_beyond(const char *path)
{
    FILE *in;
    pid_t child;
    if (pdf_start(path, PDF_BEYOND, &in, &child))
        return false;
    bool beyond = fgetc(in) != EOF;
    pdf_end(in, child);
    return beyond;
}

static const char *pdf_codes(const char *path, Found *found)
{
    FILE *in;
    pid_t child;
    bool end = false;
    const char *why = pdf_beyond(path) ? too_many : pdf_start(path, PDF_PAGES, &in, &child);
    if (why)
        return why;
    for (int page = 0; !why && !end; page++) {
        Arena *arena = arena_new();
        Image image;
        why = page_read(in, &image, &end, arena);
        if (!why && !end)
            why = page < SCAN_PAGES_MOST ? codes_find(&image, found) : too_many;
        arena_free(arena);
    }
    const char *ended = pdf_end(in, child);
    return why ? why : ended;
}

static const char *image_codes(Bytes bytes, Format format, Found *found)
{
    Image image;
    const uint8_t *at = (const uint8_t *)bytes.at;
    const char *why = format == FORMAT_PNG ? png_read(at, bytes.size, &image, found->arena)
                                           : jpeg_read(at, bytes.size, &image, found->arena);
    return why ? why : codes_find(&image, found);
}

static const char *file_codes(const char *path, Found *found)
{
    Bytes bytes;
    int error = file_read(path, SCAN_FILE_MOST, found->arena, &bytes);
    if (error)
        return error == EFBIG ? "the file is too large" : strerror(error);
    Format format = format_of((const uint8_t *)bytes.at, bytes.size);
    if (format == FORMAT_NONE)
        return "not a PNG, JPEG or PDF";
    return format == FORMAT_PDF ? pdf_codes(path, found) : image_codes(bytes, format, found);
}

static void answer(FILE *out, char what, const char *text)
{
    size_t length = strlen(text);
    if (length < TEXT_MOST)
        fprintf(out, "%c%04zx%s", what, length, text);
}

_Noreturn static void child_run(const char *path, int pipe_end)
{
    FILE *out = fdopen(pipe_end, "w");
    Found found = {.arena = arena_new()};
    if (!out)
        _exit(1);
    setpgid(0, 0);   /* so that its own child goes with it */
    limits_set();
    const char *why = file_codes(path, &found);
    for (size_t i = 0; i < found.count; i++)
        answer(out, 'C', found.items[i]);
    if (why)
        answer(out, 'F', why);
    fflush(out);
    _exit(0);
}

/* ---------------------------------------------------------------- in the parent ---- */
static long now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);   /* how long, not when: no date is made of it */
    return (long)now.tv_sec * 1000 + (long)(now.tv_nsec / 1000000);
}

/* All that the child says until it ends; NULL, or why there is no end. */
static const char *child_listen(int in, Buffer *said)
{
    long end = now_ms() + SCAN_SECONDS_MOST * 1000L;
    char piece[4096];
    for (;;) {
        struct pollfd ready = {.fd = in, .events = POLLIN};
        long left = end - now_ms();
        int state = left > 0 ? poll(&ready, 1, (int)left) : 0;
        if (state == 0)
            return "it took too long to read";
        ssize_t got = state > 0 ? read(in, piece, sizeof piece) : -1;
        if (got < 0 && errno != EINTR)
            return "the reading failed";
        if (got == 0)
            return NULL;
        if (got > 0)
            buffer_add_bytes(said, piece, (size_t)got);
        if (said->length > ANSWER_MOST)
            return "too many codes";
    }
}

/* Four hexadecimal digits; -1 when they are none. */
static long length_take(const char *at)
{
    char digits[5] = {0};
    memcpy(digits, at, 4);
    return strspn(digits, "0123456789abcdef") == 4 ? strtol(digits, NULL, 16) : -1;
}

static void answer_read(const Buffer *said, Scan *out, Arena *arena)
{
    size_t capacity = 0;
    for (size_t at = 0; at + 5 <= said->length;) {
        const char *item = said->at + at;
        long length = length_take(item + 1);
        if (length < 0 || (size_t)length > said->length - at - 5) {
            out->fault = "the reading was cut";
            return;
        }
        const char *text = arena_copy(arena, item + 5, (size_t)length);
        if (*item == 'F')
            out->fault = text;
        else
            *ARENA_PUSH(arena, out->payloads, out->count, capacity, const char *) = text;
        at += 5 + (size_t)length;
    }
}

static const char *child_end(pid_t child, const char *why)
{
    int status;
    if (why)
        kill(-child, SIGKILL);
    while (waitpid(child, &status, 0) < 0 && errno == EINTR)
        ;
    if (why)
        return why;
    return status == 0 ? NULL : "the file broke its reader, or cost too much to read";
}

Scan scan_file(const char *path, Arena *arena)
{
    int ends[2];
    Scan out = {.fault = NULL};
    Buffer said = buffer_new(arena);
    const char *name = *path == '-' ? arena_format(arena, "./%s", path) : path;   /* no option of pdftoppm */
    if (pipe2(ends, O_CLOEXEC))
        return (Scan){.fault = "no pipe"};
    fflush(NULL);   /* what is waiting to be written must not be written twice */
    pid_t child = fork();
    if (child == 0) {
        close(ends[0]);
        child_run(name, ends[1]);
    }
    close(ends[1]);
    const char *why = child > 0 ? child_listen(ends[0], &said) : "no process";
    close(ends[0]);
    if (child > 0)
        why = child_end(child, why);
    answer_read(&said, &out, arena);
    if (!out.fault)
        out.fault = why;
    return out;
}
