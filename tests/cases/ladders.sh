# SPDX-License-Identifier: GPL-3.0-or-later
# Whole ladders: diazepam 20 mg to 0.5 mg and clonazepam 2 mg to 0.05 mg, where no liquid is stated; the same with one syringe,
# refused with its arithmetic; and two years of clonazepam with renewed orders, against the oracle.
. "$(dirname "$0")/lib.sh"
approved_shop

# plan_of FILE DRUG DOSE UNTIL STRENGTHS: every drug by its own formula, which states these strengths.
plan_of() {
    NUMBER=RX-$2 rx "$1" "<hold for=\"14 days\"/><reduce by=\"10 %\" of=\"current\" per=\"14 days\" until=\"$4\"/><stop/>" "<dose at=\"bedtime\">$3</dose>" ''
    sed -i "s/clonazepam/$2/g" "$1"
}
# error_most FILE: days and doses in the plan, the largest error in ng and the mass of the mark it was measured with.
errors() {
    "$PYTHON" -B - "$T/out" "$1" "$2" <<'PY'
import csv, datetime, sys
from fractions import Fraction
rows = list(csv.DictReader(open(sys.argv[1])))
days, worst, wrong = 0, Fraction(0), 0
for row in rows:
    first, last = (datetime.date.fromisoformat(row[k]) for k in ("first_date", "last_date"))
    days += (last - first).days + 1
    mark = Fraction(row["graduation_ml"]) * Fraction(row["strength_mg"]) / Fraction(row["strength_ml"])
    for target in (row["target_mg"], row["target_last_mg"]):
        error = abs(Fraction(row["dose_mg"]) - Fraction(target))
        wrong += error * 2 > mark
        worst = max(worst, error / Fraction(target))
assert len(rows) >= int(sys.argv[2]) and wrong == 0 and worst <= Fraction(sys.argv[3]), (len(rows), wrong, float(worst))
print(f"{len(rows)} doses on {days} days, each within half a mark; furthest from its target {float(100 * worst):.2f} %")
PY
}

# With every syringe of the shop one strength serves all days of each.
plan_of "$T/diazepam.xml" diazepam "20 mg" "0.5 mg"
program plan "$T/diazepam.xml"
exits "diazepam 20 mg to 0.5 mg" 0
says "its first syringe" '^diazePAM 1 mg per mL, 20 mL syringe marked every 1 mL, from 2026-12-01'
says "its last syringe" '^diazePAM 1 mg per mL, 1 mL syringe marked every 0\.01 mL'
says "why" 'one strength serves every day'
program plan "$T/diazepam.xml" --format csv
is "diazepam: every dose" errors 30 1/20
plan_of "$T/clonazepam.xml" clonazepam "2 mg" "0.05 mg"
program plan "$T/clonazepam.xml"
exits "clonazepam 2 mg to 0.05 mg" 0
says "why" 'one strength serves every day'
program plan "$T/clonazepam.xml" --format csv
is "clonazepam: every dose" errors 30 1/20

# With syringes up to 5 mL alone and formulas of two and three strengths: as few strengths as serve.
cp -r "$ROOT/templates" "$T/more"
sed -i 's|<strength>1 mg per mL</strength>|<strength>1 mg per mL</strength><strength>5 mg per mL</strength>|' "$T/more/formulas/diazepam-1.xml"
sed -i 's|<strength>0.1 mg per mL</strength>|<strength>0.1 mg per mL</strength><strength>0.5 mg per mL</strength>|' "$T/more/formulas/clonazepam-0.1.xml"
mkdir "$T/few" && sed -E '/<syringe capacity="(10|20) mL"/d' "$SHOP" >"$T/few/shop.xml"
"$M" approve "$T"/more/formulas/*.xml --by "C. Cases, RPh" --on 2026-11-01 --shop "$T/few/shop.xml" --templates "$T/more" >/dev/null 2>&1
few() {
    status=0
    "$M" "$@" --shop "$T/few/shop.xml" --templates "$T/more" >"$T/out" 2>"$T/err" || status=$?
}
few plan "$T/diazepam.xml"
exits "diazepam with small syringes" 0
says "the strong one first" '^diazePAM 5 mg per mL, 5 mL syringe marked every 0\.2 mL, from 2026-12-01'
says "the weak one last" '^diazePAM 1 mg per mL, 1 mL syringe marked every 0\.01 mL'
is "two strengths and no more" test "$(grep -o '^diazePAM [0-9.]* mg per mL' "$T/out" | sort -u | wc -l)" -eq 2
few plan "$T/diazepam.xml" --format csv
is "diazepam with two strengths: every dose" errors 30 1/10
few plan "$T/clonazepam.xml"
exits "clonazepam with small syringes" 0
is "clonazepam: two strengths and no more" test "$(grep -o '^clonazePAM [0-9.]* mg per mL' "$T/out" | sort -u | wc -l)" -eq 2
few plan "$T/clonazepam.xml" --format csv
is "clonazepam with two strengths: every dose" errors 30 1/10

# One 1 mL syringe and one strength: refused, and what would serve.
sed -i -E '/<syringe capacity="(3|5) mL"/d' "$T/few/shop.xml"
one() {
    status=0
    "$M" check "$1" --shop "$T/few/shop.xml" --templates "$ROOT/templates" >"$T/out" 2>"$T/err" || status=$?
    exits "$2 with one syringe" 1
    warns "$2: the arithmetic" "$3"
}
rm "$T/few/approvals.xml" && cp "$T/house/approvals.xml" "$T/few/"
one "$T/diazepam.xml" diazepam 'MT401: taking\[1\]: no strength of diazepam .*20 mg would be 20 mL, over its capacity; .* would serve [0-9]+ of these days'
one "$T/clonazepam.xml" clonazepam 'MT401.*2 mg would be (20|10) mL, over its capacity'

# Two years: five orders, each written before the one before it ends.
NUMBER=RX-2Y rx "$T/years.xml" '<hold for="14 days"/><reduce by="5 %" of="current" per="28 days" every="7 days" inside="straight" until="0.25 mg"/><stop/>' '<dose at="bedtime">1 mg</dose>' ''
program plan "$T/years.xml" --fills --format csv
is "one order covers six fills" test "$(grep -c ',2026-11-20,[1-6],' "$T/out")" -eq 6
is "the rest needs others" test "$(grep -c ',,,$' "$T/out")" -ge 18
for written in 2027-05-10 2027-10-25 2028-04-10 2028-09-25; do
    sed -i "s|<purpose>|<order drug=\"clonazepam\" quantity=\"600 mL\" refills=\"5\" written=\"$written\"/><purpose>|" "$T/years.xml"
done
program check --xsd "$T/years.xml"
exits "two years with five orders" 0
program plan "$T/years.xml" --fills --format csv
is "every fill has its order" test "$(grep -c ',,,$' "$T/out")" -eq 0
is "two years of fills" test "$(wc -l <"$T/out")" -ge 27
status=0
MICROTAPER=$M "$PYTHON" -B "$ROOT/tests/oracle/compare.py" --shop "$SHOP" --templates "$ROOT/templates" "$T/years.xml" "$T/diazepam.xml" "$T/clonazepam.xml" >"$T/out" 2>"$T/err" || status=$?
exits "every date, dose and bottle by the oracle" 0

finish
