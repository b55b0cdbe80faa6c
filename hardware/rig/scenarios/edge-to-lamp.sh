#!/bin/bash
# In the guest: from the pull of the button line to the change of the lamp line, for a C program on libgpiod that does
# only that, and for the panel, right after each other.
# usage: edge-to-lamp.sh FOLDER-OF-BINARIES PRESSES
# shellcheck source=../guest/lib.sh
source "$DOMOVOY_RIG/guest/lib.sh"

binaries=$1
presses=$2
here=$(mktemp -d)

# measure LAMP [OPTION...]
measure() {
    "$DOMOVOY_RIG_BIN/measure" --button "$(line_folder button)/pull" \
        --lamp "$(line_folder "$1")/value" --expect 0 --count "$presses" "${@:2}"
}

chip_up panel 28 5=red 6=green 12=confirmed 13=unconfirmed 16=late 17=button
pull button up

start baseline "$DOMOVOY_RIG_BIN/baseline" "$(chip_path panel)" 17 6
wait_for 30 logged baseline ready || fail "the baseline did not start"
echo "baseline: a C program on libgpiod"
measure green --gap-ms 100
stop baseline || true

# The first press books the room for half an hour, which is all it may have: every further press is heard, so that the
# red lamp goes dark for 100 ms, and refused, and the lamp comes back the same.
cat > "$here/panel.yaml" <<YAML
room: { id: aurora, name: Aurora, time_zone: UTC }
gpio:
  chip: panel
  button: { line: button, active: low, bias: pull-up, debounce: 0ms }
  lamps:
    availability: { red: red, green: green }
    booking: { green: confirmed, blue: unconfirmed, orange: late }
policy: { ad_hoc_min: 30m, ad_hoc_max: 30m }
journal: { path: "$here/panel.sqlite" }
web: { listen: off }
YAML
start domovoyd "$binaries/domovoyd" --config "$here/panel.yaml"
wait_value green 1 60 || fail "domovoyd did not start"
press button
wait_value red 1 60 || fail "the press was not heard"
echo "panel: domovoyd"
measure red --gap-ms 550 --hold-ms 50
claim "the panel is still there" running domovoyd
