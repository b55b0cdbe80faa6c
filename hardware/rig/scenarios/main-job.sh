#!/bin/bash
# In the guest: the panel's main job on real input. A pulse on the sensor line checks in a meeting that lives on a
# server, a pull on the button line makes a booking appear there, and the lamp lines show it.
# usage: main-job.sh FOLDER-OF-BINARIES caldav|group|location|booking [2x]
# caldav is a Radicale; the others are the ways in which the local Bitrix24 portal keeps a room.
# shellcheck source=../guest/lib.sh
source "$DOMOVOY_RIG/guest/lib.sh"
# shellcheck source=../guest/panel.sh
source "$DOMOVOY_RIG/guest/panel.sh"

binaries=$1
source=$2
if [[ ${3:-} == 2x ]]; then use_libgpiod2; fi
here=$(mktemp -d)
case $source in
    caldav) kind=caldav ;;
    group | location | booking) kind=bitrix24 ;;
    *) fail "no such server: $source" ;;
esac
# shellcheck source=servers/caldav.sh
source "$DOMOVOY_RIG/scenarios/servers/$kind.sh"

start_panel() {
    cat > "$here/panel.yaml" <<YAML
room: { id: aurora, name: Aurora, time_zone: $zone }
$(gpio_yaml)
server: $(server_yaml)
policy: { undo_window: 3s }
journal: { path: "$here/panel.sqlite" }
YAML
    start domovoyd "$binaries/domovoyd" --config "$here/panel.yaml"
    wait_for 600 logged domovoyd "page is served" || fail "domovoyd did not start"
}

has_booked() {
    [[ $(panels_bookings) -gt 0 ]]
}

hold() {
    pull "$1" down
    sleep 2
    pull "$1" up
}

panel_chip_up
start_server
put_meeting -2 45 "Weekly review"
start_panel

claim "the server's date makes the clock trusted" wait_for 120 state_has '"clock":{"trusted":true}'
claim "the meeting is on the server and not confirmed: red and blue" lamps_show red unconfirmed

pulse pir
sleep 1.2 # nearer edges count as one movement
pulse pir
claim "two pulses check the meeting in: red and green" lamps_show red confirmed
claim "its state is on the server" wait_for 60 server_shows_checked_in
claim "the arrival is a verdict" wait_for 60 logged domovoyd "verdict=on_time"

hold button
claim "a long press ends the meeting" wait_for 60 state_has '"availability":"occupied_unbooked"'
claim "the server has its new end" wait_for 60 server_has_new_end
claim "the booking lamp is dark" wait_value confirmed 0 10

sleep 4
press button
claim "a press books the room: red and green" lamps_show red confirmed
claim "the booking is on the server" wait_for 60 has_booked
claim "the server has confirmed it" wait_for 60 state_has '"outbox":0'

stop domovoyd KILL || true
start_panel
claim "after a kill the booking is still shown: red and green" lamps_show red confirmed
claim "and is on the server once" equal "$(panels_bookings)" 1

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
