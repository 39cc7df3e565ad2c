#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""How well the codes of labels are read when the label is not seen as it was printed.

    reading_rates.py [--labels N] [--mild] [--program build/microtaper]     --mild: only what must be read

Makes the labels of the samples with a key and approvals of its own, renders them as a label printer would (203 and 300 dots an
inch, one bit), spoils each picture in one way at a time, and has `microtaper verify` read it.  A reading counts when the
program says that the code is genuine: a wrong reading cannot be, its signature would not hold.  Prints a table of rates.
The mild conditions (marked) must all be read; a wrong verdict (anything but genuine or unreadable) is a failure anywhere.
Everything random has a fixed seed."""
import argparse
import io
import math
import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image, ImageEnhance, ImageFilter, ImageOps

ROOT = Path(__file__).resolve().parent.parent.parent
GENUINE, UNREADABLE = (0, 10, 11, 12, 13, 14, 15), 19


def run(*command):
    return subprocess.run([str(word) for word in command], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, check=False)


# ---------------------------------------------------------------- what happens to a picture
def same(picture, _):
    return picture


def blur(picture, dots):
    return picture.filter(ImageFilter.GaussianBlur(dots))


def turn(picture, degrees):
    return picture.rotate(degrees, expand=True, fillcolor=255, resample=Image.BICUBIC)


def scale(picture, factor):
    return picture.resize((int(picture.width * factor), int(picture.height * factor)), Image.BICUBIC)


def coefficients(source, target):
    """The eight numbers of the projection that takes target corners to source corners (Gauss, no library)."""
    rows = []
    for (x, y), (u, v) in zip(target, source):
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y, u])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y, v])
    for i in range(8):
        pivot = max(range(i, 8), key=lambda r: abs(rows[r][i]))
        rows[i], rows[pivot] = rows[pivot], rows[i]
        rows[i] = [value / rows[i][i] for value in rows[i]]
        for r in range(8):
            if r != i:
                rows[r] = [a - rows[r][i] * b for a, b in zip(rows[r], rows[i])]
    return [row[8] for row in rows]


def tilt(picture, share):
    """The far edge is shorter by `share` on each side and nearer by as much."""
    w, h = picture.size
    target = [(w * share, h * share), (w * (1 - share), h * share), (w, h), (0, h)]
    return picture.transform((w, h), Image.PERSPECTIVE, coefficients([(0, 0), (w, 0), (w, h), (0, h)], target),
                             Image.BICUBIC, fillcolor=255)


def curve(picture, widths):
    """Around a bottle that is `widths` codes wide, seen straight on.  The code is at the lower right of a label."""
    side = int(min(picture.height, picture.width) * 0.55)
    code = picture.crop((picture.width - side, picture.height - side, picture.width, picture.height))
    radius, middle, strips = 0.75 * side * widths / 2, side / 2, []

    def flat(x):
        return middle + radius * math.asin(max(-1, min(1, (x - middle) / radius)))
    for x in range(0, side, 2):
        a, b = flat(x), flat(min(x + 2, side))
        strips.append(((x, 0, min(x + 2, side), side), (a, 0, a, side, b, side, b, 0)))
    return code.transform((side, side), Image.MESH, strips, Image.BICUBIC, fillcolor=255)


def dim(picture, share):
    return ImageEnhance.Contrast(ImageEnhance.Brightness(picture).enhance(share)).enhance(share)


def shade(picture, share):
    """Light from one side: the other is darker by `share`."""
    ramp = Image.linear_gradient("L").resize(picture.size).point(lambda v: int(255 - v * share))
    return Image.composite(picture, Image.new("L", picture.size), ramp)


def noise(picture, sigma):
    pixels = picture.load()
    draw = random.Random(7)
    out = picture.copy()
    target = out.load()
    for y in range(picture.height):
        for x in range(picture.width):
            target[x, y] = max(0, min(255, int(pixels[x, y] + draw.gauss(0, sigma))))
    return out


def specks(picture, share):
    draw = random.Random(11)
    out = picture.copy()
    for _ in range(int(share * picture.width * picture.height / 9)):
        x, y = draw.randrange(picture.width - 3), draw.randrange(picture.height - 3)
        out.paste(draw.choice((0, 255)), (x, y, x + 3, y + 3))
    return out


def jpeg(picture, quality):
    packed = io.BytesIO()
    picture.save(packed, "JPEG", quality=quality)
    return Image.open(packed)


def phone(picture, strength):
    picture = scale(picture, 1.5)
    for change, amount in ((tilt, 0.06 * strength), (turn, 8 * strength), (blur, 1.0 * strength), (dim, 1 - 0.25 * strength),
                           (shade, 0.3 * strength)):
        picture = change(picture, amount)
    return picture


# name, change, amount, mild
CONDITIONS = [
    ("as printed", same, 0, True), ("photographed at 1/2", scale, 0.5, False), ("photographed at 3/4", scale, 0.75, False),
    ("photographed at 2", scale, 2, True), ("photographed at 3", scale, 3, True),
    ("blurred, 0.5 dot", blur, 0.5, True), ("blurred, 1 dot", blur, 1, True), ("blurred, 1.25 dots", blur, 1.25, False),
    ("blurred, 1.5 dots", blur, 1.5, False), ("blurred, 2 dots", blur, 2, False),
    ("blurred, 3 dots", blur, 3, False),
    ("turned 3 degrees", turn, 3, True), ("turned 10", turn, 10, True), ("turned 45", turn, 45, True), ("turned 90", turn, 90, True),
    ("turned 180", turn, 180, True),
    ("tilted 3 %", tilt, 0.03, True), ("tilted 8 %", tilt, 0.08, False), ("tilted 15 %", tilt, 0.15, False), ("tilted 25 %", tilt, 0.25, False),
    ("on a bottle 3 codes wide", curve, 3, True), ("of 2 codes (the most allowed)", curve, 2, True), ("of 1.7 codes", curve, 1.7, False),
    ("of 1.4 codes", curve, 1.4, False),
    ("dimmed to 60 %", dim, 0.6, True), ("dimmed to 30 %", dim, 0.3, True), ("dimmed to 20 %", dim, 0.2, False), ("dimmed to 10 %", dim, 0.1, False),
    ("lit from one side", shade, 0.6, True), ("hardly lit on one side", shade, 0.9, False),
    ("noise of 10", noise, 10, False), ("noise of 30", noise, 30, False),
    ("noise of 60", noise, 60, False), ("JPEG of quality 30", jpeg, 30, True), ("JPEG of quality 5", jpeg, 5, False),
    ("specks on 0.2 %", specks, 0.002, False), ("specks on 2 %", specks, 0.02, False),
    ("a phone, steady", phone, 0.5, True), ("a phone", phone, 1, False), ("a phone, in a hurry", phone, 2, False),
]


# ---------------------------------------------------------------- labels
class Pharmacy:
    def __init__(self, program, folder):
        self.program, self.folder = program, folder
        (folder / "shop.xml").write_bytes((ROOT / "samples" / "shop.xml").read_bytes())
        self.house = ["--shop", folder / "shop.xml", "--templates", ROOT / "templates", "--key", folder / "key"]
        self.must(self.program, "key", "new", "--key", folder / "key", "--name", "Reading rates")
        self.must(self.program, "approve", *sorted((ROOT / "templates").glob("formulas/*.xml")),
                  *sorted((ROOT / "templates").glob("words/*.xml")), "--by", "R. Rates, RPh", "--on", "2026-11-01", "--demo",
                  *self.house[:4])

    def must(self, *command):
        done = run(*command)
        if done.returncode:
            sys.exit(f"{' '.join(map(str, command))}: {done.stderr.decode()}")

    def make(self, sample):
        run(self.program, "make", sample, *self.house, "--date", "2026-11-30", "--out", self.folder / "out")

    def verify(self, picture):
        file = self.folder / "seen.png"
        picture.save(file)
        return run(self.program, "verify", file, *self.house, "--date", "2026-12-01").returncode


def labels_of(pharmacy, most):
    for sample in sorted((ROOT / "samples").glob("*.xml")):
        if sample.name not in ("shop.xml", "approvals.xml", "inventory.xml", "bad.xml"):
            pharmacy.make(sample)
    return sorted((pharmacy.folder / "out").glob("rx/*/*/labels.pdf"))[:most]


def pictures_of(pdf, dpi, folder):
    """The label as printed: each dot black or white, a little white around it."""
    run("pdftoppm", "-r", dpi, "-mono", "-f", 1, "-l", 1, pdf, folder / "page")
    page = sorted(folder.glob("page*.pbm"))[0]
    with Image.open(page) as picture:
        grey = ImageOps.expand(picture.convert("L"), border=dpi // 5, fill=255)
    page.unlink()
    return grey


def rate(pharmacy, pictures, change, amount):
    answers = [pharmacy.verify(change(picture, amount)) for picture in pictures]
    read = sum(answer in GENUINE for answer in answers)
    wrong = sum(answer not in GENUINE and answer != UNREADABLE for answer in answers)
    return read, wrong


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--labels", type=int, default=4)
    options.add_argument("--mild", action="store_true")
    options.add_argument("--program", default=os.environ.get("MICROTAPER", "build/microtaper"))
    given = options.parse_args()
    passed = failed = 0
    with tempfile.TemporaryDirectory() as folder:
        pharmacy = Pharmacy(Path(given.program).resolve(), Path(folder))
        labels = labels_of(pharmacy, given.labels)
        if not labels:
            sys.exit("no label was made")
        print(f"{'':30} 203 dpi   300 dpi   ({len(labels)} labels; * must be read)")
        pictures = {dpi: [pictures_of(label, dpi, Path(folder)) for label in labels] for dpi in (203, 300)}
        for name, change, amount, mild in CONDITIONS:
            if given.mild and not mild:
                continue
            line = ""
            for dpi in (203, 300):
                read, wrong = rate(pharmacy, pictures[dpi], change, amount)
                good = wrong == 0 and (read == len(labels) or not mild)
                passed, failed = passed + good, failed + (not good)
                line += f"{100 * read // len(labels):5} %{' WRONG' if wrong else '':4}"
            print(f"{name + (' *' if mild else ''):30}{line}", flush=True)
    print(f"reading rates: {passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
