# SPDX-License-Identifier: GPL-3.0-or-later
# Where no liquid is stated, strength and syringe are chosen and the choice is explained; where none serves, the arithmetic
# of why is said.  Inventory, allergies and the strength on the order, from XML to the finding.
. "$(dirname "$0")/lib.sh"
approved_shop
RX=$T/chosen.xml
DOWN='<hold for="14 days"/><reduce by="10 %" of="current" per="14 days" until="0.05 mg"/><stop/>'
ONE='<dose at="bedtime">0.8 mg</dose>'
rx "$RX" "$DOWN" "$ONE" ''

program plan "$RX"
exits "a ladder is chosen" 0
says "it begins with the 10 mL syringe" '10 mL syringe marked every 0.2 mL, from 2026-12-01'
says "it ends with the 1 mL syringe" '1 mL syringe marked every 0.01 mL'
says "the choice is explained" 'one strength serves every day \(of 2 approved\), with 2 changes of syringe'

# The same with one 1 mL syringe in stock: refused, with the arithmetic.
sed -i -E '/<syringe capacity="(3|5|10|20) mL"/d' "$SHOP"
program check "$RX"
exits "one 1 mL syringe does not serve" 1
warns "the arithmetic of why" 'MT401.*0\.8 mg would be 8 mL, over its capacity'
warns "and what would serve" 'mg per mL in the 1 mL syringe \(0\.01 mL marks\) would serve [0-9]+ of these days'
cp "$SAMPLES/shop.xml" "$SHOP"

# inventory.xml beside the shop file: an expired lot is refused, too little is a warning, enough passes.
stock() {
    cat >"$T/house/inventory.xml" <<END
<inventory xmlns="urn:microtaper:inventory:1">
  <item of="Clonazepam 0.5 mg tablets, uncoated immediate-release" maker="M" lot="L1" expires="$1" on-hand="$2 tablets"/>
</inventory>
END
    is "the inventory is as its schema says" xmllint --noout --schema "$ROOT/templates/schema/inventory.xsd" "$T/house/inventory.xml"
    "$M" key new --key "$T/key" --name t >/dev/null 2>&1
    program make "$RX" --key "$T/key" --date 2026-11-30 --out "$T/o"
}
stock 2026-11-01 1000
exits "an expired lot is refused" 1
warns "an expired lot is named" 'MT541: item\[1\]:.*lot L1, expired on 2026-11-01'
stock 2026-12-20 1000
warns "a lot that does not last is named" 'MT542: item\[1\]:.*expires on 2026-12-20'
stock 2028-01-31 10
exits "too little in stock waits for a person" 1
warns "the amount that is short" 'MT543: item\[1\]:.*10 tablets are in stock, [0-9]+ tablets are short'
stock 2028-01-31 1000
exits "enough in stock" 0
rm "$T/house/inventory.xml"

# The order's own strength, and the patient's allergies.
sed 's/ refills="5"/ refills="5" strength="0.2 mg per mL"/' "$RX" >"$T/strength.xml"
program check --xsd "$T/strength.xml"
exits "a strength that is not on the order" 1
warns "it is named" 'MT528: order\[1\]:.*bottle A is 0\.1 mg per mL.*is for 0\.2 mg per mL'
sed 's/ print="standard"/ print="standard" allergies="penicillin; parabens"/' "$RX" >"$T/allergic.xml"
program check "$T/allergic.xml"
exits "an allergy waits for a person" 1
warns "it is named" 'MT505: patient:.*holds Ora-Plus \(methylparaben'

finish
