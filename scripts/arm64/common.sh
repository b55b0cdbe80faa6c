#!/usr/bin/env bash
# What the scripts of this folder share. Sourced, never run.
# ARM64_CACHE: where packages, the compiler's root and the Swift SDK are kept (5 GB; .build-arm64 here).
# Those who source it use the constants:
# shellcheck disable=SC2034
set -euo pipefail

readonly EX_UNAVAILABLE=69 EX_CANTCREAT=73 EX_NOPERM=77 EX_USAGE=64
HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
PROJECT=$(cd "$HERE/../.." && pwd)
readonly HERE PROJECT
readonly CACHE=${ARM64_CACHE:-$PROJECT/.build-arm64}
readonly PINS=$HERE/packages.txt
readonly TRIPLE=aarch64-unknown-linux-gnu MULTIARCH=aarch64-linux-gnu
readonly SDK_NAME=domovoy-arm64
readonly SDKS=$CACHE/sdks
readonly BUNDLE=$SDKS/$SDK_NAME.artifactbundle
readonly SYSROOT=$BUNDLE/$SDK_NAME/sysroot
readonly COMPILER=$CACHE/compiler # Debian sid's compiler, in a root of its own
readonly SWIFT=/usr/libexec/swift # where that root has it

die() {
    local code=$1
    shift
    printf 'arm64: %s\n' "$*" >&2
    exit "$code"
}

say() {
    printf 'arm64: %s\n' "$*" >&2
}

need_root() {
    [[ $(id -u) -eq 0 ]] || die "$EX_NOPERM" "needs root: it mounts and changes the root folder, in a namespace of its own"
    [[ $(dpkg --print-architecture) == amd64 ]] ||
        die "$EX_UNAVAILABLE" "cross-builds on amd64 only; on the board itself: make install"
    [[ $CACHE$PROJECT != *[[:space:]]* ]] || die "$EX_USAGE" "no spaces in '$CACHE' and '$PROJECT', please"
}

# apt_of SUITE ARCHITECTURE: from now on apt reads that suite, in a folder of its own; the machine's stays as it is.
apt_of() {
    local folder=$CACHE/apt/$1-$2 address
    export APT_CONFIG=$folder/apt.conf
    [[ ! -e $folder/ready ]] || return 0
    address=$("$PROJECT/scripts/debian-mirror.sh")
    mkdir -p "$folder"/{lists/partial,cache/archives/partial}
    : >"$folder/status"
    echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $address $1 main" >"$folder/sources.list"
    cat >"$APT_CONFIG" <<CONF
APT::Architecture "$2";
APT::Architectures { "$2"; };
APT::Sandbox::User "root";
Acquire::Languages "none";
Acquire::Retries "3";
Dir::Etc::sourcelist "$folder/sources.list";
Dir::Etc::sourceparts "/dev/null";
Dir::Etc::preferences "/dev/null";
Dir::Etc::preferencesparts "/dev/null";
Dir::State::lists "$folder/lists";
Dir::State::status "$folder/status";
Dir::Cache "$folder/cache";
CONF
    apt-get -qq update
    touch "$folder/ready"
}

# fetch SUITE ARCHITECTURE PACKAGE...: downloads them and all they depend on; prints the files' paths.
# A package that packages.txt names has to be the one that is written there.
fetch() {
    local suite=$1 architecture=$2 folder=$CACHE/apt/$1-$2 name
    shift 2
    apt_of "$suite" "$architecture"
    # The lists may be older than the mirror.
    apt-get -qq -y install --download-only --no-install-recommends "$@" >/dev/null 2>&1 || {
        apt-get -qq update
        apt-get -qq -y install --download-only --no-install-recommends "$@" >/dev/null
    }
    # With an empty cache apt says what all of it is, whatever lies there already.
    apt-get -qq -o Dir::Cache::archives="$folder/none" install --print-uris --no-install-recommends "$@" |
        awk '{ print $2 }' | while read -r name; do
        check_pin "$suite" "$folder/cache/archives/$name"
        printf '%s\n' "$folder/cache/archives/$name"
    done
}

# fetch_alone SUITE ARCHITECTURE PACKAGE: as fetch, without what it depends on.
fetch_alone() {
    local folder=$CACHE/apt/$1-$2/cache/archives
    apt_of "$1" "$2"
    compgen -G "$folder/$3_*.deb" >/dev/null || (cd "$folder" && apt-get -qq download "$3" >/dev/null)
    check_pin "$1" "$(compgen -G "$folder/$3_*.deb" | tail -n 1)"
    compgen -G "$folder/$3_*.deb" | tail -n 1
}

# check_pin SUITE FILE: packages.txt has suite, file name and sha256 of what goes into the program.
# With ARM64_PINS=write nothing is refused, and $CACHE/packages.txt gets the lines as they would be now.
check_pin() {
    local name=${2##*/} stem wanted found
    stem=${name%%_*}_${name##*_}
    wanted=$(awk -v suite="$1" -v stem="$stem" '$1 == suite { n = $2; sub(/_.*_/, "_", n); if (n == stem) print }' "$PINS")
    [[ -n $wanted ]] || return 0
    found="$1 $name $(sha256sum "$2" | cut -d' ' -f1)"
    if [[ ${ARM64_PINS:-} == write ]]; then
        echo "$found" >>"$CACHE/packages.txt"
    elif [[ $wanted != "$found" ]]; then
        die "$EX_UNAVAILABLE" "Debian has '$found' now, $PINS has '$wanted':" \
            "look at what changed, then write the new line down (ARM64_PINS=write lists all of them)"
    fi
}

# unpack ROOT < paths of packages: no script of theirs runs.
unpack() {
    local root=$1 name
    mkdir -p "$root"/usr/{bin,sbin,lib,lib64}
    for name in bin sbin lib lib64; do
        [[ -e $root/$name ]] || ln -s "usr/$name" "$root/$name"
    done
    while read -r name; do
        dpkg --fsys-tarfile "$name" | tar -x --keep-directory-symlink -C "$root"
    done
}

# in_root ROOT FOLDER BINDS COMMAND...: runs COMMAND in FOLDER with ROOT as the root folder; BINDS are folders that keep
# their own paths in it. The environment is made anew: PATH, HOME, LANG, and what ROOT_ENV (NAME=VALUE words) names.
in_root() {
    # shellcheck disable=SC2016 # the inner shell fills these in
    unshare --mount --pid --fork --propagation private bash -euc '
        root=$1 folder=$2 binds=$3
        shift 3
        mkdir -p "$root"/{proc,dev,root,tmp}
        mount -t proc proc "$root/proc"
        mount --rbind /dev "$root/dev"
        for bind in $binds; do
            mkdir -p "$root$bind"
            mount --bind "$bind" "$root$bind"
        done
        exec env -i HOME=/root LANG=C.UTF-8 PATH='"$SWIFT"'/bin:/usr/bin:/usr/sbin ${ROOT_ENV:-} \
            chroot "$root" /usr/bin/env --chdir="$folder" "$@"
    ' - "$@"
}
