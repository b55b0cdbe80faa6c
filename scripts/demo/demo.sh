#!/usr/bin/env bash
# A panel with simulated GPIO, in step with a server that holds a sample day around now. Ctrl-C stops both.
# DOMOVOY_DEMO_SERVER: bitrix24 (default; domovoy-portal, a local portal) or caldav (Radicale).
# DOMOVOY_DEMO_SOURCE: how the portal keeps the room: group (default), location or booking.
# DOMOVOY_RADICALE: the Python that has Radicale. DOMOVOY_DEMO_SECONDS: stop by itself after so long.
# DOMOVOY_DEMO_PORT: the page's port; one that is free if left out.
# DOMOVOY_DEMO_BIN: where the built programs are; asked of swift build if left out.
set -euo pipefail
cd "$(dirname "$0")/../.."

server=${DOMOVOY_DEMO_SERVER:-bitrix24}
source=${DOMOVOY_DEMO_SOURCE:-group}
case $server in
    bitrix24 | caldav) ;;
    *) echo "SERVER=$server: allowed are bitrix24 and caldav" >&2; exit 64 ;;
esac
case $source in
    group) source_id=5 webhook_user=100 ;;
    location) source_id=9 webhook_user=1 ;;
    booking) source_id=1 webhook_user=100 ;;
    *) echo "SOURCE=$source: allowed are group, location and booking" >&2; exit 64 ;;
esac

python=${DOMOVOY_RADICALE:?make demo sets it}
bin=${DOMOVOY_DEMO_BIN:-$(swift build --show-bin-path)}
here=$(mktemp -d -t domovoy-demo.XXXXXX)
children=()
# Whoever stands still after a kill -STOP hears nothing but CONT; whoever does not end within 5 s is ended. The shell knows
# whom it has started: a signal may come between the start of a child and a line that notes its number.
stop() {
    trap - EXIT INT TERM
    local started
    mapfile -t started < <(jobs -p)
    kill -CONT "${started[@]}" 2>/dev/null || true
    kill "${started[@]}" 2>/dev/null || true
    for _ in $(seq 50); do
        kill -0 "${started[@]}" 2>/dev/null || break
        sleep 0.1
    done
    kill -KILL "${started[@]}" 2>/dev/null || true
    wait "${started[@]}" 2>/dev/null || true
    rm -rf "$here"
    echo "stopped"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

free_port() {
    "$python" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

start_caldav() {
    local port password
    port=$(free_port)
    password=$("$python" -c 'import secrets; print(secrets.token_urlsafe(12))')
    printf 'panel:%s\n' "$password" > "$here/users"
    printf '%s\n' "$password" > "$here/password"
    chmod 600 "$here/users" "$here/password"
    "$python" -m radicale --config "" --server-hosts "127.0.0.1:$port" \
        --auth-type htpasswd --auth-htpasswd-filename "$here/users" --auth-htpasswd-encryption plain \
        --storage-filesystem-folder "$here/calendars" --logging-level error > "$here/server.log" 2>&1 &
    children+=($!)
    calendar="http://127.0.0.1:$port/panel/aurora/"
    "$python" scripts/demo/sample_day.py "$calendar" panel "$here/password" || {
        cat "$here/server.log" >&2
        exit 1
    }
    cat > "$here/server.yaml" <<YAML
  kind: caldav
  url: $calendar
  user: panel
  password_file: $here/password
YAML
    zone=UTC name=Aurora
    told="The calendar at  $calendar (user panel, password in $here/password)"
}

start_bitrix24() {
    "$bin/domovoy-portal" --sample-day --webhook-file "$here/webhook" --webhook-user "$webhook_user" \
        --port-file "$here/port" > "$here/portal" 2> "$here/server.log" &
    children+=($!)
    until [ -s "$here/port" ]; do
        kill -0 "${children[0]}" 2>/dev/null || { cat "$here/server.log" >&2; exit 1; }
        sleep 0.1
    done
    cat > "$here/server.yaml" <<YAML
  kind: bitrix24
  webhook_file: $here/webhook
  source: $source
  source_id: $source_id
YAML
    zone=Europe/Moscow name=Аврора
    told="The portal at    http://127.0.0.1:$(cat "$here/port")/ (add, move and delete there as a colleague would)"
}

"start_$server"
# Port 0 is one that the system chooses, and the log tells.
page_port=${DOMOVOY_DEMO_PORT:-0}
sed -e "/@SERVER@/{r $here/server.yaml" -e "d}" -e "s#@HERE@#$here#" -e "s#@PORT@#$page_port#" \
    -e "s#@ZONE@#$zone#" -e "s#@NAME@#$name#" scripts/demo/panel.yaml.in > "$here/panel.yaml"
"$bin/domovoyd" --config "$here/panel.yaml" 2> "$here/panel.log" &
children+=($!)
until address=$(grep -om 1 'page is served address=.*' "$here/panel.log" 2>/dev/null); do
    kill -0 "${children[1]}" 2>/dev/null || { cat "$here/panel.log" >&2; exit 1; }
    sleep 0.1
done
page="http://${address##*=}"

cat <<TEXT

The door is at   $page/
$told
The log in       $here/panel.log

Try this:
  - Press the button on the page: a booking starts in two minutes, so you check in. Hold it within
    10 s to take that back.
  - Do not come: the booking lamp turns orange after 1 min, flashes before the fifth, then the
    room is claimable. Press, and it is yours; the calendar shows the cut and your booking.
  - Once it has begun, and not before, switch the sensor on and off twice, a second or more apart:
    somebody is in the room, and that checks them in as well.
  - kill -STOP ${children[0]} shows what a silent server looks like, within a minute or two;
    kill -CONT ${children[0]} has it answer again.
  - $bin/domovoy status --url $page
    (also: bookings, log, verdicts, health)
  - $bin/domovoy gpio watch --config $here/panel.yaml
    (also: gpio list, gpio lamps)
  - Stop here with Ctrl-C.
TEXT

timer=()
if [ -n "${DOMOVOY_DEMO_SECONDS:-}" ]; then
    sleep "$DOMOVOY_DEMO_SECONDS" &
    timer=($!)
fi
wait -n "${children[1]}" "${timer[@]}" || true
kill -0 "${children[1]}" 2>/dev/null || {
    echo "the panel has ended; the last of its log:" >&2
    tail -n 20 "$here/panel.log" >&2
    exit 1
}
