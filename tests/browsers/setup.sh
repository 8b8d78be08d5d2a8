#!/usr/bin/env bash
# Firefox, WebKitGTK with its driver, and a display for it: there already, or from Debian's packages, or one line on what to install.
set -euo pipefail
has() { command -v firefox-esr && command -v WebKitWebDriver && command -v xvfb-run; } > /dev/null
has && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get > /dev/null; then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq firefox-esr webkit2gtk-driver xvfb xauth > /dev/null
fi
has || { echo "A browser is missing: install the packages firefox-esr, webkit2gtk-driver and xvfb" >&2; exit 1; }
