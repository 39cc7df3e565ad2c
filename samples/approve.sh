#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Writes samples/approvals.xml anew: marked demonstration approvals of every formula and language as they now are.
# To be run when a formula or the words have changed; the program is $MICROTAPER, or build/microtaper.
set -eu
cd "$(dirname "$0")/.."
cat >samples/approvals.xml <<'END'
<?xml version="1.0" encoding="UTF-8"?>
<!-- Demonstration approvals, for the samples only: papers made under them say SAMPLE - NOT FOR PATIENT USE. -->
<approvals xmlns="urn:microtaper:approvals:1">
</approvals>
END
"${MICROTAPER:-build/microtaper}" approve templates/formulas/*.xml templates/words/*.xml --by "Demonstration only" \
    --on 2026-11-20 --demo --shop samples/shop.xml --templates templates
chmod 644 samples/approvals.xml
