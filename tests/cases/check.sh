# SPDX-License-Identifier: GPL-3.0-or-later
# check: reads and judges, writes nothing; findings as text and as JSON.
. "$(dirname "$0")/lib.sh"
approved_shop
LINE='^[^ ]+:[0-9]+: (error|warning|note) MT[0-9]{3}: [^ ]+: .*'

program check "$T/absent.xml"
is "a file that is not there is no success" test "$status" -ne 0
warns "a file that is not there is named" 'absent\.xml'

rx "$T/good.xml" '<hold for="14 days"/><reduce by="5 %" of="current" per="14 days" until="1 mg"/><stop/>'
program check "$T/good.xml"
exits "a good prescription" 0
cp "$T/err" "$T/good.err"
status=0
"$M" check - --shop "$SHOP" --templates "$ROOT/templates" <"$T/good.xml" >"$T/out" 2>"$T/err" || status=$?
exits "the same from standard input" 0

# Everything that can be found is reported at once.
sed 's/0.5 mg/.5 mg/; s/14 days/fortnight/; s/number="RX-7"/number="RX-7" colour="red"/' "$T/good.xml" >"$T/bad.xml"
program check "$T/bad.xml"
exits "a bad prescription" 1
warns "naked decimal: code and file" 'bad\.xml:[0-9]+: error MT201: .*0\.5 mg'
warns "an unknown attribute" 'bad\.xml:[0-9]+: error MT113: .*colour'
is "three faults in one go" test "$(grep -c ': error ' "$T/err")" -ge 3
is "every line has the form file:line: tier CODE: place: text" sh -c "! grep -Ev '$LINE' '$T/err' | grep -E 'MT[0-9]{3}'"
is "every warning carries its check word" sh -c "! grep ' warning MT' '$T/err' | grep -Ev '\[[A-Z]{4}\]$'"

program check "$T/bad.xml" --findings json
exits "findings as JSON: status" 1
is "findings as JSON: one object a line" "$PYTHON" -c '
import json, sys
rows = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8") if line.strip()]
assert len(rows) >= 3 and all(row["code"].startswith("MT") for row in rows)
assert all(row["tier"] in ("error", "warning", "note") for row in rows)
' "$T/err"

# Quantities are read by one door only.
for text in '.5 mg' '5. mg' '5mg' '5' '1,000 mg' '1e3 mg' '0.50 mg' '05 mg' '-1 mg' '+1 mg' '0.5  mg' '0,5 mg' '0.5 MG' '0.5 ug' ' 0.5 mg' \
    '0.0000001 mg' 'NaN mg' '1_0 mg' '0x1 mg'; do
    rx "$T/q.xml" '<hold for="14 days"/><stop/>' "<dose at=\"morning\">$text</dose>"
    program check "$T/q.xml"
    exits "quantity '$text' is refused" 1
    warns "quantity '$text' is MT201" 'MT201'
done

# XML that is dangerous or not ours.
printf '<?xml version="1.0"?>\n<!DOCTYPE prescription [<!ENTITY a "0.5 mg">]>\n' >"$T/doctype.xml"
sed 1d "$T/good.xml" >>"$T/doctype.xml"
program check "$T/doctype.xml"
exits "a DOCTYPE is refused" 1
warns "a DOCTYPE is MT103" MT103
head -n 8 "$T/good.xml" >"$T/cut.xml"
program check "$T/cut.xml"
exits "XML that is not well formed" 1
warns "XML that is not well formed is MT102" MT102
: >"$T/empty.xml"
program check "$T/empty.xml"
is "an empty file is no success" test "$status" -ne 0
sed 's/prescription:1/prescription:2/' "$T/good.xml" >"$T/other.xml"
program check "$T/other.xml"
exits "another namespace" 1
sed 's/<taper /<purpose>Twice<\/purpose><taper /' "$T/good.xml" >"$T/twice.xml"
program check "$T/twice.xml"
exits "an element given twice" 1
sed 's/starts="2026-12-01"/starts="2026-02-29"/' "$T/good.xml" >"$T/day.xml"
program check "$T/day.xml"
exits "a day that does not exist" 1
warns "a day that does not exist is MT202" MT202

# A file of several: one bad does not silence the others.
{
    echo '<prescriptions xmlns="urn:microtaper:prescription:1">'
    sed 1d "$T/good.xml"
    sed 1d "$T/bad.xml" | sed 's/RX-7/RX-8/'
    echo '</prescriptions>'
} >"$T/two.xml"
program check "$T/two.xml"
exits "one bad of two" 1

is "check writes nothing" test "$(find "$T" -name '*.pdf' | wc -l)" -eq 0
for file in "$SAMPLES"/*.xml; do
    grep -q 'urn:microtaper:prescription:1' "$file" || continue
    SHOP=$SAMPLES/shop.xml
    case $(basename "$file") in
    bad*) program check "$file"; exits "$(basename "$file") is refused" 1 ;;
    *) program check "$file"; exits "$(basename "$file") is good" 0
       program check --xsd "$file"; exits "$(basename "$file") follows the schema" 0 ;;
    esac
done

finish
