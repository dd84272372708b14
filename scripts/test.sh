#!/usr/bin/env bash
# Every test but the journeys on SQLite, then what stands on a database and the journeys on PostgreSQL (or, without a
# server, the journeys on SQLite). At the end: how long each pass took, and pytest's closing line, of the pass that
# failed, if one did. With CI set, a missing Chromium or PostgreSQL is an error, else one line says so.
set -uo pipefail
cd "$(dirname "$0")/.."

scripts/install.sh dev || exit 1
scripts/system-packages.sh
export PYTHONHASHSEED=0 # both workers of pytest must find the tests in one order
if [ -w /dev/shm ] && [ "$(df --output=avail -k /dev/shm | tail -n 1)" -gt 1000000 ]; then
  TMPDIR="$(mktemp -d /dev/shm/careplan-XXXXXX)" # databases of tests are dropped: in memory they wait for no disk
else
  TMPDIR="$(mktemp -d)"
fi
chmod 711 "$TMPDIR" # a private PostgreSQL runs as another user
export TMPDIR
logs="$TMPDIR"
trap 'rm -rf "$TMPDIR"' EXIT
status=0
failed=""
took=()

missing() {
  echo "Skipped: $1"
  if [ -n "${CI:-}" ]; then
    echo "CI is set, so that is an error." >&2
    exit 1
  fi
}

run_pass() { # name, command…
  echo "Tests on $1"
  local code TIMEFORMAT="$1: %0lR; of processor %0lU and %0lS (PostgreSQL not counted)"
  {
    time "${@:2}" 2>&1 | tee "$logs/$1"
    code=${PIPESTATUS[0]}
  } 2>"$logs/$1 time"
  [ "$code" -eq 77 ] && return 77
  last="$1"
  took+=("$(tail -n 1 "$logs/$1 time")")
  if [ "$code" -ne 0 ]; then
    status=$code
    failed="${failed:-$1}"
  fi
  return 0
}

command -v chromium >/dev/null || missing "journeys in a browser, as Chromium is not installed (apt-get install chromium)."
pytest=(.venv/bin/pytest --numprocesses 2 --dist loadfile --no-loadscope-reorder "$@")
.venv/bin/python -c 'import weasyprint' 2>/dev/null ||
  missing "reports as PDF, as Pango is not installed (apt-get install libpangoft2-1.0-0)."
run_pass SQLite env -u TEST_DATABASE_URL "${pytest[@]}" -m "not journey"
run_pass PostgreSQL .venv/bin/python scripts/with_postgres.py "${pytest[@]}" -m "database or journey"
if [ $? -eq 77 ]; then
  missing "the pass on PostgreSQL, as no server answers at 127.0.0.1:5432 and none is installed."
  run_pass Journeys env -u TEST_DATABASE_URL "${pytest[@]}" -m journey
fi

[ -n "$failed" ] && echo "Tests on $failed failed."
printf '%s\n' "${took[@]}"
grep -aE '^=+ .* in [0-9.]+s.* =+$' "$logs/${failed:-$last}" | tail -n 1
exit "$status"
