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
    is "$command is completed" grep -Eq -- "-W \"[a-z -]*\\b$command\\b" "$ROOT/src/cli/microtaper.bash"
    bare "$command" --help
    for option in $(grep -Eo -- '^ +--[a-z-]+' "$T/out"); do
        is "$command $option is in the manual" grep -q -- "$option" "$T/manual"
    done
done
is "the manual is one page without faults" sh -c "command -v man >/dev/null || exit 0; ! man --warnings -l '$manual' 2>&1 >/dev/null | grep ."

# The completion gives what --help gives, hyphens and all.
PATH=$(dirname "$M"):$PATH bash -c ". '$ROOT/src/cli/microtaper.bash'; COMP_WORDS=(microtaper make --f); COMP_CWORD=2; _microtaper 2>/dev/null
    echo \"\${COMPREPLY[@]}\"" >"$T/out"
says "make --f is completed" '--fill .*--first-label'

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
