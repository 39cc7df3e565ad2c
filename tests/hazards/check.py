# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds hazards.md to the tests: each harm has a counter-measure and at least one test that exists under its name.

A row is `| number | source | harm | counter-measure | tests |`; tests are `file: words that stand in it`, parted by `;`.
"""
import os
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
SECTIONS = ("1", "2", "3", "4", "5", "6", "7", "8")


def rows():
    with open(os.path.join(HERE, "hazards.md"), encoding="utf-8") as text:
        for line in text:
            cells = [c.strip() for c in line.strip().strip("|").split("|")]
            if line.startswith("|") and re.fullmatch(r"H\d+", cells[0]):
                yield cells


def faults_of_test(test):
    """A test's file exists and holds its name, word for word."""
    path, mark, name = test.strip().strip("`").partition(": ")
    full = os.path.join(ROOT, path)
    if not mark or not os.path.isfile(full):
        return [f"no such test file: {path}"]
    with open(full, encoding="utf-8", errors="replace") as text:
        return [] if name in text.read() else [f"{path} has no test named: {name}"]


def faults():
    seen = []
    for cells in rows():
        if len(cells) != 5 or not all(cells):
            yield f"{cells[0]}: five filled cells are needed, {len([c for c in cells if c])} found"
            continue
        seen.append((cells[0], cells[1]))
        for test in re.findall(r"`([^`]+)`", cells[4]) or ["(none)"]:
            yield from (f"{cells[0]}: {fault}" for fault in faults_of_test(test))
    numbers = [number for number, _ in seen]
    if len(set(numbers)) != len(numbers):
        yield "a number stands twice"
    for section in SECTIONS:
        if not any(source.startswith(section) for _, source in seen):
            yield f"no harm of section {section}"


def main():
    wrong = list(faults())
    for fault in wrong:
        print(fault)
    tests = sum(len(re.findall(r"`[^`]+`", cells[-1])) for cells in rows())
    print(f"{len(list(rows()))} harms, {tests} tests named")
    print(f"hazards: {max(0, tests - len(wrong))} passed, {len(wrong)} failed")
    return 1 if wrong or not list(rows()) else 0


if __name__ == "__main__":
    sys.exit(main())
