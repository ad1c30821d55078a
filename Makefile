# `make` alone lists what there is. Every target does its own set-up; see scripts/setup.
SHELL := /bin/sh
BIN := .venv/bin
CONFIG ?= config.example.yaml
WORKERS ?= auto
PYTEST_OPTIONS ?=
MUTANTS ?= 60
SEED ?= 1
ROOMS ?=
BENCH_OPTIONS ?=
# Some images of machines say this: then every process of the tests would compile all tests and the package anew.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help setup demo quick test check format golden schema rule sheet docs gallery bench bench-peers mutants sweep test-faults try-install bare clean

help:  ## this list
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup:  ## prepare .venv and the native libraries (every other target does this first)
	@scripts/setup

demo: setup  ## build the runbook of config.example.yaml into output/
	@$(BIN)/runbook build -c $(CONFIG) -o output
	@echo 'To type runbook in this shell: . $(BIN)/activate   To install it: docs/how-to/install.md' >&2

quick: setup  ## nine of ten tests, in about a minute: none that prints, opens a browser, kills runs or takes long
	@$(BIN)/pytest -q -n $(WORKERS) --dist worksteal --durations 5 --durations-min 1 \
		-m "not paper and not browser and not kills and not sweep and not slow" $(PYTEST_OPTIONS)

test: check  ## make check, then all tests
	@$(BIN)/pytest -n $(WORKERS) --dist worksteal $(PYTEST_OPTIONS)

check: setup  ## formatting, lint, types, layers, lock file
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/uv lock --check --offline --quiet

format: setup  ## write code in the agreed format
	@$(BIN)/ruff format --quiet .
	@$(BIN)/ruff check --quiet --fix .

golden: setup schema  ## write the golden files, what is said and docs/cli.md's help anew; read the difference before you commit it
	@$(BIN)/pytest -q -n 0 tests/sheets/test_golden.py tests/config tests/organisation/test_terms.py tests/offboarding \
		tests/test_docs_are_true.py tests/text/test_glyphs.py --refresh-golden
	@git --no-pager diff --stat -- tests docs config.schema.json

schema: setup  ## write config.schema.json anew
	@$(BIN)/runbook schema > config.schema.json.new && mv config.schema.json.new config.schema.json

rule: setup  ## start a rule of `runbook check`: make rule NAME=seals-are-numbered [AFTER=two-mfa-devices]
	@$(BIN)/python scripts/scaffold.py rule $(if $(AFTER),--after '$(AFTER)') -- '$(NAME)'

sheet: setup  ## start a sheet: make sheet NAME=night-guard
	@$(BIN)/python scripts/scaffold.py sheet -- '$(NAME)'

docs: setup  ## write the pages as a site into site/, links checked
	@$(BIN)/python scripts/site.py

gallery: setup  ## draw the pictures of README and docs anew (needs pdftoppm and Chromium)
	@$(BIN)/python scripts/gallery.py
	@$(BIN)/python scripts/screens.py

bench: setup  ## what the commands cost, as ratios to bare Python, weasyprint and Chromium; BENCH_OPTIONS="--short --write --json FILE"
	@PYTHONPATH=. $(BIN)/python benchmarks/ratios.py $(BENCH_OPTIONS)
	@$(BIN)/python benchmarks/custody.py
	@$(BIN)/python benchmarks/evidence.py

bench-peers: setup  ## what RenderCV and ChecklistFabrik cost, if they can be installed (package index)
	@$(BIN)/python benchmarks/peers.py

mutants: setup  ## how many of a sample of wrong changes the tests notice; MUTANTS=60 SEED=1 ROOMS="custody writing"
	@$(BIN)/python benchmarks/mutants.py --mutants $(MUTANTS) --seed $(SEED) $(ROOMS)

sweep: setup  ## the tests that try everything, without sampling (half an hour)
	@RUNBOOK_ALL=1 $(BIN)/pytest -q -n $(WORKERS) --dist worksteal -m sweep

test-faults: setup  ## the long form of the kill and fault tests of folder and register (minutes)
	@RUNBOOK_CRASH_RUNS=1000 $(BIN)/pytest -n $(WORKERS) tests/writing/test_crash.py

try-install:  ## install as people do (pip, pipx, uv; from here and from a wheel), and follow README; needs a package index
	@scripts/try-install

bare: ## prove `make demo` and `make test` on a bare Debian 12 (root, debootstrap)
	@scripts/bare-machine

clean:  ## remove .venv and caches; the output folder stays
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache dist site
