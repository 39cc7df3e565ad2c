# SPDX-License-Identifier: GPL-3.0-or-later
"""Program against oracle, row by row: every target, period, dose, fill, bottle and batch line of every sample.

    compare.py [--shop FILE] [--templates DIR] [PRESCRIPTION...]     without files: all of samples/

Prints each row that differs in full, then how many rows were compared by kind.  Ends non-zero on any difference, and
where a sample could not be compared.  A sample named bad-*.xml must be refused by the program instead.
"""
import glob
import os
import sys
from collections import Counter, defaultdict
from itertools import zip_longest

import expected
import oracle
import program


class Tally:
    """Rows compared by kind, and how many differed."""

    def __init__(self, show=20):
        self.rows, self.wrong, self.show = Counter(), Counter(), show

    def compare(self, kind, want, got, label):
        for at, (a, b) in enumerate(zip_longest(want, got), 1):
            self.rows[kind] += 1
            if a is None or b is None or any(b.get(key) != value for key, value in a.items()):
                self.differs(kind, a, b, f"{label}, {kind} row {at}")

    def differs(self, kind, want, got, where):
        self.wrong[kind] += 1
        if sum(self.wrong.values()) > self.show:
            return
        print(f"DIFFERS {where}")
        if want or got:
            print(f"  oracle  {want}\n  program {got}")
        if want and got:
            print("  fields  " + ", ".join(k for k in want if got.get(k) != want[k]))

    def report(self):
        for kind, count in self.rows.items():
            print(f"{count:>10,} {kind} compared, {self.wrong[kind]:,} differ")
        rows, wrong = sum(self.rows.values()), sum(self.wrong.values())
        print(f"{rows:>10,} rows in all, {wrong:,} differ")
        print(f"prescriptions against the oracle: {self.rows['prescriptions']} passed, {wrong} failed")
        return wrong == 0


def by_number(rows):
    """The rows of each prescription."""
    found = defaultdict(list)
    for row in rows:
        found[row["prescription"]].append(row)
    return found


def dose_order(row):
    return row["date"], row["drug"], row["time"], row["volume_ml"]


def compare_one(want, rows, plan, tally, label):
    """All that `plan` prints of one prescription against what the oracle expects."""
    targets, equivalents, periods = rows
    tally.compare("targets", expected.target_rows(want), targets, label)
    tally.compare("diazepam equivalents", expected.equivalent_rows(want), equivalents, label)
    tally.compare("period rows", expected.period_rows(want), periods, label)
    tally.compare("single doses", sorted(expected.day_rows(want), key=dose_order),
                  sorted(program.period_days(periods), key=dose_order), label)
    for kind, name in (("plans", "plan_rows"), ("totals", "total_rows"), ("rungs", "ladder_rows"), ("fills", "fill_rows"),
                       ("supplies and orders", "supply_rows"), ("last tablets", "tablet_rows"), ("bottles", "bottle_rows"), ("batches", "batch_rows"),
                       ("batch lines", "line_rows")):
        tally.compare(kind, getattr(expected, name)(want), getattr(program, name)(plan), label)


def compare_plans(judgements, path, runner, tally, label):
    """Each prescription of a file; one that the program does not plan is a difference, with what it said."""
    targets, equivalents, periods = (by_number(rows) for rows in (runner.targets(path), runner.equivalents(path), runner.periods(path)))
    plans = {plan["prescription"]: plan for plan in runner.plans_json(path)}
    for want in judgements:
        number = want.rx.number
        tally.rows["prescriptions"] += 1
        if number in plans and targets[number]:
            compare_one(want, (targets[number], equivalents[number], periods[number]), plans[number], tally, f"{label} {number}")
            continue
        tally.differs("prescriptions", None, None, f"{label}: {number} is not planned:")
        for line in runner.errors(path, number):
            print(f"  {line}")


def refused(path, runner):
    """True when the program refuses a deliberately bad file and prints no plan of it."""
    done = runner.run("plan", path, "--format", "csv")
    if done.returncode == 1 and len(done.stdout.splitlines()) <= 1:
        return True
    print(f"NOT REFUSED {path}: exit {done.returncode}, {len(done.stdout.splitlines())} lines")
    return False


def compare_file(path, house, runner, tally):
    """False when the file could not be compared."""
    if os.path.basename(path).startswith("bad"):
        return refused(path, runner)
    try:
        compare_plans(oracle.judge_file(path, house), path, runner, tally, os.path.basename(path))
    except Exception as fault:       # whatever it was, the sample was not compared: say so and fail
        print(f"SKIPPED {path}: {type(fault).__name__}: {fault}")
        return False
    return True


def samples():
    """All prescriptions of samples/: files that are no prescription (shop, approvals) are left out by their root."""
    for path in sorted(glob.glob(os.path.join(oracle.ROOT, "samples", "*.xml"))):
        with open(path, encoding="utf-8", errors="replace") as text:
            if "urn:microtaper:prescription:1" in text.read():
                yield path


def main():
    parser = oracle.options("Program against oracle, row by row")
    parser.add_argument("files", nargs="*")
    args = parser.parse_args()
    house = oracle.House(args.shop, args.templates)
    runner = program.Program(args.shop, args.templates)
    tally = Tally()
    files = args.files or list(samples())
    done = [compare_file(path, house, runner, tally) for path in files]
    print(f"{sum(done)} of {len(files)} files compared or refused as they must be")
    same = tally.report()
    return 0 if same and files and all(done) else 1


if __name__ == "__main__":
    sys.exit(main())
