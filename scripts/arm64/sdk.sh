#!/usr/bin/env bash
# Prepares cross-building for arm64: sid's compiler in a root of its own, and a Swift SDK of Debian 12's libraries with
# sid's Swift modules. What is there already is reused. Why this way: docs/arm64.md.
set -euo pipefail
# shellcheck source=common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

make_compiler() {
    [[ ! -e $COMPILER/.ready ]] || return 0
    say "unpacking the compiler"
    rm -rf "$COMPILER"
    fetch sid amd64 swiftlang libc6-dev libstdc++-15-dev bash coreutils findutils sed grep git ca-certificates pkgconf \
        binutils tzdata libc-bin | unpack "$COMPILER"
    ln -sf bash "$COMPILER/usr/bin/sh"
    touch "$COMPILER/.ready"
}

# A sysroot's absolute links would lead out of it.
make_links_relative() {
    local link target
    find "$SYSROOT" -lname '/*' | while read -r link; do
        target=$(readlink "$link")
        ln -sfn "$(realpath -ms --relative-to="${link%/*}" "$SYSROOT$target")" "$link"
    done
}

# Debian 12's libraries, so that one program runs on Debian 12 and 13; libgpiod, whose library has another name on each,
# is 13's and static.
make_sysroot() {
    local swift
    fetch bookworm arm64 libc6-dev libcrypt-dev libstdc++-12-dev libsqlite3-dev libical-dev libexpat1-dev libmd-dev zlib1g-dev \
        linux-libc-dev | unpack "$SYSROOT"
    dpkg --fsys-tarfile "$(fetch_alone trixie arm64 libgpiod-dev)" | tar -x --keep-directory-symlink -C "$SYSROOT" \
        --wildcards ./usr/include/gpiod.h '*/libgpiod.a' '*/libgpiod.pc'
    swift=$(mktemp -d "$CACHE/partial.XXXXXX")
    dpkg --fsys-tarfile "$(fetch_alone sid arm64 swiftlang)" | tar -x -C "$swift" --exclude '*/host/*' \
        --exclude '*/embedded/*' --wildcards ".$SWIFT/lib/swift_static/*" ".$SWIFT/lib/swift/*" ".$SWIFT/lib/clang/*"
    mv "$swift$SWIFT"/lib/{swift,swift_static,clang} "$SYSROOT/usr/lib/"
    rm -rf "$swift"
    make_links_relative
}

write_bundle() {
    # The compiler of Debian names its own machine x86_64-pc-linux-gnu; an SDK for other machines "is not found".
    cat >"$BUNDLE/info.json" <<JSON
{"schemaVersion": "1.0", "artifacts": {"$SDK_NAME": {"type": "swiftSDK", "version": "1", "variants": [
    {"path": "$SDK_NAME", "supportedTriples": ["x86_64-pc-linux-gnu", "x86_64-unknown-linux-gnu"]}]}}}
JSON
    cat >"$BUNDLE/$SDK_NAME/swift-sdk.json" <<JSON
{"schemaVersion": "4.0", "targetTriples": {"$TRIPLE": {
    "sdkRootPath": "sysroot", "swiftResourcesPath": "sysroot/usr/lib/swift",
    "swiftStaticResourcesPath": "sysroot/usr/lib/swift_static", "toolsetPaths": ["toolset.json"]}}}
JSON
    cat >"$BUNDLE/$SDK_NAME/toolset.json" <<JSON
{"schemaVersion": "1.0", "rootPath": "$SWIFT/bin",
 "cCompiler": {"extraCLIOptions": ["-fPIC"]}, "cxxCompiler": {"extraCLIOptions": ["-fPIC"]},
 "swiftCompiler": {"extraCLIOptions": ["-use-ld=lld"]}, "linker": {"path": "ld.lld"}, "librarian": {"path": "llvm-ar"}}
JSON
}

# The functions of compat.c, wherever the static runtime is linked. The file of arguments has no newline at its end.
add_compat() {
    local folder=$CACHE/compat
    mkdir -p "$folder"
    cp "$HERE/compat.c" "$folder"
    in_root "$COMPILER" "$folder" "$CACHE" clang --target="$TRIPLE" --sysroot="$SYSROOT" -std=gnu11 -O2 -fPIC \
        -fno-builtin -Wall -Werror -c compat.c -o compat.o
    in_root "$COMPILER" "$folder" "$CACHE" llvm-ar rcs "$SYSROOT/usr/lib/swift_static/linux/libdomovoy-compat.a" compat.o
    printf '\n-ldomovoy-compat\n' >>"$SYSROOT/usr/lib/swift_static/linux/static-stdlib-args.lnk"
}

make_sdk() {
    [[ ! -e $BUNDLE/.ready ]] || return 0
    say "making the Swift SDK"
    rm -rf "$BUNDLE"
    mkdir -p "$SYSROOT"
    make_sysroot
    write_bundle
    check_versions
    add_compat
    touch "$BUNDLE/.ready"
}

# A runtime of another version than the compiler does not load; sid's architectures may differ for hours.
check_versions() {
    local here there
    here=$(cd "$CACHE/apt/sid-amd64/cache/archives" && compgen -G 'swiftlang_*')
    there=$(cd "$CACHE/apt/sid-arm64/cache/archives" && compgen -G 'swiftlang_*')
    [[ ${here%_*} == "${there%_*}" ]] ||
        die "$EX_UNAVAILABLE" "sid has $here and $there: wait until both architectures have one version"
}

main() {
    (($# == 0)) || die "$EX_USAGE" "sdk.sh takes no arguments, got: $*"
    need_root
    mkdir -p "$CACHE"
    exec 9>"$CACHE/lock"
    flock 9
    rm -rf "$CACHE"/partial.*
    make_compiler
    make_sdk
}

main "$@"
