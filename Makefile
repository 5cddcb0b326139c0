# The two commands that everybody needs: `make practice` and `make test`. Both set up what they need.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# what the environment was made from; a change to any of these makes it anew
RUN_READY := $(VENV)/.ready
DEV_READY := $(VENV)/.ready-dev

.PHONY: practice test check screenshots benchmarks lock schemas clean

practice: $(RUN_READY)
	@if [ -t 0 ] && [ -t 1 ]; then $(BIN)/simulator call; else $(BIN)/simulator demo; fi

test: $(DEV_READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest

$(RUN_READY): requirements.txt pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or later is needed: make PYTHON=python3.11 …" >&2; exit 2; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(DEV_READY): requirements-dev.txt $(RUN_READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

# new versions of everything, with hashes and without addresses
lock:
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-header --extra dev pyproject.toml -o requirements-dev.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-header -c requirements-dev.txt pyproject.toml build-requirements.in -o requirements.txt

schemas: $(DEV_READY)
	$(BIN)/python scripts/write_schemas.py

screenshots: $(DEV_READY)
	$(BIN)/python scripts/screenshots.py

benchmarks: $(DEV_READY)
	$(BIN)/python -m benchmarks.agreement

clean:
	rm -rf $(VENV) dist build
