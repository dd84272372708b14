#!/usr/bin/env bash
# Brings the database under instance/ to the newest migration, fills it when empty, and serves it.
set -euo pipefail
cd "$(dirname "$0")/.."

export CAREPLAN_ENV=development
port="${PORT:-8000}"
mkdir -p instance

secret() { # a random word kept from start to start, readable by its owner alone
  [ -s "instance/$1" ] || (umask 077 && .venv/bin/python -c 'import secrets; print(secrets.token_urlsafe(24))' >"instance/$1")
  cat "instance/$1"
}
CAREPLAN_SECRET_KEY="$(secret secret-key)"
CAREPLAN_DEMO_PASSWORD="$(secret demo-password)"
export CAREPLAN_SECRET_KEY CAREPLAN_DEMO_PASSWORD

.venv/bin/careplan migrate
.venv/bin/careplan demo --if-empty
.venv/bin/careplan demo --who
echo
echo "careplan is at http://127.0.0.1:$port/ (Ctrl+C stops it; nothing is lost)"
exec .venv/bin/gunicorn --bind "127.0.0.1:$port" --worker-class gthread --workers 2 --threads 4 \
  --no-control-socket --log-level warning wsgi:app
