# `make demo` and `make test` do all the set-up they need: Python 3.11+, git and make suffice.

PYTHON ?= $(firstword $(foreach name,python3 python3.14 python3.13 python3.12 python3.11 python,\
	$(shell $(name) -c 'import sys; print("$(name)" * (sys.version_info >= (3, 11)))' 2>/dev/null)))
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
VNU := tests/.node/node_modules/vnu-jar/package.json

.PHONY: demo test check format golden bench wheel lock clean help

demo: $(VENV)/run.stamp ## Build the demo briefing into output/
	$(BIN)/briefgen build

test: check $(VNU) ## Run every check and every test
	$(BIN)/python -m pytest $(PYTEST_OPTIONS)

check: $(VENV)/test.stamp ## Lint, format and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(VENV)/test.stamp ## Mend what the linter and the formatter can mend
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

golden: $(VENV)/test.stamp ## Write expected reports and golden pages anew; look at the difference
	$(BIN)/python -m pytest --refresh tests/test_demo.py tests/test_diagnostics.py -m "not slow and not browser"

bench: $(VENV)/run.stamp ## Time a site of 1,000 documents
	PYTHONPATH=tests $(BIN)/python -m bench.stages

wheel: $(VENV)/test.stamp ## Put wheel and sdist into dist/
	$(BIN)/hatchling build

lock: $(VENV)/python.stamp ## Choose the newest allowed versions and pin them in requirements/
	$(BIN)/python requirements/lock.py

clean: ## Remove everything that was generated
	rm -rf $(VENV) build dist output .briefgen tests/.node .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find briefgen tests -name __pycache__ -prune -exec rm -rf {} +

help: ## Show this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1	\2/p' Makefile

# A stamp is the last act of its step, so that a step that was cut short is done again.
$(VENV)/python.stamp:
	$(if $(PYTHON),,$(error briefgen needs Python 3.11 or later, and none was found; set PYTHON=/path/to/python))
	rm -rf $(VENV)
	$(PYTHON) -m venv $(VENV)
	touch $@

$(VENV)/run.stamp: $(VENV)/python.stamp requirements/run.txt pyproject.toml
	$(PIP) install -r requirements/run.txt
	$(PIP) install --no-deps --editable .
	touch $@

$(VENV)/test.stamp: $(VENV)/run.stamp requirements/test.txt
	$(PIP) install -r requirements/test.txt
	touch $@

# The W3C's HTML checker. Where it cannot be had, its tests are skipped (in CI they fail).
$(VNU): tests/support/package.json
	@mkdir -p tests/.node
	@cp tests/support/package.json tests/.node/
	@if command -v npm >/dev/null; then \
		npm install --prefix tests/.node --no-package-lock --no-audit --no-fund --loglevel=error \
		|| echo "npm could not fetch the W3C's checker: its tests will be skipped"; \
	else \
		echo "npm is missing: the tests with the W3C's checker will be skipped"; \
	fi
	@if [ -f $@ ]; then touch $@; fi
