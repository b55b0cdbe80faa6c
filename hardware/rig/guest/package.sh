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
