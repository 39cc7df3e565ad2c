# SPDX-License-Identifier: GPL-3.0-or-later
"""ARITHMETIC.md 5: what to count, weigh and measure for the bottles of one fill."""
from collections import namedtuple
from fractions import Fraction
from math import ceil, floor

from readers import NL_PER_ML, mass, share, strength, tag, volume
from targets import Refused, rhe

Line = namedtuple("Line", "name kind count volume target low high apart", defaults=[False])     # apart: no part of the final volume
Batch = namedtuple("Batch", "formula strength contents need volume drug lines")


def batches(fill, house):
    """One for each formula and strength, in the order of their first bottle."""
    groups = {}
    for bottle in fill.bottles:
        rung = bottle.rung
        key = rung.formula.id, Fraction(rung.strength.mass, rung.strength.volume)
        groups.setdefault(key, []).append(bottle)
    return [make(house, group, fill) for group in groups.values()]


def lot_of(house, name, needed, fill):
    """5.6: not expired; first those that last to the discard-after date, then those that hold enough, then the first to expire."""
    lots = [lot for lot in house.lots if lot.of == name and lot.expires >= fill.made_on]
    return min(lots, default=None, key=lambda lot: (lot.expires < fill.discard_after, lot.on_hand < needed, lot.expires))


def make(house, bottles, fill):
    rung = bottles[0].rung
    contents = sum(b.contents for b in bottles)
    need = ceil(contents * (1 + house.shop.overage))
    active = next(x for x in rung.formula.lines if tag(x) == "active")
    source_lines, final, drug = ACTIVES[active.get("source")](active, need, rung, house, fill)
    lines = []
    for element in rung.formula.lines:
        lines.extend(source_lines if element is active else [part_line(element, final)])
    return Batch(rung.formula, rung.strength, contents, need, final, drug, fill_up(lines, final))


def tablets(active, need, rung, *_):
    """5.2: the count is rounded up and the final volume follows."""
    each, made = mass(active.get("each")), rung.strength
    count = ceil(Fraction(need * made.mass, made.volume * each))
    if active.get("take") == "fraction":
        drug = ceil(Fraction(need * made.mass, made.volume))
        return [Line(active.get("name"), "count", ceil(Fraction(drug, each)), 0, 0, 0, 0)], need, drug
    final = Fraction(count * each * made.volume, made.mass)
    if final.denominator != 1:
        raise Refused("a final volume that is no whole number of nL")
    return [Line(active.get("name"), "count", count, 0, 0, 0, 0)], int(final), count * each


def powder(active, need, rung, house, fill):
    """5.2: need M / V rounded up; the final volume is the need.  Without a lot's assay it is weighed as pure."""
    drug = ceil(Fraction(need * rung.strength.mass, rung.strength.volume))
    factor = Fraction(1)
    if active.get("molar-mass"):
        factor = Fraction(active.get("molar-mass")) / house.tables.molar_masses[rung.formula.drug]
    lot = lot_of(house, active.get("name"), drug * factor, fill)
    if lot:
        factor *= lot.factor
    tolerance = share(active.get("tolerance")) if active.get("tolerance") else house.tables.weigh_tolerance
    return weighed(active, rhe(drug * factor), tolerance, ceil(house.shop.sensitivity / tolerance)), need, drug


def weighed(active, wanted, tolerance, least):
    """5.5: by itself, or as part of a triturate where it is below what the balance can weigh."""
    if wanted >= least:
        return [weigh_line(active.get("name"), wanted, tolerance)]
    if active.get("solvent"):
        taken = volume(active.get("aliquot"))
        solution = ceil(Fraction(least * taken, wanted * NL_PER_ML)) * NL_PER_ML
        return [weigh_line(active.get("name"), rhe(Fraction(wanted * solution, taken)), tolerance),
                Line(active.get("solvent"), "volume", 0, solution, 0, 0, 0, True),
                Line(None, "volume", 0, taken, 0, 0, 0)]
    if not active.get("diluent"):
        raise Refused("a weight below the balance without a diluent")
    aliquot = max(least, 2 * wanted)
    mixture = rhe(Fraction(least * aliquot, wanted))
    return [weigh_line(active.get("name"), least, tolerance), weigh_line(active.get("diluent"), mixture - least, tolerance),
            weigh_line(None, aliquot, tolerance)]


def weigh_line(name, target, tolerance):
    """5.4"""
    return Line(name, "weigh", 0, 0, target, ceil(target * (1 - tolerance)), floor(target * (1 + tolerance)))


def liquid(active, need, rung, *_):
    """5.2: so much of a stronger liquid."""
    source = strength(active.get("strength"))
    drug = ceil(Fraction(need * rung.strength.mass, rung.strength.volume))
    taken = rhe(Fraction(drug * source.volume, source.mass))
    return [Line(active.get("name"), "volume", 0, taken, 0, 0, 0)], need, drug


ACTIVES = {"tablets": tablets, "powder": powder, "liquid": liquid}


def part_line(element, final):
    """5.3"""
    if tag(element) == "qs":
        return Line(element.get("name"), "qs", 0, None, 0, 0, 0)
    if element.get("share"):
        return Line(element.get("name"), "volume", 0, rhe(final * share(element.get("share"))), 0, 0, 0)
    return Line(element.get("name"), "volume", 0, volume(element.get("volume")), 0, 0, 0)


def fill_up(lines, final):
    """The QS line is what the other volumes leave."""
    rest = final - sum(x.volume for x in lines if x.kind == "volume" and not x.apart)
    if rest < 0:
        raise Refused("parts of more than the final volume")
    return [x._replace(volume=rest) if x.kind == "qs" else x for x in lines]
