# SPDX-License-Identifier: GPL-3.0-or-later
# A second pharmacist works worksheets out again from their paper alone (tests/paper/worksheets.py): tablets, powder with the
# factors of a certificate and a salt, a triturate, a solution, a diluted commercial liquid; in English and in Spanish.
. "$(dirname "$0")/lib.sh"
TEMPLATES=$T/templates
mkdir "$TEMPLATES" "$T/house"
ln -s "$ROOT"/templates/[!f]* "$ROOT"/templates/fonts "$TEMPLATES/"
mkdir "$TEMPLATES/formulas"
cp "$SAMPLES/shop.xml" "$SAMPLES/inventory.xml" "$T/house/"
SHOP=$T/house/shop.xml

formula() { # formula ID CODE DRUG STRENGTH ACTIVE TITLE
    cat >"$TEMPLATES/formulas/$1.xml" <<END
<?xml version="1.0" encoding="UTF-8"?>
<formula xmlns="urn:microtaper:formula:1" id="$1" code="$2" version="1" drug="$3" title="$6">
  <strength>$4</strength>
  $5
  <part name="Ora-Plus" share="50 %" contains="methylparaben; potassium sorbate"/>
  <qs name="Ora-Sweet" contains="methylparaben; potassium sorbate; sucrose"/>
  <beyond-use class="preserved-aqueous" basis="default table" citation="USP 795 (1 Nov 2023), table"/>
  <storage>room-or-refrigerator</storage>
  <container>Amber PET prescription bottle</container>
  <suspension/>
  <equipment>Graduated cylinder of the final volume, calibrated</equipment>
  <method>Weigh or measure; levigate; bring to volume; mix.</method>
  <check expected="Smooth">Appearance</check>
  <reference>Made up for this case</reference>
</formula>
END
}
formula powder P clonazepam "1 mg per mL" '<active name="Clonazepam powder" source="powder" as-weighed="a salt of clonazepam" molar-mass="352.1" tolerance="5 %"/>' "Clonazepam 1 mg per mL of powder"
formula triturate T clonazepam "0.1 mg per mL" '<active name="Clonazepam powder" source="powder" tolerance="5 %" diluent="Lactose monohydrate"/>' "Clonazepam 0.1 mg per mL of a triturate"
formula solution K clonazepam "0.15 mg per mL" '<active name="Clonazepam powder" source="powder" tolerance="5 %" solvent="Ethanol" aliquot="2 mL"/>' "Clonazepam 0.15 mg per mL of a solution"
formula tablets G clonazepam "0.2 mg per mL" '<active name="Clonazepam 0.5 mg tablets, uncoated immediate-release" source="tablets" each="0.5 mg"/>' "Clonazepam 0.2 mg per mL of tablets"
formula liquid H lorazepam "0.5 mg per mL" '<active name="Lorazepam 2 mg per mL oral concentrate" source="liquid" strength="2 mg per mL"/>' "Lorazepam 0.5 mg per mL of the concentrate"
sed -i 's|^</inventory>|  <item of="Clonazepam powder" maker="Bulk Example" lot="CP1" expires="2029-01-31" on-hand="5 g" assay="99.2 %" basis="dried" loss-on-drying="0.3 %"/>\n  <item of="Lactose monohydrate" maker="Bulk Example" lot="LM2" expires="2029-01-31" on-hand="500 g"/>\n  <item of="Ethanol" maker="Bulk Example" lot="ET3" expires="2029-01-31" on-hand="2 L"/>\n  <item of="Lorazepam 2 mg per mL oral concentrate" maker="Example Generics" lot="LC4" expires="2029-01-31" on-hand="900 mL"/>\n&|' "$T/house/inventory.xml"

program() {
    status=0
    "$M" "$@" --shop "$SHOP" --templates "$TEMPLATES" >"$T/out" 2>"$T/err" || status=$?
}
person() { # person NUMBER DRUG STRENGTH DOSE
    cat >"$T/$1.xml" <<END
<?xml version="1.0" encoding="UTF-8"?>
<prescription xmlns="urn:microtaper:prescription:1" number="$1" revision="1">
  <patient name="Jordan Avery" born="1979-04-02" address="44 Larch Lane, Portland, ME 04102" language="en" print="standard"/>
  <prescriber name="Dana Whitfield, MD" address="200 Medical Park, Portland, ME 04101" phone="+1 555 0100" dea="FW0000000"/>
  <order drug="$2" quantity="600 mL" refills="5" written="2026-11-20"/>
  <rationale>Tablets cannot make reductions of 2 %.</rationale>
  <taking drug="$2"><dose at="morning">$4</dose><dose at="bedtime">$4</dose></taking>
  <liquid drug="$2" strength="$3" syringe="3 mL" graduation="0.1 mL"/>
  <taper starts="2026-12-01" led-by="calendar"><hold for="10 days"/><reduce by="5 %" of="current" per="7 days" until="$(echo "$4" | sed 's/ .*//' | awk '{print $1 * 1.6}') mg"/><stop/></taper>
</prescription>
END
}
person RX-P clonazepam "1 mg per mL" "2.4 mg"
person RX-T clonazepam "0.1 mg per mL" "0.25 mg"
person RX-K clonazepam "0.15 mg per mL" "0.3 mg"
person RX-G clonazepam "0.2 mg per mL" "0.5 mg"
person RX-H lorazepam "0.5 mg per mL" "1 mg"
program approve "$TEMPLATES"/formulas/*.xml "$TEMPLATES"/words/*.xml --by "C. Cases, RPh" --on 2026-11-01
"$M" key new --key "$T/key" --name t >/dev/null 2>&1
for file in "$TEMPLATES"/formulas/*.xml; do
    is "$(basename "$file") by its schema" xmllint --noout --schema "$ROOT/templates/schema/formula.xsd" "$file"
done

worked_again() { # worked_again NAME OUT
    "$PYTHON" -B "$ROOT/tests/paper/worksheets.py" --program "$M" --shop "$SHOP" --templates "$TEMPLATES" --out "$2" --least "$3" "$T"/RX-*.xml >"$T/out" 2>"$T/err" && status=0 || status=$?
    if [ "$status" -eq 0 ]; then pass; else fail "$1" "$(tail -n 5 "$T/out")"; fi
}
for language in en es; do
    sed -i "s/language=\"[a-z]*\"/language=\"$language\"/" "$SHOP"
    program make "$T"/RX-*.xml --key "$T/key" --date 2026-11-30 --out "$T/$language"
    exits "papers of five sources ($language)" 0
    is "five worksheets ($language)" test "$(ls "$T/$language/batches" | wc -l)" -eq 5
    worked_again "every number of five worksheets, from the paper alone ($language)" "$T/$language" 95
done
# The triturate has a record of its own: lot, lines, steps, yield, label, signatures; and stands on the page of the run.
sheet=$(grep -l . "$T"/en/batches/???T*.pdf)
lot=$(basename "$sheet" .pdf)
pdftotext -raw "$sheet" - | tr -s ' \n' ' ' >"$T/out"
says "its lot" "Make first: the triturate .*Its lot $lot-T"
says "its label" "Lot $lot-T, made on 30 November 2026, for lot $lot alone - FOR COMPOUNDING ONLY"
says "what is taken of it, with its strength" 'Triturate of both, mixed by geometric dilution \(contains [0-9.]+ mg of the drug in [0-9,.]+ mg\)'
says "what is left of it" 'Left of what was made first: wasted before a witness [0-9,.]+ mg = [0-9.]+ mg'
pdftotext -layout "$T/en/run.pdf" - | tr -s ' \n' ' ' >"$T/out"
says "first on the page of the run" "make first: $lot-T, on its worksheet"

# Certificates: as is, dried, salt; two that contradict themselves; a factor outside 0.8 to 1.5, accepted by name; never twice.
inventory=$T/house/inventory.xml
cp "$inventory" "$T/inventory"
powder() { # powder OLD NEW [FILE]: the sheet of the powder with another certificate
    sed "s/$1/$2/" "$T/inventory" >"$inventory"
    rm -rf "$T/p"
    program make "${3:-$T/RX-P.xml}" --key "$T/key" --date 2026-11-30 --out "$T/p"
    [ "$status" -ne 0 ] || pdftotext -raw "$T"/p/batches/*.pdf - | tr -s ' \n' ' ' >"$T/out"
}
sed -i 's/language="es"/language="en"/' "$SHOP"
DRIED='assay="99.2 %" basis="dried" loss-on-drying="0.3 %"'
powder none none
says "salt, dried assay, loss on drying" 'x 352\.1 / 315\.7 \(molar masses, a salt of clonazepam\) x 100 / 99\.2 \(assay, dried\) x 100 / 99\.7 \(loss on drying 0\.3 %\) = '
powder "$DRIED" 'assay="98.7 %" basis="as-is"'
says "an assay as is: no factor of drying" 'x 352\.1 / 315\.7 \([^)]*\) x 100 / 98\.7 \(assay, as is\) = '
powder "$DRIED" 'assay="98.7 %" basis="as-is" loss-on-drying="0.3 %"'
warns "a loss beside an assay as is would count twice" 'MT222: item\[11\]: basis="dried" and loss-on-drying go together'
powder ' loss-on-drying="0.3 %"' ''
warns "a dried assay without its loss" 'MT222: item\[11\]: basis="dried" and loss-on-drying go together'
powder " $DRIED" ''
warns "no certificate" 'warning MT545: active: Clonazepam powder: no assay of lot CP1 is known'
powder 99.2 60
warns "a factor far from one" 'warning MT546: active: Clonazepam powder: the weighing factor is 1\.864426, outside 0\.8 to 1\.5'
word=$(sed -n 's/.*MT546.*\[\(....\)\]$/\1/p' "$T/err")
sed "s|</prescription>|<accept code=\"MT546\" place=\"active\" check=\"$word\" by=\"J. Ruiz, RPh\" on=\"2026-11-29\" reason=\"a 60 % concentrate\"/>&|" "$T/RX-P.xml" >"$T/accepted.xml"
powder 99.2 60 "$T/accepted.xml"
exits "accepted by name" 0
powder 99.2 59 "$T/accepted.xml"
warns "another factor is not what was accepted" 'error MT271: accept\[1\]: no warning MT546 at active with the check word'
finish
