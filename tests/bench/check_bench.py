"""Checking pairs beside datatrove's filters of web text, and vectors beside model2vec's, on one file; prints ratios of processor time.

    check_bench.py BMO PEER_PYTHON FILE [--rows N] [--rounds 3] [--embed-bench BENCH --model FOLDER]

PEER_PYTHON is a Python that has datatrove 0.10.1, orjson 3.11 and spacy 3.8 (its tokenizer of English), FILE a JSON list
or JSON Lines of Alpaca records. bmo reads the file, runs all checks and coherence, and adds scores up; datatrove is given
texts in memory and runs Gopher's repetition and quality filters, C4's and FineWeb's, each text until a filter drops it
("chain") and through all of them ("all"). Its start and imports are not counted, bmo's are.
BENCH is the built bmo_embed_bench and FOLDER a static table for model2vec 0.10.0, which PEER_PYTHON then has too: both
make vectors of all texts in memory, in one thread.
"""
import argparse
import json
import os
import pathlib
import re
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

VECTORS = r"""
import sys, time
from model2vec import StaticModel
model = StaticModel.from_pretrained(sys.argv[2])
texts = open(sys.argv[1], encoding="utf-8").read().splitlines()
def seconds():
    start = time.process_time()
    model.encode(texts, use_multiprocessing=False)
    return time.process_time() - start
print(len(texts) / min(seconds() for _ in range(3)))
"""


def compare_vectors(arguments, rows):
    """One text on each line, which both read before the clock runs."""
    with tempfile.TemporaryDirectory() as folder:
        source = pathlib.Path(folder) / "texts.txt"
        texts = [" ".join(row[key].split()) for row in rows for key in ("instruction", "output") if row.get(key)]
        source.write_text("".join(text + "\n" for text in texts if text), encoding="utf-8")
        ours = subprocess.run([arguments.embed_bench, source], capture_output=True, text=True, check=True).stdout
        threads = {name: "1" for name in ("RAYON_NUM_THREADS", "OMP_NUM_THREADS", "TOKENIZERS_PARALLELISM")}
        peer = float(subprocess.run([arguments.peer_python, "-c", VECTORS, source, arguments.model], capture_output=True,
                                    text=True, check=True, env={**os.environ, **threads}).stdout)
    rate = float(re.search(r"([0-9]+) texts/s of processor time", ours).group(1))
    print(f"vectors: bmo {rate:,.0f} texts/s, model2vec {peer:,.0f} texts/s, {rate / peer:.1f} x")


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
    parser.add_argument("--embed-bench")
    parser.add_argument("--model")
    arguments = parser.parse_args()
    rows = read_rows(arguments.file)[: arguments.rows]
    if arguments.embed_bench:
        compare_vectors(arguments, rows)
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
