# shellcheck shell=bash
# What the rig's scripts share: where things are, how they speak, how packages are fetched.
# Sourced, never run.

# The exit codes of sysexits(3) that the rig uses. The scripts that source this file read all constants.
# shellcheck disable=SC2034
readonly EX_USAGE=64 EX_NOINPUT=66 EX_UNAVAILABLE=69 EX_NOPERM=77

RIG=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
CACHE=${DOMOVOY_RIG_CACHE:-$RIG/.cache}
readonly RIG CACHE
readonly KEYRING=/usr/share/keyrings/debian-archive-keyring.gpg
# What kind of machine the guest is: amd64, or arm64 with a root folder of its own (DOMOVOY_RIG_ROOT).
readonly MACHINE=${DOMOVOY_RIG_MACHINE:-amd64}
# The kernel and initramfs of that machine, as prepare.sh leaves them.
CURRENT=$CACHE/current
[[ $MACHINE == amd64 ]] || CURRENT=$CACHE/current-$MACHINE
readonly CURRENT

# Messages go to stderr: stdout belongs to results.
say() {
    printf 'rig: %s\n' "$*" >&2
}

# die CODE TEXT...: one clear error, then the end.
die() {
    local code=$1
    shift
    printf 'rig: error: %s\n' "$*" >&2
    exit "$code"
}

# Opens the cache for this script alone, so that two runs cannot build into each other, and clears
# what an interrupted run left behind.
lock_cache() {
    mkdir -p "$CACHE" 2>/dev/null ||
        die "$EX_NOPERM" "cannot create the cache $CACHE; set DOMOVOY_RIG_CACHE to a folder you may write"
    exec 9>"$CACHE/lock" || die "$EX_NOPERM" "cannot write to the cache $CACHE"
    flock --wait 900 9 || die "$EX_UNAVAILABLE" "another run has held $CACHE/lock for 15 minutes"
    rm -rf "$CACHE"/partial.*
}

# as_root COMMAND...: as it is for root, with sudo for everybody else.
as_root() {
    if ((EUID == 0)); then
        "$@" 9>&-
    elif command -v sudo >/dev/null; then
        sudo -- "$@" 9>&-
    else
        die "$EX_NOPERM" "this needs root or sudo: $*"
    fi
}

apt_update() {
    say "reading the package lists again"
    as_root apt-get -qq update >&2 ||
        die "$EX_UNAVAILABLE" "apt-get update failed, see above"
}

# fetch FOLDER PACKAGE...: downloads .deb files without installing them. The lists may be older than
# the mirror, so a first failure reads them again.
fetch() {
    local folder=$1
    shift
    apt_download "$folder" "$@" 2>/dev/null && return
    apt_update
    apt_download "$folder" "$@" ||
        die "$EX_UNAVAILABLE" "cannot download $*: is main of this Debian release among apt's sources?"
}

# apt drops to a user of its own for downloads, who may not write into our folder.
apt_download() {
    local folder=$1
    shift
    (cd "$folder" && apt-get -qq -o APT::Sandbox::User=root "${APT_OPTIONS[@]}" download "$@" >&2)
}
APT_OPTIONS=()

# private_apt FOLDER MIRROR SUITE [ARCHITECTURE]: makes apt read one suite only, into a root of its own, so that the
# machine's lists and preferences stay as they are.
private_apt() {
    local folder=$1 address=$2 suite=$3 architecture=${4:-$(dpkg --print-architecture)}
    mkdir -p "$folder"/{lists/partial,cache/archives/partial}
    : >"$folder/status"
    echo "deb [signed-by=$KEYRING] $address $suite main" >"$folder/sources.list"
    APT_OPTIONS=(
        -o "APT::Architecture=$architecture" -o "APT::Architectures::=$architecture"
        -o "Dir::Etc::sourcelist=$folder/sources.list" -o Dir::Etc::sourceparts=/dev/null
        -o Dir::Etc::preferences=/dev/null -o Dir::Etc::preferencesparts=/dev/null
        -o "Dir::State::lists=$folder/lists" -o "Dir::State::status=$folder/status"
        -o "Dir::Cache=$folder/cache" -o APT::Get::List-Cleanup=false
    )
    apt-get -qq -o APT::Sandbox::User=root "${APT_OPTIONS[@]}" update >&2
}

# missing_packages PACKAGE...: prints those that are not installed.
missing_packages() {
    local package state
    for package in "$@"; do
        state=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null) || state=absent
        [[ $state == installed ]] || printf '%s\n' "$package"
    done
}

# install_missing PACKAGE...: installs what is missing and nothing else.
install_missing() {
    local missing
    mapfile -t missing < <(missing_packages "$@")
    ((${#missing[@]})) || return 0
    if ((EUID != 0)) && ! command -v sudo >/dev/null; then
        die "$EX_NOPERM" "missing packages, and neither root nor sudo to install them;" \
            "as root: apt-get install --no-install-recommends ${missing[*]}"
    fi
    say "installing ${missing[*]}"
    apt_install "${missing[@]}" && return
    apt_update
    apt_install "${missing[@]}" ||
        die "$EX_UNAVAILABLE" "apt-get could not install ${missing[*]}, see above"
}

# apt's many lines are worth showing only when it fails.
apt_install() {
    local output
    output=$(as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get -qq install --yes --no-install-recommends "$@" </dev/null 2>&1) && return
    printf '%s\n' "$output" | tail -n 40 >&2
    return 1
}
