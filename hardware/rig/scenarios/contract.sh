#!/bin/bash
# In the guest: the suite that the simulated chip passes, on the kernel's chip.
# usage: contract.sh FOLDER-OF-BINARIES [2x]
# shellcheck source=../guest/lib.sh
source "$DOMOVOY_RIG/guest/lib.sh"

if [[ ${2:-} == 2x ]]; then use_libgpiod2; fi
export DOMOVOY_GPIO_SIM=/sys/kernel/config/gpio-sim
runner=$1/domovoyPackageTests.xctest
claim "the contract holds on the kernel's chip" \
    "$runner" --testing-library swift-testing --no-parallel --filter 'GPIOTests.*'
