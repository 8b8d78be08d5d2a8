#!/usr/bin/env bash
# Chromium and its driver: there already, or from Debian's packages, or one line on what to install.
set -euo pipefail
has() { command -v chromedriver > /dev/null && { command -v chromium || command -v chromium-browser || command -v google-chrome; } > /dev/null; }
has && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get > /dev/null; then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium chromium-driver > /dev/null
fi
has || { echo "Chromium or chromedriver is missing: install the packages chromium and chromium-driver" >&2; exit 1; }
