#!/usr/bin/env python3
"""Measures published sets with bmo and writes their figures as a table of profiles.

usage: profiles.py SETS.tsv [--bmo build/dev/bmo] > assets/profiles/published.tsv
SETS.tsv has a line for each set: name, form, and the files, with tabs between."""
import argparse
import json
import pathlib
import re
import subprocess

ROOT = pathlib.Path(__file__).resolve().parent.parent
HEAD = ("# Figures of published sets, measured with bmo analyze --chapter comparison by "
        "tools/profiles.py. NOTICE.md says what the sets are.")


def columns():
    text = (ROOT / "bmo/metrics/kit/profiles.cpp").read_text(encoding="utf-8")
    return re.findall(r'^    \{"(\w+)", "', text, re.MULTILINE)


def measure(bmo, files):
    out = subprocess.run([bmo, "analyze", *files, "--chapter", "comparison", "--json"],
                         check=True, capture_output=True, text=True, cwd="/").stdout
    answer = json.loads(out)
    figures = answer["chapters"][0]["figures"]
    return answer["pairs"], {f["id"].split(".", 1)[1]: f["value"] for f in figures}


def cell(value):
    return "-" if value is None else f"{value:.4g}"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets")
    parser.add_argument("--bmo", default=str(ROOT / "build/dev/bmo"))
    asked = parser.parse_args()
    names = columns()
    print(HEAD)
    print("\t".join(["name", "form", "pairs", *names]))
    for line in pathlib.Path(asked.sets).read_text(encoding="utf-8").splitlines():
        name, form, *files = line.split("\t")
        pairs, figures = measure(str(pathlib.Path(asked.bmo).resolve()), files)
        print("\t".join([name, form, str(pairs), *(cell(figures.get(n)) for n in names)]), flush=True)


if __name__ == "__main__":
    main()
