# SPDX-License-Identifier: GPL-3.0-or-later
# verify -: a session at the bench over three bottles and four chart pages, with one wrong bottle, one superseded chart
# page, one altered code and one bottle twice.  The transcript is held against session.txt.
. "$(dirname "$0")/lib.sh"
HERE=$ROOT/tests/cases
approved_shop
sed -i '/capacity="\(60\|240\|500\) mL"/d' "$SHOP"   # bottles of 120 mL only: the fill takes three
ONCE='<dose at="bedtime">1 mg</dose>'
TEN='<liquid drug="clonazepam" strength="0.1 mg per mL" syringe="10 mL" graduation="0.2 mL"/>'
SLOW='<hold for="35 days"/><reduce by="5 %" of="current" per="14 days" until="0.6 mg"/><stop/>'
NUMBER=RX-1060 rx "$T/first.xml" "$SLOW" "$ONCE" "$TEN"
NUMBER=RX-1060 REVISION=2 rx "$T/rx.xml" "$SLOW" "$ONCE" "$TEN"
NUMBER=RX-1061 PATIENT="Robin Marsh" rx "$T/other.xml" "$SLOW" "$ONCE" "$TEN"
bare key new --key "$T/key" --name "Session"
for each in first rx other; do
    program make "$T/$each.xml" --key "$T/key" --date 2026-11-30 --out "$T/$each" --ledger "$T/ledger" --by "C. Cases"
    exits "papers of $each" 0
done

codes() { # FOLDER FILE: the payloads of one paper, one a line, in order
    "$PYTHON" -c '
import json, sys
for rx in json.load(open(sys.argv[1] + "/manifest.json", encoding="utf-8"))["prescriptions"]:
    for file in rx["files"]:
        if file["path"].endswith(sys.argv[2]):
            print("\n".join(file["payloads"]))' "$1" "$2"
}
codes "$T/rx" labels.pdf >"$T/bottles"
codes "$T/rx" chart.pdf >"$T/pages"
is "three bottles" test "$(wc -l <"$T/bottles")" -eq 3
is "four chart pages" test "$(wc -l <"$T/pages")" -eq 4
bottle() { sed -n "$1p" "$T/bottles"; }
page() { sed -n "$1p" "$T/pages"; }
word() { # ITEM: its check word, from the ledger
    "$M" ledger rx RX-1060 --ledger "$T/ledger" | grep "revision 2" | grep "$1" | grep -o '[0-9A-Z]\{4\}-[0-9A-Z]\{4\}-[0-9A-Z]' | head -n 1
}
german() { # what a scanner set to a US keyboard gives at a computer set to German
    sed 'y/YZ*:+-\//ZY(>`?-/; s/?/ß/g; s/>/Ö/g; s/`A/À/g; s/`E/È/g; s/`I/Ì/g; s/`O/Ò/g; s/`U/Ù/g; s/` /`/g'
}
altered() { sed 's/^\(.\{60\}\)\(.\)/\1\2\2/; s/.$//'; }   # a character doubled, the last one lost

# As scanners type them: line ends, a Tab, small letters, a prefix, a German keyboard, a typed check word.
{
    codes "$T/other" labels.pdf | sed -n 1p
    printf '%s\r' "$(word 'A 1 of 3')"
    page 1 | tr 'A-Z' 'a-z'
    printf ']Q1%s\t' "$(bottle 2)"
    codes "$T/first" chart.pdf | sed -n 2p
    printf '%s\r\n' "$(page 2)"
    bottle 3 | altered
    page 3 | german
    bottle 2
    page 4
    bottle 3
} >"$T/scans"

session() { # ARGS...
    status=0
    "$M" verify - --key "$T/key" --date 2026-11-30 --shop "$SHOP" --templates "$ROOT/templates" --by "C. Cases" "$@" \
        <"$T/scans" >"$T/out" 2>"$T/err" || status=$?
}
session --rx "$T/rx.xml" --ledger "$T/ledger" --at fill
exits "the gravest verdict of the session" 16
sed 's/lot \(2EXC\)[0-9A-Z]*/lot \1----/' "$T/out" >"$T/transcript"   # day and formula; the rest hangs on the formula's text
if diff "$HERE/session.txt" "$T/transcript" >"$T/out"; then pass; else fail "the transcript is that of session.txt"; fi
is "nothing on standard error" test ! -s "$T/err"
scans() { "$M" ledger all --ledger "$T/ledger" | grep -c '  scan  '; }
is "each genuine scan is one row of the ledger" test "$(scans)" -eq 10
is "with its verdict" sh -c "'$M' ledger all --ledger '$T/ledger' | grep '  scan  ' | grep -q '(14)'"

# The ledger alone counts and judges too; the session is of the first match.
sed -i 1d "$T/scans"
session --ledger "$T/ledger" --at fill
exits "the same session by the ledger alone" 16
says "it is finished too" '^COMPLETE: every bottle and chart page of fill 1 was seen'
{ page 1; codes "$T/other" labels.pdf; } >"$T/scans"
session --ledger "$T/ledger"
exits "bottles of another prescription, by the ledger alone" 13
says "they are told" '^OTHER PRESCRIPTION: not of the one that this session began with'

# Without the ledger: what could not be checked is said; a check word needs it.
bottle 1 >"$T/scans"
session --rx "$T/rx.xml"
exits "not finished" 10
says "what is left" '^NOT FINISHED: bottle 2 of 3 of clonazepam, bottle 3 of 3 of clonazepam, the chart still to scan'
says "what was not checked" 'no ledger: whether it was released, made void or recalled was not checked'
{ cat "$T/bottles" "$T/pages"; } >"$T/scans"
session --rx "$T/rx.xml" --at handout
exits "a whole session" 0
says "it is finished" '^COMPLETE: every bottle and chart page of fill 1 was seen'
session --rx "$T/rx.xml" --at handout --format json
exits "a whole session as JSON" 0
is "every line is an object; the last says that it is finished" "$PYTHON" -c '
import json, sys
lines = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8")]
assert len(lines) == 8, lines
assert all(line["verdict"] == 0 and line["name"] == "match" and line["left"] and line["do"] for line in lines[:7])
assert lines[7] == {"session": "handout", "finished": True, "left": lines[6]["left"], "scans": 7, "refused": 0, "status": 0}
' "$T/out"
session --rx "$T/other.xml"
exits "a session against another prescription" 13
page 1 | sed 's/$/ /' >"$T/scans"
session --rx "$T/rx.xml"
exits "a blank too many is an altered code" 16
printf 'MT1:%s\n' 00 | tr -d '\n' >"$T/scans"
session --rx "$T/rx.xml"
exits "a line without its end is a scan" 16

# A scanner at a terminal that ends with a Tab: the verdict comes at once, not with the next line end.
is "a Tab ends a scan at a terminal" "$PYTHON" -c '
import os, pty, select, sys
payload, command = sys.argv[1], sys.argv[2:]
child, terminal = pty.fork()
if child == 0:
    os.execv(command[0], command)
def until(what):
    said = b""
    while what not in said:
        assert select.select([terminal], [], [], 20)[0], said
        said += os.read(terminal, 4096)
until(b"Bench session")
os.write(terminal, payload.encode() + b"\t")
until(b"still to scan")
os.write(terminal, b"\x04")
sys.exit(0 if os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 10 else 1)' "$(bottle 1)" "$M" verify - --rx "$T/rx.xml" \
    --key "$T/key" --date 2026-11-30 --shop "$SHOP" --templates "$ROOT/templates"

# --show with the public key alone, no shop, no ledger.
bare key export --key "$T/key"
cp "$T/out" "$T/public"
bare verify "$(page 2)" --show --key "$T/public" --date 2026-12-01 --templates "$ROOT/templates"
exits "shown with the public key alone" 10
says "a chart page's rows" '^2026-12-[0-9]+  time 4 +10 mL  bottle A'
program verify "$(page 2)" --show --key "$T/public" --date 2026-12-01
says "with the names of drug and time" '^2026-12-[0-9]+  bedtime +10 mL  bottle A +clonazepam 0.1 mg per mL'

finish
