#!/usr/bin/env bash
# Writes what goes along with the programs, out of what they say of themselves: completions for bash, zsh and fish, and
# the manual pages.
# usage: companions.sh PROGRAM VERSION FOLDER    (PROGRAM runs here; FOLDER gets completions/ and man/)
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

(($# == 3)) || {
    echo "companions: usage: companions.sh PROGRAM VERSION FOLDER" >&2
    exit 64
}
program=$1 version=$2 folder=$3
mkdir -p "$folder"/{completions,man}
"$program" --generate-completion-script bash | sed 1d >"$folder/completions/domovoy"
(exec -a domovoyd "$program" --generate-completion-script bash) | sed 1d >"$folder/completions/domovoyd"
"$program" --generate-completion-script zsh >"$folder/completions/_domovoy"
"$program" --generate-completion-script fish >"$folder/completions/domovoy.fish"
"$program" --experimental-dump-help | scripts/release/manual.py 1 "$version" "$folder/man"
(exec -a domovoyd "$program" --experimental-dump-help) | scripts/release/manual.py 8 "$version" "$folder/man"
