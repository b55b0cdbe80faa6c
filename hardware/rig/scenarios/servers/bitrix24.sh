# shellcheck shell=bash
# The local portal, with the room kept as $source: group, location or booking. Sourced by main-job.sh; uses its
# $here and $binaries.

# shellcheck disable=SC2154 # main-job.sh sets it
case $source in
    group) source_id=5 webhook_user=100 ;;
    location) source_id=9 webhook_user=1 ;;
    booking) source_id=1 webhook_user=100 ;;
esac
# shellcheck disable=SC2034 # main-job.sh uses it
zone=Europe/Moscow

portal_tool() {
    python3 "$DOMOVOY_RIG/scenarios/servers/bitrix24.py" "http://127.0.0.1:$(<"$here/port")" \
        "$source" "$source_id" "$@"
}

start_server() {
    start portal "$binaries/domovoy-portal" --webhook-file "$here/webhook" \
        --webhook-user "$webhook_user" --port-file "$here/port"
    wait_for 600 test -s "$here/port" || fail "the portal did not start"
}

server_yaml() {
    echo "{ kind: bitrix24, webhook_file: \"$here/webhook\", source: $source, source_id: $source_id, poll: 5s }"
}

put_meeting() {
    portal_tool put "$@"
}

server_shows_checked_in() {
    portal_tool marked
}

server_has_new_end() {
    portal_tool shortened
}

panels_bookings() {
    portal_tool count
}
