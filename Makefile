# Domovoy. `make demo` and `make test` are all a newcomer needs.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
SWIFT ?= swift
PYTHON_ENV := $(CURDIR)/.build/python
BUILD := $(SWIFT) build

.PHONY: help deps demo build test lint format unit rig hunt bench install deb deb-check arm64 arm64-check clean

help: ## Show what there is to do
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

deps: ## Install what is missing from Debian and PyPI
	@scripts/deps.sh
	@scripts/python-env.sh $(PYTHON_ENV)

build: deps ## Build everything, debug
	$(BUILD)

demo: deps ## Run a panel with simulated GPIO and a portal with a sample day (SERVER=caldav for Radicale); Ctrl-C stops all
	$(BUILD)
	@DOMOVOY_RADICALE=$(PYTHON_ENV)/bin/python3 DOMOVOY_DEMO_SERVER=$(SERVER) DOMOVOY_DEMO_SOURCE=$(SOURCE) scripts/demo/demo.sh

test: deps lint ## Lint, build and run all tests
	$(BUILD) --build-tests
	$(MAKE) --no-print-directory unit

lint: ## Check the formatting, the scripts, the wiring and the unit
	$(SWIFT) format lint --strict --recursive --parallel Package.swift Sources Tests
	@shellcheck --external-sources --source-path=SCRIPTDIR .ci/run $$(find hardware scripts systemd -name '*.sh' -not -path '*/.cache/*')
	@$(MAKE) --no-print-directory -C hardware check
	@systemd/check.sh

unit:
	DOMOVOY_RADICALE=$(PYTHON_ENV)/bin/python3 DOMOVOY_PYTHON=$(PYTHON_ENV)/bin/python3 \
		scripts/unit.sh

format: ## Bring all files into our format
	$(SWIFT) format format --in-place --recursive --parallel Package.swift Sources Tests

SOURCES ?= caldav group location booking
rig: deps ## Run the contract suite and the main job on a real GPIO chip in a guest kernel (SOURCES="caldav booking")
	$(BUILD) --build-tests
	@DOMOVOY_RADICALE=$(PYTHON_ENV)/bin/python3 hardware/rig/rig.sh $(SOURCES)

# Worlds per minute count here; the tests run the same code with every check on.
HUNT_BUILD := -c release --scratch-path .build-sim --static-swift-stdlib \
	-Xswiftc -cross-module-optimization -Xswiftc -enforce-exclusivity=unchecked \
	-Xswiftc -target-cpu -Xswiftc native
hunt: deps ## Put the core through simulated worlds, fixed and new ones, for 5 minutes
	$(SWIFT) build $(HUNT_BUILD) --product domovoy-sim
	@scripts/hunt.sh "$$($(SWIFT) build $(HUNT_BUILD) --show-bin-path)/domovoy-sim"

bench: deps ## Measure, each figure with a baseline in the same run
	@DOMOVOY_PYTHON=$(PYTHON_ENV)/bin/python3 scripts/bench.sh

BOARD ?= raspberry-pi
install: deps ## Build for release and install on this machine (BOARD=..., DESTDIR=...)
	@program=$$(scripts/release/build.sh) && scripts/install.sh "$${program%/*}" $(BOARD)

ARCH ?= $(shell dpkg --print-architecture)
deb: deps ## Make the Debian packages in .build-deb (ARCH="amd64 arm64")
	@scripts/release/package.sh .build-deb $(ARCH)

deb-check: deb ## Install the package on fresh Debian 12 and 13, in the guest, and follow hardware/first-boot.md; as root
	@scripts/release/check.sh .build-deb

arm64: deps ## Cross-build for ARM64 on an amd64 machine, as root: half an hour, 5 GB
	@scripts/deps.sh debian-archive-keyring
	@scripts/arm64/build.sh .build-arm64/out

arm64-check: arm64 ## Run what was built for ARM64 on emulated machines
	@DOMOVOY_RADICALE=$(PYTHON_ENV)/bin/python3 scripts/arm64/check.sh .build-arm64/out

clean: ## Forget what was built; .build-arm64, whose packages Debian may no longer have, stays
	rm -rf .build .build-release .build-sim .build-gpiod2 .build-deb
