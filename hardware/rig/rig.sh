#!/bin/bash
# Runs the contract suite and the main job in the guest, on the installed libgpiod and, where that is 1.6, on 2.x too.
# Expects a debug build of everything (make rig sees to it). DOMOVOY_RADICALE: the Python that has Radicale.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

rig=hardware/rig
: "${DOMOVOY_RADICALE:?make rig sets it}"

run() {
    echo "--- $1, libgpiod ${3:-installed}"
    "$rig/run.sh" --timeout 900 --env "DOMOVOY_RADICALE=$DOMOVOY_RADICALE" \
        -- "$rig/scenarios/$1.sh" "$2" ${3:+"$3"}
}

"$rig/prepare.sh"
binaries=$(swift build --show-bin-path)
run contract "$binaries"
run main-job "$binaries"

second=$("$rig/libgpiod2x.sh")
if [[ -z $second ]]; then
    echo "the installed libgpiod is 2.x: there is no other to test"
    exit 0
fi
export PKG_CONFIG_PATH=$second
swift build --build-tests --scratch-path .build-gpiod2
binaries=$(swift build --scratch-path .build-gpiod2 --show-bin-path)
run contract "$binaries" 2x
run main-job "$binaries" 2x
