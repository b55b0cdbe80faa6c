#!/bin/sh
# Checks the files of this directory without installing them. Exit status 0 if all is
# well, 69 if a tool is missing. Debian packages: systemd (252 or later).
set -eu
cd "$(dirname "$0")"

for tool in systemd-analyze systemd-sysusers; do
    command -v "$tool" >/dev/null || { echo "check: no $tool: install systemd" >&2; exit 69; }
done
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# Unknown keys, wrong values, programs that do not exist: verify wants real programs,
# so a copy names one that is on every system.
sed 's,/usr/bin/domovoyd ,/bin/true ,; s,/usr/bin/domovoy ,/bin/true ,; s,/bin/kill ,/bin/true ,' \
    domovoyd.service > "$scratch/domovoyd.service"
complaints=$(systemd-analyze verify --man=no "$scratch/domovoyd.service" 2>&1 |
    grep -F domovoyd.service || true)
[ -z "$complaints" ] || { echo "$complaints" >&2; exit 1; }

# At most 1.7 of 10 (in tenths); see README.md for what the rest is.
if ! systemd-analyze security --offline=true --threshold=17 ./domovoyd.service \
    > "$scratch/security" 2>&1; then
    grep -v '^✓' "$scratch/security" >&2
    exit 1
fi
tail -n 1 "$scratch/security"

# The users and groups can be made in an empty system.
mkdir -p "$scratch/root/etc" "$scratch/root/usr/lib/sysusers.d"
cp domovoy.sysusers.conf "$scratch/root/usr/lib/sysusers.d/domovoy.conf"
systemd-sysusers --root="$scratch/root" domovoy.conf 2>/dev/null
grep -q '^domovoy:' "$scratch/root/etc/passwd"
grep -Eq '^gpio:[^:]*:[0-9]+:domovoy$' "$scratch/root/etc/group"

# The drop-ins have one section each, and no line that systemd would skip.
for drop_in in domovoy-watchdog.conf:Manager domovoy-journald.conf:Journal; do
    [ "$(grep -c '^\[' "${drop_in%:*}")" = 1 ] || fail=1
    grep -qx "\[${drop_in#*:}\]" "${drop_in%:*}" || fail=1
    if grep -Evq '^(#.*|\[[A-Z][a-z]+\]|[A-Z][A-Za-z]+=[A-Za-z0-9]+)?$' "${drop_in%:*}"; then fail=1; fi
    [ -z "${fail:-}" ] || { echo "check: ${drop_in%:*} is no drop-in of [${drop_in#*:}]" >&2; exit 1; }
done

# udevadm learned to verify rules in systemd 254.
if command -v udevadm >/dev/null && udevadm verify --help >/dev/null 2>&1; then
    udevadm verify --resolve-names=never ./99-domovoy-gpio.rules >/dev/null
fi
echo "systemd: unit, users, rules and drop-ins are well formed"
