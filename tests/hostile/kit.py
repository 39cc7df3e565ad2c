# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the program on hostile input within stated time and memory, and counts what came of it."""
import os
import re
import resource
import shutil
import subprocess
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
PROGRAM = os.path.abspath(os.environ.get("MICROTAPER", os.path.join(ROOT, "build", "microtaper")))
SECONDS = 5          # of processor and of wall clock; a loaded machine gets WALL times as much of the latter
WALL = 6
MEMORY = 256         # MiB of resident memory at most
ADDRESSES = 1024     # MiB of address space at most: what would take more is stopped
ENVIRONMENT = {"PATH": os.environ["PATH"], "LC_ALL": "C", "TZ": "UTC", "HOME": "/nonexistent"}
NOBODY = 65534
# Built under AddressSanitizer the program reserves terabytes of addresses and keeps what was freed.
SANITIZED = bool(os.environ.get("SANITIZED"))


class Result:
    def __init__(self, status, out, err, seconds, peak):
        self.status, self.out, self.err, self.seconds, self.peak = status, out, err, seconds, peak

    def said(self):
        return (self.err + self.out).decode("utf-8", "replace")


def limits(unprivileged):
    def apply():
        if not SANITIZED:
            resource.setrlimit(resource.RLIMIT_AS, (ADDRESSES << 20, ADDRESSES << 20))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS * 4, SECONDS * 4))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        if unprivileged and os.getuid() == 0:
            os.setgid(NOBODY)
            os.setuid(NOBODY)
    return apply


def run(arguments, feed=b"", unprivileged=False, cwd=None):
    began = time.monotonic()
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err, tempfile.TemporaryFile() as given:
        given.write(feed)
        given.seek(0)
        child = subprocess.Popen([PROGRAM, *arguments], stdin=given, stdout=out, stderr=err, env=ENVIRONMENT, cwd=cwd,
                                 preexec_fn=limits(unprivileged), start_new_session=True)
        killer = began + SECONDS * WALL
        while True:
            pid, status, usage = os.wait4(child.pid, os.WNOHANG)
            if pid:
                break
            if time.monotonic() > killer:
                os.killpg(child.pid, 9)
            time.sleep(0.002)
        child.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        return Result(child.returncode, out.read(), err.read(), usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


class Count:
    def __init__(self):
        self.passed, self.failed, self.slowest, self.largest = 0, 0, (0, ""), (0, "")
        self.kind, self.kinds = "", {}      # what is tried now; how many cases of each kind

    def hold(self, name, truth, result=None, why=""):
        if truth:
            self.passed += 1
            return
        self.failed += 1
        print(f"FAIL {name}: {why}")
        if result:
            print(f"  status {result.status}, {result.seconds:.2f} s, {result.peak:.0f} MiB; it said:")
            for line in result.said().splitlines()[:6]:
                print("    " + line[:300])

    def within(self, name, result, seconds=SECONDS, memory=MEMORY):
        """No signal, in time, in memory; and nothing a terminal would obey in what was said."""
        self.kinds[self.kind] = self.kinds.get(self.kind, 0) + 1
        self.hold(name, result.status >= 0, result, "ended by a signal")
        self.hold(name, result.seconds <= seconds, result, f"took more than {seconds} s")
        self.hold(name, SANITIZED or result.peak <= memory, result, f"took more than {memory} MiB")
        self.hold(name, not re.search("[\0-\x08\x0b-\x1f\x7f-\x9f]", result.said()), result, "control characters were said")
        self.slowest = max(self.slowest, (result.seconds, name))
        self.largest = max(self.largest, (result.peak, name))

    def refused(self, name, result, code, status=1, seconds=SECONDS, memory=MEMORY):
        self.within(name, result, seconds, memory)
        self.hold(name, result.status == status, result, f"status {result.status}, not {status}")
        self.hold(name, re.search(code, result.said()), result, f"does not say {code}")


def template_tree(folder, changes):
    """The templates that ship, with some files replaced: {path: bytes}; None takes a file out."""
    where = os.path.join(folder, "templates")
    shutil.rmtree(where, ignore_errors=True)
    shutil.copytree(os.path.join(ROOT, "templates"), where)
    for path, content in changes.items():
        full = os.path.join(where, path)
        if content is None:
            os.remove(full)
            continue
        with open(full, "wb") as file:
            file.write(content)
    return where


def read(path):
    with open(os.path.join(ROOT, path), "rb") as file:
        return file.read()


def swap(text, old, new, count=1):
    """Replaces what must be there."""
    old, new = (x.encode() if isinstance(x, str) else x for x in (old, new))
    assert old in text, old
    return text.replace(old, new, count)
