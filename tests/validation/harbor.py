#!/usr/bin/env python3
"""Holds what `bmo check` says of the demo data against the faults that were planted there.

Usage: harbor.py BMO. Prints recall for each code and the findings that nobody planted; fails where an error is missed,
where fewer than 47 of the 53 planted content faults are found, or where a record without a planted fault has a finding.
"""
import collections
import json
import pathlib
import subprocess
import sys
import tempfile

HARBOR = pathlib.Path(__file__).resolve().parents[2] / "examples/harbor"
# As the library finds them, see docs/validation.md.
LEAST_CONTENT = 47
# The judge of coherence says of itself how often it errs; 6 % of 601 records.
MOST_INCOHERENT = 36


def findings(bmo, folder):
    path = pathlib.Path(folder) / "findings.jsonl"
    ran = subprocess.run([bmo, "check", HARBOR / "batches", "--map", HARBOR / "mapping.toml", "--findings", path,
                          "--quiet"], check=False)
    if ran.returncode not in (0, 1):
        sys.exit(f"bmo check ended with {ran.returncode}")
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def place(row):
    return pathlib.Path(row["file"]).name, row["byte"]


def main(bmo):
    truth = [json.loads(line) for line in (HARBOR / "truth.jsonl").read_text(encoding="utf-8").splitlines()]
    planted = [row for row in truth if row["kind"] == "fault" and row.get("code")]
    with tempfile.TemporaryDirectory() as folder:
        found = findings(bmo, folder)
    codes_at = collections.defaultdict(set)
    for row in found:
        codes_at[place(row)].add(row["code"])
    by_code = collections.defaultdict(list)
    for row in planted:
        by_code[row["code"]].append(row["code"] in codes_at[place(row)])
    print(f"{'code':24} planted found")
    for code, hits in sorted(by_code.items()):
        print(f"{code:24} {len(hits):7} {sum(hits):5}")
    errors = [hit for code, hits in by_code.items() if code.startswith("E_") for hit in hits]
    content = [hit for code, hits in by_code.items() if not code.startswith("E_") for hit in hits]
    meant = {place(row) for row in truth}
    alone = [row for row in found if place(row) not in meant]
    incoherent = [row for row in alone if row["code"] == "W_INCOHERENT"]
    extra = [row for row in alone if row["code"] != "W_INCOHERENT"]
    print(f"errors: {sum(errors)} of {len(errors)}; content: {sum(content)} of {len(content)}; "
          f"findings on records where nothing was planted: {len(extra)}, and {len(incoherent)} of coherence")
    for row in extra:
        print(f"  {row['code']} {row['fault']} {row['file']}:{row['line']} {row['detail']}")
    return 0 if all(errors) and sum(content) >= LEAST_CONTENT and not extra and len(incoherent) <= MOST_INCOHERENT else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
