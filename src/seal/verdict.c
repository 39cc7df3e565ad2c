/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What verdicts mean and what to do: one table for text, JSON and help. */
#include "microtaper/seal.h"

static const VerdictWords table[] = {
    {VERDICT_MATCH, "match", "ours, unaltered, and of the current schedule", "go on with this item"},
    {VERDICT_GENUINE, "genuine-not-compared", "ours and unaltered, but not held against a current schedule",
     "compare it with the current prescription (--rx FILE) before it is used"},
    {VERDICT_NOT_TODAY, "not-today", "of this schedule, but for other days",
     "take nothing from it today: use the item whose days include today; if there is none, call the pharmacy, do not "
     "stop"},
    {VERDICT_SUPERSEDED, "superseded", "of an older revision that no longer stands",
     "throw an old chart away and follow the new one; ask the pharmacist before an old bottle is used"},
    {VERDICT_OTHER, "other-prescription", "genuine, but not of this prescription, fill or schedule",
     "set it aside: it may be another person's; tell the pharmacist"},
    {VERDICT_SCANNED, "already-scanned", "this item was scanned before in this session",
     "scan the items that are left; if two bottles carry one code, set both aside and tell the pharmacist"},
    {VERDICT_RECALLED, "recalled-void-or-expired", "recalled, void, replaced, never released, or past its discard date",
     "do not use it or hand it out: keep it apart and tell the pharmacist; a patient needs another before the next "
     "dose"},
    {VERDICT_ALTERED, "altered", "the code is damaged or was changed: its signature does not hold",
     "do not use it: scan once more; if it stays so, keep it apart and tell the pharmacist"},
    {VERDICT_UNKNOWN_KEY, "unknown-key", "signed with a key that is not known here, or that was compromised",
     "do not use it before the pharmacist knows whose it is; another branch's key is made known by `key trust`"},
    {VERDICT_NOT_OURS, "not-ours", "no code of microtaper", "scan the square code on the label or the chart page"},
    {VERDICT_UNREADABLE, "unreadable", "no code could be read",
     "clean, flatten and light it and scan again, or type the check word under it"},
};

const VerdictWords *verdict_words(Verdict verdict)
{
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (table[i].verdict == verdict)
            return &table[i];
    return NULL;
}
