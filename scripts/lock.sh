#!/usr/bin/env bash
# Resolves pyproject.toml into hashed requirement files that name no registry and no path.
set -euo pipefail
cd "$(dirname "$0")/.."

compile() {
  uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
    --no-emit-index-url --no-header --no-annotate "${@:2}" --output-file "$1"
}

compile requirements.txt pyproject.toml --group build
compile requirements-dev.txt --constraints requirements.txt pyproject.toml --group build --group dev
compile requirements-pdf.txt --constraints requirements.txt pyproject.toml --extra pdf
compile requirements-assets.txt --group assets
if grep -nE '://|file:|^-' requirements*.txt; then
  echo "A requirement file names an address, see above." >&2
  exit 1
fi
