#!/usr/bin/env bash
# Builds the package twice, each time from nothing and in another folder, and compares every byte of pkg/dist.
# What is built are the files of the work tree that git knows, as they are now.
set -euo pipefail
cd "$(dirname "$0")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Paths of different lengths, so that one in the output would not go unnoticed.
folders=("$work/a" "$work/another folder that is named at some length")
for folder in "${folders[@]}"; do
  mkdir "$folder"
  git ls-files -z --cached --others --exclude-standard | xargs -0 sh -c 'for file; do [ ! -e "$file" ] || printf "%s\0" "$file"; done' sh |
    tar --create --null --files-from - | tar --extract --directory "$folder"
  # Dates differ, too.
  find "$folder" -exec touch --date "@$((RANDOM * 40000))" {} +
  (cd "$folder" && env -u CARGO_TARGET_DIR -u MAKEFLAGS make build > "$folder.log" 2>&1) || { cat "$folder.log" >&2; exit 1; }
done

diff --recursive --brief "${folders[0]}/pkg/dist" "${folders[1]}/pkg/dist"
for file in "${folders[0]}"/pkg/dist/*; do
  echo "$(sha256sum < "$file" | cut -d' ' -f1)  pkg/dist/$(basename "$file")"
done
echo "Two builds in two folders gave the same $(ls "${folders[0]}/pkg/dist" | wc -l) files, byte for byte."
