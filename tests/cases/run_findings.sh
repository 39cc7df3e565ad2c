# SPDX-License-Identifier: GPL-3.0-or-later
# The findings of a run itself: approvals of words, languages, places that cannot be written, numbers that name no folder.
. "$(dirname "$0")/lib.sh"
approved_shop
RX=$T/worked.xml
worked "$RX"
bare key new --key "$T/key" --name "Test key"

papers() {
    out=$1
    shift
    program make "$@" --key "$T/key" --date 2026-11-30 --out "$out"
}

# says CODE and leaves STATUS
refused_with() {
    is "$1 is $2" grep -qE "(error|note) $2: " "$T/err"
    exits "$1" "$3"
}

sed -i '/words en/d' "$T/house/approvals.xml"
papers "$T/a" "$RX"
refused_with "words that nobody approved" MT801 1
is "nothing is made without approved words" test ! -e "$T/a/rx"

approve_words() { bare approve "$ROOT"/templates/words/en.xml --by "C. Cases, RPh" --on 2026-11-01 --shop "$SHOP" --templates "$ROOT/templates" "$@"; }
approve_words --demo
papers "$T/demo" "$RX"
refused_with "a demonstration's approval" MT807 0
is "its label says so" sh -c "pdftotext '$T/demo/rx/RX-1042/r1-f1/labels.pdf' - | tr '\\n' ' ' | grep -q 'SAMPLE - NOT FOR PATIENT USE'"

sed 's/language="en"/language="qq"/' "$RX" >"$T/language.xml"
papers "$T/b" "$T/language.xml"
refused_with "a language without words" MT802 1

mkdir "$T/c"
: >"$T/c/batches"
papers "$T/c" "$RX"
refused_with "a file where the batches go" MT803 3
is "no folder without its worksheet" test ! -e "$T/c/rx/RX-1042/r1-f1"

rx "$T/cross.xml" '<cross to="diazepam" ratio="0.5 mg = 10 mg" table="Ashton 2002" portions="2" every="14 days"/><hold for="14 days"/><maintain/>' \
    '<dose at="bedtime">0.5 mg</dose>' '<liquid drug="clonazepam" strength="0.1 mg per mL" syringe="5 mL" graduation="0.2 mL"/>
  <liquid drug="diazepam" strength="1 mg per mL" syringe="10 mL" graduation="0.2 mL"/>'
program plan "$T/cross.xml" --targets --format csv
exits "the targets of a crossover whose second drug has no order yet" 0
papers "$T/x" "$T/cross.xml"
refused_with "a fill of a drug without its order" MT529 1

papers "$T/e" "$RX"
program make "$RX" --key "$T/key" --date 2026-11-28 --out "$T/e"
refused_with "papers made again on another day" MT806 0
program make "$RX" --key "$T/key" --date 2026-11-28 --out "$T/e"
is "the same papers are kept" grep -q "kept, whole and unchanged" "$T/out"
printf x >>"$T/e/rx/RX-1042/r1-f1/chart.pdf"
program make "$RX" --key "$T/key" --date 2026-11-28 --out "$T/e"
refused_with "a paper that was changed is made again" MT806 0
finish
