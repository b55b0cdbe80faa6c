#!/usr/bin/env bash
# Runs all tests that are built, in two processes beside each other: those that reckon, and those that wait for servers,
# pages and daemons. Within each, one test at a time. The last lines name what failed.
set -euo pipefail
cd "$(dirname "$0")/.."

readonly RECKONING='^(RoomCore|RoomSimulation|RoomTestKit|CalDAV|CivilCalendar|Hashing|JSONText|HTTPExchange|Journal|GPIO)Tests\.'
# Not by swift test, which waits for another one to end.
tests=$(swift build --show-bin-path)/domovoyPackageTests.xctest
run() {
    "$tests" --testing-library swift-testing --no-parallel "$@"
}

logs=$(mktemp -d)
trap 'kill %1 %2 2>/dev/null || true; rm -rf "$logs"' EXIT
run --filter "$RECKONING" > "$logs/reckoning" 2>&1 &
reckoning_pid=$!
run --skip "$RECKONING" > "$logs/waiting" 2>&1 &
waiting_pid=$!
waiting=0 reckoning=0
# To be read while they run. Not by a pipe: what a test leaves running would keep that open.
tail -n +1 -f --pid="$waiting_pid" "$logs/waiting"
wait "$waiting_pid" || waiting=$?
wait "$reckoning_pid" || reckoning=$?
cat "$logs/reckoning"

# usage: failed NAME EXIT-CODE
failed() {
    (($2 != 0)) || return 0
    echo "--- the $1 tests ended with $2:"
    grep -a '^✘\|Fatal error\|Crash' "$logs/$1" | head -n 40 || tail -n 20 "$logs/$1"
}
failed waiting "$waiting"
failed reckoning "$reckoning"
exit "$((waiting != 0 ? waiting : reckoning))"
