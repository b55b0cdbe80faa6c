# shellcheck shell=bash
# A Radicale server, as a scenario needs it. Sourced by main-job.sh; uses its $here.
# DOMOVOY_RADICALE: the Python that has Radicale.

# shellcheck disable=SC2034 # main-job.sh uses it
zone=UTC
calendar=http://127.0.0.1:5232/panel/aurora/

calendar_tool() {
    # shellcheck disable=SC2154 # main-job.sh sets it
    "$DOMOVOY_RADICALE" "$DOMOVOY_RIG/scenarios/servers/caldav.py" "$calendar" panel "$here/password" "$@"
}

server_answers() {
    curl -s -o /dev/null "$calendar"
}

start_server() {
    printf 'panel:secret\n' > "$here/users"
    printf 'secret\n' > "$here/password"
    start radicale "$DOMOVOY_RADICALE" -m radicale --config "" --server-hosts 127.0.0.1:5232 \
        --auth-type htpasswd --auth-htpasswd-filename "$here/users" \
        --auth-htpasswd-encryption plain --logging-level error --storage-filesystem-folder "$here/calendars"
    wait_for 600 server_answers || fail "Radicale did not start"
    calendar_tool make
}

server_yaml() {
    echo "{ kind: caldav, url: \"$calendar\", user: panel, password_file: \"$here/password\", poll: 5s }"
}

# put_meeting START_IN_MINUTES LENGTH_IN_MINUTES TITLE
put_meeting() {
    calendar_tool put meeting "$@"
}

server_shows_checked_in() {
    calendar_tool show | holds $'\nCOLOR:green'
}

server_has_new_end() {
    calendar_tool show | holds $'\nSEQUENCE:1'
}

# How many bookings there are of the panel's.
panels_bookings() {
    calendar_tool show | grep -c '^UID:domovoy-aurora-'
}
