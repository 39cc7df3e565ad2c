# SPDX-License-Identifier: GPL-3.0-or-later
"""Every code of the samples' papers, opened by the second reader and held against the oracle.

    codes.py [--shop FILE] [--templates DIR] [PRESCRIPTION...]     without files: all of samples/ but bad-*.xml

Makes the papers of fill 1 of each file on the day the oracle forecasts, takes the payloads from the manifest, checks each
signature after RFC 8032, and compares every field of bottles and every row of chart pages.  Ends non-zero on a
difference, or where a bottle or a day has no code.
"""
import json
import os
import sys
import tempfile
from collections import Counter

import bottles
import compare
import oracle
import program
import seal

KINDS = {1: "bottle", 2: "chart", 3: "batch"}


def payloads(value):
    """Every payload in a manifest, wherever it stands."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        return [found for inner in value for found in payloads(inner)]
    return [value] if isinstance(value, str) and value.startswith("MT1:") else []


def per_ml(strength):
    """ng per mL."""
    return strength.mass * 1_000_000 // strength.volume


class House:
    """A shop, a key of its own and where papers go."""

    def __init__(self, args, folder):
        self.oracle = oracle.House(args.shop, args.templates)
        self.runner = program.Program(args.shop, args.templates)
        self.drugs = self.oracle.tables.drug_codes
        self.folder = folder
        self.key = os.path.join(folder, "key")
        shown = self.runner.run("key", "new", "--key", self.key, "--name", "codes").stdout
        line = next(x for x in shown.splitlines() if x.startswith("microtaper-public-key-1"))
        self.public = bytes.fromhex(line.split()[2])

    def make(self, path, date):
        out = os.path.join(self.folder, os.path.basename(path) + date)
        done = self.runner.run("make", path, "--key", self.key, "--date", date, "--out", out, "--fill", "1")
        if done.returncode:
            raise RuntimeError(f"make {path}: exit {done.returncode}\n{done.stderr}")
        with open(os.path.join(out, "manifest.json"), encoding="utf-8") as text:
            return payloads(json.load(text))

    def token(self, number):
        return seal.blake2b(b"microtaper token 1\0" + self.public + number.encode())[:6]


def canonical(judgement, bottle):
    """The text whose digest a bottle's code carries: include/microtaper/seal.h."""
    drug = judgement.plan.drugs[bottle.drug].name
    rung, times = bottle.rung, judgement.plan.shop.times
    lines = ["microtaper bottle rows 1", "\t".join([drug, str(per_ml(rung.strength)), bottle.letter, oracle.decimal(rung.syringe),
                                                     oracle.decimal(rung.graduation)])]
    for day in range(bottle.first, bottle.last + 1):
        for time, volume in enumerate(judgement.schedule.volumes(bottle.drug, day)):
            if volume:
                lines.append("\t".join([judgement.plan.date(day).isoformat(), times[time], oracle.decimal(volume)]))
    return "".join(line + "\n" for line in lines).encode()


def bottle_fields(judgement, house, fill, bottle):
    """What the record of a bottle must say."""
    volumes = [v for d in range(bottle.first, bottle.last + 1) for v in judgement.schedule.volumes(bottle.drug, d)]
    return {"token": house.token(judgement.rx.number), "revision": int(judgement.rx.revision),
            "drug": house.drugs[judgement.plan.drugs[bottle.drug].name], "fill": fill.number, "i": bottle.i, "n": bottle.n,
            "first": judgement.plan.date(bottle.first), "days": bottle.last - bottle.first + 1,
            "discard_after": bottle_discard(judgement, fill, bottle), "strength": per_ml(bottle.rung.strength),
            "largest": max(volumes) // 10_000, "digest": seal.blake2b(canonical(judgement, bottle))[:6]}


def bottle_discard(judgement, fill, bottle):
    return bottles.discard_after(bottle.rung.formula, judgement.plan.shop, fill.made_on)


def chart_rows(judgement, house, record):
    """date, time, drug, letter, strength, volume of each row on a page."""
    for series in seal.chart_series(record.rows):
        day = record.first
        for days, volume in series.runs:
            for _ in range(days):
                if volume:
                    yield day, series.time, series.drug, series.letter, series.strength, volume
                day += seal.datetime.timedelta(days=1)


def fill_rows(judgement, house, fill):
    """The same of a whole fill, by the oracle; steps without dates are no rows."""
    for day in range(fill.first, min(fill.last + 1, judgement.plan.dated)):
        for drug, state in enumerate(judgement.plan.drugs):
            for time, volume in enumerate(judgement.schedule.volumes(drug, day)):
                if volume:
                    bottle = fill.bottle_of(drug, day)
                    yield (judgement.plan.date(day), time, house.drugs[state.name], bottle.letter,
                           per_ml(bottle.rung.strength), volume // 10_000)


def check_bottles(judgement, house, fill, records, tally, label):
    """Each bottle of the fill has its code, each field as the oracle has it, and no code is left over."""
    left = [r for r in records if r.kind == 1]
    for bottle in fill.bottles:
        want = bottle_fields(judgement, house, fill, bottle)
        same = [r for r in left if (r.drug, r.i) == (want["drug"], want["i"])]
        got = same[0]._asdict() if same else None
        tally.compare("bottle codes", [want], [{k: got[k] for k in want}] if got else [], label)
        left = [r for r in left if r not in same]
    tally.compare("bottle codes left over", [], left, label)


def check_charts(judgement, house, fill, records, tally, label):
    """The pages together carry exactly the rows of the fill."""
    got = sorted(row for r in records if r.kind == 2 for row in chart_rows(judgement, house, r))
    want = sorted(fill_rows(judgement, house, fill))
    keys = ("date", "time", "drug", "letter", "strength", "volume")
    tally.compare("chart rows", (dict(zip(keys, r)) for r in want), (dict(zip(keys, r)) for r in got), label)


def made(judgement):
    """What `make --fill 1` makes: the first fill, or the bottles that took the place of others in it last."""
    return [judgement.fills[0], *judgement.fills[0].again][-1]


def check_file(path, house, tally, kinds):
    judgements = oracle.judge_file(path, house.oracle)
    label = os.path.basename(path)
    texts = [t for date in sorted({made(j).made_on.isoformat() for j in judgements}) for t in house.make(path, date)]
    records = [seal.open_payload(text, house.public) for text in texts]
    kinds.update(KINDS[r.kind] for r in records)
    for j in judgements:
        tally.rows["prescriptions"] += 1
        mine = [r for r in records if r.token == house.token(j.rx.number)]
        check_bottles(j, house, made(j), mine, tally, f"{label} {j.rx.number}")
        check_charts(j, house, made(j), mine, tally, f"{label} {j.rx.number}")


def main():
    parser = oracle.options("Codes of the samples' papers against the oracle")
    parser.add_argument("files", nargs="*")
    args = parser.parse_args()
    files = args.files or [f for f in compare.samples() if not os.path.basename(f).startswith("bad")]
    tally, kinds = compare.Tally(), Counter()
    with tempfile.TemporaryDirectory() as folder:
        house = House(args, folder)
        for path in files:
            try:
                check_file(path, house, tally, kinds)
            except Exception as fault:       # whatever it was, its codes were not compared: say so and fail
                tally.differs("prescriptions", None, None, f"{path}: {type(fault).__name__}: {fault}")
    print(f"{sum(kinds.values())} signatures hold: " + ", ".join(f"{n} {kind}" for kind, n in sorted(kinds.items())))
    return 0 if tally.report() and kinds["bottle"] and kinds["chart"] and kinds["batch"] else 1


if __name__ == "__main__":
    sys.exit(main())
