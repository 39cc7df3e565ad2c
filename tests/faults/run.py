# SPDX-License-Identifier: GPL-3.0-or-later
"""Faults injected into runs, kills, stops and losses: `run.py` a slice, `run.py --full` all of it (make faults).

    run.py [--full] [--seed N] [PART ...]     PART: one of those named below; all without
"""
import argparse
import subprocess
import sys

import calls
import disk
import kills
import kit

FEW = ["RX-1", "RX-2"]
MANY = [f"RX-{n}" for n in range(1, 25)]


def with_bench(numbers, part, **options):
    bench = kit.Bench(numbers, **options)
    try:
        return part(bench)
    finally:
        bench.close()


def fail(count, full, seed):
    step = 1 if full else 53
    for ledger in (False, True):
        for stays in (False, True):
            injected = with_bench(FEW, lambda b, s=stays: calls.fail_each(count, b, s, step), ledger=ledger)
            print(f"{injected} calls failed{' and all after them' if stays else ''}{', with a ledger' if ledger else ''}")


def merge(count, full, seed):
    for stays in (False, True):
        injected = with_bench(FEW, lambda b, s=stays: calls.fail_each(count, b, s, 1 if full else 29), ledger=False, merge=True)
        print(f"{injected} calls failed{' and all after them' if stays else ''}, with volumes")
    killed = with_bench(FEW, lambda b: calls.kill_each(count, b, True, 1 if full else 41), ledger=False, merge=True)
    print(f"killed at {killed} calls with all workers, with volumes")


def kill_at_calls(count, full, seed):
    step = 1 if full else 67
    for ledger in (False, True):
        for group in (False, True):
            killed = with_bench(FEW, lambda b, g=group: calls.kill_each(count, b, g, step), ledger=ledger)
            print(f"killed at {killed} calls{' with all workers' if group else ''}{', with a ledger' if ledger else ''}")


def memory(count, full, seed):
    own = with_bench(FEW, lambda b: calls.starve(count, b, "p", None if full else 4, seed), ledger=True)
    starved = with_bench(FEW, lambda b: calls.starve(count, b, "a", 400 if full else 4, seed), ledger=True)
    print(f"{own} allocations of the program's own failed, {starved} of any")


def kill(count, full, seed):
    with_bench(MANY, lambda b: kills.kill_at_random(count, b, 200 if full else 3, seed), jobs=2)


def stop(count, full, seed):
    with_bench(MANY, lambda b: kills.stop_by_signal(count, b), jobs=2)
    with_bench(MANY, lambda b: kills.stop_anywhere(count, b, 40 if full else 4, seed), jobs=2, ledger=False, merge=True, pool="2 L")


def lose(count, full, seed):
    with_bench(MANY, lambda b: kills.lose_workers(count, b, 3), jobs=2)
    with_bench(MANY, lambda b: kills.lose_inputs(count, b), jobs=2)
    with_bench(MANY, lambda b: kills.lose_folders(count, b), jobs=2)
    with_bench(MANY, lambda b: kills.lose_ledger(count, b), jobs=2)
    with_bench(MANY, lambda b: kills.two_at_once(count, b), jobs=2)


def same(count, full, seed):
    with_bench(MANY, lambda b: kills.same_bytes(count, b), ledger=False)


def full_disk(count, full, seed):
    bench = disk.Disk(FEW)
    try:
        disk.fill_disks(count, bench, full)
    finally:
        subprocess.run(["umount", bench.work], capture_output=True, check=False)
        bench.close()


# The disk comes last: mounts are this process's own from there on.
PARTS = {part.__name__: part for part in (fail, merge, kill_at_calls, memory, kill, stop, lose, same, full_disk)}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("part", nargs="*", choices=[[], *PARTS])
    given = parser.parse_args()
    count = kit.Count()
    for name in given.part or PARTS:
        PARTS[name](count, given.full, given.seed)
    print(f"faults: {count.passed} passed, {count.failed} failed")
    return 1 if count.failed or not count.passed else 0


if __name__ == "__main__":
    sys.exit(main())
