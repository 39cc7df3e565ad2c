#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""generate.py COUNT [--seed N]: COUNT prescriptions in one file, on standard output; the same seed gives the same bytes.

Each asks for one label, one worksheet and a chart of 120 rows: 30 days of four doses a day, cut a little every day.  What
differs from one to the next is what differs in a pharmacy: names, addresses, purposes, doses, rates.  They are made with
the shop that `shop` below makes of samples/shop.xml: a supply of 30 days.
"""
import argparse
import random
import re
import sys

FIRST = "Jordan Robin Zoë Casey Anaïs Morgan José Riley Søren Quinn Marta Devon Łucja Alex Nuño Jamie Ines Taylor".split()
LAST = "Avery Ångström Bailey Núñez Carter Okafor Délano Fischer García Hansen Ivers Nguyen Kowalski Müller Oduya".split()
STREETS = ("Larch Lane", "Quay Street", "Mill Road", "Harbor View", "Åsgatan", "Congress Street")
PURPOSES = ("Coming off clonazepam slowly", "Slow reduction of clonazepam", "Reducing clonazepam over the next years")

PRESCRIPTION = """<prescription number="B-{number}" revision="1">
  <patient name="{name}" born="{born}" address="{address}, Portland, ME 04102" language="en" print="standard"/>
  <prescriber name="Dana Whitfield, MD" address="200 Medical Park, Portland, ME 04101" phone="+1 555 0100" dea="FW0000000"/>
  <order drug="clonazepam" quantity="480 mL" refills="5" written="2026-11-20"/>
  <purpose>{purpose}</purpose>
  <rationale>Tablets cannot make reductions of {rate} % of a dose of {morning} mg.</rationale>
  <taking drug="clonazepam">
    <dose at="morning">{morning} mg</dose>
    <dose at="noon">{noon} mg</dose>
    <dose at="evening">{evening} mg</dose>
    <dose at="bedtime">{bedtime} mg</dose>
  </taking>
  <liquid drug="clonazepam" strength="0.1 mg per mL" syringe="5 mL" graduation="0.2 mL"/>
  <taper starts="2026-12-01" led-by="calendar">
    <reduce by="{rate} %" of="current" per="28 days" every="1 day" inside="straight" until="0.84 mg"/>
  </taper>
</prescription>
"""


def hundredths(rng, least, most):
    """A dose on a mark, 0.02 mg, as the program reads it: no zero at its end."""
    return f"{rng.randrange(least, most + 1, 2) / 100:.2f}".rstrip("0")


def prescription(rng, number):
    return PRESCRIPTION.format(
        number=number, name=f"{rng.choice(FIRST)} {rng.choice(LAST)}", purpose=rng.choice(PURPOSES),
        born=f"{rng.randrange(1935, 2001)}-{rng.randrange(1, 13):02}-{rng.randrange(1, 29):02}",
        address=f"{rng.randrange(1, 400)} {rng.choice(STREETS)}", rate=rng.randrange(8, 11),
        morning=hundredths(rng, 28, 34), noon=hundredths(rng, 22, 26), evening=hundredths(rng, 22, 26),
        bedtime=hundredths(rng, 28, 34))


def prescriptions(count, seed):
    """The file, piece by piece: a hundred thousand of them need no memory."""
    rng = random.Random(seed)
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<prescriptions xmlns="urn:microtaper:prescription:1">\n'
    for number in range(1, count + 1):
        yield prescription(rng, number)
    yield "</prescriptions>\n"


def shop(sample):
    """The samples' shop with a supply of 30 days."""
    text, changed = re.subn(r'<supply days="\d+"', '<supply days="30"', sample)
    if changed != 1:
        sys.exit("the sample shop has no <supply days=...>")
    return text


def main():
    parser = argparse.ArgumentParser(description="Prescriptions for the bench.")
    parser.add_argument("count", type=int)
    parser.add_argument("--seed", type=int, default=7)
    asked = parser.parse_args()
    sys.stdout.reconfigure(encoding="utf-8")
    sys.stdout.writelines(prescriptions(asked.count, asked.seed))


if __name__ == "__main__":
    main()
