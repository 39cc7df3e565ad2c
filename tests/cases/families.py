# SPDX-License-Identifier: GPL-3.0-or-later
"""Every row of families.txt against `plan --format csv` and `plan --targets --format csv`.

    families.py DATA SHOP TEMPLATES FOLDER      FOLDER for the prescriptions that it writes; VERBOSE=1 lists the families
"""
import csv
import datetime
import io
import os
import subprocess
import sys
from collections import defaultdict
from fractions import Fraction

STARTS = datetime.date(2026, 12, 1)
RX = """<?xml version="1.0" encoding="UTF-8"?>
<prescription xmlns="urn:microtaper:prescription:1" number="F-1" revision="2">
  <patient name="Jordan Avery" born="1979-04-02" address="44 Larch Lane, Portland, ME 04102" language="en" print="standard"/>
  <prescriber name="Dana Whitfield, MD" address="200 Medical Park, Portland, ME 04101" phone="+1 555 0100" dea="FW0000000"/>
  {orders}<purpose>Coming off slowly</purpose><rationale>Tablets cannot make the steps.</rationale>
  {takings}{liquids}<taper starts="2026-12-01" {led}>{steps}</taper>{events}
</prescription>
"""
STRENGTHS = {"clonazepam": "0.1 mg per mL", "diazepam": "1 mg per mL", "lorazepam": "1 mg per mL"}
CALENDAR = 'led-by="calendar"'


class Family:
    """One block of the data file."""

    def __init__(self, name):
        self.name, self.source, self.led = name, "", CALENDAR
        self.lines = defaultdict(list)
        self.rows, self.undated = [], []

    def add(self, word, rest):
        if word in ("source", "led"):
            setattr(self, word, rest)
        elif word in ("days", "undated"):
            days, *doses = rest.split()
            (self.rows if word == "days" else self.undated).append((int(days), doses_of(doses)))
        else:
            self.lines[word].append(rest)

    def expected(self):
        """date -> {(drug, time): mg}."""
        days, day = {}, STARTS
        for count, doses in self.rows:
            for _ in range(count):
                days[day] = doses
                day += datetime.timedelta(days=1)
        return days

    def xml(self):
        drugs = list(dict.fromkeys(line.split()[0] for line in self.lines["liquid"]))
        orders = "".join(f'<order drug="{d}" quantity="9000 mL" refills="5" written="2026-11-20"/>' for d in drugs)
        return RX.format(orders=orders, takings="".join(map(taking, self.lines["taking"])), led=self.led,
                         liquids="".join(map(liquid, self.lines["liquid"] + self.lines["liquid-from"])),
                         steps="".join(self.lines["step"]), events="".join(self.lines["event"]))


def doses_of(words):
    """DRUG TIME=MG ... -> {(drug, time): mg}."""
    found, drug = {}, None
    for word in words:
        if "=" not in word:
            drug = word
            continue
        time, amount = word.split("=")
        found[drug, time] = Fraction(amount)
    return found


def taking(line):
    drug, *doses = line.split()
    parts = "".join('<dose at="{}">{} mg</dose>'.format(*dose.split("=")) for dose in doses)
    return f'<taking drug="{drug}">{parts}</taking>'


def liquid(line):
    drug, syringe, graduation, *start = line.split()
    since = f' from="{start[0]}"' if start else ""
    return f'<liquid drug="{drug}" strength="{STRENGTHS[drug]}" syringe="{syringe} mL" graduation="{graduation} mL"{since}/>'


def read(path):
    families = []
    with open(path, encoding="utf-8") as data:
        for line in data:
            word, _, rest = line.strip().partition(" ")
            if word == "family":
                families.append(Family(rest))
            elif word and not word.startswith("#"):
                families[-1].add(word, rest)
    return families


class Program:
    def __init__(self, shop, templates):
        self.common = ["--shop", shop, "--templates", templates]

    def plan(self, path, *more):
        done = subprocess.run([os.environ["MICROTAPER"], "plan", path, "--format", "csv", *more, *self.common],
                              capture_output=True, check=False, encoding="utf-8")
        if done.returncode:
            raise RuntimeError(done.stderr)
        return list(csv.DictReader(io.StringIO(done.stdout)))


def day_of(text):
    return datetime.date.fromisoformat(text)


def by_day(rows):
    days = defaultdict(dict)
    for row in rows:
        if row["date"]:
            days[day_of(row["date"])][row["drug"], row["time"]] = Fraction(row["target_mg"])
    return dict(days)


def period_faults(family, rows):
    """Both ends of every period row, as the family has them; and each day and dose of the family in some row."""
    expected, seen, faults = family.expected(), set(), []
    for row in rows:
        if not row["first_date"]:
            continue
        first, last = day_of(row["first_date"]), day_of(row["last_date"])
        key = row["drug"], row["time"]
        for day, column in ((first, "target_mg"), (last, "target_last_mg")):
            if expected.get(day, {}).get(key) != Fraction(row[column]):
                faults.append(f"{day} {key}: {row[column]} for {expected.get(day, {}).get(key)}")
        seen.update((first + datetime.timedelta(days=n), key) for n in range((last - first).days + 1))
    wanted = {(day, key) for day, doses in expected.items() for key in doses}
    return faults + [f"{day} {key}: in no row" for day, key in sorted(wanted - seen)]


def undated_faults(family, rows):
    """Steps without dates, in order."""
    steps = {}
    for row in rows:
        if not row["first_date"]:
            steps.setdefault(int(row["period"]), {})[row["drug"], row["time"]] = Fraction(row["target_mg"])
    got, want = [steps[n] for n in sorted(steps)], [doses for _, doses in family.undated]
    return [] if distinct(got) == want else [f"steps without dates: {got}"]


def distinct(steps):
    """A new bottle or fill begins another period with the same doses."""
    return [b for a, b in zip([None] + steps, steps) if a != b]


def faults(family, program, folder):
    path = os.path.join(folder, "family.xml")
    with open(path, "w", encoding="utf-8") as out:
        out.write(family.xml())
    expected, got = family.expected(), by_day(program.plan(path, "--targets"))
    wrong = [f"{day}: {got.get(day)} for {expected.get(day)}" for day in sorted(set(expected) | set(got))
             if got.get(day) != expected.get(day)]
    periods = program.plan(path)
    return wrong + period_faults(family, periods) + undated_faults(family, periods)


def main():
    data, shop, templates, folder = sys.argv[1:]
    program, passed, failed = Program(shop, templates), 0, 0
    for family in read(data):
        try:
            wrong = faults(family, program, folder)
        except RuntimeError as why:
            wrong = [str(why)]
        rows = len(family.rows) + len(family.undated)
        if os.environ.get("VERBOSE"):
            print(f"{family.name}: {rows} rows, {len(family.expected())} days; {family.source}")
        if wrong or not rows or not family.source:
            failed += 1
            print(f"FAIL {family.name}:", *wrong[:8], sep="\n  ")
        else:
            passed += 1
    print(f"cases families: {passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
