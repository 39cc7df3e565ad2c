/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which bottle of the ledger a replacement takes the place of. */
#include <string.h>
#include "work.h"

static bool is_of(const LedgerRow *row, const Work *work, const Replaced *lost)
{
    size_t length = strlen(lost->bottle);
    return row->fill == work->job.fill->number && row->revision < work->rx->revision && text_equal(row->drug, lost->drug->name) &&
           strncmp(row->item, lost->bottle, length) == 0 && row->item[length] == ' ';
}

bool given_find(Work *work, const Replaced *lost, LedgerRow *out)
{
    LedgerRow *rows;
    size_t count;
    if (!ledger_ask(work->ledger, ASK_GIVEN, work->rx->number, &rows, &count, work->arena, work->findings)) return false;
    for (size_t i = count; i-- > 0;) {
        if (!is_of(&rows[i], work, lost)) continue;
        *out = rows[i];
        return true;
    }
    return false;
}

void given_judge(Work *work)
{
    const Fill *fill = work->job.fill;
    for (size_t b = 0; work->ledger && b < fill->bottle_count; b++) {
        const Replaced *lost = fill->bottles[b].replaces;
        LedgerRow row;
        if (!lost || given_find(work, lost, &row)) continue;
        finding_add(work->findings, MT925, lost->place, "bottle %s of %s, fill %d, revision below %d", lost->bottle, lost->drug->name,
                    fill->number, (int)work->rx->revision);
    }
}
