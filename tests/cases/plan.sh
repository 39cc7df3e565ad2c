# SPDX-License-Identifier: GPL-3.0-or-later
# plan: the measured schedule as text, CSV and JSON; the exact one with --targets.
. "$(dirname "$0")/lib.sh"
approved_shop
RX=$T/worked.xml
worked "$RX"

program plan "$RX"
exits "plan as text" 0
says "plan names the prescription" 'RX-1042'
says "the end date is shown" '2027-08-23'
says "the number of cuts is shown" '\b18\b'
lacks "never called hyperbolic" '[Hh]yperbolic'

program plan "$RX" --format csv
exits "plan as CSV" 0
is "CSV header" test "$(head -n 1 "$T/out" | tr -d '\r')" = "schema,prescription,revision,period,first_date,last_date,drug,time,target_mg,target_last_mg,dose_mg,volume_ml,strength_mg,strength_ml,syringe_ml,graduation_ml,bottle"
is "no naked point and no zero at the end" sh -c "! grep -Eq '(,|^)\.[0-9]|[0-9]\.[0-9]*0(,|$)' '$T/out'"
cp "$T/out" "$T/plan.csv"
program plan --targets "$RX" --format csv
exits "targets as CSV" 0
is "targets header" test "$(head -n 1 "$T/out" | tr -d '\r')" = "schema,prescription,revision,date,drug,time,target_mg"
program plan "$RX" --format json
exits "plan as JSON" 0
is "plan as JSON is JSON" "$PYTHON" -m json.tool "$T/out"

status=0
"$M" plan - --format csv --shop "$SHOP" --templates "$ROOT/templates" <"$RX" >"$T/out" 2>"$T/err" || status=$?
exits "plan of standard input" 0
is "plan of standard input is the same" cmp "$T/plan.csv" "$T/out"

# Neither time zone nor locale moves a date or a decimal sign.
for place in "TZ=Pacific/Kiritimati LC_ALL=C" "TZ=America/St_Johns LC_ALL=C.UTF-8" "TZ=Europe/London LC_ALL=de_DE.UTF-8" "TZ=Asia/Tehran LC_ALL=tr_TR.UTF-8"; do
    status=0
    env $place "$M" plan "$RX" --format csv --shop "$SHOP" --templates "$ROOT/templates" >"$T/out" 2>"$T/err" || status=$?
    is "plan is the same under $place" cmp "$T/plan.csv" "$T/out"
done

# Over the end of summer time and over 29 February every day is there once.
STARTS=2027-10-25 WRITTEN=2027-10-20 rx "$T/long.xml" '<hold for="150 days"/><stop/>' '<dose at="bedtime">0.5 mg</dose>'
program plan --targets "$T/long.xml" --format csv
exits "a plan over summer time and 29 February" 0
is "29 February is a day of it" grep -q '2028-02-29' "$T/out"
is "150 days are 150 rows, none twice" test "$(tail -n +2 "$T/out" | cut -d, -f4 | sort -u | wc -l)/$(tail -n +2 "$T/out" | wc -l)" = 150/150

# Refusals name what is wrong; nothing is cut off silently.
refuses() {
    rx "$T/r.xml" "$3"
    program plan "$T/r.xml" --format csv
    exits "$1 is refused" 1
    warns "$1 is $2" "error $2: "
    is "$1 prints no row" test "$(tail -n +2 "$T/out" | wc -l)" -eq 0
}
refuses "a reduction without an end" MT246 '<reduce by="5 %" of="current" per="14 days"/><stop/>'
refuses "cuts that do not divide the period" MT243 '<reduce by="5 %" of="current" per="14 days" every="4 days" until="1 mg"/><stop/>'
refuses "a percentage of the current dose to zero" MT307 '<reduce by="5 %" of="current" per="14 days" until="0 mg"/><stop/>'
refuses "a dose to reach above the dose" MT304 '<reduce by="5 %" of="current" per="14 days" until="2 mg"/><stop/>'
refuses "a plan of more than 3,660 days" MT305 '<reduce by="0.01 %" of="current" per="28 days" until="0.5 mg"/><stop/>'
refuses "exponential fixed amounts" MT245 '<reduce by="0.1 mg" per="14 days" every="1 day" inside="exponential" until="1 mg"/><stop/>'
refuses "a step after the stop" MT306 '<stop/><hold for="14 days"/>'
refuses "a maintain after the cut that reached zero" MT306 '<reduce by="0.5 mg" every="7 days" cuts="3"/><maintain/>'
refuses "cuts stated beyond zero" MT316 '<reduce by="0.5 mg" every="7 days" cuts="4"/><stop/>'
refuses "a listed dose of nothing" MT214 '<list><step for="7 days" dose="1 mg"/><step for="7 days" dose="0 mg"/></list><stop/>'
refuses "a cut larger than the dose" MT316 '<reduce by="1 mg" every="7 days" cuts="3"/><stop/>'

# The pharmacist sees each day as diazepam, by each table: 1.5 mg of clonazepam, then 1.25 mg and 5 mg of diazepam, then diazepam alone.
program plan "$SAMPLES/clonazepam-to-diazepam.xml"
says "the tables are named" '^first day +last day +Ashton 2002 +VA/DoD 2021'
says "clonazepam as diazepam" '^2026-12-01  2026-12-07  30 mg +15 mg'
says "both drugs as diazepam" '^2026-12-08  2026-12-14  30 mg +17.5 mg'
says "diazepam as itself" '^2027-01-12  2027-02-15  30 mg +30 mg'
program plan "$SAMPLES/diazepam-daily.xml"
lacks "diazepam needs no table" 'about so much diazepam'
program plan "$SAMPLES/diazepam-daily.xml" --equivalents
says "but it is shown where asked for" '^2026-12-01  2026-12-01  19\.96 mg +19\.96 mg'
program plan "$SAMPLES/clonazepam-to-diazepam.xml" --equivalents --format csv
exits "a row a day and table" 0
says "its header" '^schema,prescription,revision,date,table,low_mg,high_mg,not_listed$'
says "Ashton's of both drugs" '^microtaper-equivalents-1,[^,]+,1,2026-12-08,Ashton 2002,30,30,$'
says "the other table's of both drugs" '^microtaper-equivalents-1,[^,]+,1,2026-12-08,VA/DoD 2021,17.5,17.5,$'
program plan "$SAMPLES/clonazepam-to-diazepam.xml" --equivalents --format json
exits "equivalents are text or csv" 2
program plan "$SAMPLES/clonazepam-to-diazepam.xml" --equivalents --targets
exits "one view at a time" 2
# Estazolam has a range in one table; clobazam is not in the other.
rx "$T/clobazam.xml" '<hold for="2 days"/><stop/>' '<dose at="bedtime">10 mg</dose>' ''
sed 's/clonazepam/clobazam/g' "$T/clobazam.xml" >"$T/clobazam2.xml"
program plan "$T/clobazam2.xml" --equivalents --format csv
says "a drug that a table lacks is named, not guessed" ',VA/DoD 2021,,,clobazam$'
says "and has its figure in the other" ',Ashton 2002,5,5,$'
sed 's/clonazepam/estazolam/g' "$T/clobazam.xml" >"$T/estazolam.xml"
program plan "$T/estazolam.xml" --equivalents
says "a range stays a range" '50 mg to 100 mg +100 mg'

# On days without a dose nothing is read: another liquid from the middle of them begins no period.
REVISION=2 rx "$T/gap.xml" '<hold for="20 days"/><stop/>' '<dose at="bedtime">0.4 mg</dose>' \
    "$FIVE"'<liquid drug="clonazepam" strength="0.2 mg per mL" syringe="5 mL" graduation="0.2 mL" formula="clonazepam-0.2" from="2026-12-12"/>' \
    '<event what="missed" on="2026-12-08" for="10 days" by="Dana Whitfield, MD" role="prescriber"/>'
program plan "$T/gap.xml" --format csv
says "days taken" '^microtaper-plan-1,RX-7,2,1,2026-12-01,2026-12-07,clonazepam,bedtime,0\.4,0\.4,0\.4,4,0\.1,'
says "days without a dose are one period" '^microtaper-plan-1,RX-7,2,3,2026-12-18,[-0-9]*,clonazepam,bedtime,0\.4,0\.4,0\.4,2,0\.2,'

refuses "a dose kept on without a day to make" MT308 '<maintain/>'
is "it says what to state" grep -q 'maintain for' "$T/err"

# Two drugs are counted as the first: the finding says so, or its mg would be taken for the other's.
rx "$T/both.xml" '<cross to="diazepam" ratio="0.5 mg = 10 mg" table="Ashton 2002" moves="50 %" portions="1" every="7 days"/><reduce drug="diazepam" by="30 %" of="current" per="14 days" cuts="1"/><maintain/>' "$THREE" ''
program check "$T/both.xml"
warns "counted as the first drug" 'warning MT30[12]: .*the target daily total, counted as clonazepam, falls|note MT302: .*the target daily total, counted as clonazepam, falls'

# What is doubtful is said with its numbers.
rx "$T/fast.xml" '<reduce by="40 %" of="current" per="14 days" cuts="1"/><stop/>'
program check "$T/fast.xml"
exits "a fall of 40 % in 14 days waits for a named person" 1
warns "a fall of 40 % in 14 days is MT301" 'warning MT301: .*40 %'
rx "$T/off.xml" '<hold for="14 days"/><stop/>' '<dose at="bedtime">0.333 mg</dose>'
program check "$T/off.xml"
warns "a starting dose off the marks is MT413" 'warning MT413: '

finish
