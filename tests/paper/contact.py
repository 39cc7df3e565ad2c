#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every kind of page on every stock in every language, as contact sheets to look at: build/contact/*.png.

    contact.py [--build build] [--only WORD]

Made with the program as it is: labels of every stock (shortest texts, longest texts, English, Spanish, large print where
the stock has it), part-used sheets, alignment pages, charts by day and by period, in large print, led by symptoms, of a
crossover, with events, forecasts, worksheets and the page of a run, on Letter and on A4.  The pages themselves lie beside
the sheets, one PDF each.  Texts too long for a stock are told; any other paper that cannot be made fails the run.
"""
import argparse
import glob
import os
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from PIL import Image, ImageDraw

PROGRAM = os.environ.get("MICROTAPER", "build/microtaper")
DATE = "2026-11-30"
RX, SHOP = "urn:microtaper:prescription:1", "urn:microtaper:shop:1"
SHORT = {"name": "Bo Li", "number": "7", "purpose": "Sleep"}
LONG = {"name": "María-José Fernández de la Vega-Quiñones", "number": "RX-2026-100245-B",
        "purpose": "Coming off slowly, with the sleep clinic"}
CELL, GAP, ACROSS = 620, 16, 4      # pixels; pages in a row of a sheet
refused = []


def run(*command):
    return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True)


class House:
    """A shop that has approved everything, in a folder of its own."""

    def __init__(self, folder, **attributes):
        os.makedirs(folder)
        self.folder, self.shop = folder, os.path.join(folder, "shop.xml")
        save(change(ET.parse("samples/shop.xml"), ".", attributes), SHOP, self.shop)
        shutil.copy("samples/inventory.xml", folder)
        documents = [d for kind in ("formulas", "words") for d in sorted(glob.glob("templates/%s/*.xml" % kind))]
        tell(run(PROGRAM, "approve", *documents, "--by", "C. Contact, RPh", "--on", "2026-11-01", "--shop", self.shop,
                 "--templates", "templates"), "approve")
        run(PROGRAM, "key", "new", "--key", self.folder + "/key", "--name", "Contact")

    def make(self, name, files, *options):
        """The papers of some prescriptions: the folder they lie in."""
        out = os.path.join(self.folder, name)
        tell(run(PROGRAM, "make", "--shop", self.shop, "--templates", "templates", "--key", self.folder + "/key", "--date", DATE,
                 "--out", out, *options, *files), name)
        return out

    def rx(self, name, sample, language="en", large=False, rows=None, texts=None):
        """A prescription changed as asked: its path."""
        tree = ET.parse(sample)
        change(tree, "{%s}patient" % RX, {"language": language, **({"print": "large"} if large else {}), **({"rows": rows} if rows else {})})
        if texts:
            change(tree, ".", {"number": texts["number"]})
            change(tree, "{%s}patient" % RX, {"name": texts["name"]})
            tree.find("{%s}purpose" % RX).text = texts["purpose"]
        path = os.path.join(self.folder, name + ".xml")
        save(tree, RX, path)
        return path


def change(tree, where, attributes):
    for name, value in attributes.items():
        tree.find(where).set(name, value)
    return tree


def save(tree, namespace, path):
    ET.register_namespace("", namespace)
    tree.write(path, encoding="UTF-8", xml_declaration=True)


def tell(done, what):
    """What was refused, with its errors; that the longest texts do not fit the smallest label is a fact to be told."""
    errors = re.findall(r"error (MT\d+): (.*)", done.stderr.decode())
    if done.returncode:
        refused.append((errors and all(code == "MT701" for code, _ in errors), what, "; ".join("%s %s" % e for e in errors)))


def papers(out, kind):
    return sorted(glob.glob(out + "/rx/*/*/%s.pdf" % kind))


def labels(work):
    """(title, pdf) of every stock's labels, and of its alignment page."""
    found = []
    for path in sorted(glob.glob("templates/stock/*.xml")):
        stock = ET.parse(path).getroot()
        if not stock.get("pages"):
            continue
        name = stock.get("id")
        for large in [False] + [True] * os.path.exists("templates/pages/%s-large.xml" % stock.get("pages")):
            extra = {"label-stock-large": name} if large else {}
            house = House("%s/%s-%d" % (work, name, large), **{"label-stock": "label-4x2" if large else name}, **extra)
            found += stock_labels(house, name, large)
        page = "%s/align-%s.pdf" % (work, name)
        tell(run(PROGRAM, "template", "align", name, "--shop", house.shop, "--templates", "templates", "--out", page), page)
        found.append(("%s alignment" % name, page))
        if stock.find("{urn:microtaper:stock:1}sheet") is not None:
            out = house.make("third", [house.rx("third", "samples/clonazepam-three-times.xml")], "--first-label", "3")
            found += [("%s first label 3" % name, p) for p in papers(out, "labels")]
    return found


def stock_labels(house, name, large):
    found = []
    for language in ("en", "es"):
        cases = {"shortest": ("samples/lorazepam-ultra-slow.xml", SHORT), "longest": ("samples/clonazepam-three-times.xml", LONG),
                 "usual": ("tests/paper/crossover.xml", None)}
        for case, (sample, texts) in cases.items():
            stem = "%s %s %s%s" % (name, case, language, " large" if large else "")
            out = house.make(stem.replace(" ", "-"), [house.rx(stem.replace(" ", "-"), sample, language, large, None, texts)])
            found += [(stem, p) for p in papers(out, "labels")]
    return found


CHARTS = {   # name: file, rows by
    "three-times": ("samples/clonazepam-three-times.xml", None),
    "new-syringe": ("tests/paper/new-syringe.xml", None),
    "crossover": ("tests/paper/crossover.xml", None),
    "by-period": ("tests/paper/by-period.xml", None),
    "crossover-by-period": ("tests/paper/crossover.xml", "period"),
    "symptoms": ("tests/paper/symptoms.xml", None),
    "bands": ("samples/diazepam-bands.xml", None),
    "shortest": ("samples/lorazepam-ultra-slow.xml", None),
}


def charts(work):
    """(title, pdf) of charts and forecasts."""
    found = []
    for paper in ("letter", "a4"):
        house = House("%s/chart-%s" % (work, paper), **{"paper": paper, "label-stock-large": "label-4x6"})
        for name, (sample, rows) in CHARTS.items():
            texts = SHORT if name == "shortest" else LONG if name in ("three-times", "symptoms") else None
            for language, large in [(l, p) for l in ("en", "es") for p in (False, True)]:
                stem = "%s %s %s%s" % (name, paper, language, " large" if large else "")
                file = stem.replace(" ", "-")
                out = house.make(file, [house.rx(file, sample, language, large, rows, texts)])
                found += [(stem + " " + kind, p) for kind in ("chart", "forecast") for p in papers(out, kind)]
    return found


def bench(work):
    """(title, pdf) of worksheets and of the page of a run."""
    found = []
    samples = [s for s in sorted(glob.glob("samples/*.xml")) if 'xmlns="urn:microtaper:prescription:1"' in open(s, encoding="utf-8").read()
               and not s.endswith("/bad.xml")]
    for language in ("en", "es"):
        for paper in ("letter", "a4"):
            house = House("%s/bench-%s-%s" % (work, language, paper), language=language, paper=paper)
            out = house.make("run", samples)
            stem = "%s %s" % (paper, language)
            found += [("worksheet " + stem, p) for p in sorted(glob.glob(out + "/batches/*.pdf"))[:3]]
            found += [("run " + stem, p) for p in glob.glob(out + "/run.pdf")]
    return found


def pictures(pdf, work):
    """Each page of a PDF as a picture."""
    stem = os.path.join(work, "page")
    for old in glob.glob(stem + "*.png"):
        os.remove(old)
    run("pdftoppm", "-scale-to", str(CELL), "-png", pdf, stem)
    return [Image.open(p).copy() for p in sorted(glob.glob(stem + "*.png"))]


def sheet(name, found, build, work):
    """Contact sheets of some papers, and the papers themselves, in build/contact."""
    cells = []
    for title, pdf in found:
        shutil.copy(pdf, os.path.join(build, re.sub(r"\W+", "-", title) + ".pdf"))
        images = pictures(pdf, work)
        cells += [("%s %d/%d" % (title, i, len(images)), image) for i, image in enumerate(images, 1)]
    for first in range(0, len(cells), ACROSS * 4):
        draw_sheet(os.path.join(build, "%s-%02d.png" % (name, first // (ACROSS * 4) + 1)), cells[first:first + ACROSS * 4])
    return len(cells)


def draw_sheet(path, cells):
    rows = [cells[i:i + ACROSS] for i in range(0, len(cells), ACROSS)]
    heights = [max(image.height for _, image in row) + 2 * GAP for row in rows]
    page = Image.new("L", (ACROSS * (CELL + GAP) + GAP, sum(heights) + GAP), 200)
    pen, top = ImageDraw.Draw(page), GAP
    for row, height in zip(rows, heights):
        for at, (title, image) in enumerate(row):
            left = GAP + at * (CELL + GAP)
            pen.text((left, top - 12), title, fill=0)
            page.paste(image.convert("L"), (left, top))
        top += height
    page.save(path)


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--build", default="build")
    arguments.add_argument("--only", default="")
    chosen = arguments.parse_args()
    build = os.path.join(chosen.build, "contact")
    os.makedirs(build, exist_ok=True)
    with tempfile.TemporaryDirectory() as work:
        for name, kind in (("labels", labels), ("charts", charts), ("bench", bench)):
            if chosen.only in name:
                print("%s: %d pages in %s" % (name, sheet(name, kind(work), build, work), build))
    for told, what, errors in refused:
        print("%s: %s: %s" % ("does not fit, and is refused" if told else "FAILED", what, errors))
    return not all(told for told, _, _ in refused)


if __name__ == "__main__":
    sys.exit(main())
