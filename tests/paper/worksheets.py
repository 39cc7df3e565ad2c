#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Works worksheets out again from their paper alone, as a second pharmacist would: the text of their PDF, exact fractions,
nothing of the program.  The doses of each bottle are compared with `plan --format csv` besides.

    worksheets.py --program build/microtaper --shop samples/shop.xml --templates templates --out OUT FILE...
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
from fractions import Fraction as F

NUMBER = r"\d[\d,.]*"


def run(*command):
    return subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False).stdout.decode("utf-8", "replace")


class Sheet:
    """The text of one worksheet, with its numbers as fractions."""

    def __init__(self, path):
        text = run("pdftotext", "-layout", path, "-")
        self.text = " ".join(text.replace("\u00a0", " ").split())
        self.spanish = "Registro de preparación" in self.text

    def number(self, text):
        text = text.rstrip(".,")
        group, decimal = (".", ",") if self.spanish else (",", ".")
        return F(text.replace(group, "").replace(decimal, "."))

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


def judge_sheet(path, count):
    sheet, name = Sheet(path), os.path.basename(path)
    rows = sheet.bottles()
    count.equal(name + ": bottles found", True, len(rows) > 0)
    total = re.search(r"Bottles: .*? = (%s) mL (?=With)" % NUMBER, sheet.text)
    if total:
        count.equal(name + ": sum of the bottles", sum(row[-1] for row in rows), F(total[1].replace(",", "")))
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
    parser.add_argument("files", nargs="*")
    arguments = parser.parse_args()
    count, printed = Count(), {}
    for path in sorted(glob.glob(os.path.join(arguments.out, "batches", "*.pdf"))):
        printed.update(judge_sheet(path, count))
    for file in arguments.files:
        wanted, undated = planned(arguments, file)
        for key, volume in wanted.items():
            if key in printed and key[0] not in undated:   # led by symptoms a bottle holds the most that may be asked of it
                count.equal("%s fill %d bottle %s, doses against the plan" % key, volume, printed.pop(key))
        count.equal(file + ": a bottle of it was compared, or it is led by symptoms", True, bool(wanted) or bool(undated))
    print(f"worksheets worked out again: {count.passed} passed, {count.failed} failed")
    return count.failed > 0


if __name__ == "__main__":
    sys.exit(main())
