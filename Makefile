# `make demo` and `make test` need nothing but Python 3.11 or newer; everything is installed into .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.installed

.DEFAULT_GOAL := help
.PHONY: help demo run test check lint types imports knowledge evaluate bench lock clean

help: ## Show what can be made
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

$(READY): pyproject.toml deploy/requirements-dev.lock
	$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile --require-hashes -r deploy/requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps --editable .
	@touch $@

demo: $(READY) ## Run the bot with a local Telegram and a chat page; no token needed
	$(BIN)/kzjp demo

run: $(READY) ## Run the bot with the token in KZJP_BOT_TOKEN
	$(BIN)/kzjp run

test: $(READY) ## Run the whole test suite
	$(BIN)/python -m pytest --numprocesses 2 --dist loadfile --no-loadscope-reorder

check: lint types imports knowledge test ## Lint, types, import rules, knowledge, tests

lint: $(READY) ## Ruff, rules and format
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(READY) ## mypy, strict
	$(BIN)/mypy

imports: $(READY) ## The rooms import one way
	$(BIN)/lint-imports

knowledge: $(READY) ## Check the knowledge base
	$(BIN)/kzjp check knowledge

evaluate: $(READY) ## Ask the test questions and print how well they are understood
	$(BIN)/kzjp evaluate

bench: $(READY) ## Measure speed and matching beside baselines in the same run; public sets from KZJP_BENCH_DATA
	$(BIN)/python -m tests.bench
	$(BIN)/python -m tests.bench.announcing
	$(BIN)/python -m tests.bench.serving
	$(BIN)/python -m tests.bench.matching
	$(BIN)/python -m tests.bench.scale
	if [ -n "$$KZJP_BENCH_DATA" ]; then $(BIN)/python -m tests.bench.public; fi

lock: $(READY) ## Pin the newest allowed versions anew, with hashes and without hosts
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	    --no-header --upgrade pyproject.toml -o deploy/requirements.lock
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	    --no-header --extra dev -c deploy/requirements.lock pyproject.toml -o deploy/requirements-dev.lock
	echo hatchling | $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	    --no-header -c deploy/requirements-dev.lock - -o deploy/requirements-build.lock

clean: ## Remove what was installed and built
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
