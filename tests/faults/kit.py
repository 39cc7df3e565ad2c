# SPDX-License-Identifier: GPL-3.0-or-later
"""A small run with its house and ledger, run under faults, and what must be true afterwards."""
import csv
import hashlib
import io
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
PROGRAM = os.path.abspath(os.environ.get("MICROTAPER", os.path.join(ROOT, "build", "microtaper")))
SHIM = os.path.abspath(os.environ.get("FAULT_SHIM", os.path.join(ROOT, os.environ.get("BUILD", "build"), "fault-shim.so")))
if not os.path.exists(SHIM):
    raise SystemExit(f"{SHIM} is not there: make {os.path.relpath(SHIM)}")   # without it nothing would fail, and all would pass
ENVIRONMENT = {"PATH": os.environ["PATH"], "LC_ALL": "C", "TZ": "UTC", "HOME": "/nonexistent"}
SECONDS = 120


class Count:
    def __init__(self):
        self.passed = self.failed = 0

    def hold(self, name, truth, why="", said=""):
        if truth:
            self.passed += 1
            return truth
        self.failed += 1
        print(f"FAIL {name}: {why}")
        for line in said.splitlines()[-6:]:
            print("    " + line[:240])
        return truth


def read(path):
    with open(path, "rb") as file:
        return file.read()


class Bench:
    """One folder with a shop, its approvals, a key, prescriptions, and the papers of an undisturbed run."""

    def __init__(self, numbers, ledger=True, jobs=1, merge=False, pool=None):
        self.folder = tempfile.mkdtemp(prefix="faults-")
        os.chmod(self.folder, 0o755)
        self.jobs, self.with_ledger, self.more = jobs, ledger, ["--merge"] if merge else []
        self.key, self.shop, self.input = (os.path.join(self.folder, n) for n in ("key", "shop.xml", "rx.xml"))
        self.write_shop(pool)
        self.write_input(numbers)
        templates = os.path.join(ROOT, "templates")
        things = [os.path.join(templates, f, n) for f in ("formulas", "words") for n in sorted(os.listdir(os.path.join(templates, f)))]
        self.must("approve", *things, "--by", "F. Faults, RPh", "--on", "2026-11-01", "--shop", self.shop, "--templates", templates)
        self.must("key", "new", "--key", self.key, "--name", "Faults")
        self.fresh()
        result = self.make()
        assert result.returncode == 0, result.stderr
        self.reference = self.papers()
        self.numbers = numbers

    def write_shop(self, pool):
        """With `pool` lots are shared, of at most so much in bottles."""
        self.pool = pool
        with open(os.path.join(ROOT, "samples/shop.xml"), encoding="utf-8") as file:
            shop = file.read()
        with open(self.shop, "w", encoding="utf-8") as file:
            file.write(shop.replace('  <closed weekday="Sunday"/>', f'  <pool up-to="{pool}"/>\n  <closed weekday="Sunday"/>', 1) if pool else shop)

    def write_input(self, numbers):
        with open(os.path.join(ROOT, "samples/clonazepam-three-times.xml"), encoding="utf-8") as file:
            one = file.read().split("?>", 1)[1]
        with open(self.input, "w", encoding="utf-8") as file:
            file.write('<prescriptions xmlns="urn:microtaper:prescription:1">\n')
            for number in numbers:
                file.write(one.replace('number="RX-1042"', f'number="{number}"'))
            file.write("</prescriptions>\n")

    def close(self):
        shutil.rmtree(self.folder, ignore_errors=True)

    # ------------------------------------------------------------------------------ running
    @property
    def work(self):
        return os.path.join(self.folder, "work")

    @property
    def out(self):
        return os.path.join(self.work, "out")

    @property
    def ledger(self):
        return os.path.join(self.work, "ledger.db")

    def fresh(self):
        """An empty place for papers and ledger."""
        shutil.rmtree(self.work, ignore_errors=True)
        os.mkdir(self.work, 0o700)

    def must(self, *arguments):
        result = subprocess.run([PROGRAM, *arguments], env=ENVIRONMENT, capture_output=True, text=True, check=False)
        assert result.returncode == 0, result.stderr
        return result

    def command(self, *more, files=None, jobs=None):
        ledger = ["--ledger", self.ledger] if self.with_ledger else []
        return [PROGRAM, "make", *(files or [self.input]), "--out", self.out, "--key", self.key, "--date", "2026-11-30", "--shop", self.shop,
                "--templates", os.path.join(ROOT, "templates"), "--jobs", str(jobs or self.jobs), *ledger, *self.more, *more]

    def start(self, faults=None, **options):
        environment = dict(ENVIRONMENT, **options.pop("environment", {}))
        if faults is not None:
            count = os.path.join(self.folder, "count")
            with open(count, "wb") as file:
                file.write(bytes(8))
            environment.update({k: str(v) for k, v in faults.items()}, LD_PRELOAD=SHIM, FAULT_COUNT=count, FAULT_UNDER=self.work)
        stdin = options.pop("stdin", subprocess.DEVNULL)
        return subprocess.Popen(self.command(**options), env=environment, stdin=stdin, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                start_new_session=True)

    def make(self, faults=None, **options):
        child = self.start(faults, **options)
        try:
            out, err = child.communicate(timeout=SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            out, err = child.communicate()
            err += "\nstill running: stopped by the test"
        return subprocess.CompletedProcess([], child.returncode, out, err)

    def calls(self):
        """How many calls the last run with faults made."""
        return int.from_bytes(read(os.path.join(self.folder, "count")), sys.byteorder)

    # ------------------------------------------------------------------------------ what is there
    def papers(self):
        """Every file under its final name, by content; what is temporary begins with a point."""
        found = {}
        for folder, folders, files in os.walk(self.out):
            folders[:] = [f for f in folders if not f.startswith(".")]
            for name in files:
                path = os.path.join(folder, name)
                if not name.startswith("."):
                    found[os.path.relpath(path, self.out)] = read(path)
        return found

    def made(self):
        """How many prescriptions stand under their final names: cheap, to be asked often."""
        rx = os.path.join(self.out, "rx")
        return sum(os.path.exists(os.path.join(rx, n, "r1-f1", "made")) for n in os.listdir(rx)) if os.path.isdir(rx) else 0

    def temporary(self):
        return [n for _, folders, files in os.walk(self.out) for n in folders + files if n.startswith(".")]

    def rows(self):
        """The ledger's rows, as its export has them."""
        result = subprocess.run([PROGRAM, "ledger", "export", "--ledger", self.ledger], env=ENVIRONMENT, capture_output=True, text=True, check=False)
        return list(csv.DictReader(io.StringIO(result.stdout)))


# ---------------------------------------------------------------------------------- what must hold

def of_the_run(bench, path):
    """Made of what stands: other bytes where something is missing.  A shared lot's worksheet marks bottles that are not filled."""
    return path in ("manifest.json", "run.pdf") or path.startswith("merged/") or (bench.pool and path.startswith("batches/"))


def half_files(bench, papers):
    """Papers that are neither absent nor those of the undisturbed run; index, page of the run and volumes must be whole."""
    half = [p for p, content in papers.items() if not of_the_run(bench, p) and bench.reference.get(p) != content]
    index = papers.get("manifest.json")
    half += [p for p, content in papers.items() if of_the_run(bench, p) and p != "manifest.json" and
             not (content.startswith(b"%PDF-") and content.rstrip().endswith(b"%%EOF"))]
    if index is not None and not index.endswith(b"}\n"):
        half.append("manifest.json")
    return half


def page_lies(papers):
    """The page of the run and the volumes that the index names are those that stand."""
    index = json.loads(papers["manifest.json"]) if "manifest.json" in papers else {}
    named = [index["run"]] if index.get("run") else []
    return [f["path"] for f in named + index.get("volumes", []) if digest(papers.get(f["path"], b"")) != f["blake2b"]]


def digest(content):
    return hashlib.blake2b(content, digest_size=32).hexdigest()


def unverified_folders(papers):
    """Folders whose file `made` does not vouch for what is in them, by another implementation of the hash."""
    wrong = []
    for path, content in papers.items():
        if os.path.basename(path) != "made":
            continue
        for line in content.decode().splitlines():
            kind, _, rest = line.partition(" ")
            if kind == "file":
                expected, _, name = rest.partition(" ")
                if digest(papers.get(name, b"")) != expected:
                    wrong.append(name)
    return wrong


def index_lies(bench):
    """Prescriptions that the index calls made and that are not there, or refused and that are: but papers that stand while
    the ledger could not be told so are not made yet, and the next command settles them, as it does what is unfinished."""
    path = os.path.join(bench.out, "manifest.json")
    if not os.path.isfile(path):
        return []
    rows = bench.rows() if bench.with_ledger else []
    settled = {r["papers"] for r in rows if r["kind"] in ("release", "abandon")}
    opened = {r["rx"] for r in rows if r["kind"] == "prepare" and r["seq"] not in settled}
    index = json.loads(read(path))
    return [p["prescription"] for p in index["prescriptions"] if p["prescription"] not in opened and p["status"] != "unfinished" and
            (p["status"] == "made") != os.path.isdir(os.path.join(bench.out, "rx", p["prescription"], "r1-f1"))]


def ledger_lies(bench, papers, settled):
    """Sets called released whose files are not as they were; when settled, sets that are neither released nor abandoned."""
    rows = bench.rows()
    released = {r["papers"] for r in rows if r["kind"] == "release"}
    abandoned = {r["papers"] for r in rows if r["kind"] == "abandon"}
    lies = [f"{r['item']} released, and not whole" for r in rows if r["kind"] == "paper" and r["papers"] in released and
            digest(papers.get(r["item"], b"")) != r["digest"]]
    if settled:
        lies += [f"set {r['seq']} is open" for r in rows if r["kind"] == "prepare" and r["seq"] not in released | abandoned]
        for number in bench.numbers:
            mine = [r for r in rows if r["kind"] == "release" and r["rx"] == number]
            if len(mine) != 1:
                lies.append(f"{number} released {len(mine)} times")
    return lies


def judge_broken(count, name, bench, said):
    """After a fault: nothing half made, and index and ledger tell the truth."""
    papers = bench.papers()
    half, unverified, index = half_files(bench, papers), unverified_folders(papers), index_lies(bench)
    if not os.path.exists(os.path.join(bench.out, ".manifest.json.tmp")):
        index += page_lies(papers)
    count.hold(name, not half, f"half files: {half[:5]}", said)
    count.hold(name, not unverified, f"not as `made` says: {unverified[:5]}", said)
    count.hold(name, not index, f"the index is wrong of {index[:5]}", said)
    if bench.with_ledger and os.path.exists(bench.ledger):
        lies = ledger_lies(bench, papers, False)
        count.hold(name, not lies, f"the ledger is wrong: {lies[:5]}", said)


def judge_mended(count, name, bench):
    """The same command again: everything as in an undisturbed run."""
    result = bench.make()
    said = result.stdout + result.stderr
    name += ", taken up again"
    count.hold(name, result.returncode == 0, f"status {result.returncode}", said)
    papers = bench.papers()
    different = [p for p in set(papers) | set(bench.reference) if papers.get(p) != bench.reference.get(p)]
    count.hold(name, not different, f"not as undisturbed: {different[:5]}", said)
    count.hold(name, not bench.temporary(), f"left behind: {bench.temporary()}", said)
    if bench.with_ledger:
        lies = ledger_lies(bench, papers, True)
        count.hold(name, not lies, f"the ledger is wrong: {lies[:5]}", said)
        check = subprocess.run([PROGRAM, "ledger", "check", "--ledger", bench.ledger], env=ENVIRONMENT, capture_output=True, text=True, check=False)
        count.hold(name + ", the chain", check.returncode == 0, "the chain is broken", check.stdout + check.stderr)
