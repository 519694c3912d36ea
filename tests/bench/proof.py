"""What reading back costs beside its export: each container with and without it, for sets of several sizes.

    proof.py PROGRAM PAIRS.json [ROUNDS] [SIZE,SIZE,...] [CONTAINER...]
The set is repeated until it has as many pairs. Both exports are made in turn, on all cores, and the medians of ROUNDS
compared, in seconds on the clock and in seconds of the processors (which hold on a busy machine). Prints a table as
docs/export-folder.md sums it up, and fails where the processors' ratio is above 1.25.
"""
import itertools
import json
import os
import pathlib
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

MOST = 1.25
SIZES = (50_000, 200_000, 1_000_000)
CONTAINERS = ("jsonl", "json", "csv", "parquet", "arrow", "hf")


def spent(program, source, to, out, *flags):
    """Seconds on the clock, and of the processors as the system counted them for the child."""
    shutil.rmtree(out, ignore_errors=True)
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    ran = subprocess.run([program, "export", source, "--to", to, "--out", out, "--quiet", "--no-progress", *flags],
                         capture_output=True, text=True)
    seconds, after = time.monotonic() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    if ran.returncode not in (0, 1):
        sys.exit(f"{to}: {ran.stderr}")
    return seconds, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def repeated(rows, size, path):
    """Numbered, so that no two lines are the same."""
    with path.open("w", encoding="utf-8") as file:
        for number, row in enumerate(itertools.islice(itertools.cycle(rows), size)):
            file.write(json.dumps({**row, "id": str(number)}, ensure_ascii=False) + "\n")
    return str(path)


def medians(program, source, to, out, rounds):
    """Clock and processors of an export that is not read back, then of one that is."""
    runs = [(*spent(program, source, to, out, "--no-proof"), *spent(program, source, to, out)) for _ in range(rounds)]
    return [statistics.median(column) for column in zip(*runs)]


def main():
    program, source = sys.argv[1:3]
    rounds = int(sys.argv[3]) if len(sys.argv) > 3 else 5
    sizes = [int(size) for size in sys.argv[4].split(",")] if len(sys.argv) > 4 else SIZES
    rows = json.loads(pathlib.Path(source).read_bytes())
    worst = 0.0
    print("| pairs | container | export | read back too | of the clock | of the processors |\n|---:|---|---:|---:|---:|---:|")
    with tempfile.TemporaryDirectory(dir=os.environ.get("TMPDIR")) as top:
        for size in sizes:
            pairs = repeated(rows, size, pathlib.Path(top) / "pairs.jsonl")
            for to in sys.argv[5:] or CONTAINERS:
                clock, processors, clock_proven, processors_proven = medians(program, pairs, to, f"{top}/out", rounds)
                ratio = processors_proven / processors
                worst = max(worst, ratio)
                print(f"| {size:,} | {to} | {clock:.2f} s | {clock_proven:.2f} s | {clock_proven / clock:.2f} | {ratio:.2f} |",
                      flush=True)
    print(f"\nthe most is {worst:.2f} times the export's processor time")
    return int(worst > MOST)


sys.exit(main())
