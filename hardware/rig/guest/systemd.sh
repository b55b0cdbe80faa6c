# shellcheck shell=bash
# A systemd in the guest, and the panel as its service. Sourced after lib.sh and panel.sh, never run.
configuration=/etc/domovoy/panel.yaml

# systemd as process 1 of a namespace of its own, since the guest's process 1 is the rig's. The namespace's root has to
# be ours: in a mere chroot the kernel makes no user namespaces, which PrivateUsers= wants. Entering the namespace
# leads to the guest's first root, where the system lies in /new.
readonly BOOT='cd /new && /bin/busybox mount -o move . / &&
    exec /bin/busybox chroot . /bin/sh -c "mount -t proc proc /proc && exec env container=rig \
        /lib/systemd/systemd --system --unit=rig.target --show-status=0"'
boot_systemd() {
    : >/etc/fstab
    rm -rf /etc/systemd/system/*.wants
    # What a first boot makes anew, which takes minutes on an emulated processor.
    local unit
    for unit in ldconfig systemd-hwdb-update systemd-journal-catalog-update systemd-tmpfiles-setup; do
        ln -sf /dev/null "/etc/systemd/system/$unit.service"
    done
    # An emulated processor on a busy machine: a start may take a minute.
    mkdir -p /etc/systemd/system/domovoyd.service.d
    printf '[Service]\nTimeoutStartSec=300\nTimeoutStopSec=60\n' >/etc/systemd/system/domovoyd.service.d/rig.conf
    cat >/etc/systemd/system/rig.target <<'UNIT'
[Unit]
Wants=systemd-journald.service systemd-udevd.service
After=systemd-journald.service systemd-udevd.service
AllowIsolate=yes
UNIT
    start_systemd
}

start_systemd() {
    mountpoint --quiet /sys/fs/cgroup || mount -t cgroup2 cgroup2 /sys/fs/cgroup
    start systemd unshare --fork --pid --mount --kill-child \
        nsenter --mount=/proc/self/ns/mnt -- /bin/busybox sh -c "$BOOT"
    # An end to waiting, and no measure: beside other work a start has taken more than two minutes.
    wait_for 120 has_manager || return 1
    manager=$(pgrep --parent "$(process systemd)")
    wait_for 600 target_reached
}

# pull_plug: systemd and all that it runs end at once, and what is not on the disk is gone. The disk's files are as the
# kernel has them: what a card loses with the power is not tried here.
pull_plug() {
    stop systemd KILL || true
    find /run -mindepth 1 -maxdepth 1 ! -name rig ! -name "${RIG_STATE##*/}" -exec rm -rf {} +
}

# boot_again: systemd anew, with the services that are enabled.
boot_again() {
    rm -rf /etc/systemd/system/rig.target.wants
    cp -a /etc/systemd/system/multi-user.target.wants /etc/systemd/system/rig.target.wants
    start_systemd
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
$(gpio_yaml)
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

# belongs_to_gpio [LABEL]
belongs_to_gpio() {
    [[ $(stat -c %G:%a "$(chip_path "${1:-panel}")") == gpio:660 ]]
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
