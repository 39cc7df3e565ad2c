# SPDX-License-Identifier: GPL-3.0-or-later
"""Every call that makes, writes, syncs or renames fails once, or from then on; or the process is killed at it."""
import errno
import os
import random
import re

import kit

ERRORS = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO)
KINDS = "omwsrc"
SAYS = "|".join([*(os.strerror(e) for e in ERRORS), "disk I/O error", "disk is full", "readonly database", "unable to open", "ledger"])


def judge_fault(count, name, bench, result, says=SAYS):
    """What could not be written is said, with its reason; or all is made all the same."""
    said = result.stdout + result.stderr
    count.hold(name, result.returncode in (0, 3), f"status {result.returncode}", said)
    if result.returncode == 3:
        count.hold(name, re.search(says, said), "the reason is not said", said)
    else:
        count.hold(name, bench.papers() == bench.reference, "status 0, and not all is made", said)


def fail_each(count, bench, stays, step=1):
    """How many faults were injected."""
    bench.fresh()
    bench.make({"FAULT_KINDS": KINDS})
    total = bench.calls()
    for n in range(0, total, step):
        error = ERRORS[n % len(ERRORS)]
        name = f"call {n} of {total} fails{' and all after it' if stays else ''} ({errno.errorcode[error]})"
        bench.fresh()
        faults = {"FAULT_KINDS": KINDS, "FAULT_AT": n, "FAULT_WITH": error}
        result = bench.make(dict(faults, FAULT_ON=1) if stays else faults)
        judge_fault(count, name, bench, result)
        kit.judge_broken(count, name, bench, result.stdout + result.stderr)
        kit.judge_mended(count, name, bench)
    return len(range(0, total, step))


def judge_death(count, name, bench, result, said):
    """A process of the run was killed: said, unless it had nothing left to do and all is made."""
    if result.returncode == 0:
        count.hold(name, bench.papers() == bench.reference, "status 0, and not all is made", said)
        return
    count.hold(name, result.returncode in (1, 3), f"status {result.returncode}, a worker died", said)
    count.hold(name, "MT804" in said or "worker" in said, "the worker's death is not said", said)


def kill_each(count, bench, whole_group, step=1):
    bench.fresh()
    bench.make({"FAULT_KINDS": KINDS + "u"})
    total = bench.calls()
    for n in range(0, total, step):
        name = f"killed{' with its workers' if whole_group else ''} at call {n} of {total}"
        bench.fresh()
        result = bench.make({"FAULT_KINDS": KINDS + "u", "FAULT_AT": n, "FAULT_WITH": -1 if whole_group else 0})
        said = result.stdout + result.stderr
        if not whole_group and result.returncode >= 0:
            judge_death(count, name, bench, result, said)
        kit.judge_broken(count, name, bench, said)
        kit.judge_mended(count, name, bench)
    return len(range(0, total, step))


def starve(count, bench, kind, times, seed):
    """One allocation of the run gives nothing: of kind a any, of kind p one of the program's own; so many, chosen by the seed, or each."""
    bench.fresh()
    bench.make({"FAULT_KINDS": kind})
    total = bench.calls()
    chosen = sorted(random.Random(seed).sample(range(total), min(times or total, total)))
    for n in chosen:
        name = f"allocation {n} of {total} fails ({kind})"
        bench.fresh()
        result = bench.make({"FAULT_KINDS": kind, "FAULT_AT": n, "FAULT_WITH": errno.ENOMEM})
        said = result.stdout + result.stderr
        count.hold(name, result.returncode in (0, 1, 2, 3) or result.returncode in (-6, -11), f"status {result.returncode}", said)
        if result.returncode == 0:
            count.hold(name, bench.papers() == bench.reference, "status 0, and not all is made", said)
        else:
            count.hold(name, said.strip(), "nothing is said", said)
        kit.judge_broken(count, name, bench, said)
        kit.judge_mended(count, name, bench)
    return len(chosen)
