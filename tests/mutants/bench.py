# SPDX-License-Identifier: GPL-3.0-or-later
"""Where mutants are built and judged: the CUnit tables of base, model, taper and compound, then the oracle.

What none of them tells apart is run again with gcc's sanitizers, which see what is read past its end.  The programs are linked once for each source file, with that file's object left to a shared object: a mutant is then one small
compilation.  The oracle works out its prescriptions once; a mutant's answers are read against them only where they are not the
bytes that the program itself prints."""
import os
import random
import shlex
import shutil
import subprocess
import sys

from changes import ROOT, read

sys.path.insert(0, os.path.join(ROOT, "tests/oracle"))
import compare      # noqa: E402
import oracle       # noqa: E402
import program      # noqa: E402
import random_rx    # noqa: E402

TABLES = ("base", "model", "taper", "compound")
SECONDS = 300
LIMITS, SANITIZER_LIMITS = "ulimit -S -t 4; ulimit -v 4000000; ulimit -c 0", "ulimit -S -t 30; ulimit -c 0"
PROGRAMS = ("unit", "microtaper")
SANITIZED = [f"ROOMS={' '.join(TABLES)}", "CFLAGS=-O0", "SANITIZE=-fsanitize=address,undefined -fno-sanitize-recover=all"]


def limited(words, environment, limits=LIMITS):
    """Runs with a limit of processor, time and memory: a mutant may never end, or ask for all there is."""
    return subprocess.run(["sh", "-c", limits + '; exec "$@"', "sh", *words], cwd=ROOT, env=environment, capture_output=True, check=False,
                          encoding="utf-8", errors="replace", timeout=SECONDS)


class Runner(program.Program):
    """The program with a mutant in it; what it prints is kept."""

    def __init__(self, path, folder, plain):
        self.path, self.common, self.printed = path, plain.common, {}
        self.environment = dict(os.environ, LD_LIBRARY_PATH=folder)

    def run(self, *args):
        if args not in self.printed:
            self.printed[args] = limited([self.path, *args, *self.common], self.environment)
        return self.printed[args]

    def errors(self, path, number):
        return []    # the difference counts, not what is said of it


class Slice:
    """Some prescriptions in one file, as the oracle has them and as the program prints them."""

    def __init__(self, judgements, path, plain):
        self.judgements, self.path, self.plain = judgements, path, plain
        self.asked = [("plan", path, "--format", "csv"), ("plan", path, "--format", "json"), ("plan", path, "--targets", "--format", "csv")]
        self.known = {args: plain.run(*args).stdout for args in self.asked}
        if self.differs(plain):
            raise SystemExit(f"{path}: program and oracle differ without any change")

    def differs(self, runner):
        tally = compare.Tally(show=0)
        try:
            compare.compare_plans(self.judgements, self.path, runner, tally, self.path)
        except (RuntimeError, ValueError, KeyError, TypeError, ArithmeticError):    # it printed no rows that can be read
            return True
        return sum(tally.wrong.values()) > 0

    def notices(self, runner, room):
        for args in self.asked:
            if room == "compound" and "--targets" in args:
                continue    # the exact targets know nothing of it
            done = runner.run(*args)
            if done.returncode < 0:
                return True
            if done.stdout != self.known[args]:
                return self.differs(runner)
        return False


def sample_slice(folder):
    """All samples that share the sample shop, as one file."""
    files = [path for path in compare.samples() if not os.path.basename(path).startswith("bad")]
    texts = []
    for path in files:
        with open(path, encoding="utf-8") as file:
            text = file.read()
        text = text[text.index("<prescription"):]
        if text.startswith("<prescriptions"):
            text = text[text.index(">") + 1:text.rindex("</prescriptions>")]
        texts.append(text)
    path = os.path.join(folder, "samples.xml")
    with open(path, "w", encoding="utf-8") as file:
        file.write('<prescriptions xmlns="urn:microtaper:prescription:1">' + "\n".join(texts) + "</prescriptions>\n")
    shop, templates = os.path.join(ROOT, "samples/shop.xml"), os.path.join(ROOT, "templates")
    return Slice(oracle.judge_file(path, oracle.House(shop, templates)), path, program.Program(shop, templates))


def random_slice(seed, count, folder):
    inside = os.path.join(folder, f"random-{seed}")
    os.makedirs(inside)
    judgements, path, plain = random_rx.drawn(random.Random(f"{seed}/0"), range(count), os.path.join(ROOT, "templates"), inside, random_rx.Counter())[1:]
    return Slice(judgements, path, plain)


class Commands:
    """How make compiles each source and links each program, to be done again for one source."""

    def __init__(self, build, variables, programs):
        asked = subprocess.run(["make", "-nB", "V=1", f"BUILD={build}", *variables, *(f"{build}/{name}" for name in programs)],
                               cwd=ROOT, capture_output=True, text=True, check=True)
        self.compile, self.link, self.folders = {}, {}, {}
        for line in asked.stdout.splitlines():
            words = shlex.split(line) if " -o " in line else []
            if " -c " in line:
                self.compile[words[-1]] = words
            elif words and os.path.basename(words[words.index("-o") + 1]) in programs:
                self.link[os.path.basename(words[words.index("-o") + 1])] = words

    def shared(self, path, text, folder):
        """The source as libmutant.so; False when it does not compile."""
        source, words = os.path.join(folder, os.path.basename(path)), list(self.compile[path])
        with open(source, "w", encoding="utf-8") as file:
            file.write(text)
        words[words.index("-o") + 1], words[-1] = os.path.join(folder, "libmutant.so"), source
        words = [w for w in words if w not in ("-MMD", "-MP", "-c", "-g")]
        words += ["-O0", "-w", "-fPIC", "-shared", f"-I{os.path.join(ROOT, os.path.dirname(path))}"]
        return limited(words, os.environ).returncode == 0

    def linked(self, path, folder):
        """The programs without this file's object, in that folder."""
        own = self.compile[path][self.compile[path].index("-o") + 1]
        os.makedirs(folder)
        assert self.shared(path, read(path), folder), path
        for name, words in self.link.items():
            words = ["-rdynamic" if w == own else w for w in words]
            words[words.index("-o") + 1] = os.path.join(folder, name)
            at = next(i for i, word in enumerate(words) if word.startswith("-l"))    # before the libraries that it needs itself:
            words[at:at] = [f"-L{folder}", "-lmutant"]                                # the linker leaves out what nothing before it needs
            subprocess.run(words, cwd=ROOT, capture_output=True, check=True)
        self.folders[path] = folder


class Bench:
    def __init__(self, build, seeds, count):
        self.folder = os.path.join(build, "bench")
        shutil.rmtree(self.folder, ignore_errors=True)
        os.makedirs(self.folder)
        os.environ["MICROTAPER"] = os.path.join(build, "microtaper")
        self.slices = [sample_slice(self.folder)] + [random_slice(seed, count, self.folder) for seed in seeds]
        self.plain = Commands(build, [], PROGRAMS)
        self.sanitized = Commands(os.path.join(build, "sanitized"), SANITIZED, PROGRAMS[:1])

    def prepare(self, path):
        """Before the mutants of a file: its programs, and the proof that unchanged it survives."""
        folder = os.path.join(self.folder, path.replace("/", "-"))
        self.plain.linked(path, folder)
        self.sanitized.linked(path, folder + "-sanitized")
        fate = self.fate_of(path, read(path), folder)
        assert fate == "survived", f"{path} unchanged: {fate}"

    def by_tables(self, path, folder):
        own = TABLES.index(path.split("/")[1])
        orders = (TABLES[own:own + 1], TABLES[own + 1:])    # a room knows nothing of those behind it
        for rooms in orders if own else orders[::-1]:       # base's own tables wait for files and children: last
            status = rooms and limited([os.path.join(self.plain.folders[path], "unit"), *rooms], environment(folder)).returncode
            if status:
                return "timeout" if status == -24 else "tables"
        return None

    def by_oracle(self, path, folder):
        program_path = os.path.join(self.plain.folders[path], "microtaper")
        known = any(part.notices(Runner(program_path, folder, part.plain), path.split("/")[1]) for part in self.slices)
        return "oracle" if known else None

    def by_sanitizer(self, path, text, folder):
        rooms = TABLES[TABLES.index(path.split("/")[1]):]
        if not self.sanitized.shared(path, text, folder):
            return "sanitizer"
        status = limited([os.path.join(self.sanitized.folders[path], "unit"), *rooms], environment(folder), SANITIZER_LIMITS).returncode
        return "sanitizer" if status else None

    def fate_of(self, path, text, folder):
        return (self.by_tables(path, folder) or self.by_oracle(path, folder) or self.by_sanitizer(path, text, folder) or "survived")

    def fate(self, mutant, folder):
        """Who killed it ("tables", "oracle", "sanitizer", "timeout"), "survived", or "no program"."""
        text = mutant.source(read(mutant.path))
        if not self.plain.shared(mutant.path, text, folder):
            return "no program"
        try:
            return self.fate_of(mutant.path, text, folder)
        except subprocess.TimeoutExpired:
            return "timeout"


def environment(folder):
    return dict(os.environ, LD_LIBRARY_PATH=folder, MICROTAPER_TEMPLATES=os.path.join(ROOT, "templates"), ASAN_OPTIONS="detect_leaks=0")
