#!/bin/bash
# In the guest, whose files are a fresh Debian's: the package is installed, started without a configuration and with
# one, upgraded, not downgraded, run from a read-only root file system, removed and purged.
# usage: package.sh PACKAGE NEWER-PACKAGE
# shellcheck source=../guest/lib.sh
source "$DOMOVOY_RIG/guest/lib.sh"
# shellcheck source=../guest/panel.sh
source "$DOMOVOY_RIG/guest/panel.sh"
# shellcheck source=../guest/systemd.sh
source "$DOMOVOY_RIG/guest/systemd.sh"
# shellcheck source=../guest/package.sh
source "$DOMOVOY_RIG/guest/package.sh"

package=$1
newer=$2

# systemd's journal stays in memory: a file system that is to be read-only cannot have one open for writing.
rm -rf /var/log/journal
claim "systemd is up" boot_systemd
panel_chip_up

install -d /etc/domovoy
echo mine >/etc/domovoy/notes
claim "the package is installed over a hand-made folder" install_package "$package"
claim "which is left as it was" equal "$(cat /etc/domovoy/notes)" mine
claim "it says what comes next" dpkg_said /usr/share/domovoy/examples
claim "daemon and tool are there" inside domovoyd --version
claim "the examples are valid" inside domovoy config check /usr/share/domovoy/examples/raspberry-pi.yaml
claim "nothing was started" property_is ActiveState inactive
inside systemctl start domovoyd || true
claim "without a configuration it ends with 78" wait_for 60 property_is ExecMainStatus 78
claim "and says where to begin" wait_for 10 said /usr/share/domovoy/examples
inside systemctl reset-failed domovoyd

write_configuration 30m
sed -i 's/line: pir/line: pri/' "$configuration"
inside runuser -u domovoy -- domovoy config check --here "$configuration" >"$DOMOVOY_RIG_OUT/check.log" 2>&1 || true
claim "a line that is not there is named, and those that are" holds unconfirmed <"$DOMOVOY_RIG_OUT/check.log"
write_configuration 30m
claim "udev gives the chip to the group gpio" wait_for 90 belongs_to_gpio
claim "the service starts" inside systemctl enable --now domovoyd
claim "the room is free: green" lamps_show green
press button
claim "a press books the room: red and green" lamps_show red confirmed
before=$(property MainPID)
inside systemctl start domovoyd
claim "a second start changes nothing" property_is MainPID "$before"

claim "a newer package is installed" install_package "$newer"
claim "the panel was restarted" wait_for 60 restarted "$before"
claim "with its booking: red and green" lamps_show red confirmed
claim "the older one is refused" refused install_package "$package"
claim "with what to do instead" dpkg_said DOMOVOY_DOWNGRADE
# shellcheck disable=SC2016 # dpkg-query fills it in
claim "and the newer one stays" equal "$(inside dpkg-query -W -f '${Status}' domovoy)" "install ok installed"
claim "with a panel that runs: red and green" lamps_show red confirmed

# A board whose root file system cannot be written: the state's folder alone can.
inside systemctl stop domovoyd
inside mount -t tmpfs tmpfs /mnt
cp -a /var/lib/domovoy/. /proc/"$manager"/root/mnt/
inside mount --move /mnt /var/lib/domovoy
inside mount -o remount,ro /
claim "on a read-only root file system it starts" inside systemctl start domovoyd
claim "with its booking: red and green" lamps_show red confirmed
inside systemctl stop domovoyd
inside mount -o remount,rw /
inside umount /var/lib/domovoy

inside systemctl start domovoyd
claim "it goes on: red and green" lamps_show red confirmed
claim "it is removed" inside dpkg --remove domovoy
claim "nothing of it runs" refused inside pgrep --exact domovoyd
claim "its lamps are dark" lamps_show
claim "its configuration and journal stay" test -e "$configuration" -a -e /var/lib/domovoy/panel.sqlite
claim "it is purged" inside dpkg --purge domovoy
claim "its configuration is gone" absent "$configuration"
claim "its journal is gone" absent /var/lib/domovoy
claim "what was not its own stays" equal "$(cat /etc/domovoy/notes)" mine
