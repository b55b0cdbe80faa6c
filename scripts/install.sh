#!/usr/bin/env bash
# Installs the panel on this machine, or below DESTDIR: programs, completions, manual, unit, udev rule, user, an example
# configuration.
# usage: install.sh FOLDER-OF-BINARIES BOARD    (BOARD: a file of hardware/examples without its ending)
# What is there already under /etc/domovoy is left as it is. Nothing is started.
set -euo pipefail
cd "$(dirname "$0")/.."

fail() {
    echo "install: $2" >&2
    exit "$1"
}

boards=(hardware/examples/*.yaml)
boards=("${boards[@]##*/}")
(($# == 2)) || fail 64 "usage: install.sh FOLDER-OF-BINARIES BOARD"
binaries=$1 board=$2 root=${DESTDIR:-}
[[ -f hardware/examples/$board.yaml ]] ||
    fail 64 "board '$board': allowed are ${boards[*]%.yaml} (the nearest one; its lines can be changed)"
[[ -x $binaries/domovoy ]] || fail 66 "no domovoy in $binaries: build it first"
[[ -n $root || $(id -u) -eq 0 ]] || fail 77 "needs root, or a DESTDIR to install into"

install -d "$root"/{usr/bin,usr/lib/sysusers.d,usr/lib/udev/rules.d,usr/lib/systemd/system,etc/domovoy}
# A running program's file cannot be written, but its name can be given to a new one. Daemon and tool are one program.
install -m 0755 "$binaries/domovoy" "$root/usr/bin/.domovoy.new"
strip "$root/usr/bin/.domovoy.new" 2>/dev/null || echo "install: no strip for this program here: its symbols stay in" >&2
mv -f "$root/usr/bin/.domovoy.new" "$root/usr/bin/domovoy"
ln -sfn domovoy "$root/usr/bin/domovoyd"
companions=$(mktemp -d)
trap 'rm -rf "$companions"' EXIT
if scripts/release/companions.sh "$binaries/domovoy" "$("$binaries/domovoy" --version)" "$companions"; then
    install -D -m 0644 -t "$root/usr/share/bash-completion/completions" "$companions"/completions/domovoy{,d}
    install -D -m 0644 -t "$root/usr/share/zsh/vendor-completions" "$companions/completions/_domovoy"
    install -D -m 0644 -t "$root/usr/share/fish/vendor_completions.d" "$companions/completions/domovoy.fish"
    install -D -m 0644 -t "$root/usr/share/man/man1" "$companions"/man/*.1
    install -D -m 0644 -t "$root/usr/share/man/man8" "$companions"/man/*.8
else
    echo "install: completions and manual could not be made here (is python3 there?); the rest is not touched by that" >&2
fi
install -m 0644 systemd/domovoy.sysusers.conf "$root/usr/lib/sysusers.d/domovoy.conf"
install -m 0644 systemd/99-domovoy-gpio.rules "$root/usr/lib/udev/rules.d/"
install -m 0644 systemd/domovoyd.service "$root/usr/lib/systemd/system/"
configuration=$root/etc/domovoy/panel.yaml
[[ -e $configuration ]] || install -m 0644 "hardware/examples/$board.yaml" "$configuration"
[[ -z $root ]] || exit 0

systemd-sysusers domovoy.conf
install -d -m 0700 /etc/credstore
if [[ -d /run/systemd/system ]]; then
    udevadm control --reload
    udevadm trigger --subsystem-match=gpio
    systemctl daemon-reload
fi
cat <<TEXT
Installed. Next:
  1. change what is marked "yours" in /etc/domovoy/panel.yaml, then: domovoy config check /etc/domovoy/panel.yaml
  2. the calendar's password or the portal's webhook: install -m 0600 /dev/stdin /etc/credstore/domovoy.password (or .webhook);
     it waits for input: paste the secret, press Enter, then Ctrl-D
  3. try what it names: runuser -u domovoy -- domovoy config check --here /etc/domovoy/panel.yaml     (also: gpio list, watch, lamps)
  4. systemctl enable --now domovoyd; domovoy status
TEXT
