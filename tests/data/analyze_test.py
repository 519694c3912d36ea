"""Figures of bmo analyze against numpy, on the demo's pairs and on public sets."""
import collections
import json
import math
import os
import pathlib
import re
import subprocess

import numpy
import pytest

BMO = os.environ["BMO"]
ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
HARBOR = ROOT / "examples/harbor"
SHARED = pathlib.Path(os.environ["BMO_TEST_DATA"])


def analyze(*arguments):
    ran = subprocess.run([BMO, "analyze", *map(str, arguments), "--json"], capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


def figures(answer):
    return {figure["id"]: figure["value"] for chapter in answer["chapters"] for figure in chapter["figures"]}


@pytest.fixture(scope="module")
def harbor(tmp_path_factory):
    """The demo's pairs as bmo exports them, and what bmo says of them."""
    out = tmp_path_factory.mktemp("harbor") / "out"
    subprocess.run([BMO, "export", HARBOR / "batches", "--map", HARBOR / "mapping.toml", "--to", "jsonl", "--out", out,
                    "--quiet"], check=False)
    rows = [json.loads(line) for line in (out / "train.jsonl").read_text().splitlines()]
    answer = analyze(HARBOR / "batches", "--config", HARBOR / "bmo.toml")
    return rows, answer


def test_counts_and_expansion(harbor):
    rows, answer = harbor
    said = figures(answer)
    seeds = {row["metadata"]["seed_id"] or row["id"] for row in rows}
    assert said["pairs.total"] == len(rows) == answer["pairs"]
    assert said["pairs.seeds"] == len(seeds)
    assert said["pairs.expansion"] == pytest.approx(len(rows) / len(seeds))


def test_success_of_attempts(harbor):
    attempts = [json.loads(line) for line in (HARBOR / "attempts.jsonl").read_text().splitlines()]
    accepted = sum(attempt["outcome"] == "accepted" for attempt in attempts)
    said = figures(harbor[1])
    assert said["pairs.success"] == pytest.approx(100 * accepted / len(attempts))
    assert said["generation.cost"] == pytest.approx(sum(attempt["cost"] for attempt in attempts))


def test_scores(harbor):
    rows, answer = harbor
    said = figures(answer)
    given = collections.defaultdict(list)
    for row in rows:
        for score in row["metadata"]["scores"]:
            given[score["name"]].append(score["value"])
    assert given
    spread = next(t for c in answer["chapters"] for t in c["tables"] if t["id"] == "quality.spread")
    told = {row[0]: row for row in spread["rows"]}
    for name, values in given.items():
        assert said[f"quality.mean.{name}"] == pytest.approx(numpy.mean(values))
        assert told[name][3] == pytest.approx(numpy.std(values, ddof=1))
        wanted = numpy.percentile(values, [5, 25, 50, 75, 95], method="inverted_cdf")
        assert told[name][4:9] == pytest.approx(list(wanted))


def test_topics(harbor):
    rows, answer = harbor
    said = figures(answer)
    counts = numpy.array(sorted(collections.Counter(t for row in rows for t in row["metadata"]["topics"]).values()))
    shares = counts / counts.sum()
    n = len(counts)
    assert said["topics.count"] == n
    assert said["topics.effective"] == pytest.approx(math.exp(-(shares * numpy.log(shares)).sum()))
    gini = (2 * (numpy.arange(1, n + 1) * counts).sum() / (n * counts.sum())) - (n + 1) / n
    assert said["topics.gini"] == pytest.approx(gini)


def test_the_planted_gap_is_the_only_one(harbor):
    topics = next(c for c in harbor[1]["chapters"] if c["id"] == "topics")
    alerts = [a["text"] for a in topics["advice"] if a["urgency"] == "alert"]
    assert len(alerts) == 1
    assert "winter-storage" in alerts[0]


def test_the_planted_drift_is_the_only_one(harbor):
    planted = json.loads((HARBOR / "truth-summary.json").read_text())["voice_drift"]["batches"]
    voice = next(c for c in harbor[1]["chapters"] if c["id"] == "voice")
    alerts = [a["text"] for a in voice["advice"] if a["urgency"] == "alert"]
    assert len(alerts) == len(planted) == 1
    assert planted[0] in alerts[0]
    assert "contractions" in alerts[0] and "exclamations" in alerts[0]


def test_hours_and_return(harbor):
    lines = (HARBOR / "time.csv").read_text().splitlines()
    names = lines[0].split(",")
    entries = [dict(zip(names, line.split(","))) for line in lines[1:]]
    hours = sum(float(e["minutes"]) for e in entries) / 60
    paid = sum(float(e["minutes"]) / 60 * float(e["hourly_rate"]) for e in entries)
    said = figures(harbor[1])
    assert said["roi.hours"] == pytest.approx(hours)
    assert said["roi.cost"] == pytest.approx(paid + said["generation.cost"])
    rows = len(harbor[0])
    random = numpy.random.default_rng(1)
    draws = 400_000
    by_hand = rows / 60 * random.triangular(6, 10, 15, draws) * random.triangular(50, 62, 80, draws)
    assert said["roi.replacement"] == pytest.approx(numpy.median(by_hand), rel=0.01)


def test_value_of_sound_and_different_pairs(harbor):
    rows, answer = harbor
    said = figures(answer)
    asked = [[m["content"] for m in row["messages"] if m["role"] == "user"][-1] for row in rows]
    assert said["value.distinct"] == pytest.approx(100 * len(set(asked)) / len(asked))
    effective = len(rows) * said["value.sound"] / 100 * len(set(asked)) / len(asked)
    assert said["value.effective"] == pytest.approx(effective)
    random = numpy.random.default_rng(2)
    draws = 400_000
    again = effective / 60 * random.triangular(6, 10, 15, draws) * random.triangular(50, 62, 80, draws)
    assert said["value.replacement"] == pytest.approx(numpy.median(again), rel=0.02)
    assert said["value.income"] == pytest.approx(3 * 0.6 * numpy.median(random.triangular(4000, 9000, 15000, draws)),
                                                 rel=0.01)
    assert "value.licence" not in said


def test_what_is_assumed_stands_where_nothing_was_measured(tmp_path):
    pairs = tmp_path / "pairs.jsonl"
    pairs.write_text("".join(json.dumps({"instruction": f"Where does ferry {n} land, and when?",
                                         "output": f"Ferry {n} lands at the north pier at {n % 12 + 1} o'clock."}) + "\n"
                             for n in range(300)))
    config = tmp_path / "bmo.toml"
    config.write_text("[roi]\nhourly_rate = [60, 60, 60]\nminutes_to_review_a_pair = [0.5, 0.6, 0.7]\n"
                      "licence_price_a_pair = [2, 2, 2]\nsetup_hours = 1\n")
    said = figures(analyze(pairs, "--config", config))
    assert said["roi.hours"] == pytest.approx(300 * 0.6 / 60 + 1)
    assert said["value.licence"] == pytest.approx(2 * said["value.effective"], rel=0.02)


def test_lengths_of_alpaca():
    source = SHARED / "alpaca-52k/alpaca_data.json"
    if not source.exists():
        source = next(SHARED.rglob("alpaca_data.json"), None)
    if source is None:
        pytest.skip("no alpaca_data.json")
    rows = [row for row in json.loads(source.read_text()) if row["output"].strip() and row["instruction"].strip()]
    said = analyze(source, "--chapter", "content,pairs")
    assert said["pairs"] == pytest.approx(len(rows), abs=2)
    characters = [len(row["output"]) for row in rows]
    spread = next(t for c in said["chapters"] for t in c["tables"] if t["id"] == "content.spread")
    told = next(row for row in spread["rows"] if row[0] == "answer, characters")
    assert told[2] == pytest.approx(numpy.mean(characters), rel=0.002)
    assert told[6] == pytest.approx(numpy.percentile(characters, 50), rel=0.01)


def test_figures_do_not_depend_on_threads(harbor):
    one = analyze(HARBOR / "batches", "--config", HARBOR / "bmo.toml", "--threads", "1", "--batch-size", "7")
    one.pop("seconds")
    harbor[1].pop("seconds", None)
    assert one == harbor[1]


def test_grade_is_that_of_flesch_and_kincaid(tmp_path):
    answer = ("The crew checked the battery before the long passage. They found that one cell had lost charge. "
              "The manual says to replace such a cell at once.")
    path = tmp_path / "one.jsonl"
    path.write_text("".join(json.dumps({"instruction": f"What did they do, number {i}?", "output": answer}) + "\n"
                            for i in range(3)))
    words = len(re.findall(r"[A-Za-z]+", answer))
    by_hand = {"The": 1, "crew": 1, "checked": 1, "the": 1, "battery": 3, "before": 2, "long": 1, "passage": 2, "They": 1,
               "found": 1, "that": 1, "one": 1, "cell": 1, "had": 1, "lost": 1, "charge": 1, "manual": 3, "says": 1,
               "to": 1, "replace": 2, "such": 1, "a": 1, "at": 1, "once": 1}
    syllables = sum(by_hand[word] for word in re.findall(r"[A-Za-z]+", answer))
    grade = 0.39 * words / 3 + 11.8 * syllables / words - 15.59
    assert figures(analyze(path, "--chapter", "content"))["content.reading_grade"] == pytest.approx(grade, abs=0.5)


def complexity_of(*sources):
    return figures(analyze(*sources, "--chapter", "content"))["content.complexity"]


def test_complexity_is_a_share_of_its_reference():
    """The reference's own instructions stand at 0 to 100 alike; only its English part is judged."""
    source = SHARED / "alpaca-52k"
    if not source.exists():
        pytest.skip(f"no {source}")
    assert complexity_of(source) == pytest.approx(50, abs=1.5)


def test_complexity_rises_with_the_steps_of_a_solution(tmp_path):
    """GSM8K's solutions mark each step of the reckoning: more steps, a more complex question."""
    source = SHARED / "gsm8k/train.jsonl"
    if not source.exists():
        pytest.skip(f"no {source}")
    rows = source.read_text().splitlines(keepends=True)
    few, many = tmp_path / "few.jsonl", tmp_path / "many.jsonl"
    few.write_text("".join(row for row in rows if json.loads(row)["answer"].count("<<") <= 2))
    many.write_text("".join(row for row in rows if json.loads(row)["answer"].count("<<") >= 6))
    assert complexity_of(many) > complexity_of(few) + 3
