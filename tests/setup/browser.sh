#!/usr/bin/env bash
# Chromium: there already, or from Debian's package, or one line on what to install.
set -euo pipefail
has() { command -v chromium || command -v chromium-browser || command -v google-chrome; } > /dev/null
has && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get > /dev/null; then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium > /dev/null
fi
has || { echo "Chromium is missing: install the package chromium" >&2; exit 1; }
