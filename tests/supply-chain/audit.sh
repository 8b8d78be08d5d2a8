#!/usr/bin/env bash
# Known weaknesses of the npm packages. The published package depends on none, which is checked first; those of the tests and of
# the demo are asked of the registry. Where it does not answer that question, this is skipped and says so.
set -euo pipefail
cd "$(dirname "$0")/../.."

node -e '
  const manifest = JSON.parse(require("fs").readFileSync("pkg/package.json"));
  const kinds = ["dependencies", "peerDependencies", "optionalDependencies", "bundleDependencies", "bundledDependencies"];
  const named = kinds.flatMap((kind) => Object.keys(manifest[kind] ?? {}));
  if (named.length) throw new Error(`pkg/package.json depends on ${named}`);
  console.log("The package depends on no other.");
'
failed=0
for folder in www tests tests/packaging; do
  report=$(cd "$folder" && npm audit --json --package-lock-only 2> /dev/null) || true
  # A report has a count; a registry that does not know the question gives an error instead.
  summary=$(node -e '
    const { metadata, vulnerabilities = {}, message, error } = JSON.parse(process.argv[1] || "{}");
    if (!metadata) { console.log(`skipped: the registry does not answer (${message ?? error?.summary ?? "no reply"})`); process.exit(2); }
    const bad = Object.values(vulnerabilities).filter(({ severity }) => ["high", "critical"].includes(severity));
    console.log(`${metadata.vulnerabilities.total} known weaknesses, high or critical: ${bad.map(({ name }) => name).join(", ") || "none"}`);
    process.exit(bad.length ? 1 : 0);
  ' "$report") && result=0 || result=$?
  echo "$folder: $summary"
  [ "$result" != 1 ] || failed=1
done
exit "$failed"
