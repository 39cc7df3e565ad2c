# SPDX-License-Identifier: GPL-3.0-or-later
"""The syringes drawn on a chart, read from the drawing operations of its PDF (mutool trace): short upright black strokes on one
foot are the marks of a barrel, the black bar across them its plunger, the numbers below them say what a mark is worth.  So a
picture's volume is measured, not believed; it must be that of its words and, below a row, that of the row.
"""
import re
import subprocess
from decimal import Decimal

MM = 72 / 25.4
SAME = 0.06 * MM    # lines that should meet do so this exactly


class Drawn:
    """One syringe: its marks from left to right, the y of their foot, its plunger's left edge."""

    def __init__(self, foot, marks, plungers):
        self.foot, self.marks = foot, sorted(marks)
        band = [p for p in plungers if p[1] < foot - MM and foot - 2 * MM < p[3] < foot + MM]
        self.plunger = band[0][0] if len(band) == 1 else None

    def graduation(self, words):
        """What every number below the barrel says a mark is worth; None unless they agree."""
        worth = set()
        for word in words:
            middle = (word.left + word.right) / 2
            near = [n for n, x in enumerate(self.marks, 1) if abs(x - middle) < 0.4 * MM]
            if 0 < word.middle - self.foot < 8 * MM and near and re.fullmatch(r"\d+(\.\d+)?", word.text):
                worth.add(Decimal(word.text) / near[0])
        return worth.pop() if len(worth) == 1 else None

    def volume(self, words):
        """Where the plunger stands, in mL; None when it stands on no mark."""
        on = [n for n, x in enumerate(self.marks, 1) if self.plunger is not None and abs(x - self.plunger) <= SAME]
        worth = self.graduation(words)
        return worth * on[0] if on and worth else None


def shapes(pdf, page):
    """Upright black strokes (x, top, bottom) and small black rectangles (left, top, right, bottom) of a page, in points."""
    text = subprocess.run(["mutool", "trace", pdf, str(page)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout.decode("utf-8", "replace")
    strokes, bars = [], []
    for kind, head, body in re.findall(r'<(stroke|fill)_path ([^>]*color="0"[^>]*)>(.*?)</\1_path>', text, re.S):
        a, _, _, d, e, f = (float(v) for v in re.search(r'transform="([^"]+)"', head)[1].split())
        for part in re.split(r"<moveto", body)[1:]:
            points = [(a * float(x) + e, d * float(y) + f) for x, y in re.findall(r'x="([-0-9.e]+)" y="([-0-9.e]+)"', part)]
            xs, ys = [p[0] for p in points], [p[1] for p in points]
            if kind == "stroke" and max(xs) - min(xs) < SAME and MM < max(ys) - min(ys) < 6 * MM:
                strokes.append((xs[0], min(ys), max(ys)))
            if kind == "fill" and MM < max(xs) - min(xs) < 3 * MM and max(ys) - min(ys) > max(xs) - min(xs):
                bars.append((min(xs), min(ys), max(xs), max(ys)))
    return strokes, bars


def drawn(pdf, page):
    """Every syringe of a page, from top to bottom."""
    strokes, bars = shapes(pdf, page)
    feet = {}
    for x, _, bottom in strokes:
        feet.setdefault(round(bottom / SAME), []).append((x, bottom))
    return [Drawn(marks[0][1], [x for x, _ in marks], bars) for _, marks in sorted(feet.items()) if len(marks) >= 5]


def labels(words, language):
    """(number, middle, left, right) of every volume on a page."""
    found = []
    for word in words:
        left = [w for w in words if abs(w.middle - word.middle) < 2 and w.right <= word.left + 0.5 and word.left - w.right < 12]
        if word.text == "mL" and left and language.number(left[-1].text) is not None:
            found.append((language.number(left[-1].text), word.middle, left[-1].left, word.right))
    return found


def label_of(syringe, words, language):
    """(volume in words, whether it stands at the left as below a row) of a syringe; None where there is none."""
    barrel = 2 * syringe.marks[0] - syringe.marks[1]
    for number, middle, _, right in labels(words, language):
        if syringe.foot - 7 * MM < middle < syringe.foot and 0 < barrel - right < 9 * MM:
            return number, True
    above = [l for l in labels(words, language) if 10 * MM < syringe.foot - l[1] < 20 * MM and
             syringe.plunger is not None and l[2] - 8 * MM < syringe.plunger < l[3] + 8 * MM]
    return (max(above, key=lambda l: l[1])[0], False) if above else None


def due(plan, first, last):
    """The doses of a chart of these days that need a syringe below their row: {(date, time, drug): (mL, capacity, mL a mark)}.
    plan: {(date, time, drug): (mL, strength, capacity, graduation)}."""
    rows, before, liquids = {}, {}, {}
    for date in sorted({key[0] for key in plan}):
        today = {key[1:]: what for key, what in plan.items() if key[0] == date}
        liquid = {drug: what[1:] for (_, drug), what in today.items()}
        for (time, drug), what in today.items():
            told = date == first or liquids.get(drug) != liquid[drug]
            changes = before.get((time, drug)) != (what[0],) + what[2:]
            if changes and not told and first <= date <= last:
                rows[(date, time, drug)] = (what[0],) + what[2:]
        liquids.update(liquid)
        if first <= date <= last:
            before.update({key: (what[0],) + what[2:] for key, what in today.items()})
    return rows
