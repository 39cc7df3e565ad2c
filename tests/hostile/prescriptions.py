# SPDX-License-Identifier: GPL-3.0-or-later
"""Hostile prescription files: (name, bytes, code that is said); the status is 1 unless a fourth is given."""
import gzip
import random

from kit import read, swap

GOOD = read("samples/clonazepam-three-times.xml")
HEAD = b'<?xml version="1.0" encoding="UTF-8"?>\n'
OPEN = b'<prescriptions xmlns="urn:microtaper:prescription:1">\n'
CLOSE = b"</prescriptions>\n"
ONE = b'<prescription xmlns="urn:microtaper:prescription:1" number="RX-1" revision="1">'
END = b"</prescription>"
ROOTED = GOOD.split(b"-->\n", 1)[1]


def before_root(text):
    return HEAD + text + b"\n" + ROOTED


def with_purpose(text):
    return swap(GOOD, "Coming off clonazepam slowly", text)


def with_taper(steps):
    begin, end = GOOD.index(b'<hold for="14 days"/>'), GOOD.index(b"</taper>")
    return GOOD[:begin] + steps + GOOD[end:]


def entities():
    bomb = "<!DOCTYPE prescription [<!ENTITY a0 'ha'>" + "".join(
        f"<!ENTITY a{i} '{f'&a{i - 1};' * 10}'>" for i in range(1, 10)) + "]>"
    yield "a DOCTYPE", before_root(b"<!DOCTYPE prescription>"), "MT103"
    yield "an entity bomb", before_root(bomb.encode()) + b"&a9;", "MT103"
    yield "quadratic entities", before_root(b"<!DOCTYPE p [<!ENTITY a '" + b"x" * 100000 + b"'>]>"), "MT103"
    yield "an external entity", before_root(b"<!DOCTYPE p [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>"), "MT103"
    yield "a DTD from outside", before_root(b"<!DOCTYPE p SYSTEM 'http://127.0.0.1:9/x.dtd'>"), "MT103"
    yield "a public DTD", before_root(b"<!DOCTYPE p PUBLIC '-//X//Y' 'file:///dev/zero'>"), "MT103"
    yield "a parameter entity", before_root(b"<!DOCTYPE p [<!ENTITY % a SYSTEM 'file:///dev/zero'> %a;]>"), "MT103"
    yield "a DOCTYPE of a thousand attributes", before_root(b"<!DOCTYPE p [" + b"<!ATTLIST p a CDATA 'x'>" * 1000 + b"]>"), "MT103"
    yield "a DOCTYPE never closed", HEAD + b"<!DOCTYPE p [" + b"<!ENTITY a 'b'>" * 10000, "MT103"
    yield "a DOCTYPE behind the root", GOOD + b"<!DOCTYPE p>", "MT102"
    yield "an entity nobody declared", with_purpose(b"&copy;"), "MT102"
    yield "an entity in an attribute", swap(GOOD, "Jordan Avery", "&jordan;"), "MT102"
    yield "an inclusion", with_purpose(b'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="/etc/passwd"/>'), "MT105"


def sizes():
    deep = b"<a>" * 100000
    yield "depth 17", with_purpose(b"<a>" * 16 + b"</a>" * 16), "MT107"
    yield "depth 100,000", with_purpose(deep), "MT10[27]"
    yield "a text of 5,000 bytes", with_purpose(b"x" * 5000), "MT109"
    yield "a text of 30 MB", with_purpose(b"x " * 15000000), "MT109"
    yield "an attribute of 5,000 bytes", swap(GOOD, "Jordan Avery", "x" * 5000), "MT109"
    yield "an attribute of 20 MB", swap(GOOD, "Jordan Avery", "x" * 20000000), "MT109"
    yield "an element's name of 100 bytes", with_purpose(b"<" + b"n" * 100 + b"/>"), "MT108"
    yield "an element's name of 200,000 bytes", with_purpose(b"<" + b"n" * 200000 + b"/>"), "MT10[289]"
    yield "an attribute's name of 100 bytes", with_purpose(b"<a " + b"n" * 100 + b"=''/>"), "MT108"
    yield "100 attributes", swap(GOOD, "<hold ", "<hold " + " ".join(f"a{i}=''" for i in range(100)) + " "), "MT110"
    yield "a million attributes", with_purpose(b"<a " + b" ".join(b"a%d=''" % i for i in range(1000000)) + b"/>"), "MT109"
    yield "20,000 namespaces", with_purpose(b"<a " + b" ".join(b"xmlns:a%d='u'" % i for i in range(20000)) + b"/>"), "MT1"
    yield "a comment of 20 MB", before_root(b"<!--" + b"x" * 20000000 + b"-->"), "MT109"
    yield "an instruction of 20 MB", before_root(b"<?x " + b"x" * 20000000 + b"?>"), "MT109"
    yield "a CDATA of 20 MB", with_purpose(b"<![CDATA[" + b"x" * 20000000 + b"]]>"), "MT1"
    yield "a million elements in one record", HEAD + ONE + b"<x/>\n" * 1000000 + END, "MT111"
    yield "a million elements between records", HEAD + OPEN + b"<x/>\n" * 1000000 + CLOSE, "MT106"
    yield "a million texts between records", HEAD + OPEN + b"x<!---->\n" * 1000000 + CLOSE, "MT106"
    yield "30,000 empty prescriptions", HEAD + OPEN + b"<prescription/>\n" * 30000 + CLOSE, "MT114"
    yield "30 MB of blanks", HEAD + b" " * 30000000, "MT102"
    yield "a tag never closed", HEAD + OPEN + b"<prescription " + b"a='b' \n" * 300000, "MT1"


def encodings():
    text = GOOD.decode()
    yield "nothing", b"", "MT102"
    yield "only a byte order mark", b"\xef\xbb\xbf", "MT102"
    yield "only blanks", b"  \n\n", "MT102"
    yield "noise", random.Random(7).randbytes(100000), "MT102"
    yield "gzip", gzip.compress(GOOD), "MT102"
    yield "a PDF", b"%PDF-1.4\n1 0 obj\n", "MT102"
    yield "UTF-16 declared, UTF-8 given", GOOD.replace(b"UTF-8", b"UTF-16"), "MT102|clear"
    yield "UTF-8 declared, Latin-1 given", swap(GOOD, "Jordan Avery", b"Jos\xe9"), "MT102"
    yield "UTF-7 declared", swap(GOOD.replace(b"UTF-8", b"UTF-7"), "Jordan Avery", b"Jos\xc3\xa9"), "MT102"
    yield "an encoding nobody knows", GOOD.replace(b"UTF-8", b"X-KLINGON"), "MT102"
    yield "an encoding's name of 10,000 bytes", GOOD.replace(b"UTF-8", b"U" * 10000), "MT102"
    yield "EBCDIC declared", GOOD.replace(b"UTF-8", b"IBM037"), "MT102"
    yield "UTF-16 cut in the middle of a character", text.encode("utf-16")[:2001], "MT102"
    yield "UTF-16 cut in the middle of the text", text.encode("utf-16")[:2000], "MT102"
    yield "half a surrogate in UTF-16", swap(text.encode("utf-16-be"), "Jordan".encode("utf-16-be"), b"\xd8\x00\x00J"), "MT102"
    yield "an overlong slash", with_purpose(b"\xc0\xaf"), "MT102"
    yield "a surrogate in UTF-8", with_purpose(b"\xed\xa0\x80"), "MT102"
    yield "beyond Unicode", with_purpose(b"\xf4\x90\x80\x80"), "MT102"
    yield "NUL in a text", with_purpose(b"a\0b"), "MT102"
    yield "NUL in an attribute", swap(GOOD, "Jordan Avery", b"Jordan\0Avery"), "MT102"
    yield "NUL as a reference", with_purpose(b"&#0;"), "MT102"
    yield "NUL behind the end", GOOD + b"\0", "MT102"
    yield "a control character", with_purpose(b"&#27;[31m"), "MT102"
    yield "a C1 control that colours terminals", with_purpose("\u009b31mred".encode()), "MT206"
    yield "a mark that turns the reading direction", swap(GOOD, "Jordan Avery", "Jordan \u202eyrevA"), "MT206"
    yield "no character at all, U+FFFE", with_purpose("\ufffe".encode()), "MT102"
    yield "two byte order marks", b"\xef\xbb\xbf" * 2 + GOOD, "MT102"
    yield "XML 1.1", GOOD.replace(b'version="1.0"', b'version="1.1"'), "MT|clear"
    yield "cut in the middle", GOOD[:len(GOOD) // 2], "MT102"
    yield "two roots", GOOD + ROOTED, "MT102"


def namespaces():
    yield "no namespace", GOOD.replace(b' xmlns="urn:microtaper:prescription:1"', b""), "MT105"
    yield "another namespace", GOOD.replace(b"urn:microtaper:prescription:1", b"urn:microtaper:prescription:2"), "MT105"
    yield "the shop's namespace", GOOD.replace(b"urn:microtaper:prescription:1", b"urn:microtaper:shop:1"), "MT105"
    yield "the namespace taken back", swap(GOOD, "<taper ", '<taper xmlns="" '), "MT105"
    yield "an attribute of our own namespace", swap(GOOD, '<hold for', '<hold xmlns:m="urn:microtaper:prescription:1" m:for'), "MT1(05|14)"
    yield "an attribute twice by two prefixes", swap(GOOD, '<hold ', '<hold xmlns:a="u" xmlns:b="u" a:x="1" b:x="2" '), "MT10[25]"
    yield "xml bound anew", swap(GOOD, "<taper ", '<taper xmlns:xml="urn:x" '), "MT102"
    yield "a prefix nobody bound", with_purpose(b"<q:a/>"), "MT102"
    yield "a foreign element of our name", swap(GOOD, "<stop/>", '<stop xmlns="urn:x"/>'), "MT105"
    yield "a wrapper of another namespace", HEAD + b'<prescriptions xmlns="urn:x">' + ROOTED + b"</prescriptions>", "MT105"
    yield "a wrapper in a wrapper", HEAD + OPEN + OPEN + ROOTED + CLOSE + CLOSE, "MT106"
    yield "a prescription in a prescription", with_purpose(ROOTED), "MT112|MT115"
    yield "a shop where a prescription belongs", read("samples/shop.xml"), "MT104"


def doubles():
    yield "an attribute twice", swap(GOOD, 'print="standard"', 'print="standard" print="standard"'), "MT102"
    yield "a number twice", HEAD + OPEN + ROOTED + ROOTED + CLOSE, "MT231"
    yield "two patients", swap(GOOD, "<prescriber ", '<patient name="X" born="1979-04-02" address="x" language="en" print="standard"/><prescriber '), "MT116"
    yield "two doses at one time", swap(GOOD, '<dose at="noon">', '<dose at="morning">'), "MT213"
    yield "a drug taken twice", swap(GOOD, "<liquid ", '<taking drug="clonazepam"><dose at="noon">1 mg</dose></taking><liquid '), "MT217"
    yield "two tapers", swap(GOOD, "</prescription>", '<taper starts="2026-12-01" led-by="calendar"><stop/></taper></prescription>'), "MT116"


NUMBERS = ["9" * 400 + " mg", "0." + "0" * 400 + "1 mg", "0." + "1" * 400 + " mg", "1e3 mg", "0x10 mg", "-1 mg", "+1 mg",
           "\u22121 mg", "\u0661 mg", "\uff11 mg", "1\u00a0mg", "1  mg", "1mg", "1 Mg", "1 MG", "NaN mg", "inf mg", "1/2 mg",
           "\u00bd mg", "1,5 mg", "1,000 mg", ".5 mg", "5. mg", "05 mg", "5.0 mg", "5", " ", "1 mg mg", "1 \u00b5g", "1 mL",
           "9223372036854775808 mg", "18446744073709551617 mg", "0.0000001 mg", "%s%n mg", "1 mg\u200b"]


def numbers():
    for number in NUMBERS:
        name = number if len(number) < 40 else number[:12] + f"... ({len(number)} characters)"
        yield f"the dose {name!r}", swap(GOOD, '<dose at="noon">0.5 mg', f'<dose at="noon">{number}'), "MT201"
    yield "a dose of nothing", swap(GOOD, '<dose at="noon">0.5 mg', '<dose at="noon">0 mg'), "MT214"
    yield "a dose of ten kilograms", swap(GOOD, '<dose at="noon">0.5 mg', '<dose at="noon">10000000 mg'), "MT"
    for days in ("9" * 100 + " days", "0 days", "-1 days", "3661 days", "1 days", "14", "14 Tage", "2147483648 days"):
        yield f"the days {days[:20]!r}", swap(GOOD, 'per="14 days"', f'per="{days}"'), "MT201"
    for date in ("2026-02-29", "0000-00-00", "99999-01-01", "2026-13-01", "26-1-1", "2026-12-1", "1 December 2026", "2026-12-01T00:00",
                 "9" * 300, "-2026-12-01", "1582-10-10", "2026\u201112\u201101"):
        yield f"the date {date[:20]!r}", swap(GOOD, 'starts="2026-12-01"', f'starts="{date}"'), "MT202"
    yield "a start in 2199", swap(GOOD, 'starts="2026-12-01"', 'starts="2199-05-30"'), "MT"
    yield "a start in 1800", swap(GOOD, 'starts="2026-12-01"', 'starts="1800-01-01"'), "MT"
    for revision in ("0", "65536", "-1", "01", "1.0", "9" * 200, "one", "0x1", " 1"):
        yield f"the revision {revision[:20]!r}", swap(GOOD, 'revision="1"', f'revision="{revision}"'), "MT2"
    yield "a hundred refills", swap(GOOD, 'refills="5"', 'refills="100"'), "MT215"
    yield "a strength of nothing", swap(GOOD, '"0.1 mg per mL"', '"0 mg per mL"'), "MT201"
    yield "a strength in nothing", swap(GOOD, '"0.1 mg per mL"', '"0.1 mg per 0 mL"'), "MT201"
    yield "a syringe of nothing", swap(GOOD, 'syringe="5 mL"', 'syringe="0 mL"'), "MT214"


PRESCRIPTION_NUMBERS = [("a newline", "RX&#10;1"), ("a tab", "RX&#9;1"), ("65 bytes", "R" * 65), ("255 bytes", "R" * 255),
                        ("4,000 bytes", "R" * 4000), ("nothing", ""), ("a blank first", " RX"), ("a blank last", "RX "),
                        ("two blanks", "RX  1"), ("letters that are no ASCII", "RX-\u00c4"), ("a DEL", "RX&#127;"),
                        ("a fullwidth slash", "RX\uff0f1"), ("a false line of findings", "x&#10;a.xml:1: note MT000: all is well")]


def names():
    for name, number in PRESCRIPTION_NUMBERS:
        yield f"a number with {name}", swap(GOOD, 'number="RX-1042"', f'number="{number}"'), "MT(230|203)"
    yield "a patient's name of 256 letters", swap(GOOD, "Jordan Avery", "x" * 256), "MT204"
    yield "a patient's name of nothing", swap(GOOD, "Jordan Avery", ""), "MT203"
    yield "a language that is a path", swap(GOOD, 'language="en"', 'language="../../etc/passwd"'), "MT224"
    yield "a drug of format letters", swap(GOOD, '<order drug="clonazepam"', '<order drug="%s%s%s%n%n"'), "MT211"
    yield "a time of day nobody has", swap(GOOD, '<dose at="noon">', '<dose at="../noon">'), "MT212"
    yield "an element nobody knows", with_purpose(b"<script/>"), "MT112"
    yield "an attribute nobody knows", swap(GOOD, "<taper ", '<taper onload="x" '), "MT113"


def courses():
    """What could keep the arithmetic busy: refused or worked out, in time."""
    yield "a reduction of a hundred-millionth", with_taper(b'<reduce by="0.000001 %" of="current" per="1 day" until="1 mg"/><stop/>'), "MT3"
    yield "a reduction of a nanogram a day", with_taper(b'<reduce by="0.000001 mg" every="1 day" until="0.1 mg"/><stop/>'), "MT3"
    yield "100 % a day", with_taper(b'<reduce by="100 %" of="current" per="1 day" cuts="3"/><stop/>'), "MT"
    yield "a plan of ten thousand days", with_taper(b'<hold for="3660 days"/>' * 3 + b"<stop/>"), "MT3"
    yield "19,000 steps", with_taper(b'<hold for="1 day"/>' * 19000 + b"<stop/>"), "MT"
    yield "19,000 reductions", with_taper(b'<reduce by="1 %" of="current" per="1 day" cuts="1"/>' * 19000 + b"<stop/>"), "MT"
    yield "a list of 15,000 rows", with_taper(b"<list>" + b'<step for="1 day" dose="1 mg"/>' * 15000 + b"</list><stop/>"), "MT"
    yield "a list of a thousand rows of 3,660 days", with_taper(b"<list>" + b'<step for="3660 days" dose="1 mg"/>' * 1000 + b"</list>"), "MT"
    yield "ten thousand bands", with_taper(b'<reduce every="1 day" until="0.1 mg">' + b'<band above="0 mg" by="1 %"/>' * 10000 +
                                           b"</reduce><stop/>"), "MT"
    yield "a crossover of 100 portions each 3,660 days", with_taper(
        b'<cross to="diazepam" ratio="0.5 mg = 10 mg" table="Ashton 2002" portions="100" every="3660 days"/><stop/>'), "MT"
    yield "a crossover to a nanogram", with_taper(
        b'<cross to="diazepam" ratio="10000000 mg = 0.000001 mg" table="Ashton 2002" portions="100" every="1 day"/><stop/>'), "MT"
    yield "a crossover to ten kilograms", with_taper(
        b'<cross to="diazepam" ratio="0.000001 mg = 10000000 mg" table="Ashton 2002" portions="100" every="1 day"/><stop/>'), "MT"
    yield "occupancy of a nanogram", with_taper(b'<reduce of="occupancy" k="0.000001 mg" k-source="x" every="1 day" cuts="3660" until="0.000001 mg"/><stop/>'), "MT"
    yield "occupancy of ten kilograms", with_taper(b'<reduce of="occupancy" k="10000000 mg" k-source="x" every="1 day" cuts="3660" until="0.000001 mg"/><stop/>'), "MT"
    yield "5,000 accepts", swap(GOOD, "</prescription>", '<accept code="MT301" place="x" check="ABCD" by="x" on="2026-11-21" reason="x"/>' * 5000 +
                                "</prescription>"), "MT271"
    yield "5,000 liquids", swap(GOOD, "<taper ", '<liquid drug="clonazepam" strength="0.1 mg per mL" syringe="5 mL" graduation="0.2 mL" from="2027-01-01"/>' * 5000 +
                                "<taper "), "MT"
    yield "5,000 orders", swap(GOOD, "<purpose>", '<order drug="clonazepam" quantity="1 mL" refills="5" written="2026-11-20"/>' * 5000 + "<purpose>"), "MT"
    yield "5,000 events", swap(GOOD, "</prescription>", '<event what="held" on="2027-01-01" by="x" role="prescriber" for="1 day"/>' * 5000 +
                               "</prescription>"), "MT"
    yield "a divide of 255 letters", with_taper(b'<divide at="' + b"morning " * 31 + b'"/><stop/>'), "MT213"


def cases():
    """(kind, name, bytes, code)"""
    for kind, group in (("XML: DOCTYPE, entities, inclusion", entities), ("XML: depth, sizes, a million of a thing", sizes),
                        ("XML: encodings, NUL, controls", encodings), ("XML: namespaces", namespaces), ("XML: things twice", doubles),
                        ("numbers, dates, counts", numbers), ("names and prescription numbers", names), ("courses that never end", courses)):
        yield from ((kind, *case) for case in group())
