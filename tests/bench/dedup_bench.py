"""Finding near duplicates beside its peers, in one run, on one file; prints ratios.

    dedup_bench.py BMO_DEDUP_BENCH PEER_PYTHON FILE [--bmo BMO] [--truth TRUTH] [--rounds 3] [--threads 2]

BMO_DEDUP_BENCH is the program of tests/bench/dedup_bench.cpp, PEER_PYTHON a Python that has rensa, orjson and
datatrove, FILE a JSONL file of Alpaca records (examples/generate.py --profile bench), TRUTH what was planted in it.
Planted pairs in which the edit put another word in place of a number, a negation or a name are counted apart
("guarded"): a guard that tells the two apart does what it should. With --bmo the whole program is timed too: `bmo dedup`, and an export with and without exact duplicates left out.
Processor seconds are printed beside wall seconds: on a busy machine only the former compare.
"""
import argparse
import collections
import json
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

# What the generator calls near pairs of which 2 to 20 % of the words are replaced.
REPLACED = re.compile(r"words-\d+$")

# Words that turn what a pair says: where an edit put another word in their place, a guard must keep the two apart.
NUMBERS = set("""zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion half
third quarter dozen first second twice double triple once fourth fifth not never without none cannot neither nothing
nobody unless except""".split())
WORD = re.compile(r"[\w'-]+")

# Reads with orjson, word 3-grams, 128 permutations; rensa's own deduplicator, which keeps the first of alike rows,
# does not verify, and names no survivor. Writes the rows that stay, and the ids of those that go.
RENSA = r"""
import sys, orjson
from rensa import RMinHash, RMinHashDeduplicator
seen = RMinHashDeduplicator(0.7, 128, True)
with open(sys.argv[2], "w") as removed, open(sys.argv[3], "wb") as kept:
    for number, line in enumerate(open(sys.argv[1], "rb")):
        try:
            row = orjson.loads(line)
            text = row["instruction"] + " " + (row.get("input") or "") + " " + row["output"]
        except Exception:
            continue
        words = text.lower().split()
        sketch = RMinHash(128, 42)
        sketch.update([" ".join(words[i:i + 3]) for i in range(max(1, len(words) - 2))])
        if seen.add(str(number), sketch):
            kept.write(line)
        else:
            removed.write(f"{row.get('id')} -\n")
"""

# The same with the verdicts that can be held against ours: verified by the sketches, with a survivor for each.
RENSA_VERIFIED = r"""
import sys, orjson
from rensa import RMinHash, RMinHashLSH
threshold = float(sys.argv[3])
texts, ids = [], []
for line in open(sys.argv[1], "rb"):
    try:
        row = orjson.loads(line)
        text = row["instruction"] + " " + (row.get("input") or "") + " " + row["output"]
    except Exception:
        continue
    texts.append(text)
    ids.append(row.get("id"))
def grams(text):
    words = text.lower().split()
    return [" ".join(words[i:i + 3]) for i in range(max(1, len(words) - 2))]
lsh = RMinHashLSH(threshold=threshold, num_perm=128, num_bands=32)
sketches = []
for i, text in enumerate(texts):
    sketch = RMinHash(num_perm=128, seed=42)
    sketch.update(grams(text))
    sketches.append(sketch)
    lsh.insert(i, sketch)
out = open(sys.argv[2], "w")
gone = set()
for i, sketch in enumerate(sketches):
    if i in gone:
        continue
    for j in lsh.query(sketch):
        if j > i and j not in gone and sketch.jaccard(sketches[j]) >= threshold:
            gone.add(j)
            out.write(f"{ids[j]} {ids[i]} near 0\n")
"""

DATATROVE = r"""
import sys, time, orjson
from datatrove.data import Document
from datatrove.pipeline.dedup.minhash import MinhashConfig, MinhashDedupSignature
documents = []
for number, line in enumerate(open(sys.argv[1], "rb")):
    if number == int(sys.argv[3]):
        break
    try:
        row = orjson.loads(line)
        documents.append(Document(text=row["instruction"] + " " + (row.get("input") or ""), id=str(number)))
    except Exception:
        continue
stage = MinhashDedupSignature(output_folder=sys.argv[2], config=MinhashConfig(num_buckets=32, hashes_per_bucket=4))
start = time.process_time()
stage.run(documents, 0, 1)
print("seconds per document", (time.process_time() - start) / len(documents))
"""


def timed(command, allowed=(0,)):
    """(wall, processor) seconds of a child process and what it printed."""
    before = os.times()
    start = time.monotonic()
    done = subprocess.run(command, capture_output=True, text=True)
    wall = time.monotonic() - start
    after = os.times()
    if done.returncode not in allowed:
        sys.exit(f"{command[0]}: exit {done.returncode}\n{done.stderr[-2000:]}")
    used = after.children_user + after.children_system - before.children_user - before.children_system
    return wall, used, done.stdout


def turned(word, other):
    """Two neighbouring letters behind the first changed places: a slip of the pen, which guards forgive."""
    return any(word[:i] + word[i + 1] + word[i] + word[i + 2:] == other for i in range(1, len(word) - 1))


def texts_of(file, ids):
    """{id: (question, answer)} of the records that are named."""
    out = {}
    for line in file.open("rb"):
        try:
            row = json.loads(line)
            if row.get("id") in ids:
                out.setdefault(row["id"], (row["instruction"] + "\n" + (row.get("input") or ""), row["output"]))
        except (ValueError, TypeError, KeyError, AttributeError):
            continue  # Quarantined.
    return out


def must_stay_apart(one, other):
    """Did the edit change a number, a negation or a name (in a question), more than by a slip of the pen?"""
    for side, (a, b) in enumerate(zip(one, other)):
        words = [collections.Counter(WORD.findall(text)) for text in (a, b)]
        gone, come = (sorted((x - y).elements()) for x, y in (words, words[::-1]))
        for some, others in ((gone, come), (come, gone)):
            for word in some:
                speaks = word.lower() in NUMBERS or any(c.isdigit() for c in word)
                # A sentence's first word is capitalised in any case.
                named = (side == 0 and word[0].isupper() and word != "I"
                         and re.search(rf"[a-z,] {re.escape(word)}\b", a + "\n" + b))
                slips = [o for o in others if turned(word.lower(), o.lower()) and o.lower() not in NUMBERS | {"there"}]
                if (speaks or named) and word.lower() not in [o.lower() for o in others] and not slips:
                    if not (named and any(turned(o.lower(), word.lower()) for o in others)):
                        return True
    return False


def planted(truth, removed, texts):
    """{what was planted: (how many, found)}, and how many look-alikes were merged with their originals."""
    gone = {}
    for line in removed.read_text().splitlines():
        row, survivor, *_ = line.split()
        gone[row] = survivor
    tried, found = collections.Counter(), collections.Counter()
    for item in truth:
        survivor = gone.get(item["id"])
        joined = survivor in (item["of"], "-") or gone.get(item["of"]) == item["id"]
        if item["kind"] == "look-alike":
            name, hit = "must not: " + item["name"], joined
        else:
            name, hit = f"{item['name']}: {item['edit']}", survivor is not None or joined
            if item["name"] == "near" and must_stay_apart(texts[item["of"]], texts[item["id"]]):
                name += ", guarded"
        tried[name] += 1
        found[name] += hit
    return {name: (tried[name], found[name] / tried[name]) for name in sorted(tried)}


def sound(truth):
    """What was planted among records that are not quarantined."""
    items, quarantined = [], set()
    for line in truth.open():
        item = json.loads(line)
        if item["kind"] == "fault":
            if item.get("fate") == "quarantined":
                quarantined.add(item["id"])
        else:
            items.append(item)
    return [item for item in items if item["id"] not in quarantined and item["of"] not in quarantined]


def replaced_words(found):
    """(how many pairs have some of their words replaced, the share that is found) of what planted() answers."""
    some = [value for name, value in found.items() if REPLACED.search(name)]
    number = sum(n for n, _ in some)
    return number, sum(n * share for n, share in some) / max(1, number)


def program(bmo, file, threads, folder):
    """(wall, processor) seconds of the program: near with its report, a plain export, one without exact duplicates."""
    export = [bmo, "export", file, "--to", "jsonl", "--quiet", "--no-progress", "--threads", threads]
    out = {}
    # Exit 1 says that records are quarantined: the generated set holds some.
    for what, command in {"bmo dedup": [bmo, "dedup", file, "--quiet", "--no-progress", "--threads", threads],
                          "bmo export": [*export, "--out", folder / "plain"],
                          "bmo export, exact": [*export, "--out", folder / "exact", "--dedup", "exact"]}.items():
        out[what] = timed(command, allowed=(0, 1))[:2]
    for name in ("plain", "exact"):
        shutil.rmtree(folder / name)
    return out


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("bench")
    parser.add_argument("python")
    parser.add_argument("file", type=pathlib.Path)
    parser.add_argument("--bmo", type=pathlib.Path)
    parser.add_argument("--truth", type=pathlib.Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--threads", default="2")
    options = parser.parse_args()
    times = collections.defaultdict(list)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        ours, theirs, verified = folder / "ours.txt", folder / "theirs.txt", folder / "verified.txt"
        for _ in range(options.rounds):
            wall, used, said = timed([options.bench, options.file, "--threads", options.threads, "--removed", ours])
            times["ours"].append((wall, used))
            signature = float(re.search(r"signature stage, one core: [\d.]+ s \(([\d.]+) us", said)[1])
            times["our signature"].append((signature / 1e6, signature / 1e6))
            times["rensa"].append(timed([options.python, "-c", RENSA, options.file, theirs, folder / "kept"])[:2])
            said = timed([options.python, "-c", DATATROVE, options.file, folder / "signatures", "20000"])[2]
            seconds = float(said.split()[-1])
            times["datatrove signature"].append((seconds, seconds))
            for what, took in program(options.bmo, options.file, options.threads, folder).items() if options.bmo else []:
                times[what].append(took)
        best = {what: (min(w for w, _ in some), min(u for _, u in some), statistics.median(w for w, _ in some))
                for what, some in times.items()}
        print(f"{options.rounds} rounds, {options.threads} threads; best wall, best processor, median wall")
        for what, (wall, used, median) in best.items():
            print(f"{what:20} {wall:12.6f} {used:12.6f} {median:12.6f}")
        print(f"end to end, rensa / ours: wall {best['rensa'][0] / best['ours'][0]:.2f}, "
              f"processor {best['rensa'][1] / best['ours'][1]:.2f}")
        print(f"signature per pair, datatrove / ours: {best['datatrove signature'][1] / best['our signature'][1]:.1f}")
        if options.bmo:
            print(f"whole program, rensa / bmo dedup: wall {best['rensa'][0] / best['bmo dedup'][0]:.2f}, "
                  f"processor {best['rensa'][1] / best['bmo dedup'][1]:.2f}")
            print(f"exact / plain export: wall {best['bmo export, exact'][0] / best['bmo export'][0]:.2f}, "
                  f"processor {best['bmo export, exact'][1] / best['bmo export'][1]:.2f}")
        if options.truth:
            wall, used, _ = timed([options.python, "-c", RENSA_VERIFIED, options.file, verified, "0.7"])
            print(f"rensa, verified: {wall:.2f} s, {used:.2f} processor")
            truth = sound(options.truth)
            texts = texts_of(options.file, {item[key] for item in truth for key in ("id", "of")})
            mine, peer, slow = (planted(truth, removed, texts) for removed in (ours, theirs, verified))
            print(f"{'planted':28} {'number':>8} {'ours':>7} {'rensa':>7} {'rensa, verified':>16}")
            for some in (mine, peer, slow):
                some["near: all replaced words"] = replaced_words(some)
            for what, (number, share) in mine.items():
                other, third = peer[what][1], slow[what][1]
                may_stay = what.startswith("must not") or what.endswith("guarded")
                below = "  below the peer" if share < max(other, third) and not may_stay else ""
                print(f"{what:28} {number:8} {share:7.3f} {other:7.3f} {third:16.3f}{below}")


main()
