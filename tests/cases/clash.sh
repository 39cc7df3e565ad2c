# SPDX-License-Identifier: GPL-3.0-or-later
# Two lots of one day and formula whose numbers meet by chance: the later takes another, and no worksheet is lost.
. "$(dirname "$0")/lib.sh"
approved_shop
bare key new --key "$T/key" --name "Test key"

# papers OUT FILE ARGS...
papers() {
    out=$1 file=$2
    shift 2
    program make "$file" --key "$T/key" --date 2026-11-30 --out "$out" "$@"
}
# pile NUMBER...: one prescription under several numbers, as one file.
pile() {
    echo '<?xml version="1.0" encoding="UTF-8"?><prescriptions xmlns="urn:microtaper:prescription:1">'
    for number in "$@"; do
        NUMBER=$number worked "$T/one.xml"
        sed -e 1d -e "s/RX-1042/$number/" "$T/one.xml"
    done
    echo '</prescriptions>'
}

# What a number is made of is known but for the final volume: two prescriptions tell that, then two numbers are looked for
# that meet, as among some thousands two do.
pile C-0 C-1 >"$T/two.xml"
papers "$T/two" "$T/two.xml"
exits "two prescriptions" 0
"$PYTHON" - "$T/two" "$ROOT/templates/formulas/clonazepam-0.1.xml" >"$T/pair" <<'END'
import glob, hashlib, itertools, re, sys
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
folder, formula = sys.argv[1:]
data = open(formula, "rb").read()
version = re.search(rb'<formula [^>]* version="(\d+)"', data)[1].decode()
digest = hashlib.blake2b(data, digest_size=32).hexdigest()

def letters(number, contents, volume):
    text = (f"microtaper batch 1\nformula clonazepam-0.1 {version} {digest}\nstrength 100000 1000000\nmade 2026-11-30\n"
            f"bottle {number} 1 1 A {contents}\nvolume {volume}\n")
    bits = int.from_bytes(hashlib.blake2b(text.encode(), digest_size=32).digest()[:5], "big") >> 20
    return "".join(ALPHABET[bits >> shift & 31] for shift in (15, 10, 5, 0))

def known(number):
    fields = re.search(r"^member bottle\t(.*)$", open(f"{folder}/rx/{number}/r1-f1/made").read(), re.M)[1].split("\t")
    return fields[5][4:], int(fields[8])

(lot, contents), (other, _) = known("C-0"), known("C-1")
volume = next(v for v in range(contents, contents * 3 // 2, 100_000)
              if letters("C-0", contents, v) == lot and letters("C-1", contents, v) == other)
seen = {}
for n in itertools.count(2):
    first = seen.setdefault(letters(f"C-{n}", contents, volume), n)
    if first != n:
        print(f"C-{first} C-{n}")
        break
END
read -r FIRST LATER <"$T/pair"
is "two numbers that meet" test -n "$LATER"

pile C-0 "$FIRST" C-1 "$LATER" >"$T/four.xml"
pile "$LATER" >"$T/later.xml"
papers "$T/alone" "$T/later.xml"
pile "$FIRST" >"$T/first.xml"
papers "$T/first" "$T/first.xml"
is "they do meet" test "$(ls "$T/alone/batches")" = "$(ls "$T/first/batches")"

papers "$T/four" "$T/four.xml" --jobs 1
exits "a run with both" 0
is "four worksheets" test "$(ls "$T/four/batches" | wc -l)" = 4
is "each under its own number, on worksheet, label and in the manifest" "$PYTHON" - "$T/four" "$FIRST" "$LATER" "$(ls "$T/alone/batches")" <<'END'
import json, subprocess, sys
folder, first, later, name = sys.argv[1:]
rows = {row["prescription"]: row for row in json.load(open(folder + "/manifest.json"))["prescriptions"]}
def text(path):
    return subprocess.run(["pdftotext", "-layout", f"{folder}/{path}", "-"], check=True, capture_output=True, text=True).stdout
assert len(rows) == 4 and rows[first]["lots"] == [name[:-4]] and rows[later]["lots"] != rows[first]["lots"], rows
for number, row in rows.items():
    lot = row["lots"][0]
    assert lot in text(f"rx/{number}/r1-f1/labels.pdf"), (number, lot)
    assert lot in text(f"batches/{lot}.pdf") and number in text(f"batches/{lot}.pdf"), (number, lot)
    import hashlib
    for file in row["files"]:
        data = open(f"{folder}/{file['path']}", "rb").read()
        assert hashlib.blake2b(data, digest_size=32).hexdigest() == file["blake2b"], file["path"]
END
cp -r "$T/four" "$T/before"
papers "$T/four" "$T/four.xml" --jobs 1
says "run again, all is kept" "0 made, 4 kept"
papers "$T/more" "$T/four.xml" --jobs 2
same() { (cd "$1" && find . -type f | sort | xargs sha256sum); }
same "$T/before" >"$T/sums1"
same "$T/more" >"$T/sums2"
is "the same bytes for any number of workers" cmp "$T/sums1" "$T/sums2"

# With a ledger the two may come on one day in two runs, into two folders.
papers "$T/day1" "$T/first.xml" --ledger "$T/l.db"
exits "the first, with a ledger" 0
papers "$T/day2" "$T/later.xml" --ledger "$T/l.db"
exits "the later, with that ledger" 0
is "it has another number" test "$(ls "$T/day1/batches")" != "$(ls "$T/day2/batches")"
papers "$T/day2" "$T/later.xml" --ledger "$T/l.db"
says "and keeps it" "0 made, 1 kept"
program ledger check --ledger "$T/l.db"
exits "the chain is whole" 0
finish
