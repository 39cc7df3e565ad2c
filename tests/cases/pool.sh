# SPDX-License-Identifier: GPL-3.0-or-later
# Shared lots: prescriptions of one run in one vessel up to a stated size; the same bytes for any number of workers; taken up
# again; a prescription that fails once the lots are frozen is said and marked on its worksheet.
. "$(dirname "$0")/lib.sh"
approved_shop
"$M" key new --key "$T/key" --name t >/dev/null 2>&1
worked "$T/worked.xml"
pool() { sed -i '/<pool /d; s|^  <closed weekday="Sunday"/>|  <pool up-to="'"$1"'"/>\n&|' "$SHOP"; }
several() { # FILE NUMBER...: the worked example under each number
    file=$1
    shift
    {
        echo '<prescriptions xmlns="urn:microtaper:prescription:1">'
        for n; do sed 1d "$T/worked.xml" | sed "s/RX-1042/$n/"; done
        echo '</prescriptions>'
    } >"$file"
}
papers() {
    out=$1
    shift
    program make "$@" --key "$T/key" --date 2026-11-30 --out "$out"
}
lots() { find "$1/batches" -name '*.pdf' | sort; }
manifest() { "$PYTHON" -c "import json, sys; m = json.load(open(sys.argv[1])); print($2)" "$1/manifest.json"; }

# A fill of the worked example: 28 days of three doses, 12.8 mL a day at most, in bottles; hand-worked below from the plan.
several "$T/six.xml" RX-1 RX-2 RX-3 RX-4 RX-5 RX-6
papers "$T/apart" "$T/six.xml"
exits "six with their own lots" 0
is "each its own worksheet" test "$(lots "$T/apart" | wc -l)" -eq 6
each=$(manifest "$T/apart" "m['prescriptions'][0]['bottles']")

pool "2 L"
is "the shop is as its schema says" xmllint --noout --schema "$ROOT/templates/schema/shop.xsd" "$SHOP"
papers "$T/one" "$T/six.xml" --jobs 1
exits "six in shared lots" 0
says "the lot is told" 'lot [0-9A-Z]{8}: Clonazepam 0\.1 mg per mL'
contents=$(manifest "$T/one" "[l['contents_ml'] for l in m['lots']]")
is "lots of at most 2 L: $contents" "$PYTHON" -c '
import json, sys
m = json.load(open(sys.argv[1]))
lots = m["lots"]
assert all(float(l["contents_ml"]) <= 2000 for l in lots)
assert sum(l["bottles"] for l in lots) == sum(p["bottles"] for p in m["prescriptions"]) == 6 * int(sys.argv[2])
assert len({l["lot"] for l in lots}) == len(lots) and len(lots) < 6
for p in m["prescriptions"]:
    assert len(p["lots"]) == 1 and p["lots"][0] in {l["lot"] for l in lots}
    assert not any("batches/" in f["path"] for f in p["files"])
' "$T/one/manifest.json" "$each"
is "a worksheet each lot" test "$(lots "$T/one" | wc -l)" -eq "$(manifest "$T/one" "len(m['lots'])")"
for sheet in $(lots "$T/one"); do
    lot=$(basename "$sheet" .pdf)
    pdftotext -layout "$sheet" "$T/sheet.txt"
    for number in $(manifest "$T/one" "' '.join(p['prescription'] for p in m['prescriptions'] if '$lot' in p['lots'])"); do
        is "the worksheet of $lot names $number" grep -q "$number revision" "$T/sheet.txt"
        pdftotext "$T/one/rx/$number/r1-f1/labels.pdf" "$T/label.txt"
        is "the label of $number names $lot" grep -q "$lot" "$T/label.txt"
    done
    lacks "nothing is marked" 'NO PAPERS'
done
papers "$T/two" "$T/six.xml" --jobs 2
papers "$T/five" "$T/six.xml" --jobs 5
is "two workers make the same bytes" diff -r "$T/one" "$T/two"
is "five workers make the same bytes" diff -r "$T/one" "$T/five"

# Taken up again: what stands is kept, what is gone is made with the same lot.
papers "$T/two" "$T/six.xml"
exits "the same again" 0
says "all are kept" '^0 made, 6 kept'
rm -r "$T/two/rx/RX-3" "$(lots "$T/two" | head -n 1)"
papers "$T/two" "$T/six.xml"
says "what was gone is made" '^1 made, 5 kept'
is "with the same lot, the same bytes" diff -r "$T/one" "$T/two"

# The codes: bottles match their prescription, the worksheet's is genuine.
"$PYTHON" - "$T/one/manifest.json" >"$T/payloads" <<'END'
import json, sys
m = json.load(open(sys.argv[1]))
print(m["prescriptions"][3]["files"][0]["payloads"][0])
print(m["lots"][0]["file"]["payloads"][0])
END
sed -n 1p "$T/payloads" >"$T/bottle" && sed -n 2p "$T/payloads" >"$T/batch"
several "$T/four.xml" RX-4
program verify "$T/bottle" --rx "$T/four.xml" --key "$T/key" --date 2026-12-01
exits "a bottle of a shared lot matches" 0
program verify "$T/batch" --key "$T/key" --date 2026-12-01
exits "the worksheet's code is genuine" 10

# One that is refused joins no lot; the others' lots are those they would have without it.
sed '0,/RX-3"/s/RX-3"/RX-3" colour="red"/' "$T/six.xml" >"$T/onebad.xml"
several "$T/rest.xml" RX-1 RX-2 RX-4 RX-5 RX-6
papers "$T/onebad" "$T/onebad.xml"
exits "one refused of six" 1
papers "$T/rest" "$T/rest.xml"
is "it joined no lot" diff -r "$T/onebad/batches" "$T/rest/batches"
is "the others' papers are the same" diff -r "$T/onebad/rx" "$T/rest/rx"

# Papers that fail once the lots are frozen: said, and marked on the worksheet, which keeps its lot.
mkdir -p "$T/fails/rx" && : >"$T/fails/rx/RX-2"
papers "$T/fails" "$T/six.xml"
exits "a folder that cannot be made" 3
warns "it is said" 'MT803: prescription: .*RX-2'
warns "and that its worksheet was written again" 'note MT809: lot [0-9A-Z]{8}'
is "the others are made" test "$(find "$T/fails/rx" -name labels.pdf | wc -l)" -eq 5
is "the lots are the same" test "$(lots "$T/fails" | xargs -n 1 basename)" = "$(lots "$T/one" | xargs -n 1 basename)"
marked=0
for sheet in $(lots "$T/fails"); do
    pdftotext -layout "$sheet" "$T/sheet.txt"
    count=$(grep -c 'NO PAPERS YET: do not fill' "$T/sheet.txt")
    marked=$((marked + count))
    [ "$count" -eq 0 ] || is "the mark stands under RX-2" sh -c "grep -B1 'NO PAPERS' '$T/sheet.txt' | grep -q 'RX-2 revision'"
done
is "each of its bottles is marked ($marked of $each)" test "$marked" -eq "$each"
rm "$T/fails/rx/RX-2"
papers "$T/fails" "$T/six.xml"
exits "mended, the same command again" 0
says "only the missing one is made" '^1 made, 5 kept'
is "in the end all is as if nothing had failed" diff -r "$T/one" "$T/fails"

# A worksheet that cannot be published: none of its prescriptions gets a label.
first=$(basename "$(lots "$T/one" | head -n 1)")
mkdir -p "$T/sheets/batches/$first/x"
papers "$T/sheets" "$T/six.xml"
exits "a worksheet that cannot be written" 3
warns "the lot's own finding" 'MT803: .*batches'
warns "its prescriptions cannot be made" 'error MT808: lot'
is "no label without the record of its lot" sh -c "! find '$T/sheets/rx' -name labels.pdf | xargs -r -n 1 -I {} pdftotext {} - | grep -q '$(basename "$first" .pdf)'"

# Stock is judged of the whole lot, and one accept of any of its prescriptions holds for the lot.
cat >"$T/house/inventory.xml" <<END
<inventory xmlns="urn:microtaper:inventory:1">
  <item of="Clonazepam 0.5 mg tablets, uncoated immediate-release" maker="M" lot="L1" expires="2029-01-31" on-hand="150 tablets"/>
</inventory>
END
several "$T/pair.xml" RX-1 RX-2
papers "$T/short" "$T/pair.xml"
exits "too little for both, enough for either" 1
warns "the lot's shortage is said" 'warning MT543: item\[1\]: .*150 tablets are in stock'
is "of both, with one word" test "$(sed -n 's/.*MT543.*\[\([A-Z]*\)\]$/\1/p' "$T/err" | sort | uniq -c | sed 's/^ *//;s/ .*//')" = 2
is "no worksheet" test ! -e "$T/short/batches"
word=$(sed -n 's/.*MT543.*\[\([A-Z]*\)\]$/\1/p' "$T/err" | head -n 1)
sed '0,/<\/taper>/s/<\/taper>/&<accept code="MT543" place="item[1]" check="'"$word"'" by="J. Ruiz, RPh" on="2026-11-21" reason="more comes today"\/>/' "$T/pair.xml" >"$T/accepted.xml"
papers "$T/accepted" "$T/accepted.xml"
exits "accepted once for the lot" 0
warns "the acceptance is told of both" 'note MT543: .*accepted by J. Ruiz'
sed 's/check="'"$word"'"/check="ZZZZ"/' "$T/accepted.xml" >"$T/wrong.xml"
papers "$T/wrong" "$T/wrong.xml"
exits "a wrong word accepts nothing" 1
rm "$T/house/inventory.xml"

# A worker killed in the first phase: its prescription is proved again, and no lot is another for it.
several "$T/long.xml" $(seq -f 'RX-%g' 1 40)
"$M" make "$T/long.xml" --jobs 1 --key "$T/key" --date 2026-11-30 --out "$T/killed" --shop "$SHOP" --templates "$ROOT/templates" >"$T/out" 2>"$T/err" &
kill_a_worker $!
exits "a worker killed while it works" 0
papers "$T/whole" "$T/long.xml"
is "in the lots of an undisturbed run" diff -r "$T/killed/rx" "$T/whole/rx"

# With a ledger: the lot is known once, with its whole content, and both histories hold.
program make "$T/six.xml" --key "$T/key" --date 2026-11-30 --out "$T/kept" --ledger "$T/ledger"
exits "with a ledger" 0
program ledger check --ledger "$T/ledger"
exits "its chain is whole" 0
lot=$(basename "$(lots "$T/kept" | head -n 1)" .pdf)
program ledger lot "$lot" --ledger "$T/ledger"
says "who holds a lot" 'bottle .*RX-[1-6] revision 1 fill 1'
is "every bottle of the lot" test "$(grep -c ' bottle ' "$T/out")" -eq "$(manifest "$T/kept" "[l['bottles'] for l in m['lots'] if l['lot'] == '$lot'][0]")"
program ledger open --ledger "$T/ledger"
says "nothing is left open" '^0 rows'
program ledger all --ledger "$T/ledger"
is "a lot is written down once" test "$(grep -c ' lot  ' "$T/out")" -eq "$(lots "$T/kept" | wc -l)"
several "$T/seven.xml" RX-1 RX-2 RX-3 RX-4 RX-5 RX-6 RX-7
cp -r "$T/kept/batches" "$T/before"
program make "$T/seven.xml" --key "$T/key" --date 2026-11-30 --out "$T/kept" --ledger "$T/ledger"
exits "a seventh, later on the same day" 0
says "the six keep papers and lots" '^1 made, 6 kept'
is "their worksheets are as they were" sh -c "cd '$T/before' && for f in *; do cmp \"\$f\" '$T/kept/batches/'\"\$f\" || exit 1; done"
is "the seventh has a lot of its own" test "$(lots "$T/kept" | wc -l)" -eq "$(($(find "$T/before" -name '*.pdf' | wc -l) + 1))"
mkdir -p "$T/late/rx" && : >"$T/late/rx/RX-2"
program make "$T/six.xml" --key "$T/key" --date 2026-11-30 --out "$T/late" --ledger "$T/ledger2"
exits "papers that fail, with a ledger" 3
rm "$T/late/rx/RX-2"
program make "$T/six.xml" --key "$T/key" --date 2026-11-30 --out "$T/late" --ledger "$T/ledger2"
exits "mended: the same command again" 0
says "joins the lot that waited" '^1 made, 5 kept'
is "no mark is left" sh -c "for f in '$T'/late/batches/*.pdf; do pdftotext \"\$f\" - | grep -q 'NO PAPERS' && exit 1; done; exit 0"
is "the lots are those of the first time" diff -r "$T/one/batches" "$T/late/batches"
sed '0,/by="5 %"/s/by="5 %"/by="4 %"/' "$T/six.xml" >"$T/changed.xml"
program make "$T/changed.xml" --key "$T/key" --date 2026-11-30 --out "$T/kept2" --ledger "$T/ledger"
warns "what the ledger refuses joins no lot" 'error MT904: '
is "nor is it made" test ! -e "$T/kept2/rx/RX-1/r1-f1"
program verify "$T/batch" --key "$T/key" --date 2026-12-01 --ledger "$T/ledger"
says "the ledger knows the worksheet" 'GENUINE'
finish
