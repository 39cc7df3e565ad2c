# SPDX-License-Identifier: GPL-3.0-or-later
"""Hostile scans: payloads, lines, images and PDFs given to `verify`; and key files."""
import os
import struct
import zlib

import kit

NOT_OURS, ALTERED, UNREADABLE = 18, 16, 19
ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"


def payloads():
    """(name, payload, statuses)"""
    yield "nothing", "", (UNREADABLE, NOT_OURS, 2)
    yield "a blank", " ", (UNREADABLE, NOT_OURS)
    yield "another's code", "https://example.com/", (NOT_OURS,)
    yield "the prefix alone", "MT1:", (ALTERED,)
    yield "the prefix in small letters", "mt1:" + "0" * 150, (ALTERED, 17)
    yield "154 noughts", "MT1:" + "0" * 150, (ALTERED, 17)
    yield "100,000 letters", "MT1:" + "A" * 100000, (ALTERED,)
    yield "letters outside the alphabet", "MT1:" + "\u00e4" * 150, (ALTERED,)
    yield "values over their bytes", "MT1:" + ":" * 150, (ALTERED,)
    yield "format letters", "MT1:%s%n%s%n", (ALTERED,)
    yield "an escape", "\x1b]0;x\x07", (NOT_OURS,)
    yield "a newline in it", "MT1:\nMATCH", (ALTERED,)
    yield "a path", "../../etc/passwd", (NOT_OURS, UNREADABLE)


def streams():
    yield "nothing", b"", (UNREADABLE,)
    yield "only line ends", b"\r\n" * 1000, (UNREADABLE,)
    yield "NUL", b"\0" * 1000 + b"\n", (UNREADABLE, NOT_OURS)
    yield "noise", os.urandom(20000), (NOT_OURS, ALTERED, UNREADABLE)
    yield "a line of 5 MB", b"MT1:" + b"A" * 5000000, (ALTERED, NOT_OURS)
    yield "20,000 lines", b"HELLO\n" * 20000, (NOT_OURS,)
    yield "bytes that are no UTF-8", b"MT1:\xff\xfe\n", (ALTERED,)


def png(width, height, data, extra=b"", bits=8, colour=0):
    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
    head = struct.pack(">IIBBBBB", width, height, bits, colour, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + extra + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def zeros(size):
    """A zlib stream of so many zeros, made in little memory."""
    packer = zlib.compressobj(9)
    block = bytes(1 << 20)
    parts = [packer.compress(block) for _ in range(size >> 20)]
    return b"".join([*parts, packer.compress(bytes(size & (1 << 20) - 1)), packer.flush()])


def pdf(content, more=b""):
    return (b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
            b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R" + more + b">>endobj\n"
            b"4 0 obj<</Length " + str(len(content)).encode() + b">>stream\n" + content + b"\nendstream endobj\n"
            b"trailer<</Root 1 0 R>>\n%%EOF\n")


def images():
    """(name, file name, bytes)"""
    small = png(100, 100, zlib.compress(b"\xff" * 101 * 100))
    jpeg = b"\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0"
    yield "a white image", "white.png", small
    yield "an image of 30,000 by 30,000", "large.png", png(30000, 30000, zeros(30001 * 30000))
    yield "an image of 2,000,000,000 by 1", "wide.png", png(2000000000, 1, zlib.compress(b"\0"))
    yield "an image that says more than it holds", "short.png", png(4000, 4000, zlib.compress(b"\0" * 100))
    yield "an image that holds more than it says", "bomb.png", png(10, 10, zeros(300 << 20))
    yield "an image of no size", "empty.png", png(0, 0, zlib.compress(b""))
    yield "an image cut short", "cut.png", small[:60]
    yield "an image with a wrong checksum", "sum.png", small[:40] + b"\0\0\0\0" + small[44:]
    yield "an image of noise", "noise.png", b"\x89PNG\r\n\x1a\n" + os.urandom(5000)
    yield "a text bomb in an image", "text.png", png(10, 10, zlib.compress(b"\0" * 110),
                                                    struct.pack(">I", 0) + b"zTXt" + struct.pack(">I", zlib.crc32(b"zTXt")))
    yield "an image of a palette it lacks", "palette.png", png(100, 100, zlib.compress(b"\0" * 101 * 100), colour=3)
    yield "an image of a colour nobody knows", "colour.png", png(100, 100, zlib.compress(b"\0" * 101 * 100), colour=5)
    yield "an image of 32 bits", "bits.png", png(100, 100, zlib.compress(b"\0" * 101 * 100), bits=32)
    yield "an image of filters nobody knows", "filter.png", png(100, 100, zlib.compress(b"\x09" + b"\0" * 100) * 100)
    yield "a JPEG cut short", "cut.jpg", jpeg
    yield "a JPEG of 65,535 by 65,535", "large.jpg", jpeg + b"\xff\xc0\0\x0b\x08\xff\xff\xff\xff\x01\x01\x11\0" + b"\xff\xda\0\x08\x01\x01\0\0\x3f\0" + bytes(1000)
    yield "a JPEG of noise", "noise.jpg", jpeg + os.urandom(5000)
    yield "a GIF", "image.gif", b"GIF89a\1\0\1\0\0\0\0;"
    yield "a PDF of noise", "noise.pdf", b"%PDF-1.4\n" + os.urandom(5000)
    yield "a PDF of nothing", "empty.pdf", b"%PDF-1.4\n"
    yield "a PDF with no code", "plain.pdf", pdf(b"")
    yield "a PDF of a page of a kilometre", "large.pdf", pdf(b"").replace(b"612 792", b"2834645 2834645")
    yield "a PDF whose pages are their own parent", "loop.pdf", pdf(b"").replace(b"[3 0 R]", b"[2 0 R]")
    yield "a PDF of a million marks", "busy.pdf", pdf(b"0 0 1 1 re f\n" * 1000000)
    yield "a PDF of 60 pages", "pages.pdf", pdf(b"").replace(b"[3 0 R]/Count 1", b"[" + b"3 0 R " * 60 + b"]/Count 60")
    yield "a PDF that says it has two thousand million pages", "count.pdf", pdf(b"").replace(b"Count 1", b"Count 2000000000")
    yield "a PDF whose stream bursts", "bomb.pdf", pdf(zlib.compress(zeros(100 << 20))).replace(b"/Length", b"/Filter[/FlateDecode/FlateDecode]/Length")
    yield "a PDF that opens another", "action.pdf", pdf(b"", b"/AA<</O<</S/Launch/F(/bin/sh)>>>>")
    yield "an SVG", "image.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>'


def keys():
    """(name, bytes, mode, statuses)"""
    yield "nothing", b"", 0o600, (1,)
    yield "noise", os.urandom(300), 0o600, (1,)
    yield "a megabyte", b"x" * 1000000, 0o600, (1, 3)
    yield "NUL", b"\0" * 200, 0o600, (1,)


def check(count, folder, word):
    where = os.path.join(folder, "scans")
    os.mkdir(where)
    key = os.path.join(where, "key")
    kit.run(["key", "new", "--key", key, "--name", "Hostile"])
    common = ["--key", key, "--date", "2026-12-01", "--trust", os.path.join(where, "trust")]
    count.kind = "payloads"
    for name, payload, statuses in payloads():
        if word in "payload: " + name:
            result = kit.run(["verify", *common, "--", payload])
            judge(count, "payload: " + name, result, statuses)
    count.kind = "streams of scans"
    for name, stream, statuses in streams():
        if word in "stream: " + name:
            judge(count, "stream: " + name, kit.run(["verify", "-", *common], feed=stream), statuses)
    count.kind = "pictures and PDF"
    for name, file, content in images():
        if word in "image: " + name:
            path = os.path.join(where, file)
            with open(path, "wb") as out:
                out.write(content)
            judge(count, "image: " + name, kit.run(["verify", path, *common]), (UNREADABLE, NOT_OURS))
    count.kind = "keys"
    for name, content, mode, statuses in keys():
        if word in "key: " + name:
            path = os.path.join(where, "other")
            with open(path, "wb") as out:
                out.write(content)
            os.chmod(path, mode)
            judge(count, "key: " + name, kit.run(["key", "show", "--key", path]), statuses)


def judge(count, name, result, statuses):
    count.within(name, result)
    count.hold(name, result.status in statuses, result, f"status {result.status}, not of {statuses}")
    count.hold(name, result.said().strip(), result, "nothing was said")
