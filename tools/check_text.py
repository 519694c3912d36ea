#!/usr/bin/env python3
"""Fails on files that a reader would stumble over: too long, badly named, unexplained, or of one machine.

Looks at every file that git tracks or would track.
"""
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
MAX_LINES = 600
MAX_HEADER_LINES = 300
MAX_KIB = 2048
MAX_ASSET_KIB = 4096  # A table of an encoder, named in assets/.
CODE = {".cpp", ".hpp", ".h", ".c", ".py", ".sh", ".ts", ".tsx", ".rs", ".cmake"}
OPENINGS = {".cpp": "//", ".hpp": "//", ".h": "//", ".c": "//", ".py": '"""', ".sh": "#", ".cmake": "#"}
BAD_NAMES = {"util", "utils", "helper", "helpers", "common", "misc", "manager", "handler", "processor"}
# Written with brackets so that these lines do not find themselves.
MACHINE_PATH = re.compile(r"(?<![\w.])/(wor[k]|roo[t]|hom[e]/\w+|User[s]/\w+|tm[p]/wt)/|[.]librar[y]/")
OPEN_END = re.compile(r"\b(TOD[O]|FIXM[E]|XX[X])\b")
# In code such a word counts in a comment alone: data may hold it.
COMMENT = re.compile(r"(?://|#|\*).*")
URL = re.compile(r"https?://([\w.-]+)")
# XXH_INLINE_ALL and its like, which set up the library included next, are no macros of ours.
MACRO = re.compile(r"\s*#\s*define\s+(?!XXH_|ZLIB_|ZSTD_|CLI11_|TOML_|JSON_|FMT_)\w+")
MACRO_HOMES = {"bmo/base/result.hpp", "bmo/base/check.hpp"}


def names():
    listed = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
                            cwd=ROOT, check=True, capture_output=True).stdout
    return sorted(name for name in listed.decode().split("\0") if name and (ROOT / name).is_file())


def hosts():
    lines = (ROOT / "tools/hosts.txt").read_text().splitlines()
    return {line.strip() for line in lines if line and not line.startswith("#")}


def name_faults(name):
    words = re.split(r"[/_.-]", name.lower())
    return [f"{name}: says nothing by {word!r}" for word in sorted(BAD_NAMES & set(words))]


def size_faults(name, size, lines):
    suffix = pathlib.PurePosixPath(name).suffix
    most = MAX_ASSET_KIB if name.startswith("assets/") else MAX_KIB
    if size > most * 1024:
        return [f"{name}: {size // 1024} KiB, the limit is {most}"]
    limit = MAX_HEADER_LINES if suffix == ".hpp" else MAX_LINES
    return [f"{name}: {lines} lines, the limit is {limit}"] if suffix in CODE and lines > limit else []


def opening_faults(name, text):
    """A source opens with a sentence, below the #! line where there is one."""
    mark = OPENINGS.get(pathlib.PurePosixPath(name).suffix)
    first = re.sub(r"\A#!.*\n", "", text).split("\n", 1)[0]
    if mark is None or not text.strip() or re.match(re.escape(mark) + r" ?\w", first):
        return []
    return [f"{name}: does not open with a sentence that says what it is for"]


def line_faults(name, text, allowed):
    faults = []
    is_code = pathlib.PurePosixPath(name).suffix in CODE
    for number, line in enumerate(text.splitlines(), 1):
        at = f"{name}:{number}"
        if MACHINE_PATH.search(line):
            faults.append(f"{at}: names a path of one machine")
        if OPEN_END.search("".join(COMMENT.findall(line)) if is_code else line):
            faults.append(f"{at}: leaves work open; finish it or file an issue")
        if name.startswith("bmo/") and name not in MACRO_HOMES and MACRO.match(line):
            faults.append(f"{at}: a macro outside {', '.join(sorted(MACRO_HOMES))}")
        faults += [f"{at}: {host} is not in tools/hosts.txt" for host in URL.findall(line)
                   if not any(host == a or host.endswith("." + a) for a in allowed)]
    return faults


def main():
    allowed, faults, listed = hosts(), [], names()
    for name in listed:
        raw = (ROOT / name).read_bytes()
        faults += name_faults(name) + size_faults(name, len(raw), raw.count(b"\n"))
        try:
            text = raw.decode()
        except UnicodeDecodeError:
            continue
        if pathlib.PurePosixPath(name).suffix in CODE | {".md", ".txt", ".json", ".toml", ""}:
            faults += opening_faults(name, text) + line_faults(name, text, allowed)
    print("\n".join([*faults, f"{len(listed)} files, {len(faults)} faults of text"]))
    return int(bool(faults))


sys.exit(main())
