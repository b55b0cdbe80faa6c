#!/usr/bin/env bash
# Measures every figure with a baseline in the same run. Usage: bench.sh [room] [calendar] [portal] [footprint] [edge]
# DOMOVOY_PYTHON: the Python that has icalendar and recurring-ical-events.
set -euo pipefail
cd "$(dirname "$0")/.."

python=${DOMOVOY_PYTHON:?make bench sets it}
[ $# -gt 0 ] || set -- room calendar portal footprint edge
for name in "$@"; do
    [[ " room calendar portal footprint edge " == *" $name "* ]] ||
        { echo "bench: $name: allowed are room, calendar, portal, footprint, edge" >&2; exit 64; }
done
# What is measured is built as a release is.
scripts/release/build.sh domovoyd >/dev/null
binaries=$(dirname "$(scripts/release/build.sh domovoy-bench)")

for name in "$@"; do
    echo "--- $name"
    case $name in
        room) "$binaries/domovoy-bench" room ;;
        calendar) "$python" scripts/bench/calendar_expansion.py "$binaries/domovoy-bench" ;;
        portal) "$binaries/domovoy-bench" portal ;;
        footprint) "$python" scripts/bench/footprint.py "$binaries/domovoyd" 60 ;;
        edge)
            hardware/rig/prepare.sh
            hardware/rig/run.sh --cpus 1 --timeout 2400 -- \
                hardware/rig/scenarios/edge-to-lamp.sh "$binaries" "${DOMOVOY_PRESSES:-1000}"
            ;;
    esac
done
