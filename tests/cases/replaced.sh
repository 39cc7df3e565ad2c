# SPDX-License-Identifier: GPL-3.0-or-later
# A bottle that was lost or spoilt: another from the day stated, its label, chart and order; what the ledger and a scan say of the old one.
. "$(dirname "$0")/lib.sh"
approved_shop
"$M" key new --key "$T/key" --name t >/dev/null 2>&1
SAMPLE=$SAMPLES/clonazepam-replaced.xml
sed '/<replaced/,/\/>/d; s/revision="2"/revision="1"/' "$SAMPLE" >"$T/first.xml"

# with LINES: the first revision made the second, with these elements in it.
with() { sed "s|</prescription>|$1</prescription>|; s|revision=\"1\"|revision=\"${2:-2}\"|" "$T/first.xml" >"$T/rx.xml"; }
lost() { echo "<replaced drug=\"clonazepam\" bottle=\"$1\" from=\"$2\" reason=\"$3\" on=\"$4\" by=\"Imani Okafor\" role=\"patient\"${5-}/>"; }

# ---- the plan
program check --xsd "$SAMPLE"
exits "the sample is clear" 0
program plan "$SAMPLE"
says "the fill as it began" 'Fill 1: 2026-11-17 to 2026-12-14; make on 2026-11-16'
says "its replacement" 'Fill 1, replacement: 2026-12-01 to 2026-12-14; make on 2026-11-30'
says "the new bottle, to the old one's last day, by the same volumes" 'bottle C \(1 of 1\)  clonazePAM 0\.1 mg per mL  2026-12-01 to 2026-12-09  190 mL in .*; replaces bottle A'
says "rows name it" '2026-12-01  2026-12-09  morning +9 mL +0\.9 mg  1C'
says "and go on with the second bottle" '2026-12-10  2026-12-14  morning +9 mL +0\.9 mg  1B'
program plan "$SAMPLE" --fills --format csv
says "it is a fill of its order" '^microtaper-fills-1,RX-1074,2,1,clonazepam,2026-11-30,2026-12-01,2026-12-14,9,0,190,1,.*,2026-11-12,2,3200,A$'
says "and the next fill the third" '^microtaper-fills-1,RX-1074,2,2,.*,2026-11-12,3,2400,$'
"$M" plan "$T/first.xml" --shop "$SHOP" --templates "$ROOT/templates" --targets --format csv 2>/dev/null | cut -d, -f4- >"$T/before"
program plan "$SAMPLE" --targets --format csv
cut -d, -f4- "$T/out" >"$T/after"
is "no dose changes" cmp "$T/before" "$T/after"

# ---- what is stated
with "$(lost B 2026-12-01 spilled 2026-11-30)"
program check "$T/rx.xml"
exits "another bottle than the one in use" 1
warns "is named" 'MT530: replaced: bottle B of clonazepam, from 2026-12-01: on that day fill 1 takes it from bottle A'
with "$(lost A 2030-12-01 spilled 2026-11-30)"
program check "$T/rx.xml"
warns "a day of no fill" 'MT530: .*no fill has that day'
with "$(lost A 2026-12-01 lost 2026-11-30)"
program check "$T/rx.xml"
exits "a lost bottle waits for a name" 1
warns "and says why" 'MT534: replaced: bottle A of clonazepam was reported lost on 2026-11-30 by Imani Okafor'
with "$(lost A 2026-12-01 broken 2026-11-30)$(lost C 2026-12-05 spoiled 2026-12-04)" 3
program check "$T/rx.xml"
warns "the second loss" 'MT535: .*bottle C, reported on 2026-12-04, is loss 2 of clonazepam; bottle A was reported on 2026-11-30'
program plan "$T/rx.xml"
says "the second replacement" 'bottle D \(1 of 1\).*2026-12-05 to 2026-12-09 .*; replaces bottle C'
with "$(lost A 2026-12-01 broken 2026-11-30)$(lost B 2026-12-10 broken 2026-11-30)"
program plan "$T/rx.xml"
lacks "two reported together are one loss" 'MT535'
says "and are given together" 'bottle D \(2 of 2\).*2026-12-10 to 2026-12-14 .*; replaces bottle B'
with "$(lost A 2026-12-01 spilled 2026-11-30 ' left=\"120 mL\"')"
program check "$T/rx.xml"
warns "less was left than the doses need" 'MT536: .*bottle A of clonazepam held 120 mL on 2026-11-30; by the plan it held 189 mL to 212 mL'
with "$(lost A 2026-12-01 spilled 2026-11-30)" 1
program check "$T/rx.xml"
warns "a new revision is needed" 'MT335: .*still revision 1'
with "$(lost A 2026-12-01 spilled 2026-11-30 ' order=\"2026-11-30\"')"
program check "$T/rx.xml"
warns "its order is not there" 'MT538: .*no order of clonazepam written on 2026-11-30'
sed -i 's|<purpose>|<order drug="clonazepam" quantity="200 mL" refills="0" written="2026-11-30"/><purpose>|' "$T/rx.xml"
program plan "$T/rx.xml" --fills --format csv
says "an order of its own" ',190,1,.*,2026-11-30,1,0,A$'
says "leaves the other as it was" '^microtaper-fills-1,RX-1074,2,2,.*,2026-11-12,2,3200,$'
sed 's/refills="5"/refills="0"/' "$SAMPLE" >"$T/rx.xml"
program make "$T/rx.xml" --key "$T/key" --date 2026-11-30 --out "$T/none"
exits "no order left for it" 1
warns "it needs a new one" 'MT523: .*fill 1: the order of 2026-11-12 has 0 refills, and its 1 fills are used up'
program make "$SAMPLE" --key "$T/key" --date 2026-11-29 --out "$T/none"
warns "not before the report" 'MT537: .*bottle C is made on 2026-11-29; that bottle A was lost was reported on 2026-11-30'

# ---- papers and ledger
program make "$SAMPLE" --key "$T/key" --date 2026-11-30 --out "$T/none" --ledger "$T/none.db"
exits "a bottle that the ledger never gave out" 1
warns "is told" 'MT925: replaced: bottle A of clonazepam, fill 1, revision below 2'
program make "$T/first.xml" --key "$T/key" --date 2026-11-16 --out "$T/o" --ledger "$T/db"
exits "the first papers" 0
program make "$SAMPLE" --key "$T/key" --date 2026-11-30 --out "$T/o" --ledger "$T/db"
exits "the papers of the replacement" 0
says "one label, one worksheet" 'RX-1074 revision 2 fill 1: 1 label, chart of [0-9]+ pages, 1 worksheet'
pdftotext -layout "$T/o/rx/RX-1074/r2-f1/labels.pdf" - 2>/dev/null | tr -s ' \n\302\240' ' ' >"$T/out"
says "its label names the old one" 'IN PLACE OF BOTTLE A: do not use bottle A any more'
says "and its own days" 'Use from 1 Dec to 9 Dec 2026'
pdftotext -layout "$T/o/rx/RX-1074/r2-f1/chart.pdf" - 2>/dev/null | tr -s ' \n' ' ' >"$T/out"
says "the chart begins with it" 'From Tuesday 1 December 2026 take clonazePAM from bottle C: it takes the place of bottle A\. Do not use what may be left in bottle A'
says "and leads to the second bottle" 'NEW BOTTLE B from today'
lacks "no day before" '30 November'
program ledger out --ledger "$T/db"
says "the second bottle is out" 'B 2 of 2'
says "the new one too" 'C 1 of 1'
lacks "the old one is not" 'A 1 of 2'
program ledger rx RX-1074 --ledger "$T/db"
says "who reported it, when, why, and what was left" 'replace .*A by C  200 mL  2026-12-01 .*spilled; reported on 2026-11-30 by Imani Okafor, patient; Fell from'
program ledger balance --ledger "$T/db"
says "both lots stay in the books" '^clonazepam,,,0,.*,85\.7,0,0,'

codes_of() {
    "$PYTHON" - "$1" >"$T/codes" <<'END'
import sqlite3, sys
for item, word, payload in sqlite3.connect(sys.argv[1]).execute("SELECT item, word, payload FROM journal WHERE kind = 'bottle'"):
    print(item[0], word, payload, sep="\t")
END
}
codes_of "$T/db"
code() { awk -F'\t' -v letter="$1" '$1 == letter { print $3 }' "$T/codes"; }
program verify "$(code A)" --rx "$SAMPLE" --key "$T/key" --date 2026-12-01
exits "the old bottle from the new one's first day" 15
says "is replaced" '^REPLACED: reported on 2026-11-30; bottle C takes its place since 2026-12-01: do not use this one'
program verify "$(code A)" --rx "$SAMPLE" --key "$T/key" --date 2026-11-30
exits "on the day before it may still be the one" 0
program verify "$(code A)" --ledger "$T/db" --key "$T/key" --date 2026-12-01
exits "by the ledger alone" 15
says "replaced, and why" 'REPLACED since 2026-12-01: do not use this bottle: A by C: spilled'
for letter in B C; do
    program verify "$(code $letter)" --rx "$SAMPLE" --ledger "$T/db" --key "$T/key" --date 2026-12-01
    exits "bottle $letter stands" 0
done
{ code C; "$PYTHON" -c 'import sqlite3, sys
for row in sqlite3.connect(sys.argv[1]).execute("SELECT payload FROM journal WHERE kind = '"'chart'"' AND revision = 2"): print(row[0])' "$T/db"; } >"$T/scans"
status=0
"$M" verify - --rx "$SAMPLE" --key "$T/key" --date 2026-11-30 --at handout --shop "$SHOP" --templates "$ROOT/templates" <"$T/scans" >"$T/out" 2>"$T/err" || status=$?
exits "a session of the replacement is whole without the other bottles" 0

# ---- papers that are void replace nothing
set=$("$M" ledger rx RX-1074 --ledger "$T/db" | awk '/prepare .* revision 2 / { print $1 }')
program ledger void-set "$set" --ledger "$T/db" --reason "not fetched"
program verify "$(code A)" --ledger "$T/db" --key "$T/key" --date 2026-12-01
lacks "the old bottle counts again" 'REPLACED'

# ---- dropped before its first day: the one made for it is for the same days, and made on the same day
with "$(lost A 2026-11-17 broken 2026-11-16)"
for file in first rx; do program make "$T/$file.xml" --key "$T/key" --date 2026-11-16 --out "$T/early" --ledger "$T/early.db"; done
exits "the papers of the one in its place" 0
codes_of "$T/early.db"
sed 's/revision="2"/revision="3"/; s/slowly/by and by/' "$T/rx.xml" >"$T/third.xml"
program verify "$(code A)" --rx "$T/third.xml" --key "$T/key" --date 2026-11-17
exits "under a later revision the old one" 15
says "is replaced" '^REPLACED: reported on 2026-11-16; bottle C takes its place since 2026-11-17'
program verify "$(code C)" --rx "$T/third.xml" --key "$T/key" --date 2026-11-17
exits "and the new one is not taken for it" 0
says "it is to be used" '^MATCH: follow chart revision 3'

# ---- of two drugs and two fills in the ledger the bottle that is meant, and no other
DIAZEPAM='<taking drug="diazepam"><dose at="bedtime">5 mg</dose></taking>'
sed -e "s|<liquid |$DIAZEPAM&|; s|<taper |<liquid drug=\"diazepam\" strength=\"1 mg per mL\" syringe=\"10 mL\" graduation=\"0.2 mL\"/>&|" \
    -e 's|<purpose>|<order drug="diazepam" quantity="400 mL" refills="5" written="2026-11-12"/>&|; s|<reduce [^>]*>||; s|<hold for="14 days"/>|<hold for="40 days"/>|' \
    "$T/first.xml" >"$T/two.xml"
program make "$T/two.xml" --key "$T/key" --date 2026-11-16 --out "$T/two" --ledger "$T/two.db"
program make "$T/two.xml" --fill 2 --key "$T/key" --date 2026-11-26 --out "$T/two" --ledger "$T/two.db"
exits "two fills of two drugs" 0
sed "s|</prescription>|$(lost B 2026-11-26 broken 2026-11-26 | sed 's/"clonazepam"/"diazepam"/')</prescription>|; s/revision=\"1\"/revision=\"2\"/" "$T/two.xml" >"$T/rx.xml"
program make "$T/rx.xml" --fill 1 --key "$T/key" --date 2026-11-26 --out "$T/two" --ledger "$T/two.db"
exits "the diazepam is given again" 0
program ledger rx RX-1074 --ledger "$T/two.db"
says "its bottle is replaced" ' replace .* fill 1 .*B by C '
"$PYTHON" - "$T/two.db" >"$T/codes" <<'END'
import sqlite3, sys
for fill, drug, item, payload in sqlite3.connect(sys.argv[1]).execute("SELECT fill, drug, item, payload FROM journal WHERE kind = 'bottle' AND revision = 1"):
    print(f"{fill}-{item[0]}", drug, payload, sep="\t")
END
is "both fills have one" grep -q '^2-B.diazepam' "$T/codes"
for bottle in $(cut -f1 "$T/codes"); do
    program verify "$(code "$bottle")" --ledger "$T/two.db" --key "$T/key" --date 2026-11-26
    if [ "$bottle" = 1-B ]; then exits "the broken one" 15; else lacks "bottle $bottle was not" 'REPLACED'; fi
done

# ---- Spanish, and lost
with "$(lost A 2026-12-01 lost 2026-11-30)"
sed -i 's/language="en" print="standard"/language="es" print="standard"/' "$T/rx.xml"
program check "$T/rx.xml"
word=$(sed -n 's/.*MT534.*\[\([A-Z]*\)\]$/\1/p' "$T/err")
sed -i "s|</prescription>|<accept code=\"MT534\" place=\"replaced\" check=\"$word\" by=\"J. Ruiz, RPh\" on=\"2026-11-30\" reason=\"Dr. Whitfield agrees\"/></prescription>|" "$T/rx.xml"
program make "$T/rx.xml" --key "$T/key" --date 2026-11-30 --out "$T/es"
exits "accepted by name" 0
pdftotext -layout "$T/es/rx/RX-1074/r2-f1/chart.pdf" - 2>/dev/null | tr -s ' \n' ' ' >"$T/out"
says "in Spanish" 'Si encuentra el frasco A, no lo use'
pdftotext -layout "$T/es/rx/RX-1074/r2-f1/labels.pdf" - 2>/dev/null | tr -s ' \n' ' ' >"$T/out"
says "on the label" 'EN LUGAR DEL FRASCO A'

# ---- against the oracle, all of these together
with "$(lost B 2026-12-10 stolen 2026-11-30)$(lost A 2026-12-02 stolen 2026-11-30)$(lost C 2026-12-05 broken 2026-12-04 ' order=\"2026-12-04\"')$(lost A 2026-12-20 spoiled 2026-12-17)" 5
sed -i 's|<purpose>|<order drug="clonazepam" quantity="300 mL" refills="1" written="2026-12-04"/><purpose>|' "$T/rx.xml"
status=0
MICROTAPER=$M "$PYTHON" "$ROOT/tests/oracle/compare.py" --shop "$SHOP" "$T/rx.xml" >"$T/out" 2>"$T/err" || status=$?
exits "the oracle agrees" 0
says "on every row" ' rows in all, 0 differ'

finish
