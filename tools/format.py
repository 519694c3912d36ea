#!/usr/bin/env python3
"""Checks that the C++ sources are formatted by .clang-format, or with --write rewrites them."""
import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent


def sources():
    """Every C++ file that git tracks or would track."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.cpp", "*.hpp"],
        cwd=ROOT, check=True, text=True, capture_output=True)
    return sorted(name for name in listed.stdout.split() if (ROOT / name).exists())


def clang_format():
    deps = pathlib.Path(os.environ.get("BMO_DEPS", ROOT / ".deps"))
    return str(deps / "python-lint/bin/clang-format")


def run(names, arguments):
    """One clang-format for each core, each over its share of the files."""
    share = max(1, os.cpu_count() or 1)
    started = [subprocess.Popen([clang_format(), "--style=file", *arguments, *names[i::share]],
                                cwd=ROOT, text=True, stderr=subprocess.PIPE)
               for i in range(share) if names[i::share]]
    return "".join(process.communicate()[1] for process in started)


def main():
    names = sources()
    if "--write" in sys.argv[1:]:
        sys.stderr.write(run(names, ["-i"]))
        return 0
    complaints = run(names, ["--dry-run"])
    crooked = sorted({line.split(":")[0] for line in complaints.splitlines() if "[-Wclang-format" in line})
    for name in crooked:
        print(f"{name}: not formatted")
    if crooked:
        print("  hint: ./dev format")
    print(f"{len(names)} files, {len(crooked)} not formatted")
    return int(bool(crooked))


if __name__ == "__main__":
    sys.exit(main())
