#!/usr/bin/env bash
# Measures which lines of RoomCore the simulated world reaches, and lists those it does not.
# usage: scripts/simulation/coverage.sh [SEEDS]       SEEDS as A..<B, by default 1..<301; then every scenario is swept
# Exit code 1 if fewer than 95 % of the lines are reached.
set -euo pipefail
cd "$(dirname "$0")/../.."
seeds=${1:-1..<301}
swift=${SWIFT:-swift}
least=95
build=(-c release --scratch-path .build-coverage --product domovoy-sim
    -Xswiftc -profile-generate -Xswiftc -profile-coverage-mapping)
"$swift" build "${build[@]}"
binary=$("$swift" build "${build[@]}" --show-bin-path)/domovoy-sim
tools=${SWIFT_TOOLS:-$(dirname "$(readlink -f "$(command -v "$swift")")")}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

LLVM_PROFILE_FILE=$folder/hunt.profraw "$binary" hunt --once --seeds "$seeds" --jobs "${JOBS:-2}"
LLVM_PROFILE_FILE=$folder/sweep.profraw "$binary" sweep
"$tools/llvm-profdata" merge -o "$folder/all.profdata" "$folder"/*.profraw

cover() { "$tools/llvm-cov" "$@" "$binary" -instr-profile "$folder/all.profdata" Sources/RoomCore; }
echo "--- lines that were not reached"
cover show | awk '
    /^\/.*:$/ { file = $0; sub(/^.*Sources\//, "", file); sub(/:$/, "", file) }
    /^ *[0-9]+\| *0\|/ { line = $0; sub(/^ */, "", line); sub(/\| *0\|/, ": ", line); print file ":" line }'
echo "--- by file: lines, not reached, share"
cover export -summary-only | python3 -c '
import json, sys
least = float(sys.argv[1])
data = json.load(sys.stdin)["data"][0]
for file in data["files"]:
    lines = file["summary"]["lines"]
    name = file["filename"].split("Sources/")[-1]
    print("%-55s %5d %4d %6.2f %%" % (name, lines["count"], lines["count"] - lines["covered"], lines["percent"]))
lines = data["totals"]["lines"]
print("%-55s %5d %4d %6.2f %%" % ("all", lines["count"], lines["count"] - lines["covered"], lines["percent"]))
sys.exit(lines["percent"] < least)
' "$least"
