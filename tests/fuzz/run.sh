#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Fuzzes each target for TIME seconds with clang's libFuzzer: run.sh TIME [TARGET...].  What is found new stays in
# build/fuzz/corpus, what breaks a law in build/fuzz/crashes: put it into tests/fuzz/corpus/TARGET once it is mended.
# TIME is of the clock; the seconds of the processor that a target really had are printed beside it.
set -u
time=${1:-60}
[ $# -eq 0 ] || shift
build=${FUZZ_BUILD:-build/fuzz}
cd "$(dirname "$0")/../.." || exit 3
. tests/fuzz/seeds.sh
if ! echo 'int LLVMFuzzerTestOneInput(const char *d, unsigned long n) { return !d && n; }' |
    clang -x c -fsanitize=fuzzer,address -o /dev/null - 2>/dev/null; then
    echo "no clang with libFuzzer here: nothing was fuzzed (apt install clang libclang-rt-14-dev)"
    echo "fuzz: 0 passed, 0 failed"
    exit 0
fi
# Frames stay small enough for deep inputs; the sanitizers end the run at the first fault.
${MAKE:-make} -s --no-print-directory BUILD="$build" CC=clang CFLAGS="-O1 -g" \
    SANITIZE="-fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all" ROOMS="base model taper compound seal paper ledger scan run" fuzz-programs || exit 3
[ $# -gt 0 ] || set -- $(find tests/fuzz -name '*.c' ! -name kit.c ! -name course_laws.c ! -name replay.c -exec basename {} .c \; | sort)

# User and system seconds of ended children, as `times` wrote them: that must run in this shell itself.
processor() {
    awk 'NR == 2 { split($1, user, /[ms]/); split($2, kernel, /[ms]/)
                   printf "%.0f\n", 60 * (user[1] + kernel[1]) + user[2] + kernel[2] }' "$1"
}

passed=0 failed=0
for target in "$@"; do
    seeds "$target" "$build/seeds/$target"
    times >"$build/times-before"
    mkdir -p "$build/corpus/$target" "$build/crashes" "tests/fuzz/corpus/$target"
    case $target in
    model | template | record | words) more="-dict=tests/fuzz/xml.dict -max_len=20000" ;;
    *) more= ;;
    esac
    # libFuzzer's limit for one input is of the clock: wide enough for a busy machine.
    # shellcheck disable=SC2086
    if "$build/fuzz-$target" -max_total_time="$time" -timeout=120 -rss_limit_mb=2048 -print_final_stats=1 -seed="${SEED:-1}" \
        -artifact_prefix="$build/crashes/$target-" $more "$build/corpus/$target" "tests/fuzz/corpus/$target" \
        "$build/seeds/$target" >"$build/$target.log" 2>&1; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        grep -E "law broken|ERROR|runtime error|SUMMARY|Test unit written" -A2 "$build/$target.log" | head -n 20
    fi
    times >"$build/times-after"
    printf '%-10s %10s executions  %6s s of the processor\n' "$target" \
        "$(sed -n 's/^stat::number_of_executed_units: *//p' "$build/$target.log")" "$(($(processor "$build/times-after") - $(processor "$build/times-before")))"
done
echo "fuzz: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
