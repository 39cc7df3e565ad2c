#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The CUnit tables, every sample and the bad file under a program built with AddressSanitizer and UBSan ($BUILD), or
# under valgrind ($RUNNER).  A report of the tool is a failure.
set -u
BUILD=${BUILD:-build/asan}
RUNNER=${RUNNER:-}
. tests/samples.sh
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
export MICROTAPER_TEMPLATES=templates
export ASAN_OPTIONS=detect_leaks=1:exitcode=99 UBSAN_OPTIONS=print_stacktrace=1
passed=0
failed=0

try() {    # try NAME WANTED-STATUS COMMAND...
    name=$1
    wanted=$2
    shift 2
    # shellcheck disable=SC2086
    $RUNNER "$@" >"$out/log" 2>&1 </dev/null
    status=$?
    if [ "$status" -eq "$wanted" ] && ! grep -qE 'Sanitizer|runtime error|definitely lost|Invalid (read|write)' "$out/log"; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "$name: status $status, wanted $wanted"
        tail -n 30 "$out/log"
    fi
}

[ -z "$RUNNER" ] && try unit 0 "$BUILD/unit"
try "key new" 0 "$BUILD/microtaper" key new --key "$out/key"
for sample in $SAMPLES; do
    try "check $sample" 0 "$BUILD/microtaper" check --shop $SHOP "$sample"
    try "plan $sample" 0 "$BUILD/microtaper" plan --shop $SHOP --format json "$sample"
    try "make $sample" 0 "$BUILD/microtaper" make --shop $SHOP --key "$out/key" --date $DATE --jobs 1 --out "$out/papers" "$sample"
done
try "check bad" 1 "$BUILD/microtaper" check --shop $SHOP samples/bad.xml
try status 0 "$BUILD/microtaper" status --shop $SHOP --key "$out/key"
try explain 0 "$BUILD/microtaper" explain MT201
try "verify rubbish" 18 "$BUILD/microtaper" verify --key "$out/key" rubbish
echo "sanitized: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
