#!/bin/bash
# In the guest: the panel as it is installed at a door, under a systemd of its own, with the shipped unit, user, udev
# rule and credential. It is reloaded, killed, hung, misconfigured and mended, and its lamps never lie meanwhile.
# usage: systemd.sh FOLDER-OF-BINARIES
# shellcheck source=../guest/lib.sh
source "$DOMOVOY_RIG/guest/lib.sh"
# shellcheck source=../guest/panel.sh
source "$DOMOVOY_RIG/guest/panel.sh"

binaries=$1
configuration=/etc/domovoy/panel.yaml

# systemd as process 1 of a namespace of its own, since the guest's process 1 is the rig's. The namespace's root has to
# be ours: in a mere chroot the kernel makes no user namespaces, which PrivateUsers= wants. Entering the namespace
# leads to the guest's first root, where the system lies in /new.
readonly BOOT='cd /new && /bin/busybox mount -o move . / &&
    exec /bin/busybox chroot . /bin/sh -c "mount -t proc proc /proc && exec env container=rig \
        /lib/systemd/systemd --system --unit=rig.target --show-status=0"'
boot_systemd() {
    mount -t cgroup2 cgroup2 /sys/fs/cgroup
    : >/etc/fstab
    rm -rf /etc/systemd/system/*.wants
    # What a first boot makes anew, which takes minutes on an emulated processor.
    local unit
    for unit in ldconfig systemd-hwdb-update systemd-journal-catalog-update systemd-tmpfiles-setup; do
        ln -sf /dev/null "/etc/systemd/system/$unit.service"
    done
    cat >/etc/systemd/system/rig.target <<'UNIT'
[Unit]
Wants=systemd-journald.service systemd-udevd.service
After=systemd-journald.service systemd-udevd.service
AllowIsolate=yes
UNIT
    start systemd unshare --fork --pid --mount --kill-child \
        nsenter --mount=/proc/self/ns/mnt -- /bin/busybox sh -c "$BOOT"
    wait_for 30 has_manager || return 1
    manager=$(pgrep --parent "$(process systemd)")
    wait_for 120 target_reached
}

has_manager() {
    pgrep --parent "$(process systemd)" >/dev/null
}

# inside COMMAND...: in systemd's namespace, where its process ids hold.
inside() {
    nsenter --target "$manager" --mount --pid --root --wd -- "$@"
}

target_reached() {
    inside systemctl is-active --quiet rig.target 2>/dev/null
}

write_configuration() {
    cat >"$configuration" <<YAML
room: { id: aurora, name: Aurora, time_zone: UTC }
gpio:
  chip: panel
  sensors:
    - { name: pir, line: pir, active: high, bias: pull-down, warm_up: 0s, hold: 10m }
  button: { line: button, active: low, bias: pull-up, debounce: 20ms }
  lamps:
    availability: { red: red, green: green }
    booking: { green: confirmed, blue: unconfirmed, orange: late }
server: { kind: none }
clock: { trust: always }
policy: { ad_hoc_length: ${1:-30m} }
YAML
}

property() {
    inside systemctl show domovoyd --property="$1" --value
}

property_is() {
    [[ $(property "$1") == "$2" ]]
}

restarted() {
    property_is ActiveState active && [[ $(property MainPID) != "$1" ]]
}

belongs_to_gpio() {
    [[ $(stat -c %G:%a "$(chip_path panel)") == gpio:660 ]]
}

said() {
    inside journalctl --unit domovoyd --output cat --no-pager | holds "$1"
}

show_journal() {
    {
        inside systemctl --no-pager --failed
        inside journalctl --no-pager --lines 60
    } >"$DOMOVOY_RIG_OUT/journal.log" 2>&1
}

finish() {
    local code=$?
    set +e
    show_journal
    (exit "$code")
    rig_end
}
trap finish EXIT

scripts/install.sh "$binaries" raspberry-pi >/dev/null
write_configuration
claim "the configuration is valid" domovoy config check "$configuration"
claim "systemd is up" boot_systemd
chip_up panel 28 4=pir 5=red 6=green 12=confirmed 13=unconfirmed 16=late 17=button
pull button up
pull pir down
claim "udev gives the chip to the group gpio" wait_for 90 belongs_to_gpio
claim "the service is ready once its lamps are true" inside systemctl start domovoyd
claim "the room is free: green" lamps_show green
claim "it runs as its own user" equal "$(inside ps -o user= -p "$(property MainPID)")" domovoy
claim "its journal is its own" equal "$(stat -c %U:%a /var/lib/domovoy/panel.sqlite)" domovoy:600

press button
claim "a press books the room: red and green" lamps_show red confirmed

write_configuration 3h
inside systemctl reload domovoyd || true
claim "a bad configuration is refused on reload" wait_for 30 said "policy.ad_hoc_length"
claim "and the panel goes on: red and green" lamps_show red confirmed
write_configuration 45m
inside systemctl reload domovoyd
claim "a good one is taken" wait_for 30 said "configuration reloaded"

before=$(property MainPID)
inside kill -s KILL "$before"
claim "a killed panel starts again" wait_for 60 restarted "$before"
claim "and still knows the booking: red and green" lamps_show red confirmed

before=$(property MainPID)
inside kill -s STOP "$before"
claim "a hung panel is noticed by the watchdog and started again" wait_for 90 restarted "$before"
claim "the watchdog is what ended it" said "Watchdog timeout"
claim "and still knows the booking: red and green" lamps_show red confirmed

inside systemctl stop domovoyd
claim "a stopped panel is dark" lamps_show
echo "lamp: blue" >>"$configuration"
inside systemctl start domovoyd || true
claim "a wrong configuration ends it with 78" wait_for 30 property_is ExecMainStatus 78
claim "for good, until somebody mends it" property_is ActiveState failed
claim "the log names the fault" said "lamp"
claim "dark meanwhile" lamps_show
write_configuration
inside systemctl reset-failed domovoyd
claim "mended, it starts" inside systemctl start domovoyd
claim "with its booking: red and green" lamps_show red confirmed
inside systemctl stop domovoyd
