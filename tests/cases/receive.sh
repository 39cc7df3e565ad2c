# SPDX-License-Identifier: GPL-3.0-or-later
# What came into stock: receipts, their refusals and corrections, and the balance of all that was received.
. "$(dirname "$0")/lib.sh"
DB=$T/db
TABLETS='Clonazepam 0.5 mg tablets, uncoated immediate-release'

receipt() { echo "<receipt xmlns=\"urn:microtaper:receipt:1\" from=\"Example Wholesale\" invoice=\"$1\" supplier-dea=\"RE0000000\" on=\"2026-11-18\" by=\"T. Lind, CPhT\"${3-}>$2</receipt>" >"$T/receipt.xml"; }
item() { echo "<item of=\"$1\" amount=\"$2\" maker=\"Example Generics\" lot=\"$3\" ndc=\"00000-2093-01\" expires=\"${4:-2029-05-31}\"/>"; }
receive() { bare ledger receive "$T/receipt.xml" --ledger "$DB" --templates "$ROOT/templates"; }
rows() { "$M" ledger all --ledger "$DB" 2>/dev/null | grep -c ' receive '; }

receipt INV-2211 "$(item "$TABLETS" '1000 tablets' CL2093)$(item Ora-Plus '8 L' OP7782)"
if command -v xmllint >/dev/null; then
    is "the schema takes it" xmllint --noout --schema "$ROOT/templates/schema/receipt.xsd" "$T/receipt.xml"
fi
receive
exits "a receipt" 0
says "is told" 'Example Wholesale, invoice INV-2211: 2 items received'
bare ledger balance --ledger "$DB"
says "in mg of the drug" '^clonazepam,,,500,0,0,0,0,500,0$'
lacks "a vehicle is no drug" 'Ora-Plus'
bare ledger lot CL2093 --ledger "$DB"
says "under its maker's lot, with who, of whom and when" 'lot CL2093  clonazepam  Clonazepam 0\.5 mg tablets.*  500 mg  2029-05-31  \(1000 tablets; Example Generics, NDC 00000-2093-01; received on 2026-11-18 by T\. Lind, CPhT from Example Wholesale, invoice INV-2211, DEA RE0000000\)'

# ---- refused, and nothing written
before=$(rows)
receive
exits "the same receipt again" 1
warns "is told" 'MT927: receipt: Example Wholesale, invoice INV-2211 was written down on '
receipt INV-2212 "$(item "$TABLETS" '100 tablets' CL2094 2026-11-17)"
receive
exits "expired the day before" 1
warns "is told" 'MT928: .*lot CL2094, expired on 2026-11-17; it was received on 2026-11-18'
receipt INV-2212 "$(item 'Clonazepam 5 mg tablets' '200 tablets' CL2094)"
receive
exits "a component that no formula has" 1
warns "is told" 'MT926: .*no formula has a component "Clonazepam 5 mg tablets"'
receipt INV-2212 "$(item "$TABLETS" '200 mL' CL2094)"
receive
warns "tablets by volume" 'MT926: .*is not counted as 200 mL'
receipt INV-2212 "$(item "$TABLETS" '200 tablets' CL2094)" ' correction="miscounted"'
receive
exits "a correction of nothing" 1
warns "is told" 'MT927: .*never written down: there is nothing to correct'
receipt INV-2212 "$(item "$TABLETS" '10000 tablets' CL2094)"
receive
exits "tenfold" 1
warns "is told with the last one" 'MT929: .*10000 tablets of Clonazepam 0\.5 mg tablets.*; the last receipt was 1000 tablets'
word=$(sed -n 's/.*MT929.*\[\([A-Z]*\)\]$/\1/p' "$T/err")
receipt INV-2212 "$(item "$TABLETS" '100 tablets' CL2094)<accept code=\"MT929\" place=\"item\" check=\"$word\" by=\"J. Ruiz, RPh\" on=\"2026-11-18\" reason=\"counted\"/>"
receive
exits "another number: the accept is dead" 1
is "nothing of these was written" test "$(rows)" -eq "$before"
receipt INV-2212 "$(item "$TABLETS" '9999 tablets' CL2094)"
receive
exits "just below ten times" 0
receipt INV-2213 "$(item "$TABLETS" '1000 tablets' CL2095)"
receive
exits "and a tenth, rounded up" 0

# ---- corrected: both stay, the sum is of the later
receipt INV-2212 "$(item "$TABLETS" '999 tablets' CL2094)" ' correction="a nine too many"'
receive
exits "a correction" 0
bare ledger balance --ledger "$DB"
says "counts in its place" '^clonazepam,,,1499\.5,0,0,0,0,1499\.5,0$'
bare ledger all --ledger "$DB"
says "the first stays to be read" '  4,999\.5 mg .*9999 tablets'
says "and is taken back" '  -4,999\.5 mg .*takes back row [0-9]+: a nine too many'
bare ledger check --ledger "$DB"
exits "the chain is whole" 0

# ---- a powder: as its certificate and its salt leave it; a liquid: by its strength
mkdir "$T/powder" && cp -r "$ROOT/templates/." "$T/powder/"
sed -i 's|<active .*/>|<active name="Clonazepam hydrochloride" source="powder" as-weighed="the hydrochloride" molar-mass="352.16" tolerance="1 %" diluent="Lactose"/>|' "$T/powder/formulas/clonazepam-0.1.xml"
sed -i 's|<active .*/>|<active name="Diazepam 5 mg per mL" source="liquid" strength="5 mg per mL"/>|' "$T/powder/formulas/diazepam-1.xml"
receipt INV-1 "<item of=\"Clonazepam hydrochloride\" amount=\"10 g\" maker=\"M\" lot=\"P1\" expires=\"2029-05-31\" assay=\"99.2 %\" loss-on-drying=\"0.3 %\"/>$(item 'Diazepam 5 mg per mL' '30 mL' D1)"
bare ledger receive "$T/receipt.xml" --ledger "$T/powder.db" --templates "$T/powder"
exits "a powder and a liquid" 0
bare ledger balance --ledger "$T/powder.db"
# 10 g x 315.7 / 352.16 = 8.964675148 g, x 0.992 = 8.892957747 g, x 0.997 = 8.866278874 g
says "10 g of the powder" '^clonazepam,,,8866\.278874,'
says "30 mL of the liquid" '^diazepam,,,150,'
sed -i 's/ assay="99.2 %"//' "$T/receipt.xml"
bare ledger receive "$T/receipt.xml" --ledger "$T/powder2.db" --templates "$T/powder"
warns "a loss on drying without its assay" 'MT222: .*loss-on-drying'

# ---- through a fill: received = in bottles + wasted + returned + on hand + difference
approved_shop
worked "$T/rx.xml"
"$M" key new --key "$T/key" --name t >/dev/null 2>&1
program make "$T/rx.xml" --key "$T/key" --date 2026-11-30 --out "$T/o" --ledger "$DB"
exits "papers" 0
bare ledger balance --ledger "$DB"
"$PYTHON" - "$T/out" >"$T/sum" <<'END'
import csv, sys
from decimal import Decimal
row = next(r for r in csv.DictReader(open(sys.argv[1])) if r["drug"] == "clonazepam" and not r["lot"])
mg = {k: Decimal(v) for k, v in row.items() if k.endswith("_mg")}
assert mg["received_mg"] == Decimal("1499.5") and mg["taken_mg"] > 0
assert mg["on_hand_mg"] == mg["received_mg"] - mg["taken_mg"]
assert mg["received_mg"] == mg["bottles_mg"] + mg["wasted_mg"] + mg["returned_mg"] + mg["on_hand_mg"] + mg["difference_mg"]
print("sums")
END
is "the balance adds up" grep -q sums "$T/sum"
bare ledger receive "$T/receipt.xml" --ledger "$DB" --templates "$T/none"
exits "a folder of templates that is not there" 1
warns "and says so" 'none/tables/drugs.xml: error MT101'

finish
