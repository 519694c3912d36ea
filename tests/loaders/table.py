#!/usr/bin/env python3
"""Renders docs/loaders.md from the reports of the loader tests: table.py [--check] REPORT...

A consumer whose tests did not run keeps no row, so render after a run of every tier.
"""
import json
import pathlib
import sys
import xml.etree.ElementTree

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
PAGE = ROOT / "docs/loaders.md"
HEAD = """# What trainers' own loaders make of our exports

Made by the loader tests (`./dev test loaders`); do not edit. Each row is a test in `tests/loaders` that ran the consumer's
own code on a folder that `bmo export` wrote, and compared the rows that it saw with what the set holds: their number, and the
roles and texts of each (of thousands spread over the set, where a consumer is slow). `harbor` is the company in
`examples/`; the other sets are public ones.

| Consumer | Version | Exported with `--to` | Set | What was run | Rows | Result |
|---|---|---|---|---|---|---|
"""
TRAPS = """
## Traps

Tests that show the consumer failing, or changing data without a word, on a file as careless tools write it, and our export of
the same data passing.

| Tests of | Trap | Result |
|---|---|---|
"""


def cases(reports):
    for report in reports:
        yield from xml.etree.ElementTree.parse(report).getroot().iter("testcase")


def result(case):
    if case.find("failure") is not None or case.find("error") is not None:
        return "FAILED"
    return "skipped" if case.find("skipped") is not None else "passed"


def told(case):
    for noted in case.iter("property"):
        if noted.get("name") == "loader":
            yield json.loads(noted.get("value"))


def version_key(text):
    return [int(part) if part.isdigit() else 0 for part in text.split(".")]


def loads(reports):
    rows = {}
    for case in cases(reports):
        for note in told(case):
            rows[tuple(note[key] for key in ("consumer", "version", "target", "set", "sees"))] = (note["rows"], result(case))
    for key in sorted(rows, key=lambda key: (key[0].lower(), version_key(key[1]), *key[2:])):
        consumer, version, target, read, sees = key
        count, outcome = rows[key]
        yield f"| {consumer} | {version} | `{target}` | {read} | {sees} | {count:,} | {outcome} |"


def traps(reports):
    rows = {}
    for case in cases(reports):
        name = case.get("name").partition("[")[0]
        if name.startswith("test_trap_"):
            key = case.get("classname").split(".")[-1].removesuffix("_test"), name.removeprefix("test_trap_").replace("_", " ")
            rows.setdefault(key, []).append(result(case))
    for (consumer, name), outcomes in sorted(rows.items()):
        counts = ", ".join(f"{outcomes.count(outcome)} {outcome}" for outcome in sorted(set(outcomes)))
        yield f"| {consumer} | {name} | {counts} |"


def main():
    reports = [argument for argument in sys.argv[1:] if argument != "--check"]
    page = HEAD + "\n".join(loads(reports)) + "\n" + TRAPS + "\n".join(traps(reports)) + "\n"
    if "--check" not in sys.argv:
        PAGE.write_text(page, encoding="utf-8")
    elif PAGE.read_text(encoding="utf-8") != page:
        sys.exit(f"error: docs/loaders.md is not what the tests say\n  hint: python3 {sys.argv[0]} {' '.join(reports)}")


main()
