#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The ink of every glyph: drawn alone by the program's PDF writer and rendered by poppler, against the same glyph of the
same font file drawn by FreeType.  A glyph that lost a part (an accent, a stroke) differs; a text layer would not show it.
Also: the text read back from each page is the character."""

import os
import subprocess
import sys
import tempfile

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont
from fontTools.ttLib import TTFont

BUILD = os.environ.get("BUILD", "build")
DPI = 144
PAGE, LEFT, BASELINE = DPI, DPI // 4, DPI * 3 // 4   # inches of tests/paper/glyphs.c, in pixels
PIXELS = 36 * DPI // 72
INVISIBLE = {0x20, 0xA0}
SLACK = 6            # pixels farther than one pixel from the other's ink: rounding at the tips of strokes
FACES = {"R": "templates/fonts/MicrotaperSans-Regular.ttf", "B": "templates/fonts/MicrotaperSans-Bold.ttf"}


def rendered(folder, face, codes):
    """The pages of all characters of a face, in order: (image, text)."""
    whole = os.path.join(folder, face + ".pdf")
    files = [os.path.join(folder, "%s-%04X.pdf" % (face, c)) for c in codes]
    subprocess.run(["qpdf", "--empty", "--pages", *files, "--", whole], check=True)
    subprocess.run(["pdftoppm", "-q", "-gray", "-r", str(DPI), whole, os.path.join(folder, face)], check=True)
    text = subprocess.run(["pdftotext", "-q", "-raw", "-enc", "UTF-8", whole, "-"], check=True, capture_output=True).stdout
    texts = text.decode("utf-8").split("\f")
    pages = sorted(n for n in os.listdir(folder) if n.startswith(face + "-") and n.endswith(".pgm"))
    return [(Image.open(os.path.join(folder, n)), t.strip()) for n, t in zip(pages, texts)]


def expected(font, code):
    """Drawn four times as large and reduced: FreeType's own fitting to pixels then moves nothing."""
    image = Image.new("L", (4 * PAGE, 4 * PAGE), 255)
    ImageDraw.Draw(image).text((4 * LEFT, 4 * BASELINE), chr(code), font=font, fill=0, anchor="ls")
    return image.reduce(4)


def ink(image, least):
    return image.point(lambda grey: 255 if grey < least else 0)


def strays(image, other):
    """Dark pixels of one that are more than a pixel away from any ink of the other."""
    near = ink(other, 250).filter(ImageFilter.MaxFilter(3))
    return ImageChops.subtract(ink(image, 100), near).histogram()[255]


def judge(face, code, page, text, font):
    want = expected(font, code)
    faults = []
    if strays(page, want) > SLACK or strays(want, page) > SLACK:
        faults.append("ink differs: %d and %d pixels" % (strays(page, want), strays(want, page)))
    if code not in INVISIBLE and ink(page, 100).histogram()[255] == 0:
        faults.append("no ink")
    if code not in INVISIBLE and text != chr(code):
        faults.append("reads back as %r" % text)
    for fault in faults:
        print("%s U+%04X %s: %s" % (face, code, chr(code), fault))
    return not faults


def main():
    program = os.path.join(BUILD, "paper-glyphs")
    subprocess.run(["make", "-s", "BUILD=" + BUILD, program], check=True)
    passed = failed = 0
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([program, folder], check=True)
        for face, path in FACES.items():
            cmap, metrics = TTFont(path).getBestCmap(), TTFont(path)["hmtx"]
            codes = [c for c in sorted(cmap) if metrics[cmap[c]][0] > 0]
            font = ImageFont.truetype(path, 4 * PIXELS, layout_engine=ImageFont.Layout.BASIC)
            pages = rendered(folder, face, codes)
            failed += abs(len(pages) - len(codes))
            for code, (page, text) in zip(codes, pages):
                good = judge(face, code, page, text, font)
                passed, failed = passed + good, failed + (not good)
    print("glyphs: %d passed, %d failed" % (passed, failed))
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
