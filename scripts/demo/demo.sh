#!/usr/bin/env bash
# A panel with simulated GPIO, in step with a Radicale that holds a sample day around now. Ctrl-C stops both.
# DOMOVOY_RADICALE: the Python that has Radicale. DOMOVOY_DEMO_SECONDS: stop by itself after so long.
set -euo pipefail
cd "$(dirname "$0")/../.."

python=${DOMOVOY_RADICALE:?make demo sets it}
here=$(mktemp -d -t domovoy-demo.XXXXXX)
children=()
stop() {
    trap - EXIT INT TERM
    for child in "${children[@]}"; do kill "$child" 2>/dev/null || true; done
    wait 2>/dev/null || true
    rm -rf "$here"
    echo "stopped"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

free_port() {
    "$python" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

calendar_port=$(free_port)
page_port=${DOMOVOY_DEMO_PORT:-$(free_port)}
password=$("$python" -c 'import secrets; print(secrets.token_urlsafe(12))')
printf 'panel:%s\n' "$password" > "$here/users"
printf '%s\n' "$password" > "$here/password"
chmod 600 "$here/users" "$here/password"

"$python" -m radicale --config "" --server-hosts "127.0.0.1:$calendar_port" \
    --auth-type htpasswd --auth-htpasswd-filename "$here/users" --auth-htpasswd-encryption plain \
    --storage-filesystem-folder "$here/calendars" --logging-level error > "$here/radicale.log" 2>&1 &
children+=($!)
calendar="http://127.0.0.1:$calendar_port/panel/aurora/"
"$python" scripts/demo/sample_day.py "$calendar" panel "$here/password" || {
    cat "$here/radicale.log" >&2
    exit 1
}

sed -e "s#@CALENDAR@#$calendar#" -e "s#@HERE@#$here#" -e "s#@PORT@#$page_port#" \
    scripts/demo/panel.yaml.in > "$here/panel.yaml"
"$(swift build --show-bin-path)/domovoyd" --config "$here/panel.yaml" 2> "$here/panel.log" &
children+=($!)
page="http://127.0.0.1:$page_port"
for _ in $(seq 200); do
    curl -fsS "$page/api/v1/state" > /dev/null 2>&1 && break
    kill -0 "${children[1]}" 2>/dev/null || { cat "$here/panel.log" >&2; exit 1; }
    sleep 0.1
done

cat <<TEXT

The door is at   $page/
The calendar at  $calendar (user panel, password in $here/password)
The log in       $here/panel.log

Try this:
  - Press the button on the page: a booking starts in two minutes, so you check in. Hold it within
    10 s to take that back.
  - Do not come: the booking lamp turns orange after 1 min, flashes before the fifth, then the
    room is claimable. Press, and it is yours; the calendar shows the cut and your booking.
  - Switch the sensor on and off twice: somebody is in the room, and that checks them in as well.
  - Stop here with Ctrl-C, or kill -STOP ${children[0]} to see what a silent server looks like.
  - $(swift build --show-bin-path)/domovoy status --url $page
    (also: bookings, log, verdicts, health)
TEXT

if [ -n "${DOMOVOY_DEMO_SECONDS:-}" ]; then
    sleep "$DOMOVOY_DEMO_SECONDS" &
    wait $!
else
    wait "${children[1]}"
fi
