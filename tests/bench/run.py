#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""run.py [--count N] [--record]: microtaper, bare libharu, ReportLab and, where it is installed, WeasyPrint make the same papers
in one run, and their CPU per prescription is set side by side.  `make bench` calls it.

Ours is the whole of `make`: XML read and judged, plan, liquids, lots, pages laid out and proved, signed codes, embedded font
subsets, files written and synced, the manifest; its text and HTML charts too, which no peer writes.  CPU is user and system,
of all processes, less that of a run of one prescription (starting: templates, fonts, the page of the run for one lot).
The peers draw finished texts, lines and payloads (items.c), and their clock runs while they draw and save, no more.
Instructions are callgrind's, which the load of the machine does not move: the figure that a change is judged by.
--record appends them to tests/bench/history.csv.
"""
import argparse
import csv
import datetime
import glob
import importlib.util
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BENCH = os.path.join(ROOT, "tests", "bench")
BUILD = os.environ.get("BUILD", os.path.join(ROOT, "build"))
PROGRAM = os.environ.get("MICROTAPER", os.path.join(BUILD, "microtaper"))
TEMPLATES = os.path.join(ROOT, "templates")
HISTORY = os.path.join(BENCH, "history.csv")
PYTHON = sys.executable
DATE = "2026-11-30"
KINDS = ("label", "chart", "worksheet", "forecast")
NAMED = KINDS[:3]               # what the target is about; `make` adds the forecast
FEW, MORE = 4, 24               # prescriptions under callgrind

sys.path.insert(0, BENCH)
import generate  # noqa: E402


def run(*command, **options):
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options).stdout


class House:
    """A pharmacy in a folder: shop, approvals, key; and the prescriptions asked for."""

    def __init__(self, folder):
        self.folder = folder
        samples = os.path.join(ROOT, "samples")
        with open(os.path.join(samples, "shop.xml"), encoding="utf-8") as sample:
            self.write("shop.xml", [generate.shop(sample.read())])
        for name in ("approvals.xml", "inventory.xml"):
            shutil.copy(os.path.join(samples, name), folder)
        run(PROGRAM, "key", "new", "--key", self.path("key"), "--name", "Bench")

    def path(self, name):
        return os.path.join(self.folder, name)

    def write(self, name, pieces):
        with open(self.path(name), "w", encoding="utf-8") as out:
            out.writelines(pieces)
        return self.path(name)

    def prescriptions(self, count):
        return self.write(f"rx-{count}.xml", generate.prescriptions(count, 7))

    def command(self, file, out, jobs):
        return [PROGRAM, "make", "--shop", self.path("shop.xml"), "--templates", TEMPLATES, "--key", self.path("key"),
                "--date", DATE, "--out", out, "--jobs", str(jobs), "--progress", "none", file]

    def make(self, file, jobs):
        """CPU and wall clock of one run into an empty folder, in seconds."""
        out = self.path("out")
        shutil.rmtree(out, ignore_errors=True)
        before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
        run(*self.command(file, out, jobs))
        after, wall = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic() - started
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, wall


def tallies(text):
    """Of a peer: kind -> documents, pages, texts, codes, seconds."""
    rows = [line.split() for line in text.splitlines()]
    return {row[0]: (*map(int, row[1:5]), float(row[5])) for row in rows}


def peer(house, command, items):
    out = tempfile.mkdtemp(dir=house.folder)
    found = tallies(run(*command, items, out))
    shutil.rmtree(out)
    return found


def items_of(house, file, name):
    path = house.path(name)
    with open(path, "w", encoding="utf-8") as out:
        subprocess.run([os.path.join(BUILD, "bench-items"), TEMPLATES, house.path("shop.xml"), house.path("key"), DATE, file],
                       check=True, stdout=out)
    return path


def same_work(name, theirs, ours):
    """The peers have drawn as much as we have."""
    if {kind: tally[:4] for kind, tally in theirs.items()} != {kind: tally[:4] for kind, tally in ours.items()}:
        sys.exit(f"bench: {name} did not draw the same pages, texts and codes: {theirs} against {ours}")


# ---------------------------------------------------------------------------------------------- instructions ----

def callgrind(house, command, *options):
    """Instructions of a command and all its processes."""
    trail = house.path("callgrind.%p")
    run("valgrind", "--tool=callgrind", f"--callgrind-out-file={trail}", *options, *command)
    total = 0
    for path in glob.glob(house.path("callgrind.*")):
        with open(path, encoding="utf-8") as lines:
            total += sum(int(line.split()[1]) for line in lines if line.startswith("totals:"))
        os.unlink(path)
    return total


def ours_instructions(house):
    counts = []
    for number in (FEW, MORE):
        shutil.rmtree(house.path("out"), ignore_errors=True)
        counts.append(callgrind(house, house.command(house.prescriptions(number), house.path("out"), 1)))
    return (counts[1] - counts[0]) // (MORE - FEW)


def bare_instructions(house):
    out = tempfile.mkdtemp(dir=house.folder)
    items = items_of(house, house.prescriptions(MORE), "items-callgrind")
    return callgrind(house, [os.path.join(BUILD, "bench-bare"), items, out], "--toggle-collect=draw_document") // MORE


def record(ours, bare):
    commit = run("git", "-C", ROOT, "log", "-1", "--format=%h").strip()
    changed = "+" if run("git", "-C", ROOT, "status", "--porcelain", "--untracked-files=no").strip() else ""
    with open(HISTORY, "a", encoding="utf-8", newline="") as out:
        csv.writer(out, lineterminator="\n").writerow((datetime.date.today(), commit + changed, ours, bare))


# ---------------------------------------------------------------------------------------------- the table ----

def milliseconds(theirs, count, kinds):
    return sum(theirs[kind][4] for kind in kinds if kind in theirs) * 1000 / count


def line(name, named, whole, ours):
    print(f"{name:<34}{named:>12.2f}{whole:>12.2f}{ours / named:>14.4f}{ours / whole:>12.4f}")


def table(rows, ours):
    print(f"\n{'CPU, ms a prescription':<34}{'named':>12}{'all four':>12}{'ours/named':>14}{'ours/all':>12}")
    print(f"{'microtaper make, all it does':<34}{'':>12}{ours:>12.2f}")
    for name, named, whole in rows:
        line(name, named, whole, ours)
    print("named: label, chart and worksheet; all four: the forecast too.  Ours is never less than all four.")


def main():
    parser = argparse.ArgumentParser(description="microtaper against bare libharu, ReportLab and WeasyPrint.")
    parser.add_argument("--count", type=int, default=200, help="prescriptions (200)")
    parser.add_argument("--record", action="store_true", help="append the instructions to tests/bench/history.csv")
    parser.add_argument("--instructions", action="store_true", help="count instructions and nothing else")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        house = House(folder)
        if not asked.instructions:
            compare(house, asked.count)
        ours, bare = ours_instructions(house), bare_instructions(house)
        print(f"\ninstructions a prescription (callgrind): ours {ours:,}, bare libharu {bare:,}, ratio {ours / bare:.2f}")
        if asked.record:
            record(ours, bare)


def compare(house, count):
    file, one = house.prescriptions(count), house.prescriptions(1)
    house.make(one, 1)
    start = min(house.make(one, 1)[0] for _ in range(3))
    whole, wall = min(house.make(file, 1) for _ in range(2))
    ours = (whole - start) * 1000 / (count - 1)
    two = min(house.make(file, 2)[1] for _ in range(2))
    items = items_of(house, file, "items")
    bare = peer(house, [os.path.join(BUILD, "bench-bare")], items)
    lab = peer(house, [PYTHON, os.path.join(BENCH, "peer.py"), "reportlab"], items)
    same_work("ReportLab", lab, bare)
    rows = [("libharu, bare, Helvetica", bare, count), ("ReportLab with qrcode, Helvetica", lab, count)]
    if importlib.util.find_spec("weasyprint"):
        few = min(count, 3)
        some = items_of(house, house.prescriptions(few), "items-few")
        rows.append(("WeasyPrint with qrcode", peer(house, [PYTHON, os.path.join(BENCH, "peer.py"), "weasyprint"], some), few))
    chart = bare["chart"]
    print(f"{count} prescriptions: a label, a chart of 120 rows on {chart[1] // count} pages, a worksheet, a forecast; "
          f"{sum(bare[kind][2] for kind in KINDS) // count} texts and {sum(bare[kind][3] for kind in KINDS) // count} codes each")
    table([(name, milliseconds(found, number, NAMED), milliseconds(found, number, KINDS)) for name, found, number in rows], ours)
    print(f"two workers against one, wall clock: {wall:.2f} s / {two:.2f} s = {wall / two:.2f} times")


if __name__ == "__main__":
    main()
