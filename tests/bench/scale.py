#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""scale.py [--count N] [--jobs 1 2 ...]: N prescriptions of the bench in one file, made once for each number of workers.

Prints status, wall clock, CPU, the most memory any process held, the files made, and one digest of all of them: SHA-256 over
the sorted names, each with the SHA-256 of its bytes.  The digests must be one, and no process may hold more than 64 MiB.
`make scale` calls it; 100,000 prescriptions take 20 GB for as long as it runs, and an hour or more.
"""
import argparse
import collections
import hashlib
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import run as bench  # noqa: E402

MOST = 64 * 1024        # KiB a process


def made(out):
    """Files, bytes and the digest of a folder, each file read once."""
    names = sorted(os.path.relpath(os.path.join(folder, name), out) for folder, _, found in os.walk(out) for name in found)
    whole, size = hashlib.sha256(), 0
    for name in names:
        with open(os.path.join(out, name), "rb") as file:
            text = file.read()
        size += len(text)
        whole.update(f"{hashlib.sha256(text).hexdigest()}  {name}\n".encode())
    return len(names), size, whole.hexdigest()


def measure(house, file, count, jobs):
    out = house.path("out")
    shutil.rmtree(out, ignore_errors=True)
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    with open(house.path("said"), "w+", encoding="utf-8") as said:
        status = subprocess.run(house.command(file, out, jobs), stdout=subprocess.DEVNULL, stderr=said, check=False).returncode
        if status:
            said.seek(0)
            sys.stderr.writelines(collections.deque(said, maxlen=5))
    wall, after = time.monotonic() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    files, size, digest = made(out)
    shutil.rmtree(out)
    print(f"{count} prescriptions, --jobs {jobs}: status {status}, {wall:.0f} s, CPU {cpu:.0f} s ({cpu * 1000 / count:.1f} ms each), "
          f"most memory {after.ru_maxrss:,} KiB, {files:,} files, {size:,} bytes\n  {digest}", flush=True)
    return status == 0 and after.ru_maxrss <= MOST, digest


def main():
    parser = argparse.ArgumentParser(description="A great many prescriptions in one run.")
    parser.add_argument("--count", type=int, default=2000, help="prescriptions (2000)")
    parser.add_argument("--jobs", type=int, nargs="+", default=[1, 2], help="workers of each run (1 2)")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="scale-") as folder:
        house = bench.House(folder)
        file = house.prescriptions(asked.count)
        runs = [measure(house, file, asked.count, jobs) for jobs in asked.jobs]
    whole = all(good for good, _ in runs) and len({digest for _, digest in runs}) == 1
    print("the same bytes for every number of workers" if whole else "NOT as it ought to be")
    sys.exit(not whole)


if __name__ == "__main__":
    main()
