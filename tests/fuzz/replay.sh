#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The step `fuzz` of `make test`: every input of tests/fuzz/corpus and every seed is given to its target, built by the compiler
# at hand, and the target's laws hold; then, where clang has libFuzzer, each target is fuzzed for SECONDS: replay.sh [SECONDS].
set -u
seconds=${1:-3}
build=${BUILD:-build}
cd "$(dirname "$0")/../.." || exit 3
. tests/fuzz/seeds.sh
${MAKE:-make} -s --no-print-directory BUILD="$build" replay-programs || exit 3
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
passed=0 failed=0
for program in "$build"/replay-*; do
    target=${program##*/replay-}
    [ -f "tests/fuzz/$target.c" ] || continue    # left over from a target that is gone
    mkdir -p "$folder/$target/corpus"
    seeds "$target" "$folder/$target/seeds"
    [ ! -d "tests/fuzz/corpus/$target" ] || cp "tests/fuzz/corpus/$target"/* "$folder/$target/corpus/"
    if count=$("$program" "$folder/$target/corpus" "$folder/$target/seeds" 2>"$folder/said") && [ "$count" -gt 0 ]; then
        passed=$((passed + count))
        printf '%-10s %4d inputs replayed\n' "$target" "$count"
    else
        failed=$((failed + 1))
        echo "$target: a law is broken, or there is no input"
        tail -n 5 "$folder/said"
    fi
done
echo "replay: $passed passed, $failed failed"
tests/fuzz/run.sh "$seconds" || failed=$((failed + 1))
[ "$failed" -eq 0 ]
