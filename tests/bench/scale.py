#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""scale.py [--count N] [--jobs 1 2 ...] [--merge]: N prescriptions of the bench in one file, made once for each number of workers.

Prints status, wall clock, CPU, the most memory any process held, the files made, and one digest of all of them: SHA-256 over
the sorted names, each with the SHA-256 of its bytes.  The digests must be one, and no process may hold more than 64 MiB.
`make scale` calls it; 100,000 prescriptions take 20 GB for as long as it runs, and an hour or more.
"""
import argparse
import collections
import hashlib
import multiprocessing
import os
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


def waited(command, said):
    """Status of a command, and what it and its workers used, the most memory of any of them."""
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=said) as child:
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    return child.returncode, used


def measure(house, file, count, jobs, more):
    out = house.path("out")
    started = time.monotonic()
    with open(house.path("said"), "w+", encoding="utf-8") as said:
        status, used = waited(house.command(file, out, jobs) + more, said)
        if status:
            said.seek(0)
            sys.stderr.writelines(collections.deque(said, maxlen=5))
    wall, cpu = time.monotonic() - started, used.ru_utime + used.ru_stime
    # In a process of its own: what this one holds would be counted for the next run, until its program is loaded.
    with multiprocessing.Pool(1) as apart:
        files, size, digest = apart.apply(made, (out,))
        apart.apply(shutil.rmtree, (out,))
    print(f"{count} prescriptions, --jobs {jobs}: status {status}, {wall:.0f} s, CPU {cpu:.0f} s ({cpu * 1000 / count:.1f} ms each), "
          f"most memory {used.ru_maxrss:,} KiB, {files:,} files, {size:,} bytes\n  {digest}", flush=True)
    return status == 0 and used.ru_maxrss <= MOST, digest


def main():
    parser = argparse.ArgumentParser(description="A great many prescriptions in one run.")
    parser.add_argument("--count", type=int, default=2000, help="prescriptions (2000)")
    parser.add_argument("--jobs", type=int, nargs="+", default=[1, 2], help="workers of each run (1 2)")
    parser.add_argument("--merge", action="store_true", help="labels and charts in volumes too")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="scale-") as folder:
        house = bench.House(folder)
        file = house.prescriptions(asked.count)
        runs = [measure(house, file, asked.count, jobs, ["--merge"] if asked.merge else []) for jobs in asked.jobs]
    whole = all(good for good, _ in runs) and len({digest for _, digest in runs}) == 1
    print("the same bytes for every number of workers" if whole else "NOT as it ought to be")
    sys.exit(not whole)


if __name__ == "__main__":
    main()
