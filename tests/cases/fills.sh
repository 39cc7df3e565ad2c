# SPDX-License-Identifier: GPL-3.0-or-later
# The fills as a pharmacy counts them: days' supply, orders, what is left of them; what JSON says of a batch that cannot be.
. "$(dirname "$0")/lib.sh"
approved_shop
RX=$T/worked.xml
worked "$RX"

program plan "$RX" --fills --format csv
exits "fills as rows" 0
is "the head" test "$(head -n 1 "$T/out")" = "schema,prescription,revision,fill,drug,made_on,first_date,last_date,days_supply,reserve_days,quantity_ml,bottles,discard_after,call_by,order_written,order_fill,order_left_ml,replaces"
says "the first fill" '^microtaper-fills-1,RX-1042,1,1,clonazepam,2026-11-30,2026-12-01,2026-12-28,28,3,[0-9]+,1,2027-01-03,2026-12-24,2026-11-20,1,3000,$'
says "the seventh has no order" '^microtaper-fills-1,RX-1042,1,7,.*,,,,$'
program plan "$RX" --fills
says "the same as text" '1  clonazePAM +2026-11-30  2026-12-01  2026-12-28   28\+3 .*2026-11-20, fill 1, 3,000 mL left'
says "and that an order is needed" '7  clonazePAM .*NEW ORDER NEEDED'
warns "the plan says by when to ask" 'MT526: order\[1\]: the order of clonazepam reaches to 2027-05-17 \(fill 6\); fill 7, to be made on 2027-05-17, needs a new one: ask for it by 2027-05-14'
program plan "$RX" --fills --format json
exits "fills are not printed as JSON alone" 2
program plan "$RX" --fills --targets
exits "fills or targets, not both" 2

# The last tablets before the first fill, on paper too.
sed 's|</taking>|<tablets each="0.5 mg" on-hand="63 tablets" counted="2026-11-11"/></taking>|' "$RX" >"$T/tablets.xml"
program check --xsd "$T/tablets.xml"
exits "tablets at home" 0
warns "how many are left" 'MT521: taking\[1\]: 63 tablets of 0\.5 mg counted on 2026-11-11: the last are taken on 2026-11-30, and 3 are left over'
"$M" key new --key "$T/key" --name t >/dev/null 2>&1
program make "$T/tablets.xml" --key "$T/key" --date 2026-11-30 --out "$T/tablets"
exits "papers with the last tablets" 0
pdftotext -layout "$T/tablets/rx/RX-1042/r1-f1/chart.pdf" - 2>/dev/null | tr -s ' \n' ' ' >"$T/out"
says "the chart says the last day and the rest" 'last clonazePAM 0\.5 mg tablets are for Monday,? .*About 3 tablets will be left over'
pdftotext -layout "$T"/tablets/batches/*.pdf - 2>/dev/null | tr -s ' \n' ' ' >"$T/out"
says "the worksheet too, with the days' supply" 'fill 1, days’ supply 28 .* Tablets of 0\.5 mg before it: last taken on 30 November 2026; left over, no more to be taken: 3'
sed -i 's/on-hand="63/on-hand="40/' "$T/tablets.xml"
program check "$T/tablets.xml"
exits "tablets that run out" 1
warns "the days without a dose" 'MT520: .*last to 2026-11-23; the liquid begins on 2026-12-01: 7 days are without a dose'

# In parts: what counts is the volume.
sed 's/ refills="5"/ refills="5" partial="yes"/' "$RX" >"$T/parts.xml"
program plan "$T/parts.xml" --fills --format csv
says "less than the quantity leaves the rest" '^microtaper-fills-1,RX-1042,1,1,.*,2026-11-20,1,31[0-9]+,$'
program check --xsd "$T/parts.xml"
exits "an order in parts, by its schema" 0

# A batch that cannot be made is not left out in silence.
cp "$SAMPLES/inventory.xml" "$T/house/" && sed -i 's/expires="[0-9-]*"/expires="2026-11-01"/' "$T/house/inventory.xml"
program plan "$RX" --format json
exits "a plan with expired stock" 0
says "JSON says why the batch cannot be" '"batch_errors":\[\{"code":"MT541","text":"Clonazepam 0\.5 mg tablets'
rm "$T/house/inventory.xml"
program plan "$RX" --format json
says "and nothing where it can" '"batch_errors":\[\]'

# make tells the monitoring programme's numbers in the manifest.
program make "$RX" --key "$T/key" --date 2026-11-30 --out "$T/o"
exits "make" 0
is "days' supply stands in the manifest" grep -q '"supplies":\[{"drug":"clonazepam","days_supply":28,"reserve_days":3,' "$T/o/manifest.json"

finish
