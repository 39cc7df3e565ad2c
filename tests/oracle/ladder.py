# SPDX-License-Identifier: GPL-3.0-or-later
"""ARITHMETIC.md 2.7: which strength and syringe, where the prescription states none.

Every set of strengths is tried, the smallest first; within a set the cheapest course is found day by day, with the whole
cost compared as a tuple and ties broken from the last day backwards.
"""
from collections import namedtuple
from fractions import Fraction
from itertools import combinations

import measure
from targets import Refused

Pair = namedtuple("Pair", "index strength_key rung")


def pairs_of(drug, house):
    """Formulas by file name, their strengths and the syringes in the order of their files; marks of whole ng only."""
    found = []
    for formula in (f for f in house.formulas if f.drug == drug.name):
        for strength in formula.strengths:
            for syringe in house.shop.syringes_as_listed:
                try:
                    mark = measure.mark_mass(strength, syringe.graduation)
                except Refused:
                    continue
                rung = measure.Rung(drug.name, 0, 0, strength, syringe.capacity, syringe.graduation, formula, mark)
                found.append(Pair(len(found), (formula.id, strength), rung))
    return found


def volumes_fit(marks, pair, house):
    """Each at least one mark, none over the capacity or under the reliable part."""
    rung = pair.rung
    least = house.reliable_from(rung.syringe, rung.graduation)
    return all(m >= 1 and least <= m * rung.graduation <= rung.syringe for m in marks)


def serves(pair, drug, day, order, house):
    targets = drug.days[day]
    active = [t for t in order if targets[t]]
    if not active:
        return True
    mark = pair.rung.mark
    marks = [measure.nearest(targets[t], k, len(active), mark) for k, t in enumerate(active)]
    if not volumes_fit(marks, pair, house):
        return False
    if drug.cuts[day] and sum(marks) * mark - sum(targets) > house.tables.lag * drug.cuts[day]:
        return False
    return day > 0 or all(dose % mark == 0 for dose in drug.taking)


def tens(keys):
    """Pairs of strengths in the ratio of exactly ten."""
    values = [Fraction(strength.mass, strength.volume) for _, strength in keys]
    return sum(max(a, b) == 10 * min(a, b) for a, b in combinations(values, 2))


def cheapest(pairs, served):
    """(strength changes, syringe changes, sum of marks) and the pair of each day; None when a day is not served."""
    costs = None
    steps = []
    for usable in served:
        here, back = {}, {}
        for pair in pairs:
            if pair.index not in usable:
                continue
            best = (0, 0, 0) if costs is None else None
            for before in (pairs if costs is not None else ()):
                if before.index in costs:
                    cost = moved(costs[before.index], before, pair)
                    if best is None or cost < best:
                        best, back[pair.index] = cost, before.index
            if best is not None:
                here[pair.index] = (best[0], best[1], best[2] + pair.rung.mark)
        if not here:
            return None
        costs = here
        steps.append(back)
    return walk_back(costs, steps)


def moved(cost, before, pair):
    other = before.strength_key != pair.strength_key
    syringe = (before.rung.syringe, before.rung.graduation) != (pair.rung.syringe, pair.rung.graduation)
    return cost[0] + other, cost[1] + syringe, cost[2]


def walk_back(costs, steps):
    """Pairs from the last day backwards, the first listed where costs are equal."""
    at = min(costs, key=lambda index: (costs[index], index))
    cost, course = costs[at], [at]
    for back in reversed(steps[1:]):
        at = back[at]
        course.append(at)
    return cost, course


def choose(drug, order, house):
    """The rung of each day of a drug, None outside its first and last day with a target."""
    with_target = [d for d, day in enumerate(drug.days) if any(day)]
    if not with_target:
        return [None] * len(drug.days)
    span = range(with_target[0], with_target[-1] + 1)
    pairs = pairs_of(drug, house)
    served = [{p.index for p in pairs if serves(p, drug, day, order, house)} for day in span]
    course = smallest_set(pairs, served)
    rungs = [None] * len(drug.days)
    for day, index in zip(reversed(span), course):
        rungs[day] = pairs[index].rung
    return rungs


def smallest_set(pairs, served):
    """The course over the fewest strengths, then by the other costs, then by the first pairs from the last day backwards."""
    keys = sorted({p.strength_key for p in pairs})
    for size in range(1, len(keys) + 1):
        found = []
        for some in combinations(keys, size):
            answer = cheapest([p for p in pairs if p.strength_key in some], served)
            if answer:
                found.append((tens(some), *answer))
        if found:
            return min(found)[-1]
    raise Refused("no strength and syringe serve the whole plan")
