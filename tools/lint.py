#!/usr/bin/env python3
"""Runs clang-tidy over the sources that differ from main, or with --all over every one.

A changed header brings in the sources that include it directly.
"""
import concurrent.futures
import json
import os
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
COMMANDS = ROOT / "build/dev/compile_commands.json"
QUIET = re.compile(r"^\d+ warnings? generated|^Suppressed \d+|^Use -header-filter")


def git(*arguments):
    ran = subprocess.run(["git", *arguments], cwd=ROOT, text=True, capture_output=True)
    return ran.stdout.split() if ran.returncode == 0 else []


def changed():
    """Files that differ from where this branch left main, committed or not."""
    base = git("merge-base", "main", "HEAD") or git("rev-parse", "HEAD")
    return set(git("diff", "--name-only", *base)) | set(git("ls-files", "--others", "--exclude-standard"))


def compiled():
    """Sources of the dev build below bmo/ and tests/, relative to the root."""
    names = {os.path.relpath(row["file"], ROOT) for row in json.loads(COMMANDS.read_text())}
    return sorted(name for name in names if name.startswith(("bmo/", "tests/")))


def chosen(arguments):
    if "--all" in arguments:
        return compiled()
    if arguments:
        return [name for name in compiled() if name in arguments]
    files = changed()
    return [name for name in compiled()
            if name in files or any(f'"{header}"' in (ROOT / name).read_text() for header in files
                                    if header.endswith(".hpp"))]


def tidy(name):
    deps = pathlib.Path(os.environ.get("BMO_DEPS", ROOT / ".deps"))
    ran = subprocess.run([deps / "python-lint/bin/clang-tidy", "--quiet", "-p", COMMANDS.parent, name],
                         cwd=ROOT, text=True, capture_output=True)
    lines = (ran.stdout + ran.stderr).splitlines()
    return ran.returncode, "\n".join(line for line in lines if line and not QUIET.match(line))


def main():
    names = chosen(sys.argv[1:])
    faulty = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for status, text in pool.map(tidy, names):
            faulty += bool(status)
            if text:
                print(text, flush=True)
    print(f"{len(names)} files, {faulty} with findings")
    return int(bool(faulty))


if __name__ == "__main__":
    sys.exit(main())
