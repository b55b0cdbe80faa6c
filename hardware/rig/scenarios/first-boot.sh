#!/bin/bash
# In the guest, whose files are a fresh Debian's: the page hardware/first-boot.md as a new user follows it. Its blocks
# marked "sh guest NAME" are run as they stand there, in their order, on a chip like a Raspberry Pi 4's; the functions
# before_NAME, beside_NAME and after_NAME are what the user does and sees meanwhile.
# usage: first-boot.sh PACKAGE PAGE
# shellcheck source=../guest/lib.sh
source "$DOMOVOY_RIG/guest/lib.sh"
# shellcheck source=../guest/panel.sh
source "$DOMOVOY_RIG/guest/panel.sh"
# shellcheck source=../guest/systemd.sh
source "$DOMOVOY_RIG/guest/systemd.sh"
# shellcheck source=../guest/package.sh
source "$DOMOVOY_RIG/guest/package.sh"

package=$1
guide=$2
readonly CHIP=pinctrl-bcm2711 SERIAL=/sys/firmware/devicetree/base/serial-number ROOMS=/boot/firmware/domovoy
# What is pasted where a command waits for a password.
readonly PASTED=/run/domovoy-rig/pasted

# blocks: the names of the page's blocks for the guest, in their order.
blocks() {
    sed -n 's/^```sh guest \([a-z_]*\)$/\1/p' "$guide"
}

# block NAME: its text.
block() {
    sed -n "/^\`\`\`sh guest $1\$/,/^\`\`\`\$/{ /^\`\`\`/d; p }" "$guide"
}

# A user's shell goes on after a fault, but the page is at fault then. What runs beside a script ignores Ctrl-C, unless
# that is changed.
run_text() {
    inside env --default-signal=INT bash -euc "cd /root; $1" <"$PASTED"
}

# hook WHEN NAME
hook() {
    ! declare -F "$1_$2" >/dev/null || "$1_$2"
}

# follow NAME: one block of the page with what belongs to it.
follow() {
    local name=$1 text code=0 expected=0
    [[ $name != watch ]] || expected=130 # Ctrl-C
    text=$(block "$name")
    [[ -n $text ]] || fail "the page has an empty block $name"
    printf -- '--- %s\n' "$name"
    hook before "$name"
    start "$name" run_text "$text"
    hook beside "$name"
    wait_for 600 process_ended "$(process "$name")" || fail "$name: its commands do not end"
    stop "$name" || code=$?
    claim "$name: the page's commands end as they should" equal "$code" "$expected"
    hook after "$name"
}

# shows NAME TEXT: whether the block of that name has printed TEXT.
shows() {
    logged "$1" "$2"
}

host_is() {
    [[ $(hostname) == "$1" && $(</etc/hostname) == "$1" ]]
}

# --- what the user does and sees, by block ---

before_install() {
    cp "$package" /root/
}

after_install() {
    claim "nothing was started" property_is ActiveState inactive
    claim "udev gives the chip to the group gpio" wait_for 90 belongs_to_gpio "$CHIP"
}

after_configure() {
    claim "the chip is listed" shows configure "$CHIP"
}

after_check() {
    claim "a line is there and free" shows check "is there and free"
    claim "nothing is wrong" refused shows check wrong
}

beside_watch() {
    claim "the button is watched" wait_for 60 shows watch button
    press button
    pulse pir
    claim "a press is shown" wait_for 30 shows watch "button: became active"
    claim "movement is shown" wait_for 30 shows watch "pir: became active"
    inside pkill --signal INT --exact domovoy
}

beside_lamps() {
    local lamp
    for lamp in green red unconfirmed confirmed late; do
        claim "the lamp is lit: $lamp" wait_value "$lamp" 1 60
    done
}

after_start() {
    claim "the room is free: green" lamps_show green
}

before_press() {
    press button
    claim "a press books the room: red and green" lamps_show red confirmed
}

after_press() {
    claim "the log has the press" shows press booked
}

after_secret() {
    claim "the password is root's alone" equal "$(stat -c %U:%a /etc/credstore/domovoy.password)" root:600
    claim "it is what was pasted" cmp "$PASTED" /etc/credstore/domovoy.password
}

after_listen() {
    claim "the page answers to the new name" wait_for 60 curl -fsS -o /dev/null -H 'Host: domovoy-aurora.local' "$page/"
}

before_again() {
    claim "before the plug is pulled: red and green" lamps_show red confirmed
    pull_plug
    claim "the board starts again" boot_again
}

after_again() {
    claim "with the booking: red and green" lamps_show red confirmed
}

after_list() {
    claim "the board's number is in the list" grep -qF "$(tail -n 1 "$DOMOVOY_RIG_OUT/list.log")" "$ROOMS/rooms.csv"
}

after_files() {
    claim "each room has a file" equal "$(cd "$ROOMS/rooms" && echo *)" "aurora.yaml borealis.yaml cirrus.yaml"
    claim "with its own chip" grep -q 'chip: pinctrl-rp1$' "$ROOMS/rooms/cirrus.yaml"
    claim "and its own calendar" grep -q 'url: https://cal.example.org/rooms/cirrus/$' "$ROOMS/rooms/cirrus.yaml"
}

before_image() {
    install -d /etc/ssh
    echo old >/etc/ssh/ssh_host_ed25519_key
    machine=$(</etc/machine-id)
}

before_first_start() {
    pull_plug
    claim "the card starts in a board" boot_again
    claim "which takes its room" wait_for 120 test -e "$configuration"
    claim "and shows it: green" lamps_show green
    claim "its page is there" wait_for 60 state_has '"id":"aurora"'
}

after_first_start() {
    claim "its name is the room's" host_is domovoy-aurora
    claim "the log says which room it is" shows first_start "the panel of room aurora"
    claim "it has an identity of its own" test -n "$(</etc/machine-id)" -a "$(</etc/machine-id)" != "$machine"
    claim "its ssh keys are its own" refused grep -q '^old$' /etc/ssh/ssh_host_ed25519_key
}

after_health() {
    claim "the room's panel is well" shows health 'aurora domovoy-aurora "status":"ok"'
    claim "one that is not there does not answer" shows health 'cirrus domovoy-cirrus no answer'
}

after_metrics() {
    claim "the figures are there" shows metrics severity
}

after_reload() {
    claim "the panel goes on: green" lamps_show green
}

after_move() {
    claim "it is the other room's panel" host_is domovoy-borealis
    claim "the page says so" state_has '"id":"borealis"'
}

after_archive() {
    claim "its verdicts are fetched" compgen -G "/var/tmp/borealis-*.csv"
    claim "those of an absent panel are not" shows archive "cirrus: not fetched"
}

# --- what the page promises of a board that is not in the list, or whose file is faulty ---

# starts_over SERIAL: the card in another board.
starts_over() {
    inside systemctl stop domovoyd
    rm -f "$configuration" "$ROOMS/room"
    printf '%s\0' "$1" >"$SERIAL"
    inside systemctl reset-failed domovoy-room 2>/dev/null || true
    inside systemctl restart domovoy-room 2>/dev/null
}

a_strange_board_is_refused() {
    claim "a board that is not in the list gets no room" refused starts_over 1000000000c0ffee
    claim "it leaves its number" equal "$(<"$ROOMS/unknown-board.txt")" 1000000000c0ffee
    claim "and has no configuration" absent "$configuration"
    cp "$ROOMS/rooms.csv" "$ROOMS/kept.csv"
    printf 'dorado,Dorado,%s,1000000000C0FFEE,domovoy-dorado,https://cal.example.org/,spare\r\n' "$CHIP" >>"$ROOMS/rooms.csv"
    claim "a room without a file is refused" refused starts_over 1000000000c0ffee
    claim "and has no configuration" absent "$configuration"
    sed 's/^  id: .*/  id: dorado/; s/^  name: .*/  name: Dorado/' "$ROOMS/rooms/aurora.yaml" >"$ROOMS/rooms/dorado.yaml"
    claim "in the list and with a file it has a room, however a spreadsheet ends lines" starts_over 1000000000c0ffee
    claim "under its name" host_is domovoy-dorado
    claim "the number is no longer left" absent "$ROOMS/unknown-board.txt"
    echo "aurora,Aurora,$CHIP,1000000000c0ffee,domovoy-aurora,,twice" >>"$ROOMS/rooms.csv"
    claim "a board in two rooms is refused" refused starts_over 1000000000c0ffee
    mv "$ROOMS/kept.csv" "$ROOMS/rooms.csv"
}

# --- the page, from its first block to its last ---

for name in $(declare -F | sed -n 's/^declare -f \(before\|beside\|after\)_//p'); do
    blocks | grep -qx "$name" || fail "the page has no block $name"
done
echo "secret of the panel" >"$PASTED"
mount -t tmpfs tmpfs /sys/firmware
mkdir -p "${SERIAL%/*}"
printf '100000003d1f9a2b\0' >"$SERIAL"
chip_up "$CHIP" 58 4=pir 12=confirmed 13=unconfirmed 16=late 17=button 20=red 21=green
pull button up
pull pir down
claim "systemd is up" boot_systemd
# Some seconds for each: the page is read in its order.
while read -r name; do
    follow "$name"
done < <(blocks)
a_strange_board_is_refused
