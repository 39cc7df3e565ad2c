# SPDX-License-Identifier: GPL-3.0-or-later
"""The room rule: a file of src/ROOM includes only headers of the rooms that src/rooms.txt allows it, and a library is
known by one file or room only."""
import pathlib
import re
import sys

BASE = {"arena", "text", "quantity", "date", "digest", "finding", "xml", "file", "version"}
OWNERS = {  # header -> the only places that may include it
    "libxml/": ["src/base/xml"],
    "hpdf": ["src/paper/pdf"],
    "hb": ["src/paper/font"],
    "libdeflate": ["src/paper/pack"],
    "sodium": ["src/base/digest", "src/seal/"],
    "qrencode": ["src/seal/"],
    "sqlite3": ["src/ledger/"],
    "zbar": ["src/scan/"],
    "png": ["src/scan/"],
    "jpeglib": ["src/scan/"],
}


def rooms():
    allowed = {}
    for line in pathlib.Path("src/rooms.txt").read_text().splitlines():
        if line.startswith("#") or not line.strip():
            continue
        room, _, others = line.partition(":")
        allowed[room.strip()] = set(others.split()) | {room.strip()}
    return allowed


def faults(path, allowed):
    room = path.parts[1]
    for number, line in enumerate(path.read_text().splitlines(), 1):
        match = re.match(r'\s*#\s*include\s*["<]([^">]+)[">]', line)
        if not match:
            continue
        name = match.group(1)
        if name.startswith("microtaper/"):
            other = name.split("/")[1].removesuffix(".h")
            other = "base" if other in BASE or other.endswith(".def") else other
            if other not in allowed.get(room, set()):
                yield f"{path}:{number}: {room} may not use {other}"
        for header, places in OWNERS.items():
            if re.match(header + r"([-.\w]*\.h$|.*/.*\.h$)" if not header.endswith("/") else header, name) \
                    and not any(str(path).startswith(place) for place in places):
                yield f"{path}:{number}: {name} belongs to {' and '.join(places)}"


def main():
    allowed = rooms()
    files = sorted(p for p in pathlib.Path("src").rglob("*.[ch]"))
    found = [fault for path in files for fault in faults(path, allowed)]
    unknown = {p.parts[1] for p in files} - set(allowed)
    found += [f"src/{room}: not in src/rooms.txt" for room in sorted(unknown)]
    print("\n".join(found) if found else "", end="\n" if found else "")
    print(f"rooms: {len(files) - len(found)} passed, {len(found)} failed")
    return 1 if found or not files else 0


if __name__ == "__main__":
    sys.exit(main())
