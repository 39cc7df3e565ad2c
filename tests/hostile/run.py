# SPDX-License-Identifier: GPL-3.0-or-later
"""Files, numbers, names and folders made to do harm: each is refused with its reason, in time and in memory.

    run.py [WORD]     only the cases whose name holds WORD
"""
import os
import sys
import tempfile

import bench
import house
import kit
import paths
import prescriptions
import scans

SHOP = ["--shop", os.path.join(kit.ROOT, "samples/shop.xml"), "--templates", os.path.join(kit.ROOT, "templates")]


def check_prescriptions(count, folder, word):
    path = os.path.join(folder, "hostile.xml")
    for count.kind, name, content, code in prescriptions.cases():
        if word not in name:
            continue
        with open(path, "wb") as file:
            file.write(content)
        result = kit.run(["check", path, "--date", "2026-11-30", *SHOP])
        may_pass = "clear" in code
        count.refused(name, result, code, 0 if may_pass and result.status == 0 else 1)


def main():
    word = sys.argv[1] if len(sys.argv) > 1 else ""
    count = kit.Count()
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        for part in (check_prescriptions, house.check, bench.check, scans.check, paths.check):
            part(count, folder, word)
    for kind, cases in count.kinds.items():
        print(f"{cases:5} cases: {kind}")
    print("slowest: %.2f s (%s); largest: %.0f MiB (%s)" % (*count.slowest, *count.largest))
    print(f"hostile: {count.passed} passed, {count.failed} failed")
    return 1 if count.failed or not count.passed else 0


if __name__ == "__main__":
    sys.exit(main())
