# The one door. `make help` lists what can be done.
PY ?= python3
VENV := .venv
BIN := $(VENV)/bin
STORIES := src/tongzhou/config/tests/stories
export PYTHONUTF8 = 1
# Node trusts what Debian trusts, an office's own certificate included.
export NODE_EXTRA_CA_CERTS ?= $(wildcard /etc/ssl/certs/ca-certificates.crt)

help:  ## List these commands
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | sort

$(VENV)/.runtime: requirements/runtime.txt pyproject.toml
	@$(PY) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or later is needed: apt-get install python3 python3-venv"; exit 1; }
	@test -x $(BIN)/python || $(PY) -m venv $(VENV) || { echo "No venv module: apt-get install python3-venv"; exit 1; }
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/runtime.txt
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps -e .
	@touch $@

$(VENV)/.dev: requirements/dev.txt $(VENV)/.runtime
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

NODE_IS_HERE = node -e 'process.exit(+(process.versions.node.split(".")[0] < 20))' 2>/dev/null && command -v npm >/dev/null
field/node_modules/.ready: field/package-lock.json
	@$(NODE_IS_HERE) || { echo "Node 20 is needed: apt-get install nodejs npm"; exit 1; }
	npm ci --no-audit --no-fund --prefix field
	@touch $@

FIELD := src/tongzhou/field/static/field/index.html
$(FIELD): field/node_modules/.ready field/index.html field/vite.config.ts $(shell find field/src -type f -not -path '*/tests/*')
	npm run build --prefix field --silent -- --logLevel error

field: $(FIELD)  ## Build the app that works without a network

offered:
	@$(NODE_IS_HERE) && $(MAKE) --no-print-directory $(FIELD) || echo "The field app is not built: it needs Node 20 and npm (apt-get install nodejs npm). Everything else runs."

run: $(VENV)/.runtime offered  ## Install, start the database, make the tables, load the district, serve on 127.0.0.1:8000
	$(BIN)/tongzhou serve

check: $(VENV)/.dev  ## Style, types, floors, sizes
	$(BIN)/ruff check src
	$(BIN)/ruff format --check src
	$(BIN)/mypy src/tongzhou
	$(BIN)/djlint src/tongzhou --lint --quiet
	$(BIN)/lint-imports
	$(BIN)/python -m tongzhou.config.sizes
	$(BIN)/python -m tongzhou.config.messages check
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet

fix: $(VENV)/.dev  ## Mend what can be mended by a tool
	$(BIN)/ruff check --fix src
	$(BIN)/ruff format src

browser:
	@command -v chromium >/dev/null || command -v google-chrome >/dev/null || { test "$$(id -u)" = 0 && apt-get update -q && apt-get install -y -q chromium fonts-noto-cjk; } || { echo "The browser stories need Chromium and a CJK font: apt-get install chromium fonts-noto-cjk"; exit 1; }

fielded: $(FIELD)
	npm run check --prefix field

test:  ## Everything that must hold before a change is kept, the browser stories included
	+$(MAKE) --no-print-directory --jobs=2 --output-sync=target check browser fielded
	$(BIN)/python -m pytest -q -n 2 --dist loadfile $(STORIES)
	$(BIN)/python -m pytest -q -n 2 --dist loadfile --ignore=$(STORIES)

bench: $(VENV)/.dev  ## Measure ours beside the bare thing, in one run (about a quarter of an hour)
	$(BIN)/python -m tongzhou.proofs.bench
	$(BIN)/python -m tongzhou.proofs.engine
	$(BIN)/python -m tongzhou.proofs.rostering --seconds 20

lock: $(VENV)/.dev  ## Pin the dependencies anew, with hashes
	$(BIN)/uv pip compile -q --generate-hashes --no-emit-index-url --no-header -o requirements/runtime.txt pyproject.toml
	$(BIN)/uv pip compile -q --generate-hashes --no-emit-index-url --no-header --extra dev -o requirements/dev.txt pyproject.toml

stop: $(VENV)/.runtime  ## End the embedded database
	$(BIN)/tongzhou stop

.PHONY: help field fielded offered run check fix test lock stop browser bench
