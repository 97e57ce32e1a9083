# Everything runs through `.venv/bin/python -m …`: the scripts beside it do not start when the
# path of this folder holds spaces. Every path here is relative for the same reason.

PYTHON ?= python3
PIP_TOOLS := pip-tools==7.6.2
PY := .venv/bin/python
PIP := $(PY) -m pip -qq --disable-pip-version-check

export PIP_NO_INPUT := 1

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help reports test coverage lab notebooks check lock clean

help:  ## this list
	@sed -n 's/^\([a-z]*\):[^#]*## \(.*\)/make \1 \2/p' Makefile | while read -r make target text; \
	do printf '  make %-10s %s\n' "$$target" "$$text"; done

reports: .venv/.installed  ## render all reports into site/
	@$(PY) -m helpers.cli render

test: .venv/.installed  ## run the tests, then hold the committed notebooks against their outputs
	@$(PY) -m pytest -n auto --dist loadscope
	@$(PY) -m pytest -n auto --dist loadscope --nbval notebooks || { \
	  echo "The outputs of the committed notebooks are not those of the present data: run \`make notebooks\` and commit them." >&2; \
	  exit 1; }

coverage: .venv/.installed  ## which lines and branches the tests run, also in workers and kernels (half an hour)
	@rm -rf build/coverage
	@mkdir -p build/coverage/ipython/profile_default/startup
	@cp tools/save_coverage.py build/coverage/ipython/profile_default/startup/
	@IPYTHONDIR="$$PWD/build/coverage/ipython" $(PY) -m coverage run -m pytest -n auto --dist loadscope
	@IPYTHONDIR="$$PWD/build/coverage/ipython" $(PY) -m coverage run -m pytest -n auto --dist loadscope --nbval notebooks
	@$(PY) -m coverage combine --quiet 2>build/coverage/spoilt || true  # of processes that tests have killed
	@$(PY) -m coverage report

lab: .venv/.installed  ## open the notebooks in JupyterLab
	@$(PY) -m jupyterlab --notebook-dir=notebooks --LabApp.default_url=/lab/tree/start_here.ipynb

notebooks: .venv/.installed  ## refresh the outputs of the committed notebooks
	@$(PY) -m helpers.cli notebooks

check: .venv/.installed  ## check the curated data against the source texts
	@$(PY) -m helpers.cli check

lock: build/pip-tools/.installed  ## write requirements.lock anew (OPTIONS=--upgrade for newer releases)
	@echo "Writing requirements.lock from pyproject.toml (a few minutes) …"
	@CUSTOM_COMPILE_COMMAND="make lock" build/pip-tools/bin/python -m piptools compile --quiet \
	  --generate-hashes --allow-unsafe --all-build-deps --extra test --extra browser --extra draft --strip-extras \
	  --no-emit-index-url --no-emit-trusted-host --no-emit-find-links $(OPTIONS) \
	  --output-file requirements.lock pyproject.toml

clean:  ## remove build/, site/ and .venv
	rm -rf build site .venv

# The stamp is written last: an environment that was interrupted has none and is made anew.
.venv/.installed: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Python 3.11 or newer is needed, and $(PYTHON) is $$($(PYTHON) --version 2>&1)." \
	    "Name another one: make PYTHON=python3.12 …" >&2; exit 1; }
	@if [ -e .venv/.installed ]; then \
	  echo "requirements.lock or pyproject.toml changed: making .venv anew (a few minutes) …"; \
	else \
	  echo "Making .venv from requirements.lock (once, a few minutes) …"; fi
	@rm -rf .venv
	@$(PYTHON) -m venv .venv
	@$(PIP) install --require-hashes -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

build/pip-tools/.installed: Makefile
	@echo "Making build/pip-tools, to write the lock with (once) …"
	@rm -rf build/pip-tools
	@$(PYTHON) -m venv build/pip-tools
	@build/pip-tools/bin/python -m pip -qq --disable-pip-version-check install $(PIP_TOOLS)
	@touch $@
