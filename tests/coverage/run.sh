#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Runs what judges the arithmetic on the program built to count its branches, and says which were never taken.
set -eu
cd "$(dirname "$0")/../.."
BUILD=$PWD/${BUILD:-build/coverage}
PYTHON=${PYTHON:-/usr/bin/python3}
MICROTAPER=$BUILD/microtaper
LC_ALL=C.UTF-8
export BUILD PYTHON MICROTAPER LC_ALL
find "$BUILD" -name '*.gcda' -delete
# Their own verdicts are for `make test`: here they are to go everywhere.
for step in "$BUILD/unit" "sh tests/cases/run.sh" "$PYTHON -B tests/oracle/compare.py" "$PYTHON -B tests/oracle/codes.py" \
    "$PYTHON -B tests/oracle/random_rx.py --count 60" "$PYTHON -B tests/hostile/run.py"; do
    $step >"$BUILD/step.log" 2>&1 || echo "not all passed under the counters: $step: $(tail -n 1 "$BUILD/step.log")"
done
"$PYTHON" -B tests/coverage/report.py
