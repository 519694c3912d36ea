"""Holds budgets to a reckoning in Python: the best of each group and of the whole, for any order of the input and any threads."""
import collections
import json
import os
import random
import subprocess

import pytest

BMO = os.environ["BMO"]
TOPICS = ("tides", "mooring", "billing", None)


@pytest.fixture(scope="module")
def pairs():
    rng = random.Random(3)
    rows = []
    for number in range(5000):
        row = {"id": f"p{number}", "instruction": f"What holds at place {number}?",
               "output": f"There the rule is number {rng.randrange(10**6)}.", "quality": rng.randrange(1000) / 10}
        topic = TOPICS[min(3, int(rng.expovariate(1)))]
        if topic:
            row["topics"] = [topic]
        if rng.random() < 0.01:
            del row["quality"]
        rows.append(row)
    return rows


def exported(rows, folder, *flags):
    folder.mkdir()
    source = folder / "pairs.jsonl"
    source.write_text("".join(json.dumps(row) + "\n" for row in rows))
    out = folder / "out"
    subprocess.run([BMO, "export", source, "--to", "jsonl", "--out", out, "--by", "quality", "--quiet", *flags],
                   check=True)
    return [json.loads(line)["id"] for line in (out / "train.jsonl").open()]


def worst_first(rows):
    return sorted(row.get("quality", -1.0) for row in rows)


def test_the_best_of_each_topic_then_of_the_whole(pairs, tmp_path):
    kept = set(exported(pairs, tmp_path / "a", "--max-per", "topic=400", "--top", "900"))
    assert len(kept) == 900
    groups = collections.defaultdict(list)
    for row in pairs:
        groups[row.get("topics", [None])[0]].append(row)
    allowed = []
    for topic, rows in groups.items():
        best = sorted(rows, key=lambda row: -row.get("quality", -1.0))
        allowed += best if topic is None else best[:400]
        assert topic is None or sum(row["id"] in kept for row in rows) <= 400
    expected = worst_first(allowed)[-900:]
    assert worst_first(row for row in pairs if row["id"] in kept) == expected


def test_neither_order_nor_threads_decide(pairs, tmp_path):
    shuffled = pairs[:]
    random.Random(9).shuffle(shuffled)
    flags = ("--max-per", "topic=100", "--top", "250")
    first = exported(pairs, tmp_path / "a", *flags, "--threads", "1")
    second = exported(shuffled, tmp_path / "b", *flags, "--threads", "4", "--batch-size", "17")
    assert sorted(first) == sorted(second)


def test_a_dry_run_counts_the_same(pairs, tmp_path):
    source = tmp_path / "pairs.jsonl"
    source.write_text("".join(json.dumps(row) + "\n" for row in pairs))
    ran = subprocess.run([BMO, "export", source, "--to", "jsonl", "--out", tmp_path / "out", "--top", "77",
                          "--by", "quality", "--dry-run", "--json"], check=True, capture_output=True, text=True)
    assert json.loads(ran.stdout)["exported"] == 77
    assert not (tmp_path / "out").exists()
