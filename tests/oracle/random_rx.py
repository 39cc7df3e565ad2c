# SPDX-License-Identifier: GPL-3.0-or-later
"""Seeded random prescriptions, through program and oracle in one go, and properties that must hold for any of them.

    random_rx.py [--count N] [--seed S] [--chunk N] [--keep FOLDER]

Each chunk has a random shop of its own and goes through the program as one file of many prescriptions.  A failing
chunk is kept (with its shop) in the folder named, so that one command shows it again.
"""
import copy
import datetime
import glob
import os
import random
import shutil
import sys
import tempfile
from collections import Counter
from fractions import Fraction

import compare
import oracle
import program
import properties
import readers
import replans
import targets

WORDS = ("morning", "noon", "evening", "bedtime")
DAYS_MOST = 900


def mg(ng):
    return oracle.decimal(ng) + " mg"


def attributes(pairs):
    return "".join(f' {name.replace("_", "-")}="{value}"' for name, value in pairs.items() if value is not None)


# ---------------------------------------------------------------------------------------------- a shop

def random_shop(rng):
    """The sample's shop with other dates, sizes and reserves."""
    supply = rng.choice([7, 14, 21, 28, 28, 30])
    closed = rng.sample(readers.Shop.WEEKDAYS, rng.choice([0, 1, 1, 2]))
    bottles = sorted(rng.sample([60, 90, 120, 180, 240, 300], rng.randint(1, 4))) + [500]
    parts = [f'<beyond-use profile="US-795-2023" counting="{rng.choice(["day-1", "days-after"])}"/>']
    parts += [f'<time name="{name}" weight="1"/>' for name in WORDS]
    parts += [f'<syringe capacity="{c} mL" graduation="{g} mL"/>' for c, g in SYRINGES]
    parts += [f'<bottle capacity="{size} mL" name="{size} mL amber" diameter="60 mm"/>' for size in bottles]
    parts.append('<balance class="III" sensitivity="6 mg"/>')
    parts.append(f'<supply days="{supply}" ahead="{rng.choice(["1 day", "2 days", "3 days"])}" '
                 f'reserve="{rng.choice(["1 day", "2 days", "3 days"])}"/>')
    parts.append(f'<overage share="{rng.choice(["3 %", "5 %", "2.5 %", "7.123 %"])}" '
                 f'per-draw="{rng.choice(["0.02 mL", "0.05 mL", "0.013 mL"])}"/>')
    parts += [f'<closed weekday="{day}"/>' for day in closed]
    return SHOP_HEAD + "\n".join(parts) + "\n</shop>\n"


def random_templates(rng, templates, folder):
    """The templates that ship, with more strengths of their drugs."""
    where = os.path.join(folder, "templates")
    shutil.rmtree(where, ignore_errors=True)
    shutil.copytree(templates, where, ignore=shutil.ignore_patterns("fonts"))
    for code, (drug, strength, each) in zip("123456", rng.sample(MORE_FORMULAS, rng.randint(0, 5))):
        name = f"{drug}-{strength.split()[0]}-more"
        with open(os.path.join(where, "formulas", name + ".xml"), "w", encoding="utf-8") as out:
            out.write(FORMULA.format(name=name, code=code, drug=drug, strength=strength, each=each,
                                     source=rng.choice(sources_of(each)), part=rng.choice(["50 %", "33.333 %", "12.5 %"]),
                                     bud=rng.choice(["preserved-aqueous", "nonpreserved-aqueous", "nonaqueous-oral-liquid"])))
    return where


def sources_of(each):
    """Tablets, powder (also a salt), or a stronger liquid."""
    return [f'name="Tablets {each}" source="tablets" each="{each}"'] * 2 + [
        f'name="Tablets {each}" source="tablets" each="{each}" take="fraction"',
        'name="Powder" source="powder" diluent="Lactose"', 'name="Powder" source="powder" solvent="Ethanol" aliquot="0.5 mL"',
        'name="Salt" source="powder" diluent="Lactose" as-weighed="the hydrochloride" molar-mass="336.22" tolerance="2 %"',
        'name="Liquid" source="liquid" strength="7 mg per mL"']


def random_inventory(rng):
    """Two lots of each powder, with certificates; sometimes none at all."""
    basis = lambda: rng.choice(['basis="as-is"', f'basis="dried" loss-on-drying="{rng.choice(["0.3 %", "0.25 %", "1.1 %"])}"'])
    rows = "".join(f'<item of="{name}" maker="M" lot="L{n}" expires="{rng.choice([2040, 2041, 2042])}-0{n}-01" on-hand="25 g" '
                   f'assay="{rng.choice(["99.2 %", "98.7 %", "100.4 %"])}" {basis()}/>' for name in ("Powder", "Salt") for n in (1, 2))
    return f'<inventory xmlns="urn:microtaper:inventory:1">{rows}</inventory>\n'


MORE_FORMULAS = [("clonazepam", "0.05 mg per mL", "0.5 mg"), ("clonazepam", "0.2 mg per mL", "2 mg"),
                 ("clonazepam", "0.5 mg per mL", "1 mg"), ("diazepam", "0.2 mg per mL", "2 mg"), ("diazepam", "2 mg per mL", "5 mg"),
                 ("lorazepam", "0.25 mg per mL", "0.5 mg"), ("lorazepam", "5 mg per 2 mL", "2.5 mg"),
                 ("alprazolam", "0.1 mg per mL", "0.25 mg")]
FORMULA = """<?xml version="1.0" encoding="UTF-8"?>
<formula xmlns="urn:microtaper:formula:1" id="{name}" code="{code}" version="1" drug="{drug}" title="{name}">
  <strength>{strength}</strength>
  <active {source}/>
  <part name="Ora-Plus" share="{part}" contains="methylparaben; potassium sorbate"/>
  <qs name="Ora-Sweet" contains="methylparaben; potassium sorbate; sucrose"/>
  <beyond-use class="{bud}" basis="default table" citation="USP 795 (1 Nov 2023)"/>
  <storage>room-or-refrigerator</storage>
  <container>Amber PET prescription bottle</container>
  <suspension/>
  <equipment>Mortar</equipment>
  <method>Mix.</method>
  <check expected="White">Appearance</check>
  <reference>Random</reference>
</formula>
"""
PARTIAL = ' partial="yes"'
SYRINGES = [("1", "0.01"), ("3", "0.1"), ("5", "0.2"), ("10", "0.2"), ("20", "1")]
SHOP_HEAD = ('<?xml version="1.0" encoding="UTF-8"?>\n<shop xmlns="urn:microtaper:shop:1" name="Random Pharmacy" '
             'address="1 Any Street" phone="+1 555 0142" licence="X-1" dea="FH0000000" language="en" paper="letter" '
             'label-stock="label-4x2" printer-dpi="203">\n')


# ------------------------------------------------------------------------------------- a prescription

class Writer:
    """Writes one random prescription; `level` follows the total roughly, so that steps make sense."""

    def __init__(self, rng, number, house):
        self.rng, self.number, self.house = rng, number, house
        self.formula = rng.choice(house.formulas)
        self.times = sorted(rng.sample(range(4), rng.choice([1, 1, 2, 2, 3, 3, 4])))
        self.strength = rng.choice(self.formula.strengths)
        self.syringe = rng.choice(house.shop.syringes)
        self.chosen = rng.random() < 0.3
        self.doses = [self.first_dose() for _ in self.times]
        self.level = sum(self.doses)
        self.original = self.level
        self.to_nothing = False         # a reduction to zero: only a stop may follow
        self.starts = datetime.date(rng.choice([2026, 2027, 2028]), rng.randint(1, 12), rng.randint(1, 28))
        self.order = self.random_order()

    def first_dose(self):
        """A dose that the syringe can hold: a round one, or one with odd nanograms."""
        most = self.syringe.capacity * self.strength.mass // self.strength.volume
        grain = self.rng.choice([most // 40, most // 20, 50_000, 7, 1])
        if self.chosen:
            grain = max(1, most // 20)
        least = max(1, most // 3 // grain)
        return max(1, self.rng.randint(least, max(least, most // grain))) * grain

    def xml(self):
        taking = "".join(f'<dose at="{WORDS[t]}">{mg(d)}</dose>' for t, d in zip(self.times, self.doses))
        steps = "".join(self.steps())
        orders = "".join(self.orders(drug) for drug in self.drugs())
        return (f'<prescription number="{self.number}" revision="{self.rng.randint(2, 9)}">'
                '<patient name="Random Patient" born="1979-04-02" address="1 Any Street" language="en" print="standard"/>'
                '<prescriber name="R. Prescriber, MD" address="2 Any Street" phone="+1 555 0100" dea="FW0000000"/>'
                f'{orders}<purpose>Coming off slowly</purpose><rationale>Tablets cannot make the steps.</rationale>'
                f'<taking drug="{self.formula.drug}">{taking}{self.tablets()}</taking>{self.liquids()}'
                f'<taper starts="{self.starts}"{self.led_by()}>{steps}</taper></prescription>')

    def tablets(self):
        """What is at home before the liquid begins: none said, too few, or some left over."""
        if self.rng.random() < 0.5:
            return ""
        counted = self.starts - datetime.timedelta(days=self.rng.randint(0, 30))
        each = self.rng.choice([max(self.doses), max(1, sum(self.doses) // 3), 500_000])
        return f'<tablets each="{mg(each)}" on-hand="{self.rng.randint(0, 90)} tablets" counted="{counted}"/>'

    def orders(self, drug):
        """The first is written before the start; renewals come when they come."""
        written = {self.starts - datetime.timedelta(days=12)}
        written |= {self.starts + datetime.timedelta(days=self.rng.randint(1, 500)) for _ in range(self.rng.choice([0, 0, 1, 3]))}
        return "".join(f'<order drug="{drug}" quantity="20000 mL" refills="{self.rng.randint(0, 5)}" written="{day}"'
                       f'{self.rng.choice(["", PARTIAL])}/>' for day in sorted(written))

    def led_by(self):
        """By the calendar, or by symptoms with a review and a longest time on a dose."""
        if self.rng.random() < 0.85:
            return ' led-by="calendar"'
        review = self.starts + datetime.timedelta(days=self.rng.randint(1, 60))
        return attributes({"led_by": "symptoms", "review": review, "longest": self.span(self.rng.randint(1, 28)),
                           "steady": "sleeps as before", "back": self.rng.choice(["yes", "no"])})

    def drugs(self):
        return [self.formula.drug]

    def steps(self):
        steps = []
        for _ in range(self.rng.randint(1, 4)):
            steps.append(self.step())
            if self.to_nothing:
                return steps + ["<stop/>"] * self.rng.randint(0, 1)
        if self.rng.random() < 0.8:
            steps.append("<stop/>")
        elif self.rng.random() < 0.5:
            steps.append(self.rng.choice(["<maintain/>", '<maintain for="20 days"/>']))
        return steps

    def liquids(self):
        """One liquid, one after the other, or none: then the program chooses."""
        if self.chosen:
            return ""
        first = self.liquid(self.formula, self.strength, self.syringe, "")
        if self.rng.random() < 0.8:
            return first
        formula = self.rng.choice([f for f in self.house.formulas if f.drug == self.formula.drug])
        start = self.starts + datetime.timedelta(days=self.rng.randint(1, 60))
        return first + self.liquid(formula, self.rng.choice(formula.strengths), self.rng.choice(self.house.shop.syringes),
                                   f' from="{start}"')

    @staticmethod
    def liquid(formula, strength, syringe, start):
        volume = oracle.decimal(strength.volume)
        per = "mL" if volume == "1" else volume + " mL"
        return (f'<liquid drug="{formula.drug}" strength="{mg(strength.mass)} per {per}" '
                f'syringe="{oracle.decimal(syringe.capacity)} mL" graduation="{oracle.decimal(syringe.graduation)} mL" '
                f'formula="{formula.id}"{start}/>')

    def step(self):
        kinds = [self.hold, self.amount, self.of_current, self.of_current, self.of_original, self.explicit, self.cycle,
                 self.bands, self.occupancy, self.divide]
        return self.rng.choice(kinds)()

    def hold(self):
        return f'<hold for="{self.span(self.rng.randint(1, 30))}"/>'

    def cycle(self):
        """m cuts of the cycle's first dose, then a hold."""
        rate = self.rate()
        m = int((rate["per"] or rate["every"]).split()[0]) // int((rate["every"] or rate["per"]).split()[0])
        return self.reduce(by=self.percent(1, 5), of="cycle", **rate, hold_after=m * self.rng.randint(1, 3),
                           hold=self.span(self.rng.randint(1, 20)), **self.finish(self.rng.uniform(0.4, 0.9)))

    def bands(self):
        edges = sorted({0, self.level // 2, self.level * 3 // 4} - {self.level})
        rows = "".join(f'<band above="{mg(edge)}" by="{self.band_cut(edge)}"{self.band_every()}/>' for edge in reversed(edges))
        said = self.reduce(every=self.span(self.rng.randint(1, 14)), **self.finish_low(self.rng.uniform(0.3, 0.9)))
        return said[:-2] + f">{rows}</reduce>"

    def band_cut(self, edge):
        return self.percent(3, 12) if self.rng.random() < 0.4 else mg(max(1, (edge or self.level) // self.rng.randint(10, 40)))

    def band_every(self):
        return f' every="{self.span(self.rng.randint(1, 14))}"' if self.rng.random() < 0.4 else ""

    def occupancy(self):
        """By points, or in equal steps to a dose."""
        said = {"of": "occupancy", "every": self.span(self.rng.randint(1, 14)), "k": mg(max(1, self.level // self.rng.randint(1, 5))),
                "k_source": "made up"}
        if self.rng.random() < 0.5:
            return self.reduce(by=self.percent(1, 6), **said, **self.finish(self.rng.uniform(0.4, 0.9)))
        self.level = max(1, int(self.level * self.rng.uniform(0.4, 0.9)))
        return self.reduce(**said, until=mg(self.level), cuts=self.rng.randint(1, 30))

    def divide(self):
        at = sorted(self.rng.sample(range(4), self.rng.randint(1, 4)))
        self.times = at
        weights = " ".join(str(self.rng.randint(1, 5)) for _ in at) if self.rng.random() < 0.5 else None
        days = self.span(self.rng.randint(1, 10)) if self.rng.random() < 0.5 else None
        return f"<divide{attributes({'at': ' '.join(WORDS[t] for t in at), 'weights': weights, 'for': days})}/>"

    @staticmethod
    def span(days):
        return "1 day" if days == 1 else f"{days} days"

    def rate(self):
        """per and every: a rate period of m cuts."""
        every = self.rng.choice([1, 1, 2, 3, 5, 7, 7, 10, 14])
        m = self.rng.choice([1, 1, 2, 3, 4, 7, 14])
        both = self.rng.random()
        return {"per": self.span(every * m) if m > 1 or both < 0.7 else None,
                "every": self.span(every) if m > 1 or both > 0.3 else None,
                "inside": "straight" if m > 1 else None}

    def finish(self, share):
        """until or cuts, so that the step ends."""
        if self.rng.random() < 0.4:
            return {"cuts": self.rng.randint(1, 30)}
        self.level = max(1, int(self.level * share))
        return {"until": mg(self.level if self.rng.random() < 0.5 else max(1, self.level // 1000) * 1000)}

    def finish_low(self, share):
        """The same, now and then at zero."""
        self.to_nothing = self.rng.random() < 0.15
        return {"until": "0 mg"} if self.to_nothing else self.finish(share)

    def random_order(self):
        """One order of the times for the whole plan, or none."""
        if len(self.times) < 2 or self.rng.random() < 0.7:
            return None
        return " ".join(self.rng.sample([WORDS[t] for t in self.times], len(self.times)))

    def reduce(self, **said):
        falls = self.rng.choice([None, None, None, "together", "in-turn", "in-rotation"])
        if "hold" not in said and self.rng.random() < 0.2:
            said.update(hold_after=self.rng.randint(1, 4), hold=self.span(self.rng.randint(1, 10)))
        return f"<reduce{attributes({**said, 'falls': falls, 'order': self.order})}/>"

    def percent(self, low, high):
        return oracle.decimal(self.rng.randint(low * 1000, high * 1000), 3) + " %"

    def amount(self):
        cut = max(1, self.level // self.rng.randint(8, 60))
        return self.reduce(by=mg(cut), **self.rate(), **self.finish_low(self.rng.uniform(0.3, 0.9)))

    def of_current(self):
        rate = self.rate()
        if rate["inside"]:
            rate["inside"] = self.rng.choice(["straight", "exponential"])
        return self.reduce(by=self.percent(2, 15), of="current", **rate, **self.finish(self.rng.uniform(0.4, 0.9)))

    def of_original(self):
        return self.reduce(by=self.percent(1, 10), of="original", **self.rate(), **self.finish_low(self.rng.uniform(0.4, 0.9)))

    def explicit(self):
        return "<list>" + "".join(self.row() for _ in range(self.rng.randint(1, 6))) + "</list>"

    def row(self):
        """A row falls, as a rule; now and then it gives a dose for each time."""
        days = self.span(self.rng.randint(1, 20))
        self.level = max(len(self.times), int(self.level * self.rng.uniform(0.7, 1.0)))
        if self.rng.random() < 0.6:
            return f'<step for="{days}" dose="{mg(self.level)}"/>'
        shares = targets.split(self.level, [self.rng.randint(1, 5) for _ in self.times])
        doses = "".join(f'<dose at="{WORDS[t]}">{mg(s)}</dose>' for t, s in zip(self.times, shares) if s)
        return f'<step for="{days}">{doses}</step>'


class CrossWriter(Writer):
    """From one drug to another, wholly or in part, then on with each."""

    def __init__(self, rng, number, house):
        super().__init__(rng, number, house)
        others = [f for f in house.formulas if f.drug != self.formula.drug]
        self.other = rng.choice(others)
        self.other_strength, self.other_syringe = rng.choice(self.other.strengths), rng.choice(house.shop.syringes)

    def steps(self):
        a, b = self.formula.drug, self.other.drug
        whole = self.rng.random() < 0.6
        steps = [self.hold()] if self.rng.random() < 0.5 else []
        steps.append(self.stages() if whole and self.rng.random() < 0.3 else self.cross(whole))
        if not whole:
            steps.append(f'<hold for="{self.span(self.rng.randint(1, 20))}"/>')
            steps.append(f'<reduce drug="{a}" by="{self.percent(5, 20)}" of="current" every="7 days" cuts="{self.rng.randint(1, 6)}"/>')
            steps.append(f'<stop drug="{a}"/>')
        steps.append(f'<reduce drug="{b}" by="{self.percent(3, 12)}" of="{self.rng.choice(["current", "original"])}" '
                     f'every="{self.span(self.rng.randint(1, 14))}" cuts="{self.rng.randint(1, 8)}"/>')
        steps.append(f'<stop drug="{b}"/>')
        return steps

    def ratio(self):
        """Such that the other drug's largest dose fits its syringe."""
        most = self.other_syringe.capacity * self.other_strength.mass // self.other_strength.volume
        return max(self.doses), max(1, most * self.rng.randint(30, 95) // 100)

    def stages(self):
        """A list of both drugs' doses, stage by stage, as published tables have it."""
        a, b = self.ratio()
        parts = sorted(self.rng.sample(range(1, 8), self.rng.randint(1, 4)))
        rows = "".join(f'<step for="{self.span(self.rng.randint(1, 14))}">{self.stage(part, 8, a, b)}</step>' for part in parts + [8])
        said = {"drug": self.formula.drug, "to": self.other.drug, "ratio": f"{mg(a)} = {mg(b)}", "table": "Ashton 2002"}
        return f"<list{attributes(said)}>{rows}</list>"

    def stage(self, part, of, a, b):
        """`part` of `of` exchanged at every time; doses of the first drug name it or not."""
        doses = []
        for time, dose in zip(self.times, self.doses):
            gone = dose * part // of
            name = self.rng.choice(["", f' drug="{self.formula.drug}"'])
            doses.append((time, name, dose - gone))
            doses.append((time, f' drug="{self.other.drug}"', gone * b // a))
        return "".join(f'<dose at="{WORDS[t]}"{name}>{mg(m)}</dose>' for t, name, m in doses if m)

    def cross(self, whole):
        a, b = self.ratio()
        ratio = f"{mg(a)} = {mg(b)}"
        names = [WORDS[t] for t in self.times]
        order = None if whole and self.rng.random() < 0.5 else " ".join(self.rng.sample(names, len(names)))
        said = {"drug": self.formula.drug, "to": self.other.drug, "ratio": ratio, "table": "Ashton 2002", "order": order,
                "portions": self.rng.randint(1, 6), "every": self.span(self.rng.randint(1, 10)),
                "moves": None if whole else self.percent(20, 90), "gives": self.percent(60, 99) if self.rng.random() < 0.3 else None}
        return f"<cross{attributes(said)}/>"

    def liquids(self):
        if self.chosen:
            return ""
        return (self.liquid(self.formula, self.strength, self.syringe, "")
                + self.liquid(self.other, self.other_strength, self.other_syringe, ""))

    def drugs(self):
        return [self.formula.drug, self.other.drug]


# --------------------------------------------------------------------------------------- what happened

EVENT = '<event what="{what}" on="{on}" by="R. Person, MD" role="prescriber"{more}/>'


class Happened:
    """Events laid one after the other over a plan that is known so far."""

    def __init__(self, rng, text, judge):
        self.rng, self.text, self.judge = rng, text, judge
        self.judgement = judge(text)
        self.events, self.day, self.open_hold = [], 0, False
        for _ in range(rng.randint(1, 4)):
            self.day += rng.randint(1, 40)
            if self.day >= self.judgement.fastest.count - 1:
                break
            self.one()

    def one(self):
        kinds = ["slowed", "resumed"] if self.open_hold else \
            ["held", "held", "slowed", "resumed", "missed", "reversed", "reversed", "source-changed", "stopped", "maintained"]
        what = self.rng.choice(kinds)
        more, days = getattr(self, "more_" + what.replace("-", "_"))()
        if more is None:
            return
        on = self.judgement.fastest.date(self.day)
        added = self.events + [EVENT.format(what=what, on=on, more=more)]
        text = self.text.replace("</taper>", "</taper>" + "".join(added))
        self.open_hold = what == "held" and days == 0
        if not self.open_hold:
            self.judgement = self.judge(text)
        self.events = added
        self.day += days

    def days(self):
        days = self.rng.randint(1, 20)
        return f' for="{Writer.span(days)}"', days

    def more_held(self):
        return ("", 0) if self.rng.random() < 0.3 else self.days()

    def more_slowed(self):
        return f' pace="{self.rng.choice(["50 %", "33.333 %", "75 %", "10 %"])}"', 0

    def more_resumed(self):
        return "", 0

    def more_missed(self):
        return self.days()

    def more_source_changed(self):
        return "", 0

    def more_stopped(self):
        return "", 4000

    def more_maintained(self):
        more, days = self.days()
        return (more if self.rng.random() < 0.5 else ""), 4000 + days

    def more_reversed(self):
        """To one of the doses taken before that is above the present one."""
        drug = self.rng.choice(self.judgement.fastest.drugs)
        taken = [sum(d) for d in drug.days[:self.day] if any(d)]
        above = sorted({t for t in taken if t > taken[-1]}) if taken else []
        if not above:
            return None, 0
        more, days = self.days()
        return f' to="{mg(self.rng.choice(above))}" drug="{drug.name}"' + more, days

    def result(self):
        if self.open_hold:
            self.events.pop()
        return self.text.replace("</taper>", "</taper>" + "".join(self.events))


# ------------------------------------------------------------------------------------------- the run

def usable(judgement):
    """Valid for the program too: nothing over the syringe, not too long for a slice."""
    plan = judgement.plan
    last = min(plan.count, plan.dated) - 1
    if not 0 < plan.count <= DAYS_MOST or any(x.start > plan.date(last) for x in judgement.rx.liquids):
        return False
    drugs = range(len(plan.drugs))
    return all(day_usable(judgement, drug, day) for drug in drugs for day in range(plan.count))


def day_usable(judgement, drug, day):
    """No dose over the syringe, and not a whole day that measures as none."""
    volumes = judgement.schedule.volumes(drug, day)
    if not any(volumes):
        return not any(judgement.plan.drugs[drug].days[day])
    return max(volumes) <= judgement.ladder.days[drug][day].syringe


def written(rng, number, house):
    crosses = len({f.drug for f in house.formulas}) > 1 and rng.random() < 0.25
    return (CrossWriter if crosses else Writer)(rng, number, house).xml()


def random_prescription(rng, number, house, folder, refused):
    """One that the oracle can plan; those it refuses are counted."""
    path = os.path.join(folder, "one.xml")

    def judge(text):
        with open(path, "w", encoding="utf-8") as out:
            out.write(text.replace("<prescription ", '<prescription xmlns="urn:microtaper:prescription:1" ', 1))
        return oracle.judge_file(path, house)[0]

    while True:
        text = written(rng, number, house)
        try:
            if rng.random() < 0.3:
                text = Happened(rng, text, judge).result()
            judgement = judge(text)
        except targets.Refused as why:
            refused[str(why)] += 1
            continue
        if usable(judgement):
            return text, judgement
        refused["over the syringe, a day that measures as none, or too long"] += 1


def approve(runner, templates):
    """Papers are refused until a pharmacist has approved the formulas: here, of the shop just written."""
    files = sorted(glob.glob(os.path.join(templates, "formulas", "*.xml")))
    done = runner.run("approve", *files, "--by", "R. Random, RPh", "--on", "2026-01-01")
    if done.returncode:
        raise RuntimeError(f"approve: exit {done.returncode}\n{done.stderr}")


def drawn(rng, numbers, templates, folder, refused):
    """One shop and a file of many prescriptions: their texts, what the oracle has of them, the file and the program for it."""
    shop = os.path.join(folder, "shop.xml")
    with open(shop, "w", encoding="utf-8") as out:
        out.write(random_shop(rng))
    with open(os.path.join(folder, "inventory.xml"), "w", encoding="utf-8") as out:
        out.write(random_inventory(rng))
    templates = random_templates(rng, templates, folder)
    house = oracle.House(shop, templates)
    made = [random_prescription(rng, f"R-{n}", house, folder, refused) for n in numbers]
    path = os.path.join(folder, "many.xml")
    with open(path, "w", encoding="utf-8") as out:
        out.write('<?xml version="1.0" encoding="UTF-8"?>\n<prescriptions xmlns="urn:microtaper:prescription:1">\n'
                  + "\n".join(text for text, _ in made) + "\n</prescriptions>\n")
    runner = program.Program(shop, templates)
    approve(runner, templates)
    return [text for text, _ in made], [judgement for _, judgement in made], path, runner


def chunk(rng, numbers, args, folder, tally, refused):
    """One shop, many prescriptions, one run of the program."""
    texts, judgements, path, runner = drawn(rng, numbers, args.templates, folder, refused)
    compare.compare_plans(judgements, path, runner, tally, path)
    properties.check_all(judgements, runner, path, tally)
    replans.check(rng, [(j.rx.number, text) for text, j in zip(texts, judgements)], runner, path, folder, properties.Checks(tally, path))


def keep(folder, where):
    """Keeps what failed."""
    shutil.rmtree(where, ignore_errors=True)
    shutil.copytree(folder, where)
    print(f"kept in {where}: shop.xml, templates, many.xml")


def run(args):
    tally, refused = compare.Tally(), Counter()
    with tempfile.TemporaryDirectory() as folder:
        for first in range(0, args.count, args.chunk):
            rng = random.Random(f"{args.seed}/{first}")
            before = copy.copy(tally.wrong)
            chunk(rng, range(first, min(first + args.chunk, args.count)), args, folder, tally, refused)
            if tally.wrong != before:
                keep(folder, args.keep)
                break
    print(f"seed {args.seed}: {args.count} prescriptions; drawn again: {dict(refused)}")
    return 0 if tally.report() else 1


def main():
    parser = oracle.options("Random prescriptions through program and oracle")
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--chunk", type=int, default=50)
    parser.add_argument("--keep", default=os.path.join(oracle.ROOT, "build", "random-failed"))
    return run(parser.parse_args())


if __name__ == "__main__":
    sys.exit(main())
