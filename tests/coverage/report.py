# SPDX-License-Identifier: GPL-3.0-or-later
"""Branches of the arithmetic that no test takes: none, or each listed with its reason in exceptions.txt.

    report.py     reads what gcov counted under $BUILD; prints the branches that are not listed: to be tested, or listed

A row of exceptions.txt is a file, the line of source, and the reason, with " | " between; it holds for the line wherever it moves.
A row that no branch needs any longer is a failure too."""
import glob
import json
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
BUILD = os.path.abspath(os.environ.get("BUILD", os.path.join(ROOT, "build/coverage")))
ROOMS = ("base", "taper", "compound", "seal")


def exceptions():
    listed = {}
    with open(os.path.join(HERE, "exceptions.txt"), encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            if line.strip() and not line.startswith("#"):
                path, source, reason = line.rstrip("\n").split(" | ")
                assert len(reason.split()) > 2, f"exceptions.txt:{number}: no reason"
                listed[path, source] = False
    return listed


def counted(path):
    """(line, taken or not of each branch) of every line with branches."""
    room, name = path.split("/")[1:]
    data = os.path.join(BUILD, "obj", room, name.replace(".c", ".gcda"))
    result = subprocess.run(["gcov", "-b", "-j", "-t", data], capture_output=True, text=True, check=True, cwd=ROOT)
    lines = {}
    for file in json.loads(result.stdout)["files"]:
        if file["file"] != path:
            continue
        for line in file["lines"]:
            mine = [b["count"] > 0 for b in line["branches"] if not b["throw"]]
            before = lines.setdefault(line["line_number"], mine)
            if before is not mine and len(before) == len(mine):
                lines[line["line_number"]] = [a or b for a, b in zip(before, mine)]
    return sorted((n, taken) for n, taken in lines.items() if taken)


def main():
    listed, missing, failed = exceptions(), [], 0
    for room in ROOMS:
        taken = all_of = excepted = 0
        for path in sorted(glob.glob(f"src/{room}/*.c", root_dir=ROOT)):
            with open(os.path.join(ROOT, path), encoding="utf-8") as file:
                source = [""] + [line.strip() for line in file]
            for number, branches in counted(path):
                left = branches.count(False)
                taken += len(branches) - left
                all_of += len(branches)
                if left and (path, source[number]) in listed:
                    listed[path, source[number]] = True
                    excepted += left
                elif left:
                    missing.append(f"{path}:{number}: {left} of {len(branches)}: {source[number]}")
        print(f"{room:9} {taken} of {all_of} branches taken ({100 * taken / all_of:.2f} %), {excepted} listed with a reason")
    unused = [f"exceptions.txt: not needed any longer: {path} | {source}" for (path, source), used in listed.items() if not used]
    for line in missing + unused:
        failed += 1
        print(line)
    print(f"coverage: {sum(listed.values())} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
