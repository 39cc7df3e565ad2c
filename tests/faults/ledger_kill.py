# SPDX-License-Identifier: GPL-3.0-or-later
"""kill -9 at the calls of `make` with a ledger (shared lots, a reprint) and of `record`; eight processes that write at once.

    ledger_kill.py [--full]     --full: at every call, and writing for a minute (make faults); else a slice

What must hold: no paper without its row, no released row without its papers, every interrupted set settled by the next
command, the chain whole, each thing written down once."""
import argparse
import os
import re
import shutil
import subprocess
import sys
import threading
import time

import kit

KINDS = "omwsru"
FOUR = ["RX-1", "RX-2", "RX-3", "RX-4"]
OF_THE_RUN = ("manifest.json", "run.pdf", "made")   # an index, the page of the run, and the folder's own list: no papers
WRITERS = 8


def pooled_bench():
    """Four prescriptions in shared lots of at most 1 L: two lots."""
    bench = kit.Bench(FOUR, pool="1 L")
    assert len([p for p in bench.reference if p.startswith("batches/")]) == 2, sorted(bench.reference)
    return bench


def ask(bench, *words):
    return subprocess.run([kit.PROGRAM, "ledger", *words, "--ledger", bench.ledger], env=kit.ENVIRONMENT, capture_output=True, text=True,
                          check=False)


def of_kind(rows, kind):
    return [r for r in rows if r["kind"] == kind]


def lies(bench, rows):
    """Papers that no row knows, and released rows whose papers are not there as they were."""
    papers = bench.papers()
    known = {(r["item"], r["digest"]) for r in of_kind(rows, "paper")}
    released = {r["papers"] for r in of_kind(rows, "release")}
    found = [f"{p}: no row" for p, content in papers.items()
             if os.path.basename(p) not in OF_THE_RUN and (p, kit.digest(content)) not in known]
    newest = {r["item"]: r for r in of_kind(rows, "paper") if r["papers"] in released}   # a shared worksheet may be written again
    return found + [f"{name}: released, and not there" for name, r in newest.items() if kit.digest(papers.get(name, b"")) != r["digest"]]


def open_sets(rows):
    ended = {r["papers"] for r in rows if r["kind"] in ("release", "abandon")}
    return [r["seq"] for r in of_kind(rows, "prepare") if r["seq"] not in ended]


def judge(count, name, bench, settled, gone=lambda row: False):
    """`gone`: rows of papers that the case took away on purpose."""
    rows = bench.rows()
    check = ask(bench, "check") if rows else None
    count.hold(name, check is None or check.returncode == 0, "the chain is broken", check.stdout + check.stderr if check else "")
    wrong = lies(bench, [r for r in rows if not gone(r)])
    count.hold(name, not wrong, f"{wrong[:4]}")
    if settled:
        count.hold(name, not open_sets(rows), f"open: {open_sets(rows)}")
    return rows


def killed(count, bench, name, before, command, after, step, gone=lambda row: False):
    """`before` prepares, `command(faults)` is killed with its workers at call 0, step, 2 step ... of it; `after` judges."""
    before()
    command({"FAULT_KINDS": KINDS})
    total = bench.calls()
    points = range(0, total, step)
    for n in points:
        before()
        command({"FAULT_KINDS": KINDS, "FAULT_AT": n, "FAULT_WITH": -1})
        at = f"{name}: killed at call {n} of {total}"
        left = len(open_sets(judge(count, at, bench, False, gone)))
        after(at, left)
    print(f"{name}: killed at {len(points)} of {total} calls")


# ---------------------------------------------------------------------------------- make, with shared lots
def kill_make(count, step):
    bench = pooled_bench()
    told = [0]

    def after(name, left):
        result = bench.make()
        said = result.stdout + result.stderr
        told[0] += said.count("note MT908")
        count.hold(name, result.returncode == 0, f"status {result.returncode} of the next run", said)
        count.hold(name, said.count("note MT908") == left, f"{left} sets were open, settled are {said.count('note MT908')}", said)
        rows = judge(count, name + ", taken up again", bench, True)
        papers = bench.papers()
        different = [p for p in set(papers) | set(bench.reference) if papers.get(p) != bench.reference.get(p)]
        count.hold(name, not different, f"not as undisturbed: {different[:4]}", said)
        for number in FOUR:
            mine = [r for r in of_kind(rows, "release") if r["rx"] == number]
            count.hold(name, len(mine) == 1, f"{number} was released {len(mine)} times", said)

    killed(count, bench, "make with shared lots", bench.fresh, bench.make, after, step)
    print(f"make with shared lots: {told[0]} interrupted sets settled by the next run")
    count.hold("make with shared lots", told[0] > 0, "no kill left a set open: the points are badly chosen")
    bench.close()


# ---------------------------------------------------------------------------------- a reprint
def kill_reprint(count, step):
    bench = kit.Bench(["RX-1"])
    whole = os.path.join(bench.folder, "whole")
    shutil.copytree(bench.work, whole)

    def before():
        shutil.rmtree(bench.work)
        shutil.copytree(whole, bench.work)
        shutil.rmtree(os.path.join(bench.out, "rx", "RX-1", "r1-f1"))
        shutil.rmtree(os.path.join(bench.out, "batches"))

    def command(faults):
        child = subprocess.Popen([*bench.command(), "--reprint", "torn"], env=environment_of(bench, faults), stdout=subprocess.DEVNULL,
                                 stderr=subprocess.DEVNULL, start_new_session=True)
        child.communicate(timeout=kit.SECONDS)

    def first_print(row):
        return row["kind"] == "paper" and "reprint" not in row["item"]

    def after(name, left):
        result = subprocess.run([*bench.command(), "--reprint", "torn"], env=kit.ENVIRONMENT, capture_output=True, text=True, check=False)
        said = result.stdout + result.stderr
        rows = bench.rows()
        released = {r["papers"] for r in of_kind(rows, "release")}
        numbers = [r["item"] for r in of_kind(rows, "reprint") if r["papers"] in released]
        count.hold(name, result.returncode == 0 and numbers in (["1"], ["1", "2"]), f"status {result.returncode}, reprints {numbers}", said)
        count.hold(name, not open_sets(rows), f"open: {open_sets(rows)}", said)
        count.hold(name, len(of_kind(rows, "bottle")) == 1, "a bottle is counted twice", said)
        count.hold(name, ask(bench, "check").returncode == 0, "the chain is broken", said)
        for number in numbers:
            path = os.path.join(bench.out, "rx", "RX-1", f"r1-f1-reprint{number}", "labels.pdf")
            text = subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True, check=False).stdout
            count.hold(name, f"REPRINT {number}" in text, f"reprint {number} does not say so", text)

    killed(count, bench, "make --reprint", before, command, after, step, first_print)
    bench.close()


def environment_of(bench, faults):
    counter = os.path.join(bench.folder, "count")
    with open(counter, "wb") as file:
        file.write(bytes(8))
    return dict(kit.ENVIRONMENT, LD_PRELOAD=kit.SHIM, FAULT_COUNT=counter, FAULT_UNDER=bench.work, **{k: str(v) for k, v in faults.items()})


# ---------------------------------------------------------------------------------- record
def record_of(rows):
    """The lot recorded as its worksheet asks."""
    lot = of_kind(rows, "lot")[0]["lot"]
    used = []
    for r in of_kind(rows, "limit"):
        amount = re.search(r"target ([^;]*)", r["note"]).group(1)
        if r["word"] != "yield":
            used.append(f'<used of="{r["item"]}" amount="{amount}" maker="M" lot="1" expires="2029-12-31" by="TL"/>')
        else:
            used.append(f'<yield volume="{amount}"/>')
    return (f'<record xmlns="urn:microtaper:record:1" lot="{lot}" on="2026-11-30" by="TL" checked-by="JR">{"".join(used)}'
            '<waste amount="1 mL" witness="A. Poe" reason="left"/><release by="JR"/></record>')


def kill_record(count, step):
    bench = kit.Bench(["RX-1"])
    whole = os.path.join(bench.folder, "whole")
    shutil.copytree(bench.work, whole)
    path = os.path.join(bench.folder, "record.xml")
    with open(path, "w", encoding="utf-8") as file:
        file.write(record_of(bench.rows()))
    words = [kit.PROGRAM, "record", path, "--ledger", bench.ledger]
    before_rows = len(bench.rows())

    def before():
        shutil.rmtree(bench.work)
        shutil.copytree(whole, bench.work)

    def command(faults):
        subprocess.run(words, env=environment_of(bench, faults), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False,
                       start_new_session=True)

    before()
    subprocess.run(words, env=kit.ENVIRONMENT, check=True, stdout=subprocess.DEVNULL)
    after_rows = len(bench.rows())

    def after(name, left):
        rows = bench.rows()
        count.hold(name, len(rows) in (before_rows, after_rows), f"{len(rows)} rows: neither {before_rows} nor {after_rows}")
        written = len(rows) == after_rows
        result = subprocess.run(words, env=kit.ENVIRONMENT, capture_output=True, text=True, check=False)
        said = result.stdout + result.stderr
        count.hold(name, (result.returncode, "MT914" in said) == ((1, True) if written else (0, False)), f"status {result.returncode}", said)
        count.hold(name, len(of_kind(bench.rows(), "record")) == 1, "not recorded once", said)
        judge(count, name, bench, True)

    killed(count, bench, "record", before, command, after, step)
    bench.close()


# ---------------------------------------------------------------------------------- eight at once
def write_at_once(count, seconds):
    """Eight processes, each making papers of new prescriptions into a folder of its own, and one ledger."""
    bench = kit.Bench(["RX-1"])
    bench.fresh()
    end, made, refused = time.monotonic() + seconds, [0] * WRITERS, []
    with open(bench.input, encoding="utf-8") as file:
        given = file.read()

    def writer(w):
        source = os.path.join(bench.folder, f"w{w}.xml")
        while made[w] == 0 or time.monotonic() < end:
            with open(source, "w", encoding="utf-8") as file:
                file.write(given.replace("RX-1", f"RX-{w}-{made[w]}"))
            words = [a.replace(bench.out, f"{bench.out}{w}").replace(bench.input, source) for a in bench.command(jobs=1)]
            result = subprocess.run(words, env=kit.ENVIRONMENT, capture_output=True, text=True, check=False)
            if result.returncode != 0:
                refused.append(result.stderr)
                return
            made[w] += 1

    threads = [threading.Thread(target=writer, args=(w,)) for w in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    rows = bench.rows()
    by_kind = {kind: len(of_kind(rows, kind)) for kind in ("run", "prepare", "lot", "limit", "bottle", "chart", "sheet", "paper", "release")}
    one = len(rows) // max(1, sum(made))
    print(f"{WRITERS} processes for {seconds} s: {sum(made)} fills, {len(rows)} rows: {by_kind}")
    count.hold("eight at once", not refused, "refused", "".join(refused[:1]))
    count.hold("eight at once", len(rows) == one * sum(made), f"{len(rows)} rows are not {one} for each of {sum(made)} fills")
    for kind in ("run", "prepare", "lot", "bottle", "release"):
        count.hold("eight at once", by_kind[kind] == sum(made), f"{by_kind[kind]} rows {kind} of {sum(made)} fills")
    count.hold("eight at once", [int(r["seq"]) for r in rows] == list(range(1, len(rows) + 1)), "numbers are left out")
    count.hold("eight at once", ask(bench, "check").returncode == 0, "the chain is broken")
    bench.close()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--full", action="store_true")
    full = parser.parse_args().full
    count = kit.Count()
    kill_make(count, 1 if full else 47)
    kill_reprint(count, 1 if full else 61)
    kill_record(count, 1 if full else 7)
    write_at_once(count, 60 if full else 3)
    print(f"ledger under kills: {count.passed} passed, {count.failed} failed")
    return 1 if count.failed or not count.passed else 0


if __name__ == "__main__":
    sys.exit(main())
