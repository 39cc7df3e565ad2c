# SPDX-License-Identifier: GPL-3.0-or-later
"""ARITHMETIC.md 1 and 3: what the prescriber meant, day by day, in whole ng."""
import datetime
from fractions import Fraction

import events
import readers
from readers import Refused


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
        self.orders = {}
        self.work_off()
        if self.orders:
            self.work_off()         # an order stated late in the plan holds from its first day

    def work_off(self):
        self.drugs = [DrugState(name, doses) for name, doses in self.rx.takings]
        self.ends_by_stop = False
        self.cuts = 0
        self.zeroed = None              # the drug that the step just done reduced to nothing
        for step in self.rx.steps:
            STEPS[readers.tag(step)](self, step)
            if readers.tag(step) != "reduce":
                self.zeroed = None
        self.trim()
        self.ends_by_stop = all(d.total == 0 for d in self.drugs)
        self.program = [list(drug.days) for drug in self.drugs]
        if self.rx.events:
            events.lay_over(self, self.rx.events)
            self.trim()

    def drug(self, step):
        """1.8: the drug a step names, else the only one not yet ended."""
        name = step.get("drug")
        found = [d for d in self.drugs if (d.total if name is None else d.name == name)]
        if len(found) != 1:
            raise Refused("a step for which the drug is not clear")
        if not found[0].total:
            raise Refused("a step after the end")
        return found[0]

    def still_taken(self, step):
        """1.8: hold and maintain work on all that are taken, where they name none."""
        if step.get("drug"):
            self.drug(step)
        elif not any(d.total for d in self.drugs):
            raise Refused("a step after the end")

    def ended_by_reduction(self, step):
        """1.8: a stop that says once more what the reduction before it did."""
        if self.zeroed is None:
            return False
        return step.get("drug") == self.zeroed if step.get("drug") else not any(d.total for d in self.drugs)

    def named(self, name):
        """The drug named, or the only one there is."""
        found = [d for d in self.drugs if name in (None, d.name)]
        if len(found) != 1:
            raise Refused("an event for which the drug is not clear")
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

    def date(self, day):
        return self.first + datetime.timedelta(days=day)


def hold(plan, step):
    plan.still_taken(step)
    plan.live(readers.days(step.get("for")))


def maintain(plan, step):
    """The last dose goes on; only days that are stated are planned."""
    plan.still_taken(step)
    if step.get("for"):
        hold(plan, step)


def stop(plan, step):
    if plan.ended_by_reduction(step):
        return
    drug = plan.drug(step)
    if step.get("from") and readers.mass(step.get("from")) != drug.total:
        raise Refused("a stop from another dose than stated")
    drug.total = 0


class Rate:
    """What a <reduce> says: 1.3."""

    def __init__(self, step, drug):
        per, every = step.get("per"), step.get("every")
        self.per = readers.days(per or every or "1 day")
        self.every = readers.days(every or per or "1 day")
        if self.per % self.every:
            raise Refused("every must divide per")
        self.m = self.per // self.every
        self.inside = step.get("inside", "straight")
        self.until = readers.mass(step.get("until")) if step.get("until") else None
        self.most_cuts = int(step.get("cuts")) if step.get("cuts") else None
        self.hold = readers.days(step.get("hold")) if step.get("hold") else 0
        self.hold_after = int(step.get("hold-after")) if step.get("hold-after") else 0
        self.of = step.get("of")
        self.by = step.get("by")
        self.bands = [(readers.mass(b.get("above")), b.get("by"), b.get("every")) for b in readers.children(step, "band")]
        self.start, self.original = drug.total, drug.original
        if self.of == "occupancy":
            self.k = readers.mass(step.get("k"))

    def bases(self, start, cycle):
        return {"current": start, "original": self.original, "cycle": cycle}.get(self.of, start)

    def cut(self, start, cycle):
        """The rate period's cut and the days that each of its doses is kept."""
        if not self.bands:
            return amount_of(self.by, self.bases(start, cycle)), self.every
        above = [band for band in self.bands if start > band[0]]
        if not above:
            raise Refused("no band")
        _, by, every = max(above)
        return amount_of(by, start), readers.days(every) if every else self.every

    def dose(self, start, q, j):
        if self.inside == "exponential" and self.m > 1:
            return power_round(start, 1 - readers.share(self.by), j, self.m)
        return rhe(start - q * j / self.m)

    def occupied(self, n):
        """The modelled dose after n cuts."""
        first = occupancy(self.start, self.k)
        if self.by:
            o = first - n * readers.share(self.by)
        else:
            o = first - (first - occupancy(self.until, self.k)) * n / self.most_cuts
        return rhe(self.k * o / (1 - o)) if o >= 0 else -1


def occupancy(dose, k):
    return Fraction(dose, dose + k)


def amount_of(by, base):
    """'5 %' of the base, or a mass."""
    return readers.share(by) * base if by.endswith("%") else Fraction(readers.mass(by))


def cut_doses(rate):
    """Each cut's period cut q(r), the days it is kept and its dose, without end."""
    if rate.of == "occupancy":
        yield from occupied_doses(rate)
    start = cycle = rate.start
    cuts = 0
    while True:
        q, every = rate.cut(start, cycle)
        for j in range(1, rate.m + 1):
            yield q, every, rate.dose(start, q, j)
        start = rhe(start - q)
        cuts += rate.m
        if rate.hold_after and cuts % rate.hold_after == 0:
            cycle = start


def occupied_doses(rate):
    before, n = rate.start, 0
    while True:
        n += 1
        dose = rate.occupied(n)
        yield Fraction(before - dose), rate.every, dose
        before = dose


def reduce(plan, step):
    drug = plan.drug(step)
    rate = Rate(step, drug)
    if step.get("order"):
        plan.orders.setdefault(drug.name, [plan.shop.times.index(t) for t in step.get("order").split()])
    falls = Falls(step.get("falls", "together"), drug, plan.orders.get(drug.name))
    plan.zeroed = None
    for number, (q, every, dose) in enumerate(cut_doses(rate), 1):
        ends = rate.until is not None and dose <= rate.until
        if not one_cut(drug, falls, q, rate.until if ends else dose):
            if rate.until is None and number != rate.most_cuts:
                raise Refused("a total below zero")
            plan.zeroed = drug.name
            return
        plan.cuts += 1
        plan.live(every + (rate.hold if rate.hold_after and number % rate.hold_after == 0 else 0))
        if ends or number == rate.most_cuts:
            return


class Falls:
    """Which times of day fall: together, in turn or in rotation."""

    def __init__(self, how, drug, order):
        self.how, self.cuts = how, 0
        order = place_in_order(order, len(drug.weights))
        shares = split(drug.total, drug.weights)
        self.times = [t for t in order if shares[t]]

    def lower(self, drug, dose):
        """Sets the new total; unless the times fall together the doses become the weights."""
        if self.how != "together":
            drug.weights = self.taken(split(drug.total, drug.weights), drug.total - dose)
        drug.total = dose
        self.cuts += 1

    def taken(self, shares, fall):
        begin = self.cuts % len(self.times) if self.how == "in-rotation" else 0
        for time in self.times[begin:] + self.times[:begin]:
            part = min(shares[time], fall)
            shares[time] -= part
            fall -= part
        return shares


def place_in_order(order, times):
    """Times named, first to fall first; the others follow in the order of the day."""
    named = order or []
    return named + [t for t in range(times) if t not in named]


def one_cut(drug, falls, q, dose):
    """Lowers the total; false when the drug has come to its end."""
    if dose >= drug.total:
        raise Refused("a cut that does not lower the total")
    if dose < 0:
        raise Refused("a total below zero")
    if dose == 0:
        drug.total = 0
        return False
    falls.lower(drug, dose)
    drug.cut = q
    return True


def divide(plan, step):
    """1.9: other times of day, the same total."""
    drug = plan.drug(step)
    at = [plan.shop.times.index(t) for t in step.get("at").split()]
    given = [int(w) for w in step.get("weights").split()] if step.get("weights") else [plan.shop.time_weights[t] for t in at]
    drug.weights = [0] * len(plan.shop.times)
    for time, weight in zip(at, given):
        drug.weights[time] = weight
    if step.get("for"):
        hold(plan, step)


def explicit_list(plan, step):
    drug = plan.drug(step)
    other = plan.drug_or_new(step.get("to")) if step.get("to") and ratio_of(step) else None
    for row in readers.children(step, "step"):
        if row.get("dose"):
            fall_to(drug, drug.weights, readers.mass(row.get("dose")))
        else:
            take_row(plan, row, drug, None if other is None else drug.name)
        if other is not None:
            take_row(plan, row, other, drug.name)
        plan.live(readers.days(row.get("for")))
    if other is not None:
        for one in (drug, other):
            one.original = one.total or one.original


def take_row(plan, row, drug, first):
    """A row's doses of one drug; those that name no drug are the first one's."""
    doses = readers.timed_doses(row, plan.shop, lambda dose: first is None or dose.get("drug", first) == drug.name)
    fall_to(drug, doses if any(doses) else drug.weights, sum(doses))


def fall_to(drug, weights, total):
    """The row's total; what it fell by is its cut."""
    if total < drug.total:
        drug.cut = drug.total - total
    drug.weights, drug.total = weights, total


def ratio_of(step):
    """1.7: the stated ratio's two masses."""
    a, b = map(readers.mass, step.get("ratio").split(" = "))
    if a > 1000 * b or b > 1000 * a:
        raise Refused("a ratio of more than a thousand")
    return a, b


def exchanges(order, portions):
    """Each exchange's time: all portions of one time in turn, or one at each naming where a time is named twice."""
    if len(set(order)) == len(order):
        return [time for time in order for _ in range(portions)]
    return order


def cross(plan, step):
    """1.7: portions of one drug's doses exchanged for another's."""
    old, new = plan.drug(step), plan.drug_or_new(step.get("to"))
    portions, every = int(step.get("portions")), readers.days(step.get("every"))
    a, b = ratio_of(step)
    moves, gives = readers.share(step.get("moves", "100 %")), readers.share(step.get("gives", "100 %"))
    before, base = split(old.total, old.weights), new.total and split(new.total, new.weights) or [0] * len(old.weights)
    order = [plan.shop.times.index(t) for t in step.get("order").split()] if step.get("order") \
        else [t for t, w in enumerate(before) if w]
    moved = [0] * len(before)
    for time in exchanges(order, portions):
        moved[time] += 1
        gone = [rhe(w * moves * m / portions) for w, m in zip(before, moved)]
        old.cut = old.total - sum(before) + sum(gone)
        set_doses(old, [w - g for w, g in zip(before, gone)])
        set_doses(new, [v + rhe(g * gives * b / a) for v, g in zip(base, gone)])
        plan.live(every)
    new.original = new.total


def set_doses(drug, doses):
    """Doses by time become the weights."""
    drug.weights, drug.total = doses, sum(doses)


STEPS = {"hold": hold, "maintain": maintain, "reduce": reduce, "list": explicit_list, "cross": cross,
         "divide": divide, "stop": stop}


def steepest(totals, before):
    """3: the largest fall over 14 days, both ends above zero, as an exact fraction (None when there is none)."""
    series = [before] * 14 + totals
    falls = [Fraction(a - b, a) for a, b in zip(series, series[14:]) if a > 0 and b > 0]
    return max(falls, default=None)
