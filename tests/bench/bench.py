"""Whole-process speed and memory of bmo beside its peers, in one run, on one file.

Run by ./dev bench, with BMO naming the program. Prints ratios: absolute times belong to a machine. What starting any
program costs stands beside --version, as `true`.
    bench.py [--pairs 200000] [--rounds 5] [--big 5000000]
"""
import argparse
import os
import pathlib
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

BMO = os.environ["BMO"]
HERE = pathlib.Path(__file__).resolve().parent
GENERATOR = HERE.parent.parent / "examples" / "generate.py"

PEERS = {
    "datasets": "import datasets; datasets.disable_progress_bars(); d = datasets.load_dataset('json', data_files={src!r}, split='train', cache_dir={tmp!r}); ",
    "polars": "import polars; ",
    "duckdb": "import duckdb; ",
    "orjson": "import orjson; ",
}
TASKS = {
    "jsonl": {
        "datasets": "d.to_json({out!r})",
        "polars": "polars.scan_ndjson({src!r}).sink_ndjson({out!r})",
        "duckdb": "duckdb.sql(\"COPY (SELECT * FROM read_json('{src}')) TO '{out}' (FORMAT json)\")",
        "orjson": "o = open({out!r}, 'wb'); [o.write(orjson.dumps(orjson.loads(line)) + b'\\n') for line in open({src!r}, 'rb')]; o.close()",
    },
    "csv": {"datasets": "d.to_csv({out!r})", "duckdb": "duckdb.sql(\"COPY (SELECT * FROM read_json('{src}')) TO '{out}' (FORMAT csv)\")"},
    "parquet": {
        "datasets": "d.to_parquet({out!r})",
        "polars": "polars.scan_ndjson({src!r}).sink_parquet({out!r}, compression='zstd')",
        "duckdb": "duckdb.sql(\"COPY (SELECT * FROM read_json('{src}')) TO '{out}' (FORMAT parquet, COMPRESSION zstd)\")",
    },
}
FIVE = ("jsonl", "json", "csv", "parquet", "arrow")


def timed(command):
    """Seconds and peak bytes of one child process."""
    start = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    _, error = process.communicate()
    seconds = time.monotonic() - start
    if process.returncode:
        sys.exit(f"{command}: exit {process.returncode}\n{error.decode()[:2000]}")
    return seconds


def peak(command):
    """Peak resident bytes of one command, by a fresh measuring child."""
    code = ("import resource, subprocess, sys; subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL);"
            "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)")
    return int(subprocess.check_output([sys.executable, "-c", code, *command])) * 1024


def bmo(source, out, *options):
    return [BMO, "export", str(source), "--out", str(out), "--no-proof", "--no-progress", "--quiet", *options]


def generate(folder, pairs):
    out = folder / f"pairs-{pairs}"
    subprocess.run([sys.executable, GENERATOR, "--profile", "bench", "--clean", "--pairs", str(pairs), "--seed", "1",
                    "--out", out], check=True, stdout=subprocess.DEVNULL)
    return out / "pairs.jsonl"


def one_round(source, folder):
    times = {}
    for task, peers in TASKS.items():
        for durability in ("full", "none"):
            out = folder / "out"
            times[task, f"bmo {durability}"] = timed(bmo(source, out, "--to", task, "--durability", durability))
            shutil.rmtree(out)
        out = folder / "out"
        times[task, "bmo sidecar"] = timed(bmo(source, out, "--to", task, "--metadata", "sidecar"))
        shutil.rmtree(out)
        for peer, body in peers.items():
            tmp, target = folder / "tmp", folder / "target"
            code = (PEERS[peer] + body).format(src=str(source), out=str(target), tmp=str(tmp))
            times[task, peer] = timed([sys.executable, "-c", code])
            shutil.rmtree(tmp, ignore_errors=True)
            target.unlink()
    out = folder / "out"
    for durability in ("full", "none"):
        for task, to in (("json", "json"), ("arrow", "arrow"), ("five formats", ",".join(FIVE))):
            times[task, f"bmo {durability}"] = timed(bmo(source, out, "--to", to, "--durability", durability))
            shutil.rmtree(out)
    times["version", "bmo full"] = timed([BMO, "--version"])
    times["version", "true"] = timed(["true"])
    return times


def show(times, megabytes):
    median = {key: statistics.median(values) for key, values in times.items()}
    print(f"{'task':14}{'program':14}{'seconds':>9}{'MB/s':>8}{'peer / bmo':>12}")
    for (task, program), seconds in median.items():
        ours = median.get((task, "bmo full"), seconds)
        rate = "" if task == "version" else f"{megabytes / seconds:.0f}"
        print(f"{task:14}{program:14}{seconds:9.3f}{rate:>8}{seconds / ours:12.2f}")
    for durability in ("full", "none"):
        program = f"bmo {durability}"
        share = median["five formats", program] / sum(median[task, program] for task in FIVE)
        print(f"five formats in one scan, {program}: {share:.2f} of the sum of five runs")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--pairs", type=int, default=200_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--big", type=int, default=0, help="also measure peak memory at this many pairs")
    arguments = parser.parse_args()
    folder = pathlib.Path(tempfile.mkdtemp(prefix="bmo-bench-"))
    try:
        source = generate(folder, arguments.pairs)
        megabytes = source.stat().st_size / 1e6
        print(f"{arguments.pairs:,} pairs, {megabytes:.0f} MB of JSONL, {os.cpu_count()} cores, median of {arguments.rounds}")
        times = {}
        for _ in range(arguments.rounds):
            for key, seconds in one_round(source, folder).items():
                times.setdefault(key, []).append(seconds)
        show(times, megabytes)
        sizes = [50_000] + ([arguments.big] if arguments.big else [])
        for pairs in sizes:
            path = generate(folder, pairs)
            for task in ("jsonl", "parquet", "jsonl,json,csv,parquet,arrow"):
                out = folder / "out"
                print(f"peak memory, {pairs:,} pairs, {task}: {peak(bmo(path, out, '--to', task)) / 2**20:.0f} MiB")
                shutil.rmtree(out)
            path.unlink()
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
