# SPDX-License-Identifier: GPL-3.0-or-later
# What prescriptions come from and where a run says what it did: folders, pipes, streams that are closed or full, limits.
. "$(dirname "$0")/lib.sh"
approved_shop
RX=$T/worked.xml
worked "$RX"
bare key new --key "$T/key" --name "Test key"
set -- --key "$T/key" --date 2026-11-30 --shop "$SHOP" --templates "$ROOT/templates"

# make_of FILE...: papers into a new folder.
make_of() {
    rm -rf "$T/papers"
    program make "$@" --key "$T/key" --date 2026-11-30 --out "$T/papers"
}
index_is_whole() { is "$1: the index is whole" "$PYTHON" -c 'import json, sys; json.load(open(sys.argv[1]))' "$T/papers/manifest.json"; }

# ---------------------------------------------------------------- folders
mkdir "$T/empty" "$T/capitals" "$T/locked"
make_of "$T/empty"
exits "a folder with nothing in it" 1
warns "it is said" 'empty: error MT101: cannot be read: Is a directory'
cp "$RX" "$T/capitals/RX-1042.XML"
make_of "$T/capitals"
exits "a file named in capitals" 0
is "is a prescription as others are" test -f "$T/papers/rx/RX-1042/r1-f1/labels.pdf"
for command in check plan; do
    program $command "$T/empty" --date 2026-11-30
    exits "$command: a folder with nothing in it" 1
    warns "$command: it is said" MT101
done
cp "$RX" "$T/locked/"
if [ "$(id -u)" -eq 0 ] && command -v setpriv >/dev/null; then
    chmod 755 "$T" "$T/house"
    chmod 644 "$T/house/"*
    chmod 700 "$T/locked"
    status=0
    setpriv --reuid 65534 --regid 65534 --clear-groups "$M" check "$T/locked" "$RX" --date 2026-11-30 --shop "$SHOP" --templates "$ROOT/templates" \
        >"$T/out" 2>"$T/err" || status=$?
    exits "a folder that may not be read" 1
    warns "it is said" 'locked: error MT101: cannot be read: Permission denied'
    says "the others are judged" 'RX-1042 revision 1'
fi

# ---------------------------------------------------------------- a number that another file has too
sed 's/0\.6 mg/0.7 mg/' "$RX" >"$T/other.xml"
make_of "$RX"
cp -r "$T/papers" "$T/alone"
for jobs in 1 2; do
    make_of "$RX" "$T/other.xml" --jobs $jobs
    exits "a number in two files, --jobs $jobs" 1
    warns "it is said of the second, --jobs $jobs" 'other.xml:[0-9]*: error MT231: @number: RX-1042 was given already'
    says "one of two is made, --jobs $jobs" '1 made, 0 kept, 1 refused'
    is "its papers are those of the first, --jobs $jobs" diff -r "$T/alone/rx" "$T/papers/rx"
done
for command in check plan; do
    program $command "$RX" "$T/other.xml" --date 2026-11-30
    exits "$command: a number in two files" 1
    warns "$command: it is said" MT231
done

# ---------------------------------------------------------------- pipes: every worker reads them, a pipe can be read once
"$PYTHON" "$ROOT/tests/bench/generate.py" 8 >"$T/eight.xml"
make_of "$T/eight.xml"
(cd "$T/papers" && find . -type f | sort | xargs sha256sum) >"$T/wanted"
mkfifo "$T/pipe"
for progress in none json; do
    rm -rf "$T/papers"
    cat "$T/eight.xml" >"$T/pipe" &
    status=0
    timeout 60 "$M" make "$T/pipe" --out "$T/papers" --jobs 2 --progress $progress "$@" >"$T/out" 2>"$T/err" || status=$?
    wait
    exits "a named pipe, --progress $progress" 0
    (cd "$T/papers" && find . -type f | sort | xargs sha256sum) >"$T/made"
    is "a named pipe, --progress $progress: the same bytes" cmp "$T/wanted" "$T/made"
done
warns "the time left is told of it too" '"done":8,"total":8'

# The prescriptions are counted by their tags, also where one lies across two blocks of what is read.
{
    echo '<prescriptions xmlns="urn:microtaper:prescription:1">'
    sed 1d "$RX"
    printf '%*s' 65536 ''
    for blanks in $(seq 0 20); do printf '%*s<prescription/>' $((65536 - 15 + blanks)) ''; done
    echo '</prescriptions>'
} >"$T/across.xml"
make_of "$T/across.xml" --progress json
exits "prescriptions far from each other" 1
warns "none is counted twice or left out" '"done":22,"total":22'

# ---------------------------------------------------------------- streams that are closed or full
run_closed() {
    name=$1 redirection=$2 wanted=$3
    rm -rf "$T/papers"
    status=0
    sh -c "\"\$@\" $redirection" - "$M" make "$RX" --out "$T/papers" --key "$T/key" --date 2026-11-30 --shop "$SHOP" \
        --templates "$ROOT/templates" >"$T/out" 2>"$T/err" || status=$?
    exits "$name" "$wanted"
    index_is_whole "$name"
    is "$name: the labels are whole" qpdf --check "$T/papers/rx/RX-1042/r1-f1/labels.pdf"
    is "$name: nothing that is said is in a file" sh -c "! grep -rqa 'index in\|no ledger' '$T/papers'"
}
run_closed "standard input closed" '<&-' 0
run_closed "standard output closed" '>&-' 3
warns "standard output closed: it is said" 'standard output: Bad file descriptor'
run_closed "standard error closed" '2>&-' 3
run_closed "all three closed" '<&- >&- 2>&-' 3
run_closed "standard output full" '>/dev/full' 3
run_closed "standard error full" '2>/dev/full' 3
program check "$RX" --date 2026-11-30
exits "the prescription by itself" 0
status=0
"$M" check "$RX" "$@" >/dev/full 2>"$T/err" || status=$?
exits "check whose answer nobody receives" 3

# ---------------------------------------------------------------- limits of the system
status=0
rm -rf "$T/papers"
(ulimit -f 20 && exec "$M" make "$RX" --out "$T/papers" "$@") >"$T/out" 2>"$T/err" || status=$?
exits "a limit on the size of files" 3
warns "it is said like a full disk" 'MT803.*File too large'
is "no paper, no half paper" test -z "$(find "$T/papers" -name '*.pdf')"
status=0
(ulimit -n 12 && exec "$M" make "$RX" --out "$T/papers" "$@") >"$T/out" 2>"$T/err" || status=$?
exits "a limit on open files" 3
warns "it is said" 'Too many open files'
is "no paper" test -z "$(find "$T/papers" -name '*.pdf')"
make_of "$RX"
exits "without limits" 0

# ---------------------------------------------------------------- what vouches for papers that stand
program make "$RX" --key "$T/key" --date 2026-11-30 --out "$T/papers"
says "papers that are whole are kept" '0 made, 1 kept'
made=$T/papers/rx/RX-1042/r1-f1/made
for change in 's/^\(member bottle.*\)/\1 /' 's/"discard_after":"2/"discard_after":"3/' '$d' '1d'; do
    cp "$made" "$T/made"
    sed -i "$change" "$made"
    is "a change of the list: $change" sh -c "! cmp -s '$made' '$T/made'"
    program make "$RX" --key "$T/key" --date 2026-11-30 --out "$T/papers"
    says "the list of a folder was changed ($change): made again" '1 made, 0 kept'
    is "as it was ($change)" sh -c "grep -v '^manifest\|^made' '$made' >'$T/a'; grep -v '^manifest\|^made' '$T/made' | cmp - '$T/a'"
done
finish
