# SPDX-License-Identifier: GPL-3.0-or-later
# Accepts: a named person accepts one warning by code, place and check word; it dies when the number changes.
. "$(dirname "$0")/lib.sh"
approved_shop
FAST='<reduce by="30 %" of="current" per="14 days" cuts="1"/><reduce by="5 %" of="current" per="14 days" until="0.6 mg"/><stop/>'

# field N of the first warning of a code: 1 its place, 2 its check word
warning() { sed -n "s/.* warning $1: \([^ ]*\): .*\[\([A-Z]*\)\]\$/\\$2/p" "$T/err" | head -n 1; }
accept() { echo "<accept code=\"$1\" place=\"$2\" check=\"$3\" by=\"J. Ruiz, RPh\" on=\"2026-11-21\" reason=\"The prescriber confirmed it by phone.\"/>"; }

rx "$T/a.xml" "$FAST"
program check "$T/a.xml"
exits "an open warning refuses" 1
place=$(warning MT301 1) word=$(warning MT301 2)
is "the warning has a check word of four letters" test "${#word}" -eq 4

# Every open warning of the plan, each accepted by its own word.
sed -n 's/.* warning \(MT[0-9]*\): \([^ ]*\): .*\[\([A-Z]*\)\]$/\1 \2 \3/p' "$T/err" >"$T/open"
accepts=$(while read -r code where check; do accept "$code" "$where" "$check"; done <"$T/open")
rx "$T/b.xml" "$FAST" "" "" "" && rx "$T/b.xml" "$FAST" '<dose at="morning">0.5 mg</dose><dose at="bedtime">1 mg</dose>' \
    '<liquid drug="clonazepam" strength="0.1 mg per mL" syringe="10 mL" graduation="0.2 mL"/>' "$accepts"
program check "$T/b.xml"
exits "each warning accepted by its word" 0

sed 's/by="30 %"/by="31 %"/' "$T/b.xml" >"$T/c.xml"
program check "$T/c.xml"
exits "the accept dies when the number changes" 1
warns "an accept that matches nothing is an error" 'error MT2[0-9]{2}: accept'

sed "s/check=\"$word\"/check=\"ZZZZ\"/" "$T/b.xml" >"$T/d.xml"
program check "$T/d.xml"
exits "a wrong word accepts nothing" 1

rx "$T/e.xml" '<hold for="14 days"/><reduce by="5 %" of="current" per="14 days" until="0.6 mg"/><stop/>' \
    '<dose at="morning">0.5 mg</dose><dose at="bedtime">1 mg</dose>' \
    '<liquid drug="clonazepam" strength="0.1 mg per mL" syringe="10 mL" graduation="0.2 mL"/>' "$(accept MT301 "$place" "$word")"
program check "$T/e.xml"
exits "an accept without its warning" 1

sed 's/by="J. Ruiz, RPh"//' "$T/b.xml" >"$T/f.xml"
program check "$T/f.xml"
exits "an accept without a name" 1
warns "an accept without a name is MT114" MT114

finish
