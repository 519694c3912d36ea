#!/usr/bin/env python3
"""Writes docs/reference from what the program says of itself, or with --check says where the pages are stale.

Usage: reference.py [--check] BMO. Nothing in docs/reference is written by hand: change the card or the help text.
"""
import json
import pathlib
import re
import subprocess
import sys

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "docs/reference"
# Fields of an explanation that the heading or the first paragraph already shows.
SHOWN = ("kind", "name", "title", "summary", "why")
NOT_KINDS = ("formats", "datasets", "versions", "runs", "exports", "trainings", "history")
LONGEST_VALUE = 400


def said(bmo, *arguments):
    ran = subprocess.run([bmo, *arguments], capture_output=True, text=True, env={"LC_ALL": "C", "COLUMNS": "100"})
    if ran.returncode:
        sys.exit(f"error: bmo {' '.join(arguments)} failed\n{ran.stderr}")
    return ran.stdout


def verbs(bmo):
    block = said(bmo, "--help").split("Verbs\n")[1].split("\n\n")[0]
    return [line.split()[0] for line in block.splitlines()]


def kinds(bmo):
    named = re.search(r"One of (.*)", said(bmo, "list", "--help")).group(1)
    return [kind for kind in re.split(r",\s*", named.strip()) if kind not in NOT_KINDS]


def fenced(text):
    return f"```\n{text.rstrip()}\n```\n"


def value_text(value):
    """A short value stands in its line; one with lines of its own, or a list, stands below it."""
    if isinstance(value, list):
        return "\n\n" + "\n".join(f"* {item_text(item)}" for item in value) + "\n"
    text = str(value)
    if len(text) > LONGEST_VALUE:
        text = f"{text[:LONGEST_VALUE // 2]}...  ({len(text):,} characters in all)"
    if "\n" in text:
        return "\n\n" + fenced(text)
    return f" `{text}`\n" if text[:1] in "{[<*." else f" {text}\n"


def item_text(item):
    if not isinstance(item, dict):
        return str(item)
    return "; ".join(f"{key}: {value}" for key, value in item.items() if value != "")


def entry_page(entry):
    title = entry.get("title") or entry.get("summary", "")
    out = f"## {entry['name']}\n\n{title}{'' if title.endswith('.') else '.'}\n"
    for key in ("summary", "why"):
        if entry.get(key) and entry[key] != title:
            out += f"\n{entry[key]}\n"
    for key, value in entry.items():
        if key not in SHOWN and value not in ("", None, entry["name"]):
            out += f"\n**{key}:**{value_text(value)}"
    return out


def kind_page(bmo, kind):
    items = json.loads(said(bmo, "list", kind, "--json"))["items"]
    # A layout and a target may have one name.
    names = [i["name"] if i["kind"] == "code" else f"{i['kind']}:{i['name']}" for i in items]
    entries = [json.loads(said(bmo, "explain", name, "--json")) for name in names]
    # The code of a check is explained with the check.
    entries = [entry for entry in entries if kind.startswith(entry["kind"].removesuffix("y"))]
    head = f"# {kind.capitalize()}\n\nMade by `tools/reference.py` from `bmo list {kind}` and `bmo explain NAME`.\n\n"
    return head + "\n".join(entry_page(entry) for entry in entries)


def command_page(bmo):
    out = "# Commands\n\nMade by `tools/reference.py` from `bmo VERB --help`.\n\n" + fenced(said(bmo, "--help"))
    for verb in verbs(bmo):
        out += f"\n## bmo {verb}\n\n" + fenced(said(bmo, verb, "--help"))
    return out


def pages(bmo):
    made = {"commands.md": command_page(bmo)}
    made.update({f"{kind}.md": kind_page(bmo, kind) for kind in kinds(bmo)})
    return made


def main():
    arguments = [a for a in sys.argv[1:] if a != "--check"]
    made = pages(arguments[0])
    there = {path.name: path.read_text() for path in FOLDER.glob("*.md")} if FOLDER.is_dir() else {}
    if "--check" in sys.argv:
        stale = sorted(name for name in made.keys() | there.keys() if made.get(name) != there.get(name))
        for name in stale:
            print(f"error: docs/reference/{name} is not what bmo says\n  hint: tools/reference.py build/release/bmo")
        return int(bool(stale))
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in there.keys() - made.keys():
        (FOLDER / name).unlink()
    for name, text in made.items():
        (FOLDER / name).write_text(text)
    return 0


sys.exit(main())
