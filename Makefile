# Every command of the project. `make help` lists them.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
EXAMPLES := $(wildcard corpus/examples/*.pdf corpus/examples/*.docx)
SOURCES := corpus models evaluation service tests tools

# Nothing here needs the network once the packages are there.
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.PHONY: help setup demo test check format evaluate dossier bench examples readme lock clean

help: ## list the commands
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{ printf "  make %-10s %s\n", $$1, $$2 }'

setup: $(INSTALLED) ## make .venv and install what is missing

$(INSTALLED): pyproject.toml constraints.txt
	@$(PYTHON) tools/require_python.py
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing the packages of constraints.txt in $(VENV) (the first time this takes minutes)."
	@$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[dev]'
	@touch $@

demo: $(INSTALLED) ## assess the two example proposals and write HTML reports
	@mkdir -p output
	@$(BIN)/speerwijzer check $(EXAMPLES) --format text --format html --output output/demo
	@echo
	@echo "The report on one of them as text:"
	@echo
	@cat output/demo/$(basename $(notdir $(firstword $(EXAMPLES)))).txt
	@echo
	@echo "Open these reports in a browser:"
	@ls -1 $(CURDIR)/output/demo/*.html

test: check ## everything: format, lint, types, import contracts, sizes, and all tests
	@$(BIN)/python -m pytest

check: $(INSTALLED) ## everything but the tests
	@$(BIN)/ruff format --check $(SOURCES)
	@$(BIN)/ruff check $(SOURCES)
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python tools/size_gate.py

format: $(INSTALLED) ## put the code in its fixed form and repair what can be repaired
	@$(BIN)/ruff format $(SOURCES)
	@$(BIN)/ruff check --fix $(SOURCES)

evaluate: $(INSTALLED) ## measure the engine anew and write evaluation/results, model card and dossier (minutes)
	@$(BIN)/python -m tools.model_card
	@$(BIN)/python -m tools.dossier

dossier: $(INSTALLED) ## write docs/dossier and docs/responsible-ai.md anew
	@$(BIN)/python -m tools.dossier
	@$(BIN)/python -m tools.responsible_ai

bench: $(INSTALLED) ## time the engine
	@$(BIN)/speerwijzer bench

examples: $(INSTALLED) ## write corpus/examples anew
	@$(BIN)/python -m tools.make_examples

readme: $(INSTALLED) ## assess an example anew and put its report in README.md
	@$(BIN)/python -m tools.readme_demo

lock: $(INSTALLED) ## resolve pyproject.toml afresh into constraints.txt
	@$(BIN)/python tools/lock.py

clean: ## remove everything that can be made again, .venv included
	rm -rf $(VENV) build dist output .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find $(SOURCES) -name __pycache__ -type d -prune -exec rm -rf {} +
