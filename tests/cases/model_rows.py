#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes each row of tests/tables/model_good.def and model_bad.def as a file: good-N.xml, seen-N.xml (a schema refuses it
too) or beyond-N.xml.  Usage: model_rows.py TABLES OUT"""
import os
import re
import sys

STRING = r'"((?:[^"\\]|\\.)*)"'


def text_of(raw):
    return raw.replace("\\n", "\n").replace('\\"', '"')


def base_of(tables):
    source = open(os.path.join(tables, "model_kit.c"), encoding="utf-8").read()
    block = source.split("const char *const model_base =")[1].split(";\n\nstatic")[0]
    return "".join(text_of(part) for part in re.findall(STRING, block))


def rows_of(tables, name):
    source = open(os.path.join(tables, name), encoding="utf-8").read()
    pattern = r"^(?:GOOD|BAD)\(" + STRING + r",\s*" + STRING + r",\s*" + STRING + r"(.*?)\)$"
    return [(text_of(a), text_of(b), text_of(c), rest) for a, b, c, rest in re.findall(pattern, source, re.M | re.S)]


def kind_of(rest):
    return "good" if not rest.strip() else "seen" if rest.rstrip().endswith("SEEN") else "beyond"


def main(tables, out):
    base, count = base_of(tables), 0
    for name in ("model_good.def", "model_bad.def"):
        stated = len(re.findall(r"^(?:GOOD|BAD)\(", open(os.path.join(tables, name), encoding="utf-8").read(), re.M))
        rows = rows_of(tables, name)
        assert len(rows) == stated, (name, len(rows), stated)
        for row, find, replace, rest in rows:
            assert find in base, row
            count += 1
            with open(os.path.join(out, f"{kind_of(rest)}-{count}.xml"), "w", encoding="utf-8") as file:
                file.write(base.replace(find, replace, 1) + f"<!-- {row} -->\n")


main(sys.argv[1], sys.argv[2])
