"""What bmo says of tags, against numpy and counting."""
import json
import random

import numpy
import pytest

from diversity_test import analyze, figures


@pytest.fixture
def pairs():
    """400 pairs whose tags hold what the tests look for, by construction."""
    draw = random.Random(3)
    out = []
    for n in range(400):
        tags = {draw.choice(["berth", "crane", "pilot"])}
        if n % 4 == 0:
            tags |= {"winter", "ice"}
            if n % 40 == 0:
                tags.discard("ice")
        if "crane" in tags and n % 3 == 0:
            tags.add("crane-oil")
        tags.add("level:easy" if n % 2 else "level:hard")
        if n in (7, 11, 13):
            tags |= {"level:easy", "level:hard"}
        if n in (20, 21):
            tags |= {"beginner", "advanced"}
        tags.add("Tide" if n % 10 == 0 else "tides" if n % 10 == 1 else "quay")
        question = f"Where does ship {n % 390} lie, and who looks after it?"
        out.append({"instruction": question if n < 390 else question.upper(), "output": f"At berth {n}, as the plan says.",
                    "tags": sorted(tags), "difficulty": "easy" if n < 394 else "hard"})
    return out


@pytest.fixture
def told(tmp_path, pairs):
    source = tmp_path / "pairs.jsonl"
    source.write_text("".join(json.dumps(pair) + "\n" for pair in pairs))
    return analyze(source, "--chapter", "metadata")


def table(told, name):
    return next(t for t in told[0]["tables"] if t["id"] == f"metadata.{name}")["rows"]


def has(pairs, tag):
    return numpy.array([tag in pair["tags"] for pair in pairs])


def together(pairs):
    """Two tags of ten pairs or more: nearly the same pairs, or one nearly only where the other is."""
    names = sorted({tag for pair in pairs for tag in pair["tags"]})
    uses = {name: has(pairs, name) for name in names if has(pairs, name).sum() >= 10}
    out = set()
    for i, a in enumerate(uses):
        for b in list(uses)[i + 1:]:
            few, many = sorted([uses[a], uses[b]], key=numpy.sum)
            both = (few & many).sum()
            is_same = both / (few | many).sum() >= 0.9
            if is_same or both / few.sum() >= 0.98 and many.sum() < 0.9 * len(pairs):
                out.add((a, b))
    return out


def test_tags_that_stand_together(told, pairs):
    a, b = has(pairs, "winter"), has(pairs, "ice")
    rows = {tuple(sorted(row[:2])): row for row in table(told, "redundant")}
    both, jaccard, phi, proposal = rows[("ice", "winter")][2:]
    assert both == (a & b).sum()
    assert jaccard == pytest.approx((a & b).sum() / (a | b).sum())
    assert phi == pytest.approx(numpy.corrcoef(a, b)[0, 1])
    assert proposal == "one of them is enough"
    assert rows[("crane", "crane-oil")][:2] == ["crane", "crane-oil"] and "kind of" in rows[("crane", "crane-oil")][5]
    assert set(rows) == together(pairs)


def test_tags_that_exclude_each_other(told):
    assert sorted(tuple(sorted(row[:2])) + (row[2],) for row in table(told, "exclusive")) == [
        ("advanced", "beginner", 2), ("level:easy", "level:hard", 3)]
    assert figures(told)["metadata.contradictions"] == pytest.approx(100 * 5 / 400)


def test_questions_described_in_two_ways(told):
    """Ten questions come twice, the second time in capitals; six of them as hard where they were easy."""
    assert figures(told)["metadata.described_twice"] == pytest.approx(100 * 6 / 10)


def test_two_spellings_of_a_tag(told, pairs):
    counts = sorted([(int(has(pairs, "Tide").sum()), "Tide"), (int(has(pairs, "tides").sum()), "tides")])
    rows = table(told, "tidy")
    assert [row[2] for row in rows] == [counts[0][0]]
    assert {rows[0][0], rows[0][1]} == {"Tide", "tides"}


def test_more_tags_than_can_be_kept_are_told(tmp_path):
    source = tmp_path / "many.jsonl"
    source.write_text("".join(json.dumps({"instruction": f"What is kept in shed {n}, and for how long?",
                                          "output": f"Rope of kind {n} for the winter.",
                                          "tags": [f"t{n}q{i}z" for i in range(20)]}) + "\n" for n in range(2600)))
    told = analyze(source, "--chapter", "metadata")
    assert figures(told)["metadata.tags"] == 50000
    texts = " ".join(advice["text"] for advice in told[0]["advice"])
    assert "more than 50,000 tags" in texts and "2,000 uses of others" in texts
    assert "400 most used of 50,000" in texts
