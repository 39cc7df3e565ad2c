# SPDX-License-Identifier: GPL-3.0-or-later
# plan at a glance: what it comes to in numbers, the curve in a terminal, the picture.
. "$(dirname "$0")/lib.sh"
approved_shop
RX=$T/worked.xml
worked "$RX"

program plan "$RX"
exits "plan as text" 0
says "steps and last day" '^  18 steps down; last day 2027-08-23, day 266, then stop$'
says "the steepest fortnight, prescribed and measured" '^  steepest fortnight: 5 % prescribed \(.*\), [0-9.]+ % measured \('
says "the mg of the whole plan" '^  clonazePAM: [0-9.]+ mg in all \([0-9.]+ mg prescribed\), from 1\.5 mg a day to 0\.6 mg$'
# 14 days held and 18 cuts of 14 days; at half the pace 14 and 18 of 28: day 518.
says "the same at half the pace" '^  at half the pace: last day 2028-05-01, day 518$'
says "the curve in blocks" '^ +1\.5 ██'
says "its axis in dates" '2026-12-01 +2027-08-23$'
program plan "$RX" --ascii
exits "plan in ASCII" 0
is "every byte is ASCII" sh -c "! LC_ALL=C grep -q '[^ -~]' '$T/out'"
says "the curve in ASCII" '^ +1\.5 ##'
cp "$T/out" "$T/ascii"
program plan "$RX" --targets --ascii
exits "the glance of the targets" 0
says "the glance of the targets is of targets" '^  clonazePAM: [0-9.]+ mg in all, from 1\.5 mg'
program plan "$RX" --format csv
lacks "no curve in a CSV" 'steps down'

# A plan shorter than the curve is wide gives each day several columns; one day is a plan too.
rx "$T/day.xml" '<hold for="1 day"/><stop/>' '<dose at="bedtime">0.5 mg</dose>'
program plan "$T/day.xml" --ascii
says "a plan of one day" '^ +0\.5 #{72}$'
says "nothing falls" 'steepest fortnight: no fall'
rx "$T/long.xml" '<reduce by="1 %" of="current" per="14 days" until="0.12 mg"/><stop/>' "$THREE" ''
program plan "$T/long.xml" --targets
says "a plan that cannot be had at half the pace" 'at half the pace: longer than 3660 days'
REVISION=2 rx "$T/held.xml" '<hold for="14 days"/><reduce by="5 %" of="current" per="14 days" until="0.6 mg"/><stop/>' "$THREE" "$FIVE" \
    '<event what="held" on="2027-01-12" for="14 days" by="Dana Whitfield, MD" role="prescriber"/>'
program plan "$T/held.xml"
# 42 days taken, 14 held, 224 left: twice as many from then on.
says "half the pace of what is left after an event" '^  at half the pace from the last event on: last day 2028-04-17, day 504$'

program plan "$RX" --svg "$T/one.svg"
exits "a picture" 0
is "it is well formed" xmllint --noout "$T/one.svg"
is "it has dates" grep -q '>2026-12-01<' "$T/one.svg"
is "it has masses" grep -q '>1.5 mg<' "$T/one.svg"
is "it names nobody" sh -c "! grep -q 'Jordan\|Whitfield' '$T/one.svg'"
TZ=Asia/Tokyo LC_ALL=C.UTF-8 program plan "$RX" --format csv --svg "$T/two.svg"
is "the same bytes each time" cmp "$T/one.svg" "$T/two.svg"
program plan "$RX" "$T/day.xml" --svg "$T/both.svg"
is "one panel a prescription" test "$(grep -c 'mg a day<' "$T/both.svg")" -eq 2
program plan "$RX" --svg "$T/none/x.svg"
exits "a picture that cannot be written" 3
warns "is said" 'none/x.svg: '

finish
