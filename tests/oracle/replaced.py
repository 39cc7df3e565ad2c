# SPDX-License-Identifier: GPL-3.0-or-later
"""ARITHMETIC.md 4.9: bottles that take the place of lost or spoilt ones."""
import copy
from itertools import groupby

import bottles
from targets import Refused


def day_of(plan, date):
    return (date - plan.first).days


def dispensings(fills, plan, rows):
    """Every fill, and behind it what was given out again, in order."""
    for fill in fills:
        fill.again, fill.lost = [], set()
        days = [r for r in rows if fill.first <= day_of(plan, r.start) <= fill.last]
        for reported, together in groupby(sorted(days, key=lambda r: (r.reported, r.start)), key=lambda r: r.reported):
            fill.again.append(give_again(fill, plan, reported, list(together)))
        yield fill
        yield from fill.again


def give_again(fill, plan, reported, rows):
    """One dispensing: what was reported on one day."""
    again = copy.copy(fill)
    before = fill.again[-1] if fill.again else fill
    again.fill, again.made_on, again.first = fill, reported, min(day_of(plan, r.start) for r in rows)
    kept, new = list(getattr(before, "uses", before.bottles)), []
    letters = len(fill.bottles) + sum(len(a.bottles) for a in fill.again)
    for row in rows:
        start = day_of(plan, row.start)
        old = next((b for b in kept + new if b.letter == row.bottle and plan.drugs[b.drug].name == row.drug and b.first <= start <= b.last), None)
        if old is None:
            raise Refused("a replaced bottle that is not in use")
        kept = [b._replace(last=start - 1) if b is old else b for b in kept]
        made = fill.sized(fill.bottle(old.drug, start, old.last, old.reserve > 0))
        new.append(made._replace(letter=bottles.letters(letters + len(new))))
    again.bottles = counted(new)
    again.uses = [b for b in kept if b.last >= max(b.first, again.first)] + again.bottles
    again.lost = {(b.drug, r.order) for b, r in zip(again.bottles, rows)}
    again.replaces = [r.bottle for r in rows]
    again.reserve_days = fill.reserve_days if any(b.reserve for b in new) else 0
    again.discard_after = min(bottles.discard_after(f, again.shop, reported) for f in again.formulas())
    return again


def counted(new):
    """i of n among the bottles of a drug that are given out together."""
    found, n = [], {b.drug: sum(o.drug == b.drug for o in new) for b in new}
    for at, b in enumerate(new):
        found.append(b._replace(i=sum(o.drug == b.drug for o in new[:at + 1]), n=n[b.drug]))
    return found
