# SPDX-License-Identifier: GPL-3.0-or-later
# The samples as every test sees them: sourced, not run.  $MICROTAPER is the program.
SHOP=samples/shop.xml
DATE=2026-11-30
SAMPLES=$(ls samples/*.xml | grep -vE '/(shop|approvals|inventory|bad)\.xml$')
