# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs over many prescriptions, killed at random times; stopped by signals; losing workers, inputs and folders."""
import os
import random
import re
import shutil
import signal
import subprocess
import time

import kit

STOPPED = "the same command goes on"


def run_time(bench):
    began = time.monotonic()
    bench.fresh()
    bench.make()
    return time.monotonic() - began


def wait_at_random(bench, child, chance, whole):
    """Some time of the run's; or until so many prescriptions are made."""
    if chance.random() < 0.5:
        time.sleep(chance.uniform(0.02, 1.1) * whole)
        return
    made = bench.made() + chance.randrange(1, len(bench.numbers))
    wait_until(lambda: bench.made() >= made or child.poll() is not None)


def kill_at_random(count, bench, times, seed):
    """kill -9 of all processes of a run, then the same command; sometimes killed again while it mends."""
    chance = random.Random(seed)
    whole = run_time(bench)
    midway = 0
    for i in range(times):
        bench.fresh()
        name = f"killed at random, {i + 1} of {times} (seed {seed})"
        for _ in range(chance.choice((1, 1, 2, 3))):
            child = bench.start()
            wait_at_random(bench, child, chance, whole)
            if child.poll() is None:
                os.killpg(child.pid, signal.SIGKILL)
            child.communicate()
            midway += 0 < bench.made() < len(bench.numbers)
            kit.judge_broken(count, name, bench, "")
        kit.judge_mended(count, name, bench)
    print(f"killed {times} runs at random; {midway} times some prescriptions were made and some not")
    count.hold("killed at random", midway > times // 4, f"only {midway} of {times} kills were in the middle of the papers")


def stop_by_signal(count, bench):
    for number in (signal.SIGINT, signal.SIGTERM):
        for group in (False, True):
            name = f"stopped by {number.name}{' for the whole group' if group else ''}"
            bench.fresh()
            child = bench.start()
            wait_until(lambda: bench.made() > 0)
            (os.killpg if group else os.kill)(child.pid, number)
            out, err = child.communicate(timeout=kit.SECONDS)
            count.hold(name, child.returncode == 3, f"status {child.returncode}", out + err)
            count.hold(name, STOPPED in out + err, "it is not said how to go on", out + err)
            count.hold(name, not bench.temporary() or bench.temporary() == [".manifest.json.tmp"], f"left: {bench.temporary()}", out + err)
            kit.judge_broken(count, name, bench, out + err)
            kit.judge_mended(count, name, bench)


def stop_anywhere(count, bench, times, seed):
    """Shared lots and volumes: stopped while prescriptions are proved, worksheets or papers written, volumes joined."""
    chance = random.Random(seed)
    whole, told = run_time(bench), 0
    for i in range(times):
        number = chance.choice((signal.SIGINT, signal.SIGTERM))
        name = f"{number.name} somewhere in a run of shared lots and volumes, {i + 1} of {times} (seed {seed})"
        bench.fresh()
        child = bench.start()
        wait_until(lambda: os.path.exists(os.path.join(bench.out, ".manifest.json.tmp")))
        time.sleep(chance.uniform(0.05, 0.9) * whole)
        child.send_signal(number)
        out, err = child.communicate(timeout=kit.SECONDS)
        said = out + err
        count.hold(name, child.returncode in (0, 3), f"status {child.returncode}", said)
        count.hold(name, child.returncode == 0 or STOPPED in said, "it is not said how to go on", said)
        count.hold(name, not bench.temporary(), f"left: {bench.temporary()}", said)
        kit.judge_broken(count, name, bench, said)
        kit.judge_mended(count, name, bench)
        told += child.returncode == 3
    print(f"stopped {told} of {times} runs of shared lots and volumes")
    count.hold("runs stopped anywhere", told > times // 3, f"only {told} of {times} were stopped before their end")


def wait_until(ready):
    limit = time.monotonic() + kit.SECONDS
    while not ready() and time.monotonic() < limit:
        time.sleep(0.005)


def workers_of(child):
    found = subprocess.run(["ps", "-o", "pid=", "--ppid", str(child.pid)], capture_output=True, text=True, check=False)
    return [int(pid) for pid in found.stdout.split()]


def lose_workers(count, bench, times):
    """A worker that is killed costs at most the prescription it was at; the others are made, and it is named."""
    bench.fresh()
    child = bench.start()
    lost = 0
    for _ in range(times):
        before = bench.made()
        wait_until(lambda before=before: bench.made() > before or child.poll() is not None)
        hands = workers_of(child)
        if hands:
            os.kill(hands[0], signal.SIGKILL)
            lost += 1
    out, err = child.communicate(timeout=kit.SECONDS)
    said = out + err
    named = re.findall(r"MT804: (?:\S+: )?(\S+): worker ended by signal 9", said)
    count.hold("workers killed", lost == times, f"{lost} of {times} were there to be killed", said)
    count.hold("workers killed", child.returncode == 3, f"status {child.returncode}", said)
    made = [p for p in bench.papers() if p.endswith("/made")]
    missing = [n for n in bench.numbers if f"rx/{n}/r1-f1/made" not in made]
    count.hold("workers killed", len(missing) <= lost, f"{len(missing)} prescriptions are missing after {lost} deaths", said)
    count.hold("workers killed", set(missing) <= set(named), f"not named: {set(missing) - set(named)}; named: {named}", said)
    kit.judge_broken(count, "workers killed", bench, said)
    kit.judge_mended(count, "workers killed", bench)


def lose_inputs(count, bench):
    """A file that is not there or may not be read does not stop the others; one that vanishes midway is said."""
    missing = os.path.join(bench.folder, "missing.xml")
    bench.fresh()
    result = bench.make(files=[missing, bench.input])
    said = result.stdout + result.stderr
    count.hold("an input that is missing", result.returncode == 1 and "missing.xml: error MT101" in said, f"status {result.returncode}", said)
    count.hold("an input that is missing: the others are made", not absent(bench), f"absent: {absent(bench)}", said)
    copy = os.path.join(bench.folder, "vanishing.xml")
    shutil.copy(bench.input, copy)
    bench.fresh()
    child = bench.start(files=[copy])
    wait_until(lambda: bench.made() > 0 or child.poll() is not None)
    os.remove(copy)
    out, err = child.communicate(timeout=kit.SECONDS)
    count.hold("an input removed midway", child.returncode in (0, 1), f"status {child.returncode}", out + err)
    count.hold("an input removed midway: all or said", not absent(bench) or "MT101" in err, f"absent: {absent(bench)}", out + err)
    kit.judge_broken(count, "an input removed midway", bench, out + err)
    truncate_input(count, bench)


def truncate_input(count, bench):
    copy = os.path.join(bench.folder, "shrinking.xml")
    shutil.copy(bench.input, copy)
    bench.fresh()
    child = bench.start(files=[copy])
    wait_until(lambda: bench.made() > 0 or child.poll() is not None)
    os.truncate(copy, os.path.getsize(copy) // 2)
    out, err = child.communicate(timeout=kit.SECONDS)
    count.hold("an input cut midway", child.returncode in (0, 1, 3), f"status {child.returncode}", out + err)
    count.hold("an input cut midway: all or said", not absent(bench) or "MT102" in err, f"absent: {absent(bench)}", out + err)
    kit.judge_broken(count, "an input cut midway", bench, out + err)


def absent(bench):
    papers = bench.papers()
    return [n for n in bench.numbers if f"rx/{n}/r1-f1/made" not in papers]


def lose_folders(count, bench):
    """The output folder, or a part of it, is deleted while papers are made: said, and made again."""
    for part, ledger in (("", False), ("rx", False), ("batches", False), ("", True)):
        name = f"out/{part} deleted midway" + (", with a ledger" if ledger else "")
        bench.with_ledger = ledger
        bench.fresh()
        child = bench.start()
        wait_until(lambda: bench.made() > 0 or child.poll() is not None)
        shutil.rmtree(os.path.join(bench.out, part), ignore_errors=True)
        out, err = child.communicate(timeout=kit.SECONDS)
        said = out + err
        count.hold(name, child.returncode in (0, 1, 3), f"status {child.returncode}", said)
        if part == "":
            count.hold(name, child.returncode == 3 and "No such file" in said, f"status {child.returncode}", said)
        papers = bench.papers()
        half = [p for p in kit.half_files(bench, papers) if not p.endswith("/made")]
        count.hold(name, not half, f"half files: {half[:5]}", said)
        mended = bench.make()
        papers = bench.papers()
        if ledger:
            # What was released once is never made again in silence.
            released_before(count, name, bench, mended)
            continue
        # `made` and the index may say that papers were there already and have been replaced.
        lacking = [p for p in bench.reference if os.path.basename(p) not in ("manifest.json", "made", "run.pdf") and papers.get(p) != bench.reference[p]]
        count.hold(name + ", taken up again", mended.returncode == 0, f"status {mended.returncode}", mended.stdout + mended.stderr)
        count.hold(name + ", taken up again", not lacking, f"not as undisturbed: {lacking[:5]}", mended.stdout + mended.stderr)


def lose_ledger(count, bench):
    """The ledger is deleted, or moved aside, while papers are made: nothing more is called made, and no new one takes its place."""
    for name, lose in (("the ledger deleted midway", os.remove), ("the ledger moved midway", lambda path: os.rename(path, path + "-aside"))):
        bench.with_ledger = True
        bench.fresh()
        child = bench.start()
        wait_until(lambda: bench.made() > 0 or child.poll() is not None)
        lose(bench.ledger)
        out, err = child.communicate(timeout=kit.SECONDS)
        said = out + err
        count.hold(name, child.returncode == 3, f"status {child.returncode}", said)
        count.hold(name, "MT901" in err, "it is not said", said)
        count.hold(name, not os.path.exists(bench.ledger), "an empty ledger took its place", said)
        half = kit.half_files(bench, bench.papers())
        count.hold(name, not half, f"half files: {half[:5]}", said)
        claimed = sum(line.endswith("r1-f1") for line in out.splitlines())
        count.hold(name, claimed <= bench.made(), f"{claimed} are called made, {bench.made()} stand", said)
    os.rename(bench.ledger + "-aside", bench.ledger)
    kit.judge_mended(count, "the ledger put back", bench)


def whole(papers, number):
    """Its folder stands, and every file that `made` names, worksheets among them."""
    path = f"rx/{number}/r1-f1/made"
    return path in papers and not kit.unverified_folders({**papers, **{p: b"" for p in papers if p.endswith("/made") and p != path}})


def released_before(count, name, bench, mended):
    said = mended.stdout + mended.stderr
    papers = bench.papers()
    lacking = [n for n in bench.numbers if not whole(papers, n)]
    named = re.findall(r"(?m)^(\S+): (?:refused|not finished)", mended.stdout)
    count.hold(name + ", taken up again", sorted(lacking) == sorted(named), f"missing {lacking}, named {named}", said)
    count.hold(name + ", taken up again", mended.stderr.count("MT910") == len(lacking), f"missing {lacking}, MT910 is said of others", said)
    count.hold(name + ", taken up again", mended.returncode == (1 if lacking else 0), f"status {mended.returncode}", said)
    bench.with_ledger = True


def two_at_once(count, bench):
    """A second run in the same folder is refused while the first goes on."""
    bench.fresh()
    first = bench.start()
    wait_until(lambda: bench.made() > 0 or first.poll() is not None)
    second = bench.make()
    out, err = first.communicate(timeout=kit.SECONDS)
    count.hold("two runs at once", first.returncode == 0, f"the first: status {first.returncode}", out + err)
    count.hold("two runs at once", second.returncode == 3 and "another run is writing there" in second.stderr, f"the second: status {second.returncode}",
               second.stderr)
    count.hold("two runs at once", bench.papers() == bench.reference, "not as undisturbed")


def jump_clock(count, bench):
    """The clock on the wall jumps by four years between any two looks: nothing on paper hangs on it, the ledger stays whole."""
    bench.with_ledger = True
    bench.fresh()
    result = bench.make({"FAULT_JUMPS": 126230400})
    check = subprocess.run([kit.PROGRAM, "ledger", "check", "--ledger", bench.ledger], env=kit.ENVIRONMENT, capture_output=True, text=True, check=False)
    count.hold("a clock that jumps", result.returncode == 0 and bench.papers() == bench.reference, "other bytes", result.stderr)
    count.hold("a clock that jumps: the ledger", check.returncode == 0, "the chain is broken", check.stdout + check.stderr)
    bench.with_ledger = False


def write_in_parts(count, bench):
    """Every write takes half of what it is given, or is interrupted."""
    bench.with_ledger = True
    bench.fresh()
    result = bench.make({"FAULT_SHORT": 1})
    rows = len(bench.rows())
    count.hold("writes that take a part", result.returncode == 0 and bench.papers() == bench.reference and rows > 0, f"other bytes, {rows} rows", result.stderr)
    bench.with_ledger = False


def same_bytes(count, bench):
    """Any number of workers, standard input, another time zone, another language: the same bytes."""
    for jobs in (1, 2, 3, 7):
        bench.fresh()
        result = bench.make(jobs=jobs)
        count.hold(f"--jobs {jobs}", result.returncode == 0 and bench.papers() == bench.reference, "other bytes", result.stderr)
    bench.fresh()
    with open(bench.input, "rb") as given:
        result = bench.make(files=["-"], stdin=given)
    count.hold("standard input", result.returncode == 0 and bench.papers() == bench.reference, "other bytes", result.stderr)
    bench.fresh()
    with subprocess.Popen(["cat", bench.input], stdout=subprocess.PIPE) as cat:
        result = bench.make(files=["-"], stdin=cat.stdout)
    count.hold("a pipe", result.returncode == 0 and bench.papers() == bench.reference, "other bytes", result.stderr)
    jump_clock(count, bench)
    write_in_parts(count, bench)
    for more in ({"TZ": "Pacific/Kiritimati"}, {"TZ": "America/St_Johns"}, {"LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8"}, {"TZ": ":/nonexistent"},
                 {"COLUMNS": "1", "TERM": "dumb"}, {"SOURCE_DATE_EPOCH": "0"}):
        bench.fresh()
        result = bench.make(environment=more)
        count.hold(f"{more}", result.returncode == 0 and bench.papers() == bench.reference, "other bytes", result.stderr)
