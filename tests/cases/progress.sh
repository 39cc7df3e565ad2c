# SPDX-License-Identifier: GPL-3.0-or-later
# Progress of a run: nothing where nobody looks, JSON lines where asked, one line on a terminal (script(1) is one).
. "$(dirname "$0")/lib.sh"
approved_shop
bare key new --key "$T/key" --name "Test key"
COUNT=60
"$PYTHON" "$ROOT/tests/bench/generate.py" $COUNT | sed '0,/<dose at="noon">/s//<dose at="never">/' >"$T/rx.xml"

# make ARGS...: the prescriptions, one of them refused, into a new folder.
run() {
    rm -rf "$T/papers"
    program make "$T/rx.xml" --key "$T/key" --date 2026-11-30 --out "$T/papers" --jobs 1 "$@"
}

run
exits "one refused of $COUNT" 1
lacks "no progress where nobody looks" '"phase"|a second'

run --progress json
exits "--progress json" 1
grep '^{"phase"' "$T/err" >"$T/lines"
is "each is JSON, counts rise, the last says the end" "$PYTHON" - "$T/lines" $COUNT <<'END'
import json, sys
rows = [json.loads(line) for line in open(sys.argv[1])]
count = int(sys.argv[2])
done = [row["done"] for row in rows]
assert len(rows) >= 2 and done == sorted(done), done
assert all(set(row) == {"phase", "done", "total", "failed", "per_second", "seconds_left"} for row in rows)
last = rows[-1]
assert (last["phase"], last["done"], last["total"], last["failed"], last["seconds_left"]) == ("making", count, count, 1, 0), last
assert last["per_second"] > 0
END

sed 's#<supply #<pool up-to="2 L"/>&#' "$SHOP" >"$T/house/pool.xml"
grep -q '<pool' "$T/house/pool.xml" || fail "a shop with shared lots"
POOL=$T/house/pool.xml
status=0
"$M" make "$T/rx.xml" --shop "$POOL" --templates "$ROOT/templates" --key "$T/key" --date 2026-11-30 --out "$T/pool" --progress json \
    >"$T/out" 2>"$T/err" || status=$?
warns "shared lots: the first phase is told" '"phase":"proving"'
warns "shared lots: the second phase is told" "\"phase\":\"making\",\"done\":$COUNT,\"total\":$COUNT"

# On a terminal: the line is drawn over itself and is gone at the end; with findings elsewhere it is the only thing drawn.
on_terminal() {
    rm -rf "$T/papers"
    script -qec "'$M' make '$T/rx.xml' --shop '$SHOP' --templates '$ROOT/templates' --key '$T/key' --date 2026-11-30 --out '$T/papers' --jobs 1 $1" \
        "$T/terminal" >/dev/null </dev/null
}
on_terminal ">'$T/made'"
LINE='making [0-9]+ of 60, [0-9]+ a second, [0-9]+ s left, 1 failed'
is "a line on a terminal" grep -Eq "$LINE" "$T/terminal"
is "it is wiped before anything else is said" "$PYTHON" - "$T/terminal" <<'END'
import re, sys
text = open(sys.argv[1], "rb").read()
drawn = [part for part in re.split(rb"\r\x1b\[K|\n", text)]
for part in drawn:
    assert part.count(b" a second, ") == 0 or re.fullmatch(rb"(\rmaking \d+ of 60, \d+ a second, \d+ s left, \d failed\x1b\[K)+", part), part
assert b" a second, " not in drawn[-1]
END
is "what was made is on standard output" test "$(grep -c 'fill 1: 1 label' "$T/made")" = $((COUNT - 1))
on_terminal "--progress none"
is "--progress none on a terminal" sh -c "! grep -q 'a second' '$T/terminal'"
finish
