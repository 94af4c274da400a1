# Two commands for a newcomer: `make demo` and `make test`. They need Python 3.11 or newer and make.
PYTHON ?= python3
BIN := .venv/bin
.PHONY: demo test check lint types bench model wheel clean

demo: .venv/.ok
	$(BIN)/backmatter demo build/demo

test: .venv/.ok
	$(BIN)/pytest -q

lint: .venv/.ok
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/.ok
	$(BIN)/pyright

check: lint types
	$(BIN)/pytest -q --cov --cov-report=term

# Trains the parser's model anew from the shared data (some ten minutes) and measures it.
model: .venv/.ok
	$(BIN)/python -m benchmarks.training

bench: .venv/.ok
	$(BIN)/python -m benchmarks

wheel: .venv/.ok
	rm -rf build/lib build/bdist.*
	$(BIN)/pip wheel -q --no-deps -w dist .

clean:
	rm -rf .venv build dist *.egg-info

# The link folder .venv/src shows type checkers one import name over the three folders:
# the editable install's import hook is invisible to them.
.venv/.ok: pyproject.toml
	test -d .venv || $(PYTHON) -m venv .venv
	$(BIN)/pip install -q --disable-pip-version-check -e '.[dev]'
	mkdir -p .venv/src/backmatter
	for d in cli references styles; do ln -sfn $(CURDIR)/$$d .venv/src/backmatter/$$d; done
	for f in cli/_root/*.py; do ln -sfn $(CURDIR)/$$f .venv/src/backmatter/; done
	touch $@
