#!/usr/bin/env python3
"""Runs the golden tests: each folder tests/golden/VERB/CASE is one, a command and what it must say and write.

A case holds `cmd` (bash), maybe `in/` (copied to where it runs), and what is expected: `stdout`, `stderr`,
`exit` (absent: empty, empty, 0) and maybe `out/` (every file of it must be written with the same bytes).
What changes from run to run is masked. BMO_BLESS=1 writes what was seen as what is expected.

Usage: run.py --bmo build/dev/bmo [VERB[/CASE]...]
"""
import argparse
import concurrent.futures
import difflib
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

CASES = pathlib.Path(__file__).resolve().parent
ROOT = CASES.parent.parent
LIMIT_S = 120
# What differs between runs or machines, and the word that stands for it.
MASKS = [
    (re.compile(r"\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?"), "<time>"),
    (re.compile(r'("(?:seconds|duration_ms|peak_memory_bytes|records_per_second|bytes_per_second)": ?)[\d.eE+-]+'),
     r"\1<number>"),
    (re.compile(r"\b\d+(?:\.\d+)? ?(?:ms|s|min|h)\b"), "<duration>"),
    (re.compile(r"\b[\d.,]+ ?[KMG]?i?(?:B|pairs|records)/s"), "<rate>"),
    (re.compile(r"\b[\d.,]+ ?[KMG]?i?B (?=peak|of memory)"), "<size> "),
    # Of files whose bytes a library decides (Parquet's own notes hold its version).
    (re.compile(r"(\.parquet +\d+ rows?) +[\d.,]+ [KMG]?i?B"), r"\1 <size>"),
    (re.compile(r'("path": "[^"]*\.parquet",\s*"bytes": )\d+'), r"\1<number>"),
    (re.compile(r"\b[\d.,]+ [KMG]?i?B(?= read\b)"), "<size>"),
    (re.compile(r'("sha256": ")[0-9a-f]{64}'), r"\1<sha256>"),
    # The id of an export: of a manifest, in which the bytes of Parquet files may count.
    (re.compile(r"(?<![.\w])[0-9a-f]{12}\b"), "<export>"),
]


class Outcome:
    """What one case said and wrote, masked."""

    def __init__(self, folder, ran):
        self.texts = {"stdout": mask(ran.stdout, folder), "stderr": mask(ran.stderr, folder),
                      "exit": f"{ran.returncode}\n"}
        self.folder = folder

    def written(self, expected):
        """The bytes of every file that `expected` (the case's out/) names, None where it was not written."""
        names = [p.relative_to(expected) for p in sorted(expected.rglob("*")) if p.is_file()]
        return {n: read(self.folder / "out" / n) for n in names}


def read(path):
    return path.read_bytes() if path.is_file() else None


def mask(raw, folder):
    text = raw.decode(errors="backslashreplace").replace(str(folder), "<here>").replace(str(ROOT), "<root>")
    for pattern, word in MASKS:
        text = pattern.sub(word, text)
    return text


def environment(bmo):
    kept = {k: v for k, v in os.environ.items() if k in ("PATH", "ASAN_OPTIONS", "UBSAN_OPTIONS", "TMPDIR")}
    data = os.environ.get("BMO_TEST_DATA", str(ROOT.parent / "shared/data"))
    return {**kept, "PATH": f"{bmo.parent}{os.pathsep}{kept.get('PATH', '')}", "LC_ALL": "C.UTF-8", "TZ": "UTC",
            "NO_COLOR": "1", "COLUMNS": "100", "HOME": "/nonexistent", "EXAMPLES": str(ROOT / "examples"), "DATA": data}


def run(case, bmo, scratch):
    folder = pathlib.Path(scratch).resolve() / "case"
    shutil.copytree(case / "in", folder) if (case / "in").is_dir() else folder.mkdir()
    ran = subprocess.run(["bash", "-eu", str(case / "cmd")], cwd=folder, env=environment(bmo),
                         stdin=subprocess.DEVNULL, capture_output=True, timeout=LIMIT_S)
    return Outcome(folder, ran)


def compare(case, outcome):
    """What differs from the expectation, as text for a person; empty where nothing does."""
    told = []
    for name, default in (("exit", "0\n"), ("stderr", ""), ("stdout", "")):
        expected = (case / name).read_text() if (case / name).exists() else default
        told += difflib.unified_diff(expected.splitlines(), outcome.texts[name].splitlines(),
                                     f"expected {name}", f"seen {name}", lineterm="")
    for name, seen in outcome.written(case / "out").items():
        if seen is None:
            told.append(f"out/{name} was not written")
        elif seen != (case / "out" / name).read_bytes():
            told += difflib.unified_diff((case / "out" / name).read_text(errors="replace").splitlines(),
                                         seen.decode(errors="replace").splitlines(),
                                         f"expected out/{name}", f"seen out/{name}", lineterm="", n=1)
    return "\n".join(told)


def bless(case, outcome):
    """Takes what was seen as what is expected. Of what was written: the files that `out/` has, or where it is
    empty all but bmo's own."""
    for name, default in (("exit", "0\n"), ("stderr", ""), ("stdout", "")):
        if outcome.texts[name] == default:
            (case / name).unlink(missing_ok=True)
        else:
            (case / name).write_text(outcome.texts[name])
    if not (case / "out").is_dir():
        return
    names = list(outcome.written(case / "out"))
    if not names:
        written = (p.relative_to(outcome.folder / "out") for p in (outcome.folder / "out").rglob("*") if p.is_file())
        names = [name for name in written if ".bmo" not in name.parts]
    for name in names:
        (case / "out" / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(outcome.folder / "out" / name, case / "out" / name)


def judge(case, bmo):
    """The complaint about one case: empty text when it passed."""
    with tempfile.TemporaryDirectory(prefix="bmo-golden-") as scratch:
        try:
            outcome = run(case, bmo, scratch)
        except subprocess.TimeoutExpired:
            return f"still ran after {LIMIT_S} s"
        if os.environ.get("BMO_BLESS"):
            bless(case, outcome)
        return compare(case, outcome)


def chosen(wanted):
    cases = sorted(p.parent for p in CASES.glob("*/*/cmd"))
    names = {c: c.relative_to(CASES).as_posix() for c in cases}
    return [c for c in cases if not wanted or any(names[c] == w or names[c].startswith(w.rstrip("/") + "/") for w in wanted)]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bmo", type=pathlib.Path, default=ROOT / "build/dev/bmo")
    parser.add_argument("cases", nargs="*")
    arguments = parser.parse_args()
    bmo = arguments.bmo.resolve()
    if not bmo.is_file():
        sys.exit(f"error: no program {arguments.bmo}\n  hint: ./dev build dev")
    cases, failed = chosen(arguments.cases), 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for case, complaint in zip(cases, pool.map(lambda c: judge(c, bmo), cases)):
            failed += bool(complaint)
            if complaint:
                print(f"golden {case.relative_to(CASES)} failed\n{complaint}\n")
    print(f"{len(cases) - failed} passed, {failed} failed")
    return int(bool(failed) or not cases)


if __name__ == "__main__":
    sys.exit(main())
