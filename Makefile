# Every target does its own set-up on Debian 12 or newer: see README.md, "See it work".
SHELL := /bin/bash
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
# Many tests wait for processes, devices and lines: twice as many of them as cores.
WORKERS ?= $(shell expr 2 '*' $$(nproc))
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: demo run test quick check bench soak install extras setup test-tools fresh reference catalogues picture lock clean help
QUICK := tests/test_mirror.py tests/test_architecture.py tests/config tests/station/core
.DEFAULT_GOAL := demo

demo: install ## parcels over a simulated camera and scale, everything else real (the default)
	@$(BIN)/station demo $(ARGS)

run: install ## the station of the configuration file
	@$(BIN)/station run $(ARGS)

install: $(VENV)/installed ## the environment in .venv, without the developer's tools

test: setup ## all tests, WORKERS=4 at once (two for each core); ARGS="tests/station/core -x" for some, ARGS="-n 0" in one process
	@bash .ci/test-tools --missing
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal $(ARGS)

quick: setup ## laws of the core with few examples, configuration, import contracts: within a minute
	$(BIN)/python -m pytest -q -n $(WORKERS) --dist worksteal --hypothesis-profile quick $(QUICK) $(ARGS)

test-tools: ## what tests can use beyond (haproxy, nginx, PostgreSQL, fiu, a C compiler, sox, espeak-ng, Chromium, Prometheus); starts no service
	@bash .ci/test-tools

check: setup ## format, lint, types, import contracts
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: install ## figures, printed
	$(BIN)/station bench decode $(ARGS)
	$(BIN)/station bench line

soak: setup ## the long runs
	@bash .ci/test-tools --missing
	$(BIN)/python -m pytest -m soak $(ARGS)

extras: install ## what `station serve` (web), notifications (notify) and printed numbers (ocr) need beyond, into .venv
	@$(PIP) --require-hashes -r .ci/extras.lock

setup: $(VENV)/ready ## the environment with the developer's tools

fresh: ## demo and test on bare Debian 12 and 13, as root; ARGS="--debian 13 --user plain --only demo"
	@$(PYTHON) .ci/fresh.py $(ARGS)

reference: install ## write docs/reference anew, from the code
	@PYTHONPATH=. $(BIN)/python .ci/reference.py

catalogues: install ## collect what the screens say, for the translators
	@PYTHONPATH=. $(BIN)/python .ci/catalogues.py

picture: install ## write docs/screen.svg anew, from a run of the demonstration
	@$(BIN)/python .ci/picture.py

lock: ## renew both locks after a change of dependencies
	@bash .ci/lock $(ARGS)

clean: ## remove the environment and caches
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis

help: ## this list
	@sed -nE 's/^([a-z-]+):[^#]*## (.*)/\1\t\2/p' Makefile | expand -t 12

# Either lock begins the environment anew, so that nothing of an older one is left in it.
$(VENV)/installed: .ci/install.lock .ci/requirements.lock pyproject.toml
	@bash .ci/system-packages venv
	@bash .ci/system-packages libzbar
	@echo "installing into $(VENV): one to three minutes, 420 MB"
	@$(PYTHON) -m venv --clear $(VENV)
	@$(PIP) --require-hashes -r .ci/install.lock
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/ready: $(VENV)/installed
	@echo "adding the developer's tools to $(VENV): about a minute, 150 MB"
	@$(PIP) --require-hashes -r .ci/requirements.lock
	@touch $@
