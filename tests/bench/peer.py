#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""peer.py reportlab|weasyprint ITEMS OUT: the papers of `items` (items.c) drawn by a Python library with python3-qrcode.

ReportLab: standard Helvetica, not embedded, compressed pages, a code drawn as one path of merged runs; texts, lines and codes
stand where items.c put them, so that nothing has to be worked out.  WeasyPrint gets the same as HTML with absolute boxes and
the code as one SVG path.  The items are read before the clock starts.  Prints a line for each kind of document: kind,
documents, pages, texts, codes, seconds of CPU.
"""
import os
import re
import sys
import time

import qrcode
import qrcode.util

KINDS = ("label", "chart", "forecast", "worksheet")
NUMBERS = {"P": 2, "T": 5, "L": 6, "R": 5, "B": 6, "Q": 4}
POINT = 72 / 25400


def documents(path):
    """(kind, name, rows) of each; a row is its letter, its numbers and its text."""
    found = []
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            kind, rest = line[0], line[2:].rstrip("\n")
            if kind == "D":
                found.append((*rest.split(" ", 1), []))
                continue
            parts = rest.split(" ", NUMBERS[kind])
            found[-1][2].append((kind, [int(part) for part in parts[:NUMBERS[kind]]], "".join(parts[NUMBERS[kind]:])))
    return found


def code_runs(payload, side):
    """The dark runs of the code: row, first module, modules."""
    code = qrcode.QRCode(version=(side - 17) // 4, error_correction=qrcode.constants.ERROR_CORRECT_M, border=0)
    code.add_data(qrcode.util.QRData(payload.encode(), mode=qrcode.util.MODE_ALPHA_NUM, check_data=False), optimize=0)
    code.make(fit=False)
    if code.modules_count != side:
        sys.exit(f"peer: a code of {code.modules_count} modules, not {side}")
    for y, row in enumerate(code.modules):
        x = 0
        while x < side:
            end = x + 1
            while end < side and row[end] == row[x]:
                end += 1
            if row[x]:
                yield y, x, end - x
            x = end


class ReportLab:
    def __init__(self):
        from reportlab.pdfgen import canvas
        self.canvas = canvas

    def document(self, path, rows):
        pdf = self.canvas.Canvas(path, pageCompression=1)
        for place, (kind, at, text) in enumerate(rows):
            if kind == "P":
                if place:
                    pdf.showPage()
                self.height = at[1] * POINT
                pdf.setPageSize((at[0] * POINT, self.height))
                self.fill = self.stroke = self.font = None
            else:
                getattr(self, kind)(pdf, at, text)
        pdf.showPage()
        pdf.save()

    def set_fill(self, pdf, grey):
        if self.fill != grey:
            pdf.setFillGray(grey / 255)
        self.fill = grey

    def set_stroke(self, pdf, width, grey):
        if self.stroke != (width, grey):
            pdf.setStrokeGray(grey / 255)
            pdf.setLineWidth(width * POINT)
        self.stroke = (width, grey)

    def T(self, pdf, at, text):
        self.set_fill(pdf, at[4])
        if self.font != (at[3], at[2]):
            pdf.setFont("Helvetica-Bold" if at[3] else "Helvetica", at[2] * POINT)
        self.font = (at[3], at[2])
        pdf.drawString(at[0] * POINT, self.height - at[1] * POINT, text)

    def L(self, pdf, at, text):
        self.set_stroke(pdf, at[4], at[5])
        pdf.line(at[0] * POINT, self.height - at[1] * POINT, at[2] * POINT, self.height - at[3] * POINT)

    def R(self, pdf, at, text):
        self.set_fill(pdf, at[4])
        pdf.rect(at[0] * POINT, self.height - (at[1] + at[3]) * POINT, at[2] * POINT, at[3] * POINT, stroke=0, fill=1)

    def B(self, pdf, at, text):
        self.set_stroke(pdf, at[4], at[5])
        pdf.rect(at[0] * POINT, self.height - (at[1] + at[3]) * POINT, at[2] * POINT, at[3] * POINT)

    def Q(self, pdf, at, text):
        module, left, top = at[2] * POINT / at[3], at[0] * POINT, self.height - at[1] * POINT
        self.set_fill(pdf, 0)
        path = pdf.beginPath()
        for y, x, length in code_runs(text, at[3]):
            path.rect(left + x * module, top - (y + 1) * module, length * module, module)
        pdf.drawPath(path, stroke=0, fill=1)


class WeasyPrint:
    def __init__(self):
        import html

        import weasyprint
        self.html, self.escape = weasyprint.HTML, html.escape

    def document(self, path, rows):
        width, height = (at / 1000 for at in rows[0][1])
        pages = []
        for kind, at, text in rows:
            if kind == "P":
                pages.append([])
            else:
                pages[-1].append(getattr(self, kind)([value / 1000 for value in at], at, text))
        style = (f"@page{{size:{width}mm {height}mm;margin:0}}body{{margin:0;font-family:sans-serif}}"
                 f".p{{position:relative;width:{width}mm;height:{height}mm;break-after:page}}"
                 ".p *{position:absolute;white-space:pre;line-height:1}")
        body = "".join(f'<div class="p">{"".join(page)}</div>' for page in pages)
        self.html(string=f"<style>{style}</style>{body}").write_pdf(path)

    def T(self, mm, at, text):
        return (f'<span style="left:{mm[0]}mm;top:{mm[1] - mm[2] * 0.8:.3f}mm;font-size:{mm[2]}mm;'
                f'font-weight:{700 if at[3] else 400};color:rgb({at[4]},{at[4]},{at[4]})">{self.escape(text)}</span>')

    def box(self, left, top, width, height, style):
        return f'<div style="left:{left}mm;top:{top}mm;width:{width}mm;height:{height}mm;{style}"></div>'

    def L(self, mm, at, text):
        return self.box(mm[0], mm[1], max(mm[2] - mm[0], mm[4]), max(mm[3] - mm[1], mm[4]), f"background:rgb({at[5]},{at[5]},{at[5]})")

    def R(self, mm, at, text):
        return self.box(mm[0], mm[1], mm[2], mm[3], f"background:rgb({at[4]},{at[4]},{at[4]})")

    def B(self, mm, at, text):
        return self.box(mm[0], mm[1], mm[2], mm[3], f"border:{mm[4]}mm solid rgb({at[5]},{at[5]},{at[5]})")

    def Q(self, mm, at, text):
        path = "".join(f"M{x} {y}h{length}v1h-{length}z" for y, x, length in code_runs(text, at[3]))
        return (f'<svg style="left:{mm[0]}mm;top:{mm[1]}mm;width:{mm[2]}mm;height:{mm[2]}mm" viewBox="0 0 {at[3]} {at[3]}">'
                f'<path d="{path}"/></svg>')


def main():
    library, items, out = sys.argv[1:]
    peer = {"reportlab": ReportLab, "weasyprint": WeasyPrint}[library]()
    tallies = {kind: [0, 0, 0, 0, 0.0] for kind in KINDS}
    for kind, name, rows in documents(items):
        path = os.path.join(out, re.sub(r"[^\w-]", "-", f"{kind}-{name}") + ".pdf")
        before = time.process_time()
        peer.document(path, rows)
        tally = tallies[kind]
        tally[4] += time.process_time() - before
        tally[0] += 1
        for place, letter in enumerate("PTQ", 1):
            tally[place] += sum(row[0] == letter for row in rows)
    for kind, tally in tallies.items():
        print(kind, *tally[:4], f"{tally[4]:.6f}")


if __name__ == "__main__":
    main()
