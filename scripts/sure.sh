#!/usr/bin/env bash
# The gate before a commit: stops at the first thing that is wrong.
set -euo pipefail
cd "$(dirname "$0")/.."

export PYTHONHASHSEED=0 # both workers of pytest must find the tests in one order
step() {
  echo "· $*"
  ".venv/bin/$1" "${@:2}"
}
step ruff format --check .
step ruff check .
step mypy
step djlint --lint --quiet careplan
step pytest --quiet --numprocesses 2 --ignore tests/journeys -m "not slow"
