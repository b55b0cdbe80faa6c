#!/usr/bin/env bash
# Makes a Python environment with what the tests, the demo and the measurements use: calendar servers and parsers,
# a reader of QR codes, and a maker of requests by the description of the API.
# Usage: python-env.sh DIRECTORY
set -euo pipefail

directory=$1
wanted="radicale==3.9.0 icalendar==7.3.0 recurring-ical-events==3.8.2 prometheus-client==0.23.1 python-dateutil==2.9.0.post0 zxing-cpp==3.1.1 schemathesis==4.32.5"
stamp="$directory/wanted"
[ "$(cat "$stamp" 2>/dev/null || true)" != "$wanted" ] || exit 0

echo "making a Python environment with $wanted"
rm -rf "$directory"
mkdir -p "$(dirname "$directory")"
/usr/bin/python3 -m venv "$directory"
# shellcheck disable=SC2086 # the list is meant to be split
"$directory/bin/pip" install --quiet --disable-pip-version-check $wanted
echo "$wanted" > "$stamp"
