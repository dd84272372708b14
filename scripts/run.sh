#!/usr/bin/env bash
# Brings the database under instance/ to the newest migration, fills it with the demo when empty, and serves it.
# The secret and the demo password are made once and kept under instance/, readable by their owner alone.
set -euo pipefail
cd "$(dirname "$0")/.."

export CAREPLAN_ENV=development
port="${PORT:-8000}"
if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
  echo "Something answers at port $port already. Choose another: make run PORT=$((port + 1))" >&2
  exit 1
fi

.venv/bin/careplan migrate
.venv/bin/careplan demo --if-empty
echo
echo "careplan is at http://127.0.0.1:$port/ (Ctrl+C stops it; nothing is lost). Sign in as:"
.venv/bin/careplan demo --who
exec .venv/bin/careplan serve --listen "127.0.0.1:$port"
