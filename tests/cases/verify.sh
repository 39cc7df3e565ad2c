# SPDX-License-Identifier: GPL-3.0-or-later
# verify: a payload against its prescription, altered, of another key, not ours.
. "$(dirname "$0")/lib.sh"
approved_shop
RX=$T/worked.xml
worked "$RX"
bare key new --key "$T/key" --name "Test key"
program make "$RX" --key "$T/key" --date 2026-11-30 --out "$T/o"
exits "papers to scan" 0

payloads() { # FILE: every payload of a manifest, one a line
    "$PYTHON" -c '
import json, sys
def walk(value):
    if isinstance(value, dict):
        for inner in value.values(): walk(inner)
    elif isinstance(value, list):
        for inner in value: walk(inner)
    elif isinstance(value, str) and value.startswith("MT1:"): print(value)
walk(json.load(open(sys.argv[1], encoding="utf-8")))' "$1"
}
payloads "$T/o/manifest.json" >"$T/all"
is "there are payloads" test -s "$T/all"
bottle=$(awk 'length($0) == 154' "$T/all" | head -n 1)
verdict() { # NAME STATUS ARGS...
    name=$1 want=$2
    shift 2
    program verify "$@" --key "$T/key" --date "${TODAY:-2026-12-02}"
    exits "$name" "$want"
}

while IFS= read -r payload; do
    program verify "$payload" --key "$T/key" --date 2026-12-02 --rx "$RX"
    is "each code of the papers is genuine and compared" test "$status" -eq 0 -o "$status" -eq 10
done <"$T/all"
verdict "a bottle matches" 0 "$bottle" --rx "$RX"
says "the word is match" '[Mm]atch|MATCH'
verdict "without a prescription: genuine, not compared" 10 "$bottle"
printf '%s' "$bottle" >"$T/payload"
verdict "from a file" 0 "$T/payload" --rx "$RX"
# From standard input, as a scanner types it with CR LF: one bottle alone leaves its chart to scan, both together match.
session() { # FILE
    status=0
    sed 's/$/\r/' "$1" >"$T/typed"
    "$M" verify - --at handout --key "$T/key" --date 2026-12-02 --rx "$RX" --shop "$SHOP" --templates "$ROOT/templates" <"$T/typed" >"$T/out" 2>"$T/err" || status=$?
}
grep -v '^$' "$T/all" | sort -u >"$T/each"
printf '%s\n' "$bottle" >"$T/scans"
session "$T/scans"
exits "a bottle without its chart" 10
says "the chart is asked for" 'chart'
session "$T/each"
is "every code of the papers in one session" test "$status" -eq 0 -o "$status" -eq 10
lacks "none is refused" 'ALTERED|NOT OURS|OTHER|UNREADABLE'
printf '%s\n%s\n' "$bottle" "$bottle" >"$T/scans"
session "$T/scans"
exits "a bottle scanned twice in one session" 14
: >"$T/scans"
session "$T/scans"
exits "nothing scanned" 19

first=$(printf '%s' "$bottle" | cut -c1-40) rest=$(printf '%s' "$bottle" | cut -c42-)
letter=$(printf '%s' "$bottle" | cut -c41)
other=A
[ "$letter" = A ] && other=B
verdict "one character altered" 16 "$first$other$rest" --rx "$RX"
verdict "cut short" 16 "$(printf '%s' "$bottle" | cut -c1-150)" --rx "$RX"
verdict "not ours" 18 "https://example.org/x" --rx "$RX"
bare key new --key "$T/key2" --name "Other key"
program verify "$bottle" --key "$T/key2" --date 2026-12-02 --rx "$RX"
exits "a key we do not have" 17
TODAY=2027-06-01 verdict "past its discard date" 15 "$bottle" --rx "$RX"
TODAY=2026-11-30 verdict "at home, before its first day" 11 "$bottle" --rx "$RX" --at home
TODAY=2026-11-30 verdict "at the hand-out, before its first day" 0 "$bottle" --rx "$RX" --at handout
sed 's/RX-1042/RX-1043/' "$RX" >"$T/other.xml"
verdict "another prescription" 13 "$bottle" --rx "$T/other.xml"
sed 's/by="5 %"/by="9 %"/' "$RX" >"$T/changed.xml"
verdict "the same number with another schedule" 13 "$bottle" --rx "$T/changed.xml"
sed 's/revision="1"/revision="2"/' "$RX" >"$T/next.xml"
verdict "a new revision with the same liquid: follow its chart" 0 "$bottle" --rx "$T/next.xml"
says "follow chart revision 2" 'revision 2'
chart=$(awk 'length($0) != 154' "$T/all" | head -n 1)
verdict "the chart of an older revision" 12 "$chart" --rx "$T/next.xml"

# What it means and what to do stand under each verdict; JSON says the same.
verdict "in words" 0 "$bottle" --rx "$RX"
says "what it means" '^  means: ours, unaltered, and of the current schedule'
says "what to do" '^  do: go on with this item'
says "without a ledger it says what was not checked" 'no ledger: whether it was released, made void or recalled was not checked'
verdict "as JSON" 16 "$first$other$rest" --rx "$RX" --format json
is "an object with verdict, name, meaning and remedy" "$PYTHON" -c '
import json, sys
said = json.load(open(sys.argv[1], encoding="utf-8"))
assert said["verdict"] == 16 and said["name"] == "altered" and said["means"] and said["do"] and said["others"] == []' "$T/out"
cat "$T/all" >"$T/many"
verdict "a text of scans" 10 "$T/many" --rx "$RX"
is "one verdict for each" test "$(grep -c '^  means:' "$T/out")" -eq "$(wc -l <"$T/all")"
printf ']Q1%s\t' "$bottle" | tr 'A-Z' 'a-z' >"$T/wedge"
verdict "small letters, a prefix and a Tab" 0 "$T/wedge" --rx "$RX"
spanish() { sed "s/-/'/g; s/\*/(/g; s/:/Ñ/g; s/+/¿/g" | tr / -; }   # what a scanner set to a US keyboard gives there
verdict "a Spanish keyboard" 0 "$(printf '%s' "$bottle" | spanish)" --rx "$RX"
says "the scanner is to be set right" 'a computer set to Spanish: set the scanner to that layout'
verdict "an altered code through a Spanish keyboard" 16 "$(printf '%s' "$first$other$rest" | spanish)" --rx "$RX"
sed 's/0.5 mg/.5 mg/' "$RX" >"$T/faulty.xml"
verdict "the prescription of the code with errors" 10 "$bottle" --rx "$T/faulty.xml"
says "it says why it was not compared" '^GENUINE, NOT COMPARED: the prescription file has errors'
warns "and which" 'error MT201'
verdict "a prescription file that is not there" 10 "$bottle" --rx "$T/nowhere.xml"
TODAY=2026-11-30 verdict "at home without a prescription, before its first day" 11 "$bottle" --at home
program verify - --rx - --key "$T/key"
exits "scans and prescription both from standard input" 2

# With the ledger: released papers match without a prescription; void, recalled and never released ones do not.
program make "$RX" --key "$T/key" --date 2026-11-30 --out "$T/p" --ledger "$T/ledger"
exits "papers with a ledger" 0
word=$("$M" ledger rx RX-1042 --ledger "$T/ledger" | grep ' bottle ' | grep -o '[0-9A-Z]\{4\}-[0-9A-Z]\{4\}-[0-9A-Z]')
verdict "the ledger alone" 0 "$bottle" --ledger "$T/ledger"
says "as it was released" '^MATCH: as released for RX-1042'
verdict "the ledger alone, past its discard date" 0 "$bottle" --ledger "$T/ledger" --date 2027-01-03
TODAY=2027-01-04 verdict "the ledger alone, a day later" 15 "$bottle" --ledger "$T/ledger"
verdict "the check word" 0 "$(printf '%s' "$word" | tr 'A-Z' 'a-z' | tr -d -)" --ledger "$T/ledger" --rx "$RX"
says "it proves nothing by itself" 'by its check word, which proves nothing'
verdict "a check word with a slip is no code" 18 "${word%?}$(printf '%s' "${word##*-}" | tr '0-9A-Z' '1-9A-Z0')" --ledger "$T/ledger"
verdict "the check word without a ledger" 19 "$word" --rx "$RX"
bare key new --key "$T/key3" --name "Third"
program make "$T/other.xml" --key "$T/key3" --date 2026-11-30 --out "$T/q"
payloads "$T/q/manifest.json" | awk 'length($0) == 154' | head -n 1 >"$T/unknown"
program verify "$T/unknown" --key "$T/key3" --ledger "$T/ledger" --date 2026-12-02 --rx "$T/other.xml"
exits "a genuine paper that the ledger does not know" 0
says "the ledger does not know it" 'the ledger does not know this paper'
lot=$("$M" ledger rx RX-1042 --ledger "$T/ledger" | grep ' bottle ' | sed 's/.*lot \([0-9A-Z]*\).*/\1/')
bare ledger recall "$lot" --reason "wrong vehicle" --ledger "$T/ledger"
exits "a recall" 0
verdict "a recalled bottle" 15 "$bottle" --ledger "$T/ledger" --rx "$RX"
says "why it was recalled" '^RECALLED: do not use: wrong vehicle'
lacks "and nothing that sounds like leave to use it" '^ *MATCH'
verdict "recalled and another prescription: the gravest leads" 15 "$bottle" --ledger "$T/ledger" --rx "$T/other.xml"
says "the other is named" '^  OTHER PRESCRIPTION'
is "no name of a patient leaves verify" sh -c "! grep -q Avery '$T/out'"

finish
