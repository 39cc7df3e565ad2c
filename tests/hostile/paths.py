# SPDX-License-Identifier: GPL-3.0-or-later
"""Numbers that would be paths, links and other things where papers go, and folders that cannot be written."""
import os
import re
import stat

import kit
from house import House
from kit import read, swap

GOOD = read("samples/clonazepam-three-times.xml")

# Numbers that are allowed: each gets a folder of its own, inside rx/, from whose name the number can be read back.
NUMBERS = ["../x", "../../../../tmp/x", "/etc/passwd", "..", ".", ".hidden", "%", "%2e%2e%2fx", "a/b", "a//b", "a\\b", "-rf", "--out", "~root",
           "CON", "nul.txt", "a:b", "a*b?", "$HOME", "`id`", "$(id)", ";id", "|id", "a b", "x.tmp1", ".r1-f1.tmp1", "made", "manifest.json",
           "%s%n", "&lt;a&gt;", "&quot;", "'", "/" * 40, "%" * 20, "." * 50, "R" * 24, "rx", "batches", "RX-1", "rx-1"]


def decoded(name):
    """What stands in a safe name: every %XX a byte; a bare % the empty number."""
    return re.sub("%([0-9A-F]{2})", lambda m: chr(int(m.group(1), 16)), name)


def plain(number):
    return number.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"')


def everything(folder):
    return sorted(os.path.join(d, n) for d, folders, files in os.walk(folder) for n in folders + files)


def numbers(count, house, where):
    """All in one run, so that two of them would meet if they could."""
    out = os.path.join(where, "numbers")
    file = os.path.join(where, "numbers.xml")
    one = GOOD.split(b"?>", 1)[1]
    body = b"\n".join(swap(one, 'number="RX-1042"', f'number="{n}"') for n in NUMBERS)
    with open(file, "wb") as written:
        written.write(b'<prescriptions xmlns="urn:microtaper:prescription:1">' + body + b"</prescriptions>")
    before = set(os.listdir(where))
    result = house.make(out, files=(file,))
    count.within("numbers", result)
    count.hold("numbers", result.status == 0, result, f"status {result.status}")
    count.hold("numbers: nothing beside the folder", set(os.listdir(where)) - before == {"numbers"}, result, "files were added")
    found = sorted(os.listdir(os.path.join(out, "rx")))
    count.hold("numbers: a folder for each", len(found) == len(NUMBERS), result, f"{len(found)} folders for {len(NUMBERS)} numbers")
    for number in NUMBERS:
        mine = [name for name in found if decoded(name) == plain(number)]
        count.hold(f"number {number!r}: one folder, read back", len(mine) == 1, result, str(mine))
        inside = os.listdir(os.path.join(out, "rx", mine[0], "r1-f1")) if mine else []
        count.hold(f"number {number!r}: its papers", {"labels.pdf", "chart.pdf", "made"} <= set(inside), result, str(inside))
    for path in everything(out):
        facts = os.lstat(path)
        count.hold(f"{path}: private", stat.S_IMODE(facts.st_mode) == (0o700 if stat.S_ISDIR(facts.st_mode) else 0o600), result, oct(facts.st_mode))


def snapshot(folder):
    """What is in a folder, by content and kind: links are not followed."""
    seen = {}
    for path in everything(folder):
        facts = os.lstat(path)
        content = open(path, "rb").read() if stat.S_ISREG(facts.st_mode) else os.readlink(path) if stat.S_ISLNK(facts.st_mode) else None
        seen[path] = (stat.S_IMODE(facts.st_mode), content)
    return seen


def links(count, house, where):
    """A link put where papers go: never written through, swept through or removed through."""
    file = os.path.join(kit.ROOT, "samples/clonazepam-three-times.xml")
    reference = os.path.join(where, "reference")
    house.make(reference, files=(file,))
    lot = os.listdir(os.path.join(reference, "batches"))[0]
    traps = [("rx", "", 3), ("batches", "", 3), ("rx/RX-1042", "", 3), ("rx/RX-1042/r1-f1", "", 3), (f"batches/{lot}", "secret", 0),
             ("manifest.json", "secret", 0), (".manifest.json.tmp", "secret", (0, 3)), (".lock", "secret", (0, 3))]
    for name, target, statuses in traps:
        for interrupted in (False, True):
            trap(count, house, where, file, name, os.symlink, target, statuses, interrupted)
    # A second name of a file that is not ours, and a pipe that nobody reads or writes: neither written to nor waited for.
    for name in (f"batches/{lot}", "manifest.json", ".manifest.json.tmp", "run.pdf", "rx/RX-1042/r1-f1/labels.pdf", "rx/RX-1042/r1-f1/made"):
        for interrupted in (False, True):
            trap(count, house, where, file, name, os.link, "secret", 0, interrupted)
            trap(count, house, where, file, name, lambda _, path: os.mkfifo(path), "", 0, interrupted)
    for name in ("rx", "batches", "rx/RX-1042", "rx/RX-1042/r1-f1"):
        trap(count, house, where, file, name, lambda _, path: os.mkfifo(path), "", 3, False)


def trap(count, house, where, file, name, put, target, statuses, interrupted):
    kind = {os.symlink: "a link", os.link: "a second name of a file"}.get(put, "a pipe")
    title = f"{kind} at {name}" + (" in what an interrupted run left" if interrupted else "")
    out, away = os.path.join(where, "linked"), os.path.join(where, "away")
    for folder in (out, away):
        kit.shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(os.path.join(away, ".private"))
    for secret in ("secret", ".profile", ".private/key", ".microtaper-keep"):
        with open(os.path.join(away, secret), "w", encoding="ascii") as written:
            written.write("not yours")
    path = os.path.join(out, name)
    os.makedirs(os.path.dirname(path), mode=0o700)
    put(os.path.join(away, target), path)
    if interrupted and not os.path.lexists(os.path.join(out, ".manifest.json.tmp")):
        open(os.path.join(out, ".manifest.json.tmp"), "w", encoding="ascii").close()
    before = snapshot(away)
    result = house.make(out, files=(file,))
    count.within(title, result)
    count.hold(title + ": untouched", snapshot(away) == before, result, "what it leads to was changed")
    allowed = statuses if isinstance(statuses, tuple) else (statuses,)
    count.hold(title, result.status in allowed, result, f"status {result.status}, not of {allowed}")
    if result.status:
        count.hold(title + ": said", re.search("MT803|microtaper: ", result.said()), result, "no reason is given")


def places(count, house, where):
    """Where nothing can be written: the status says so, and nothing is left."""
    blocked = os.path.join(where, "file")
    with open(blocked, "w", encoding="ascii") as written:
        written.write("a file")
    for name, out in (("out is a file", blocked), ("out is in a file", os.path.join(blocked, "out")), ("out is nothing", ""),
                      ("a component of out is too long", os.path.join(where, "x" * 300)), ("out is too long", "/" + "y" * 6000),
                      ("out is a device", "/dev/null")):
        result = house.make(out)
        count.within(name, result)
        count.hold(name, result.status in (2, 3), result, f"status {result.status}")
        count.hold(name + ": said", "microtaper: " in result.said(), result, "no reason is given")
    with open(blocked, encoding="ascii") as kept:
        count.hold("out is a file: kept", kept.read() == "a file")
    in_the_way(count, house, where)
    read_only(count, where)


def in_the_way(count, house, where):
    """A plain file where a folder of ours would be, and a folder where a file would be."""
    for name, kind in (("rx", "file"), ("batches", "file"), ("rx/RX-1042", "file"), ("rx/RX-1042/r1-f1", "file"), ("manifest.json", "folder")):
        out = os.path.join(where, "way")
        kit.shutil.rmtree(out, ignore_errors=True)
        os.makedirs(os.path.dirname(os.path.join(out, name)), mode=0o700)
        if kind == "file":
            open(os.path.join(out, name), "w", encoding="ascii").close()
        else:
            os.mkdir(os.path.join(out, name))
        result = house.make(out)
        count.within(f"a {kind} at {name}", result)
        count.hold(f"a {kind} at {name}", result.status == 3, result, f"status {result.status}")
        left = [p for p in everything(out) if "tmp" in os.path.basename(p) and "manifest" not in p or "microtaper-" in p]
        count.hold(f"a {kind} at {name}: nothing is left", not left, result, str(left))


def read_only(count, where):
    """As nobody, in folders that nobody may write."""
    home = os.path.join(where, "nobody")
    os.mkdir(home)
    mine = House(home)
    for path in (home, mine.key, os.path.join(home, "shop.xml"), os.path.join(home, "approvals.xml")):
        if os.getuid() == 0:
            os.chown(path, kit.NOBODY, kit.NOBODY)
    out = os.path.join(home, "out")
    result = mine.make(out, unprivileged=True)
    count.hold("as nobody", result.status == 0, result, f"status {result.status}")
    for name, folder in (("out", out), ("out/batches", out + "/batches"), ("out/rx/RX-1042", out + "/rx/RX-1042")):
        kit.shutil.rmtree(os.path.join(out, "rx/RX-1042/r1-f1"), ignore_errors=True)
        os.chmod(folder, 0o500)
        before = snapshot(out)
        result = mine.make(out, unprivileged=True)
        count.within(f"{name} is read-only", result)
        count.hold(f"{name} is read-only", result.status == 3, result, f"status {result.status}")
        count.hold(f"{name} is read-only: said", "ermission denied" in result.said(), result, "no reason is given")
        changed = {p for p in set(before) ^ set(snapshot(out)) if "manifest" not in p}
        count.hold(f"{name} is read-only: nothing is left", not {p for p in changed if p.endswith(".pdf") and "/rx/" in p}, result, str(changed))
        os.chmod(folder, 0o700)


def names(count, house, where):
    """Input files whose names would be obeyed, and things that are no files."""
    for name, leaf in (("a newline", "a\nb.xml"), ("an escape", "a\x1b[31m.xml"), ("a minus", "-x.xml"), ("no UTF-8", b"\xff.xml"),
                       ("255 bytes", "x" * 251 + ".xml")):
        path = os.path.join(os.fsencode(where), leaf if isinstance(leaf, bytes) else leaf.encode())
        with open(path, "wb") as written:
            written.write(b"<nothing/>")
        result = kit.run([b"check", b"--date", b"2026-11-30", b"--shop", os.fsencode(os.path.join(house.folder, "shop.xml")), b"--templates",
                          os.fsencode(os.path.join(kit.ROOT, "templates")), b"--", path])
        count.refused(f"a file name with {name}", result, "MT104")
    missing = os.path.join(where, "missing.xml")
    count.refused("a file that is not there", house.make(os.path.join(where, "m"), files=(missing,)), "MT101")
    count.refused("a device", house.make(os.path.join(where, "m"), files=("/dev/zero",)), "MT102")
    locked = os.path.join(where, "locked.xml")
    with open(locked, "wb") as written:
        written.write(GOOD)
    os.chmod(locked, 0o000)
    result = kit.run(["check", locked, "--date", "2026-11-30", "--shop", os.path.join(kit.ROOT, "samples/shop.xml"), "--templates",
                      os.path.join(kit.ROOT, "templates")], unprivileged=True)
    count.refused("a file that may not be read", result, "MT101")
    loop = os.path.join(where, "loop.xml")
    os.symlink(loop, loop)
    count.refused("a link to itself", house.make(os.path.join(where, "m"), files=(loop,)), "MT101")


def check(count, folder, word):
    if word not in "paths":
        return
    where = os.path.join(folder, "paths")
    os.mkdir(where)
    home = os.path.join(folder, "paths-house")
    os.mkdir(home)
    house = House(home)
    for count.kind, part in (("paths: prescription numbers", numbers), ("paths: links in out", links),
                             ("paths: places that cannot be written", places), ("paths: names of files", names)):
        part(count, house, where)
