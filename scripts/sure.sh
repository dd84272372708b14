#!/usr/bin/env bash
# The gate before a commit: stops at the first thing that is wrong.
set -euo pipefail
cd "$(dirname "$0")/.."

# Browsers, whole packages and walks through every page take minutes; `make test` runs them.
slow=(
  "*/journeys/*" "*/package/*" "*/demo/*" "*/test_bad_input.py" "*/test_tenancy.py" "*/test_doors.py" "*/test_pages.py"
  "*/audit/test_views.py" "*/audit/test_commands.py" "*/audit/test_packs.py" "*/audit/test_suppression.py"
  "*/audit/test_samples.py" "*/audit/test_picture_pages.py" "*/audit/test_partnership_pages.py" "*/audit/test_sign_off.py"
  "*/test_two_at_once.py" "*/ground/test_db.py" "*/checklists/test_values.py"
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
step pytest --quiet --numprocesses 2 -m "not slow" "${slow[@]/#/--ignore-glob=}"
