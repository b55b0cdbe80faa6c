# Domovoy. `make demo` and `make test` are all a newcomer needs.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
SWIFT ?= swift
PYTHON_ENV := $(CURDIR)/.build/python
BUILD := $(SWIFT) build

.PHONY: help deps demo build test lint format unit rig hunt bench install clean

help: ## Show what there is to do
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

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
		$(SWIFT) test --skip-build --no-parallel

format: ## Bring all files into our format
	$(SWIFT) format format --in-place --recursive --parallel Package.swift Sources Tests

rig: deps ## Run the contract suite and the main job on a real GPIO chip in a guest kernel
	$(BUILD) --build-tests
	@DOMOVOY_RADICALE=$(PYTHON_ENV)/bin/python3 hardware/rig/rig.sh

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
	$(SWIFT) build -c release --static-swift-stdlib --scratch-path .build-release --product domovoyd
	$(SWIFT) build -c release --static-swift-stdlib --scratch-path .build-release --product domovoy
	@scripts/install.sh "$$($(SWIFT) build -c release --static-swift-stdlib --scratch-path .build-release --show-bin-path)" $(BOARD)

clean: ## Forget what was built
	rm -rf .build .build-*
