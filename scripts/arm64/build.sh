#!/usr/bin/env bash
# Cross-builds for arm64 on an amd64 Debian: one program for Debian 12 and 13.
# usage: build.sh OUT          daemon and tool, one program, with its symbols, into OUT
#        build.sh --tests      all tests, debug, for Debian 13 (their runtime wants glibc 2.38)
set -euo pipefail
# shellcheck source=common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

# Folders that stand for addresses of git on this machine: the compiler's root has to see them, too.
package_mirrors() {
    git config --get-regexp '^url\..*\.insteadof$' | sed -n 's,^url\.\(/.*\)/\?\.insteadof .*,\1,p' | sort -u
}

# swift ARGUMENT...: sid's swift, in the project's folder.
swift() {
    local binds
    binds="$CACHE $PROJECT $(package_mirrors | tr '\n' ' ')"
    {
        echo '[safe]'
        echo '    directory = *'
        package_mirrors | while read -r folder; do
            printf '[url "%s/"]\n    insteadOf = https://github.com/\n' "${folder%/}"
        done
    } >"$COMPILER/root/.gitconfig"
    ROOT_ENV="DOMOVOY_ICU_DATA=${DOMOVOY_ICU_DATA:-} PKG_CONFIG_PATH=$SYSROOT/usr/lib/$MULTIARCH/pkgconfig PKG_CONFIG_SYSROOT_DIR=$SYSROOT" \
        in_root "$COMPILER" "$PROJECT" "$binds" swift "$@"
}

# Tests want the runtime as libraries, and those glibc 2.38: the linker does not look for it in Debian 12's. Swift Testing's
# module wants an archive that Debian does not ship.
add_test_runtime() {
    local runtime=$SYSROOT/usr/lib/swift/linux
    dpkg --fsys-tarfile "$(fetch_alone sid arm64 libswiftlang)" | tar -x -C "$runtime" --strip-components=7 \
        --wildcards ".$SWIFT/lib/swift/linux/*.so"
    in_root "$COMPILER" "$CACHE" "$CACHE" llvm-ar rcs "$runtime/lib_Testing_Foundation.a"
}

# Says what the board must have; fails on anything that Debian 12 has not.
check() {
    readelf -d "$1" | awk -F'[][]' -v name="${1##*/}" '/NEEDED/ { list = list " " $2 } END { print name " needs:" list }' >&2
    say "${1##*/}: $(stat -c %s "$1") bytes"
    "$PROJECT/scripts/release/fits.sh" "$1"
}

main() {
    local folder out
    (($# == 1)) || die "$EX_USAGE" "usage: build.sh OUT | build.sh --tests"
    "$HERE/sdk.sh"
    if [[ $1 == --tests ]]; then
        add_test_runtime
        swift build --swift-sdks-path "$SDKS" --swift-sdk "$SDK_NAME" --scratch-path "$CACHE/debug" --build-tests \
            -Xlinker --allow-shlib-undefined
        return
    fi
    out=$1
    mkdir -p "$out" || die "$EX_CANTCREAT" "cannot make $out"
    # shellcheck source=../release/flags.sh
    source "$PROJECT/scripts/release/flags.sh"
    DOMOVOY_ICU_DATA=$("$PROJECT/scripts/release/icu-data.sh" \
        "$SYSROOT/usr/lib/swift_static/linux/lib_FoundationICU.a" "$CACHE/icu")
    release_flags "$PROJECT" "$CACHE/build"
    swift build --swift-sdks-path "$SDKS" --swift-sdk "$SDK_NAME" --scratch-path "$CACHE/build" \
        "${RELEASE_FLAGS[@]}" --product domovoy
    folder=$CACHE/build/$TRIPLE/release
    install -m 0755 "$folder/domovoy" "$out/domovoy"
    ln -sf domovoy "$out/domovoyd"
    check "$out/domovoy"
}

main "$@"
