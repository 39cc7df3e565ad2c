# SPDX-License-Identifier: GPL-3.0-or-later
"""What must hold for every plan, read from the program's own output: no oracle's figure is used but the daily totals."""
from collections import defaultdict
from fractions import Fraction

import program


class Checks:
    """Counts each property's instances in the tally, and prints what breaks one."""

    def __init__(self, tally, label):
        self.tally, self.label = tally, label

    def holds(self, kind, true, where):
        self.tally.rows[kind] += 1
        if not true:
            self.tally.differs(kind, None, None, f"{self.label}: {kind}: {where}")


def by_day(rows, value):
    """(prescription, drug, time) -> date -> value."""
    found = defaultdict(dict)
    for row in rows:
        found[row["prescription"], row["drug"], row["time"]][row["date"]] = value(row)
    return found


def no_rise(checks, targets, doses):
    """A dose never rises from one day to the next while its target does not."""
    for key, wanted in targets.items():
        days = sorted(wanted)
        taken = doses.get(key, {})
        for a, b in zip(days, days[1:]):
            if wanted[b] <= wanted[a] and follows(a, b):
                checks.holds("no rise", taken.get(b, (0, 0))[0] <= taken.get(a, (0, 0))[0], (key, b))


def follows(a, b):
    return len(list(program.days_between(a, b))) == 2


def within_one_mark(checks, targets, doses, strengths):
    """Each time of day is off its target by less than a mark; by less than two different ones where strengths change."""
    for key, wanted in targets.items():
        reach = sum(strengths[key[:2]])
        for day, target in wanted.items():
            dose, _ = doses.get(key, {}).get(day, (0, 0))
            checks.holds("within one mark", abs(dose - target) < reach, (key, day, dose, target))


def mark_masses(rows):
    """(prescription, drug) -> the set of masses of one mark."""
    found = defaultdict(set)
    for row in rows:
        mark = Fraction(row["graduation_ml"]) * Fraction(row["strength_mg"]) / Fraction(row["strength_ml"])
        found[row["prescription"], row["drug"]].add(mark)
    return found


def no_gap(checks, rows, exact):
    """Periods follow each other day by day; only days without any target (missed ones) lie between two."""
    spans = defaultdict(set)
    for row in rows:
        spans[row["prescription"]].add((int(row["period"]), row["first_date"], row["last_date"]))
    with_target = {(row["prescription"], row["date"]) for row in exact}
    for number, periods in spans.items():
        ordered = sorted(periods)
        rising = all(a[0] < b[0] and a[2] < b[1] for a, b in zip(ordered, ordered[1:]))
        checks.holds("periods in order", rising and ordered[0][0] == 1, number)
        for (_, _, last), (_, first, _) in zip(ordered, ordered[1:]):
            between = list(program.days_between(last, first))[1:-1]
            checks.holds("no gap in dates", not any((number, day) in with_target for day in between), (number, last, first))


def totals(checks, judgements, rows):
    """The shares of the times of day sum to the daily total."""
    sums = defaultdict(Fraction)
    for row in rows:
        sums[row["prescription"], row["date"], row["drug"]] += Fraction(row["target_mg"])
    for j in judgements:
        for drug in j.plan.drugs:
            for day, shares in enumerate(drug.days[:j.plan.dated]):
                key = j.rx.number, j.plan.date(day).isoformat(), drug.name
                checks.holds("shares sum to the total", sums[key] * 1_000_000 == sum(shares), key)


def dates_of_bottles(checks, plans):
    """A bottle is never used past its discard-after date, holds what is drawn from it, and is made before its first day."""
    for plan in plans:
        for fill in plan["fills"]:
            for bottle in fill["bottles"]:
                where = plan["prescription"], fill["number"], bottle["letter"]
                checks.holds("discard date", bottle["last"] <= fill["discard_after"], where)
                checks.holds("made before use", fill["made_on"] <= bottle["first"], where)
                parts = sum(Fraction(program.text_of(bottle[k])) for k in ("doses_ml", "reserve_ml", "loss_ml"))
                checks.holds("contents suffice", parts <= Fraction(program.text_of(bottle["contents_ml"])) < parts + 1, where)


def check_all(judgements, runner, path, tally):
    checks = Checks(tally, path)
    exact = [row for row in runner.targets(path) if row["date"]]
    rows = [row for row in runner.periods(path) if row["first_date"]]
    targets = by_day(exact, lambda row: Fraction(row["target_mg"]))
    doses = by_day(program.period_days(rows), lambda row: (Fraction(row["dose_mg"]), Fraction(row["volume_ml"])))
    no_rise(checks, targets, doses)
    within_one_mark(checks, targets, doses, mark_masses(rows))
    no_gap(checks, rows, exact)
    totals(checks, judgements, exact)
    dates_of_bottles(checks, runner.plans_json(path))
