# SPDX-License-Identifier: GPL-3.0-or-later
# What was really done for a lot: judged against its worksheet, written down once, and every milligram accounted for.
. "$(dirname "$0")/lib.sh"
approved_shop
bare key new --key "$T/key" --name t
worked "$T/worked.xml"
LEDGER=$T/ledger.db
record() { program record "$1" --ledger "$LEDGER" --by "C. Cases"; }
word_of() { sed -n "s/.*warning $1: .*\\[\\([A-Z]*\\)\\]\$/\\1/p" "$T/err" | head -n 1; }
rows() { "$M" ledger all --ledger "$LEDGER" | wc -l; }   # and leaves what was said last
balance() { "$M" ledger balance --ledger "$LEDGER" | grep "^clonazepam,$1,"; }
TABLETS='<used of="Clonazepam 0.5 mg tablets, uncoated immediate-release" amount="94 tablets" maker="Example Generics" lot="CL2093" ndc="00000-2093-01" expires="2029-05-31" by="TL" checked-by="JR"/>'
ORAPLUS='<used of="Ora-Plus" amount="235 mL" maker="Example Vehicles" lot="OP7782" expires="2029-11-30" by="TL"/>'
MADE='<yield volume="468 mL"/>'
# lot_record LOT REST [CORRECTION]: the record of the worked example's lot, all lines as its worksheet asks; $USED, $VEHICLE
# and $YIELD change one thing.
lot_record() {
    cat <<END
<record lot="$1" on="2026-11-30" by="T. Lind" checked-by="J. Ruiz, RPh"${3-} xmlns="urn:microtaper:record:1">
  ${USED-$TABLETS}
  ${VEHICLE-$ORAPLUS}
  <used of="Ora-Sweet" maker="Example Vehicles" lot="OS1160" expires="2029-12-31" by="TL"/>
  ${YIELD-$MADE}
  <check of="pH" found="5.9" by="JR"/>
  $2
</record>
END
}
RELEASE='<release by="J. Ruiz, RPh"/>'

program make "$T/worked.xml" --key "$T/key" --date 2026-11-30 --out "$T/made" --ledger "$LEDGER"
exits "papers with a ledger" 0
LOT=$(basename "$T"/made/batches/*.pdf .pdf)
program ledger lot "$LOT" --ledger "$LEDGER"
says "the worksheet's count is in the ledger" 'limit .*Clonazepam 0\.5 mg tablets.*94 tablets to 94 tablets'
says "its measured volume too" 'limit .*Ora-Plus.*232\.65 mL to 237\.35 mL, target 235 mL'
says "and the yield" 'limit .*yield.*446\.5 mL to 493\.5 mL, target 470 mL'
pdftotext -layout "$T/made/batches/$LOT.pdf" "$T/sheet.txt"
is "as the worksheet prints it" sh -c "tr -s ' \n' ' ' <'$T/sheet.txt' | grep -q '232.65 mL to'"
WORD=$(sed -n 's/.* bottle .* \([0-9A-Z]*-[0-9A-Z]*-[0-9A-Z]\)  (.*/\1/p' "$T/out" | head -n 1)
is "the bottle's check word: $WORD" test -n "$WORD"
BEFORE=$(rows)

# Refused, and nothing written.
refused() { # NAME CODE FILE
    record "$3"
    exits "$1: refused" 1
    warns "$1: $2" "$2: "
    is "$1: no row" test "$(rows)" = "$BEFORE"
}
lot_record 2EXC0000 "$RELEASE" >"$T/r.xml"
refused "a lot that is not known" MT913 "$T/r.xml"
lot_record "$LOT" "$RELEASE" ' correction="typing"' >"$T/r.xml"
refused "a correction of nothing" MT914 "$T/r.xml"
VEHICLE='<used of="Ora-Blend" amount="235 mL" maker="V" lot="1" expires="2029-11-30" by="TL"/>' lot_record "$LOT" "$RELEASE" >"$T/r.xml"
refused "not on the worksheet" MT915 "$T/r.xml"
warns "the line it leaves out is named" 'MT917: record: .*nothing is recorded for Ora-Plus'
VEHICLE='<used of="Ora-Plus" amount="235 mg" maker="V" lot="1" expires="2029-11-30" by="TL"/>' lot_record "$LOT" "$RELEASE" >"$T/r.xml"
refused "another unit" MT915 "$T/r.xml"
VEHICLE='<used of="Ora-Plus" amount="235 mL" maker="V" expires="2029-11-30" by="TL"/>' lot_record "$LOT" "$RELEASE" >"$T/r.xml"
refused "no lot of the component" MT917 "$T/r.xml"
YIELD='' lot_record "$LOT" "$RELEASE" >"$T/r.xml"
refused "no yield" MT917 "$T/r.xml"
VEHICLE='<used of="Ora-Plus" amount="235 mL" maker="V" lot="1" expires="2026-11-29" by="TL"/>' lot_record "$LOT" "$RELEASE" >"$T/r.xml"
refused "expired the day before" MT919 "$T/r.xml"
VEHICLE='<used of="Ora-Plus" amount="235 mL" maker="V" lot="1" expires="2027-01-02" by="TL"/>' lot_record "$LOT" "$RELEASE" >"$T/r.xml"
refused "expires a day before the discard-after date" MT919 "$T/r.xml"
lot_record "$LOT" "<returned word=\"AAAA-AAAA-A\" reason=\"not collected\"/>$RELEASE" >"$T/r.xml"
refused "a bottle of no such word" MT923 "$T/r.xml"
lot_record "$LOT" "" >"$T/r.xml"
refused "neither released nor void" MT117 "$T/r.xml"
lot_record "$LOT" "$RELEASE<void by=\"J. Ruiz, RPh\" reason=\"both\"/>" >"$T/r.xml"
refused "released and void" MT116 "$T/r.xml"
USED='<used of="Clonazepam 0.5 mg tablets, uncoated immediate-release" amount=".5 mg" by="TL"/>' lot_record "$LOT" "$RELEASE" >"$T/r.xml"
refused "a naked point" 'r.xml:2: error MT201: used\[1\]/@amount' "$T/r.xml"
YIELD='<yield volume="440 mL"/>' lot_record "$LOT" "$RELEASE" >"$T/r.xml"
refused "a yield too small" MT920 "$T/r.xml"
warns "that does not fill the bottle" 'warning MT921: yield: 440 mL were made, the labels say 454 mL'

# Out of limits: named, and accepted only by name, with the word of just this number.
USED='<used of="Clonazepam 0.5 mg tablets, uncoated immediate-release" amount="93 tablets" maker="Example Generics" lot="CL2093" expires="2029-05-31" by="TL"/>'
export USED
lot_record "$LOT" "$RELEASE" >"$T/r.xml"
refused "a tablet too few" MT918 "$T/r.xml"
warns "with the numbers" 'warning MT918: used\[1\]: .*: 93 tablets, the worksheet allows exactly 94 tablets '
CHECK=$(word_of MT918)
lot_record "$LOT" "<accept code=\"MT918\" place=\"used[1]\" check=\"ZZZZ\" by=\"J. Ruiz, RPh\" on=\"2026-11-30\" reason=\"x\"/>$RELEASE" >"$T/r.xml"
refused "a wrong word accepts nothing" MT918 "$T/r.xml"
lot_record "$LOT" "<waste amount=\"14 mL\" witness=\"A. Poe\" reason=\"left in the vessel\"/><deviation reason=\"one tablet fell\" by=\"TL\"/>
  <accept code=\"MT918\" place=\"used[1]\" check=\"$CHECK\" by=\"J. Ruiz, RPh\" on=\"2026-11-30\" reason=\"1 % below\"/>$RELEASE" >"$T/first.xml"
is "the record is as its schema says" xmllint --nonet --noout --schema "$ROOT/templates/schema/record.xsd" "$T/first.xml"
record "$T/first.xml"
exits "accepted by name" 0
# 93 x 0.5 mg = 46.5 mg; 454 mL of 0.1 mg per mL = 45.4 mg; 14 mL = 1.4 mg.
says "every milligram" "lot $LOT released: 46\\.5 mg taken = 45\\.4 mg in bottles \\+ 1\\.4 mg wasted \\+ 0 mg returned \\+ -0\\.3 mg difference"
program ledger lot "$LOT" --ledger "$LEDGER"
says "who accepted it" 'accept .*J\. Ruiz.*MT918 used\[1\].*1 % below'
says "the count" 'weight .*TL.*93 tablets; Example Generics, lot CL2093'
says "the deviation" 'remark .*deviation.*one tablet fell'
says "the check" 'remark .*check pH.*5\.9'
says "the yield" 'yield .*46\.8 mg  468 mL'
says "who released it" 'record .*released.*released by J\. Ruiz, RPh'
program ledger check --ledger "$LEDGER"
exits "the chain is whole" 0
BEFORE=$(rows)
refused "the same record again" MT914 "$T/first.xml"

# A correction takes the place of the first record; both stay to be read.
unset USED
lot_record "$LOT" "<waste amount=\"1.4 mg\" witness=\"A. Poe\" reason=\"left in the vessel\"/>$RELEASE" ' correction="the tablet was found: 94 were crushed"' >"$T/r.xml"
record "$T/r.xml"
exits "a correction that says why" 0
says "counts instead" '47 mg taken = 45\.4 mg in bottles \+ 1\.4 mg wasted \+ 0 mg returned \+ 0\.2 mg difference'
is "in the balance" test "$(balance "$LOT")" = "clonazepam,$LOT,released,,47,45.4,1.4,0,,0.2"
is "of the drug" test "$(balance '')" = "clonazepam,,,0,47,45.4,1.4,0,-47,0.2"
program ledger lot "$LOT" --ledger "$LEDGER"
is "both records stand" test "$(grep -c ' record ' "$T/out")" -eq 2
BEFORE=$(rows)
lot_record "$LOT" "$RELEASE<accept code=\"MT920\" place=\"yield\" check=\"ABCD\" by=\"J\" on=\"2026-11-30\" reason=\"x\"/>" ' correction="again"' >"$T/r.xml"
refused "an accept that matches nothing" MT271 "$T/r.xml"

# The same as CSV, by standard input: a bottle stays in the pharmacy.
csv() {
    cat <<END
element,lot,on,by,checked-by,correction,of,amount,volume,maker,ndc,expires,word,found,witness,reason
record,$LOT,2026-11-30,T. Lind,"J. Ruiz, RPh",not collected,,,,,,,,,,
used,CL2093,,TL,,,"Clonazepam 0.5 mg tablets, uncoated immediate-release",90 tablets,,Example Generics,00000-2093-01,2029-05-31,,,,
used,CL2094,,TL,,,"Clonazepam 0.5 mg tablets, uncoated immediate-release",${1-4 tablets},,Example Generics,,2029-06-30,,,,
used,OP7782,,TL,,,Ora-Plus,235 mL,,Example Vehicles,,2029-11-30,,,,
used,OS1160,,TL,,,Ora-Sweet,,,Example Vehicles,,2029-12-31,,,,

yield,,,,,,,,468 mL,,,,,,,
waste,,,,,,,14 mL,,,,,,,A. Poe,left in the vessel
returned,,,,,,,,,,,,$WORD,,,not collected
release,,,"J. Ruiz, RPh",,,,,,,,,,,,
END
}
csv '4. tablets' >"$T/r.csv"
refused "a fault in a CSV file has its line" 'r\.csv:4: error MT201: used\[2\]/@amount' "$T/r.csv"
csv | sed '1s/^element/row/' >"$T/r.csv"
refused "a CSV without its first column" 'r\.csv:1: error MT122' "$T/r.csv"
csv | sed '3s/90 tablets,/"90 tablets,/' >"$T/r.csv"
refused "a quotation that does not end" 'r\.csv:3: error MT122' "$T/r.csv"
csv | sed '5s/$/,x/' >"$T/r.csv"
refused "a cell too many" 'r\.csv:5: error MT122' "$T/r.csv"
csv | sed '1s/witness/witnes/' >"$T/r.csv"
refused "a column of no meaning" 'r\.csv:9: error MT113: waste\[1\]/@witnes' "$T/r.csv"
status=0
csv | "$M" record - --ledger "$LEDGER" --by "C. Cases" >"$T/out" 2>"$T/err" || status=$?
exits "CSV on standard input" 0
says "two lots of tablets make one line" '47 mg taken = 0 mg in bottles \+ 1\.4 mg wasted \+ 45\.4 mg returned \+ 0\.2 mg difference'
program ledger out --ledger "$LEDGER"
says "the bottle is not out" '^0 rows'
csv | sed "2s/not collected/collected after all/; /^returned/d" >"$T/r.csv"
record "$T/r.csv"
says "it is collected after all: a correction" '45\.4 mg in bottles \+ 1\.4 mg wasted \+ 0 mg returned \+ 0\.2 mg difference'

# A lot that was given up: its papers are void, and nothing gives them back.
NUMBER=RX-2 rx "$T/two.xml" '<hold for="14 days"/><reduce by="5 %" of="current" per="14 days" until="0.6 mg"/><stop/>' "$THREE" "$FIVE"
program make "$T/two.xml" --key "$T/key" --date 2026-11-30 --out "$T/made" --ledger "$LEDGER"
TWO=$(ls "$T/made/batches" | grep -v "$LOT" | sed 's/\.pdf//')
cat >"$T/void.xml" <<END
<records xmlns="urn:microtaper:record:1">
  <record lot="$TWO" on="2026-11-30" by="T. Lind" checked-by="J. Ruiz, RPh">
    <used of="Clonazepam 0.5 mg tablets, uncoated immediate-release" amount="94 tablets" by="TL"/>
    <waste amount="47 mg" witness="A. Poe" reason="the vessel broke"/>
    <void by="J. Ruiz, RPh" reason="the vessel broke"/>
  </record>
</records>
END
is "a void record is as its schema says" xmllint --nonet --noout --schema "$ROOT/templates/schema/record.xsd" "$T/void.xml"
record "$T/void.xml"
exits "a void lot need not be whole" 0
says "all of it is wasted" "lot $TWO void: 47 mg taken = 0 mg in bottles \\+ 47 mg wasted \\+ 0 mg returned \\+ 0 mg difference"
payload=$("$PYTHON" -c "import json, sys; print([f for p in json.load(open(sys.argv[1]))['prescriptions'] if p['prescription'] == 'RX-2' for f in p['files']][0]['payloads'][0])" "$T/made/manifest.json")
echo "$payload" >"$T/payload"
program verify "$T/payload" --key "$T/key" --ledger "$LEDGER" --date 2026-12-01
exits "its bottle is void at the scan" 15
"$PYTHON" -c "import json, sys; print([f for p in json.load(open(sys.argv[1]))['prescriptions'] if p['prescription'] == 'RX-2' for f in p['files']][1]['payloads'][0])" "$T/made/manifest.json" >"$T/chart"
program verify "$T/chart" --key "$T/key" --ledger "$LEDGER" --date 2026-12-01
exits "its chart too" 15
program make "$T/two.xml" --key "$T/key" --date 2026-11-30 --out "$T/made" --ledger "$LEDGER"
exits "its fill is made anew, and nothing need be said" 0
REMADE=$(ls "$T/made/batches" | grep -v "$LOT" | grep -v "$TWO" | sed 's/\.pdf//')
is "a remake has another lot: $REMADE" test "${#REMADE}" -eq 8
program ledger lot "$REMADE" --ledger "$LEDGER"
says "its bottle is of that lot" "bottle .*RX-2 revision 1 fill 1  lot $REMADE"
program ledger out --ledger "$LEDGER"
is "and stands for it alone" test "$(grep -c RX-2 "$T/out")" -eq 1
lot_record "$REMADE" "<waste amount=\"14 mL\" witness=\"A. Poe\" reason=\"left\"/>$RELEASE" >"$T/r.xml"
record "$T/r.xml"
exits "and is recorded" 0
BEFORE=$(rows)
sed 's/checked-by="J. Ruiz, RPh"/& correction="not broken"/' "$T/void.xml" >"$T/r.xml"
refused "a void lot stays void" MT914 "$T/r.xml"

# A ledger of before: no limits are known, which a person takes upon themselves.
"$PYTHON" - "$LEDGER" <<'END'
import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
db.execute("DROP TRIGGER journal_no_delete")
db.execute("DELETE FROM journal WHERE kind IN ('limit', 'record', 'weight', 'take', 'yield', 'remark', 'accept', 'return', 'waste')")
db.commit()
END
lot_record "$LOT" "$RELEASE" >"$T/r.xml"
record "$T/r.xml"
exits "a lot without limits" 1
warns "cannot be compared" 'warning MT916: record'
lot_record "$LOT" "<accept code=\"MT916\" place=\"record\" check=\"$(word_of MT916)\" by=\"J. Ruiz, RPh\" on=\"2026-11-30\" reason=\"compared by hand\"/>$RELEASE" >"$T/r.xml"
record "$T/r.xml"
exits "compared by hand, and accepted" 0
says "it took what was planned" '47 mg taken = '
bare record "$T/r.xml"
exits "no ledger" 2
program record "$T/none.xml" --ledger "$LEDGER"
warns "no such file" MT101
finish
