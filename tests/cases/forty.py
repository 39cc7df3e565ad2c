# SPDX-License-Identifier: GPL-3.0-or-later
"""A day of a pharmacy: 40 prescriptions over four formulas in shared lots, with a ledger; a record for each lot, one of
them out of limits and one given up and made again; every milligram accounted for, by a sum of its own.

    forty.py [OUT]     OUT: where everything is left to be looked at; else a folder that is removed"""
import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from decimal import Decimal

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PROGRAM = os.path.abspath(os.environ.get("MICROTAPER", os.path.join(ROOT, "build", "microtaper")))
ENVIRONMENT = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "TZ": "UTC", "HOME": "/nonexistent"}
TEMPLATES = os.path.join(ROOT, "templates")
DAY = "2026-11-30"

# drug: (strength and syringe, quantity, times of day, starting doses in mg, steps with {until} below each of them)
THREE, TWO, FOUR = ("morning", "noon", "bedtime"), ("morning", "bedtime"), ("morning", "noon", "evening", "bedtime")
DRUGS = {
    "clonazepam": ("0.1 mg per mL", "5 mL", "0.2 mL", "600 mL", THREE, ("0.5", "0.48", "0.44", "0.46", "0.5"),
                   '<hold for="14 days"/><reduce by="5 %" of="current" per="14 days" until="0.6 mg"/><stop/>'),
    "diazepam": ("1 mg per mL", "10 mL", "0.2 mL", "300 mL", TWO, ("10", "9.6", "9", "8.8", "8"),
                 '<hold for="28 days"/><reduce by="0.4 mg" every="14 days" until="5 mg"/><maintain/>'),
    "lorazepam": ("1 mg per mL", "1 mL", "0.01 mL", "80 mL", TWO, ("1", "0.95", "0.9", "0.85", "0.8"),
                  '<hold for="14 days"/><reduce by="0.05 mg" every="14 days" until="0.6 mg"/><maintain/>'),
    "alprazolam": ("1 mg per mL", "1 mL", "0.01 mL", "80 mL", FOUR, ("0.5", "0.48", "0.44", "0.4", "0.36"),
                   '<hold for="14 days"/><reduce by="0.04 mg" every="14 days" until="1 mg"/><maintain/>'),
}
NAMES = ("Jordan Avery", "Sam Okafor", "Mina Park", "Luis Ortega", "Ida Holm", "Noor Haddad", "Ben Adler", "Ewa Nowak", "Tom Reyes", "Ana Lima")


class Day:
    def __init__(self, folder):
        self.folder, self.passed, self.failed = folder, 0, 0
        self.shop, self.key, self.ledger, self.out = (os.path.join(folder, n) for n in ("shop.xml", "key", "ledger.db", "out"))

    def hold(self, name, truth, why=""):
        if truth:
            self.passed += 1
        else:
            self.failed += 1
            print(f"FAIL {name}: {why}"[:600])
        return truth

    def run(self, *words):
        return subprocess.run([PROGRAM, *words], env=ENVIRONMENT, capture_output=True, text=True, check=False)

    def must(self, *words):
        result = self.run(*words)
        self.hold(" ".join(os.path.basename(w) for w in words[:3]), result.returncode == 0, f"status {result.returncode}: {result.stderr}")
        return result

    def make(self, source):
        return self.run("make", source, "--shop", self.shop, "--templates", TEMPLATES, "--key", self.key, "--date", DAY, "--out", self.out,
                        "--ledger", self.ledger, "--jobs", "2", "--by", "C. Cases, RPh")

    def rows(self):
        return list(csv.DictReader(io.StringIO(self.run("ledger", "export", "--ledger", self.ledger).stdout)))

    def write(self, name, text):
        path = os.path.join(self.folder, name)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        return path


# ---------------------------------------------------------------------------------- what is given
def prescriptions():
    texts = []
    for n in range(40):
        drug = list(DRUGS)[n % 4]
        strength, syringe, graduation, quantity, times, doses, steps = DRUGS[drug]
        dose = doses[n // 4 % 5]
        takings = "".join(f'<dose at="{t}">{dose} mg</dose>' for t in times)
        texts.append(f'''<prescription number="RX-{2001 + n}" revision="1">
  <patient name="{NAMES[n // 4]}" born="19{50 + n}-03-04" address="{n + 1} Pier Road, Portland, ME 04101" language="en" print="standard"/>
  <prescriber name="Dana Whitfield, MD" address="200 Medical Park, Portland, ME 04101" phone="+1 555 0100" dea="FW0000000"/>
  <order drug="{drug}" quantity="{quantity}" refills="5" written="2026-11-20"/>
  <purpose>Coming off {drug} slowly</purpose>
  <rationale>No tablet makes these reductions; the commercial liquid contains an ingredient this patient does not tolerate.</rationale>
  <taking drug="{drug}">{takings}</taking>
  <liquid drug="{drug}" strength="{strength}" syringe="{syringe}" graduation="{graduation}"/>
  <taper starts="2026-12-01" led-by="calendar">{steps}</taper>
</prescription>''')
    return '<prescriptions xmlns="urn:microtaper:prescription:1">\n' + "\n".join(texts) + "\n</prescriptions>\n"


def inventory():
    """Enough of everything, each of one lot."""
    with open(os.path.join(ROOT, "samples/inventory.xml"), encoding="utf-8") as file:
        text = re.sub(r'on-hand="\d+ tablets"', 'on-hand="9000 tablets"', file.read())
    text = re.sub(r'on-hand="\d+ L"', 'on-hand="40 L"', text)
    more = "".join(f'<item of="{of}" maker="Example Vehicles" lot="{lot}" expires="2029-12-31" on-hand="5 L"/>'
                   for of, lot in (("Ethanol", "ET1"), ("Propylene glycol", "PG1")))
    return text.replace("</inventory>", more + "</inventory>")


def opened(day):
    with open(os.path.join(ROOT, "samples/shop.xml"), encoding="utf-8") as file:
        shop = file.read().replace('  <closed weekday="Sunday"/>', '  <pool up-to="2 L"/>\n  <closed weekday="Sunday"/>', 1)
    day.write("shop.xml", shop)
    day.write("inventory.xml", inventory())
    things = [os.path.join(TEMPLATES, f, n) for f in ("formulas", "words") for n in sorted(os.listdir(os.path.join(TEMPLATES, f)))]
    day.must("approve", *things, "--by", "C. Cases, RPh", "--on", "2026-11-01", "--shop", day.shop, "--templates", TEMPLATES)
    day.must("key", "new", "--key", day.key, "--name", "Forty")
    return day.write("rx.xml", prescriptions())


# ---------------------------------------------------------------------------------- what is recorded
def stock_of(rows_of_limits):
    """Maker and expiry of each component, as the inventory has them."""
    text = inventory()
    found = {}
    for row in rows_of_limits:
        item = re.search(rf'of="{re.escape(row["item"])}" maker="([^"]*)" lot="([^"]*)"[^>]*expires="([^"]*)"', text)
        found[row["item"]] = item.groups() if item else ("Unknown", "0", "2029-12-31")
    return found


def plain(amount):
    return format(amount.normalize(), "f")


def theory(limits):
    """The volume that the worksheet asks for."""
    return Decimal(next(r for r in limits if r["word"] == "yield")["note"].rsplit("target ", 1)[1].split(" ")[0])


def left_over(limits, bottles):
    """2 mL less than in theory are made; but for 0.5 mL that nobody finds, what no bottle holds is wasted."""
    held = sum(Decimal(r["volume"]) / 10**6 for r in bottles if r["lot"] == limits[0]["lot"])
    return plain(theory(limits) - 2), plain(theory(limits) - held - Decimal("2.5"))


def record(lot, limits, yielded, end, waste, change=None):
    """All lines at their targets, but for one (`change`: name, amount)."""
    stock, used = stock_of(limits), []
    for row in limits:
        if row["word"] == "yield":
            continue
        amount = row["note"].rsplit("target ", 1)[1].split(";")[0]
        if change and row["item"].startswith(change[0]):
            amount = change[1]
        maker, number, expires = stock[row["item"]]
        used.append(f'  <used of="{row["item"]}" amount="{amount}" maker="{maker}" lot="{number}" expires="{expires}" by="TL" checked-by="JR"/>')
    wasted = f'  <waste amount="{waste} mL" witness="A. Poe, CPhT" reason="left in the vessel"/>\n'
    made = f'  <yield volume="{yielded} mL"/>\n' if yielded else ""
    return (f'<record xmlns="urn:microtaper:record:1" lot="{lot}" on="{DAY}" by="T. Lind, CPhT" checked-by="J. Ruiz, RPh">\n'
            + "\n".join(used) + "\n" + made + wasted + end + "</record>\n")


RELEASE = '  <release by="J. Ruiz, RPh"/>\n'


def record_all(day, lots, limits, bottles):
    """One lot out of limits, accepted; one given up; the others as asked, each with a little less than in theory."""
    given_up = None
    for k, lot in enumerate(sorted(lots)):
        made, waste = left_over(limits[lot], bottles)
        if k == 0:
            given_up = lot
            text = record(lot, limits[lot], None, '  <void by="J. Ruiz, RPh" reason="the vessel broke"/>\n', plain(theory(limits[lot])))
            day.must("record", day.write(f"record-{lot}.xml", text), "--ledger", day.ledger)
        elif k == 1:
            out_of_limits(day, lot, limits[lot], made, waste)
        else:
            text = record(lot, limits[lot], made, RELEASE, waste)
            result = day.must("record", day.write(f"record-{lot}.xml", text), "--ledger", day.ledger)
            day.hold(f"{lot} is told", f"lot {lot} released:" in result.stdout, result.stdout)
    return given_up


def out_of_limits(day, lot, limits, made, waste):
    tablets = next(r for r in limits if r["word"] == "count")
    one_less = f'{int(tablets["note"].split(" ")[0]) - 1} tablets'
    text = record(lot, limits, made, RELEASE, waste, (tablets["item"], one_less))
    path = day.write(f"record-{lot}.xml", text)
    refused = day.run("record", path, "--ledger", day.ledger)
    word = re.search(r"warning MT918: (\S+): .*\[([A-Z]{4})\]", refused.stderr)
    if not day.hold("a tablet too few is refused", refused.returncode == 1 and word, refused.stderr):
        return
    accept = f'  <accept code="MT918" place="{word[1]}" check="{word[2]}" by="J. Ruiz, RPh" on="{DAY}" reason="one tablet was broken; within 1 %"/>\n'
    day.write(f"record-{lot}.xml", text.replace(RELEASE, accept + RELEASE))
    day.must("record", path, "--ledger", day.ledger)


# ---------------------------------------------------------------------------------- what must hold
def mg(text):
    return Decimal(text or "0")


def tablets_mg(item):
    """"Clonazepam 0.5 mg tablets, ..." """
    return Decimal(re.search(r"([\d.]+) mg tablets", item).group(1))


def reconcile(day, rows):
    """Each row of the balance against sums made here from the export; the difference is what is left over."""
    balance = list(csv.DictReader(io.StringIO(day.must("ledger", "balance", "--ledger", day.ledger).stdout)))
    gone = {r["papers"] for r in rows if r["kind"] == "void" and not r["word"]}
    lots = [r["lot"] for r in rows if r["kind"] == "lot"]
    day.hold("a row a lot", [b["lot"] for b in balance if b["lot"]] == lots, f"{len(lots)} lots")
    for b in (b for b in balance if b["lot"]):
        mine = [r for r in rows if r["lot"] == b["lot"]]
        taken = sum(Decimal(r["note"].split(" ")[0]) * tablets_mg(r["item"]) for r in mine if r["kind"] == "weight" and " tablets;" in r["note"])
        bottled = sum(Decimal(r["mass"]) / 10**6 for r in mine if r["kind"] == "bottle" and r["papers"] not in gone)
        wasted = sum(Decimal(r["mass"]) / 10**6 for r in mine if r["kind"] == "waste")
        day.hold(f"lot {b['lot']}", (mg(b["taken_mg"]), mg(b["bottles_mg"]), mg(b["wasted_mg"]), mg(b["difference_mg"]))
                 == (taken, bottled, wasted, taken - bottled - wasted), f"{b}: {taken} {bottled} {wasted}")
    for drug in DRUGS:
        of = [b for b in balance if b["drug"] == drug]
        total, parts = of[0], of[1:]
        for column in ("taken_mg", "bottles_mg", "wasted_mg", "returned_mg", "difference_mg"):
            day.hold(f"{drug} {column}", mg(total[column]) == sum(mg(p[column]) for p in parts), f"{total}")
        print(f"  {drug}: {len(parts)} lots, {total['taken_mg']} mg taken = {total['bottles_mg']} in bottles + {total['wasted_mg']} wasted + "
              f"{total['returned_mg']} returned + {total['difference_mg']} difference")


def limits_by_lot(rows):
    found = {}
    for row in rows:
        if row["kind"] == "limit":
            found.setdefault(row["lot"], []).append(row)
    return found


def remake(day, source, lot, members):
    """The lot given up: its fills are made anew in a lot of another number, the others are kept."""
    result = day.make(source)
    day.hold("made anew", result.returncode == 0, result.stderr)
    day.hold("only what was given up", f"{len(members)} made, {40 - len(members)} kept, 0 refused" in result.stdout, result.stdout[-300:])
    rows = day.rows()
    voided = {r["papers"] for r in rows if r["kind"] == "void"}
    new = {r["lot"] for r in rows if r["kind"] == "bottle" and r["rx"] in members and r["papers"] not in voided}
    day.hold("in another lot", lot not in new and len(new) == 1, f"{lot}: {new}")
    limits = limits_by_lot(rows)
    for number in new:
        made, waste = left_over(limits[number], [r for r in rows if r["kind"] == "bottle"])
        text = record(number, limits[number], made, RELEASE, waste)
        day.must("record", day.write(f"record-{number}.xml", text), "--ledger", day.ledger)
    return rows


def whole_day(day):
    source = opened(day)
    result = day.make(source)
    day.hold("forty are made", result.returncode == 0 and "40 made, 0 kept, 0 refused" in result.stdout,
             "\n".join(line for line in result.stderr.splitlines() if "error" in line or "warning" in line) + result.stdout[-200:])
    rows = day.rows()
    lots = {r["lot"]: r for r in rows if r["kind"] == "lot"}
    bottles = [r for r in rows if r["kind"] == "bottle"]
    with open(os.path.join(day.out, "manifest.json"), encoding="utf-8") as file:
        index = json.load(file)
    day.hold("the index has the lots of the ledger", {x["lot"] for x in index["lots"]} == set(lots), str(index["lots"])[:200])
    day.hold("a worksheet each lot", sorted(os.listdir(os.path.join(day.out, "batches"))) == sorted(f"{n}.pdf" for n in lots), "")
    day.hold("four formulas", len({r["item"] for r in lots.values()}) == 4, str({r["item"] for r in lots.values()}))
    day.hold("more than one bottle a lot", len(bottles) >= 40 > len(lots), f"{len(bottles)} bottles, {len(lots)} lots")
    print(f"forty prescriptions: {len(bottles)} bottles in {len(lots)} lots")
    given_up = record_all(day, lots, limits_by_lot(rows), bottles)
    members = {r["rx"] for r in bottles if r["lot"] == given_up}
    remake(day, source, given_up, members)
    rows = day.rows()
    reconcile(day, rows)
    unrecorded = {r["lot"] for r in rows if r["kind"] == "lot"} - {r["lot"] for r in rows if r["kind"] == "record"}
    day.hold("each lot is recorded", not unrecorded, str(unrecorded))
    day.hold("the chain", day.run("ledger", "check", "--ledger", day.ledger).returncode == 0, "")


def main():
    folder = sys.argv[1] if len(sys.argv) > 1 else tempfile.mkdtemp(prefix="forty-")
    os.makedirs(folder, exist_ok=True)
    day = Day(folder)
    try:
        whole_day(day)
    finally:
        if len(sys.argv) == 1:
            shutil.rmtree(folder)
    print(f"forty: {day.passed} passed, {day.failed} failed")
    return 1 if day.failed or not day.passed else 0


if __name__ == "__main__":
    sys.exit(main())
