#!/usr/bin/env bash
# Exports the example company's pairs with a given bmo, proves the export, says what the set is worth. Usage: demo.sh BMO FOLDER
set -euo pipefail
bmo=$1 made=$2
company=$(dirname "$(printf '%s\n' examples/*/batches | head -n 1)")

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
with_findings "$bmo" export "$company/batches" --to trl,parquet --out "$made/out" \
  --dedup exact,near --split train=0.9,validation=0.1
show "$bmo" verify "$made/out"

# The first record that was set aside, by its number.
record=$(sed -n '1s/.*"record": *\([0-9]*\).*/\1/p' "$made/out/.bmo/quarantine.jsonl")
show "$bmo" why "#$record" --in "$made/out"
show "$bmo" report "$company/batches" --config "$company/bmo.toml" --out "$made/report.html"

printf '\nmade %s, a report on the set, and %s:\n' "$made/report.html" "$made/out"
(cd "$made/out" && find . -type f -not -path '*/.bmo/*' -printf '  %-44P %9s bytes\n' | sort)
printf '  %-44s what was left out, and why\n' .bmo/quarantine.jsonl
printf 'next: %s why ID --in %s, or your own data: %s export FILE --to jsonl --out DIR\n' "$bmo" "$made/out" "$bmo"
