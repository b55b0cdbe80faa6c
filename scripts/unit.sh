#!/usr/bin/env bash
# Runs all tests that are built, in two processes beside each other: those that reckon, and those that wait for servers,
# pages and daemons. Within each, one test at a time.
set -euo pipefail
cd "$(dirname "$0")/.."

readonly RECKONING='^(RoomCore|RoomSimulation|RoomTestKit|CalDAV|CivilCalendar|JSONText|HTTPExchange|Journal|GPIO)Tests\.'
# Not by swift test, which waits for another one to end.
tests=$(swift build --show-bin-path)/domovoyPackageTests.xctest
run() {
    "$tests" --testing-library swift-testing --no-parallel "$@"
}

output=$(mktemp)
trap 'kill %1 2>/dev/null || true; rm -f "$output"' EXIT
run --filter "$RECKONING" > "$output" 2>&1 &
code=0
run --skip "$RECKONING" || code=$?
wait %1 || code=$?
cat "$output"
exit "$code"
