#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads tests/cases/seal-vectors.json as another team would: from include/microtaper/seal.h, RFC 9285 (base45), RFC 8032
(Ed25519) and ISO/IEC 18004 (the modules) alone, sharing no code with the program.  Prints how many facts were compared;
ends with status 1 when any differs, or when a changed payload still verifies."""
import datetime
import hashlib
import json
import struct
import sys
from pathlib import Path

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CONTEXTS = {1: b"microtaper bottle 1", 2: b"microtaper chart 1", 3: b"microtaper batch 1"}

compared = 0
faults = []


def same(what, got, want):
    global compared
    compared += 1
    if got != want:
        faults.append(f"{what}: {got!r}, not {want!r}")


# ---------------------------------------------------------------- Ed25519, RFC 8032 section 6
P = 2**255 - 19
Q = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)


def recover_x(y, sign):
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    if square == 0:
        return None if sign else 0
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT % P
    if (x * x - square) % P:
        return None
    return x if x & 1 == sign else P - x


def add(a, b):
    e = (a[1] - a[0]) * (b[1] - b[0]) % P
    f = (a[1] + a[0]) * (b[1] + b[0]) % P
    g = 2 * a[3] * b[3] * D % P
    h = 2 * a[2] * b[2] % P
    i, j, k, m = f - e, h - g, h + g, f + e
    return (i * j % P, k * m % P, j * k % P, i * m % P)


def times(n, point):
    total = (0, 1, 1, 0)
    while n:
        if n & 1:
            total = add(total, point)
        point = add(point, point)
        n >>= 1
    return total


def equal(a, b):
    return (a[0] * b[2] - b[0] * a[2]) % P == 0 and (a[1] * b[2] - b[1] * a[2]) % P == 0


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE_X = recover_x(BASE_Y, 0)
BASE = (BASE_X, BASE_Y, 1, BASE_X * BASE_Y % P)


def compress(point):
    inverse = pow(point[2], P - 2, P)
    x, y = point[0] * inverse % P, point[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


def decompress(text):
    y = int.from_bytes(text, "little")
    sign = y >> 255
    y &= (1 << 255) - 1
    x = recover_x(y, sign)
    return None if x is None else (x, y, 1, x * y % P)


def hash_number(text):
    return int.from_bytes(hashlib.sha512(text).digest(), "little")


def public_of(seed):
    scalar = int.from_bytes(hashlib.sha512(seed).digest()[:32], "little")
    scalar = scalar & (1 << 254) - 8 | 1 << 254
    return compress(times(scalar, BASE))


def verifies(public, message, signature):
    a, r = decompress(public), decompress(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if a is None or r is None or s >= Q:
        return False
    h = hash_number(signature[:32] + public + message) % Q
    return equal(times(s, BASE), add(r, times(h, a)))


# ---------------------------------------------------------------- base45, RFC 9285
def base45_decode(text):
    out = bytearray()
    for at in range(0, len(text), 3):
        part = text[at:at + 3]
        if len(part) == 1:
            raise ValueError("one character left over")
        value = sum(ALPHABET.index(c) * 45**i for i, c in enumerate(part))
        out += value.to_bytes(len(part) - 1, "big")
    return bytes(out)


# ---------------------------------------------------------------- records
def hashed(text):
    return hashlib.blake2b(text, digest_size=32).digest()


def day(number):
    return (datetime.date(2020, 1, 1) + datetime.timedelta(number)).isoformat()


def record_fields(record):
    head, key_id, token, revision, drug, fill, lot, i, n, first, days, discard, strength, largest, digest = struct.unpack(
        ">BH6sHBB5sBBHBH3sH6s", record[:36])
    if head >> 4 != 1 or head & 15 not in CONTEXTS:
        raise ValueError("version or kind")
    number = int.from_bytes(lot, "big")
    letters = "".join(CROCKFORD[number >> 5 * k & 31] for k in range(7, -1, -1))
    return {"kind": head & 15, "key_id": key_id, "token": token.hex(), "revision": revision, "drug": drug, "fill": fill,
            "lot": letters, "i": i, "n": n, "first": day(first), "days": days, "discard_after": day(discard),
            "strength": int.from_bytes(strength, "big"), "largest": largest, "digest": digest.hex()}


def record_rows(record):
    """Rows by date, time, drug, from the series behind the head."""
    first = struct.unpack(">H", record[20:22])[0]
    rows, at = [], 36
    while at < len(record):
        time, drug, a, b, high, low, runs = struct.unpack(">BBBBBHB", record[at:at + 8])
        letter = chr(a) + (chr(b) if b else "")
        at, offset = at + 8, 0
        for _ in range(runs):
            days, volume = struct.unpack(">BH", record[at:at + 3])
            at += 3
            rows += [[day(first + offset + k), time, drug, letter, high << 16 | low, volume] for k in range(days) if volume]
            offset += days
    return sorted(rows)


# ---------------------------------------------------------------- check words
def word_of(public, record):
    number = int.from_bytes(hashed(b"microtaper word 1\0" + public + record)[:5], "big")
    values = [number >> 5 * k & 31 for k in range(7, -1, -1)]
    rest = 0
    for value in values + [0]:
        rest = rest << 1 ^ (0x25 if rest & 16 else 0) ^ value
    letters = "".join(CROCKFORD[value] for value in values + [rest])
    return f"{letters[:4]}-{letters[4:8]}-{letters[8]}"


# ---------------------------------------------------------------- modules, ISO/IEC 18004, versions 1 to 6, level M
BLOCKS = {1: (1, 10), 2: (1, 16), 3: (1, 26), 4: (2, 18), 5: (2, 24), 6: (4, 16)}   # blocks, check words in each
MASKS = [lambda x, y: (x + y) % 2, lambda x, y: y % 2, lambda x, y: x % 3, lambda x, y: (x + y) % 3,
         lambda x, y: (x // 3 + y // 2) % 2, lambda x, y: x * y % 2 + x * y % 3,
         lambda x, y: (x * y % 2 + x * y % 3) % 2, lambda x, y: ((x + y) % 2 + x * y % 3) % 2]


def is_data(side, x, y):
    corner = (x < 9 and y < 9) or (x < 9 and y >= side - 8) or (x >= side - 8 and y < 9)
    aligned = side > 21 and abs(x - (side - 7)) <= 2 and abs(y - (side - 7)) <= 2
    return not (corner or aligned or x == 6 or y == 6)


def modules_text(rows):
    side = len(rows)
    blocks, checks = BLOCKS[(side - 17) // 4]
    form = int("".join(rows[8][x] for x in (0, 1, 2, 3, 4, 5, 7, 8)), 2) ^ 0x5412 >> 7
    if form >> 6 != 0:
        raise ValueError("not level M")
    mask = MASKS[form >> 3 & 7]
    bits = []
    for turn, column in enumerate(list(range(side - 1, 6, -2)) + [5, 3, 1]):
        order = range(side) if turn % 2 else range(side - 1, -1, -1)
        bits += [int(rows[y][x]) ^ (mask(x, y) == 0) for y in order for x in (column, column - 1) if is_data(side, x, y)]
    words = [int("".join(map(str, bits[i:i + 8])), 2) for i in range(0, len(bits) - 7, 8)]
    least, longer = len(words) // blocks - checks, len(words) % blocks
    data = []
    for b in range(blocks):
        data += [words[k * blocks + b] for k in range(least)]
        if b >= blocks - longer:
            data.append(words[least * blocks + b - (blocks - longer)])
    stream = "".join(f"{word:08b}" for word in data)
    if stream[:4] != "0010":
        raise ValueError("not alphanumeric mode")
    count, at, text = int(stream[4:13], 2), 13, ""
    for _ in range(count // 2):
        pair = int(stream[at:at + 11], 2)
        text += ALPHABET[pair // 45] + ALPHABET[pair % 45]
        at += 11
    return text + (ALPHABET[int(stream[at:at + 6], 2)] if count % 2 else "")


# ---------------------------------------------------------------- judgement
def check_signature(name, public, data):
    record, signature = data[:-64], data[-64:]
    message = CONTEXTS[record[0] & 15] + b"\0" + record
    same(f"{name}: signature", verifies(public, message, signature), True)
    for at in range(0, len(data), 7):
        changed = bytearray(data)
        changed[at] ^= 1
        again = CONTEXTS.get(changed[0] & 15, b"") + b"\0" + bytes(changed[:-64])
        same(f"{name}: byte {at} changed", verifies(public, again, bytes(changed[-64:])), False)


def check(vector, public):
    name, payload = vector["name"], vector["payload"]
    data = base45_decode(payload.removeprefix("MT1:"))
    record = data[:-64]
    same(f"{name}: record", record.hex(), vector["record"])
    fields = record_fields(record)
    same(f"{name}: fields", sorted(fields), sorted(vector["fields"]))
    for field, value in vector["fields"].items():
        same(f"{name}: {field}", fields[field], value)
    same(f"{name}: check word", word_of(public, record), vector["word"])
    same(f"{name}: key id", struct.pack(">H", fields["key_id"]), hashed(public)[:2])
    if fields["kind"] != 3:
        token = hashed(b"microtaper token 1\0" + public + vector["number"].encode())[:6].hex()
        same(f"{name}: token", fields["token"], token)
    if fields["kind"] == 1:
        same(f"{name}: characters", len(payload), 154)
        same(f"{name}: QR version", vector["version"], 6)
    if fields["kind"] == 2:
        same(f"{name}: rows", record_rows(record), vector["rows"])
        same(f"{name}: digest of the rows", hashed(record[36:])[:6].hex(), fields["digest"])
    if "modules" in vector:
        same(f"{name}: modules", modules_text(vector["modules"]), payload)
        lines = "".join(row + "\n" for row in vector["modules"]).encode()
        same(f"{name}: digest of the modules", hashed(lines).hex(), vector["modules_digest"])
    check_signature(name, public, data)


def main():
    file = Path(__file__).resolve().parent.parent / "cases" / "seal-vectors.json"
    vectors = json.loads(file.read_text(encoding="utf-8"))
    public = public_of(bytes.fromhex(vectors["seed"]))
    same("public key", public.hex(), vectors["public_key"])
    same("export", vectors["export"].split(" ")[:3],
         ["microtaper-public-key-1", hashed(public)[:2].hex(), public.hex()])
    for vector in vectors["vectors"]:
        check(vector, public)
    for fault in faults:
        print(fault, file=sys.stderr)
    print(f"seal vectors: {len(vectors['vectors'])} vectors, {compared - len(faults)} passed, {len(faults)} failed")
    return 1 if faults or not vectors["vectors"] else 0


if __name__ == "__main__":
    sys.exit(main())
