"""Holds stratified splits to a reckoning in Python: exact sizes, each topic shared out, no cluster or source parted."""
import collections
import json
import os
import pathlib
import random
import subprocess

import pytest

BMO = os.environ["BMO"]
DATA = pathlib.Path(os.environ.get("BMO_TEST_DATA", "../shared/data"))
SHARES = {"train": 0.8, "validation": 0.1, "test": 0.1}
SPLIT = ",".join(f"{name}={share}" for name, share in SHARES.items())


def real_pairs():
    """Alpaca's pairs with the verb that opens the instruction as their topic, and made sources."""
    path = next((DATA / "alpaca-52k").glob("*.json*"), None) if DATA.exists() else None
    if path is None:
        pytest.skip("no Alpaca here")
    text = path.read_text()
    rows = json.loads(text) if text.lstrip().startswith("[") else [json.loads(line) for line in text.splitlines()]
    for number, row in enumerate(rows[:20000]):
        word = row["instruction"].split()[0].strip(".,:\"'").lower()
        yield {"id": f"p{number}", "instruction": row["instruction"], "input": row.get("input", ""),
               "output": row["output"] or "none", "topics": [word], "source": f"doc{number % 997}"}


@pytest.fixture(scope="module")
def pairs():
    return list(real_pairs())


def split(rows, folder, *flags):
    """Ids by split, and the run's answer."""
    folder.mkdir()
    source = folder / "pairs.jsonl"
    source.write_text("".join(json.dumps(row) + "\n" for row in rows))
    out = folder / "out"
    run = subprocess.run([BMO, "export", source, "--to", "jsonl:alpaca", "--out", out, "--split", SPLIT, "--json", *flags],
                         check=True, capture_output=True, text=True)
    ids = {name: [json.loads(line)["id"] for line in (out / f"{name}.jsonl").open()] for name in SHARES}
    return ids, json.loads(run.stdout)


def topics_by_split(ids, rows):
    topic = {row["id"]: row["topics"][0] for row in rows}
    return {name: collections.Counter(topic[i] for i in some) for name, some in ids.items()}


def test_each_topic_is_shared_out_and_sizes_are_exact(pairs, tmp_path):
    ids, answer = split(pairs, tmp_path / "a", "--stratify", "topic")
    n = sum(map(len, ids.values()))
    assert n == answer["exported"]
    assert [len(ids["validation"]), len(ids["test"])] == [round(n * 0.1)] * 2
    counts = topics_by_split(ids, pairs)
    sizes = sum(counts.values(), collections.Counter())
    parted = [topic for topic, size in sizes.items() if size * 0.1 >= 0.5]
    assert len(parted) == answer["strata"]["parted"] > 50
    worst = max(abs(counts[name][topic] - size * share)
                for name, share in SHARES.items() for topic in parted for size in [sizes[topic]])
    assert worst <= 1
    assert worst <= answer["strata"]["farthest"] + 0.005


def test_without_strata_topics_are_off_by_more(pairs, tmp_path):
    ids, _ = split(pairs, tmp_path / "a")
    counts = topics_by_split(ids, pairs)
    sizes = sum(counts.values(), collections.Counter())
    assert max(abs(counts["test"][topic] - size * 0.1) for topic, size in sizes.items()) > 2


def test_no_source_is_parted(pairs, tmp_path):
    ids, answer = split(pairs, tmp_path / "a", "--stratify", "topic", "--split-by", "source")
    source = {row["id"]: row["source"] for row in pairs}
    of = {name: {source[i] for i in some} for name, some in ids.items()}
    assert not of["train"] & of["test"] and not of["train"] & of["validation"] and not of["validation"] & of["test"]
    for told in answer["splits"]:
        assert told["pairs"] == len(ids[told["name"]])
        # A source holds some 20 pairs.
        assert abs(told["pairs"] - told["wanted"]) <= 25


def test_neither_order_nor_threads_decide(pairs, tmp_path):
    shuffled = pairs[:5000]
    one, _ = split(shuffled, tmp_path / "a", "--stratify", "topic", "--split-by", "cluster", "--threads", "1")
    random.Random(1).shuffle(shuffled)
    two, _ = split(shuffled, tmp_path / "b", "--stratify", "topic", "--split-by", "cluster", "--threads", "2")
    assert {name: sorted(some) for name, some in one.items()} == {name: sorted(some) for name, some in two.items()}


def test_another_seed_gives_another_split(pairs, tmp_path):
    one, _ = split(pairs[:2000], tmp_path / "a", "--stratify", "topic")
    two, _ = split(pairs[:2000], tmp_path / "b", "--stratify", "topic", "--seed", "1")
    assert set(one["test"]) != set(two["test"])
