# Two commands matter:   make demo   and   make test.   Both do their own set-up in .venv.
# Another interpreter:   make test PYTHON=python3.12

PYTHON      ?= python3
VENV        ?= .venv
DEMO_DIR    ?= policygraph-demo
# As many tests at a time as there are processors, four at most; neighbours stay together, since they share servers.
PYTEST_ARGS ?= -n auto --maxprocesses 4 --dist worksteal
FUZZ_SECONDS ?= 450

BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.DEFAULT_GOAL := help
.PHONY: help demo test test-slow spark servers check format docs bench fuzz constraints clean

help:  ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 20

demo: $(VENV)/.core  ## set up, then run policygraph on the bundled example
	@$(BIN)/policygraph demo $(DEMO_DIR)
	@echo "(The command is $(BIN)/policygraph; '. $(BIN)/activate' puts it on your path.)"

# The tests run even where a check fails, so that one run tells all.
test: $(VENV)/.dev  ## set up, then run every check and every test
	@failed=0; $(MAKE) --no-print-directory check || failed=1; \
	  $(BIN)/python -m pytest $(PYTEST_ARGS) || failed=1; exit $$failed

test-slow: $(VENV)/.dev  ## the tests that are slow by nature: many kills, Java servers, an installed wheel
	@$(BIN)/python -m pytest -m slow $(PYTEST_ARGS)

spark: $(VENV)/.spark  ## set up Spark, then run its tests; needs a Java runtime
	@$(BIN)/python -m pytest -m spark tests/spark

servers: $(VENV)/.dev  ## a hundred thousand triples into each of the real triple stores; minutes
	@$(BIN)/python -m pytest tests/publish/large.py $(PYTEST_ARGS)

check: $(VENV)/.dev  ## style, docstrings, types and the import contract
	@$(BIN)/ruff check .
	@$(BIN)/pydoclint --quiet src
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache

format: $(VENV)/.dev  ## put the code in its standard form
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

docs: $(VENV)/.dev  ## write the pages of docs/ that come from the program itself
	@$(BIN)/python docs/generate.py

fuzz: $(VENV)/.dev  ## an hour of broken files of every format (FUZZ_SECONDS for each of the eight)
	@$(BIN)/python tests/documents/fuzz.py --seconds $(FUZZ_SECONDS)

bench: $(VENV)/.dev  ## measure what the issues promise; writes docs/performance.md
	@$(BIN)/python benchmarks/run.py

# One file for every Python and system that is supported; uv writes the environment markers.
constraints:  ## resolve all dependencies afresh and pin them in constraints.txt
	@rm -rf build/pins && $(PYTHON) -m venv build/pins
	@build/pins/bin/python -m pip --disable-pip-version-check --quiet install uv
	@build/pins/bin/uv pip compile pyproject.toml --extra dev --extra all --extra spark --universal --python-version 3.11 \
	  --quiet --no-header --no-annotate --output-file build/pins.txt
	@{ sed -n '/^#/p' constraints.txt; cat build/pins.txt; } > build/constraints.txt
	@mv build/constraints.txt constraints.txt && rm -rf build/pins build/pins.txt

clean:  ## remove what the other targets made
	rm -rf $(VENV) build dist $(DEMO_DIR) .mypy_cache .pytest_cache .ruff_cache .hypothesis

# Each stamp is written last, so an installation that was cut short starts again.
$(VENV)/.made:
	@command -v $(PYTHON) >/dev/null || \
	  { echo "make: no $(PYTHON) here; name a Python 3.11 or later: make PYTHON=/path/to/python3" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "make: $(PYTHON) is older than Python 3.11; name a later one: make PYTHON=python3.11" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
	  { echo "make: $(PYTHON) lacks venv and ensurepip; install them (Debian, Ubuntu: apt-get install python3-venv)" >&2; exit 1; }
	@echo "Setting up $(VENV): once, a minute or two."
	@$(PYTHON) -m venv --clear $(VENV)
	@touch $@

$(VENV)/.core: $(VENV)/.made pyproject.toml constraints.txt
	@$(PIP) install --constraint constraints.txt --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.made pyproject.toml constraints.txt
	@$(PIP) install --constraint constraints.txt --editable '.[dev,all]'
	@touch $@ $(VENV)/.core

$(VENV)/.spark: $(VENV)/.dev
	@$(PIP) install --constraint constraints.txt --editable '.[spark]'
	@touch $@
