# SPDX-License-Identifier: GPL-3.0-or-later
"""ARITHMETIC.md 1.12: the slowest course of a plan led by symptoms, and what is within reach on each of its days."""
import copy

import readers
from readers import Refused
from targets import PLAN_DAYS_MAX


def runs_of(plan):
    """(first, last) of each run of days with unchanged doses of all drugs."""
    found = []
    for day in range(plan.count):
        if found and all(d.days[day] == d.days[day - 1] for d in plan.drugs):
            found[-1][1] = day
        else:
            found.append([day, day])
    return found


def slowest(plan, rx):
    """The plan itself where it is led by the calendar; else its slowest course, which knows the plan as `fastest`."""
    plan.dated, plan.reach, plan.fastest, plan.slow_days = plan.count, None, plan, list(range(plan.count))
    if rx.led_by != "symptoms":
        return plan
    slow = copy.copy(plan)
    slow.dated = plan.dated = min((rx.review - plan.first).days, plan.count)
    runs, spans, days = runs_of(plan), [], []
    for first, last in runs:
        length = last - first + 1
        if slow.dated < plan.count and last >= slow.dated - 1:
            length = max(length, rx.longest)
        spans.append((len(days), len(days) + length - 1))
        days += [min(first + i, last) for i in range(length)]
    if len(days) > PLAN_DAYS_MAX:
        raise Refused("more than 3,660 days")
    slow.count = len(days)
    slow.drugs = [taken_on(drug, days) for drug in plan.drugs]
    slow.reach = [within_reach(slow, rx, runs, spans, day) for day in range(slow.count)]
    slow.slow_days = [spans[k][0] + day - first for k, (first, last) in enumerate(runs) for day in range(first, last + 1)]
    return slow


def taken_on(drug, days):
    """The drug with its days in another order."""
    other = copy.copy(drug)
    other.days, other.cuts = [drug.days[d] for d in days], [drug.cuts[d] for d in days]
    return other


def at(spans, day):
    """The span of a day; the last behind all."""
    return next((k for k, (first, last) in enumerate(spans) if first <= day <= last), len(spans) - 1)


def within_reach(slow, rx, runs, spans, day):
    if day < slow.dated:
        return [day]
    low = at(spans, day)
    low -= rx.back and low > 0
    return range(spans[low][0], spans[at(runs, day)][1] + 1)
