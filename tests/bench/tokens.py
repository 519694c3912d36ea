"""Token counting of bmo beside Python's tokenizers and tiktoken, on one file and the same cores.

    tokens.py PROGRAM FOLDER TEXTS.jsonl [THREADS]   FOLDER holds tokenizer.json, or tiktoken's ranks
PROGRAM is build/release/tests/bmo_seen_pairs; each line of TEXTS is a JSON string. Both sides count threads
alike; reading the file is no part of the time. Prints the ratios, of seconds on the clock and of seconds of
the processors (which hold on a busy machine), and fails where the counts differ.
"""
import json
import os
import pathlib
import resource
import subprocess
import sys
import time

WORDS = (r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*"
         r"|\s*[\r\n]+|\s+(?!\S)|\s+")


def by_tokenizers(file, texts):
    """The fastest call that the library has for counting, and the usual one."""
    import tokenizers
    tokenizer = tokenizers.Tokenizer.from_file(str(file))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    for name in ("encode_batch", "encode_batch_fast"):
        start, spent = time.monotonic(), time.process_time()
        counts = [len(e) for e in getattr(tokenizer, name)(texts, add_special_tokens=False)]
        yield f"tokenizers {name}", time.monotonic() - start, time.process_time() - spent, counts


def by_tiktoken(file, texts, threads):
    import tiktoken
    from tiktoken.load import load_tiktoken_bpe
    ranks = load_tiktoken_bpe(str(file))
    words = WORDS if len(ranks) != 151643 else WORDS.replace("{1,3}", "")
    encoding = tiktoken.Encoding("ranks", pat_str=words, mergeable_ranks=ranks, special_tokens={})
    start, spent = time.monotonic(), time.process_time()
    counts = [len(ids) for ids in encoding.encode_ordinary_batch(texts, num_threads=threads)]
    yield "tiktoken encode_ordinary_batch", time.monotonic() - start, time.process_time() - spent, counts


def counted(program, folder, threads, text):
    """What the program says, and the seconds that processors spent on it."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    said = json.loads(subprocess.run([program, "count", folder, threads], input=text, capture_output=True, check=True).stdout)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return said, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main():
    program, folder, file = sys.argv[1:4]
    threads = sys.argv[4] if len(sys.argv) > 4 else str(os.cpu_count())
    os.environ["RAYON_NUM_THREADS"] = threads
    text = pathlib.Path(file).read_bytes()
    texts = [json.loads(line) for line in text.split(b"\n") if line]
    opening = min(counted(program, folder, threads, b"")[1] for _ in range(3))
    runs = [counted(program, folder, threads, text) for _ in range(3)]
    ours = min((run for run, _ in runs), key=lambda run: run["seconds"])
    spent = min(seconds for _, seconds in runs) - opening
    print(f"{len(texts)} texts, {sum(ours['counts'])} tokens, {threads} threads; bmo {ours['seconds']:.2f} s, "
          f"{spent:.2f} s of the processors")
    document = pathlib.Path(folder) / "tokenizer.json"
    if document.exists():
        peers = by_tokenizers(document, texts)
    else:
        ranks = next(p for p in pathlib.Path(folder).iterdir() if p.suffix == ".tiktoken" or p.name == "tokenizer.model")
        peers = by_tiktoken(ranks, texts, int(threads))
    same = True
    for name, seconds, processors, counts in peers:
        same = same and counts == ours["counts"]
        print(f"{name}: {seconds:.2f} s, {processors:.2f} s of the processors, bmo is "
              f"{seconds / ours['seconds']:.1f} and {processors / spent:.1f} times as fast"
              f"{'' if counts == ours['counts'] else ', BUT COUNTS DIFFER'}")
    return int(not same)


sys.exit(main())
