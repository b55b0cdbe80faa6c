#!/bin/bash
# In the guest, whose files are a fresh Debian's: the package starts where something is missing or old. The journal is one
# of the first builds, the chip is not there at boot and comes later, the clock is that of a board without a battery.
# usage: bad-start.sh PACKAGE NEWER-PACKAGE OLDER-JOURNAL
# shellcheck source=../guest/lib.sh
source "$DOMOVOY_RIG/guest/lib.sh"
# shellcheck source=../guest/panel.sh
source "$DOMOVOY_RIG/guest/panel.sh"
# shellcheck source=../guest/systemd.sh
source "$DOMOVOY_RIG/guest/systemd.sh"
# shellcheck source=../guest/package.sh
source "$DOMOVOY_RIG/guest/package.sh"

package=$1
newer=$2
older_journal=$3
journal=/var/lib/domovoy/panel.sqlite

# The clock is judged, as at a door; and there is no server to ask.
write_judging_configuration() {
    write_configuration 30m
    sed -i 's/trust: always/trust: auto/' "$configuration"
}

uptime_seconds() {
    local up
    read -r up _ </proc/uptime
    echo "${up%.*}"
}

# set_clock SECONDS: to that many seconds since 1970, as a board does that has no battery.
set_clock() {
    date --set="@$1" >/dev/null
}

# The right time, whatever the clock shows meanwhile.
right_time=$(($(date +%s) - $(uptime_seconds)))
set_right_clock() {
    set_clock $((right_time + $(uptime_seconds)))
}

# flashes LINE: whether the line is lit within ten seconds, and dark within ten more.
flashes() {
    wait_value "$1" 1 10 && wait_value "$1" 0 10
}

shows_unknown() {
    state_has '"availability":"unknown"' && flashes red && flashes green
}

does_not_trust_the_clock() {
    state_has '"clock":{"trusted":false}'
}

press_is_refused() {
    press button
    wait_for 4 state_has '"reason":"clock_untrusted"'
}

serves_its_page() {
    curl -fsS "$page/api/v1/state" >/dev/null 2>&1
}

claim "systemd is up" boot_systemd
claim "the package is installed" install_package "$package"
write_judging_configuration

# An upgrade over a journal of the first builds, on a board whose chip is not there yet.
inside install -o domovoy -g domovoy -m 0600 "$older_journal" "$journal"
claim "a newer package is installed over an older journal" install_package "$newer"
claim "without its chip the panel starts all the same" inside systemctl enable --now domovoyd
claim "its page is there" wait_for 60 serves_its_page
claim "the older journal's booking is there" state_has '"title":"Kept through the upgrade"'
claim "health names what is missing" wait_for 60 health_has '"component":"button"'
claim "nothing of the journal was set aside" refused compgen -G "$journal.aside*"
claim "the press of that time is in the log" test -n "$(inside domovoy log --format csv --from yesterday --kind press | grep booked)"

panel_chip_up
claim "the chip comes, and udev gives it to the group gpio" wait_for 90 belongs_to_gpio
claim "the lamps show the older journal's booking: red and green" lamps_show red confirmed
claim "the button is found" wait_for 60 state_has '"button":{"health":"ok"}'
claim "all is well" wait_for 60 health_has '"status":"ok"'
press button 2
claim "a long press ends the booking: green" lamps_show green
press button
claim "and a press books: red and green" lamps_show red confirmed

# A board without a clock: it begins in 1970, and somebody sets it later.
inside systemctl stop domovoyd
set_clock $((86400 + $(uptime_seconds)))
claim "in 1970 the panel starts" inside systemctl start domovoyd
claim "it does not trust that clock" wait_for 60 does_not_trust_the_clock
claim "it shows that it does not know: red and green flash" shows_unknown
claim "a press is refused" press_is_refused
# systemd itself sets a clock that is behind to the date when it was built, or to the last shutdown.
built=$(stat -c %Y /usr/bin/domovoy)
set_clock $((built - 86400))
sleep 25
claim "nor a clock that shows less than the program's own date" does_not_trust_the_clock
claim "it still shows that it does not know" shows_unknown
before=$(property MainPID)
set_right_clock
claim "the clock is set, and trusted" wait_for 60 state_has '"clock":{"trusted":true}'
claim "the booking is shown: red and green" lamps_show red confirmed
claim "by the same process all along" property_is MainPID "$before"
press button 2
claim "a long press ends it: green" lamps_show green
press button
claim "a press books: red and green" lamps_show red confirmed
inside domovoy verdicts --format csv --from 1970-01-01 --to 1970-12-31 >"$DOMOVOY_RIG_OUT/verdicts.log"
claim "nobody was judged in 1970" equal "$(wc -l <"$DOMOVOY_RIG_OUT/verdicts.log")" 1

# The other way: a clock that falls back while the panel runs, as after a dead battery and a restart of the time service.
set_clock $((86400 + $(uptime_seconds)))
claim "a clock that falls back to 1970 is not trusted" wait_for 60 does_not_trust_the_clock
claim "and the door says so" shows_unknown
set_right_clock
claim "set again, all is as before: red and green" lamps_show red confirmed
claim "with the same process" property_is MainPID "$before"
inside systemctl stop domovoyd
