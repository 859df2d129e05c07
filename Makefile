PYTHON ?= python3
BIN := .venv/bin
SERVERS := $(BIN)/python -m exchange.embedded run --
.PHONY: test check shell clean

test: .venv/installed
	TESTING=1 $(SERVERS) $(BIN)/python -m pytest -n 2

check: .venv/installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	TESTING=1 $(BIN)/mypy exchange accounts companies streams
	$(BIN)/lint-imports
	TESTING=1 $(SERVERS) $(BIN)/python manage.py makemigrations --check --dry-run
	SECRET_KEY=$$($(BIN)/python -c "import secrets; print(secrets.token_urlsafe(64))") \
	  ALLOWED_HOSTS=exchange.example $(BIN)/python manage.py check --deploy --fail-level WARNING

shell: .venv/installed
	TESTING=1 $(SERVERS) $(BIN)/python manage.py shell

.venv/installed: requirements/dev.txt
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	touch $@

clean:
	rm -rf .venv var .mypy_cache .pytest_cache .ruff_cache
