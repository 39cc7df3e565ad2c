#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Works worksheets out again from their paper alone, as a second pharmacist would: the text of their PDF, exact fractions,
nothing of the program.  Bottles from their days and doses, overage, drug, source, factors, what is made first, the other parts,
low and high, discard date, reconciliation.  The doses of each bottle are compared with `plan --format csv` besides.

    worksheets.py --program build/microtaper --shop samples/shop.xml --templates templates --out OUT [--least CHECKS] FILE...
"""
import argparse
import csv
import datetime
import glob
import io
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from fractions import Fraction as F
from math import ceil, floor

NUMBER = r"\d(?:[\d,.]*\d)?"
MILLION = 1000000


def run(*command):
    return subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False).stdout.decode("utf-8", "replace")


class Sheet:
    """The text of one worksheet, with its numbers as fractions."""

    def __init__(self, path, templates):
        self.text = " ".join(run("pdftotext", "-enc", "UTF-8", "-layout", path, "-").replace("\u00a0", " ").split())
        self.cells = " ".join(run("pdftotext", "-enc", "UTF-8", "-raw", path, "-").replace("\u00a0", " ").split())   # row by row, cell by cell
        self.spanish = "Registro de preparación" in self.text
        words = ET.parse(os.path.join(templates, "words", "es.xml" if self.spanish else "en.xml")).getroot()
        self.decimal, self.group = words.get("decimal"), words.get("group")

    def number(self, text):
        text = text.rstrip(".,")
        return F(text.replace(self.group, "").replace(self.decimal, "."))

    def products(self, text):
        """[(days or draws, sum of the volumes)] of "14 x (4.6 + 4.8) + 3 x 5"."""
        found = []
        for times, several, one in re.findall(r"(\d+) x (?:\(([^)]*)\)|(%s))" % NUMBER, text):
            found.append((int(times), sum(self.number(n) for n in (several.split(" + ") if several else [one]))))
        return found

    def bottles(self):
        """(prescription, fill, letter, days, runs, reserve, loss, need, contents) of each bottle, as printed."""
        days, reserve, loss, filled = ("días?, en mL", r"reserva", r"pérdida al extraer", "se llena hasta") if self.spanish else (
            "days?, in mL", r"reserve", "drawing loss", "filled to")
        pattern = (r"(\d+) %s: ((?:(?!%s|%s).)*) \+ (?:%s (\d+ x [^a-zé]*?) \+ )?%s (\d+ x %s) = (%s) mL, %s (%s) mL"
                   % (days, reserve, loss, reserve, loss, NUMBER, NUMBER, filled, NUMBER))
        rows, end = [], 0
        for match in re.finditer(pattern, self.text):
            head = self.text[end:match.start()]
            name = re.findall(r"(\S+) revisi[oó]n (\d+), (?:fill|surtido) (\d+)", head)[-1]
            letter = re.findall(r"\b([A-Z]{1,2}), \d+ (?:of|de) \d+", head)[-1]
            rows.append((name[0], int(name[2]), letter, int(match[1]), self.products(match[2]), self.products(match[3] or ""),
                         self.products(match[4]), self.number(match[5]), self.number(match[6])))
            end = match.end()
        return rows


class Count:
    def __init__(self):
        self.passed = self.failed = 0

    def equal(self, what, wanted, found):
        if wanted == found:
            self.passed += 1
        else:
            self.failed += 1
            print(f"FAILED {what}: {wanted} was worked out, {found} is printed")


def whole_up(volume):
    return F(-(-volume.numerator // volume.denominator))


def judge_bottle(name, row, count):
    number, fill, letter, days, runs, reserve, loss, need, contents = row
    name = f"{name}: {number} fill {fill} bottle {letter}"
    total = sum(times * volume for times, volume in runs + reserve + loss)
    count.equal(name + ", days", sum(times for times, _ in runs), days)
    count.equal(name + ", need", total, need)
    count.equal(name + ", contents", whole_up(total), contents)
    if reserve:
        count.equal(name + ", the reserve is of the last day", runs[-1][1], reserve[0][1])
    return number, fill, letter, sum(times * volume for times, volume in runs)


# ------------------------------------------------------------------------------------ the calculations
# They are in English on every worksheet; "#" stands for a number.
def steps(text, pattern):
    """The numbers of every step of this form."""
    for match in re.finditer(pattern.replace("#", "(%s)" % NUMBER), text):
        yield [F(n.replace(",", "")) if n and re.fullmatch(NUMBER, n) else n for n in match.groups()]


def to_million(x):
    """Half to even, to the ng or nL."""
    return F(round(x * MILLION), MILLION)


def up(x):
    return F(ceil(x * MILLION), MILLION)


def strength_of(mass, volume):
    return mass / (volume or 1)


def judge_need(name, text, count):
    """Overage and drug: (strength, need, drug)."""
    bottles, (overage, contents, factor, need) = next(steps(text, r"= # mL With"))[0], next(steps(text, r"With # % overage: # mL x # = # mL needed"))
    count.equal(name + ", contents with overage", (bottles, 1 + overage / 100), (contents, factor))
    count.equal(name + ", need", up(contents * factor), need)
    volume, mass, per, drug = next(steps(text, r"mL needed [a-z ]+: # mL x # mg per (?:# )?mL = # mg"))
    count.equal(name + ", drug", (need, up(need * strength_of(mass, per))), (volume, drug))
    return strength_of(mass, per), need, drug


def judge_tablets(name, text, count, strength, drug):
    """The final volume where tablets are counted, else None."""
    final = None
    for needed, each, ratio, tablets in steps(text, r": # mg / # mg = (?:about )?#, so # tablets"):
        count.equal(name + ", tablets", (drug, F(round(needed / each * 1000), 1000), F(ceil(needed / each))), (needed, ratio, tablets))
        for number, own, made, mass, per, final in steps(text, r"Final volume: # x # mg = # mg; at # mg per (?:# )?mL that is # mL"):
            count.equal(name + ", final volume", (tablets, each, tablets * each, strength, tablets * each / strength),
                        (number, own, made, strength_of(mass, per), final))
    return final


def judge_powder(name, text, count, drug):
    """What must be weighed after all factors, or None."""
    match = re.search(r": (%s) mg((?: x %s / %s \([^)]*\))*) = (%s) mg (?=Weigh|%s mg is less)" % ((NUMBER,) * 5), text)
    if not match:
        return None
    wanted = F(match[1].replace(",", ""))
    count.equal(name + ", powder from the drug", drug, wanted)
    for top, bottom in steps(match[2], r"x # / #"):
        wanted *= top / bottom
    count.equal(name + ", powder with its factors", to_million(wanted), F(match[3].replace(",", "")))
    return to_million(wanted)


def judge_mixture(name, sheet, count, made, left):
    """The drug in what is made first, under Ingredients and on its label, and in what is left of it."""
    strengths = re.findall(r"(%s) mg (?:of the drug|del fármaco) (?:in|en) (%s) m[gL]" % (NUMBER, NUMBER), sheet.cells)
    count.equal(name + ", strength of what is made first", [made[:2]] * 3, [tuple(map(sheet.number, s)) for s in strengths])
    rest = re.findall(r"(%s) m[gL] = (%s) mg(?= )" % (NUMBER, NUMBER), sheet.cells)
    count.equal(name + ", what is left of it", True, (left, made[0] - made[2]) in [tuple(map(sheet.number, r)) for r in rest])


def judge_first(name, sheet, count, wanted, drug):
    """A triturate or a solution below the least weighable; the volume that it brings into the batch."""
    text = sheet.text
    for amount, sensitivity, share, least, powder, diluent, whole, all_of_it, part, of, taken in steps(
            text, r"# mg is less than the least weighable, # mg / # % = # mg: weigh # mg of .*? and # mg of .*?, mix to # mg, take # mg x # mg / # mg = # mg"):
        count.equal(name + ", least weighable", (wanted, up(sensitivity / share * 100), least), (amount, least, powder))
        count.equal(name + ", triturate", (powder + diluent, whole, wanted, powder), (whole, all_of_it, part, of))
        count.equal(name + ", taken of the triturate", max(least, 2 * wanted), taken)
        count.equal(name + ", mixture", to_million(powder * taken / wanted), whole)
        judge_mixture(name, sheet, count, (to_million(drug * powder / wanted), whole, drug), whole - taken)
    for amount, sensitivity, share, least, powder, volume, all_of_it, part, of, taken in steps(
            text, r"# mg is less than the least weighable, # mg / # % = # mg: weigh # mg of .*?, dissolve in .*? and make up to # mL, take # mL x # mg / # mg = # mL"):
        count.equal(name + ", least weighable", (wanted, up(sensitivity / share * 100)), (amount, least))
        count.equal(name + ", solution", (F(ceil(up(least * taken / wanted))), volume, wanted, powder), (volume, all_of_it, part, of))
        count.equal(name + ", powder of the solution", to_million(wanted * volume / taken), powder)
        judge_mixture(name, sheet, count, (to_million(drug * powder / wanted), volume, drug), volume - taken)
        return taken
    return F(0)


def judge_parts(name, text, count, final, others):
    for share, of, volume in steps(text, r": # % of # mL = # mL"):
        count.equal(name + ", a share of the volume", (final, to_million(final * share / 100)), (of, volume))
        others += volume
    for whole, rest in steps(text, r": QS to # mL \(about # mL\)"):
        count.equal(name + ", what is filled up", (final, final - others), (whole, rest))


def judge_ranges(name, sheet, count):
    """Low and high of every line by the tolerance printed with it."""
    number = r"(%s)" % NUMBER
    for target, unit, low, high, share in re.findall(number + r" (m[gL]) " + number + r" \2 (?:to|a) " + number + r" \2 \(± " + number + r" %\)", sheet.cells):
        target, low, high, share = sheet.number(target), sheet.number(low), sheet.number(high), F(share) / 100
        count.equal(f"{name}, low and high of {float(target)} {unit}", (up(target * (1 - share)), F(floor(target * (1 + share) * MILLION), MILLION)), (low, high))


def judge_account(name, sheet, count, strength, final, contents):
    found = [(sheet.number(v), sheet.number(m)) for v, m in re.findall(r"(%s) mL = (%s) mg(?= )" % (NUMBER, NUMBER), sheet.cells)]
    wanted = [(v, to_million(v * strength)) for v in (final, contents, final - contents)]
    count.equal(name + ", reconciliation", [w for w in wanted if w in found], wanted)


def judge_calculations(name, sheet, count):
    text = sheet.text
    strength, need, drug = judge_need(name, text, count)
    final = judge_tablets(name, text, count, strength, drug) or need
    wanted, others = judge_powder(name, text, count, drug), F(0)
    if wanted is not None:
        others = judge_first(name, sheet, count, wanted, drug)
    for mass, source, per, volume in steps(text, r": # mg at # mg per (?:# )?mL = # mL"):
        count.equal(name + ", volume of the source", (drug, to_million(drug / strength_of(source, per))), (mass, volume))
        others += volume
    judge_parts(name, text, count, final, others)
    judge_ranges(name, sheet, count)
    judge_account(name, sheet, count, strength, final, sum(row[-1] for row in sheet.bottles()))


def judge_sheet(path, templates, count):
    sheet, name = Sheet(path, templates), os.path.basename(path)
    rows = sheet.bottles()
    count.equal(name + ": bottles found", True, len(rows) > 0)
    total = re.search(r"Bottles: .*? = (%s) mL (?=With)" % NUMBER, sheet.text)
    count.equal(name + ": sum of the bottles", sum(row[-1] for row in rows), F(total[1].replace(",", "")) if total else None)
    if total:
        judge_calculations(name, sheet, count)
    return {key[:3]: key[3] for key in (judge_bottle(name, row, count) for row in rows)}


def planned(arguments, file):
    """{(prescription, fill, letter): mL of doses} of the first fill made and all later ones."""
    common = ("--shop", arguments.shop, "--templates", arguments.templates)
    fills = list(csv.DictReader(io.StringIO(run(arguments.program, "plan", file, "--fills", "--format", "csv", *common))))
    rows = list(csv.DictReader(io.StringIO(run(arguments.program, "plan", file, "--format", "csv", *common))))
    wanted = {}
    for row in rows:
        if not row["first_date"]:
            continue
        fill = next(f for f in fills if f["prescription"] == row["prescription"] and f["first_date"] <= row["first_date"] <= f["last_date"])
        days = (datetime.date.fromisoformat(row["last_date"]) - datetime.date.fromisoformat(row["first_date"])).days + 1
        key = row["prescription"], int(fill["fill"]), row["bottle"]
        wanted[key] = wanted.get(key, F(0)) + days * F(row["volume_ml"])
    return wanted, {row["prescription"] for row in rows if not row["first_date"]}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("program", "shop", "templates", "out"):
        parser.add_argument("--" + name, required=True)
    parser.add_argument("--least", type=int, default=1, help="so many comparisons must have been made")
    parser.add_argument("files", nargs="*")
    arguments = parser.parse_args()
    count, printed = Count(), {}
    for path in sorted(glob.glob(os.path.join(arguments.out, "batches", "*.pdf"))):
        printed.update(judge_sheet(path, arguments.templates, count))
    for file in arguments.files:
        wanted, undated = planned(arguments, file)
        for key, volume in wanted.items():
            if key in printed and key[0] not in undated:   # led by symptoms a bottle holds the most that may be asked of it
                count.equal("%s fill %d bottle %s, doses against the plan" % key, volume, printed.pop(key))
        count.equal(file + ": a bottle of it was compared, or it is led by symptoms", True, bool(wanted) or bool(undated))
    count.equal("enough was compared", True, count.passed >= arguments.least)
    print(f"worksheets worked out again: {count.passed} passed, {count.failed} failed")
    return count.failed > 0


if __name__ == "__main__":
    sys.exit(main())
