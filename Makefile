# make demo · make test · make check. Everything is installed into .venv and .tools; nothing outside this folder changes.
.PHONY: demo test check lock clean
SHELL := /bin/bash
AISLE := .venv/bin/aisle

demo: .venv/installed-run
	@exec $(AISLE) demo

test: .venv/installed-test
	@sh requirements/browser.sh
	@.venv/bin/python -m pytest tests

check: .venv/installed-test
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy shop knowledge actions bot training
	$(AISLE) flows --check
	.venv/bin/python -m pytest tests/test_imports.py tests/test_domain.py

.venv/installed-run: requirements/run.txt requirements/overrides.txt requirements/install.sh
	@sh requirements/install.sh run

.venv/installed-test: requirements/test.txt requirements/overrides.txt requirements/install.sh
	@sh requirements/install.sh test

lock: # pins requirements/*.in anew
	@sh requirements/lock.sh

clean:
	rm -rf .venv .tools var .mypy_cache .ruff_cache .pytest_cache
