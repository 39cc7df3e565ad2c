#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The manual page and the completion know every command and option of --help; what install puts somewhere, uninstall removes.
. "$(dirname "$0")/lib.sh"

manual=$ROOT/src/cli/microtaper.1
sed 's/\\-/-/g' "$manual" >"$T/manual"
bare --help
commands=$(sed -n 's/^  \([a-z]*\)  *[a-z].*/\1/p' "$T/out")
is "commands are found" test "$(echo "$commands" | wc -l)" -ge 9
for command in $commands; do
    is "$command is in the manual" grep -Eq "^\.BI? \"?$command" "$T/manual"
    is "$command is completed" grep -Eq -- "_words \"[a-z -]*\\b$command\\b" "$ROOT/src/cli/microtaper.bash"
    bare "$command" --help
    for option in $(grep -Eo -- '^ +--[a-z-]+' "$T/out"); do
        is "$command $option is in the manual" grep -q -- "$option" "$T/manual"
    done
done
is "the manual is one page without faults" sh -c "command -v man >/dev/null || exit 0; ! man --warnings -l '$manual' 2>&1 >/dev/null | grep ."

# The completion gives what --help gives, hyphens and all.
mkdir -p "$T/there/a folder" && : >"$T/there/two words.xml" && : >"$T/there/*.xml" && : >"$T/there/\$HOME.xml"
completed() { # WANTED WORD...: the words behind `microtaper`, the last one to be completed; what is offered, joined by commas
    wanted=$1
    shift
    (cd "$T/there" && PATH=$(dirname "$M"):$PATH bash -c '. "$0"; COMP_WORDS=(microtaper "$@"); COMP_CWORD=$#; _microtaper; IFS=,; echo "${COMPREPLY[*]}"' \
        "$ROOT/src/cli/microtaper.bash" "$@") >"$T/out" 2>"$T/err"
    is "completed: microtaper $*: $wanted" grep -qx -- "$wanted" "$T/out"
    is "completed: microtaper $*: no word of an error" test ! -s "$T/err"
}
completed "make" m
completed "--fill,--findings,--first-label" make --f
completed "none,line,json" make --progress ""
completed "json" make --progress = j
completed "fill,handout,home" verify --at ""
completed "two words.xml" check tw
completed "two words.xml" check --shop tw
completed "\\*.xml" check "*"
completed "\$HOME.xml" check '$'
completed "a folder" make --out ""
completed "" make --reprint t
completed "verify" --shop shop.xml v
completed "verify" --shop = shop.xml v
completed "balance,backup" ledger ba
completed "trust" key t
completed "align" template a
completed "MT101" explain MT101
completed "" status tw
rm -r "$T/there"
# As typed: bash itself asks, quotes the blank, and runs what it completed.
is "typed at a terminal, with Tab" "$PYTHON" -c '
import os, pty, select, sys
program, completion, folder = sys.argv[1:]
os.mkdir(folder)
open(folder + "/two words.xml", "w").close()
child, terminal = pty.fork()
if child == 0:
    os.chdir(folder)
    os.environ.update(PATH=os.path.dirname(program) + ":" + os.environ["PATH"], PS1="ready> ", TERM="dumb", INPUTRC="/dev/null")
    os.execlp("bash", "bash", "--norc", "--noprofile", "-i")
def until(what):
    said = b""
    while what not in said:
        assert select.select([terminal], [], [], 20)[0], said
        said += os.read(terminal, 4096)
until(b"ready> ")
os.write(terminal, b"bind \"set bell-style none\"; . " + os.fsencode(completion) + b"\n")
until(b"ready> ")
os.write(terminal, b"microtaper che\ttw\t\n")
until(b"check two\\ words.xml")
os.write(terminal, b"exit\n")
' "$M" "$ROOT/src/cli/microtaper.bash" "$T/there"
rm -r "$T/there"

# The program is built already: nothing but copies is made.
if [ -f "$ROOT/Makefile" ] && command -v make >/dev/null; then
    build=$(dirname "$M")
    (cd "$ROOT" && make -s -o all -o "$build/microtaper" BUILD="$build" PREFIX=/usr DESTDIR="$T/there" install) >"$T/out" 2>"$T/err"
    status=$?
    exits "make install" 0
    is "the program is installed" test -x "$T/there/usr/bin/microtaper"
    is "all templates are installed" test "$(cd "$ROOT/templates" && find . -type f | sort | cksum)" = \
        "$(cd "$T/there/usr/share/microtaper/templates" && find . -type f | sort | cksum)"
    (cd "$ROOT" && make -s BUILD="$build" PREFIX=/usr DESTDIR="$T/there" uninstall) >"$T/out" 2>"$T/err"
    is "uninstall leaves no file" test -z "$(find "$T/there" ! -type d)"
fi
finish
