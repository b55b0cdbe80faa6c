#!/usr/bin/env bash
# Installs the package on a fresh Debian 12 and 13, in the rig's guest, and puts it through what a package goes through:
# its life, a bad start, and the page for the first boot as it is written.
# usage: check.sh OUT [SUITE...]      OUT has the packages (package.sh OUT); bookworm and trixie if no suite is named
# Needs root. The userlands are kept in OUT/roots.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

(($# >= 1)) || { echo "usage: check.sh OUT [SUITE...]" >&2; exit 64; }
[[ $(id -u) -eq 0 ]] || { echo "check: needs root, to unpack userlands" >&2; exit 77; }
out=$(realpath "$1")
shift
(($#)) || set -- bookworm trixie
package=$(compgen -G "$out/domovoy_*_amd64.deb" | head -n 1) || { echo "check: no package in $out: make deb" >&2; exit 66; }
scripts/deps.sh mmdebstrap debian-archive-keyring
hardware/rig/prepare.sh

# What the project asks of Foundation, with a part of ICU's data and with all of it.
whole=$(mktemp -d)
trap 'rm -rf "$whole"' EXIT
part=$(scripts/release/build.sh foundation-check)
swift build --product foundation-check >&2
"$(swift build --show-bin-path)/foundation-check" >"$whole/expected"
"$part" >"$whole/found"
diff -u "$whole/expected" "$whole/found" >&2 || { echo "check: the part of ICU's data is too small for Foundation" >&2; exit 65; }
echo "ok: $(wc -l <"$whole/expected") answers of Foundation are the same with a part of ICU's data"

native=$(scripts/release/build.sh)
rm -rf "$out/newer"
mkdir -p "$out/newer"
scripts/release/deb.sh amd64 "$native" "$native" "$out/newer" "$("$native" --version)+1"
newer=$(compgen -G "$out/newer/domovoy_*_amd64.deb")
mirror=$(scripts/debian-mirror.sh)

# run_scenario NAME [ARGUMENT...]: one of the rig's, in a guest whose files are those of this suite.
run_scenario() {
    echo "--- $1 on $suite"
    DOMOVOY_RIG_ROOT=$root hardware/rig/run.sh --timeout 1800 --cpus 1 --bind "$PWD" --bind "$out" -- \
        "$PWD/hardware/rig/scenarios/$1.sh" "${@:2}"
}

for suite in "$@"; do
    root=$out/roots/$suite
    depends=$(dpkg-deb --field "$package" Depends | sed 's/([^)]*)//g; s/|[^,]*//g; s/ //g')
    [[ $suite == bookworm ]] || depends=${depends/libical3/libical3t64}
    include=$depends,systemd,systemd-sysv,udev,procps,curl,util-linux,openssh-client
    # A userland is kept as long as it has what the package and the scenarios want.
    if [[ $(cat "$root/.ready" 2>/dev/null) != "$include" ]]; then
        rm -rf "$root"
        mkdir -p "$out/roots"
        mmdebstrap --variant=minbase --include="$include" "$suite" "$root" "$mirror"
        echo "$include" >"$root/.ready"
    fi
    run_scenario package "$package" "$newer"
    # Its booking is one of now, and goes on for two hours.
    hardware/rig/scenarios/older-journal.py "$out/older.sqlite"
    run_scenario bad-start "$package" "$newer" "$out/older.sqlite"
    run_scenario first-boot "$package" "$PWD/hardware/first-boot.md"
done
