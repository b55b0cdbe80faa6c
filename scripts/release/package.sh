#!/usr/bin/env bash
# Builds and packages a release, and looks at what came out.
# usage: package.sh OUT [ARCHITECTURE...]      amd64, arm64; this machine's own if left out. arm64 needs root.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

# Of all that is installed, in KiB: 45 MB.
readonly GREATEST=$((45000000 / 1024))

(($# >= 1)) || { echo "usage: package.sh OUT [ARCHITECTURE...]" >&2; exit 64; }
out=$1
shift
own=$(dpkg --print-architecture)
(($#)) || set -- "$own"
for architecture in "$@"; do
    [[ $architecture == "$own" || $architecture == arm64 ]] ||
        { echo "package: '$architecture' is not built here: $own, arm64" >&2; exit 64; }
    [[ $architecture == "$own" || $(id -u) -eq 0 ]] || { echo "package: arm64 needs root" >&2; exit 77; }
done

scripts/deps.sh debhelper fakeroot lintian dpkg-dev binutils
native=$(scripts/release/build.sh)
for architecture in "$@"; do
    program=$native
    if [[ $architecture != "$own" ]]; then
        scripts/deps.sh "binutils-aarch64-linux-gnu" debian-archive-keyring
        scripts/arm64/build.sh .build-arm64/out
        program=.build-arm64/out/domovoy
    fi
    rm -f "$out"/domovoy*_"$architecture".deb
    scripts/release/deb.sh "$architecture" "$program" "$native" "$out"
    package=$(compgen -G "$out/domovoy_*_$architecture.deb")
    lintian --fail-on error --suppress-tags initial-upload-closes-no-bugs "$package"
    size=$(dpkg-deb --field "$package" Installed-Size)
    ((size <= GREATEST)) || { echo "package: $package takes $size KiB installed, more than $GREATEST" >&2; exit 65; }
done
