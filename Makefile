# make site builds the sample site, make test runs every check. Both set themselves up.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin

# Tests start many programs; compiling sitegen anew for each would take longer than most of them.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: site serve test lint format types imports unit docs screenshots clean

site: $(VENV)/.installed
	@$(BIN)/sitegen build
	@echo "To see it in a browser, open output/index.html, or run: make serve"

serve: $(VENV)/.installed
	@$(BIN)/sitegen serve

test: lint types imports unit

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

format: $(VENV)/.dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

types: $(VENV)/.dev
	$(BIN)/mypy

imports: $(VENV)/.dev
	$(BIN)/lint-imports

# A process for each core; a file's tests share what they set up, so they stay together.
unit: $(VENV)/.dev
	$(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder

# The tables in docs/ that are made from the code.
docs: $(VENV)/.dev
	$(BIN)/python -m sitegen.forms.field_tables < docs/form-fields.md > docs/form-fields.md.new
	mv docs/form-fields.md.new docs/form-fields.md
	$(BIN)/python -m sitegen.forms.documentation < docs/forms.md > docs/forms.md.new
	mv docs/forms.md.new docs/forms.md
	for page in themes brand; do \
	  $(BIN)/python -m sitegen.brand.documentation < docs/$$page.md > docs/$$page.md.new && \
	  mv docs/$$page.md.new docs/$$page.md; done

# The pictures of all themes in docs/themes.md. Needs Chromium and chromedriver.
screenshots: $(VENV)/.dev
	$(BIN)/python tools/screenshots.py

$(VENV)/.installed: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.dev: pyproject.toml $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[dev]"
	@touch $@

clean:
	rm -rf output .sitegen $(VENV) dist build
