#!/usr/bin/env python3
"""Fetches one pinned package of tools/pins.txt and unpacks the parts that the build needs.

Usage: fetch.py NAME FOLDER. The download goes through the user's own pip or npm, with their settings;
what arrives must have the pinned SHA-256. FOLDER/NAME appears whole or not at all.
"""
import hashlib
import os
import pathlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile

PINS = pathlib.Path(__file__).resolve().parent / "pins.txt"


def refuse(message, why, hint):
    sys.exit(f"error: {message}\n  why: {why}\n  hint: {hint}")


def pin(name):
    """The row of `name` for this machine: client, package, digest, wanted members."""
    rows = [line.split() for line in PINS.read_text().splitlines() if line and line[0] != "#"]
    for row in rows:
        if row[0] == name and row[1] == os.uname().machine:
            return row[2], row[3], row[4], row[5:]
    machines = sorted({row[1] for row in rows if row[0] == name})
    refuse(f"{name} is not pinned for {os.uname().machine}", f"tools/pins.txt has it for {machines}",
           f"install {name} so that CMake's find_package finds it, or add a row to tools/pins.txt")


def download(client, package, folder):
    """Asks the package client for the archive and returns its path."""
    commands = {
        "pip": [*pip(), "download", "--quiet", "--no-deps", "--only-binary", ":all:",
                "--implementation", "cp", "--python-version", "3.11",
                "--platform", f"manylinux_2_28_{os.uname().machine}", "--dest", str(folder), package],
        "npm": ["npm", "pack", "--silent", "--pack-destination", str(folder), package],
    }
    ran = subprocess.run(commands[client], stdin=subprocess.DEVNULL, text=True, capture_output=True)
    archives = list(folder.iterdir())
    if ran.returncode or len(archives) != 1:
        refuse(f"{client} could not fetch {package}", (ran.stderr or ran.stdout).strip()[-600:],
               f"see that this works: {' '.join(commands[client])}")
    return archives[0]


def pip():
    """The user's pip: as a module of this Python, else the command."""
    has_module = subprocess.run([sys.executable, "-m", "pip", "--version"], capture_output=True)
    return ["pip3"] if has_module.returncode else [sys.executable, "-m", "pip"]


def sha256(path):
    digest = hashlib.sha256()
    with open(path, "rb") as archive:
        for chunk in iter(lambda: archive.read(1 << 20), b""):
            digest.update(chunk)
    return digest.hexdigest()


def members(path):
    """Yields (name, open file) of each file in a wheel or an npm archive."""
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            for info in archive.infolist():
                if not info.is_dir():
                    yield info.filename, archive.open(info)
    else:
        with tarfile.open(path) as archive:
            for info in archive:
                if info.isfile():
                    yield info.name, archive.extractfile(info)


def unpack(path, wanted, folder):
    """Writes the wanted members (files, or folders ending in /) below `folder`, less their first folder."""
    unseen = set(wanted)
    for name, stream in members(path):
        match = next((w for w in wanted if name == w or (w.endswith("/") and name.startswith(w))), None)
        if match is None:
            continue
        unseen.discard(match)
        target = folder / pathlib.PurePosixPath(name).relative_to(name.split("/")[0])
        if ".." in target.parts:
            refuse(f"{path.name} holds the path {name}", "it leads out of its folder", "do not use it")
        target.parent.mkdir(parents=True, exist_ok=True)
        with stream, open(target, "wb") as out:
            shutil.copyfileobj(stream, out, 1 << 20)
    if unseen:
        refuse(f"{path.name} lacks {', '.join(sorted(unseen))}", "the package changed its shape",
               "correct tools/pins.txt")


def main():
    name, deps = sys.argv[1], pathlib.Path(sys.argv[2])
    client, package, digest, wanted = pin(name)
    deps.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=deps, prefix=f".{name}-") as scratch:
        arrived, fresh = pathlib.Path(scratch, "archive"), pathlib.Path(scratch, name)
        arrived.mkdir()
        archive = download(client, package, arrived)
        seen = sha256(archive)
        if seen != digest:
            refuse(f"{package} is not the pinned file", f"its SHA-256 is {seen}, pinned is {digest}",
                   "if you meant to change the version, change tools/pins.txt")
        unpack(archive, wanted, fresh)
        (fresh / ".pin").write_text(digest + "\n")
        shutil.rmtree(deps / name, ignore_errors=True)
        fresh.rename(deps / name)


main()
