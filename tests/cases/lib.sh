# SPDX-License-Identifier: GPL-3.0-or-later
# What every case file sources.  A case is a name and something that must be true; a failing one prints itself with what
# the program said.  `finish` prints the count and gives the status.
set -u
ROOT=$(cd "$(dirname "$0")/../.." && pwd)
M=${MICROTAPER:-$ROOT/build/microtaper}
case $M in /*) ;; *) M=$PWD/$M ;; esac
SAMPLES=$ROOT/samples
PYTHON=${PYTHON:-/usr/bin/python3}
T=$(mktemp -d)
trap 'rm -rf "$T"' EXIT
unset MICROTAPER_SHOP MICROTAPER_TEMPLATES MICROTAPER_KEY MICROTAPER_LEDGER MICROTAPER_DATE MICROTAPER_FINDINGS
export XDG_CONFIG_HOME=$T/none XDG_DATA_HOME=$T/none LC_ALL=C TZ=UTC
passed=0 failed=0

# A shop of our own, with every formula and language approved in it: cases do not hang on the samples' approvals.
approved_shop() {
    mkdir "$T/house" && cp "$SAMPLES/shop.xml" "$T/house/"
    "$M" approve "$ROOT"/templates/formulas/*.xml "$ROOT"/templates/words/*.xml --by "C. Cases, RPh" --on 2026-11-01 \
        --shop "$T/house/shop.xml" --templates "$ROOT/templates" >"$T/out" 2>"$T/err" || fail "approve"
    SHOP=$T/house/shop.xml
}

# Runs the program with that shop and our templates; leaves $status, $T/out and $T/err.
program() {
    status=0
    "$M" "$@" --shop "$SHOP" --templates "$ROOT/templates" >"$T/out" 2>"$T/err" || status=$?
}

# Runs it as it is: for usage, help and commands without a shop.
bare() {
    status=0
    "$M" "$@" >"$T/out" 2>"$T/err" </dev/null || status=$?
}

# kill_a_worker RUN: kills the first worker a run in the background has, and waits for the run's end; leaves its $status.
kill_a_worker() {
    worker=
    while kill -0 "$1" 2>/dev/null && [ -z "$worker" ]; do worker=$(ps -o pid= --ppid "$1" | head -n 1 | tr -d ' '); done
    [ -z "$worker" ] || kill -9 "$worker"
    status=0
    wait "$1" || status=$?
}

pass() { passed=$((passed + 1)); }
fail() {
    failed=$((failed + 1))
    echo "FAIL $(basename "$0"): $1"
    [ -z "${2-}" ] || echo "  $2"
    echo "  status ${status-}; standard output and error began:"
    head -n 5 "$T/out" 2>/dev/null | sed 's/^/    /'
    head -n 8 "$T/err" 2>/dev/null | sed 's/^/    /'
}

# is NAME COMMAND...: the command succeeds.
is() {
    name=$1
    shift
    if "$@" >/dev/null 2>&1; then pass; else fail "$name" "not so: $*"; fi
}
exits() { if [ "$status" -eq "$2" ]; then pass; else fail "$1" "exit status $status, not $2"; fi; }
says() { if grep -Eq -- "$2" "$T/out"; then pass; else fail "$1" "standard output lacks: $2"; fi; }
warns() { if grep -Eq -- "$2" "$T/err"; then pass; else fail "$1" "standard error lacks: $2"; fi; }
silent() { if [ ! -s "$T/out" ]; then pass; else fail "$1" "standard output is not empty"; fi; }
lacks() { if grep -Eq -- "$2" "$T/out" "$T/err"; then fail "$1" "it says: $2"; else pass; fi; }

# rx FILE TAPER [TAKING [LIQUID [ACCEPTS]]]: writes a prescription around the steps given.
rx() {
    taking=${3:-'<dose at="morning">0.5 mg</dose><dose at="bedtime">1 mg</dose>'}
    liquid=${4-'<liquid drug="clonazepam" strength="0.1 mg per mL" syringe="10 mL" graduation="0.2 mL"/>'}
    cat >"$1" <<END
<?xml version="1.0" encoding="UTF-8"?>
<prescription xmlns="urn:microtaper:prescription:1" number="${NUMBER:-RX-7}" revision="${REVISION:-1}">
  <patient name="${PATIENT:-Jordan Avery}" born="1979-04-02" address="44 Larch Lane, Portland, ME 04102" language="en" print="standard"/>
  <prescriber name="Dana Whitfield, MD" address="200 Medical Park, Portland, ME 04101" phone="+1 555 0100" dea="FW0000000"/>
  <order drug="clonazepam" quantity="${QUANTITY:-600 mL}" refills="5" written="${WRITTEN:-2026-11-20}"/>
  <purpose>Coming off clonazepam slowly</purpose>
  <rationale>Tablets cannot make reductions of 2 %.</rationale>
  <taking drug="clonazepam">$taking</taking>
  $liquid
  <taper starts="${STARTS:-2026-12-01}" led-by="calendar">
    $2
  </taper>
  ${5-}
</prescription>
END
}

# The worked example of many cases: 1.5 mg in three doses, 5 % every 14 days to 0.6 mg: 18 cuts, 266 days, to 2027-08-23.
THREE='<dose at="morning">0.5 mg</dose><dose at="noon">0.5 mg</dose><dose at="bedtime">0.5 mg</dose>'
FIVE='<liquid drug="clonazepam" strength="0.1 mg per mL" syringe="5 mL" graduation="0.2 mL"/>'
worked() { NUMBER=RX-1042 rx "$1" '<hold for="14 days"/><reduce by="5 %" of="current" per="14 days" until="0.6 mg"/><stop/>' "$THREE" "$FIVE"; }

finish() {
    echo "cases $(basename "$0" .sh): $passed passed, $failed failed"
    [ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
    exit $?
}
