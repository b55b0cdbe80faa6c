#!/usr/bin/env bash
# Runs worlds for about five minutes: the same ones every time, then new ones.
# usage: hunt.sh PATH-TO-domovoy-sim
set -euo pipefail
simulator=$1
echo "--- the same worlds as every time"
"$simulator" hunt --seeds '1..<1501'
echo "--- new worlds"
"$simulator" hunt --minutes "${DOMOVOY_HUNT_MINUTES:-3}"
