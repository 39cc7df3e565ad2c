# SPDX-License-Identifier: GPL-3.0-or-later
"""The changes that can be made to a source file, one at a time, and those listed as making no difference."""
import os
import re
from collections import Counter
from typing import NamedTuple

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
SWAPS = {"<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "==", "+": "-", "-": "+", "*": "/", "/": "*", "%": "/",
         "&&": "||", "||": "&&", "+=": "-=", "-=": "+="}
OPERATOR = re.compile(r"(?<= )(<=|>=|==|!=|&&|\|\||\+=|-=|[-<>+*/%])(?= [^=]|$)")
NUMBER = re.compile(r"(?<![\w.\"])(\d+)(?![\w.\"])")
HIDDEN = re.compile(r'"(\\.|[^"\\])*"|\'(\\.|[^\'\\])*\'|/\*.*?(\*/|$)|//.*')


class Mutant(NamedTuple):
    path: str
    function: str    # the one that it is in; "" before the first
    chunk: str       # that function's text: a mutant is the same one as long as this is
    first: int       # line of the file that it begins on
    line: int        # in the file, from 0
    column: int
    old: str
    new: str
    name: tuple      # path, function, line of source, change: what equivalent.txt states; #2: the second such operator or
                     # number of its line, @2: the second line of this text in its function

    def source(self, text):
        lines = text.split("\n")
        line = lines[self.line]
        lines[self.line] = line[:self.column] + self.new + line[self.column + len(self.old):]
        return "\n".join(lines)


def read(path):
    with open(os.path.join(ROOT, path), encoding="utf-8") as file:
        return file.read()


def chunks(text):
    """(number of the first line, lines) of each stretch that ends with a brace in the first column: a function as a rule."""
    start, lines = 0, text.split("\n")
    for number, line in enumerate(lines):
        if line.startswith("}") or number == len(lines) - 1:
            yield start, lines[start:number + 1]
            start = number + 1


def function_name(lines):
    """Of the function that ends the chunk; a table's or a type's where it is none."""
    for at in range(len(lines) - 1, -1, -1):
        if lines[at] == "{":
            while at and lines[at - 1].startswith(" "):
                at -= 1
            found = re.search(r"(\w+)\(", lines[at - 1])
            return found.group(1) if found else ""
    return ""


def code_of(lines):
    """(offset, line) of the lines of code, with strings, letters and comments blanked out."""
    inside = False
    for offset, line in enumerate(lines):
        begins = line.lstrip()
        comment = inside or begins.startswith(("/*", "//", "#", "*"))
        inside = (inside or "/*" in line) and "*/" not in line
        if not comment:
            yield offset, HIDDEN.sub(lambda m: "\0" * len(m.group(0)), line)


def changes(code):
    """(column, old, new, which of its kind in the line)"""
    for pattern, new in ((OPERATOR, SWAPS.get), (NUMBER, lambda old: str(int(old) + 1))):
        seen = {}
        for found in pattern.finditer(code):
            old = found.group(1)
            seen[old] = seen.get(old, 0) + 1
            yield found.start(), old, new(old), seen[old]


def mutants(path):
    for start, lines in chunks(read(path)):
        function, chunk, met = function_name(lines), "\n".join(lines), Counter()
        for offset, code in code_of(lines):
            met[lines[offset].strip()] += 1
            again = met[lines[offset].strip()]
            for column, old, new, which in changes(code.rstrip()):
                change = f"{old} -> {new}" + (f" #{which}" if which > 1 else "") + (f" @{again}" if again > 1 else "")
                yield Mutant(path, function, chunk, start, start + offset, column, old, new,
                             (path, function, lines[offset].strip(), change))


def equivalent():
    """{name: reason}; a row may state several changes of its line."""
    listed = {}
    for row in read("tests/mutants/equivalent.txt").splitlines():
        if row and not row.startswith("#"):
            path, function, line, named, reason = row.split(" ~ ")
            assert len(reason.split()) > 3, f"a reason is wanted: {row}"
            listed.update({(path, function, line, change): reason for change in named.split(", ")})
    return listed
