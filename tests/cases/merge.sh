# SPDX-License-Identifier: GPL-3.0-or-later
# make --merge: labels and charts in numbered volumes, in the order of filling; pages in are pages out; no half volume.
. "$(dirname "$0")/lib.sh"
approved_shop
bare key new --key "$T/key" --name "Test key"
"$PYTHON" "$ROOT/tests/bench/generate.py" 53 >"$T/rx.xml"
FILES="$SAMPLES/diazepam-daily.xml $T/rx.xml $SAMPLES/alprazolam-original.xml"
COUNT=55

merge() {
    out=$1
    shift
    program make $FILES --key "$T/key" --date 2026-11-30 --out "$out" --merge "$@"
}
sums() { (cd "$1" && find . -type f | sort | xargs sha256sum); }
texts() { for pdf in "$@"; do pdftotext -layout "$pdf" -; done; }
bookmarks() { for pdf in "$@"; do mutool show "$pdf" outline; done | sed 's/^[^"]*"\([^ ]*\) r.*/\1/'; }
total() { for pdf in "$@"; do qpdf --show-npages "$pdf"; done | awk '{n += $1} END {print n}'; }

# judged FOLDER NAME: what must hold of every run's volumes.
judged() {
    m=$1/merged
    is "$2: two volumes of labels, two of charts" test "$(ls "$m" | tr '\n' ' ')" = "charts-001.pdf charts-002.pdf labels-001.pdf labels-002.pdf "
    for pdf in "$m"/*.pdf; do
        is "$2: qpdf --check $(basename "$pdf")" qpdf --check "$pdf"
        is "$2: $(basename "$pdf") is private" test "$(stat -c %a "$pdf")" = 600
        is "$2: $(basename "$pdf") is printed in its true size" sh -c "qpdf --json '$pdf' | grep -q '/PrintScaling.*/None'"
        is "$2: fonts of $(basename "$pdf") are embedded" sh -c "! pdffonts '$pdf' | tail -n +3 | awk '{print \$(NF-4)}' | grep -q no"
    done
    is "$2: pages of labels in and out" test "$(total "$m"/labels-*.pdf)" = "$(total "$1"/rx/*/*/labels.pdf)"
    is "$2: pages of charts in and out" test "$(total "$m"/charts-*.pdf)" = "$(total "$1"/rx/*/*/chart.pdf)"
    bookmarks "$m"/labels-*.pdf >"$T/labels"
    bookmarks "$m"/charts-*.pdf >"$T/charts"
    is "$2: a bookmark a prescription" test "$(wc -l <"$T/labels")" = $COUNT
    is "$2: labels and charts in one order" cmp "$T/labels" "$T/charts"
    pdftotext -layout "$1/run.pdf" - | sed -n '/Labels, in the order of filling/,$p' |
        sed -nE 's/.*(B-[0-9]+|RX-[0-9]+) revision.*/\1/p' | uniq >"$T/filling"
    is "$2: in the order of filling, as the page of the run has it" cmp "$T/labels" "$T/filling"
    texts "$m"/labels-*.pdf | sed -nE 's/.*Rx (B-[0-9]+|RX-[0-9]+).*/\1/p' | uniq >"$T/printed"
    is "$2: the pages are those of the bookmarks" cmp "$T/labels" "$T/printed"
    texts "$m"/charts-*.pdf >"$T/merged.txt"
    while read -r number; do texts "$1/rx/$number"/*/chart.pdf; done <"$T/labels" >"$T/single.txt"
    is "$2: charts word for word" cmp "$T/merged.txt" "$T/single.txt"
}

merge "$T/one" --jobs 1
exits "make --merge" 0
says "volumes are told" "50 papers, 50 pages: .*/merged/labels-001.pdf"
judged "$T/one" "one worker"
is "the first formula's file comes first" test "$(head -n 1 "$T/labels")" = "RX-1045"
is "the manifest lists the volumes with their digests" "$PYTHON" - "$T/one" <<'END'
import hashlib, json, sys
rows = json.load(open(sys.argv[1] + "/manifest.json"))["volumes"]
assert [row["path"] for row in rows] == [f"merged/{kind}-00{n}.pdf" for kind in ("labels", "charts") for n in (1, 2)], rows
assert [row["papers"] for row in rows] == [50, 5, 50, 5]
for row in rows:
    data = open(f"{sys.argv[1]}/{row['path']}", "rb").read()
    assert hashlib.blake2b(data, digest_size=len(row["blake2b"]) // 2).hexdigest() == row["blake2b"]
END

merge "$T/two" --jobs 2
is "the same bytes for any number of workers" sh -c "$(cat <<END
[ "\$(cd '$T/one' && find . -type f | sort | xargs sha256sum)" = "\$(cd '$T/two' && find . -type f | sort | xargs sha256sum)" ]
END
)"

# Killed outright while volumes are made: what has its name is whole; the same command makes them all, the same.
killed=0
for wait in 0.00 0.02 0.04 0.07 0.10 0.15; do
    rm -rf "$T/two/merged"
    setsid "$M" make $FILES --shop "$SHOP" --templates "$ROOT/templates" --key "$T/key" --date 2026-11-30 --out "$T/two" --merge --jobs 2 \
        >"$T/out" 2>"$T/err" &
    run=$!
    tries=0
    until [ -d "$T/two/merged" ] || [ $tries -gt 2000 ]; do tries=$((tries + 1)); sleep 0.005; done
    sleep $wait
    kill -9 -$run 2>/dev/null && killed=$((killed + 1))
    wait $run 2>/dev/null
    for pdf in "$T/two/merged"/*.pdf; do
        [ ! -e "$pdf" ] || is "killed after $wait s: $(basename "$pdf") is whole" cmp "$pdf" "$T/one/merged/$(basename "$pdf")"
    done
done
is "runs were killed among their volumes" test $killed -gt 0
merge "$T/two" --jobs 2
exits "taken up again" 0
is "as if nothing had happened" sh -c "cd '$T/two/merged' && for f in *; do cmp \"\$f\" '$T/one/merged/'\"\$f\" || exit 1; done"
is "nothing unfinished is left" test -z "$(find "$T/two" -name '.*' -mindepth 1)"

# Volumes are of one run: those of an earlier one do not stay.
program make "$T/rx.xml" --key "$T/key" --date 2026-11-30 --out "$T/two"
is "a run without --merge leaves none" test -z "$(ls "$T/two/merged")"
is "nor does its manifest list any" sh -c "! grep -q volumes '$T/two/manifest.json'"

# A volume that cannot be written is a fault of the system, said; the papers stand.
rm -rf "$T/two/merged"
: >"$T/two/merged"
merge "$T/two"
exits "no place for volumes" 3
warns "its reason" "MT803.*merged/labels-001.pdf"
is "the papers stand" test -s "$T/two/rx/B-1/r1-f1/labels.pdf"

# Shared lots: the order is that of the lots.
sed 's#<supply #<pool up-to="2 L"/>&#' "$SHOP" >"$T/house/pool.xml"
SHOP=$T/house/pool.xml
merge "$T/pool"
exits "shared lots" 0
judged "$T/pool" "shared lots"

merge "$T/none" --reprint "torn" --ledger "$T/ledger"
exits "--merge does not go with --reprint" 2
finish
