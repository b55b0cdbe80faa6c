#!/bin/bash
# In the guest: measures the baseline program of one libgpiod.
# usage: scenario.sh FOLDER [OPTION OF measure...], FOLDER being the one with baseline and measure.
# shellcheck source=../guest/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/../guest/lib.sh"

programs=$1
shift
if [[ $programs == *libgpiod2 ]]; then use_libgpiod2; fi
chip_up panel 28 5=lamp 17=button
pull button up
start baseline "$programs/baseline" "$(chip_path panel)" 17 5
wait_for 10 logged baseline ready || fail "the baseline program did not start"
"$programs/measure" --button "$(line_folder button)/pull" --lamp "$(line_folder lamp)/value" \
    --expect 0 "$@"
claim "the baseline program is still there" running baseline
