#!/usr/bin/env bash
# Installs the Debian packages that are missing, and those named besides. Needs root, or sudo.
# usage: deps.sh [PACKAGE...]
set -euo pipefail

needed=(
    libgpiod-dev libical-dev libsqlite3-dev libexpat1-dev libmd-dev libcrypt-dev pkg-config
    python3 python3-venv python3-yaml curl dpic device-tree-compiler systemd udev tzdata openssl shellcheck
    "$@"
)

missing=()
for package in "${needed[@]}"; do
    [ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null || true)" = installed ] \
        || missing+=("$package")
done
[ ${#missing[@]} -gt 0 ] || exit 0

as_root=()
if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || {
        echo "missing packages: ${missing[*]}; install them as root, or install sudo" >&2
        exit 69
    }
    as_root=(sudo)
fi
echo "installing ${missing[*]}"
export DEBIAN_FRONTEND=noninteractive
"${as_root[@]}" apt-get update -qq
"${as_root[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
