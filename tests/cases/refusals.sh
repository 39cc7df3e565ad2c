# SPDX-License-Identifier: GPL-3.0-or-later
# Mistakes of prescribing and of compounding, each refused with its arithmetic; beside each what differs from it and passes.
. "$(dirname "$0")/lib.sh"
approved_shop
DOSES='<dose at="morning">0.5 mg</dose><dose at="bedtime">1 mg</dose>'
SHORT='<hold for="14 days"/><stop/>'
refused() {
    program check "$2"
    exits "$1: refused" 1
    warns "$1: says why" "$3"
}
passes() {
    program check "$2"
    exits "$1" 0
}

# Strength, mL and mg that disagree, in what is taken now and in a list; agreeing ones pass.
LIST='<list><step for="7 days"><dose at="morning" volume="4 mL">0.4 mg</dose><dose at="bedtime" volume="8 mL">0.8 mg</dose></step><step for="7 days"><dose at="morning" volume="MORNING">0.2 mg</dose><dose at="bedtime">0.6 mg</dose></step></list><stop from="0.8 mg"/>'
rx "$T/a.xml" "$SHORT" '<dose at="morning" volume="5 mL">0.5 mg</dose><dose at="bedtime" volume="10 mL">1 mg</dose>'
passes "mL and mg that agree" "$T/a.xml"
rx "$T/b.xml" "$SHORT" '<dose at="morning" volume="0.5 mL">0.5 mg</dose><dose at="bedtime">1 mg</dose>'
refused "a tenth of the mL" "$T/b.xml" 'MT418: taking\[1\]: 0\.5 mg and 0\.5 mL are stated: 0\.5 mL of 0\.1 mg per mL hold 0\.05 mg'
sed 's/MORNING/2 mL/' >"$T/list" <<END
$LIST
END
rx "$T/c.xml" "$(cat "$T/list")"
program check "$T/c.xml"
lacks "a list whose mL and mg agree" MT418
rx "$T/d.xml" "$(sed 's/volume="2 mL"/volume="20 mL"/' "$T/list")"
refused "ten times the mL in a list" "$T/d.xml" 'MT418: list\[1\]/step\[2\]: 0\.2 mg and 20 mL are stated for 2026-12-08: 20 mL of 0\.1 mg per mL hold 2 mg'

# Where no liquid is stated, the mL are judged by the strength that is chosen.
rx "$T/e.xml" "$SHORT" '<dose at="bedtime" volume="0.8 mL">0.8 mg</dose>' ''
refused "mL of another strength than the chosen one" "$T/e.xml" 'MT418: .*0\.8 mL of 0\.1 mg per mL hold 0\.08 mg'

# "5 g in 5 mL": the range of each drug is data.
rx "$T/f.xml" "$SHORT" "$DOSES" '<liquid drug="clonazepam" strength="5 g per 5 mL" syringe="10 mL" graduation="0.2 mL"/>'
refused "5 g in 5 mL" "$T/f.xml" 'MT261: liquid\[1\]/@strength: 5,000 mg per 5 mL of clonazepam: plausible are 0\.01 mg per mL to 2 mg per mL \('
cp -r "$ROOT/templates" "$T/wide"
sed -i 's/strongest="2 mg per mL"/strongest="1000 mg per mL"/' "$T/wide/tables/drugs.xml"
status=0
"$M" check "$T/f.xml" --shop "$SHOP" --templates "$T/wide" >"$T/out" 2>"$T/err" || status=$?
lacks "a range that the pharmacy widened" MT261

# A formula whose ingredients do not give its strength.
cp -r "$ROOT/templates" "$T/recipe"
sed -i 's/makes="100 mL"/makes="10 mL"/' "$T/recipe/formulas/clonazepam-0.1.xml"
status=0
"$M" check "$T/a.xml" --shop "$SHOP" --templates "$T/recipe" >"$T/out" 2>"$T/err" || status=$?
exits "20 tablets to 10 mL are not 0.1 mg per mL" 1
warns "20 tablets to 10 mL: says why" 'MT229: active/@amount: 20 tablets in 10 mL are 10 mg in 10 mL; the strength stated is 0\.1 mg per mL'

# A graduation that does not divide its syringe, in the prescription and in the shop.
rx "$T/g.xml" "$SHORT" "$DOSES" '<liquid drug="clonazepam" strength="0.1 mg per mL" syringe="10 mL" graduation="0.3 mL"/>'
refused "marks that do not divide the syringe" "$T/g.xml" 'MT403: liquid\[1\]: a graduation of 0\.3 mL does not divide a syringe of 10 mL'
mkdir "$T/odd" && sed 's/graduation="0.2 mL"/graduation="0.3 mL"/' "$SHOP" >"$T/odd/shop.xml"
status=0
"$M" check "$T/a.xml" --shop "$T/odd/shop.xml" --templates "$ROOT/templates" >"$T/out" 2>"$T/err" || status=$?
exits "a shop's syringe that is not divided" 1
warns "a shop's syringe that is not divided: says why" 'MT219: syringe\[3\]: the graduation does not divide the capacity'

# A copy of a commercial liquid needs a documented reason, whether the formula says that it is one or not.
copy() {
    sed -e "s/clonazepam/$1/g" -e '/<rationale>/d' "$T/copy.xml" >"$T/copy-$1.xml"
    refused "$1 1 mg per mL without a reason" "$T/copy-$1.xml" "MT503: liquid\[1\]: a commercial liquid like $1 1 mg per mL exists"
    sed "s/clonazepam/$1/g" "$T/copy.xml" >"$T/reason-$1.xml"
    program check "$T/reason-$1.xml"
    lacks "$1 1 mg per mL with a reason" MT503
}
rx "$T/copy.xml" "$SHORT" '<dose at="bedtime">2 mg</dose>' '<liquid drug="clonazepam" strength="1 mg per mL" syringe="3 mL" graduation="0.1 mL"/>'
copy diazepam
copy alprazolam
cp -r "$ROOT/templates" "$T/unsaid"
sed -i '/<commercial-copy/d' "$T/unsaid/formulas/diazepam-1.xml"
status=0
"$M" check "$T/copy-diazepam.xml" --shop "$SHOP" --templates "$T/unsaid" >"$T/out" 2>"$T/err" || status=$?
warns "a copy that its formula does not call one" 'MT503: '

finish
