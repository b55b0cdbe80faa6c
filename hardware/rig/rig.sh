#!/bin/bash
# Runs the contract suite and the main job in the guest, on the installed libgpiod.
# Expects a debug build of everything (make rig sees to it). DOMOVOY_RADICALE: the Python that has Radicale.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

rig=hardware/rig
: "${DOMOVOY_RADICALE:?make rig sets it}"

run() {
    echo "--- $1"
    "$rig/run.sh" --timeout 900 --env "DOMOVOY_RADICALE=$DOMOVOY_RADICALE" \
        -- "$rig/scenarios/$1.sh" "$2"
}

"$rig/prepare.sh"
binaries=$(swift build --show-bin-path)
run contract "$binaries"
run main-job "$binaries"
