#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Builds a Debian package from `make install` into a staging folder: package.sh MAKE BUILD.  The same sources give the same
# bytes: all dates in it are SOURCE_DATE_EPOCH, else that of CHANGELOG.md.  RELEASE: the build folder, BUILD/release if none.
set -eu
make=$1
build=$(mkdir -p "$2" && cd "$2" && pwd)
version=$(sed -n 's/.*MICROTAPER_VERSION "\(.*\)"/\1/p' include/microtaper/version.h)
arch=$(dpkg --print-architecture)
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(stat -c %Y CHANGELOG.md)}
export SOURCE_DATE_EPOCH
# Whoever builds a package answers for it: DEBFULLNAME and DEBEMAIL, as Debian's own tools take them.
maintainer="${DEBFULLNAME:-The microtaper developers} <${DEBEMAIL:-microtaper@localhost.localdomain}>"
stage=$build/deb
doc=$stage/usr/share/doc/microtaper
rm -rf "$stage"
umask 022
$make --no-print-directory BUILD="${RELEASE:-$build/release}" PREFIX=/usr DESTDIR="$stage" install >/dev/null
program=$stage/usr/bin/microtaper
strip --strip-unneeded --remove-section=.comment --remove-section=.note "$program"
gzip -9n "$stage/usr/share/man/man1/microtaper.1"

# What Debian's policy asks of a package's documents (12.5, 12.7).
mkdir -p "$doc" "$stage/DEBIAN"
cp README.md ARITHMETIC.md SECURITY.md "$doc/"
gzip -9nc CHANGELOG.md >"$doc/CHANGELOG.md.gz"
printf 'microtaper (%s) stable; urgency=medium\n\n  * What changed is in CHANGELOG.md.\n\n -- %s  %s\n' "$version" "$maintainer" \
    "$(LC_ALL=C date -u -R -d "@$SOURCE_DATE_EPOCH")" | gzip -9n >"$doc/changelog.gz"
cat >"$doc/copyright" <<'COPYRIGHT'
Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: microtaper

Files: *
Copyright: 2026 the microtaper authors
License: GPL-3+

Files: usr/share/microtaper/templates/fonts/*
Copyright: 2004-2022 SIL International (http://www.sil.org/), with Reserved Font Names "Andika" and "SIL"
 2015 Google LLC
 2026 the microtaper authors
License: OFL-1.1

License: GPL-3+
 This program is free software: you can redistribute it and/or modify it under
 the terms of the GNU General Public License as published by the Free Software
 Foundation, either version 3 of the License, or (at your option) any later
 version. On Debian systems its text is in /usr/share/common-licenses/GPL-3.

License: OFL-1.1
COPYRIGHT
sed -n '/^SIL OPEN FONT LICENSE/,$ { s/^[[:space:]]*$/./; s/^/ /p }' templates/fonts/OFL.txt >>"$doc/copyright"
chmod 644 "$doc"/*

# dpkg-shlibdeps wants a debian/control beside it.  pdftoppm reads PDF scans (src/scan/pdf.c): a program, no library.
control=$(mktemp -d)
trap 'rm -rf "$control"' EXIT
mkdir "$control/debian"
printf 'Source: microtaper\n\nPackage: microtaper\nArchitecture: any\n' >"$control/debian/control"
depends=$(cd "$control" && dpkg-shlibdeps -O "$program" 2>/dev/null | sed -n 's/^shlibs:Depends=//p')
[ -n "$depends" ] || { echo "dpkg-shlibdeps told no libraries of $program" >&2; exit 1; }
(cd "$stage" && find usr -type f -exec md5sum {} + | LC_ALL=C sort -k 2) >"$stage/DEBIAN/md5sums"
cat >"$stage/DEBIAN/control" <<CONTROL
Package: microtaper
Version: $version
Architecture: $arch
Maintainer: $maintainer
Installed-Size: $(du -sk --apparent-size "$stage/usr" | cut -f 1)
Depends: $depends, poppler-utils
Section: science
Priority: optional
Description: measured doses, labels, charts and worksheets for a slow taper
 Reads prescriptions for a slow taper of a benzodiazepine, works out the
 compounded oral liquid and writes bottle labels, dosing charts and batch
 worksheets with signed QR codes.
CONTROL
dpkg-deb --root-owner-group --build "$stage" "$build/microtaper_${version}_$arch.deb"
