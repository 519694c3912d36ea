#!/usr/bin/env bash
# Exports the example company's batches with a given bmo and proves the export. Usage: demo.sh BMO FOLDER
set -euo pipefail
bmo=$1 made=$2
batches=$(printf '%s\n' examples/*/batches | head -n 1)

show() {
  printf '\n$ %s\n' "$*"
  "$@"
}

# Findings in the example data are planted, so exit 1 (done, with findings) is as it should be.
with_findings() {
  local code=0
  show "$@" || code=$?
  ((code <= 1)) || exit "$code"
}

rm -rf "$made"
mkdir -p "$made"
with_findings "$bmo" export "$batches" --to jsonl,parquet --out "$made/out"
show "$bmo" verify "$made/out"

# The first record that was set aside, by its number.
record=$(sed -n '1s/.*"record": *\([0-9]*\).*/\1/p' "$made/out/.bmo/quarantine.jsonl")
show "$bmo" why "#$record" --in "$made/out"

printf '\nmade %s:\n' "$made/out"
(cd "$made/out" && find . -type f -not -path '*/.bmo/*' -printf '  %-44P %9s bytes\n' | sort)
printf '  %-44s what was left out, and why\n' .bmo/quarantine.jsonl
printf 'next: %s why ID --in %s, or your own data: %s export FILE --to jsonl --out DIR\n' "$bmo" "$made/out" "$bmo"
