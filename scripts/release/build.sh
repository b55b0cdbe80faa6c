#!/usr/bin/env bash
# Builds the release for this machine's own architecture, with its symbols.
# usage: build.sh [PRODUCT]      domovoy if left out; into .build-release; prints the program's path
# RELEASE_SCRATCH: another folder than .build-release.
# libgpiod 2.x is linked in, since its library has another name on Debian 12 than on 13: one program for both.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# shellcheck source=flags.sh
source scripts/release/flags.sh

(($# <= 1)) || { echo "usage: build.sh [PRODUCT]" >&2; exit 64; }
product=${1:-domovoy}
scratch=$(realpath -m "${RELEASE_SCRATCH:-.build-release}")
[[ $scratch != *[[:space:]]* ]] || { echo "build: pkg-config takes no space in '$scratch'" >&2; exit 64; }

# A folder for PKG_CONFIG_PATH that knows libgpiod 2.x as an archive alone; Debian 12 has only 1.6 of its own.
static_libgpiod() {
    local found folder=$scratch/libgpiod
    found=$(hardware/rig/libgpiod2x.sh)
    found=${found:-$(pkg-config --variable=libdir libgpiod)/pkgconfig}
    mkdir -p "$folder"
    cp "$found/../libgpiod.a" "$folder/libgpiod-static.a"
    sed "s,^libdir=.*,libdir=$folder,; s,-lgpiod[^ ]*\$,-lgpiod-static," "$found/libgpiod.pc" >"$folder/libgpiod.pc"
    echo "$folder"
}

resources=$(swiftc -print-target-info | sed -n 's/.*"runtimeResourcePath": "\(.*\)".*/\1/p')
DOMOVOY_ICU_DATA=$(scripts/release/icu-data.sh "${resources}_static/linux/lib_FoundationICU.a" "$scratch/icu")
release_flags "$PWD" "$scratch"
PKG_CONFIG_PATH=$(static_libgpiod)
export PKG_CONFIG_PATH DOMOVOY_ICU_DATA
build=(swift build --scratch-path "$scratch" "${RELEASE_FLAGS[@]}")
"${build[@]}" --product "$product" >&2
echo "$("${build[@]}" --show-bin-path)/$product"
