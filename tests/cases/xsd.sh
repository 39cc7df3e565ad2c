# SPDX-License-Identifier: GPL-3.0-or-later
# The XML schemas as a second opinion (xmllint, not the program): what ships is valid, what the program refuses is refused
# too or is listed as beyond a schema.
. "$(dirname "$0")/lib.sh"
SCHEMA=$ROOT/templates/schema

# valid SCHEMA FILE...
valid() {
    schema=$SCHEMA/$1
    shift
    for file in "$@"; do
        is "$(basename "$file") follows $(basename "$schema")" xmllint --nonet --noout --schema "$schema" "$file"
    done
}

valid tables.xsd "$ROOT"/templates/tables/*.xml
valid formula.xsd "$ROOT"/templates/formulas/*.xml
valid shop.xsd "$SAMPLES/shop.xml"
valid words.xsd "$ROOT"/templates/words/*.xml
valid stock.xsd "$ROOT"/templates/stock/*.xml
valid label.xsd "$ROOT"/templates/pages/*.xml
for wrong in 's/<weekday short="Mon">/<weekday>/' 's/ decimal="."/ decimal="point"/' 's/key="label.lot"/key="label.shake"/' '/<month short="May">/d' 's/>Lot {lot}</></'; do
    sed "$wrong" "$ROOT/templates/words/en.xml" >"$T/words.xml"
    is "words with $wrong do not follow words.xsd" sh -c "! xmllint --nonet --noout --schema '$SCHEMA/words.xsd' '$T/words.xml'"
done
valid approvals.xsd "$SAMPLES/approvals.xml"
for file in "$SAMPLES"/*.xml; do
    grep -q 'xmlns="urn:microtaper:prescription:1"' "$file" || continue
    [ "$(basename "$file")" = bad.xml ] || valid prescription.xsd "$file"
done
is "bad.xml does not follow it" sh -c "! xmllint --nonet --noout --schema '$SCHEMA/prescription.xsd' '$SAMPLES/bad.xml'"

# The rows that the program is held to, one file each.
"$PYTHON" -B "$ROOT/tests/cases/model_rows.py" "$ROOT/tests/tables" "$T" || fail "rows are written"
for file in "$T"/seen-*.xml; do
    is "$(sed -n 's/^<!-- \(.*\) -->$/\1/p' "$file"): refused" \
        sh -c "! xmllint --nonet --noout --schema '$SCHEMA/prescription.xsd' '$file'"
done
for file in "$T"/good-*.xml "$T"/beyond-*.xml; do
    is "$(sed -n 's/^<!-- \(.*\) -->$/\1/p' "$file"): nothing a schema could refuse" \
        xmllint --nonet --noout --schema "$SCHEMA/prescription.xsd" "$file"
done
finish
