# SPDX-License-Identifier: GPL-3.0-or-later
"""Changes one operator, comparison or constant of the arithmetic at a time and sees whether a test notices.

    mutate.py [--count N] [--seed S] [--jobs J] [--kept FILE] [FILE ...]      without --count: every mutant

Works on base's quantities and dates, taper and compound.  A mutant is killed when the CUnit tables of base, model, taper and compound
fail or do not end, when the oracle differs on a sample or a random prescription, or when a sanitizer stops those tables; one that
does not compile is none.
Survivors are to be killed by a new row, or listed in equivalent.txt with the reason why no test can tell them apart; a row of that
list that names no mutant, or one that a test kills, is wrong and fails.  --kept remembers who was killed: the next run judges
only what changed, and the survivors."""
import argparse
import concurrent.futures
import glob
import hashlib
import json
import os
import random
import sys
import tempfile
from collections import Counter

import bench
from changes import ROOT, equivalent, mutants

BUILD = os.path.abspath(os.environ.get("BUILD", os.path.join(ROOT, "build/mutants")))
FILES = ["src/base/date.c", "src/base/quantity.c", *sorted(glob.glob("src/taper/*.c", root_dir=ROOT)),
         *sorted(glob.glob("src/compound/*.c", root_dir=ROOT))]
KILLERS = ("tables", "oracle", "sanitizer", "timeout")


class Kept:
    """Fates of earlier runs, by what the mutant is: its place in its function's text."""

    def __init__(self, path):
        self.path, self.fates = path, {}
        if path and os.path.exists(path):
            with open(path, encoding="utf-8") as file:
                self.fates = dict(json.loads(line) for line in file)

    @staticmethod
    def key(mutant):
        chunk = hashlib.sha256(mutant.chunk.encode()).hexdigest()[:16]
        at = mutant.line - mutant.first
        return f"{mutant.path} {mutant.function} {chunk} {at}:{mutant.column} {mutant.new}"

    def of(self, mutant):
        fate = self.fates.get(self.key(mutant))
        return fate if fate != "survived" else None

    def add(self, mutant, fate):
        self.fates[self.key(mutant)] = fate
        if self.path:
            with open(self.path, "a", encoding="utf-8") as file:
                file.write(json.dumps([self.key(mutant), fate]) + "\n")


def judged(bed, kept, chosen, jobs):
    """(mutant, fate) of all; those kept first."""
    left = []
    for mutant in chosen:
        fate = kept.of(mutant)
        if fate:
            yield mutant, fate
        else:
            left.append(mutant)

    def judge(mutant):
        with tempfile.TemporaryDirectory() as folder:
            return bed().fate(mutant, folder)

    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        for path in dict.fromkeys(mutant.path for mutant in left):
            bed().prepare(path)
            here = [mutant for mutant in left if mutant.path == path]
            for mutant, fate in zip(here, pool.map(judge, here)):
                kept.add(mutant, fate)
                yield mutant, fate


def wrong_rows(listed, every, fates):
    """Rows of equivalent.txt that name no mutant, or one that a test tells apart."""
    names = {mutant.name for mutant in every}
    for name in listed:
        if name not in names:
            yield "NAMES NO MUTANT", name
        elif fates.get(name) in KILLERS:
            yield f"NOT EQUIVALENT, killed by {fates[name]}", name


def arguments():
    parser = argparse.ArgumentParser(description="Mutants of the arithmetic")
    parser.add_argument("--count", type=int, help="so many, drawn by the seed; without it every mutant")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--kept", help="file of the fates known so far")
    parser.add_argument("file", nargs="*")
    return parser.parse_args()


def main():
    given = arguments()
    all_of = [mutant for path in FILES for mutant in mutants(path)]
    every = [mutant for path in given.file or FILES for mutant in mutants(path)]
    chosen = random.Random(given.seed).sample(every, min(given.count, len(every))) if given.count else every
    listed, counts, fates, beds = equivalent(), Counter(), {}, []

    def bed():
        if not beds:
            beds.append(bench.Bench(BUILD, seeds=(1, 2), count=15))
        return beds[0]

    for mutant, fate in judged(bed, Kept(given.kept), chosen, given.jobs):
        fates[mutant.name] = fate
        if fate == "survived" and mutant.name in listed:
            fate = "equivalent"
        counts[fate] += 1
        if fate == "survived":
            print("SURVIVED " + " ~ ".join(mutant.name), flush=True)
    wrong = list(wrong_rows(listed, all_of, fates))
    for what, name in wrong:
        print(what + " " + " ~ ".join(name))
    print(f"{len(chosen)} of {len(every)} mutants: " + ", ".join(f"{count} {fate}" for fate, count in sorted(counts.items())))
    killed = sum(counts[name] for name in KILLERS)
    print(f"mutants: {killed + counts['equivalent']} passed, {counts['survived'] + len(wrong)} failed")
    return 1 if counts["survived"] or wrong else 0


if __name__ == "__main__":
    sys.exit(main())
