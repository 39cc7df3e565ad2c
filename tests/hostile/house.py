# SPDX-License-Identifier: GPL-3.0-or-later
"""Hostile shops, tables, formulas, words, stock, pages, approvals and inventories."""
import os
import shutil

import kit
from kit import read, swap

SHOP = read("samples/shop.xml")
APPROVALS = read("samples/approvals.xml")
INVENTORY = read("samples/inventory.xml")
RX = os.path.join(kit.ROOT, "samples/clonazepam-three-times.xml")
DTD = b'<?xml version="1.0"?>\n<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>\n'


def rooted(text):
    return text.split(b"?>", 1)[1]


def shops():
    """(name, the shop's bytes, code)"""
    yield "a DOCTYPE", DTD + rooted(SHOP), "MT103"
    yield "nothing", b"", "MT102"
    yield "noise", os.urandom(5000), "MT102"
    yield "no times of day", SHOP.replace(b"<time ", b"<tide "), "MT1"
    yield "nine times of day", swap(SHOP, "<syringe ", "".join(f'<time name="t{i}" weight="1"/>' for i in range(9)) + "<syringe "), "MT220"
    yield "ten thousand times of day", swap(SHOP, "<syringe ", "".join(f'<time name="t{i}" weight="1"/>' for i in range(10000)) + "<syringe "), "MT220"
    yield "a time of day twice", swap(SHOP, 'name="noon"', 'name="morning"'), "MT217"
    yield "a weight of nothing", swap(SHOP, 'name="noon" weight="1"', 'name="noon" weight="0"'), "MT215"
    yield "a weight beyond all", swap(SHOP, 'name="noon" weight="1"', 'name="noon" weight="1000000"'), "MT215"
    yield "a graduation of nothing", swap(SHOP, 'graduation="0.01 mL"', 'graduation="0 mL"'), "MT214"
    yield "a graduation that does not divide", swap(SHOP, 'graduation="0.01 mL"', 'graduation="0.03 mL"'), "MT219"
    yield "a graduation over the capacity", swap(SHOP, 'graduation="0.01 mL"', 'graduation="2 mL"'), "MT219"
    yield "a syringe twice", swap(SHOP, 'capacity="3 mL" graduation="0.1 mL"', 'capacity="1 mL" graduation="0.01 mL"'), "MT217"
    yield "5,000 syringes", swap(SHOP, "<bottle ", '<syringe capacity="1 mL" graduation="0.01 mL"/>' * 5000 + "<bottle "), "MT217"
    yield "5,000 bottles", swap(SHOP, "<balance ", '<bottle capacity="60 mL" name="x"/>' * 5000 + "<balance "), "MT217"
    yield "a bottle of nothing", swap(SHOP, 'capacity="60 mL"', 'capacity="0 mL"'), "MT214"
    yield "a printer of no dots", swap(SHOP, 'printer-dpi="203"', 'printer-dpi="0"'), "MT215"
    yield "a printer of a million dots", swap(SHOP, 'printer-dpi="203"', 'printer-dpi="1000000"'), "MT215"
    yield "a fill of no days", swap(SHOP, 'supply days="28"', 'supply days="0"'), "MT215"
    yield "a fill of a million days", swap(SHOP, 'supply days="28"', 'supply days="1000000"'), "MT215"
    yield "a reserve of ten years", swap(SHOP, 'reserve="3 days"', 'reserve="3660 days"'), "MT"
    yield "made ten years ahead", swap(SHOP, 'ahead="1 day"', 'ahead="3660 days"'), "MT"
    yield "closed on all weekdays", swap(SHOP, '<closed weekday="Sunday"/>', "".join(
        f'<closed weekday="{d}day"/>' for d in ("Mon", "Tues", "Wednes", "Thurs", "Fri", "Satur", "Sun"))), "MT219"
    yield "closed on 19,000 days", swap(SHOP, "</shop>", '<closed on="2027-01-01"/>' * 19000 + "</shop>"), "MT|clear"
    yield "an overage of 1,001 %", swap(SHOP, 'share="3 %"', 'share="1001 %"'), "MT201"
    yield "an overage of 1,000 %", swap(SHOP, 'share="3 %"', 'share="1000 %"'), "MT|clear"
    yield "a thousand litres lost in each draw", swap(SHOP, 'per-draw="0.02 mL"', 'per-draw="1000 L"'), "MT"
    yield "a balance of nothing", swap(SHOP, 'sensitivity="6 mg"', 'sensitivity="0 mg"'), "MT214"
    yield "a profile nobody knows", swap(SHOP, "US-795-2023", "../../US"), "MT221"
    yield "a paper that is a path", swap(SHOP, 'paper="letter"', 'paper="../../etc/passwd"'), "MT210"
    yield "a language that is a path", swap(SHOP, 'language="en"', 'language="../en"'), "MT224"
    yield "a name of 256 letters", swap(SHOP, "Harbor Compounding Pharmacy", "x" * 256), "MT204"
    yield "a prescription where a shop belongs", read("samples/clonazepam-three-times.xml"), "MT104"


def beside():
    """(file beside the shop, name, bytes, code)"""
    yield "approvals.xml", "a DOCTYPE", DTD + rooted(APPROVALS), "MT103"
    yield "approvals.xml", "a digest of nothing", swap(APPROVALS, 'digest="', 'digest="" x="'), "MT"
    yield "approvals.xml", "a digest that is none", swap(APPROVALS, 'digest="', 'digest="0'), "MT223"
    yield "approvals.xml", "19,000 approvals of one thing", swap(
        APPROVALS, "</approvals>", '<approval of="words en" digest="AAAAAAAAAAAAAAAA" by="x" on="2026-11-20"/>' * 19000 + "</approvals>"), "MT|clear"
    yield "inventory.xml", "a DOCTYPE", DTD + rooted(INVENTORY), "MT103"
    yield "inventory.xml", "less than nothing on hand", swap(INVENTORY, '"600 tablets"', '"-600 tablets"'), "MT"
    yield "inventory.xml", "more than anybody has", swap(INVENTORY, '"600 tablets"', f'"{"9" * 300} tablets"'), "MT"
    yield "inventory.xml", "a day that never was", swap(INVENTORY, '"2029-08-31"', '"2029-02-31"'), "MT202"


def tables():
    """(file, name, old, new, code)"""
    drugs, bud, limits, equal = (f"tables/{n}.xml" for n in ("drugs", "bud", "limits", "equivalences"))
    yield drugs, "a code of nothing", 'code="1"', 'code="0"', "MT215"
    yield drugs, "a code of 256", 'code="1"', 'code="256"', "MT215"
    yield drugs, "a code twice", 'code="2"', 'code="1"', "MT217"
    yield drugs, "a drug twice", 'name="bromazepam"', 'name="alprazolam"', "MT217"
    yield drugs, "a molar mass of nothing", 'molar-mass="308.76"', 'molar-mass="0"', "MT216"
    yield drugs, "a molar mass below nothing", 'molar-mass="308.76"', 'molar-mass="-308.76"', "MT216"
    yield drugs, "a molar mass in e", 'molar-mass="308.76"', 'molar-mass="3e2"', "MT216"
    yield drugs, "an attribute nobody knows", 'code="1"', 'code="1" colour="red"', "MT113"
    yield drugs, "an element nobody knows", "</drugs>", "<drag/></drugs>", "MT112"
    yield drugs, "not closed", "</drugs>", "", "MT102"
    yield bud, "no days at all", 'days="35 days"', 'days="0 days"', "MT201"
    yield bud, "a class twice", 'name="preserved-aqueous"', 'name="nonpreserved-aqueous"', "MT217"
    yield bud, "no source", 'source="USP 795 (1 Nov 2023): preserved aqueous"', "", "MT114"
    yield limits, "the usual above the most", 'usual="10 %" most="25 %"', 'usual="25 %" most="10 %"', "MT219"
    yield limits, "no fall", "<fall ", "<fell ", "MT1"
    yield limits, "no source", "source=", "sauce=", "MT11[34]"
    yield equal, "a drug nobody knows", 'drug="alprazolam"', 'drug="nothing"', "MT211"
    yield equal, "not closed", "</equivalences>", "", "MT102"


def templates():
    """(file, name, bytes, code)"""
    for file, name, old, new, code in tables():
        yield file, name, swap(read("templates/" + file), old, new), code
    for file in ("tables/drugs.xml", "tables/bud.xml", "tables/limits.xml", "tables/equivalences.xml"):
        whole = read("templates/" + file)
        yield file, "a DOCTYPE", DTD + rooted(whole), "MT103"
        yield file, "taken away", None, "MT101"
        yield file, "noise", bytes(range(1, 256)) * 20, "MT102"
        yield file, "of another namespace", whole.replace(b"urn:microtaper:tables:1", b"urn:x"), "MT105"
    yield from formulas()


def formulas():
    file = "formulas/clonazepam-0.1.xml"
    whole = read("templates/" + file)
    changes = [
        ("a DOCTYPE", None, None, "MT103"),
        ("two actives", "<qs ", '<active name="x" source="tablets" each="0.5 mg"/><qs ', "MT226"),
        ("two rests", "<qs ", '<qs name="x"/><qs ', "MT226"),
        ("parts of 100 %", 'share="50 %"', 'share="100 %"', "MT226"),
        ("parts of 1,000 %", 'share="50 %"', 'share="1000 %"', "MT226"),
        ("tablets of nothing", 'each="0.5 mg"', 'each="0 mg"', "MT214"),
        ("a strength of nothing", "0.1 mg per mL</strength>", "0 mg per mL</strength>", "MT201"),
        ("19,000 strengths", "<active ", "<strength>0.1 mg per mL</strength>" * 19000 + "<active ", "MT217"),
        ("a code of two letters", 'code="C"', 'code="CC"', "MT228"),
        ("a code nobody can read", 'code="C"', 'code="O"', "MT228"),
        ("the code of another", 'code="C"', 'code="D"', "MT217"),
        ("an id that is a path", 'id="clonazepam-0.1"', 'id="../../etc/passwd"', "MT506|clear"),
        ("a class nobody knows", "preserved-aqueous", "forever", "MT225"),
        ("a drug nobody knows", 'drug="clonazepam"', 'drug="%n%n%n"', "MT211"),
        ("19,000 methods", "<method>", "<method>Mix.</method>" * 19000 + "<method>", "MT|clear"),
        ("a method of 5,000 letters", "<method>", "<method>" + "x" * 5000, "MT109"),
        ("not closed", "</formula>", "", "MT102"),
    ]
    for name, old, new, code in changes:
        yield file, name, DTD + rooted(whole) if old is None else swap(whole, old, new), code


def papers():
    """What only `make` reads: (file, name, bytes, code)"""
    words, label, stock = (read("templates/" + f) for f in ("words/en.xml", "pages/label-4x2.xml", "stock/label-4x2.xml"))
    letter = read("templates/stock/letter.xml")
    yield "words/en.xml", "a DOCTYPE", DTD + rooted(words), "MT103"
    yield "words/en.xml", "noise", b"\xff" * 5000, "MT10[12]"
    yield "words/en.xml", "two megabytes", words + b" " * 2000000, "MT705"
    yield "words/en.xml", "a month without a short name", swap(words, ' short="Jan"', ""), "MT114"
    yield "words/en.xml", "no months", words.replace(b"month", b"moon"), "MT708"
    yield "words/en.xml", "a place nobody fills", swap(words, "{day}", "{%s}"), "MT707"
    yield "words/en.xml", "a place not closed", swap(words, "{day}", "{day"), "MT707"
    yield "words/en.xml", "an empty decimal sign", swap(words, 'decimal="."', 'decimal=""'), "MT203|MT708"
    yield "words/en.xml", "a digit for a decimal sign", swap(words, 'decimal="."', 'decimal="5"'), "MT708"
    yield "words/en.xml", "a digit for a group sign", swap(words, 'group=","', 'group="0"'), "MT708"
    yield "words/en.xml", "a text between digits", swap(words, 'decimal="."', 'decimal=" point "'), "MT708"
    yield "words/en.xml", "a word of 5,000 letters", swap(words, "at bedtime<", "x" * 5000 + "<"), "MT109"
    yield "words/en.xml", "a word of 1,500 letters", swap(words, ">Lot {lot}<", ">" + "Lot " * 300 + "{lot}<"), "MT701"
    yield "words/en.xml", "letters that no font has", swap(words, ">Lot {lot}<", ">\u5c31\u5bdd {lot}<"), "MT703"
    yield "words/en.xml", "another language", swap(words, 'language="en"', 'language="xx"'), "MT219"
    yield "words/en.xml", "19,000 words nobody asks for", swap(words, "</words>", '<say key="x">y</say>' * 18000 + "</words>"), "MT706"
    yield "stock/label-4x2.xml", "a DOCTYPE", DTD + rooted(stock), "MT103"
    yield "stock/label-4x2.xml", "no width", swap(stock, 'width="4 in"', 'width="0 in"'), "MT709"
    yield "stock/label-4x2.xml", "margins that leave nothing", swap(stock, 'margin="1.2 mm"', 'margin="2 in"'), "MT709"
    yield "stock/label-4x2.xml", "another id", swap(stock, 'id="label-4x2"', 'id="../label-4x2"'), "MT709"
    yield "stock/label-4x2.xml", "a label of 10 m", swap(stock, 'width="4 in"', 'width="10000 mm"'), "MT"
    yield "stock/letter.xml", "a page of an inch", swap(letter, 'width="8.5 in" height="11 in"', 'width="1 in" height="1 in"'), "MT7"
    yield "stock/letter.xml", "taken away", None, "MT101"
    yield "pages/label-4x2.xml", "a DOCTYPE", DTD + rooted(label), "MT103"
    yield "pages/label-4x2.xml", "a box outside", swap(label, 'x="0 mm"', 'x="100 mm"'), "MT713"
    yield "pages/label-4x2.xml", "letters of a point", swap(label, 'size="12 pt"', 'size="1 pt"'), "MT713"
    yield "pages/label-4x2.xml", "lines that do not move on", swap(label, 'leading="15 pt"', 'leading="0 pt"'), "MT713"
    yield "pages/label-4x2.xml", "an item twice", swap(label, 'holds="patient drug"', 'holds="patient patient drug"'), "MT713"
    yield "pages/label-4x2.xml", "an item missing", swap(label, 'holds="patient drug"', 'holds="drug"'), "MT713"
    yield "pages/label-4x2.xml", "taken away", None, "MT101"
    yield "fonts/MicrotaperSans-Regular.ttf", "noise", os.urandom(50000), "MT702"
    yield "fonts/MicrotaperSans-Regular.ttf", "cut", read("templates/fonts/MicrotaperSans-Regular.ttf")[:10000], "MT702"
    yield "fonts/MicrotaperSans-Regular.ttf", "one bit turned", bit_turned(read("templates/fonts/MicrotaperSans-Regular.ttf")), "MT702"
    yield "fonts/MicrotaperSans-Bold.ttf", "nothing", b"", "MT702"


def bit_turned(font):
    return font[:5000] + bytes([font[5000] ^ 1]) + font[5001:]


class House:
    """A shop's folder with a key, and the command lines that use it."""

    def __init__(self, folder):
        self.folder = folder
        self.put("shop.xml", SHOP)
        self.approve(os.path.join(kit.ROOT, "templates"))
        self.key = os.path.join(folder, "key")
        kit.run(["key", "new", "--key", self.key, "--name", "Hostile"])

    def put(self, name, content):
        path = os.path.join(self.folder, name)
        if content is None:
            os.remove(path)
            return
        with open(path, "wb") as file:
            file.write(content)

    def approve(self, templates):
        """Cases hang on approvals of their own: those of the samples are of what ships."""
        path = os.path.join(self.folder, "approvals.xml")
        if os.path.exists(path):
            os.remove(path)
        things = [os.path.join(templates, f, n) for f in ("formulas", "words") for n in sorted(os.listdir(os.path.join(templates, f)))]
        result = kit.run(["approve", *things, "--by", "H. Hostile, RPh", "--on", "2026-11-01", "--templates", templates,
                          "--shop", os.path.join(self.folder, "shop.xml")])
        assert result.status in (0, 3), result.said()   # 3: a file too large to be approved

    def check(self, templates=None):
        return kit.run(["check", RX, "--date", "2026-11-30", "--shop", os.path.join(self.folder, "shop.xml"),
                        "--templates", templates or os.path.join(kit.ROOT, "templates")])

    def make(self, out, templates=None, files=(RX,), more=(), **how):
        return kit.run(["make", *files, *more, "--date", "2026-11-30", "--jobs", "1", "--out", out, "--key", self.key,
                        "--shop", os.path.join(self.folder, "shop.xml"),
                        "--templates", templates or os.path.join(kit.ROOT, "templates")], **how)


def judge(count, name, result, code):
    may_pass = "clear" in code
    count.refused(name, result, code, 0 if may_pass and result.status == 0 else 1)


def check(count, folder, word):
    where = os.path.join(folder, "house")
    os.mkdir(where)
    house = House(where)
    count.kind = "shop"
    for name, content, code in shops():
        if word in "shop: " + name:
            house.put("shop.xml", content)
            judge(count, "shop: " + name, house.check(), code)
    house.put("shop.xml", SHOP)
    count.kind = "approvals and inventory"
    for file, name, content, code in beside():
        if word in f"{file}: {name}":
            house.put(file, content)
            judge(count, f"{file}: {name}", house.check(), code)
            house.put(file, None)
    house.approve(os.path.join(kit.ROOT, "templates"))
    for file, name, content, code in templates():
        count.kind = "formulas" if file.startswith("formulas/") else "tables"
        if word in f"{file}: {name}":
            judge(count, f"{file}: {name}", house.check(kit.template_tree(where, {file: content})), code)
    for file, name, content, code in papers():
        count.kind = "templates: " + file.split("/")[0]
        if word in f"{file}: {name}":
            out = os.path.join(where, "out")
            shutil.rmtree(out, ignore_errors=True)
            tree = kit.template_tree(where, {file: content})
            if file.startswith("words/"):
                house.approve(tree)
            result = house.make(out, tree)
            if file.startswith("words/"):
                house.approve(os.path.join(kit.ROOT, "templates"))
            judge(count, f"{file}: {name}", result, code)
            papers_made = [f for _, _, files in os.walk(out) for f in files if f.endswith(".pdf")]
            count.hold(f"{file}: {name}: no paper", not papers_made, result, f"papers: {papers_made}")
