# make run        start the dashboard on this machine
# make test       run the tests, the browser's too: what holds everywhere on a sample of pages
# make test-fast  the units, without browser, pages and stores, with a third of the tries, between two thoughts
# make test-full  every page with every address, filter and mark; as many tries as it takes to be sure
# make check      format, lint, types, codebook
# make clean      remove what these leave behind

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.NOTPARALLEL:
# Every program the tests start would compile the package anew.
unexport PYTHONDONTWRITEBYTECODE

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --no-input --disable-pip-version-check
CREATECLUSTER := /etc/postgresql-common/createcluster.conf
APT := env DEBIAN_FRONTEND=noninteractive apt-get -qq
# A file stays with one worker: its server and its databases are started once.
SPREAD := -n 3 --dist loadfile --no-loadscope-reorder
CHROMIUM = { command -v chromium || command -v chromium-browser || command -v google-chrome; }

.PHONY: help run test test-fast test-full check clean venv-by-apt chromium postgresql

help:
	@sed -n 's/^# //p' Makefile | head -n 6

run: .venv/.run
	$(BIN)/python -m streamlit run dashboard.py

test: venv-by-apt .venv/.dev chromium postgresql
	$(BIN)/python -m pytest -q $(SPREAD)

test-fast: export ONRECORD_FAST := 1
test-fast: venv-by-apt .venv/.dev
	$(BIN)/python -m pytest -q $(SPREAD) -m "not browser and not postgresql and not slow"

test-full: export ONRECORD_FULL := 1
test-full: test
	ONRECORD_SLOW=300 $(BIN)/python -m pytest -q $(SPREAD) -m browser tests/test_browser*.py

check: venv-by-apt .venv/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy --strict onrecord
	$(BIN)/python -m onrecord codebook | diff -u data/README.md - \
		|| { echo "data/README.md is stale: run '$(BIN)/python -m onrecord codebook > data/README.md'" >&2; exit 1; }

clean:
	rm -rf .venv build .pytest_cache .mypy_cache .ruff_cache .hypothesis tests/screenshots
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The stamps say what is installed, so that a second call needs no network.
.venv/.dev: requirements-dev.txt .venv/.run
	$(PIP) -r requirements-dev.txt
	@touch $@

.venv/.run: requirements.txt | $(BIN)/python
	$(PIP) -r requirements.txt
	@touch $@

$(BIN)/python:
	@command -v $(PYTHON) > /dev/null \
		|| { echo "There is no $(PYTHON). Install Python 3.11 or later, with its venv module." >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 or later is needed; $(PYTHON) is $$($(PYTHON) -V 2>&1). Try: make PYTHON=python3.12 run" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2> /dev/null && $(PYTHON) -m venv .venv \
		|| { rm -rf .venv; echo "$(PYTHON) cannot make a virtual environment. On Debian or Ubuntu: apt install python3-venv" >&2; exit 1; }

venv-by-apt:
	@if [ ! -x $(BIN)/python ] && [ "$$(id -u)" = 0 ] && command -v apt-get > /dev/null \
		&& ! $(PYTHON) -c 'import ensurepip, venv' 2> /dev/null; then \
		echo "Installing python3-venv by apt"; $(APT) update && $(APT) install -y python3-venv < /dev/null \
			|| echo "apt could not install it" >&2; \
	fi

chromium:
	@if $(CHROMIUM) > /dev/null; then exit 0; fi; \
	sudo=; [ "$$(id -u)" = 0 ] || sudo="sudo -n"; \
	if command -v apt-get > /dev/null && $$sudo true 2> /dev/null; then \
		echo "Installing chromium by apt"; \
		$$sudo $(APT) update && $$sudo $(APT) install -y --no-install-recommends chromium fonts-liberation < /dev/null \
			|| echo "apt could not install it" >&2; \
	fi; \
	$(CHROMIUM) > /dev/null || { echo "The browser tests need Chromium. On Debian: sudo apt install chromium" >&2; exit 1; }

# Debian's package would start a server of its own; the tests start theirs.
postgresql:
	@if ls /usr/lib/postgresql/*/bin/initdb > /dev/null 2>&1 || command -v initdb > /dev/null; then exit 0; fi; \
	sudo=; [ "$$(id -u)" = 0 ] || sudo="sudo -n"; \
	if command -v apt-get > /dev/null && $$sudo true 2> /dev/null; then \
		echo "Installing postgresql by apt"; \
		$$sudo $(APT) update && $$sudo $(APT) install -y --no-install-recommends postgresql-common < /dev/null \
			&& $$sudo sed -i 's/^#\?create_main_cluster.*/create_main_cluster = false/' $(CREATECLUSTER) \
			&& grep -q '^create_main_cluster = false' $(CREATECLUSTER) \
			&& $$sudo $(APT) install -y --no-install-recommends postgresql < /dev/null \
			|| echo "apt could not install it" >&2; \
	fi; \
	ls /usr/lib/postgresql/*/bin/initdb > /dev/null 2>&1 \
		|| echo "Without PostgreSQL its tests fail as root on Linux, and are skipped elsewhere. On Debian: sudo apt install postgresql" >&2
