/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Calls of the system and of libraries that a table makes fail.  The linker puts these in the place of the calls that
 * our own objects make (Makefile: WRAPPED); the libraries' own are left alone. */
#ifndef BASE_CALLS_H
#define BASE_CALLS_H

#define CALLS(X) X(malloc) X(realloc) X(read) X(write) X(close) X(fsync) X(fstat) X(stat) X(lstat) X(fchmod) X(open) X(openat) X(unlinkat) \
    X(rmdir) X(fdopendir) X(mkdtemp) X(mkostemp) X(renameat2) X(sodium_init) X(xmlParseChunk) X(QRinput_new2)

typedef enum {
#define CALL(name) CALL_##name,
    CALLS(CALL)
#undef CALL
    CALL_COUNT
} Call;

/* The n-th of these calls from now (0 is the next) fails with this errno, once. */
void call_fails(Call call, long n, int error);
/* All go through again. */
void calls_work(void);

#endif
