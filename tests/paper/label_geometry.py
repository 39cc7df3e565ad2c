#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The label rules, proved by geometry on the bytes of the PDF: nothing of the program's own code is used.

For every stock with a label page, in English, Spanish and large print: `make` makes labels of samples; MuPDF reads every
character with its place and size, and then
  - patient, drug and strength, directions, purpose stand in this order, at 12 pt sans or more (large print: 18 pt, bold),
    lines at least 1.25 (1.5) apart, and the part of the label that holds nothing else is at least half of it
    (California 16 CCR 1707.5, USP 17, U.S. Access Board);
  - every text is inside its label, no two overlap, nothing is under 6 pt, nothing stands in the code's quiet zone;
  - all that a bottle must carry is there: the 290.5 sentence word for word, pharmacy, numbers, dates;
  - every font is embedded, and the code, rendered in one bit at the printer's resolution, is read by zbar: 154 characters.
"""
import os
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET

PROGRAM = os.environ.get("MICROTAPER", "build/microtaper")
SAMPLES = ["clonazepam-three-times", "diazepam-daily", "alprazolam-original", "lorazepam-weekly"]
STOCK, RX, SHOP = "{urn:microtaper:stock:1}", "{urn:microtaper:prescription:1}", "{urn:microtaper:shop:1}"
LAW = ("Caution: Federal law prohibits the transfer of this drug to any person other than the patient for whom it was "
       "prescribed.")
SLACK = 0.06        # pt: sizes and places are rounded to micrometres
TO_POINTS = {"mm": 72 / 25.4, "in": 72, "pt": 1}
totals = {"passed": 0, "failed": 0}
kinds = {}          # checks passed, by kind


def check(good, what, kind="other"):
    totals["passed" if good else "failed"] += 1
    kinds[kind] = kinds.get(kind, 0) + bool(good)
    if not good:
        print("FAILED:", what)


def check_all(faults, what, kind):
    """One check of many small things: passes once, or tells each fault."""
    for fault in faults[:5]:
        print("FAILED:", fault)
    check(not faults, "%s: %d faults" % (what, len(faults)), kind)


def run(*command):
    return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True)


def points(length):
    number, unit = length.split()
    return float(number) * TO_POINTS[unit]


class Char:
    def __init__(self, node, size, font):
        quad = [float(v) for v in node.get("quad").split()]
        self.c, self.size, self.font = node.get("c"), size, font
        self.x0, self.x1 = min(quad[0::2]), max(quad[0::2])
        self.base = float(node.get("y"))

    def box(self):
        """Where its ink may be: from the top of capitals to the foot of g; accents reach higher."""
        return self.x0, self.base - 0.72 * self.size, self.x1, self.base + 0.2 * self.size


def characters(pdf):
    """Every character of every page."""
    pages = []
    for page in ET.fromstring(run("mutool", "draw", "-q", "-F", "stext", pdf).stdout).iter("page"):
        chars = []
        for font in page.iter("font"):
            chars += [Char(c, float(font.get("size")), font.get("name")) for c in font.iter("char")]
        pages.append([c for c in chars if not c.c.isspace()])
    return pages


def lines(chars):
    """Characters by baseline, from the top; each line from the left."""
    rows = {}
    for c in chars:
        rows.setdefault(round(c.base, 1), []).append(c)
    return [sorted(rows[y], key=lambda c: c.x0) for y in sorted(rows)]


def squeeze(text):
    return re.sub(r"\s", "", text)


def spell(rows):
    return "".join(c.c for row in rows for c in row)


class Stock:
    def __init__(self, path):
        root = ET.parse(path).getroot()
        self.id, self.pages = root.get("id"), root.get("pages")
        self.width, self.height = points(root.get("width")), points(root.get("height"))
        sheet = root.find(STOCK + "sheet")
        self.sheet = sheet is not None
        self.left = points(sheet.get("left")) if self.sheet else 0
        self.top = points(sheet.get("top")) if self.sheet else 0


def payloads(pdf, dpi, work):
    """What zbar reads in the page rendered as a label printer does: one bit, the printer's dots."""
    picture = os.path.join(work, "label")
    run("pdftoppm", "-r", str(dpi), "-mono", "-singlefile", pdf, picture)
    found = run("zbarimg", "-q", "--xml", picture + ".pbm").stdout.decode()
    return re.findall(r"<!\[CDATA\[(.*?)\]\]>", found, re.S)


def code_box(pdf):
    """Edges of the dark modules: the filled path with most parts, in points from the top left."""
    best = []
    for path in ET.fromstring(run("mutool", "trace", pdf).stdout).iter("fill_path"):
        a, b, c, d, e, f = (float(v) for v in path.get("transform").split())
        ends = [(float(n.get("x")), float(n.get("y"))) for n in path if n.get("x")]
        if len(ends) > len(best):
            best = [(a * x + c * y + e, b * x + d * y + f) for x, y in ends]
    return min(x for x, _ in best), min(y for _, y in best), max(x for x, _ in best), max(y for _, y in best)


def judge_cluster(rows, wanted, stock, top, large, name):
    """The four in order and in lines of their own; the region that is theirs alone is half of the label."""
    text, height = "", 0
    cluster = []
    for row in rows:
        if len(squeeze(wanted)) <= len(text):
            break
        text += spell([row])
        cluster.append(row)
    check(text == squeeze(wanted), "%s: the cluster says %r, not %r" % (name, text, squeeze(wanted)), "order of the four")
    least, apart = (18, 1.5) if large else (12, 1.25)
    for row in cluster:
        check(min(c.size for c in row) >= least - SLACK, "%s: %r is under %s pt" % (name, spell([row]), least), "least sizes")
        check(not large or all("Bold" in c.font for c in row), "%s: %r is not bold" % (name, spell([row])), "large print bold")
    for above, below in zip(cluster, cluster[1:]):
        gap = below[0].base - above[0].base
        check(gap >= apart * below[0].size - SLACK, "%s: lines %.1f pt apart" % (name, gap), "line spacing")
    rest = rows[len(cluster):]
    first = min(c.base - 0.8 * c.size for row in rest for c in row)
    check(first - top >= stock.height / 2 - 1, "%s: other text begins %.1f pt down, half is %.1f" % (name, first - top, stock.height / 2), "half of the label")


def judge_places(chars, stock, left, top, name):
    outside, small, over = [], [], []
    for c in chars:
        x0, y0, x1, y1 = c.box()
        inside = x0 >= left - SLACK and x1 <= left + stock.width + SLACK and y0 >= top - SLACK and y1 <= top + stock.height + SLACK
        if not inside:
            outside.append("%s: %r at %.1f,%.1f is outside its label" % (name, c.c, x0 - left, y0 - top))
        if c.size < 6 - SLACK:
            small.append("%s: %r is %.2f pt" % (name, c.c, c.size))
    for i, a in enumerate(chars):
        for b in chars[i + 1:]:
            ax0, ay0, ax1, ay1 = a.box()
            bx0, by0, bx1, by1 = b.box()
            meet = min(ax1, bx1) - max(ax0, bx0) > 0.15 and min(ay1, by1) - max(ay0, by0) > 0.75
            if meet:
                over.append("%s: %r and %r overlap" % (name, a.c, b.c))
    check_all(outside, name + ": inside", "inside")
    check_all(small, name + ": at least 6 pt", "least sizes")
    check_all(over, name + ": apart", "none overlapping")


def judge_code(pdf, chars, dpi, work, name):
    """One code, of whole dots, with four modules of white around it."""
    found = payloads(pdf, dpi, work)
    check(len(found) == 1 and len(found[0]) == 154 and found[0].startswith("MT1:"), "%s: code reads %r" % (name, found), "codes read")
    left, top, right, bottom = code_box(pdf)
    dot = 72 / dpi
    module = (right - left + dot / 2) / 41      # each run is drawn a quarter of a dot smaller on either side
    check(abs(module / dot - round(module / dot)) < 0.01 and module / dot >= 4, "%s: a module is %.3f dots" % (name, module / dot), "codes on whole dots")
    for edge, side in ((left - dot / 4, "left"), (top - dot / 4, "top")):
        check(abs(edge / dot - round(edge / dot)) < 0.02, "%s: the code's %s is at %.3f dots" % (name, side, edge / dot), "codes on whole dots")
    quiet = 4 * module - dot
    near = []
    for c in chars:
        x0, y0, x1, y1 = c.box()
        clear = x1 <= left - quiet or x0 >= right + quiet or y1 <= top - quiet or y0 >= bottom + quiet
        if not clear:
            near.append("%s: %r stands in the quiet zone" % (name, c.c))
    check_all(near, name + ": quiet zone", "quiet zones")


def judge_contents(chars, said, name):
    """All that a bottle must carry stands on it, whatever its order and lines."""
    for what, text in said.items():
        check(squeeze(text) in spell(lines(chars)), "%s: no %s %r" % (name, what, text), "mandatory items")


def judge(pdf, stock, sample, shop, words, large, work):
    name = "%s %s %s" % (stock.id, sample["number"], words.get("language") + (" large" if large else ""))
    say = {s.get("key"): s.text for s in words}
    fonts = run("pdffonts", pdf).stdout.decode().splitlines()[2:]
    check(fonts and all(line.split()[-5] == "yes" for line in fonts), "%s: a font is not embedded" % name, "fonts embedded")
    page = characters(pdf)[0]
    rows = lines(page)
    wanted = sample["name"] + "\u00b7"
    text = spell(rows)
    drug = re.search(r"(\w+)([0-9.]+)mg%smL" % squeeze(say["strength"].replace("{mass}", "").replace("mL", "")), text)
    check(drug is not None, "%s: no drug and strength" % name, "mandatory items")
    purpose = squeeze(say["label.purpose"].replace("{purpose}", sample["purpose"]))
    caution = squeeze(say["label.follow.else"])
    end = text.find(purpose)
    check(end >= 0, "%s: no purpose" % name, "mandatory items")
    cluster = text[:end + len(purpose)]
    parts = [squeeze(sample["name"]), drug.group(0) if drug else "?", squeeze(say["label.follow"]).split("{")[0], sample["number"], purpose]
    places = [cluster.find(p) for p in parts]
    check(-1 not in places and places == sorted(places), "%s: order of the four is %r" % (name, places), "order of the four")
    check(wanted.split("\u00b7")[0].replace(" ", "") == cluster[:len(squeeze(sample["name"]))], "%s: does not begin with the patient" % name, "order of the four")
    judge_cluster(rows, cluster, stock, stock.top, large, name)
    judge_places(page, stock, stock.left, stock.top, name)
    judge_contents(page, {"law": LAW, "pharmacy": shop.get("name"), "telephone": shop.get("phone"), "address": shop.get("address"),
                          "prescriber": sample["prescriber"], "number": sample["number"], "caution": caution,
                          "shake well": say["label.shake"], "compounded": say["label.compounded"]}, name)
    judge_code(pdf, page, int(shop.get("printer-dpi")), work, name)


def sample_of(path):
    root = ET.parse(path).getroot()
    return {"number": root.get("number"), "name": root.find(RX + "patient").get("name"),
            "purpose": root.find(RX + "purpose").text, "prescriber": root.find(RX + "prescriber").get("name")}


def house(folder, stock, large):
    """A shop for this stock that has approved everything; returns its shop.xml."""
    os.makedirs(folder)
    shop = open("samples/shop.xml", encoding="utf-8").read()
    attributes = 'label-stock="%s"' % ("label-4x2" if large else stock)
    if large:
        attributes += ' label-stock-large="%s"' % stock
    path = os.path.join(folder, "shop.xml")
    with open(path, "w", encoding="utf-8") as out:
        out.write(shop.replace('label-stock="label-4x2"', attributes))
    with open(os.path.join(folder, "inventory.xml"), "w", encoding="utf-8") as out:
        out.write(open("samples/inventory.xml", encoding="utf-8").read())
    documents = ["templates/%s/%s" % (kind, n) for kind in ("formulas", "words") for n in sorted(os.listdir("templates/" + kind))]
    done = run(PROGRAM, "approve", *documents, "--by", "G. Geometry, RPh", "--on", "2026-11-01", "--shop", path, "--templates", "templates")
    check(done.returncode == 0, "approve: " + done.stderr.decode())
    return path


def papers(folder, shop, language, large):
    """The label PDFs of the samples, changed to a language and print."""
    copies = []
    for sample in SAMPLES:
        text = open("samples/%s.xml" % sample, encoding="utf-8").read()
        text = text.replace('language="en"', 'language="%s"' % language)
        text = text.replace('print="standard"', 'print="large"') if large else text
        copies.append(os.path.join(folder, sample + ".xml"))
        with open(copies[-1], "w", encoding="utf-8") as out:
            out.write(text)
    key = os.path.join(folder, "key")
    run(PROGRAM, "key", "new", "--key", key, "--name", "Geometry")
    done = run(PROGRAM, "make", "--shop", shop, "--templates", "templates", "--key", key, "--date", "2026-11-30", "--out",
               os.path.join(folder, "out"), *copies)
    check(done.returncode == 0, "%s: make: %s" % (folder, done.stderr.decode()))
    for copy in copies:
        sample = sample_of(copy)
        pdf = os.path.join(folder, "out", "rx", sample["number"], "r1-f1", "labels.pdf")
        if os.path.exists(pdf):
            yield sample, pdf


def main():
    stocks = [Stock("templates/stock/" + n) for n in sorted(os.listdir("templates/stock"))]
    with tempfile.TemporaryDirectory() as work:
        for stock in (s for s in stocks if s.pages):
            prints = [False] + [True] * os.path.exists("templates/pages/%s-large.xml" % stock.pages)
            for language, large in [(l, p) for l in ("en", "es") for p in prints]:
                folder = os.path.join(work, "%s-%s-%d" % (stock.id, language, large))
                shop = house(folder, stock.id, large)
                words = ET.parse("templates/words/%s.xml" % language).getroot()
                for sample, pdf in papers(folder, shop, language, large):
                    judge(pdf, stock, sample, ET.parse(shop).getroot(), words, large, folder)
    print("label geometry:", ", ".join("%s %d" % kind for kind in sorted(kinds.items())))
    print("label geometry: %(passed)d passed, %(failed)d failed" % totals)
    return totals["failed"] > 0


if __name__ == "__main__":
    sys.exit(main())
