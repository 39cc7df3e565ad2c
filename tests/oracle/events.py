# SPDX-License-Identifier: GPL-3.0-or-later
"""ARITHMETIC.md 1.11: what happened on the way, laid over the program of the steps.

A day of the plan is a program day, the day before the start (taking), or a missed one.
"""
from collections import namedtuple
from fractions import Fraction
from math import floor

import readers
from readers import Refused

Event = namedtuple("Event", "what day days pace to drug")
TAKING, MISSED = -1, None
ENDS_A_HOLD = ("slowed", "resumed", "reversed", "stopped", "held", "maintained")


def read(element, starts):
    """Its day is counted from the plan's first."""
    days, pace, to = element.get("for"), element.get("pace"), element.get("to")
    return Event(element.get("what"), (readers.date(element.get("on")) - starts).days, readers.days(days) if days else None,
                 readers.share(pace) if pace else None, readers.mass(to) if to else None, element.get("drug"))


class Course:
    """Which program day each day of the plan takes."""

    def __init__(self, plan, events):
        self.plan, self.events = plan, sorted(events, key=lambda e: e.day)
        self.length = plan.count
        self.pace, self.x, self.j = Fraction(1), 0, 0
        self.kept, self.left = None, 0       # a day taken again and again; days left of it, None: until an event ends it
        self.missed = 0
        self.maintained = self.stopped = False
        self.days = []
        self.over = False
        while not self.over:
            self.one_day()

    def one_day(self):
        """The events of the day, then the day itself."""
        for event in self.events:
            if event.day == len(self.days) and not self.over:
                getattr(self, "on_" + event.what.replace("-", "_"))(event)
        if self.over:
            return
        if self.missed:
            self.missed -= 1
            self.days.append(MISSED)
        elif self.left is None or self.left > 0:
            self.left = self.left and self.left - 1
            self.days.append(self.kept)
        else:
            self.run_on()

    def run_on(self):
        at = self.x + floor(self.j * self.pace)
        if self.maintained or at >= self.length:
            self.over = True
            return
        self.days.append(at)
        self.j += 1

    def rebase(self):
        self.x, self.j = self.x + floor(self.j * self.pace), 0

    def last_taken(self):
        return next((d for d in reversed(self.days) if d is not MISSED), TAKING)

    def keep(self, day, days):
        self.kept, self.left, self.maintained = day, days, False

    def on_held(self, event):
        self.rebase()
        self.keep(self.last_taken(), event.days)

    def on_maintained(self, event):
        self.on_held(event)
        ends = any(e.day > event.day and e.what in ENDS_A_HOLD for e in self.events)
        self.maintained = not ends
        self.over = self.maintained and event.days is None

    def on_slowed(self, event):
        self.rebase()
        self.keep(None, 0)
        self.pace = event.pace

    def on_resumed(self, _):
        self.rebase()
        self.keep(None, 0)
        self.pace = Fraction(1)

    def on_reversed(self, event):
        drug = self.plan.named(event.drug)
        here = self.last_taken()
        found = [d for d in range(here, -1, -1) if sum(drug.days[d]) == event.to]
        if not found and sum(drug.taking) != event.to:
            raise Refused("a reversal to a dose that was not taken")
        self.rebase()
        day = found[0] if found else TAKING
        self.keep(day, event.days)
        self.x = day + 1

    def on_missed(self, event):
        self.rebase()
        self.missed = event.days

    def on_stopped(self, _):
        self.over = self.stopped = True

    def on_source_changed(self, _):
        """Changes no day."""


def lay_over(plan, elements):
    """Puts the plan's days in the order that the events make of the program's."""
    course = Course(plan, [read(e, plan.first) for e in elements])
    for drug in plan.drugs:
        nothing = [0] * len(drug.taking)
        days, cuts = drug.days, drug.cuts
        drug.days = [nothing if d is MISSED else drug.taking if d == TAKING else days[d] for d in course.days]
        drug.cuts = [Fraction(0) if d is MISSED or d == TAKING else cuts[d] for d in course.days]
    if course.stopped:
        plan.ends_by_stop = True
    elif course.maintained:
        plan.ends_by_stop = False
