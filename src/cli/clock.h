/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The only place that reads the clock and the user: for the ledger, never for paper. */
#ifndef MICROTAPER_CLI_CLOCK_H
#define MICROTAPER_CLI_CLOCK_H

#include "options.h"

/* "2026-11-22T13:05:00Z" */
const char *clock_utc(Arena *arena);
/* Today, in the time zone of the machine. */
Date clock_today(void);
/* --by, else the user's name. */
const char *clock_user(const Options *options);

#endif
