PYTHON ?= python3
BIN := .venv/bin
SERVERS := $(BIN)/python -m exchange.embedded run --
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes
# Node that comes with the system goes first unless it is too old; then the one in .venv is used.
NODE := PATH="$(CURDIR)/.venv/bin:$$PATH"
# What the front end is built from and to; a tree without one has nothing to build.
BUNDLES := $(if $(wildcard package.json),static/built/.built)
PACKAGES := exchange accounts companies streams benchmarks
.PHONY: demo test check bench crawl shell clean

demo: .venv/base $(BUNDLES)
	@$(BIN)/python -m exchange.launcher

test: .venv/installed $(BUNDLES)
	$(BIN)/python -m exchange.launcher.messages
	TESTING=1 $(SERVERS) $(BIN)/python -m pytest -n 2 --dist worksteal

check: .venv/installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	TESTING=1 $(BIN)/mypy $(PACKAGES)
	$(BIN)/lint-imports
	TESTING=1 $(SERVERS) $(BIN)/python manage.py makemigrations --check --dry-run
	SECRET_KEY=$$($(BIN)/python -c "import secrets; print(secrets.token_urlsafe(64))") \
	  ALLOWED_HOSTS=exchange.example $(BIN)/python manage.py check --deploy --fail-level WARNING
	if TESTING=1 $(BIN)/python manage.py help --commands | grep -qx check_translations; then \
	  TESTING=1 $(BIN)/python manage.py check_translations; fi
	if docker compose version >/dev/null 2>&1; then \
	  SECRET_KEY=x POSTGRES_PASSWORD=x ALLOWED_HOSTS=x docker compose config -q; fi

# SIZE is the number of records, WORLDS the number of pairs of worlds: make bench SIZE=1000000
bench: .venv/installed $(BUNDLES)
	TESTING=1 $(BIN)/python -m exchange.embedded run --data var/bench -- $(BIN)/python -m benchmarks

crawl: .venv/installed $(BUNDLES)
	TESTING=1 $(SERVERS) $(BIN)/python -m tests.noninterference

shell: .venv/base
	$(BIN)/python -m exchange.launcher manage shell

clean:
	@$(PYTHON) exchange/embedded/lock.py var/demo
	rm -rf .venv var node_modules static/built .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed: make PYTHON=python3.12 ..." >&2; exit 1; }
	@$(PYTHON) -m venv .venv || { rm -rf .venv; exit 1; }

.venv/base: requirements/base.txt | .venv/bin/python
	@echo "Installing Python packages, about a minute the first time ..."
	@$(INSTALL) -r requirements/base.txt
	@touch $@

.venv/installed: requirements/dev.txt | .venv/bin/python
	@echo "Installing Python packages with those for tests, about two minutes the first time ..."
	@$(INSTALL) -r requirements/dev.txt
	@touch $@ .venv/base

node_modules/.installed: package.json package-lock.json .npmrc | .venv/bin/python
	@command -v npm >/dev/null && node -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)' \
	  || $(INSTALL) -r requirements/node.txt
	@echo "Installing front-end packages ..."
	@$(NODE) npm ci --silent
	@touch $@

static/built/.built: node_modules/.installed build.mjs $(shell find static/src -type f 2>/dev/null)
	@$(NODE) node build.mjs
	@mkdir -p $(@D) && touch $@
