#!/bin/bash
# Gets a libgpiod 2.x next to an installed 1.6 and prints the PKG_CONFIG_PATH that leads to it; prints
# nothing on a machine whose own libgpiod is 2.x already. Nothing is installed: the packages come from
# the next Debian release or the backports, through the mirror that apt uses already.
set -euo pipefail
# shellcheck source=common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

readonly PREFIX=$CACHE/libgpiod2x

# unpack SUITE MIRROR FOLDER: false when the suite is not there or has no libgpiod.
unpack() {
    local suite=$1 address=$2 work=$3 library package
    private_apt "$work/apt" "$address" "$suite" || return 1
    library=$(LC_ALL=C apt-cache "${APT_OPTIONS[@]}" depends gpiod |
        sed -n 's/^ *Depends: \(libgpiod[0-9].*\)/\1/p' | head -n 1)
    [[ -n $library ]] || return 1
    apt_download "$work" gpiod libgpiod-dev "$library" || return 1
    for package in "$work"/*.deb; do
        dpkg -x "$package" "$work/root"
    done
}

# A suite newer than this machine may want a newer C library: then ldd names what is not found.
library_loads() {
    local loaded
    loaded=$(ldd "$(library_folder "$1")/libgpiod.so" 2>&1) && [[ $loaded != *"not found"* ]]
}

tools_run() {
    LD_LIBRARY_PATH=$(library_folder "$2") "$1/usr/bin/gpioinfo" --version >/dev/null 2>&1
}

# gather MIRROR SUITE... : takes the library and the tools from the first suite whose library loads
# and the first whose tools run here; these may be two.
gather() {
    local address=$1 suite work result
    shift
    result=$(mktemp -d "$CACHE/partial.XXXXXX")
    for suite in "$@"; do
        [[ ! -d $result/usr || ! -d $result/usr/bin ]] || break
        say "libgpiod: looking at 2.x of $suite"
        work=$(mktemp -d "$CACHE/partial.XXXXXX")
        unpack "$suite" "$address" "$work" || continue
        if [[ ! -d $result/usr ]] && library_loads "$work/root"; then
            mkdir -p "$result/usr"
            cp -r -P "$work/root/usr/lib" "$work/root/usr/include" "$result/usr"
        fi
        if [[ -d $result/usr ]] && tools_run "$work/root" "$result"; then
            cp -r "$work/root/usr/bin" "$result/usr"
        fi
        rm -rf "$work"
    done
    [[ -d $result/usr ]] || die "$EX_UNAVAILABLE" "none of these has a libgpiod 2.x that loads here: $*"
    [[ -d $result/usr/bin ]] || say "libgpiod: no 2.x tools run here; the self-test uses the installed ones only"
    mv "$result" "$PREFIX"
}

library_folder() {
    printf '%s/usr/lib/%s' "$1" "$(dpkg-architecture -qDEB_HOST_MULTIARCH 2>/dev/null || gcc -print-multiarch)"
}

# pkg-config must name the folder that the files lie in now, also after the cache was moved. The library
# gets a link name of its own: other libraries bring the system's folder along, and whichever -L comes
# first would decide which -lgpiod is meant.
adjust_pkg_config() {
    local folder file
    folder=$(library_folder "$PREFIX")
    file=$folder/pkgconfig/libgpiod.pc
    ln -sfn "$(readlink "$folder/libgpiod.so")" "$folder/libgpiod2x.so"
    sed -i "s,^prefix=.*,prefix=$PREFIX/usr,; s,-lgpiod\$,-lgpiod2x," "$file"
}

main() {
    local installed address codename
    (($# == 0)) || die "$EX_USAGE" "libgpiod2x.sh takes no arguments, got: $*"
    installed=$(PKG_CONFIG_PATH='' pkg-config --modversion libgpiod 2>/dev/null) ||
        die "$EX_UNAVAILABLE" "pkg-config finds no libgpiod: run prepare.sh, or install libgpiod-dev and pkg-config"
    if [[ $installed == 2.* ]]; then
        say "libgpiod: the installed one is $installed, so only 2.x is tested here"
        return
    fi
    [[ -n ${DOMOVOY_RIG_LOCKED:-} ]] || lock_cache
    if [[ ! -d $PREFIX/usr ]]; then
        # shellcheck source=/dev/null
        codename=$(source /etc/os-release && printf '%s' "${VERSION_CODENAME:-}")
        address=$("$RIG/../../scripts/debian-mirror.sh")
        gather "$address" trixie "$codename-backports"
    fi
    adjust_pkg_config
    say "libgpiod: $installed is installed, $(PKG_CONFIG_PATH=$(library_folder "$PREFIX")/pkgconfig \
        pkg-config --modversion libgpiod) lies in $PREFIX"
    printf '%s/pkgconfig\n' "$(library_folder "$PREFIX")"
}

main "$@"
