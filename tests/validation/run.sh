#!/usr/bin/env bash
# Prints how right the checks are: what the program finds of the faults planted in the example data, and what checks
# and scores find of defects planted in public sets. Usage: run.sh BUILD [FILE...]
set -euo pipefail
here=$(dirname "${BASH_SOURCE[0]}")
build=$1
shift
data=${BMO_TEST_DATA:-$here/../../../shared/data}
(($#)) || set -- "$data/alpaca-52k/alpaca_data.json" "$data/gsm8k/train.jsonl"

echo "example data, by the program:"
python3 "$here/harbor.py" "$build/bmo"
for file in "$@"; do
  if [[ ! -f $file ]]; then
    echo "skipped: $file is not there"
    continue
  fi
  echo
  echo "${file##*/}, untouched:"
  "$build/tests/bmo_validate" rates "$file"
  echo "${file##*/}, with planted defects:"
  "$build/tests/bmo_validate" planted "$file"
done
