#!/usr/bin/env bash
# Makes the Debian packages of one architecture: domovoy and its debug symbols.
# usage: deb.sh ARCHITECTURE PROGRAM NATIVE-PROGRAM OUT [VERSION]
#   PROGRAM is built for ARCHITECTURE (amd64, arm64), with its symbols; NATIVE-PROGRAM runs here and writes the manual and
#   the completions. VERSION: the program's own if left out.
# Paths count from the project's folder. The same sources give the same bytes: dates are those of the last commit, or
# SOURCE_DATE_EPOCH.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

fail() {
    echo "deb: $2" >&2
    exit "$1"
}

(($# == 4 || $# == 5)) || fail 64 "usage: deb.sh ARCHITECTURE PROGRAM NATIVE-PROGRAM OUT [VERSION]"
architecture=$1 program=$(realpath -m "$2") native=$(realpath -m "$3")
[[ $architecture == amd64 || $architecture == arm64 ]] || fail 64 "architecture '$architecture': allowed are amd64 and arm64"
for file in "$program" "$native"; do
    [[ -x $file ]] || fail 66 "no program $file: build it first"
done
mkdir -p "$4"
out=$(realpath "$4")
version=${5:-$("$native" --version)}
[[ $version =~ ^[0-9][0-9A-Za-z.+~]*$ ]] || fail 64 "version '$version': digits, letters, . + and ~, a digit first"
export SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct || true)}
[[ $SOURCE_DATE_EPOCH =~ ^[0-9]+$ ]] || fail 64 "no commit here to take the date of: set SOURCE_DATE_EPOCH, in seconds since 1970"
export LC_ALL=C.UTF-8 TZ=UTC
umask 022

# Which package of Debian has a library.
package_of() {
    case $1 in
        libc.so.6 | libm.so.6 | libdl.so.2 | libpthread.so.0 | librt.so.1 | libutil.so.1 | libresolv.so.2 | ld-linux*) echo libc6 ;;
        libstdc++.so.6) echo libstdc++6 ;;
        libgcc_s.so.1) echo libgcc-s1 ;;
        libcrypt.so.1) echo libcrypt1 ;;
        libexpat.so.1) echo libexpat1 ;;
        libical.so.3 | libicalss.so.3 | libicalvcal.so.3) echo libical3 ;;
        libmd.so.0) echo libmd0 ;;
        libsqlite3.so.0) echo libsqlite3-0 ;;
        libz.so.1) echo zlib1g ;;
        *) fail 65 "$1: no package is known that has it; put it into deb.sh and debian/control" ;;
    esac
}

# The list of debian/control says neither too little nor too much.
check_dependencies() {
    local library package wanted=() listed
    listed=" $(sed -n 's/^Depends: //p' scripts/release/debian/control | tr ',' ' ') "
    while read -r library; do
        package=$(package_of "$library")
        wanted+=("$package")
        [[ $listed == *" ${package} "* ]] || fail 65 "the program needs $library of $package, which debian/control does not list"
    done < <(readelf -d "$program" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p')
    for package in libcrypt1 libexpat1 libgcc-s1 libical3 libmd0 libsqlite3-0 libstdc++6 zlib1g; do
        [[ " ${wanted[*]} " == *" $package "* || $listed != *" ${package} "* ]] ||
            fail 65 "debian/control lists $package, which the program does not need"
    done
}

# The program still has its symbols: libdispatch's watch over its workers must not be among them (decision 0026).
check_quiet() {
    if grep -q _dispatch_workq_monitor_pools "$program"; then
        fail 65 "libdispatch's timer is in the program: see docs/decisions/0026-nobody-watches-the-workers.md"
    fi
}

stage() {
    local date
    date=$(date --utc --date="@$SOURCE_DATE_EPOCH" --rfc-email)
    mkdir -p "$1"/{bin,hardware/examples,hardware/overlays,hardware/rooms,systemd,debian}
    cp "$program" "$1/bin/domovoy"
    cp README.md CHANGELOG.md "$1"
    cp -r docs "$1"
    # For those who have the sources.
    rm "$1"/docs/{arm64,design,portal,simulation}.md
    cp systemd/README.md "$1/installing.md"
    cp hardware/{first-boot.md,placement.md,wiring.md,wiring.svg,sheet.svg,bom.csv} "$1/hardware"
    cp hardware/examples/*.yaml "$1/hardware/examples"
    cp hardware/rooms/* "$1/hardware/rooms"
    for source in hardware/overlays/*-overlay.dts; do
        dtc -q -@ -I dts -O dtb -o "$1/hardware/overlays/$(basename "$source" -overlay.dts).dtbo" "$source"
    done
    cp systemd/{domovoy-watchdog.conf,domovoy-journald.conf,99-domovoy-gpio.rules} "$1/systemd"
    scripts/release/companions.sh "$native" "$version" "$1"
    cp scripts/release/debian/* "$1/debian"
    sed -i "s/@VERSION@/$version-1/g" "$1/debian/domovoy.preinst"
    cp systemd/domovoyd.service "$1/debian/domovoy.domovoyd.service"
    cp systemd/domovoy.sysusers.conf "$1/debian/domovoy.sysusers"
    printf 'domovoy (%s-1) unstable; urgency=medium\n\n  * CHANGELOG.md in this folder says what changed.\n\n -- %s  %s\n' \
        "$version" "$(sed -n 's/^Maintainer: //p' scripts/release/debian/control)" "$date" >"$1/debian/changelog"
}

check_dependencies
check_quiet
scripts/release/fits.sh "$program"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
stage "$work/domovoy"
(
    cd "$work/domovoy"
    # The folder's name is in no file, and the order of names is the same everywhere.
    find . -newermt "@$SOURCE_DATE_EPOCH" -exec touch --no-dereference --date="@$SOURCE_DATE_EPOCH" {} +
    DH_VERBOSE=${DH_VERBOSE:-} dpkg-architecture --host-arch "$architecture" --force --command \
        fakeroot debian/rules binary
) >"$out/$architecture.log" 2>&1 || { tail -n 30 "$out/$architecture.log" >&2; fail 70 "debhelper failed"; }
for package in "$work"/*.deb; do
    cp "$package" "$out/"
    echo "$out/${package##*/}: $(stat -c %s "$package") bytes," \
        "$(dpkg-deb --field "$package" Installed-Size) KiB installed"
done
