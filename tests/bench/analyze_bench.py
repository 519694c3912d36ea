"""Figures of a set beside Data-Juicer's analyzer, on one file; prints ratios of processor time.

    analyze_bench.py BMO PEER_ANALYZER FILE [--rows 10000]

PEER_ANALYZER is the dj-analyze of py-data-juicer 1.6 (it wants aiohttp, matplotlib, ray and torch beside it), FILE a JSON
list of Alpaca records. The peer measures lengths, words, lines, kinds of characters and repetition of the same texts with
one process; bmo lengths and diversity of words, then every chapter. What the peer takes for 100 rows, its start, is told
apart: the second ratio is without it. bmo's start is counted.
"""
import argparse
import json
import pathlib
import resource
import subprocess
import tempfile

FILTERS = ("text_length", "words_num", "average_line_length", "maximum_line_length", "alphanumeric", "special_characters",
           "character_repetition", "word_repetition")


def processor_seconds(*command):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(list(map(str, command)), check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def peer_seconds(analyzer, rows, folder):
    source = folder / f"texts{len(rows)}.jsonl"
    source.write_text("".join(json.dumps({"text": "\n".join(row[key] for key in ("instruction", "input", "output")
                                                            if row.get(key))}) + "\n" for row in rows))
    settings = {"project_name": "bench", "dataset_path": str(source), "export_path": str(folder / "out" / source.name),
                "np": 1, "save_stats_in_one_file": True, "open_tracer": False, "use_cache": False,
                "process": [{f"{name}_filter": {}} for name in FILTERS]}
    recipe = folder / "recipe.yaml"
    recipe.write_text(json.dumps(settings))  # JSON is YAML.
    return processor_seconds(analyzer, "--config", recipe)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("bmo")
    parser.add_argument("analyzer")
    parser.add_argument("file", type=pathlib.Path)
    parser.add_argument("--rows", type=int, default=10_000)
    asked = parser.parse_args()
    rows = json.loads(asked.file.read_text(encoding="utf-8"))[:asked.rows]
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        source = folder / "rows.json"
        source.write_text(json.dumps(rows))
        start = peer_seconds(asked.analyzer, rows[:100], folder)
        peer = peer_seconds(asked.analyzer, rows, folder)
        print(f"{len(rows)} rows; Data-Juicer {peer:.1f} s, of which its start {start:.1f} s")
        for what, flags in (("lengths and words", ("--chapter", "content,diversity", "--encoder", "none")),
                            ("every chapter, no encoder", ("--encoder", "none")), ("every chapter", ())):
            ours = min(processor_seconds(asked.bmo, "analyze", source, *flags, "--json", "--quiet") for _ in range(3))
            print(f"  {what}: {ours:.2f} s, {peer / ours:.0f} times; without the peer's start {(peer - start) / ours:.0f}")


if __name__ == "__main__":
    main()
