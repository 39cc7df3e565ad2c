# SPDX-License-Identifier: GPL-3.0-or-later
"""Hostile records of the bench (XML, CSV) and receipts, read with a ledger: refused, and no row of theirs is written."""
import os

import kit
from house import House

LOT = "2EXC0000"
RECORD = (f'<record xmlns="urn:microtaper:record:1" lot="{LOT}" on="2026-11-30" by="TL" checked-by="JR">'
          '<used of="Ora-Plus" amount="235 mL" maker="V" lot="1" expires="2029-12-31" by="TL"/><yield volume="470 mL"/><release by="JR"/></record>')
RECEIPT = ('<receipt xmlns="urn:microtaper:receipt:1" from="W" invoice="1" on="2026-11-18" by="TL">'
           '<item of="Ora-Plus" amount="8 L" maker="V" lot="1" expires="2029-12-31"/></receipt>')
CSV = f"element,lot,on,by,checked-by,of,amount,volume\nrecord,{LOT},2026-11-30,TL,JR,,,\nused,1,,TL,,Ora-Plus,235 mL,\nyield,,,,,,,470 mL\nrelease,,,JR,,,,\n"


def xml_cases(whole, name):
    """What is hostile to any reader of XML, put into `whole`: (name, bytes, code)"""
    head, rest = whole.split(">", 1)
    close = whole[whole.rindex("</"):]
    yield "a DOCTYPE", '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + whole, "MT103"
    yield "nothing", "", "MT1[02]2"
    yield "noise", bytes(range(1, 256)) * 20, "MT1[02]2"
    yield "another namespace", whole.replace("urn:microtaper:", "urn:other:"), "MT105"
    yield "not closed", whole[:-20], "MT102"
    yield "NUL", whole.replace('by="', 'by="\0', 1), "MT102"
    yield "an escape", whole.replace('by="TL', 'by="&#155;31m', 1), "MT206"
    yield "depth 100,000", head + ">" + "<a>" * 100000, "MT10[27]"
    yield "an attribute of 20 MB", whole.replace('by="', 'by="' + "x" * 20000000, 1), "MT10[19]"
    yield "a million elements", head + ">" + "<x/>\n" * 1000000 + close, "MT1[01]1"
    yield "a name of 256 letters", whole.replace('by="TL"', f'by="{"x" * 256}"', 1), "MT204"
    yield "an amount of 400 digits", whole.replace('amount="', 'amount="' + "9" * 400, 1), "MT201"
    yield "an amount below nothing", whole.replace('amount="', 'amount="-', 1), "MT201"
    yield "a day that never was", whole.replace('on="2026-11-', 'on="2026-02-3', 1), "MT202"
    yield "format letters", whole.replace('of="Ora-Plus"', 'of="%s%n%s%n"', 1), "MT9"
    yield f"another {name}'s root", whole.replace(f"<{name} ", "<x ", 1).replace(f"</{name}>", "</x>"), "MT104"


def records():
    yield from xml_cases(RECORD, "record")
    yield "a lot that is a path", RECORD.replace(LOT, "../../../etc/passwd"), "MT913"
    yield "a lot of SQL", RECORD.replace(LOT, "x' OR '1'='1"), "MT913"
    yield "1,000 records", '<records xmlns="urn:microtaper:record:1">' + RECORD * 1000 + "</records>", "MT913"
    used = RECORD[RECORD.index("<used"):RECORD.index("<yield")]
    yield "15,000 lines in one record", RECORD.replace(used, used * 15000), "MT"


def csv_files():
    yield "no columns", "\n", "MT122"
    yield "a line of 3 MB", CSV.replace("Ora-Plus", "x" * 3000000), "MT"
    yield "a quotation never closed", CSV.replace("Ora-Plus", '"' + "x" * 100000), "MT122"
    yield "20,000 columns", "element" + ",a" * 20000 + "\n", "MT122"
    yield "300,000 lines", CSV + "used,1,,TL,,Ora-Plus,235 mL,\n" * 300000, "MT"
    yield "a million blank lines", "element\n" + "\n" * 1000000, "MT"
    yield "NUL", CSV.replace("Ora-Plus", "Ora\0Plus"), "MT122"
    yield "no UTF-8", CSV.encode().replace(b"Ora-Plus", b"Ora\xff"), "MT122"
    yield "an element in a cell", CSV.replace("Ora-Plus", '"<x/>&amp;]]>"'), "MT9"
    yield "an attribute in a column's name", CSV.replace("of,", 'of=""x="",'), "MT122"
    yield "an element's name that is a tag", CSV.replace("yield,", "yield/><x,"), "MT122"
    yield "a formula of a spreadsheet", CSV.replace("Ora-Plus", '"=HYPERLINK(""http://127.0.0.1:9"")"'), "MT9"


def receipts():
    yield from xml_cases(RECEIPT, "receipt")
    yield "15,000 items that no formula has", RECEIPT.replace(item := RECEIPT[RECEIPT.index("<item"):RECEIPT.index("</receipt")], item.replace("Ora-", "x") * 15000), "MT"
    yield "an invoice of SQL", RECEIPT.replace('invoice="1"', "invoice=\"'); DROP TABLE journal; --\"").replace("Ora-Plus", "nothing"), "MT926"


def check(count, folder, word):
    where = os.path.join(folder, "bench")
    os.mkdir(where)
    house = House(where)
    ledger = os.path.join(where, "ledger")
    house.make(os.path.join(where, "out"), more=["--ledger", ledger])
    before = kit.run(["ledger", "export", "--ledger", ledger]).out
    count.hold("a ledger with rows", before.count(b"\n") > 5)
    templates = ["--templates", os.path.join(kit.ROOT, "templates")]
    for count.kind, leaf, cases, command in (("records of the bench", "r.xml", records(), ["record"]), ("records as CSV", "r.csv", csv_files(), ["record"]),
                                             ("receipts", "r.xml", receipts(), ["ledger", "receive"])):
        for name, content, code in cases:
            if word not in f"{count.kind}: {name}":
                continue
            path = os.path.join(where, leaf)
            with open(path, "wb") as file:
                file.write(content if isinstance(content, bytes) else content.encode())
            count.refused(f"{count.kind}: {name}", kit.run([*command, path, "--ledger", ledger, *templates]), code)
    after = kit.run(["ledger", "export", "--ledger", ledger]).out
    count.hold("no row was written by what was refused", after == before)
