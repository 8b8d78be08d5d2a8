#!/usr/bin/env bash
# packages.sh <condition> <package>...: what the condition looks for is there already, or comes with Debian's packages, or one
# line says what to install.
set -euo pipefail
condition=$1
shift
has() { eval "$condition" > /dev/null; }
has && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get > /dev/null; then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$@" > /dev/null
fi
has || { echo "A browser is missing: install $*" >&2; exit 1; }
