# SPDX-License-Identifier: GPL-3.0-or-later
# make: papers published whole, private, the same bytes everywhere; refusals leave no paper.
. "$(dirname "$0")/lib.sh"
approved_shop
RX=$T/worked.xml
worked "$RX"
bare key new --key "$T/key" --name "Test key"
exits "key new" 0
is "the key file is private" test "$(stat -c %a "$T/key")" = 600
bare key new --key "$T/key" --name "Again"
is "a key is never overwritten" test "$status" -ne 0

# papers OUT ARGS...: makes the papers of fill 1 on one fixed date.
papers() {
    out=$1
    shift
    program make "$@" --key "$T/key" --date 2026-11-30 --out "$out"
}

papers "$T/one" "$RX"
exits "make" 0
F=$T/one/rx/RX-1042/r1-f1
is "labels" test -s "$F/labels.pdf"
is "chart" test -s "$F/chart.pdf"
is "worksheet" sh -c "ls '$T'/one/batches/*.pdf"
is "manifest" "$PYTHON" -m json.tool "$T/one/manifest.json"
is "files are 0600" test -z "$(find "$T/one" -type f ! -perm 600)"
is "folders are 0700" test -z "$(find "$T/one" -mindepth 1 -type d ! -perm 700)"
is "nothing temporary is left" test -z "$(find "$T/one" -name '*tmp*' -o -name '.*' -mindepth 1)"
for pdf in $(find "$T/one" -name '*.pdf'); do
    is "qpdf --check $(basename "$pdf")" qpdf --check "$pdf"
    is "no patient's name in the title of $(basename "$pdf")" sh -c "! pdfinfo '$pdf' | grep -q Avery"
    is "fonts of $(basename "$pdf") are embedded" sh -c "! pdffonts '$pdf' | tail -n +3 | awk '{print \$(NF-4)}' | grep -q no"
done

# The same inputs, key and date give the same bytes, whatever the time zone, the locale or the number of workers.
same() {
    is "$1: the same files" sh -c "cd '$T/one' && find . -type f | sort | xargs sha256sum >'$T/sum1'; cd '$2' && find . -type f | sort | xargs sha256sum >'$T/sum2'; cmp '$T/sum1' '$T/sum2'"
}
papers "$T/two" "$RX"
same "a second run" "$T/two"
export TZ=Pacific/Kiritimati LC_ALL=tr_TR.UTF-8
papers "$T/three" "$RX"
same "another time zone and locale" "$T/three"
export TZ=UTC LC_ALL=C
status=0
"$M" make - --out "$T/four" --key "$T/key" --date 2026-11-30 --shop "$SHOP" --templates "$ROOT/templates" <"$RX" >"$T/out" 2>"$T/err" || status=$?
exits "make of standard input" 0
is "make of standard input gives the same labels" cmp "$F/labels.pdf" "$T/four/rx/RX-1042/r1-f1/labels.pdf"

# Many prescriptions, one worker and two; one bad among good ones.
{
    echo '<prescriptions xmlns="urn:microtaper:prescription:1">'
    for n in 1 2 3 4 5 6; do sed 1d "$RX" | sed "s/RX-1042/RX-$n/"; done
    echo '</prescriptions>'
} >"$T/many.xml"
papers "$T/jobs1" "$T/many.xml" --jobs 1
exits "six with one worker" 0
papers "$T/jobs2" "$T/many.xml" --jobs 2
exits "six with two workers" 0
is "one worker and two make the same bytes" diff -r "$T/jobs1" "$T/jobs2"
sed '0,/RX-3"/s/RX-3"/RX-3" colour="red"/' "$T/many.xml" >"$T/onebad.xml"
papers "$T/onebad" "$T/onebad.xml" --jobs 2
exits "one bad among six: the status says so" 1
is "one bad among six: the others are made" test "$(find "$T/onebad/rx" -name labels.pdf | wc -l)" -eq 5
is "one bad among six: no paper of the bad one" test ! -e "$T/onebad/rx/RX-3"

# A worker that dies takes only its own prescription with it.
{
    echo '<prescriptions xmlns="urn:microtaper:prescription:1">'
    for n in $(seq 1 60); do sed 1d "$RX" | sed "s/RX-1042/RX-$n/"; done
    echo '</prescriptions>'
} >"$T/long.xml"
"$M" make "$T/long.xml" --jobs 1 --key "$T/key" --date 2026-11-30 --out "$T/killed" --shop "$SHOP" --templates "$ROOT/templates" >"$T/out" 2>"$T/err" &
kill_a_worker $!
exits "a worker killed while it works" 3
warns "a worker killed while it works is MT804" 'error MT804: .*signal 9'
is "the others are made all the same" test "$(find "$T/killed/rx" -name labels.pdf | wc -l)" -ge 58

# A number is made a safe name, and two numbers never share a folder.
sed 's/RX-1042/..\/..\/x y/' "$RX" >"$T/path.xml"
papers "$T/path" "$T/path.xml"
is "a number cannot climb out of the folder" test ! -e "$T/x y" -a ! -e "$T/path/x y"
is "it stays under rx/" test "$(find "$T/path" -name labels.pdf | grep -c "^$T/path/rx/")" -eq 1

# Refusals leave no paper.
rx "$T/fast.xml" '<reduce by="40 %" of="current" per="14 days" cuts="1"/><stop/>'
papers "$T/fast" "$T/fast.xml"
exits "an open warning" 1
is "an open warning leaves no paper" test -z "$(find "$T/fast" -name '*.pdf' 2>/dev/null)"
mkdir "$T/shop" && cp "$SAMPLES/shop.xml" "$T/shop/"
approved=$SHOP SHOP=$T/shop/shop.xml
papers "$T/unapproved" "$RX"
SHOP=$approved
exits "formulas and words nobody approved" 1
warns "a formula nobody approved is MT501" MT501
warns "words nobody approved are MT801" MT801
is "unapproved: no paper" test -z "$(find "$T/unapproved" -name '*.pdf' 2>/dev/null)"
papers "$T/late" "$RX" --fill 99
exits "a fill that is not there" 1
warns "a fill that is not there is MT517" MT517
program make "$RX" --key "$T/absent" --date 2026-11-30 --out "$T/nokey"
is "no key, no paper" test "$status" -ne 0 -a -z "$(find "$T/nokey" -name '*.pdf' 2>/dev/null)"
chmod 644 "$T/key"
papers "$T/open" "$RX"
is "a key that others can read is refused" test "$status" -ne 0
warns "a key that others can read is MT606" MT606
chmod 600 "$T/key"
: >"$T/file"
papers "$T/file/out" "$RX"
is "an output folder that cannot be made" test "$status" -ne 0
if [ -w /dev/full ] && [ "$(id -u)" -eq 0 ] && mkdir "$T/small" && mount -t tmpfs -o size=16k none "$T/small" 2>/dev/null; then
    papers "$T/small/out" "$RX"
    exits "a full disk" 3
    is "a full disk publishes nothing" test ! -e "$T/small/out/rx/RX-1042/r1-f1"
    umount "$T/small"
fi
papers "$T/july" "$RX" --fill 2
is "fill 2 is another folder" test "$status" -ne 0 -o -d "$T/july/rx/RX-1042/r1-f2"

# What a scan must see: a payload for each bottle and page, no name of a patient in it.
is "the manifest names no patient" sh -c "! grep -q Avery '$T/one/manifest.json'"
is "each label's payload has 154 characters" "$PYTHON" -c '
import json, sys
text = open(sys.argv[1], encoding="utf-8").read()
found = []
def walk(value):
    if isinstance(value, dict):
        for inner in value.values(): walk(inner)
    elif isinstance(value, list):
        for inner in value: walk(inner)
    elif isinstance(value, str) and value.startswith("MT1:"): found.append(value)
walk(json.loads(text))
assert found and any(len(p) == 154 for p in found)
' "$T/one/manifest.json"

finish
