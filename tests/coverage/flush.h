/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Put before every source file of a build for coverage: a process that leaves by _exit or abort would forget what was
 * counted.  The status is worked out first: in a child it is often the whole job. */
#ifndef MICROTAPER_TESTS_COVERAGE_FLUSH_H
#define MICROTAPER_TESTS_COVERAGE_FLUSH_H

#define nice nice_of_unistd   /* a table of the tests has a better use for the name */
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>
#undef nice

void __gcov_dump(void);

_Noreturn static inline void flushed_exit(int status)
{
    __gcov_dump();
    _exit(status);
}

_Noreturn static inline void flushed_abort(void)
{
    __gcov_dump();
    abort();
}

/* A process that may write no file could not write its counters either, and would be ended for trying. */
static inline int flushed_setrlimit(int what, const struct rlimit *most)
{
    return what == RLIMIT_FSIZE ? 0 : setrlimit((__rlimit_resource_t)what, most);
}

#define _exit(status) flushed_exit(status)
#define abort() flushed_abort()
#define setrlimit(what, most) flushed_setrlimit((int)(what), most)

#endif
