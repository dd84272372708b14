#!/usr/bin/env bash
# Debian's Chromium for the journeys, Pango for reports as PDF and PostgreSQL for the second pass, where we may.
set -euo pipefail

wanted=()
command -v chromium >/dev/null || wanted+=(chromium)
compgen -G '/usr/lib/postgresql/*/bin/postgres' >/dev/null || command -v postgres >/dev/null || wanted+=(postgresql)
ldconfig -p | grep -q libpangoft2-1.0 || wanted+=(libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0)
[ ${#wanted[@]} -eq 0 ] && exit 0
[ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null || exit 0
echo "Installing ${wanted[*]}"
export DEBIAN_FRONTEND=noninteractive
{ apt-get update -qq && apt-get install -qq -y --no-install-recommends "${wanted[@]}"; } >/dev/null ||
  echo "apt-get could not install ${wanted[*]}." >&2
