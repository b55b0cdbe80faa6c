#!/usr/bin/env bash
# How a release is built. Sourced by those who build one.
# shellcheck disable=SC2034 # who sources this uses the variable

# release_flags PROJECT SCRATCH: sets RELEASE_FLAGS for swift build, which also wants DOMOVOY_ICU_DATA of icu-data.sh.
#
# Small: the core is quick enough when it is optimised for size (make bench), equal functions are one, unused ones go, and
# ICU's data is what icu-data.sh leaves of it. Reproducible: no path of the machine that built it is in it.
release_flags() {
    local project=$1 scratch=$2 from
    RELEASE_FLAGS=(
        -c release --static-swift-stdlib
        -Xswiftc -Osize -Xcc -Os -Xcxx -Os
        -Xswiftc -use-ld=lld
        -Xlinker --icf=all -Xlinker --gc-sections -Xlinker --build-id=sha1 -Xlinker -O2
        -Xlinker --no-export-dynamic -Xlinker -z -Xlinker pack-relative-relocs
        -Xlinker -T -Xlinker "$project/scripts/release/no-unwind-tables.ld"
    )
    # The later of two rules that fit wins in clang.
    for from in "$project=." "$scratch=build"; do
        RELEASE_FLAGS+=(
            -Xswiftc -file-prefix-map -Xswiftc "$from" -Xcc "-ffile-prefix-map=$from" -Xcxx "-ffile-prefix-map=$from"
        )
    done
}
