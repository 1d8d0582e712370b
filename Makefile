# Every target does its own set-up; nothing has to be installed by hand on Debian 12 or newer.
SHELL := /bin/bash
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin

.PHONY: demo run test check bench soak setup lock clean

demo: setup ## parcels over a simulated camera and scale, everything else real
	$(BIN)/station demo $(ARGS)

run: setup ## the station of the configuration file
	$(BIN)/station run $(ARGS)

test: setup ## all tests
	$(BIN)/python -m pytest $(ARGS)

check: setup ## format, lint, types, import contracts
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: setup ## figures, printed
	$(BIN)/station bench decode $(ARGS)
	$(BIN)/station bench line

soak: setup ## the long runs
	$(BIN)/python -m pytest -m soak $(ARGS)

setup: $(VENV)/ready
	@bash .ci/system-packages

$(VENV)/ready: .ci/requirements.lock pyproject.toml
	@echo "installing into $(VENV), about a minute"
	@bash .ci/system-packages venv
	$(PYTHON) -m venv --clear $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r .ci/requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

lock: ## renew the lock after a change of dependencies; needs uv
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header \
	  --group dev --all-extras pyproject.toml -o .ci/requirements.lock

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis
