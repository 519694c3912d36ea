"""Topics found in instructions against numpy on the same vectors, which a server gives."""
import json
import math
import random
import re

import numpy
import pytest

from diversity_test import WORDS, analyze, figures, unit_rows
from endpoint_test import server  # noqa: F401  (a fixture)

TOPICS = [f"berth{n}" for n in range(12)]


@pytest.fixture
def rows():
    """300 instructions; each of twelve topics has eight words of its own, and a third are everybody's."""
    draw = random.Random(9)
    common = WORDS[:12]
    out = []
    for n in range(300):
        topic = draw.randrange(12) if n % 3 else draw.randrange(3)
        own = [f"{word}{topic}x" for word in WORDS[20:28]]
        out.append((TOPICS[topic], " ".join(draw.choices(own, k=6) + draw.choices(common, k=3))))
    return out


@pytest.fixture
def told(tmp_path, server, rows):  # noqa: F811
    source = tmp_path / "pairs.jsonl"
    source.write_text("".join(json.dumps({"instruction": text, "output": f"This is answer {n} to what was asked of us.",
                                          "topics": [topic]}) + "\n" for n, (topic, text) in enumerate(rows)))
    name = f"http://127.0.0.1:{server.server_address[1]}/v1/embeddings#words"
    return analyze(source, "--chapter", "topics", "--encoder", name)


def found_table(told):
    return next(t for t in told[0]["tables"] if t["id"] == "topics.found_shares")["rows"]


def k_means(rows, count, seed):
    """Lloyd's steps on the sphere from the best of ten draws of k-means++."""
    draw = numpy.random.default_rng(seed)
    best = (-1, None)
    for _ in range(10):
        centres = rows[[draw.integers(len(rows))]]
        while len(centres) < count:
            far = numpy.clip(1 - (rows @ centres.T).max(axis=1), 0, None)
            centres = numpy.vstack([centres, rows[draw.choice(len(rows), p=far / far.sum())]])
        for _ in range(20):
            of = (rows @ centres.T).argmax(axis=1)
            sums = numpy.array([rows[of == c].sum(axis=0) if (of == c).any() else centres[c] for c in range(count)])
            centres = sums / numpy.linalg.norm(sums, axis=1, keepdims=True)
        cohesion = (rows @ centres.T).max(axis=1).mean()
        best = max(best, (cohesion, of), key=lambda one: one[0])
    return best


def nmi(a, b):
    table = numpy.array([[numpy.sum((a == x) & (b == y)) for y in set(b)] for x in set(a)]) / len(a)

    def entropy(shares):
        shares = shares[shares > 0]
        return -(shares * numpy.log(shares)).sum()

    one, other = entropy(table.sum(axis=1)), entropy(table.sum(axis=0))
    return 2 * (one + other - entropy(table.ravel())) / (one + other)


def test_found_topics_are_as_good_as_those_of_numpy(told, rows):
    vectors = unit_rows([text for _, text in rows])
    cohesion, of = k_means(vectors, 12, 1)
    said = figures(told)
    assert said["topics.found"] == 12
    assert said["topics.found_cohesion"] >= cohesion - 0.01
    given = numpy.array([topic for topic, _ in rows])
    assert said["topics.found_agreement"] >= nmi(of, given) - 0.05
    assert said["topics.found_agreement"] > 0.7


def test_effective_number_is_that_of_the_shares(told):
    shares = numpy.array([row[3] for row in found_table(told)]) / 300
    assert shares.sum() == pytest.approx(1)
    assert figures(told)["topics.found_effective"] == pytest.approx(math.exp(-(shares * numpy.log(shares)).sum()))


def test_words_are_those_of_the_topic(told):
    for words, example, mostly, _, _ in found_table(told):
        topic = re.match(r"berth(\d+) ", mostly).group(1)
        assert words.split(", ")[0].split()[0].endswith(f"{topic}x"), (words, mostly)
        assert f"{topic}x" in example


def test_without_given_topics_found_ones_are_told(tmp_path, rows):
    source = tmp_path / "pairs.jsonl"
    source.write_text("".join(json.dumps({"instruction": text, "output": f"This is answer {n} to what was asked of us."})
                              + "\n" for n, (_, text) in enumerate(rows)))
    said = figures(analyze(source, "--chapter", "topics", "--encoder", "ngrams"))
    assert said["topics.found"] == 12 and "topics.count" not in said and "topics.found_agreement" not in said
