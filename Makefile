# Every target that needs the package makes .venv first: on a fresh machine `make run` or `make test` is the whole installation.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
RAW    ?= raw
OUT    ?= output
WORKERS ?= 1
SHARED ?= ../shared

.DEFAULT_GOAL := help
.PHONY: help run test eval eval-left-out train bench check clean

help:  ## this list
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(VENV)/run.stamp  ## read the posts in RAW (default raw/) and write the tables to OUT (default output/)
	@$(BIN)/talkmine run $(RAW) --out $(OUT) --workers $(WORKERS)

test: $(VENV)/test.stamp  ## lint, types, import contract and all tests; under 10 minutes
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -m "not long"

eval: $(VENV)/test.stamp  ## score samples, and the shared posts where they are there, against the pinned floors
	@BIN=$(BIN) SHARED=$(SHARED) tests/quality/eval.sh

ANNOTATED := $(SHARED)/seeds $(SHARED)/corpus --gold $(SHARED)/gold/seeds --gold $(SHARED)/gold/dev --groups $(SHARED)/corpus_SOURCES.tsv

eval-left-out: $(VENV)/test.stamp  ## score every shared post with models that never saw its group
	@if [ -d $(SHARED)/gold ]; then $(BIN)/talkmine train $(ANNOTATED) --left-out build/left-out; \
	else echo "skipped: the left-out figures need the annotated posts in $(SHARED), which is not there"; fi

train: $(VENV)/test.stamp  ## refit what is in pipeline/model/ on the annotated posts in SHARED
	$(BIN)/talkmine train $(ANNOTATED)

bench: $(VENV)/test.stamp  ## posts per second, memory and time per stage, beside a naive peer in the same run
	@$(BIN)/python tests/bench/bench.py

check: test eval-left-out  ## the long set: everything in `test`, then fuzzing, kills, soak and left-out folds
	$(BIN)/python -m pytest -m long

clean:  ## remove what was built and written; raw/ and .venv stay
	rm -rf build dist *.egg-info .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find output -mindepth 1 ! -name .gitkeep -delete

# setuptools warns at every editable install that the package lies in the working directory: it is meant to.
INSTALL := PYTHONWARNINGS=ignore $(BIN)/python -m pip install --quiet --disable-pip-version-check

# pip 23, which comes with Python 3.11, resolves extras such as lxml[html-clean] wrongly: upgrade it first.
$(BIN)/pip:
	@echo "making $(VENV) (a minute or two)"
	@$(PYTHON) -m venv $(VENV)
	@$(INSTALL) --upgrade pip

$(VENV)/run.stamp: pyproject.toml constraints.txt | $(BIN)/pip
	@$(INSTALL) --constraint constraints.txt --editable .
	@touch $@

$(VENV)/test.stamp: pyproject.toml constraints.txt | $(BIN)/pip
	@$(INSTALL) --constraint constraints.txt --editable '.[test]'
	@touch $@ $(VENV)/run.stamp
