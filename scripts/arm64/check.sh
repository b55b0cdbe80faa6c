#!/usr/bin/env bash
# Runs what was built for arm64 on emulated machines: in Debian 12's and 13's userland (qemu-user), and in a guest with a
# kernel of its own and a simulated GPIO chip (qemu-system).
# usage: check.sh OUT [TESTS]      OUT has the program (build.sh OUT); TESTS is a folder of tests (build.sh --tests)
# DOMOVOY_RADICALE: the Python that has Radicale.
set -euo pipefail
# shellcheck source=common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

readonly LIBRARIES=(libcrypt1 libexpat1 libgcc-s1 libmd0 libsqlite3-0 libstdc++6 zlib1g)
readonly PROCESSOR=cortex-a53
radicale_port='' page_port='' suite='' children=()

cleanup() {
    # Whoever is gone already is no fault.
    kill "${children[@]}" 2>/dev/null || true
    wait "${children[@]}" 2>/dev/null || true
    rm -rf "$work"
}

claim() {
    local text=$1
    shift
    "$@" || die 1 "FAILED: $text ($*)"
    printf 'ok: %s\n' "$text"
}

# wait_for SECONDS COMMAND...
wait_for() {
    local end=$((SECONDS + $1))
    shift
    until "$@"; do
        ((SECONDS < end)) || return 1
        sleep 0.2
    done
}

# make_root SUITE PACKAGE...: a userland of that release, unpacked and not configured.
make_root() {
    local suite=$1 root=$CACHE/roots/$1
    shift
    [[ ! -e $root/.ready ]] || return 0
    say "unpacking the userland of $suite"
    rm -rf "$root"
    fetch "$suite" arm64 "$@" | unpack "$root"
    find "$root/usr/share/ca-certificates" -name '*.crt' -exec cat {} + >"$root/etc/ssl/certs/ca-certificates.crt"
    echo '127.0.0.1 localhost' >"$root/etc/hosts"
    touch "$root/.ready"
}

# in_userland ROOT COMMAND...: under qemu-user, with the program in /usr/bin and the network of this machine.
in_userland() {
    local root=$1
    shift
    # shellcheck disable=SC2016 # the inner shell fills these in
    unshare --mount --propagation private bash -euc '
        root=$1 program=$2 work=$3 certificate=$4
        shift 4
        mkdir -p "$root"/{proc,dev,tmp} "$root$work"
        mount -t proc proc "$root/proc"
        mount --rbind /dev "$root/dev"
        mount --bind "$work" "$root$work"
        touch "$root/qemu" "$root/usr/bin/domovoy"
        ln -sfn domovoy "$root/usr/bin/domovoyd"
        mount --bind "$(command -v qemu-aarch64-static)" "$root/qemu"
        mount --bind "$program" "$root/usr/bin/domovoy"
        mount --bind "$certificate" "$root/etc/ssl/certs/ca-certificates.crt"
        exec env -i LANG=C.UTF-8 HOME=/root PATH=/usr/sbin:/usr/bin chroot "$root" /qemu -cpu '"$PROCESSOR"' "$@"
    ' - "$root" "$program" "$work" "$work/authorities.pem" "$@"
}

free_port() {
    python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# A calendar over https, with a certificate of an authority that the panel is told of.
start_calendar() {
    radicale_port=$(free_port)
    openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost \
        -keyout "$work/key.pem" -out "$work/certificate.pem" 2>/dev/null
    cat /etc/ssl/certs/ca-certificates.crt "$work/certificate.pem" >"$work/authorities.pem" 2>/dev/null ||
        cp "$work/certificate.pem" "$work/authorities.pem"
    printf 'panel:secret\n' >"$work/users"
    printf 'secret\n' >"$work/password"
    "${DOMOVOY_RADICALE:?make arm64-check sets it}" -m radicale --config "" \
        --server-hosts "127.0.0.1:$radicale_port" --server-ssl --server-certificate "$work/certificate.pem" \
        --server-key "$work/key.pem" --auth-type htpasswd --auth-htpasswd-filename "$work/users" \
        --auth-htpasswd-encryption plain --storage-filesystem-folder "$work/calendars" --logging-level error \
        >"$work/radicale.log" 2>&1 &
    children+=($!)
    wait_for 60 curl -sko /dev/null "https://127.0.0.1:$radicale_port/" || die 1 "Radicale did not start"
}

# calendar COMMAND: on the calendar of this userland.
calendar() {
    SSL_CERT_FILE=$work/authorities.pem "$DOMOVOY_RADICALE" "$PROJECT/hardware/rig/scenarios/servers/caldav.py" \
        "https://localhost:$radicale_port/panel/$suite/" panel "$work/password" "$@"
}

has_booked() {
    [[ $(calendar show) == *UID:domovoy-aurora-* ]]
}

state_has() {
    [[ $(curl -fsS "http://127.0.0.1:$page_port/api/v1/state" 2>/dev/null) == *"$1"* ]]
}

set_button() {
    curl -fsS -X PUT -H 'Content-Type: application/json' -d "{\"level\": $1}" \
        "http://127.0.0.1:$page_port/api/v1/simulator/lines/button" >/dev/null
}

# check_userland SUITE: the tool's simple commands, then a panel with a simulated chip that books over https.
check_userland() {
    local root=$CACHE/roots/$1 example panel code=0
    suite=$1
    calendar make
    claim "$suite: the tool says its version" in_userland "$root" /usr/bin/domovoy --version
    for example in "$PROJECT"/hardware/examples/*.yaml; do
        cp "$example" "$work/"
        claim "$suite: ${example##*/} is valid" in_userland "$root" /usr/bin/domovoy config check "$work/${example##*/}"
    done
    page_port=$(free_port)
    rm -f "$work"/panel.sqlite*
    cat >"$work/panel.yaml" <<YAML
room: { id: aurora, name: Aurora, time_zone: Europe/Moscow }
gpio:
  chip: simulated
  sensors:
    - { name: pir, line: 4, active: high, bias: pull-down, hold: 10m, warm_up: 0s }
  button: { line: 17, active: low, bias: pull-up, debounce: 20ms }
  lamps:
    availability: { red: 5, green: 6 }
    booking: { green: 12, blue: 13, orange: 16 }
server:
  kind: caldav
  url: https://localhost:$radicale_port/panel/$suite/
  user: panel
  password_file: $work/password
  poll: 5s
web: { listen: "127.0.0.1:$page_port" }
journal: { path: $work/panel.sqlite }
YAML
    in_userland "$root" /usr/bin/domovoyd --config "$work/panel.yaml" >"$work/panel.log" 2>&1 &
    panel=$!
    children+=("$panel")
    wait_for 120 state_has '"clock":{"trusted":true}' || { cat "$work/panel.log" >&2; die 1 "FAILED: $suite: no trusted clock"; }
    claim "$suite: the panel reads the calendar over https" state_has '"availability":"free"'
    set_button 0
    sleep 0.3
    set_button 1
    claim "$suite: a press books the room" wait_for 60 state_has '"availability":"busy"'
    claim "$suite: the booking is in the calendar" wait_for 90 has_booked
    pkill --full -- "domovoyd --config $work/panel.yaml"
    wait "$panel" || code=$?
    claim "$suite: it stops when told" test "$code" = 0
}

# check_guest SCENARIO [ARGUMENT...]: one of the rig's scenarios, in an arm64 guest whose files are Debian 13's.
check_guest() {
    local rig=$PROJECT/hardware/rig
    cd "$PROJECT"
    # The tests have Swift's runtime as libraries; the program has it within.
    DOMOVOY_RIG_MACHINE=arm64 DOMOVOY_RIG_ROOT=$CACHE/roots/trixie "$rig/run.sh" --timeout 1800 \
        --bind "$PROJECT" --bind "$binaries:/opt/domovoy" --bind "$SYSROOT/usr/lib/swift/linux:/opt/swift" \
        --env DOMOVOY_RADICALE=/usr/bin/python3 --env LD_LIBRARY_PATH=/opt/swift -- \
        "$rig/scenarios/$1.sh" "${@:2}"
}

main() {
    (($# == 1 || $# == 2)) || die "$EX_USAGE" "usage: check.sh OUT [TESTS]"
    need_root
    program=$(realpath "$1")/domovoy
    [[ -x $program ]] || die "$EX_UNAVAILABLE" "no $program: make arm64"
    "$PROJECT/scripts/deps.sh" qemu-user-static debian-archive-keyring ca-certificates procps
    work=$(mktemp -d)
    trap cleanup EXIT
    make_root bookworm base-files libical3 "${LIBRARIES[@]}" tzdata ca-certificates
    make_root trixie base-files base-passwd libical3t64 "${LIBRARIES[@]}" tzdata ca-certificates bash coreutils sed grep \
        procps util-linux curl python3 radicale
    start_calendar
    check_userland bookworm
    check_userland trixie

    DOMOVOY_RIG_MACHINE=arm64 "$PROJECT/hardware/rig/prepare.sh"
    binaries=$(realpath "$1")
    check_guest main-job /opt/domovoy caldav
    (($# == 2)) || return 0
    binaries=$(realpath "$2")
    check_guest contract /opt/domovoy
}

main "$@"
