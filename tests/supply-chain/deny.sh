#!/usr/bin/env bash
# Licences, duplicates, sources and known weaknesses of every crate, by cargo deny, whose folder is given.
# The database of weaknesses is a git repository; where it cannot be had, that part is skipped and says so.
set -euo pipefail
PATH="$1:$PATH"
cd "$(dirname "$0")/../.."

# The package's two modules, and the tests that are crates of their own.
package=(Cargo.toml src/fma/Cargo.toml)
tests=(tests/fuzz/Cargo.toml tests/constant-time/Cargo.toml)

check() {
  local manifest=$1
  shift
  echo "$manifest: $*"
  cargo deny --locked --config deny.toml --manifest-path "$manifest" $offline check --hide-inclusion-graph "$@"
}

offline=
for manifest in "${package[@]}"; do check "$manifest" licenses bans sources; done
# Which versions a Wasm engine for the tests brings along is not for us to say.
for manifest in "${tests[@]}"; do check "$manifest" --allow duplicate licenses bans sources; done
if problem=$(cargo deny --config deny.toml fetch db 2>&1); then
  offline=--offline
  for manifest in "${package[@]}" "${tests[@]}"; do check "$manifest" advisories; done
else
  echo "Skipped: the advisories. Their database cannot be fetched here:" >&2
  tail -n 3 <<< "$problem" >&2
fi
