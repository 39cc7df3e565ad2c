# SPDX-License-Identifier: GPL-3.0-or-later
# The page of a run: lots in the order of making, labels in the order of filling, what to fetch from stock; its numbers are
# those of the worksheets, added up here by other code.
. "$(dirname "$0")/lib.sh"
approved_shop
"$M" key new --key "$T/key" --name t >/dev/null 2>&1
cp "$SAMPLES/inventory.xml" "$T/house/"
papers() {
    out=$1
    shift
    program make "$@" --key "$T/key" --date 2026-11-30 --out "$out"
}
samples="$SAMPLES/several.xml $SAMPLES/diazepam-daily.xml $SAMPLES/clonazepam-three-times.xml"
papers "$T/o" $samples
exits "six prescriptions of four formulas" 0
says "the page is told" "what to make: $T/o/run.pdf"
is "it stands" test -s "$T/o/run.pdf"
is "it is private" test "$(stat -c %a "$T/o/run.pdf")" = 600
is "qpdf finds nothing wrong" qpdf --check "$T/o/run.pdf"
is "its title names nobody" sh -c "pdfinfo '$T/o/run.pdf' | grep -q '^Title: *What to make, 2026-11-30$'"
is "the manifest has it" "$PYTHON" -c 'import json, sys; assert json.load(open(sys.argv[1]))["run"]["path"] == "run.pdf"' "$T/o/manifest.json"

# Against the worksheets as printed: each lot's volume, and what they require, added up.
cat >"$T/page.py" <<'END'
import glob, os, re, subprocess, sys
out = sys.argv[1]
def text(path):
    return subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True).stdout
def amount(words):
    return float(words.replace(",", ""))
page = text(os.path.join(out, "run.pdf"))
sheets = {os.path.basename(p)[:-4]: text(p) for p in glob.glob(os.path.join(out, "batches", "*.pdf"))}
head = re.search(r"(\d+) lots?, (\d+) prescriptions?, (\d+) bottles?: ([\d,.]+) mL", page)
lots = re.findall(r"^ +(\d+) +([0-9A-Z]{8}) .*? ([\d,.]+) mL +(\d+) +\d{4}-\d\d-\d\d", page, re.M)
assert [int(n) for n, *_ in lots] == list(range(1, len(sheets) + 1)), lots
assert {lot for _, lot, *_ in lots} == set(sheets)
volumes = {lot: amount(re.search(r"Final volume +([\d,.]+) mL", sheets[lot]).group(1)) for lot in sheets}
for _, lot, volume, _ in lots:
    assert amount(volume) == volumes[lot], (lot, volume, volumes[lot])
assert int(head[1]) == len(sheets) and abs(amount(head[4]) - sum(volumes.values())) < 1e-9
assert int(head[3]) == sum(int(count) for *_, count in lots)
# Tablets to fetch, as the worksheets' calculations have them.
wanted = sum(int(n) for s in sheets.values() for n in re.findall(r"so (\d+) tablets", s))
fetched = sum(int(n) for n in re.findall(r"\b(\d+) tablets\b", page))
assert wanted == fetched, (wanted, fetched)
# Labels in the order of filling: the bottles of each lot stand together, in the order of the lots.
order = []
for lot in re.findall(r"^ +\d+ +([0-9A-Z]{8}) +.*?[A-Z], +\d+ +of +\d+", page, re.M):
    if not order or order[-1] != lot:
        order.append(lot)
assert order == [lot for _, lot, *_ in lots], order
print(len(lots), "lots,", fetched, "tablets")
END
is "the page is the sum of the worksheets" "$PYTHON" "$T/page.py" "$T/o"
pdftotext -layout "$T/o/run.pdf" "$T/page.txt"
is "stock lots with their expiry" sh -c "tr '\n' ' ' <'$T/page.txt' | grep -Eq 'CL2093 NDC +188 tablets +2029-05-31'"
is "formulas in order: alprazolam, clonazepam, diazepam, lorazepam" test \
    "$(sed -n '/order of making/,/order of filling/p' "$T/page.txt" | grep -oE 'Alprazolam|Clonazepam|Diazepam|Lorazepam' | uniq | tr '\n' ' ')" = "Alprazolam Clonazepam Diazepam Lorazepam "
# 0.1 mg per mL, tablets of 0.5 mg: 470 mL are 94 tablets, twice: 188; diazepam 140 + 270 mL at 1 mg per mL are 41 of 10 mg.
is "41 tablets of diazepam, by hand" sh -c "tr '\n' ' ' <'$T/page.txt' | grep -Eq 'DZ0871 NDC +41 tablets +2029-10-31'"

# Any number of workers, the same page; kept papers are on it too.
papers "$T/two" $samples --jobs 3
is "three workers, the same bytes" cmp "$T/o/run.pdf" "$T/two/run.pdf"
rm "$T/two/run.pdf"
rm -r "$T/two/rx/RX-1051"
papers "$T/two" $samples
says "all but one are kept" '^1 made, 5 kept'
is "the same page" cmp "$T/o/run.pdf" "$T/two/run.pdf"

# Shared lots: the same, one line a lot.
sed -i 's|^  <closed weekday="Sunday"/>|  <pool up-to="2 L"/>\n&|' "$SHOP"
papers "$T/shared" $samples
exits "in shared lots" 0
is "four lots now" sh -c "pdftotext -layout '$T/shared/run.pdf' - | grep -q '4 lots, 6 prescriptions, 6 bottles'"
is "their page is the sum of their worksheets" "$PYTHON" "$T/page.py" "$T/shared"
sed -i '/<pool /d' "$SHOP"

# Each lot is in stock, and not all together: 188 tablets of 150.
sed -i 's/on-hand="2000 tablets"/on-hand="150 tablets"/' "$T/house/inventory.xml"
papers "$T/short" $samples
exits "each lot alone is in stock" 0
warns "together they are short" 'note MT810: .*short of it by 38 tablets'
is "the page says it" sh -c "pdftotext -layout '$T/short/run.pdf' - | grep -q 'SHORT by 38 tablets'"
is "and how many there are" sh -c "pdftotext '$T/short/run.pdf' - | tr '\n' ' ' | grep -q '150 tablets in stock'"

# What is refused is not on it; a run of nothing has none; one of very many is not listed.
sed 's/RX-1043/RX-1043" colour="red/' "$SAMPLES/diazepam-daily.xml" >"$T/bad.xml"
papers "$T/one" "$T/bad.xml" "$SAMPLES/clonazepam-three-times.xml"
is "one lot of two" sh -c "pdftotext -layout '$T/one/run.pdf' - | grep -q '1 lot, 1 prescription, 1 bottle:'"
papers "$T/none" "$T/bad.xml"
is "no page of nothing" test ! -e "$T/none/run.pdf"
{
    echo '<prescriptions xmlns="urn:microtaper:prescription:1">'
    rx "$T/short.xml" '<hold for="3 days"/><stop/>' '<dose at="bedtime">0.5 mg</dose>'
    for n in $(seq 1 401); do sed 1d "$T/short.xml" | sed "s/RX-7/RX-$n/"; done
    echo '</prescriptions>'
} >"$T/many.xml"
papers "$T/many" "$T/many.xml"
exits "401 prescriptions" 0
warns "so many have no page" 'note MT811: '
is "nor is there one" test ! -e "$T/many/run.pdf"
finish
