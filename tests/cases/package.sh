#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The Debian package holds what `make install` installs and the documents that Debian asks for, owned by root, and asks for
# every library the program is linked with and for the program that it runs.  Nothing is done to this machine.
. "$(dirname "$0")/lib.sh"
if ! command -v dpkg-shlibdeps >/dev/null || ! command -v make >/dev/null || [ ! -f "$ROOT/Makefile" ]; then
    echo "no dpkg-dev here: no package is made"
    pass
    finish
fi
build=$(cd "$(dirname "$M")" && pwd)
ready="make -s -o all -o $build/microtaper"    # the program is built already
cd "$ROOT" || exit 3

package() {    # package FOLDER: $T/FOLDER/microtaper_*.deb
    status=0
    RELEASE=$build SOURCE_DATE_EPOCH=1795000000 sh src/cli/package.sh "$ready" "$T/$1" >"$T/out" 2>"$T/err" || status=$?
}
package one
exits "a package is made" 0
deb=$(ls "$T"/one/*.deb)
is "its name has version and architecture" test "$(basename "$deb")" = \
    "microtaper_$("$M" --version | grep -Eo '[0-9.]+[0-9]' | head -n 1)_$(dpkg --print-architecture).deb"
(umask 077 && package two)
is "made again it is the same, whatever the umask" cmp "$deb" "$T"/two/*.deb

# ---------------------------------------------------------------- files
$ready BUILD="$build" PREFIX=/usr DESTDIR="$T/there" install >"$T/out" 2>"$T/err"
doc=./usr/share/doc/microtaper
{
    (cd "$T/there" && find . -type f) | sed 's/microtaper\.1$/&.gz/'
    for document in ARITHMETIC.md CHANGELOG.md.gz README.md SECURITY.md changelog.gz copyright; do echo "$doc/$document"; done
} | LC_ALL=C sort >"$T/wanted"
dpkg-deb -c "$deb" >"$T/list"
awk '$1 !~ /^d/ { print $6 }' "$T/list" | LC_ALL=C sort >"$T/given"
is "it holds what install puts there, and its documents" cmp "$T/wanted" "$T/given"
is "every file is root's" test -z "$(awk '$2 != "root/root"' "$T/list")"
is "only the program can be run, nothing is written by others, no links" test -z \
    "$(awk '$1 !~ /^d/ && $1 != ($6 == "./usr/bin/microtaper" ? "-rwxr-xr-x" : "-rw-r--r--")' "$T/list")"
is "folders are open to read" test -z "$(awk '$1 ~ /^d/ && $1 != "drwxr-xr-x"' "$T/list")"
dpkg-deb -R "$deb" "$T/open"
is "the digests are those of its files" sh -c "cd '$T/open' && md5sum --quiet -c DEBIAN/md5sums"
is "every file has a digest" test "$(wc -l <"$T/open/DEBIAN/md5sums")" = "$(wc -l <"$T/given")"
is "no script is run when it is installed or removed" test "$(ls "$T/open/DEBIAN" | tr '\n' ' ')" = "control md5sums "
is "templates are those of the sources" diff -r templates "$T/open/usr/share/microtaper/templates"
is "the licences are told" grep -q "^ SIL OPEN FONT LICENSE" "$T/open/usr/share/doc/microtaper/copyright"

# ---------------------------------------------------------------- what it needs
depends=$(dpkg-deb -f "$deb" Depends | tr ',' '\n' | sed 's/^ *//; s/ .*//')
is "pdftoppm's package is asked for" sh -c "echo '$depends' | grep -qx poppler-utils"
linked=0
for library in $(objdump -p "$M" | awk '$1 == "NEEDED" { print $2 }'); do
    owner=$(dpkg -S "*/$library" 2>/dev/null | sed -n '1s/:.*//p')
    is "the package of $library ($owner) is asked for" sh -c "[ -n '$owner' ] && echo '$depends' | grep -qx '$owner'"
    linked=$((linked + 1))
done
is "libraries were looked at" test "$linked" -ge 10
finish
