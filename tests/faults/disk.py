# SPDX-License-Identifier: GPL-3.0-or-later
"""A disk that is full for real: papers and ledger on a small file system of their own, short of blocks or of inodes."""
import ctypes
import os
import shutil
import subprocess

import calls
import kit

CLONE_NEWNS, CLONE_NEWUSER = 0x00020000, 0x10000000
SAYS = "No space left on device|disk is full|disk I/O error|unable to open|ledger"
AMPLE = "size=64m,nr_inodes=10000"


def mount(*words):
    return subprocess.run(["mount", *words], capture_output=True, text=True, check=False).returncode == 0


def may_mount():
    """From here on this process sees mounts of its own, which end with it."""
    libc = ctypes.CDLL(None, use_errno=True)
    user, group = os.getuid(), os.getgid()
    if libc.unshare(CLONE_NEWNS if user == 0 else CLONE_NEWNS | CLONE_NEWUSER) != 0:
        return False
    if user:
        for name, line in (("setgroups", "deny"), ("uid_map", f"0 {user} 1"), ("gid_map", f"0 {group} 1")):
            with open(f"/proc/self/{name}", "w", encoding="ascii") as file:
                file.write(line)
    return mount("--make-rprivate", "/")


class Disk(kit.Bench):
    """`work` is the disk's root: emptied, never removed."""

    def fresh(self):
        os.makedirs(self.work, 0o700, exist_ok=True)
        for name in os.listdir(self.work):
            path = os.path.join(self.work, name)
            if os.path.isdir(path):
                shutil.rmtree(path)
            else:
                os.remove(path)

    def resize(self, options):
        assert mount("-o", "remount," + options, self.work), options


def limits(full):
    """Blocks of 4 KiB, then files and folders: from next to nothing to where everything fits."""
    yield from (f"size={4 * blocks}k,nr_inodes=10000" for blocks in range(4, 460, 6 if full else 130))
    yield from (f"size=64m,nr_inodes={files}" for files in range(3, 34, 1 if full else 9))


def fill_up(count, bench, options):
    name = f"a disk of {options}"
    bench.fresh()
    bench.resize(options)
    result = bench.make()
    calls.judge_fault(count, name, bench, result, SAYS)
    bench.resize(AMPLE)
    kit.judge_broken(count, name, bench, result.stdout + result.stderr)
    kit.judge_mended(count, name, bench)
    return result.returncode


def fill_disks(count, bench, full):
    if not may_mount() or not mount("-t", "tmpfs", "-o", AMPLE, "none", bench.work):
        print("no small disk can be mounted here: none was filled")
        return
    statuses = [fill_up(count, bench, options) for options in limits(full)]
    print(f"{len(statuses)} disks, {statuses.count(3)} of them too small")
    count.hold("full disks", 3 in statuses and 0 in statuses, f"statuses {statuses}: the sizes are badly chosen")
