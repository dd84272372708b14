#!/usr/bin/env bash
# The gate before a commit: stops at the first thing that is wrong.
set -euo pipefail
cd "$(dirname "$0")/.."

# Browsers, whole packages and whole services take minutes; `make test` runs them.
slow=(
  tests/journeys tests/test_tenancy.py tests/test_bad_input.py tests/audit/test_views.py tests/audit/test_commands.py
  tests/package tests/ground/test_db.py tests/checklists/test_values.py
)
export PYTHONHASHSEED=0 # both workers of pytest must find the tests in one order
step() {
  echo "· $*"
  ".venv/bin/$1" "${@:2}"
}
step ruff format --check .
step ruff check .
step mypy
step djlint --lint --quiet careplan
step pytest --quiet --numprocesses 2 -m "not slow" "${slow[@]/#/--ignore=}"
