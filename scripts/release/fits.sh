#!/usr/bin/env bash
# Whether a program, of any architecture, wants nothing of the C and C++ libraries that Debian 12 has not.
# usage: fits.sh PROGRAM      exit code 65 if it wants more
set -euo pipefail

(($# == 1)) || { echo "usage: fits.sh PROGRAM" >&2; exit 64; }
for greatest in GLIBC_2.36 GLIBCXX_3.4.30; do
    newest=$(readelf -V "$1" | grep -o "${greatest%%_*}_[0-9.]*" | sort -V | tail -n 1)
    [[ $(printf '%s\n' "$newest" "$greatest" | sort -V | tail -n 1) == "$greatest" ]] ||
        { echo "fits: ${1##*/} wants $newest, Debian 12 has $greatest: build it against Debian 12" >&2; exit 65; }
done
