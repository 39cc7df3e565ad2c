# SPDX-License-Identifier: GPL-3.0-or-later
"""ARITHMETIC.md 1.13: what the drugs of a day come to in diazepam, about, by each table."""
from fractions import Fraction

LISTED = 10_000_000   # ng: tables list what corresponds to diazepam 10 mg
SHOWN = 10_000        # ng: 0.01 mg


def in_diazepam(totals, table):
    """(least, most, None) of a day's totals by drug, or (None, None, drug) of the first drug that the table lacks."""
    least = most = 0
    for drug, total in totals:
        if not total:
            continue
        if drug not in table:
            return None, None, drug
        low, high = table[drug]
        least += round(Fraction(total * LISTED, high))
        most += round(Fraction(total * LISTED, low))
    return round(Fraction(least, SHOWN)) * SHOWN, round(Fraction(most, SHOWN)) * SHOWN, None


def days(plan, tables):
    """Each day with each table's name and what it says of the day."""
    for day in range(plan.count):
        totals = [(drug.name, sum(drug.days[day])) for drug in plan.drugs]
        for name, table in tables.equivalences:
            yield day, name, in_diazepam(totals, table)
