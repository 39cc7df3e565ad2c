# SPDX-License-Identifier: GPL-3.0-or-later
"""ARITHMETIC.md 2: from masses to marks on a syringe."""
from collections import namedtuple
from fractions import Fraction

from targets import Refused, place_in_order

Rung = namedtuple("Rung", "drug first last strength syringe graduation formula mark")


def mark_mass(strength, graduation):
    """ng in one graduation; must be whole."""
    mass = Fraction(graduation * strength.mass, strength.volume)
    if mass.denominator != 1:
        raise Refused("a graduation that holds no whole number of ng")
    return int(mass)


def formula_of(liquid, formulas):
    """The formula named, or the one that makes the strength."""
    if liquid.formula:
        return next(f for f in formulas if f.id == liquid.formula)
    makers = [f for f in formulas if f.makes(liquid.drug, liquid.strength)]
    if len(makers) != 1:
        raise Refused(f"{len(makers)} formulas make {liquid.drug} {liquid.strength}")
    return makers[0]


def same_rung(a, b):
    return a is not None and a.strength == b.strength and a.syringe == b.syringe \
        and a.graduation == b.graduation and a.formula is b.formula


def stated_rungs(plan, drug, liquids, formulas):
    """The rung of each day where the prescription states the liquids."""
    ordered = sorted(liquids, key=lambda x: x.start)
    rungs = [Rung(drug.name, 0, 0, x.strength, x.syringe, x.graduation, formula_of(x, formulas),
                  mark_mass(x.strength, x.graduation)) for x in ordered]
    days = []
    for day in range(plan.count):
        in_force = [r for r, x in zip(rungs, ordered) if x.start <= plan.date(day)]
        if not in_force and any(drug.days[day]):
            raise Refused("a day without a strength")
        days.append(in_force[-1] if in_force else None)
    return days


class Ladder:
    """Which strength and syringe, stated or chosen, serves each day of each drug."""

    def __init__(self, plan, house, choose):
        self.days = []
        for drug in plan.drugs:
            liquids = [x for x in plan.rx.liquids if x.drug == drug.name]
            order = place_in_order(plan.orders.get(drug.name), len(plan.shop.times))
            self.days.append(stated_rungs(plan, drug, liquids, house.formulas) if liquids else choose(drug, order, house))


def nearest(target, k, n, mark):
    """2.1: floor(target / mark + (2k + 1) / 2n), over one denominator."""
    return (2 * n * target + (2 * k + 1) * mark) // (2 * n * mark)


def limit(marks, target, before, rung):
    """2.2 and 2.3: never more mass than the day before while the target does not rise."""
    if before is None or target > before["target"]:
        return marks
    if marks * rung.mark <= before["marks"] * before["rung"].mark:
        return marks
    return before["marks"] * before["rung"].mark // rung.mark


def measure_drug(drug, rungs, order):
    """Marks by day and time of one drug."""
    times = len(order)
    marks, before = [], [None] * times
    for day, targets in enumerate(drug.days):
        active = [t for t in order if targets[t] > 0]
        row = [0] * times
        for k, t in enumerate(active):
            wanted = nearest(targets[t], k, len(active), rungs[day].mark)
            row[t] = limit(wanted, targets[t], before[t], rungs[day])
        before = [{"target": targets[t], "marks": row[t], "rung": rungs[day]} if targets[t] > 0 else None
                  for t in range(times)]
        marks.append(row)
    return marks


class Schedule:
    """The measured plan: marks, volume and dose of each drug, day and time."""

    def __init__(self, plan, ladder):
        self.plan, self.ladder = plan, ladder
        times = len(plan.shop.times)
        self.marks = [measure_drug(d, ladder.days[i], place_in_order(plan.orders.get(d.name), times))
                      for i, d in enumerate(plan.drugs)]

    def volume(self, drug, day, time):
        marks = self.marks[drug][day][time]
        return marks * self.ladder.days[drug][day].graduation if marks else 0

    def dose(self, drug, day, time):
        marks = self.marks[drug][day][time]
        return marks * self.ladder.days[drug][day].mark if marks else 0

    def volumes(self, drug, day):
        return [self.volume(drug, day, t) for t in range(len(self.plan.shop.times))]
