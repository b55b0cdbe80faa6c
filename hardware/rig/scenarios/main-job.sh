#!/bin/bash
# In the guest: the panel's main job on real input. A pulse on the sensor line checks in a meeting that lives on a
# Radicale server, a pull on the button line makes a booking appear there, and the lamp lines show it.
# usage: main-job.sh FOLDER-OF-BINARIES [2x]
# DOMOVOY_RADICALE: the Python that has Radicale.
# shellcheck source=../guest/lib.sh
source "$DOMOVOY_RIG/guest/lib.sh"

binaries=$1
if [[ ${2:-} == 2x ]]; then use_libgpiod2; fi
here=$(mktemp -d)
port=5232
calendar=http://127.0.0.1:$port/panel/aurora/
page=http://127.0.0.1:8080

calendar_tool() {
    "$DOMOVOY_RADICALE" "$DOMOVOY_RIG/scenarios/calendar.py" "$calendar" panel "$here/password" "$@"
}

server_answers() {
    curl -s -o /dev/null "http://127.0.0.1:$port/"
}

calendar_has() {
    calendar_tool show | grep -q -- "$1"
}

state_has() {
    curl -fsS "$page/api/v1/state" | grep -q -- "$1"
}

health_has() {
    curl -sS "$page/healthz" | grep -q -- "$1"
}

lamps_show() {
    local lamp
    for lamp in red green confirmed unconfirmed late; do
        if [[ " $* " == *" $lamp "* ]]; then
            wait_value $lamp 1 30 || return 1
        else
            wait_value $lamp 0 30 || return 1
        fi
    done
}

start_server() {
    printf 'panel:secret\n' > "$here/users"
    printf 'secret\n' > "$here/password"
    start radicale "$DOMOVOY_RADICALE" -m radicale --config "" --server-hosts "127.0.0.1:$port" \
        --auth-type htpasswd --auth-htpasswd-filename "$here/users" \
        --auth-htpasswd-encryption plain --logging-level error --storage-filesystem-folder "$here/calendars"
    wait_for 120 server_answers || fail "Radicale did not start"
    calendar_tool make
}

start_panel() {
    cat > "$here/panel.yaml" <<YAML
room: { id: aurora, name: Aurora, time_zone: UTC }
gpio:
  chip: panel
  sensors:
    - { name: pir, line: pir, active: high, bias: pull-down, hold: 10m, warm_up: 0s }
  button: { line: button, active: low, bias: pull-up, debounce: 20ms }
  lamps:
    availability: { red: red, green: green }
    booking: { green: confirmed, blue: unconfirmed, orange: late }
server: { kind: caldav, url: "$calendar", user: panel, password_file: "$here/password", poll: 5s }
policy: { undo_window: 3s }
journal: { path: "$here/panel.sqlite" }
YAML
    start domovoyd "$binaries/domovoyd" --config "$here/panel.yaml"
    wait_for 120 logged domovoyd "page is served" || fail "domovoyd did not start"
}

hold() {
    pull "$1" down
    sleep 2
    pull "$1" up
}

chip_up panel 28 4=pir 5=red 6=green 12=confirmed 13=unconfirmed 16=late 17=button
pull button up
pull pir down
start_server
calendar_tool put meeting -2 45 "Weekly review"
start_panel

claim "the server's date makes the clock trusted" wait_for 120 state_has '"clock":{"trusted":true}'
claim "the meeting is on the server and not confirmed: red and blue" lamps_show red unconfirmed

pulse pir
sleep 1.2 # nearer edges count as one movement
pulse pir
claim "two pulses check the meeting in: red and green" lamps_show red confirmed
claim "its state is on the server" wait_for 60 calendar_has '^COLOR:green'
claim "the arrival is a verdict" wait_for 60 logged domovoyd "verdict=on_time"

hold button
claim "a long press ends the meeting" wait_for 60 state_has '"availability":"occupied_unbooked"'
claim "the server has its new end" wait_for 60 calendar_has '^SEQUENCE:1'
claim "the booking lamp is dark" wait_value confirmed 0 10

sleep 4
press button
claim "a press books the room: red and green" lamps_show red confirmed
claim "the booking is on the server" wait_for 60 calendar_has '^UID:domovoy-aurora-'
claim "the server has confirmed it" wait_for 60 state_has '"outbox":0'

stop domovoyd KILL || true
start_panel
claim "after a kill the booking is still shown: red and green" lamps_show red confirmed
claim "and is on the server once" equal "$(calendar_tool show | grep -c '^UID:domovoy-aurora-')" 1

chip_unplug panel
claim "a chip that went away is told" wait_for 30 health_has '"component":"pir"'
chip_return panel
pull button up
claim "it is found again under its new number: red and green" lamps_show red confirmed
claim "and all is well" wait_for 60 state_has '"button":{"health":"ok"}'

code=0
stop domovoyd || code=$?
claim "the panel stops when told" equal "$code" 0
claim "and leaves dark lamps" lamps_show
