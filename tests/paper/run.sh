#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Makes papers of the samples, and of prescriptions with a crossover and a new syringe, in Spanish, in large print and by
# period, on Letter and on A4, the first fill and a later one, and of a pharmacy in Spanish; reads all of them back (readback.py).  The program is $MICROTAPER, or build/microtaper.
set -u
root=$(cd "$(dirname "$0")/../.." && pwd)
program=${MICROTAPER:-build/microtaper}
python=${PYTHON:-/usr/bin/python3}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
bad=0

house() {    # house NAME PAPER: a shop that has approved everything
    mkdir "$work/$1"
    sed "s/paper=\"letter\"/paper=\"$2\"/; s/label-stock=/label-stock-large=\"label-4x6\" label-stock=/" "$root/samples/shop.xml" >"$work/$1/shop.xml"
    cp "$root/samples/inventory.xml" "$work/$1/"
    "$program" approve "$root"/templates/formulas/*.xml "$root"/templates/words/*.xml --by "P. Paper, RPh" --on 2026-11-01 \
        --shop "$work/$1/shop.xml" --templates "$root/templates" >"$work/log" 2>&1 || { cat "$work/log"; bad=1; }
}

papers() {   # papers HOUSE OUT FILL DATE FILES...
    house=$1 out=$2 fill=$3 date=$4
    shift 4
    "$program" make --shop "$work/$house/shop.xml" --templates "$root/templates" --key "$work/key" --fill "$fill" --date "$date" \
        --out "$work/$out" "$@" >"$work/log" 2>&1 || { cat "$work/log"; bad=1; }
    "$python" -B "$root/tests/paper/readback.py" --program "$program" --shop "$work/$house/shop.xml" --templates "$root/templates" \
        --out "$work/$out" "$@" || bad=1
    "$python" -B "$root/tests/paper/worksheets.py" --program "$program" --shop "$work/$house/shop.xml" --templates "$root/templates" \
        --out "$work/$out" "$@" || bad=1
}

samples=$(grep -l 'xmlns="urn:microtaper:prescription:1"' "$root"/samples/*.xml | grep -v '/bad.xml$')
house letter letter
house a4 a4
"$program" key new --key "$work/key" --name "Paper test" >"$work/log" 2>&1 || { cat "$work/log"; bad=1; }
# shellcheck disable=SC2086
papers letter one 1 2026-11-30 $samples
papers a4 two 1 2026-11-30 "$root"/tests/paper/*.xml
# A pharmacy that writes its own papers in Spanish.
house letter-es letter
sed -i 's/language="en"/language="es"/' "$work/letter-es/shop.xml"
papers letter-es four 1 2026-11-30 "$root/samples/several.xml"
# A lot for several: what its worksheet says of each bottle has gone through the run.
house shared letter
sed -i 's|^  <closed weekday="Sunday"/>|  <pool up-to="2 L"/>\n&|' "$work/shared/shop.xml"
papers shared five 1 2026-11-30 "$root/samples/clonazepam-three-times.xml" "$root/samples/clonazepam-spanish.xml" "$root/samples/several.xml" "$root/samples/clonazepam-to-diazepam.xml"
papers letter three 2 2026-12-10 "$root/tests/paper/crossover.xml"
exit $bad
