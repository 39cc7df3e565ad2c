# SPDX-License-Identifier: GPL-3.0-or-later
# Arguments: help for each command, and exit status 2 for what is not understood.
. "$(dirname "$0")/lib.sh"
approved_shop

worked "$T/x.xml"
bare --help
exits "help is no error" 0
says "help names the program" microtaper
commands=$(sed -n 's/^  \([a-z]*\)  .*/\1/p' "$T/out")
for command in check plan make verify key approve explain status; do
    says "help lists $command" "^  $command  "
done
for command in $commands; do
    bare "$command" --help
    exits "$command --help" 0
    says "$command --help shows its usage" "$command"
    is "$command --help warns of nothing" test ! -s "$T/err"
done
bare --version
exits "version" 0
says "version has a number" '[0-9]+\.[0-9]+'

bare
exits "no command" 2
bare frobnicate
exits "an unknown command" 2
silent "an unknown command prints nothing on standard output"
warns "an unknown command is named" frobnicate
bare check --frobnicate x.xml
exits "an unknown option" 2
warns "an unknown option is named" frobnicate
bare check
exits "check without a file" 2
bare plan
exits "plan without a file" 2
bare make
exits "make without a file" 2
bare explain
exits "explain without a code lists all" 0
says "explain lists codes" '^MT101 +error'
program plan "$T/x.xml" --format wrong
exits "an unknown format" 2
program check "$T/x.xml" --findings wrong
exits "an unknown form of findings" 2
program make "$T/x.xml" --out "$T/o" --fill 0
exits "fill 0" 2
program make "$T/x.xml" --out "$T/o" --jobs none
exits "jobs that are no number" 2
program make "$T/x.xml" --out "$T/o" --date 2026-02-30
exits "a date that is no day" 2

bare explain MT201
exits "explain a code" 0
says "explain gives the meaning" 'quantity'
for code in $(sed -n 's/^FINDING(\(MT[0-9]*\),.*/\1/p' "$ROOT"/include/microtaper/findings/*.def); do
    bare explain "$code"
    lacks "explain $code: no second full stop" '\.\.$'
    is "explain $code: each line ends in one full stop" sh -c "! grep -qv '[.]\$' '$T/out'"
done
bare explain MT999
is "explain an unknown code is refused" test "$status" -ne 0
program status
exits "status" 0
says "status shows the shop in force" 'shop\.xml'
says "status shows the templates in force" 'templates'

# The bash completion offers what --help lists.
bare --help
sed -n 's/^  \([a-z]*\) .*/\1/p' "$T/out" | sort >"$T/commands"
bash -c '. "$1"; COMP_WORDS=(microtaper ""); COMP_CWORD=1; _microtaper; printf "%s\n" "${COMPREPLY[@]}"' - "$ROOT/src/cli/microtaper.bash" |
    grep -v '^--' | sort >"$T/offered"
is "completion offers every command" cmp "$T/commands" "$T/offered"
finish
