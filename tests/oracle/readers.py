# SPDX-License-Identifier: GPL-3.0-or-later
"""XML to plain Python values: integers of ng and nL, exact fractions, civil dates.

Only what the arithmetic needs is read; whether a file is well made is the program's business and the XSD's.
"""
import datetime
import os
import xml.etree.ElementTree as ET
from collections import namedtuple
from fractions import Fraction

from orders import Order, Replaced, Tablets


class Refused(Exception):
    """The prescription makes no plan, or no papers."""


NG_PER_MG = 1_000_000
NL_PER_ML = 1_000_000
MASS_UNITS = {"mg": 1_000_000, "mcg": 1_000, "g": 1_000_000_000, "ng": 1}
VOLUME_UNITS = {"mL": 1_000_000, "L": 1_000_000_000}

Strength = namedtuple("Strength", "mass volume")
Liquid = namedtuple("Liquid", "drug strength syringe graduation formula start")
Syringe = namedtuple("Syringe", "capacity graduation reliable")
BottleSize = namedtuple("BottleSize", "capacity name")


def tag(element):
    """The local name of an element."""
    return element.tag.rsplit("}", 1)[-1]


def children(element, name):
    return [child for child in element if tag(child) == name]


def child(element, name):
    found = children(element, name)
    return found[0] if found else None


def scaled(text, units, what):
    """'0.25 mg' as an integer of the smallest unit."""
    number, unit = text.strip().split(" ")
    value = Fraction(number) * units[unit]
    if value.denominator != 1:
        raise ValueError(f"{what} finer than the smallest unit: {text}")
    return int(value)


def mass(text):
    return scaled(text, MASS_UNITS, "mass")


def volume(text):
    return scaled(text, VOLUME_UNITS, "volume")


def share(text):
    """'5 %' as the fraction 1/20."""
    number, sign = text.strip().split(" ")
    if sign != "%":
        raise ValueError(f"not a percentage: {text}")
    return Fraction(number) / 100


def strength(text):
    """'0.1 mg per mL' or '10 mg per 100 mL'."""
    left, right = text.strip().split(" per ")
    return Strength(mass(left), volume(right if " " in right else "1 " + right))


def days(text):
    number, unit = text.strip().split(" ")
    if unit not in ("day", "days"):
        raise ValueError(f"not days: {text}")
    return int(number)


def date(text):
    return datetime.date.fromisoformat(text)


def syringe_order(item):
    return item.capacity, item.graduation


class Shop:
    """shop.xml, with the beyond-use profile it names."""

    WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]

    def __init__(self, path, tables):
        root = ET.parse(path).getroot()
        beyond = child(root, "beyond-use")
        supply = child(root, "supply")
        overage = child(root, "overage")
        self.profile = tables.profiles[beyond.get("profile")]
        self.counting = beyond.get("counting")
        self.times = [t.get("name") for t in children(root, "time")]
        self.time_weights = [int(t.get("weight", "1")) for t in children(root, "time")]
        self.syringes_as_listed = [read_syringe(s) for s in children(root, "syringe")]
        self.syringes = sorted(self.syringes_as_listed, key=syringe_order)
        self.bottles = sorted((BottleSize(volume(b.get("capacity")), b.get("name"))
                               for b in children(root, "bottle")), key=lambda b: b.capacity)
        self.supply = days(supply.get("days") + " days")
        self.ahead = days(supply.get("ahead"))
        self.reserve = days(supply.get("reserve"))
        self.overage = share(overage.get("share"))
        self.sensitivity = mass(child(root, "balance").get("sensitivity"))
        self.loss = volume(overage.get("per-draw"))
        closed = children(root, "closed")
        self.closed_weekdays = {self.WEEKDAYS.index(c.get("weekday")) for c in closed if c.get("weekday")}
        self.closed_dates = {date(c.get("on")) for c in closed if c.get("on")}

    def is_closed(self, day):
        return day.weekday() in self.closed_weekdays or day in self.closed_dates


def read_syringe(element):
    reliable = element.get("reliable-from")
    return Syringe(volume(element.get("capacity")), volume(element.get("graduation")), volume(reliable) if reliable else None)


Lot = namedtuple("Lot", "of expires on_hand factor")


def inventory(shop_file):
    """inventory.xml beside the shop file, where there is one; `factor` is what the certificate makes of a weight."""
    path = os.path.join(os.path.dirname(shop_file), "inventory.xml")
    if not os.path.exists(path):
        return []
    return [read_lot(item) for item in children(ET.parse(path).getroot(), "item")]


def read_lot(item):
    factor = Fraction(1)
    if item.get("assay"):
        factor /= share(item.get("assay"))
    if item.get("basis") == "dried":
        factor /= 1 - share(item.get("loss-on-drying"))
    number, unit = item.get("on-hand").split(" ")
    units = {**MASS_UNITS, **VOLUME_UNITS}
    return Lot(item.get("of"), date(item.get("expires")), Fraction(number) * units.get(unit, 1), factor)


class Formula:
    """One master formulation record."""

    def __init__(self, path):
        root = ET.parse(path).getroot()
        self.id = root.get("id")
        self.drug = root.get("drug")
        self.strengths = [strength(s.text) for s in children(root, "strength")]
        self.lines = [line for line in root if tag(line) in ("active", "part", "qs")]
        beyond = child(root, "beyond-use")
        self.bud_class = beyond.get("class")
        self.bud_days = beyond.get("days")

    def makes(self, drug, wanted):
        same = any(s.mass * wanted.volume == wanted.mass * s.volume for s in self.strengths)
        return self.drug == drug and same


class Prescription:
    """One <prescription>; `steps` stay XML elements, read by the stage that works them off."""

    def __init__(self, root, shop):
        self.number = root.get("number")
        self.revision = root.get("revision")
        taper = child(root, "taper")
        self.starts = date(taper.get("starts"))
        self.led_by = taper.get("led-by")
        self.review = date(taper.get("review")) if taper.get("review") else None
        self.longest = days(taper.get("longest")) if taper.get("longest") else None
        self.back = taper.get("back") == "yes"
        self.steps = list(taper)
        self.takings = [(t.get("drug"), timed_doses(t, shop)) for t in children(root, "taking")]
        self.tablets = [(t.get("drug"), timed_doses(t, shop), read_tablets(child(t, "tablets")))
                        for t in children(root, "taking") if children(t, "tablets")]
        self.events = children(root, "event")
        self.replaced = [read_replaced(r) for r in children(root, "replaced")]
        self.orders = [read_order(o) for o in children(root, "order")]
        self.liquids = [read_liquid(x, self.starts) for x in children(root, "liquid")]


def timed_doses(element, shop, wanted=lambda dose: True):
    """The <dose at="..."> children that are wanted, as one mass a time of day."""
    doses = [0] * len(shop.times)
    for dose in filter(wanted, children(element, "dose")):
        doses[shop.times.index(dose.get("at"))] = mass(dose.text)
    return doses


def read_tablets(element):
    return Tablets(mass(element.get("each")), int(element.get("on-hand").split(" ")[0]), date(element.get("counted")))


def read_order(element):
    return Order(element.get("drug"), volume(element.get("quantity")), int(element.get("refills")), date(element.get("written")),
                 element.get("partial") == "yes")


def read_replaced(element):
    order = element.get("order")
    return Replaced(element.get("drug"), element.get("bottle"), date(element.get("from")), date(element.get("on")), date(order) if order else None)


def read_liquid(element, starts):
    start = date(element.get("from")) if element.get("from") else starts
    return Liquid(element.get("drug"), strength(element.get("strength")), volume(element.get("syringe")),
                  volume(element.get("graduation")), element.get("formula"), start)


def prescriptions(path, shop):
    """Each prescription of a file that holds one or many."""
    root = ET.parse(path).getroot()
    found = [root] if tag(root) == "prescription" else children(root, "prescription")
    return [Prescription(element, shop) for element in found]


def formulas(templates):
    folder = os.path.join(templates, "formulas")
    return [Formula(os.path.join(folder, name)) for name in sorted(os.listdir(folder)) if name.endswith(".xml")]


class Tables:
    """templates/tables: the beyond-use profiles (name -> class -> days) and the limits."""

    def __init__(self, templates):
        root = ET.parse(os.path.join(templates, "tables", "bud.xml")).getroot()
        self.profiles = {p.get("name"): read_profile(p) for p in root.iter() if tag(p) == "profile"}
        drugs = ET.parse(os.path.join(templates, "tables", "drugs.xml")).getroot()
        self.molar_masses = {d.get("name"): Fraction(d.get("molar-mass")) for d in children(drugs, "drug") if d.get("molar-mass")}
        self.schedule_iv = {d.get("name") for d in children(drugs, "drug") if d.get("schedule-iv") == "yes"}
        self.drug_codes = {d.get("name"): int(d.get("code")) for d in children(drugs, "drug")}
        equals = ET.parse(os.path.join(templates, "tables", "equivalences.xml")).getroot()
        self.equivalences = [(t.get("name"), {r.get("drug"): (mass(r.get("low")), mass(r.get("high"))) for r in children(t, "row")})
                             for t in children(equals, "table")]
        limits = ET.parse(os.path.join(templates, "tables", "limits.xml")).getroot()
        self.lag = share(child(limits, "lag").get("share"))
        syringes = child(limits, "measure")
        self.reliable_bound = share(syringes.get("reliable"))
        self.weigh_tolerance = share(child(limits, "weigh").get("tolerance"))
        self.tolerances = [read_tolerance(s) for s in children(syringes, "syringe")]


def read_tolerance(element):
    """Capacity it holds below (None: any), base of the capacity, slope of the volume."""
    below = element.get("below")
    return volume(below) if below else None, share(element.get("base")), share(element.get("slope"))


Profile = namedtuple("Profile", "days longest")


def read_profile(element):
    classes = {c.get("name"): days(c.get("days") + ("" if " " in c.get("days") else " days"))
               for c in children(element, "class")}
    longest = element.get("longest")
    return Profile(classes, days(longest + ("" if " " in longest else " days")))
