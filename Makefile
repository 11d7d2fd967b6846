# The main commands are `make demo` and `make test`. Both install into .venv first.
# Use another interpreter: make test PYTHON=python3.12

PYTHON      ?= python3
VENV        ?= .venv
DEMO_DIR    ?= policygraph-demo
# Two test processes more than cores (tests/conftest.py), at most four; neighbouring tests stay together: they share servers.
PYTEST_ARGS ?= -n auto --maxprocesses 4 --dist worksteal
FUZZ_SECONDS ?= 450
# "slow and not full" runs a sample.
SLOW         ?= slow

# Bytecode is kept: without it every program that a test starts compiles the package anew.
export PYTHONDONTWRITEBYTECODE =

BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.DEFAULT_GOAL := help
.PHONY: help demo test test-slow spark servers check format docs notebooks screenshots site changes release-prepare release-check bench scores fuzz constraints clean

help:  ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 20

demo: $(VENV)/.core  ## run policygraph on the bundled example
	@$(BIN)/policygraph demo $(DEMO_DIR)
	@echo "(The command is $(BIN)/policygraph; '. $(BIN)/activate' puts it on your path.)"

# The tests run even if a check fails, so that one run shows all failures.
test: $(VENV)/.dev  ## run all checks and all tests but the slow ones
	@failed=0; $(MAKE) --no-print-directory check || failed=1; \
	  $(BIN)/python -m pytest $(PYTEST_ARGS) || failed=1; exit $$failed

test-slow: $(VENV)/.dev  ## run the slow tests: repeated kills, Java servers, R, scans, office programs, the built wheel
	@$(BIN)/python -m pytest -m "$(SLOW)" $(PYTEST_ARGS)

spark: $(VENV)/.spark  ## install Spark and run its tests; needs Java
	@$(BIN)/python -m pytest -m spark tests/spark

servers: $(VENV)/.dev  ## publish 100,000 triples to each real triple store; takes minutes
	@$(BIN)/python -m pytest tests/publish/large.py $(PYTEST_ARGS)

check: $(VENV)/.dev  ## check style, docstrings, types and the import contract
	@$(BIN)/ruff check .
	@$(BIN)/pydoclint --quiet src
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache

format: $(VENV)/.dev  ## format the code
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

docs: $(VENV)/.dev  ## generate the pages of the commands and of the questions
	@$(BIN)/python -m docs.generate

notebooks: $(VENV)/.dev  ## run the notebooks in examples/ and write their pages in docs/
	@$(BIN)/python docs/notebooks.py

screenshots: $(VENV)/.dev  ## take the pictures in docs/images; needs Chromium and LibreOffice
	@$(BIN)/python docs/screenshots.py

site: $(VENV)/.site  ## build the documentation site in site/; offline once its tools are installed
	@$(BIN)/python docs/build.py

changes: $(VENV)/.dev  ## show what the changelog will say of the next release
	@$(BIN)/towncrier build --draft --version "$$($(BIN)/python tools/version.py)"

release-prepare: $(VENV)/.dev  ## set the version of a release and move its changes to the changelog (VERSION=0.2.0)
	@$(BIN)/python tools/version.py --set "$(VERSION)"
	@$(BIN)/towncrier build --yes --version "$(VERSION)"
	@$(BIN)/python tools/version.py --tag "v$(VERSION)"

release-check: $(VENV)/.dev  ## do locally what a release does: sdist, wheel, every Python, SBOM, container
	@$(BIN)/python tools/release_check.py

fuzz: $(VENV)/.dev  ## read broken files of every format for an hour (FUZZ_SECONDS for each format)
	@$(BIN)/python tests/documents/fuzz.py --seconds $(FUZZ_SECONDS)

bench: $(VENV)/.dev  ## run the benchmarks; writes the pages reference/performance.md
	@$(BIN)/python benchmarks/run.py

scores: $(VENV)/.dev  ## score policygraph and a plain script on annotated documents; writes docs/*/reference/annotation.md
	@$(BIN)/python benchmarks/annotated.py --write

# One file for all supported versions of Python and systems; uv writes the environment markers.
constraints:  ## resolve all dependencies and pin them in constraints.txt
	@rm -rf build/pins && $(PYTHON) -m venv build/pins
	@build/pins/bin/python -m pip --disable-pip-version-check --quiet install uv
	@build/pins/bin/uv pip compile pyproject.toml --extra dev --extra docs --extra release --extra all --extra ocr --extra mcp --extra spark --universal --python-version 3.11 \
	  --quiet --no-header --no-annotate --output-file build/pins.txt
	@{ sed -n '/^#/p' constraints.txt; cat build/pins.txt; } > build/constraints.txt
	@mv build/constraints.txt constraints.txt && rm -rf build/pins build/pins.txt

clean:  ## remove what the other targets created
	rm -rf $(VENV) build dist site $(DEMO_DIR) .mypy_cache .pytest_cache .ruff_cache .hypothesis

# Each stamp is written last, so that an interrupted installation is repeated.
$(VENV)/.made:
	@command -v $(PYTHON) >/dev/null || \
	  { echo "make: $(PYTHON) not found; give a Python 3.11 or later: make PYTHON=/path/to/python3" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "make: $(PYTHON) is older than Python 3.11; give a later one: make PYTHON=python3.11" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
	  { echo "make: $(PYTHON) lacks venv and ensurepip; install them (Debian, Ubuntu: apt-get install python3-venv)" >&2; exit 1; }
	@echo "Installing into $(VENV); this takes a minute or two."
	@$(PYTHON) -m venv --clear $(VENV)
	@touch $@

$(VENV)/.core: $(VENV)/.made pyproject.toml constraints.txt
	@$(PIP) install --constraint constraints.txt --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.made pyproject.toml constraints.txt
	@$(PIP) install --constraint constraints.txt --editable '.[dev,all,mcp,ocr,release]'
	@touch $@ $(VENV)/.core

$(VENV)/.site: $(VENV)/.made pyproject.toml constraints.txt
	@$(PIP) install --constraint constraints.txt --editable '.[docs]'
	@touch $@ $(VENV)/.core

$(VENV)/.spark: $(VENV)/.dev
	@$(PIP) install --constraint constraints.txt --editable '.[spark]'
	@touch $@
