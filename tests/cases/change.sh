# SPDX-License-Identifier: GPL-3.0-or-later
# What changed: one sentence on the chart of a revised plan; the chart before has none, and the days before stay as they were.
. "$(dirname "$0")/lib.sh"
approved_shop
"$M" key new --key "$T/key" --name Cases >/dev/null 2>&1

chart() {    # chart NAME EVENT...: the chart as text, spaces squeezed, in $T/NAME.txt
    name=$1 revision=2
    shift
    [ -n "$*" ] || revision=1
    REVISION=$revision rx "$T/$name.xml" '<reduce by="5 %" of="current" per="7 days" until="0.6 mg"/><maintain/>' \
        '<dose at="morning">0.5 mg</dose><dose at="bedtime">0.5 mg</dose>' "$FIVE" "$*$ACCEPTS"
    program make "$T/$name.xml" --key "$T/key" --out "$T/$name" --date 2026-11-30
    exits "a chart: $name" 0
    tr -s '\n ' '  ' <"$T/$name/rx/RX-7/r$revision-f1/chart.txt" >"$T/$name.txt"
    program plan "$T/$name.xml" --format csv
    cp "$T/out" "$T/$name.csv"
    program plan "$T/$name.xml" --format csv --targets
    cut -d, -f 4-7 "$T/out" | awk -F, '$1 < "2026-12-15"' >"$T/$name.days"
}
event() { printf '<event what="%s" on="%s" by="Dana Whitfield, MD" role="prescriber" %s/>' "$1" "$2" "${3-}"; }
told() { if grep -Fq -- "$2" "$T/$1.txt"; then pass; else fail "$1" "the chart lacks: $2"; fi; }
ACCEPTS=

chart before
is "nothing has changed before" sh -c "! grep -q 'your older chart ends here' '$T/before.txt'"
chart held "$(event held 2026-12-15 'for="14 days"')"
told held "From Tuesday 15 December 2026 to Monday 28 December 2026 you stay at 4.4 mL in the morning and 4.6 mL at bedtime; your older chart ends here."
is "the HTML says so too" grep -q 'you stay at 4.4' "$T/held/rx/RX-7/r2-f1/chart.html"
is "the days before the event stay as they were" cmp "$T/before.days" "$T/held.days"
is "there are 14 of them, with two doses each" test "$(wc -l <"$T/before.days")" -eq 28
is "what comes later comes 14 days later" sh -c "grep -q '2026-12-29,.*morning.*,3.8,' '$T/before.csv' && grep -q '2027-01-12,.*morning.*,3.8,' '$T/held.csv'"
chart slowed "$(event slowed 2026-12-15 'pace="50 %"')"
told slowed "From Tuesday 15 December 2026 the doses go down more slowly than before; your older chart ends here."
chart reversed "$(event reversed 2026-12-15 'to="0.95 mg" for="7 days"')"
told reversed "From Tuesday 15 December 2026 to Monday 21 December 2026 you take 4.8 mL in the morning and 4.8 mL at bedtime again; your older chart ends here."
chart resumed "$(event slowed 2026-12-08 'pace="50 %"')" "$(event resumed 2026-12-15)"
told resumed "From Tuesday 8 December 2026 the doses go down more slowly than before; your older chart ends here. *** From Tuesday 15 December 2026 the doses go down at the full pace of the plan again."
chart maintained "$(event maintained 2026-12-15)"
told maintained "From Tuesday 15 December 2026 you stay at 4.4 mL in the morning and 4.6 mL at bedtime; your older chart ends here."
chart source "$(event source-changed 2026-12-15)"
told source "From Tuesday 15 December 2026 the medicine comes from another source. The doses are the same; call if you feel a change. Your older chart ends here."
chart stopped "$(event stopped 2026-12-15)"
told stopped "From Tuesday 15 December 2026 you take no more doses; your older chart ends here."
# Event after event: a sentence each, oldest first; the older chart ends once.  No day that an event keeps is said to go down.
chart several "$(event held 2026-12-09)" "$(event source-changed 2026-12-10)" "$(event reversed 2026-12-15 'to="0.95 mg" for="7 days"')" "$(event slowed 2026-12-22 'pace="50 %"')"
told several "From Wednesday 9 December 2026 to Monday 14 December 2026 you stay at 4.4 mL in the morning and 4.6 mL at bedtime; your older chart ends here. *** From Thursday 10 December 2026 the medicine comes from another source. The doses are the same; call if you feel a change. *** From Tuesday 15 December 2026 to Monday 21 December 2026 you take 4.8 mL in the morning and 4.8 mL at bedtime again. *** From Tuesday 22 December 2026 the doses go down more slowly than before."
told several "No change: the dose stays the same up to and including Monday 14 December 2026. Wednesday 9 December 2026"
told several "This dose goes on up to and including Monday 21 December 2026. Tuesday 15 December 2026"
told several "up to and including Monday 26 April 2027. *** NEW BOTTLE A from today Tuesday 1 December 2026"
is "it goes down before and after only" test "$(grep -o 'goes down in small steps' "$T/several.txt" | wc -l)" -eq 2
# Days missed wait for a named person: the check word is the program's.
MISSED=$(event missed 2026-12-15 'for="2 days"')
REVISION=2 rx "$T/missed.xml" '<reduce by="5 %" of="current" per="7 days" until="0.6 mg"/><maintain/>' \
    '<dose at="morning">0.5 mg</dose><dose at="bedtime">0.5 mg</dose>' "$FIVE" "$MISSED"
program check "$T/missed.xml"
check=$(sed -n 's/.*warning MT333: .*\[\(....\)\]$/\1/p' "$T/err")
ACCEPTS="<accept code=\"MT333\" place=\"event[1]\" check=\"$check\" by=\"Dana Whitfield, MD\" on=\"2026-12-17\" reason=\"Two days without; the same dose goes on\"/>"
chart missed "$MISSED"
told missed "From Tuesday 15 December 2026 to Wednesday 16 December 2026 you took nothing. After that you take 4.2 mL in the morning and 4.4 mL at bedtime again; your older chart ends here."

finish
