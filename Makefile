# The two commands a newcomer needs: make serve, make test.

PYTHON ?= python3
BIN := .venv/bin
export PYTHONUTF8 := 1
# Containers often forbid it: each of the tests' processes would then compile the whole tree anew.
export PYTHONDONTWRITEBYTECODE :=
# A worker a core: with three on two cores the tests took longer.
WORKERS ?= 2

.PHONY: help serve demo install install-dev install-validators catalogues check check-open test test-full screenshots bench release-database lock browser clean

help:
	@echo "make serve      make everything ready and serve on http://127.0.0.1:8000 (PORT changes it)"
	@echo "make demo       the same beside made-up municipalities, each page marked as an example"
	@echo "make test       all checks and tests"
	@echo "make install    make the environment in .venv only"
	@echo "make check      the static checks: ruff, mypy, import contracts, catalogues"
	@echo "make test-full  the tests with more examples, more kill points, and on PostgreSQL too"
	@echo "make check-open  what others' validators make of the API, the open data and sign-in (SHAPES=FOLDER)"
	@echo "make screenshots  every type of page, wide, narrow, light, dark, in each language, below var/screenshots"
	@echo "make bench      the benchmarks"
	@echo "make release-database  write the test databases of this version, for later ones"
	@echo "make lock       resolve the requirements anew"

serve: install catalogues
	@$(BIN)/flask --app wsgi serve

demo: install catalogues
	@DEMO=benchmarks/corpus SECOND_FACTOR_FROM=never DATABASE_URL=sqlite:///$(CURDIR)/var/demo/grannar.sqlite SEARCH_INDEX=$(CURDIR)/var/demo/index \
	  $(BIN)/flask --app wsgi serve

install: .venv/runtime

install-dev: .venv/development

install-validators: .venv-validators/installed

# An environment of their own: they bring a hundred packages that no other test needs.
.venv-validators/installed: requirements/validators.txt | .venv/bin/python
	@echo "Installing what validates the open doors …"
	@$(PYTHON) -m venv .venv-validators
	@.venv-validators/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes \
	  --only-binary :all: -r $<
	@touch $@

# What checks the JSON-LD of pages, where there is npm: two packages that bring no others.
.venv-validators/structured-data/installed: tests/validators/structured_data/package-lock.json | .venv-validators/installed
	@mkdir -p $(@D) && cp tests/validators/structured_data/package.json $< $(@D)
	@if command -v npm >/dev/null; then \
	  npm ci --prefix $(@D) --ignore-scripts --no-audit --no-fund --silent && touch $@; \
	else echo "npm is missing: the JSON-LD of pages is not checked by its validator."; fi

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Grannar needs Python 3.11 or later; $(PYTHON) is older. Set PYTHON to a newer one."; exit 1; }
	@echo "Making the environment in .venv …"
	@$(PYTHON) -m venv .venv \
	  || { echo "Python cannot make environments here: install its venv module (Debian: python3-venv)."; exit 1; }

.venv/runtime: requirements/runtime.txt | .venv/bin/python
	@echo "Installing what Grannar needs …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r $<
	@touch $@

.venv/development: requirements/dev.txt .venv/runtime
	@echo "Installing what its tests need …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r $<
	@touch $@

catalogues: $(patsubst %.po,%.mo,$(wildcard translations/*/LC_MESSAGES/messages.po)) \
  network/language/lexicon/kept/matters.json

network/language/lexicon/kept/matters.json: $(wildcard network/language/*/*.py network/language/*/*.tsv) | install
	@$(BIN)/python -m network.language
	@touch $@

translations/%.mo: translations/%.po | install
	@$(BIN)/python translations/catalogues.py compile

check: install-dev
	@echo "Checking …"
	@$(BIN)/ruff check --quiet . && $(BIN)/ruff format --quiet --check .
	@$(BIN)/djangofmt --quiet --check network/web/templates \
	  || { echo "Templates are not as djangofmt writes them: run $(BIN)/djangofmt network/web/templates"; exit 1; }
	@$(BIN)/deptry .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/python translations/catalogues.py check
	@$(BIN)/flask --app wsgi content check content

# The checks run beside the tests, which leave part of a core idle: either's failure is the target's.
TESTS = $(BIN)/python -m pytest -n $(WORKERS) --dist worksteal --durations=15
define check_and_test
	@said=$$(mktemp); \
	{ $(MAKE) --no-print-directory check >"$$said" 2>&1; checked=$$?; echo; cat "$$said"; exit $$checked; } & \
	$(TESTS); tested=$$?; \
	wait $$!; checked=$$?; rm -f "$$said"; \
	if [ "$(BROWSER)" = none ]; then echo "The browser tests were left out: BROWSER=none."; fi; \
	if [ $$checked != 0 ]; then echo "make check failed: what it says stands among the tests above."; fi; \
	[ $$tested = 0 ] && [ $$checked = 0 ]
endef

test: install-dev catalogues browser
	$(check_and_test)

test-full: export GRANNAR_TESTS := full
test-full: install-dev catalogues browser
	$(check_and_test)
	@$(MAKE) --no-print-directory check-open

check-open: install-validators .venv-validators/structured-data/installed catalogues
	@STRUCTURED_DATA=.venv-validators/structured-data \
	  .venv-validators/bin/python -m pytest -p no:schemathesis -rs -s tests/validators

SCREENSHOTS ?= var/screenshots
screenshots: install-dev catalogues browser
	@$(BIN)/python -m tests.page_sweep.screenshots $(SCREENSHOTS)

bench: install-dev catalogues
	@$(BIN)/python -m benchmarks
	@$(BIN)/python -m benchmarks.meetings
	@$(BIN)/python -m benchmarks.digests
	@$(BIN)/python -m benchmarks.pasted
	@$(BIN)/python -m benchmarks.desk

release-database: install-dev catalogues
	@$(BIN)/python -m tests.schema.released_databases

# Its headless shell is the same Chromium without a window's bars, which would be drawn for each page.
browser:
	@if [ "$(BROWSER)" != none ] && [ -z "$$CHROMIUM" ] && ! command -v chromium-headless-shell >/dev/null; then \
	  echo "Installing Chromium's headless shell for the browser tests …"; \
	  sudo=$$([ "$$(id -u)" = 0 ] || echo "sudo -n"); \
	  { $$sudo apt-get -qq -o Acquire::Retries=0 -o Acquire::http::Timeout=10 update && \
	    DEBIAN_FRONTEND=noninteractive $$sudo apt-get -qq install --no-install-recommends chromium-headless-shell; \
	  } >/dev/null 2>&1 \
	  || { command -v chromium >/dev/null && echo "It could not be installed: Chromium itself does it, more slowly."; } \
	  || { echo "The browser tests need Chromium: install Debian's package chromium-headless-shell," \
	    "or run with BROWSER=none."; exit 1; }; \
	fi

lock:
	@$(BIN)/python -m pip install --quiet uv
	@$(BIN)/uv pip compile --quiet pyproject.toml --universal --generate-hashes --no-emit-index-url --no-header \
	  --python-version 3.11 -o requirements/runtime.txt
	@$(BIN)/uv pip compile --quiet pyproject.toml --group dev --universal --generate-hashes --no-emit-index-url \
	  --no-header --python-version 3.11 -c requirements/runtime.txt -o requirements/dev.txt
	@$(BIN)/uv pip compile --quiet pyproject.toml --group validators --universal --generate-hashes --no-emit-index-url \
	  --no-header --python-version 3.11 -c requirements/dev.txt -o requirements/validators.txt

clean:
	rm -rf .venv .venv-validators var search_index/* translations/*/LC_MESSAGES/*.mo
