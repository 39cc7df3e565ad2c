#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Runs every step of tests/steps.txt and adds up what each says of itself: lines "... N passed, M failed", or unittest's
# "Ran N tests" with "OK".  A step that says neither, or leaves with another status than 0, has failed.
set -u
BUILD=${BUILD:-build}
PYTHON=${PYTHON:-/usr/bin/python3}
MICROTAPER=$BUILD/microtaper
LC_ALL=C.UTF-8
PYTHONDONTWRITEBYTECODE=1
export BUILD PYTHON MICROTAPER LC_ALL PYTHONDONTWRITEBYTECODE
logs=$BUILD/test-logs
mkdir -p "$logs"
passed=0
failed=0

counts() {    # "PASSED FAILED" of a log
    awk '{ line = $0; gsub(",", "", line) }
         match(line, /[0-9]+ passed [0-9]+ failed/) { split(substr(line, RSTART, RLENGTH), part, " "); good += part[1]; bad += part[3]; said = 1 }
         /^Ran [0-9]+ tests?/ { ran = $2; said = 1 }
         /^OK/ { good += ran; ran = 0 }
         END { if (ran) bad += 1; if (!said) bad = 1; print good + 0, bad + 0 }' "$1"
}

step() {
    name=$1
    shift
    began=$(date +%s)
    if "$@" >"$logs/$name.log" 2>&1; then status=0; else status=$?; fi
    line=$(counts "$logs/$name.log")
    good=${line% *}
    bad=${line#* }
    if [ "$status" -ne 0 ] && [ "$bad" -eq 0 ]; then bad=1; fi
    printf '%-14s %7s passed %4s failed  %4s s\n' "$name" "$good" "$bad" "$(($(date +%s) - began))"
    if [ "$bad" -ne 0 ]; then tail -n 60 "$logs/$name.log"; fi
    passed=$((passed + good))
    failed=$((failed + bad))
}

while read -r name command; do
    case $name in '' | '#'*) continue ;; esac
    # shellcheck disable=SC2046
    step "$name" $(eval "echo $command") </dev/null
done <tests/steps.txt

printf 'tests: %d passed, %d failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
