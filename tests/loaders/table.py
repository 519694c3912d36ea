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

| Consumer | Version | Loads and runs |
|---|---|---|
"""
SETS = """
## Consumers and sets

Rows that the consumer's own loader saw of our export: as many as the set has for it, with roles and texts equal to the set's.
Consumers that know no tools are given the pairs without them; "of" says that a run took the first rows alone.

| Consumer | Version | alpaca-52k | gpteacher | turns: harbor | turns: glaive | preferences: dpo | preferences: v1-dpo |
|---|---|---|---|---|---|---|---|
"""
LOADS = """
## Every load and run

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
NOT_RUN = """
[traps.md](traps.md) says of each trap what bmo does about it.

## Not run

| Consumer | What was seen in its place | Why |
|---|---|---|
| a training run of Unsloth 2026.10.9 | its functions for data have rows above; its trainer is TRL's, which has rows too | it looks for a GPU as it is imported |
| NeMo Megatron-Bridge | its source was read: it hands rows as they are to the tokenizer's chat template | its packages want CUDA |
| Oumi 0.9 | its class for JSON lines read 1,000 rows of alpaca-52k apart from the tests | its package imports some forty others that fit no other folder |
| OpenAI, Azure, Fireworks, Vertex, Bedrock | rows are held against the documented shapes by the project's own tests | services without a checker that runs elsewhere |
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


def counts(outcomes):
    return ", ".join(f"{outcomes.count(outcome)} {outcome}" for outcome in sorted(set(outcomes)))


def grouped(reports, names):
    """The outcomes of notes by some of their fields, consumers in the order of the alphabet, versions in their own."""
    rows = {}
    for case in cases(reports):
        for note in told(case):
            rows.setdefault(tuple(note[name] for name in names), []).append(result(case))
    return sorted(rows.items(), key=lambda row: (row[0][0].lower(), version_key(row[0][1]), *map(str, row[0][2:])))


def consumers(reports):
    for (consumer, version), outcomes in grouped(reports, ("consumer", "version")):
        yield f"| {consumer} | {version} | {counts(outcomes)} |"


COLUMNS = ("alpaca-52k", "gpteacher", "harbor", "glaive", "dpo", "v1-dpo")
# What a consumer does not take at all, which its target refuses or does not offer.
NOT_TAKEN = {"LitGPT": {"harbor": "single exchanges alone", "glaive": "single exchanges alone"}}
NO_PREFERENCES = {"LitGPT", "MLX-LM", "mistral-common", "Unsloth"}
NOT_ASKED = {"chat templates of TRL", "Croissant"}


def cell(read, whole):
    """The most rows that were read of a set, by (rows, whether they are the whole set)."""
    if not read:
        return "–"
    rows, is_whole = max(read, key=lambda seen: (seen[1], seen[0]))
    return f"{rows:,}" if is_whole else f"{rows:,} of {whole:,}"


def sets(reports):
    """Consumers by sets, of what passed."""
    read, whole = {}, {}
    for case in cases(reports):
        for note in told(case) if result(case) == "passed" else ():
            name, _, part = note["set"].partition(", ")
            seen = read.setdefault((note["consumer"], note["version"]), {}).setdefault(name, [])
            seen.append((note["rows"], not part.endswith("rows")))
            whole[name] = max(whole.get(name, 0), note["rows"])
    for (consumer, version), seen in sorted(read.items(), key=lambda row: (row[0][0].lower(), version_key(row[0][1]))):
        if consumer in NOT_ASKED:
            continue
        lacking = NOT_TAKEN.get(consumer, {}) | ({"dpo": "none taken", "v1-dpo": "none taken"} if consumer in NO_PREFERENCES else {})
        cells = [lacking.get(name) or cell(seen.get(name), whole.get(name, 0)) for name in COLUMNS]
        yield f"| {consumer} | {version} | {' | '.join(cells)} |"


def loads(reports):
    for key, outcomes in grouped(reports, ("consumer", "version", "target", "set", "sees", "rows")):
        consumer, version, target, read, sees, rows = key
        yield f"| {consumer} | {version} | `{target}` | {read} | {sees} | {rows:,} | {counts(outcomes)} |"


def failures(reports):
    """A test that failed before it could tell what it read."""
    for case in cases(reports):
        if result(case) == "FAILED" and not list(told(case)) and not case.get("name").startswith("test_trap_"):
            yield f"| {case.get('classname').split('.')[-1].removesuffix('_test')} | | | | `{case.get('name')}` | | FAILED |"


def traps(reports):
    rows = {}
    for case in cases(reports):
        name = case.get("name").partition("[")[0]
        if name.startswith("test_trap_"):
            key = case.get("classname").split(".")[-1].removesuffix("_test"), name.removeprefix("test_trap_").replace("_", " ")
            rows.setdefault(key, []).append(result(case))
    for (consumer, name), outcomes in sorted(rows.items()):
        yield f"| {consumer} | {name} | {counts(outcomes)} |"


def main():
    reports = [argument for argument in sys.argv[1:] if argument != "--check"]
    parts = [(HEAD, consumers(reports)), (SETS, sets(reports)), (LOADS, [*loads(reports), *failures(reports)]), (TRAPS, traps(reports))]
    page = "".join(head + "\n".join(rows) + "\n" for head, rows in parts) + NOT_RUN
    if "--check" not in sys.argv:
        PAGE.write_text(page, encoding="utf-8")
    elif PAGE.read_text(encoding="utf-8") != page:
        sys.exit(f"error: docs/loaders.md is not what the tests say\n  hint: python3 {sys.argv[0]} {' '.join(reports)}")


main()
