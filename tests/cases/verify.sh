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
is "no name of a patient leaves verify" sh -c "! grep -q Avery '$T/out'"

finish
