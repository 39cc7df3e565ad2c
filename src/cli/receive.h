/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_RECEIVE_H
#define CLI_RECEIVE_H

#include "microtaper/ledger.h"
#include "options.h"

/* The receipts of a file into the ledger; the exit status. */
int ledger_take_receipts(const Options *options, Ledger *ledger, const char *file, Findings *findings);

#endif
