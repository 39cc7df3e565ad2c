# SPDX-License-Identifier: GPL-3.0-or-later
# bash completion for microtaper
_microtaper() {
    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]}
    case $before in
        --format) COMPREPLY=($(compgen -W "text csv json" -- "$word")); return ;;
        --findings) COMPREPLY=($(compgen -W "text json" -- "$word")); return ;;
        --progress) COMPREPLY=($(compgen -W "none line json" -- "$word")); return ;;
        --at) COMPREPLY=($(compgen -W "fill handout home" -- "$word")); return ;;
        --out|--templates) COMPREPLY=($(compgen -d -- "$word")); return ;;
        --shop|--key|--ledger|--rx|--svg) COMPREPLY=($(compgen -f -- "$word")); return ;;
    esac
    if [ "$COMP_CWORD" -eq 1 ]; then
        COMPREPLY=($(compgen -W "check plan make verify record key ledger approve template explain status --help --version" -- "$word"))
    elif [ "${COMP_WORDS[1]}" = ledger ] && [ "$COMP_CWORD" -eq 2 ]; then
        COMPREPLY=($(compgen -W "check all rx lot out superseded affected word open recalls balance export backup receive recall void void-set" -- "$word"))
    elif [[ $word == -* ]]; then
        COMPREPLY=($(compgen -W "$(microtaper "${COMP_WORDS[1]}" --help 2>/dev/null | grep -o -- '--[a-z-]*' | sort -u)" -- "$word"))
    elif [ "$COMP_CWORD" -eq 2 ] && [ "$before" = template ]; then
        COMPREPLY=($(compgen -W "check align" -- "$word"))
    else
        COMPREPLY=($(compgen -f -- "$word"))
    fi
}
complete -o filenames -F _microtaper microtaper
