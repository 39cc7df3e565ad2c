# SPDX-License-Identifier: GPL-3.0-or-later
"""A second reader of the codes, from include/microtaper/seal.h alone: base45, the record's bytes, Ed25519 after RFC 8032.

Slow and plain on purpose; shares nothing with the program or its libraries.
"""
import datetime
import hashlib
from collections import namedtuple

EPOCH = datetime.date(2020, 1, 1)
ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
LOT_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CONTEXTS = {1: b"microtaper bottle 1", 2: b"microtaper chart 1", 3: b"microtaper batch 1"}
RECORD_SIZE, SIGNATURE_SIZE = 36, 64


def base45(text):
    """RFC 9285, decoded; refuses what the RFC refuses."""
    values = [ALPHABET.index(c) for c in text]
    out = bytearray()
    for at in range(0, len(values), 3):
        group = values[at:at + 3]
        number = sum(v * 45 ** i for i, v in enumerate(group))
        size = {3: 2, 2: 1}[len(group)]
        out += number.to_bytes(size, "big")
    return bytes(out)


def blake2b(data):
    return hashlib.blake2b(data, digest_size=32).digest()


# ------------------------------------------------------------------------- Ed25519 (RFC 8032, section 6)
P = 2 ** 255 - 19
Q = 2 ** 252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)


def add(a, b):
    one, two = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    three, four = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    e, f, g, h = two - one, four - three, four + three, two + one
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(scalar, point):
    total = (0, 1, 1, 0)
    while scalar:
        if scalar & 1:
            total = add(total, point)
        point = add(point, point)
        scalar >>= 1
    return total


def equal(a, b):
    return (a[0] * b[2] - b[0] * a[2]) % P == 0 and (a[1] * b[2] - b[1] * a[2]) % P == 0


def recover_x(y, sign):
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P)
    if square % P == 0:
        return None if sign else 0
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT_OF_MINUS_ONE % P
    if (x * x - square) % P:
        return None
    return P - x if x & 1 != sign else x


def point_of(data):
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & (1 << 255) - 1
    x = recover_x(y, sign)
    return None if x is None else (x, y, 1, x * y % P)


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE_X = recover_x(BASE_Y, 0)
BASE = (BASE_X, BASE_Y, 1, BASE_X * BASE_Y % P)


def verifies(public_key, message, signature):
    a, r = point_of(public_key), point_of(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if a is None or r is None or s >= Q:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + public_key + message).digest(), "little") % Q
    return equal(times(s, BASE), add(r, times(h, a)))


# ------------------------------------------------------------------------------------------ the record
Record = namedtuple("Record", "version kind key_id token revision drug fill lot i n first days discard_after strength largest "
                              "digest rows")


def number(data, at, size):
    return int.from_bytes(data[at:at + size], "big")


def date(days):
    return EPOCH + datetime.timedelta(days=days)


def lot(data):
    value = int.from_bytes(data, "big")
    return "".join(LOT_LETTERS[value >> 5 * i & 31] for i in range(7, -1, -1))


def record(data):
    return Record(data[0] >> 4, data[0] & 15, data[1:3], data[3:9], number(data, 9, 2), data[11], data[12], lot(data[13:18]),
                  data[18], data[19], date(number(data, 20, 2)), data[22], date(number(data, 23, 2)), number(data, 25, 3),
                  number(data, 28, 2), data[30:36], data[36:])


def open_payload(payload, public_key):
    """The record of a payload, its signature verified."""
    if not payload.startswith("MT1:"):
        raise ValueError("not ours")
    data = base45(payload[4:])
    body, signature = data[:-SIGNATURE_SIZE], data[-SIGNATURE_SIZE:]
    found = record(body)
    if found.version != 1 or len(body) < RECORD_SIZE:
        raise ValueError("no record of version 1")
    if not verifies(public_key, CONTEXTS[found.kind] + b"\0" + body, signature):
        raise ValueError("the signature does not hold")
    return found


Series = namedtuple("Series", "time drug letter strength runs")


def chart_series(rows):
    """The rows of a chart page: series of (days, volume in 10 uL)."""
    found = []
    while rows:
        count = rows[7]
        runs = [(rows[8 + 3 * i], number(rows, 9 + 3 * i, 2)) for i in range(count)]
        found.append(Series(rows[0], rows[1], rows[2:4].rstrip(b"\0").decode(), number(rows, 4, 3), runs))
        rows = rows[8 + 3 * count:]
    return found
