/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A fill is printed once.  With a ledger, papers that were released are kept while they stand whole in the output
 * folder; when they are gone, a second print is made only when it is stated, and says so on each paper. */
#ifndef MICROTAPER_RUN_AGAIN_H
#define MICROTAPER_RUN_AGAIN_H

#include "work.h"

/* Whether the papers may be made: false with a finding (MT904, MT906, MT910, MT911).  kept->manifest: that of
 * released papers that stand whole, and nothing is to be made; else NULL.  For a reprint, work->again and the order's date become
 * those of the papers that were released. */
bool again_allowed(Work *work, Kept *kept);
/* "LOT LOT ...", of each bottle of papers that were released; "" when none were. */
const char *again_lots(Work *work);
/* Whether the papers of a reprint carry the codes of the released ones, letter by letter: else false with MT912. */
bool again_same(Work *work);

#endif
