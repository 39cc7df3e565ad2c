#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the two faces every page is printed with: MicrotaperSans-Regular.ttf and MicrotaperSans-Bold.ttf.

Letters, figures and signs are those of Andika (SIL), made for people who find reading hard: 1 l I and 0 O are told
apart, and all figures have one width.  Greek, which Andika lacks, is that of Noto Sans, brought to the same em.
A few shapes (squares, discs, triangles) are drawn here.

Composite glyphs are flattened to plain outlines: libharu's own subsetter loses nested ones while the text still reads
right.  Hinting and layout tables are left out; times in the file are fixed, so the same sources give the same bytes.

The licence of both sources (SIL Open Font License 1.1) forbids their reserved names to a changed version: hence the new
name.  OFL.txt beside this file carries licence and copyright lines.

Needs Debian's fonts-sil-andika, fonts-noto-core, python3-fonttools.  Run in this folder; the results are committed."""

import sys
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

EM = 2048
STAMP = 3849984000  # 2026-01-01 in seconds since 1904
VERSION = "1.000"
ANDIKA = "/usr/share/fonts/truetype/andika/Andika-%s.ttf"
NOTO = "/usr/share/fonts/truetype/noto/NotoSans-%s.ttf"
COPYRIGHT = (
    "Copyright (c) 2004-2022 SIL International (http://www.sil.org/), with Reserved Font Names \"Andika\" and \"SIL\". "
    "Greek: Copyright 2015 Google LLC. All Rights Reserved. Changes: Copyright (c) 2026 the microtaper authors."
)

LATIN = [range(0x20, 0x7F), range(0xA0, 0xAD), range(0xAE, 0x180), range(0x18F, 0x190), range(0x192, 0x193), range(0x1A0, 0x1A2),
         range(0x1AF, 0x1B1), range(0x1CD, 0x1DD), range(0x1E6, 0x1F0), range(0x1F4, 0x220), range(0x226, 0x234),
         range(0x259, 0x25A), range(0x2BB, 0x2BD), range(0x2C6, 0x2C8), range(0x2D8, 0x2DE), range(0x1E00, 0x1F00)]
CYRILLIC = [range(0x400, 0x460), range(0x48A, 0x500)]
GREEK = [range(0x384, 0x3CF), range(0x3D7, 0x3D8)]
SIGNS = [range(0x2010, 0x2016), range(0x2018, 0x2023), range(0x2026, 0x2027), range(0x2030, 0x2031),
         range(0x2032, 0x2034), range(0x2039, 0x203B), range(0x2044, 0x2045), range(0x20AC, 0x20AD),
         range(0x2116, 0x2117), range(0x2122, 0x2123), range(0x2190, 0x2196), range(0x2212, 0x2213),
         range(0x2248, 0x2249), range(0x2260, 0x2261), range(0x2264, 0x2266), range(0x2713, 0x2714)]


def square(pen, hollow):
    pen.moveTo((200, 0)); pen.lineTo((200, 1400)); pen.lineTo((1600, 1400)); pen.lineTo((1600, 0)); pen.closePath()
    if hollow:
        pen.moveTo((320, 120)); pen.lineTo((1480, 120)); pen.lineTo((1480, 1280)); pen.lineTo((320, 1280))
        pen.closePath()


def ring(pen, radius, outer):
    """One circle of eight quadratic curves; `outer` runs clockwise, as TrueType fills."""
    from math import cos, sin, pi
    turn = -1 if outer else 1
    at = lambda k, r: (round(900 + r * cos(turn * k * pi / 8)), round(700 + r * sin(turn * k * pi / 8)))
    pen.moveTo(at(0, radius))
    for k in range(8):
        pen.qCurveTo(at(2 * k + 1, radius / cos(pi / 8)), at(2 * k + 2, radius) if k < 7 else at(0, radius))
    pen.closePath()


def triangle(pen, points):
    pen.moveTo(points[0]); pen.lineTo(points[1]); pen.lineTo(points[2]); pen.closePath()


def disc(pen, hollow):
    ring(pen, 700, True)
    if hollow:
        ring(pen, 580, False)


SHAPES = {
    0x25A0: lambda pen: square(pen, False), 0x25A1: lambda pen: square(pen, True), 0x2610: lambda pen: square(pen, True),
    0x25CF: lambda pen: disc(pen, False), 0x25CB: lambda pen: disc(pen, True),
    0x25B2: lambda pen: triangle(pen, [(200, 0), (900, 1400), (1600, 0)]),
    0x25BC: lambda pen: triangle(pen, [(200, 1400), (1600, 1400), (900, 0)]),
    0x25B6: lambda pen: triangle(pen, [(300, 0), (300, 1400), (1600, 700)]),
    0x25C0: lambda pen: triangle(pen, [(1500, 0), (200, 700), (1500, 1400)]),
}


def outline(font, name, scale):
    """A glyph as a plain outline, scaled, with no composites."""
    glyphs = font.getGlyphSet()
    flat = DecomposingRecordingPen(glyphs)
    glyphs[name].draw(flat)
    pen = TTGlyphPen(None)
    flat.replay(TransformPen(pen, (scale, 0, 0, scale, 0, 0)))
    return pen.glyph()


def glyph_name(code):
    return "uni%04X" % code


def collect(style):
    """Outlines and advances by code point."""
    andika, noto = TTFont(ANDIKA % style), TTFont(NOTO % style)
    scale = EM / noto["head"].unitsPerEm
    glyphs, advances = {}, {}
    for font, ranges, factor in ((andika, LATIN + CYRILLIC + SIGNS, 1), (noto, GREEK, scale)):
        cmap = font.getBestCmap()
        for code in (c for span in ranges for c in span if c in cmap and c not in glyphs):
            glyphs[code] = outline(font, cmap[code], factor)
            advances[code] = round(font["hmtx"][cmap[code]][0] * factor)
    for code, draw in SHAPES.items():
        pen = TTGlyphPen(None)
        draw(pen)
        glyphs[code], advances[code] = pen.glyph(), 1800
    notdef = outline(andika, ".notdef", 1), andika["hmtx"][".notdef"][0]
    return glyphs, advances, notdef


def build(style, path):
    glyphs, advances, notdef = collect(style)
    order = sorted(glyphs)
    bold = style == "Bold"
    fb = FontBuilder(EM, isTTF=True)
    fb.setupGlyphOrder([".notdef"] + [glyph_name(c) for c in order])
    fb.setupCharacterMap({c: glyph_name(c) for c in order})
    fb.setupGlyf({".notdef": notdef[0], **{glyph_name(c): glyphs[c] for c in order}})
    glyf = fb.font["glyf"]
    metrics = {".notdef": (notdef[1], getattr(glyf[".notdef"], "xMin", 0))}
    metrics.update({glyph_name(c): (advances[c], getattr(glyf[glyph_name(c)], "xMin", 0)) for c in order})
    fb.setupHorizontalMetrics(metrics)
    fb.setupHorizontalHeader(ascent=2100, descent=-600, lineGap=0)
    fb.setupNameTable({
        "copyright": COPYRIGHT, "familyName": "Microtaper Sans", "styleName": style,
        "uniqueFontIdentifier": "Microtaper Sans %s %s" % (style, VERSION), "fullName": "Microtaper Sans " + style,
        "version": "Version " + VERSION, "psName": "MicrotaperSans-" + style,
        "licenseDescription": "SIL Open Font License, Version 1.1", "licenseInfoURL": "https://openfontlicense.org",
    }, mac=False)
    fb.setupOS2(sTypoAscender=2100, sTypoDescender=-600, sTypoLineGap=0, usWinAscent=2500, usWinDescent=800,
                usWeightClass=700 if bold else 400, sCapHeight=1485, sxHeight=1040, fsType=0,
                fsSelection=0x20 if bold else 0x40)
    fb.setupPost(isFixedPitch=0, keepGlyphNames=False)
    head = fb.font["head"]
    head.created = head.modified = STAMP
    head.macStyle = 1 if bold else 0
    fb.font.recalcTimestamp = False
    fb.save(path)
    check(path)


def check(path):
    """What the pages rely on."""
    font = TTFont(path)
    cmap, metrics, glyf = font.getBestCmap(), font["hmtx"], font["glyf"]
    widths = {metrics[cmap[c]][0] for c in range(0x30, 0x3A)}
    assert len(widths) == 1, "figures differ in width: %s" % widths
    assert not any(glyf[n].isComposite() for n in font.getGlyphOrder()), "a composite glyph is left"
    print("%s: %d characters, figures %d/%d wide" % (path, len(cmap), widths.pop(), EM))


if __name__ == "__main__":
    for style in ("Regular", "Bold"):
        build(style, "MicrotaperSans-%s.ttf" % style)
    sys.exit(0)
