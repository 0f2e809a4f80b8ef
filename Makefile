# make compare   the main job: the law before and after order № 95 over synthetic families
# make test      every check
# make serve     the web API on http://127.0.0.1:5000 (make serve-stock: the stock OpenFisca one)
# make bench     speed, memory and exactness, with their bounds
# make fuzz      the web API under 100 000 mutated requests and half an hour of schemathesis
# make clean     takes away the virtual environment and what was made

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP_INSTALL := PYTHONWARNINGS=ignore $(BIN)/python -m pip install -qq --disable-pip-version-check --constraint constraints.txt --editable
PERIOD ?= 2025-05
POPULATION := build/synthetic-population-$(PERIOD).parquet

.PHONY: compare test lint types cases serve serve-stock bench fuzz lock clean

compare: $(POPULATION)
	@$(BIN)/openfisca-kz compare $(POPULATION) --reform order_95_2025 --period $(PERIOD) --out build/compare-$(PERIOD)

$(POPULATION): $(VENV)/.population $(wildcard openfisca_kz/population/synthetic/*)
	@mkdir -p build
	@$(BIN)/openfisca-kz synthesize --families 20000 --seed 1 --period $(PERIOD) --out $@

test: lint types cases $(VENV)/.wheels
	$(BIN)/python -m pytest --quiet --numprocesses auto

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/yamllint --strict .

types: $(VENV)/.dev
	$(BIN)/mypy

# The lawyers' cases under the stock runner; pytest runs them again and compares exactly.
cases: $(VENV)/.dev
	$(BIN)/openfisca test --country-package openfisca_kz tests/law

serve: $(VENV)/.service
	@$(BIN)/openfisca-kz serve

serve-stock: $(VENV)/.web-api
	$(BIN)/openfisca serve --country-package openfisca_kz --bind 127.0.0.1:5000

bench: $(VENV)/.dev
	$(BIN)/python -m benchmarks

fuzz: $(VENV)/.dev
	$(BIN)/python -m benchmarks service_fuzz service_schemathesis

lock: $(VENV)/.dev
	$(BIN)/python -m pip install --quiet 'uv>=0.9,<1'
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --all-extras --no-annotate --no-header \
		--no-emit-index-url --upgrade --output-file constraints.txt pyproject.toml

clean:
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis

# What an empty environment needs, for the test that installs the wheel: fetched once, so that tests run offline.
$(VENV)/.wheels: constraints.txt | $(VENV)/.dev
	@$(BIN)/python -m pip download -qq --disable-pip-version-check --constraint constraints.txt \
		--dest $(VENV)/wheels numpy openfisca-core PyYAML
	@touch $@

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "openfisca-kz needs Python 3.11 or newer; name one: make PYTHON=python3.12 …" >&2; exit 1; }
	@echo "Setting up the virtual environment $(VENV) (once) …"
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.population $(VENV)/.service $(VENV)/.web-api $(VENV)/.dev: $(VENV)/.%: pyproject.toml constraints.txt | $(BIN)/python
	@echo "Installing openfisca-kz[$*] (once) …"
	@$(PIP_INSTALL) ".[$*]"
	@touch $@
