# SPDX-License-Identifier: GPL-3.0-or-later
# The second language: the pharmacist's beside the patient's, where the shop asks for it; a label without room for it says so.
. "$(dirname "$0")/lib.sh"
approved_shop
sed -i 's/ label-stock="label-4x2"/ label-stock="label-59x102" second-language="yes"/' "$SHOP"
RX=$T/worked.xml
worked "$RX"
sed -i 's/language="en"/language="es"/' "$RX"
bare key new --key "$T/key" --name "Test key"
program make "$RX" --key "$T/key" --out "$T/out.d" --date 2026-11-30
exits "a Spanish patient of an English pharmacy" 0
is "the label has its line in English" sh -c "pdftotext '$T/out.d/rx/RX-1042/r1-f1/labels.pdf' - | grep -q 'In English: clonazePAM 0.1'"
is "the chart has its line in English" sh -c "pdftotext '$T/out.d/rx/RX-1042/r1-f1/chart.pdf' - | grep -q 'In English: Dosing chart RX-1042'"
sed -i -e 's/name="Jordan Avery"/name="María-José Fernández de la Vega-Quiñones"/' -e 's/number="RX-1042"/number="RX-2026-100245-B"/' \
    -e 's/<purpose>.*</<purpose>Coming off slowly, with the sleep clinic</' "$RX"
program make "$RX" --key "$T/key" --out "$T/full.d" --date 2026-11-30
exits "long texts on that label" 0
warns "a label without room for the second language is MT720" MT720
sed -i 's/second-language="yes"/second-language="perhaps"/' "$SHOP"
program make "$RX" --key "$T/key" --out "$T/full.d" --date 2026-11-30
warns "yes or no" "MT205.*second-language"
finish
