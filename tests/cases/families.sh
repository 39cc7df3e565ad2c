# SPDX-License-Identifier: GPL-3.0-or-later
# One published or hand-worked schedule of each family, every day and every period row of it: families.txt has the figures.
. "$(dirname "$0")/lib.sh"
approved_shop
MICROTAPER=$M "$PYTHON" -B "$ROOT/tests/cases/families.py" "$ROOT/tests/cases/families.txt" "$SHOP" "$ROOT/templates" "$T"
