# SPDX-License-Identifier: GPL-3.0-or-later
"""ARITHMETIC.md 4.6 and 4.8: days' supply, which order covers a fill, and the last tablets."""
import calendar
import datetime
from collections import namedtuple

Order = namedtuple("Order", "drug quantity refills written partial")
Replaced = namedtuple("Replaced", "drug bottle start reported order")
Tablets = namedtuple("Tablets", "each count counted")
Supply = namedtuple("Supply", "fill drug days quantity order nth left")


def six_months_after(day):
    year, month = day.year + (day.month + 5) // 12, (day.month + 5) % 12 + 1
    return datetime.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


class Account:
    """One order, with what has been filled under it."""

    def __init__(self, order, schedule_iv):
        self.order, self.given, self.fills = order, 0, 0
        self.until = six_months_after(order.written) if schedule_iv else datetime.date.max

    def serves(self, made_on, quantity):
        if not self.order.written <= made_on <= self.until:
            return False
        if self.order.partial:
            return self.given + quantity <= self.whole()
        return self.fills <= self.order.refills

    def whole(self):
        return self.order.quantity * (self.order.refills + 1)

    def take(self, quantity):
        self.given += quantity
        self.fills += 1

    def left(self):
        if self.order.partial:
            return self.whole() - self.given
        return self.order.quantity * (self.order.refills + 1 - self.fills)


def drug_supplies(judgement, drug, name, schedule_iv):
    accounts = [Account(o, schedule_iv) for o in sorted((o for o in judgement.rx.orders if o.drug == name), key=lambda o: o.written)]
    kept_apart = {r.order for r in judgement.rx.replaced if r.drug == name and r.order}
    for fill in judgement.given:
        own = [b for b in fill.bottles if b.drug == drug]
        quantity = sum(b.contents for b in own)
        if not quantity:
            continue
        days = sum(any(judgement.schedule.marks[drug][day]) for b in own for day in range(b.first, b.last + 1))
        named = next((order for lost, order in fill.lost if lost == drug and order), None)
        open_to = [a for a in accounts if (a.order.written == named if named else a.order.written not in kept_apart)]
        account = next((a for a in open_to if a.serves(fill.made_on, quantity)), None)
        if account:
            account.take(quantity)
        yield Supply(fill, name, days, quantity, account and account.order, account.fills if account else 0, account.left() if account else 0)


def tablets(rx):
    """4.8: drug, last tablet day, whole tablets left over, days without any."""
    for drug, doses, stated in rx.tablets:
        held = stated.count * stated.each
        taken = (rx.starts - stated.counted).days * sum(doses)
        short = 0
        while taken - short * sum(doses) > held:
            short += 1
        yield drug, rx.starts - datetime.timedelta(days=1), max(0, held - taken) // stated.each, short


def supplies(judgement, tables):
    """By fill, then drug."""
    place = {id(fill): n for n, fill in enumerate(judgement.given)}
    found = [(place[id(s.fill)], at, s) for at, drug in enumerate(judgement.plan.drugs)
             for s in drug_supplies(judgement, at, drug.name, drug.name in tables.schedule_iv)]
    return [s for _, _, s in sorted(found, key=lambda row: row[:2])]
