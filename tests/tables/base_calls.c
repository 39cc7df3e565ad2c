/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base_calls.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <libxml/parser.h>
#include <qrencode.h>
#include <sodium.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* One more than the calls that still go through; 0: all do. */
static struct { long left; int error; } due[CALL_COUNT];

void call_fails(Call call, long n, int error)
{
    due[call].left = n + 1;
    due[call].error = error;
}

void calls_work(void)
{
    for (int call = 0; call < CALL_COUNT; call++)
        due[call].left = 0;
}

static bool is_due(Call call)
{
    if (due[call].left == 0 || --due[call].left > 0)
        return false;
    errno = due[call].error;
    return true;
}

/* The names are the linker's: --wrap=NAME sends a call of NAME to __wrap_NAME, and __real_NAME is the call itself. */
#define WRAP(type, name, failed, parameters, arguments) \
    type __real_##name parameters;                      \
    type __wrap_##name parameters;                      \
    type __wrap_##name parameters                       \
    {                                                   \
        return is_due(CALL_##name) ? failed : __real_##name arguments; \
    }

WRAP(void *, malloc, NULL, (size_t size), (size))
WRAP(void *, realloc, NULL, (void *at, size_t size), (at, size))
WRAP(ssize_t, read, -1, (int fd, void *at, size_t size), (fd, at, size))
WRAP(ssize_t, write, -1, (int fd, const void *at, size_t size), (fd, at, size))
WRAP(int, fsync, -1, (int fd), (fd))
WRAP(int, fstat, -1, (int fd, struct stat *about), (fd, about))
WRAP(int, stat, -1, (const char *path, struct stat *about), (path, about))
WRAP(int, lstat, -1, (const char *path, struct stat *about), (path, about))
WRAP(int, fchmod, -1, (int fd, mode_t mode), (fd, mode))
WRAP(int, unlinkat, -1, (int folder, const char *name, int flags), (folder, name, flags))
WRAP(int, rmdir, -1, (const char *path), (path))
WRAP(DIR *, fdopendir, NULL, (int fd), (fd))
WRAP(char *, mkdtemp, NULL, (char *path), (path))
WRAP(int, mkostemp, -1, (char *path, int flags), (path, flags))
WRAP(int, renameat2, -1, (int a, const char *from, int b, const char *to, unsigned flags), (a, from, b, to, flags))
WRAP(int, sodium_init, -1, (void), ())
WRAP(int, xmlParseChunk, XML_ERR_OK, (xmlParserCtxtPtr parser, const char *at, int size, int last),
     (parser, at, size, last))
WRAP(QRinput *, QRinput_new2, NULL, (int version, QRecLevel level), (version, level))

/* A file is closed even when closing it fails. */
int __real_close(int fd);
int __wrap_close(int fd);
int __wrap_close(int fd)
{
    bool fails = is_due(CALL_close);
    int error = errno, done = __real_close(fd);
    if (fails)
        errno = error;
    return fails ? -1 : done;
}

int __real_open(const char *path, int flags, ...);
int __wrap_open(const char *path, int flags, ...);
int __wrap_open(const char *path, int flags, ...)
{
    va_list arguments;
    va_start(arguments, flags);
    mode_t mode = flags & O_CREAT ? va_arg(arguments, mode_t) : 0;
    va_end(arguments);
    return is_due(CALL_open) ? -1 : __real_open(path, flags, mode);
}

/* Nothing of ours makes a file by openat: there is no mode. */
int __real_openat(int folder, const char *path, int flags, ...);
int __wrap_openat(int folder, const char *path, int flags, ...);
int __wrap_openat(int folder, const char *path, int flags, ...)
{
    return is_due(CALL_openat) ? -1 : __real_openat(folder, path, flags);
}
