/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Put before every source file of a build for coverage: workers leave by _exit, which would forget what was counted. */
#ifndef MICROTAPER_TESTS_COVERAGE_FLUSH_H
#define MICROTAPER_TESTS_COVERAGE_FLUSH_H

#define nice nice_of_unistd   /* a table of the tests has a better use for the name */
#include <unistd.h>
#undef nice

void __gcov_dump(void);
#define _exit(status) (__gcov_dump(), (_exit)(status))

#endif
