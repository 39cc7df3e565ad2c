# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs microtaper and reads what it prints into rows of text."""
import csv
import datetime
import decimal
import io
import json
import os
import subprocess

from oracle import ROOT

TARGET_HEADER = "schema,prescription,revision,date,drug,time,target_mg"
EQUIVALENT_HEADER = "schema,prescription,revision,date,table,low_mg,high_mg,not_listed"
PERIOD_HEADER = ("schema,prescription,revision,period,first_date,last_date,drug,time,target_mg,target_last_mg,dose_mg,volume_ml,"
                 "strength_mg,strength_ml,syringe_ml,graduation_ml,bottle")


class Program:
    """One way of calling the program: which binary, shop and templates."""

    def __init__(self, shop, templates):
        self.path = os.environ.get("MICROTAPER", os.path.join(ROOT, "build", "microtaper"))
        self.common = ["--shop", shop, "--templates", templates]

    def run(self, *args):
        return subprocess.run([self.path, *args, *self.common], capture_output=True, check=False, encoding="utf-8")

    def plan_csv(self, path, header, *more):
        """The rows of one CSV; raises with what the program said where it printed none."""
        done = self.run("plan", path, *more, "--format", "csv")
        lines = done.stdout.splitlines()
        if not lines or lines[0] != header:
            raise RuntimeError(f"plan {path}: exit {done.returncode}, first line {lines[:1]}\n{done.stderr}")
        return list(csv.DictReader(io.StringIO(done.stdout)))

    def targets(self, path):
        return self.plan_csv(path, TARGET_HEADER, "--targets")

    def equivalents(self, path):
        return self.plan_csv(path, EQUIVALENT_HEADER, "--equivalents")

    def periods(self, path):
        return self.plan_csv(path, PERIOD_HEADER)

    def plans_json(self, path):
        """The plan of each prescription of a file."""
        done = self.run("plan", path, "--format", "json")
        try:
            return documents(done.stdout)
        except ValueError as fault:
            raise RuntimeError(f"plan {path} --format json: exit {done.returncode}: {fault}\n{done.stderr}") from fault

    def errors(self, path, number):
        """What the program says against one prescription of a file: errors and open warnings."""
        done = self.run("check", path, "--findings", "json")
        rows = [json.loads(line) for line in done.stderr.splitlines() if line.startswith("{")]
        return [f'{row["tier"]} {row["code"]} {row["place"]}: {row["text"]}' for row in rows
                if row["rx"] == number and row["tier"] != "note"]


def documents(text):
    """One JSON value or several, one after the other."""
    decoder = json.JSONDecoder(parse_float=decimal.Decimal)
    found, at = [], 0
    while text[at:].strip():
        at += len(text[at:]) - len(text[at:].lstrip())
        value, at = decoder.raw_decode(text, at)
        found.extend(value if isinstance(value, list) else [value])
    if not found:
        raise ValueError("nothing printed")
    return found


def text_of(value):
    """A JSON value as the text a CSV would hold."""
    if isinstance(value, bool) or value is None:
        return str(value)
    return format(value, "f") if isinstance(value, decimal.Decimal) else str(value)


def days_between(first, last):
    day, end = datetime.date.fromisoformat(first), datetime.date.fromisoformat(last)
    while day <= end:
        yield day.isoformat()
        day += datetime.timedelta(days=1)


def period_days(rows):
    """Each period row with dates spread over its days, with the marks its volume makes."""
    keep = ("drug", "time", "dose_mg", "volume_ml", "strength_mg", "strength_ml", "syringe_ml", "graduation_ml")
    for row in filter(lambda row: row["first_date"], rows):
        marks = decimal.Decimal(row["volume_ml"]) / decimal.Decimal(row["graduation_ml"])
        for day in days_between(row["first_date"], row["last_date"]):
            yield {"prescription": row["prescription"], "date": day, "marks": format(marks.normalize(), "f"),
                   **{key: row[key] for key in keep}}


def pick(source, keys, **more):
    return {**more, **{key: text_of(source.get(key)) for key in keys}}


def plan_rows(plan):
    return [pick(plan, ("prescription", "first", "last", "days", "ends_by_stop", "steepest_percent", "measured_steepest_percent",
                        "half_pace_last", "slowest_days"))]


def total_rows(plan):
    return [pick(total, ("drug", "prescribed_mg", "measured_mg"), prescription=plan["prescription"]) for total in plan["totals"]]


def ladder_rows(plan):
    keys = ("drug", "first", "last", "strength_mg", "strength_ml", "syringe_ml", "graduation_ml", "formula")
    return [pick(rung, keys, prescription=plan["prescription"]) for rung in plan["ladder"]]


def fill_rows(plan):
    keys = ("number", "first", "last", "made_on", "discard_after", "reserve_days", "call_by")
    return [pick(fill, keys, prescription=plan["prescription"]) for fill in plan["fills"]]


def inner_rows(plan, inner, keys):
    return [pick(item, keys, prescription=plan["prescription"], fill=text_of(fill["number"]))
            for fill in plan["fills"] for item in fill[inner]]


def tablet_rows(plan):
    return [pick(row, ("drug", "last", "left", "short_days"), prescription=plan["prescription"]) for row in plan["tablets"]]


def supply_rows(plan):
    return inner_rows(plan, "supplies", ("drug", "days_supply", "quantity_ml", "order_written", "order_fill", "order_left_ml"))


def bottle_rows(plan):
    return inner_rows(plan, "bottles", ("letter", "drug", "i", "n", "first", "last", "contents_ml", "doses_ml",
                                        "reserve_ml", "loss_ml", "draws", "replaces"))


def batch_rows(plan):
    return inner_rows(plan, "batches", ("formula", "need_ml", "volume_ml", "drug_mg"))


LINE_KEYS = {"count": ("count",), "weigh": ("target_mg",), "volume": ("volume_ml",), "qs": ("volume_ml",)}


def line_rows(plan):
    return [pick(line, ("name", "kind") + LINE_KEYS[line["kind"]], prescription=plan["prescription"],
                 fill=text_of(fill["number"]), formula=lot["formula"])
            for fill in plan["fills"] for lot in fill["batches"] for line in lot["lines"]]
