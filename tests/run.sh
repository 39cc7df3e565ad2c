#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Runs every test.  Each step ends in a line "NAME: N passed, M failed"; one that does not has failed.
set -u
BUILD=${BUILD:-build}
PYTHON=${PYTHON:-/usr/bin/python3}
MICROTAPER=$BUILD/microtaper
LC_ALL=C.UTF-8
export BUILD PYTHON MICROTAPER LC_ALL
logs=$BUILD/test-logs
mkdir -p "$logs"
passed=0
failed=0

step() {
    name=$1
    shift
    if "$@" >"$logs/$name.log" 2>&1; then status=0; else status=$?; fi
    line=$(sed -n 's/.*[^0-9]\([0-9][0-9]*\) passed, \([0-9][0-9]*\) failed.*/\1 \2/p' "$logs/$name.log" | tail -n 1)
    good=${line% *}
    bad=${line#* }
    if [ -z "$line" ]; then good=0; bad=1; fi
    if [ "$status" -ne 0 ] && [ "$bad" -eq 0 ]; then bad=1; fi
    printf '%-14s %7s passed %4s failed\n' "$name" "$good" "$bad"
    if [ "$bad" -ne 0 ]; then tail -n 40 "$logs/$name.log"; fi
    passed=$((passed + good))
    failed=$((failed + bad))
}

while read -r name command; do
    case $name in ''|'#'*) continue ;; esac
    # shellcheck disable=SC2086
    step "$name" $(eval "echo $command") </dev/null
done <tests/steps.txt

printf 'tests: %d passed, %d failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
