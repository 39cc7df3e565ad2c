# SPDX-License-Identifier: GPL-3.0-or-later
"""ARITHMETIC.md 3.1: the last day of the same plan at half the pace."""
import copy
import datetime
import xml.etree.ElementTree as ET
from fractions import Fraction

import readers
import targets

DOUBLED = {"reduce": ("per", "every"), "band": ("every",), "cross": ("every",), "step": ("for",)}


def twice(element):
    """Every rate period of a step, and each row of a list, takes twice as long."""
    for one in element.iter():
        for name in DOUBLED.get(readers.tag(one), ()):
            if one.get(name):
                one.set(name, f"{2 * readers.days(one.get(name))} days")
    return element


def slowed(events):
    """One more event: half of the pace in force, once the last event's days are over."""
    ordered = sorted(events, key=lambda e: e.get("on"))
    last = ordered[-1]
    if last.get("what") in ("stopped", "maintained"):
        return None
    pace = Fraction(1)
    for event in ordered:
        pace = {"slowed": readers.share(event.get("pace") or "100 %"), "resumed": Fraction(1)}.get(event.get("what"), pace)
    days = readers.days(last.get("for")) if last.get("for") else 0
    e8 = (pace * 10 ** 8 + 1) // 2
    at = readers.date(last.get("on")) + datetime.timedelta(days=days)
    percent = format(e8 / 10 ** 6, ".6f").rstrip("0").rstrip(".")
    return ordered + [ET.Element("event", {"what": "slowed", "on": at.isoformat(), "pace": percent + " %"})]


def last_day(rx, shop):
    """Its date; "too long", or "" where nothing could be slower."""
    slow = copy.copy(rx)
    if rx.led_by == "symptoms":
        return ""
    if rx.events:
        slow.events = slowed(rx.events)
        if slow.events is None:
            return ""
    else:
        slow.steps = [twice(copy.deepcopy(step)) for step in rx.steps]
    try:
        plan = targets.Plan(slow, shop)
    except targets.Refused as why:
        return "too long" if "3,660" in str(why) else ""
    return plan.date(plan.count - 1).isoformat()
