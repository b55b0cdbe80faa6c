#!/bin/bash
# Gives a board that was started from the common card image its room: configuration, host name, ssh host keys.
# usage: domovoy-room.sh [board]      board: only says what this board is called in the list
#
# The room is the one that the file `room` names, or the one in whose row of `rooms.csv` this board stands; its
# configuration is `rooms/ROOM.yaml`. All three lie in DOMOVOY_ROOMS (/boot/firmware/domovoy), which any laptop can read
# from the card. A board that is not in the list writes its serial number to `unknown-board.txt` there.
set -euo pipefail

folder=${DOMOVOY_ROOMS:-/boot/firmware/domovoy}
configuration=/etc/domovoy/panel.yaml

fail() {
    echo "domovoy-room: $2" >&2
    exit "$1"
}

# The serial number from the device tree; without one, the address of the first network card with a cable, which may be
# found a little later than this is started.
board() {
    local serial=/sys/firmware/devicetree/base/serial-number card
    if [[ -r $serial ]]; then
        tr -d '\0' <"$serial"
        return
    fi
    for _ in {1..20}; do
        for card in /sys/class/net/e*/address; do
            [[ ! -r $card ]] || { cat "$card" && return; }
        done
        sleep 1
    done
    fail 69 "this board has neither a serial number nor a network card: write its room's id to $folder/room"
}

# rows: rooms.csv without its heading, and without what a spreadsheet puts at the ends of lines.
rows() {
    tail -n +2 "$folder/rooms.csv" | tr -d '\r'
}

# room_of BOARD: the id of its room; nothing if the board is not in the list.
room_of() {
    local room serial found=()
    [[ -f $folder/rooms.csv ]] || fail 66 "no $folder/rooms.csv"
    while IFS=, read -r room _ _ serial _; do
        [[ ${serial,,} != "${1,,}" ]] || found+=("$room")
    done < <(rows)
    ((${#found[@]} <= 1)) || fail 65 "$folder/rooms.csv has board $1 in several rooms: ${found[*]}"
    echo "${found[0]:-}"
}

set_host_name() {
    echo "$1" >/etc/hostname
    hostname "$1"
    [[ -e /etc/hosts ]] || echo '127.0.0.1 localhost' >/etc/hosts
    sed -i '/^127\.0\.1\.1[[:space:]]/d' /etc/hosts
    echo "127.0.1.1 $1" >>/etc/hosts
}

if [[ ${1:-} == board ]]; then
    board
    exit
fi
if [[ -f $folder/room ]]; then
    room=$(tr -d '[:space:]' <"$folder/room")
else
    this=$(board)
    room=$(room_of "$this")
    if [[ -z $room ]]; then
        echo "$this" >"$folder/unknown-board.txt" || true
        fail 69 "board $this is not in $folder/rooms.csv: add it, or write its room's id to $folder/room"
    fi
fi
[[ $room =~ ^[a-z0-9_-]{1,32}$ ]] || fail 65 "room '$room': allowed are 1-32 of a-z 0-9 _ -"
domovoy config check "$folder/rooms/$room.yaml" >&2 || fail 65 "$folder/rooms/$room.yaml cannot be used"

set_host_name "domovoy-${room//_/-}"
if command -v ssh-keygen >/dev/null && ! compgen -G '/etc/ssh/ssh_host_*_key' >/dev/null; then
    ssh-keygen -A
fi
# Last of all: the unit asks whether it is there.
install -D -m 0644 "$folder/rooms/$room.yaml" "$configuration.new"
mv "$configuration.new" "$configuration"
rm -f "$folder/unknown-board.txt"
echo "domovoy-room: this is the panel of room $room now"
