"""Our search for near vectors beside SemHash's, on the same clustered vectors in one run.

    python3 semantic_bench.py BENCH PEER_PYTHON [--vectors 100000] [--dimension 256]
BENCH is the built bmo_semantic_bench; PEER_PYTHON a Python with semhash==0.5.0. Prints one JSON object; `cells` is what
is used above 65,536 rows, `all` compares all with all and misses nothing.
"""
import argparse
import json
import pathlib
import subprocess
import tempfile

PEER = """
import sys, time, numpy, json
from semhash import SemHash
vectors = numpy.load(sys.argv[1]).astype(numpy.float32)
vectors /= numpy.linalg.norm(vectors, axis=1, keepdims=True)
class Unused:
    def encode(self, *a, **k): raise RuntimeError("the vectors are given")
wall, cpu = time.time(), time.process_time()
known = SemHash.from_embeddings(embeddings=vectors, records=[str(i) for i in range(len(vectors))], model=Unused())
told = known.self_deduplicate(threshold=float(sys.argv[2]))
print(json.dumps({"wall": time.time() - wall, "processor": time.process_time() - cpu, "removed": len(told.filtered)}))
"""


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("bench")
    parser.add_argument("peer_python")
    parser.add_argument("--vectors", type=int, default=100_000)
    parser.add_argument("--dimension", type=int, default=256)
    parser.add_argument("--floor", type=float, default=0.9)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / "vectors.npy"
        ours = json.loads(subprocess.check_output(
            [asked.bench, "--clustered", str(asked.vectors), "--dimension", str(asked.dimension),
             "--floor", str(asked.floor), "--write", file]))
        peer = json.loads(subprocess.check_output([asked.peer_python, "-c", PEER, file, str(asked.floor)]))
    ratios = {way: {unit: round(peer[unit] / ours[way][unit], 1) for unit in ("wall", "processor")}
              for way in ("cells", "all")}
    print(json.dumps({"ours": ours, "semhash": peer, "semhash / ours": ratios}, indent=1))


if __name__ == "__main__":
    main()
