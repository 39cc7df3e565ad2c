# SPDX-License-Identifier: GPL-3.0-or-later
# The samples as they ship, under the samples' own shop and approvals: nothing is open but in the bad one.  When a formula
# or the words have changed, approve them again: sh samples/approve.sh.
. "$(dirname "$0")/lib.sh"
SHOP=$SAMPLES/shop.xml

good=
for file in "$SAMPLES"/*.xml; do
    grep -q 'xmlns="urn:microtaper:prescription:1"' "$file" || continue
    [ "$(basename "$file")" = bad.xml ] || good="$good $file"
done
for file in $good; do
    program check "$file"
    exits "$(basename "$file") is clear" 0
done

program check "$SAMPLES/bad.xml"
exits "bad.xml is refused" 1
kinds=$(sed -n 's/.* error \(MT[0-9]*\):.*/\1/p' "$T/err" | sort -u | wc -l)
is "bad.xml has a dozen kinds of faults" test "$kinds" -ge 12

"$M" key new --key "$T/key" >/dev/null 2>&1 || fail "a key"
# The bottle that a sample replaces was given out two weeks before: the ledger asks for it.
sed '/<replaced/,/\/>/d; s/revision="2"/revision="1"/' "$SAMPLES/clonazepam-replaced.xml" >"$T/first.xml"
program make "$T/first.xml" --out "$T/papers" --key "$T/key" --ledger "$T/ledger" --date 2026-11-16
exits "papers of the bottle that is replaced" 0
program make $good --out "$T/papers" --key "$T/key" --ledger "$T/ledger" --date 2026-11-30
exits "papers of every sample" 0
lacks "nothing of the samples is unapproved" 'MT(501|502|801):'
finish
