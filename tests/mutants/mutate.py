# SPDX-License-Identifier: GPL-3.0-or-later
"""Changes one operator, comparison, constant or condition of the arithmetic at a time and sees whether a test notices.

    mutate.py [--sample N] [--seed S] [--jobs J] [--all] [FILE ...]

Works on base's quantities and dates, taper and compound.  Each mutant is compiled alone and linked with the other objects of $BUILD;
it is killed when the CUnit tables of these rooms fail (or do not end in SECONDS), or else the oracle on samples and random prescriptions.
A mutant that does not compile is none.  Survivors are to be killed by a new row, or listed in equivalent.txt with the reason why
no number can tell them apart: "file | line of source | change | reason"."""
import argparse
import concurrent.futures
import glob
import os
import random
import re
import shlex
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
BUILD = os.path.abspath(os.environ.get("BUILD", os.path.join(ROOT, "build/mutants")))
FILES = ["src/base/date.c", "src/base/quantity.c", *sorted(glob.glob("src/taper/*.c", root_dir=ROOT)),
         *sorted(glob.glob("src/compound/*.c", root_dir=ROOT))]
SECONDS = 120
SWAPS = {"<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "==", "+": "-", "-": "+", "*": "/", "/": "*", "%": "/",
         "&&": "||", "||": "&&", "+=": "-=", "-=": "+="}
OPERATOR = re.compile(r"(?<= )(<=|>=|==|!=|&&|\|\||\+=|-=|[-<>+*/%])(?= [^=])")
NUMBER = re.compile(r"(?<![\w.\"])(\d+)(?![\w.\"])")


def code_lines(text):
    """(number, line) of lines of code: no comment, no #, no string."""
    inside = False
    for number, line in enumerate(text.split("\n")):
        begins = line.lstrip()
        comment = inside or begins.startswith(("/*", "//", "#", "*"))
        inside = (inside or "/*" in line) and "*/" not in line
        if not comment:
            yield number, re.sub(r'"(\\.|[^"\\])*"|\'(\\.|[^\'\\])*\'|/\*.*', lambda m: "\0" * len(m.group(0)), line)


def mutants(path):
    """(path, line number, column, old, new)"""
    with open(os.path.join(ROOT, path), encoding="utf-8") as file:
        text = file.read()
    for number, line in code_lines(text):
        for found in OPERATOR.finditer(line):
            yield path, number, found.start(), found.group(0), SWAPS[found.group(0)]
        for found in NUMBER.finditer(line):
            yield path, number, found.start(), found.group(0), str(int(found.group(0)) + 1)


def equivalent():
    listed = set()
    with open(os.path.join(HERE, "equivalent.txt"), encoding="utf-8") as file:
        for line in file:
            if line.strip() and not line.startswith("#"):
                path, source, change, reason = line.rstrip("\n").split(" | ")
                assert len(reason.split()) > 3, line
                listed.add((path, source, change))
    return listed


def say(mutant):
    path, number, column, old, new = mutant
    with open(os.path.join(ROOT, path), encoding="utf-8") as file:
        line = file.read().split("\n")[number]
    return path, line.strip(), f"{old} -> {new} at {column - len(line) + len(line.lstrip()) + 1}"


class Bench:
    """What make was asked to do for one object and for the programs, to be done again with one file changed."""

    def __init__(self):
        asked = subprocess.run(["make", "-nB", "V=1", f"BUILD={BUILD}", "all", f"{BUILD}/unit"], cwd=ROOT, capture_output=True, text=True, check=True)
        self.compile, self.link = {}, []
        for line in asked.stdout.splitlines():
            words = shlex.split(line) if " -o " in line else []
            if " -c " in line:
                self.compile[words[-1]] = words
            elif words and words[words.index("-o") + 1] in (f"{BUILD}/unit", f"{BUILD}/microtaper"):
                self.link.append(words)
        # The tables of other rooms do not bear on the arithmetic, and take most of the time.
        rooms = ("base", "model", "taper", "compound", "seal", "main")
        self.link = [[w for w in words if "/obj/tests/" not in w or os.path.basename(w).split("_")[0].split(".")[0] in rooms] for words in self.link]

    def build(self, mutant, folder):
        path, number, column, old, new = mutant
        with open(os.path.join(ROOT, path), encoding="utf-8") as file:
            lines = file.read().split("\n")
        line = lines[number]
        lines[number] = line[:column] + new + line[column + len(old):]
        changed, made = os.path.join(folder, os.path.basename(path)), os.path.join(folder, "changed.o")
        with open(changed, "w", encoding="utf-8") as file:
            file.write("\n".join(lines))
        words = list(self.compile[path])
        own = words[words.index("-o") + 1]
        words[words.index("-o") + 1], words[-1] = made, changed
        words = [w for w in words if w not in ("-MMD", "-MP")] + ["-w", f"-I{os.path.join(ROOT, os.path.dirname(path))}"]
        if subprocess.run(words, cwd=ROOT, capture_output=True, check=False).returncode:
            return False
        for link in self.link:
            words = [made if w == own else w for w in link]
            words[words.index("-o") + 1] = os.path.join(folder, os.path.basename(words[words.index("-o") + 1]))
            subprocess.run(words, cwd=ROOT, capture_output=True, check=True)
        return True


def notices(words, folder):
    environment = dict(os.environ, MICROTAPER=os.path.join(folder, "microtaper"), MICROTAPER_TEMPLATES=os.path.join(ROOT, "templates"))
    try:
        return subprocess.run(words, cwd=ROOT, env=environment, capture_output=True, timeout=SECONDS, check=False).returncode != 0
    except subprocess.TimeoutExpired:
        return True


JUDGES = {"tables": ["{folder}/unit"], "oracle": [sys.executable, "-B", "tests/oracle/compare.py"],
          "random": [sys.executable, "-B", "tests/oracle/random_rx.py", "--count", "20"]}


def judge(bench, mutant):
    """Who killed it; "survived", or "no program"."""
    with tempfile.TemporaryDirectory() as folder:
        if not bench.build(mutant, folder):
            return "no program"
        for name, words in JUDGES.items():
            if notices([w.format(folder=folder) for w in words], folder):
                return name
    return "survived"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--sample", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--all", action="store_true")
    parser.add_argument("file", nargs="*")
    given = parser.parse_args()
    every = [m for path in given.file or FILES for m in mutants(path)]
    chosen = every if given.all else random.Random(given.seed).sample(every, min(given.sample, len(every)))
    bench, listed, counts, survivors = Bench(), equivalent(), {}, 0
    with concurrent.futures.ThreadPoolExecutor(given.jobs) as pool:
        for mutant, fate in zip(chosen, pool.map(lambda m: judge(bench, m), chosen)):
            if fate == "survived" and say(mutant) in listed:
                fate = "equivalent"
            counts[fate] = counts.get(fate, 0) + 1
            if fate == "survived":
                survivors += 1
                print("SURVIVED", " | ".join(say(mutant)), flush=True)
    killed = sum(counts.get(name, 0) for name in JUDGES)
    print(f"{len(chosen)} of {len(every)} mutants (seed {given.seed}): " + ", ".join(f"{v} {k}" for k, v in sorted(counts.items())))
    print(f"mutants: {killed + counts.get('equivalent', 0)} passed, {survivors} failed")
    return 1 if survivors else 0


if __name__ == "__main__":
    sys.exit(main())
