# SPDX-License-Identifier: GPL-3.0-or-later
# What the README shows is true: its prescription is clear, its hand-worked doses are those of the plan, its refusal is printed.
. "$(dirname "$0")/lib.sh"
approved_shop
sed -n '/^```xml$/,/^```$/p' "$ROOT/README.md" | sed '/^```/d' >"$T/readme.xml"
program check "$T/readme.xml"
exits "the README's prescription is clear" 0
program plan "$T/readme.xml" --format csv
says "its second period in the morning" '2026-12-15,2026-12-28,clonazepam,morning,0.475,0.475,0.46,4.6,'
says "at noon" 'clonazepam,noon,0.475,0.475,0.48,4.8,'
says "at bedtime" 'clonazepam,bedtime,0.475,0.475,0.48,4.8,'
cd "$ROOT" || exit 1
program check samples/bad.xml
sed -n '/head -n 14$/,/^$/p' README.md | sed -n 's/^    samples/samples/p' >"$T/refusal"
head -n 14 "$T/err" >"$T/told"
is "the refusal is what the program prints" cmp "$T/refusal" "$T/told"
is "it shows fourteen faults" test "$(wc -l <"$T/refusal")" -eq 14
finish
