#!/usr/bin/env bash
# Makes .venv and fills it from the hashed requirement files; `dev` adds what tests and checks need.
# A stamp named after the content of every file involved makes the second call a no-op.
set -euo pipefail
cd "$(dirname "$0")/.."

requirements=requirements.txt
[ "${1:-}" = dev ] && requirements=requirements-dev.txt
python=.venv/bin/python
pip=("$python" -m pip --disable-pip-version-check --quiet)

fingerprint() { cat "$@" | sha256sum | cut -c1-16; }
stamped() { [ -e ".venv/stamp-$1" ]; }
stamp() {
  rm -f .venv/stamp-"${1%-*}"-*
  touch ".venv/stamp-$1"
}

if [ ! -x "$python" ]; then
  python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
    echo "careplan needs Python 3.11 or later; python3 is $(python3 --version)." >&2
    exit 1
  }
  python3 -m venv .venv
fi

packages="packages-$(fingerprint requirements.txt pyproject.toml)"
[ "${1:-}" = dev ] && packages="devpackages-$(fingerprint requirements-dev.txt pyproject.toml)"
if ! stamped "$packages"; then
  echo "Installing $requirements into .venv"
  "${pip[@]}" install --require-hashes --requirement "$requirements"
  "${pip[@]}" install --no-deps --no-build-isolation --editable .
  stamp "$packages"
fi

# Letters and reports as PDF, where the system has Pango.
pdf="pdfpackages-$(fingerprint requirements-pdf.txt)"
if [ "${1:-}" != dev ] && ! stamped "$pdf" && command -v ldconfig >/dev/null && ldconfig -p | grep -q libpangoft2; then
  "${pip[@]}" install --require-hashes --requirement requirements-pdf.txt
  stamp "$pdf"
fi

assets="assets-$(fingerprint package.json package-lock.json .npmrc careplan/ui/assets.py)"
if ! stamped "$assets" || [ ! -d careplan/ui/static/nhsuk ]; then
  echo "Fetching the NHS styles"
  if ! command -v npm >/dev/null || ! "$python" -m careplan.ui.assets; then # no npm, or one that cannot
    "${pip[@]}" install --require-hashes --requirement requirements-assets.txt
    "$python" -m careplan.ui.assets
  fi
  stamp "$assets"
fi
