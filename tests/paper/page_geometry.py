#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Charts, forecasts, worksheets and the page of a run, proved by geometry on the bytes of their PDFs: nothing of the program's
own code is used.  The samples, and the prescriptions beside this file (Spanish, large print, by period, crossover, led by
symptoms), on Letter and on A4: every text inside the page by its margin, no two over each other, none under the least size of
its paper (8 pt for the bench; 9 pt on a chart, 18 pt in large print but for the check word), every font embedded.
"""
import glob
import os
import re
import sys
import tempfile
import xml.etree.ElementTree as ET

import label_geometry as geometry
from label_geometry import SLACK, check, check_all, run

MARGIN = 5 / 25.4 * 72      # pt: what printers leave white
LEAST = {"chart": 9, "forecast": 10, "run": 8, "lot": 8}


def crossing(chars):
    """Pairs of characters whose ink boxes meet; only neighbours in height can."""
    chars = sorted(chars, key=lambda c: c.base)
    for i, a in enumerate(chars):
        ax0, ay0, ax1, ay1 = a.box()
        for b in chars[i + 1:]:
            bx0, by0, bx1, by1 = b.box()
            if b.base - 0.72 * 40 > ay1:
                break
            if min(ax1, bx1) - max(ax0, bx0) > 0.15 and min(ay1, by1) - max(ay0, by0) > 0.75:
                yield a, b


def judge_sizes(chars, kind, large, where):
    """In large print nothing is under 18 pt but the check word under a code, which is for the pharmacy."""
    least = 18 if large else LEAST[kind]
    small = [c for c in chars if c.size < least - SLACK]
    word = geometry.spell(geometry.lines(small))
    if large and re.fullmatch(r"C[a-zó]+[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]", word) and min(c.size for c in small) >= 9 - SLACK:
        small = []
    check_all(["%s: %r is %.1f pt" % (where, c.c, c.size) for c in small], where + ": least sizes", kind + " pages of least sizes")


def judge(pdf, kind, large):
    name = "/".join(pdf.split("/")[-3:])
    fonts = run("pdffonts", pdf).stdout.decode().splitlines()[2:]
    check(fonts and all(line.split()[-5] == "yes" for line in fonts), name + ": a font is not embedded", "fonts embedded")
    sizes = re.findall(r"Page +\d+ size: +([0-9.]+) x ([0-9.]+)", run("pdfinfo", "-l", "-1", pdf).stdout.decode())
    for number, (chars, (width, height)) in enumerate(zip(geometry.characters(pdf), sizes), 1):
        where = "%s page %d" % (name, number)
        boxes = [(c, c.box()) for c in chars]
        check_all(["%s: %r at %.0f,%.0f" % (where, c.c, x0, y0) for c, (x0, y0, x1, y1) in boxes
                   if x0 < MARGIN or y0 < MARGIN or x1 > float(width) - MARGIN or y1 > float(height) - MARGIN],
                  where + ": inside", kind + " pages inside")
        judge_sizes(chars, kind, large, where)
        check_all(["%s: %r over %r" % (where, a.c, b.c) for a, b in crossing(chars)], where + ": apart", kind + " pages apart")


def papers(folder, paper, files):
    """Makes the papers of some prescriptions: (kind, large, pdf) of each."""
    shop = geometry.house(folder, "label-4x6", True)
    with open(shop, encoding="utf-8") as at:
        text = at.read()
    with open(shop, "w", encoding="utf-8") as out:
        out.write(text.replace('paper="letter"', 'paper="%s"' % paper))
    key, out = folder + "/key", folder + "/out"
    run(geometry.PROGRAM, "key", "new", "--key", key, "--name", "Geometry")
    done = run(geometry.PROGRAM, "make", "--shop", shop, "--templates", "templates", "--key", key, "--date", "2026-11-30", "--out", out, *files)
    check(done.returncode == 0, "%s: make: %s" % (folder, done.stderr.decode()))
    large = {root.get("number") for root in (ET.parse(f).getroot() for f in files)
             if root.find(geometry.RX + "patient") is not None and root.find(geometry.RX + "patient").get("print") == "large"}
    for kind in ("chart", "forecast"):
        for pdf in sorted(glob.glob("%s/rx/*/*/%s.pdf" % (out, kind))):
            yield kind, pdf.split("/")[-3] in large, pdf
    for pdf in sorted(glob.glob(out + "/batches/*.pdf")):
        yield "lot", False, pdf
    for pdf in glob.glob(out + "/run.pdf"):
        yield "run", False, pdf


def main():
    samples = [s for s in sorted(glob.glob("samples/*.xml"))
               if ET.parse(s).getroot().tag.startswith(geometry.RX) and not s.endswith("/bad.xml")]
    with tempfile.TemporaryDirectory() as work:
        for paper, files in (("letter", samples), ("a4", sorted(glob.glob("tests/paper/*.xml")))):
            for kind, large, pdf in papers(os.path.join(work, paper), paper, files):
                judge(pdf, kind, large)
    print("page geometry:", ", ".join("%s %d" % kind for kind in sorted(geometry.kinds.items())))
    print("page geometry: %(passed)d passed, %(failed)d failed" % geometry.totals)
    return geometry.totals["failed"] > 0


if __name__ == "__main__":
    sys.exit(main())
