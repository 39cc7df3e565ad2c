#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads the papers of `make` back, from the bytes of their PDF, and compares them with what they were made of.

    readback.py --program build/microtaper --shop samples/shop.xml --templates templates --out OUT FILE...

For every file that OUT/manifest.json names: qpdf finds nothing wrong, every font is embedded, every code scanned from the
rendered page (labels 203 dpi in one bit, charts and worksheets 150 dpi) is the payload of the manifest, byte for byte.
For every chart: the rows that pdftotext finds, put together from where the words stand, are those of `plan --format csv`,
day by day; the days follow each other without a gap.  Nothing of the program's own code is used here.
"""
import argparse
import csv
import datetime
import io
import json
import os
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from decimal import Decimal

WORDS = "{urn:microtaper:words:1}"
ROW = 9.5       # pt: words of one row have their middles this near


class Count:
    def __init__(self):
        self.passed, self.failed = 0, 0
        self.sums = {}

    def check(self, good, what):
        if good:
            self.passed += 1
        else:
            self.failed += 1
            print("FAILED:", what)
        return good

    def add(self, name, n=1):
        self.sums[name] = self.sums.get(name, 0) + n


def run(*command, binary=False):
    done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    return done.returncode, done.stdout if binary else done.stdout.decode("utf-8", "replace")


class Language:
    """The words of one language, as far as a chart's rows need them."""

    def __init__(self, path):
        root = ET.parse(path).getroot()
        self.decimal, self.group = root.get("decimal"), root.get("group")
        self.months = [m.text.strip() for m in root.findall(WORDS + "month")]
        self.weekdays = [w.text.strip() for w in root.findall(WORDS + "weekday")]
        self.say = {s.get("key"): " ".join(s.text.split()) for s in root.findall(WORDS + "say")}
        self.times = {text: key[5:] for key, text in self.say.items() if key.startswith("time.")}

    def number(self, text):
        """A printed number as a Decimal, or None."""
        pattern = r"\d{1,3}(%s\d{3})*(%s\d+)?|\d+(%s\d+)?" % (re.escape(self.group), re.escape(self.decimal), re.escape(self.decimal))
        if not re.fullmatch(pattern, text):
            return None
        return Decimal(text.replace(self.group, "").replace(self.decimal, "."))

    def date_pattern(self):
        pattern = re.escape(self.say["date"].replace("\u00a0", " "))
        for name, part in (("day", r"(?P<day>\d{1,2})"), ("month", "(?P<month>%s)" % "|".join(map(re.escape, self.months))),
                           ("year", r"(?P<year>\d{4})")):
            pattern = pattern.replace(re.escape("{%s}" % name), part)
        return pattern.replace(r"\ ", r"\s+")

    def date(self, match):
        return datetime.date(int(match["year"]), self.months.index(match["month"]) + 1, int(match["day"]))


class Word:
    def __init__(self, element):
        self.text = element.text or ""
        self.left, self.right = float(element.get("xMin")), float(element.get("xMax"))
        self.top, self.bottom = float(element.get("yMin")), float(element.get("yMax"))
        self.middle = (self.top + self.bottom) / 2
        self.height = self.bottom - self.top


def page_words(pdf):
    """The words of each page with their places."""
    _, text = run("pdftotext", "-bbox", pdf, "-")
    root = ET.fromstring(re.sub(r"<!DOCTYPE[^>]*>", "", text))
    space = "{http://www.w3.org/1999/xhtml}"
    return [[Word(w) for w in page.iter(space + "word")] for page in root.iter(space + "page")]


def beside(words, word, reach=ROW):
    """The words of the same row, from left to right."""
    return sorted((w for w in words if abs(w.middle - word.middle) <= reach), key=lambda w: w.left)


def find_days(words, language):
    """(middle, day number, weekday, month) of every date on a page: a large number, beside it the weekday above the month."""
    days = []
    for word in words:
        if word.text not in language.weekdays:
            continue
        month = [w for w in words if w.text in language.months and abs(w.left - word.left) < 1 and 0 < w.top - word.top < 1.4 * word.height]
        number = [w for w in words if w.text.isdigit() and len(w.text) < 3 and w.right < word.left + 1 and word.left - w.right < 12 and
                  w.height > 1.5 * word.height and w.top < word.bottom and w.bottom > word.top]
        if month and number:
            days.append((number[0].middle, int(number[0].text), word.text, month[0].text))
    return sorted(days)


def find_rows(words, language):
    """(middle, time, mL, mg, drug or None, letter) of every dose on a page."""
    rows = []
    for word in words:
        if word.text != "mL":
            continue
        row = beside(words, word)
        left = [w for w in row if w.right <= word.left + 0.5 and word.left - w.right < 12 and language.number(w.text) is not None]
        mass = [w for w in row if w.text == "mg" and w.left > word.right]
        if not left or not mass:
            continue
        mg = [w for w in beside(words, mass[0], 2) if w.right <= mass[0].left + 0.5 and language.number(w.text) is not None and w.left > word.right]
        time = [w for w in row if w.right < left[0].left]
        name = " ".join(w.text for w in time if abs(w.middle - word.middle) < 3)
        name = max((t for t in language.times if name.endswith(t)), key=len, default=None)
        letter = [w for w in row if w.left > mass[0].right and re.fullmatch(r"[A-Z]{1,2}", w.text)]
        drug = [w for w in row if word.right < w.left < mass[0].right and w.text.lower().isalpha() and w is not mass[0]]
        rows.append((word.middle, name, language.number(left[0].text), language.number(mg[-1].text) if mg else None,
                     drug[0].text.lower() if drug else None, letter[0].text if letter else None))
    return sorted(rows, key=lambda r: r[0])


def page_first(pdf, number, language):
    """The first date in the sentence that says what a page covers."""
    _, text = run("pdftotext", "-f", str(number), "-l", str(number), pdf, "-")
    for key in ("chart.one-day", "chart.days"):
        lead = language.say[key].split("{")[0].strip().replace("\u00a0", " ")
        match = re.search(re.escape(lead).replace(r"\ ", r"\s+") + r"\s+\S+\s+" + language.date_pattern(), text)
        if match:
            return language.date(match)
    return None


def chart_rows(pdf, language, count):
    """Every dose of a chart as (date, time, mL, mg, drug, letter)."""
    rows, expected = [], None
    for number, words in enumerate(page_words(pdf), 1):
        days, doses = find_days(words, language), find_rows(words, language)
        first = page_first(pdf, number, language)
        if not count.check(first is not None and days, "%s page %d: no dates" % (pdf, number)):
            continue
        count.check(expected in (None, first), "%s page %d begins on %s, not %s" % (pdf, number, first, expected))
        for at, (middle, day, weekday, month) in enumerate(days):
            date = first + datetime.timedelta(at)
            printed = (day, weekday, month)
            count.check(printed == (date.day, language.weekdays[date.weekday()], language.months[date.month - 1]),
                        "%s page %d: %s stands where %s should" % (pdf, number, printed, date))
            until = days[at + 1][0] - ROW if at + 1 < len(days) else float("inf")
            rows += [(date,) + dose[1:] for dose in doses if middle - ROW <= dose[0] < until]
        expected = first + datetime.timedelta(len(days))
    return rows


def plan_rows(program, common, file):
    """Every dose of every prescription of a file: {(number, revision): [(date, time, mL, mg, drug, letter)]}."""
    status, text = run(program, "plan", "--format", "csv", *common, file)
    plans = {}
    for line in csv.DictReader(io.StringIO(text)):
        if not line.get("first_date") or line["schema"] == "schema":
            continue
        day, last = (datetime.date.fromisoformat(line[k]) for k in ("first_date", "last_date"))
        plan = plans.setdefault((line["prescription"], int(line["revision"])), [])
        while day <= last:
            plan.append((day, line["time"], Decimal(line["volume_ml"]), Decimal(line["dose_mg"]), line["drug"].lower(), line["bottle"]))
            day += datetime.timedelta(1)
    return plans


def compare_chart(pdf, plan, languages, count):
    """The chart in whichever language its weekdays are."""
    language = next((l for l in languages if chart_speaks(pdf, l)), None)
    if not count.check(language is not None, "%s: in no known language" % pdf):
        return
    rows = chart_rows(pdf, language, count)
    rows = [(d, language.times.get(t), v, m, drug, letter) for d, t, v, m, drug, letter in rows]
    if not count.check(rows, "%s: no rows" % pdf):
        return
    dates = {r[0] for r in rows}
    due = [r for r in plan if min(dates) <= r[0] <= max(dates)]
    several = len({r[4] for r in due}) > 1
    due = [r if several else r[:4] + (None,) + r[5:] for r in due]
    order = lambda r: (r[0], r[1] or "", r[4] or "", r[5] or "", r[2], r[3] or 0)
    for row in sorted(set(due) - set(rows), key=order)[:5]:
        print("  missing:", *row)
    for row in sorted(set(rows) - set(due), key=order)[:5]:
        print("  not in the plan:", *row)
    if count.check(sorted(rows, key=order) == sorted(due, key=order), "%s: rows differ from plan --format csv" % pdf):
        count.passed += len(rows) - 1
    count.add("chart rows", len(rows))


def chart_speaks(pdf, language):
    return any(w.text in language.weekdays for w in page_words(pdf)[0]) and page_first(pdf, 1, language) is not None


def scan(pdf, label):
    """The payloads scanned from the rendered pages, page after page."""
    with tempfile.TemporaryDirectory() as folder:
        options = ["-r", "203", "-mono"] if label else ["-r", "150", "-png"]
        run("pdftoppm", *options, pdf, os.path.join(folder, "page"))
        found = []
        for image in sorted(os.listdir(folder)):
            _, text = run("zbarimg", "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", os.path.join(folder, image))
            found += [line for line in text.split("\n") if line]
        return found


def check_pdf(pdf, count):
    status, text = run("qpdf", "--check", pdf)
    count.check(status == 0, "%s: qpdf --check: %s" % (pdf, text))
    _, fonts = run("pdffonts", pdf)
    lines = fonts.splitlines()[2:]
    count.check(lines and all(line.split()[-5] == "yes" for line in lines), "%s: a font is not embedded" % pdf)
    count.add("files")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", default=os.environ.get("MICROTAPER", "build/microtaper"))
    parser.add_argument("--shop", default="samples/shop.xml")
    parser.add_argument("--templates", default="templates")
    parser.add_argument("--out", default="out")
    parser.add_argument("files", nargs="+")
    given = parser.parse_args()
    count, plans = Count(), {}
    words = os.path.join(given.templates, "words")
    languages = [Language(os.path.join(words, name)) for name in sorted(os.listdir(words)) if name.endswith(".xml")]
    for file in given.files:
        plans.update(plan_rows(given.program, ["--shop", given.shop, "--templates", given.templates], file))
    with open(os.path.join(given.out, "manifest.json"), encoding="utf-8") as at:
        made = [p for p in json.load(at)["prescriptions"] if p.get("status") in ("made", "kept")]
    count.check(made, "nothing was made")
    for prescription in made:
        count.add("prescriptions")
        for file in prescription["files"]:
            if not file["path"].endswith(".pdf"):
                continue
            pdf = os.path.join(given.out, file["path"])
            check_pdf(pdf, count)
            codes = scan(pdf, file["path"].endswith("labels.pdf"))
            same = count.check(codes == file["payloads"], "%s: %d codes scanned, %d in the manifest, not the same" %
                               (pdf, len(codes), len(file["payloads"])))
            count.add("codes", len(codes))
            count.passed += len(codes) - 1 if same and codes else 0
            if file["path"].endswith("chart.pdf"):
                compare_chart(pdf, plans.get((prescription["prescription"], prescription["revision"]), []), languages, count)
    print("readback:", ", ".join("%d %s" % (n, name) for name, n in count.sums.items()))
    print("readback: %d passed, %d failed" % (count.passed, count.failed))
    sys.exit(1 if count.failed else 0)


if __name__ == "__main__":
    main()
