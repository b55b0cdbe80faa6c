# shellcheck shell=bash
# What the scenarios do with the Debian package. Sourced after systemd.sh, never run.

# What dpkg says is kept, for what it has to say.
install_package() {
    inside dpkg --install "$1" >"$DOMOVOY_RIG_OUT/dpkg.log" 2>&1
}

dpkg_said() {
    holds "$1" <"$DOMOVOY_RIG_OUT/dpkg.log"
}

absent() {
    [[ ! -e $1 ]]
}

refused() {
    ! "$@"
}

# The lines that gpio_yaml names.
panel_chip_up() {
    chip_up panel 28 4=pir 5=red 6=green 12=confirmed 13=unconfirmed 16=late 17=button
    pull button up
    pull pir down
}
