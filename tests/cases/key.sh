# SPDX-License-Identifier: GPL-3.0-or-later
# Keys: made, listed, exported, trusted, retired, compromised, copied; never made or overwritten in silence.
. "$(dirname "$0")/lib.sh"
approved_shop
RX=$T/worked.xml
worked "$RX"
TRUST=$T/trust
mode() { stat -c %a "$1"; }

# ---------------------------------------------------------------- made, and only when asked for
program make "$RX" --date 2026-11-30 --out "$T/none" --key "$T/key"
is "no key: nothing is made" test "$status" -ne 0 -a ! -e "$T/key" -a ! -e "$T/none/rx"
program make "$RX" --date 2026-11-30 --out "$T/none"
exits "no key named" 2
warns "how to make one is said" 'microtaper key new'
bare key new
exits "key new does not choose the place" 2
bare key new --key "$T/key" --name "Harbor Compounding Pharmacy"
exits "key new" 0
says "it says so" 'made signing key [0-9a-f]{4} in '
id=$(sed -n 's/^made signing key \([0-9a-f]*\).*/\1/p' "$T/out")
is "mode 0600" test "$(mode "$T/key")" = 600
cp "$T/key" "$T/before"
bare key new --key "$T/key" --name Another
exits "never over another" 1
is "the first one stands" cmp "$T/key" "$T/before"

# ---------------------------------------------------------------- refused when others can read it
for bits in 640 604 644 660; do
    chmod "$bits" "$T/key"
    program make "$RX" --date 2026-11-30 --out "$T/none" --key "$T/key"
    exits "a key of mode $bits signs nothing" 1
    warns "MT606 says so" 'key: error MT606'
    program verify "MT1:0" --key "$T/key"
    exits "nor does it verify with mode $bits" 1
done
chmod 600 "$T/key"

# ---------------------------------------------------------------- export, backup
bare key export --key "$T/key"
exits "export" 0
says "one line with id and name" "^microtaper-public-key-1 $id [0-9a-f]{64} Harbor Compounding Pharmacy\$"
is "and no secret" test "$(wc -l <"$T/out")" -eq 1
cp "$T/out" "$T/public"
bare key backup "$T/copy" --key "$T/key"
exits "backup" 0
is "the copy is the key, 0600" sh -c "cmp '$T/key' '$T/copy' && test \"\$(stat -c %a '$T/copy')\" = 600"
bare key backup "$T/copy" --key "$T/key"
is "a backup overwrites nothing" test "$status" -ne 0
bare key backup "$T/public.copy" --key "$T/public"
is "a public key is no backup" test "$status" -ne 0 -a ! -e "$T/public.copy"

# ---------------------------------------------------------------- another branch's papers
program make "$RX" --key "$T/key" --date 2026-11-30 --out "$T/o"
exits "papers" 0
"$PYTHON" -c '
import json, sys
files = json.load(open(sys.argv[1], encoding="utf-8"))["prescriptions"][0]["files"]
print(next(f["payloads"][0] for f in files if f["path"].endswith("labels.pdf")))' "$T/o/manifest.json" >"$T/bottle"
scan() { program verify "$T/bottle" --rx "$RX" --date 2026-12-02 --trust "$TRUST" --key "$@"; }
bare key new --key "$T/branch" --name "Mill Street branch"
bare key new --key "$T/third" --name "Third branch"
mkdir -m 700 "$TRUST"
scan "$T/branch"
exits "at a branch that does not trust the key" 17
bare key trust "$T/public" --key "$T/branch" --trust "$TRUST" --date 2026-11-22
exits "to trust needs a name" 2
bare key trust "$T/public" --by "M. Osei, RPh" --trust "$TRUST" --date 2026-11-22
exits "trust" 0
scan "$T/branch"
exits "at a branch that trusts it" 0
bare key trust "$T/public" --by "M. Osei, RPh" --trust "$TRUST" --date 2026-11-23
is "trusted once only" test "$status" -ne 0
bare key trust "$T/key" --by "M. Osei, RPh" --trust "$TRUST" --date 2026-11-23
exits "a secret key is nothing to trust" 1
bare key list --key "$T/branch" --trust "$TRUST"
exits "list" 0
says "the signing key" 'Mill Street branch  signing key'
says "who trusted which key, and when" "^$id  Harbor Compounding Pharmacy  trusted 2026-11-22 by M. Osei, RPh\$"

# ---------------------------------------------------------------- rotation: the pharmacy changes its key
bare key retire "$id" --key "$T/key" --trust "$TRUST" --date 2027-06-30
exits "to retire needs a name and a reason" 2
bare key retire "$id" --by "J. Ruiz, RPh" --reason "yearly change" --key "$T/key" --trust "$TRUST" --date 2027-06-30
exits "retire" 0
program make "$RX" --key "$T/key" --trust "$TRUST" --date 2026-11-30 --out "$T/late"
exits "a retired key signs no more" 1
warns "MT610 says so" 'MT610'
bare key new --key "$T/new" --name "Harbor Compounding Pharmacy 2027"
program make "$RX" --key "$T/new" --trust "$TRUST" --date 2026-11-30 --out "$T/late"
exits "the new one does" 0
scan "$T/new"
exits "papers of the old key are still read" 0
bare key list --trust "$TRUST"
says "list tells when, by whom and why" 'retired 2027-06-30 by J. Ruiz, RPh: yearly change'
bare key retire "$id" --by "J. Ruiz, RPh" --reason "once more" --trust "$TRUST" --date 2027-07-01
is "retired once only" test "$status" -ne 0
bare key retire ffff0000 --by "J. Ruiz, RPh" --reason "whose" --trust "$TRUST" --date 2027-07-01
exits "a key nobody knows" 1

# ---------------------------------------------------------------- a compromised key proves nothing any more
bare key retire "$id" --by "J. Ruiz, RPh" --reason "stolen laptop" --compromised --trust "$TRUST" --date 2027-07-02
exits "compromised" 0
scan "$T/new"
exits "its codes are of an unknown key" 17
scan "$T/key"
exits "even for whoever has it" 17
bare key list --trust "$TRUST"
says "list says so" 'COMPROMISED 2027-07-02 by J. Ruiz, RPh: stolen laptop'

# ---------------------------------------------------------------- a trust folder that others can change
chmod 770 "$TRUST"
scan "$T/third"
exits "a folder that others can write is refused" 1
warns "MT609 says so" 'MT609'
chmod 700 "$TRUST"
echo "not a key" >"$TRUST/0123456789abcdef.key"
scan "$T/third"
exits "a file of another form is refused" 1
warns "MT608 says so" 'MT608'

finish
