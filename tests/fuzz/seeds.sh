# SPDX-License-Identifier: GPL-3.0-or-later
# Sourced by run.sh and replay.sh.  seeds TARGET FOLDER: the samples and templates as they stand, as inputs of a target.  The
# byte before a template says which file it is.
template_files="words/en stock/letter pages/label-4x2 formulas/clonazepam-0.1 tables/drugs tables/equivalences tables/bud tables/limits"

seed() {    # seed NUMBER FILE SEED
    { printf "\\$(printf %03o "$1")" && cat "$2"; } >"$3"
}

seeds() {
    mkdir -p "$2"
    n=0
    case $1 in
    model) cp samples/*.xml "$2/" ;;
    words) for language in en es; do seed 0 "templates/words/$language.xml" "$2/$language"; done ;;
    template)
        for file in $template_files; do
            seed $n "templates/$file.xml" "$2/$(basename "$file")"
            n=$((n + 1))
        done
        for file in shop approvals inventory; do
            seed $n "samples/$file.xml" "$2/$file"
            n=$((n + 1))
        done ;;
    esac
}
