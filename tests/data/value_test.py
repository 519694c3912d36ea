"""Novelty beside public sets and the competitive index, against numpy on the same vectors, which a server gives."""
import json
import random

import pytest

from diversity_test import WORDS, analyze, figures, unit_rows, write
from endpoint_test import server  # noqa: F401  (a fixture)


@pytest.fixture
def sets(tmp_path):
    """400 questions, of which 100 stand in a public set and 60 are near to one there."""
    draw = random.Random(6)
    ours = [" ".join(draw.choices(WORDS, k=8)) + " ?" for _ in range(400)]
    public = ours[:100] + [" ".join(text.split()[:-3] + [draw.choice(WORDS), "?"]) for text in ours[100:160]]
    public += [" ".join(draw.choices(WORDS, k=8)) + " ?" for _ in range(20)]
    write(tmp_path / "ours.jsonl", ours)
    (tmp_path / "public").mkdir()
    write(tmp_path / "public/some.jsonl", public[:80])
    write(tmp_path / "public/more.jsonl", public[80:])
    return tmp_path, ours, public


def told(folder, server, text):  # noqa: F811
    (folder / "bmo.toml").write_text(text)
    encoder = f"http://127.0.0.1:{server.server_address[1]}/v1/embeddings#words"
    return analyze(folder / "ours.jsonl", "--config", folder / "bmo.toml", "--chapter", "value", "--encoder", encoder)


def parts(chapters):
    return next(t for t in chapters[0]["tables"] if t["id"] == "value.index_parts")["rows"]


def test_novel_is_what_no_public_question_is_near_to(sets, server):  # noqa: F811
    folder, ours, public = sets
    chapters = told(folder, server, '[value]\npublic = ["public"]\n')
    nearest = (unit_rows(ours) @ unit_rows(public).T).max(axis=1)
    said = figures(chapters)
    assert said["value.novelty"] == pytest.approx(100 * (nearest < 0.6).mean(), abs=0.26)
    assert 10 < said["value.novelty"] < 90
    assert said["value.published"] == pytest.approx(100 * (nearest >= 0.9).mean(), abs=0.26)
    assert said["value.premium"] == pytest.approx(1 + 0.25 * said["value.novelty"] / 100)


def test_a_part_that_is_not_evaluated_counts_nothing_and_is_named(sets, server):  # noqa: F811
    chapters = told(sets[0], server, '[value]\npublic = ["public"]\n')
    index = next(f for f in chapters[0]["figures"] if f["id"] == "value.index")
    said = figures(chapters)
    points = 0.4 * said["value.novelty"] + 0.3 * said["value.sound"]
    assert index["value"] == pytest.approx(points)
    assert index["interval"] == pytest.approx([points, points + 30])
    assert "fit to the topics' targets, answers in control of the voice" in index["method"]
    assert [row[1] for row in parts(chapters)] == [40, 30, 20, 10]
    assert [row[3] for row in parts(chapters)][2:] == [None, None]


def test_weights_are_those_of_the_configuration(sets, server):  # noqa: F811
    text = '[value]\npublic = ["public"]\n[value.weights]\nnovelty = 3\nsoundness = 1\ntopics = 0\nvoice = 0\n'
    chapters = told(sets[0], server, text)
    said = figures(chapters)
    assert said["value.index"] == pytest.approx(0.75 * said["value.novelty"] + 0.25 * said["value.sound"])


def test_all_four_parts_add_up(sets, server):  # noqa: F811
    folder, ours, _ = sets
    (folder / "ours.jsonl").write_text("".join(json.dumps(
        {"instruction": text, "topics": ["a" if n % 4 else "b"], "batch": f"b{n // 600}",
         "output": "The " + " ".join(text.split()[:6]) + f" is moored at berth {n % 7}, as you asked."}) + "\n"
        for n, text in enumerate(ours * 2)))
    text = '[value]\npublic = ["public"]\n[topics]\na = 0.5\nb = 0.5\n[voice]\nreference = ["b0"]\n'
    rows = parts(told(folder, server, text))
    assert rows[2][2] == pytest.approx(75) and rows[3][2] == pytest.approx(100)
    assert all(row[3] == pytest.approx(row[1] * row[2] / 100) for row in rows)
    said = figures(told(folder, server, text))
    assert said["value.index"] == pytest.approx(sum(row[3] for row in rows))


def test_a_public_set_that_is_missing_is_an_error(sets, server):  # noqa: F811
    with pytest.raises(AssertionError):
        told(sets[0], server, '[value]\npublic = ["nowhere"]\n')
