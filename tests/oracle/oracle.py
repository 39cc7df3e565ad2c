# SPDX-License-Identifier: GPL-3.0-or-later
"""The independent judge: ARITHMETIC.md in another language, with exact fractions.

From prescription, shop and templates alone it works out every target, mark, volume, dose, period, fill, bottle and batch
amount.  Nothing here has seen the program's source.

    oracle.py [--shop FILE] [--templates DIR] PRESCRIPTION...      prints a summary of each
"""
import argparse
import functools
import os

import batch
import bottles
import ladder
import measure
import readers
import replaced
import symptoms
import targets

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


class House:
    """A shop with its templates."""

    def __init__(self, shop, templates):
        self.templates = templates
        self.tables = readers.Tables(templates)
        self.shop = readers.Shop(shop, self.tables)
        self.lots = readers.inventory(shop)
        self.formulas = readers.formulas(templates)

    @functools.lru_cache(maxsize=None)
    def reliable_from(self, capacity, graduation):
        """2.5: the least reliable volume, exact; the syringe's own where shop.xml states one."""
        own = next((s.reliable for s in self.shop.syringes if s[:2] == (capacity, graduation)), None)
        if own is not None:
            return own
        base, slope = next((b, s) for below, b, s in self.tables.tolerances if below is None or capacity < below)
        return base * capacity / (self.tables.reliable_bound - slope)


class Judgement:
    """One prescription, worked out in full."""

    def __init__(self, rx, house):
        self.rx, self.house = rx, house
        self.fastest = targets.Plan(rx, house.shop)
        self.plan = symptoms.slowest(self.fastest, rx)
        self.ladder = measure.Ladder(self.plan, house, ladder.choose)
        self.schedule = measure.Schedule(self.plan, self.ladder)
        self.fills = bottles.fills(self.schedule)
        self.given = list(replaced.dispensings(self.fills, self.plan, rx.replaced))
        self.periods = bottles.periods(self.schedule, self.fills)
        self.batches = [batch.batches(fill, house) for fill in self.given]


def judge_file(path, house):
    return [Judgement(rx, house) for rx in readers.prescriptions(path, house.shop)]


def decimal(value, scale=6):
    """An integer of 10^-scale as a plain decimal."""
    sign, value = ("-", -value) if value < 0 else ("", value)
    whole, part = divmod(value, 10 ** scale)
    text = str(part).rjust(scale, "0").rstrip("0")
    return f"{sign}{whole}.{text}" if text else f"{sign}{whole}"


def options(description):
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--shop", default=os.path.join(ROOT, "samples", "shop.xml"))
    parser.add_argument("--templates", default=os.path.join(ROOT, "templates"))
    return parser


def summary(judgement):
    plan = judgement.plan
    print(f"{judgement.rx.number}: {plan.count} days from {plan.first} to {plan.date(plan.count - 1)}, "
          f"{plan.cuts} cuts, {len(judgement.periods)} periods, {len(judgement.fills)} fills")
    for fill, lots in zip(judgement.given, judgement.batches):
        parts = ", ".join(f"{b.letter} {decimal(b.contents)} mL" for b in fill.bottles)
        made = ", ".join(f"{x.formula.id} {decimal(x.volume)} mL" for x in lots)
        print(f"  fill {fill.number}: {plan.date(fill.first)} .. {plan.date(fill.last)}, made {fill.made_on}, "
              f"discard after {fill.discard_after}: {parts}; {made}")


def main():
    parser = options("Works out prescriptions from ARITHMETIC.md")
    parser.add_argument("files", nargs="+")
    args = parser.parse_args()
    house = House(args.shop, args.templates)
    for path in args.files:
        for judgement in judge_file(path, house):
            summary(judgement)


if __name__ == "__main__":
    main()
