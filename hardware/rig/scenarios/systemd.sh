#!/bin/bash
# In the guest: the panel as it is installed at a door, under a systemd of its own, with the shipped unit, user, udev
# rule and credential. It is reloaded, killed, hung, misconfigured and mended, and its lamps never lie meanwhile.
# usage: systemd.sh FOLDER-OF-BINARIES
# shellcheck source=../guest/lib.sh
source "$DOMOVOY_RIG/guest/lib.sh"
# shellcheck source=../guest/panel.sh
source "$DOMOVOY_RIG/guest/panel.sh"
# shellcheck source=../guest/systemd.sh
source "$DOMOVOY_RIG/guest/systemd.sh"

binaries=$1

scripts/install.sh "$binaries" raspberry-pi >/dev/null
write_configuration
claim "the configuration is valid" domovoy config check "$configuration"
claim "systemd is up" boot_systemd
panel_chip_up
claim "udev gives the chip to the group gpio" wait_for 90 belongs_to_gpio
claim "the service is ready once its lamps are true" inside systemctl start domovoyd
claim "the room is free: green" lamps_show green
claim "it runs as its own user" equal "$(inside ps -o user= -p "$(property MainPID)")" domovoy
claim "its journal is its own" equal "$(stat -c %U:%a /var/lib/domovoy/panel.sqlite)" domovoy:600

press button
claim "a press books the room: red and green" lamps_show red confirmed

write_configuration 3h
inside systemctl reload domovoyd || true
claim "a bad configuration is refused on reload" wait_for 30 said "policy.ad_hoc_length"
claim "and the panel goes on: red and green" lamps_show red confirmed
write_configuration 45m
inside systemctl reload domovoyd
claim "a good one is taken" wait_for 30 said "configuration reloaded"

before=$(property MainPID)
inside kill -s KILL "$before"
claim "a killed panel starts again" wait_for 60 restarted "$before"
claim "and still knows the booking: red and green" lamps_show red confirmed

before=$(property MainPID)
inside kill -s STOP "$before"
claim "a hung panel is noticed by the watchdog and started again" wait_for 90 restarted "$before"
claim "the watchdog is what ended it" said "Watchdog timeout"
claim "and still knows the booking: red and green" lamps_show red confirmed

inside systemctl stop domovoyd
claim "a stopped panel is dark" lamps_show
echo "lamp: blue" >>"$configuration"
inside systemctl start domovoyd || true
claim "a wrong configuration ends it with 78" wait_for 30 property_is ExecMainStatus 78
claim "for good, until somebody mends it" property_is ActiveState failed
claim "the log names the fault" said "lamp"
claim "dark meanwhile" lamps_show
write_configuration
inside systemctl reset-failed domovoyd
claim "mended, it starts" inside systemctl start domovoyd
claim "with its booking: red and green" lamps_show red confirmed
inside systemctl stop domovoyd
