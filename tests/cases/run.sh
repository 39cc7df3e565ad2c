#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Runs every case file here; the program is $MICROTAPER, or build/microtaper.
here=$(dirname "$0")
bad=0
for file in "$here"/*.sh; do
    case $(basename "$file") in lib.sh | run.sh) continue ;; esac
    sh "$file" || bad=$((bad + 1))
done
[ "$bad" -eq 0 ] || echo "cases: $bad files failed"
[ "$bad" -eq 0 ]
