#!/bin/bash
# Runs the contract suite, the main job on each of the named servers and the installed panel in the guest: on the installed libgpiod, and where
# that is 1.6 on a 2.x beside it, with everything built anew against it.
# usage: rig.sh SOURCE...
# Expects a debug build of everything (make rig sees to it). DOMOVOY_RADICALE: the Python that has Radicale.
set -euo pipefail
(($#)) || { echo "usage: rig.sh SOURCE...   SOURCE: caldav, group, location, booking" >&2; exit 64; }
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

rig=hardware/rig
: "${DOMOVOY_RADICALE:?make rig sets it}"

# How many processors the guest has. Where systemd is at work it has one: with two the emulated kernel locked up once,
# both processors for ever in the kernel while units were started, which rewrites the kernel's own code as it runs.
processors=2
run() {
    echo "--- $*"
    "$rig/run.sh" --timeout 900 --cpus "$processors" --env "DOMOVOY_RADICALE=$DOMOVOY_RADICALE" \
        -- "$rig/scenarios/$1.sh" "${@:2}"
}

"$rig/prepare.sh"
binaries=$(swift build --show-bin-path)
run contract "$binaries"
for source in "$@"; do run main-job "$binaries" "$source"; done
processors=1 run systemd "$binaries"

# build_against PKG_CONFIG_PATH: everything anew against that libgpiod, in .build-gpiod2. Where this machine lets us, it
# begins as a copy of what is built and is built at .build's own place, where nothing but the dependents of libgpiod is
# out of date: minutes instead of a quarter of an hour.
build_against() {
    local in_place='mount --bind .build-gpiod2 .build && exec swift build --build-tests'
    if unshare --mount true 2>/dev/null; then
        [[ -d .build-gpiod2 ]] ||
            { rm -rf .build-gpiod2.new && cp -a .build .build-gpiod2.new && mv .build-gpiod2.new .build-gpiod2; }
        PKG_CONFIG_PATH=$1 unshare --mount bash -euc "$in_place"
    else
        PKG_CONFIG_PATH=$1 swift build --build-tests --scratch-path .build-gpiod2
    fi
}

other=$("$rig/libgpiod2x.sh")
if [[ -n $other ]]; then
    build_against "$other"
    binaries=$PWD/.build-gpiod2/debug
    run contract "$binaries" 2x
    run main-job "$binaries" caldav 2x
fi
