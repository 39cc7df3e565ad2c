# SPDX-License-Identifier: GPL-3.0-or-later
"""ARITHMETIC.md 1 and 3: what the prescriber meant, day by day, in whole ng."""
import datetime
from fractions import Fraction

import readers


class Refused(Exception):
    """The prescription makes no plan."""


PLAN_DAYS_MAX = 3660


def rhe(value):
    """Round half to even: what Fraction's own round() does."""
    return round(Fraction(value))


def power_round(start, keep, j, m):
    """start * keep^(j/m) rounded half to even, by comparing integers only.

    With keep = a/b the wanted x satisfies x^m = start^m a^j / b^j.  The largest f with f <= x is found by
    halving; x is then compared with f + 1/2.
    """
    a, b = keep.numerator, keep.denominator
    top, bottom = start ** m * a ** j, b ** j
    low, high = 0, start + 1
    while high - low > 1:
        middle = (low + high) // 2
        if middle ** m * bottom <= top:
            low = middle
        else:
            high = middle
    half = (2 * low + 1) ** m * bottom - top * 2 ** m
    if half == 0:
        return low + (low & 1)
    return low if half > 0 else low + 1


def split(total, weights):
    """1.6: the shares of a total, largest remainder, ties to the earliest."""
    whole = sum(weights)
    shares = [total * w // whole for w in weights]
    rest = [total * w % whole for w in weights]
    by_rest = sorted(range(len(weights)), key=lambda i: (-rest[i], i))
    for i in by_rest[:total - sum(shares)]:
        shares[i] += 1
    return shares


class DrugState:
    """One drug while the steps are worked off."""

    def __init__(self, name, doses, days_before=0):
        self.name = name
        self.total = sum(doses)
        self.weights = list(doses)
        self.taking = list(doses)
        self.original = self.total
        self.before = self.total
        self.cut = Fraction(0)
        self.order = None
        self.days = [[0] * len(doses) for _ in range(days_before)]
        self.cuts = [Fraction(0)] * days_before

    def live(self, count):
        """Takes `count` days at the present total."""
        day = split(self.total, self.weights) if self.total else [0] * len(self.weights)
        self.days.extend(list(day) for _ in range(count))
        self.cuts.extend([self.cut] * count)


class Plan:
    """Every drug's targets by day and time of day."""

    def __init__(self, rx, shop):
        self.rx, self.shop = rx, shop
        self.first = rx.starts
        self.drugs = [DrugState(name, doses) for name, doses in rx.takings]
        self.ends_by_stop = False
        self.cuts = 0
        for step in rx.steps:
            STEPS[readers.tag(step)](self, step)
        self.trim()

    def drug(self, step):
        """1.8: the drug a step names, else the only one not yet ended."""
        name = step.get("drug")
        found = [d for d in self.drugs if (d.total if name is None else d.name == name)]
        if len(found) != 1:
            raise Refused("a step for which the drug is not clear")
        return found[0]

    def drug_or_new(self, name):
        """A drug by name; a new one has had no dose so far."""
        for drug in self.drugs:
            if drug.name == name:
                return drug
        self.drugs.append(DrugState(name, [0] * len(self.shop.times), len(self.drugs[0].days)))
        return self.drugs[-1]

    def live(self, count):
        for drug in self.drugs:
            drug.live(count)
        if len(self.drugs[0].days) > PLAN_DAYS_MAX:
            raise Refused("more than 3,660 days")

    def trim(self):
        """The last day is the last with a dose of any drug."""
        count = len(self.drugs[0].days)
        while count and not any(any(d.days[count - 1]) for d in self.drugs):
            count -= 1
        for drug in self.drugs:
            del drug.days[count:], drug.cuts[count:]
        self.count = count
        self.ends_by_stop = self.ends_by_stop or all(d.total == 0 for d in self.drugs)

    def date(self, day):
        return self.first + datetime.timedelta(days=day)


def hold(plan, step):
    plan.live(readers.days(step.get("for")))


def maintain(plan, step):
    """The last dose goes on; only days that are stated are planned."""
    if step.get("for"):
        hold(plan, step)


def stop(plan, step):
    plan.drug(step).total = 0
    plan.ends_by_stop = all(d.total == 0 for d in plan.drugs)


class Rate:
    """What a <reduce> says."""

    def __init__(self, step, drug):
        per, every = step.get("per"), step.get("every")
        self.per = readers.days(per or every)
        self.every = readers.days(every or per)
        if self.per % self.every:
            raise Refused("every must divide per")
        self.m = self.per // self.every
        self.inside = step.get("inside", "straight")
        self.until = readers.mass(step.get("until")) if step.get("until") else None
        self.most_cuts = int(step.get("cuts")) if step.get("cuts") else None
        self.percent = readers.share(step.get("by")) if step.get("by").endswith("%") else None
        self.amount = None if self.percent is not None else readers.mass(step.get("by"))
        self.of = step.get("of")
        self.original = drug.original

    def period_cut(self, start):
        if self.amount is not None:
            return Fraction(self.amount)
        return self.percent * (self.original if self.of == "original" else start)

    def dose(self, start, j):
        if self.inside == "exponential" and self.m > 1:
            return power_round(start, 1 - self.percent, j, self.m)
        return rhe(start - self.period_cut(start) * j / self.m)


def cut_doses(rate, start):
    """Each cut's period cut q(r) and dose, without end."""
    while True:
        q = rate.period_cut(start)
        for j in range(1, rate.m + 1):
            yield q, rate.dose(start, j)
        start = rhe(start - q)


def reduce(plan, step):
    drug = plan.drug(step)
    rate = Rate(step, drug)
    if step.get("order") and drug.order is None:
        drug.order = [plan.shop.times.index(t) for t in step.get("order").split()]
    for number, (q, dose) in enumerate(cut_doses(rate, drug.total), 1):
        ends = rate.until is not None and dose <= rate.until
        if not one_cut(plan, drug, rate, q, rate.until if ends else dose):
            return
        if ends or number == rate.most_cuts:
            return


def one_cut(plan, drug, rate, q, dose):
    """Lowers the total and lives `every` days; false when the drug has come to its end."""
    if dose >= drug.total:
        raise Refused("a cut that does not lower the total")
    if dose < 0:
        raise Refused("a total below zero")
    drug.total, drug.cut = dose, q
    plan.cuts += 1
    if dose == 0:
        return False
    plan.live(rate.every)
    return True


def explicit_list(plan, step):
    drug = plan.drug(step)
    for row in readers.children(step, "step"):
        if row.get("dose"):
            drug.total = readers.mass(row.get("dose"))
        else:
            set_doses(drug, readers.timed_doses(row, plan.shop))
        plan.live(readers.days(row.get("for")))


def exchanges(order, portions):
    """Each exchange's time: all portions of one time in turn, or one at each naming where a time is named twice."""
    if len(set(order)) == len(order):
        return [time for time in order for _ in range(portions)]
    return order


def cross(plan, step):
    """1.7: portions of one drug's doses exchanged for another's."""
    old, new = plan.drug(step), plan.drug_or_new(step.get("to"))
    portions, every = int(step.get("portions")), readers.days(step.get("every"))
    a, b = map(readers.mass, step.get("ratio").split(" = "))
    before, base = split(old.total, old.weights), new.total and split(new.total, new.weights) or [0] * len(old.weights)
    order = [plan.shop.times.index(t) for t in step.get("order").split()] if step.get("order") \
        else [t for t, w in enumerate(before) if w]
    moved = [0] * len(before)
    for time in exchanges(order, portions):
        moved[time] += 1
        gone = [rhe(Fraction(w * m, portions)) for w, m in zip(before, moved)]
        set_doses(old, [w - g for w, g in zip(before, gone)])
        set_doses(new, [v + rhe(Fraction(g * b, a)) for v, g in zip(base, gone)])
        plan.live(every)
    new.original = new.total


def set_doses(drug, doses):
    """Doses by time become the weights."""
    drug.weights, drug.total = doses, sum(doses)


STEPS = {"hold": hold, "maintain": maintain, "reduce": reduce, "list": explicit_list, "cross": cross, "stop": stop}


def steepest(totals, before):
    """3: the largest fall over 14 days, both ends above zero, as an exact fraction (None when there is none)."""
    series = [before] * 14 + totals
    falls = [Fraction(a - b, a) for a, b in zip(series, series[14:]) if a > 0 and b > 0]
    return max(falls, default=None)
