# SPDX-License-Identifier: GPL-3.0-or-later
# bash completion for microtaper

# One word a line, so that names with blanks, stars or dollars stay what they are.
_microtaper_words() { mapfile -t COMPREPLY < <(compgen -W "$1" -- "$2"); }
_microtaper_paths() {
    compopt -o filenames 2>/dev/null
    mapfile -t COMPREPLY < <(compgen "$1" -- "$2")
}

# The place of the command: global options, each with its value (behind a blank or "=", a word by itself to bash), may stand
# before it.
_microtaper_at() {
    local at=1
    while [ "$at" -lt "$COMP_CWORD" ] && [[ ${COMP_WORDS[at]} == -* ]]; do
        [ "${COMP_WORDS[at+1]}" = = ] && at=$((at + 1))
        at=$((at + 2))
    done
    echo "$at"
}

_microtaper() {
    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} at command
    [ "$before" = = ] && before=${COMP_WORDS[COMP_CWORD-2]}
    [ "$word" = = ] && word=
    at=$(_microtaper_at)
    command=${COMP_WORDS[at]}
    COMPREPLY=()
    case $before in
        --format) _microtaper_words "text csv json" "$word"; return ;;
        --findings) _microtaper_words "text json" "$word"; return ;;
        --progress) _microtaper_words "none line json" "$word"; return ;;
        --at) _microtaper_words "fill handout home" "$word"; return ;;
        --templates|--trust) _microtaper_paths -d "$word"; return ;;
        --out) if [ "$command" = template ]; then _microtaper_paths -f "$word"; else _microtaper_paths -d "$word"; fi; return ;;
        --shop|--key|--ledger|--rx|--svg) _microtaper_paths -f "$word"; return ;;
        --by|--name|--reason|--reprint|--date|--on|--jobs|--fill|--first-label) return ;;
    esac
    if [ "$COMP_CWORD" -le "$at" ]; then
        _microtaper_words "check plan make verify record key ledger approve template explain status --help --version" "$word"
    elif [[ $word == -* ]]; then
        _microtaper_words "$(microtaper "$command" --help 2>/dev/null | grep -oE -- '^ +--[a-z-]+' | sort -u)" "$word"
    elif [ "$COMP_CWORD" -eq $((at + 1)) ] && [ "$command" = ledger ]; then
        _microtaper_words "check all rx lot out superseded affected word open recalls balance export backup receive recall void void-set" "$word"
    elif [ "$COMP_CWORD" -eq $((at + 1)) ] && [ "$command" = template ]; then
        _microtaper_words "check align" "$word"
    elif [ "$COMP_CWORD" -eq $((at + 1)) ] && [ "$command" = key ]; then
        _microtaper_words "new export show backup list trust retire" "$word"
    elif [ "$command" = explain ]; then
        _microtaper_words "$(microtaper explain 2>/dev/null | cut -d ' ' -f 1)" "$word"
    elif [ "$command" != status ]; then
        _microtaper_paths -f "$word"
    fi
}
complete -F _microtaper microtaper
