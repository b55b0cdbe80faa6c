#!/usr/bin/env bash
# Prints the address from which apt gets the main component of this machine's Debian release.
# Exit code 69 if apt's sources have none.
set -euo pipefail

# shellcheck source=/dev/null
codename=$(source /etc/os-release && printf '%s' "${VERSION_CODENAME:-}")
# By the release's name, since the security updates are of Debian's main component, too.
# shellcheck disable=SC2016 # apt fills these in, not the shell
address=$(APT_CONFIG='' apt-get indextargets --format '$(REPO_URI) $(CODENAME) $(COMPONENT)' 'Created-By: Packages' |
    awk -v codename="$codename" '$2 == codename && $3 == "main" && !found++ { print $1 }')
[[ -n $address ]] || { echo "apt's sources have no main component of ${codename:-this release}" >&2; exit 69; }
echo "$address"
