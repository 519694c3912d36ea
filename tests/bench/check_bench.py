"""Checking pairs beside datatrove's filters of web text, on one file; prints ratios of processor time.

    check_bench.py BMO PEER_PYTHON FILE [--rows N] [--rounds 3]

PEER_PYTHON is a Python that has datatrove 0.10.1, orjson 3.11 and spacy 3.8 (its tokenizer of English), FILE a JSON list
or JSON Lines of Alpaca records. bmo reads the file, runs all checks and coherence, and adds scores up; datatrove is given
texts in memory and runs Gopher's repetition and quality filters, C4's and FineWeb's, each text until a filter drops it
("chain") and through all of them ("all"). Its start and imports are not counted, bmo's are.
"""
import argparse
import json
import pathlib
import resource
import subprocess
import sys
import tempfile

PEER = r"""
import json, sys, time
from datatrove.data import Document
from datatrove.pipeline.filters import C4QualityFilter, FineWebQualityFilter, GopherQualityFilter, GopherRepetitionFilter
rows = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8")]
def texts():
    return [Document(text="\n\n".join(row[key] for key in ("instruction", "input", "output") if row.get(key)), id=str(i))
            for i, row in enumerate(rows)]
filters = [GopherRepetitionFilter(), GopherQualityFilter(), C4QualityFilter(), FineWebQualityFilter()]
def passes(filter, document):
    try:
        found = filter.filter(document)
    except ZeroDivisionError:  # A text without words.
        return False
    return found if isinstance(found, bool) else found[0]
for document in texts()[:50]:  # Tables are read at the first call.
    for filter in filters:
        passes(filter, document)
def timed(run):
    documents = texts()
    start = time.process_time()
    kept = sum(run(document) for document in documents)
    return {"seconds": time.process_time() - start, "kept": kept}
print(json.dumps({"chain": timed(lambda d: all(passes(f, d) for f in filters)),
                  "all": timed(lambda d: all([passes(f, d) for f in filters]))}))
"""


def read_rows(path):
    text = pathlib.Path(path).read_text(encoding="utf-8")
    return json.loads(text) if text.lstrip().startswith("[") else [json.loads(line) for line in text.splitlines()]


def seconds_of(command):
    """User and system seconds of a program that may end with findings."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    ran = subprocess.run(command, stdout=subprocess.DEVNULL, check=False)
    if ran.returncode not in (0, 1):
        sys.exit(f"error: {command[0]} ended with {ran.returncode}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("bmo")
    parser.add_argument("peer_python")
    parser.add_argument("file")
    parser.add_argument("--rows", type=int)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    rows = read_rows(arguments.file)[: arguments.rows]
    text_bytes = sum(len(row.get(key) or "") for row in rows for key in ("instruction", "input", "output"))
    with tempfile.TemporaryDirectory() as folder:
        source = pathlib.Path(folder) / "pairs.jsonl"
        source.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
        command = [arguments.bmo, "check", source, "--checks", "all", "--threads", "1", "--quiet"]
        ours = min(seconds_of(command) for _ in range(arguments.rounds))
        peer = json.loads(subprocess.run([arguments.peer_python, "-c", PEER, source], capture_output=True, text=True,
                                         check=True).stdout)
    print(f"{len(rows)} pairs, {text_bytes / 1e6:.1f} M characters")
    print(f"bmo check --checks all  {ours:8.2f} s  {text_bytes / 1e6 / ours:7.1f} MB/s")
    for name, run in peer.items():
        print(f"datatrove, {name:12} {run['seconds']:8.2f} s  {text_bytes / 1e6 / run['seconds']:7.2f} MB/s  "
              f"{run['seconds'] / ours:6.1f} x bmo's time, {run['kept']} kept")


if __name__ == "__main__":
    main()
