#!/usr/bin/env bash
# Makes a file of the small part of ICU's data that the panel uses, to be linked in place of Foundation's 34 MB.
# usage: icu-data.sh lib_FoundationICU.a FOLDER     prints SYMBOL=FILE; reuses the file while the archive is the same
#
# One member of the archive defines one symbol, the data. An object that defines the same symbol (Sources/CICUData) and
# stands before the archive keeps the member out.
set -euo pipefail

fail() {
    echo "icu-data: $2" >&2
    exit "$1"
}

(($# == 2)) || fail 64 "usage: icu-data.sh lib_FoundationICU.a FOLDER"
archive=$1 folder=$2
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
[[ -r $archive ]] || fail 66 "no $archive: the toolchain has no static Foundation"
tools=$(swiftc -print-target-info | sed -n 's,.*"runtimeResourcePath": "\(.*\)/lib/swift".*,\1/bin,p')
for tool in llvm-ar llvm-nm llvm-objcopy; do
    [[ -x $tools/$tool ]] || fail 69 "no $tool in the toolchain's folder '$tools'"
done

mkdir -p "$folder"
# Another content has another name: what a build reads with .incbin is nothing that it knows to look at.
made_of=$(sha256sum "$archive" "$here/icu-data.sh" "$here/icu_data.py" | cut -d' ' -f1 | sha256sum | cut -c1-16)
small=$folder/$made_of.dat
if [[ ! -e $small ]]; then
    # No grep -q or -m: it would end before llvm-ar has written all of its list.
    member=$("$tools/llvm-ar" t "$archive" | grep icu_packaged_data) || fail 65 "no packaged data in $archive"
    "$tools/llvm-ar" p "$archive" "$member" >"$folder/full.o"
    symbols=$("$tools/llvm-nm" --defined-only --extern-only --format=just-symbols "$folder/full.o")
    [[ $symbols =~ ^icudt[0-9]+_dat$ ]] || fail 65 "$member of $archive defines more than the data: $symbols"
    "$tools/llvm-objcopy" -O binary --only-section=.rodata "$folder/full.o" "$folder/full.dat"
    "$here/icu_data.py" "$folder/full.dat" "$folder/partial.dat" >&2
    echo "$symbols" >"$folder/$made_of.symbol"
    rm "$folder/full.o" "$folder/full.dat"
    mv "$folder/partial.dat" "$small"
fi
echo "$(cat "$folder/$made_of.symbol")=$(realpath "$small")"
