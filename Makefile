# The two commands that everybody needs: `make practice` and `make test`. Both set up what they need.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check
# what the environment was made from; a change to any of these makes it anew
RUN_READY := $(VENV)/.ready
DEV_READY := $(VENV)/.ready-dev

.PHONY: practice test test-ray corpus screenshots schemas benchmarks lock clean

practice: $(RUN_READY)
	@if [ -t 0 ] && [ -t 1 ]; then $(BIN)/simulator call; else $(BIN)/simulator demo; fi

# four at once, on two cores too: much of the time goes to waiting for terminals, browsers and other processes; files in the
# order of tests/conftest.py, since the longest have the fewest tests and would come last
test: $(DEV_READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest --numprocesses 4 --dist loadfile --no-loadscope-reorder

$(RUN_READY): requirements/run.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or later is needed; say which: make PYTHON=python3.11 …" >&2; exit 2; }
	@echo "Setting up in $(VENV), once; this takes a minute or two." >&2
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(PIP) install --require-hashes -r requirements/run.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(DEV_READY): requirements/dev.txt $(RUN_READY)
	@$(PIP) install --require-hashes -r requirements/dev.txt
	@touch $@

# scoring on a real cluster on this machine: Ray is 600 MB, so `make test` leaves these out where it is not installed
test-ray: $(DEV_READY)
	$(PIP) install '.[ray]'
	$(BIN)/pytest tests/batch/test_ray.py

# every line of the corpus that the prospect does not get, and the shares
corpus: $(DEV_READY)
	$(BIN)/python -m tests.corpus

screenshots: $(DEV_READY)
	$(BIN)/python scripts/screenshots.py

schemas: $(DEV_READY)
	$(BIN)/python scripts/write_schemas.py

benchmarks: $(DEV_READY)
	$(BIN)/python -m benchmarks.agreement --write

# new versions of everything, with hashes and without addresses
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header
lock: $(DEV_READY)
	$(PIP) install uv
	$(COMPILE) --upgrade --extra dev pyproject.toml requirements/build.in -o requirements/dev.txt
	$(COMPILE) -c requirements/dev.txt pyproject.toml requirements/build.in -o requirements/run.txt

clean:
	rm -rf $(VENV) dist build
