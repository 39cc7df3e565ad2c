/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Put before every source file of a build for coverage: a process that leaves by _exit or abort would forget what was
 * counted.  The status is worked out first: in a child it is often the whole job. */
#ifndef MICROTAPER_TESTS_COVERAGE_FLUSH_H
#define MICROTAPER_TESTS_COVERAGE_FLUSH_H

#define nice nice_of_unistd   /* a table of the tests has a better use for the name */
#include <stdlib.h>
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

#define _exit(status) flushed_exit(status)
#define abort() flushed_abort()

#endif
