# SPDX-License-Identifier: GPL-3.0-or-later
"""Each finding's code has a test that names it, stands in order, and says what to do."""
import glob
import os
import re
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
ROW = re.compile(r'^FINDING\(\s*(MT\d{3})\s*,\s*(NOTE|WARNING|ERROR)\s*,\s*"((?:[^"\\]|\\.)*)"\s*,\s*"((?:[^"\\]|\\.)*)"', re.M)
TESTS = ("tests/tables/*.c", "tests/tables/*.def", "tests/faults/*", "tests/cases/*.sh", "tests/paper/*", "tests/run/*", "tests/fuzz/*")


def read(path):
    with open(path, encoding="utf-8", errors="replace") as text:
        return text.read()


def rows():
    """(file, code, tier, meaning, remedy) of every .def file, in order."""
    for path in sorted(glob.glob(os.path.join(ROOT, "include/microtaper/findings/*.def"))):
        joined = re.sub(r'"\s*\n\s*"', "", read(path))
        for match in ROW.finditer(re.sub(r"\(\s*\n\s*", "(", joined)):
            yield (os.path.basename(path), *match.groups())


def stated(path_rows):
    """How many FINDING( there are in all: a row the pattern misses is a fault."""
    text = "".join(read(p) for p in sorted(glob.glob(os.path.join(ROOT, "include/microtaper/findings/*.def"))))
    return len(re.findall(r"^FINDING\(", text, re.M)) - len(path_rows)


def test_text():
    files = [p for pattern in TESTS for p in glob.glob(os.path.join(ROOT, pattern)) if os.path.isfile(p)]
    return "\n".join(read(p) for p in files)


def faults(found):
    if stated(found):
        yield f"{stated(found)} rows could not be read"
    tests, last = test_text(), ""
    for name, code, _, meaning, remedy in found:
        if code <= last:
            yield f"{name}: {code} does not follow {last}"
        if name[0] != code[2]:
            yield f"{name}: {code} is of another family"
        if not meaning.strip() or not remedy.strip():
            yield f"{name}: {code} lacks its meaning or remedy"
        if not re.search(rf"\b{code}\b", tests):
            yield f"{name}: {code} has no test that names it"
        last = code


def main():
    found = list(rows())
    wrong = list(faults(found))
    for fault in wrong:
        print(fault)
    print(f"codes: {max(0, len(found) - len(wrong))} passed, {len(wrong)} failed")
    return 1 if wrong or not found else 0


if __name__ == "__main__":
    sys.exit(main())
