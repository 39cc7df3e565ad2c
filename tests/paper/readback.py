#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads the papers of `make` back, from the bytes of their PDF, and compares them with what they were made of.

    readback.py --program build/microtaper --shop samples/shop.xml --templates templates --out OUT FILE...

For every file that OUT/manifest.json names: qpdf finds nothing wrong, every font is embedded, every code scanned from the
rendered page (labels 203 dpi in one bit, charts and worksheets 150 dpi) is the payload of the manifest, byte for byte.
For every chart: the rows that pdftotext finds, put together from where the words stand, are those of `plan --format csv`,
day by day; the days follow each other without a gap; the chart as text and as HTML has the same rows.  Every syringe drawn
on it has the marks of the plan's syringe and its plunger on the mark of its volume (syringes.py); one stands below each row
whose volume is another than the last at that time of day, and below no other.  Nothing of the program's own code is used here.
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

import syringes

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
        months, weekdays = root.findall(WORDS + "month"), root.findall(WORDS + "weekday")
        self.months, self.short_months = [m.text.strip() for m in months], [m.get("short") for m in months]
        self.weekdays, self.short_weekdays = [w.text.strip() for w in weekdays], [w.get("short") for w in weekdays]
        self.say = {s.get("key"): " ".join(s.text.split()) for s in root.findall(WORDS + "say")}
        self.times = {text: key[5:] for key, text in self.say.items() if key.startswith("time.")}

    def number(self, text):
        """A printed number as a Decimal, or None."""
        pattern = r"\d{1,3}(%s\d{3})*(%s\d+)?|\d+(%s\d+)?" % (re.escape(self.group), re.escape(self.decimal), re.escape(self.decimal))
        if not re.fullmatch(pattern, text):
            return None
        return Decimal(text.replace(self.group, "").replace(self.decimal, "."))

    def date_pattern(self, key="date"):
        """Of a date as the language writes it; key "date.short" for short months."""
        months = self.months if key == "date" else self.short_months
        pattern = re.escape(self.say[key].replace("\u00a0", " "))
        for name, part in (("day", r"(?P<day>\d{1,2})"), ("month", "(?P<month>%s)" % "|".join(map(re.escape, months))),
                           ("year", r"(?P<year>\d{4})")):
            pattern = pattern.replace(re.escape("{%s}" % name), part)
        return pattern.replace(r"\ ", r"\s+")

    def date(self, match):
        months = self.months if match["month"] in self.months else self.short_months
        return datetime.date(int(match["year"]), months.index(match["month"]) + 1, int(match["day"]))


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
        if word.text not in language.weekdays + language.short_weekdays:
            continue
        month = [w for w in words if w.text in language.months + language.short_months and abs(w.left - word.left) < 1 and 0 < w.top - word.top < 1.4 * word.height]
        number = [w for w in words if w.text.isdigit() and len(w.text) < 3 and w.right < word.left + 1 and word.left - w.right < 12 and
                  w.height > 1.5 * word.height and w.top < word.bottom and w.bottom > word.top]
        if month and number:
            days.append((number[0].middle, int(number[0].text), word.text, month[0].text))
    return sorted(days)


def find_periods(words, language):
    """(middle, day, month, last day, last month) of every period on a page: "Tue 1 Dec", below it "to Mon 14 Dec"."""
    left, dates = min(w.left for w in words), []
    for word in words:
        if word.text not in language.short_weekdays or word.left > left + 90:
            continue
        row = [w for w in beside(words, word, 2) if w.left > word.left]
        if len(row) > 1 and row[0].text.isdigit() and row[1].text in language.short_months:
            first = not [w for w in beside(words, word, 2) if w.right <= word.left]
            dates.append((word.middle, first, int(row[0].text), language.short_months.index(row[1].text) + 1))
    periods = []
    for middle, first, day, month in sorted(dates):
        if first:
            periods.append((middle, day, month, day, month))
        elif periods:
            periods[-1] = periods[-1][:3] + (day, month)
    return periods


def find_drug(words, row, word, mass, drugs):
    """In the row, above its mg; in large print below it."""
    names = [w for w in words if w.text.lower() in drugs and w.left < mass.right and w.left > row[0].left - 1]
    near = [w for w in names if abs(w.middle - word.middle) <= ROW] or sorted(
        (w for w in names if 0 < w.middle - word.middle < 60), key=lambda w: w.middle)
    return near[0].text.lower() if near else None


def find_rows(words, language, drugs):
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
        rows.append((word.middle, name, language.number(left[0].text), language.number(mg[-1].text) if mg else None,
                     find_drug(words, row, word, mass[0], drugs), letter[0].text if letter else None))
    return sorted(rows, key=lambda r: r[0])


def page_first(pdf, number, language):
    """The first date in the sentence that says what a page covers."""
    _, text = run("pdftotext", "-f", str(number), "-l", str(number), pdf, "-")
    for key in ("chart.one-day", "chart.days"):
        lead = language.say[key].split("{")[0].strip().replace("\u00a0", " ")
        lead = re.escape(lead).replace(r"\ ", r"\s+")
        match = re.search(lead + r"\s+\S+\s+" + language.date_pattern(), text) or re.search(lead + r"\s+" + language.date_pattern("date.short"), text)
        if match:
            return language.date(match)
    return None


def day_groups(where, words, first, language, count):
    """(middle, dates) of what a page groups its rows by: days, or periods."""
    days, periods = find_days(words, language), find_periods(words, language)
    if days:
        for at, (middle, day, weekday, month) in enumerate(days):
            date = first + datetime.timedelta(at)
            full = (date.day, language.weekdays[date.weekday()], language.months[date.month - 1])
            short = (date.day, language.short_weekdays[date.weekday()], language.short_months[date.month - 1])
            count.check((day, weekday, month) in (full, short), "%s: %s stands where %s should" % (where, (day, weekday, month), date))
        return [(day[0], [first + datetime.timedelta(at)]) for at, day in enumerate(days)]
    groups, date = [], first
    for middle, day, month, last_day, last_month in periods:
        count.check((day, month) == (date.day, date.month), "%s: %d-%d stands where %s should" % (where, month, day, date))
        dates = [date]
        while (dates[-1].day, dates[-1].month) != (last_day, last_month) and len(dates) < 400:
            dates.append(dates[-1] + datetime.timedelta(1))
        groups.append((middle, dates))
        date = dates[-1] + datetime.timedelta(1)
    return groups


def steps_begin(words, language):
    """Where the heading of the steps without dates stands on a page; infinitely low when it does not."""
    lead = language.say["chart.steps"].split("{")[0].split()
    for at in range(len(words) - len(lead) + 1):
        if [w.text for w in words[at:at + len(lead)]] == lead:
            return words[at].top
    return float("inf")


def chart_rows(pdf, language, drugs, count):
    """Every dose of a chart as (date, time, mL, mg, drug, letter), and those of the steps without dates."""
    rows, steps, expected, undated = [], [], None, False
    for number, words in enumerate(page_words(pdf), 1):
        where, doses = "%s page %d" % (pdf, number), find_rows(words, language, drugs)
        begin = 0 if undated else steps_begin(words, language)
        undated = undated or begin < float("inf")
        steps += [dose[1:] for dose in doses if dose[0] > begin]
        doses = [dose for dose in doses if dose[0] <= begin]
        first = page_first(pdf, number, language)
        if first is None:
            count.check(not doses, "%s: doses without dates" % where)
            continue
        groups = day_groups(where, words, first, language, count)
        if not count.check(groups, "%s: no dates" % where):
            continue
        count.check(expected in (None, first), "%s begins on %s, not %s" % (where, first, expected))
        for at, (middle, dates) in enumerate(groups):
            until = groups[at + 1][0] - ROW if at + 1 < len(groups) else float("inf")
            rows += [(date,) + dose[1:] for date in dates for dose in doses if middle - ROW <= dose[0] < until]
        expected = groups[-1][1][-1] + datetime.timedelta(1)
    return rows, steps


def row_syringes(pdf, language, drugs, count):
    """The syringes below rows with dates: [((date, time, drug), (mL, capacity, mL a mark))]; every other one is judged here."""
    found, undated = [], False
    for number, words in enumerate(page_words(pdf), 1):
        begin = 0 if undated else steps_begin(words, language)
        undated = undated or begin < float("inf")
        first, doses = page_first(pdf, number, language), find_rows(words, language, drugs)
        groups = day_groups(pdf, words, first, language, count) if first else []
        for drawing in syringes.drawn(pdf, number):
            where, label = "%s page %d" % (pdf, number), syringes.label_of(drawing, words, language)
            volume, worth = drawing.volume(words), drawing.graduation(words)
            count.add("syringes")
            if not count.check(label and label[0] == volume, "%s: a syringe shows %s mL, its words say %s" % (where, volume, label)):
                continue
            row = [dose for dose in doses if dose[0] < drawing.foot]
            if not label[1] or not count.check(row and row[-1][2] == volume, "%s: a syringe of %s mL is not its row's" % (where, volume)):
                continue
            day = [dates[0] for middle, dates in groups if middle - ROW <= row[-1][0]]
            if drawing.foot < begin and day:
                key = (day[-1], language.times.get(row[-1][1]), row[-1][4])
                found.append((key, (volume, worth * len(drawing.marks), worth)))
    return found


def compare_syringes(pdf, plan, language, drugs, count):
    rows, _ = chart_rows(pdf, language, drugs, count)
    found, dates = row_syringes(pdf, language, drugs, count), [row[0] for row in rows]
    several = len({key[2] for key in plan if min(dates) <= key[0] <= max(dates)}) > 1
    due = syringes.due(plan, min(dates), max(dates))
    due = sorted((key if several else key[:2] + (None,), what) for key, what in due.items())
    found = sorted((key if several else key[:2] + (None,), what) for key, what in found)
    count.check(found == due, "%s: syringes below rows: not as due: %s" % (pdf, sorted(set(found) ^ set(due))[:4]))
    count.add("syringes below rows", len(found))


def html_rows(path, language):
    """Every dose of the chart as HTML."""
    with open(path, encoding="utf-8") as at:
        root = ET.fromstring(re.sub(r"<!DOCTYPE[^>]*>", "", at.read()))
    rows = []
    for group in root.iter("tbody"):
        for row in group.iter("tr"):
            time = row.find("th/time")
            date = datetime.date.fromisoformat(time.get("datetime")) if time is not None else None
            day = date or (rows[-1][0] if rows else None)
            cells = ["".join(cell.itertext()).replace("\u00a0", " ") for cell in row.findall("td")]
            if len(cells) != 4:
                continue
            mg, _, drug = cells[2].partition(" mg")
            rows.append((day, cells[0], language.number(cells[1].replace(" mL", "")), language.number(mg), drug.strip().lower() or None, cells[3]))
    return rows


def text_rows(path, language):
    """Every dose of the chart as plain text."""
    day, rows = None, []
    dose = re.compile(r"  \[ \] (.+): (\S+) mL \((\S+) mg ?(\S*)\), .* ([A-Z]{1,2})$")
    with open(path, encoding="utf-8") as at:
        for line in at:
            match = dose.match(line)
            if match:
                time, ml, mg, drug, letter = match.groups()
                rows.append((day, time, language.number(ml), language.number(mg), drug.lower() or None, letter))
            elif re.match(r"(%s) " % "|".join(language.weekdays), line):
                match = re.search(language.date_pattern(), line)
                day = language.date(match) if match else None
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


def plan_liquids(program, common, file):
    """What each dose is drawn up of: {(number, revision): {(date, time, drug): (mL, strength, capacity, graduation)}}."""
    _, text = run(program, "plan", "--format", "csv", *common, file)
    plans = {}
    for line in csv.DictReader(io.StringIO(text)):
        if not line.get("first_date") or line["schema"] == "schema":
            continue
        day, last = (datetime.date.fromisoformat(line[k]) for k in ("first_date", "last_date"))
        what = (Decimal(line["volume_ml"]), (line["strength_mg"], line["strength_ml"]), Decimal(line["syringe_ml"]), Decimal(line["graduation_ml"]))
        while day <= last:
            plans.setdefault((line["prescription"], int(line["revision"])), {})[(day, line["time"], line["drug"].lower())] = what
            day += datetime.timedelta(1)
    return plans


def plan_steps(program, common, file):
    """The doses of the periods without dates of each prescription, one period after the other, none twice in a row."""
    _, text = run(program, "plan", "--format", "csv", *common, file)
    periods = {}
    for line in csv.DictReader(io.StringIO(text)):
        if line["schema"] == "schema" or line["first_date"]:
            continue
        plan = periods.setdefault((line["prescription"], int(line["revision"])), {})
        plan.setdefault(line["period"], []).append((line["time"], Decimal(line["volume_ml"]), Decimal(line["dose_mg"]), line["drug"].lower()))
    steps = {}
    for key, plan in periods.items():
        found = list(plan.values())
        steps[key] = [doses for at, doses in enumerate(found) if at == 0 or doses != found[at - 1]]
    return steps


def compare_steps(pdf, steps, plan, language, count):
    """The steps of a chart are steps of the plan that follow each other."""
    several = any(drug for _, _, _, drug, _ in steps)
    printed = [(language.times.get(t), v, m, drug if several else None) for t, v, m, drug, _ in steps]
    due = [[(t, v, m, drug if several else None) for t, v, m, drug in doses] for doses in plan]
    order = lambda r: (r[0] or "", r[3] or "", r[1])
    for first in range(len(due)):
        for last in range(first, len(due)):
            if sorted(sum(due[first:last + 1], []), key=order) == sorted(printed, key=order):
                count.add("steps", last + 1 - first)
                count.passed += len(printed)
                return
    count.check(False, "%s: its steps are not of the plan: %s" % (pdf, printed))


def compare_chart(pdf, plan, liquids, steps, languages, count):
    """The chart in whichever language its words are: on paper, as HTML and as text."""
    language = next((l for l in languages if chart_speaks(pdf, l)), None)
    if not count.check(language is not None, "%s: in no known language" % pdf):
        return
    drugs = {r[4] for r in plan}
    rows, printed = chart_rows(pdf, language, drugs, count)
    compare_rows(pdf, rows, plan, language, "chart rows", count)
    compare_syringes(pdf, liquids, language, drugs, count)
    if printed:
        compare_steps(pdf, printed, steps, language, count)
    for name, read in (("chart.html", html_rows), ("chart.txt", text_rows)):
        path = os.path.join(os.path.dirname(pdf), name)
        if count.check(os.path.exists(path), "%s is missing" % path):
            compare_rows(path, read(path, language), plan, language, name + " rows", count)


def compare_rows(pdf, rows, plan, language, name, count):
    rows = [(d, language.times.get(t), v, m, drug, letter) for d, t, v, m, drug, letter in rows]
    if not count.check(rows, "%s: no rows" % pdf):
        return
    dates = {r[0] for r in rows}
    due = [r for r in plan if min(dates) <= r[0] <= max(dates)]
    several = len({r[4] for r in due}) > 1
    due = [r if several else r[:4] + (None,) + r[5:] for r in due]
    rows = [r if several else r[:4] + (None,) + r[5:] for r in rows]
    order = lambda r: (r[0], r[1] or "", r[4] or "", r[5] or "", r[2], r[3] or 0)
    for row in sorted(set(due) - set(rows), key=order)[:5]:
        print("  missing:", *row)
    for row in sorted(set(rows) - set(due), key=order)[:5]:
        print("  not in the plan:", *row)
    if count.check(sorted(rows, key=order) == sorted(due, key=order), "%s: rows differ from plan --format csv" % pdf):
        count.passed += len(rows) - 1
    count.add(name, len(rows))


def chart_speaks(pdf, language):
    return any(page_first(pdf, number, language) for number in (1, 2, 3, 4))


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
    count, plans, liquids, steps = Count(), {}, {}, {}
    words = os.path.join(given.templates, "words")
    languages = [Language(os.path.join(words, name)) for name in sorted(os.listdir(words)) if name.endswith(".xml")]
    for file in given.files:
        common = ["--shop", given.shop, "--templates", given.templates]
        plans.update(plan_rows(given.program, common, file))
        liquids.update(plan_liquids(given.program, common, file))
        steps.update(plan_steps(given.program, common, file))
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
                key = prescription["prescription"], prescription["revision"]
                compare_chart(pdf, plans.get(key, []), liquids.get(key, {}), steps.get(key, []), languages, count)
    print("readback:", ", ".join("%d %s" % (n, name) for name, n in count.sums.items()))
    print("readback: %d passed, %d failed" % (count.passed, count.failed))
    sys.exit(1 if count.failed else 0)


if __name__ == "__main__":
    main()
