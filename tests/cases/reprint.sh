# SPDX-License-Identifier: GPL-3.0-or-later
# A second print is stated, and says what the first one said; a label without room for its check word says so.
. "$(dirname "$0")/lib.sh"
approved_shop
RX=$T/worked.xml
worked "$RX"
bare key new --key "$T/key" --name "Test key"
papers() { program make "$RX" --key "$T/key" --ledger "$T/ledger.db" --out "$T/out.d" "$@"; }
papers --date 2026-11-30
exits "the first print" 0
rm -rf "$T/out.d"
papers --date 2026-11-30
warns "papers that were released and are gone are MT910" MT910
papers --date 2026-11-30 --reprint "the label was torn"
exits "a stated reprint" 0
is "its label says so" sh -c "pdftotext '$T/out.d/rx/RX-1042/r1-f1-reprint1/labels.pdf' - | grep -qi reprint"
# The same with an inventory: the worksheet's limits name its lots.
cp "$SAMPLES/inventory.xml" "$T/house/"
program make "$RX" --key "$T/key" --ledger "$T/stocked.db" --out "$T/stocked" --date 2026-11-30
exits "made from stock" 0
rm -rf "$T/stocked"
program make "$RX" --key "$T/key" --ledger "$T/stocked.db" --out "$T/stocked" --date 2026-11-30 --reprint "spilt on"
exits "and reprinted from stock" 0
rm "$T/house/inventory.xml"
bare key new --key "$T/other" --name "Another key"
program make "$RX" --key "$T/other" --ledger "$T/ledger.db" --out "$T/out.d" --date 2026-11-30 --reprint "another key"
warns "a reprint that would say something else is MT912" MT912
bare make "$ROOT/samples/alprazolam-original.xml" --shop "$SAMPLES/shop.xml" --templates "$ROOT/templates" --key "$T/key" --date 2026-11-30 --out "$T/full"
warns "a label too full for its check word is MT719" MT719
finish
