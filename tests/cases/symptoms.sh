# SPDX-License-Identifier: GPL-3.0-or-later
# Plans led by symptoms: dates up to the review, supply for the slowest course.
. "$(dirname "$0")/lib.sh"
approved_shop

# 1 mg in two doses; 5 % a week at the fastest, three weeks a dose at the slowest; reviewed after two weeks.
led() {
    rx "$1" '<reduce by="5 %" of="current" per="7 days" until="0.7 mg"/><maintain/>' \
        '<dose at="morning">0.5 mg</dose><dose at="bedtime">0.5 mg</dose>' "${3-$FIVE}"
    sed -i "s|led-by=\"calendar\"|led-by=\"symptoms\" review=\"${2}\" longest=\"21 days\" steady=\"sleeps as before\" back=\"yes\"|" "$1"
}
led "$T/a.xml" 2026-12-15
program plan "$T/a.xml"
exits "a plan led by symptoms" 0
says "its end at the earliest and at the latest" '^  7 steps down; last day at the earliest 2027-01-18 \(day 49\), at the latest 2027-04-12 \(day 133\), then maintained$'
says "what the prescriber calls steady" 'while not "sleeps as before" up to 21;'
says "the first day without a date is the dose held" '^step 2 +if held +morning'
says "later steps have their fewest days" '^step 3 +7\+ days +morning'
lacks "half the pace is not asked of it" 'half the pace'
program plan "$T/a.xml" --format csv
is "14 days of dates, then none" test "$(tail -n +2 "$T/out" | cut -d, -f5 | sort -u | tr '\n' ' ')" = " 2026-12-01 2026-12-08 "
program plan "$T/a.xml" --format csv --targets
is "the exact doses have dates for 14 days" test "$(tail -n +2 "$T/out" | cut -d, -f4 | sort -u | grep -c .)" -eq 14
program plan "$T/a.xml" --format json
is "steps in JSON" "$PYTHON" - "$T/out" <<'END'
import json, sys
plan = json.load(open(sys.argv[1]))
steps = [p for p in plan["periods"] if "step" in p]
assert plan["last"] == "" and plan["slowest_days"] == 133 and all(p["first"] == "" for p in steps)
assert [(p["step"], p["least_days"]) for p in steps[:2]] == [(2, 0), (3, 7)]
# Fill 1: days 1 to 28.  Morning and bedtime 4.8 + 4.8 mL for 7 days, 4.4 + 4.6 for 7; from the review on step 2 at the slowest
# and, one step back, step 1: 9.6 mL on each of 14 days; 3 days in reserve; 62 draws of 0.02 mL.
bottle = plan["fills"][0]["bottles"][0]
assert bottle["doses_ml"] == "264.6" and bottle["reserve_ml"] == "28.8" and bottle["draws"] == 62, bottle
assert bottle["largest_ml"] == "4.8"
END
led "$T/late.xml" 2026-12-15 "$FIVE<liquid drug=\"clonazepam\" strength=\"0.1 mg per mL\" syringe=\"3 mL\" graduation=\"0.1 mL\" from=\"2027-01-05\"/>"
program check "$T/late.xml"
warns "a liquid from a date that nobody knows" 'error MT407: .*from 2027-01-05 is not before the review on 2026-12-15'

# A fill that begins past the review: nobody has written what was decided there.
"$M" key new --key "$T/key" --name Cases >/dev/null 2>&1
program make "$T/a.xml" --key "$T/key" --out "$T/papers" --date 2026-12-28 --fill 2
warns "a fill past the review waits for a named person" 'warning MT519: .*fill 2 begins on 2026-12-29, the review is on 2026-12-15'

finish
