#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Builds a Debian package from `make install` into a staging folder.
set -eu
make=$1
build=$2
version=$(sed -n 's/.*MICROTAPER_VERSION "\(.*\)"/\1/p' include/microtaper/version.h)
arch=$(dpkg --print-architecture)
stage=$build/deb
rm -rf "$stage"
$make --no-print-directory BUILD="$build/release" PREFIX=/usr DESTDIR="$(pwd)/$stage" install >/dev/null
mkdir -p "$stage/DEBIAN" build/debian
# dpkg-shlibdeps wants a debian/control beside it.
control=$(mktemp -d)
mkdir "$control/debian"
printf 'Source: microtaper\n\nPackage: microtaper\nArchitecture: any\n' >"$control/debian/control"
program=$(pwd)/$stage/usr/bin/microtaper
strip "$program"
depends=$(cd "$control" && dpkg-shlibdeps -O "$program" 2>/dev/null | sed -n 's/^shlibs:Depends=//p')
rm -r "$control" build/debian
cat >"$stage/DEBIAN/control" <<CONTROL
Package: microtaper
Version: $version
Architecture: $arch
Maintainer: The microtaper developers <microtaper@localhost>
Depends: $depends
Section: science
Priority: optional
Description: measured doses, labels, charts and worksheets for a slow taper
 Reads prescriptions for a slow taper of a benzodiazepine, works out the
 compounded oral liquid and writes bottle labels, dosing charts and batch
 worksheets with signed QR codes.
CONTROL
dpkg-deb --root-owner-group --build "$stage" "$build/microtaper_${version}_$arch.deb"
