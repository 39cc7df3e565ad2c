# SPDX-License-Identifier: GPL-3.0-or-later
# The ledger over a pharmacy's month: runs, lots, bottles, revisions, prints and reprints with reasons, scans, voids, recalls;
# each question; the chain meddled with in several ways; a copy while others write.
. "$(dirname "$0")/lib.sh"
approved_shop
bare key new --key "$T/key" --name t
LEDGER=$T/ledger.db
ledger() { program ledger "$@" --ledger "$LEDGER"; }
make_on() { # DAY FILE [OPTION...]
    day=$1
    shift
    program make "$@" --key "$T/key" --date "$day" --out "$T/made" --ledger "$LEDGER" --by "C. Cases"
}
rows_of() { "$M" ledger all --ledger "$LEDGER" | grep -c "Z  $1 "; }   # by kind
set_of() { "$M" ledger rx "$1" --ledger "$LEDGER" | sed -n 's/^\([0-9]*\)  [^ ]*Z  prepare .*/\1/p' | tail -n 1; }
payload() { # NUMBER KIND: the first code of its newest bottle or chart
    "$M" ledger export --ledger "$LEDGER" | "$PYTHON" -c "
import csv, sys
rows = [r for r in csv.DictReader(sys.stdin) if r['rx'] == '$1' and r['kind'] == '$2']
print(next(r['payload'] for r in rows if r['papers'] == rows[-1]['papers']))"
}
scan() { program verify "$@" --key "$T/key" --ledger "$LEDGER"; }
plan_of() { # FILE NUMBER REVISION STEPS
    NUMBER=$2 REVISION=$3 rx "$1" "$4" "$THREE" "$FIVE"
}
SLOW='<hold for="14 days"/><reduce by="5 %" of="current" per="14 days" until="0.6 mg"/><stop/>'
HELD='<hold for="28 days"/><reduce by="5 %" of="current" per="14 days" until="0.6 mg"/><stop/>'
OTHER='<hold for="14 days"/><reduce by="4 %" of="current" per="14 days" until="0.6 mg"/><stop/>'

# ---- runs, lots, bottles, papers
plan_of "$T/a1.xml" RX-A 1 "$SLOW"
plan_of "$T/b1.xml" RX-B 1 "$SLOW"
make_on 2026-11-30 "$T/a1.xml" "$T/b1.xml"
exits "two prescriptions" 0
is "a run is a row" test "$(rows_of run)" -ge 1
is "two lots" test "$(rows_of lot)" -eq 2
is "two bottles" test "$(rows_of bottle)" -eq 2
is "each file is a row" test "$(rows_of paper)" -eq "$(find "$T/made" -name '*.pdf' -path '*/r1-f1/*' -o -path '*/r1-f1/chart.*' -o -name '2*.pdf' | wc -l)"
is "both are released" test "$(rows_of release)" -eq 2
LOT=$("$M" ledger rx RX-A --ledger "$LEDGER" | sed -n 's/.* bottle .* lot \([0-9A-Z]*\) .*/\1/p')
ledger rx RX-A
says "the history of a prescription" 'bottle .*RX-A revision 1 fill 1  lot '"$LOT"
lacks "no other's" 'RX-B revision'
ledger lot "$LOT"
says "who holds a lot" "bottle .*RX-A revision 1 fill 1  lot $LOT"
ledger out
says "what is out" '^2 rows'
ledger affected "$("$M" --version | cut -d' ' -f2)"
says "papers of this version" 'paper .*RX-B'
ledger affected 9.9.9
says "none of another" '^0 rows'
ledger open
says "nothing open" '^0 rows'
ledger superseded
says "nothing superseded" '^0 rows'
ledger balance
says "a row a lot" "^clonazepam,$LOT,,,47,45\.4,0,0,,1\.6"

# ---- approvals and papers that were not made leave nothing behind
before=$("$M" ledger all --ledger "$LEDGER" | grep -vc ' run ')
sed 's/revision="1"/revision="1" colour="red"/' "$T/a1.xml" >"$T/bad.xml"
make_on 2026-11-30 "$T/bad.xml"
exits "refused" 1
is "leaves no row of papers" test "$("$M" ledger all --ledger "$LEDGER" | grep -vc ' run ')" -eq "$before"

# ---- scans
payload RX-A bottle >"$T/bottle-a1"
payload RX-A chart >"$T/chart-a1"
scan "$T/bottle-a1" --rx "$T/a1.xml" --date 2026-12-02 --at handout
exits "its bottle matches" 0
is "a scan is a row" test "$(rows_of scan)" -ge 1
scan "$T/chart-a1" --rx "$T/a1.xml" --date 2026-12-02
exits "its chart too" 0

# ---- the same revision with other content
plan_of "$T/a1x.xml" RX-A 1 "$OTHER"
make_on 2026-11-30 "$T/a1x.xml"
exits "the same revision with other content" 1
warns "is refused" 'error MT904: rx\[RX-A\]: revision 1'

# ---- a higher revision
plan_of "$T/a2.xml" RX-A 2 "$HELD"
make_on 2026-11-30 "$T/a2.xml"
exits "revision 2" 0
ledger superseded
says "supersedes the chart" 'chart .*RX-A revision 1'
says "and names the bottle" 'bottle .*RX-A revision 1'
lacks "not those of others" 'RX-B revision'
scan "$T/chart-a1" --date 2026-12-02
exits "the older chart, by the ledger alone" 12
scan "$T/chart-a1" --rx "$T/a2.xml" --date 2026-12-02
exits "the older chart, with the new file" 12
scan "$T/bottle-a1" --rx "$T/a2.xml" --date 2026-12-02 --at handout
exits "the older bottle: drug, strength and dates stand" 0
says "its chart is the new one" 'revision 2'
program verify "$T/chart-a1" --key "$T/key" --rx "$T/a2.xml" --date 2026-12-02
exits "without a ledger the new file says it" 12
program verify "$T/bottle-a1" --key "$T/key" --rx "$T/a2.xml" --date 2026-12-02 --at handout
exits "and the bottle stays" 0
says "with its chart named" 'revision 2'
STRONGER='<liquid drug="clonazepam" strength="0.2 mg per mL" syringe="5 mL" graduation="0.2 mL"/>'
NUMBER=RX-A REVISION=3 rx "$T/a3.xml" "$HELD" "$THREE" "$STRONGER"
program verify "$T/bottle-a1" --key "$T/key" --rx "$T/a3.xml" --date 2026-12-02 --at handout
is "a bottle of another strength than the new revision's is no match: $status" test "$status" -ne 0
make_on 2026-11-30 "$T/a1.xml"
exits "an older revision than was released" 1
warns "is refused" 'error MT906: rx\[RX-A\]'

# ---- prints and reprints
rm -r "$T/made/rx/RX-B"
make_on 2026-11-30 "$T/b1.xml"
warns "a second print must be stated" "error MT910: .*released"
make_on 2026-11-30 "$T/b1.xml" --reprint "label torn"
exits "stated" 0
make_on 2026-12-03 "$T/b1.xml" --reprint "smeared"
exits "and once more, on another day" 0
ledger rx RX-B
says "the first reprint and why" 'reprint .*RX-B revision 1 fill 1  1  .*label torn'
says "the second" 'reprint .*RX-B revision 1 fill 1  2  .*smeared'
is "no bottle is counted twice" test "$(rows_of bottle)" -eq 3
pdftotext "$T/made/rx/RX-B/r1-f1-reprint2/labels.pdf" "$T/label.txt"
is "the label says it" sh -c "grep -q 'REPRINT 2' '$T/label.txt' && grep -q smeared '$T/label.txt'"
payload RX-B bottle >"$T/bottle-b1"
scan "$T/bottle-b1" --rx "$T/b1.xml" --date 2026-12-03 --at handout
exits "a reprinted label's code is good" 0
make_on 2026-11-30 "$T/b1.xml" --reprint "$(printf 'a reason that is far too long for a label, and no use')"
exits "a reason too long for a label" 2
plan_of "$T/c1.xml" RX-C 1 "$SLOW"
make_on 2026-11-30 "$T/c1.xml" --reprint "none yet"
warns "nothing to reprint" 'MT911'

# ---- a set made void, and made anew
SET=$(set_of RX-B)
ledger void-set "$SET" --reason "wrong paper"
exits "a reprint is no set of its own" 1
warns "says so" 'MT924: set [0-9]*: it is a reprint'
SET=$("$M" ledger rx RX-B --ledger "$LEDGER" | sed -n 's/^\([0-9]*\)  [^ ]*Z  prepare .*/\1/p' | head -n 1)
ledger void-set "$SET"
exits "without a reason" 2
ledger void-set seven --reason x
exits "no number" 2
ledger void-set 99999 --reason x
warns "no such set" 'MT924: set 99999: there is no such set'
ledger void-set "$SET" --reason "printed on the wrong stock"
exits "the whole set" 0
says "what was void" "void: set $SET, RX-B revision 1 fill 1"
ledger void-set "$SET" --reason "again"
warns "once is enough" 'MT924: .*void already'
scan "$T/bottle-b1" --rx "$T/b1.xml" --date 2026-12-03 --at handout
exits "its bottle reads void" 15
says "with the reason" 'printed on the wrong stock'
ledger out
lacks "it is not out" 'RX-B'
make_on 2026-12-01 "$T/b1.xml" --reprint "nothing counts"
warns "a void set is not reprinted" 'MT911'
plan_of "$T/b1x.xml" RX-B 1 "$OTHER"
make_on 2026-11-30 "$T/b1x.xml"
warns "void or not: one revision, one content" 'MT904'
make_on 2026-12-01 "$T/b1.xml"
exits "made anew, without saying reprint" 0
payload RX-B bottle >"$T/bottle-b2"
scan "$T/bottle-b2" --rx "$T/b1.xml" --date 2026-12-03 --at handout
exits "the new bottle matches" 0
scan "$T/bottle-b1" --rx "$T/b1.xml" --date 2026-12-03 --at handout
exits "the void one, of another day, does not" 15

# ---- one paper void; a lot recalled
WORD=$("$M" ledger rx RX-B --ledger "$LEDGER" | sed -n 's/.* bottle .*  \([0-9A-Z]\{4\}-[0-9A-Z]\{4\}-[0-9A-Z]\)  .*/\1/p' | tail -n 1)
ledger word "$WORD"
says "what a check word names" 'bottle .*RX-B'
ledger void "$WORD" --reason "dropped"
exits "one bottle void" 0
scan "$T/bottle-b2" --rx "$T/b1.xml" --date 2026-12-03 --at handout
exits "reads void" 15
ledger void AAAA-AAAA-A --reason x
is "a word of no paper" test "$status" -ne 0
ledger recall "$LOT" --reason "maker's notice 7"
exits "a recall" 0
says "says who holds it" 'bottle .*RX-A revision 1'
ledger recalls "$LOT"
says "is kept with its reason" "recall .*lot $LOT .*maker's notice 7"
scan "$T/bottle-a1" --rx "$T/a2.xml" --date 2026-12-02 --at handout
exits "later scans warn" 15
says "with the reason" "maker's notice 7"

# ---- shared lots: one of them reprinted, one set void
sed -i '/<pool /d; s|^  <closed weekday="Sunday"/>|  <pool up-to="2 L"/>\n&|' "$SHOP"
for n in P Q R; do STARTS=2026-12-03 plan_of "$T/$n.xml" "RX-$n" 1 "$SLOW"; done
make_on 2026-12-02 "$T/P.xml" "$T/Q.xml" "$T/R.xml"
exits "three in one lot" 0
SHARED=$("$M" ledger rx RX-Q --ledger "$LEDGER" | sed -n 's/.* bottle .* lot \([0-9A-Z]*\) .*/\1/p')
is "its worksheet: $SHARED" test -f "$T/made/batches/$SHARED.pdf"
cp "$T/made/batches/$SHARED.pdf" "$T/sheet-before.pdf"
payload RX-Q bottle >"$T/bottle-q"
rm -r "$T/made/rx/RX-Q"
make_on 2026-12-02 "$T/Q.xml"
warns "gone, and not stated" MT910
make_on 2026-12-05 "$T/Q.xml" --reprint "lost"
exits "one of a shared lot reprinted alone, days later" 0
payload RX-Q bottle >"$T/bottle-q2"
is "the same code, so the same lot" cmp "$T/bottle-q" "$T/bottle-q2"
pdftotext "$T/made/rx/RX-Q/r1-f1-reprint1/labels.pdf" "$T/label.txt"
is "the label names the shared lot and says why" sh -c "grep -q $SHARED '$T/label.txt' && grep -q 'REPRINT 1' '$T/label.txt' && grep -q lost '$T/label.txt'"
is "the lot's worksheet is as it was" cmp "$T/sheet-before.pdf" "$T/made/batches/$SHARED.pdf"
ledger lot "$SHARED"
is "three bottles hold it still" test "$(grep -c ' bottle ' "$T/out")" -eq 3
make_on 2026-12-02 "$T/P.xml" "$T/Q.xml" "$T/R.xml"
warns "the whole run again: the one that is gone must be stated" 'error MT910: .*fill 1'
says "the others are kept" ' 2 kept, 1 refused'
ledger void-set "$(set_of RX-R)" --reason "spilt"
exits "one member's set void" 0
ledger balance
says "its milligrams are no longer in bottles" "^clonazepam,$SHARED,,,[0-9.]*,90\.8,0,0,,"
sed -i '/<pool /d' "$SHOP"

# ---- copies, export, check
ledger check
exits "the chain is whole" 0
HEAD=$(sed 's/.*head //' "$T/out")
is "its head: $HEAD" test "${#HEAD}" -eq 64
status=0
"$M" ledger export --ledger "$LEDGER" >"$T/export.csv"
is "the export: a line a row, and all that the chain is made of" "$PYTHON" -B - "$T/export.csv" "$HEAD" <<'END'
import csv, hashlib, json, sys
rows = list(csv.DictReader(open(sys.argv[1], newline="")))
before = "0" * 64
for n, row in enumerate(rows, 1):
    assert int(row["seq"]) == n
    text = before + "\n"
    for name, value in row.items():
        if name != "hash":
            text += name + "\t" + json.dumps(value, ensure_ascii=False)[1:-1] + "\n"
    before = hashlib.blake2b(text.encode(), digest_size=32).hexdigest()
    assert before == row["hash"], n
assert before == sys.argv[2]
END
for i in 1 2 3; do STARTS=2026-12-05 plan_of "$T/w$i.xml" "RX-W$i" 1 "$SLOW"; done
"$M" make "$T/w1.xml" "$T/w2.xml" "$T/w3.xml" --key "$T/key" --date 2026-12-04 --out "$T/made" --ledger "$LEDGER" --shop "$SHOP" \
    --templates "$ROOT/templates" >/dev/null 2>&1 &
writer=$!
copies=0
while kill -0 "$writer" 2>/dev/null && [ "$copies" -lt 20 ]; do
    copies=$((copies + 1))
    "$M" ledger backup "$T/copy$copies" --ledger "$LEDGER" >/dev/null 2>&1 || echo bad >>"$T/bad-copies"
done
wait "$writer"
ledger backup "$T/copy-last"
exits "a copy at the end" 0
is "copies while a run writes ($copies)" test ! -e "$T/bad-copies" -a "$copies" -ge 1
for copy in "$T"/copy*; do
    is "$(basename "$copy") is whole by itself" "$M" ledger check --ledger "$copy"
done
ledger backup "$T/copy-last"
exits "never over another" 3
warns "says why" 'MT901'

# ---- a mistyped name: an empty ledger made there would answer that nobody holds the lot
for question in check out "lot 2EXCVF2D" balance; do
    # shellcheck disable=SC2086
    program ledger $question --ledger "$T/mistyped"
    exits "ledger $question of a ledger that is not there" 3
    warns "ledger $question: it is said" 'MT901.*No such file'
done
program verify "MT1:0" --ledger "$T/mistyped" --key "$T/key"
warns "verify with a ledger that is not there" 'MT901.*No such file'
is "none was made" test ! -e "$T/mistyped"

# ---- meddled with: the first broken row is named
TOTAL=$("$M" ledger check --ledger "$T/copy-last" | sed 's/ rows.*//')
meddle() { # NAME SQL ROW
    cp "$T/copy-last" "$T/meddled" && chmod 600 "$T/meddled"
    "$PYTHON" - "$T/meddled" "$2" <<'END' || fail "meddling: $1"
import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
for name, in db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
    db.execute(f"DROP TRIGGER {name}")
db.executescript(sys.argv[2])
db.commit()
END
    program ledger check --ledger "$T/meddled"
    exits "$1: found" 1
    says "$1: row $3" "BROKEN at row $3:"
    warns "$1" "error MT909: row $3 of the journal"
    rm -f "$T/meddled"*
}
meddle "a strength of a lot" "UPDATE journal SET mass = mass * 10 WHERE seq = (SELECT min(seq) FROM journal WHERE kind = 'lot')" \
    "$("$M" ledger all --ledger "$T/copy-last" | sed -n 's/^\([0-9]*\)  [^ ]*Z  lot .*/\1/p' | head -n 1)"
meddle "a void taken back" "DELETE FROM journal WHERE seq = (SELECT max(seq) FROM journal WHERE kind = 'void')" \
    "$("$M" ledger all --ledger "$T/copy-last" | sed -n 's/^\([0-9]*\)  [^ ]*Z  void .*/\1/p' | tail -n 1)"
meddle "who did it" "UPDATE journal SET who = 'Somebody else' WHERE seq = 7" 7
meddle "when" "UPDATE journal SET at = '2026-11-01T00:00:00Z' WHERE seq = $TOTAL" "$TOTAL"
meddle "a space behind a reason" "UPDATE journal SET note = note || ' ' WHERE seq = 12" 12
meddle "two rows exchanged" "UPDATE journal SET seq = 900001 WHERE seq = 20; UPDATE journal SET seq = 20 WHERE seq = 21; UPDATE journal SET seq = 21 WHERE seq = 900001" 20
meddle "a row added by hand" "INSERT INTO journal SELECT $TOTAL + 1, at, kind, who, papers, rx, revision, fill, lot, drug, item, mass, volume, day, digest, word, payload, path, version, note, hash FROM journal WHERE seq = $TOTAL" "$((TOTAL + 1))"
meddle "the first row gone" "DELETE FROM journal WHERE seq = 1" 1
meddle "all hashes of the end made anew from a wrong row" "UPDATE journal SET hash = '$(printf '%064d' 0)' WHERE seq = 15" 15
cp "$T/copy-last" "$T/meddled" && chmod 644 "$T/meddled"
program ledger check --ledger "$T/meddled"
warns "a ledger that others can read" MT902
finish
