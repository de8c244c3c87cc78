# The only commands. `make run` and `make test` set up all that they need.
PYTHON ?= python3
NEED_PYTHON = $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { echo "clinic: Python 3.11 or newer is missing. On Debian or Ubuntu: apt-get install python3 python3-venv. If it has another name: make run PYTHON=python3.12" >&2; exit 1; }

.PHONY: run test check drill bench audit lock
.DEFAULT_GOAL := run

# Recipes end in exec, so that a signal to make reaches the process that serves.
run:  ## serve the site on http://127.0.0.1:8000 (PORT, DEMO)
	@$(NEED_PYTHON); exec $(PYTHON) -m clinic.launch

test:  ## everything: lint, types, both databases, the browser
	@$(NEED_PYTHON); exec $(PYTHON) -m tests.run

check:  ## the quick part: lint, types, migrations, imports, deployment checks
	@$(NEED_PYTHON); exec $(PYTHON) -m tests.run check

drill:  ## kill workers, database and mail provider while people ask and newsletters leave
	@$(NEED_PYTHON); exec $(PYTHON) -m tests.run drill

bench:  ## pages, asking, the desk and sending, as ratios; writes bench/results/
	@$(NEED_PYTHON); exec $(PYTHON) -m bench

audit:  ## Observatory, vnu and pa11y on every kind of page; needs Node, Java and Linux
	@$(NEED_PYTHON); exec $(PYTHON) -m tests.run audit

lock:  ## compile the requirement files from their .in files
	@$(NEED_PYTHON); exec $(PYTHON) -m tests.run lock
